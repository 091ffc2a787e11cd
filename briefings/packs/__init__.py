"""The plan: which documents a pack has, who may see each, and exactly what stands in it.

You get a `Pack` from `plan`. Visibility is decided here, once: each `Document` is filled with what its audience may
see. Citations become numbered notes, excerpts get their labels and proof. `plan` cannot fail once the checks have
passed. Documents live in the module of their audience (`facilitator`, `deals`, `rehearsing` and `annex`, `everyone`, `roles`, `table`, `after`);
what is cut and folded in `cards`; what has the names of participants in `envelopes` and `people`; what an author adds in `own`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from briefings.casting import Cast
from briefings.imposition import CardOptions
from briefings.packs.after import epilogue, feedback, reflection, rubric, source_dossier
from briefings.packs.annex import Verdict, quality_annex
from briefings.packs.cards import name_tents, role_cards
from briefings.packs.deals import deal_map
from briefings.packs.envelopes import Named, named
from briefings.packs.everyone import common_brief, names_and_terms
from briefings.packs.facilitator import facilitator_guide, inject_cards, inject_list, print_and_pack, role_matrix
from briefings.packs.own import own_documents
from briefings.packs.parts import Document, Envelope
from briefings.packs.people import named_tents, people
from briefings.packs.planner import Planner
from briefings.packs.rehearsing import rehearsal
from briefings.packs.roles import role_brief, score_sheet, worksheet
from briefings.packs.table import agenda_and_rules, agreement_form, observer_sheet, slips
from briefings.scenarios import AFTER, EVERYONE, FACILITATOR, Scenario
from briefings.sections import Role
from briefings.sources import Library

__all__ = ["Envelope", "Pack", "Verdict", "plan"]


@dataclass(frozen=True)
class Pack:
    """All documents of one scenario for one cast; `named` holds the envelopes of a cast with names."""

    scenario: str
    title: str
    documents: tuple[Document, ...]
    envelopes: tuple[Envelope, ...]
    named: Named | None = None


def plan(scenario: Scenario, library: Library, cast: Cast, cards: CardOptions = CardOptions(), verdict: Verdict | None = None) -> Pack:  # noqa: B008 (frozen)
    """The pack of a checked scenario for a cast: without what the author leaves out, and what the author adds with its like.

    The `verdict` is what the check found and the pack is made from; the quality annex prints it, and there is none without it.
    """
    planner = Planner(scenario, library, cast)
    added = own_documents(planner)

    def group(documents: Iterable[Document], reader: str, in_envelope: bool) -> tuple[Document, ...]:
        own = (d for d in added if d.audience.reader == reader and d.in_envelope == in_envelope)
        return (*(d for d in documents if planner.has(d.kind)), *own)

    injects = (inject_list(planner), inject_cards(planner)) if scenario.injects else ()
    shared = group((common_brief(planner), names_and_terms(planner), agenda_and_rules(planner)), EVERYONE, True)
    alone = {role.id: group(_alone(planner, role), role.id, True) for role in scenario.roles}
    answers = (*((found,) if (found := deal_map(planner)) else ()), *((rehearsal(planner, scenario.rehearsal),) if scenario.rehearsal else ()))
    envelopes = tuple(Envelope(seat.table, seat.role, tuple(d.id for d in (*shared, *alone[seat.role]))) for seat in cast.players)
    stuffed = (*shared, *(d for documents in alone.values() for d in documents))
    lists, shown = people(planner, cards, stuffed, envelopes)
    tents = named_tents(planner) if cast.named else name_tents(planner)
    facilitator = group((facilitator_guide(planner), role_matrix(planner), *answers, *injects, *lists), FACILITATOR, False)
    table = group((role_cards(planner, cards), tents, *shown, agreement_form(planner), slips(planner), observer_sheet(planner)), EVERYONE, False)
    after = group((reflection(planner), epilogue(planner), source_dossier(planner), rubric(planner), feedback(planner)), AFTER, False)
    others = (*stuffed, *table, *after)
    if verdict and planner.has("quality-annex"):
        facilitator += (quality_annex(planner, verdict, (*facilitator, *others)),)
    documents = (*facilitator, *others)
    papers = named(planner, shared, alone, tuple(d for d in table if d.kind == "observer-sheet"))
    return Pack(scenario.id, scenario.title, (print_and_pack(planner, documents, envelopes), *documents), envelopes, papers)


def _alone(planner: Planner, role: Role) -> tuple[Document, ...]:
    """What one role alone is handed, in reading order."""
    scores = (score_sheet(planner, role),) if role.brief.scores else ()
    return (role_brief(planner, role), worksheet(planner, role), *scores)

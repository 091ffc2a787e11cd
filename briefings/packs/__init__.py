"""The plan: which documents a pack has, who may see each, and exactly what stands in it.

You get a `Pack` from `plan`. Visibility is decided here, once: each `Document` is filled with what its audience may
see. Citations become numbered notes, excerpts get their labels and proof. `plan` cannot fail once the checks have
passed. Documents live in the module of their audience: `everyone`, `roles`; what is cut and folded in `cards`.
"""

from dataclasses import dataclass

from briefings.casting import Cast
from briefings.packs.cards import CardOptions, name_tents, role_cards
from briefings.packs.everyone import common_brief, names_and_terms
from briefings.packs.parts import Document
from briefings.packs.planner import Planner
from briefings.packs.roles import role_brief
from briefings.scenarios import Scenario
from briefings.sources import Library

__all__ = ["CardOptions", "Envelope", "Pack", "plan"]


@dataclass(frozen=True)
class Envelope:
    """What one participant is handed, in reading order."""

    table: int
    role: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """All documents of one scenario for one cast."""

    scenario: str
    title: str
    documents: tuple[Document, ...]
    envelopes: tuple[Envelope, ...]


def plan(scenario: Scenario, library: Library, cast: Cast, cards: CardOptions = CardOptions()) -> Pack:  # noqa: B008 (frozen)
    """The pack of a checked scenario for a cast."""
    planner = Planner(scenario, library, cast)
    shared: list[Document] = [common_brief(planner)]
    if scenario.places or scenario.terms:
        shared.append(names_and_terms(planner))
    briefs = {role.id: role_brief(planner, role) for role in scenario.roles}
    envelopes = tuple(Envelope(seat.table, seat.role, (*(d.id for d in shared), briefs[seat.role].id)) for seat in cast.seats)
    return Pack(scenario.id, scenario.title, (*shared, *briefs.values(), role_cards(planner, cards), name_tents(planner)), envelopes)

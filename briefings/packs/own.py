"""Documents of the author's own: each holds all that its audience may see, for a template of the project to choose from."""

from dataclasses import dataclass

from briefings.documents import EACH_ROLE, OwnDocument
from briefings.packs.after import EpilogueSheet, Reflection, SourceDossier, epilogue, reflection, source_dossier
from briefings.packs.everyone import CommonBrief, NamesAndTerms, common_brief, names_and_terms
from briefings.packs.facilitator import FacilitatorGuide, InjectList, facilitator_guide, inject_list
from briefings.packs.parts import Audience, Badge, Document, Note
from briefings.packs.planner import Notes, Planner
from briefings.packs.roles import RoleBrief, ScoreSheet, role_brief, score_sheet
from briefings.packs.table import AgendaAndRules, agenda_and_rules
from briefings.scenarios import AFTER, FACILITATOR
from briefings.sections import Role


@dataclass(frozen=True)
class OwnSheet(Document):
    """A document made from a template of the project's own. It holds the documents that its audience may see, whole.

    `badge` is the role's whose it is. `briefs` and `scores` are of every role that the audience may read: for one role its
    own, for participants none. `epilogue`, `reflection` and `dossier` are there after play and for the facilitator, `guide`
    and `injects` for the facilitator. All share one list of notes; the page gets those it calls.
    """

    style = ("figures", "forms")
    template: str  # type: ignore[misc]  # here the author names it
    in_envelope: bool
    badge: Badge | None
    common: CommonBrief
    names: NamesAndTerms
    agenda: AgendaAndRules
    briefs: tuple[RoleBrief, ...]
    scores: tuple[ScoreSheet, ...]
    epilogue: EpilogueSheet | None
    reflection: Reflection | None
    dossier: SourceDossier | None
    guide: FacilitatorGuide | None
    injects: InjectList | None


class _WholeNotes(Notes):
    """Notes that each hold the whole reference, since a page may print one and not another."""

    def _text(self, ref: str) -> str:
        self.full.clear()
        return super()._text(ref)


class _OneList(Planner):
    """A planner whose documents share one list of notes, so that a page can take texts from all of them."""

    def __init__(self, planner: Planner) -> None:
        super().__init__(planner.scenario, planner.library, planner.cast)
        self._list = _WholeNotes(planner.scenario, planner.library)

    def notes(self, evidence: bool = True) -> Notes:
        return self._list

    @property
    def numbered(self) -> tuple[Note, ...]:
        return self._list.done()


def own_documents(planner: Planner) -> tuple[OwnSheet, ...]:
    """The documents a scenario adds, in its order; one for each role where it says so."""
    roles = {role.id: role for role in planner.scenario.roles}
    return tuple(
        _sheet(planner, own, id, role)
        for own in planner.scenario.documents.own
        for id, role in zip(own.ids(roles), roles.values() if own.audience == EACH_ROLE else (roles.get(own.audience),), strict=True)
    )


def _sheet(planner: Planner, own: OwnDocument, id: str, role: Role | None) -> OwnSheet:
    """One document for one audience: what `Audience.may_read` does not allow is not planned at all."""
    shared, reader = _OneList(planner), role.id if role else own.audience
    audience = Audience(reader)
    readable = [r for r in planner.scenario.roles if audience.may_read(r.id)]
    after, facilitator = audience.may_read(AFTER), audience.may_read(FACILITATOR)
    many = own.copies or ("one" if facilitator else "each participant")
    sets = {"each participant": planner.cast.copies[role.id] if role else planner.participants, "each table": planner.cast.tables, "one": 1}
    title = f"{own.title}: {role.name}" if own.audience == EACH_ROLE and role else own.title
    return OwnSheet(
        head=planner.head(id, title, reader, sets[many]),
        template=own.template,
        in_envelope=not after and many == "each participant",
        badge=planner.badge(role) if role else None,
        common=common_brief(shared),
        names=names_and_terms(shared),
        agenda=agenda_and_rules(shared),
        briefs=tuple(role_brief(shared, r) for r in readable),
        scores=tuple(score_sheet(shared, r) for r in readable if r.brief.scores),
        epilogue=epilogue(shared) if after else None,
        reflection=reflection(shared) if after else None,
        dossier=source_dossier(shared) if after else None,
        guide=facilitator_guide(shared) if facilitator else None,
        injects=inject_list(shared) if facilitator else None,
        notes=shared.numbered,
    )

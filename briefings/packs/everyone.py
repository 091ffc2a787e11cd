"""Documents for everyone: common brief, names and terms."""

from dataclasses import dataclass

from briefings.packs.figures import Locator, Scale, ScaleEntry, Spot, TablePlan, Way
from briefings.packs.parts import Badge, Document
from briefings.packs.planner import Planner
from briefings.scenarios import EVERYONE, Scenario
from briefings.sources import date_in_words
from briefings.terms import Named


@dataclass(frozen=True)
class TimelineRow:
    date: str
    event: str
    disputed: str


@dataclass(frozen=True)
class OptionRow:
    letter: str
    title: str
    text: str


@dataclass(frozen=True)
class IssueRow:
    number: int
    title: str
    question: str
    options: tuple[OptionRow, ...]


@dataclass(frozen=True)
class Delegation:
    badge: Badge
    aim: str
    face: str


@dataclass(frozen=True)
class AbsentRow:
    who: str
    why: str


@dataclass(frozen=True)
class CommonBrief(Document):
    """What everyone knows: the question, the scene, the issues, what led here, who is at the table and who is not."""

    template = "common-brief.html"
    style = ("figures",)
    question: str
    setting: str
    invented: str
    order_rule: str
    issues: tuple[IssueRow, ...]
    map: Locator | None
    scale: Scale
    timeline: tuple[TimelineRow, ...]
    seats: TablePlan
    delegations: tuple[Delegation, ...]
    absent: tuple[AbsentRow, ...]
    agreement: str
    no_deal: str


@dataclass(frozen=True)
class NameRow:
    house: str
    names: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True)
class TermRow:
    term: str
    used_by: str
    objection: str
    here: str


@dataclass(frozen=True)
class NamesAndTerms(Document):
    """Contested names and words, explained, where there are any; the ground rules of the class."""

    template = "names-and-terms.html"
    style = ("forms",)
    order_rule: str
    places: tuple[NameRow, ...]
    terms: tuple[TermRow, ...]


def common_brief(planner: Planner) -> CommonBrief:
    """What everyone knows."""
    scenario, notes = planner.scenario, planner.notes()
    return CommonBrief(
        head=planner.head("common-brief", "Common brief", EVERYONE, planner.participants),
        question=scenario.question,
        setting=notes.prose(scenario.setting),
        invented=notes.prose(scenario.invented),
        order_rule=scenario.order_rule,
        issues=issues(planner),
        agreement=notes.prose(scenario.agreement.rule),
        no_deal=notes.prose(scenario.agreement.no_deal),
        map=locator(scenario),
        scale=Scale(tuple(ScaleEntry(e.date, bool(e.disputed)) for e in scenario.timeline)),
        seats=TablePlan(tuple(planner.badge(r) for r in scenario.roles), tuple(a.who for a in scenario.not_at_table)),
        timeline=tuple(TimelineRow(date_in_words(e.date), notes.prose(e.event), notes.prose(e.disputed)) for e in scenario.timeline),
        delegations=tuple(Delegation(planner.badge(r), r.public.aim, notes.prose(r.public.face)) for r in scenario.roles),
        absent=tuple(AbsentRow(a.who, notes.prose(a.why)) for a in scenario.not_at_table),
        notes=notes.done(),
    )


def locator(scenario: Scenario) -> Locator | None:
    """The map of a scenario that has one: its places where they lie, towns for orientation, and roads."""
    if scenario.map is None:
        return None
    spots = tuple(Spot(name, *at) for name, at in scenario.positions.values())
    ways = tuple(Way(r.name, r.kind, tuple(p for p in map(scenario.position, r.through) if p)) for r in scenario.map.routes)
    return Locator(scenario.map.area, spots, ways, tuple(p.house for p in scenario.places if p.at is None), scenario.map.note or "")


def issues(planner: Planner) -> tuple[IssueRow, ...]:
    """The issues with their lettered options."""
    return tuple(
        IssueRow(i, issue.title, issue.question, tuple(OptionRow(planner.letters[f"{issue.id}/{o.id}"], o.title, o.text) for o in issue.options))
        for i, issue in enumerate(planner.scenario.issues, 1)
    )


def names_and_terms(planner: Planner) -> NamesAndTerms:
    """Contested names and words, explained: the scenario's own, then those of the project's list that everyone meets; and the
    ground rules, which every class needs.

    Only what everybody reads before play decides, so that the page hints at no secret and at nothing that comes later.
    """
    scenario, glossary, notes = planner.scenario, planner.library.glossary, planner.notes()
    text = "\n".join(p.text for p in scenario.passages if p.reader == EVERYONE and p.loc[0] not in ("terms", "places", "background"))
    own = {word.casefold() for term in scenario.terms for word in (*term.term.split(", "), *term.neutral, *term.attribute)}
    named = {name.name for place in scenario.places for name in place.names}
    listed = (p for p in glossary.places_in(text) if p.id not in {q.id for q in scenario.places} and not named & {n.name for n in p.names})
    places: tuple[Named, ...] = (*scenario.places, *listed)
    terms = [t for t in glossary.terms_in(text) if not own & {form.casefold() for form in t.forms}]
    return NamesAndTerms(
        head=planner.head("names-and-terms", "Names and terms" if places or own or terms else "Ground rules", EVERYONE, planner.participants),
        order_rule=scenario.order_rule,
        places=tuple(NameRow(p.house, tuple((n.name, n.used_by) for n in p.names), notes.prose(p.note)) for p in places),
        terms=(
            *(TermRow(t.term, t.used_by, t.objection, t.here) for t in scenario.terms),
            *(TermRow(t.term, t.used_by, t.objection, f"Neutral pages say whose word it is, or instead: {'; '.join(t.alternatives)}.") for t in terms),
        ),
        notes=notes.done(),
    )

"""Documents for the table: agenda and rules, the agreement and its counterpart, slips, the observer's sheet."""

from dataclasses import dataclass

from briefings.packs.everyone import IssueRow, issues
from briefings.packs.parts import Badge, Document
from briefings.packs.planner import Planner
from briefings.scenarios import EVERYONE, OBSERVER


@dataclass(frozen=True)
class AgendaRow:
    """A round: when it begins and ends, counted from the welcome (`1:05`), and what it is for."""

    begins: str
    ends: str
    title: str
    minutes: int
    purpose: str


@dataclass(frozen=True)
class AgendaAndRules(Document):
    """When what happens, and the rules of play."""

    template = "agenda-and-rules.html"
    style = ("forms",)
    rounds: tuple[AgendaRow, ...]
    agreement: str
    no_deal: str
    slips: bool


@dataclass(frozen=True)
class AgreementForm(Document):
    """The form for a deal, and behind it the form for no deal."""

    template = "agreement.html"
    style = ("forms",)
    issues: tuple[IssueRow, ...]
    delegations: tuple[Badge, ...]
    signers: int
    must_sign: tuple[str, ...]
    veto: tuple[str, ...]


@dataclass(frozen=True)
class Slips(Document):
    """Slips of three kinds to be cut: a request for a talk, a question to the capital or whoever else instructs, a message."""

    template = "slips.html"
    style = ("forms",)
    delegations: tuple[Badge, ...]


@dataclass(frozen=True)
class ObserverSheet(Document):
    """What an observer writes down."""

    template = "observer-sheet.html"
    style = ("forms",)
    delegations: tuple[Badge, ...]


def agenda_and_rules(planner: Planner) -> AgendaAndRules:
    """The rounds with their minutes on a running clock, and the rules of play."""
    scenario, notes = planner.scenario, planner.notes()
    rows, passed = [], 0
    for part in scenario.rounds:
        rows.append(AgendaRow(_clock(passed), _clock(passed + part.minutes), part.title, part.minutes, part.purpose))
        passed += part.minutes
    purpose = "Everybody leaves the role, and the class looks at what happened and why."
    rows.append(AgendaRow(_clock(passed), _clock(scenario.minutes), "Debrief", scenario.minutes - passed, purpose))
    return AgendaAndRules(
        head=planner.head("agenda-and-rules", "Agenda and rules", EVERYONE, planner.participants),
        rounds=tuple(rows),
        agreement=notes.prose(scenario.agreement.rule),
        no_deal=notes.prose(scenario.agreement.no_deal),
        slips=planner.has("slips"),
        notes=notes.done(),
    )


def agreement_form(planner: Planner) -> AgreementForm:
    """One form a table: options to tick, sentences added, a line to sign for each delegation; behind it the stalemate declaration."""
    scenario = planner.scenario
    return AgreementForm(
        head=planner.head("agreement", scenario.called.form, EVERYONE, planner.cast.tables),
        issues=issues(planner),
        delegations=_delegations(planner),
        signers=scenario.agreement.needed(len(scenario.roles)),
        must_sign=tuple(planner.names[role] for role in scenario.agreement.must_sign),
        veto=tuple(planner.names[role] for role in scenario.agreement.veto),
        notes=(),
    )


def slips(planner: Planner) -> Slips:
    """A sheet of slips for each seat: two of each kind."""
    return Slips(head=planner.head("slips", "Slips", EVERYONE, planner.participants), delegations=_delegations(planner), notes=())


def observer_sheet(planner: Planner) -> ObserverSheet:
    """A sheet a table, or for every observer where there are more: who said what on what evidence, what turned the talks, who was not heard."""
    copies = max(planner.cast.tables, planner.cast.copies[OBSERVER])
    return ObserverSheet(head=planner.head("observer-sheet", "Observer’s sheet", EVERYONE, copies), delegations=_delegations(planner), notes=())


def _delegations(planner: Planner) -> tuple[Badge, ...]:
    return tuple(planner.badge(role) for role in planner.scenario.roles)


def _clock(minutes: int) -> str:
    """Minutes as `1:05`."""
    return f"{minutes // 60}:{minutes % 60:02}"

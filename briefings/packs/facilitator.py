"""Documents for the facilitator: print-and-pack sheet, guide, role matrix, inject list, inject cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, takewhile

from briefings.casting import HeadCount, head_counts
from briefings.enumeration import counted
from briefings.negotiation import game
from briefings.packs.cards import InjectCard, InjectCards
from briefings.packs.deals import hardness
from briefings.packs.parts import Badge, Document, Envelope, Quote
from briefings.packs.people import Badges, Labels
from briefings.packs.planner import Notes, Planner
from briefings.scenarios import AFTER, CITATION, EVERYONE, FACILITATOR
from briefings.sections import Inject, Players, Role, capital


@dataclass(frozen=True)
class PrintRow:
    """What to print: a document, how often, on what."""

    title: str
    file: str
    audience: str
    copies: int
    paper: str
    sides: str


@dataclass(frozen=True)
class Stuffing:
    """Envelopes of one role with the same documents: at which tables, and what goes in."""

    badge: Badge
    tables: tuple[int, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Loose:
    """Documents that go in no envelope, and where they go instead."""

    place: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class PrintAndPack(Document):
    """What to print, what goes in which envelope, and what goes in none.

    `first` are the titles with which every envelope begins; `labels` says whether the envelopes have labels.
    """

    template = "print-and-pack.html"
    style = ("facilitator",)
    participants: int
    tables: int
    rows: tuple[PrintRow, ...]
    envelopes: tuple[Stuffing, ...]
    first: tuple[str, ...]
    labels: bool
    loose: tuple[Loose, ...]


@dataclass(frozen=True)
class Message:
    """An inject as the facilitator knows it: its number, its minute on the clock, and what it is for."""

    number: int
    clock: str
    round: str
    title: str
    sender: str
    to: str
    text: str
    expected: str
    fallback: str


@dataclass(frozen=True)
class Part:
    """A round or a phase of the debrief, on the clock from 0:00."""

    clock: str
    minutes: int
    title: str
    purpose: str
    say: str
    messages: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class RoundHelp:
    """How one round is run."""

    clock: str
    end: str
    title: str
    steps: str
    say: str
    watch: str
    help: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Phase:
    """A phase of the debrief."""

    clock: str
    minutes: int
    title: str
    ask: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """Excerpts that contradict each other, and the question to put."""

    about: str
    quotes: tuple[Quote, ...]
    ask: str


@dataclass(frozen=True)
class FacilitatorGuide(Document):
    """How to prepare, run and debrief the game."""

    template = "facilitator-guide.html"
    style = ("facilitator",)
    question: str
    glance: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    care: str
    invented: str
    differs: str
    objectives: tuple[str, ...]
    before: tuple[str, ...]
    end: str
    timetable: tuple[Part, ...]
    rule: str
    no_deal: str
    roles: tuple[Badge, ...]
    left_over: str
    press: bool
    head_counts: tuple[tuple[HeadCount, ...], ...]
    rounds: tuple[RoundHelp, ...]
    trouble: tuple[tuple[str, str], ...]
    debrief: tuple[Phase, ...]
    disagreements: tuple[Disagreement, ...]
    variants: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RoleRow:
    """One role at a glance, secrets included; of a red line the options that it rules out, or its words where it rules out none."""

    badge: Badge
    aims: tuple[str, ...]
    lines: tuple[str, ...]
    trades: tuple[tuple[str, str], ...]
    secrets: tuple[str, ...]
    first: Badge


@dataclass(frozen=True)
class RoleMatrix(Document):
    """Every role at a glance, on one page."""

    template = "role-matrix.html"
    style = ("facilitator",)
    rows: tuple[RoleRow, ...]


@dataclass(frozen=True)
class InjectList(Document):
    """Every inject in order, as exercise planners list them (the MSEL)."""

    template = "inject-list.html"
    style = ("facilitator",)
    rows: tuple[Message, ...]


def print_and_pack(planner: Planner, documents: tuple[Document, ...], envelopes: tuple[Envelope, ...]) -> PrintAndPack:
    """What to print and how to stuff, counted from the other documents; it lists itself first."""
    head = planner.head("print-and-pack", "Print and pack", FACILITATOR, 1)
    titles = {document.id: document.head.title for document in documents}
    stuffed = {id for envelope in envelopes for id in envelope.documents}
    kinds: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for envelope in envelopes:
        kinds.setdefault((envelope.role, envelope.documents), []).append(envelope.table)
    places = {_PLACES[FACILITATOR]: [head.title]}
    for document in documents:
        if document.id not in stuffed:
            places.setdefault(_place(document), []).append(document.head.title)
    roles = {role.id: role for role in planner.scenario.roles}
    own = PrintRow(head.title, head.id, FACILITATOR, head.copies, "plain", "both sides")
    return PrintAndPack(
        head=head,
        participants=planner.participants,
        tables=planner.cast.tables,
        rows=(own, *(_print_row(planner, document) for document in documents)),
        envelopes=tuple(Stuffing(planner.badge(roles[role]), tuple(tables), tuple(titles[id] for id in ids)) for (role, ids), tables in kinds.items()),
        first=tuple(titles[ids[0]] for ids in takewhile(lambda ids: len(set(ids)) == 1 < len(kinds), zip(*(ids for _, ids in kinds), strict=False))),
        labels=any(isinstance(document, Labels) for document in documents),
        loose=tuple(Loose(place, tuple(titles)) for place, titles in places.items()),
        notes=(),
    )


_PLACES = {
    FACILITATOR: "With you",
    AFTER: "With you until play is over; then given out",
    EVERYONE: "On the tables, before participants come in",
}


def _place(document: Document) -> str:
    if isinstance(document, InjectCards):
        return "With you; each card is handed over at its minute"
    if isinstance(document, Badges):
        return "At the door, when participants come in"
    if isinstance(document, Labels):
        return "On the envelopes: 24 labels of 70 by 37 mm a sheet (A4) or 30 of 2⅝ by 1 inch (Letter)"
    return _PLACES.get(str(document.audience), "In no envelope")


def _print_row(planner: Planner, document: Document) -> PrintRow:
    audience = f"role {planner.scenario.letter(str(document.audience))}" if document.audience.is_role else str(document.audience)
    paper, sides = "labels" if isinstance(document, Labels) else "card" if document.card else "plain", "both sides" if document.duplex else "one side"
    return PrintRow(document.head.title, document.id, audience, document.head.copies, paper, sides)


def facilitator_guide(planner: Planner) -> FacilitatorGuide:
    """How to prepare, run and debrief the game; shorter where the scenario has no `guide`."""
    scenario, notes = planner.scenario, planner.notes()
    guide = scenario.guide
    helps = {part.round: part for part in guide.running} if guide else {}
    counts = head_counts(scenario)
    third = -(-len(counts) // 3)
    found = counted(game(scenario))
    least, most, tables = scenario.players.least, scenario.players.most, scenario.players.most // len(scenario.roles)
    answers = f"The {scenario.called.deal} map holds the answer key." if found and found.game.scored else "The answer key says more."
    glance = (
        ("Aim", guide.aim if guide else scenario.summary),
        ("Participants", f"{least} to {most}, at up to {tables} parallel {'table' if tables == 1 else 'tables'} of {len(scenario.roles)} delegations."),
        ("Age", f"From {scenario.ages.start}."),
        ("Time", f"{scenario.minutes} minutes, {sum(p.minutes for p in scenario.debrief)} of them for the debrief."),
        *((("Room", guide.room),) if guide else ()),
        *(((capital(scenario.called.deals), f"{hardness(scenario, found)} {answers}"),) if found else ()),
    )
    parts = timetable(planner)
    return FacilitatorGuide(
        head=planner.head("facilitator-guide", "Facilitator guide", FACILITATOR, 1),
        question=scenario.question,
        glance=glance,
        needs=guide.needs if guide else (),
        care=notes.prose(scenario.care),
        invented=notes.prose(scenario.invented),
        differs=notes.prose(scenario.epilogue.differs),
        objectives=guide.objectives if guide else (),
        before=guide.before if guide else (),
        end=clock(scenario.minutes),
        timetable=parts,
        rule=notes.prose(scenario.agreement.rule),
        no_deal=notes.prose(scenario.agreement.no_deal),
        roles=tuple(planner.badge(role) for role in scenario.roles),
        left_over=_left_over(scenario.players),
        press=any(count.press for count in counts),
        head_counts=tuple(counts[i : i + third] for i in range(0, len(counts), third or 1)),
        rounds=tuple(
            RoundHelp(
                part.clock,
                clock(begin + played.minutes),
                played.title,
                notes.prose(played.steps),
                played.say or "",
                helps[played.id].watch if played.id in helps else "",
                helps[played.id].help if played.id in helps else "",
                _messages(planner, notes, [i for i in scenario.injects if i.round == played.id]),
            )
            for part, played, begin in zip(parts, scenario.rounds, _begins(planner), strict=False)
        ),
        trouble=tuple((t.when, t.then) for t in guide.trouble) if guide else (),
        debrief=tuple(
            Phase(part.clock, phase.minutes, phase.phase, phase.ask) for part, phase in zip(parts[len(scenario.rounds) :], scenario.debrief, strict=True)
        ),
        disagreements=tuple(Disagreement(c.about, tuple(notes.quote(ref) for ref in c.excerpts), c.ask) for c in scenario.contradictions),
        variants=tuple((v.title, v.how) for v in guide.variants) if guide else (),
        notes=notes.done(),
    )


def _left_over(rules: Players) -> str:
    """What those do who are left over when every table has a full set of roles; told as `head_count` seats them."""
    first = [what for what, many in (("one observes", rules.observers), ("one reports", rules.press)) if many]
    join = "the others each join a delegation as its second member, spread over the tables" if rules.share > 1 else "the others observe or report"
    if rules.share > 1:
        return f"Of those left over {', '.join(first)}; {join}." if first else "Those left over each join a delegation as its second member."
    return f"Of those left over {', '.join(first)}; {join}, as far as there is room." if first else "There are no seats for those left over."


def timetable(planner: Planner) -> tuple[Part, ...]:
    """Every round and every phase of the debrief on the clock, with the injects that fall into it."""
    scenario, begins = planner.scenario, _begins(planner)
    injects = _in_order(planner)
    rounds = tuple(
        Part(
            clock(begin),
            played.minutes,
            played.title,
            played.purpose,
            played.say or "",
            tuple((clock(begin + inject.minute), n, inject.title) for n, inject in injects if inject.round == played.id),
        )
        for played, begin in zip(scenario.rounds, begins, strict=False)
    )
    debrief = tuple(
        Part(clock(begin), phase.minutes, phase.phase, "", "", ()) for phase, begin in zip(scenario.debrief, begins[len(scenario.rounds) :], strict=True)
    )
    return rounds + debrief


def role_matrix(planner: Planner) -> RoleMatrix:
    """Every role at a glance."""
    roles = {role.id: role for role in planner.scenario.roles}
    return RoleMatrix(
        head=planner.head("role-matrix", "Role matrix", FACILITATOR, 1), rows=tuple(_role_row(planner, role, roles) for role in roles.values()), notes=()
    )


AIMS = 2


def _role_row(planner: Planner, role: Role, roles: dict[str, Role]) -> RoleRow:
    brief = role.brief
    return RoleRow(
        badge=planner.badge(role),
        aims=tuple(want.want for want in brief.wants[:AIMS]),
        lines=planner.lines(role),
        trades=tuple((trade.give, trade.receive) for trade in brief.trades),
        secrets=tuple(secret.text for secret in brief.secrets),
        first=planner.badge(roles[brief.see_first.role]),
    )


def inject_list(planner: Planner) -> InjectList:
    """Every inject in the order of the clock."""
    notes = planner.notes()
    head = planner.head("inject-list", "Inject list", FACILITATOR, 1)
    return InjectList(head=head, rows=_messages(planner, notes, planner.scenario.injects), notes=notes.done())


def inject_cards(planner: Planner) -> InjectCards:
    """A card for every recipient of every inject; one card for a message to everyone, to be read aloud."""
    names = planner.names
    cards = tuple(
        InjectCard(number, clock(_minute(planner, inject)), inject.sender, _to(planner, inject), names.get(to, ""), CITATION.sub("", inject.text), inject.id)
        for number, inject in _in_order(planner)
        for to in ((EVERYONE,) if EVERYONE in inject.to else inject.to)
    )
    return InjectCards(head=planner.head("inject-cards", "Inject cards", FACILITATOR, planner.cast.tables), items=cards, notes=())


def clock(minutes: int) -> str:
    """Minutes from the start as hours and minutes: 75 is `1:15`."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _begins(planner: Planner) -> tuple[int, ...]:
    """When each round and then each phase of the debrief begins, in minutes from the start."""
    scenario = planner.scenario
    lengths = [*(played.minutes for played in scenario.rounds), *(phase.minutes for phase in scenario.debrief)]
    return tuple(accumulate(lengths[:-1], initial=0))


def _minute(planner: Planner, inject: Inject) -> int:
    begins = dict(zip((played.id for played in planner.scenario.rounds), _begins(planner), strict=False))
    return begins[inject.round] + inject.minute


def _in_order(planner: Planner) -> tuple[tuple[int, Inject], ...]:
    """The injects in the order of the clock, numbered from 1."""
    return tuple(enumerate(sorted(planner.scenario.injects, key=lambda inject: _minute(planner, inject)), 1))


def _messages(planner: Planner, notes: Notes, wanted: Iterable[Inject]) -> tuple[Message, ...]:
    chosen = {inject.id for inject in wanted}
    titles = {played.id: played.title for played in planner.scenario.rounds}
    return tuple(
        Message(
            number,
            clock(_minute(planner, inject)),
            titles[inject.round],
            inject.title,
            inject.sender,
            _to(planner, inject),
            notes.prose(inject.text),
            inject.expected,
            inject.fallback,
        )
        for number, inject in _in_order(planner)
        if inject.id in chosen
    )


def _to(planner: Planner, inject: Inject) -> str:
    """Who receives an inject, in words."""
    names = ["everyone"] if EVERYONE in inject.to else [planner.names[to] for to in inject.to]
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]

"""How evenly a scenario is made: what each role is given, on which evidence, and with how much time.

You get a frozen `Balance` of plain figures from `balance`. It judges nothing: `checks/evenness.py` says which figures
are doubtful, and the quality annex prints them all. Balance is not symmetry: where the record differs, counts differ.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from briefings.reading import COMMON, count, documents, minutes
from briefings.scenarios import EVERYONE, Scenario, brief_words
from briefings.sections import Role
from briefings.sources import Library, Quotation, date_in_words
from briefings.wording import words

Counts = tuple[tuple[str, int], ...]
OPINION = ("opinion", "commentary")


@dataclass(frozen=True)
class Evidence:
    """What a set of excerpts amounts to. Counts stand with the largest first; `dates` are the first and last known."""

    excerpts: int
    words: int
    outlets: Counts
    kinds: Counts
    reports: Counts
    dates: tuple[str, str] | None

    @property
    def opinions(self) -> int:
        """How many excerpts are from opinion pieces and commentaries."""
        return sum(n for kind, n in self.kinds if kind in OPINION)


@dataclass(frozen=True)
class Hand:
    """What one role has in hand.

    `words` is the whole brief as read, excerpts included. `own` is how many of its excerpts give its own side's words or
    position, `heard` how many do so anywhere in the pack, `spoken_of` how many excerpts of the pack are about it.
    `unused` are the ids of excerpts that the library holds beyond these and that could be printed at the scenario's date: of
    its own side's words or position, nowhere in the pack; `plainer` those about it from news and documents, not in its brief.
    `injects` are the ids of those that reach it, `addressed` of those sent to it by name. `speaking` is its slots and an
    equal share of the other rounds of play, `reading` is for the common brief and its own, both in minutes.
    """

    role: str
    letter: str
    name: str
    words: int
    evidence: Evidence
    own: int
    heard: int
    spoken_of: int
    unused: tuple[str, ...]
    plainer: tuple[str, ...]
    wants: int
    levers: int
    red_lines: int
    secrets: int
    injects: tuple[str, ...]
    addressed: tuple[str, ...]
    speaking: float
    reading: int


@dataclass(frozen=True)
class Heard:
    """Who is quoted about whom: a voice, the role the words are about, how many excerpts."""

    voice: str
    about: str
    excerpts: int


@dataclass(frozen=True)
class Balance:
    """The figures of a scenario: per role in their order, over all printed excerpts, and the words of each document.

    `as_of` is the scenario's date. `reading_given` is the minutes that the agenda gives for reading; 0 where it is done beforehand."""

    scenario: str
    as_of: str
    hands: tuple[Hand, ...]
    overall: Evidence
    heard: tuple[Heard, ...]
    words: tuple[tuple[str, int], ...]
    reading_given: int

    @property
    def opinionated(self) -> tuple[Hand, ...]:
        """The roles that argue mostly from opinion and commentary where the others have mostly other kinds of text."""
        opinions, excerpts = (sum(counts) for counts in zip(*((h.evidence.opinions, h.evidence.excerpts) for h in self.hands), strict=True))
        own = ((hand, hand.evidence.opinions, hand.evidence.excerpts) for hand in self.hands)
        return tuple(hand for hand, n, of in own if n * 2 > of and (opinions - n) * 2 < excerpts - of)


# What the balance report and the quality annex list for each role.
FIGURES: tuple[tuple[str, Callable[[Hand], int | float]], ...] = (
    ("words of its brief, with excerpts", lambda hand: hand.words),
    ("excerpts in its brief", lambda hand: hand.evidence.excerpts),
    ("words quoted in them", lambda hand: hand.evidence.words),
    ("of these excerpts, by its own side", lambda hand: hand.own),
    ("excerpts of the pack about it", lambda hand: hand.spoken_of),
    ("excerpts of the pack by its side", lambda hand: hand.heard),
    ("aims", lambda hand: hand.wants),
    ("things to trade", lambda hand: hand.levers),
    ("lines it cannot cross", lambda hand: hand.red_lines),
    ("secrets", lambda hand: hand.secrets),
    ("messages that reach it in play", lambda hand: len(hand.injects)),
    ("messages sent to it by name", lambda hand: len(hand.addressed)),
    ("minutes to speak, shared equally", lambda hand: hand.speaking),
    ("minutes to read its two briefs", lambda hand: hand.reading),
)


def gaps(found: Balance) -> Iterator[str]:
    """What the library cannot give: a sentence for each gap, none where there is none.

    A gap is a fact that readers should know and no fault of the author's. Where the library does hold what a role lacks
    (`Hand.unused`, `Hand.plainer`), it is a finding of `checks/evenness.py` instead, and not told here.
    """
    by = date_in_words(found.as_of)
    if silent := [_the(hand) for hand in found.hands if not hand.heard and not hand.unused]:
        yield f"The library holds no excerpt published by {by} that gives the words or position of {_or(silent)} itself."
    if one_sided := [_the(hand) for hand in found.opinionated if not hand.plainer]:
        yield f"Most excerpts in the brief of {_or(one_sided)} are opinion or commentary; published by {by}, the library holds no other text about it to add."


def _the(hand: Hand) -> str:
    return f"the {hand.name}" if " " in hand.name else hand.name


def _or(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def balance(scenario: Scenario, library: Library) -> Balance:
    """The figures of a scenario. Excerpts that are not in the library are left out."""
    texts = documents(scenario)
    quotations = printed(scenario, library)
    heard = Counter((v, about) for q in quotations for v in voices(scenario, q) for about in _about(scenario, q))
    common = count(texts.get(COMMON, ()))
    ready = [q for q in library.quotations.values() if not scenario.is_future(q.source.date.value)]
    return Balance(
        scenario.id,
        scenario.as_of,
        tuple(_hand(scenario, library, role, quotations, ready, common) for role in scenario.roles),
        _evidence(quotations),
        tuple(Heard(v, about, n) for (v, about), n in sorted(heard.items(), key=lambda entry: (-entry[1], entry[0]))),
        tuple((document, count(t)) for document, t in texts.items()),
        sum(r.minutes for r in scenario.rounds if r.reading),
    )


def printed(scenario: Scenario, library: Library) -> list[Quotation]:
    """The excerpts that the pack prints as quotations, each once. Those that are not in the library are left out."""
    refs = [
        *(ref for role in scenario.roles for ref in (role.public.quotation, *(e.excerpt for e in role.brief.record))),
        *(ref for pair in scenario.contradictions for ref in pair.excerpts),
    ]
    return [library.quotations[ref] for ref in dict.fromkeys(refs) if ref in library.quotations]


def _hand(scenario: Scenario, library: Library, role: Role, printed: list[Quotation], ready: list[Quotation], common: int) -> Hand:
    """`printed` are the excerpts of the pack, `ready` those of the library that could be printed at the scenario's date."""
    record = [library.quotations[e.excerpt] for e in role.brief.record if e.excerpt in library.quotations]
    brief = brief_words(role, library)
    slots = sum(r.slot for r in scenario.rounds if r.slot)
    shared = sum(r.minutes for r in scenario.rounds if r.play and not r.slot)
    return Hand(
        role=role.id,
        letter=scenario.letter(role.id),
        name=role.name,
        words=brief,
        evidence=_evidence(record),
        own=sum(role.name in voices(scenario, q) for q in record),
        heard=sum(role.name in voices(scenario, q) for q in printed),
        spoken_of=sum(role.name in _about(scenario, q) for q in printed),
        unused=tuple(q.ref for q in ready if q not in printed and role.name in voices(scenario, q)),
        plainer=tuple(q.ref for q in ready if q not in record and q.source.kind not in OPINION and role.name in _about(scenario, q)),
        wants=len(role.brief.wants),
        levers=len(role.brief.trades),
        red_lines=len(role.brief.cannot_sign),
        secrets=len(role.brief.secrets),
        injects=tuple(i.id for i in scenario.injects if {EVERYONE, role.id} & {*i.to}),
        addressed=tuple(i.id for i in scenario.injects if role.id in i.to),
        speaking=round(slots + shared / len(scenario.roles), 1),
        reading=minutes(common + brief),
    )


def _evidence(quotations: Iterable[Quotation]) -> Evidence:
    found = list(quotations)
    dates = sorted(q.source.date.value for q in found if q.source.date.value)
    return Evidence(
        excerpts=len(found),
        words=sum(q.length for q in found),
        outlets=_most(q.source.outlet for q in found),
        kinds=_most(q.source.kind for q in found),
        reports=_most(q.excerpt.reports for q in found),
        dates=(dates[0], dates[-1]) if dates else None,
    )


def _most(values: Iterable[str]) -> Counts:
    return tuple(sorted(Counter(values).items(), key=lambda entry: (-entry[1], entry[0])))


def voices(scenario: Scenario, quotation: Quotation) -> tuple[str, ...]:
    """Whose claim or position an excerpt gives: the names of the roles where it is those sides', else the speaker or outlet.

    It is a role's where the record's `of`, or the speaker where there is none, names the role by its id or any of its names;
    of two named together (`Armenia and Türkiye`) it is both's.
    """
    excerpt = quotation.excerpt
    whose = excerpt.of or excerpt.speaker
    said = _said(whose)
    sides = tuple(role.name for role in scenario.roles if any(f" {_said(name)} " in f" {said} " for name in (role.id, role.name, *role.also)))
    return sides or ((f"{quotation.source.outlet} ({quotation.source.kind})" if whose == "author" else whose),)


def _said(text: str) -> str:
    return " ".join(words(text)).casefold()


def _about(scenario: Scenario, quotation: Quotation) -> list[str]:
    """The roles that an excerpt's tags name."""
    return [role.name for role in scenario.roles if role.id in quotation.excerpt.tags]

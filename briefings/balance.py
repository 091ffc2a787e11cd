"""How evenly a scenario is made: what each role is given, on which evidence, and with how much time.

You get a frozen `Balance` of plain figures from `balance`. It judges nothing: `checks/evenness.py` says which figures
are doubtful, and the quality annex prints them all. Balance is not symmetry: where the record differs, counts differ.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from briefings.reading import COMMON, count, documents, minutes
from briefings.scenarios import EVERYONE, Scenario, brief_words
from briefings.sections import Role
from briefings.sources import Library, Quotation
from briefings.wording import words

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Evidence:
    """What a set of excerpts amounts to. Counts stand with the largest first; `dates` are the first and last known."""

    excerpts: int
    words: int
    outlets: Counts
    kinds: Counts
    reports: Counts
    dates: tuple[str, str] | None


@dataclass(frozen=True)
class Hand:
    """What one role has in hand.

    `words` is the whole brief as read, excerpts included. `own` is how many of its excerpts give its own side's words or
    position, `heard` how many do so anywhere in the pack, `spoken_of` how many excerpts of the pack are about it.
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

    `reading_given` is the minutes that the agenda gives for reading; 0 where it is done beforehand."""

    scenario: str
    hands: tuple[Hand, ...]
    overall: Evidence
    heard: tuple[Heard, ...]
    words: tuple[tuple[str, int], ...]
    reading_given: int


def balance(scenario: Scenario, library: Library) -> Balance:
    """The figures of a scenario. Excerpts that are not in the library are left out."""
    texts = documents(scenario)
    printed = [
        *(ref for role in scenario.roles for ref in (role.public.quotation, *(e.excerpt for e in role.brief.record))),
        *(ref for pair in scenario.contradictions for ref in pair.excerpts),
    ]
    quotations = [library.quotations[ref] for ref in dict.fromkeys(printed) if ref in library.quotations]
    voices = Counter((voice(scenario, q), about) for q in quotations for about in _about(scenario, q))
    common = count(texts.get(COMMON, ()))
    return Balance(
        scenario.id,
        tuple(_hand(scenario, library, role, quotations, common) for role in scenario.roles),
        _evidence(quotations),
        tuple(Heard(v, about, n) for (v, about), n in sorted(voices.items(), key=lambda entry: (-entry[1], entry[0]))),
        tuple((document, count(t)) for document, t in texts.items()),
        sum(r.minutes for r in scenario.rounds if r.reading),
    )


def _hand(scenario: Scenario, library: Library, role: Role, printed: list[Quotation], common: int) -> Hand:
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
        own=sum(voice(scenario, q) == role.name for q in record),
        heard=sum(voice(scenario, q) == role.name for q in printed),
        spoken_of=sum(role.name in _about(scenario, q) for q in printed),
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


def voice(scenario: Scenario, quotation: Quotation) -> str:
    """Whose claim or position an excerpt gives: the name of a role where it is that side's, else the speaker or outlet.

    It is a role's where the record's `of`, or the speaker where there is none, names the role by its name or id.
    """
    excerpt = quotation.excerpt
    whose = excerpt.of or excerpt.speaker
    said = [word.casefold() for word in words(whose)]
    for role in scenario.roles:
        name = [word.casefold() for word in words(role.name)]
        if role.id in said or any(said[i : i + len(name)] == name for i in range(len(said))):
            return role.name
    return f"{quotation.source.outlet} ({quotation.source.kind})" if whose == "author" else whose


def _about(scenario: Scenario, quotation: Quotation) -> list[str]:
    """The roles that an excerpt's tags name."""
    return [role.name for role in scenario.roles if role.id in quotation.excerpt.tags]

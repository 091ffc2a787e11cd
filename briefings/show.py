"""Results as readable text and as plain data: a plan, a check, excerpts, sources, files made."""

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from briefings.balance import Balance, Evidence, Hand
from briefings.build import Checked, Made
from briefings.negotiation import game
from briefings.packs import Pack
from briefings.reading import Level, minutes
from briefings.scenarios import CITATION, Scenario
from briefings.sources import Ledger, Library, Quotation, citation


def plan(scenario: Scenario, library: Library, pack: Pack) -> str:
    """Everything a facilitator needs to run the game, and what is printed for whom. Holds every secret."""
    return "\n".join(_lines(scenario, library, pack))


def _lines(scenario: Scenario, library: Library, pack: Pack) -> Iterator[str]:
    names = {role.id: f"{scenario.letter(role.id)} {role.name}" for role in scenario.roles}
    yield f"{scenario.title}. {scenario.subtitle}"
    yield "FOR THE FACILITATOR ONLY: this text holds every role's secrets"
    yield from _wrapped(f"The question: {scenario.question}")
    yield from _heading("Care")
    yield from _wrapped(scenario.care)
    yield from _heading(f"Agenda: {scenario.minutes} minutes")
    clock = 0
    for part in scenario.rounds:
        yield f"{clock // 60}:{clock % 60:02}  {part.title}, {part.minutes} minutes. {part.purpose}"
        yield from _wrapped(part.steps, "      ")
        if part.say:
            yield from _wrapped(f"Say: {part.say}", "      ")
        for inject in (i for i in scenario.injects if i.round == part.id):
            at = clock + inject.minute
            to = ", ".join(names.get(r, r) for r in inject.to)
            yield f"{at // 60}:{at % 60:02}  INJECT {inject.title}, from {inject.sender}, to {to}"
            yield from _wrapped(inject.text, "      ")
            yield from _wrapped(f"Expected: {inject.expected}", "      ")
            yield from _wrapped(f"If nothing happens: {inject.fallback}", "      ")
        clock += part.minutes
    for phase in scenario.debrief:
        yield f"{clock // 60}:{clock % 60:02}  Debrief: {phase.phase}, {phase.minutes} minutes"
        for question in phase.ask:
            yield from _wrapped(question, "      ", "    - ")
        clock += phase.minutes
    yield from _heading("Agreement")
    yield from _wrapped(scenario.agreement.rule)
    played = game(scenario)
    yield f"{len(played.passing)} of {played.size} deals stay within the red lines of everyone who must sign."
    yield from _heading("Secrets")
    for role in scenario.roles:
        for secret in role.brief.secrets:
            yield from _wrapped(f"{names[role.id]}: {secret.text}", "    ", "")
    yield from _heading("Excerpts that contradict each other")
    for pair in scenario.contradictions:
        yield from _wrapped(f"{pair.about}: {pair.ask}")
        for ref in pair.excerpts:
            q = library.quotations[ref]
            yield from _wrapped(f"[@{ref}] “{q.excerpt.words}” ({q.excerpt.speaker}, {q.source.outlet}, {q.locator})", "    ")
    yield from _heading("After play")
    yield from _wrapped(scenario.epilogue.text)
    yield from _wrapped(scenario.epilogue.differs)
    yield from _heading("Documents")
    for document in pack.documents:
        yield f"{document.id}.pdf  for {document.audience}, {_count(document.head.copies, 'copy', 'copies')}"
    yield from _heading("Envelopes")
    for envelope in pack.envelopes:
        yield f"table {envelope.table}, {names[envelope.role]}: {', '.join(envelope.documents)}"


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text.upper()


def _wrapped(text: str, indent: str = "", first: str | None = None) -> Iterator[str]:
    """Prose for a terminal: 100 columns, citations left out, list entries on lines of their own."""
    for block in CITATION.sub("", text).replace("**", "").split("\n"):
        if block.strip():
            yield from textwrap.wrap(block.strip(), 100, initial_indent=indent if first is None else first, subsequent_indent=indent)


# --- a line or a record for one thing ---------------------------------------------------------------------


def quoted(line: Ledger) -> str:
    """A line of the rights ledger: `264 of 1180 words quoted (22.4 %, limit 25 %)`."""
    return f"{line.quoted} of {line.total} words quoted ({100 * line.share:.1f} %, limit {line.limit} %)"


def made(file: Made, folder: str) -> str:
    """A file of a build with its pages, audience and copies."""
    return f"{folder}/{file.path}  ({_count(file.pages, 'page')}, for {file.audience}, {_count(file.copies, 'copy', 'copies')})"


def excerpt(q: Quotation) -> str:
    """An excerpt as a search prints it: what to paste, where it stands, the words, what they are about."""
    doubt = "" if q.proof else ", NOT PROVEN"
    head = f"[@{q.ref}]  {q.source.outlet}, {q.locator}, {q.excerpt.reports}, {_count(q.length, 'word')}{doubt}"
    return f"{head}\n  {q.excerpt.speaker}: “{q.excerpt.words}”\n  {q.excerpt.context}"


def excerpt_data(q: Quotation) -> dict[str, Any]:
    """An excerpt as plain data."""
    return {
        "id": q.ref,
        "words": q.excerpt.words,
        "speaker": q.excerpt.speaker,
        "reports": q.excerpt.reports,
        "outlet": q.source.outlet,
        "locator": q.locator,
        "proven": q.proof is not None,
    }


def source(library: Library, line: Ledger) -> str:
    """A source with its citation and its line of the ledger."""
    text = "full text attached" if line.source in library.texts else "fingerprint only"
    return f"{line.source}\n  {citation(library.sources[line.source])}\n  {_count(len(library.of(line.source)), 'excerpt')}, {quoted(line)}, {text}"


def source_data(library: Library, line: Ledger) -> dict[str, Any]:
    """A source as plain data."""
    own = library.of(line.source)
    return {
        "id": line.source,
        "citation": citation(library.sources[line.source]),
        "excerpts": len(own),
        "proven": sum(q.proof is not None for q in own),
        "quoted_words": line.quoted,
        "words": line.total,
        "limit_percent": line.limit,
        "full_text": line.source in library.texts,
    }


def verdict(library: Library, line: Ledger) -> str:
    """How many of a source's excerpts were proven, and against what."""
    own = library.of(line.source)
    against = "fingerprint and full text" if line.source in library.texts else "fingerprint"
    return f"{line.source}: {sum(q.proof is not None for q in own)} of {_count(len(own), 'excerpt')} proven against its {against}; {quoted(line)}"


def scenario(read: Scenario) -> str:
    """A scenario as a list prints it."""
    length = f"{read.minutes} minutes, {_count(len(read.roles), 'role')}, {read.players.least}-{read.players.most} participants, from age {read.ages.start}"
    return f"{read.id}  {read.title}\n  {length}\n  {read.summary}"


def scenario_data(read: Scenario) -> dict[str, Any]:
    """A scenario of a list as plain data."""
    return {
        "id": read.id,
        "title": read.title,
        "minutes": read.minutes,
        "roles": len(read.roles),
        "players": [read.players.least, read.players.most],
        "age": read.ages.start,
        "topics": list(read.topics),
        "summary": read.summary,
    }


def balance(found: Balance, levels: tuple[Level, ...], youngest: int) -> Iterator[str]:
    """The balance report: figures for each role in columns, then over the pack, then each document."""
    width = max(10, *(len(hand.name) for hand in found.hands)) + 4
    yield " " * 24 + "".join(f"{hand.letter + ' ' + hand.name:>{width}}" for hand in found.hands).rstrip()
    for label, value in _ROWS:
        yield f"{label:24}" + "".join(f"{value(hand):>{width}}" for hand in found.hands).rstrip()
    yield from _heading("Evidence of each role")
    for hand in found.hands:
        yield f"{hand.letter} {hand.name}: {_evidence(hand.evidence)}"
    yield f"the pack: {_evidence(found.overall)}"
    yield from _heading("Who is quoted about whom")
    for heard in found.heard:
        yield f"{heard.excerpts:3}  {heard.voice}, about {heard.about}"
    yield from _heading("To read")
    known = {level.document: level for level in levels}
    for document, count in found.words:
        level = known.get(document)
        hint = f"; harder than age {youngest}: shorter sentences and plainer words help" if level and level.ages[0] > youngest else ""
        yield f"{document}: {_count(count, 'word')}, {_count(minutes(count), 'minute')}{f', {level}' if level else ''}{hint}"
    given = f"the agenda gives {_count(found.reading_given, 'minute')} for reading" if found.reading_given else "the agenda gives no time for reading"
    yield f"{given}; counts of documents are without excerpts, reading levels without quotations and proper names"


_ROWS: tuple[tuple[str, Callable[[Hand], object]], ...] = (
    ("words of the brief", lambda hand: hand.words),
    ("excerpts", lambda hand: hand.evidence.excerpts),
    ("quoted words", lambda hand: hand.evidence.words),
    ("of its own side", lambda hand: hand.own),
    ("about it in the pack", lambda hand: hand.spoken_of),
    ("by it in the pack", lambda hand: hand.heard),
    ("wants", lambda hand: hand.wants),
    ("levers", lambda hand: hand.levers),
    ("red lines", lambda hand: hand.red_lines),
    ("secrets", lambda hand: hand.secrets),
    ("injects that reach it", lambda hand: len(hand.injects)),
    ("injects sent by name", lambda hand: len(hand.addressed)),
    ("speaking, minutes", lambda hand: hand.speaking),
    ("reading, minutes", lambda hand: hand.reading),
)


def _evidence(evidence: Evidence) -> str:
    counts = "; ".join(", ".join(f"{name} {n}" for name, n in part) for part in (evidence.kinds, evidence.reports, evidence.outlets))
    dates = f"; {evidence.dates[0]} to {evidence.dates[1]}" if evidence.dates else ""
    return f"{_count(evidence.excerpts, 'excerpt')}, {_count(evidence.words, 'quoted word')}; {counts}{dates}"


def balance_data(found: Balance, levels: tuple[Level, ...]) -> dict[str, Any]:
    """The same as plain data."""

    def evidence(of: Evidence) -> dict[str, Any]:
        return {**asdict(of), "outlets": dict(of.outlets), "kinds": dict(of.kinds), "reports": dict(of.reports)}

    return {
        "scenario": found.scenario,
        "roles": [{**asdict(hand), "evidence": evidence(hand.evidence)} for hand in found.hands],
        "overall": evidence(found.overall),
        "heard": [asdict(heard) for heard in found.heard],
        "documents": [{"document": document, "words": count, "minutes": minutes(count)} for document, count in found.words],
        "reading_given": found.reading_given,
        "levels": [asdict(level) for level in levels],
    }


def summary(results: list[Checked]) -> Iterator[str]:
    """What was checked, and with what result."""
    library = results[0].library
    yield f"{len(library.proven)} of {_count(len(library.quotations), 'quotation')} proven word for word"
    for line in library.ledger:
        yield f"  {line.source}: {quoted(line)}"
    for result in results:
        if result.scenario:
            played = game(result.scenario)
            yield f"{result.scenario.id}: {result.rules} rules; {len(played.passing)} of {_count(played.size, 'deal')} pass within everybody's red lines"
    findings = {f for result in results for f in result.findings}
    yield ", ".join(_count(sum(f.level == level for f in findings), level) for level in ("error", "warning", "note"))


def summary_data(results: list[Checked]) -> dict[str, Any]:
    """The same as plain data."""
    library = results[0].library
    return {
        "scenarios": [r.scenario.id for r in results if r.scenario],
        "rules": results[0].rules,
        "quotations": len(library.quotations),
        "proven": len(library.proven),
        "sources": [source_data(library, line) for line in library.ledger],
    }


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"

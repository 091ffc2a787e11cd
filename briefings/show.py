"""Results as readable text and as plain data: a plan, a check, excerpts, sources, files made."""

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Any

from briefings.build import Checked, Made
from briefings.casting import Cast, Room, Seat, granted, rooms
from briefings.negotiation import game
from briefings.packs import Pack
from briefings.scenarios import CITATION, OBSERVER, PRESS, WATCHING, Scenario
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


def cast(scenario: Scenario, made: Cast) -> Iterator[str]:
    """A cast as text: who plays what at which table, wishes, moves, and where the delegations prepare."""
    names = _role_names(scenario)
    tables: dict[int, dict[str, list[str]]] = {}
    for seat in made.seats:
        tables.setdefault(seat.table, {}).setdefault(seat.role, []).append(_name(seat))
    shared = sum(len(people) - 1 for table in tables.values() for role, people in table.items() if role not in WATCHING)
    watching = [_count(made.copies[role], *words) for role, words in _WATCHING.items() if made.copies[role]]
    beside = [f"{_count(shared, 'shares', 'share')} a role"] * bool(shared) + watching
    yield f"{_count(len(made.seats), 'person', 'people')} at {_count(made.tables, 'table')}" + (f"; {', '.join(beside)}" if beside else "")
    for number, table in tables.items():
        yield f"Table {number}"
        for role, people in table.items():
            yield from _wrapped(f"{names[role]}: {', '.join(people)}", "      ", "  ")
    if made.absent:
        yield from _wrapped(f"absent: {', '.join(person.name for person in made.absent)}", "  ", "")
    yield from _wishes(names, made)
    if made.moves:
        yield f"{_count(len(made.moves), 'person has', 'people have')} moved"
        for move in made.moves:
            yield f"  {move.participant.name}: from {_place(names, move.before)} to {_place(names, move.after)}: {move.why}"
    yield "Where delegations prepare"
    for room in rooms(scenario, made.seats):
        yield from _wrapped(f"corner {room.name}, {names[room.role]}, {len(room.seats)}: {', '.join(_name(seat) for seat in room.seats)}", "      ", "  ")


_WATCHING = {OBSERVER: ("observes", "observe"), PRESS: ("reports", "report")}
_RANKS = ("first", "second", "third", "fourth", "fifth", "sixth")


def _role_names(scenario: Scenario) -> dict[str, str]:
    return {role.id: f"{scenario.letter(role.id)} {role.name}" for role in scenario.roles} | {OBSERVER: "observer", PRESS: "press"}


def _name(seat: Seat) -> str:
    return seat.participant.name if seat.participant else "nobody"


def _place(names: dict[str, str], seat: Seat) -> str:
    where = [names[seat.role]] * bool(seat.role) + [f"table {seat.table}"] * bool(seat.table)
    return ", ".join(where)


def _wishes(names: dict[str, str], made: Cast) -> Iterator[str]:
    """How many wishes were met, and for whoever has none of them, why."""
    ranks = [(rank, seat) for seat in made.seats if seat.participant and (rank := granted(seat.participant, seat.role)) is not None]
    if not ranks:
        return
    met = [f"{count} the {_RANKS[n - 1] if n <= len(_RANKS) else f'{n}th'}" for n in range(1, 20) if (count := sum(rank == n for rank, _ in ranks))]
    unmet = [seat for rank, seat in ranks if not rank]
    yield f"{_count(len(ranks), 'person', 'people')} with wishes: " + ", ".join([*met, *([f"{len(unmet)} none"] if unmet else [])])
    wanted = Counter(role for seat in made.seats if seat.participant for role in seat.participant.wishes)
    for seat in unmet:
        wishes = seat.participant.wishes if seat.participant else ()
        why = ", ".join(f"{names[role]}: {_count(made.copies[role], 'place', 'places')} for {_count(wanted[role], 'wish', 'wishes')}" for role in wishes)
        yield from _wrapped(f"{_name(seat)} plays {names[seat.role]} ({why})", "      ", "  ")


def cast_data(scenario: Scenario, made: Cast) -> dict[str, Any]:
    """A cast as plain data."""

    def place(seat: Seat) -> dict[str, Any]:
        return {"table": seat.table, "role": seat.role}

    def corner(room: Room) -> dict[str, Any]:
        return {"corner": room.name, "role": room.role, "people": [_key(seat) for seat in room.seats]}

    return {
        "people": len(made.seats),
        "tables": made.tables,
        "seats": [
            {**place(s), "key": _key(s), "name": _name(s), "wish": granted(s.participant, s.role), "edition": s.participant.edition}
            for s in made.seats
            if s.participant
        ],
        "absent": [person.key for person in made.absent],
        "moves": [{"key": m.participant.key, "name": m.participant.name, "from": place(m.before), "to": place(m.after), "why": m.why} for m in made.moves],
        "rooms": [corner(room) for room in rooms(scenario, made.seats)],
    }


def _key(seat: Seat) -> str:
    return seat.participant.key if seat.participant else ""


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

"""Results as readable text and as plain data: a plan, a check, excerpts, sources, files made."""

import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import combinations, groupby
from typing import Any

from briefings.balance import FIGURES, Balance, Evidence, gaps
from briefings.casting import Cast, Room, Seat, granted, rooms
from briefings.enumeration import counted, difficulty
from briefings.negotiation import Analysis, Outcome, game
from briefings.packs import Pack
from briefings.packs.deals import answer_key, deal_rows, written
from briefings.reading import Level, minutes
from briefings.reports import quoted
from briefings.scenarios import CITATION, OBSERVER, PRESS, WATCHING, Scenario
from briefings.searching import Hit, Use, shown_words
from briefings.sources import Ledger, Library, citation, short_date


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
    found = counted(game(scenario))
    if found:
        yield from (f"{_count(found.game.size, scenario.called.deal, scenario.called.deals)}, of which {found.passing} pass.", "")
        for title, text in answer_key(scenario, found):
            yield from _wrapped(f"{title}: {text}", "    ", "")
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


def hit(found: Hit, before: str = "*", after: str = "*") -> str:
    """What a search prints: what to paste, where it stands, the words with the places that were looked for, where it is used.

    For a sentence of a full text, instead of what to paste, the command that makes an excerpt of it.
    """
    q, where = found.quotation, f"{found.source.outlet}, {short_date(found.source)}"
    said = shown_words(found, before, after)
    if q is None:
        words = found.words.split()
        ends = " ".join(words) if len(words) < 9 else f"{' '.join(words[:4])} ... {' '.join(words[-4:])}"
        ends = ends.strip(".,;:").replace('"', "")
        again = f'briefings sources excerpt {found.source.id} "{ends}" --paragraph {found.paragraph}'
        quoted = f"in part quoted: {', '.join(found.inside)}" if found.inside else "no excerpt yet"
        return f"{found.place}  {where}, {quoted}\n  {said}\n  {again}"
    doubt = "" if q.proof else ", NOT PROVEN"
    head = f"[@{q.ref}]  {where}, {q.locator}, {q.excerpt.reports}, {_count(q.length, 'word')}{doubt}"
    used = "".join(f"\n  used in {where}" for where in _used(found.uses)) or "\n  not used yet"
    return f"{head}\n  {q.excerpt.speaker}: “{said}”\n  {q.excerpt.context}{used}"


def _used(uses: tuple[Use, ...]) -> Iterator[str]:
    """A line for each scenario: who has the excerpt there, and how."""
    for scenario, places in groupby(uses, key=lambda use: use.scenario):
        readers: dict[str, list[str]] = {}
        for use in places:
            readers.setdefault(use.reader, []).append(use.how)
        yield f"{scenario}: " + "; ".join(f"{reader} ({', '.join(how)})" for reader, how in readers.items())


def hit_data(found: Hit) -> dict[str, Any]:
    """The same as plain data; `marks` are places in `words`, as first character and the one after the last."""
    q = found.quotation
    return {
        "id": q.ref if q else None,
        "source": found.source.id,
        "words": found.words,
        "marks": [list(mark) for mark in found.marks],
        "speaker": q.excerpt.speaker if q else None,
        "reports": q.excerpt.reports if q else None,
        "outlet": found.source.outlet,
        "date": found.source.date.value,
        "paragraph": found.paragraph,
        "locator": q.locator if q else f"¶ {found.paragraph}",
        "proven": q is not None and q.proof is not None,
        "tags": list(q.excerpt.tags) if q else [],
        "quoted_in_part": list(found.inside),
        "used": [vars(use) for use in found.uses],
    }


def source(library: Library, line: Ledger) -> str:
    """A source with its citation and its line of the ledger."""
    text = "full text attached" if line.source in library.texts else "fingerprint only"
    return f"{line.source}\n  {citation(library.sources[line.source])}\n  {_count(len(library.of(line.source)), 'excerpt')}, {quoted(line)}, {text}"


def verdict(library: Library, line: Ledger) -> str:
    """How many of a source's excerpts were proven, and against what."""
    own = library.of(line.source)
    against = "fingerprint and full text" if line.source in library.texts else "fingerprint"
    return f"{line.source}: {sum(q.proof is not None for q in own)} of {_count(len(own), 'excerpt')} proven against its {against}; {quoted(line)}"


def balance(found: Balance, levels: tuple[Level, ...], youngest: int) -> Iterator[str]:
    """The balance report: figures for each role in columns, then over the pack, then each document."""
    width, wide = max(10, *(len(hand.name) for hand in found.hands)) + 4, max(len(label) for label, _ in FIGURES)
    yield " " * wide + "".join(f"{hand.letter + ' ' + hand.name:>{width}}" for hand in found.hands).rstrip()
    for label, value in FIGURES:
        yield f"{label:{wide}}" + "".join(f"{value(hand):>{width}}" for hand in found.hands).rstrip()
    yield from _heading("Evidence of each role")
    for hand in found.hands:
        yield f"{hand.letter} {hand.name}: {_evidence(hand.evidence)}"
    yield f"the pack: {_evidence(found.overall)}"
    for gap in gaps(found):
        yield from _wrapped(gap)
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
        "gaps": list(gaps(found)),
        "heard": [asdict(heard) for heard in found.heard],
        "documents": [{"document": document, "words": count, "minutes": minutes(count)} for document, count in found.words],
        "reading_given": found.reading_given,
        "levels": [asdict(level) for level in levels],
    }


def deals(scenario: Scenario, found: Analysis) -> Iterator[str]:
    """The analysis of a game as text. Holds every role's scores."""
    names = {role.id: f"{scenario.letter(role.id)} {role.name}" for role in scenario.roles}
    wide, words = max(map(len, names.values())), scenario.called
    yield f"{scenario.id}: {found.passing} of {_count(found.game.size, words.deal, words.deals)} pass ({100 * found.share:.2f} %, {difficulty(found)})"
    yield f"FOR THE FACILITATOR ONLY: this text holds every role's {'scores' if found.game.scored else 'red lines'}"
    for title, text in answer_key(scenario, found):
        yield from _heading(title)
        yield from _wrapped(text)
    yield from _heading("Roles")
    yield f"{'':{wide}}  {'walk-away':>9} {'accepts':>9} {'stops':>9} {'worst':>7} {'best':>7} {'+1 loses':>9} {'-1 adds':>9}"
    for i, (player, s) in enumerate(zip(found.game.players, found.standings, strict=True)):
        worth = [str(o.points[i]) if o else "-" for o in (s.worst, s.best)]
        floor = str(player.floor) if player.scored else "-"
        yield f"{names[s.role]:{wide}}  {floor:>9} {s.accepts:>9} {s.stops:>9} {worth[0]:>7} {worth[1]:>7} {s.tighter:>9} {s.looser:>9}"
    yield from _heading(f"Coalitions: how many {words.deals} all of them accept")
    roles = found.game.roles
    for size in (2, len(roles) - 1, len(roles)) if len(roles) > 3 else range(2, len(roles) + 1):
        yield ", ".join(f"{''.join(scenario.letter(r) for r in group)} {found.accepted(*group)}" for group in combinations(roles, size))
    yield from _heading(f"Options: how many {words.deals} that pass hold them")
    for issue in found.game.issues:
        yield ", ".join(f"{scenario.letters[option]} {found.options[option]}" for option in issue)
    if found.frontier:
        yield from _heading(f"{words.deals} on the frontier: points of each role, together, smallest gain")
    rows = tuple(deal_rows(scenario, found))
    for row in rows:
        points = " ".join(f"{n:4}" for n in row.points)
        yield f"{row.deal}  {points}  {row.joint:5} {row.least:4}  {row.what}".rstrip()
    if len(found.frontier) > len(rows):
        yield f"and {len(found.frontier) - len(rows)} more"


def deals_data(scenario: Scenario, found: Analysis) -> dict[str, Any]:
    """The same as plain data, with every coalition and every option's fragility."""
    roles = found.game.roles

    def outcome(o: Outcome | None) -> dict[str, Any] | None:
        return None if o is None else {"deal": list(o.deal), "letters": written(scenario, o), "points": dict(zip(roles, o.points, strict=True))}

    return {
        "scenario": scenario.id,
        "deals": found.game.size,
        "within_red_lines": found.within_lines,
        "passing": found.passing,
        "share": found.share,
        "difficulty": difficulty(found),
        "veto": list(found.game.holders),
        "dummies": list(found.game.dummies),
        "dictators": list(found.dictators),
        "bystanders": list(found.bystanders),
        "dead_issues": [scenario.issues[i].id for i in found.dead_issues],
        "dominated": [list(pair) for pair in found.dominated],
        "roles": [
            {
                "role": s.role,
                "walk_away": player.floor if player.scored else None,
                **{name: getattr(s, name) for name in ("accepts", "left_out", "stops", "tighter", "looser")},
                "best": outcome(s.best),
                "worst": outcome(s.worst),
            }
            for player, s in zip(found.game.players, found.standings, strict=True)
        ],
        "coalitions": [{"roles": list(group), "accept": found.accepted(*group)} for n in range(1, len(roles) + 1) for group in combinations(roles, n)],
        "options": found.options,
        "shifts": [vars(shift) for shift in found.shifts if shift.lost or shift.gained],
        "frontier": [outcome(o) for o in found.frontier],
        **{name: outcome(getattr(found, name)) for name in ("nash", "egalitarian", "utilitarian")},
        "answer_key": [{"about": title, "text": text} for title, text in answer_key(scenario, found)],
    }


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"

"""Who plays what at which table.

You get a `Cast` from `cast`: a seat for everyone on a roster, or findings that name the people concerned. A seat that the
roster holds already is kept wherever that is possible; whoever has to move is named with the reason. So casting a cast
again, with people absent or added, moves as few as can be. `seat_each_role` is the cast of nobody in particular.

`head_count` says how a number of people is seated, for the facilitator's guide and for `cast` alike.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from briefings.marks import HIDDEN, Finding, Level, nearest
from briefings.roster import MOST_LETTERS, Participant, Roster
from briefings.scenarios import OBSERVER, PRESS, WATCHING, Scenario
from briefings.seating import Limits, Person, Trouble, seat
from briefings.spreadsheet import FORMULA, fold

MOST_TO_CLOSE = 50
PREPARE_MOST = 12  # people in one corner: more do not hear one another


@dataclass(frozen=True)
class Seat:
    """A place at a table for one participant: a role's id, or one of `observer`, `press`."""

    table: int
    role: str
    participant: Participant | None = None


@dataclass(frozen=True)
class Move:
    """Somebody who sat elsewhere before (at table 0 or without a role where only the other was given), and why."""

    participant: Participant
    before: Seat
    after: Seat
    why: str


@dataclass(frozen=True)
class Cast:
    """Every seat of a pack, table by table, in the scenario's order of roles; who moved, and who is absent."""

    seats: tuple[Seat, ...]
    moves: tuple[Move, ...] = ()
    absent: tuple[Participant, ...] = ()

    @property
    def tables(self) -> int:
        return len({seat.table for seat in self.seats})

    @cached_property
    def named(self) -> bool:
        """Whether it says who sits where, rather than only how many."""
        return any(seat.participant for seat in self.seats)

    @cached_property
    def players(self) -> tuple[Seat, ...]:
        """The seats of those who play a delegation."""
        return tuple(seat for seat in self.seats if seat.role not in WATCHING)

    @cached_property
    def copies(self) -> Counter[str]:
        """How many participants play each role, observe or report."""
        return Counter(seat.role for seat in self.seats)

    @property
    def people(self) -> tuple[Participant, ...]:
        """The cast as a roster: everyone with role and table, the absent without."""
        seated = [replace(s.participant, role=s.role, table=s.table) for s in self.seats if s.participant]
        return (*seated, *(replace(person, role="", table=0, absent=True) for person in self.absent))


def seat_each_role(scenario: Scenario, tables: int = 1) -> Cast:
    """A cast in which each of `tables` parallel tables seats every role once."""
    return Cast(tuple(Seat(table, role.id) for table in range(1, tables + 1) for role in scenario.roles))


# --- how many -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HeadCount:
    """How a number of people is seated: `doubled` share a role with somebody; of the roles `empty` are not played."""

    people: int
    tables: int
    doubled: int
    observers: int
    press: int = 0
    empty: int = 0

    @property
    def players(self) -> int:
        return self.people - self.observers - self.press


@dataclass(frozen=True)
class Unwilling:
    """What a roster keeps from being played: how many will only observe, only report, or only one of the two; and how
    many may play the role that fewest may play (None: everybody may)."""

    observe: int = 0
    report: int = 0
    either: int = 0
    rarest: int | None = None

    @property
    def count(self) -> int:
        return self.observe + self.report + self.either


def head_count(scenario: Scenario, people: int, tables: int = 0, unwilling: Unwilling = Unwilling()) -> HeadCount | None:
    """How `people` are seated, at `tables` tables where that is possible (0: at as many as there are full sets of roles).

    Of those left over when every table has a full set one observes, then one reports, and the others join a delegation,
    as far as the scenario allows each; then more observe and report. With too few for a full set, the roles that must
    sign are played first, then the others in the scenario's order. None where the scenario allows no such number.
    """
    rules, full = scenario.players, len(scenario.roles)
    willing, aside = people - unwilling.count, rules.observers + rules.press
    fewest = max(-(-people // (full * rules.share + aside)), -(-unwilling.count // aside) if aside else 0)
    most = willing // full if unwilling.rarest is None else min(willing // full, unwilling.rarest)
    if unwilling.count > aside * max(most, 1) or willing < 2:
        return None
    if not fewest <= most:
        tables = max(1, -(-willing // (full * rules.share)))
        if willing < 2 * tables or unwilling.count > aside * tables:
            return None
        report = unwilling.report + max(0, unwilling.observe + unwilling.either - rules.observers * tables)
        beyond = max(0, willing - full * tables)
        return HeadCount(people, tables, beyond, unwilling.count - report, report, full * tables - willing + beyond)
    tables = min(max(tables or most, fewest), most)
    over = people - full * tables
    observers = max(min(1, over, rules.observers), min(unwilling.observe + unwilling.either, rules.observers * tables))
    press = max(min(1, over - observers, rules.press), unwilling.count - observers, 0)
    spare = max(0, over - observers - press - full * tables * (rules.share - 1))
    watching = min(spare, rules.observers * tables - observers)
    return HeadCount(people, tables, over - observers - press - spare, observers + watching, press + spare - watching)


def head_counts(scenario: Scenario) -> tuple[HeadCount, ...]:
    """A seating for every head-count the scenario is for, from a full set of roles on."""
    counts = range(max(scenario.players.least, len(scenario.roles)), scenario.players.most + 1)
    return tuple(count for count in (head_count(scenario, people) for people in counts) if count)


# --- who ------------------------------------------------------------------------------------------------------


def changed(roster: Roster, absent: Iterable[str] = (), add: Iterable[str] = ()) -> tuple[Roster, tuple[Finding, ...]]:
    """The roster with some people absent and others added (or back again), and findings for names that do not fit."""
    people = {person.key: person for person in roster.people}
    findings: list[Finding] = []
    for name in absent:
        found = roster.called(name)
        if len(found) == 1:
            people[found[0].key] = replace(found[0], absent=True)
        elif found:
            findings.append(roster.finding("ambiguous", f"{len(found)} people are called '{name}'", found[0], hint="give the id"))
        else:
            hint = nearest(fold(name), [fold(person.name) for person in roster.people]) or "give the name as it stands on the roster, or the id"
            findings.append(roster.finding("unknown-name", f"nobody is called '{name}', to be absent", hint=hint))
    for given in add:
        name, found = " ".join(given.split()), roster.called(given)
        if found and all(person.absent for person in found):
            people |= {person.key: replace(person, absent=False) for person in found}
        elif found or fold(name) in {fold(key) for key in people if key not in roster.numbers}:
            findings.append(roster.finding("doubled-name", f"'{name}' is on the roster already", found[0] if found else None, hint="add another name"))
        elif not name or HIDDEN.search(given) or name.startswith(FORMULA) or len(name) > MOST_LETTERS:
            findings.append(roster.finding("name", f"'{name[:40]}' is no name to add", hint="give letters, at most 200, without a sign before them"))
        else:
            people[name] = Participant(name)
    return Roster(tuple(people.values()), roster.marked, roster.delimiter), tuple(findings)


def cast(scenario: Scenario, roster: Roster, seed: int = 1) -> tuple[Cast | None, tuple[Finding, ...]]:
    """A seat for everyone on the roster who is not absent, and what is wrong or doubtful about it.

    Held seats are kept first, then roles and tables are in balance, then as many wishes as possible are met (see
    `seating`). An avoided role is never given; people kept apart share neither table nor role. The same roster and seed
    give the same cast, in whatever order the names stand. Raises `SolverMissing` where the solver is not installed.
    """
    present = sorted((p for p in roster.people if not p.absent), key=lambda p: hashlib.sha256(f"{seed}/{p.key}".encode()).digest())
    absent = tuple(p for p in roster.people if p.absent)
    parts = (*(role.id for role in scenario.roles), OBSERVER, PRESS)
    seated = [p for p in present if p.role and p.table]
    # Half a cast is a cast: its number of tables is kept where it can be.
    held = len({p.table for p in seated}) if 2 * len(seated) >= len(present) else 0
    # In a first cast whoever is given a seat beside the table counts as unwilling to play, if that leaves a seating.
    count = (None if held else head_count(scenario, len(present), 0, _unwilling(scenario, present, given=True))) or head_count(
        scenario, len(present), held, _unwilling(scenario, present)
    )
    if count is None:
        return None, (_no_seating(scenario, roster, present),)
    tables = _candidates(present, absent, count.tables, bool(held))
    number = {table: n for n, table in enumerate(tables)}
    places = {p.key: n for n, p in enumerate(present)}
    enemies = defaultdict(set)
    for p in present:
        for other in p.not_with:
            if other in places:
                enemies[p.key].add(places[other])
                enemies[other].add(places[p.key])
    people = tuple(
        Person(
            parts=tuple(n for n, part in enumerate(parts) if part not in p.avoid),
            wishes=tuple(parts.index(role) for role in p.wishes),
            part=parts.index(p.role) if p.role else None,
            table=number.get(p.table),
            group=fold(p.group),
            apart=tuple(sorted(enemies[p.key])),
        )
        for p in present
    )
    found = seat(people, _limits(scenario, count, len(tables)))
    if isinstance(found, Trouble):
        return None, tuple(_troubles(scenario, roster, present, parts, found, count))
    seats = [Seat(tables[table], parts[part], p) for p, (table, part) in zip(present, found.places, strict=True)]
    seats.sort(key=lambda s: (s.table, parts.index(s.role), fold(s.participant.name if s.participant else "")))
    moves = _moves(scenario, seats, absent)
    return Cast(tuple(seats), moves, absent), tuple(_warnings(scenario, roster, count, seats))


def seats_of(scenario: Scenario, roster: Roster) -> tuple[Cast | None, tuple[Finding, ...]]:
    """The cast that a file holds, seat by seat as it stands there, and a finding for everybody who has no seat yet."""
    present = [p for p in roster.people if not p.absent]
    unseated = [p for p in present if not (p.role and p.table)]
    if not present or unseated:
        hint = "cast it first: briefings cast SCENARIO --roster FILE"
        wrong = tuple(roster.finding("unseated", f"{p.name} has no {'role' if not p.role else 'table'}", p, hint=hint) for p in unseated)
        return None, wrong or (roster.finding("too-few", "nobody is there", hint="add names"),)
    parts = (*(role.id for role in scenario.roles), OBSERVER, PRESS)
    seats = sorted((Seat(p.table, p.role, p) for p in present), key=lambda s: (s.table, parts.index(s.role)))
    return Cast(tuple(seats), (), tuple(p for p in roster.people if p.absent)), ()


def _unwilling(scenario: Scenario, present: list[Participant], given: bool = False) -> Unwilling:
    """Those who avoid every role; with `given` also those who are given a seat beside the table."""
    roles = {role.id for role in scenario.roles}
    beside = [replace(p, avoid=(*p.avoid, *({OBSERVER, PRESS} - {p.role}))) if given and p.role in WATCHING else p for p in present]
    beside = [p for p in beside if roles <= {*p.avoid} or (given and p.role in WATCHING)]
    able = [sum(role not in p.avoid for p in present) for role in sorted(roles)]
    return Unwilling(
        observe=sum(PRESS in p.avoid for p in beside),
        report=sum(OBSERVER in p.avoid for p in beside),
        either=sum(not {OBSERVER, PRESS} & {*p.avoid} for p in beside),
        rarest=min(able) or None,
    )


def _candidates(present: list[Participant], absent: tuple[Participant, ...], tables: int, held: bool) -> list[int]:
    """The numbers of the tables to choose from: those held, and more where that is too few.

    Which of very many tables close is settled here, because the solver would take minutes: the emptiest ones.
    """
    used = Counter(p.table for p in present if p.table)
    if not held:
        used = Counter({table: count for table, count in used.items() if table <= tables})
    numbers = sorted(used)
    if len(numbers) > max(tables, MOST_TO_CLOSE):
        numbers = sorted(numbers, key=lambda n: -used[n])[:tables]
    fresh = (n for n in range(1, 20_000) if n not in used)
    # A table whose people are all absent comes back before a new number does.
    empty = sorted({p.table for p in absent if p.table and p.table not in used}) if held else []
    while len(numbers) < tables:
        numbers.append(empty.pop(0) if empty else next(n for n in fresh if n not in numbers))
    return sorted(numbers)


def _limits(scenario: Scenario, count: HeadCount, candidates: int) -> Limits:
    """What every table of a head-count keeps."""
    rules, roles, tables = scenario.players, [role.id for role in scenario.roles], count.tables
    order = sorted(roles, key=lambda role: role not in scenario.agreement.must_sign)
    each, some = (len(roles), len(roles)) if not count.empty else (count.players // tables, -(-count.players // tables))
    totals = (count.players // len(roles), -(-count.players // len(roles))) if not count.empty else (0, count.people)
    shared = rules.share if not count.empty else 1
    return Limits(
        candidates=candidates,
        tables=tables,
        roles=len(roles),
        least=(*(int(role in order[:each]) for role in roles), 0, 0),
        most=(*(shared if role in order[:some] else 0 for role in roles), rules.observers, rules.press),
        totals=(*([totals] * len(roles)), (count.observers, count.observers), (count.press, count.press)),
        size=(count.people // tables, -(-count.people // tables)),
    )


def _moves(scenario: Scenario, seats: list[Seat], absent: tuple[Participant, ...]) -> tuple[Move, ...]:
    """Everybody who was given a role or a table and has another now, with the reason."""
    names, tables = {role.id: role.name for role in scenario.roles}, {s.table for s in seats}
    left = {(p.table, p.role): f"{p.name}, who is absent" for p in absent if p.role and p.table}
    moved = []
    for s in seats:
        p = s.participant
        if p and ((p.role and p.role != s.role) or (p.table and p.table != s.table)):
            moved.append((p, Seat(p.table, p.role), s))
    for p, before, after in moved:
        if before.table and before.role and before.table in tables:
            left.setdefault((before.table, before.role), f"{p.name}, who moves to {names.get(after.role, after.role)} at table {after.table}")
    open_before = {p.table for s in seats if (p := s.participant) and p.table} | {p.table for p in absent if p.table}
    there = Counter((s.table, s.role) for s in seats)
    moves = []
    for p, before, after in moved:
        if before.role and before.role in p.avoid:
            why = f"avoids {names.get(before.role, before.role)}"
        elif before.table and before.table not in tables:
            why = f"table {before.table} is not used: {len(seats)} people are seated at {_tables(len(tables))}"
        elif (after.table, after.role) in left and there[after.table, after.role] == 1:
            why = f"takes the place of {left[after.table, after.role]}"
        elif after.table not in open_before:
            why = f"table {after.table} is opened: {len(seats)} people are seated at {_tables(len(tables))}"
        elif before.table and before.role and there[before.table, before.role]:
            why = f"too many were given {names.get(before.role, before.role)} at table {before.table}"
        elif p.not_with:
            why = "is kept apart from others"
        else:
            why = f"{names.get(after.role, after.role)} was needed at table {after.table}"
        moves.append(Move(p, before, after, why))
    return tuple(moves)


def granted(participant: Participant, role: str) -> int | None:
    """Which of the wishes a role meets, from 1; 0 where it meets none, None where nothing was wished for."""
    if not participant.wishes:
        return None
    return participant.wishes.index(role) + 1 if role in participant.wishes else 0


@dataclass(frozen=True)
class Room:
    """A corner in which people of one role from all tables prepare together (a jigsaw group): `B`, or `B2` where there
    are too many for one."""

    name: str
    role: str
    seats: tuple[Seat, ...]


def rooms(scenario: Scenario, seats: Iterable[Seat]) -> tuple[Room, ...]:
    """Where each delegation prepares, in groups of much the same size and of at most `PREPARE_MOST`; who shares a role at
    a table stays together."""
    groups: dict[str, dict[int, list[Seat]]] = {role.id: defaultdict(list) for role in scenario.roles}
    for s in seats:
        if s.role in groups:
            groups[s.role][s.table].append(s)
    plan = []
    for role, tables in groups.items():
        corners: list[list[Seat]] = []
        size = -(-sum(map(len, tables.values())) // max(1, -(-sum(map(len, tables.values())) // PREPARE_MOST)))
        for members in tables.values():
            if not corners or len(corners[-1]) + len(members) > size:
                corners.append([])
            corners[-1] += members
        letter = scenario.letter(role)
        plan += [Room(letter if len(corners) == 1 else f"{letter}{n}", role, tuple(corner)) for n, corner in enumerate(corners, 1)]
    return tuple(plan)


def codes(cast: Cast, scenario: Scenario) -> dict[int, str]:
    """The code on each envelope, by the number of its seat in `cast.seats`: the letter of the role and the number of the
    table, such as `B7`, and a further letter for whoever shares the role there, `B7b`; `O7` observes, `P7` is the press.

    So a code stays the same when others come or go.
    """
    letters = {**{role.id: scenario.letter(role.id) for role in scenario.roles}, OBSERVER: "O", PRESS: "P"}
    there: Counter[str] = Counter()
    found = {}
    for number, s in enumerate(cast.seats):
        at = f"{letters[s.role]}{s.table}"
        there[at] += 1
        found[number] = at if there[at] == 1 else at + chr(96 + there[at])
    return found


# --- what is wrong --------------------------------------------------------------------------------------------


def _no_seating(scenario: Scenario, roster: Roster, present: list[Participant]) -> Finding:
    rules = scenario.players
    roles = {role.id for role in scenario.roles}
    beside = [p for p in present if roles <= {*p.avoid}]
    if len(present) < 2:
        return roster.finding("too-few", f"{_people(len(present))}: two are needed at least", hint="add names")
    if beside:
        room = f"a table has room for {rules.observers} who observe and {rules.press} who report"
        message = f"{_named(beside)} will play no delegation, and {room}: {len(present)} people cannot be seated so"
        return roster.finding("impossible", message, beside[0], "avoid", f"ask them again, or raise 'observers' of 'players' in {scenario.id}.yaml")
    hint = f"raise 'share' or 'observers' of 'players' in {scenario.id}.yaml, or add people"
    return roster.finding("impossible", f"the scenario has no seats for {_people(len(present))}", hint=hint)


def _troubles(scenario: Scenario, roster: Roster, present: list[Participant], parts: tuple[str, ...], trouble: Trouble, seated: HeadCount) -> Iterable[Finding]:
    names = {role.id: role.name for role in scenario.roles}
    for part, short in trouble.missing:
        role, against = parts[part], [p for p in present if parts[part] in p.avoid]
        message = f"{names.get(role, role)} has {_people(short)} too few; it is avoided by {_named(against)}"
        yield roster.finding("impossible", message, against[0] if against else None, "avoid", "an avoided role is never given: ask one of them, or add people")
    for a, b in trouble.together:
        at, other = (present[a], present[b]) if present[b].key in present[a].not_with else (present[b], present[a])
        why, roles = "every way to seat everyone brings them together", len(scenario.roles)
        if seated.tables == 1:
            why = f"{_people(seated.people)} fill one table of {roles} roles; two tables need {2 * roles}"
        hint = f"take {other.name} out of not-with; two who are kept apart need two tables and two roles"
        yield roster.finding("impossible", f"{present[a].name} and {present[b].name} cannot be kept apart: {why}", at, "not_with", hint)
    if trouble.unseated:
        unseated = [present[n] for n in trouble.unseated]
        message = f"there is no seat for {_named(unseated)} that they do not avoid"
        yield roster.finding("impossible", message, unseated[0], "avoid", "ask them again, or let more people share, observe or report in the scenario")


def _warnings(scenario: Scenario, roster: Roster, count: HeadCount, seats: list[Seat]) -> Iterable[Finding]:
    rules = scenario.players
    warning: Level = "warning"
    if not rules.least <= count.people <= rules.most:
        message = f"{_people(count.people)}: the scenario is meant for {rules.least} to {rules.most}"
        yield roster.finding("head-count", message, hint="the cast is valid; read the guide for what changes", level=warning)
    if count.empty:
        played = {(s.table, s.role) for s in seats}
        tables = sorted({s.table for s in seats})
        empty = [role.name for role in scenario.roles if any((t, role.id) not in played for t in tables)]
        message = f"not every delegation is played: {', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty at {_tables(len(tables))}"
        hint = f"the agreement needs {scenario.agreement.signers} signatures: say at the start who of those present must sign"
        yield roster.finding("empty-role", message, hint=hint, level=warning)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _tables(count: int) -> str:
    return "1 table" if count == 1 else f"{count} tables"


def _named(people: list[Participant], most: int = 12) -> str:
    names = sorted(p.name for p in people)
    return (", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")) or "nobody"

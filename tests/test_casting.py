"""Casts: everyone has one seat, wishes are met as far as they can be, and casting again moves as few as can be."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from briefings.casting import Cast, HeadCount, Seat, cast, changed, granted, head_count, rooms, seat_each_role
from briefings.marks import Finding
from briefings.roster import Participant, Roster, as_csv, numbered, read_bytes
from briefings.scenarios import OBSERVER, PRESS, Scenario, read_scenario
from tests.conftest import examples
from tests.worlds import SCENARIO, changed as reworded

PARTS = ("upper", "commission", "lower", OBSERVER, PRESS)


def read(folder: Path, players: str = "{least: 2, most: 60}") -> Scenario:
    folder.mkdir(exist_ok=True)
    (folder / "river.yaml").write_text(reworded(SCENARIO, "{least: 3, most: 12}", players), "utf-8")
    scenario, _, findings = read_scenario(folder / "river.yaml")
    assert scenario, findings
    return scenario


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Three delegations; two may share a role, one observes at a table."""
    return read(tmp_path_factory.mktemp("river"))


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Three may share a role; two observe and one reports at a table."""
    return read(tmp_path_factory.mktemp("busy"), "{least: 2, most: 60, share: 3, observers: 2, press: 1}")


def roster(*people: Participant) -> Roster:
    return replace(numbered(0), people=people)


def of(made: Cast) -> Roster:
    """The cast as the roster that it is, by way of its file."""
    return roster(*made.people)


def right(scenario: Scenario, people: Roster, seed: int = 1) -> Cast:
    made, findings = cast(scenario, people, seed)
    assert made, [str(f) for f in findings]
    assert all(f.level == "warning" for f in findings)
    return made


def wrong(scenario: Scenario, *people: Participant) -> tuple[Finding, ...]:
    made, findings = cast(scenario, roster(*people))
    assert made is None
    return findings


def place(made: Cast) -> dict[str, tuple[int, str]]:
    return {s.participant.key: (s.table, s.role) for s in made.seats if s.participant}


def faults(scenario: Scenario, people: Roster, made: Cast) -> list[str]:
    """Everything that no cast may do."""
    rules, found = scenario.players, []
    present = {p.key: p for p in people.people if not p.absent}
    seated = [s.participant.key for s in made.seats if s.participant]
    if sorted(seated) != sorted(present) or {p.key for p in made.absent} != {p.key for p in people.people if p.absent}:
        found.append("somebody has no seat, or two")
    found += [f"{s.participant.name} avoids {s.role}" for s in made.seats if s.participant and s.role in s.participant.avoid]
    at = {table: Counter(s.role for s in made.seats if s.table == table) for table in {s.table for s in made.seats}}
    full = len(present) >= len(scenario.roles)
    for table, roles in at.items():
        if full and not all(1 <= roles[role.id] <= rules.share for role in scenario.roles):
            found.append(f"table {table} has {roles}")
        if roles[OBSERVER] > rules.observers or roles[PRESS] > rules.press:
            found.append(f"too many watch at table {table}")
    where = place(made)
    for p in present.values():
        for other in p.not_with:
            if other in where and (where[p.key][0] == where[other][0] or (where[p.key][1] == where[other][1] and where[other][1] not in (OBSERVER, PRESS))):
                found.append(f"{p.key} meets {other}")
    return found


# --- how many -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tables", [1, 2, 6])
def test_every_table_seats_each_role_once_in_the_order_of_the_scenario(river: Scenario, tables: int):
    made = seat_each_role(river, tables)
    assert made.seats == made.players == tuple(Seat(table + 1, role) for table in range(tables) for role in ("upper", "commission", "lower"))
    assert made.tables == tables
    assert made.copies == {"upper": tables, "commission": tables, "lower": tables}


def test_a_head_count_says_how_many_share_observe_and_report(river: Scenario, busy: Scenario):
    assert head_count(river, 5) == HeadCount(5, 1, 1, 1)
    assert head_count(river, 60) == HeadCount(60, 20, 0, 0)
    assert head_count(busy, 5) == HeadCount(5, 1, 0, 1, 1)
    assert head_count(river, 2) == HeadCount(2, 1, 0, 0, empty=1)
    assert head_count(river, 9, tables=2) == HeadCount(9, 2, 2, 1)


@pytest.mark.parametrize("people", range(2, 61))
def test_the_cast_of_a_head_count_is_what_the_head_count_says(busy: Scenario, people: int):
    made, count = right(busy, numbered(people)), head_count(busy, people)
    assert count
    assert faults(busy, numbered(people), made) == []
    assert (made.tables, made.copies[OBSERVER], made.copies[PRESS]) == (count.tables, count.observers, count.press)
    at = Counter((s.table, s.role) for s in made.players)
    assert sum(n - 1 for n in at.values()) == count.doubled
    assert count.tables * 3 - len(at) == count.empty
    sizes = Counter(s.table for s in made.seats).values()
    assert max(sizes) - min(sizes) <= 1
    played = [made.copies[role.id] for role in busy.roles]
    assert max(played) - min(played) <= 1


def test_too_few_for_all_roles_play_those_who_must_sign_and_the_rest_is_said(river: Scenario):
    made, (finding,) = cast(river, numbered(2))
    assert made
    assert set(made.copies) == {"upper", "lower"}
    assert (finding.code, finding.level) == ("empty-role", "warning")
    assert "River Commission" in finding.message


def test_where_nobody_may_share_or_watch_a_table_plays_without_some_roles(tmp_path: Path):
    scenario = read(tmp_path, "{least: 2, most: 60, share: 1, observers: 0}")
    made = right(scenario, numbered(5))
    assert sorted(Counter(s.table for s in made.seats).values()) == [2, 3]
    assert all({"upper", "lower"} <= {s.role for s in made.seats if s.table == t} for t in (1, 2))


# --- everyone ------------------------------------------------------------------------------------------------


@st.composite
def classes(draw: st.DrawFn) -> Roster:
    """2 to 60 people, some with wishes, groups and a role they avoid."""
    people = []
    for number in range(draw(st.integers(2, 60))):
        avoid = draw(st.sampled_from([(), (), (), (), (), ("upper",), ("lower",), (OBSERVER,)]))
        wishes = draw(st.sampled_from([(), ("upper",), ("lower", "commission"), ("commission", "upper", "lower"), (OBSERVER,)]))
        group = draw(st.sampled_from(["", "8a", "8b"]))
        people.append(Participant(f"P{number}", group=group, wishes=tuple(w for w in wishes if w not in avoid), avoid=avoid))
    return roster(*people)


@examples(15)
@given(people=classes(), data=st.data())
def test_any_class_is_cast_and_cast_again_with_few_moves(people: Roster, data: st.DataObject, busy: Scenario):
    made, findings = cast(busy, people)
    if made is None:  # a few people can avoid too much between them
        assert all(f.code == "impossible" and "avoid" in f.message + f.hint for f in findings)
        return
    assert faults(busy, people, made) == []
    keys = [p.key for p in people.people]
    absent = data.draw(st.lists(st.sampled_from(keys), unique=True, max_size=min(5, len(keys) - 2)))
    again, _ = changed(of(made), absent, ["Late"])
    after, findings = cast(busy, again)
    if after is None:
        assert {f.code for f in findings} == {"impossible"}
        return
    assert faults(busy, again, after) == []
    before = place(made)
    moved = {key for key, seat in place(after).items() if key in before and seat != before[key]}
    assert moved == {move.participant.key for move in after.moves}
    assert all(move.why for move in after.moves)
    # No more can have to move than sat at closed tables, plus those who step into the places of the absent.
    closed = {t for t, _ in before.values()} - {s.table for s in after.seats}
    displaced = {key for key, (table, _) in before.items() if table in closed} - {*absent}
    if len(again.people) - len(absent) >= 3 and not any(p.avoid for p in people.people):
        assert len(moved) <= len(displaced) + max(0, len(absent) - 1)


@pytest.mark.slow
def test_every_head_count_from_2_to_60_stays_valid_with_0_to_5_absent(busy: Scenario):
    for people in range(2, 61):
        made = right(busy, numbered(people))
        for absent in range(min(5, people - 2) + 1):
            again, _ = changed(of(made), [s.participant.name for s in made.seats[people % 7 :: 7][:absent] if s.participant])
            after = right(busy, again)
            assert faults(busy, again, after) == [], (people, absent)
            where, before = place(after), place(made)
            assert {m.participant.key for m in after.moves} == {key for key in where if where[key] != before[key]}
            if after.tables == made.tables:
                assert len(after.moves) <= absent, (people, absent)


@examples(15)
@given(count=st.integers(3, 8), data=st.data())
def test_casting_again_moves_no_more_than_the_fewest_possible(count: int, data: st.DataObject, river: Scenario):
    avoids = st.sampled_from([(), (), ("upper",), ("lower",)])
    people = roster(*(Participant(f"P{n}", avoid=data.draw(avoids)) for n in range(count)))
    made, _ = cast(river, people)
    assume(made is not None)
    assert made
    absent = data.draw(st.lists(st.sampled_from([p.key for p in people.people]), unique=True, max_size=count - 3))
    again, _ = changed(of(made), absent, data.draw(st.sampled_from([[], ["Late"]])))
    after, _ = cast(river, again)
    assume(after is not None)
    assert after
    assert len(after.moves) == fewest_moves(river, again, after.tables)


def fewest_moves(scenario: Scenario, people: Roster, tables: int) -> int:
    """Tried out: the smallest number of people who must leave their seats so that everyone can be seated."""
    present = [p for p in people.people if not p.absent]
    held = [p for p in present if p.role]
    used = sorted({p.table for p in held})
    numbers = combinations(used, tables) if len(used) >= tables else [(*used, *range(100, 100 + tables - len(used)))]
    options = [[(t, part) for t in some for part in PARTS[:4]] for some in numbers]
    for moves in range(len(held) + 1):
        for moving, places in product(combinations(held, moves), options):
            stay = [p for p in held if p not in moving]
            if all((p.table, p.role) in places and p.role not in p.avoid for p in stay):
                taken = Counter((p.table, p.role) for p in stay)
                if _fill(scenario, [p for p in present if p not in stay], places, taken):
                    return moves
    raise AssertionError("no seating at all")


def _fill(scenario: Scenario, free: list[Participant], places: list[tuple[int, str]], taken: Counter[tuple[int, str]]) -> bool:
    missing = [p for p in places if p[1] != OBSERVER and not taken[p]]
    if len(missing) > len(free):
        return False
    if not free:
        return True
    for at in places:
        most = scenario.players.observers if at[1] == OBSERVER else scenario.players.share
        if at[1] not in free[0].avoid and taken[at] < most and _fill(scenario, free[1:], places, taken + Counter([at])):
            return True
    return False


# --- wishes ---------------------------------------------------------------------------------------------------


@examples(15)
@given(wishes=st.lists(st.lists(st.sampled_from(PARTS[:4]), unique=True, max_size=3), min_size=6, max_size=6), seed=st.integers(0, 3))
def test_wishes_are_met_as_well_as_they_can_be(wishes: list[list[str]], seed: int, river: Scenario):
    people = [Participant(f"P{n}", wishes=tuple(wish)) for n, wish in enumerate(wishes)]
    made = right(river, roster(*people), seed)
    where = place(made)

    def cost(parts: tuple[str, ...]) -> int:
        return sum((p.wishes.index(part) if part in p.wishes else len(p.wishes)) ** 2 for p, part in zip(people, parts, strict=True))

    balanced = (parts for parts in product(PARTS[:3], repeat=6) if set(Counter(parts).values()) == {2})
    assert cost(tuple(where[p.key][1] for p in people)) == min(cost(parts) for parts in balanced if len(set(parts)) == 3)


def test_a_wish_that_is_met_is_counted_from_one():
    ana = Participant("Ana", wishes=("upper", "lower"))
    assert [granted(ana, role) for role in ("upper", "lower", "commission")] == [1, 2, 0]
    assert granted(Participant("Ben"), "upper") is None


def test_a_given_role_and_table_are_kept(river: Scenario):
    given_seats = (Participant("Ana", role="lower", table=2), Participant("Ben", role="lower"), Participant("Cleo", table=1))
    where = place(right(river, roster(*given_seats, *(Participant(f"P{n}") for n in range(4)))))
    assert where["Ana"] == (2, "lower")
    assert where["Ben"][1] == "lower"
    assert where["Cleo"][0] == 1


def test_who_is_given_an_observers_seat_keeps_it_though_a_table_less_is_played(river: Scenario):
    watching = [Participant(f"W{n}", role=OBSERVER) for n in range(3)]
    made = right(river, roster(*watching, *(Participant(f"P{n}") for n in range(9))))
    assert (made.tables, made.copies[OBSERVER], made.moves) == (3, 3, ())


def test_people_kept_apart_share_neither_table_nor_role(river: Scenario):
    people = roster(*(Participant(f"P{n}", not_with=(f"P{n - n % 2 + 1 - n % 2}",)) for n in range(12)))
    assert faults(river, people, right(river, people)) == []


def test_groups_are_spread_over_the_tables(river: Scenario):
    people = roster(*(Participant(f"P{n}", group="8a" if n < 4 else "8b") for n in range(12)))
    made = right(river, people)
    assert Counter(Counter(s.table for s in made.seats if s.participant and s.participant.group == "8a").values()) == {1: 4}


def test_the_same_seed_gives_the_same_cast_in_whatever_order_names_stand(river: Scenario):
    people = numbered(17)
    first = right(river, people, 7)
    assert place(first) == place(right(river, roster(*reversed(people.people)), 7))
    assert place(first) != place(right(river, people, 8))


# --- what cannot be -------------------------------------------------------------------------------------------


def test_what_cannot_be_is_a_finding_that_names_the_people(river: Scenario):
    (alone,) = wrong(river, Participant("Ana"))
    assert alone.code == "too-few"
    (avoided,) = wrong(river, *(Participant(name, avoid=("upper",)) for name in ("Ana", "Ben", "Cleo")))
    assert "Upper Valley" in avoided.message
    assert "Ana, Ben, Cleo" in avoided.message
    every = ("upper", "commission", "lower", PRESS)
    (watching,) = wrong(river, *(Participant(f"P{n}") for n in range(3)), Participant("Ana", avoid=every), Participant("Ben", avoid=every))
    assert "Ana, Ben" in watching.message
    (together,) = wrong(river, Participant("Ana", not_with=("Ben",)), Participant("Ben"), Participant("Cleo"))
    assert together.message == "Ana and Ben cannot be kept apart: 3 people fill one table of 3 roles; two tables need 6"
    assert together.hint.startswith("take Ben out of not-with")
    assert {f.code for f in (avoided, watching, together)} == {"impossible"}


def test_who_will_not_play_observes_and_stays_an_observer(river: Scenario):
    ana = Participant("Ana", avoid=("upper", "commission", "lower", PRESS))
    made = right(river, roster(ana, *(Participant(f"P{n}") for n in range(7))))
    again, _ = changed(of(made), ["P1"])
    for some in (made, right(river, again)):
        assert place(some)["Ana"][1] == OBSERVER


# --- again ----------------------------------------------------------------------------------------------------


def test_a_cast_that_is_cast_again_stays_as_it_is_and_its_file_too(river: Scenario):
    made = right(river, numbered(20))
    file = as_csv(made.people, river)
    read_back, findings = read_bytes(file, river)
    assert read_back
    assert findings == ()
    again = right(river, read_back, seed=99)
    assert place(again) == place(made)
    assert again.moves == ()
    assert as_csv(again.people, river) == file


def test_an_observer_takes_the_place_of_somebody_absent_and_the_reason_is_told(river: Scenario):
    made = right(river, numbered(4))
    gone = next(s for s in made.seats if s.role == "upper")
    assert gone.participant
    again, findings = changed(of(made), [gone.participant.name.upper()])
    assert findings == ()
    (move,) = right(river, again).moves
    assert (move.before.role, move.after) == (OBSERVER, Seat(1, "upper", move.participant))
    assert move.why == f"takes the place of {gone.participant.name}, who is absent"


def test_a_table_that_closes_is_the_reason_of_those_who_sat_there(river: Scenario):
    made = right(river, numbered(6))
    again, _ = changed(of(made), [s.participant.name for s in made.seats[:2] if s.participant])
    after = right(river, again)
    (move,) = after.moves
    assert move.why == "table 1 is not used: 4 people are seated at 1 table"
    assert {s.table for s in after.seats} == {2}


def test_the_absent_stay_in_the_file_and_can_come_back(river: Scenario):
    made = right(river, numbered(6))
    away, _ = changed(of(made), ["participant 3"])
    back, _ = changed(of(right(river, away)), add=["Participant 3"])
    assert [p.name for p in back.people if p.absent] == []
    assert len(right(river, back).seats) == 6


def test_names_that_do_not_fit_are_findings():
    _, findings = changed(numbered(9), ["Participant 10"], ["Participant 1", "=1", ""])
    assert [f.code for f in findings] == ["unknown-name", "doubled-name", "name", "name"]
    assert "did you mean 'participant 1'?" in findings[0].hint


# --- rooms ----------------------------------------------------------------------------------------------------


def test_every_player_prepares_in_one_corner_with_the_same_delegation(river: Scenario):
    made = right(river, numbered(60))
    plan = rooms(river, made.seats)
    assert [(room.name, len(room.seats)) for room in plan] == [("A1", 10), ("A2", 10), ("B1", 10), ("B2", 10), ("C1", 10), ("C2", 10)]
    assert sorted(s.table for room in plan for s in room.seats) == sorted(s.table for s in made.players)
    assert all(s.role == room.role for room in plan for s in room.seats)
    assert [room.name for room in rooms(river, right(river, numbered(7)).seats)] == ["A", "B", "C"]


@pytest.mark.slow
def test_five_thousand_delegates_are_cast_and_cast_again(river: Scenario):
    wishes = [(), ("upper",), ("lower", "commission"), (OBSERVER, "upper")]
    people = roster(
        *(Participant(f"Delegate {n}", group=f"School {n % 90}", wishes=wishes[n % 4], avoid=("lower",) * (n % 11 == 0 and n % 4 == 1)) for n in range(5000))
    )
    made = right(river, people)
    assert faults(river, people, made) == []
    again, _ = changed(of(made), [s.participant.name for s in made.seats[:2] if s.participant])
    after = right(river, again)
    assert faults(river, again, after) == []
    assert len(after.moves) <= 3

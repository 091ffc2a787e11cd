"""Who sits where, found by a solver: people and limits in, a place for everyone out.

You get a `Seating` from `seat`, or the `Trouble` that makes one impossible. The problem is a transport of people to
places (a table and a part), solved as whole numbers with HiGHS. What matters more is settled first and then held: the
fewest moves, then roles and tables in balance, then wishes. People who are alike are one row of the model, and those
who sit nowhere yet come to a table through a pool for each part: so five thousand people are some ten thousand
unknowns. Only who must be kept apart chooses a table within the model. Ties fall to the order in which people come.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

# How many unknowns people who must be kept apart may bring along; above, each chooses among fewer tables.
MOST_CHOICES = 6_000
FEWEST_TABLES = 4


class SolverMissing(Exception):
    """The solver is not installed."""


@dataclass(frozen=True)
class Person:
    """Somebody to be seated, with parts and tables by number: what may be played, wishes in order, the place held so far,
    and whom not to sit with (others by number)."""

    parts: tuple[int, ...]
    wishes: tuple[int, ...] = ()
    part: int | None = None
    table: int | None = None
    group: str = ""
    apart: tuple[int, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What every seating keeps: so many of `candidates` tables are used; `least` and `most` people for each part at each
    table. What it keeps if it can: `totals` for each part and the `size` of a table, as lowest and highest.

    The first `roles` parts are delegations, in which people kept apart may not meet either.
    """

    candidates: int
    tables: int
    roles: int
    least: tuple[int, ...]
    most: tuple[int, ...]
    totals: tuple[tuple[int, int], ...]
    size: tuple[int, int]


@dataclass(frozen=True)
class Seating:
    """For each person the numbers of the table and the part."""

    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Trouble:
    """The smallest change that would make a seating possible: people without a place, how many are missing for a part,
    pairs that meet."""

    unseated: tuple[int, ...]
    missing: tuple[tuple[int, int], ...]
    together: tuple[tuple[int, int], ...]


def regret(person: Person, part: int) -> int:
    """What a part costs somebody: the square of its place among the wishes, from 0. So two second wishes are better than
    a first and a third. A part that is not among them counts as the place after the last: a short list gains nothing."""
    return (person.wishes.index(part) if part in person.wishes else len(person.wishes)) ** 2


def seat(people: tuple[Person, ...], limits: Limits) -> Seating | Trouble:
    """A place for everyone. Raises `SolverMissing` where the solver is not installed."""
    try:
        import scipy.optimize  # noqa: F401
    except ImportError:
        raise SolverMissing from None
    model = _Seats(people, limits)
    solution = model.solve()
    if solution is None:
        return _Seats(people, limits, elastic=True).trouble()
    return Seating(_spread(people, *model.places(solution)))


class _Seats:
    """The model: unknowns with bounds, rows, and costs in the order of what matters."""

    def __init__(self, people: tuple[Person, ...], limits: Limits, elastic: bool = False) -> None:
        self.people, self.limits, self.elastic = people, limits, elastic
        self.upper: list[float] = []
        self.lower: list[float] = []
        self.rows: list[tuple[list[int], list[int], float, float]] = []
        self.costs: dict[str, dict[int, int]] = {goal: {} for goal in ("trouble", "moves", "balance", "wishes")}
        self.pooled: list[tuple[list[int], dict[int, int]]] = []  # members, unknown by part
        self.direct: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)  # unknown by person, then by place
        self.seats: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.unseated: dict[int, list[int]] = {}
        self.short: dict[int, int] = {}
        self.meeting: dict[int, tuple[int, int]] = {}
        parts, tables = range(len(limits.most)), range(limits.candidates)
        must = limits.candidates == limits.tables
        self.open = [self._unknown(1, lower=int(must)) for _ in tables]
        self.filled = {(t, p): self._unknown(limits.most[p]) for t in tables for p in parts}
        for place, unknown in self.filled.items():
            self.seats[place].append(unknown)
        self._people()
        self._tables(parts, tables)
        self._apart()

    def _unknown(self, upper: float, lower: float = 0, **costs: int) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        for goal, cost in costs.items():
            if cost:
                self.costs[goal][len(self.upper) - 1] = cost
        return len(self.upper) - 1

    def _row(self, unknowns: list[int], factors: list[int], low: float, high: float) -> None:
        self.rows.append((unknowns, factors, low, high))

    def _people(self) -> None:
        """Everyone gets one place: at a table chosen here, or through the pool of a part."""
        people, limits = self.people, self.limits
        alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        kept = sorted({n for number, person in enumerate(people) if person.apart for n in (number, *person.apart)})
        choices = max(FEWEST_TABLES, MOST_CHOICES // max(1, len(kept) * len(limits.most)))
        own = {n: _choice(people[n].table, k, choices, limits.candidates) for k, n in enumerate(kept)}
        for number, person in enumerate(people):
            # Who shares everything that counts here is one row, but for those kept apart; the table held is each one's own.
            alone = number if number in own else -1
            alike[(alone, person.parts, person.wishes, person.part, person.table is not None)].append(number)
        into: dict[int, list[int]] = defaultdict(list)
        for members in alike.values():
            first, count = people[members[0]], len(members)
            here = [unknown for n in members for unknown in self._direct(n, own.get(n))]
            if members[0] not in own:
                pool = {p: self._unknown(count, moves=self._moving(first, p, None), wishes=regret(first, p)) for p in first.parts}
                self.pooled.append((members, pool))
                for p, unknown in pool.items():
                    into[p].append(unknown)
                here += pool.values()
            if self.elastic:
                loose = self._unknown(count, trouble=10)
                self.unseated[loose] = members
                here.append(loose)
            self._row(here, [1] * len(here), count, count)
        for p in range(len(limits.most)):
            out = [self.filled[t, p] for t in range(limits.candidates)]
            self._row([*into[p], *out], [1] * len(into[p]) + [-1] * len(out), 0, 0)

    def _direct(self, number: int, tables: list[int] | None) -> list[int]:
        """The unknowns of the places that somebody may take other than through a pool: at most one is taken."""
        person = self.people[number]
        if tables is not None:
            places = [(t, p) for t in tables for p in person.parts]
        else:
            places = [(person.table, p) for p in person.parts if person.part in (None, p)] if person.table is not None else []
        for t, p in places:
            unknown = self._unknown(1, moves=self._moving(person, p, t), wishes=regret(person, p))
            self.direct[number][t, p] = unknown
            self.seats[t, p].append(unknown)
        taken = list(self.direct[number].values()) if places else []
        if len(taken) > 1:
            self._row(taken, [1] * len(taken), 0, 1)
        return taken

    def _moving(self, person: Person, part: int, table: int | None) -> int:
        """A move counts more than everybody's change of role; who must move keeps the role where that is possible."""
        other = person.part is not None and part != person.part
        moved = other or (person.table is not None and table != person.table)
        return moved * (len(self.people) + 1) + other

    def _tables(self, parts: range, tables: range) -> None:
        limits = self.limits
        if limits.candidates != limits.tables:
            self._row(self.open, [1] * len(self.open), limits.tables, limits.tables)
            for places in self.direct.values():
                for (t, _), unknown in places.items():
                    self._row([unknown, self.open[t]], [1, -1], -1, 0)
        for (t, p), seats in self.seats.items():
            loose = []
            if self.elastic and limits.least[p]:
                loose = [self._unknown(limits.least[p], trouble=10)]
                self.short[loose[0]] = p
            ones = [1] * (len(seats) + len(loose))
            self._row([*seats, *loose, self.open[t]], [*ones, -limits.least[p]], 0, float("inf"))
            self._row([*seats, self.open[t]], [1] * len(seats) + [-limits.most[p]], -float("inf"), 0)
        for p in parts:
            self._about([u for t in tables for u in self.seats[t, p]], *limits.totals[p])
        for t in tables:
            self._about([u for p in parts for u in self.seats[t, p]], *limits.size, self.open[t])

    def _about(self, seats: list[int], low: int, high: int, times: int | None = None) -> None:
        """A sum between two bounds (times another unknown); each person beyond costs balance."""
        many = len(self.people)
        below, above = self._unknown(many, balance=1), self._unknown(many, balance=1)
        ones = [1] * len(seats)
        if times is None:
            self._row([*seats, below], [*ones, 1], low, float("inf"))
            self._row([*seats, above], [*ones, -1], -float("inf"), high)
        else:
            self._row([*seats, below, times], [*ones, 1, -low], 0, float("inf"))
            self._row([*seats, above, times], [*ones, -1, -high], -float("inf"), 0)

    def _apart(self) -> None:
        """Two people who are kept apart share neither a table nor a delegation."""
        pairs = {(min(a, b), max(a, b)) for a, person in enumerate(self.people) for b in person.apart}
        for a, b in sorted(pairs):
            shared: dict[tuple[str, int], list[int]] = defaultdict(list)
            who: dict[tuple[str, int], set[int]] = defaultdict(set)
            for n in (a, b):
                for (t, p), unknown in self.direct[n].items():
                    for key in (("table", t), *((("part", p),) if p < self.limits.roles else ())):
                        shared[key].append(unknown)
                        who[key].add(n)
            for key, unknowns in shared.items():
                if len(who[key]) == 2:
                    loose = [self._unknown(1, trouble=1)] if self.elastic else []
                    self.meeting |= dict.fromkeys(loose, (a, b))
                    self._row([*unknowns, *loose], [1] * len(unknowns) + [-1] * len(loose), -float("inf"), 1)

    def solve(self) -> Any:
        """The best values of the unknowns, goal after goal; None where there are none."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        count = len(self.upper)
        rows = list(self.rows)
        bounds = Bounds(np.array(self.lower), np.array(self.upper))
        found = None
        for goal in [g for g, costs in self.costs.items() if costs] or ["wishes"]:
            costs = self.costs[goal]
            c = np.zeros(count)
            c[list(costs)] = list(costs.values())
            index = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
            columns = np.concatenate([row[0] for row in rows])
            matrix = csr_array((np.concatenate([row[1] for row in rows]).astype(float), (index, columns)), shape=(len(rows), count))
            between = LinearConstraint(matrix, [row[2] for row in rows], [row[3] for row in rows])
            result = milp(c, integrality=np.ones(count), bounds=bounds, constraints=between, options={"mip_rel_gap": 0})
            if result.x is None:
                return None
            found = np.rint(result.x).astype(int)
            rows.append((list(costs) or [0], list(costs.values()) or [0], -float("inf"), float(c @ found)))
        return found

    def places(self, solution: Any) -> tuple[list[tuple[int | None, int]], dict[int, list[int]]]:
        """For each person the table, where it is settled, and the part; and the tables at which each part is free."""
        places: list[tuple[int | None, int]] = [(None, -1)] * len(self.people)
        for number, direct in self.direct.items():
            for place, unknown in direct.items():
                if solution[unknown]:
                    places[number] = place
        for members, pool in self.pooled:
            free = [number for number in members if places[number][1] < 0]
            for p, unknown in pool.items():
                for _ in range(solution[unknown]):
                    places[free.pop(0)] = (None, p)
        tables, parts = range(self.limits.candidates), range(len(self.limits.most))
        return places, {p: [t for t in tables for _ in range(solution[self.filled[t, p]])] for p in parts}

    def trouble(self) -> Trouble:
        """What stands in the way, at least."""
        solution = self.solve()
        missing: dict[int, int] = defaultdict(int)
        for unknown, p in self.short.items():
            missing[p] += int(solution[unknown])
        return Trouble(
            tuple(n for unknown, members in self.unseated.items() for n in members[: solution[unknown]]),
            tuple((p, count) for p, count in missing.items() if count),
            tuple(sorted({pair for unknown, pair in self.meeting.items() if solution[unknown]})),
        )


def _choice(held: int | None, number: int, most: int, tables: int) -> list[int]:
    """The tables among which somebody who is kept apart chooses: the one held, and a run that differs from the next one's."""
    chosen = [(number * most + k) % tables for k in range(min(most, tables))]
    return chosen if held is None or held in chosen else [held, *chosen]


def _spread(people: tuple[Person, ...], places: list[tuple[int | None, int]], free: dict[int, list[int]]) -> tuple[tuple[int, int], ...]:
    """Brings everyone from the pools to the free seats, each group spread over the tables as evenly as two rounds of
    assignments, part after part, can make it."""
    tables = [table for table, _ in places]
    pools = {p: [n for n, (table, part) in enumerate(places) if table is None and part == p] for p in free}
    for p, pool in pools.items():
        for n, table in zip(pool, free[p], strict=True):
            tables[n] = table
    groups = {group: k for k, group in enumerate(dict.fromkeys(person.group for person in people if person.group))}
    if groups:
        import numpy as np
        from scipy.optimize import linear_sum_assignment

        members = np.array([groups.get(person.group, len(groups)) for person in people])
        present = np.zeros((max(t for t in tables if t is not None) + 1, len(groups) + 1), dtype=int)
        np.add.at(present, (np.array(tables), members), 1)
        for p, pool in [*pools.items(), *pools.items()]:
            if not pool:
                continue
            own, seats = members[pool], np.array(free[p])
            np.subtract.at(present, (np.array([tables[n] for n in pool]), own), 1)
            met = present[np.ix_(seats, own)].T * (own < len(groups))[:, None]
            for k, seat in enumerate(linear_sum_assignment(met)[1]):
                tables[pool[k]] = free[p][seat]
            np.add.at(present, (np.array([tables[n] for n in pool]), own), 1)
    return tuple((table, part) for table, (_, part) in zip(tables, places, strict=True) if table is not None)

"""Who plays what at which table.

You get a `Cast`: a seat for every participant. So far every table seats each role once; a roster, mirror roles
and observers come to this module when packs are made for named participants.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from briefings.scenarios import Scenario


@dataclass(frozen=True)
class Seat:
    """A place at a table for one participant."""

    table: int
    role: str


@dataclass(frozen=True)
class Cast:
    """Every seat of a pack, table by table, in the scenario's order of roles."""

    seats: tuple[Seat, ...]

    @property
    def tables(self) -> int:
        return len({seat.table for seat in self.seats})

    @cached_property
    def copies(self) -> Counter[str]:
        """How many participants play each role."""
        return Counter(seat.role for seat in self.seats)


def seat_each_role(scenario: Scenario, tables: int = 1) -> Cast:
    """A cast in which each of `tables` parallel tables seats every role once."""
    return Cast(tuple(Seat(table, role.id) for table in range(1, tables + 1) for role in scenario.roles))


@dataclass(frozen=True)
class HeadCount:
    """How a number of people is seated: tables with a full set of roles; `doubled` of the delegations have two members."""

    people: int
    tables: int
    doubled: int
    observers: int


def head_counts(scenario: Scenario) -> tuple[HeadCount, ...]:
    """A seating for every head-count the scenario is for.

    There are as many tables as full sets of roles. Of those left over one observes and the others join a delegation as
    its second member. Head-counts smaller than a full set are left out.
    """
    full = len(scenario.roles)
    return tuple(
        HeadCount(people, people // full, max(0, people % full - 1), min(1, people % full))
        for people in range(max(scenario.players.least, full), scenario.players.most + 1)
    )

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

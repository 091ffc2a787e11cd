"""Casts: a seat for every participant."""

from pathlib import Path

import pytest

from briefings.casting import Seat, seat_each_role
from briefings.scenarios import read_scenario
from tests.worlds import SCENARIO


@pytest.mark.parametrize("tables", [1, 2, 6])
def test_every_table_seats_each_role_once_in_the_order_of_the_scenario(tmp_path: Path, tables: int):
    (tmp_path / "river.yaml").write_text(SCENARIO, "utf-8")
    scenario, _, _ = read_scenario(tmp_path / "river.yaml")
    assert scenario
    cast = seat_each_role(scenario, tables)
    assert cast.seats == tuple(Seat(table + 1, role) for table in range(tables) for role in ("upper", "commission", "lower"))
    assert cast.tables == tables
    assert cast.copies == {"upper": tables, "commission": tables, "lower": tables}

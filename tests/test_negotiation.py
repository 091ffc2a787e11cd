"""Deals: which can be signed, and which pass the agreement rule, against counting by hand and by brute force."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from briefings.negotiation import Game, game
from briefings.scenarios import read_scenario
from tests.worlds import SCENARIO, changed


@st.composite
def games(draw: st.DrawFn) -> Game:
    """A game of up to four issues with up to four options, and up to four roles with any red lines."""
    issues = tuple(tuple(f"{name}/{k}" for k in range(draw(st.integers(1, 4)))) for name in "abcd"[: draw(st.integers(1, 4))])
    every = [option for options in issues for option in options]
    roles = "pqrs"[: draw(st.integers(2, 4))]
    out = {role: frozenset(draw(st.lists(st.sampled_from(every), max_size=4))) for role in roles}
    return Game(issues, out, draw(st.integers(1, len(roles) + 1)), tuple(draw(st.lists(st.sampled_from(roles), unique=True, max_size=2))))


@settings(database=None)
@given(games())
def test_the_passing_deals_are_those_that_brute_force_finds(played: Game):
    deals: list[tuple[str, ...]] = [()]
    for options in played.issues:
        deals = [(*deal, option) for deal in deals for option in options]
    passing = []
    for deal in deals:
        able = [role for role, out in played.ruled_out.items() if not any(option in out for option in deal)]
        assert list(played.signing(deal)) == able
        if len(able) >= played.signers and set(played.must_sign) <= set(able):
            passing.append(deal)
    assert list(played.deals()) == deals
    assert played.size == len(deals)
    assert list(played.passing) == passing
    assert played.share == len(passing) / len(deals)


@pytest.mark.parametrize(
    ("rule", "passing"),
    [
        ("signers: 3\n  must_sign: [upper, lower]", ["both weekly"]),
        ("signers: 2\n  must_sign: [upper, lower]", ["both weekly", "both never"]),
        ("signers: 2", ["upper weekly", "lower weekly", "both weekly", "both never"]),
        ("signers: 1\n  must_sign: [commission]", ["upper weekly", "lower weekly", "both weekly"]),
        ("signers: 1", ["upper weekly", "upper never", "lower weekly", "lower never", "both weekly", "both never"]),
    ],
)
def test_a_deal_passes_when_enough_can_sign_and_those_who_must(tmp_path: Path, rule: str, passing: list[str]):
    (tmp_path / "river.yaml").write_text(changed(SCENARIO, "signers: 3\n  must_sign: [upper, lower]", rule), "utf-8")
    scenario, _, _ = read_scenario(tmp_path / "river.yaml")
    assert scenario
    played = game(scenario)
    assert played.size == 6
    assert [f"{gauge.removeprefix('gauge/')} {dates.removeprefix('dates/')}" for gauge, dates in played.passing] == passing
    assert played.signing(("gauge/lower", "dates/never")) == ("lower",)


def test_every_red_line_of_a_role_rules_out_its_options(tmp_path: Path):
    second = "[dates/never]}\n        - {text: Nor this., options: [gauge/both, gauge/upper]}"
    (tmp_path / "river.yaml").write_text(changed(SCENARIO, "[dates/never]}", second), "utf-8")
    scenario, _, _ = read_scenario(tmp_path / "river.yaml")
    assert scenario
    assert game(scenario).ruled_out == {"upper": {"gauge/lower"}, "commission": {"dates/never", "gauge/both", "gauge/upper"}, "lower": {"gauge/upper"}}

"""Deals: who accepts them, which pass, which are best, and what a point changes; against counting by hand and by brute force."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product
from math import prod
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from briefings import enumeration
from briefings.enumeration import MOST_DEALS, analyse, cloud, counted, decisive_from
from briefings.negotiation import Game, Player, game
from briefings.scenarios import Scenario, read_scenario
from tests.conftest import examples
from tests.worlds import SCENARIO, changed

ROOT = Path(__file__).parent.parent


def scenario(folder: Path, text: str = SCENARIO) -> Scenario:
    (folder / "river.yaml").write_text(text, "utf-8")
    read, _, findings = read_scenario(folder / "river.yaml")
    assert findings == ()
    assert read
    return read


@pytest.fixture(scope="module")
def lachin() -> Game:
    read, _, _ = read_scenario(ROOT / "scenarios" / "lachin-2022.yaml")
    assert read
    return game(read)


@st.composite
def games(draw: st.DrawFn) -> Game:
    """Up to four issues with up to four options, up to four roles with any points and red lines, any rule."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    issues = tuple(tuple(f"{name}/{k}" for k in range(n)) for name, n in zip("abcd", sizes, strict=False))
    roles = "pqrs"[: draw(st.integers(2, 4))]
    high = draw(st.sampled_from([1, 3, 9]))
    points = st.tuples(*(st.tuples(*[st.integers(0, high)] * n) for n in sizes))
    closed = st.tuples(*(st.tuples(*[st.sampled_from([False] * 7 + [True])] * n) for n in sizes))
    players = tuple(Player(role, draw(points), draw(closed), draw(st.integers(0, high * len(sizes) // 2)), True) for role in roles)
    named = st.lists(st.sampled_from(roles), unique=True, max_size=2).map(tuple)
    return Game(issues, players, draw(st.integers(1, len(roles))), draw(named), draw(st.one_of(st.just(()), named)))


@given(games())
@examples(20)
def test_the_walk_away_value_from_which_a_role_decides_is_the_lowest_one_that_stops_a_deal(played: Game):
    for i, player in enumerate(played.players):

        def stops(floor: int, i: int = i, player: Player = player) -> int:
            others = (*played.players[:i], replace(player, floor=floor), *played.players[i + 1 :])
            return analyse(replace(played, players=others)).standings[i].stops

        value = decisive_from(played, player.role)
        idle = stops(player.floor)
        if value is None:
            assert stops(10_000) == idle
        else:
            assert (stops(value) > idle, stops(max(player.floor, value - 1))) == (True, idle)


def by_hand(played: Game) -> list[tuple[tuple[str, ...], tuple[int, ...], set[str], bool]]:
    """Every deal with its points, who accepts it, whether it passes; one at a time, from the definitions."""
    table = []
    for places in product(*(range(len(issue)) for issue in played.issues)):
        deal = tuple(issue[k] for issue, k in zip(played.issues, places, strict=True))
        points = tuple(sum(p.points[i][k] for i, k in enumerate(places)) for p in played.players)
        able = {p.role for p, n in zip(played.players, points, strict=True) if n >= p.floor and not any(p.closed[i][k] for i, k in enumerate(places))}
        table.append((deal, points, able, len(able - set(played.veto)) >= played.signers and set(played.must_sign) | set(played.veto) <= able))
    return table


def passing(played: Game) -> set[tuple[str, ...]]:
    return {deal for deal, _, _, passes in by_hand(played) if passes}


def best_of(outcomes: Sequence[tuple[tuple[str, ...], tuple[int, ...]]]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """What no other outcome dominates; the first of those worth the same."""
    first = {points: deal for deal, points in reversed(outcomes)}

    def beaten(points: tuple[int, ...]) -> bool:
        return any(other != points and all(x >= y for x, y in zip(other, points, strict=True)) for other in first)

    return [(deal, points) for deal, points in outcomes if first[points] == deal and not beaten(points)]


@examples(60)
@given(games(), st.sampled_from([1, 5, 1 << 16]))
def test_counts_and_best_deals_are_those_that_brute_force_finds(played: Game, block: int):
    deals = by_hand(played)
    whole = enumeration.BLOCK
    enumeration.BLOCK = block
    try:
        found = analyse.__wrapped__(played)
    finally:
        enumeration.BLOCK = whole
    assert [played.deal(n) for n in range(played.size)] == [deal for deal, *_ in deals]
    assert [set(played.accepting(deal)) for deal, *_ in deals] == [able for _, _, able, _ in deals]
    assert found.passing == sum(passes for *_, passes in deals)
    assert found.share == found.passing / len(deals)
    for n in range(1, len(played.roles) + 1):
        for group in combinations(played.roles, n):
            assert found.accepted(*group) == sum({*group} <= able for _, _, able, _ in deals)
    for option, count in found.options.items():
        assert count == sum(passes and option in deal for deal, _, _, passes in deals)
    for pair, count in found.pairs.items():
        assert count == sum(passes and {*pair} <= {*deal} for deal, _, _, passes in deals)

    outcomes = [(deal, points) for deal, points, _, passes in deals if passes]
    assert [(o.deal, o.points) for o in found.frontier] == best_of(outcomes)
    floors = [p.floor for p in played.players]
    gains = [[n - floor for n, floor in zip(points, floors, strict=True)] for _, points in outcomes]
    every = [prod(g) for g in gains if min(g) > 0]
    assert (found.nash and prod(n - f for n, f in zip(found.nash.points, floors, strict=True))) == (max(every) if every else None)
    assert (found.utilitarian and sum(found.utilitarian.points)) == (max(sum(points) for _, points in outcomes) if outcomes else None)
    least = found.egalitarian and min(n - f for n, f in zip(found.egalitarian.points, floors, strict=True))
    assert least == (max(map(min, gains)) if outcomes else None)


@examples(30)
@given(games())
def test_how_a_role_stands_is_what_brute_force_finds(played: Game):
    deals, found = by_hand(played), analyse(played)
    for i, (player, standing) in enumerate(zip(played.players, found.standings, strict=True)):
        mine = [points[i] for _, points, _, passes in deals if passes]
        assert standing.accepts == sum(player.role in able for _, _, able, _ in deals)
        assert standing.left_out == sum(passes and player.role not in able for _, _, able, passes in deals)
        assert (standing.best and standing.best.points[i], standing.worst and standing.worst.points[i]) == ((max(mine), min(mine)) if mine else (None, None))
        tame = replace(player, closed=tuple(tuple(False for _ in issue) for issue in player.closed), floor=0)
        agreeing = replace(played, players=tuple(tame if p is player else p for p in played.players))
        assert standing.stops == len(passing(agreeing) - passing(played))
        harder, softer = (replace(played, players=tuple(replace(p, floor=p.floor + by) if p is player else p for p in played.players)) for by in (1, -1))
        assert standing.tighter == len(passing(played) - passing(harder))
        assert standing.looser == len(passing(softer) - passing(played))
        assert (player.role in found.bystanders) == (bool(found.passing) and passing(agreeing) == passing(played))
        assert (player.role in found.dictators) == (bool(found.passing) and all(passes == (player.role in able) for _, _, able, passes in deals))
    for shift in found.shifts:
        i = played.roles.index(shift.role)
        issue = next(n for n, options in enumerate(played.issues) if shift.option in options)
        for by, count in ((-1, shift.lost), (1, shift.gained)):
            points = [list(row) for row in played.players[i].points]
            points[issue][played.issues[issue].index(shift.option)] += by
            moved = replace(played, players=tuple(replace(p, points=tuple(map(tuple, points))) if n == i else p for n, p in enumerate(played.players)))
            assert count == len(passing(played) ^ passing(moved))


@examples(30)
@given(games())
def test_an_option_called_dominated_is_on_no_better_deal_than_its_better(played: Game):
    found = analyse(played)
    for worse, better in found.dominated:
        for outcome in found.frontier:
            if worse in outcome.deal:
                swapped = tuple(better if option == worse else option for option in outcome.deal)
                assert tuple(played.worth(p, swapped) for p in played.players) == outcome.points or swapped not in passing(played)
    for i in found.dead_issues:
        for deal in passing(played):
            assert {(*deal[:i], option, *deal[i + 1 :]) for option in played.issues[i]} <= passing(played)


@examples(20)
@given(games())
def test_every_deal_has_its_dot(played: Game):
    dots = set()
    for deal, points, _, passes in by_hand(played):
        places = [issue.index(option) for issue, option in zip(played.issues, deal, strict=True)]
        keeps = not any(p.closed[i][k] for p in played.players for i, k in enumerate(places))
        dots.add((sum(points), min(n - p.floor for n, p in zip(points, played.players, strict=True)), keeps, passes))
    assert cloud(played) == tuple(sorted(dots))


@pytest.mark.parametrize(
    ("rule", "passing"),
    [
        ("signers: all\n  must_sign: [upper, lower]", ["both weekly"]),
        ("signers: 3\n  must_sign: [upper, lower]", ["both weekly"]),
        ("signers: 2\n  must_sign: [upper, lower]", ["both weekly", "both never"]),
        ("signers: 2", ["upper weekly", "lower weekly", "both weekly", "both never"]),
        ("signers: 1\n  must_sign: [commission]", ["upper weekly", "lower weekly", "both weekly"]),
        ("signers: 1", ["upper weekly", "upper never", "lower weekly", "lower never", "both weekly", "both never"]),
        ("signers: 1\n  veto: [commission]", ["upper weekly", "lower weekly", "both weekly"]),
        ("signers: all\n  veto: [commission]", ["both weekly"]),
        ("signers: 2\n  veto: [lower]", ["both weekly"]),
    ],
)
def test_a_deal_passes_when_enough_can_sign_and_those_who_must_and_nobody_vetoes(tmp_path: Path, rule: str, passing: list[str]):
    read = scenario(tmp_path, changed(SCENARIO, "signers: 3\n  must_sign: [upper, lower]", rule))
    played = game(read)
    assert played.size == 6
    able = [deal for deal in map(played.deal, range(6)) if played.wins(sum(1 << played.roles.index(role) for role in played.accepting(deal)))]
    assert [f"{gauge.removeprefix('gauge/')} {dates.removeprefix('dates/')}" for gauge, dates in able] == passing
    assert analyse(played).passing == len(passing)
    assert played.accepting(("gauge/lower", "dates/never")) == ("lower",)


def test_veto_holders_and_dummies_follow_from_the_rule_alone():
    def three(signers: int, must: tuple[str, ...] = (), veto: tuple[str, ...] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
        played = Game((("a/0",),), tuple(Player(role, ((0,),), ((False,),)) for role in "pqr"), signers, must, veto)
        return played.holders, played.dummies

    assert three(3) == (("p", "q", "r"), ())
    assert three(2) == ((), ())
    assert three(2, ("p",)) == (("p",), ())
    assert three(1, ("p",)) == (("p",), ("q", "r"))
    assert three(1, (), ("r",)) == (("r",), ())


def test_every_red_line_of_a_role_rules_out_its_options_and_scores_are_read(tmp_path: Path):
    text = changed(SCENARIO, "[dates/never]}", "[dates/never]}\n        - {text: Nor this., options: [gauge/both, gauge/upper]}")
    starter = "        - The river matters to us because ...\n"
    text = changed(text, starter, starter + "      scores: [{option: gauge/both, points: 30}, {option: dates/never, points: 4}]\n      walk_away_points: 20\n")
    upper, commission, lower = game(scenario(tmp_path, text)).players
    assert commission.closed == ((True, False, True), (False, True))
    assert (upper.points, upper.floor, upper.scored) == (((0, 0, 30), (0, 4)), 20, True)
    assert (lower.points, lower.floor, lower.scored) == (((0, 0, 0), (0, 0)), 0, False)


def test_without_scores_for_all_there_is_no_frontier_and_no_best_deal(tmp_path: Path):
    found = analyse(game(scenario(tmp_path)))
    assert found.passing == 1
    assert (found.frontier, found.nash, found.egalitarian, found.utilitarian) == ((), None, None, None)


def test_a_game_too_large_for_a_pack_is_not_counted_for_one():
    issues = tuple(tuple(f"{n}/{k}" for k in range(8)) for n in range(9))
    flat = Player("p", ((0,) * 8,) * 9, ((False,) * 8,) * 9)
    large = Game(issues, (flat, flat), 1)
    assert large.size > MOST_DEALS
    assert counted(large) is None


def test_the_lachin_road_is_a_real_game(lachin: Game):
    found = analyse(lachin)
    assert found.game.size == 768
    assert 0.02 <= found.share <= 0.15
    assert len(found.frontier) > 5
    assert len({found.egalitarian, found.utilitarian}) == 2
    assert found.dictators == found.bystanders == found.dead_issues == found.dominated == ()
    assert all(sum(found.options[option] > 0 for option in issue) >= 2 for issue in lachin.issues)
    for standing in found.standings:
        assert 0 < standing.accepts < lachin.size / 1.5
        assert standing.stops
        assert standing.best
        assert standing.worst
    accepts = [standing.accepts for standing in found.standings]
    assert max(accepts) < 2 * min(accepts)


def test_the_short_variant_of_the_lachin_road_can_end_in_a_deal_or_without(lachin: Game):
    """The guide puts 3c and 5b on the board and leaves the other three issues open."""
    left = [deal for deal in map(lachin.deal, range(lachin.size)) if {"forces/pull-back", "money/tied"} <= {*deal}]
    agreed = [deal for deal in left if len(lachin.accepting(deal)) == 5]
    assert 0.05 < len(agreed) / len(left) < 0.2

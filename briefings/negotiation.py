"""Deals: one option for each issue. Which of them the delegations can accept, counted exactly.

You get a `Game` from `game(scenario)`; `enumeration.analyse(game)` makes an `Analysis` of it, looking at every deal. Terms,
as they are used here and on paper:

- A *deal* is a choice of one option on every issue. What it is *worth* to a role is the sum of the role's points for its
  options (an additive scoring system: Raiffa, *The Art and Science of Negotiation*, 1982). An option without points is
  worth 0.
- A role *accepts* a deal when none of its red lines rules out an option in it, and when it is worth at least the role's
  walk-away value: its reservation value, what no deal is worth to it (Raiffa 1982). A role without scores looks at its red
  lines only; one with scores and no walk-away value walks away at 0. The *gain* is what a deal is worth above that value.
- A deal *passes* when those who accept it are enough for the agreement rule: at least as many signers as it asks for, the
  named ones among them, and nobody with a veto against it. The sets of roles that are enough are the winning coalitions of
  a simple game (von Neumann and Morgenstern, *Theory of Games and Economic Behavior*, 1944). By the rule, a role *holds a
  veto* when it is in every winning coalition, and is a *dummy* when it is in no smallest one.
- The *frontier* holds the passing deals that no passing deal dominates: none is worth at least as much to every role and
  more to one (Pareto efficiency, among the deals that pass).
- The *utilitarian* deal has the largest sum of points. The *Nash* deal has the largest product of gains among the passing
  deals that give every role a gain (Nash, "The Bargaining Problem", *Econometrica* 18, 1950). The *egalitarian* deal has the
  largest smallest gain: Kalai's proportional solution with equal weights (Kalai, "Proportional Solutions to Bargaining
  Situations: Interpersonal Utility Comparisons", *Econometrica* 45, 1977); ties go to the next smallest gain and so on, so
  that it lies on the frontier. It compares points between roles as they stand. It is not the solution of Kalai and
  Smorodinsky (*Econometrica* 43, 1975), which measures each role's gain against the most it could gain; that one is not
  given. These solutions were stated for convex sets of outcomes; here they are taken over the deals there are, without
  lotteries between them. Among deals of equal merit the first in the order of the options is taken.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from briefings.scenarios import Scenario

Deal = tuple[str, ...]


@dataclass(frozen=True)
class Player:
    """A role as the game sees it: points and red lines by issue and option, and its walk-away value.

    `scored` says whether it has points at all; without, `floor` is 0 and every deal is worth 0.
    """

    role: str
    points: tuple[tuple[int, ...], ...]
    closed: tuple[tuple[bool, ...], ...]
    floor: int = 0
    scored: bool = False


@dataclass(frozen=True)
class Game:
    """The playable core of a scenario: options as `issue/option`, the roles, and the agreement rule.

    A coalition is a set of roles as a number: bit `i` stands for the role at place `i`.
    """

    issues: tuple[tuple[str, ...], ...]
    players: tuple[Player, ...]
    signers: int
    must_sign: tuple[str, ...] = ()
    veto: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many deals there are."""
        return prod(len(options) for options in self.issues)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(player.role for player in self.players)

    @property
    def scored(self) -> bool:
        """Whether every role has scores, so that deals can be compared for all."""
        return all(player.scored for player in self.players)

    def deal(self, number: int) -> Deal:
        """The deal at a place of the order of issues and options, the last issue changing fastest."""
        options = []
        for issue in reversed(self.issues):
            number, k = divmod(number, len(issue))
            options.append(issue[k])
        return tuple(reversed(options))

    def worth(self, player: Player, deal: Deal) -> int:
        """What a deal is worth to a role, in points."""
        return sum(points[issue.index(option)] for points, issue, option in zip(player.points, self.issues, deal, strict=True))

    def accepting(self, deal: Deal) -> tuple[str, ...]:
        """The roles that accept a deal."""
        places = [issue.index(option) for issue, option in zip(self.issues, deal, strict=True)]
        return tuple(p.role for p in self.players if not any(closed[k] for closed, k in zip(p.closed, places, strict=True)) and self.worth(p, deal) >= p.floor)

    def passes(self, deal: Deal) -> bool:
        """Whether those who accept a deal are enough for the agreement rule."""
        accepting = self.accepting(deal)
        return self.wins(sum(1 << i for i, role in enumerate(self.roles) if role in accepting))

    def whole(self, options: Collection[str]) -> Deal | None:
        """Options of different issues in the order of the issues, as a deal; None where an issue has none or several."""
        chosen = [[option for option in issue if option in options] for issue in self.issues]
        return tuple(one for (one,) in chosen) if all(len(some) == 1 for some in chosen) else None

    def completed(self, settled: Collection[str]) -> Iterator[Deal]:
        """Every deal that holds the options settled so far."""
        return product(*([option for option in issue if option in settled] or issue for issue in self.issues))

    def wins(self, coalition: int) -> bool:
        """Whether a coalition is enough for the agreement rule. Those with a veto must not refuse, and are not counted."""
        able = {role for i, role in enumerate(self.roles) if coalition >> i & 1}
        return len(able - {*self.veto}) >= self.signers and {*self.must_sign, *self.veto} <= able

    @cached_property
    def winning(self) -> tuple[bool, ...]:
        """For each coalition, whether it is enough."""
        return tuple(self.wins(coalition) for coalition in range(1 << len(self.players)))

    @cached_property
    def smallest(self) -> tuple[int, ...]:
        """The winning coalitions that are no longer enough without any one of their roles."""
        bits = [1 << i for i in range(len(self.players))]
        return tuple(c for c, wins in enumerate(self.winning) if wins and not any(c & bit and self.winning[c & ~bit] for bit in bits))

    @property
    def holders(self) -> tuple[str, ...]:
        """The roles that hold a veto by the rule."""
        return tuple(role for i, role in enumerate(self.roles) if self.smallest and all(c >> i & 1 for c in self.smallest))

    @property
    def dummies(self) -> tuple[str, ...]:
        """The roles that the rule never needs."""
        return tuple(role for i, role in enumerate(self.roles) if not any(c >> i & 1 for c in self.smallest))


def game(scenario: Scenario) -> Game:
    """The game of a scenario."""
    agreement = scenario.agreement
    return Game(
        issues=tuple(tuple(f"{issue.id}/{option.id}" for option in issue.options) for issue in scenario.issues),
        players=tuple(_players(scenario)),
        signers=agreement.needed(len(scenario.roles)),
        must_sign=agreement.must_sign,
        veto=agreement.veto,
    )


def _players(scenario: Scenario) -> Iterator[Player]:
    for role in scenario.roles:
        out = {option for line in role.brief.cannot_sign for option in line.options}
        points = {score.option: score.points for score in role.brief.scores}
        refs = [[f"{issue.id}/{option.id}" for option in issue.options] for issue in scenario.issues]
        yield Player(
            role=role.id,
            points=tuple(tuple(points.get(ref, 0) for ref in issue) for issue in refs),
            closed=tuple(tuple(ref in out for ref in issue) for issue in refs),
            floor=(role.brief.walk_away_points or 0) if points else 0,
            scored=bool(points),
        )


# --- the analysis -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """A deal and what it is worth to each role, in their order. Deals worth the same to all are one outcome, shown by the first."""

    deal: Deal
    points: tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """How one role stands.

    `accepts` counts the deals it accepts, `left_out` the passing deals it does not, `stops` the deals that would pass if it
    accepted them. `best` and `worst` are the passing deals worth most and least to it; None where none passes or it has no
    scores. `tighter` is how many passing deals are lost if its walk-away value rises by a point, `looser` how many more pass
    if it falls by one.
    """

    role: str
    accepts: int
    left_out: int
    stops: int
    best: Outcome | None
    worst: Outcome | None
    tighter: int
    looser: int


@dataclass(frozen=True)
class Shift:
    """How many passing deals are lost when an option is worth a point less to a role, and how many are gained at a point more."""

    role: str
    option: str
    lost: int
    gained: int


@dataclass(frozen=True)
class Analysis:
    """What is to be known of a game. Counts are exact.

    `counts` holds for each coalition how many deals exactly its roles accept. `options` says for each option in how many
    passing deals it stands, `pairs` the same for two options of different issues. `frontier` and the three solutions are
    there only where every role has scores; a solution is None where there is none.
    """

    game: Game
    counts: tuple[int, ...]
    standings: tuple[Standing, ...]
    options: dict[str, int]
    pairs: dict[tuple[str, str], int]
    shifts: tuple[Shift, ...]
    frontier: tuple[Outcome, ...]
    nash: Outcome | None
    egalitarian: Outcome | None
    utilitarian: Outcome | None

    @property
    def passing(self) -> int:
        """How many deals pass the rule."""
        return sum(n for n, wins in zip(self.counts, self.game.winning, strict=True) if wins)

    @property
    def share(self) -> float:
        """The share of deals that pass, 0 to 1: the difficulty figure."""
        return self.passing / self.game.size

    def accepted(self, *roles: str) -> int:
        """How many deals all these roles accept, whatever the others do."""
        wanted = sum(1 << self.game.roles.index(role) for role in roles)
        return sum(n for coalition, n in enumerate(self.counts) if coalition & wanted == wanted)

    @property
    def within_lines(self) -> int:
        """How many deals stay within everybody's red lines, whatever they are worth."""
        players = self.game.players
        return prod(sum(not any(p.closed[i][k] for p in players) for k in range(len(issue))) for i, issue in enumerate(self.game.issues))

    @property
    def dictators(self) -> tuple[str, ...]:
        """The roles whose yes alone settles it: what passes is exactly what they accept."""
        seen = [(c, wins) for c, (n, wins) in enumerate(zip(self.counts, self.game.winning, strict=True)) if n]
        return tuple(role for i, role in enumerate(self.game.roles) if self.passing and all(bool(c >> i & 1) == wins for c, wins in seen))

    @property
    def bystanders(self) -> tuple[str, ...]:
        """The roles whose refusal never decides: no deal fails for want of their yes."""
        return tuple(s.role for s in self.standings if self.passing and not s.stops)

    @property
    def dead_issues(self) -> tuple[int, ...]:
        """The places of the issues that never matter: every role gives all their options the same points, and rules out all or none."""
        players = self.game.players
        return tuple(i for i in range(len(self.game.issues)) if all(len({*zip(p.points[i], p.closed[i], strict=True)}) == 1 for p in players))

    @property
    def dominated(self) -> tuple[tuple[str, str], ...]:
        """Options with one of the same issue that is better: at least as good for every role, ruled out by nobody else, and better for one."""
        found = []
        for i, issue in enumerate(self.game.issues):
            merits = [[(not p.closed[i][k], p.points[i][k]) for p in self.game.players] for k in range(len(issue))]
            for worse, poor in zip(issue, merits, strict=True):
                over = [b for b, rich in zip(issue, merits, strict=True) if rich != poor and all(_at_least(x, y) for x, y in zip(rich, poor, strict=True))]
                found += [(worse, over[0])] if over else []
        return tuple(found)


def _at_least(one: tuple[bool, int], other: tuple[bool, int]) -> bool:
    return one[0] >= other[0] and one[1] >= other[1]

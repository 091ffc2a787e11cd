"""Every deal looked at once, in blocks: `analyse(game) -> Analysis`. The only user of numpy, loaded when it is called.

The deals of a block share their options on the first issues; points and red lines of the last issues are worked out once
for all blocks. So ten million deals of five roles take seconds, and no list of deals is ever held.

The frontier is found issue by issue. What a deal is worth is a sum over issues, so part of a deal that is dominated by
another part on the same issues stays so whatever is added, and may be dropped at once (Nemhauser and Ullmann, "Discrete
Dynamic Programming and Capital Allocation", *Management Science* 15, 1969). Red lines close options, and a deal that meets
the walk-away values is dominated only by others that meet them; so each smallest winning coalition has a frontier over the
options that are open to it, and the frontier of the game is what none of theirs dominates.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Any

from briefings.negotiation import Analysis, Game, Outcome, Shift, Standing

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

BLOCK = 1 << 16  # deals in a block, at most
MOST_DEALS = 20_000_000  # what a check or a pack takes the time for; `briefings deals` counts any number
MOST_DOTS = 50_000  # what a figure can show one by one


@lru_cache(maxsize=8)
def analyse(game: Game) -> Analysis:
    """Everything there is to know about a game. Takes time in proportion to its deals; memory hardly grows with them."""
    tally = _Tally(game)
    for block in _blocks(game):
        tally.add(block)
    best = tuple(_outcomes(game, _frontier(game))) if game.scored else ()
    return Analysis(
        game=game,
        counts=tuple(int(n) for n in tally.counts),
        standings=tuple(tally.standings()),
        options={option: int(n) for issue, counts in zip(game.issues, tally.options, strict=True) for option, n in zip(issue, counts, strict=True)},
        pairs={(a, b): int(tally.pairs[i, k][x, y]) for i, k in tally.pairs for x, a in enumerate(game.issues[i]) for y, b in enumerate(game.issues[k])},
        shifts=tuple(tally.shifts()),
        frontier=best,
        **_solutions(game, best),
    )


def counted(game: Game) -> Analysis | None:
    """The analysis of a game; None where it has more than `MOST_DEALS` deals."""
    return analyse(game) if game.size <= MOST_DEALS else None


DIFFICULTY = ((0.15, "easy"), (0.05, "demanding"), (0.02, "hard"), (0.0, "very hard"))  # the share of deals that pass is above ...


def difficulty(found: Analysis) -> str:
    """The share of deals that pass, in a word."""
    return next((word for above, word in DIFFICULTY if found.share > above), "impossible")


def decisive_from(game: Game, role: str) -> int | None:
    """The lowest walk-away value at which some deal fails for want of a role's yes; None where none of those it accepts needs it."""
    import numpy as np

    bit, wins = game.roles.index(role), np.array(game.winning)
    needs = wins & ~wins[np.arange(len(wins)) & ~(1 << bit)]
    worth = [int(block.worth[bit][needed].min()) for block in _blocks(game) if (needed := needs[block.mask]).any()]
    return min(worth) + 1 if worth else None


Dot = tuple[int, int, bool, bool]


@lru_cache(maxsize=8)
def cloud(game: Game) -> tuple[Dot, ...]:
    """The deals of a game as dots, each once: the points of all roles together, the smallest gain of any role, whether all red
    lines are kept, whether it passes. Empty above `MOST_DOTS` deals."""
    import numpy as np

    if game.size > MOST_DOTS:
        return ()
    wins, floors, dots = np.array(game.winning), [player.floor for player in game.players], set()
    for block in _blocks(game):
        joint = np.sum(block.worth, axis=0)
        least = np.min([worth - floor for worth, floor in zip(block.worth, floors, strict=True)], axis=0)
        rows = np.stack([joint, least, np.all(block.within, axis=0), wins[block.mask]], axis=1)
        dots |= {(int(a), int(b), bool(c), bool(d)) for a, b, c, d in np.unique(rows, axis=0)}
    return tuple(sorted(dots))


class _Block:
    """Deals with the same options on the first issues: what each is worth to each role, and who accepts it.

    `places` has for each issue the place of the option: a number for the first issues, a row for the others.
    """

    def __init__(self, first: int, places: "list[int | Array]", worth: "list[Array]", within: "list[Array]", mask: "Array") -> None:
        self.first, self.places, self.worth, self.within, self.mask = first, places, worth, within, mask


def _blocks(game: Game) -> Iterator[_Block]:
    """The deals of a game in their order, a block at a time."""
    import numpy as np

    sizes = [len(issue) for issue in game.issues]
    split = next(i for i in range(len(sizes)) if prod(sizes[i:]) <= BLOCK or i == len(sizes) - 1)
    rows = prod(sizes[split:])
    index = np.arange(rows)
    tail = [index // prod(sizes[i + 1 :]) % sizes[i] for i in range(split, len(sizes))]
    points = [sum((np.array(p.points[split + i], np.int32)[place] for i, place in enumerate(tail)), np.zeros(rows, np.int32)) for p in game.players]
    closed = [sum((np.array(p.closed[split + i])[place] for i, place in enumerate(tail)), np.zeros(rows, bool)) for p in game.players]
    for n, head in enumerate(product(*map(range, sizes[:split]))):
        mask, worth, within = np.zeros(rows, np.int64), [], []
        for bit, player in enumerate(game.players):
            worth.append(points[bit] + sum(player.points[i][k] for i, k in enumerate(head)))
            shut = any(player.closed[i][k] for i, k in enumerate(head))
            within.append(np.zeros(rows, bool) if shut else ~closed[bit])
            mask |= (within[bit] & (worth[bit] >= player.floor)).astype(np.int64) << bit
        yield _Block(n * rows, [*head, *tail], worth, within, mask)


class _Tally:
    """What is counted while the deals go by."""

    def __init__(self, game: Game) -> None:
        import numpy as np

        self.np, self.game = np, game
        roles, sizes = range(len(game.players)), [len(issue) for issue in game.issues]
        wins = np.array(game.winning)
        every = np.arange(len(wins))
        self.wins = wins
        self.needs = [wins & ~wins[every & ~(1 << bit)] for bit in roles]  # a coalition that wins with a role and not without it
        self.lacks = [~wins & wins[every | 1 << bit] for bit in roles]  # ... that would win if the role joined
        self.counts = np.zeros(len(wins), np.int64)
        self.options = [np.zeros(n, np.int64) for n in sizes]
        self.pairs = {(i, k): np.zeros((sizes[i], sizes[k]), np.int64) for i, k in combinations(range(len(sizes)), 2)}
        self.lost = [[np.zeros(n, np.int64) for n in sizes] for _ in roles]
        self.gained = [[np.zeros(n, np.int64) for n in sizes] for _ in roles]
        self.best: list[tuple[int, int] | None] = [None for _ in roles]  # points and the number of the deal
        self.worst: list[tuple[int, int] | None] = [None for _ in roles]

    def add(self, block: _Block) -> None:
        np = self.np
        self.counts += np.bincount(block.mask, minlength=len(self.counts))
        passes = self.wins[block.mask]
        passing = np.flatnonzero(passes)
        places = self._places(block, passing)
        for counts, place in zip(self.options, places, strict=True):
            counts += np.bincount(place, minlength=len(counts))
        for (i, k), table in self.pairs.items():
            table += np.bincount(places[i] * table.shape[1] + places[k], minlength=table.size).reshape(table.shape)
        for bit, player in enumerate(self.game.players):
            if not player.scored:
                continue
            worth, within = block.worth[bit], block.within[bit]
            edge = passing[(worth[passing] == player.floor) & self.needs[bit][block.mask[passing]]]
            beyond = np.flatnonzero((worth == player.floor - 1) & within & self.lacks[bit][block.mask])
            for tables, numbers in ((self.lost, edge), (self.gained, beyond)):
                for counts, place in zip(tables[bit], self._places(block, numbers), strict=True):
                    counts += np.bincount(place, minlength=len(counts))
            if passing.size:
                self._extremes(bit, worth[passing], passing + block.first)

    def _extremes(self, bit: int, worth: "Array", numbers: "Array") -> None:
        """The passing deals worth most and least to a role; the first of equals."""
        high, low = int(worth.argmax()), int(worth.argmin())
        best, worst = self.best[bit], self.worst[bit]
        if best is None or worth[high] > best[0]:
            self.best[bit] = int(worth[high]), int(numbers[high])
        if worst is None or worth[low] < worst[0]:
            self.worst[bit] = int(worth[low]), int(numbers[low])

    def _places(self, block: _Block, numbers: "Array") -> "list[Array]":
        np = self.np
        return [np.full(numbers.size, place) if isinstance(place, int) else place[numbers] for place in block.places]

    def standings(self) -> Iterator[Standing]:
        every = self.np.arange(len(self.counts))
        for bit, player in enumerate(self.game.players):
            has = every >> bit & 1 == 1
            best, worst = self.best[bit], self.worst[bit]
            yield Standing(
                role=player.role,
                accepts=int(self.counts[has].sum()),
                left_out=int(self.counts[self.wins & ~has].sum()),
                stops=int(self.counts[self.lacks[bit]].sum()),
                best=_outcome(self.game, best[1]) if best else None,
                worst=_outcome(self.game, worst[1]) if worst else None,
                tighter=int(self.lost[bit][0].sum()),
                looser=int(self.gained[bit][0].sum()),
            )

    def shifts(self) -> Iterator[Shift]:
        for bit, player in enumerate(self.game.players):
            if player.scored:
                for i, issue in enumerate(self.game.issues):
                    for k, option in enumerate(issue):
                        yield Shift(player.role, option, int(self.lost[bit][i][k]), int(self.gained[bit][i][k]))


def _outcome(game: Game, number: int) -> Outcome:
    deal = game.deal(number)
    return Outcome(deal, tuple(game.worth(player, deal) for player in game.players))


# --- the frontier and the solutions on it -------------------------------------------------------------------


def _frontier(game: Game) -> "Array":
    """The numbers of the deals on the frontier, in order; one for each outcome."""
    import numpy as np

    open_to: dict[tuple[tuple[int, ...], ...], list[int]] = {}
    for coalition in game.smallest:
        members = [player for bit, player in enumerate(game.players) if coalition >> bit & 1]
        places = tuple(tuple(k for k in range(len(issue)) if not any(p.closed[i][k] for p in members)) for i, issue in enumerate(game.issues))
        open_to.setdefault(places, []).append(coalition)
    numbers, points = np.zeros(0, np.int64), np.zeros((len(game.players), 0), np.int64)
    for places, coalitions in open_to.items():
        found, worth = _best_among(game, places, coalitions)
        numbers, points = np.append(numbers, found), np.append(points, worth, axis=1)
        order = np.argsort(numbers, kind="stable")
        kept = order[_undominated(points[:, order])]
        numbers, points = numbers[kept], points[:, kept]
    return numbers


def _met(game: Game, worth: "Array", coalitions: list[int]) -> "Array":
    """For each outcome, whether it meets the walk-away values of all members of one of the coalitions."""
    import numpy as np

    content = np.sum([(row >= player.floor).astype(np.int64) << bit for bit, (row, player) in enumerate(zip(worth, game.players, strict=True))], axis=0)
    met: Array = np.any([content & coalition == coalition for coalition in coalitions], axis=0)
    return met


def _best_among(game: Game, places: tuple[tuple[int, ...], ...], coalitions: list[int]) -> tuple["Array", "Array"]:
    """The undominated among the deals over some of the options that one of the coalitions accepts: their numbers, and points by role.

    Part of a deal that cannot reach any coalition's walk-away values with the best that is left is dropped as well.
    """
    import numpy as np

    numbers, points = np.zeros(1, np.int64), np.zeros((len(game.players), 1), np.int64)
    table = [np.array([[p.points[i][k] for k in options] for p in game.players], np.int64).reshape(len(game.players), -1) for i, options in enumerate(places)]
    for i, (issue, options, worth) in enumerate(zip(game.issues, places, table, strict=True)):
        numbers = (numbers[:, None] * len(issue) + np.array(options, np.int64)).ravel()
        points = (points[:, :, None] + worth[:, None, :]).reshape(len(game.players), -1)
        left = np.sum([later.max(axis=1, initial=0) for later in table[i + 1 :]], axis=0, dtype=np.int64)
        able = np.flatnonzero(_met(game, points + np.broadcast_to(left, (len(game.players),))[:, None], coalitions))
        kept = able[_undominated(points[:, able])]
        numbers, points = numbers[kept], points[:, kept]
    return numbers, points


def _undominated(points: "Array") -> "Array":
    """Which columns no other dominates, in order; of equal columns the first. `points` is roles x outcomes."""
    import numpy as np

    _, first = np.unique(points, axis=1, return_index=True)
    first = np.sort(first)
    left = first[np.argsort(-points[:, first].sum(axis=0), kind="stable")]
    rows = np.ascontiguousarray(points[:, left])
    kept = []
    while left.size:
        kept.append(left[0])  # nothing left has a larger sum, so nothing left dominates it
        better = rows[0] > rows[0, 0]
        for row in rows[1:]:
            better |= row > row[0]
        left, rows = left[better], rows[:, better]
    return np.sort(np.array(kept, np.int64))


def _outcomes(game: Game, numbers: "Array") -> Iterator[Outcome]:
    return (_outcome(game, int(n)) for n in numbers)


def _solutions(game: Game, frontier: tuple[Outcome, ...]) -> dict[str, Outcome | None]:
    """The Nash, egalitarian and utilitarian deals. All lie on the frontier, so only that is searched."""

    def gains(outcome: Outcome) -> list[int]:
        return [worth - player.floor for worth, player in zip(outcome.points, game.players, strict=True)]

    agreeable = [outcome for outcome in frontier if min(gains(outcome)) > 0]
    return {
        "nash": max(agreeable, key=lambda o: prod(gains(o)), default=None),
        "egalitarian": max(frontier, key=lambda o: sorted(gains(o)), default=None),
        "utilitarian": max(frontier, key=lambda o: sum(o.points), default=None),
    }

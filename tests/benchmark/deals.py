"""The analysis of a game of ten million deals and five roles, in a process of its own."""

import random

from briefings.enumeration import analyse
from briefings.negotiation import Game, Player

SIZES = [8] * 7 + [5]


def main() -> None:
    chance = random.Random(1)
    issues = tuple(tuple(f"{name}/{k}" for k in range(n)) for name, n in zip("abcdefgh", SIZES, strict=True))

    def player(role: str) -> Player:
        points = tuple(tuple(chance.randint(0, 20) for _ in range(n)) for n in SIZES)
        return Player(role, points, tuple(tuple(chance.random() < 0.05 for _ in range(n)) for n in SIZES), 75, True)

    found = analyse(Game(issues, tuple(map(player, "pqrst")), 4, ("p",)))
    print(f"{found.passing} pass, {len(found.frontier)} on the frontier")


if __name__ == "__main__":
    main()

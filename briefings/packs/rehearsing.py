"""The rehearsal, for the facilitator alone: games played on paper with what their ends are worth, and moves for each round."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from briefings.guides import PlayedGame, Rehearsal
from briefings.negotiation import Deal, Game, game
from briefings.packs.parts import Badge, Document
from briefings.packs.planner import Planner
from briefings.scenarios import FACILITATOR

MOST_COMPLETIONS = 20_000  # deals that are tried to see what a game without one could still have become


@dataclass(frozen=True)
class Worth:
    """What the end of a game gives a delegation: its points, how far they lie above no deal (both None without scores), whether it accepts."""

    badge: Badge
    points: int | None
    gain: int | None
    accepts: bool


@dataclass(frozen=True)
class OnPaper:
    """A game played on paper: each step by the title of its round, the options it ends with, and what it teaches.

    A game with a deal has its `worth` for each delegation. One without says what could still have passed: of `tried` deals
    that hold what was settled `open` pass, such as `example`; `tried` is 0 where they are too many.
    """

    title: str
    steps: tuple[tuple[str, str], ...]
    options: tuple[str, ...]
    worth: tuple[Worth, ...]
    tried: int
    open: int
    example: str
    learned: str


@dataclass(frozen=True)
class RoundMoves:
    """What the delegations may try in one round."""

    title: str
    moves: tuple[tuple[Badge, tuple[str, ...]], ...]


@dataclass(frozen=True)
class RehearsalSheet(Document):
    """Games played on paper, and what delegations may try in each round."""

    template = "rehearsal.html"
    style = ("facilitator",)
    games: tuple[OnPaper, ...]
    rounds: tuple[RoundMoves, ...]


def rehearsal(planner: Planner, rehearsed: Rehearsal) -> RehearsalSheet:
    """The rehearsal of a scenario that has one."""
    scenario = planner.scenario
    played, badges = game(scenario), {role.id: planner.badge(role) for role in scenario.roles}
    return RehearsalSheet(
        head=planner.head("rehearsal", "Rehearsal", FACILITATOR, 1),
        games=tuple(_on_paper(planner, played, badges, path) for path in rehearsed.paths),
        rounds=tuple(
            RoundMoves(a_round.title, moves)
            for a_round in scenario.rounds
            if (moves := tuple((badges[m.role], m.ideas) for id in badges for m in rehearsed.moves if (m.round, m.role) == (a_round.id, id)))
        ),
        notes=(),
    )


def _on_paper(planner: Planner, played: Game, badges: dict[str, Badge], path: PlayedGame) -> OnPaper:
    titles = {a_round.id: a_round.title for a_round in planner.scenario.rounds}
    deal, settled = played.whole(path.deal or ()), path.settled or ()
    tried = list(islice(played.completed(settled), MOST_COMPLETIONS + 1)) if deal is None else []
    if len(tried) > MOST_COMPLETIONS:
        tried = []
    still = [found for found in tried if played.passes(found)]
    return OnPaper(
        title=path.title,
        steps=tuple((titles[step.round], step.happens) for step in path.steps),
        options=tuple(planner.option(ref) for issue in played.issues for ref in issue if ref in (deal or settled)),
        worth=tuple(_worth(played, badges, deal)) if deal else (),
        tried=len(tried),
        open=len(still),
        example=" ".join(planner.letters[ref] for ref in still[0]) if still else "",
        learned=path.learned,
    )


def _worth(played: Game, badges: dict[str, Badge], deal: Deal) -> Iterator[Worth]:
    accepting = played.accepting(deal)
    for player in played.players:
        points = played.worth(player, deal) if player.scored else None
        yield Worth(badges[player.role], points, None if points is None else points - player.floor, player.role in accepting)

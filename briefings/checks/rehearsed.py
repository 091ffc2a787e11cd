"""Whether the game played on paper is the game that is printed: its ends are what they say, and every delegation has its moves."""

from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.guides import PlayedGame
from briefings.marks import Finding, Loc
from briefings.negotiation import Deal


def games_on_paper_end_as_they_say(case: Case) -> Iterator[Finding]:
    """A deal at the end of a game on paper names one option for each issue, and passes; what was settled names no two for one."""
    if not case.scenario.rehearsal or not case.playable:
        return
    for i, path in enumerate(case.scenario.rehearsal.paths):
        key, refs = ("settled", path.settled or ()) if path.deal is None else ("deal", path.deal)
        loc: Loc = ("rehearsal", "paths", i, key)
        if not {*refs} <= {option for issue in case.game.issues for option in issue}:
            continue  # a finding of its own
        wrong = list(_uneven(case, path))
        deal = case.game.whole(path.deal or ())
        if wrong:
            yield case.finding("deal-on-paper", f"'{path.title}' {'; '.join(wrong)}", loc, "name one option for each issue, such as road/staged")
        elif deal and not case.game.passes(deal):
            hint = "choose other options, or mend points and red lines; see what passes with: briefings deals SCENARIO"
            yield case.finding("deal-on-paper", f"'{path.title}' ends with a deal that does not pass: {'; '.join(_refusals(case, deal))}", loc, hint)


def _uneven(case: Case, path: PlayedGame) -> Iterator[str]:
    """The issues on which a game on paper has two options, or none where it has a deal."""
    for issue, options in zip(case.scenario.issues, case.game.issues, strict=True):
        chosen = [ref for ref in path.deal or path.settled or () if ref in options]
        if len(chosen) > 1:
            yield f"has {len(chosen)} options for '{issue.id}'"
        elif path.deal is not None and not chosen:
            yield f"has no option for '{issue.id}'"


def _refusals(case: Case, deal: Deal) -> Iterator[str]:
    """Who refuses a deal, and why."""
    for role, player in zip(case.scenario.roles, case.game.players, strict=True):
        closed = [ref for row, issue, ref in zip(player.closed, case.game.issues, deal, strict=True) if row[issue.index(ref)]]
        worth = case.game.worth(player, deal)
        if closed:
            yield f"{role.name} cannot sign {' and '.join(closed)}"
        elif worth < player.floor:
            yield f"{role.name} has {worth} points by it and {player.floor} without"


def several_games_are_played(case: Case) -> Iterator[Finding]:
    """Of the games on paper two end in different deals and one in none: more ways than one, and no deal as a result."""
    rehearsed = case.scenario.rehearsal
    if rehearsed is None or not rehearsed.paths:
        return
    deals = {frozenset(path.deal) for path in rehearsed.paths if path.deal is not None}
    missing = [
        *(["two that end in different deals"] if len(deals) < 2 and not case.scenario.agreement.expect_no_deal else []),
        *(["one that ends without a deal"] if all(path.settled is None for path in rehearsed.paths) else []),
    ]
    if missing:
        yield case.finding("few-games", f"among the games on paper there are not {' and '.join(missing)}", ("rehearsal", "paths"), "play them too", "note")


def every_role_has_moves(case: Case) -> Iterator[Finding]:
    """Where one delegation has moves for a round, each has them, once, and the delegations negotiate in it."""
    rehearsed = case.scenario.rehearsal
    if rehearsed is None or not case.clear("rounds") or not case.clear("roles"):
        return
    played = {a_round.id: a_round.play for a_round in case.scenario.rounds}
    given: dict[str, list[str]] = {}
    for i, moves in enumerate(rehearsed.moves):
        loc: Loc = ("rehearsal", "moves", i, "round")
        if moves.round not in played:
            continue
        if not played[moves.round]:
            yield case.finding("uneven-moves", f"moves for '{moves.round}', in which nobody negotiates", loc, "leave them out", "warning")
        listed = given.setdefault(moves.round, [])
        if moves.role in listed and played[moves.round]:
            yield case.finding("uneven-moves", f"a second list of moves for '{moves.role}' in '{moves.round}'", loc, "make one list of both", "warning")
        listed.append(moves.role)
    for id, roles in given.items():
        missing = [role.name for role in case.scenario.roles if role.id not in roles]
        if missing and played[id]:
            message = f"in '{id}' there are no moves for {', '.join(missing)}"
            yield case.finding("uneven-moves", message, ("rehearsal", "moves"), "give every delegation moves, or none", "warning")

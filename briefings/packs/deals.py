"""The deal map and answer key, for the facilitator alone: what can be signed, by whom, and what opens the way to it, in words.

Every number comes from the analysis of the game. `answer_key` is also what `briefings deals` prints.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefings.enumeration import DIFFICULTY, cloud, counted, difficulty
from briefings.negotiation import Analysis, Outcome, game
from briefings.packs.figures import DealDot, DealPlot
from briefings.packs.parts import Badge, Document
from briefings.packs.planner import Planner
from briefings.scenarios import FACILITATOR, Scenario
from briefings.sections import Words, capital
from briefings.wording import possessive

MOST_ROWS = 20


@dataclass(frozen=True)
class DealRow:
    """A deal worth knowing: its options, what it is, points by role, all points together, the smallest gain, who signs."""

    deal: str
    what: str
    points: tuple[int, ...]
    joint: int
    least: int
    signs: str


@dataclass(frozen=True)
class StandingRow:
    """A role in the game; `low` and `high` are its points in passing deals, `both` how many deals it accepts with each other role."""

    badge: Badge
    floor: int | None
    low: int | None
    high: int | None
    accepts: int
    both: tuple[int | None, ...]
    stops: int
    tighter: int
    looser: int


@dataclass(frozen=True)
class OptionCount:
    """In how many passing deals an option stands, and who rules it out."""

    option: str
    count: int
    closed_by: str


@dataclass(frozen=True)
class DealMap(Document):
    """What can be signed, and by whom: how to read it all, a plot, the answer key in words, tables.

    `basics` say what a deal is and when it passes, for somebody who knows no such game.
    `alike` says whether every row of `deals` is signed by the same delegations, so that the column can be left out.
    """

    template = "deal-map.html"
    style = ("figures", "deals")
    scored: bool
    size: int
    passing: int
    basics: str
    alike: bool
    key: tuple[tuple[str, str], ...]
    plot: DealPlot | None
    roles: tuple[Badge, ...]
    deals: tuple[DealRow, ...]
    left_out: int
    standings: tuple[StandingRow, ...]
    issues: tuple[tuple[str, tuple[OptionCount, ...]], ...]


def deal_map(planner: Planner) -> DealMap | None:
    """The deal map of a scenario; None where it has too many deals to be counted for a pack."""
    scenario = planner.scenario
    found = counted(game(scenario))
    if found is None:
        return None
    played, roles = found.game, [role.id for role in scenario.roles]
    rows = tuple(deal_rows(scenario, found))
    title = f"{capital(scenario.called.deal)} map and answer key" if played.scored else "Answer key"
    return DealMap(
        head=planner.head("deal-map", title, FACILITATOR, 1),
        scored=played.scored,
        size=played.size,
        passing=found.passing,
        basics=_basics(scenario, found),
        alike=len({row.signs for row in rows}) < 2,
        key=tuple(answer_key(scenario, found)),
        plot=_plot(scenario, found, rows) if found.frontier else None,
        roles=tuple(planner.badge(role) for role in scenario.roles),
        deals=rows,
        left_out=len(found.frontier) - len(rows),
        standings=tuple(
            StandingRow(
                planner.badge(role),
                player.floor if player.scored else None,
                standing.worst.points[i] if standing.worst else None,
                standing.best.points[i] if standing.best else None,
                standing.accepts,
                tuple(found.accepted(role.id, other) if other != role.id else None for other in roles),
                standing.stops,
                standing.tighter,
                standing.looser,
            )
            for i, (role, player, standing) in enumerate(zip(scenario.roles, played.players, found.standings, strict=True))
        ),
        issues=tuple(
            (
                f"{n} {issue.title}",
                tuple(
                    OptionCount(planner.option(ref), found.options[ref], "".join(scenario.letter(p.role) for p in played.players if p.closed[n - 1][k]))
                    for k, ref in enumerate(played.issues[n - 1])
                ),
            )
            for n, issue in enumerate(scenario.issues, 1)
        ),
        notes=(),
    )


def deal_rows(scenario: Scenario, found: Analysis) -> Iterator[DealRow]:
    """The frontier, most points together first; where it is long, the deals with a name and those with the most points."""
    floors = [player.floor for player in found.game.players]
    named = _named(scenario, found)
    ranked = sorted(found.frontier, key=lambda o: (-sum(o.points), o.deal))
    kept = [o for o in ranked if o in named]
    kept += [o for o in ranked if o not in named][: max(0, MOST_ROWS - len(kept))]
    for outcome in sorted(kept, key=ranked.index):
        gains = [worth - floor for worth, floor in zip(outcome.points, floors, strict=True)]
        signs = "".join(scenario.letter(role) for role in found.game.accepting(outcome.deal))
        yield DealRow(written(scenario, outcome), ", ".join(named.get(outcome, ())), outcome.points, sum(outcome.points), min(gains), signs)


def _named(scenario: Scenario, found: Analysis) -> dict[Outcome, list[str]]:
    """The deals that have a name, on the frontier: the three solutions, and the best for each role."""
    named: dict[Outcome, list[str]] = {}
    for outcome, name in ((found.utilitarian, "utilitarian"), (found.nash, "Nash"), (found.egalitarian, "egalitarian")):
        if outcome:
            named.setdefault(outcome, []).append(name)
    for i, role in enumerate(scenario.roles):
        if found.frontier:
            named.setdefault(max(found.frontier, key=lambda o, i=i: o.points[i]), []).append(f"best for {scenario.letter(role.id)}")  # type: ignore[misc]
    return named


def written(scenario: Scenario, outcome: Outcome) -> str:
    """A deal by the letters of its options: `1b 2c 3b`."""
    return " ".join(scenario.letters[option] for option in outcome.deal)


def _plot(scenario: Scenario, found: Analysis, rows: tuple[DealRow, ...]) -> DealPlot:
    floors = [player.floor for player in found.game.players]
    best = {(sum(o.points), min(w - f for w, f in zip(o.points, floors, strict=True))) for o in found.frontier}
    dots = cloud(found.game) or tuple((joint, least, True, True) for joint, least in sorted(best))
    return DealPlot(
        dots=tuple(DealDot(joint, least, keeps, passes, passes and (joint, least) in best) for joint, least, keeps, passes in dots),
        labels=tuple((row.what, row.joint, row.least) for row in rows if row.what),
        everybody=len(found.game.holders) == len(found.game.players),
        example=_example(scenario, found),
        words=scenario.called,
    )


def _basics(scenario: Scenario, found: Analysis) -> str:
    """What a deal is, what it is worth, and when it passes."""
    played, words = found.game, scenario.called
    first = " ".join(scenario.letters[issue[0]] for issue in played.issues)
    text = f"{capital(words.a_deal)} names one option for each of the {len(played.issues)} {words.issues}, such as {first}. "
    if played.scored:
        text += f"It is worth to a delegation the sum of the points on its score sheet; no {words.deal} is worth its walk-away value. "
    text += f"Red lines are options that {'it' if played.scored else 'a delegation'} cannot {words.sign} at any price. "
    text += f"It accepts {words.a_deal} that crosses none of them"
    text += f" and is worth no less than no {words.deal}. " if played.scored else ". "
    if len(played.holders) == len(played.players):
        return f"{text}{capital(words.a_deal)} passes when all {len(played.players)} accept it."
    return f"{text}{capital(words.a_deal)} passes when those accept it whom the agreement rule asks for."


def _example(scenario: Scenario, found: Analysis) -> str:
    """One dot of the plot in words: the deal with the most points together."""
    best = found.utilitarian
    if best is None:
        return ""
    gains = [worth - player.floor for worth, player in zip(best.points, found.game.players, strict=True)]
    names = _names(scenario)
    least = _listed(names[player.role] for player, gain in zip(found.game.players, gains, strict=True) if gain == min(gains))
    text = f"The dot named utilitarian, {written(scenario, best)}, has {sum(best.points)} points together; "
    return f"{text}{least} gains least by it, {_points(min(gains))} more than without {scenario.called.a_deal}. "


def _points(n: int) -> str:
    return f"{n} point" if n == 1 else f"{n} points"


# --- the answer key in words ------------------------------------------------------------------------------


def answer_key(scenario: Scenario, found: Analysis) -> Iterator[tuple[str, str]]:
    """What a facilitator should know of the game: a heading and a few sentences each, from the analysis alone."""
    steps = ", ".join(f"{word} above {_percent(above)}" for above, word in DIFFICULTY if above)
    yield "How hard it is", f"{hardness(scenario, found)} A game is {steps}."
    yield "Who decides", _deciders(scenario, found)
    if found.frontier:
        yield "How firm it is", _fragility(scenario, found)
    if found.passing:
        yield "What opens the way", _opening(scenario, found)
    if found.frontier:
        yield f"Which {scenario.called.deals} are best", _best(scenario, found)


def hardness(scenario: Scenario, found: Analysis) -> str:
    """How many deals pass, in a sentence or two."""
    words, size, within = scenario.called, found.game.size, found.within_lines
    text = f"{_many(found.passing)} of {_many(size)} {words.deals} {'passes' if found.passing == 1 else 'pass'}, {_percent(found.share)}: {difficulty(found)}. "
    text += f"{_many(within)} stay{'s' if within == 1 else ''} within everybody's red lines"
    if found.game.scored and len(found.game.holders) == len(found.game.players) and within > found.passing:
        return f"{text}; in {_many(within - found.passing)} of these some delegation would have fewer points than without {words.a_deal}."
    return f"{text}."


def _deciders(scenario: Scenario, found: Analysis) -> str:
    names, played, words = _names(scenario), found.game, scenario.called
    if len(played.holders) == len(played.players):
        text = "Every delegation holds a veto; nobody can be left out. "
    elif played.holders:
        text = f"By the rule, {_listed(names[r] for r in played.holders)} cannot be left out; any other delegation can. "
    else:
        text = f"By the rule, no delegation is needed for every {words.deal}. "
    stops = {standing.role: standing.stops for standing in found.standings}
    hardest, easiest = max(stops.values()), min(stops.values())
    if not hardest:
        return text.rstrip()
    if hardest == easiest:
        return f"{text}All are equally hard to satisfy: with the yes of any one, {_more(hardest, words)} would pass."
    most, least = ([names[role] for role, n in stops.items() if n == value] for value in (hardest, easiest))
    yes = "its yes" if len(most) == 1 else "the yes of one of them"
    text += f"Hardest to satisfy: {_listed(most)}; with {yes} {_more(hardest, words)} would pass. "
    return text + f"Easiest: {_listed(least)}, with {_many(easiest)}."


def _opening(scenario: Scenario, found: Analysis) -> str:
    """The two options on different issues with the largest share of passing deals among the deals that hold both."""
    played, letters, words = found.game, scenario.letters, scenario.called
    length = {option: len(issue) for issue in played.issues for option in issue}
    text = ""
    if found.pairs:
        one, other = max(found.pairs, key=lambda pair: found.pairs[pair] * length[pair[0]] * length[pair[1]])
        held = played.size // (length[one] * length[other])
        how_many = (
            f"{found.pairs[one, other]} of the {_many(held)} {words.deals} that hold both pass" if held > 1 else f"the one {words.deal} that holds both passes"
        )
        text = f"{_titled(scenario, one)} together with {_titled(scenario, other)}: {how_many}, "
        text += "the largest share for any two options. "
        text += _trade(scenario, found, one, other) if played.scored else ""
    never = [
        letters[o]
        for i, issue in enumerate(played.issues)
        for k, o in enumerate(issue)
        if not found.options[o] and not any(p.closed[i][k] for p in played.players)
    ]
    always = [letters[o] for issue in played.issues for o in issue if found.options[o] == found.passing]
    if never:
        text += f"No {words.deal} that passes holds {_listed(never, 'or')}, though no red line forbids {'it' if len(never) == 1 else 'them'}. "
    if always:
        text += f"Every {words.deal} that passes holds {_listed(always)}."
    return text.strip()


def _trade(scenario: Scenario, found: Analysis, one: str, other: str) -> str:
    """Who gives way on which of two options, and gets the other for it; told by first and last choices among what can pass."""
    names, letters = _names(scenario), scenario.letters
    (first, last), (other_first, other_last) = _choices(found, one), _choices(found, other)
    text = ""
    for option, liked, disliked in ((one, first, last), (other, other_first, other_last)):
        wants = [f"{_listed(names[r] for r in roles)} want{'s' if len(roles) == 1 else ''}" for roles in (liked, disliked)]
        wants = [f"{want} {letters[option]} {degree}" for want, degree, roles in zip(wants, ("most", "least"), (liked, disliked), strict=True) if roles]
        text += f"Of what can pass on {scenario.called.issue} {letters[option][:-1]}, {', '.join(wants)}. " if wants else ""
    for give, get, gives in ((one, other, [r for r in last if r in other_first]), (other, one, [r for r in other_last if r in first])):
        if gives:
            plural = "" if len(gives) > 1 else "s"
            text += f"{capital(_listed(names[r] for r in gives))} give{plural} way to {letters[give]} and get{plural} {letters[get]}. "
    return text


def _choices(found: Analysis, option: str) -> tuple[list[str], list[str]]:
    """The roles whose first choice an option is, and whose last, among the options of its issue that stand in some passing deal."""
    i, issue = next((i, issue) for i, issue in enumerate(found.game.issues) if option in issue)
    k, live = issue.index(option), [k for k, o in enumerate(issue) if found.options[o]]
    first, last = [], []
    for player in found.game.players:
        worth = [player.points[i][x] for x in live]
        if min(worth) < max(worth) == player.points[i][k]:
            first.append(player.role)
        elif max(worth) > min(worth) == player.points[i][k]:
            last.append(player.role)
    return first, last


def _titled(scenario: Scenario, option: str) -> str:
    """An option by letter and title: `1b (Two steps this year)`."""
    return f"{scenario.letters[option]} ({_titles(scenario)[option]})"


def _titles(scenario: Scenario) -> dict[str, str]:
    return {f"{issue.id}/{option.id}": option.title for issue in scenario.issues for option in issue.options}


def _in_words(scenario: Scenario, outcome: Outcome) -> str:
    """A deal by the titles of its options."""
    titles = _titles(scenario)
    return "; ".join(titles[option] for option in outcome.deal)


def _best(scenario: Scenario, found: Analysis) -> str:
    n = len(found.frontier)
    if n == 1:
        return f"One result is the best for all: {written(scenario, found.frontier[0])} ({_in_words(scenario, found.frontier[0])})."
    text = f"{_many(n)} results cannot be bettered for one delegation without another losing. "
    named = {(o, name) for o, name in ((found.utilitarian, "the most points together"), (found.nash, "the largest product of gains (Nash)")) if o}
    for outcome in dict.fromkeys(o for o in (found.utilitarian, found.nash) if o):
        merits = sorted((name for o, name in named if o == outcome), reverse=True)
        text += f"{written(scenario, outcome)} ({_in_words(scenario, outcome)}) has {_listed(merits)}. "
    if found.egalitarian:
        floors = [p.floor for p in found.game.players]
        gains = [w - f for w, f in zip(found.egalitarian.points, floors, strict=True)]
        names = _names(scenario)
        least = [names[p.role] for p, gain in zip(found.game.players, gains, strict=True) if gain == min(gains)]
        again = "" if found.egalitarian in (found.utilitarian, found.nash) else f" ({_in_words(scenario, found.egalitarian)})"
        text += f"{written(scenario, found.egalitarian)}{again} does most for whoever gains least (egalitarian): "
        text += f"{_points(min(gains))} more than without {scenario.called.a_deal} for {_listed(least)}. "
    return text.strip()


def _fragility(scenario: Scenario, found: Analysis) -> str:
    names = _names(scenario)
    tight = max(found.standings, key=lambda s: s.tighter)
    wide = max(found.standings, key=lambda s: s.looser)
    if not tight.tighter and not wide.looser:
        return "No walk-away value or score that moves by one point changes what passes."
    text = ""
    if tight.tighter:
        text += f"If {names[tight.role]} asked for one point more, {tight.tighter} of the {found.passing} {scenario.called.deals} would fall. "
    if wide.looser:
        text += f"If {names[wide.role]} asked for one point less, {wide.looser} more would pass. "
    shift = max(found.shifts, key=lambda s: s.lost)
    if shift.lost:
        text += (
            f"The most delicate score is {possessive(names[shift.role])} for {scenario.letters[shift.option]}: a point less there, and {shift.lost} would fall."
        )
    return text.strip()


def _names(scenario: Scenario) -> dict[str, str]:
    """The roles' names for running text, with an article where the scenario's own texts mostly give them one."""
    text = "\n".join(passage.text for passage in scenario.passages)

    def named(name: str) -> str:
        bare, article = (len(re.findall(rf"(?<!\w){before}{re.escape(name)}(?!\w)", text)) for before in ("", r"[Tt]he\s+"))
        return f"the {name}" if 2 * article > bare else name

    return {role.id: named(role.name) for role in scenario.roles}


def _listed(names: Iterable[str], word: str = "and") -> str:
    parts = list(names)
    return f" {word} ".join(part for part in (", ".join(parts[:-1]), parts[-1] if parts else "") if part)


def _many(n: int) -> str:
    return f"{n:,}"


def _more(n: int, words: Words) -> str:
    return f"{_many(n)} more {words.deal if n == 1 else words.deals}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}\N{NO-BREAK SPACE}%".replace(".0", "")

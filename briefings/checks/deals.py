"""Whether the game is one: deals that pass, points that agree with the prose, no role and no issue without weight.

What is counted comes from `enumeration`; very large games are left to `briefings deals`. The rules about
points speak only where every role has them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from briefings.checks.case import Case
from briefings.enumeration import decisive_from
from briefings.marks import Finding, nearest
from briefings.wording import possessive


def a_deal_is_possible(case: Case) -> Iterator[Finding]:
    """At least one deal passes the agreement rule, unless the author says otherwise."""
    if not case.playable or case.scenario.agreement.expect_no_deal:
        return
    if case.analysis is None:
        yield case.finding(
            "many-deals", f"{case.game.size} deals are more than a check looks at", ("issues",), "see them with: briefings deals SCENARIO", "note"
        )
    elif not case.analysis.passing:
        yield case.finding(
            "no-deal-possible",
            f"none of the {case.game.size} deals can be signed under the agreement rule",
            ("agreement",),
            "loosen a red line, a walk-away value or the rule, or say 'expect_no_deal: yes'",
        )


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OF_ALL = re.compile(
    r"\b(\d+|[a-z]+) of the (\d+|[a-z]+)\b(?: (?:delegations|parties|roles|sides))?(?= (?:must |have to |need to )?(?:sign|accept|agree))",
    re.I,
)


def the_rule_in_words_is_the_rule(case: Case) -> Iterator[Finding]:
    """Where the rule in plain words says that so many of all delegations sign, as many must."""
    agreement, roles = case.scenario.agreement, len(case.scenario.roles)
    signing = agreement.needed(roles) + len({*agreement.veto})
    for found in _OF_ALL.finditer(agreement.rule):
        some, of = (_NUMBERS.index(word) if word in _NUMBERS else int(word) if word.isdecimal() else None for word in map(str.lower, found.groups()))
        if some is not None and of == roles and some not in (agreement.needed(roles), signing):
            message = f"the rule says '{found[1]} of the {found[2]}', yet {'all' if signing == roles else agreement.signers} must sign by 'signers'"
            yield case.finding("rule-number", message, ("agreement", "rule"), f"write 'signers: {some}', or change the words", "warning", needle=found[1])


def every_role_can_settle_every_issue(case: Case) -> Iterator[Finding]:
    """No role's red lines rule out every option of an issue."""
    options = {issue.id: {f"{issue.id}/{o.id}" for o in issue.options} for issue in case.scenario.issues}
    for i, role in enumerate(case.scenario.roles):
        out = {option for line in role.brief.cannot_sign for option in line.options}
        for issue, every in options.items():
            if every <= out:
                yield case.finding(
                    "issue-closed", f"{role.name} can sign no option of '{issue}'", ("roles", i, "brief", "cannot_sign"), "leave at least one option open"
                )


def all_roles_have_scores_or_none(case: Case) -> Iterator[Finding]:
    """Deals can be compared for all roles only where all have points."""
    scored = [role.name for role in case.scenario.roles if role.brief.scores]
    for i, role in enumerate(case.scenario.roles):
        if scored and not role.brief.scores:
            yield case.finding(
                "no-scores", f"{scored[0]} has scores, {role.name} has none", ("roles", i, "brief"), "score the options for every role, or for none", "warning"
            )


def red_lines_carry_no_points(case: Case) -> Iterator[Finding]:
    """An option a role cannot sign has no points for it: its score sheet must not tempt it to what its brief forbids."""
    for i, role in enumerate(case.scenario.roles):
        out = {option for line in role.brief.cannot_sign for option in line.options}
        for k, score in enumerate(role.brief.scores):
            if score.option in out and score.points:
                yield case.finding(
                    "red-line-scored",
                    f"{role.name} cannot sign '{score.option}', yet it is worth {score.points} points",
                    ("roles", i, "brief", "scores", k, "points"),
                    "remove the score, or open the option",
                )


def points_follow_the_ranked_wants(case: Case) -> Iterator[Finding]:
    """What is wanted more weighs more: the issue of a want has at least the weight of the next one's.

    The weight of an issue is the difference between the best and the worst of its options, as in an additive scoring
    system (Raiffa 1982); an option the role cannot sign counts as 0. Wants that name no issue are passed over.
    """
    issues = {issue.id: [f"{issue.id}/{option.id}" for option in issue.options] for issue in case.scenario.issues}
    for i, role in enumerate(case.scenario.roles):
        points = {score.option: score.points for score in role.brief.scores}
        weight = {id: max(worth) - min(worth) for id, options in issues.items() if (worth := [points.get(o, 0) for o in options])}
        ranked = [(k, want.issue) for k, want in enumerate(role.brief.wants) if want.issue in weight]
        for (_, above), (k, below) in pairwise(ranked):
            if points and above and below and weight[below] > weight[above]:
                yield case.finding(
                    "rank-against-weight",
                    f"{role.name} wants '{below}' less than '{above}', yet its points weigh {weight[below]} against {weight[above]}",
                    ("roles", i, "brief", "wants", k),
                    "change the order of the wants, or the points",
                    "warning",
                )


def wants_name_issues(case: Case) -> Iterator[Finding]:
    """The issue a want is about is on the table."""
    issues = [issue.id for issue in case.scenario.issues]
    if not case.clear("issues"):
        return
    for i, role in enumerate(case.scenario.roles):
        for k, want in enumerate(role.brief.wants):
            if want.issue is not None and want.issue not in issues:
                hint = nearest(want.issue, issues) or f"issues: {', '.join(issues)}"
                yield case.finding("unknown-issue", f"no issue '{want.issue}'", ("roles", i, "brief", "wants", k, "issue"), hint)


def every_role_can_win_and_lose(case: Case) -> Iterator[Finding]:
    """Every role accepts some deals and refuses some, is not outvoted on all, and neither decides alone nor for nothing."""
    found = case.compared
    if found is None:
        return
    for i, standing in enumerate(found.standings):
        name = case.scenario.roles[i].name
        loc = ("roles", i, "brief", "walk_away_points" if case.scenario.roles[i].brief.walk_away_points is not None else "scores")
        if standing.accepts == found.game.size:
            yield case.finding("role-cannot-lose", f"{name} accepts every deal, so it has nothing to lose", loc, "raise its walk-away value", "warning")
        elif not standing.accepts or (found.passing and standing.left_out == found.passing):
            what = "no deal at all" if not standing.accepts else "none of the deals that pass"
            yield case.finding("role-cannot-win", f"{name} accepts {what}", loc, "lower its walk-away value, or score more of what others can give", "warning")
        elif standing.role in found.dictators:
            yield case.finding(
                "role-dictates", f"what {name} accepts is what passes; nobody else decides anything", loc, "give the others more to lose", "warning"
            )
        elif standing.role in found.bystanders:
            value = decisive_from(found.game, standing.role)
            hint = "name it among those who must sign, or ask for more signatures: no walk-away value gives its yes a weight"
            if value is not None:
                hint = f"raise its walk-away value (at {value} or more some deal fails for want of its yes), or name it among those who must sign"
            yield case.finding("role-idle", f"no deal fails for want of {possessive(name)} yes", loc, hint, "warning")


def several_deals_are_worth_having(case: Case) -> Iterator[Finding]:
    """No deal that passes is the best one for everybody; then there would be nothing to negotiate."""
    found = case.compared
    if found and found.passing > 1 and len(found.frontier) == 1:
        deal = ", ".join(found.frontier[0].deal)
        yield case.finding("one-deal-best", f"one deal is the best for every role: {deal}", ("issues",), "let what one role gains cost another", "warning")


def every_issue_and_option_matters(case: Case) -> Iterator[Finding]:
    """No issue is indifferent to all or settled from the start, and no option is worse for all than another of its issue."""
    found = case.compared
    if found is None:
        return
    for i, issue in enumerate(case.scenario.issues):
        live = [option for option in found.game.issues[i] if found.options[option]]
        if i in found.dead_issues:
            yield case.finding(
                "dead-issue", f"'{issue.id}' makes no difference to any role", ("issues", i), "score its options differently, or drop it", "warning"
            )
        elif found.passing > 1 and len(live) == 1:
            closed = [(option, _ruled_out_by(case, option)) for option in found.game.issues[i] if option not in live]
            why = "; ".join(f"'{option}' is closed by {'a red line of ' + ', '.join(names) if names else 'points alone'}" for option, names in closed)
            hint = f"open another option, or drop the issue: {why}"
            yield case.finding("settled-issue", f"every deal that passes holds '{live[0]}'", ("issues", i), hint, "warning")
    for worse, better in found.dominated:
        i = next(i for i, options in enumerate(found.game.issues) if worse in options)
        loc = ("issues", i, "options", found.game.issues[i].index(worse))
        yield case.finding(
            "dominated-option", f"'{better}' is at least as good as '{worse}' for every role", loc, "make it worth something to somebody", "warning"
        )


def _ruled_out_by(case: Case, option: str) -> list[str]:
    """The names of the roles that have a red line against an option."""
    return [role.name for role in case.scenario.roles if any(option in line.options for line in role.brief.cannot_sign)]

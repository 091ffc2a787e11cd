"""Whether the game can be played: deals, minutes, dates."""

from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.marks import Finding
from briefings.negotiation import game


def a_deal_is_possible(case: Case) -> Iterator[Finding]:
    """At least one deal passes the agreement rule within everybody's red lines, unless the author says otherwise."""
    if case.scenario.agreement.expect_no_deal:
        return
    played = game(case.scenario)
    if not set(played.must_sign) <= set(played.ruled_out) or played.signers > len(played.ruled_out):
        return  # the rule itself is wrong, which is a finding of its own
    if played.size <= MOST_DEALS and not played.passing:
        yield case.finding(
            "no-deal-possible",
            f"none of the {played.size} deals can be signed under the agreement rule",
            ("agreement",),
            "loosen a red line or the rule, or say 'expect_no_deal: yes'",
        )


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


def injects_fall_in_their_round(case: Case) -> Iterator[Finding]:
    """An inject comes before its round is over."""
    minutes = {r.id: r.minutes for r in case.scenario.rounds}
    for i, inject in enumerate(case.scenario.injects):
        length = minutes.get(inject.round)
        if length is not None and inject.minute >= length:
            yield case.finding(
                "late-inject",
                f"inject '{inject.id}' comes at minute {inject.minute} of a round of {length}",
                ("injects", i, "minute"),
                "bring it earlier, or into another round",
            )


def the_debrief_is_long_enough(case: Case) -> Iterator[Finding]:
    """The debrief takes at least a third of the time from the first round of play on.

    The rule of thumb is Crookall's and Kriz's: a simulation without adequate debriefing is not worth running.
    """
    debrief = sum(phase.minutes for phase in case.scenario.debrief)
    play = sum(r.minutes for r in case.scenario.rounds if r.play)
    if debrief * 3 < play + debrief:
        yield case.finding(
            "short-debrief",
            f"the debrief has {debrief} of {play + debrief} minutes of play and debrief; less than a third",
            ("debrief",),
            f"give it {-(-(play - 2 * debrief) // 2)} minutes more, or shorten play",
            "warning",
        )


def the_timeline_ends_in_time(case: Case) -> Iterator[Finding]:
    """The timeline runs forward and ends at the date of the scenario."""
    dates = [event.date for event in case.scenario.timeline]
    for i, date in enumerate(dates):
        if case.is_future(date):
            yield case.finding(
                "from-the-future", f"{date} lies after the scenario's date {case.scenario.as_of}", ("timeline", i, "date"), "move it to the epilogue"
            )
        if i and date[: len(dates[i - 1])] < dates[i - 1][: len(date)]:
            yield case.finding("timeline-order", f"{date} stands after {dates[i - 1]}", ("timeline", i, "date"), "put the oldest first", "warning")


MOST_DEALS = 1_000_000

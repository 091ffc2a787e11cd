"""Whether the agenda can be kept: minutes and dates; and in which language it is played."""

from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.marks import Finding


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
        if case.scenario.is_future(date) and not case.too_early:
            yield case.finding(
                "from-the-future", f"{date} lies after the scenario's date {case.scenario.as_of}", ("timeline", i, "date"), "move it to the epilogue"
            )
        if i and date[: len(dates[i - 1])] < dates[i - 1][: len(date)]:
            yield case.finding("timeline-order", f"{date} stands after {dates[i - 1]}", ("timeline", i, "date"), "put the oldest first", "warning")


def what_is_in_english_alone(case: Case) -> Iterator[Finding]:
    """In another language the pages mix two, and some rules find nothing; the author is told both."""
    language = case.scenario.language
    if not case.scenario.english:
        message = (
            f"headings and fixed sentences of the pages are in English; figures without a date, sums of steps and reading ages are not looked for in {language}"
        )
        yield case.finding("fixed-english", message, ("language",), "own templates can say it in another language: templates/README.md", "note")

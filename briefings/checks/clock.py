"""Whether the minutes add up: reading, steps, speaking slots; and whether each inject leads somewhere."""

import re
from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.marks import Finding
from briefings.reading import COMMON, WORDS_A_MINUTE
from briefings.wording import words

FEWEST_WORDS = 3  # fewer say nothing that somebody could do

_STEP = re.compile(r"^\s*(?:[-*]|\d+\.)\s+(\d+) minutes?:", re.M)


def there_is_time_to_read(case: Case) -> Iterator[Finding]:
    """Where the agenda gives minutes for reading, the common brief and the longest role brief can be read in them.

    At 150 words a minute; `reading.py` gives the source of that speed.
    """
    found = case.balance
    slowest = max(found.hands, key=lambda hand: (hand.reading, hand.words))
    if found.reading_given and slowest.reading > found.reading_given:
        i = next(i for i, part in enumerate(case.scenario.rounds) if part.reading)
        total = dict(found.words).get(COMMON, 0) + slowest.words
        yield case.finding(
            "short-reading",
            f"{slowest.name} reads {total} words, {slowest.reading} minutes at {WORDS_A_MINUTE} words a minute; the agenda gives {found.reading_given}",
            ("rounds", i, "minutes"),
            f"give {slowest.reading - found.reading_given} minutes more, shorten the texts, or let them be read beforehand",
            "warning",
        )


def steps_add_up(case: Case) -> Iterator[Finding]:
    """Where the steps of a round begin with their minutes, in English, these add up to the round's."""
    for i, part in enumerate(case.scenario.rounds):
        steps = [int(minutes) for minutes in _STEP.findall(part.steps)]
        if steps and sum(steps) != part.minutes:
            message = f"the steps of '{part.id}' take {' + '.join(map(str, steps))} = {sum(steps)} minutes, the round has {part.minutes}"
            yield case.finding("agenda-sum", message, ("rounds", i, "minutes"), "change the steps or the round", "warning")


def everyone_can_speak(case: Case) -> Iterator[Finding]:
    """A speaking slot for each delegation fits into its round."""
    roles = len(case.scenario.roles)
    for i, part in enumerate(case.scenario.rounds):
        if part.slot and part.slot * roles > part.minutes:
            message = f"{roles} delegations with {part.slot} minutes each need {part.slot * roles}; '{part.id}' has {part.minutes}"
            yield case.finding("short-round", message, ("rounds", i, "slot"), "shorten the slot or lengthen the round", "warning")


def injects_lead_somewhere(case: Case) -> Iterator[Finding]:
    """An inject says what participants should do, and what the facilitator does when nothing happens."""
    for i, inject in enumerate(case.scenario.injects):
        for key, text, hint in (
            ("expected", inject.expected, "say what participants should do"),
            ("fallback", inject.fallback, "say what the facilitator does when nothing happens"),
        ):
            if len(words(text)) < FEWEST_WORDS:
                yield case.finding("idle-inject", f"inject '{inject.id}' has no {key} action", ("injects", i, key), hint, "warning")

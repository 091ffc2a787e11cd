"""Doubts that the author leaves as they are, each with its reason: the warning becomes a note that carries it.

An acceptance holds for one code at one place of the scenario and what stands in it. An error cannot be accepted, and an
acceptance that nothing needs any more is a finding itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefings.checks.case import Case
from briefings.marks import Finding, nearest
from briefings.sections import Acceptance
from briefings.wording import words

FEWEST_WORDS = 4  # fewer are no reason


def accept(case: Case, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those that are accepted as notes with their reason, and what is wrong with the acceptances."""
    places = [case.marked.place(acceptance.where) for acceptance in case.scenario.accepted]
    met: set[int] = set()
    for finding in findings:
        reason = ""
        for i, (acceptance, place) in enumerate(zip(case.scenario.accepted, places, strict=True)):
            if place is None or finding.code != acceptance.finding or not case.marked.within(finding.mark, place):
                continue
            met.add(i)
            if finding.level == "error":
                yield case.finding("cannot-accept", f"'{finding.code}' is an error; only a warning can be accepted", ("accepted", i, "finding"), "mend it")
            elif _is_reasoned(acceptance):
                reason = acceptance.because
        yield replace(finding, level="note", accepted=reason) if reason else finding
    for i, (acceptance, place) in enumerate(zip(case.scenario.accepted, places, strict=True)):
        if place is None:
            yield case.finding("unknown-where", f"no place '{acceptance.where}' in this scenario", ("accepted", i, "where"), _hint(case, acceptance.where))
        elif i not in met:
            message = f"nothing to accept: there is no '{acceptance.finding}' at '{acceptance.where}'"
            yield case.finding("unused-acceptance", message, ("accepted", i), "remove it, or correct the code or place", "warning")
        if not _is_reasoned(acceptance):
            hint = "say in a sentence why it is right as it is; the quality annex prints it"
            yield case.finding("no-reason", f"'{acceptance.because}' gives no reason", ("accepted", i, "because"), hint)


def _is_reasoned(acceptance: Acceptance) -> bool:
    return len(words(acceptance.because)) >= FEWEST_WORDS


def _hint(case: Case, where: str) -> str:
    return nearest(where.split("/")[0], case.marked.data) or "write keys, ids and numbers from 1, such as roles/russia or timeline/3"

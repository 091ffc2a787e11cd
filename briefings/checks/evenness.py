"""Whether the roles are evenly made: hands, evidence, voices, injects.

Doubts with their figures, not errors: balance is not symmetry, and the record may differ. An author who has a reason
writes it under `accepted`.

A finding is something that the author can mend. Where the library itself has no voice of a role and no plainer text about it,
there is nothing to mend in the scenario: that is a *gap*, told to readers by `balance.gaps` and no finding here.
"""

from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.marks import Finding
from briefings.scenarios import EVERYONE


def hands_are_alike(case: Case) -> Iterator[Finding]:
    """No role has less than half the wants, levers or secrets of the role with most."""
    hands = case.balance.hands
    for what, field, key in (("wants", "wants", "wants"), ("levers", "levers", "trades"), ("secrets", "secrets", "secrets")):
        most = max(hands, key=lambda hand: getattr(hand, field))
        for i, hand in enumerate(hands):
            own, top = getattr(hand, field), getattr(most, field)
            if own * 2 < top:
                message = f"{hand.name} has {own} {what}, {most.name} has {top}"
                yield case.finding("thin-hand", message, ("roles", i, "brief", key), f"give it {-(-top // 2) - own} more, or take from {most.name}", "warning")


def evidence_is_even(case: Case) -> Iterator[Finding]:
    """No role has less than half the quoted words of another, or draws on one outlet where others draw on several."""
    hands = case.balance.hands
    most = max(hands, key=lambda hand: hand.evidence.words)
    several = [hand.name for hand in hands if len(hand.evidence.outlets) > 1]
    for i, hand in enumerate(hands):
        loc, evidence = ("roles", i, "brief", "record"), hand.evidence
        if evidence.words * 2 < most.evidence.words:
            message = f"{hand.name} has {evidence.words} quoted words in hand, {most.name} has {most.evidence.words}"
            yield case.finding("uneven-evidence", message, loc, "find more with: briefings search WORDS", "warning")
        if len(evidence.outlets) == 1 and evidence.excerpts > 1 and len(several) * 2 > len(hands):
            message = (
                f"all {evidence.excerpts} excerpts of {hand.name} are from {evidence.outlets[0][0]}; {len(several)} of {len(hands)} roles have several outlets"
            )
            yield case.finding("one-outlet", message, loc, "find another outlet with: briefings search WORDS", "warning")


def opinion_is_shared(case: Case) -> Iterator[Finding]:
    """No role argues mostly from opinion and commentary while others do not and the library holds plainer text about it.

    Plainer is a news report or document, published by the scenario's date, that speaks of the role and is not in its brief.
    """
    hands = case.balance.hands
    for hand in case.balance.opinionated:
        if hand.plainer:
            n, of = hand.evidence.opinions, hand.evidence.excerpts
            message = f"{n} of {of} excerpts of {hand.name} are opinion or commentary; the library holds {len(hand.plainer)} about it from news or documents"
            loc = ("roles", hands.index(hand), "brief", "record")
            yield case.finding("opinion-evidence", message, loc, f"use {_some(hand.plainer)}, or share the opinions out", "warning")


def roles_are_heard(case: Case) -> Iterator[Finding]:
    """A role of which two excerpts or more speak is heard somewhere in the pack, where the library holds its words or position.

    Only excerpts published by the scenario's date count: later ones cannot be printed.
    """
    for i, hand in enumerate(case.balance.hands):
        if hand.unused and not hand.heard and hand.spoken_of > 1:
            held = f"the library holds {len(hand.unused)} that could be printed"
            message = f"{hand.spoken_of} excerpts speak of {hand.name}, none gives its own words or position; {held}"
            yield case.finding("unheard-role", message, ("roles", i, "brief", "record"), f"add {_some(hand.unused)}", "warning")


def _some(refs: tuple[str, ...]) -> str:
    return ", ".join(refs[:3]) + (f" or {len(refs) - 3} more" if len(refs) > 3 else "")


def injects_reach_every_role(case: Case) -> Iterator[Finding]:
    """Where there are injects, each role receives one. A misspelt recipient is a finding of its own."""
    injects, hands = case.scenario.injects, case.balance.hands
    misspelt = {to for inject in injects for to in inject.to} - {hand.role for hand in hands} - {EVERYONE}
    for i, hand in enumerate(hands):
        if injects and not misspelt and not hand.injects:
            message = f"none of {len(injects)} injects reaches {hand.name}"
            yield case.finding("unaddressed-role", message, ("roles", i), f"add {hand.role} to the 'to' of one", "warning")

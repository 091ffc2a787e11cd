"""Whether the roles are evenly made: hands, evidence, voices, injects.

Doubts with their figures, not errors: balance is not symmetry, and the record may differ. An author who has a reason
writes it under `accepted`.
"""

from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.marks import Finding
from briefings.scenarios import EVERYONE

OPINION = ("opinion", "commentary")


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
    """No role argues mostly from opinion and commentary where the others have mostly other kinds of text."""
    hands = case.balance.hands
    opinions = [sum(n for kind, n in hand.evidence.kinds if kind in OPINION) for hand in hands]
    for i, (hand, own) in enumerate(zip(hands, opinions, strict=True)):
        others, of = sum(opinions) - own, sum(h.evidence.excerpts for h in hands) - hand.evidence.excerpts
        if own * 2 > hand.evidence.excerpts and others * 2 < of:
            message = f"{own} of {hand.evidence.excerpts} excerpts of {hand.name} are opinion or commentary; {others} of {of} of the other roles"
            yield case.finding("opinion-evidence", message, ("roles", i, "brief", "record"), "give it news or documents, or share the opinions out", "warning")


def roles_are_heard(case: Case) -> Iterator[Finding]:
    """A role of which two excerpts or more speak has its own side's words or position in the pack, where other roles have."""
    hands = case.balance.hands
    heard = [hand.name for hand in hands if hand.heard]
    for i, hand in enumerate(hands):
        if heard and not hand.heard and hand.spoken_of > 1:
            message = f"{hand.spoken_of} excerpts speak of {hand.name}, none gives its own words or position; those of {', '.join(heard)} are given"
            yield case.finding(
                "unheard-role", message, ("roles", i, "brief", "record"), "add an excerpt of this side, or say to participants that none is at hand", "warning"
            )


def injects_reach_every_role(case: Case) -> Iterator[Finding]:
    """Where there are injects, each role receives one. A misspelt recipient is a finding of its own."""
    injects, hands = case.scenario.injects, case.balance.hands
    misspelt = {to for inject in injects for to in inject.to} - {hand.role for hand in hands} - {EVERYONE}
    for i, hand in enumerate(hands):
        if injects and not misspelt and not hand.injects:
            message = f"none of {len(injects)} injects reaches {hand.name}"
            yield case.finding("unaddressed-role", message, ("roles", i), f"add {hand.role} to the 'to' of one", "warning")

"""The weight of role briefs and what fits on a card. Doubts, not errors: an author may have reasons."""

from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.marks import Finding
from briefings.wording import words

MOST_WORDS = 900
MOST_APART = 15  # per cent of the longest brief
EXCERPTS = (4, 6)
AIM_WORDS = 20


def evidence_for_each_role(case: Case) -> Iterator[Finding]:
    """Each role has four to six excerpts in hand, each once."""
    least, most = EXCERPTS
    for i, role in enumerate(case.scenario.roles):
        loc, refs = ("roles", i, "brief", "record"), [e.excerpt for e in role.brief.record]
        if not least <= len(refs) <= most:
            yield case.finding(
                "evidence-count",
                f"{role.name} has {len(refs)} excerpts; four to six make a fair brief",
                loc,
                "find more with: briefings search WORDS" if len(refs) < least else "keep the strongest",
                "warning",
            )
        for k, ref in enumerate(refs):
            if ref in refs[:k]:
                yield case.finding("same-excerpt", f"'{ref}' stands twice in the record of {role.name}", (*loc, k, "excerpt"), "remove one")


def briefs_are_short(case: Case) -> Iterator[Finding]:
    """A role brief has at most 900 words, excerpts included: two sheets, six minutes."""
    for i, role in enumerate(case.scenario.roles):
        count = case.brief_words(role)
        if count > MOST_WORDS:
            yield case.finding(
                "long-brief",
                f"the brief of {role.name} has {count} words; at most {MOST_WORDS} can be read in the time",
                ("roles", i, "brief"),
                f"cut {count - MOST_WORDS} words",
                "warning",
            )


def briefs_are_of_equal_weight(case: Case) -> Iterator[Finding]:
    """No brief is more than 15 % shorter than the longest."""
    counts = [case.brief_words(role) for role in case.scenario.roles]
    longest = max(counts)
    for i, (role, count) in enumerate(zip(case.scenario.roles, counts, strict=True)):
        if count * 100 < longest * (100 - MOST_APART):
            short = longest * (100 - MOST_APART) // 100 - count + 1
            yield case.finding(
                "thin-role",
                f"the brief of {role.name} has {count} words, the longest has {longest}: more than {MOST_APART} % apart",
                ("roles", i, "brief"),
                f"add about {short} words, or shorten the longest",
                "warning",
            )


def cards_are_short(case: Case) -> Iterator[Finding]:
    """A public aim has at most twenty words."""
    for i, role in enumerate(case.scenario.roles):
        count = len(words(role.public.aim))
        if count > AIM_WORDS:
            yield case.finding(
                "long-aim",
                f"the public aim of {role.name} has {count} words; a card holds {AIM_WORDS}",
                ("roles", i, "public", "aim"),
                f"cut {count - AIM_WORDS} words",
                "warning",
            )

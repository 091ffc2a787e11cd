"""Quotation marks, dates and lengths of what is quoted."""

from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.checks.references import printed_excerpts
from briefings.marks import Finding, Loc
from briefings.reading import QUOTED
from briefings.scenarios import AFTER
from briefings.wording import WINDOW, cut, windows, words

LONGEST = 60
LONGEST_ON_CARD = 25


def quotations_are_excerpts(case: Case) -> Iterator[Finding]:
    """Four words or more in quotation marks must stand in a proven excerpt; a paraphrase carries none."""
    proven = [words(part) for q in case.library.proven for part in cut(q.excerpt.words).parts]
    for passage in case.scenario.passages:
        for found in QUOTED.finditer(passage.text):
            inside = words(next(group for group in found.groups() if group))
            if len(inside) >= WINDOW and not any(inside in windows(run, len(inside)) for run in proven):
                first = found[0].split()[0]
                yield case.finding(
                    "unproven-quotation",
                    f"{len(inside)} words in quotation marks that stand in no proven excerpt",
                    passage.loc,
                    "quote an excerpt word for word, or drop the quotation marks and cite the source",
                    needle=first,
                    nth=passage.text.count(first, 0, found.start()),
                )


def nothing_from_the_future(case: Case) -> Iterator[Finding]:
    """Before play ends, nothing is quoted or cited that was published after the date of the scenario."""
    if case.too_early:
        message = f"everything that is quoted was published after {case.scenario.as_of}"
        yield case.finding("from-the-future", message, ("as_of",), "is the year right? a class knows nothing later than this date")
        return
    uses: list[tuple[Loc, str, str, int]] = [(loc, ref, "", 0) for loc, ref in printed_excerpts(case) if loc[0] == "roles"]
    for p in case.scenario.passages:
        if p.reader != AFTER:
            uses += [(p.loc, ref, f"[@{ref}]", p.citations[:nth].count(ref)) for nth, ref in enumerate(p.citations)]
    for loc, ref, needle, nth in uses:
        source = case.library.sources.get(ref.split("/")[0])
        date = source.date.value if source else ""
        if case.scenario.is_future(date):
            yield case.finding(
                "from-the-future",
                f"'{ref}' was published in {date}, after the scenario's date {case.scenario.as_of}",
                loc,
                "use an earlier text, or move this to the epilogue",
                needle=needle,
                nth=nth,
            )


def excerpts_are_short(case: Case) -> Iterator[Finding]:
    """A brief's excerpt has at most 60 words, a card's at most 25."""
    for loc, ref in printed_excerpts(case):
        quotation = case.library.quotations.get(ref)
        most = LONGEST_ON_CARD if loc[-1] == "quotation" else LONGEST
        if quotation and quotation.length > most:
            where = "on a card" if most == LONGEST_ON_CARD else "in a brief"
            yield case.finding("long-excerpt", f"'{ref}' has {quotation.length} words; {where} at most {most}", loc, "choose a shorter excerpt")


def contradictions_are_pairs(case: Case) -> Iterator[Finding]:
    """A contradiction sets different excerpts against each other."""
    for i, pair in enumerate(case.scenario.contradictions):
        if len(set(pair.excerpts)) < len(pair.excerpts):
            yield case.finding("same-excerpt", "an excerpt set against itself", ("contradictions", i, "excerpts"), "name two different excerpts")

"""The words of neutral text: charged terms, names of places, figures, and runs of words taken from a source.

Neutral is what speaks in nobody's name: everything but the confidential briefs and the public aims. A brief may use its
own side's forms; the page of names and terms says so to everyone. A quotation is never touched.
"""

import re
from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.marks import Finding
from briefings.reading import QUOTED, sentences
from briefings.scenarios import CITATION, Passage
from briefings.terms import Sides, blank, whole
from briefings.wording import WINDOW, digests, words

LONGEST_RUN = 8  # words that may stand together as they do in a source, outside quotation marks
_WINDOWS = LONGEST_RUN + 2 - WINDOW

# What explains the words themselves, or is no text that a reader meets. A background fact has its attribution beside it.
_EXPLAINS = {"terms", "places", "order_rule", "accepted", "reviewed", "topics"}
# What tells how things were: here a number of people or a sum has a date or a source.
_TELLS = {"setting", "not_at_table", "epilogue", "roles"}

# A sentence in which somebody is said to say, call, report, deny or fear something.
_SAYING = (
    r"say|call|describe|claim|accuse|allege|den(?:y|ie)|reject|term|report|argue|insist|object|warn|fear|charge|"
    r"maintain|demand|complain|name|label|refer|regard|treat"
)
_ATTRIBUTED = re.compile(rf"\b(?:(?:{_SAYING})(?:s|d|ed|ing|med|red)?|said|speaks? of|spoke of|speaking of|according to|in the words of)\b", re.I)
# ... and one in which nobody is, though it looks like it: `is called`, `so-called`, `the report`.
_BY_NOBODY = re.compile(
    rf"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|often\s+|also\s+)?(?:(?:{_SAYING})(?:d|ed|med|red)|said)\b(?![^;]*\sby\s)|\bso-called\b"
    r"|\b(?:the|an?|this|its|their|his|her|our|your)\s+(?:\w+\s+)?(?:name|term|report|claim|charge|demand|fear|object|label|warning)s?\b",
    re.I,
)
_NAMING = re.compile(r"(?<!\w)(?:calls?|called|names?|named|known as|writes?|wrote|spell(?:s|ed)?|renamed)(?!\w)")

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATED = re.compile(rf"(?<!\w)(?:(?:19|20)\d\d|{_MONTH}|{_DAY}|[Tt]oday|[Yy]esterday|[Tt]his (?:week|month|year)|1[89]\d0s|20\d0s)(?!\w)")
_WORD = (
    "a|several|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_NUMBER = (
    rf"(?:[$€£]\s?\d[\d,.]*(?:\s(?:million|billion))?|(?<![\w.,])(?!(?:19|20)\d\d(?!\d))\d[\d,.]*\d(?!\w)(?!\s+(?:{_MONTH}))"
    rf"|\b(?i:(?:(?:{_WORD})[\s-]+(?:and\s+)?)*(?:dozens|hundreds?|thousands?|millions?|billions?))\b)"
)
_COUNTED = (
    "people|persons|civilians|soldiers|servicemen|troops|fighters|guards|peacekeepers|dead|deaths|killed|wounded|injured|casualties|victims|displaced|"
    "refugees|residents|inhabitants|families|households|prisoners|detainees|Armenians|Azerbaijanis|Russians|dollars|euros|roubles|rubles|drams|manats?"
)
_FIGURE = re.compile(
    rf"{_NUMBER}(?:[^\w.;:]+[\w’'-]+){{0,4}}?[^\w.;:]+(?:{_COUNTED})\b|[$€£]\s?\d[\d,.]*(?:\s(?:million|billion))?|\b\d[\d,.]*\s(?:million|billion)?\s?(?:dollars|euros)\b"
)
_NUMERAL = re.compile(r"\d{1,3}(?:[,\s]\d{3})+|\d{3,}")


def charged_terms_are_attributed(case: Case) -> Iterator[Finding]:
    """In neutral text, a charged term stands in quotation marks, in a cited sentence, or after somebody who says it."""
    neutral = {form.casefold() for term in case.scenario.terms for form in term.neutral}
    listed = ((form, term) for term in case.library.glossary.terms for form in term.forms if form.casefold() not in neutral)
    forms = {form: (term.alternatives, term.except_in) for form, term in listed}
    forms |= {form: ((term.here,), ()) for term in case.scenario.terms for form in term.attribute}
    if not forms:
        return
    pattern, known = whole(*forms, ignore_case=True), {form.casefold(): told for form, told in forms.items()}
    for passage in _neutral(case):
        plain = blank(passage.text, QUOTED)
        if not pattern.search(plain) or passage.loc[0] == "background":
            continue
        for start, end in sentences(plain):
            if CITATION.search(plain, start, end):
                continue
            sentence = blank(plain[start:end], _BY_NOBODY)
            for found in pattern.finditer(plain, start, end):
                alternatives, except_in = known[" ".join(found[0].casefold().split())]
                if _ATTRIBUTED.search(sentence, 0, found.start() - start) or any(
                    e.start() <= found.start() < e.end() for e in whole(*except_in, ignore_case=True).finditer(plain)
                ):
                    continue
                hint = f"say who uses the word, cite it, or say: {'; '.join(alternatives)}"
                yield case.within(passage, found.start(), "charged-term", f"'{found[0]}' in neutral text without attribution", hint)


def places_have_both_names(case: Case) -> Iterator[Finding]:
    """Neutral text gives a place in its house form, or every name it uses beside another one."""
    sides = Sides(case.library.glossary, case.scenario.places)
    for passage in _neutral(case):
        met = list(sides.found(blank(passage.text, QUOTED)))
        for start, end in sentences(passage.text) if met else ():
            here = [(house, found) for house, found in met if start <= found.start() < end]
            for house, found in here:
                beside = house in passage.text[start:end] or any(other == house and name[0] != found[0] for other, name in here)
                if not beside and not _NAMING.search(passage.text, start, found.start()):
                    message = f"'{found[0]}' alone in neutral text: one side's name of a place"
                    yield case.within(passage, found.start(), "one-sided-name", message, f"write {house}, or say who calls it so")


def figures_are_dated(case: Case) -> Iterator[Finding]:
    """Where a text tells how things were, a number of people or a sum of money has a date or a citation in its sentence.

    Looked for in English alone."""
    for passage in _neutral(case):
        if passage.loc[0] not in _TELLS or not case.scenario.english:
            continue
        plain = blank(passage.text, QUOTED)
        for start, end in sentences(plain):
            if not CITATION.search(plain, start, end) and not _DATED.search(plain, start, end):
                for found in _FIGURE.finditer(plain, start, end):
                    message = f"'{' '.join(found[0].split())}' with neither date nor source"
                    yield case.within(passage, found.start(), "undated-figure", message, "say when and by whose count, or cite a source")


def differing_figures_stand_together(case: Case) -> Iterator[Finding]:
    """Where excerpts give different figures for one thing, neutral text gives more than one of them."""
    for disputed in case.library.glossary.figures:
        given = {ref: n[0] for ref in disputed.excerpts if (q := case.library.quotations.get(ref)) and (n := _NUMERAL.search(q.excerpt.words))}
        numerals = {_plain(figure) for figure in given.values()}
        if len(numerals) < 2:
            continue
        about = whole(*disputed.words, ignore_case=True)
        for passage in _neutral(case):
            plain = blank(passage.text, CITATION)
            met = {_plain(found[0]): found.start() for a, b in sentences(plain) if about.search(plain, a, b) for found in _NUMERAL.finditer(plain, a, b)}
            told = {numeral: start for numeral, start in met.items() if numeral in numerals}
            if len(told) == 1:
                others = ", ".join(f"{figure} [@{ref}]" for ref, figure in given.items() if _plain(figure) not in told)
                message = f"one figure for {disputed.about}, where sources differ"
                yield case.within(passage, next(iter(told.values())), "single-figure", message, f"give the range, or add: {others}")


def long_runs_are_quoted(case: Case) -> Iterator[Finding]:
    """Nine words or more of a source in a row are a quotation: an excerpt in quotation marks, or words of one's own."""
    for passage in case.scenario.passages:
        plain = blank(passage.text, CITATION)
        for offset, part in _outside_quotations(plain):
            run = words(part)
            # A run of nine words is six windows in a row, so looking up every sixth window misses none.
            sample = {digest for i in range(0, len(run), _WINDOWS) for digest in digests(run[i : i + WINDOW])}
            if all(prints.places.keys().isdisjoint(sample) for prints in case.library.fingerprints.values()):
                continue
            hashes, taken = digests(run), set[int]()
            same = [(-n, first, source) for source, prints in case.library.fingerprints.items() for first, n in prints.shared(hashes, LONGEST_RUN + 1)]
            for n, first, source in sorted(same):
                if taken.isdisjoint(range(first, first - n)):
                    taken |= {*range(first, first - n)}
                    starts = [offset + found.start() for found in re.finditer(r"[^\s‐‑‒–—-]+", part) if words(found[0])]
                    start = starts[first] if len(starts) == len(run) else offset
                    message = f"{-n} words in a row as in '{source}', outside quotation marks"
                    yield case.within(passage, start, "unmarked-quotation", message, "quote an excerpt in quotation marks, or say it in words of your own")


def _neutral(case: Case) -> Iterator[Passage]:
    """The texts that speak in nobody's name."""
    roles = {role.id for role in case.scenario.roles}
    for passage in case.scenario.passages:
        if passage.reader not in roles and passage.loc[0] not in _EXPLAINS and " " in passage.text and passage.loc[2:] != ("public", "aim"):
            yield passage


def _outside_quotations(text: str) -> Iterator[tuple[int, str]]:
    """What stands between quotations, with where it begins."""
    start = 0
    for found in QUOTED.finditer(text):
        yield start, text[start : found.start()]
        start = found.end()
    yield start, text[start:]


def _plain(numeral: str) -> str:
    return re.sub(r"\D", "", numeral)

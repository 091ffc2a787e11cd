"""How long and how hard the texts of a scenario are to read.

You get the texts of each printed document from `documents`, minutes from `minutes`, and reading levels from `levels`.
A level is a hint for the author's eye, in `briefings balance` and the quality annex, and no rule of `check`.

Adults read English non-fiction silently at about 238 words a minute on average, and slower where English is not their
first language (Brysbaert 2019, a review of 190 studies, Journal of Memory and Language 109). We reckon with 150, so
that a class that reads in a second language, and marks what it reads, gets to the end.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from briefings.marks import Loc
from briefings.scenarios import CITATION, Scenario
from briefings.wording import words

WORDS_A_MINUTE = 150
COMMON = "common-brief"
FEWEST_WORDS = 100  # a formula says nothing of a shorter text

QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]")

_COMMON = ("question", "setting", "invented", "issues", "timeline", "not_at_table", "agreement")
_SENTENCE = re.compile(r"[.!?]+[\"”’»)*]*(?:\s*\[@[^\]\s]*\])*(?=\s+(?!\[@)[^\sa-z]|\s*$)|\n\s*\n|\n(?=\s*[-*] )")
_REFERENCE = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9-]+)?|[0-9-]+")
# Abbreviations that end in a point and no sentence.
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|No|vs|e\.g|i\.e))\.$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends; the citations that follow a sentence belong to it."""
    start = 0
    for end in _SENTENCE.finditer(text):
        if not _SHORT.search(text, start, end.end()) and text[start : end.end()].strip():
            yield start, end.end()
            start = end.end()
    if text[start:].strip():
        yield start, len(text)


def documents(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """The author's texts by the document that prints them, in order; without citations, ids and excerpts."""
    found: dict[str, list[str]] = {}
    for passage in scenario.passages:
        document = _document(passage.loc, passage.reader)
        if document and not _REFERENCE.fullmatch(passage.text):
            found.setdefault(document, []).append(CITATION.sub("", passage.text))
    return {document: tuple(texts) for document, texts in found.items()}


def _document(loc: Loc, reader: str) -> str:
    if loc[0] == "roles":
        return f"role-brief-{reader}" if loc[2] == "brief" else COMMON if loc[2:] in (("public", "aim"), ("public", "face")) else ""
    if loc[0] in _COMMON:
        return COMMON
    if loc[0] in ("places", "terms"):
        return "names-and-terms"
    if loc[0] == "rounds" and loc[-1] != "say":
        return "agenda-and-rules"
    if loc[0] in ("rounds", "guide", "care", "debrief"):
        return "facilitator-guide"
    if loc[0] == "injects" and loc[-1] == "text":
        return "inject-cards"
    return "epilogue" if loc[0] == "epilogue" else ""


def count(texts: tuple[str, ...]) -> int:
    """How many words stand in these texts."""
    return sum(len(words(text)) for text in texts)


def minutes(number: int) -> int:
    """Minutes to read so many words, rounded up."""
    return -(-number // WORDS_A_MINUTE)


@dataclass(frozen=True)
class Level:
    """How hard a document is to read: a school grade (the median of five formulas), and the ages it suits."""

    document: str
    grade: float
    ages: tuple[int, int]

    def __str__(self) -> str:
        return f"about age {self.ages[0]}-{self.ages[1]}"


def levels(scenario: Scenario) -> tuple[Level, ...]:
    """The reading level of every document that has one."""
    found = (level(document, texts, scenario.language) for document, texts in documents(scenario).items())
    return tuple(one for one in found if one)


@lru_cache(maxsize=256)
def level(document: str, texts: tuple[str, ...], language: str) -> Level | None:
    """The reading level of a document without quotations and proper names; None where it is short or in a language
    without formulas.

    The grade is the median of Flesch-Kincaid, ARI, Coleman-Liau, Gunning fog and SMOG, as the library `readability`
    computes them from the length of words and sentences. Children of grade n are n + 5 to n + 6 years old; as formulas
    differ by a grade or two, the band is three years wide and no more than a hint.
    """
    import readability

    if language.split("-")[0] != "en" or count(texts) < FEWEST_WORDS:
        return None
    lines = "\n".join(" ".join(sentence) for sentence in _plain([QUOTED.sub(" it ", text) for text in texts]))
    grades = readability.getmeasures(lines, lang="en")["readability grades"]
    grade = median(grades[name] for name in ("Kincaid", "ARI", "Coleman-Liau", "GunningFogIndex", "SMOGIndex"))
    youngest = max(5, round(grade) + 5)
    return Level(document, round(grade, 1), (youngest, youngest + 2))


def _plain(texts: list[str]) -> list[list[str]]:
    """Sentences as lists of words, ending in a full stop; a short word stands for each proper name."""
    split = [re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text[a:b]) for text in texts for a, b in sentences(text)]
    names = {word for sentence in split for word in sentence[1:] if word[0].isupper() and word != "I"}
    return [[*("it" if word in names else word for word in sentence), "."] for sentence in split if sentence]

"""What counts as the same words: folding, cuts, windows, fingerprints. Shared by quotation proof and secrecy search.

The quotation contract (also told in `seeds/README.md`, and held by property tests):

- Text is compared after Unicode NFC, with runs of white space, shapes of quotation marks, shapes of dashes
  (and white space around them), and the ellipsis character folded alike on both sides. Case and wording are kept.
- `[...]` marks a cut: the parts around it must follow one another in the source, in order.
- `[word]` marks an editor's insertion of one to six whole words; what stands around it is contiguous in the source.
- Nothing fuzzy ever passes.

A *word* is a run of characters between white space or dashes, less the punctuation at its edges; a run that is
punctuation alone is no word. A *fingerprint* is the ordered hashes of a text's windows of four words, with the
number of the word at which each paragraph starts. It proves wording, order and paragraph of an excerpt without
holding the text; punctuation is proven only against the full text.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

WINDOW = 4
# 10 hexadecimal digits: a wrong window passes by chance once in a million million.
_DIGITS = 10

_QUOTES = dict.fromkeys(map(ord, "'\"`´‘’‚‛“”„‟‹›«»′″ʼ＇＂「」『』"), '"')
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−⸺⸻﹘﹣－"), "-")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"))
_ALIKE = {**_QUOTES, **_DASHES, **_UNSEEN, ord("…"): "..."}
# Punctuation that carries meaning at the edge of a word: 5%, &c, #2, @name.
_MEANING = set("%&#@§‰")
# A decimal point that opens a number.
_POINT = re.compile(r"(?<!\.)\.\d")
_MARKED_PLACE = re.compile(r"\[\s*(\.\.\.|…)\s*\]|\[([^\[\]]*)\]")
_NEGATIONS = {"not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "non", "without", "cannot", "hardly"}


def fold(text: str) -> str:
    """The text with everything folded that the contract folds; case, wording and other punctuation kept."""
    text = unicodedata.normalize("NFC", text).translate(_ALIKE)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r" ?-(?: ?-)* ?", "-", text)


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, case kept, in order. Apostrophes inside a word stay.

    A dash or point that opens a number is part of it: −5 and .5 are not 5. The dash is kept as a minus sign, which no
    folded text has."""
    text = unicodedata.normalize("NFC", text).translate(_ALIKE)
    text = re.sub(r"(?<![\w.%)\]!?-])-(?=[^\w\s-]?\d)", "\N{MINUS SIGN}", text).replace("-", " ")
    return tuple(word for run in text.split() if (word := _trim(run)))


def _trim(run: str) -> str:
    if run.isalnum():  # as most are
        return run
    start, end = 0, len(run)
    while start < end and _edge(run[start]) and not _POINT.match(run, start):
        start += 1
    while end > start and _edge(run[end - 1]):
        end -= 1
    return run[start:end]


def _edge(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" and character not in _MEANING


def bare_words(text: str) -> tuple[str, ...]:
    """Words reduced to small letters and digits, compatibility forms resolved: what a reader would call the same
    words whatever ligature, small capital or hyphen they were set with. For the secrecy search only."""
    text = unicodedata.normalize("NFKC", text).translate(_UNSEEN).casefold()
    return tuple(re.findall(r"[^\W_]+", text))


def possessive(name: str) -> str:
    """A name as an owner's: `the town's`, `the Fishers'`."""
    return name + ("'" if name.endswith("s") else "'s")


def windows(of: Sequence[str], size: int) -> tuple[tuple[str, ...], ...]:
    """Every run of `size` words, in order; empty where there are fewer words."""
    return tuple(zip(*(of[i:] for i in range(size)), strict=False))


def paragraphs(text: str) -> tuple[str, ...]:
    """A text's paragraphs: runs of lines between blank lines, or single lines where the text has no blank line."""
    text = text.replace("\r\n", "\n").strip()
    blocks = re.split(r"\n\s*\n", text) if re.search(r"\n\s*\n", text) else text.split("\n")
    return tuple(" ".join(block.split()) for block in blocks if words(block))


@dataclass(frozen=True)
class Fingerprint:
    """The ordered hashes of a text's windows of four words, and the word at which each paragraph starts."""

    hashes: tuple[str, ...]
    starts: tuple[int, ...]
    size: int

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Where in the text each hash stands, counted in words from 0."""
        places: dict[str, list[int]] = {}
        for i, digest in enumerate(self.hashes):
            places.setdefault(digest, []).append(i)
        return {digest: tuple(found) for digest, found in places.items()}

    def paragraph(self, word: int) -> int:
        """The number, from 1, of the paragraph in which the word stands."""
        return sum(start <= word for start in self.starts)

    def paragraph_end(self, word: int) -> int:
        """The word after the last one of the paragraph in which `word` stands."""
        return next((start for start in self.starts if start > word), self.size)

    def runs(self, of: Sequence[str]) -> tuple[int, ...]:
        """Every place where these words stand one after another; none for fewer than four words."""
        sought = digests(of)
        if not sought:
            return ()
        return tuple(p for p in self.places.get(sought[0], ()) if self.hashes[p : p + len(sought)] == sought)

    def shared(self, of: Sequence[str], least: int) -> tuple[tuple[int, int], ...]:
        """Every longest run of at least `least` words that stands in the text: first word and how many, without overlap.

        The words are given as `digests` of them. A run of n words is n - 3 windows at consecutive places of the text."""
        found: list[tuple[int, int]] = []
        ending: dict[int, int] = {}  # place of the last window in the text -> windows of the run so far
        for i, digest in enumerate(of):
            ending = {p: ending.get(p - 1, 0) + 1 for p in self.places.get(digest, ())}
            length = max(ending.values(), default=0) + WINDOW - 1
            if length >= least:
                first = i + WINDOW - length
                if found and first < sum(found[-1]):
                    found[-1] = (found[-1][0], first + length - found[-1][0])
                else:
                    found.append((first, length))
        return tuple(found)

    def departure(self, of: Sequence[str]) -> int | None:
        """The first word, counted from 0, at which these words leave the text; None where they never were in it."""
        known = [digest in self.places for digest in digests(of)]
        if True not in known:
            return None
        if not known[0]:
            return known.index(True) - 1
        longest = max(self._same(place, of) for place in self.places[digests(of)[0]])
        return min(longest + WINDOW - 1, len(of) - 1)

    def _same(self, place: int, of: Sequence[str]) -> int:
        sought = digests(of)
        pairs = zip(self.hashes[place:], sought, strict=False)
        return next((n for n, (there, here) in enumerate(pairs) if there != here), len(sought))

    def dumps(self) -> str:
        """The fingerprint as text: a head, then one line of hashes for each paragraph."""
        ends = (*self.starts[1:], len(self.hashes))
        lines = ["".join(self.hashes[start:end]) for start, end in zip(self.starts, ends, strict=True)]
        head = f"briefings-fingerprint 1\nwords {self.size}\nparagraphs {' '.join(map(str, self.starts))}\n"
        return head + "\n".join(lines) + "\n"

    @staticmethod
    def loads(text: str) -> "Fingerprint":
        """Reads what `dumps` wrote; ValueError for anything else."""
        head, count, where, *lines = text.rstrip("\n").split("\n")
        joined = "".join(lines)
        if head != "briefings-fingerprint 1" or not re.fullmatch(f"([0-9a-f]{{{_DIGITS}}})*", joined):
            raise ValueError("not a fingerprint of version 1")
        hashes = tuple(joined[i : i + _DIGITS] for i in range(0, len(joined), _DIGITS))
        size, starts = int(count.removeprefix("words ")), tuple(int(n) for n in where.removeprefix("paragraphs ").split())
        found = Fingerprint(hashes, starts, size)
        if len(hashes) != max(0, size - WINDOW + 1) or not starts or starts[0] or list(starts) != sorted({*starts}) or starts[-1] >= size:
            raise ValueError("the head does not fit the hashes")
        if found.dumps().removesuffix("\n") != text.removesuffix("\n"):  # lines without hashes count, too
            raise ValueError("the lines do not fit the paragraphs")
        return found


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a full text."""
    starts: list[int] = []
    every: list[str] = []
    for paragraph in paragraphs(text):
        starts.append(len(every))
        every += words(paragraph)
    return Fingerprint(digests(every), tuple(starts), len(every))


def digests(of: Sequence[str]) -> tuple[str, ...]:
    """The hashes of a run's windows of four words, in order; none for fewer than four words."""
    return tuple(hashlib.sha256("\n".join(window).encode()).hexdigest()[:_DIGITS] for window in windows(of, WINDOW))


# --- excerpts ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """An excerpt taken apart: the runs of source text between cuts, with editor's insertions removed."""

    parts: tuple[str, ...]
    insertions: tuple[str, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word for part in self.parts for word in words(part))


def cut(excerpt: str) -> Cut:
    """Takes an excerpt apart at its `[...]` cuts and `[word]` insertions."""
    parts, insertions, last = [""], [], 0
    for place in _MARKED_PLACE.finditer(excerpt):
        parts[-1] += excerpt[last : place.start()]
        last = place.end()
        if place[1]:
            parts.append("")
        else:
            insertions.append(place[2].strip())
            # One of the spaces around an insertion goes with it, so that punctuation closes up.
            if not excerpt[last : last + 1].isspace():
                parts[-1] = parts[-1].rstrip()
            elif not parts[-1][-1:].isspace():
                last += 1
    parts[-1] += excerpt[last:]
    return Cut(tuple(part.strip() for part in parts), tuple(insertions))


@dataclass(frozen=True)
class Proof:
    """Where an excerpt stands: for each part the first word and the word after the last, and the paragraph.

    `punctuation` says whether punctuation was proven too, against the full text.
    """

    spans: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]
    punctuation: bool = False


@dataclass(frozen=True)
class Misquote:
    """Why an excerpt is not proven: a short fact, what to do, the word at fault and how many of it stand before.

    `elsewhere` is the paragraph where the words do stand, if only the paragraph is wrong.
    """

    message: str
    hint: str
    at: str = ""
    nth: int = 0
    elsewhere: int = 0


def prove(excerpt: str, source: Fingerprint, paragraph: int, text: str | None = None, furniture: frozenset[int] = frozenset()) -> Proof | Misquote:
    """Whether the excerpt's words stand in the source, beginning in `paragraph` (counted from 1 over the whole text).

    With the full `text`, punctuation is proven as well. Paragraphs that are `furniture` may not be quoted. Parts are placed one after another, each as early as
    possible after the one before; taking the earliest place never rules out a later part.
    """
    fault = _badly_marked(excerpt)
    if fault:
        return fault
    taken = cut(excerpt)
    blocks = None if text is None else [fold(block) for block in paragraphs(text)]
    spans: list[tuple[int, int]] = []
    for number, part in enumerate(taken.parts):
        run = words(part)
        if len(run) < WINDOW:
            return Misquote(f"only {len(run)} words in one piece; fewer than {WINDOW} cannot be proven", "quote more around the cut")
        after = spans[-1][1] if spans else 0
        everywhere = source.runs(run)
        body = [p for p in everywhere if source.paragraph(p) not in furniture]
        if everywhere and not body:
            return Misquote("the words stand only in furniture (a headline, caption or pull-quote)", "quote the passage from the body")
        found = [p for p in body if p >= after and (number or source.paragraph(p) == paragraph)]
        if not found:
            before = [word for earlier in taken.parts[:number] for word in words(earlier)]
            return _why_not(run, before, body, source, paragraph)
        found = [p for p in found if p + len(run) <= source.paragraph_end(p)]
        if not found:
            return Misquote("the words run over the end of a paragraph", "mark a cut there with [...], or end the excerpt earlier")
        if blocks is not None:
            found = [p for p in found if _in_whole_words(fold(part), blocks[source.paragraph(p) - 1])]
        if not found:
            return Misquote("the words are right but the punctuation is not the source's", "copy the passage again from the full text")
        spans.append((found[0], found[0] + len(run)))
    return Proof(tuple(spans), tuple(source.paragraph(start) for start, _ in spans), punctuation=text is not None)


def _badly_marked(excerpt: str) -> Misquote | None:
    for place in _MARKED_PLACE.finditer(excerpt):
        if place[1]:
            continue
        inside = words(place[2])
        around = (excerpt[: place.start()][-1:] + excerpt[place.end() :][:1]).translate(_DASHES)
        if not 1 <= len(inside) <= 6:
            return Misquote(f"an insertion of {len(inside)} words", "an insertion in brackets has one to six words; a cut is written [...]", place[0])
        if any(c.isalnum() or c == "-" for c in around):
            return Misquote("an insertion that is part of a word", "an insertion in brackets is whole words, with a space on either side", place[0])
        if any(w.casefold() in _NEGATIONS or w.casefold().endswith('n"t') for w in inside):
            return Misquote("an insertion that negates", "an inserted word may explain a quotation, never turn it round", place[0])
    return None


def _why_not(run: Sequence[str], before: Sequence[str], everywhere: Sequence[int], source: Fingerprint, paragraph: int) -> Misquote:
    if everywhere and before:
        return Misquote("the parts do not follow one another in the source in this order", "put them in the order of the source")
    if everywhere:
        found = source.paragraph(everywhere[0])
        return Misquote(f"the words stand in paragraph {found} of the text, not in {paragraph}", "correct the paragraph number", elsewhere=found)
    wrong = source.departure(run)
    if wrong is None:
        return Misquote(
            "not word for word in the source: no four words of it stand there together",
            "compare with the source; capitals count, and a cut is marked with [...]",
        )
    around = f"after '… {' '.join(run[max(0, wrong - 3) : wrong])}'" if wrong else f"before '{' '.join(run[1:4])} …'"
    return Misquote(
        f"not word for word in the source: it departs at '{run[wrong]}', {around}",
        "compare with the source: a word was changed, dropped, added or moved; capitals count, and a cut is marked with [...]",
        run[wrong],
        nth=[*before, *run[:wrong]].count(run[wrong]),
    )


def _in_whole_words(part: str, block: str) -> bool:
    """Whether a folded text stands in another, and not only as the end of a word: `is law` is not in `this law`."""
    return re.search(rf"(?:\b|(?=\W)){re.escape(part)}(?:\b|(?<=\W))", block) is not None


def quoted_words(spans: Iterable[tuple[int, int]]) -> int:
    """How many words of a source these spans cover; a word quoted twice counts once."""
    return len({word for start, end in spans for word in range(start, end)})

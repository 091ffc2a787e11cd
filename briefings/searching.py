"""Evidence found: excerpts and passages of full texts, by words, person, source, date, tag and use.

You get `Hit`s from `search`, best first. The words are ranked by BM25 as the full-text index of SQLite computes it, which comes with
Python; whatever holds all the words stands before what holds some. English word stems count as the same, and so do capitals and
small letters, letters with and without accents, and `ı`, `ə`, `ł`, `ø`, `đ` and what is typed for them (`i`, `e`, `l`, `o`, `d`).
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from briefings.marks import nearest
from briefings.scenarios import EVERYONE, Scenario
from briefings.sources import Library, Quotation, Source
from briefings.wording import cut, fold, paragraphs, words

_PLAIN = str.maketrans("ıİəƏłŁøØđĐ", "iieelloodd")
_OPEN, _CLOSE = "\ue000", "\ue001"  # no YAML file and no text on a page holds them
# A sentence ends at a full stop, also an Armenian, Arabic or Chinese one, with the quotation marks behind it.
_END = re.compile(r"(?:[.!?…](?!\.)|[։؟。])[\"'”’»)\]]*(?=\s|$)")
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|Prof|No|vs|etc|approx|ca|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b[A-Z])\.$")


@dataclass(frozen=True)
class Use:
    """Where a scenario uses an excerpt: on a role's card, in a role's record, beside one that contradicts it, or cited in a text
    for a reader."""

    scenario: str
    reader: str
    how: str


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Empty means any; `since` and `until` are days, months or years; `used_by` is a role or a scenario."""

    words: str = ""
    speaker: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()
    used_by: str = ""
    unused: bool = False

    @property
    def of_excerpts(self) -> bool:
        """Whether it asks for what only a curated excerpt has."""
        return bool(self.speaker or self.tags or self.used_by or self.unused)


@dataclass(frozen=True)
class Hit:
    """An excerpt, or a sentence of a full text without one (`quotation` is None).

    `marks` are the places in `words` that were looked for, as first character and the one after the last; `paragraph` counts body
    paragraphs from 1; `inside` are excerpts of which the sentence holds a part.
    """

    source: Source
    words: str
    paragraph: int
    marks: tuple[tuple[int, int], ...] = ()
    quotation: Quotation | None = None
    uses: tuple[Use, ...] = ()
    inside: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Which it is and where it stands."""
        return self.quotation.ref if self.quotation else f"{self.source.id} ¶ {self.paragraph}"


def folded(text: str) -> str:
    """Letters as somebody types them who has no others: small, without accents."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def uses(scenarios: Iterable[Scenario]) -> Mapping[str, tuple[Use, ...]]:
    """Where each excerpt is used, by its `source/excerpt`."""
    found: dict[str, list[Use]] = {}
    for scenario in scenarios:
        for ref, reader, how in _used(scenario):
            use = Use(scenario.id, reader, how)
            if use not in found.setdefault(ref, []):
                found[ref].append(use)
    return {ref: tuple(places) for ref, places in found.items()}


def _used(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    for role in scenario.roles:
        yield role.public.quotation, role.id, "card"
        for evidence in role.brief.record:
            yield evidence.excerpt, role.id, "record"
    for pair in scenario.contradictions:
        for ref in pair.excerpts:
            yield ref, EVERYONE, "contradiction"
    for passage in scenario.passages:
        for ref in passage.citations:
            yield ref, passage.reader, "cited"


def unknown(wanted: Wanted, library: Library, scenarios: Iterable[Scenario]) -> str:
    """What of the wanted there is none of in this project, with the nearest there is; nothing where all is known."""
    sources = [*library.sources, *(source.outlet for source in library.sources.values())]
    if wanted.source and not any(folded(wanted.source) in folded(name) for name in sources):
        return f"no source '{wanted.source}'; {nearest(wanted.source, sources) or 'known: ' + ', '.join(library.sources)}"
    tags = sorted({tag for q in library.quotations.values() for tag in q.excerpt.tags})
    for tag in wanted.tags:
        if tag not in tags:
            return f"no excerpt has the tag '{tag}'; {nearest(tag, tags) or 'tags: ' + ', '.join(tags)}"
    users = [name for scenario in scenarios for name in (scenario.id, *(role.id for role in scenario.roles))]
    if wanted.used_by and wanted.used_by not in users:
        return f"no role or scenario '{wanted.used_by}'; {nearest(wanted.used_by, users) or 'known: ' + ', '.join(dict.fromkeys(users))}"
    return ""


def search(library: Library, wanted: Wanted, used: Mapping[str, tuple[Use, ...]] | None = None) -> tuple[Hit, ...]:
    """Everything that fits: excerpts, best first, and then sentences of full texts that no excerpt holds whole, best first.

    Without words, the excerpts in the order of their records. In excerpts also speaker, context, tags and outlet are searched.
    """
    used = used or {}
    hits = [*_excerpts(library, wanted, used)]
    if not re.search(r"[^\W_]", wanted.words):
        return () if wanted.words else tuple(hits)
    if not wanted.of_excerpts:
        hits += _sentences(library, wanted)
    ranked = [replace(hits[number], marks=marks) for number, marks in _ranked(hits, wanted.words)]
    return tuple(sorted(ranked, key=lambda hit: hit.quotation is None))


def _excerpts(library: Library, wanted: Wanted, used: Mapping[str, tuple[Use, ...]]) -> Iterator[Hit]:
    for ref, q in library.quotations.items():
        places = used.get(ref, ())
        voice = f"{q.excerpt.speaker} {q.excerpt.of or ''} {q.source.authors.value if q.excerpt.speaker == 'author' else ''}"
        if (
            _fits(q.source, wanted)
            and all(word in folded(voice) for word in folded(wanted.speaker).split())
            and set(wanted.tags) <= set(q.excerpt.tags)
            and (not wanted.used_by or any(wanted.used_by in (use.scenario, use.reader) for use in places))
            and not (wanted.unused and places)
        ):
            yield Hit(q.source, q.excerpt.words, q.excerpt.paragraph, (), q, places)


def _sentences(library: Library, wanted: Wanted) -> Iterator[Hit]:
    for id, text in library.texts.items():
        source = library.sources[id]
        quoted = {q.ref: [fold(part) for part in cut(q.excerpt.words).parts] for q in library.of(id)}
        for position, block in enumerate(paragraphs(text) if _fits(source, wanted) else (), 1):
            paragraph, block = source.in_body(position), unicodedata.normalize("NFC", block)
            for start, end in sentences(block) if paragraph else ():
                bare = fold(block[start:end])
                if not any(bare.strip('."') in part for parts in quoted.values() for part in parts):
                    inside = tuple(ref for ref, parts in quoted.items() if any(part in bare for part in parts))
                    yield Hit(source, block[start:end], paragraph, inside=inside)


def _fits(source: Source, wanted: Wanted) -> bool:
    """Whether a source is the one that is wanted, and of that time as far as its date is known; without any date it is of no time."""
    if not any(folded(wanted.source) in folded(name) for name in (source.id, source.outlet)):
        return False
    day = source.date.value
    since, until = ((day[: min(len(day), len(limit))], limit[: min(len(day), len(limit))]) for limit in (wanted.since, wanted.until))
    return bool(day or not (wanted.since or wanted.until)) and since[0] >= since[1] and until[0] <= until[1]


def _ranked(hits: list[Hit], query: str) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """The number of each hit that holds one of the words, best first, and where in its words they stand."""
    typed = re.sub("[\u0300-\u0331]", "", unicodedata.normalize("NFC", query.translate(_PLAIN)))
    terms = [f'"{term}"' for term in dict.fromkeys(re.findall(r"[^\W_]+", typed))]
    rows = []
    for number, hit in enumerate(hits):
        q = hit.quotation
        about = f"{q.excerpt.speaker} {q.excerpt.of or ''} {q.excerpt.context} {q.source.outlet}" if q else ""
        tags = " ".join((q.ref, *q.excerpt.tags)) if q else ""
        rows.append((number, *(text.translate(_PLAIN) for text in (hit.words, about, tags))))
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("create virtual table texts using fts5(number unindexed, words, about, tags, tokenize='porter unicode61 remove_diacritics 2')")
        index.executemany("insert into texts values (?, ?, ?, ?)", rows)
        order = "number in (select number from texts where texts match ?) desc, bm25(texts, 0, 4, 1, 2), number"
        some, every = " OR ".join(terms), " AND ".join(terms)
        found = index.execute(f"select number, highlight(texts, 1, ?, ?) from texts where texts match ? order by {order}", (_OPEN, _CLOSE, some, every))
        for number, text in found:
            yield number, tuple(_marks(text))


def _marks(text: str) -> Iterator[tuple[int, int]]:
    """Where the marked places stand in the text as it is without the marks."""
    for n, found in enumerate(re.finditer(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}", text)):
        start = found.start() - 2 * n
        yield start, start + len(found[1])


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a paragraph begins and ends. A guess, for suggestions only: an abbreviation may end one too early."""
    ends = [found.end() for found in _END.finditer(text) if not _SHORT.search(text[: found.start() + 1]) and not text[found.end() :].lstrip()[:1].islower()]
    starts = [0, *(end + len(text[end:]) - len(text[end:].lstrip()) for end in ends)]
    return tuple((start, end) for start, end in zip(starts, [*ends, len(text)], strict=True) if words(text[start:end]))


def shown_words(hit: Hit, before: str, after: str) -> str:
    """The words with something set before and after each place that was looked for."""
    text, last = "", 0
    for start, end in hit.marks:
        text += hit.words[last:start] + before + hit.words[start:end] + after
        last = end
    return text + hit.words[last:]

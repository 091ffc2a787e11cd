"""Sources, their curated excerpts, and the proof that each excerpt is word for word in its source.

You get a `Library` from `read_library`: every source record in `seeds/`, its fingerprint, its full text where
one lies beside it, and for every excerpt a proof or a finding. A source is one file `seeds/ID.yaml`, with
`seeds/ID.fingerprint` beside it and, where the work may be copied, `seeds/ID.txt`. Full texts that may not be
copied are attached under `seeds/full/`, which is never committed. `seeds/terms.yaml` is the list of charged terms.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from briefings.marks import Finding, Marked, in_order, read_yaml
from briefings.models import ID, Day, Id, Language, Model, Text, Whole, YesNo, validate
from briefings.terms import FILE as TERMS, Glossary, read_glossary, unfit_excerpts
from briefings.wording import Fingerprint, Misquote, Proof, cut, fingerprint, paragraphs, prove, quoted_words

LISTS = (TERMS, "subjects.yaml", "twins.yaml")  # what lies in the folder and is no source
Kind = Literal["news", "commentary", "opinion", "document"]


class Known(Model):
    """A fact about a source that the text states, that can be inferred from it, or that is missing."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [key], "properties": {key: {"not": {"type": "null"}}}} for key in ("stated", "inferred", "missing")],
            "dependencies": {"inferred": ["evidence"]},
            "examples": [{"stated": "The new timetable"}],
        }
    )

    stated: Text | None = Field(None, description="The fact as the text itself gives it.", examples=["Michael Rubin"])
    inferred: Text | None = Field(None, description="The fact as worked out from the text.", examples=["2022-08"])
    evidence: Text | None = Field(None, description="What the inference rests on.", examples=["it speaks of the memorandum of last month"])
    missing: Text | None = Field(None, description="Why the fact is not known.", examples=["the text as received has no headline"])

    @model_validator(mode="after")
    def _one_of_three(self) -> "Known":
        if sum(v is not None for v in (self.stated, self.inferred, self.missing)) != 1:
            raise PydanticCustomError(
                "known", "needs exactly one of stated, inferred, missing", {"hint": "write what the text says, what can be inferred, or why it is missing"}
            )
        if self.inferred and not self.evidence:
            raise PydanticCustomError("known", "an inferred fact needs its evidence", {"hint": "add 'evidence:' with what in the text shows it"})
        return self

    @property
    def value(self) -> str:
        return self.stated or self.inferred or ""


class KnownDate(Known):
    """A date that the text states, that can be inferred, or that is missing."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"stated": "2019-10-15"}]})

    stated: Day | None = Field(None, description="The date as the text gives it, as year-month-day, year-month or year.", examples=["2024-03-14"])
    inferred: Day | None = Field(None, description="The date as worked out from the text.", examples=["2022-08"])


class Rights(Model):
    """Who may say how much of the work is quoted."""

    holder: Text = Field(description="Who presumably holds the copyright.", examples=["the publisher"])
    line: Text = Field(description="The line printed with the sources.", examples=["Short passages quoted for teaching, with attribution."])
    limit: Whole = Field(25, description="Per cent of the words that may be quoted over the whole project.", ge=1, le=100, examples=[25])
    may_copy: YesNo = Field(description="Whether the full text may lie in the project.", examples=["no"])


class Excerpt(Model):
    """A curated passage of a source."""

    id: Id = Field(description="Name of the excerpt within its source.", examples=["alternative-road"])
    words: Text = Field(description="The exact words; [...] marks a cut, [word] an editor's insertion.", examples=["no plan has yet been agreed"])
    paragraph: Whole = Field(description="Number of the paragraph in which the words begin, furniture not counted.", ge=1, examples=[15])
    speaker: Text = Field(description="'author', or the person or institution whose words these are, with office.", examples=["author"])
    reports: Literal["fact", "claim", "position", "opinion"] = Field(
        description="What the words give: a fact, a claim, a position or an opinion.", examples=["claim"]
    )
    of: Text | None = Field(None, description="Whose claim or position it is, when not the speaker's own.", examples=["Armenia"])
    tags: tuple[Id, ...] = Field(description="Subjects, for searching.", min_length=1, max_length=8, examples=[["road", "armenia"]])
    context: Text = Field(
        description="One line that a reader needs to understand the words.", examples=["Said to reporters on the day the clash was announced."]
    )


class Source(Model):
    """A work that is quoted, with everything a citation needs and nothing invented."""

    id: Id = Field(description="Name of the source; also the file's name.", examples=["politico-2022"])
    kind: Kind = Field(description="Kind of text.", examples=["news"])
    outlet: Text = Field(description="Where it was published.", examples=["POLITICO"])
    headline: Known = Field(description="The headline.")
    authors: Known = Field(description="The author or authors.")
    date: KnownDate = Field(description="The date of publication.")
    language: Language = Field("en", description="Language of the text.", examples=["en"])
    first_published: Text | None = Field(None, description="Where and when it first appeared, if elsewhere.", examples=["Just Security, 14 March 2024"])
    about: Text = Field(
        description="What a reader must know of the text: stance, gaps, loaded words.",
        examples=["A news report that quotes both sides; its opening lines, its headline and its author are missing."],
    )
    rights: Rights = Field(description="Rights and the limit of quotation.")
    furniture: tuple[Whole, ...] = Field(
        (), description="Numbers of paragraphs of the file that are not body text (headline, captions, pull-quotes).", examples=[[1, 2]]
    )
    excerpts: tuple[Excerpt, ...] = Field((), description="The curated passages.")

    def in_file(self, paragraph: int) -> int:
        """The number in the file, from 1, of a body paragraph; 0 where it is none."""
        number = 0
        for position in range(1, paragraph + len(self.furniture) + 1):
            number += position not in self.furniture
            if number == paragraph:
                return position
        return 0

    def in_body(self, position: int) -> int:
        """The number among body paragraphs of a paragraph of the file; 0 for furniture."""
        return 0 if position in self.furniture else sum(p not in self.furniture for p in range(1, position + 1))


_KINDS = {"news": "news report", "commentary": "commentary", "opinion": "opinion", "document": "document"}
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def date_in_words(day: str) -> str:
    """`2022-08-05` as `5 August 2022`, `2022-08` as `August 2022`, `2022` as it is; `0031` as `Year 31`."""
    year, *rest = day.split("-")
    year = counted_year(year)
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    return f"{int(rest[1])} {month}{year}" if len(rest) == 2 else f"{month}{year}"


def counted_year(year: str) -> str:
    """A year as printed: one below 1000 is a year of an invented calendar."""
    return f"Year {int(year)}" if year.startswith("0") else year


def citation(source: Source, evidence: bool = True) -> str:
    """The full printed reference to a source. What is missing or inferred is said to be so; with its `evidence`, also from what."""
    who = source.authors.value + _inferred(source.authors) or "Author not named"
    title = f", “{source.headline.value}”{_inferred(source.headline)}" if source.headline.value else "; no headline in the text"
    if source.date.stated:
        when = date_in_words(source.date.stated)
    elif source.date.inferred:
        when = f"n.d. (internal evidence: {date_in_words(source.date.inferred)}{f'; {source.date.evidence}' if evidence else ''})"
    else:
        when = f"n.d. ({source.date.missing})"
    first = f" First published: {source.first_published}." if source.first_published else ""
    return f"{who}{title}. {source.outlet}, {_KINDS[source.kind]}, {when}.{first}"


def _inferred(fact: Known) -> str:
    return f" (inferred: {fact.evidence})" if fact.inferred else ""


def short_date(source: Source) -> str:
    """The date for a label: `14 March 2024`, `August 2022 (inferred)`, or `n.d.`."""
    return date_in_words(source.date.value) + (" (inferred)" if source.date.inferred else "") if source.date.value else "n.d."


@dataclass(frozen=True)
class Quotation:
    """An excerpt with its source and its proof: all that a page needs to print it."""

    ref: str
    source: Source
    excerpt: Excerpt
    proof: Proof | None
    mark_at: tuple[str | int, ...] = ()

    @property
    def locator(self) -> str:
        """Where in the source: `¶ 15`, or `¶¶ 15, 17` where a cut spans paragraphs."""
        found = [self.source.in_body(p) for p in self.proof.paragraphs] if self.proof else [self.excerpt.paragraph]
        numbers = sorted(set(found))
        return f"{'¶¶' if len(numbers) > 1 else '¶'} {', '.join(map(str, numbers))}"

    @property
    def length(self) -> int:
        """How many words are quoted."""
        return len(cut(self.excerpt.words).words)


@dataclass(frozen=True)
class Ledger:
    """The rights ledger's line for one source: words in all, words quoted, the most that may be."""

    source: str
    total: int
    quoted: int
    limit: int

    @property
    def share(self) -> float:
        """Quoted words as a share of all words, 0 to 1."""
        return self.quoted / self.total if self.total else 0.0

    @property
    def most(self) -> int:
        return self.total * self.limit // 100


@dataclass(frozen=True)
class Library:
    """All sources, excerpts and proofs of a project. `unread` names the sources whose record is there and cannot be read."""

    sources: Mapping[str, Source]
    fingerprints: Mapping[str, Fingerprint]
    texts: Mapping[str, str]
    quotations: Mapping[str, Quotation]
    files: Mapping[str, Marked]
    glossary: Glossary = field(default_factory=Glossary)
    unread: frozenset[str] = frozenset()

    @cached_property
    def ledger(self) -> tuple[Ledger, ...]:
        """Quoted words per source; words quoted in two excerpts count once."""
        lines = []
        for id, source in self.sources.items():
            spans = [span for q in self.of(id) if q.proof for span in q.proof.spans]
            total = self.fingerprints[id].size if id in self.fingerprints else 0
            lines.append(Ledger(id, total, quoted_words(spans), source.rights.limit))
        return tuple(lines)

    @property
    def proven(self) -> tuple[Quotation, ...]:
        return tuple(q for q in self.quotations.values() if q.proof)

    def of(self, source: str) -> tuple[Quotation, ...]:
        """The excerpts of one source, in its order."""
        return tuple(q for q in self.quotations.values() if q.source.id == source)


def read_library(seeds: Path, shown: str = "seeds") -> tuple[Library, tuple[Finding, ...]]:
    """The library in the folder `seeds`, and everything wrong with it. `shown` is the folder's printed name."""
    findings: list[Finding] = []
    sources: dict[str, Source] = {}
    files: dict[str, Marked] = {}
    fingerprints: dict[str, Fingerprint] = {}
    texts: dict[str, str] = {}
    quotations: dict[str, Quotation] = {}
    records = sorted(p for p in seeds.glob("*.yaml") if p.name not in LISTS)
    for path in records:
        marked, wrong = read_yaml(path, f"{shown}/{path.name}")
        findings += wrong
        if marked is None:
            continue
        source, wrong = validate(Source, marked)
        findings += wrong
        if source is None:
            continue
        if source.id != path.stem:
            findings.append(
                marked.finding(
                    "file-name", f"the id '{source.id}' is not the file's name", ("id",), f"name the file {source.id}.yaml, or the source {path.stem}"
                )
            )
            continue
        sources[source.id], files[source.id] = source, marked
        prints, text, lacking = _evidence(seeds, source, marked)
        findings += lacking
        if prints:
            fingerprints[source.id] = prints
        if text is not None:
            texts[source.id] = text
        for quotation, misquoted in _prove_all(source, marked, prints, text):
            findings += misquoted
            quotations.setdefault(quotation.ref, quotation)
    glossary, listed, wrong = read_glossary(seeds / TERMS, f"{shown}/{TERMS}")
    findings += wrong
    if listed:
        files["terms"] = listed
        findings += unfit_excerpts(glossary, listed, {ref: q.excerpt.words for ref, q in quotations.items()})
    library = Library(sources, fingerprints, texts, quotations, files, glossary, frozenset(path.stem for path in records).difference(sources))
    findings += _over_limit(library)
    return library, in_order(findings)


def _evidence(seeds: Path, source: Source, marked: Marked) -> tuple[Fingerprint | None, str | None, list[Finding]]:
    findings: list[Finding] = []
    stored = seeds / f"{source.id}.fingerprint"
    kept, attached = seeds / f"{source.id}.txt", seeds / "full" / f"{source.id}.txt"
    try:
        prints = Fingerprint.loads(stored.read_text("utf-8"))
    except (OSError, ValueError, UnicodeDecodeError) as error:
        why = "has no fingerprint" if isinstance(error, FileNotFoundError) else "has a fingerprint that cannot be read"
        findings.append(
            marked.finding(
                "no-fingerprint", f"source '{source.id}' {why}", ("id",), "make one from the full text: briefings sources add FILE --id " + source.id
            )
        )
        return None, None, findings
    path = kept if kept.is_file() else attached
    text = path.read_text("utf-8", "replace") if path.is_file() else None
    if text is not None and fingerprint(text) != prints:
        findings.append(
            marked.finding(
                "wrong-text",
                f"the full text of '{source.id}' does not have the recorded fingerprint",
                ("id",),
                f"it is another version of the text: remove it, or attach the right one with: briefings sources attach {source.id} FILE",
            )
        )
        text = None
    return prints, text, findings


def _prove_all(source: Source, marked: Marked, prints: Fingerprint | None, text: str | None) -> Iterator[tuple[Quotation, list[Finding]]]:
    seen: set[str] = set()
    for i, excerpt in enumerate(source.excerpts):
        loc = ("excerpts", i)
        findings = []
        proof = None
        if excerpt.id in seen:
            findings.append(marked.finding("duplicate-id", f"a second excerpt '{excerpt.id}'", (*loc, "id"), "give it a name of its own"))
        seen.add(excerpt.id)
        if prints:
            result = prove(excerpt.words, prints, source.in_file(excerpt.paragraph), text, frozenset(source.furniture))
            if isinstance(result, Misquote):
                if result.elsewhere:
                    body = source.in_body(result.elsewhere)
                    message = f"the words of '{excerpt.id}' stand in paragraph {body}, not in paragraph {excerpt.paragraph}"
                    findings.append(marked.finding("wrong-paragraph", message, (*loc, "paragraph"), f"write 'paragraph: {body}'"))
                else:
                    place = marked.mark((*loc, "words"), result.at, result.nth)
                    findings.append(marked.finding("misquoted", f"excerpt '{excerpt.id}': {result.message}", place, result.hint))
            else:
                proof = result
        yield Quotation(f"{source.id}/{excerpt.id}", source, excerpt, proof, loc), findings


def _over_limit(library: Library) -> Iterator[Finding]:
    for line in library.ledger:
        if line.quoted > line.most:
            marked = library.files[line.source]
            yield marked.finding(
                "quoted-too-much",
                f"{line.quoted} of {line.total} words of '{line.source}' are quoted ({100 * line.share:.0f} %); at most {line.limit} % may be",
                ("excerpts",),
                f"shorten or remove excerpts by {line.quoted - line.most} words",
            )


# --- new texts --------------------------------------------------------------------------------------------


class Refused(Exception):
    """A text that cannot be taken in, with the reason for people."""


def read_text(file: Path) -> str:
    """A full text from a UTF-8 file; `Refused` for anything that is not one."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"cannot read {file}: {(error.strerror or 'unknown reason').lower()}") from None
    except UnicodeDecodeError:
        raise Refused(f"{file} is not UTF-8 text; save it as plain text in UTF-8") from None
    if "\0" in text:
        raise Refused(f"{file} is not plain text; save it as plain text in UTF-8")
    if fingerprint(text).size < 20:
        raise Refused(f"{file} holds fewer than 20 words of text")
    return text


def attach(seeds: Path, library: Library, id: str, file: Path) -> Path:
    """Puts a full text where punctuation can be proven against it, outside what is committed.

    Refused where there is no such source, or where the text's fingerprint differs from the record's.
    """
    if id not in library.fingerprints:
        raise Refused(f"there is no source '{id}' with a fingerprint here; known: {', '.join(library.fingerprints) or 'none'}")
    text = read_text(file)
    if fingerprint(text) != library.fingerprints[id]:
        raise Refused(f"{file} is not the text that '{id}' was made from: its fingerprint differs")
    folder = seeds / "full"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{id}.txt").write_text(text, "utf-8")
    return folder / f"{id}.txt"


def add(seeds: Path, id: str, file: Path, keep: bool = False) -> tuple[Path, ...]:
    """Makes a new record with a fingerprint from a full text; with `keep`, the text is kept beside it. Returns the files written.

    Where the record is there without a fingerprint, only that is made. The record states as missing what nobody has filled in yet.
    """
    if not re.fullmatch(ID, id):
        raise Refused(f"'{id}' cannot be an id: use small letters, digits and hyphens")
    text = read_text(file)
    record, prints, kept = seeds / f"{id}.yaml", seeds / f"{id}.fingerprint", seeds / f"{id}.txt"
    if prints.exists():
        anew = f"if the text has changed, delete {seeds.name}/{prints.name} and say this again"
        raise Refused(f"there is a source '{id}' with its fingerprint; {anew}; for another source, choose another id")
    seeds.mkdir(parents=True, exist_ok=True)
    written = [prints]
    prints.write_text(fingerprint(text).dumps(), "utf-8")
    if keep:
        kept.write_text(text, "utf-8")
        written.append(kept)
    if not record.exists():
        first = "".join(filter(str.isprintable, paragraphs(text)[0][:60]))
        record.write_text(_NEW_RECORD.format(id=id, first=first, may_copy="yes" if keep else "no"), "utf-8")
        written.insert(0, record)
    return tuple(written)


_NEW_RECORD = """\
# {first} ...
id: {id}
kind: news                      # news, commentary, opinion or document
outlet: to be filled in
headline:                       # stated: "..."  or  inferred: "..." with evidence: "..."  or  missing: "why"
  missing: not filled in yet
authors:
  missing: not filled in yet
date:                           # stated: 2022-08-05, or inferred: 2022-08 with evidence, or missing
  missing: not filled in yet
language: en
about: to be filled in          # what a reader must know of this text
rights:
  holder: to be filled in
  line: Short passages quoted for teaching, with attribution.
  limit: 25                     # per cent of the words that may be quoted in all
  may_copy: {may_copy}
furniture: []                   # numbers of paragraphs that are headline, caption or pull-quote
excerpts: []
"""

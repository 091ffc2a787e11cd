"""A spreadsheet's CSV as rows of cells, each of which knows its line and column; and texts that are safe to write into one.

You get a `Sheet` from `read_sheet`, or findings. What a spreadsheet writes is read: UTF-8 with or without a byte order
mark, UTF-16 with one, commas, semicolons or tabs, a first line `sep=;`, every line end. Bytes in another code page are
read where all code pages of the Latin script give the same letters, and are a finding otherwise: a guessed name would
be a wrong name.
"""

import codecs
import csv
import io
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefings.marks import HIDDEN, Finding, Level, Mark, Marked, failed, in_order

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 20_001  # with the line of headers
MOST_FINDINGS = 40
SAVE_AS = "save it as 'CSV UTF-8' (in LibreOffice: character set 'Unicode (UTF-8)')"

# What a spreadsheet takes for the beginning of a formula, in plain and in full width (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257")


@dataclass(frozen=True)
class Cell:
    """A cell's text, without doubled spaces and composed, and where it stands."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class Sheet:
    """The lines of a file that are not blank, and the delimiter between their cells."""

    marked: Marked
    rows: tuple[tuple[Cell, ...], ...]
    delimiter: str


class Findings:
    """What is wrong with a sheet. Of very many findings only the first are kept and the others counted."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.kept: list[Finding] = []
        self.unsaid = 0

    @property
    def full(self) -> bool:
        return len(self.kept) >= MOST_FINDINGS

    def found(self, code: str, message: str, at: Mark | None = None, hint: str = "", level: Level = "error") -> None:
        if self.full:
            self.unsaid += 1
        else:
            self.kept.append(self.marked.finding(code, message, at or (), hint, level))

    def all(self) -> tuple[Finding, ...]:
        more = f"{self.unsaid} more findings like these"
        return in_order(self.kept) + ((self.marked.finding("more", more, hint="mend those above, then look again"),) if self.unsaid else ())


def read_sheet(raw: bytes, file: str, known: Collection[str]) -> tuple[Sheet | None, Findings]:
    """The cells in the bytes of a file. `known` are headers: the delimiter is the one that makes most of them."""
    nothing = Findings(Marked(file, (), None, {}, {}))
    if len(raw) > MOST_BYTES:
        message = f"the file has {len(raw) // 1024} kB; at most {MOST_BYTES // 1024} are read"
        nothing.found("too-large", message, hint="a line for each participant is enough: is this the right file?")
        return None, nothing
    text, doubtful = _decoded(raw, file)
    nothing.kept += doubtful
    return (None, nothing) if text is None else _Cells(text, file, nothing.kept).read(known)


def fold(text: str) -> str:
    """A text as it is compared: composed, without case, invisible joiners and doubled spaces."""
    shown = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join(shown.casefold().split())


def written(rows: Iterable[Iterable[str]], delimiter: str = ",") -> bytes:
    """A CSV that a spreadsheet opens: UTF-8 with a byte order mark. A text that begins like a formula gets an apostrophe
    before it, which reading takes away again."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([f"'{text}" if text.startswith(FORMULA) else text for text in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def save(path: Path, content: bytes) -> Path | None:
    """Writes a file that a person may have edited: another content that stood there is kept beside it under a numbered
    name, which is returned. Raises OSError where nothing can be written."""
    kept = None
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    if path.exists() and path.read_bytes() != content:
        kept = next(p for n in range(1, 100_000) if not (p := path.with_name(f"{path.stem}.{n}{path.suffix}")).exists())
        path.rename(kept)
    fresh.replace(path)
    return kept


def _decoded(raw: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The text with plain line ends; None where nobody can say which letters were meant."""
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), "utf-8")
    warnings: list[Finding] = []
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding, "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        line = before.rsplit("\n", 1)[-1]
        mark = Mark(file, before.count("\n") + 1, len(line) + 1)
        shown = line + re.split("[\r\n]", raw[error.start : error.start + 200].decode("cp1252", "replace"))[0]
        guess = _latin(raw) if encoding == "utf-8" else None
        if guess is None:
            return None, [Finding("encoding", "from here on the letters cannot be told: the file is not in Unicode", mark, SAVE_AS, line=shown)]
        text = guess
        message = "the file is not in UTF-8; it was read as Western European, which gives these letters"
        warnings = [Finding("encoding", message, mark, f"check the names, or {SAVE_AS}", "warning", shown)]
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), warnings


def _latin(raw: bytes) -> str | None:
    """The text where every Latin code page agrees on it and each accented letter stands in a word of plain ones."""
    try:
        texts = {raw.decode(name) for name in _LATIN}
    except UnicodeDecodeError:
        return None
    (text, *others) = texts
    if others or any(not word.isalpha() or not re.search("[A-Za-z]", word) for word in re.findall(r"[A-Za-z]*[^\x00-\x7f]+[A-Za-z]*", text)):
        return None
    return text


class _Cells:
    """Tells the cells of one file apart, collecting findings as it goes."""

    def __init__(self, text: str, file: str, doubtful: list[Finding]) -> None:
        self.text = text
        self.marked = Marked(file, tuple(text.split("\n")), None, {}, {})
        self.findings = Findings(self.marked)
        self.findings.kept += doubtful
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def read(self, known: Collection[str]) -> tuple[Sheet | None, Findings]:
        for hidden in HIDDEN.finditer(self.text):
            message = f"an invisible control character (U+{ord(hidden[0]):04X})"
            self.findings.found("hidden-character", message, self._mark(hidden.start(), 1), "delete it; it often comes from pasted text")
        if failed(tuple(self.findings.kept)):
            return None, self.findings
        text, start = self.text, 0
        if told := re.match(r"sep=(.)\n", text):
            text, start = text[told.end() :], told.end()
        delimiter = told[1] if told and told[1] in _DELIMITERS else _delimiter(text, known)
        rows: list[tuple[Cell, ...]] = []
        places = _places(text, delimiter)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        try:
            for row in reader:
                marks = [self._place(start, *next(places)) for _ in row or [""]]
                if any(cell.strip() for cell in row):
                    if len(rows) == MOST_ROWS:
                        self.findings.found("too-many", f"more than {MOST_ROWS - 1} people", marks[0], "is this the right file?")
                        break
                    rows.append(tuple(Cell(_plain(cell), mark) for cell, mark in zip(row, marks, strict=True)))
        except csv.Error:
            mark = Mark(self.marked.file, reader.line_num + bool(told))
            self.findings.found("too-long", "a cell that never ends", mark, "look for a quotation mark that is not closed")
        return (None if failed(tuple(self.findings.kept)) else Sheet(self.marked, tuple(rows), delimiter)), self.findings

    def _mark(self, at: int, width: int) -> Mark:
        line = bisect_right(self.starts, at)
        return Mark(self.marked.file, line, at - self.starts[line - 1] + 1, max(1, width))

    def _place(self, start: int, at: int, width: int, closed: bool) -> Mark:
        mark = self._mark(start + at, width)
        if not closed:
            self.findings.found("quotation-mark", "a quotation mark that is never closed", mark, "close it, or double it if it belongs to the text")
        return mark


_DELIMITERS = (",", ";", "\t")


def _delimiter(text: str, known: Collection[str]) -> str:
    """The delimiter which makes the most known columns of the first line, or the most columns."""
    first = next((line for line in text.split("\n") if line.strip()), "")[:10_000]

    def fits(delimiter: str) -> tuple[int, int]:
        headers = next(csv.reader([first], delimiter=delimiter, skipinitialspace=True), [])
        return sum(header_words(h)[0] in known for h in headers), len(headers)

    return max(_DELIMITERS, key=fits)


def header_words(text: str) -> tuple[str, bool]:
    """A header as it is compared, and whether it is numbered (`wish 2`)."""
    word = fold(text.replace("-", " ").replace("_", " "))
    found = re.fullmatch(r"(.*[^0-9 ]) *[0-9]{1,2}\.?", word)
    return (found[1], True) if found else (word, False)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def _places(text: str, delimiter: str) -> Iterator[tuple[int, int, bool]]:
    """Where each cell begins, how long it is, and whether its quotation mark is closed; cells as `csv` tells them."""
    d = re.escape(delimiter)
    cell = re.compile(rf' *+(?:"(?P<body>[^"]*+(?:""[^"]*+)*+)(?P<closed>"[^{d}\n]*+)?|(?P<plain>[^{d}\n]*+))(?P<end>[{d}\n]|\Z)')
    at = 0
    while found := cell.match(text, at):
        kind = "plain" if found["plain"] is not None else "body"
        yield found.start(kind), len(found[kind].rstrip()), kind == "plain" or found["closed"] is not None
        at = found.end()
        if not found["end"]:
            return

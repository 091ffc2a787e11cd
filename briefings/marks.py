"""Strict YAML in which every value knows its file, line and column; findings about it.

You get a `Marked` file from `read_yaml`. Whatever is wrong with it comes back as a tuple of `Finding`, all
at once; bad input never raises.

Scalars are text exactly as written: `no`, `11:45`, `1.10`, `010` and `2020-11-10` stay what the author typed.
Events come from the YAML library one by one and are put together here without recursion, so that
deep nesting is a finding and not a crash. No other module imports `yaml`.
"""

import codecs
import difflib
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from briefings.slips import Slip, slip

Loc = tuple[str | int, ...]
Level = Literal["error", "warning", "note"]

MOST_BYTES = 512 * 1024
MOST_DEPTH = 16
MOST_PASSED = 40  # slips told in one run; the file is read anew for each

# libyaml where the wheel carries it (always, on the platforms we test), the slower twin elsewhere.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Characters nobody types on purpose: C0 and C1 controls, line breaks that YAML counts and editors do not,
# the bidirectional overrides that make a line read other than it is, and private-use characters, which no font
# prints and which stand for note numbers inside a pack.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufeff\ufffe\uffff\U000f0000-\U0010ffff]")

# A comment without a space behind its '#', as in `The #1 ferry`.
_COMMENT = re.compile(r" +(#\w[^#]*)")


class Mark(NamedTuple):
    """A place in a file: the path as the user knows it, line and column counted from 1, width in characters."""

    file: str
    line: int = 1
    column: int = 1
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Finding:
    """Something wrong (`error`), doubtful (`warning`) or worth knowing (`note`), where it stands, and what to do.

    `accepted` is the author's reason for leaving a doubt as it is; the finding is then a note.
    """

    code: str
    message: str
    mark: Mark
    hint: str = ""
    level: Level = "error"
    line: str = ""
    accepted: str = ""

    @property
    def headline(self) -> str:
        """Place, level, code and message in one line."""
        return _visible(f"{self.mark}: {self.level}[{self.code}] {self.message}")

    def __str__(self) -> str:
        shown = self.headline
        if self.line.strip():
            text, column = _window(_visible(self.line), self.mark.column)
            number = str(self.mark.line)
            width = max(1, min(self.mark.width, len(text) - column + 1))
            shown += f"\n  {number} | {text}\n  {' ' * len(number)} | {' ' * (column - 1)}{'^' * width}"
        if self.accepted:
            shown += f"\naccepted: {_visible(self.accepted)}"
        elif self.hint:
            shown += f"\nhint: {_visible(self.hint)}"
        return shown

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data, for `--format json`."""
        return {
            "code": self.code,
            "level": self.level,
            "message": self.message,
            "hint": self.hint,
            "accepted": self.accepted,
            "file": self.mark.file,
            "line": self.mark.line,
            "column": self.mark.column,
            "text": self.line,
        }


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings sorted by place and code, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.mark, f.code, f.message)))


def whole_word(needle: str) -> re.Pattern[str]:
    """A pattern for a text as it stands, and for a word as a whole word."""
    return re.compile(rf"(?<!\w){re.escape(needle)}(?!\w)" if needle.isalnum() else re.escape(needle))


def failed(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding is an error."""
    return any(f.level == "error" for f in findings)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint `did you mean 'x'?` for a misspelt word, or an empty string when nothing is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


@dataclass(frozen=True)
class Marked:
    """One YAML file: its data as plain lists, mappings and texts, and a mark for every key and value.

    `keys` and `values` go from a location such as `("roles", 0, "name")` to a mark.
    """

    file: str
    lines: tuple[str, ...]
    data: Any
    keys: Mapping[Loc, Mark]
    values: Mapping[Loc, Mark]

    def mark(self, loc: Loc = (), needle: str = "", nth: int = 0) -> Mark:
        """Where the value at `loc` stands, or the nearest thing around it.

        With `needle`, where in the value that word or text stands, after `nth` others like it.
        """
        while loc and loc not in self.values:
            loc = loc[:-1]
        start = self.values.get(loc, Mark(self.file))
        if needle:
            whole = whole_word(needle)
            last, end = self._end(loc)
            for number, line in enumerate(self.lines[start.line - 1 : last], start.line):
                for found in whole.finditer(line, start.column - 1 if number == start.line else 0, end - 1 if number == last else len(line)):
                    if not nth:
                        return Mark(self.file, number, found.start() + 1, len(needle))
                    nth -= 1
        return start

    def key(self, loc: Loc) -> Mark:
        """Where the key of the value at `loc` stands (in a list: where the entry begins)."""
        return self.keys.get(loc) or self.mark(loc)

    def within(self, mark: Mark, loc: Loc) -> bool:
        """Whether a mark stands in the key or value at `loc`."""
        start = self.key(loc)
        return mark.file == self.file and (start.line, start.column) <= (mark.line, mark.column) < self._end(loc)

    def finding(self, code: str, message: str, at: Mark | Loc = (), hint: str = "", level: Level = "error") -> Finding:
        """A finding about this file, with the offending line filled in."""
        mark = at if isinstance(at, Mark) else self.mark(at)
        line = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        return Finding(code, message, mark, hint, level, line)

    def place(self, where: str) -> Loc | None:
        """The location that an author names by keys, ids of list entries or their numbers from 1, between slashes; None if there is none."""
        here: Any = self.data
        loc: Loc = ()
        for part in where.split("/"):
            step: str | int | None = None
            if isinstance(here, dict) and part in here:
                step = part
            elif isinstance(here, list):
                step = next((i for i, entry in enumerate(here) if isinstance(entry, dict) and entry.get("id") == part), None)
                if step is None and re.fullmatch("[1-9][0-9]{0,3}", part) and int(part) <= len(here):
                    step = int(part) - 1
            if step is None:
                return None
            here, loc = here[step], (*loc, step)
        return loc

    def _end(self, loc: Loc) -> tuple[int, int]:
        """Line and column of the first key after the value at `loc`, or of the file's end."""
        own = self.values.get(loc, Mark(self.file))
        first = bisect_right(self._steps, (own.line, own.column), key=lambda step: step[0])
        later = (at for at, key in islice(self._steps, first, None) if key[: len(loc)] != loc)
        return next(later, (len(self.lines) + 1, 1))

    @cached_property
    def _steps(self) -> tuple[tuple[tuple[int, int], Loc], ...]:
        """Where every key stands, by line and column."""
        return tuple(sorted((((mark.line, mark.column), loc) for loc, mark in self.keys.items()), key=lambda step: step[0]))


def read_yaml(path: Path, shown: str = "") -> tuple[Marked | None, tuple[Finding, ...]]:
    """The file with its marks, and everything wrong with it as YAML.

    `shown` is the path to print (relative to the project). The first value is None only where the text
    cannot be understood at all: wrong encoding, too large, broken syntax, nested too deeply.
    """
    file = shown or str(path)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = (getattr(error, "strerror", None) or str(error)).lower()
        return None, (Finding("unreadable", f"cannot read the file: {why}", Mark(file), "check the name and that you may read it"),)
    if len(raw) > MOST_BYTES:
        message = f"the file has {len(raw) // 1024} kB; at most {MOST_BYTES // 1024} are read"
        return None, (Finding("too-large", message, Mark(file), "a scenario is a few pages of text: is this the right file?"),)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        mark = Mark(file, before.count(b"\n") + 1, len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1)
        what = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "not UTF-8"
        return None, (Finding("encoding", f"the file is {what}", mark, "save it as UTF-8 (in most editors: Save as, Encoding)"),)
    return _Composer(file, text.replace("\r\n", "\n")).run()


class _Composer:
    """Puts one file's YAML events together, collecting marks and findings as it goes."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.marked = Marked(file, tuple(text.split("\n")), None, {}, {})
        self.keys: dict[Loc, Mark] = {}
        self.values: dict[Loc, Mark] = {}
        self.findings: list[Finding] = []
        self.lost = False  # whether what was read is not what was meant, so that to look at it would only mislead

    def run(self) -> tuple[Marked | None, tuple[Finding, ...]]:
        self._look_for_hidden_characters()
        if any(f.code == "hidden-character" for f in self.findings):
            return None, in_order(self.findings)
        try:
            data = self._compose()
        except yaml.YAMLError as error:
            self._syntax(error)
            return None, in_order(self.findings)
        except _TooDeep as error:
            self._found("too-deep", f"nested more than {MOST_DEPTH} levels deep", error.mark, "no file here needs that: is a bracket missing?")
            return None, in_order(self.findings)
        marked = Marked(self.file, self.marked.lines, data, self.keys, self.values)
        return None if self.lost else marked, in_order(self.findings)

    def _found(self, code: str, message: str, mark: Mark, hint: str = "") -> None:
        self.findings.append(self.marked.finding(code, message, mark, hint))

    def _look_for_hidden_characters(self) -> None:
        for number, line in enumerate(self.marked.lines, 1):
            tab = line.find("\t")
            if tab >= 0:
                self._found(
                    "tab", "a tab character", Mark(self.file, number, tab + 1), "use two spaces for each level of indent; most editors can convert tabs"
                )
            if hidden := HIDDEN.search(line):
                self._hidden(hidden[0], Mark(self.file, number, hidden.start() + 1))

    def _hidden(self, character: str, mark: Mark) -> None:
        message = f"an invisible control character (U+{ord(character):04X})"
        self._found("hidden-character", message, mark, "delete it; it often comes from pasted text")

    def _look_for_lost_text(self, plain: bool, end: Any) -> None:
        """`The #1 ferry`: what stands after a space and '#' is a comment, and was hardly meant as one without a space behind it."""
        if plain and end.line < len(self.marked.lines) and (found := _COMMENT.match(self.marked.lines[end.line], end.column)):
            message = f"'{found[1].strip()[:40]}' is read as a comment, and left out"
            hint = "put the whole text in quotation marks; or, for a comment, write a space after the '#'"
            self.findings.append(self.marked.finding("comment", message, Mark(self.file, end.line + 1, found.start(1) + 1), hint, "warning"))

    def _compose(self) -> Any:
        """The document as plain data. Works with a stack: one frame for each open list or mapping."""
        root: list[Any] = []
        stack: list[_Frame] = []
        documents = 0

        def put(value: Any, mark: Mark) -> Loc:
            if not stack:
                root.append(value)
                self.values[()] = mark
                return ()
            frame = stack[-1]
            loc = frame.take(value, mark)
            if loc:
                self.values[loc] = mark
                if isinstance(frame.data, list):
                    self.keys[loc] = mark
            return loc or (*frame.loc, "?")

        for event in yaml.parse(self.text, Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._found(
                        "several-documents",
                        "a second document begins here",
                        self._mark(event.start_mark, event.end_mark),
                        "one file holds one document: remove the line '---'",
                    )
                    self.lost = True
                    break
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
            if not isinstance(event, yaml.NodeEvent):
                continue
            mark = self._mark(event.start_mark, event.end_mark)
            if isinstance(event, yaml.AliasEvent):
                self._found(
                    "alias",
                    f"text that begins with '*' (*{event.anchor})",
                    mark,
                    "put it in quotation marks; a value that stands elsewhere is written out again",
                )
                value: Any = f"*{event.anchor}"
            elif event.anchor is not None:
                self._found("anchor", f"text that begins with '&' (&{event.anchor})", mark, "put it in quotation marks, or remove the '&'")
            if (tag := getattr(event, "tag", None)) is not None:
                tag = tag.replace("tag:yaml.org,2002:", "!!")
                self._found("tag", f"text that begins with '!' ({tag})", mark, "put it in quotation marks, or remove the '!'")
            if isinstance(event, yaml.ScalarEvent):
                # Only a value that is not there at all is empty; '' in quotation marks is an empty text.
                value = None if event.value == "" and event.implicit[0] else event.value
                self._look_for_lost_text(not event.style, event.end_mark)
                if hidden := HIDDEN.search(event.value):
                    self._hidden(hidden[0], mark)
            elif isinstance(event, yaml.CollectionStartEvent):
                value = {} if isinstance(event, yaml.MappingStartEvent) else []
            if stack and stack[-1].wants_key:
                self._key(stack[-1], mark, value)
                loc: Loc = (*stack[-1].loc, "?")
            else:
                loc = put(value, mark)
            if isinstance(event, yaml.CollectionStartEvent):
                stack.append(_Frame(value, loc))
                if len(stack) > MOST_DEPTH:
                    raise _TooDeep(mark)
        return root[0] if root else None

    def _key(self, frame: "_Frame", mark: Mark, value: Any) -> None:
        frame.key, frame.wants_key = None, False
        if not value or not isinstance(value, str):
            self._found("key", "a key that is not a word", mark, "a key is one word followed by a colon")
        elif value in frame.data:
            first = self.keys[(*frame.loc, value)].line
            if not frame.doubled:  # the first speaks for the others: often it is an entry of a list whose hyphen is missing
                hint = f"it first stands in line {first}; keep one of them, or begin the next entry of a list with '- '"
                self._found("duplicate-key", f"key '{value}' stands twice in the same place", mark, hint)
            frame.doubled = self.lost = True
        else:
            frame.key = value
            self.keys[(*frame.loc, value)] = mark

    def _mark(self, start: Any, end: Any) -> Mark:
        line = min(start.line, len(self.marked.lines) - 1)  # libyaml counts a line more where the last one is not ended
        length = len(self.marked.lines[line])
        column = min(start.column, length)
        width = (end.column if end.line == start.line else length) - column
        return Mark(self.file, line + 1, column + 1, max(1, width))

    def _syntax(self, error: yaml.YAMLError) -> None:
        """Finds the slip behind an error; where that can be passed over, those like it in the rest of the file too."""
        found, lines = self._slip(error, self.marked.lines), list(self.marked.lines)
        for _ in range(MOST_PASSED):
            if found.line not in {f.mark.line for f in self.findings}:
                self._found("syntax", found.message, Mark(self.file, found.line, found.column), found.hint)
            if not found.passable:
                return
            text = lines[found.line - 1]
            lines[found.line - 1] = f"{text[: found.column - 1]};{text[found.column :]}"
            try:
                for _event in yaml.parse("\n".join(lines), Loader=_LOADER):
                    pass
                return
            except yaml.YAMLError as next_error:
                found = self._slip(next_error, lines)
                if not found.passable:  # what else there is may come of what was passed over
                    return

    def _slip(self, error: yaml.YAMLError, lines: Sequence[str]) -> Slip:
        where = getattr(error, "problem_mark", None)
        context = getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or "this is not valid YAML"
        # An unclosed quotation mark or bracket is noticed far from where it began; show the beginning.
        if context and re.search("scanning a quoted|flow|simple key|an alias|an anchor", getattr(error, "context", None) or ""):
            where = context
        mark = self._mark(where, where) if where else Mark(self.file)
        return slip(problem, lines, mark.line, mark.column)


class _TooDeep(Exception):
    def __init__(self, mark: Mark) -> None:
        self.mark = mark


class _Frame:
    """An open list or mapping while a file is put together."""

    def __init__(self, data: Any, loc: Loc) -> None:
        self.data = data
        self.loc = loc
        self.key: str | None = None
        self.doubled = False  # whether a key stood there twice
        self.wants_key = isinstance(data, dict)

    def take(self, value: Any, mark: Mark) -> Loc | None:
        """Adds a value; its location, or None where it has no place (below a bad key)."""
        if isinstance(self.data, list):
            self.data.append(value)
            return (*self.loc, len(self.data) - 1)
        key, self.key, self.wants_key = self.key, None, True
        if key is None:
            return None
        self.data[key] = value
        return (*self.loc, key)


def _visible(text: str) -> str:
    """The text with control characters made harmless for a terminal."""
    return HIDDEN.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"[\t\n]", " ", text))


def _window(line: str, column: int, most: int = 110) -> tuple[str, int]:
    """A long line cut to the part around `column`, and the column in what is left."""
    if len(line) <= most:
        return line, column
    start = max(0, min(column - most // 2, len(line) - most))
    text = line[start : start + most]
    text = "…" + text[1:] if start else text
    return (text[:-1] + "…" if start + most < len(line) else text), column - start

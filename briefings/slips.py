"""What a YAML reader's complaint means to somebody who writes: the slip of the hand behind it, and where that stands.

You get a `Slip` from `slip`. A reader notices many a slip late, or in words about its own insides; here the line is looked
at once more, for the handful of slips that people make.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """A fact in lower case, what to do, and where: line and column from 1. A slip that is `passable` does not keep a reader from
    what comes after it: with another character in its place the file can be read on, to look for more."""

    message: str
    hint: str
    line: int
    column: int
    passable: bool = False


def slip(problem: str, lines: Sequence[str], line: int, column: int) -> Slip:
    """The slip behind a complaint at a place, both counted from 1."""
    text = lines[line - 1] if line <= len(lines) else ""
    for look in (_runs_on, _odd_space, _no_entry, _no_space, _too_deep, _colon, _goes_on, _first_entry, _off_its_column):
        if found := look(problem, lines, text, line, column):
            return found
    message, hint = _SAID.get(problem, (problem, "check indent, quotation marks and colons in this line and the one before"))
    return Slip(message, hint, line, column)


_KEY = r"[^\s:#'\"\[{&*!|>%@`-][^:#]*?"
_OPENS = re.compile(rf"^ *(?:- +)*(?:{_KEY}: +)?([\"'])")
_LOOKS_LIKE_A_KEY = re.compile(rf"^ *(?:- +)?{_KEY}:(?: |$)")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"', re.S), "'": re.compile(r"'(?:[^']|'')*'", re.S)}


def _runs_on(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    """A quotation mark that is not closed swallows whole lines, up to the next one, wherever that is."""
    for number, opening in enumerate(lines[:line], 1):
        if not (found := _OPENS.match(opening)):
            continue
        rest = "\n".join([opening[found.start(1) :], *lines[number:]])
        closed = _QUOTED[found[1]].match(rest)
        end = number + closed[0].count("\n") if closed else len(lines) + 1
        if end >= line > number and any(_LOOKS_LIKE_A_KEY.match(swallowed) for swallowed in lines[number:end]):
            return Slip(
                "a quotation mark that is never closed", "close it where the text ends; an apostrophe inside '...' is written twice", number, found.start(1) + 1
            )
    return None


_ODD = re.compile(r"^ *(?:- *)?(?:[\w-]+:)? *([\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000])")


def _odd_space(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    """A space of another width, as word processors and web pages have them, is no indent."""
    for number in (line, line - 1):
        if 0 < number <= len(lines) and (found := _ODD.match(lines[number - 1])):
            message = f"a space that is no ordinary one (U+{ord(found[1]):04X})"
            return Slip(message, "delete it and type a space; it often comes from pasted text", number, found.start(1) + 1)
    return None


_BULLET = re.compile(r"^ *((?:[•‣▪·–—*]|--+)(?= )|-+(?=[^\s-]))")


def _no_entry(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    found = _BULLET.match(text)
    if not found or column > found.end(1) + 1:
        return None
    return Slip("a list entry that does not begin with '- '", "begin each entry with one hyphen and a space", line, found.start(1) + 1)


def _no_space(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    found = re.match(r" *(?:- +)?([A-Za-z_]+)[:：]\S", text)
    if not found or problem != "could not find expected ':'":
        return None
    return Slip("a colon without a space after it", f"write '{found[1]}: ', with a space", line, found.end(1) + 1)


def _too_deep(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    """A key below a text: either it, or the line above, has slipped."""
    found = re.match(r" *(?=[\w-]+:(?: |$))", text)
    if not found or problem not in ("mapping values are not allowed in this context", "did not find expected key"):
        return None
    above = next((n for n in reversed(_written(lines, line)) if _indent(lines[n - 1]) < found.end()), 0)
    if not above or not re.match(rf" *(?:- +)?{_KEY}: +[^\s#]", lines[above - 1]) or ":" in text[found.end() : column - 1]:
        return None
    hint = f"keys that belong together begin in the same column: compare it with line {above}"
    return Slip(f"a key that is indented deeper than line {above}, which has a text already", hint, line, found.end() + 1)


_ONE_LINE = re.compile(rf"^ *(?:- +)?({_KEY}): +([^\s#'\"\[{{>|].*?)(?: +#.*| *)$")


def _colon(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    """A text with ': ' in it, in the line of its key: a reader takes what stands before the colon for a second key."""
    found = _ONE_LINE.match(text)
    if not found or problem != "mapping values are not allowed in this context" or column <= found.start(2) or text[column - 1] != ":":
        return None
    message, hint = _SAID[problem]
    below = next((under for under in lines[line:] if under.strip()), "")
    if _indent(below) <= _indent(text):  # else the text goes on there
        value = f'"{found[2]}"' if not {'"', "\\"} & {*found[2]} else "'" + found[2].replace("'", "''") + "'"
        hint = f"put the text in quotation marks: {found[1]}: {value}"
    return Slip(message, hint, line, column, passable=True)


def _goes_on(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    before = text[: column - 1].rstrip()
    if not problem.startswith("did not find expected") or not before or before[-1] not in "\"']}" or before == text.rstrip():
        return None
    what = "quotation mark" if before[-1] in "\"'" else "bracket"
    return Slip(f"text after a closing {what}", "put the whole text in '...', and write an apostrophe inside it twice", line, column)


def _first_entry(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    """A list whose first entry has no hyphen is keys and values, up to the next entry; one whose entries do not stand in one column is none."""
    entry = re.match(r"( *)- *([\w-]*)", text)
    if not entry or problem not in ("did not find expected key", "did not find expected <document start>"):
        return None
    written = _written(lines, line)
    above = [n for n in written if _indent(lines[n - 1]) < len(entry[1]) or (_indent(lines[n - 1]) == len(entry[1]) and lines[n - 1].rstrip().endswith(":"))]
    if not above or above[-1] == written[-1]:
        return None
    first = next(n for n in written if n > above[-1])
    start, opening = _indent(lines[first - 1]), lines[first - 1].lstrip()
    if opening.startswith("- ") and start != len(entry[1]):
        return Slip("a list entry that does not begin in the column of the others", f"begin it as in line {first}", line, column)
    if start == len(entry[1]) + 2 and entry[2] and opening.startswith(f"{entry[2]}:"):
        return Slip("the first entry of a list without its '- '", f"every entry of a list begins with '- ', as in line {line}", first, start + 1)
    return None


def _off_its_column(problem: str, lines: Sequence[str], text: str, line: int, column: int) -> Slip | None:
    """A key of a list's entry that begins left of the others, in the column of the hyphen or behind it."""
    key = re.match(r"( *)([\w-]+):(?: |$)", text)
    if not key or problem != "did not find expected '-' indicator":
        return None
    for n in reversed(_written(lines, line)):
        entry = re.match(r"( *)(- +)[\w-]+:(?: |$)", lines[n - 1])
        if not entry or len(entry[1]) > len(key[1]):
            continue
        start = entry.end(2)
        elsewhere = re.compile(rf" {{{start}}}{key[2]}:(?: |$)")
        if len(key[1]) > len(entry[1]) or any(map(elsewhere.match, lines)):
            stands = f"{len(key[1])} space{'s' * (len(key[1]) != 1)} in"
            message = f"'{key[2]}' stands {stands}; its neighbours stand {start} in"
            return Slip(message, f"keys that belong together begin in the same column: compare it with line {n}", line, len(key[1]) + 1)
        return None
    return None


def _written(lines: Sequence[str], line: int) -> list[int]:
    """The numbers of the lines before one, without those that are empty or comments."""
    return [n for n in range(1, line) if lines[n - 1].strip() and not lines[n - 1].lstrip().startswith("#")]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_SAID = {
    "mapping values are not allowed in this context": (
        "a colon where none can stand",
        "put text that contains ': ' in quotation marks, or after '>-' on a new line; or check the indent",
    ),
    "found character that cannot start any token": ("a character that cannot begin a text", "put the text in quotation marks"),
    "found unexpected end of stream": ("a quotation mark that is never closed", "close it, or double it if it is meant as an apostrophe in '...'"),
    "did not find expected key": (
        "a line that does not fit its surroundings",
        "check the indent: keys that belong together begin in the same column; compare it with the lines above",
    ),
    "could not find expected ':'": ("a line without its colon", "a key is followed by ': '; longer text begins after '>-' and is indented"),
    "did not find expected '-' indicator": ("a key among list entries", "every entry of a list begins with '- ' in the same column"),
    "did not find expected ',' or ']'": ("a bracket '[' without its ']', or entries without a comma", "write '[one, two]', or put the text in quotation marks"),
    "did not find expected ',' or '}'": (
        "a brace '{' without its '}', or entries without a comma",
        "write '{a: one, b: two}', or put the text in quotation marks",
    ),
    "did not find expected comment or line break": (
        "text in the same line as '>' or '|'",
        "begin the text in the next line, indented; or put it in quotation marks",
    ),
    "block sequence entries are not allowed in this context": (
        "a hyphen where no list can begin",
        "begin a list in a new line; put text that begins with '- ' in quotation marks",
    ),
    "mapping keys are not allowed in this context": ("text that begins with '? '", "put the text in quotation marks"),
    "found unknown escape character": ("an unknown escape in double quotation marks", r"write '\\' for a backslash, or use single quotation marks"),
    "did not find expected <document start>": (
        "text after the end of the document",
        "begin it in the same column as the first line, or remove the line '...' before it",
    ),
    "did not find expected alphabetic or numeric character": ("text that begins with '*' or '&'", "put the text in quotation marks"),
}

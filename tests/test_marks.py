"""Every broken file gives its findings where they stand, all at once; every value of a sound one stays as written."""

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, strategies as st
from pydantic import Field

from briefings.marks import MOST_BYTES, Finding, Mark, Marked, failed, in_order, read_yaml
from briefings.models import Model, Text, validate
from briefings.scenarios import Scenario
from tests.conftest import examples
from tests.worlds import SCENARIO

Place = tuple[int, int, str]


class Sheet(Model):
    """What a file is read as once it is sound YAML."""

    name: Text | None = Field(None, description="A name.")
    walk_away: Text | None = Field(None, description="What happens without a deal.")


def told(text: str) -> tuple[str, list[Place]]:
    """The input without its markers, and what they tell: `# <- 7 tab, 9 alias` is two findings in that line."""
    lines, expected = [], []
    for number, line in enumerate(text.split("\n"), 1):
        line, _, marker = line.partition("# <- ")
        expected += [(number, int(column), code) for column, code in re.findall(r"(\d+) ([a-z-]+)", marker)]
        lines.append(line.rstrip(" ") if marker else line)
    return "\n".join(lines), expected


def read(file: Path, content: str | bytes) -> tuple[Marked | None, tuple[Finding, ...]]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_yaml(file, "here/sheet.yaml")


def complaints(file: Path, content: str | bytes, model: type[Model] = Sheet) -> tuple[Finding, ...]:
    """All findings about a file with this content: as YAML, and where that is sound, as a model."""
    marked, wrong = read(file, content)
    return wrong or validate(model, marked)[1]


def places(findings: tuple[Finding, ...]) -> list[Place]:
    """Where the findings stand. Each must state a fact, in lower case and without a full stop, and what to do."""
    for f in findings:
        assert f.hint, f"no hint: {f}"
        assert not f.message[0].isupper(), f.message
        assert not f.message.endswith("."), f.message
        assert re.match(rf".+:{f.mark.line}:{f.mark.column}: {f.level}\[{f.code}\] .", str(f))
    return [(f.mark.line, f.mark.column, f.code) for f in findings]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marks") / "sheet.yaml"


BROKEN = {
    "a key twice": "name: one\nname: two  # <- 1 duplicate-key",
    "a key twice below a key twice": "a: 1\na:  # <- 1 duplicate-key\n  b: 2\n  b: 3  # <- 3 duplicate-key",
    "a misspelt key": "name: one\nwalkaway: none  # <- 1 unknown-key",
    "a tab in the indent": "name:\n\tone: 1  # <- 1 tab",
    "a tab in text": "name: one\ttwo  # <- 10 tab",
    "a tab in a comment": "#\tone  # <- 2 tab",
    "an alias": "name: *other  # <- 7 alias",
    "an anchor": "name: &one two  # <- 7 anchor",
    "an anchor and its alias": "name: &one [two]  # <- 7 anchor\nwalk_away: *one  # <- 12 alias",
    "a merge key": "a: &one {b: 1}  # <- 4 anchor\nc:\n  <<: *one  # <- 7 alias",
    "text that begins with an asterisk": "name: *bold* words  # <- 7 syntax",
    "several documents": "name: one\n---  # <- 1 several-documents\nname: two",
    "a tag for a Python object": "name: !!python/object:os.system ls  # <- 7 tag",
    "a tag for a number": "name: !!int 3  # <- 7 tag",
    "an unclosed quotation mark": "name: 'it  # <- 7 syntax\nwalk_away: none",
    "text after a closing quotation mark": 'name: "Yes" is what they said  # <- 13 syntax',
    "an unclosed bracket": "name: [one, two  # <- 7 syntax\nwalk_away: none",
    "an unclosed brace": "name: {one: 1  # <- 7 syntax\nwalk_away: none",
    "a bracket that closes nothing": "name: ]  # <- 7 syntax",
    "an unquoted colon in text": "name: one: two  # <- 10 syntax",
    "a wrong indent": "name:\n    one: 1\n  two: 2  # <- 3 syntax",
    "a missing colon": "name: one\nwalk_away  # <- 1 syntax",
    "a missing value in braces": "{name: one, walk_away:}  # <- 22 syntax",
    "a list entry among keys": "name: one\n- two  # <- 1 syntax",
    "a key among list entries": "- one\nname: two  # <- 1 syntax",
    "an unknown escape": 'name: "one\n  C:\\path"  # <- 5 syntax',
    "an escape for half a character": 'name: "\\uD800"  # <- 10 syntax',
    "a note number written as an escape": 'name: "one \\uE001"  # <- 7 hidden-character',
    "a control character written as an escape": 'name: "\\e[31m"  # <- 7 hidden-character',
    "an empty file": "# <- 1 empty",
    "only comments": "# one  # <- 1 empty\n# two",
    "a list at the top": "- one  # <- 1 type\n- two",
    "text at the top": "name:one  # <- 1 type",
    "a control character": "name: o\x07ne  # <- 8 hidden-character",
    "an escape sequence": "name: \x1b[31mred  # <- 7 hidden-character",
    "a bidi override": "name: one \u202eowt  # <- 11 hidden-character",
    "a BOM in the middle": "name: one\nwalk_away: \ufeffnone  # <- 12 hidden-character",
    "a private-use character": "name: one\ue001  # <- 10 hidden-character",
    "the line break NEL": "name: one\x85walk_away: two  # <- 10 hidden-character",
    "the line break U+2028": "name: one\u2028two  # <- 10 hidden-character",
    "nested too deeply": "name: [[[[[[[[[[[[[[[[  # <- 22 too-deep",
    "nested too deeply line by line": "".join(f"{'  ' * n}k:\n" for n in range(16)) + f"{' ' * 32}k: 1  # <- 33 too-deep",
    "a list as a key": "? [a]: b  # <- 3 key",
    "a mapping as a key": "{a: 1}: b  # <- 1 key",
    "no key": "? # <- 2 key\n: b",
    "an empty key": "'': b  # <- 1 key",
    "not a key at all": ": b  # <- 1 syntax",
    "Azerbaijani and Armenian before the mistake": "ərazi: {ջուր: 1, ջուր: 2}  # <- 18 duplicate-key",
    "a character of two UTF-16 units before the mistake": "name: {😀: 1, 😀: 2}  # <- 14 duplicate-key",
    "everything at once": "a: 1\na: 2  # <- 1 duplicate-key\nb:\t3  # <- 3 tab\nc: !!str &x 4  # <- 4 anchor, 4 tag\nd: [*x, *y]  # <- 5 alias, 9 alias\n"
    "---  # <- 1 several-documents\ne: 1",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_gives_exactly_these_findings(file: Path, text: str):
    content, expected = told(text)
    assert places(complaints(file, content)) == expected


UNREADABLE = {
    "UTF-16": ("name: one\n".encode("utf-16"), (1, 1, "encoding")),
    "Latin-1": (b"name: one\nwalk_away: caf\xe9\n", (2, 15, "encoding")),
    "Latin-1 after other letters": ("ə: ".encode() + b"\xe9\n", (1, 4, "encoding")),
    "Latin-1 after a UTF-8 BOM": (b"\xef\xbb\xbfname: caf\xe9\n", (1, 10, "encoding")),
    "too large": (b"#" * (MOST_BYTES + 1), (1, 1, "too-large")),
}


@pytest.mark.parametrize(("content", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_text_is_one_finding(file: Path, content: bytes, expected: Place):
    marked, findings = read(file, content)
    assert (marked, places(findings)) == (None, [expected])


@pytest.mark.parametrize("name", ["absent.yaml", ".", "absent/sheet.yaml"])
def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path: Path, name: str):
    marked, findings = read_yaml(tmp_path / name, name)
    assert (marked, places(findings)) == (None, [(1, 1, "unreadable")])


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{", "{a: "])
def test_a_hundred_thousand_open_brackets_are_too_deep_and_no_crash(file: Path, opening: str):
    marked, findings = read(file, opening * 100_000)
    assert (marked, [code for _, _, code in places(findings) if code != "key"]) == (None, ["too-deep"])
    assert len(findings) < 20


def test_a_value_stays_what_the_author_typed(file: Path):
    typed = ["no", "yes", "on", "11:45", "1.10", "010", "0x1F", "2020-11-10", "~", "null", "1_000", ".5", "1e3", "=", "<<", "-1", ".inf", "é"]
    marked, findings = read(file, "".join(f"- {word}\n" for word in typed))
    assert (marked.data, findings) == (typed, ())


SOUND = {
    "quotation marks with nothing between them": (b"name: ''\nnote: \"\"\n", {"name": "", "note": ""}),
    "nothing after the colon": (b"name:\nnote: # nothing\n", {"name": None, "note": None}),
    "lines that end as on Windows": (b"name: one\r\nnote: |\r\n  two\r\n  three\r\n", {"name": "one", "note": "two\nthree\n"}),
    "a BOM at the start": (b"\xef\xbb\xbfname: one\n", {"name": "one"}),
    "keys that YAML itself could understand": (b"<<: {a: 1}\n=: 2\nno: 3\n", {"<<": {"a": "1"}, "=": "2", "no": "3"}),
    "a folded text, and lists at the left": (b"name: >-\n  one\n  two\nlist:\n- a\n- - b\n", {"name": "one two", "list": ["a", ["b"]]}),
}


@pytest.mark.parametrize(("content", "data"), SOUND.values(), ids=SOUND)
def test_a_sound_file_is_plain_lists_mappings_and_texts(file: Path, content: bytes, data: Any):
    marked, findings = read(file, content)
    assert (marked.data, findings) == (data, ())


def test_every_key_and_value_knows_where_it_stands(file: Path):
    marked, _ = read(file, "ջուր: ə  # one\nlist:\n  - {a: b c, to: 'the a'}\n  -\n")
    assert {loc: (m.line, m.column, m.width) for loc, m in marked.keys.items()} == {
        ("ջուր",): (1, 1, 4), ("list",): (2, 1, 4), ("list", 0): (3, 5, 1), ("list", 0, "a"): (3, 6, 1), ("list", 0, "to"): (3, 14, 2), ("list", 1): (4, 4, 1),
    }  # fmt: skip
    assert {loc: (m.line, m.column, m.width) for loc, m in marked.values.items() if loc} == {
        ("ջուր",): (1, 7, 1), ("list",): (3, 3, 1), ("list", 0): (3, 5, 1), ("list", 0, "a"): (3, 9, 3), ("list", 0, "to"): (3, 18, 7), ("list", 1): (4, 4, 1),
    }  # fmt: skip
    assert marked.mark(("list", 0, "absent", 3)) == marked.values["list", 0], "where nothing stands, the nearest thing around it"


def test_a_word_within_a_value_is_found_as_a_whole_word(file: Path):
    marked, _ = read(file, "note: |\n  a dam, the dams,\n  a dam [@x]\nlast: dam\n")
    found = [marked.mark(("note",), "dam", nth) for nth in range(3)] + [marked.mark(("note",), "[@")]
    assert [(m.line, m.column) for m in found] == [(2, 5), (3, 5), (1, 7), (3, 9)], "the third dam is another value's"


def test_a_finding_is_printed_with_its_place_its_line_and_what_to_do(file: Path):
    findings = complaints(file, "name: one\nwalkaway: none\n")
    assert str(findings[0]).split("\n") == [
        "here/sheet.yaml:2:1: error[unknown-key] unknown key 'walkaway'",
        "  2 | walkaway: none",
        "    | ^^^^^^^^",
        "hint: did you mean 'walk_away'?",
    ]
    assert findings[0].as_dict() == {
        "code": "unknown-key", "level": "error", "message": "unknown key 'walkaway'", "hint": "did you mean 'walk_away'?", "accepted": "",
        "file": "here/sheet.yaml", "line": 2, "column": 1, "text": "walkaway: none",
    }  # fmt: skip


def test_findings_are_sorted_by_place_and_told_once():
    late, early, note = (Finding("a", "x", Mark("f", line), "y", level) for line, level in [(9, "error"), (2, "warning"), (3, "note")])
    assert in_order([late, early, note, late]) == (early, note, late)
    assert failed((early, late))
    assert not failed((early, note))


@given(st.text(), st.text(), st.integers(1, 50))
def test_no_control_character_reaches_the_terminal(text: str, other: str, column: int):
    shown = str(Finding("x", f"'{text}' is wrong", Mark(f"{other}.yaml", 1, column), other, line=text.replace("\n", "")))
    assert shown.count("\n") <= 3
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Co", "Zl", "Zp") and c != "\n"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufeff]", shown)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(1, 9))
def test_a_very_long_line_is_cut_to_what_the_caret_shows(before: int, after: int, width: int):
    shown = str(Finding("x", "wrong", Mark("f", 1, before + 1, width), line=" " * before + "X" * width + "." * after)).split("\n")
    assert len(shown[1]) < 120
    start, end = shown[2].index("^"), shown[2].rindex("^") + 1
    assert (shown[1][start:end], shown[1].count("X")) == ("X" * width, width)


# --- whatever is in the file ------------------------------------------------------------------------------


CHARACTERS = ":-?[]{}&*!|>'\"%@`#,~<=\\a0é😀\n\n   \t\x07\u2028"
PIECES = st.lists(st.sampled_from([*CHARACTERS, "\r\n", ": ", "- ", "\n  ", "a: ", "- b\n", "---", "...\n", "!!int "]), max_size=30).map("".join)
SLICES = st.lists(st.tuples(st.integers(0, len(SCENARIO)), st.integers(0, 40), PIECES), min_size=1, max_size=3)


def with_slices(slices: list[tuple[int, int, str]]) -> str:
    """The small scenario with slices lost and others gained."""
    text = SCENARIO
    for start, length, new in slices:
        text = text[:start] + new + text[start + length :]
    return text


def filled(data: Any) -> Any:
    """The data as a YAML library reads it that knows no difference between an empty text and none."""
    if isinstance(data, dict):
        return {key: filled(value) for key, value in data.items()}
    return [filled(value) for value in data] if isinstance(data, list) else data or ""


@examples(150)
@given(st.one_of(st.binary(), st.one_of(st.text(), PIECES, SLICES.map(with_slices)).map(str.encode)))
def test_whatever_is_in_a_file_no_exception_escapes_and_every_finding_stands_in_it(file: Path, content: bytes):
    lines = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    findings = complaints(file, content, Scenario)
    assert [(line, column, code) for line, column, code in places(findings) if not 1 <= column <= len(lines[line - 1]) + 1] == []
    assert findings == in_order(findings)
    marked, wrong = read_yaml(file)
    if not wrong:
        assert filled(marked.data) == filled(yaml.load(content, Loader=yaml.CBaseLoader)), "what is accepted means what YAML says"

"""A hundred typical mistakes: each gives exactly one finding, where it stands, in words for somebody who does not program."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefings import scaffolds
from briefings.checks import check
from briefings.marks import Finding
from briefings.scenarios import read_scenario
from briefings.sources import Library, read_library

# What somebody changes in the example that `new scenario` writes, what into, and the finding: its code and message. A triangle
# stands where the finding must.
MISTAKES = [
    (
        "a key one level too high",
        "      quotation: harbour-post-2019/lost",
        "    ▸quotation: harbour-post-2019/lost",
        "unknown-key",
        "key 'quotation' is indented too little",
    ),
    ("a key one level too deep", "    brief:  ", "      ▸brief:  ", "unknown-key", "key 'brief' is indented too far"),
    ("a key that may be left out, one level too deep", "\nrehearsal:", "\n  ▸rehearsal:", "unknown-key", "key 'rehearsal' is indented too far"),
    ("the line of a key that may be left out is gone", "\nrehearsal:\n  paths:", "\n  ▸paths:", "unknown-key", "'paths' is a key of 'rehearsal'"),
    ("a key that slipped into the text above", "order_rule: Del", "  ▸order_rule: Del", "missing-key", "'order_rule' is part of the text above it, and no key"),
    (
        "a list without its first line",
        "not_at_table:                     # who is missing, and why it matters\n  - who",
        "  - ▸who",
        "unknown-key",
        "an entry of 'roles' with other keys",
    ),
    ("a first entry without its hyphen", "issues:\n  - id: sailings", "issues:\n    ▸id: sailings", "syntax", "the first entry of a list without its '- '"),
    ("misspelt key", "title: The Winter Ferry", "▸titel: The Winter Ferry", "unknown-key", "unknown key 'titel'"),
    (
        "a misspelt key deep inside",
        "      walk_away: >-\n        Without a deal you sail",
        "      ▸walkaway: >-\n        Without a deal you sail",
        "unknown-key",
        "unknown key 'walkaway'",
    ),
    ("a key that belongs elsewhere", "    title: The sailings\n", "    ▸name: The sailings\n", "unknown-key", "unknown key 'name'"),
    ("a capital in a key", "title: The Winter", "▸Title: The Winter", "unknown-key", "unknown key 'Title'"),
    ("hyphen for underscore", "order_rule:", "▸order-rule:", "unknown-key", "unknown key 'order-rule'"),
    (
        "wrong indent deeper",
        "title: The Winter Ferry ",
        " ▸title: The Winter Ferry ",
        "syntax",
        "a key that is indented deeper than line N, which has a text already",
    ),
    (
        "wrong indent in list entry",
        "    name: Halden Line  ",
        "     ▸name: Halden Line  ",
        "syntax",
        "a key that is indented deeper than line N, which has a text already",
    ),
    ("wrong indent shallower in entry", "    name: Halden Line  ", "   ▸name: Halden Line  ", "syntax", "'name' stands 3 spaces in; its neighbours stand 4 in"),
    ("entry dash shifted", "  - id: island", "   ▸- id: island", "syntax", "a key among list entries"),
    ("list entry dash missing", "  - id: island\n    name", "    ▸id: island\n    name", "duplicate-key", "key 'id' stands twice in the same place"),
    ("unquoted colon", "summary: Three delegations have", "summary: Three delegations▸: they have", "syntax", "a colon where none can stand"),
    (
        "unquoted colon in list entry",
        "        - We can live with fewer sailings if ...",
        "        - ▸We can live with: fewer sailings if ...",
        "type",
        "an entry of 'opening' needs a text, found keys and values",
    ),
    ("no space after colon", "subtitle: Orrin", "subtitle▸:Orrin", "syntax", "a colon without a space after it"),
    ("missing colon", "subtitle: Orrin", "▸subtitle Orrin", "syntax", "a line without its colon"),
    (
        "trailing colon",
        "subtitle: Orrin harbour office, 20 October 2019, talks between three delegations",
        "subtitle: Orrin harbour office, talks▸:",
        "syntax",
        "a colon where none can stand",
    ),
    ("a misspelt key before a long list", "roles:\n", "▸rolls:\n", "unknown-key", "unknown key 'rolls'"),
    ("two roles of one name", "  - id: island\n", "  - id: ▸line\n", "duplicate-id", "a second 'line' in roles"),
    ("duplicate key", "subtitle: Orrin", "▸title: Again\nsubtitle: Orrin", "duplicate-key", "key 'title' stands twice in the same place"),
    ("two options of one name", "- id: three\n", "- id: ▸twice\n", "duplicate-id", "a second 'twice' in options"),
    ("two rounds of one name", "  - id: openings", "  - id: ▸reading", "duplicate-id", "a second 'reading' in rounds"),
    ("unknown option in scores", "option: money/fares, points: 10", "option: ▸money/fare, points: 10", "unknown-option", "no option 'money/fare'"),
    (
        "an option without its issue",
        "option: money/fares, points: 10",
        "option: ▸fares, points: 10",
        "reference",
        "'fares' does not name one thing inside another",
    ),
    ("unknown option of unknown issue", "option: landing/wait, points: 5", "option: ▸pier/wait, points: 5", "unknown-option", "no option 'pier/wait'"),
    ("two scores", "option: money/fares, points: 10", "option: ▸money/thirds, points: 10", "same-option", "Halden Line has two scores for 'money/thirds'"),
    ("smart quotes around id", "id: town\n", "id: ▸“town”\n", "id", "'“town”' cannot be an id"),
    ("capital id", "role: town", "role: ▸Town", "id", "'Town' cannot be an id"),
    ("space in id", "  - id: storm-warning", "  - id: ▸storm warning", "id", "'storm warning' cannot be an id"),
    ("tab indent", "    name: Halden Line", "▸\tname: Halden Line", "tab", "a tab character"),
    ("tab in text", "The Winter Ferry", "The▸\tWinter Ferry", "tab", "a tab character"),
    ("list where text", "title: The Winter Ferry", "title: ▸[The, Winter]", "type", "'title' needs a text, found a list"),
    ("text where list", "topics: [sailings, money, pier]", "topics: ▸sailings, money", "type", "'topics' needs a list, found a text"),
    ("one recipient without brackets", "    to: [everyone] ", "    to: ▸everyone ", "type", "'to' needs a list, found a text"),
    ("a text where keys belong", "ages: {from: 12}", "ages: ▸12", "type", "'ages' needs keys and values, found a text"),
    (
        "a text where keys belong, deeper",
        "see_first:\n        role: town\n        why: It has the money. You can give it a say.",
        "see_first: ▸town",
        "type",
        "'see_first' needs keys and values, found a text",
    ),
    (
        "mapping where list",
        "not_at_table:                     # who is missing, and why it matters\n  - who",
        "not_at_table:                     # who is missing, and why it matters\n    ▸who",
        "type",
        "'not_at_table' needs a list, found keys and values",
    ),
    ("number words", "players: {least: 3", "players: {least: ▸three", "number", "expected a whole number, found 'three'"),
    ("number decimals", "minutes: 6\n", "minutes: ▸6.5\n", "number", "expected a whole number, found '6.5'"),
    ("number unit", "minutes: 6\n", "minutes: ▸6 min\n", "number", "expected a whole number, found '6 min'"),
    ("negative", "minute: 8", "minute: ▸-8", "number", "expected a whole number, found '-8'"),
    ("range", "ages: {from: 12}", "ages: {from: ▸120}", "range", "'from' is 120, needs at most 99"),
    ("a date with dots", "as_of: 2019-10-20", "as_of: ▸20.10.2019", "date", "expected a date, found '20.10.2019'"),
    ("the thirtieth of February", "as_of: 2019-10-20", "as_of: ▸2019-02-30", "date", "expected a date, found '2019-02-30'"),
    ("a wrong year", "as_of: 2019-10-20", "as_of: ▸2018-10-20", "from-the-future", "everything that is quoted was published after 2018-10-20"),
    ("yes or no with a capital", "    play: no\n", "    play: ▸No\n", "yes-or-no", "expected yes or no, found 'No'"),
    ("neither yes nor no", "    play: no\n", "    play: ▸sometimes\n", "yes-or-no", "expected yes or no, found 'sometimes'"),
    ("an unknown role as recipient", "to: [everyone]", "to: [▸islanders]", "unknown-role", "no role 'islanders'"),
    ("unknown role in see_first", "role: town\n", "role: ▸county\n", "unknown-role", "no role 'county'"),
    ("a role that is to see itself first", "role: line\n", "role: ▸island\n", "own-role", "'island' is told to see itself first"),
    (
        "unknown excerpt",
        "- excerpt: harbour-post-2019/licence",
        "- excerpt: ▸harbour-post-2019/license",
        "unknown-excerpt",
        "no excerpt 'harbour-post-2019/license'",
    ),
    (
        "unknown source in citation",
        "[@harbour-post-2019/boulders] The county",
        "▸[@harbour-post/boulders] The county",
        "unknown-source",
        "no source 'harbour-post' in seeds/",
    ),
    (
        "an excerpt without its source",
        "- excerpt: harbour-post-2019/licence",
        "- excerpt: ▸licence",
        "reference",
        "'licence' does not name one thing inside another",
    ),
    (
        "citation without closing",
        "[@harbour-post-2019/boulders] The county",
        "▸[@harbour-post-2019/boulders The county",
        "unknown-citation",
        "a citation that is never closed",
    ),
    (
        "citation without @",
        "[@harbour-post-2019/boulders] The county",
        "▸[harbour-post-2019/boulders] The county",
        "unknown-citation",
        "a citation without its '@'",
    ),
    ("empty field", "subtitle: Orrin harbour office, 20 October 2019, talks between three delegations", "▸subtitle:", "no-value", "'subtitle' has no value"),
    ("empty list entry", "    - pens\n  before:  ", "    -▸\n  before:  ", "no-value", "an entry of 'needs' has no value"),
    ("empty list", "needs:\n    - a clock that all can see\n    - pens", "▸needs: []", "count", "'needs' has 0 entries, needs at least 1"),
    ("empty quotes", "subtitle: Orrin harbour office, 20 October 2019, talks between three delegations", "subtitle: ▸''", "no-value", "'subtitle' is empty"),
    ("unknown round", "    round: corridors", "    round: ▸corridor", "unknown-round", "no round 'corridor'"),
    ("inject too late", "minute: 8", "minute: ▸25", "late-inject", "inject 'storm-warning' comes at minute 25 of a round of 15"),
    ("% at the beginning of a text", "summary: Three", "summary: ▸%Three", "syntax", "a character that cannot begin a text"),
    ("@ at the beginning of a text", "    from: The harbour office", "    from: ▸@harbour", "syntax", "a character that cannot begin a text"),
    ("& at the beginning of a text", "summary: Three", "summary: ▸&Three", "anchor", "text that begins with '&' (&Three)"),
    ("* at the beginning of a text", "summary: Three", "summary: ▸*Three* great", "syntax", "text that begins with '*' or '&'"),
    ("bold at the beginning of a text", "  rule: A deal", "  rule: ▸**A deal** holds", "syntax", "text that begins with '*' or '&'"),
    ("a backtick at the beginning of a text", "summary: Three", "summary: ▸`Three", "syntax", "a character that cannot begin a text"),
    ("! at the beginning of a text", "summary: Three", "summary: ▸!Three", "tag", "text that begins with '!' (!Three)"),
    ("? at the beginning of a text", "summary: Three", "summary: ▸? Three", "syntax", "text that begins with '? '"),
    ("> and text in one line", "summary: Three", "summary: > ▸Three", "syntax", "text in the same line as '>' or '|'"),
    ("| and text in one line", "summary: Three", "summary: | ▸Three", "syntax", "text in the same line as '>' or '|'"),
    ("a hyphen at the beginning of a text", "summary: Three", "summary: ▸- Three", "syntax", "a hyphen where no list can begin"),
    (
        "brackets at the beginning of a text",
        "summary: Three delegations have one",
        "summary: [Three] ▸delegations have one",
        "syntax",
        "text after a closing bracket",
    ),
    ("# within a text", "title: The Winter Ferry ", "title: The ▸#1 Winter Ferry ", "comment", "'#1 Winter Ferry' is read as a comment, and left out"),
    (
        "quotation marks at the beginning of a text",
        "summary: Three delegations",
        'summary: "Three" ▸delegations',
        "syntax",
        "text after a closing quotation mark",
    ),
    ("unclosed quote", "subtitle: Orrin", 'subtitle: ▸"Orrin', "syntax", "a quotation mark that is never closed"),
    ("unclosed single", "subtitle: Orrin", "subtitle: ▸'Orrin", "syntax", "a quotation mark that is never closed"),
    (
        "an apostrophe that closes a quotation",
        "subtitle: Orrin harbour office, 20",
        "subtitle: 'Orrin'▸s harbour', 20",
        "syntax",
        "text after a closing quotation mark",
    ),
    (
        "unclosed bracket",
        "topics: [sailings, money, pier]",
        "topics: ▸[sailings, money, pier",
        "syntax",
        "a bracket '[' without its ']', or entries without a comma",
    ),
    ("unclosed brace", "ages: {from: 12}", "ages: ▸{from: 12", "syntax", "a brace '{' without its '}', or entries without a comma"),
    ("comma in braces", "{option: landing/wait, points: 5}", "{option: landing/wait, points: 5, ▸or so}", "unknown-key", "'or so' is read as a key"),
    (
        "a comma in a text in braces",
        "      - {name: North Pier, used_by: charts and the Halden Line}",
        "      - {name: North Pier, used_by: charts, ▸and the Halden Line}",
        "unknown-key",
        "'and the Halden Line' is read as a key",
    ),
    (
        "no comma in braces",
        "players: {least: 3, most: 24}",
        "players: ▸{least: 3 most: 24}",
        "syntax",
        "a brace '{' without its '}', or entries without a comma",
    ),
    ("no space in braces", "players: {least: 3, most: 24}", "players: {▸least:3, most: 24}", "unknown-key", "unknown key 'least:3'"),
    ("two documents", "# --- for everyone ---", "▸---\n# --- for everyone ---", "several-documents", "a second document begins here"),
    (
        "a long text that is not indented",
        "  It is Sunday, 20 October 2019. Skell",
        "▸It is Sunday, 20 October 2019. Skell",
        "syntax",
        "a line without its colon",
    ),
    ("a line of a long text that is not indented", "  the two. It belongs", "▸the two. It belongs", "syntax", "a line without its colon"),
    (
        "a first key that lost its indent",
        "guide:\n  aim: Participants find out what the others need before they say what they want.\n  objectives: ",
        "guide:\naim: Participants find out what the others need before they say what they want.\n  ▸objectives: ",
        "syntax",
        "a key that is indented deeper than line N, which has a text already",
    ),
    (
        "a last key that lost its indent",
        "  room: One table in the middle, and three corners in which pairs can talk.\n  needs:\n    -",
        "room: One table in the middle, and three corners in which pairs can talk.\n  ▸needs:\n    -",
        "syntax",
        "a key that is indented deeper than line N, which has a text already",
    ),
    (
        "title too long",
        "title: The Winter Ferry",
        "title: ▸The Winter Ferry and how three delegations settled all of it in an afternoon",
        "too-long",
        "'title' has 76 characters, at most 60 are allowed",
    ),
    ("an id that is not the file's name", "id: winter-ferry  ", "id: ▸summer-ferry  ", "file-name", "the id 'summer-ferry' is not the file's name"),
    ("language name", "language: en  ", "language: ▸English  ", "language", "expected a language code, found 'English'"),
    (
        "paraphrase in quotation marks",
        "Its director says that the winter costs more than the summer brings in.",
        "Its director says ▸“the winter costs more than the summer brings in”.",
        "unproven-quotation",
        "9 words in quotation marks that stand in no proven excerpt",
    ),
    ("signers too many", "signers: all ", "signers: ▸4 ", "unknown-role", "4 must sign, but there are 3 roles"),
    ("signers word", "signers: all ", "signers: ▸every ", "number", "expected a number of delegations or all, found 'every'"),
    ("an unknown role as signer", "signers: all ", "must_sign: [▸halden]\n  signers: all ", "unknown-role", "no role 'halden'"),
    ("an unknown document", "care: >-", "documents:\n  leave_out: [▸rubrik]\ncare: >-", "unknown-document", "no document 'rubrik'"),
    (
        "a document that cannot be left out",
        "care: >-",
        "documents:\n  leave_out: [▸role-brief]\ncare: >-",
        "needed-document",
        "a pack cannot do without 'role-brief'",
    ),
    ("unknown issue in want", "issue: landing\n          why: Eleven", "issue: ▸lading\n          why: Eleven", "unknown-issue", "no issue 'lading'"),
    ("a dash before a number", "minutes: 15\n", "minutes: ▸–15\n", "number", "expected a whole number, found '–15'"),
    ("an indent of no-break spaces", "    name: Halden Line", "▸\xa0\xa0\xa0\xa0name: Halden Line", "syntax", "a space that is no ordinary one (U+00A0)"),
    ("an invisible letter in an id", "  - id: town", "  - id: ▸to\u200bwn", "id", "'to\u200bwn' cannot be an id"),
    ("a wide colon", "subtitle: Orrin", "subtitle▸：Orrin", "syntax", "a colon without a space after it"),
    ("an equals sign for a colon", "subtitle: Orrin", "▸subtitle = Orrin", "syntax", "a line without its colon"),
    (
        "a key that has slipped to its hyphen",
        "  - id: town\n    name: Town of Orrin",
        "  - id: town\n  ▸name: Town of Orrin",
        "syntax",
        "'name' stands 2 spaces in; its neighbours stand 4 in",
    ),
    ("double dash", "  - id: town", "  ▸-- id: town", "syntax", "a list entry that does not begin with '- '"),
    ("dash without space", "  - id: town", "  ▸-id: town", "syntax", "a list entry that does not begin with '- '"),
    ("dash without space in text list", "    - pens", "    ▸-pens", "syntax", "a list entry that does not begin with '- '"),
    ("bullet char", "    - pens", "    ▸• pens", "syntax", "a list entry that does not begin with '- '"),
    ("star bullet", "    - pens", "    ▸* pens", "syntax", "a list entry that does not begin with '- '"),
    ("a citation where none can stand", "summary: Three", "summary: Three ▸[@harbour-post-2019]", "citation-here", "'summary' cannot hold a citation"),
    (
        "a key that is missing",
        "epilogue:\n  text: >-\n    As the island is invented, so is the end: that winter the ferry sailed on school days, a fishing boat stood by, "
        "and the three\n    met again in March with the books on the table.\n  differs: In the game all is settled in an afternoon. In the invented "
        "winter it took until Advent.\n",
        "▸epilogue:\n  text: >-\n    As the island is invented, so is the end: that winter the ferry sailed on school days, a fishing boat stood "
        "by, and the three\n    met again in March with the books on the table.\n",
        "missing-key",
        "missing key 'differs'",
    ),
    ("a list entry under no key", "topics: [sailings", "▸- sailings\ntopics: [sailings", "syntax", "a line that does not fit its surroundings"),
    ("words after a number", "walk_away_points: 58", "walk_away_points: ▸58 points", "number", "expected a whole number, found '58 points'"),
    ("a number with a comma", "walk_away_points: 58", "walk_away_points: ▸58,5", "number", "expected a whole number, found '58,5'"),
    ("an id with an umlaut", "  - id: storm-warning", "  - id: ▸stürm-warning", "id", "'stürm-warning' cannot be an id"),
    (
        "a title in two lines without indent",
        "title: The Winter Ferry           #",
        "title: The Winter\n▸Ferry           #",
        "syntax",
        "a line without its colon",
    ),
    (
        "the field of a role one level too high",
        "    delegation: The delegation of Skell Island\n    public:\n    ",
        "delegation: The delegation of Skell Island\n    ▸public:\n    ",
        "syntax",
        "a key that is indented deeper than line N, which has a text already",
    ),
]

OTHER_FILES = {
    "a file in UTF-16": (lambda text: text.encode("utf-16"), "encoding", "the file is UTF-16"),
    "a file in an old encoding": (lambda text: text.replace("Winter", "Wïnter").encode("latin-1"), "encoding", "the file is not UTF-8"),
    "an empty file": (lambda text: b"", "empty", "the file is empty"),
    "a file of comments": (lambda text: b"# nothing yet\n", "empty", "the file is empty"),
    "a document of a word processor": (lambda text: b"PK\x03\x04" + text.encode("utf-16"), "encoding", "the file is not UTF-8"),
}

# Words from inside a YAML reader or this program, which explain nothing to an author.
JARGON = re.compile(
    r"\b(mapping|sequence|scalar|token|node|alias|anchor|tag|parse|stream|block|flow|context|expected [a-z ]*(?:key|entry)|None|str|int|pydantic)\b"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Library]:
    """The file of the example scenario in a project that `init` made, and the project's library."""
    folder = tmp_path_factory.mktemp("mistakes")
    scaffolds.init(folder)
    return folder / "scenarios" / f"{scaffolds.SCENARIO}.yaml", read_library(folder / "seeds")[0]


EXAMPLE = scaffolds.example(f"scenarios/{scaffolds.SCENARIO}.yaml")


def found(project: tuple[Path, Library], content: bytes) -> tuple[Finding, ...]:
    path, library = project
    path.write_bytes(content)
    scenario, marked, findings = read_scenario(path, "my.yaml")
    return findings + (check(scenario, marked, library) if scenario and marked else ())


def test_the_example_itself_has_nothing_wrong_with_it_with_a_byte_order_mark_or_ends_of_lines_as_on_windows(project: tuple[Path, Library]):
    for content in (EXAMPLE.encode(), EXAMPLE.encode("utf-8-sig"), EXAMPLE.replace("\n", "\r\n").encode()):
        assert found(project, content) == ()


def test_a_source_that_is_gone_or_broken_is_told_once(project: tuple[Path, Library]):
    path, library = project
    path.write_text(EXAMPLE, "utf-8")
    scenario, marked, _ = read_scenario(path, "my.yaml")
    assert scenario
    assert marked
    for unread, message in ((frozenset(), "no source 'harbour-post-2019' in seeds/"), (library.sources.keys(), "source 'harbour-post-2019' cannot be read")):
        (gone,) = check(scenario, marked, replace(library, sources={}, quotations={}, fingerprints={}, unread=frozenset(unread)))
        places = [found.start() for found in re.finditer(r"(?:@|: |\[|, )harbour-post-2019[/\]]", EXAMPLE)]
        assert gone.message == f"{message}; {len(places)} places cite it, first here"
        assert gone.mark.line == EXAMPLE.count("\n", 0, places[0]) + 1


def test_every_text_with_a_colon_in_the_line_of_its_key_is_told_in_one_run(project: tuple[Path, Library]):
    lines = ["title: Ferry: the winter", "subtitle: Orrin: 20 October: talks  # a day", 'summary: She said: "no", it\'s late', "care: One: two", "  three"]
    findings = found(project, "\n".join(lines).encode())
    assert [(f.code, f.message, f.mark.line, f.mark.column) for f in findings] == [
        ("syntax", "a colon where none can stand", line, column) for line, column in ((1, 13), (2, 16), (3, 18), (4, 10))
    ]
    assert [f.hint.removeprefix("put the text in quotation marks: ") for f in findings[:3]] == [
        'title: "Ferry: the winter"',
        'subtitle: "Orrin: 20 October: talks"',
        "summary: 'She said: \"no\", it''s late'",
    ]
    assert "after '>-'" in findings[3].hint


def test_there_are_enough_of_them():
    assert len({name for name, *_ in MISTAKES}) == len(MISTAKES) > 100


@pytest.mark.parametrize(("old", "new", "code", "message"), [rest for _, *rest in MISTAKES], ids=[name for name, *_ in MISTAKES])
def test_a_mistake_is_one_finding_at_its_place(project: tuple[Path, Library], old: str, new: str, code: str, message: str):
    assert old in EXAMPLE
    before, _, after = EXAMPLE.replace(old, new, 1).partition("▸")
    findings = found(project, (before + after).encode())
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    said = [re.sub(r"\bline \d+", "line N", f.message) for f in findings]
    assert [(f.mark.line, f.mark.column, f.code, text) for f, text in zip(findings, said, strict=True)] == [(*place, code, message)]
    assert findings[0].hint, "it says what to do"
    assert not JARGON.search(re.sub(r"'[^']*'", "", f"{findings[0].message} {findings[0].hint}"))


KEY = r"( *(?:- )?)(\w)(\w)(\w*):"
SLIPS = {
    "one space more": lambda line: f" {line}",
    "one space less": lambda line: line.removeprefix(" "),
    "one level deeper": lambda line: f"  {line}",
    "one level higher": lambda line: line.removeprefix("  "),
    "no colon": lambda line: re.sub(rf"^{KEY}", r"\1\2\3\4", line),
    "no space behind the colon": lambda line: re.sub(rf"^{KEY} ", r"\1\2\3\4:", line),
    "no hyphen": lambda line: re.sub(r"^( *)- ", r"\1  ", line),
    "not there": lambda line: "",
    "there twice": lambda line: f"{line}\n{line}",
    "a quotation mark opened": lambda line: re.sub(rf"^({KEY}) (\w)", r'\1 "\6', line),
    "two letters of the key swapped": lambda line: re.sub(rf"^{KEY}", r"\1\3\2\4:", line),
    "no value": lambda line: re.sub(rf"^{KEY} .*", r"\1\2\3\4:", line),
}


@pytest.mark.slow
@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_in_any_line_is_never_more_than_one_finding_about_the_form(project: tuple[Path, Library], slip: Callable[[str], str]):
    lines = EXAMPLE.split("\n")
    several = []
    for number, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#") and slip(line) != line:
            project[0].write_text("\n".join([*lines[:number], slip(line), *lines[number + 1 :]]), "utf-8")
            findings = read_scenario(project[0], "my.yaml")[2]
            several += [(number + 1, line, [f.headline for f in findings])] if len(findings) > 1 else []
    assert several == []


@pytest.mark.parametrize(("broken", "code", "message"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_a_file_that_is_something_else_is_one_finding(project: tuple[Path, Library], broken, code: str, message: str):
    findings = found(project, broken(EXAMPLE))
    assert [(f.code, f.message, bool(f.hint)) for f in findings] == [(code, message, True)]

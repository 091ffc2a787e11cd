"""A value that fits becomes what the model says; everything that does not fit is told at its place, with what to do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import Field, ValidationError

from briefings.marks import Finding
from briefings.models import Day, Id, Language, Model, Prose, Slashed, Text, Whole, YesNo, validate, walk_prose
from briefings.scenarios import Scenario
from briefings.sources import Source
from tests.test_marks import complaints, places, read, told
from tests.worlds import SCENARIO, SOURCE, changed


class Guest(Model):
    name: Text = Field(description="The guest's name.")
    notes: tuple[Prose, ...] = Field((), description="What to know of the guest.")


class Meeting(Model):
    id: Id = Field(description="Name of the meeting.")
    title: Text = Field(description="The title on the door.", max_length=20)
    day: Day = Field(description="When it is held.")
    chairs: Whole = Field(description="How many chairs.", ge=2, le=40)
    public: YesNo = Field(description="Whether anybody may come.")
    kind: Literal["talks", "hearing", "vote"] = Field(description="What happens there.")
    excerpt: Slashed = Field(description="The excerpt on the invitation.")
    sender: Text = Field(alias="from", description="Who invites.")
    language: Language = Field("en", description="Language of the meeting.")
    note: Prose | None = Field(None, description="What else to know.")
    guests: tuple[Guest, ...] = Field(description="Who comes.", min_length=1, max_length=2)


MEETING = {
    "id": "spring", "title": "Spring talks", "day": "2019-04-02", "chairs": "12", "public": "no", "kind": "talks",
    "excerpt": "herald-2019/friday", "from": "The mayor", "guests": "[{name: Ana}]",
}  # fmt: skip


def with_line(line: str, instead_of: str = "") -> str:
    """The meeting, ending with this line in place of its line for the same key."""
    without = instead_of or line.partition(":")[0]
    return "".join(f"{key}: {value}\n" for key, value in MEETING.items() if key != without) + line + "\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "meeting.yaml"


def told_by(file: Path, text: str, model: type[Model] = Meeting) -> tuple[Finding, ...]:
    """The findings about a text, which must be exactly those that its markers tell."""
    content, expected = told(text)
    findings = complaints(file, content, model)
    assert places(findings) == expected
    return findings


FITS = {
    "id": {"7": "7", "alternative-road-2": "alternative-road-2", "r" * 64: "r" * 64},
    "title": {"'  Talks  '": "Talks", "ə" * 20: "ə" * 20},
    "day": {"2020-02-29": "2020-02-29", "2020-11": "2020-11", "2020": "2020"},
    "chairs": {"2": 2, "40": 40},
    "public": {"yes": True, "no": False},
    "kind": {"vote": "vote"},
    "excerpt": {"a/b-2": "a/b-2"},
    "language": {"hy": "hy", "sr-Latn": "sr-Latn"},
    "note": {"": None, "'*one*'": "*one*"},
    "guests": {"[{name: Ana}, {name: no, notes: [a]}]": (Guest(name="Ana"), Guest(name="no", notes=("a",)))},
}


@pytest.mark.parametrize(("key", "written", "value"), [(key, written, value) for key, fits in FITS.items() for written, value in fits.items()])
def test_a_value_that_fits_is_read(file: Path, key: str, written: str, value: Any):
    marked, _ = read(file, with_line(f"{key}: {written}"))
    model, findings = validate(Meeting, marked)
    assert (getattr(model, key), findings) == (value, ())


# Each value between bars is a file of its own: the meeting with that value. After `=>`, words of the hint.
MISFITS = f"""\
chairs: twelve | 1.0 | 012 | +3 | ٣ | '' | 99999999999999999999  # <- 9 number => write digits only
chairs: [3] | {{three: 3}}  # <- 9 type => write digits only
chairs: 1 | 41  # <- 9 range => how many chairs
chairs:  # <- 1 no-value => how many chairs
public: Yes | true | on | ''  # <- 9 yes-or-no => write yes or no
public: [yes]  # <- 9 type => write yes or no
day: 2019-02-29 | 2019-13 | 2019-4-2 | 2 April 2019 | 0000 | ٢٠١٩ | 11:45  # <- 6 date => year-month-day
id: Spring | spring talks | -spring | '' | ə | {"r" * 65}  # <- 5 id => small letters a-z, digits and hyphens, at most 64
excerpt: friday | a/b/c  # <- 10 reference => first/second
excerpt: Herald/friday | a/  # <- 10 id => small letters
language: English | EN | en_GB  # <- 11 language => such as en
language:  # <- 1 no-value => language of the meeting
title: [a, b] | {{a: b}}  # <- 8 type => quotation marks
title: '' | '  '  # <- 8 no-value => the title on the door
title: {"ə" * 21}  # <- 8 too-long => the title on the door
from: {"x" * 2001}  # <- 7 too-long => who invites
note: {"x" * 12001}  # <- 7 too-long => what else to know
kind: hearings | haering  # <- 7 choice => did you mean 'hearing'? choose one of: talks, hearing, vote
kind: zzz | ''  # <- 7 choice => choose one of: talks, hearing, vote
kind: [talks]  # <- 7 type => quotation marks
guests: [] | [{{name: a}}, {{name: b}}, {{name: c}}]  # <- 1 count => who comes
guests: Ana | {{name: Ana}}  # <- 9 type => begin each entry with '- '
guests: [Ana] | [[Ana]]  # <- 10 type => key: value
guests: [{{name: Ana, notes: [a, '', [b]]}}]  # <- 33 no-value, 37 type => what to know of the guest
guests: [{{notes: []}}]  # <- 10 missing-key => name: the guest's name
guests: [{{nane: Ana}}]  # <- 11 unknown-key => did you mean 'name'?
sender: The mayor  # <- 1 unknown-key => keys that can stand here: id, title, day, chairs, public, kind, excerpt, from, language
"""


@pytest.mark.parametrize("line", MISFITS.splitlines(), ids=lambda line: line[:40])
def test_a_value_that_does_not_fit_is_told_with_what_to_do(file: Path, line: str):
    key, values, marker, hint = re.fullmatch(r"(\w+:) ?(.*?)(  # <- .*) => (.*)", line).groups()
    for value in values.split(" | "):
        assert hint in told_by(file, with_line(f"{key} {value}{marker}"))[0].hint


def test_a_missing_key_is_told_where_its_parent_stands(file: Path):
    at_top = told_by(file, changed(SCENARIO, "id: river", "language: en  # <- 1 missing-key"), Scenario)
    assert (at_top[0].message, at_top[0].hint) == ("missing key 'id'", "id: name of the scenario; also the file's name")
    inside = told_by(file, changed(SCENARIO, "players: {least: 3, most: 12}", "players:  # <- 1 missing-key\n  most: 12"), Scenario)
    assert inside[0].message == "missing key 'least'"
    in_a_list = told_by(file, changed(SCENARIO, "  - date: 2019-05-06\n    event:", "  - event:  # <- 5 missing-key\n      "), Scenario)
    assert in_a_list[0].message == "missing key 'date'"


def test_a_misspelt_key_is_told_once_and_not_also_as_missing(file: Path):
    found = told_by(file, changed(SCENARIO, "      walk_away: Without", "      walkaway:  # <- 7 unknown-key\n        Without"), Scenario)
    assert found[0].hint == "did you mean 'walk_away'?"
    assert told_by(file, with_line("form: The mayor  # <- 1 unknown-key", "from"))[0].hint == "did you mean 'from'?"


def test_a_bad_entry_does_not_make_its_list_too_short(file: Path):
    assert len(told_by(file, with_line("guests: [{name: ''}]  # <- 17 no-value"))) == 1


def test_all_problems_of_a_file_are_told_in_one_run(file: Path):
    text = """\
id: Spring  # <- 1 missing-key, 5 id
titel: Talks  # <- 1 unknown-key
day: May  # <- 6 date
chairs:  # <- 1 no-value
public: maybe  # <- 9 yes-or-no
kind: vot  # <- 7 choice
excerpt: [a]  # <- 10 type
guests:
  - {name: ''}  # <- 12 no-value
  - {nom: x}  # <- 6 unknown-key
"""
    findings = told_by(file, text)
    assert [f.message for f in findings if f.code in ("missing-key", "type")] == ["missing key 'from'", "'excerpt' needs a text, found a list"]
    assert findings[-1].hint.startswith("did you mean 'name'? keys that can stand here: ")


def test_the_fact_tells_what_was_found_and_what_is_needed(file: Path):
    lines = ["chairs: 1  # <- 9 range", "title: {}  # <- 8 type", "guests: []  # <- 1 count"]
    assert [told_by(file, with_line(line))[0].message for line in lines] == [
        "'chairs' is 1, needs at least 2", "'title' needs a text, found keys and values", "'guests' has 0 entries, needs at least 1",
    ]  # fmt: skip


def test_a_model_is_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        Guest(name="Ana").name = "Bo"


def reachable(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for field in model.model_fields.values():
        for inner in [field.annotation, *getattr(field.annotation, "__args__", ())]:
            if isinstance(inner, type) and issubclass(inner, Model):
                yield from reachable(inner)


@pytest.mark.parametrize("model", sorted({*reachable(Scenario), *reachable(Source)}, key=lambda m: m.__name__), ids=lambda m: m.__name__)
def test_every_field_an_author_can_write_has_a_description(model: type[Model]):
    assert [name for name, field in model.model_fields.items() if not (field.description or "").strip()] == []


@pytest.mark.parametrize(("model", "text"), [(Scenario, SCENARIO), (Source, SOURCE)])
def test_every_text_of_a_model_is_walked_with_the_place_where_it_stands(file: Path, model: type[Model], text: str):
    marked, _ = read(file, text)
    walked = [(loc, words) for loc, words, _ in walk_prose(validate(model, marked)[0])]
    assert [loc for loc, _ in walked if loc not in marked.values] == [("language",)], "only what the file does not say has no place in it"
    for loc, words in walked:
        if loc in marked.values:
            mark = marked.values[loc]
            shown = marked.lines[mark.line - 1][mark.column - 1 :]
            assert shown.startswith((words.split("\n")[0], "|")), loc


def test_prose_is_told_from_short_texts_wherever_it_stands(file: Path):
    marked, _ = read(file, with_line("guests: [{name: Ana, notes: [one, two]}]\nnote: d"))
    meeting, _ = validate(Meeting, marked)
    walked = {loc: prose for loc, _, prose in walk_prose(meeting)}
    assert [loc for loc, prose in walked.items() if prose] == [("note",), ("guests", 0, "notes", 0), ("guests", 0, "notes", 1)]
    assert [loc for loc, prose in walked.items() if not prose][-3:] == [("from",), ("language",), ("guests", 0, "name")]

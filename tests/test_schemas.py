"""An editor is told what the models say: words, examples, and complaints that `check` has too."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter

from briefings import scaffolds, schemas
from briefings.marks import failed
from briefings.models import Model
from briefings.project import Project
from briefings.roster import ABOUT, COLUMNS, read_bytes
from briefings.scenarios import Scenario, read_scenario
from briefings.sources import Source
from briefings.spreadsheet import header_words
from briefings.terms import Glossary
from tests.language_server import Editor, command
from tests.test_marks import complaints
from tests.test_models import reachable
from tests.worlds import SCENARIO, SOURCE, changed

MODELS = sorted({*reachable(Scenario), *reachable(Source), *reachable(Glossary)}, key=lambda model: model.__name__)


@pytest.mark.parametrize("name", schemas.NAMES)
def test_the_files_that_ship_are_made_from_the_models(name: str):
    assert schemas.shipped(name) == schemas.made(name), "the models have changed: run make schemas"


def properties(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in node.get("properties", {}).items():
        yield f"{path}/{key}", value
        yield from properties(value, f"{path}/{key}")
    yield from properties(node["items"], f"{path}/*") if "items" in node else ()


@pytest.mark.parametrize("name", ["scenario", "source", "terms"])
def test_every_key_an_author_can_write_has_a_description_and_an_example(name: str):
    found = list(properties(json.loads(schemas.shipped(name))))
    assert len(found) > 10
    assert [path for path, told in found if not told.get("description", "").strip() or told.get("examples", [None])[0] in (None, "", [], {})] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_example_of_a_value_is_valid(model: type[Model]):
    for field in model.model_fields.values():
        for example in field.examples or ():
            TypeAdapter(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation).validate_python(example)


def test_the_columns_of_a_roster_are_described_and_their_examples_read(tmp_path: Path):
    assert {header_words(name)[0] for name in ABOUT} == {words[0] for words in COLUMNS.values()}
    (tmp_path / "river.yaml").write_text(SCENARIO, "utf-8")
    scenario, _, _ = read_scenario(tmp_path / "river.yaml")
    assert scenario
    row = ",".join(example for _, example in ABOUT.values())
    others = "\n".join(f"{name},{id}" + "," * (len(ABOUT) - 2) for name, id in (("Ben Stone", 9), ("Cato", 8)))
    roster, findings = read_bytes(f"{','.join(ABOUT)}\n{row}\n{others}\n".encode(), scenario)
    assert findings == ()
    assert roster
    assert (roster.people[0].key, roster.people[0].wishes, roster.people[0].not_with) == ("7", ("commission", "upper"), ("9", "8"))


def test_schemas_are_put_into_a_project_once(tmp_path: Path):
    project = Project(tmp_path, tmp_path / "build")
    assert len(schemas.put(project)) == len(schemas.NAMES)
    assert schemas.put(project) == ()
    (tmp_path / ".briefings" / "schemas" / "terms.json").write_text("{}", "utf-8")
    assert [path.name for path in schemas.put(project)] == ["terms.json"]


# --- in a real editor's language server -------------------------------------------------------------------

editor_only = pytest.mark.skipif(command() is None, reason="needs node and yaml-language-server (npm install -g yaml-language-server)")


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    schemas.put(Project(tmp_path, tmp_path / "build"))
    for folder in ("scenarios", "seeds"):
        (tmp_path / folder).mkdir()
    with Editor(tmp_path) as opened:
        yield opened


def in_scenario(old: str, new: str) -> str:
    return schemas.lines("scenario") + changed(SCENARIO, old, new)


@pytest.mark.slow
@editor_only
def test_an_editor_offers_keys_and_choices_and_tells_what_they_are(editor: Editor):
    text = in_scenario("agreement:\n", "agreement:\n  \n")
    lines = text.split("\n")
    editor.open("scenarios/river.yaml", text)
    assert editor.complete("scenarios/river.yaml", lines.index("  ") + 1, 3) == ["veto", "expect_no_deal"]
    told = editor.hover("scenarios/river.yaml", next(n for n, line in enumerate(lines, 1) if line.startswith("players:")), 2)
    assert "Head-counts it works for." in told
    assert "least: 5\nmost: 30\n" in told
    text = schemas.lines("source") + changed(SOURCE, "kind: news", "kind: ")
    editor.open("seeds/herald-2019.yaml", text)
    assert editor.complete("seeds/herald-2019.yaml", 4, 7) == ["news", "commentary", "opinion", "document"]


@pytest.mark.slow
@editor_only
def test_an_editor_finds_the_schemas_of_a_new_project_and_nothing_wrong_in_its_files(tmp_path: Path):
    scaffolds.init(tmp_path / "mine")
    with Editor(tmp_path / "mine") as opened:
        for name in scaffolds.KINDS:
            text = (tmp_path / "mine" / name).read_text("utf-8")
            assert opened.open(name, text) == [], name
            assert opened.open(name, f"{text}nonsense: 1\n")[0]["message"] == "Property nonsense is not allowed.", name


GOOD = [
    ("title: The River Bridge", f"title: {text}")
    for text in ("2019", "1.10", "yes", "true", "12:45", "'2019'", "no", "0x1F", "1e3", ".5", "'yes'", "Brücke", "\n  two\n  lines", ">-\n  folded")
] + [
    ("least: 3", "least: '3'"),
    ("signers: 3", "signers: all"),
    ("signers: 3", "signers: '3'"),
    ("as_of: 2019-06-01", "as_of: '2019-06-01'"),
    ("as_of: 2019-06-01", "as_of: 2020"),
    ("topics: [water]", "topics: [7, true, The river, \u0563\u0565\u057f]"),
    ("play: yes}", "play: 'yes', slot: , say: }"),
    ("    disputed: The two valleys disagree about the hour.\n", "    disputed:\n"),
    ("care: Nobody", "map:\ncare: Nobody"),
]


@pytest.mark.slow
@editor_only
def test_an_editor_complains_of_nothing_that_is_right(editor: Editor):
    for old, new in [("id: river", "id: river"), *GOOD]:
        text = in_scenario(old, new)
        (editor.folder / "scenarios" / "river.yaml").write_text(text, "utf-8")
        assert read_scenario(editor.folder / "scenarios" / "river.yaml")[0], new
        assert [told["message"] for told in editor.open("scenarios/river.yaml", text)] == [], new
    for facts in ("{stated: Who opens the dam}", "{stated: , missing: no headline}", "{inferred: Dam, evidence: the first line}"):
        text = changed(SOURCE, "{stated: Who opens the dam}", facts)
        assert complaints(editor.folder / "seeds" / "herald-2019.yaml", text, Source) == ()
        assert editor.open("seeds/herald-2019.yaml", schemas.lines("source") + text) == [], facts


# What is wrong, and the line in which an editor and `check` both say so.
BAD = [
    ("title: The River Bridge", "titel: The River Bridge"),
    ("title: The River Bridge", "title: [a, b]"),
    ("title: The River Bridge", "title: {a: b}"),
    ("title: The River Bridge", "title:"),
    ("title: The River Bridge", "title: ''"),
    ("title: The River Bridge", "title: '  '"),
    ("title: The River Bridge", f"title: {'x' * 61}"),
    ("as_of: 2019-06-01", "as_of: 1 June 2019"),
    ("as_of: 2019-06-01", "as_of: 2019-13-01"),
    ("topics: [water]", "topics: water"),
    ("topics: [water]", "topics: [[water]]"),
    ("players: {least: 3, most: 12}", "players: {least: three, most: 12}"),
    ("players: {least: 3, most: 12}", "players: {least: 1, most: 12}"),
    ("players: {least: 3, most: 12}", "players: {least: 3.5, most: 12}"),
    ("players: {least: 3, most: 12}", "players: 12"),
    ("play: yes", "play: maybe"),
    ("play: yes", "play: Yes"),
    ("play: yes", "play: true"),
    ("  - id: upper\n", "  - id: Upper\n"),
    ("quotation: herald-2019/friday", "quotation: friday"),
    ("    to: [everyone]", "    to: everyone"),
    ("    to: [everyone]", "    to: []"),
    ("  signers: 3", "  signers: three"),
    ("  signers: 3", "  signers: 0"),
    ("\ntopics:", "\nlanguage: English\ntopics:"),
    ("  no_deal: They part and say why.", "  no-deal: They part and say why."),
]


@pytest.mark.slow
@editor_only
def test_an_editor_and_check_complain_in_the_same_line(editor: Editor):
    for old, new in BAD:
        text = in_scenario(old, new)
        path = editor.folder / "scenarios" / "river.yaml"
        path.write_text(text, "utf-8")
        _, _, findings = read_scenario(path)
        told = {complaint["range"]["start"]["line"] + 1 for complaint in editor.open("scenarios/river.yaml", text)}
        assert failed(findings), new
        assert {finding.mark.line for finding in findings} <= told, new


@pytest.mark.slow
@editor_only
def test_words_that_an_editor_shows_say_what_to_do(editor: Editor):
    for old, new, words in [
        ("least: 3", "least: three", "Write digits only, such as 20."),
        ("play: yes", "play: true", "Write yes or no."),
        ("  - id: upper\n", "  - id: Upper\n", "Use small letters a-z, digits and hyphens, such as alternative-road."),
        ("title: The River Bridge", "title: The River Bridge\ncolour: red", "Property colour is not allowed."),
        ("topics: [water]", "topics: water", "Begin each entry with '- ' on a line of its own, or write [one, another]."),
    ]:
        assert [told["message"] for told in editor.open("scenarios/river.yaml", in_scenario(old, new))] == [words]

"""Scenarios: how they read, who may read each text of them, how many words a brief has."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefings.scenarios import AFTER, EVERYONE, FACILITATOR, Scenario, brief_words, read_scenario
from briefings.sources import Library, read_library
from tests.worlds import SCENARIO, changed, world

SHIPPED = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return read_library(world(tmp_path_factory.mktemp("river") / "world").seeds)[0]


def read(folder: Path, text: str = SCENARIO) -> Scenario:
    (folder / "river.yaml").write_text(text, "utf-8")
    scenario, _, findings = read_scenario(folder / "river.yaml")
    assert findings == ()
    assert scenario
    return scenario


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_shipped_scenario_reads_without_a_finding(path: Path):
    scenario, _, findings = read_scenario(path)
    assert findings == ()
    assert scenario
    assert scenario.id == path.stem


def test_the_small_scenario_reads_with_its_minutes_letters_and_words_of_yaml(tmp_path: Path):
    scenario = read(tmp_path)
    assert scenario.minutes == 20 + 10
    assert {role.id: scenario.letter(role.id) for role in scenario.roles} == {"upper": "A", "commission": "B", "lower": "C"}
    assert scenario.ages.start == 14, "'from' under 'ages'"
    assert scenario.injects[0].sender == "A news agency", "'from' of an inject"
    assert scenario.roles[0].brief.trades[0].receive == "a schedule in June", "'for' of a trade"


def test_the_id_is_the_file_name(tmp_path: Path):
    (tmp_path / "brook.yaml").write_text(SCENARIO, "utf-8")
    _, _, findings = read_scenario(tmp_path / "brook.yaml")
    assert [(f.code, f.line, f.mark.column) for f in findings] == [("file-name", "id: river", 5)]
    assert findings[0].hint == "name the file river.yaml, or the scenario brook"


def leaves(value: Any) -> Iterator[str]:
    """Every text of a YAML file that is no number, position, yes or no."""
    if isinstance(value, str):
        yield from [value.strip()] * (not value.isdigit() and value not in ("yes", "no"))
    else:
        for entry in (v for k, v in value.items() if k != "at") if isinstance(value, dict) else value:
            yield from leaves(entry)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_every_text_of_a_file_is_one_passage_with_one_reader(path: Path):
    scenario, marked, _ = read_scenario(path)
    assert scenario
    assert marked
    passages = list(scenario.passages)
    assert Counter(p.text for p in passages) == Counter(leaves({key: value for key, value in marked.data.items() if key != "twin"}))
    assert Counter(p.loc for p in passages).most_common(1)[0][1] == 1
    assert {p.reader for p in passages} == {EVERYONE, FACILITATOR, AFTER, *(role.id for role in scenario.roles)}


READERS = {
    EVERYONE: [
        "The river rose, and", "The meeting is invented.", "The two valleys disagree about the hour.", "The lower valley reads it.",
        "Where the meeting is held.", "it makes water a favour", "The dam was built in 1974.", "A schedule that the Upper Valley can plan by.",
        "The Lower Valley has come to talk", "Nobody asked them.", "To talk.", "All three sign.", "They part and say why.",
    ],
    "upper": ["You speak for the Upper Valley."],
    "commission": ["Get a schedule for the River Commission", "boat that can measure at night"],
    "lower": ["Without a deal the dam decides for the Lower Valley", "the peak in August of the lower side"],
    FACILITATOR: ["Say it slowly.", "Heavy rain is forecast", "A news agency", "asks for a warning time.", "Nobody has to play."],
    AFTER: ["Which of the two could be checked?", "Take off your badge.", "The gauge was built in the following", "In the game it takes one afternoon."],
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_each_kind_of_place_has_its_reader(tmp_path: Path, reader: str):
    scenario = read(tmp_path, changed(SCENARIO, "play: yes}", "say: Say it slowly., play: yes}"))
    for text in READERS[reader]:
        assert [p.reader for p in scenario.passages if text in p.text] == [reader], text


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("You speak for the", "You always speak for the", 1),
        ("It says the opposite.", "It says the very opposite twice.", 2),
        ("They came early", "They came very early", 1),
        ("- The river matters to us because ...", "- The river matters to us because ...\n        - We ask", 2),
        ("id: money", "id: money-set-aside", 0),
        ("first: {role: commission", "first: {role: lower", 0),
        ("[gauge/lower]", "[gauge/lower, gauge/both]", 0),
        ("else here. [@herald-2019/gauges]", "else here. [@herald-2019/gauges] [@background/dam]", 0),
        ("else here. [@herald-2019/gauges]", "else here.", 0),
        ("{excerpt: herald-2019/friday, use", "{excerpt: herald-2019/gauges, use", 9 - 12),
        ("quotation: herald-2019/friday", "quotation: herald-2019/gauges", 0),
        ("name: Upper Valley", "name: The Upper Valley", 0),
    ],
)
def test_a_brief_is_counted_by_the_words_a_participant_reads(tmp_path: Path, library: Library, old: str, new: str, more: int):
    before, after = (brief_words(read(tmp_path, text).roles[0], library) for text in (SCENARIO, changed(SCENARIO, old, new)))
    assert after - before == more

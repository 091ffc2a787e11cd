"""What stands on a project's shelf: the list of scenarios, and which subject and excerpt is played where."""

from pathlib import Path

from briefings.checks import check_scenario
from briefings.project import Project
from briefings.scenarios import read_scenario
from briefings.shelf import Coverage, coverage, listed, read_subjects, written
from briefings.sources import read_library
from tests.conftest import ROOT
from tests.worlds import PLAYED, world

SUBJECTS = """\
subjects:
  - {number: 1, name: The dam, excerpts: [herald-2019/too-late, herald-2019/early]}
  - {number: 2, name: The gauges, excerpts: [herald-2019/gauges, herald-2019/friday]}
"""


def covered(project: Project) -> Coverage:
    library, _ = read_library(project.seeds)
    table, findings = read_subjects(project.seeds / "subjects.yaml", "seeds/subjects.yaml", library)
    assert findings == ()
    scenario, _, _ = read_scenario(project.scenario("river"))
    assert scenario
    return coverage(table, [scenario], library)


def with_subjects(project: Project, text: str = SUBJECTS) -> Project:
    (project.seeds / "subjects.yaml").write_text(text, "utf-8")
    return project


def test_a_row_of_the_list_says_length_players_difficulty_and_topics(tmp_path: Path):
    (row,), findings = listed(world(tmp_path / "river", PLAYED))
    assert findings == ()
    assert (row["minutes"], row["players"], row["roles"], row["topics"]) == (30, [3, 12], 3, ["water"])
    assert row["difficulty"] == {"word": "easy", "passing": 3, "deals": 9, "share": 0.3333}


def test_every_use_of_an_excerpt_is_counted_by_its_kind(river: Project):
    found = covered(with_subjects(river))
    assert dict(found.uses["herald-2019/friday"]["river"]) == {"record": 3, "card": 3}
    assert dict(found.uses["herald-2019/too-late"]["river"]) == {"text": 1, "record": 3, "pair": 1}
    assert found.played(found.subjects[0]) == {"river": 2}
    assert (found.unused, found.unplayed) == ((), ())


def test_what_no_scenario_uses_is_named(river: Project):
    library, _ = read_library(with_subjects(river).seeds)
    table, _ = read_subjects(river.seeds / "subjects.yaml", "", library)
    found = coverage(table, [], library)
    assert len(found.unused) == 4
    assert [subject.number for subject in found.unplayed] == [1, 2]
    assert "not played: 2 The gauges" in [*written(found)]


def test_the_table_is_held_against_the_library_both_ways(river: Project):
    wrong = SUBJECTS.replace("gauges, herald-2019/friday", "gauge").replace("number: 2", "number: 1")
    findings = check_scenario(with_subjects(river, wrong), "river").findings
    assert [(f.code, f.message) for f in findings] == [
        ("no-subject", "excerpt 'herald-2019/friday' belongs to no subject"),
        ("no-subject", "excerpt 'herald-2019/gauges' belongs to no subject"),
        ("duplicate-id", "a second subject 1"),
        ("unknown-excerpt", "no excerpt 'herald-2019/gauge'"),
    ]


def test_every_subject_of_this_project_is_played():
    library, _ = read_library(ROOT / "seeds")
    table, findings = read_subjects(ROOT / "seeds" / "subjects.yaml", "seeds/subjects.yaml", library)
    assert findings == ()
    assert [subject.number for subject in table.subjects] == [*range(1, 17)]
    scenarios = [read_scenario(path)[0] for path in sorted((ROOT / "scenarios").glob("*.yaml"))]
    assert coverage(table, [s for s in scenarios if s], library).unplayed == ()

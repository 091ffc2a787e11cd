"""What `init` and `new` write is right as it stands, can be printed at once, and never takes the place of anything."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefings import scaffolds, schemas
from briefings.build import Order, build
from briefings.casting import cast
from briefings.checks import check_scenario
from briefings.crew import Crew
from briefings.project import Project
from briefings.roster import read_roster
from briefings.sources import add, read_library
from tests.conftest import ROOT
from tests.worlds import changed

EXAMPLE = (scaffolds.PROJECT / "scenarios" / f"{scaffolds.SCENARIO}.yaml").read_text("utf-8")


@pytest.fixture
def begun(tmp_path: Path) -> Project:
    """A project as `init` makes it."""
    scaffolds.init(tmp_path / "mine")
    return Project(tmp_path / "mine", tmp_path / "mine" / "build")


def found(project: Project, name: str, text: str = "") -> list[str]:
    """What a check finds; with a text, in a scenario that consists of it."""
    if text:
        (project.scenarios / f"{name}.yaml").write_text(text, "utf-8")
    return [finding.headline for finding in check_scenario(project, name).findings]


def test_a_new_project_is_complete_and_has_nothing_wrong_with_it(begun: Project):
    assert found(begun, scaffolds.SCENARIO) == []
    written = {path.relative_to(begun.root).as_posix() for path in begun.root.rglob("*") if path.is_file()}
    assert {"README.md", ".gitignore", "class.csv", "seeds/terms.yaml"} < written
    assert not begun.templates.exists(), "the pages are taken from the package"


def test_a_new_scenario_source_and_roster_have_nothing_wrong_with_them(begun: Project):
    assert len(scaffolds.new_scenario(begun, "fog")) == 1
    assert [path.name for path in scaffolds.new_source(begun, "gazette")] == ["gazette.yaml", "gazette.txt", "gazette.fingerprint"]
    (roster,) = scaffolds.new_roster(begun, "klasse")
    checked = check_scenario(begun, "fog")
    assert (checked.findings, checked.proven) == ((), 22)
    assert checked.scenario
    people, wrong = read_roster(roster, checked.scenario)
    assert wrong == ()
    assert people
    made, wrong = cast(checked.scenario, people, 1)
    assert (bool(made), wrong) == (True, ())


def test_a_new_scenario_brings_its_source_into_a_project_that_lacks_it(tmp_path: Path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "seeds").mkdir()
    project = Project(tmp_path, tmp_path / "build")
    scaffolds.new_scenario(project, "fog")
    assert found(project, "fog") == []


def test_nothing_that_is_there_is_overwritten_and_nothing_is_written_by_halves(begun: Project, tmp_path: Path):
    before = {path: path.read_bytes() for path in begun.root.rglob("*") if path.is_file()}
    (tmp_path / "other" / "seeds").mkdir(parents=True)
    (tmp_path / "other" / "seeds" / "terms.yaml").write_text("terms: []\n", "utf-8")
    for attempt in (
        lambda: scaffolds.init(begun.root),
        lambda: scaffolds.new_scenario(begun, scaffolds.SCENARIO),
        lambda: scaffolds.new_source(begun, scaffolds.SOURCE),
        lambda: scaffolds.new_roster(begun, "class.csv"),
        lambda: scaffolds.init(tmp_path / "other"),
    ):
        with pytest.raises(scaffolds.Refused, match="is there already; nothing was written"):
            attempt()
    assert {path: path.read_bytes() for path in begun.root.rglob("*") if path.is_file()} == before
    assert [path.name for path in (tmp_path / "other").rglob("*") if path.is_file()] == ["terms.yaml"]


@pytest.mark.parametrize("name", ["", "Fog", "fog 2", "../fog", "scenarios/fog", "fog.yaml", "x" * 65, "“fog”"])
def test_a_name_that_is_no_id_is_refused(begun: Project, name: str):
    for make in (scaffolds.new_scenario, scaffolds.new_source, scaffolds.new_roster):
        with pytest.raises(scaffolds.Refused, match="cannot be a name: use small letters"):
            make(begun, name)


def test_every_file_with_a_schema_begins_with_the_lines_that_editors_read(begun: Project):
    scaffolds.new_scenario(begun, "fog")
    for name, kind in {**scaffolds.KINDS, "scenarios/fog.yaml": "scenario"}.items():
        lines = (begun.root / name).read_text("utf-8").splitlines()
        assert lines[0] == f"# yaml-language-server: $schema=../.briefings/schemas/{kind}.json"
        assert lines[1] == f"# $schema: ../.briefings/schemas/{kind}.json"
        schema = (begun.root / name).parent / lines[1].removeprefix("# $schema: ")
        assert schema.read_text("utf-8") == schemas.shipped(kind)


def roles(text: str) -> tuple[str, list[str], str]:
    """What stands before the roles, the block of each, and what stands after them."""
    before, rest = text.split("\nroles:\n")
    blocks, after = rest.split("\nnot_at_table:")
    return f"{before}\nroles:\n", re.split(r"(?m)^(?=  - id: )", blocks)[1:], f"\nnot_at_table:{after}"


@pytest.mark.parametrize("count", [2, 12])
def test_blocks_of_roles_can_be_taken_out_and_added(begun: Project, count: int):
    before, blocks, after = roles(EXAMPLE)
    more = [
        block.replace("  - id: ", f"  - id: more-{n}-", 1).replace("    name: ", f"    name: More {n} of ", 1)
        for n, block in enumerate([blocks[1]] * (count - 3), 1)
    ]
    text = before + "".join([*blocks, *more][:count]) + after
    text = text if count > 2 else text.replace("role: town", "role: island")
    text = text.replace("slot: 2 ", "slot: 1 ").replace("minutes: 6\n    slot", "minutes: 12\n    slot")
    findings = found(begun, scaffolds.SCENARIO, text)
    assert [line for line in findings if "error[" in line] == []


def test_a_scenario_may_be_in_any_language(begun: Project):
    for language in ("hy", "az", "ka", "ru", "zh-Hant"):
        (told,) = found(begun, scaffolds.SCENARIO, changed(EXAMPLE, "language: en ", f"language: {language} "))
        assert "note[fixed-english]" in told


def test_texts_may_be_in_every_script_that_the_fonts_have_and_others_are_told_where_they_first_stand(begun: Project):
    fine = "Ձմեռային լաստանավը: «Ինչպե՞ս»։ Qış bərəsi, şəhər, İğdır. Зимний паром. Το χειμερινό πλοίο. Čeština, Đà."
    assert (
        found(
            begun, scaffolds.SCENARIO, changed(EXAMPLE, "purpose: To read,", f'purpose: "{fine} To read,').replace("what you want.\n", 'what you want."\n', 1)
        )
        == []
    )
    (told,) = found(begun, scaffolds.SCENARIO, changed(EXAMPLE, "purpose: To read,", "purpose: To ზამთარი, ბორანი,"))
    assert "warning[no-letter] no font of the pack has 'ზ' (U+10D6, Georgian)" in told


def test_the_first_lines_of_a_record_lead_to_a_source_of_ones_own(begun: Project):
    text = "A ferry sails to the island once a day, and nobody has ever counted who is on it.\n\nThe harbour master says that he will begin to count.\n"
    scaffolds.new_source(begun, "gazette")
    record, full, prints = (begun.seeds / f"gazette.{kind}" for kind in ("yaml", "txt", "fingerprint"))
    assert "briefings sources add seeds/gazette.txt --id gazette\n" in record.read_text("utf-8")
    full.write_text(text, "utf-8")
    prints.unlink()
    assert add(begun.seeds, "gazette", full) == (prints,)
    mine = re.sub(r"(?s)furniture:.*", "excerpts:\n", record.read_text("utf-8")) + (
        "  - {id: count, words: nobody has ever counted who, paragraph: 1, speaker: author, reports: claim, tags: [ferry], context: At the start.}\n"
    )
    record.write_text(mine, "utf-8")
    assert read_library(begun.seeds)[1] == ()
    full.rename(begun.root / "elsewhere.txt")
    assert read_library(begun.seeds)[1] == (), "a text that may not be passed on lies elsewhere"


def run(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "briefings", *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
def test_the_commands_say_what_they_wrote_and_what_comes_next(tmp_path: Path):
    code, _, err = run("init", cwd=tmp_path)
    assert (code, "`briefings init .` uses this folder" in err) == (2, True)
    code, out, _ = run("init", "mine", cwd=tmp_path)
    assert (code, out.splitlines()[-1]) == (0, "next: cd mine && briefings build winter-ferry")
    assert "mine/scenarios/winter-ferry.yaml\n" in out
    mine = tmp_path / "mine"
    assert run("new", "scenario", "fog", cwd=mine)[1] == "scenarios/fog.yaml\nnext: open it in your editor, then: briefings check fog\n"
    assert run("new", "scenario", "fog", cwd=mine) == (1, "", "error: scenarios/fog.yaml is there already; nothing was written\n")
    assert run("new", "roster", "Class 10", cwd=mine)[2].startswith("error: 'Class 10' cannot be a name: use small letters")
    (mine / ".briefings" / "schemas" / "terms.json").unlink()
    assert run("schema", cwd=mine)[1].startswith(".briefings/schemas/terms.json\n")
    assert run("schema", "terms", cwd=tmp_path)[1] == schemas.shipped("terms")
    for outside in (("new", "scenario", "fog"), ("schema",)):
        assert run(*outside, cwd=tmp_path) == (2, "", "error: there is no project here; make one with: briefings init DIR\n")


@pytest.mark.slow
def test_a_new_project_is_printed_at_once(begun: Project):
    built = build(begun, scaffolds.SCENARIO, Order(crew=Crew(1)))
    assert (built.findings, built.ok) == ((), True)
    assert (built.folder / "a4" / "role-brief-island.pdf").is_file()

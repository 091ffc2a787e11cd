"""The command line: what it prints, its exit codes, and that it starts light."""

import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from briefings.checks import RULES
from briefings.cli import main
from briefings.project import Project
from tests.conftest import ROOT
from tests.worlds import SCENARIO, TEXT, changed

pytestmark = pytest.mark.slow


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment}
    return subprocess.run([sys.executable, "-m", "briefings", *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=120)


def call(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The same in this process, which saves the time that a program takes to start; for commands that neither build nor need another environment."""
    out, err = StringIO(), StringIO()
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["briefings", *arguments])
        patch.setenv("NO_COLOR", "1")
        with pytest.raises(SystemExit) as left:
            main()
    return subprocess.CompletedProcess(arguments, int(left.value.code or 0), out.getvalue(), err.getvalue())


def test_help_names_every_command_and_loads_nothing_heavy(tmp_path: Path):
    done = run("--help", cwd=tmp_path)
    assert done.returncode == 0
    for command in ("build", "cast", "check", "explain", "deals", "list", "show", "search", "sources", "theme", "doctor", "preview", "pack", "diff"):
        assert f"  {command} " in done.stdout
    heavy = "weasyprint pydantic numpy scipy jinja2 yaml pypdfium2 starlette uvicorn watchfiles"
    program = f"import sys; import briefings.cli; print([m for m in '{heavy}'.split() if m in sys.modules])"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_check_does_not_load_the_typesetting_engine(river: Project):
    program = "import sys; from pathlib import Path; from briefings.build import check_scenario; from briefings.project import find_project\n"
    program += "assert check_scenario(find_project(), 'river').ok; print('weasyprint' in sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", program], cwd=river.root, env=env, capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_check_counts_what_it_checked(river: Project):
    done = run("check", "scenarios/river.yaml", cwd=river.root)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "4 of 4 quotations proven word for word, from 1 source",
        "  herald-2019: 43 of 79 words quoted (54.4 %, limit 90 %)",
        f"river: {len(RULES)} rules, 166 texts, 10 citations, 191 runs of secret words; 1 of 6 deals pass",
        "0 errors, 0 warnings, 0 notes",
    ]


def test_check_fails_on_what_is_asked_of_it(river: Project):
    scenario = river.scenarios / "river.yaml"
    scenario.write_text(changed(SCENARIO, "A schedule that", "A schedule" + " and rest" * 6 + " that"), "utf-8")
    assert call("check", cwd=river.root).returncode == 0
    strict = call("check", "--strict", "--format", "concise", cwd=river.root)
    assert (strict.returncode, strict.stdout.splitlines()[0][:48]) == (1, "scenarios/river.yaml:50:12: warning[long-aim] th")
    ignored = call("check", "--strict", "--ignore", "long-", cwd=river.root)
    assert (ignored.returncode, ignored.stdout.splitlines()[-1]) == (0, "0 errors, 1 warning, 0 notes; 1 not shown")
    unknown = call("check", "--select", "long-aims", cwd=river.root)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "did you mean 'long-aim'?" in unknown.stderr
    scenario.write_text(changed(SCENARIO, "    minute: 5", "    minute: 25"), "utf-8")
    late = call("check", "--ignore", "late-inject", "--format", "github", cwd=river.root)
    assert (late.returncode, late.stdout.split(",")[0]) == (1, "::error file=scenarios/river.yaml")


def test_explain_tells_one_code_or_lists_them_all(river: Project):
    assert call("explain", "misquoted", cwd=river.root).stdout.startswith("misquoted (error)\n")
    assert "\nCHECK: QUOTATIONS\n" in call("explain", cwd=river.root).stdout
    near = call("explain", "misqoted", cwd=river.root)
    assert (near.returncode, near.stderr) == (2, "error: no code 'misqoted'; did you mean 'misquoted'?\n")


def test_balance_prints_each_role_in_a_column_and_as_data(river: Project):
    lines = call("balance", "river", cwd=river.root).stdout.splitlines()
    assert lines[0].split() == ["A", "Upper", "Valley", "B", "River", "Commission", "C", "Lower", "Valley"]
    assert ["words", "quoted", "in", "them", "43", "43", "43"] in [line.split() for line in lines]
    assert "  1  the mayor, about Lower Valley" in lines
    data = json.loads(call("balance", "river", "--format", "json", cwd=river.root).stdout)
    assert [role["evidence"]["kinds"] for role in data["roles"]] == [{"news": 4}] * 3
    assert {d["document"]: d["minutes"] for d in data["documents"]}["inject-cards"] == 1


def test_one_changed_word_in_an_excerpt_fails_at_its_line(river: Project):
    record = river.seeds / "herald-2019.yaml"
    record.write_text(changed(record.read_text("utf-8"), "differed by a fifth", "differed by a fourth"), "utf-8")
    done = call("check", "river", cwd=river.root)
    assert done.returncode == 1
    assert "seeds/herald-2019.yaml:38:41: error[misquoted] excerpt 'gauges': not word for word in the source: it departs at 'fourth'" in done.stdout
    assert "  38 |     words: the two gauges differed by a fourth in July\n" in done.stdout
    assert "3 of 4 quotations proven" in done.stdout


BROKEN = [
    ("id: river", "id river", "2:6", "syntax", "check the indent"),
    ("as_of: 2019-06-01", "as_of: June 2019", "4:8", "date", "year-month-day"),
    ("title: The River Bridge", "titel: The River Bridge", "2:1", "unknown-key", "did you mean 'title'?"),
    ("play: yes}", "play: maybe}", "133:82", "yes-or-no", "yes or no"),
    ("see_first: {role: lower,", "see_first: {role: lowr,", "99:25", "unknown-role", "did you mean 'lower'?"),
]


@pytest.mark.parametrize(("old", "new", "place", "code", "hint"), BROKEN)
def test_a_broken_scenario_gives_its_place_and_hint_and_writes_nothing(river: Project, old: str, new: str, place: str, code: str, hint: str):
    (river.scenarios / "river.yaml").write_text(changed(SCENARIO, old, new), "utf-8")
    done = call("build", "river", cwd=river.root)
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"scenarios/river.yaml:{place}" in done.stderr
    assert f"error[{code}]" in done.stderr
    assert hint in done.stderr
    assert done.stderr.endswith("nothing was written\n")
    assert "Traceback" not in done.stderr
    assert not (river.output / "river").exists()


def test_build_prints_each_file_and_leaves_them_there(river: Project):
    done = run("build", "scenarios/river.yaml", cwd=river.root)
    assert done.returncode == 0
    assert done.stderr == ""
    paths = [line.split("  ")[0] for line in done.stdout.splitlines()[:-1]]
    assert len(paths) == 29
    assert all((river.root / path).is_file() for path in paths)
    assert "4 quotations proven; 28 files searched" in done.stdout


def test_every_format_is_data(river: Project):
    for arguments in (("build", "river"), ("check",), ("deals", "river"), ("list",), ("search", "dam"), ("sources", "list"), ("sources", "verify")):
        done = (run if "build" in arguments else call)(*arguments, "--format", "json", cwd=river.root)
        assert done.returncode == 0
        assert json.loads(done.stdout)
        assert done.stderr == ""


def test_cast_writes_a_file_that_is_cast_again_with_somebody_absent(river: Project):
    (river.root / "class.csv").write_text("name;preferences;avoid-role\nԱնի;a;\nƏli;;all\nIvan;;\nBen;;\n", "utf-8")
    done = call("cast", "river", "--roster", "class.csv", cwd=river.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 people at 1 table; 1 observes\nTable 1\n  A Upper Valley: Անի\n")
    assert done.stdout.endswith("\nclass.cast.csv\n")
    file = (river.root / "class.cast.csv").read_text("utf-8-sig")
    assert file.splitlines()[0] == "name;role;table;preferences;avoid-role"
    assert "Əli;observer;1;;all" in file
    again = call("cast", "river", "--roster", "class.cast.csv", "--absent", "ben", "--add", "Cleo", "--format", "json", cwd=river.root)
    told = json.loads(again.stdout)
    assert (again.returncode, told["file"], told["before"], told["moves"], told["absent"]) == (0, "class.cast.csv", "class.cast.1.csv", [], ["Ben"])
    assert (river.root / "class.cast.1.csv").read_text("utf-8-sig") == file


def test_a_bad_roster_and_wrong_usage_have_their_exit_codes(river: Project):
    (river.root / "class.csv").write_text("name,role\nAna,Uper Valley\n", "utf-8")
    done = call("cast", "river", "--roster", "class.csv", cwd=river.root)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("class.csv:2:5: error[unknown-role]")
    assert done.stderr.endswith("nothing was written\n")
    assert not (river.root / "class.cast.csv").exists()
    assert call("cast", "river", cwd=river.root).returncode == 2
    assert call("cast", "river", "--players", "6", "--out", "none/x.csv", cwd=river.root).returncode == 2
    (river.root / "scipy.py").write_text("raise ImportError", "utf-8")
    missing = run("cast", "river", "--players", "6", cwd=river.root, PYTHONPATH=f"{river.root}{os.pathsep}{ROOT}")
    assert missing.returncode == 3
    assert "-m pip install 'scipy" in missing.stderr


def test_findings_are_data_too(river: Project):
    (river.scenarios / "river.yaml").write_text(changed(SCENARIO, "[@herald-2019/early]", "[@herald-2019/erly]"), "utf-8")
    done = call("check", "river", "--format", "json", cwd=river.root)
    finding = json.loads(done.stdout)["findings"][0]
    assert done.returncode == 1
    assert (finding["code"], finding["line"], finding["column"], finding["file"]) == ("unknown-excerpt", 11, 77, "scenarios/river.yaml")


def test_search_prints_the_id_to_paste(river: Project):
    done = call("search", "gauges", "differing", cwd=river.root)
    assert done.stdout.startswith("[@herald-2019/gauges]  Valley Herald, 12 May 2019, ¶ 4, fact, 9 words\n  author: “the two *gauges* *differed* by a fifth")
    assert "\n  used in river: upper (record, cited); " in done.stdout
    assert call("search", "zebra", cwd=river.root).returncode == 1
    for wrong, says in (((), "nothing to look for"), (("--since", "May"), "'May' is no date"), (("--tag", "damm"), "did you mean 'dam'?")):
        done = call("search", *wrong, cwd=river.root)
        assert (done.returncode, says in done.stderr) == (2, True)


def test_a_sentence_of_a_full_text_becomes_an_excerpt(river: Project):
    call("sources", "attach", "herald-2019", "article.txt", cwd=river.root)
    found = call("search", "commission", "summer", cwd=river.root).stdout
    assert found.endswith('  briefings sources excerpt herald-2019 "The commission measured twice ... a fifth in July" --paragraph 4\n')
    wanted = ("sources", "excerpt", "herald-2019", "the commission ... last summer")
    lines = call(*wanted, "--as-yaml", cwd=river.root)
    assert (lines.returncode, lines.stdout.splitlines()[0]) == (0, "  - id: commission-measured-twice")
    missing = call(*wanted, cwd=river.root)
    assert (missing.returncode, "not said yet: speaker, reports, tags, context" in missing.stderr) == (1, True)
    done = call(*wanted, "--speaker", "author", "--reports", "fact", "--tag", "gauge", "--context", "Of 2018.", "--id", "twice", cwd=river.root)
    assert done.stdout.startswith("[@herald-2019/twice]  ¶ 4, 6 words, proven\n")
    assert call("sources", "verify", cwd=river.root).stdout.startswith("herald-2019: 5 of 5 excerpts proven")


def test_a_scenario_is_handed_on_and_compared(river: Project, tmp_path: Path):
    done = call("pack", "river", "-o", "mine.zip", cwd=river.root)
    assert done.stdout.startswith("  scenarios/river.yaml\n  seeds/herald-2019.fingerprint\n")
    opened = call("init", str(tmp_path / "theirs"), "--from", "mine.zip", cwd=river.root)
    assert opened.stdout.endswith("briefings check river\n")
    assert call("check", "river", cwd=tmp_path / "theirs").returncode == 0
    (river.scenarios / "river.yaml").write_text(changed(SCENARIO, "One afternoon", "One evening"), "utf-8")
    told = call("diff", "mine.zip", "river", cwd=river.root)
    assert (told.returncode, "One [-afternoon-] {+evening+} at the bridge" in told.stdout) == (0, True)
    data = json.loads(call("diff", "mine.zip", "river", "--format", "json", cwd=river.root).stdout)
    assert [(change["reader"], change["path"], change["line"]) for change in data["changes"]] == [("everyone", "subtitle", 3)]
    (river.root / "mine.zip").write_text("notes", "utf-8")
    for command in (("init", "other", "--from", "mine.zip"), ("pack", "river", "-o", "mine.zip")):
        assert call(*command, cwd=river.root).returncode == 1
    assert (river.root / "mine.zip").read_text("utf-8") == "notes"


def test_sources_are_attached_proven_and_added(river: Project):
    assert "4 of 4 excerpts proven against its fingerprint;" in call("sources", "verify", cwd=river.root).stdout
    assert call("sources", "attach", "herald-2019", "article.txt", cwd=river.root).returncode == 0
    assert "against its fingerprint and full text" in call("sources", "verify", cwd=river.root).stdout
    (river.root / "other.txt").write_text(TEXT.replace("Monday", "Tuesday"), "utf-8")
    refused = call("sources", "attach", "herald-2019", "other.txt", cwd=river.root)
    assert (refused.returncode, refused.stderr.count("fingerprint differs")) == (1, 1)
    assert call("sources", "add", "other.txt", cwd=river.root).stdout.splitlines()[:2] == ["seeds/other.yaml", "seeds/other.fingerprint"]
    assert call("sources", "verify", cwd=river.root).returncode == 0
    again = call("sources", "add", "article.txt", "--id", "herald-2019", cwd=river.root)
    assert (again.returncode, "delete seeds/herald-2019.fingerprint and say this again" in again.stderr) == (1, True)
    (river.seeds / "herald-2019.fingerprint").unlink()
    again = call("sources", "add", "article.txt", "--id", "herald-2019", cwd=river.root)
    assert again.stdout.splitlines()[-1] == "4 excerpts in the record: 4 proven"


def test_show_is_readable_text_with_agenda_and_envelopes(river: Project):
    done = call("show", "river", "--tables", "2", cwd=river.root)
    assert done.returncode == 0
    assert "0:05  INJECT Rain, from A news agency, to everyone" in done.stdout
    assert "table 2, C Lower Valley: common-brief, names-and-terms, agenda-and-rules, role-brief-lower, worksheet-lower" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("build",), ("build", "river", "--paper", "a3"), ("build", "river", "--tables", "0"), ("nonsense",), ("check", "--format", "xml")]
)
def test_wrong_usage_exits_with_2(river: Project, arguments: tuple[str, ...]):
    done = call(*arguments, cwd=river.root)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_scenario_that_is_not_there_is_a_finding(river: Project):
    done = call("check", "nowhere", cwd=river.root)
    assert done.returncode == 1
    assert "scenarios/nowhere.yaml:1:1: error[unreadable] no scenario 'nowhere'; there is: river" in done.stdout
    meant = call("build", "riv", cwd=river.root)
    assert (meant.returncode, "no scenario 'riv'; there is: river\nhint: did you mean 'river'?" in meant.stderr) == (1, True)


def test_outside_a_project_it_is_said_whose_scenarios_these_are(river: Project, tmp_path: Path):
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    told = "no project here: these are the scenarios that come with briefings; `briefings init DIR` makes one of your own"
    assert call("list", cwd=nowhere).stderr.splitlines() == [told]
    assert call("list", "--format", "json", cwd=nowhere).stderr == ""
    assert call("list", cwd=river.root).stderr == ""
    assert call("check", str(river.scenarios / "river.yaml"), cwd=nowhere).stderr == ""


def test_a_project_of_sources_without_a_scenario_is_checked(river: Project):
    (river.scenarios / "river.yaml").unlink()
    done = call("check", cwd=river.root)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "4 of 4 quotations proven word for word, from 1 source")
    assert done.stderr.splitlines() == ["no scenarios yet; begin one with: briefings new scenario NAME"]


def test_a_missing_typesetting_library_exits_with_3_and_the_command(river: Project, tmp_path: Path):
    fake = tmp_path / "fake" / "weasyprint"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0': not found\")")
    done = run("build", "river", "--fresh", cwd=river.root, PYTHONPATH=f"{fake.parent}{os.pathsep}{ROOT}")
    assert done.returncode == 3
    assert "hint: " in done.stderr
    assert "install" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bug_of_ours_exits_with_70(river: Project, tmp_path: Path):
    fake = tmp_path / "fake" / "weasyprint"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise RuntimeError('boom')")
    done = run("build", "river", "--fresh", cwd=river.root, PYTHONPATH=f"{fake.parent}{os.pathsep}{ROOT}")
    assert done.returncode == 70
    assert "please report it" in done.stderr
    assert not (river.output / "river").exists()


def test_an_interrupted_build_exits_with_130_and_leaves_nothing(river: Project, tmp_path: Path):
    fake = tmp_path / "fake" / "weasyprint"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise KeyboardInterrupt")
    done = run("build", "river", "--fresh", cwd=river.root, PYTHONPATH=f"{fake.parent}{os.pathsep}{ROOT}")
    assert done.returncode == 130
    assert not (river.output / "river").exists()


def test_colour_is_for_terminals_only(river: Project):
    (river.scenarios / "river.yaml").write_text(changed(SCENARIO, "id: river", "id: brook"), "utf-8")
    done = run("check", "river", cwd=river.root, NO_COLOR="")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout


def test_doctor_says_what_is_there(river: Project):
    done = run("doctor", cwd=river.root)
    assert done.returncode == 0
    assert "weasyprint 70.0" in done.stdout
    assert done.stdout.endswith("all is there\n")

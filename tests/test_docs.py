"""The guides tell the truth: their commands run as written, their examples are valid."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from briefings.guides import Rehearsal
from briefings.models import Model
from briefings.scaffolds import SCENARIO as FERRY, example
from briefings.sections import Acceptance, Review, Words
from briefings.sources import Excerpt
from briefings.terms import Glossary
from tests.conftest import ROOT
from tests.worlds import SCENARIO, TEXT, world

GUIDES = ("README.md", "seeds/README.md", "scenarios/README.md", "templates/README.md")


def blocks(guide: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / guide).read_text("utf-8"), re.S)


def commands(guide: str) -> list[str]:
    lines = [line.split("  #")[0].strip() for block in blocks(guide, "sh") for line in block.splitlines()]
    return [line for line in lines if line]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout, with its environment where there is one."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("briefings", "seeds", "scenarios", "templates", ".ci"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("full", "__pycache__"))
    for name in ("Makefile", "pyproject.toml", "README.md"):
        shutil.copy2(ROOT / name, folder / name)
    if (ROOT / ".venv").exists():
        (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "FILE").write_text(TEXT, "utf-8")
    return folder


def run(command: str, folder: Path, program: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = re.sub(r"^(\.venv/bin/)?briefings ", f"{sys.executable} -m briefings ", command)
    env = {**os.environ, "PYTHONPATH": str(program or folder)}
    return subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("command", [c for c in commands("README.md") if not c.startswith("make")])
@pytest.mark.slow
def test_every_command_of_the_readme_runs_as_written(checkout: Path, command: str):
    done = run(command, checkout)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.slow
def test_make_packets_builds_the_first_scenario(checkout: Path):
    assert [c for c in commands("README.md") if c.startswith("make")] == ["make packets", "make test"]
    if not (ROOT / ".venv" / ".ready").exists():
        pytest.skip("this checkout was not set up with make")
    done = run("make -o .venv/.ready packets", checkout)  # set-up would point the shared environment to the copy
    assert done.returncode == 0, done.stderr
    assert "build/lachin-2022/a4/role-brief-armenia.pdf" in done.stdout
    assert (checkout / "build" / "lachin-2022" / "letter" / "common-brief.pdf").is_file()


def test_the_example_of_charged_terms_is_valid():
    glossary = Glossary.model_validate(yaml.safe_load(blocks("seeds/README.md", "yaml")[1]))
    assert (len(glossary.terms), len(glossary.places), len(glossary.figures)) == (1, 1, 1)


def test_the_example_of_an_acceptance_is_valid():
    (example,) = re.findall(r"^    accepted:\n(?:    .*\n)+", (ROOT / "scenarios" / "README.md").read_text("utf-8"), re.M)
    (accepted,) = yaml.safe_load(example)["accepted"]
    assert Acceptance.model_validate(accepted).where == "roles/eu/brief/secrets"


def test_the_example_of_a_review_is_valid():
    (example,) = re.findall(r"^    reviewed:\n(?:    .*\n)+", (ROOT / "scenarios" / "README.md").read_text("utf-8"), re.M)
    (review,) = yaml.safe_load(example)["reviewed"]
    assert Review.model_validate({**review, "date": str(review["date"])}).initials == "A. B."


@pytest.mark.slow
def test_the_commands_about_sources_run_as_written(checkout: Path):
    assert commands("seeds/README.md") == [
        "briefings sources verify",
        "briefings sources list",
        "briefings sources attach ID FILE",
        "briefings sources add FILE --id ID",
        "briefings search WORDS",
        "briefings search --speaker NAME --unused",
        'briefings sources excerpt ID "FIRST WORDS ... LAST WORDS" --as-yaml',
    ]
    for command, code in [
        ("briefings sources add FILE --id harvest", 0),
        ("briefings sources verify", 0),
        ("briefings sources attach harvest FILE", 0),
        ("briefings sources list", 0),
        ("briefings search road", 0),
        ("briefings search --speaker brod --unused", 1),
        ('briefings sources excerpt harvest "FIRST WORDS ... LAST WORDS" --as-yaml', 1),
        ("briefings sources add FILE --id harvest", 1),
    ]:
        done = run(command, checkout)
        assert done.returncode == code, done.stderr


def test_the_example_of_an_excerpt_is_valid():
    (excerpt,) = yaml.safe_load(blocks("seeds/README.md", "yaml")[0])
    assert Excerpt.model_validate({k: str(v) if not isinstance(v, list) else v for k, v in excerpt.items()}).id == "friday"


@pytest.mark.slow
def test_the_example_of_an_own_document_is_printed_for_everyone_and_for_each_role(tmp_path: Path):
    (page,), (*_, choice) = blocks("templates/README.md", "html"), blocks("scenarios/README.md", "yaml")
    project = world(tmp_path / "own", SCENARIO + choice)
    shutil.rmtree(project.templates)
    project.templates.mkdir()
    (project.templates / "options.html").write_text(page, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "briefings", "build", "river"], cwd=project.root, env=env, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    for line in (
        "options.pdf  (1 page, for everyone, 3 copies)",
        *(f"pocket-sheet-{r}.pdf  (1 page, for {r}, 1 copy)" for r in ("upper", "commission", "lower")),
    ):
        assert f"build/river/a4/{line}\n" in done.stdout
    assert "rubric" not in done.stdout


@pytest.mark.slow
def test_the_commands_about_templates_run_as_written(tmp_path: Path):
    project = world(tmp_path / "own")
    shutil.rmtree(project.templates)
    assert commands("templates/README.md") == ["briefings theme list", "briefings theme eject common-brief", "briefings theme"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for arguments, code, words in [
        ("list", 0, "shipped  common-brief.html"),
        ("eject common-brief", 0, "templates/common-brief.html: from now on used in place of the shipped one\nit is handed one document, doc, with"),
        ("eject common-brief", 1, "error: templates/common-brief.html is there already"),
        ("list", 0, "own      common-brief.html"),
        ("", 0, "build/style-page.pdf\n"),
    ]:
        command = [sys.executable, "-m", "briefings", "theme", *arguments.split()]
        done = subprocess.run(command, cwd=project.root, env=env, capture_output=True, text=True, timeout=300)
        assert (done.returncode, words in done.stdout + done.stderr) == (code, True)


@pytest.mark.slow
def test_the_commands_to_begin_with_run_as_written(tmp_path: Path):
    given = commands("scenarios/README.md")
    assert [command.split()[1] for command in given] == ["new", "check", "balance", "deals", "build", "new", "new"]
    for command in ["briefings init mine", *given, "briefings check --strict"]:
        done = run(command, tmp_path if "init" in command else tmp_path / "mine", ROOT)
        assert (done.returncode, done.stderr) == (0, ""), command
    assert (tmp_path / "mine" / "build" / "fog" / "a4" / "role-brief-island.pdf").is_file()


def test_the_guide_to_scenarios_names_every_part_and_no_other():
    from briefings.scenarios import Scenario

    table = (ROOT / "scenarios" / "README.md").read_text("utf-8").split("## Rules")[0]
    told = {name for line in table.splitlines() if line.startswith("| `") for name in re.findall(r"`([a-z_]+)`", line.split("|")[1])}
    small = {"id", "title", "subtitle", "as_of", "language", "summary", "topics", "ages", "players", "invented", "order_rule"}
    assert told == set(Scenario.model_fields) - small
    assert issubclass(Scenario, Model)


def test_no_block_of_yaml_goes_unread():
    """Each is put to its model in a test of this module; the last in the guide to scenarios is built with."""
    assert {guide: len(blocks(guide, "yaml")) for guide in GUIDES if blocks(guide, "yaml")} == {"scenarios/README.md": 3, "seeds/README.md": 2}


def test_the_example_of_words_gives_every_word_that_can_be_given():
    words = yaml.safe_load(blocks("scenarios/README.md", "yaml")[0])["words"]
    assert {*words} == {*Words.model_fields}
    assert Words.model_validate(words).deal == "finding"


def test_the_rehearsal_in_the_guide_is_a_shorter_one_of_the_example_project():
    short = yaml.safe_load(blocks("scenarios/README.md", "yaml")[1])["rehearsal"]
    whole = yaml.safe_load(example(f"scenarios/{FERRY}.yaml"))["rehearsal"]
    Rehearsal.model_validate(short)
    assert {(path["title"], *(path.get("deal") or path["settled"])) for path in short["paths"]} <= {
        (path["title"], *(path.get("deal") or path["settled"])) for path in whole["paths"]
    }


def test_every_command_in_a_guide_exists_with_the_options_it_is_given():
    import shlex

    import typer.main

    from briefings.cli import app

    seen = 0
    for guide in GUIDES:
        for line in re.findall(r"^(?:\.venv/bin/)?briefings (\S.*)$", (ROOT / guide).read_text("utf-8"), re.M):
            command = typer.main.get_command(app)
            told = re.split(r"  +(?!-)|  # | > ", line)[0]
            words = shlex.split(told)
            while words and words[0] in getattr(command, "commands", {}):
                command = command.commands[words.pop(0)]
            known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
            given = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
            assert command.name in told.split() or not words, f"{guide}: no command in '{line}'"
            assert given <= known | {"--help"}, f"{guide}: '{line}'"
            seen += 1
    assert seen > 25


def test_pictures_in_the_readme_are_small_and_described():
    from PIL import Image

    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert {Path(path).name for _, path in shown} == {path.name for path in (ROOT / "templates" / "pictures").iterdir()}
    for words, path in shown:
        assert len(words.split()) >= 10, f"{path} is not described"
        assert (ROOT / path).stat().st_size < 150_000
        with Image.open(ROOT / path) as picture:
            assert picture.mode == "P"


@pytest.mark.parametrize("guide", GUIDES)
def test_links_between_guides_lead_somewhere(guide: str):
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / guide).read_text("utf-8")):
        assert (ROOT / guide).parent.joinpath(target).exists(), target

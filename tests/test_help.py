"""The help answers at once, in groups and with examples; the Tab key offers ids, and never fails."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from briefings.cli import app, completing
from briefings.cli.shared import GROUPS
from briefings.documents import NEEDED
from briefings.project import Project
from tests.conftest import ROOT

PROGRAM = typer.main.get_command(app)


def commands(group: Any = PROGRAM, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_every_command_stands_below_a_heading():
    assert set(PROGRAM.commands) <= {name for names in GROUPS.values() for name in names}


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_every_command_has_examples_that_can_be_copied(path: tuple[str, ...], command: Any):
    examples = re.findall(r"^  (briefings .*?)(?:  +#.*)?$", command.epilog or "", re.M)
    assert examples
    for example in examples:
        words = shlex.split(example)
        assert words[1 : len(path) + 1] == [*path]
        assert command.make_context(path[-1], words[len(path) + 1 :], resilient_parsing=False)


def offered(line: str, project: Project) -> list[str]:
    """What a shell offers after this line, as bash asks for it."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "_BRIEFINGS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    start = "import sys; sys.argv = ['briefings']; from briefings.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", start], cwd=project.root, env=env, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout.split()


def test_a_shell_offers_scenarios(river: Project):
    assert offered("briefings show r", river) == ["river"]


def test_ids_of_scenarios_roles_sources_excerpts_and_documents_are_offered(river: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(river.root)
    assert (completing.scenarios(""), completing.sources("")) == (["river"], ["herald-2019"])
    assert completing.words("") == ["commission", *(f"herald-2019/{id}" for id in ("early", "friday", "gauges", "too-late")), "lower", "upper"]
    assert completing.words("herald-2019/f") == ["herald-2019/friday"]
    assert {*NEEDED, "look.css"} < {*completing.templates("")}
    assert completing.codes("misq") == ["misquoted"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"roles: [", b"roles:\n  - id", b"excerpts:\n\t- id: x"])
def test_a_broken_file_keeps_nobody_from_typing(river: Project, monkeypatch: pytest.MonkeyPatch, content: bytes):
    monkeypatch.chdir(river.root)
    (river.scenarios / "broken.yaml").write_bytes(content)
    (river.seeds / "broken.yaml").write_bytes(content)
    assert completing.words("herald-2019/f") == ["herald-2019/friday"]
    assert completing.scenarios("b") == ["broken"]


def test_where_nothing_can_be_read_nothing_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "seeds" / "odd.yaml").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert (completing.words(""), completing.scenarios("")) == ([], [])


def test_help_and_the_tab_key_load_nothing_heavy():
    watch = "import sys; from briefings.cli import app, completing; completing.words(''); completing.codes(''); completing.templates('');"
    done = subprocess.run(
        [sys.executable, "-c", f"{watch} print([m for m in ('pydantic', 'yaml', 'numpy', 'weasyprint', 'jinja2', 'rich') if m in sys.modules])"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "[]\n"

"""An unchanged build ends with the receipt of the one before; whatever changed, there is none."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.cache import Cache
from briefings.imposition import Printing
from briefings.marks import Finding, Mark
from briefings.orders import MANIFEST, Made, Receipt, kept, loads, receipt_key
from briefings.project import Project
from tests.conftest import ROOT
from tests.worlds import LEAN, changed, world

PAGE = b"a page"
FINDING = Finding("thin-role", "a role with little", Mark("scenarios/river.yaml", 3, 5, 2), "give it more", "note", "  - id: upper", "It is small.")


def receipt() -> Receipt:
    made = Made("a4/slips.pdf", "slips", "everyone", Printing("letter", "large"), 1, 3, "abc123", hashlib.sha256(PAGE).hexdigest(), False, "on card")
    return Receipt((FINDING,), (made,), hashlib.sha256(b"{}").hexdigest(), 5, 700)


@pytest.fixture
def finished(tmp_path: Path) -> tuple[Cache, Path]:
    """A cache with a receipt, and the folder that it tells of."""
    cache, folder = Cache(tmp_path / "cache"), tmp_path / "river"
    (folder / "a4").mkdir(parents=True)
    (folder / "a4" / "slips.pdf").write_bytes(PAGE)
    (folder / MANIFEST).write_bytes(b"{}")
    cache.put("key", receipt().dumps())
    return cache, folder


def test_a_receipt_is_read_back_as_it_was():
    assert loads(receipt().dumps()) == receipt()


def test_a_receipt_is_good_while_its_files_stand_as_they_were_made(finished: tuple[Cache, Path]):
    cache, folder = finished
    assert kept("key", folder, cache) == receipt()
    assert kept("another key", folder, cache) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "a4" / "slips.pdf").write_bytes(b"another page"),
        lambda folder: (folder / "a4" / "slips.pdf").unlink(),
        lambda folder: (folder / MANIFEST).unlink(),
        lambda folder: (folder / "a4" / "notes.txt").write_text("mine"),
    ],
    ids=["changed", "deleted", "without manifest", "more than was made"],
)
def test_a_receipt_is_worth_nothing_where_the_folder_is_not_as_it_was(finished: tuple[Cache, Path], spoil: Callable[[Path], object]):
    cache, folder = finished
    spoil(folder)
    assert kept("key", folder, cache) is None


def test_the_key_changes_with_whatever_a_build_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    project = world(tmp_path / "river")
    roster = tmp_path / "class.csv"
    roster.write_text("name\nAna\n")

    def key(order: str = "a4") -> str:
        return receipt_key(project, "river", order, [roster])

    keys = [key(), key("letter")]
    assert key() == keys[0]
    (project.scenarios / "other.yaml").write_text("id: other")  # nobody reads it
    assert key() == keys[0]
    for path in (project.scenario("river"), next(project.seeds.glob("*.yaml")), next(project.seeds.glob("*.fingerprint")), roster):
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        keys.append(key())
    project.templates.mkdir(exist_ok=True)
    (project.templates / "slips.html").write_text("<p>mine</p>")
    keys.append(key())
    monkeypatch.chdir(tmp_path)  # findings name files from where one stands
    keys.append(key())
    assert len(set(keys)) == len(keys)


@pytest.mark.slow
def test_the_second_build_on_the_command_line_only_looks_at_files_until_something_changes(tmp_path: Path):
    project: Project = world(tmp_path / "river", LEAN)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "BRIEFINGS_CACHE": str(tmp_path / "cache")}
    program = "import sys, atexit; from briefings.cli import main\n"
    program += "atexit.register(lambda: print([name for name in ('briefings.build', 'numpy', 'jinja2', 'weasyprint') if name in sys.modules]))\n"
    program += "sys.argv = ['briefings', 'build', 'river', '-j', '1']; main()"

    def build() -> list[str]:
        done = subprocess.run([sys.executable, "-c", program], cwd=project.root, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    first, second = build(), build()
    assert first[:-1] == second[:-1]
    assert second[-1] == "[]"
    (project.output / "river" / "a4" / "common-brief.pdf").write_bytes(b"scribbled over")
    assert build()[-1] != "[]"
    file = project.scenario("river")
    file.write_text(changed(LEAN, "A schedule that the Upper Valley can plan by.", "A timetable that the Upper Valley can plan by."), "utf-8")
    assert build()[-1] != "[]"
    assert build()[-1] == "[]"

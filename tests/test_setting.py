"""Each distinct document is set once: kept, shared out, set again only where something it depends on has changed."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefings import setting
from briefings.build import Order, build
from briefings.crew import Crew
from briefings.project import Project
from briefings.setting import Job
from tests.conftest import ROOT
from tests.worlds import changed, only, world

# With the documents that tests here name.
SOME = only("role-cards", "name-tents", "names-and-terms", "agreement", "slips", "rubric")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def own_cache(one_cache: None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("BRIEFINGS_CACHE")
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A world of which a pack was built, with its cache."""
    project = world(tmp_path_factory.mktemp("setting") / "river", SOME)
    assert build(project, "river").ok
    return project


@pytest.fixture
def set_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are set while a test runs."""
    names: list[str] = []
    really = setting.set_one

    def watched(job: Job, **more: object) -> object:
        names.append(job.document.id)
        return really(job, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(setting, "set_one", watched)
    return names


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_unchanged_build_sets_nothing_and_does_not_load_the_engine(built: Project):
    assert build(built, "river").ok
    before = files_in(built.output / "river")
    program = (
        "import sys; from pathlib import Path; from briefings.build import build; from briefings.project import Project\n"
        f"assert build(Project(Path({str(built.root)!r}), Path({str(built.output)!r})), 'river').ok\n"
        "print([name for name in ('weasyprint', 'jinja2', 'pikepdf', 'pypdfium2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert files_in(built.output / "river") == before


def test_more_copies_of_a_document_do_not_set_it_again(built: Project, set_again: list[str]):
    made = build(built, "river", Order(tables=2))
    assert made.ok
    assert {file.document: file.copies for file in made.files}["agreement"] == 2
    assert "print-and-pack" in set_again
    assert not {"common-brief", "role-brief-lower", "agreement", "slips"} & set(set_again)


def test_one_changed_word_sets_only_the_documents_that_hold_it(built: Project, set_again: list[str]):
    file = built.scenarios / "river.yaml"
    file.write_text(changed(SOME, "A schedule that the Upper Valley can plan by.", "A timetable that the Upper Valley can plan by."), "utf-8")
    try:
        assert build(built, "river").ok
    finally:
        file.write_text(SOME, "utf-8")
    assert "role-cards" in set_again
    assert not {"role-brief-lower", "names-and-terms", "slips", "rubric", "name-tents"} & set(set_again)


def test_a_changed_style_sets_only_what_it_touches(built: Project, set_again: list[str], monkeypatch: pytest.MonkeyPatch):
    typeset: list[str] = []
    really = setting.Press.typeset

    def watched(press: setting.Press, html: str, *css: str) -> setting.Sheets:
        typeset.append(html[html.index("<title>") : html.index("</title>")])
        return really(press, html, *css)

    monkeypatch.setattr(setting.Press, "typeset", watched)
    style = built.templates / "style" / "figures.css"
    before = style.read_text("utf-8")
    style.write_text(before + "\n.figure { margin-top: 1rem }\n", "utf-8")
    try:
        assert build(built, "river").ok
    finally:
        style.write_text(before, "utf-8")
    assert len(set_again) > len(typeset) > 0
    assert not any("Name tents" in title or "Slips" in title for title in typeset)


def test_processes_threads_and_one_alone_give_the_same_bytes(built: Project, tmp_path: Path):
    assert build(built, "river").ok
    expected = files_in(built.output / "river")
    with ThreadPoolExecutor(1) as executor:
        for name, crew in (("processes", Crew(2)), ("executor", Crew(executor=executor))):
            project = Project(built.root, tmp_path / name)
            assert build(project, "river", Order(crew=crew)).ok
            assert files_in(project.output / "river") == expected, name


def test_a_deleted_or_damaged_cache_heals_itself(built: Project):
    assert build(built, "river").ok
    expected = files_in(built.output / "river")
    entries = sorted((built.output / ".cache").glob("*/*"))
    for n, entry in enumerate(entries):
        if n % 3 == 0:
            entry.unlink()
        elif n % 3 == 1:
            entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    assert build(built, "river").ok
    assert files_in(built.output / "river") == expected


def test_without_keeping_no_cache_is_made(built: Project, tmp_path: Path):
    project = Project(built.root, tmp_path / "out")
    assert build(project, "river", Order(keep=False)).ok
    assert [path.name for path in project.output.iterdir() if path.is_dir()] == ["river"]


def test_a_fault_is_told_again_by_the_next_build(built: Project):
    style = built.templates / "style" / "paper-a4.css"
    before = style.read_text("utf-8")
    style.write_text(before + "p { no-such-property: 1 }", "utf-8")
    try:
        first, second = build(built, "river"), build(built, "river")
    finally:
        style.write_text(before, "utf-8")
    assert {f.code for f in first.findings} == {"engine-warning"}
    assert second.findings == first.findings

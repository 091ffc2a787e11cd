"""The recipe: all or nothing, the same bytes, and a manifest that tells the truth."""

import hashlib
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from briefings.build import Built, Made, Order, build, check_scenario, print_style_page
from briefings.imposition import Printing
from briefings.project import Project, find_project
from briefings.secrecy import COMBINED
from briefings.sources import read_library
from tests.conftest import ROOT
from tests.test_press import fonts_in
from tests.worlds import SCENARIO, changed

pytestmark = pytest.mark.slow


def single(built: Built) -> list[Made]:
    """The files of one document each."""
    return [f for f in built.files if f.document not in COMBINED]


def files_in(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_shipped_scenario_builds_on_both_papers_without_a_finding_but_what_is_accepted(lachin: Built):
    assert [f.code for f in lachin.findings if not f.accepted] == []
    documents = [
        "print-and-pack", "facilitator-guide", "role-matrix", "deal-map", "rehearsal", "inject-list", "inject-cards", "quality-annex",
        "common-brief", "names-and-terms", "agenda-and-rules",
        *(f"{d}-{r}" for r in ("armenia", "azerbaijan", "eu", "russia", "us") for d in ("role-brief", "worksheet", "score-sheet")),
        "role-cards", "name-tents", "agreement", "slips", "observer-sheet", "reflection", "epilogue", "source-dossier", "rubric", "feedback",
    ]  # fmt: skip
    combined = [f"{paper}/{name}.pdf" for paper in ("a4", "letter") for name in ("all", "print")]
    assert [f.path for f in lachin.files] == [f"{paper}/{d}.pdf" for paper in ("a4", "letter") for d in documents] + combined


def test_the_manifest_tells_every_file_as_it_lies_on_disk(lachin: Built):
    manifest = json.loads((lachin.folder / "manifest.json").read_text("utf-8"))
    assert set(files_in(lachin.folder)) == {f["path"] for f in manifest["files"]} | {"manifest.json"}
    for file in manifest["files"]:
        pdf = (lachin.folder / file["path"]).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == file["sha256"]
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert len(opened.pages) == file["pages"]
    assert manifest["proven"]["quotations"] == len(read_library(ROOT / "seeds")[0].proven) > 60
    assert {e["role"] for e in manifest["envelopes"]} == {"armenia", "azerbaijan", "eu", "russia", "us"}
    for envelope in manifest["envelopes"]:
        assert envelope["documents"] == [
            "common-brief", "names-and-terms", "agenda-and-rules", f"role-brief-{envelope['role']}", f"worksheet-{envelope['role']}",
            f"score-sheet-{envelope['role']}",
        ]  # fmt: skip


def test_every_page_has_its_paper_its_number_and_its_sheet_code(lachin: Built):
    sizes = {"a4": (595, 842), "letter": (612, 792)}
    for file in single(lachin):
        document = pypdfium2.PdfDocument((lachin.folder / file.path).read_bytes())
        for number, page in enumerate(document, 1):
            across, down = sizes[file.printing.paper]
            assert tuple(round(n) for n in page.get_size()) == ((down, across) if file.document in ("role-matrix", "inject-list") else (across, down))
            text = page.get_textpage().get_text_bounded()
            if file.document in ("role-cards", "inject-cards", "name-tents"):
                continue
            assert f"page {number} of {file.pages} · sheet {file.sheet}" in text
            if file.audience == "facilitator":
                assert "FACILITATOR ONLY" in text
            elif file.audience not in ("everyone", "after play"):
                letter = "ABCDE"[["armenia", "azerbaijan", "eu", "russia", "us"].index(file.audience)]
                assert f"CONFIDENTIAL: Role {letter} only" in text
        document.close()


def test_only_bundled_fonts_are_embedded(lachin: Built):
    for file in lachin.files:
        families = {name.split("-")[0] for name in fonts_in((lachin.folder / file.path).read_bytes())}
        assert families <= {"Body", "Label", "BodyHy", "LabelHy"}, file.path


def test_role_briefs_fill_two_sheets_and_cards_four_to_a_sheet_with_backs(lachin: Built):
    assert {f.pages for f in lachin.files if f.document.startswith("role-brief")} <= {3, 4}
    assert {f.pages for f in lachin.files if f.document == "role-cards"} == {4}


def test_no_note_number_begins_a_line(lachin: Built):
    for file in lachin.files:
        if file.document in ("agenda-and-rules", "deal-map", "all", "print"):  # they have columns of numbers; the last two hold them
            continue
        document = pypdfium2.PdfDocument((lachin.folder / file.path).read_bytes())
        for page in document:
            lines = page.get_textpage().get_text_bounded().split("\r\n")
            numbers = [line for line in lines if line.replace(", ", "").isdigit() and len(line) > 1 and line not in "12345"]
            assert [n for n in numbers if not (n.isdigit() and len(n) == 4)] == [], file.path  # four digits are a year in a narrow column
        document.close()


def test_three_tables_get_three_times_the_copies(river: Project):
    built = build(river, "river", Order(tables=3))
    copies = {f.document: f.copies for f in built.files}
    expected = {"common-brief": 9, "names-and-terms": 9, "role-brief-upper": 3, "worksheet-lower": 3, "agreement": 3, "slips": 9, "role-cards": 1}
    expected |= {"print-and-pack": 1, "facilitator-guide": 1, "role-matrix": 1, "inject-list": 1, "quality-annex": 1, "inject-cards": 3, "name-tents": 3}
    assert {d: copies[d] for d in expected} == expected
    assert next(f for f in built.files if f.document == "role-cards").pages == 6


def test_the_same_input_gives_the_same_bytes_in_two_processes_and_folders(river: Project, tmp_path: Path):
    build(river, "river")
    program = (
        "import sys; from pathlib import Path; from briefings.build import Order, build; from briefings.project import Project\n"
        f"build(Project(Path({str(river.root)!r}), Path('there')), 'river', Order(keep=False))"
    )
    env = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "1", "TZ": "Asia/Yerevan", "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=env, check=True)
    assert files_in(tmp_path / "there" / "river") == files_in(river.output / "river")


def test_a_failing_build_writes_nothing_and_leaves_the_old_one_whole(river: Project):
    build(river, "river")
    before = files_in(river.output / "river")
    (river.scenarios / "river.yaml").write_text(changed(SCENARIO, "[@herald-2019/early]", "[@herald-2019/erly]"), "utf-8")
    built = build(river, "river")
    assert [f.code for f in built.findings] == ["unknown-excerpt"]
    assert built.files == ()
    assert files_in(river.output / "river") == before


def test_a_new_build_takes_the_place_of_the_old_one(lean: Project):
    build(lean, "river", Order((Printing("a4"), Printing("letter"))))
    build(lean, "river", Order((Printing("letter"),)))
    assert {p.split("/")[0] for p in files_in(lean.output / "river")} == {"letter", "manifest.json"}
    assert [p.name for p in lean.output.iterdir() if not p.name.startswith(".")] == ["river"]


@pytest.mark.parametrize(
    ("template", "code", "line"),
    [("a\n{{ doc.nothing }}", "template", 2), ('<h1>x</h1><img alt="x" src="file:///etc/hostname">', "outside-request", 1)],
)
def test_a_broken_template_is_a_finding_and_nothing_is_written(river: Project, template: str, code: str, line: int):
    (river.templates / "role-cards.html").write_text(template, "utf-8")
    built = build(river, "river")
    assert [(f.code, Path(f.mark.file).name, f.mark.line) for f in built.findings] == [(code, "role-cards.html", line)]
    assert not (river.output / "river").exists()


def test_a_warning_of_the_engine_is_a_finding_that_stops_nothing(lean: Project):
    with (lean.templates / "style" / "paper-a4.css").open("a", encoding="utf-8") as style:
        style.write("p { no-such-property: 1 }")
    built = build(lean, "river")
    assert {(f.code, f.level) for f in built.findings} == {("engine-warning", "warning")}
    assert built.files


def test_the_style_page_shows_every_letter_and_needs_no_warning(river: Project):
    path, warnings = print_style_page(river)
    assert warnings == ()
    assert path == river.output / "style-page.pdf"
    document = pypdfium2.PdfDocument(path.read_bytes())
    text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    assert [word for word in ("Լաչինի", "Xankəndi", "объезд", "İstanbul", "Plus signs", "A secret stands") if word not in text] == []


@pytest.mark.parametrize("name", ["../river", "/etc/passwd", "river\0", "no-such", "scenarios", "."])
def test_a_name_that_is_no_scenario_is_a_finding(river: Project, name: str):
    checked = check_scenario(river, name)
    assert not checked.ok
    assert checked.scenario is None


def test_no_text_of_a_scenario_becomes_a_path(river: Project):
    (river.scenarios / "river.yaml").write_text(changed(SCENARIO, "  - id: upper\n", "  - id: ../../upper\n"), "utf-8")
    built = build(river, "river")
    assert "id" in {f.code for f in built.findings}
    assert not (river.output / "river").exists()


def test_a_project_is_found_from_any_folder_inside_it(river: Project):
    assert find_project(river.seeds).root == river.root
    assert find_project(river.scenarios / "river.yaml").root == river.root

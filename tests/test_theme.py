"""A project's own templates lie over the shipped ones; any shipped one can be taken to be changed."""

import shutil

import pytest

from briefings.pages import style, write
from briefings.project import SHIPPED_TEMPLATES, Project, overlaid
from briefings.theme import Refused, eject, handed, pieces
from tests.conftest import ROOT
from tests.test_pages import pack_of


@pytest.fixture
def bare(river: Project) -> Project:
    """The small world without templates of its own."""
    shutil.rmtree(river.templates)
    return river


def test_a_project_without_templates_uses_the_shipped_ones(bare: Project):
    assert not bare.templates.exists()
    common = next(d for d in pack_of(bare).documents if d.id == "common-brief")
    assert "The question" in write(common, bare.templates)
    assert "--accent" in "".join(style(common, "a4", bare.templates))
    assert overlaid(bare.templates, "fonts/SourceSans3-Regular.ttf").is_file()


def test_an_ejected_page_is_a_copy_that_takes_the_place_of_the_shipped_one(bare: Project):
    common = next(d for d in pack_of(bare).documents if d.id == "common-brief")
    before = write(common, bare.templates)
    name, path = eject(bare, "common-brief")
    assert (name, path) == ("common-brief.html", bare.templates / "common-brief.html")
    assert path.read_bytes() == (SHIPPED_TEMPLATES / name).read_bytes()
    assert write(common, bare.templates) == before
    path.write_text(path.read_text("utf-8").replace("The question", "What we must decide"), "utf-8")
    assert "What we must decide" in write(common, bare.templates)
    path.unlink()
    assert write(common, bare.templates) == before


def test_an_ejected_style_sheet_takes_the_place_of_the_shipped_one(bare: Project):
    common = next(d for d in pack_of(bare).documents if d.id == "common-brief")
    name, path = eject(bare, "look.css")
    assert name == "style/look.css"
    path.write_text(path.read_text("utf-8").replace("--accent: #1d4f7c", "--accent: #333333"), "utf-8")
    assert "--accent: #333333" in "".join(style(common, "a4", bare.templates))
    assert "@font-face" in "".join(style(common, "a4", bare.templates))  # the other sheets are still the shipped ones


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("role-brief", "role-brief.html"),
        ("role-brief-armenia", "role-brief.html"),
        ("_parts.html", "_parts.html"),
        ("style/paper-a4.css", "style/paper-a4.css"),
        ("cards", "style/cards.css"),
    ],
)
def test_a_piece_is_named_by_file_or_document(bare: Project, wanted: str, name: str):
    assert eject(bare, wanted)[0] == name


def test_nothing_is_overwritten(bare: Project):
    _, path = eject(bare, "slips")
    path.write_text("mine", "utf-8")
    with pytest.raises(Refused, match="is there already"):
        eject(bare, "slips")
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(("wanted", "hint"), [("comon-brief", "did you mean 'common-brief'"), ("../README.md", "theme list"), ("/etc/passwd", "theme list")])
def test_what_is_no_template_is_refused(bare: Project, wanted: str, hint: str):
    with pytest.raises(Refused, match=hint):
        eject(bare, wanted)
    assert not bare.templates.exists()


def test_in_a_checkout_the_templates_are_the_shipped_ones(monkeypatch: pytest.MonkeyPatch):
    checkout = Project(ROOT, ROOT / "build")
    monkeypatch.chdir(ROOT)
    before = (ROOT / "templates" / "slips.html").read_bytes()
    with pytest.raises(Refused, match=r"change templates/slips\.html itself"):
        eject(checkout, "slips")
    monkeypatch.chdir("/")
    with pytest.raises(Refused, match="no project here"):
        eject(checkout, "slips")
    assert (ROOT / "templates" / "slips.html").read_bytes() == before
    assert {piece.own for piece in pieces(checkout)} == {False}


def test_every_piece_is_listed_with_what_it_is_and_whose(bare: Project):
    eject(bare, "rubric")
    (bare.templates / "notice.html").write_text("{# A notice for the door. #}\n", "utf-8")
    listed = {piece.name: piece for piece in pieces(bare)}
    assert [name for name, piece in listed.items() if piece.own] == ["notice.html", "rubric.html"]
    assert listed["notice.html"].about == "A notice for the door"
    assert listed["slips.html"].about.startswith("Slips of three kinds")
    assert [name for name, piece in listed.items() if not piece.about] == []
    shipped = {path.relative_to(SHIPPED_TEMPLATES).as_posix() for kind in ("*.html", "style/*.css") for path in SHIPPED_TEMPLATES.glob(kind)}
    assert set(listed) == shipped | {"notice.html"}


def test_what_a_template_is_handed_is_what_its_document_holds(bare: Project):
    for document in pack_of(bare).documents:
        assert handed(document.template) == f"it is handed one document, doc, with {', '.join(vars(document))}"
    assert handed("style/cards.css") == "it is used by badges.html, name-tents.html, role-cards.html"
    assert handed("_document.html") == ""

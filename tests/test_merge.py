"""Documents bound into one file: pages, tags, outline and links of every part are still there."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from briefings.build import Built
from briefings.pages.patterns import assets
from briefings.press import Press
from briefings.press.merge import Part, bind
from tests.accessibility.validate import missing, validate
from tests.structure_tree import structure
from tests.test_press import FONTS, LOOK, page, text_of

pytestmark = pytest.mark.slow

NOTE = '<p>{word} <a href="#note-1" aria-label="Note 1">1</a></p><h2>{word} notes</h2><ol><li id="note-1">{word} source</li></ol>'


@pytest.fixture(scope="module")
def parts() -> tuple[Part, ...]:
    press = Press({**FONTS, **assets()})
    two = '<p style="break-before: page">second page</p>'
    form = '<form><label>Name <input name="who" type="text" style="appearance: auto"></label></form>'
    pages = {"One": NOTE.format(word="one"), "Two": NOTE.format(word="two") + two, "Three": NOTE.format(word="three") + form}
    return tuple(Part(title, press.typeset(page(body), LOOK).pdf) for title, body in pages.items())


def outline(parent: pikepdf.Object) -> list[str]:
    titles, entry = [], parent.get("/First")
    while entry is not None:
        titles.append(str(entry.Title))
        entry = entry.get("/Next")
    return titles


def targets(pdf: pikepdf.Pdf) -> list[tuple[int, int]]:
    """For each link the page it stands on and the page it leads to, from 1."""
    flat = pdf.Root.Names.Dests.Names
    places = {bytes(flat[i]): flat[i + 1][0].objgen for i in range(0, len(flat), 2)}
    numbers = {p.obj.objgen: n for n, p in enumerate(pdf.pages, 1)}
    links = [(n, a) for n, p in enumerate(pdf.pages, 1) for a in p.obj.get("/Annots", ()) if a.Subtype == "/Link"]
    return [(n, numbers[places[bytes(a.Dest)]]) for n, a in links]


def test_all_pages_come_in_order_and_the_count_is_told(parts: tuple[Part, ...]):
    pdf, pages = bind(parts, "All")
    assert pages == 4
    text = text_of(pdf)
    assert text.index("one source") < text.index("two source") < text.index("second page") < text.index("three source")


def test_on_sheets_every_part_begins_on_a_front(parts: tuple[Part, ...]):
    pdf, pages = bind([*parts, parts[0]], "Print", sheets=True)
    assert pages == 8
    with pikepdf.open(BytesIO(pdf)) as opened:
        blank = [n for n, p in enumerate(opened.pages, 1) if "/StructParents" not in p.obj]
        assert blank == [2, 6, 8]
        assert len({tuple(float(x) for x in p.mediabox) for p in opened.pages}) == 1


def test_the_outline_has_an_entry_for_each_part_with_its_headings(parts: tuple[Part, ...]):
    with pikepdf.open(BytesIO(bind(parts, "All")[0])) as pdf:
        assert outline(pdf.Root.Outlines) == ["One", "Two", "Three"]
        assert outline(pdf.Root.Outlines.First) == ["one notes"]
        assert pdf.Root.Outlines.Last.Parent.objgen == pdf.Root.Outlines.objgen
        assert pdf.Root.Outlines.First.First.Parent.objgen == pdf.Root.Outlines.First.objgen


def test_links_lead_to_the_notes_of_their_own_part(parts: tuple[Part, ...]):
    with pikepdf.open(BytesIO(bind([*parts, parts[0]], "All")[0])) as pdf:
        assert targets(pdf) == [(1, 1), (2, 2), (4, 4), (5, 5)]


def test_every_part_keeps_its_tags_and_names(parts: tuple[Part, ...]):
    pdf, _ = bind([*parts, parts[0]], "All")
    tree = structure(pdf)
    alone = [structure(part.pdf) for part in (*parts, parts[0])]
    assert [e.role for e in tree.kids] == ["/Part"] * 4
    assert [[(e.role, e.text) for e in part.walk()][1:] for part in tree.kids] == [[(e.role, e.text) for e in part.walk()][1:] for part in alone]
    assert [e.id for e in tree.walk() if e.id] == ["0001-note-1", "0002-note-1", "0003-note-1", "0004-note-1"]


def test_numbers_of_content_lead_to_elements_of_their_own_page(parts: tuple[Part, ...]):
    with pikepdf.open(BytesIO(bind([*parts, parts[0]], "All")[0])) as pdf:
        flat = pdf.Root.StructTreeRoot.ParentTree.Nums
        numbers = [int(flat[i]) for i in range(0, len(flat), 2)]
        assert numbers == sorted(set(numbers))
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == max(numbers) + 1
        owners = dict(zip(numbers, (flat[i] for i in range(1, len(flat), 2)), strict=True))
        for sheet in pdf.pages:
            held = [owner for owner in owners[int(sheet.obj.StructParents)] if isinstance(owner, pikepdf.Dictionary)]
            assert held
            assert {owner.Pg.objgen for owner in held} == {sheet.obj.objgen}
            for annotation in sheet.obj.get("/Annots", ()):
                assert owners[int(annotation.StructParent)].Pg.objgen == sheet.obj.objgen


def test_a_part_that_comes_again_shares_its_content_and_fonts(parts: tuple[Part, ...]):
    once, _ = bind(parts[:2], "All")
    with pikepdf.open(BytesIO(bind([*parts[:2]] * 5, "All")[0])) as pdf:
        assert len({p.obj.Contents.objgen for p in pdf.pages}) == 3
        assert len({p.obj.Resources.objgen for p in pdf.pages}) == 2
    assert len(bind([*parts[:2]] * 5, "All")[0]) < 1.6 * len(once)


def test_the_same_parts_give_the_same_bytes(parts: tuple[Part, ...]):
    assert bind(parts, "All", sheets=True) == bind(parts, "All", sheets=True)


def test_titles_are_kept_whatever_they_hold(parts: tuple[Part, ...]):
    with pikepdf.open(BytesIO(bind(parts, "A & <b> «Լաչին»")[0])) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"]) == "A & <b> «Լաչին»"


@pytest.mark.parametrize("sheets", [False, True])
def test_bound_files_comply_with_pdf_ua(parts: tuple[Part, ...], tmp_path: Path, sheets: bool):
    if lacking := missing():
        pytest.skip(lacking)
    path = tmp_path / "bound.pdf"
    path.write_bytes(bind([*parts, parts[0]], "All", sheets=sheets)[0])
    assert validate([path]) == {path: "compliant"}


def test_the_pack_is_bound_for_the_screen_and_for_the_printer(lachin: Built):
    made = {f.path: f for f in lachin.files}
    for paper in ("a4", "letter"):
        single = [f for f in lachin.files if f.printing.paper == paper and f.document not in ("all", "print")]
        everything, printer = made[f"{paper}/all.pdf"], made[f"{paper}/print.pdf"]
        assert (everything.audience, printer.audience) == ("facilitator", "facilitator")
        assert everything.pages == sum(f.pages for f in single)
        assert printer.pages == sum((f.pages + f.pages % 2) * f.copies for f in single if f.audience != "facilitator")
        with pikepdf.open(lachin.folder / printer.path) as pdf:
            shared = ["Common brief", "Names and terms", "Agenda and rules"]
            first = [*shared, "Role brief: Armenia", "Worksheet: Armenia", "Score sheet: Armenia", *shared]
            assert outline(pdf.Root.Outlines)[:9] == first
            assert "Role cards" in outline(pdf.Root.Outlines)

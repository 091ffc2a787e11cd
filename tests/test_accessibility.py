"""Every PDF read aloud: order, headings, tables, languages, names of links; and a validator that bites."""

import re
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from briefings.build import Built
from briefings.press import Press
from briefings.press.tags import TagsUnseen, complete_tags
from tests.accessibility.validate import missing, validate
from tests.structure_tree import Element, artifacts, structure
from tests.test_press import FONTS, LOOK, page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def press() -> Press:
    from briefings.pages.patterns import assets

    return Press({**FONTS, **assets()})


def read(press: Press, body: str) -> Element:
    sheets = press.typeset(page(body), LOOK)
    assert sheets.warnings == ()
    return structure(sheets.pdf)


@pytest.fixture(scope="module")
def trees(lachin: Built) -> dict[str, Element]:
    """What is read aloud of each file of the shipped pack."""
    return {f.path: structure((lachin.folder / f.path).read_bytes()) for f in lachin.files}


# --- the hook ------------------------------------------------------------------------------------------------------


def test_the_hook_around_the_engine_still_fires(press: Press):
    spans = [e for e in read(press, '<p>x <span lang="hy">Բարեւ</span></p>').walk() if e.language]
    assert [(e.language, e.text) for e in spans] == [("hy", "Բարեւ")]


def test_a_hook_that_is_never_called_is_an_error():
    with pytest.raises(TagsUnseen), complete_tags():
        pass


def test_the_hook_is_there_only_while_a_document_is_written(press: Press):
    from weasyprint.pdf import tags

    before = tags._build_box_tree
    press.typeset(page("<p>x</p>"), LOOK)
    assert tags._build_box_tree is before
    with pytest.raises(TagsUnseen), complete_tags():
        assert tags._build_box_tree != before
    assert tags._build_box_tree is before


# --- what a page says ----------------------------------------------------------------------------------------------


def test_quotations_say_their_language(press: Press):
    (quote,) = read(press, '<blockquote lang="ru"><p>Лачин</p></blockquote>').all("/BlockQuote")
    assert (quote.language, quote.text) == ("ru", "Лачин")


def test_heads_of_tables_say_what_they_head_and_cells_name_no_heads(press: Press):
    body = '<table><thead><tr><th scope="col">A</th><th>B</th></tr></thead>'
    body += '<tbody><tr><th scope="row" rowspan="2">c</th><td>1</td></tr><tr><td>2</td></tr></tbody></table>'
    sheets = press.typeset(page(body), LOOK)
    assert [(e.text, e.scope) for e in structure(sheets.pdf).all("/TH")] == [("A", "/Column"), ("B", "/Column"), ("c", "/Row")]
    with pikepdf.open(BytesIO(sheets.pdf)) as pdf:
        assert [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Headers" in thing] == []


def test_links_are_called_what_they_are_labelled_or_what_they_say(press: Press):
    tree = read(press, '<p id="x"><a href="#x" aria-label="Note 3">3</a> and <a href="#x">the <b>first</b>\n line</a></p>')
    # The engine makes an annotation of every piece of a link; all say the whole.
    assert [name for e in tree.walk() for name in e.links] == ["Note 3", "the first line", "the first line"]


def test_a_role_may_be_given_and_a_wrong_one_is_a_warning(press: Press):
    tree = read(press, '<div data-tag="TOC"><div data-tag="TOCI"><p>One</p></div></div><aside><p>Two</p></aside>')
    assert [(e.role, e.text) for e in tree.all("/TOC", "/TOCI", "/Sect")] == [("/TOC", "One"), ("/TOCI", "One"), ("/Sect", "Two")]
    (warning,) = press.typeset(page('<div data-tag="Nonsense">x</div>'), LOOK).warnings
    assert "Nonsense" in warning


def test_notes_in_two_runs_side_by_side_are_numbered_through(press: Press):
    body = '<section class="notes"><ol><li>One</li><li>Two</li></ol><ol><li>Three</li></ol></section>'
    assert [e.text.strip() for e in read(press, body).all("/Lbl")] == ["1.", "2.", "3."]


def test_notes_are_named_so_that_they_can_be_reached(press: Press):
    sheets = press.typeset(page('<ol><li id="note-1">One</li><li id="note-2">Two</li></ol><p><a href="#note-2" aria-label="Note 2">2</a></p>'), LOOK)
    assert [(e.role, e.id) for e in structure(sheets.pdf).walk() if e.id] == [("/LI", "note-1"), ("/LI", "note-2")]
    with pikepdf.open(BytesIO(sheets.pdf)) as pdf:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        assert [str(names[i]) for i in range(0, len(names), 2)] == ["note-1", "note-2"]
        (annotation,) = pdf.pages[0].Annots
        assert int(annotation.F) & 4


def test_what_is_hidden_is_not_read_but_a_hidden_heading_is(press: Press):
    tree = read(press, '<div class="running banner">Secret banner</div><h2 class="running">Cards</h2><p></p><div class="strip"></div><p>Text</p>')
    assert [(e.role, e.text) for e in tree.kids if isinstance(e, Element)] == [("/H1", "T"), ("/H2", "Cards"), ("/P", "Text")]


def test_heads_and_feet_are_artifacts_of_their_kind(press: Press):
    sheets = press.typeset(page('<div class="running banner">Banner</div><p>Text</p>'), LOOK)
    ((kinds, words),) = artifacts(sheets.pdf)
    assert {"/Header", "/Footer"} <= set(kinds)
    assert "Banner" in words
    assert "page 1 of 1" in words
    assert structure(sheets.pdf).text == "T Text"


# --- the shipped pack ----------------------------------------------------------------------------------------------


def test_a_role_brief_is_read_in_order(trees: dict[str, Element]):
    tree = trees["a4/role-brief-armenia.pdf"]
    assert next(e for e in tree.walk() if e.role in ("/H1", "/P", "/Table")).text == "Armenia"
    order = ["Armenia", "First aim", "Cannot sign", "See first", "Time to read", "You are", "What is on record", "What you want", "What you can trade"]
    order += [
        "What you cannot sign",
        "If there is no deal",
        "What only you know",
        "Whom to see first",
        "Your opening statement",
        "How to read the labels",
        "Notes",
    ]
    places, begin = [], 0
    for words in order:
        begin = tree.text.index(words, begin)
        places.append(begin)
    assert places == sorted(places)
    assert [e.text for e in tree.all("/H1")] == ["Armenia"]


def test_the_words_of_an_excerpt_are_read_before_their_label(trees: dict[str, Element]):
    for path, tree in trees.items():
        if "/role-brief" in path:
            outlets = [m.start() for m in re.finditer(r"POLITICO · ", tree.text)]
            quotes = [tree.text.index(e.text) for e in tree.all("/BlockQuote")]
            assert quotes
            assert all(any(quote < outlet for quote in quotes) for outlet in outlets), path


def test_every_table_of_the_pack_has_heads_with_scopes(trees: dict[str, Element]):
    for path, tree in trees.items():
        for table in tree.all("/Table"):
            assert {e.scope for e in table.all("/TH")} <= {"/Row", "/Column"}, path
            if not re.search("observer-sheet|all|print", path):  # the observer writes into rows without heads
                assert all(row.all("/TH") for row in table.all("/TR")), path


def test_headings_begin_at_the_first_level_and_go_down_step_by_step(trees: dict[str, Element]):
    for path, tree in trees.items():
        parts = tree.all("/Part") if path.endswith(("all.pdf", "print.pdf")) else [tree]
        for part in parts:
            levels = [int(element.role[2]) for element in part.walk() if element.role in ("/H1", "/H2", "/H3")]
            assert levels[:1] == [1], path
            assert all(below <= above + 1 for above, below in pairwise(levels)), (path, levels)


def test_every_link_of_the_pack_says_which_note_it_leads_to(trees: dict[str, Element]):
    names = [name for tree in trees.values() for e in tree.walk() if e.role != "/Form" for name in e.links]
    assert names
    assert [name for name in names if not re.fullmatch(r"Note \d+", name)] == []


def test_nothing_empty_and_no_head_or_foot_is_read(lachin: Built, trees: dict[str, Element]):
    for path, tree in trees.items():
        assert [e for e in tree.all("/P", "/H1", "/H2", "/H3", "/Span", "/Div", "/Sect", "/LI") if not e.text and not e.all("/Form")] == [], path
        assert not re.search(r"page \d+ of \d+|return after play The|· sheet", tree.text), path
    for file in lachin.files:
        if file.document.startswith(("common", "role-brief")):
            for number, (kinds, words) in enumerate(artifacts((lachin.folder / file.path).read_bytes()), 1):
                assert {"/Header", "/Footer"} <= set(kinds)
                assert f"page {number} of {file.pages}" in words


def test_every_file_has_a_title_a_language_and_an_outline(lachin: Built):
    for file in lachin.files:
        with pikepdf.open(lachin.folder / file.path) as pdf:
            assert str(pdf.docinfo["/Title"]).startswith("The Lachin Road")
            assert str(pdf.Root.Lang) == "en"
            assert pdf.Root.Outlines.First.Title
            with pdf.open_metadata() as metadata:
                assert metadata["dc:title"] == str(pdf.docinfo["/Title"])


# --- the validator -------------------------------------------------------------------------------------------------


def first(pdf: pikepdf.Pdf, key: str, value: str) -> pikepdf.Object:
    return next(thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get(key) == value)


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_title_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def without_mark(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def heading_skipped(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/S", "/H2").S = pikepdf.Name.H3


def link_unnamed(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "/Subtype", "/Link")["/Contents"]


def unknown_role(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/S", "/P").S = pikepdf.Name.Paragraph


def item_outside_list(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/S", "/L").S = pikepdf.Name.Div


def heads_without_scope(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH":
            del thing["/A"]


def no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


BODY = (
    '<h2>Two</h2><p>x <a href="#n" aria-label="Note 1">1</a></p><ul><li id="n">One</li></ul>'
    '<table><tr><th scope="col">A</th><th scope="col">B</th></tr><tr><td>1</td><td>2</td></tr></table>'
)
WRONG = [without_language, without_title_shown, without_mark, heading_skipped, link_unnamed, unknown_role, item_outside_list, heads_without_scope, no_metadata]


@pytest.fixture
def validator() -> Callable[..., dict[Path, str]]:
    if lacking := missing():
        pytest.skip(lacking)
    return validate


def test_the_validator_finds_what_is_broken_on_purpose(press: Press, tmp_path: Path, validator: Callable[..., dict[Path, str]]):
    whole = tmp_path / "whole.pdf"
    whole.write_bytes(press.typeset(page(BODY), LOOK).pdf)
    for wrong in WRONG:
        with pikepdf.open(whole) as pdf:
            wrong(pdf)
            pdf.save(tmp_path / f"{wrong.__name__}.pdf")
    verdicts = {path.stem: verdict for path, verdict in validator(sorted(tmp_path.glob("*.pdf"))).items()}
    assert verdicts.pop("whole") == "compliant"
    assert [name for name, verdict in verdicts.items() if verdict == "compliant"] == []
    assert set(verdicts) == {wrong.__name__ for wrong in WRONG}


def test_every_file_of_the_pack_complies_with_pdf_ua(lachin: Built, validator: Callable[..., dict[Path, str]]):
    verdicts = validator([lachin.folder / file.path for file in lachin.files])
    assert {path.name: verdict for path, verdict in verdicts.items() if verdict != "compliant"} == {}

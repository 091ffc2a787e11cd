"""Booklets: folded and stapled, their pages follow one another."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from briefings.build import Order, build
from briefings.imposition import PAPERS, PaperName, booklet_order
from briefings.pages.patterns import assets
from briefings.press import Press
from briefings.press.booklet import booklet
from briefings.project import Project
from tests.test_press import FONTS, LOOK, page


def read(sides: tuple[tuple[int | None, int | None], ...]) -> list[int | None]:
    """The pages as a reader turns them over: sheets lie one in the other, folded in the middle."""
    fronts, backs = sides[0::2], sides[1::2]
    first_half = [n for (_, right), (left, _) in zip(fronts, backs, strict=True) for n in (right, left)]
    second_half = [n for (left, _), (_, right) in zip(reversed(fronts), reversed(backs), strict=True) for n in (right, left)]
    return first_half + second_half


@pytest.mark.parametrize("pages", range(1, 33))
def test_a_folded_booklet_reads_from_first_to_last_page_with_blanks_at_the_end(pages: int):
    whole = -(-pages // 4) * 4
    sides = booklet_order(pages)
    assert len(sides) == whole // 2
    assert read(sides) == [*range(1, pages + 1), *[None] * (whole - pages)]


def test_eight_pages_lie_as_printers_lay_them():
    assert booklet_order(8) == ((8, 1), (2, 7), (6, 3), (4, 5))


@pytest.mark.parametrize("pages", [0, -1])
def test_a_booklet_of_nothing_is_refused(pages: int):
    with pytest.raises(ValueError, match="needs a page"):
        booklet_order(pages)


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
def test_pages_stand_upright_in_their_half_and_small_enough(paper: PaperName):
    look = LOOK + (" @page { size: 8.5in 11in }" if paper == "letter" else "")
    body = "".join(f'<p style="break-before: page">Leaf number {n} here</p>' for n in range(2, 7))
    pdf = Press({**FONTS, **assets()}).typeset(page("<p>Leaf number 1 here</p>" + body), look).pdf
    made = pypdfium2.PdfDocument(booklet(pdf, paper))
    short, long = (side / 25.4 * 72 for side in PAPERS[paper])
    assert len(made) == 4
    for side, (left, right) in zip(made, booklet_order(6), strict=True):
        assert side.get_size() == pytest.approx((long, short), abs=0.1)
        text = side.get_textpage()
        for number, start in ((left, 0.0), (right, long / 2)):
            if number is None:
                assert text.get_text_bounded(left=start, right=start + long / 2).strip() == ""
                continue
            inside = text.get_text_bounded(left=start, right=start + long / 2, bottom=0, top=short)
            assert f"Leaf number {number} here" in inside
            found = text.search(f"Leaf number {number} here").get_next()
            assert found
            first, last = text.get_charbox(found[0]), text.get_charbox(found[0] + found[1] - 1)
            assert first[0] < last[0]  # it runs from left to right
            assert first[3] > short / 2  # and stands at the head of its page
    made.close()
    assert booklet(pdf, paper) == booklet(pdf, paper)


@pytest.mark.slow
def test_a_booklet_is_built_when_asked_for_and_says_that_it_is_not_tagged(river: Project):
    built = build(river, "river", Order(booklets=True))
    assert built.ok
    [made] = [f for f in built.files if not f.tagged]
    brief = next(f for f in built.files if f.path == "a4/common-brief.pdf")
    assert made.path == "a4/common-brief-booklet.pdf"
    assert (made.document, made.audience, made.copies) == (brief.document, brief.audience, brief.copies)
    assert "not tagged" in made.note
    assert "short edge" in made.note
    with pikepdf.open(BytesIO((built.folder / made.path).read_bytes())) as pdf:
        assert len(pdf.pages) == made.pages == -(-brief.pages // 4) * 2
        assert "/StructTreeRoot" not in pdf.Root
        assert "/MarkInfo" not in pdf.Root
        assert str(pdf.docinfo["/Title"]) == "The River Bridge: Common brief (booklet)"

"""Where things go on a sheet, proven by turning the sheet over."""

from itertools import combinations, product

import pytest

from briefings.imposition import (
    DUPLEXES,
    PAPERS,
    STOCKS,
    UNPRINTABLE,
    Box,
    CardSheet,
    Duplex,
    PaperName,
    Place,
    Segment,
    StockName,
    back,
    card_sheet,
    grid,
    run,
    tent_sheet,
)  # fmt: skip

EVERY = list(product(STOCKS, PAPERS))


def overlap(a: Box, b: Box, slack: float = 1e-6) -> bool:
    return a.x < b.right - slack and b.x < a.right - slack and a.y < b.bottom - slack and b.y < a.bottom - slack


def box(segment: Segment) -> Box:
    return Box(segment.x1, segment.y1, segment.x2 - segment.x1, segment.y2 - segment.y1)


def touches(mark: Segment, card: Box, slack: float = 1e-6) -> bool:
    """Whether a mark goes through the inside of a card."""
    return mark.x1 < card.right - slack and mark.x2 > card.x + slack and mark.y1 < card.bottom - slack and mark.y2 > card.y + slack


def corners(place: Place) -> dict[str, tuple[float, float]]:
    """Where on the page the corners of what is printed come to lie, named as its reader names them."""
    b = place.trim
    points = {"top left": (b.x, b.y), "top right": (b.right, b.y), "bottom left": (b.x, b.bottom), "bottom right": (b.right, b.bottom)}
    if place.turned == 180:
        return {name: (b.x + b.right - x, b.y + b.bottom - y) for name, (x, y) in points.items()}
    assert place.turned == 0
    return points


def seen_through(point: tuple[float, float], sheet: CardSheet, duplex: Duplex) -> tuple[float, float]:
    """A point of the back page as it lies on the front page when the sheet is held against a window."""
    x, y = point
    return (x, sheet.height - y) if duplex == "short-edge" else (sheet.width - x, y)


@pytest.mark.parametrize(("stock", "paper"), EVERY)
def test_cards_lie_on_the_paper_apart_from_one_another_and_in_the_middle(stock: StockName, paper: PaperName):
    sheet = card_sheet(stock, paper)
    assert len(sheet.trims) == sheet.columns * sheet.rows
    assert all(not overlap(a, b) for a, b in combinations(sheet.trims, 2))
    left, top = min(t.x for t in sheet.trims), min(t.y for t in sheet.trims)
    right, bottom = max(t.right for t in sheet.trims), max(t.bottom for t in sheet.trims)
    assert left == pytest.approx(sheet.width - right)
    assert top == pytest.approx(sheet.height - bottom)
    assert left >= 0
    assert top >= 0


@pytest.mark.parametrize(("stock", "paper"), EVERY)
def test_a_card_has_the_size_of_its_stock_and_an_a6_card_is_a_quarter_of_its_sheet(stock: StockName, paper: PaperName):
    sheet = card_sheet(stock, paper)
    size = {
        ("a6", "a4"): (105, 148.5),
        ("a6", "letter"): (107.95, 139.7),
        ("half", "a4"): (210, 148.5),
        ("half", "letter"): (215.9, 139.7),
        "poker": (63, 88),
        "index": (76.2, 127),
    }
    wanted = size[stock, paper] if (stock, paper) in size else size[stock]
    assert {(round(t.width, 6), round(t.height, 6)) for t in sheet.trims} == {wanted}
    if stock in ("a6", "half"):
        assert sum(t.width * t.height for t in sheet.trims) == pytest.approx(sheet.width * sheet.height)


@pytest.mark.parametrize("stock", STOCKS)
def test_a_sheet_holds_as_many_cards_on_either_paper(stock: StockName):
    assert grid(stock) == {"a6": (2, 2), "half": (1, 2), "poker": (3, 3), "index": (2, 2)}[stock]
    assert {(s.columns, s.rows) for s in (card_sheet(stock, "a4"), card_sheet(stock, "letter"))} == {grid(stock)}


@pytest.mark.parametrize(("stock", "paper"), EVERY)
def test_bleed_stays_off_other_cards_and_inside_what_a_printer_can_print(stock: StockName, paper: PaperName):
    sheet = card_sheet(stock, paper)
    assert sheet.bleed == (3 if stock == "index" else 0)
    assert sheet.gutter == 2 * sheet.bleed
    grown = [Box(t.x - sheet.bleed, t.y - sheet.bleed, t.width + 2 * sheet.bleed, t.height + 2 * sheet.bleed) for t in sheet.trims]
    assert all(not overlap(a, b) for a, b in combinations(grown, 2))
    if stock not in ("a6", "half"):
        assert min(b.x for b in grown) >= UNPRINTABLE
        assert min(b.y for b in grown) >= UNPRINTABLE


@pytest.mark.parametrize(("stock", "paper"), EVERY)
def test_cut_marks_lie_on_cut_lines_off_the_cards_and_on_the_paper(stock: StockName, paper: PaperName):
    sheet = card_sheet(stock, paper)
    xs = {round(x, 3) for t in sheet.trims for x in (t.x, t.right)}
    ys = {round(y, 3) for t in sheet.trims for y in (t.y, t.bottom)}
    for mark in sheet.marks:
        assert round(mark.y1, 3) in ys if mark.is_level else round(mark.x1, 3) in xs
        assert mark.x1 == mark.x2 or mark.y1 == mark.y2
        assert not any(touches(mark, trim) for trim in sheet.trims)
        assert 0 <= mark.x1 <= mark.x2 <= sheet.width
        assert 0 <= mark.y1 <= mark.y2 <= sheet.height
    inner = {x for x in xs if 0 < x < round(sheet.width, 3)}, {y for y in ys if 0 < y < round(sheet.height, 3)}
    assert {round(m.x1, 3) for m in sheet.marks if not m.is_level} == inner[0]
    assert {round(m.y1, 3) for m in sheet.marks if m.is_level} == inner[1]


@pytest.mark.parametrize(("stock", "paper", "duplex"), [(*e, d) for e in EVERY for d in DUPLEXES])
def test_every_back_lies_behind_its_front_and_is_upright_when_the_card_is_turned_like_a_page(stock: StockName, paper: PaperName, duplex: Duplex):
    sheet = card_sheet(stock, paper)
    for front in sheet.trims:
        seen = {name: seen_through(p, sheet, duplex) for name, p in corners(back(sheet, front, duplex)).items()}
        wanted = corners(Place(front))
        # Turned like a page, the card shows its back's left where the front's right was, and the same edge is up.
        for name, other in (("top left", "top right"), ("top right", "top left"), ("bottom left", "bottom right"), ("bottom right", "bottom left")):
            assert seen[name] == pytest.approx(wanted[other]), (front, name)


@pytest.mark.parametrize(("stock", "paper", "duplex"), [(*e, d) for e in EVERY for d in DUPLEXES])
def test_the_backs_of_a_sheet_cover_the_places_of_its_fronts(stock: StockName, paper: PaperName, duplex: Duplex):
    sheet = card_sheet(stock, paper)
    places = [back(sheet, front, duplex).trim for front in sheet.trims]
    assert sorted((round(b.x, 3), round(b.y, 3)) for b in places) == sorted((round(b.x, 3), round(b.y, 3)) for b in sheet.trims)


def test_pages_alternate_for_a_printer_that_turns_sheets_and_not_for_a_person_who_does():
    assert run(2, "long-edge") == run(2, "short-edge") == ((0, "front"), (0, "back"), (1, "front"), (1, "back"))
    assert run(2, "fronts-then-backs") == ((0, "front"), (1, "front"), (0, "back"), (1, "back"))


@pytest.mark.parametrize("paper", PAPERS)
def test_a_tent_stands_on_the_edges_of_its_sheet_with_both_faces_upright(paper: PaperName):
    sheet = tent_sheet(paper)
    assert corners(sheet.lower)["bottom left"][1] == sheet.height
    assert corners(sheet.upper)["bottom left"][1] == 0
    assert {corners(p)[name][1] for p in (sheet.lower, sheet.upper) for name in ("top left", "top right")} == {sheet.height / 2}
    for face in (sheet.upper, sheet.lower):
        assert (face.trim.width, face.trim.height) == (sheet.width, sheet.height / 2)
    assert [(m.y1, m.y2) for m in sheet.marks] == [(sheet.height / 2, sheet.height / 2)] * 2
    assert all(0 <= m.x1 < m.x2 <= sheet.width for m in sheet.marks)

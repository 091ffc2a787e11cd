"""Where things go on a sheet, as data: cards, their cut marks and backs, name tents, the pages of a booklet.

Nothing is drawn here. You get frozen layouts from pure functions. All measures are in millimetres, from the top left
corner of a page in portrait, x to the right and y down, as in CSS.
"""

from dataclasses import dataclass
from typing import Literal

StockName = Literal["a6", "poker", "index", "half"]
PaperName = Literal["a4", "letter"]
Edition = Literal["standard", "large"]
Duplex = Literal["long-edge", "short-edge", "fronts-then-backs"]
Face = Literal["front", "back"]
ByOrder = Literal["table", "name"]

EDITIONS: tuple[Edition, ...] = ("standard", "large")

INCH = 25.4  # mm
PAPERS: dict[PaperName, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (8.5 * INCH, 11 * INCH)}
STOCKS: tuple[StockName, ...] = ("a6", "half", "poker", "index")
MARGINS: dict[str, tuple[float, float]] = {"a4": (20.0, 25.0), "letter": (22.95, 23.0)}  # mm left and above, as in the paper style sheets
PARTS: dict[str, tuple[int, int]] = {"a6": (2, 2), "half": (1, 2)}  # stocks that are parts of a sheet: columns and rows
SIZES: dict[str, tuple[float, float]] = {"poker": (63.0, 88.0), "index": (3 * INCH, 5 * INCH)}
DUPLEXES: tuple[Duplex, ...] = ("long-edge", "short-edge", "fronts-then-backs")

UNPRINTABLE = 5.0  # mm along the edges of a sheet that an office printer may leave white
BLEED = 3.0  # mm of picture beyond the cut, so that a cut that strays shows no white
MARK = 4.0  # mm, length of a cut mark
CLEAR = 1.0  # mm between a card (with its bleed) and a cut mark
TICK = 6.0  # mm, length of a tick on a cut line that cards on both sides share


@dataclass(frozen=True)
class Printing:
    """What a pack is printed as: on which paper, in which edition. `folder` names it among the files."""

    paper: PaperName = "a4"
    edition: Edition = "standard"

    @property
    def folder(self) -> str:
        return self.paper if self.edition == "standard" else f"{self.paper}-{self.edition}"


@dataclass(frozen=True)
class CardOptions:
    """What the cards are printed on, and who turns the sheets: the printer or a person; the order of badges and labels."""

    stock: StockName = "a6"
    duplex: Duplex = "long-edge"
    order_by: ByOrder = "table"


@dataclass(frozen=True)
class Box:
    """A rectangle in mm."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Segment:
    """A straight mark in mm, from one end to the other: level or upright."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def is_level(self) -> bool:
        return self.y1 == self.y2


@dataclass(frozen=True)
class Place:
    """Where one face of a card goes: its trimmed box, and by how many degrees it is turned about its own middle."""

    trim: Box
    turned: int = 0


@dataclass(frozen=True)
class CardSheet:
    """A sheet of cards: the paper, the grid, what stands between and around the cards, the cards and the cut marks.

    `trims` are the cut cards, row by row. `gutter` is the space between two of them; `bleed` is how far a picture may
    run over the cut. Both are 0 where cards share their cut lines.
    """

    width: float
    height: float
    columns: int
    rows: int
    gutter: float
    bleed: float
    trims: tuple[Box, ...]
    marks: tuple[Segment, ...]

    @property
    def card(self) -> Box:
        """The first card, for its size."""
        return self.trims[0]


def grid(stock: StockName) -> tuple[int, int]:
    """Columns and rows of cards on a sheet: as many as fit on both papers, so that a pack has as many sheets on either."""
    if stock in PARTS:
        return PARTS[stock]
    card_width, card_height = SIZES[stock]
    width, height = (min(size[axis] for size in PAPERS.values()) - 2 * UNPRINTABLE for axis in (0, 1))
    return int(width // card_width), int(height // card_height)


def card_sheet(stock: StockName, paper: PaperName) -> CardSheet:
    """The layout of one stock on one paper, the block of cards in the middle.

    An `a6` card is a quarter of the sheet, whatever the paper: 105 by 148.5 mm on A4, 107.95 by 139.7 mm on Letter. A
    `half` card, for large print, is half of it and as high. Other stocks keep their size, and get gutters and bleed where
    the same number of cards still fits with them.
    """
    width, height = PAPERS[paper]
    columns, rows = grid(stock)
    if stock in PARTS:
        card = Box(0, 0, width / columns, height / rows)
        return CardSheet(width, height, columns, rows, 0, 0, _trims(card, columns, rows, 0), _ticks(width, height, columns))
    card_width, card_height = SIZES[stock]
    room = (columns * (card_width + 2 * BLEED), rows * (card_height + 2 * BLEED))
    bleed = BLEED if room[0] <= width - 2 * UNPRINTABLE and room[1] <= height - 2 * UNPRINTABLE else 0.0
    gutter = 2 * bleed
    block = columns * card_width + (columns - 1) * gutter, rows * card_height + (rows - 1) * gutter
    first = Box((width - block[0]) / 2, (height - block[1]) / 2, card_width, card_height)
    trims = _trims(first, columns, rows, gutter)
    return CardSheet(width, height, columns, rows, gutter, bleed, trims, _marks(trims, bleed))


def _trims(first: Box, columns: int, rows: int, gutter: float) -> tuple[Box, ...]:
    across, down = first.width + gutter, first.height + gutter
    return tuple(Box(first.x + c * across, first.y + r * down, first.width, first.height) for r in range(rows) for c in range(columns))


def _marks(trims: tuple[Box, ...], bleed: float) -> tuple[Segment, ...]:
    """Cut marks in the margin: two for each line along which is cut, one at either end, clear of cards and bleed."""
    left, right = min(t.x for t in trims), max(t.right for t in trims)
    top, bottom = min(t.y for t in trims), max(t.bottom for t in trims)
    near, far = bleed + CLEAR, bleed + CLEAR + MARK
    xs = sorted({round(x, 6) for t in trims for x in (t.x, t.right)})
    ys = sorted({round(y, 6) for t in trims for y in (t.y, t.bottom)})
    upright = [Segment(x, y1, x, y2) for x in xs for y1, y2 in ((top - far, top - near), (bottom + near, bottom + far))]
    level = [Segment(x1, y, x2, y) for y in ys for x1, x2 in ((left - far, left - near), (right + near, right + far))]
    return (*upright, *level)


def _ticks(width: float, height: float, columns: int) -> tuple[Segment, ...]:
    """Short ticks on the cut lines of a halved or quartered sheet: at their ends and where they cross or would cross."""
    x, y, edge = width / 2, height / 2, UNPRINTABLE
    level = [(edge, edge + TICK), (x - TICK / 2, x + TICK / 2), (width - edge - TICK, width - edge)]
    upright = [(edge, edge + TICK), (y - TICK / 2, y + TICK / 2), (height - edge - TICK, height - edge)]
    return (*(Segment(a, y, b, y) for a, b in level), *(Segment(x, a, x, b) for a, b in upright if columns > 1))


BADGES: dict[str, tuple[float, float, int, int]] = {"standard": (90.0, 54.0, 2, 5), "large": (95.0, 85.0, 2, 3)}  # mm; columns and rows
CROSS = 2.0  # mm, length of each arm of the cross where cut lines meet


def badge_sheet(paper: PaperName, edition: Edition) -> CardSheet:
    """Badges, edge to edge in the middle of the sheet: as many on either paper. A small cross stands wherever two cut lines
    meet, because on Letter there is no room for marks above and below."""
    across, down, columns, rows = BADGES[edition]
    width, height = PAPERS[paper]
    trims = _trims(Box((width - columns * across) / 2, (height - rows * down) / 2, across, down), columns, rows, 0)
    xs, ys = sorted({t.x for t in trims} | {t.right for t in trims}), sorted({t.y for t in trims} | {t.bottom for t in trims})
    arms = [(Segment(x - CROSS, y, x + CROSS, y), Segment(x, y - CROSS, x, y + CROSS)) for y in ys for x in xs]
    return CardSheet(width, height, columns, rows, 0, 0, trims, tuple(arm for pair in arms for arm in pair))


# Label sheets as sold: label, space between columns, columns and rows. A4: 24 of 70 by 37 mm, edge to edge. Letter: 30 of
# 2 5/8 by 1 inch with the upper margin of half an inch that this layout (5160) has everywhere.
LABELS: dict[str, tuple[float, float, float, int, int]] = {"a4": (70.0, 37.0, 0.0, 3, 8), "letter": (2.625 * INCH, INCH, 0.125 * INCH, 3, 10)}


def label_sheet(paper: PaperName) -> CardSheet:
    """Labels on the common label sheet of a paper; the block stands in the middle, and nothing is cut."""
    across, down, gutter, columns, rows = LABELS[paper]
    width, height = PAPERS[paper]
    left, top = (width - columns * across - (columns - 1) * gutter) / 2, (height - rows * down) / 2
    trims = tuple(Box(left + c * (across + gutter), top + r * down, across, down) for r in range(rows) for c in range(columns))
    return CardSheet(width, height, columns, rows, gutter, 0, trims, ())


def back(sheet: CardSheet, front: Box, duplex: Duplex) -> Place:
    """Where the back of a card goes on the page that is printed on the other side of its sheet.

    A card is turned in the hand like the page of a book, about its upright edge, and then its back must be upright.

    - `long-edge`: the sheet is turned about its long, upright edge too. What was left is right; up stays up.
    - `short-edge`: the sheet is turned about its short, level edge. What was above is below, so the back is printed
      head down, to stand upright when the card is turned sideways.
    - `fronts-then-backs`: a person lifts the printed stack, turns it like a page and prints the second half of the
      file on it: the same as `long-edge`.
    """
    if duplex == "short-edge":
        return Place(Box(front.x, sheet.height - front.bottom, front.width, front.height), 180)
    return Place(Box(sheet.width - front.right, front.y, front.width, front.height))


def run(sheets: int, duplex: Duplex) -> tuple[tuple[int, Face], ...]:
    """The order of pages in the file: number of the sheet from 0, and which side of it.

    Front and back by turns for a printer that turns sheets; all fronts and then all backs for a person who does.
    """
    if duplex == "fronts-then-backs":
        return (*((n, "front") for n in range(sheets)), *((n, "back") for n in range(sheets)))
    faces: tuple[Face, Face] = ("front", "back")
    return tuple((n, face) for n in range(sheets) for face in faces)


@dataclass(frozen=True)
class TentSheet:
    """A sheet that is folded once across the middle and stands like a tent: two faces and the ticks of the fold.

    The foot of either face is an edge of the sheet, so that the upper face is turned by 180 degrees.
    """

    width: float
    height: float
    upper: Place
    lower: Place
    marks: tuple[Segment, ...]


def tent_sheet(paper: PaperName) -> TentSheet:
    """The name tent on one paper."""
    width, height = PAPERS[paper]
    fold = height / 2
    ticks = (Segment(UNPRINTABLE, fold, UNPRINTABLE + TICK, fold), Segment(width - UNPRINTABLE - TICK, fold, width - UNPRINTABLE, fold))
    return TentSheet(width, height, Place(Box(0, 0, width, fold), 180), Place(Box(0, fold, width, fold)), ticks)


def booklet_order(pages: int) -> tuple[tuple[int | None, int | None], ...]:
    """Which pages stand side by side in a booklet that is folded and stapled in the middle: left and right, for the
    front and then the back of every sheet, the outermost first. Pages count from 1; None is a blank.

    Raises `ValueError` for no pages.
    """
    if pages < 1:
        raise ValueError("a booklet needs a page")
    last = -(-pages // 4) * 4
    sides: list[tuple[int, int]] = []
    for first in range(1, last // 2, 2):
        sides += [(last + 1 - first, first), (first + 1, last - first)]
    return tuple((left if left <= pages else None, right if right <= pages else None) for left, right in sides)

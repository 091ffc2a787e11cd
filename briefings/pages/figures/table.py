"""Who is at the table: seats with letter, name and pattern around it, clockwise in the printed order; the others outside."""

from dataclasses import dataclass

from markupsafe import Markup

from briefings.packs.figures import TablePlan
from briefings.packs.parts import Badge
from briefings.pages.figures import drawing as d
from briefings.pages.patterns import PATTERNS

ASIDE = 52 * d.MM  # the width for those who are not at the table, where they stand beside it
MOST_BESIDE = 8  # seats that leave room for others beside the table
LINE = 13.5
BADGE = (26.0, 26.0)
STRIP = 12.0  # height of the pattern under the letter


@dataclass(frozen=True)
class Seat:
    """A seat: whose, where its badge is drawn, and its name with the box that holds it."""

    badge: Badge
    box: d.Box
    name: tuple[str, ...]
    words: d.Box


@dataclass(frozen=True)
class Layout:
    """Where everything stands."""

    seats: tuple[Seat, ...]
    board: d.Box
    absent: tuple[tuple[tuple[str, ...], d.Box], ...]
    height: float


def layout(plan: TablePlan, width: float = d.WIDTH) -> Layout:
    """The seats: the first half on the far side from left to right, the second on the near side from right to left.

    Those who are not at the table stand beside it, or below it where the figure is narrow or the seats are many.
    """
    beside = width > d.NARROW and len(plan.seats) <= MOST_BESIDE
    room = width - ASIDE if beside else width
    far = (len(plan.seats) + 1) // 2
    pitch = room / max(far, 1)
    names = [d.wrapped(badge.name, pitch - 8) for badge in plan.seats]
    above = max((len(name) for name in names[:far]), default=0) * LINE
    below = max((len(name) for name in names[far:]), default=0) * LINE
    high = BADGE[1] + STRIP
    board = d.Box(6, above + 4 + high + 5, room - 12, 40)
    seats = []
    for i, (badge, name) in enumerate(zip(plan.seats, names, strict=True)):
        near, row = i >= far, len(plan.seats) - far if i >= far else far
        x = room * ((row - (i - far) - 0.5) if near else (i + 0.5)) / row
        top = board.bottom + 5 if near else board.y - 5 - high
        text = top + high + 4 if near else top - 4 - len(name) * LINE
        wide = max(d.text_width(line) for line in name)
        seats.append(Seat(badge, d.Box(x - BADGE[0] / 2, top, BADGE[0], high), name, d.Box(x - wide / 2, text, wide, len(name) * LINE)))
    used = board.bottom + (5 + high + 4 + below if len(plan.seats) > far else 4)
    y, left = (20.0, room + 8 * d.MM) if beside else (used + 30, 0.0)
    outside = []
    for who in plan.absent:
        lines = d.wrapped(who, width - left - 16)
        outside.append((lines, d.Box(left, y, width - left, len(lines) * LINE + 7)))
        y += len(lines) * LINE + 11
    return Layout(tuple(seats), board, tuple(outside), max(used, y if plan.absent else 0) + 2)


def table_plan(plan: TablePlan, width: float = d.WIDTH) -> Markup:
    """The plan as a figure."""
    at = layout(plan, width)
    parts = [
        d.tag("rect", x=at.board.x, y=at.board.y, width=at.board.width, height=at.board.height, rx=14, fill="none", stroke=d.INK, stroke_width=1.4),
        d.text(at.board.middle[0], at.board.middle[1] + 4, "At the table", text_anchor="middle", font_weight="600"),
    ]
    for seat in at.seats:
        parts.append(_badge(seat))
        for i, line in enumerate(seat.name):
            parts.append(d.text(seat.words.middle[0], seat.words.y + 10.5 + i * LINE, line, text_anchor="middle", font_weight="600"))
    if plan.absent:
        parts.append(d.text(at.absent[0][1].x, at.absent[0][1].y - 8, "Not at the table", font_weight="600"))
    for lines, box in at.absent:
        parts.append(
            d.tag(
                "rect", x=box.x + 0.5, y=box.y, width=box.width - 1, height=box.height, fill="none", stroke=d.SOFT, stroke_width=0.8, stroke_dasharray="3 2.5"
            )
        )
        parts += [d.text(box.x + 8, box.y + 13.5 + i * LINE, line) for i, line in enumerate(lines)]
    return d.figure("seats", at.height, alternative(plan), parts, caption(plan), width)


def _badge(seat: Seat) -> str:
    """A letter over a strip of its pattern. Tiles reach over their edges, so the strip is cut out."""
    box, letter = seat.box, seat.badge.letter
    strip = d.Box(box.x, box.y + BADGE[1], box.width, STRIP)
    clip = d.tag("clipPath", d.tag("rect", **strip.edges), id=f"strip-{letter}")
    tiles = "".join(d.tag("g", PATTERNS[letter][1], transform=f"translate({strip.x + 12 * i:.1f} {strip.y:.1f})") for i in range(3))
    return "".join(
        (
            clip,
            d.tag("g", d.tag("g", tiles, fill="none", stroke=d.INK, stroke_width=1.1), clip_path=f"url(#strip-{letter})"),
            d.tag("path", d=f"M{strip.x:.1f} {strip.y:.1f}h{strip.width}", stroke=d.INK, stroke_width=0.8),
            d.tag("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill="none", stroke=d.INK, stroke_width=1.2),
            d.text(box.middle[0], box.y + 20, letter, text_anchor="middle", font_weight="600", font_size=19),
        )
    )


def caption(plan: TablePlan) -> str:
    """How to read it, in a line."""
    return "Letter and pattern mark the papers of each delegation. Seats follow the printed order, clockwise; nobody sits at the head."


def alternative(plan: TablePlan) -> str:
    """The same in words."""
    seats = d.listed(f"{b.letter}, {b.name}, pattern {PATTERNS[b.letter][0]}" for b in plan.seats)
    outside = f" Not at the table: {d.listed(plan.absent)}." if plan.absent else ""
    return f"Seats around a table, clockwise: {seats}.{outside}"

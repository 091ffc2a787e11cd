"""A layout of `imposition` as CSS: boxes and marks at their places, in millimetres. Made from numbers only."""

from briefings.imposition import UNPRINTABLE, Box, CardSheet, Duplex, Place, Segment, TentSheet, back

ABOVE_NAME = 53.0  # mm of a tent's face that its band and margins take
INSET = 2.8  # mm between the edge of a label and its text, where the edge is not that of the sheet
HAIR = 0.18  # mm, half a point: the weight of a cut mark


def card_style(sheet: CardSheet, duplex: Duplex) -> str:
    """Where the fronts, the backs and the marks of a sheet of cards go."""
    sizes = f"--card-width: {sheet.card.width:.3f}mm; --card-height: {sheet.card.height:.3f}mm; --bleed: {sheet.bleed:.3f}mm"
    fronts = (_at(f".front .place-{n}", Place(trim)) for n, trim in enumerate(sheet.trims, 1))
    backs = (_at(f".back .place-{n}", back(sheet, trim, duplex)) for n, trim in enumerate(sheet.trims, 1))
    return "\n".join([_root(sheet.width, sheet.height, sizes), *fronts, *backs, *_marks(sheet.marks)]) + "\n"


def tent_style(sheet: TentSheet) -> str:
    """Where the faces of a name tent and the ticks of its fold go."""
    sizes = f"--name-height: {sheet.lower.trim.height - ABOVE_NAME:.3f}mm"
    faces = (_at(".upper", sheet.upper), _at(".lower", sheet.lower))
    return "\n".join([_root(sheet.width, sheet.height, sizes), *faces, *_marks(sheet.marks)]) + "\n"


def badge_style(sheet: CardSheet) -> str:
    """Where the badges of a sheet and the crosses between them go."""
    places = (_at(f".place-{n}", Place(trim)) for n, trim in enumerate(sheet.trims, 1))
    sizes = f"--card-width: {sheet.card.width:.3f}mm; --card-height: {sheet.card.height:.3f}mm"
    return "\n".join([_root(sheet.width, sheet.height, sizes), *places, *_marks(sheet.marks)]) + "\n"


def label_style(sheet: CardSheet) -> str:
    """The margins of a sheet of labels, and the size of one: labels follow one another like words, a row a line.

    Below and at the right the page is left a little larger than the labels, so that rounding moves none to another row.
    """
    first, last = sheet.trims[0], sheet.trims[-1]
    margin = f"@page labels {{ margin: {first.y:.3f}mm 0 {max(0.0, sheet.height - last.bottom - 0.4):.3f}mm {first.x:.3f}mm }}"
    sizes = f"--label-width: {first.width:.3f}mm; --label-height: {first.height:.3f}mm; --label-gap: {sheet.gutter:.3f}mm"
    sizes += f"; --label-inset: {max(INSET, UNPRINTABLE + INSET / 4 - first.y):.3f}mm"
    block = f".envelope-labels {{ width: {sheet.columns * (first.width + sheet.gutter) + 1:.3f}mm }}"
    return "\n".join([_root(sheet.width, sheet.height, sizes), margin, block]) + "\n"


def _root(width: float, height: float, more: str) -> str:
    return f":root {{ --sheet-width: {width:.3f}mm; --sheet-height: {height:.3f}mm; {more} }}"


def _at(selector: str, place: Place) -> str:
    turned = f"; transform: rotate({place.turned}deg)" if place.turned else ""
    return f"{selector} {{ {_box(place.trim)}{turned} }}"


def _marks(marks: tuple[Segment, ...]) -> list[str]:
    return [f".mark-{n} {{ {_box(_inked(mark))} }}" for n, mark in enumerate(marks, 1)]


def _inked(mark: Segment) -> Box:
    """The ink of a mark, half of it on either side of its line."""
    if mark.is_level:
        return Box(mark.x1, mark.y1 - HAIR / 2, mark.x2 - mark.x1, HAIR)
    return Box(mark.x1 - HAIR / 2, mark.y1, HAIR, mark.y2 - mark.y1)


def _box(box: Box) -> str:
    return f"left: {box.x:.3f}mm; top: {box.y:.3f}mm; width: {box.width:.3f}mm; height: {box.height:.3f}mm"

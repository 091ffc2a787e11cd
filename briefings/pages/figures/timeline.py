"""The timeline as a scale true to time: every entry a mark at its date, fanned out to labels that do not collide.

A disputed entry is an open diamond, another a filled dot: told apart by shape. Where labels would not fit, the entries
nearest in time fold into one label with their number; their marks on the scale stay.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from markupsafe import Markup

from briefings.packs.figures import Scale, ScaleEntry
from briefings.pages.figures import drawing as d
from briefings.sources import counted_year

AXIS, LABELS, GAP = 24.0, 62.0, 7.0
SIDE = 16.0
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Slot:
    """A label under the scale: the entries it stands for, its two lines, where it points to and where it stands."""

    entries: tuple[ScaleEntry, ...]
    lines: tuple[str, str]
    at: float
    box: d.Box

    @property
    def disputed(self) -> int:
        return sum(entry.disputed for entry in self.entries)


def span(entry: ScaleEntry) -> tuple[date, date]:
    """The first day an entry may mean, and the day after the last: a month or a year where no more is known."""
    year, month, day = ([int(part) for part in entry.date.split("-")] + [0, 0])[:3]
    start = date(year, month or 1, day or 1)
    if day:
        return start, start + timedelta(days=1)
    return start, date(year + (not month or month == 12), month % 12 + 1 if month else 1, 1)


def years(scale: Scale) -> tuple[int, int]:
    """The year in which the scale begins, and the one before which it ends."""
    spans = [span(entry) for entry in scale.entries]
    return min(start for start, _ in spans).year, max(end - timedelta(days=1) for _, end in spans).year + 1


def place(day: date, scale: Scale, width: float = d.WIDTH) -> float:
    """Where a day stands on the scale, from the left, true to time; `width` is that of the figure."""
    first, last = (date(year, 1, 1).toordinal() for year in years(scale))
    return SIDE + (width - 2 * SIDE) * (day.toordinal() - first) / (last - first)


def middle(entry: ScaleEntry, scale: Scale, width: float = d.WIDTH) -> float:
    """Where the mark of an entry stands: the middle of the time it may mean."""
    start, end = span(entry)
    return (place(start, scale, width) + place(end, scale, width)) / 2


def slots(scale: Scale, width: float = d.WIDTH) -> tuple[Slot, ...]:
    """The labels from left to right. They never overlap and never leave the figure."""
    entries = sorted(scale.entries, key=lambda e: (span(e), e.disputed))
    groups: list[tuple[ScaleEntry, ...]] = [(entry,) for entry in entries]
    while len(groups) > 1 and sum(_width(g) for g in groups) + GAP * (len(groups) - 1) > width:
        # Neighbours near in time fold first, and small folds before large ones.
        first = min(range(len(groups) - 1), key=lambda i: _cost(groups[i], groups[i + 1]))
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
    wanted = []
    for group in groups:
        at = sum(middle(entry, scale, width) for entry in group) / len(group)
        wanted.append(Slot(group, _lines(group), at, d.Box(at - _width(group) / 2, LABELS, _width(group), 27)))
    return _spread(wanted, width)


def _cost(one: tuple[ScaleEntry, ...], two: tuple[ScaleEntry, ...]) -> int:
    """What is lost when two neighbours fold: the days between them, as often as there are entries."""
    return (abs((span(two[0])[0] - span(one[-1])[0]).days) + bool(one[-1].date != two[0].date)) * (len(one) + len(two))


def _lines(group: tuple[ScaleEntry, ...]) -> tuple[str, str]:
    if len(group) > 1:
        first, last = (counted_year(entry.date[:4]) for entry in (group[0], group[-1]))
        return f"{len(group)} entries", first if first == last else f"{first}–{last}"
    year, month, day = ([*group[0].date.split("-"), "", ""])[:3]
    return (f"{int(day)} " if day else "") + (MONTHS[int(month) - 1] if month else "year"), counted_year(year)


def _width(group: tuple[ScaleEntry, ...]) -> float:
    return max(d.text_width(line) for line in _lines(group))


def _spread(wanted: list[Slot], width: float) -> tuple[Slot, ...]:
    """Labels moved as little as is needed: runs that would collide stand side by side about their common middle."""
    runs: list[list[Slot]] = []
    for slot in wanted:
        runs.append([slot])
        while len(runs) > 1 and _start(runs[-2], width) + _length(runs[-2]) + GAP > _start(runs[-1], width):
            runs[-2:] = [runs[-2] + runs[-1]]
    placed = []
    for run in runs:
        x = _start(run, width)
        for slot in run:
            placed.append(replace(slot, box=replace(slot.box, x=x)))
            x += slot.box.width + GAP
    return tuple(placed)


def _length(run: list[Slot]) -> float:
    return sum(slot.box.width for slot in run) + GAP * (len(run) - 1)


def _start(run: list[Slot], width: float) -> float:
    centre = sum(slot.at for slot in run) / len(run)
    return min(max(0.0, centre - _length(run) / 2), width - _length(run))


def ticks(scale: Scale, width: float = d.WIDTH) -> tuple[int, ...]:
    """The years written on the scale: as many round ones as stand apart."""
    first, last = years(scale)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 500, 5000) if s * (width - 2 * SIDE) / (last - first) >= 34)
    return tuple(year for year in range(first, last + 1) if year % step == 0)


def timeline(scale: Scale, width: float = d.WIDTH) -> Markup:
    """The scale as a figure; nothing where there are no entries."""
    if not scale.entries:
        return Markup("")
    parts = [d.tag("path", d=f"M{d.number(SIDE)} {AXIS}H{d.number(width - SIDE)}", stroke=d.INK, stroke_width=1)]
    for year in ticks(scale, width):
        x = place(date(year, 1, 1), scale, width)
        parts.append(d.tag("path", d=f"M{d.number(x)} {AXIS - 5}V{AXIS}", stroke=d.INK, stroke_width=0.8))
        parts.append(d.text(x, AXIS - 9, str(year), text_anchor="middle", fill=d.SOFT))
    for entry in scale.entries:
        (start, end), x = span(entry), middle(entry, scale, width)
        if end - start > timedelta(days=1):
            parts.append(d.tag("path", d=f"M{place(start, scale, width):.1f} {AXIS + 3}H{place(end, scale, width):.1f}", stroke=d.INK, stroke_width=2))
        parts.append(d.tag("path", d=f"M{x:.2f} {AXIS}V{AXIS + 7}", stroke=d.INK, stroke_width=0.8))
    for slot in slots(scale, width):
        x = slot.box.middle[0]
        for at in sorted({round(middle(entry, scale, width), 2) for entry in slot.entries}):
            parts.append(d.tag("path", d=f"M{at:.2f} {AXIS + 7}L{x:.1f} {LABELS - 13}", stroke=d.SOFT, stroke_width=0.6, fill="none"))
        parts.append(_mark(x, LABELS - 7, bool(slot.disputed)))
        for i, line in enumerate(slot.lines):
            parts.append(d.text(x, LABELS + 10 + 13 * i, line, text_anchor="middle"))
    return d.figure("scale", LABELS + 28, alternative(scale), parts, caption(scale, width), width)


def _mark(x: float, y: float, disputed: bool) -> str:
    if disputed:
        return d.tag("path", d=d.path(((x, y - 5.5), (x + 5.5, y), (x, y + 5.5), (x - 5.5, y)), close=True), fill="#fff", stroke=d.INK, stroke_width=1.3)
    return d.tag("circle", cx=x, cy=y, r=3.4, fill=d.INK)


def caption(scale: Scale, width: float = d.WIDTH) -> str:
    """How to read it, in a line."""
    folded = any(len(slot.entries) > 1 for slot in slots(scale, width))
    more = " Entries near in time share a label; it is open where one of them is disputed." if folded else ""
    return f"Each stroke stands at its date. Open diamond: the account is disputed. Dot: not disputed.{more}"


def alternative(scale: Scale) -> str:
    """The same in words: from when to when, the longest gap, and every date."""
    entries = sorted(scale.entries, key=span)
    dates = [f"{_spoken(e)}{' (disputed)' if e.disputed else ''}" for e in entries]
    gap, first, last = max(((span(b)[0] - span(a)[0], a, b) for a, b in pairwise(entries)), key=lambda g: g[0], default=(None, None, None))
    quiet = f" The longest gap is from {_spoken(first)} to {_spoken(last)}." if first and last and gap and gap.days > 365 else ""
    count = f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
    return f"Scale true to time with the {count} of the timeline: {', '.join(dates)}.{quiet}"


def _spoken(entry: ScaleEntry) -> str:
    year, month, day = ([*entry.date.split("-"), "", ""])[:3]
    return " ".join(part for part in (day.lstrip("0"), MONTHS[int(month) - 1] if month else "", counted_year(year)) if part)

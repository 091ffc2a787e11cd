"""The deal map: every deal a dot, by the points of all roles together and by what the role that gains least gains."""

from dataclasses import dataclass

from markupsafe import Markup

from briefings.packs.figures import DealDot, DealPlot
from briefings.pages.figures import drawing as d
from briefings.sections import capital

LEFT, RIGHT, TOP, BOTTOM = 44.0, 8.0, 8.0, 34.0
HEIGHT = 272.0
LINE = 13.0
UPWARDS = "smallest gain of any delegation, in points"
GROUND = "on or above: nobody loses"


@dataclass(frozen=True)
class Layout:
    """Where everything stands: the frame, the range of each axis with its ticks, and the labels with the dots they belong to."""

    frame: d.Box
    across: tuple[int, int, int]  # from, to, step
    up: tuple[int, int, int]
    labels: tuple[tuple[str, d.Box, tuple[float, float]], ...]

    def place(self, joint: float, least: float) -> tuple[float, float]:
        """Where a deal stands."""
        x = self.frame.x + (joint - self.across[0]) / (self.across[1] - self.across[0]) * self.frame.width
        return x, self.frame.bottom - (least - self.up[0]) / (self.up[1] - self.up[0]) * self.frame.height


def layout(plot: DealPlot, width: float = d.WIDTH) -> Layout:
    """The axes reach to full steps beyond all dots; labels stand where they cover no deal that passes or keeps within all red
    lines, no other label and no line to one.
    """
    frame = d.Box(LEFT, TOP, width - LEFT - RIGHT, HEIGHT - TOP - BOTTOM)
    across = _axis([dot.joint for dot in plot.dots])
    up = _axis([*(dot.least for dot in plot.dots), 0])
    bare = Layout(frame, across, up, ())
    taken = [_around(bare.place(dot.joint, dot.least), 4) for dot in plot.dots if dot.keeps or dot.passes]
    taken.append(d.Box(frame.x + 4, frame.y + 3, d.text_width(UPWARDS), LINE))
    taken.append(d.Box(frame.x + 4, _ground(bare) - LINE, d.text_width(GROUND), LINE))
    # Greedy placing depends on who comes first: of four orders the one is kept that covers least.
    orders = (lambda v: (-v[2], v[1]), lambda v: (v[2], v[1]), lambda v: v[1], lambda v: -v[1])
    placed = [_placed(bare, sorted(plot.labels, key=order), taken) for order in orders]
    labels = min(placed, key=lambda found: _covered(found, taken))
    return Layout(frame, across, up, tuple(labels))


def _placed(at: Layout, wanted: list[tuple[str, int, int]], taken: list[d.Box]) -> list[tuple[str, d.Box, tuple[float, float]]]:
    """Each label in the nearest free seat, if one is free in which neither its line nor another's runs behind words."""
    labels: list[tuple[str, d.Box, tuple[float, float]]] = []
    for words, joint, least in wanted:
        x, y = at.place(joint, least)
        wide = d.text_width(words) + 4
        others = [*taken, *(box for _, box, _ in labels)]
        free = [b for b in _seats(x, y, wide) if at.frame.holds(b) and not any(b.grown(2).overlaps(t) for t in others)]
        clear = (b for b in free if not any(d.crosses(_leader(dot, box), b) or d.crosses(_leader((x, y), b), box) for _, box, dot in labels))
        box = next(clear, next(iter(free), d.Box(min(x + 9, at.frame.right - wide), y - LINE / 2, wide, LINE)))
        labels.append((words, box, (x, y)))
    return labels


def _covered(labels: list[tuple[str, d.Box, tuple[float, float]]], taken: list[d.Box]) -> int:
    """How many deals and other words labels lie over, and how many lines run behind them."""
    over = sum(box.overlaps(t) for _, box, _ in labels for t in taken)
    return 3 * over + sum(d.crosses(_leader(dot, box), other) for _, box, dot in labels for _, other, _ in labels if other != box)


def _ground(at: Layout) -> float:
    """Where the words of the heavy line stand: over it, or under it where the words of the axis leave no room."""
    line = at.place(0, 0)[1]
    return line - 6 if line - 6 - LINE > at.frame.y + 16 else line + LINE


def _seats(x: float, y: float, wide: float) -> list[d.Box]:
    """Where a label could stand, the nearest first: beside its dot, then higher or lower, beside it or across it."""
    return [
        d.Box(left, y - LINE / 2 + dy, wide, LINE)
        for reach in range(0, 155, 14)
        for dy in ((0,) if not reach else (-reach, reach))
        for left in (x + 9 + reach / 4, x - 9 - reach / 4 - wide, *((x - wide * part for part in (0.5, 0.25, 0.75)) if reach else ()))
    ]


def _leader(dot: tuple[float, float], box: d.Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """The line from a dot to the nearest point of its label."""
    return dot, (min(max(dot[0], box.x), box.right), min(max(dot[1], box.y), box.bottom))


def _around(at: tuple[float, float], by: float) -> d.Box:
    return d.Box(at[0] - by, at[1] - by, 2 * by, 2 * by)


def _axis(values: list[int]) -> tuple[int, int, int]:
    low, high = min(values), max(values)
    step = next(s for n in range(9) for s in (10**n, 2 * 10**n, 5 * 10**n) if (high - low) / s <= 10)
    return low // step * step, (high // step + 1) * step, step


def deal_plot(plot: DealPlot, width: float = d.WIDTH) -> Markup:
    """The plot as a figure. Drawn from the many to the few, so that what passes lies on top."""
    at = layout(plot, width)
    frame, parts = at.frame, []
    for value in range(at.across[0], at.across[1] + 1, at.across[2]):
        x = at.place(value, at.up[0])[0]
        parts.append(d.tag("path", d=d.path([(x, frame.bottom), (x, frame.bottom + 4)]), stroke=d.SOFT, stroke_width=0.8))
        parts.append(d.text(x, frame.bottom + 15, str(value), text_anchor="middle", fill=d.SOFT))
    for value in range(at.up[0], at.up[1] + 1, at.up[2]):
        y = at.place(at.across[0], value)[1]
        if value:
            parts.append(d.tag("path", d=d.path([(frame.x, y), (frame.right, y)]), stroke=d.HAIR, stroke_width=0.4))
        sign = "+" if value > 0 else "−" if value < 0 else ""
        parts.append(d.text(frame.x - 6, y + 4, f"{sign}{abs(value)}", text_anchor="end", fill=d.SOFT))
    ground = at.place(0, 0)[1]
    parts.append(d.tag("path", d=d.path([(frame.x, ground), (frame.right, ground)]), stroke=d.INK, stroke_width=1.4))
    parts.append(d.tag("path", d=d.path([(frame.x, frame.bottom), (frame.right, frame.bottom)]), stroke=d.SOFT, stroke_width=0.8))
    parts.append(d.text(frame.right, HEIGHT - 4, "points of all delegations together", text_anchor="end"))
    parts.append(d.text(frame.x + 4, _ground(at), GROUND, fill=d.INK, font_weight="600"))
    parts.append(d.text(frame.x + 4, frame.y + 14, UPWARDS))
    for dot in sorted(plot.dots, key=lambda dot: (dot.passes, dot.keeps, dot.best)):
        parts.append(_dot(dot, *at.place(dot.joint, dot.least)))
    for words, box, (x, y) in at.labels:
        if abs(box.middle[1] - y) > 1:
            parts.append(d.tag("path", d=d.path(_leader((x, y), box)), stroke=d.SOFT, stroke_width=0.6))
        parts.append(d.tag("rect", **box.edges, fill="#ffffff"))
        parts.append(d.text(box.x + 2, box.y + 10, words, font_weight="600"))
    return d.figure("deal-plot", HEIGHT, alternative(plot), parts, caption(plot), width)


def _dot(dot: DealDot, x: float, y: float) -> str:
    if dot.best:
        return d.tag("circle", cx=x, cy=y, r=4.2, fill=d.INK, stroke="#ffffff", stroke_width=0.8)
    if dot.passes:
        return d.tag("circle", cx=x, cy=y, r=2.5, fill=d.INK, stroke="#ffffff", stroke_width=0.5)
    if dot.keeps:
        return d.tag("circle", cx=x, cy=y, r=2.5, fill="#ffffff", stroke=d.INK, stroke_width=0.9)
    return d.tag("circle", cx=x, cy=y, r=1.1, fill=d.HAIR)


def caption(plot: DealPlot) -> str:
    """How to read it, in a few lines."""
    where = " They lie on or above the heavy line." if plot.everybody else ""
    words = plot.words
    less = "" if plot.everybody else f", or too few {words.agree}"
    return (
        f"Each dot is {words.a_deal}, or several with the same figures. Further right: more points for all together. Higher: more for whoever gains least. "
        f"{plot.example}Full dots pass.{where} The large ones cannot be bettered for one delegation without another "
        f"losing. Rings keep within all red lines and still give some delegation too little{less}. Small grey dots cross a red line."
    )


def alternative(plot: DealPlot) -> str:
    """The same in words."""
    passing = [dot for dot in plot.dots if dot.passes]
    text = f"{capital(plot.words.deals)} by the points of all delegations together and by the smallest gain of any. "
    text += f"{len(plot.dots)} dots, {len(passing)} of them pass"
    if passing:
        text += f", with {min(dot.joint for dot in passing)} to {max(dot.joint for dot in passing)} points together"
        text += f" and a smallest gain of {min(dot.least for dot in passing)} to {max(dot.least for dot in passing)}"
    named = [f"{words}, {joint} points together, smallest gain {least}" for words, joint, least in plot.labels]
    return f"{text}. {d.listed(named)}." if named else f"{text}."

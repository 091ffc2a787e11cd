"""The locator map: the region at the left, the places close together again at the right, larger.

Two tints tell water and other countries from those in which places lie; borders are thin; every label stands at its
place or on a leader line, and no two overlap. Roads are straight stretches, told apart by their dashes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, product

from markupsafe import Markup

from briefings.packs.figures import Locator, Spot, Way
from briefings.pages.figures import drawing as d
from briefings.pages.figures.outlines import Country, Frame, Outlines, Point, fitted

HEIGHT, LOWER = 250.0, 176.0  # of a panel: beside the other, and where one stands over the other
GAP = 11.0  # between the panels
WATER, OTHERS, HERE = "#dbe4ea", "#f1f0ec", "#ffffff"
DASHES: dict[str, dict[str, float | str]] = {"old": {}, "new": {"stroke_dasharray": "6 4"}, "road": {"stroke_dasharray": "1.5 2.5"}}
LINE = 13.0
DOT = 2.6
# Where a label may stand, as seen from its point, best first.
BESIDE = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1), (0.5, 1), (-0.5, 1), (0.5, -1), (-0.5, -1))
ROOMS = (1, 2, 4, 6, 9, 12, 16, 20, 26, 32, 40)  # how much clear space a quiet label may have around it
LONG = 0.4  # a road that reaches over more of the region's width is drawn there, and the detail is of the others
MOSTLY = 0.8  # the share of a country's label that must stand on it, where borders run through the label
CELL = 16.0  # how finely borders are looked up
WATER_NEAR = 350.0  # km within which water goes by the name that stands at a point


@dataclass(frozen=True)
class Label:
    """Words at a place: their box, and the point a leader line runs to where they stand off. Two names of one place may stand on two lines;
    where borders run through the words, `bordered`, the ground under them is made paler."""

    words: str
    box: d.Box
    leader: Point | None = None
    quiet: bool = False
    bordered: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.words,) if self.box.height < 2 * LINE else _two_lines(self.words)


@dataclass(frozen=True)
class Panel:
    """A map as it is drawn: its frame, what it shows of each country, and where everything stands."""

    frame: Frame
    shapes: tuple[tuple[str, tuple[tuple[Point, ...], ...]], ...]
    dots: tuple[tuple[Spot, Point], ...]
    ways: tuple[tuple[str, tuple[Point, ...]], ...]
    labels: tuple[Label, ...]
    unplaced: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """The map as data: the region, and the detail where there is one, with its edges in the region."""

    region: Panel
    detail: Panel | None
    edge: d.Box | None
    here: tuple[str, ...]

    @property
    def bottom(self) -> float:
        return (self.detail or self.region).frame.box.bottom + 0.5


def panels(width: float) -> tuple[d.Box, d.Box]:
    """The frames of the region and the detail: side by side, or one over the other where the figure is narrow."""
    if width > d.NARROW:
        return d.Box(0.5, 0.5, 372, HEIGHT - 1), d.Box(373 + GAP, 0.5, width - 373.5 - GAP, HEIGHT - 1)
    return d.Box(0.5, 0.5, width - 1, LOWER - 1), d.Box(0.5, LOWER + GAP, width - 1, LOWER - 1)


def layout(locator: Locator, outlines: Outlines, width: float = d.WIDTH) -> Layout:
    """Where everything stands. Places outside the area are left out: `outside` names them. Without short roads there is no detail."""
    region_box, detail_box = panels(width)
    spots = tuple(spot for spot in locator.spots if outlines.covers(spot.lat, spot.lon))
    ways = tuple(replace(way, points=tuple(p for p in way.points if outlines.covers(*p))) for way in locator.ways)
    spots_km = {spot.name: outlines.lambert(spot.lat, spot.lon) for spot in spots}
    here = tuple(c.name for c in outlines.countries if any(c.holds(p) for p in spots_km.values()))
    everything = [*spots_km.values(), *(outlines.lambert(*p) for way in ways for p in way.points)] or [
        outlines.lambert(outlines.lambert.lat, outlines.lambert.lon)
    ]
    region = fitted(region_box, everything, outlines.lambert, 85)
    long = tuple(way for way in ways if _reach(region, way) > LONG * region.box.width)
    short = tuple(way for way in ways if way not in long)
    ways_km = [outlines.lambert(*p) for way in short for p in way.points]
    close = [p for n, p in spots_km.items() if ways_km and min(_far(p, q) for q in ways_km) < 1] + ways_km
    if len(close) < 2:
        whole = fitted(replace(region_box, width=width - 1), everything, outlines.lambert, 85)
        return Layout(_panel(whole, outlines, spots, ways, here, None), None, None, here)
    detail = fitted(detail_box, close, outlines.lambert, 9)
    reach = detail.reach
    (left, low), (right, high) = region.place((reach.x, reach.y)), region.place((reach.right, reach.bottom))
    edge = d.Box(left, high, right - left, low - high)
    shown = {n for n, (x, y) in spots_km.items() if reach.x < x < reach.right and reach.y < y < reach.bottom}
    far = tuple(spot for spot in spots if spot.name not in shown)
    near = tuple(spot for spot in spots if spot.name in shown)
    return Layout(_panel(region, outlines, far, long, here, edge), _panel(detail, outlines, near, short, here, None), edge, here)


def _reach(frame: Frame, way: Way) -> float:
    """How far apart on the figure the farthest points of a road lie."""
    points = [frame(*p) for p in way.points]
    return max((_far(a, b) for a in points for b in points), default=0.0)


def outside(locator: Locator, outlines: Outlines) -> tuple[str, ...]:
    """The places that the map cannot show: those without a position, and those beyond the area."""
    return (*locator.left_out, *(spot.name for spot in locator.spots if not outlines.covers(spot.lat, spot.lon)))


def _far(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _panel(frame: Frame, outlines: Outlines, spots: tuple[Spot, ...], ways: tuple[Way, ...], here: tuple[str, ...], edge: d.Box | None) -> Panel:
    shapes = tuple((c.name, tuple(r for r in (frame.clipped(ring) for ring in c.rings) if len(r) > 2)) for c in outlines.countries)
    shapes = tuple((name, rings) for name, rings in shapes if rings)
    dots = tuple((spot, frame(spot.lat, spot.lon)) for spot in spots)
    lines = tuple((way.kind, tuple(frame(*p) for p in way.points)) for way in ways)
    placing = _Placing(frame.box, shapes, [p for _, p in dots], [pts for _, pts in lines])
    if edge:
        placing.taken.append(edge.grown(2))
    placing.taken.append(scale_bar(frame)[0].grown(3))
    for spot, point in dots:
        placing.at(spot.name, point)
    if edge:
        placing.at("Detail", (edge.right, edge.middle[1]), quiet=True)
    for name, rings in shapes:
        by_size = sorted(rings, key=_area, reverse=True)
        placing.within(name, Country(name, (by_size[0],)).holds, must=name in here)
        for label in outlines.parts:
            apart = [Country(name, (ring,)) for ring in by_size[1:] if _area(ring) > 250]
            for part in apart:
                if part.holds(frame(*label.at)) and not any(part.holds(point) for _, point in dots):
                    placing.within(label.words, part.holds, must=True)
    for label in outlines.waters:
        placing.within(label.words, partial(placing.is_water_near, frame(*label.at), WATER_NEAR / frame.scale), must=False)
    return Panel(frame, shapes, dots, lines, tuple(placing.labels), tuple(placing.unplaced))


def _area(ring: tuple[Point, ...]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*ring, ring[0])))) / 2


def _grid(box: d.Box, step: float) -> Iterator[Point]:
    y = box.y + step / 2
    while y < box.bottom:
        x = box.x + step / 2
        while x < box.right:
            yield x, y
            x += step
        y += step


class _Placing:
    """Places labels one after the other, none over another, over a dot or beyond the frame."""

    def __init__(self, frame: d.Box, shapes: tuple[tuple[str, tuple[tuple[Point, ...], ...]], ...], dots: list[Point], ways: list[tuple[Point, ...]]) -> None:
        self.frame, self.countries = frame, [Country(name, rings) for name, rings in shapes]
        self.taken = [d.Box(x - 4, y - 4, 8, 8) for x, y in dots]
        self.ways = [pair for points in ways for pair in pairwise(points)]
        self.cells: dict[tuple[int, int], list[Point]] = {}
        for x, y in (p for _, rings in shapes for ring in rings for p in _dense(ring)):
            self.cells.setdefault((int(x // CELL), int(y // CELL)), []).append((x, y))
        self.labels: list[Label] = []
        self.unplaced: list[str] = []

    def at(self, words: str, point: Point, quiet: bool = False, home: Callable[[Point], bool] | None = None) -> None:
        """A label beside a point, else at the end of a leader line; on its `home` rather than on a neighbour's ground."""
        x, y = point
        best: tuple[float, Label] | None = None
        sizes = [(max(map(d.text_width, lines)), LINE * len(lines)) for lines in dict.fromkeys(((words,), _two_lines(words)))]
        for (wide, high), ring in product(sizes, (5, 16, 26, 38, 52, 70, 95)):
            for rank, (dx, dy) in enumerate(BESIDE):
                left = x + dx * ring - wide * (1 - dx) / 2
                top = y + dy * (ring if dy else 0) - (0 if dy > 0 else high if dy < 0 else high / 2)
                box = d.Box(left, top, wide, high)
                if not self.frame.grown(-3).holds(box) or any(box.grown(1).overlaps(t) for t in self.taken):
                    continue
                end = (min(max(x, box.x), box.right), min(max(y, box.y), box.bottom))
                leader = (end, point) if ring > 5 else None
                if leader and any(d.crosses(leader, label.box) for label in self.labels):
                    continue
                cost = ring * 1.2 + rank + 40 * sum(d.crosses(way, box.grown(1)) for way in self.ways)
                bordered = self._border_in(box)
                cost += (100 if quiet else 45) * bordered + 8 * (high > LINE)
                cost += 10 * sum(_meet(leader, way) for way in self.ways if leader and point not in way)
                cost += 60 * (1 - _share(box, home)) if home else 0
                if best is None or cost < best[0]:
                    best = cost, Label(words, box, point if leader else None, quiet, bordered)
        self._keep(words, best[1] if best else None)

    def within(self, words: str, holds: Callable[[Point], bool], must: bool) -> None:
        """A quiet label inside a part of a country, or of the water, as far from its edges as it can stand."""
        wide = d.text_width(words)
        taken = [(t.x, t.y, t.right, t.bottom) for t in self.taken]
        best: Label | None = None
        room = 0
        for x, y in _grid(self.frame, 6):
            box = d.Box(x - wide / 2, y - LINE / 2, wide, LINE)
            edges = min(box.x - self.frame.x, self.frame.right - box.right, box.y - self.frame.y, self.frame.bottom - box.bottom)
            if edges < 4 or 2 * edges <= room:
                continue
            gap = _clear(box, taken)
            if gap < 4:
                continue
            more = [r for r in ROOMS if room < r <= 2 * min(edges, gap)]
            # No border runs through the box, so that it lies where its middle lies.
            if not more or self._border_in(box.grown(more[0])) or not holds((x, y)) or any(d.crosses(way, box.grown(3)) for way in self.ways):
                continue
            room = next((less for less, r in pairwise(more) if self._border_in(box.grown(r))), more[-1])
            best = Label(words, box, None, True)
        if best is None and must:
            inner = [p for p in _grid(self.frame, 5) if holds(p)]
            best = self._over_a_border(words, inner, holds)
            if best is None and inner:
                centre = (sum(x for x, _ in inner) / len(inner), sum(y for _, y in inner) / len(inner))
                point = min(inner, key=lambda p: _far(p, centre))
                self.at(words, point, quiet=True, home=holds)
                if self.labels and self.labels[-1].words == words:
                    self.labels[-1] = replace(self.labels[-1], leader=point)
                return
        if best or must:
            self._keep(words, best)

    def _over_a_border(self, words: str, inner: list[Point], holds: Callable[[Point], bool]) -> Label | None:
        """A label that stands on the country for the most part, where it finds no room clear of borders."""
        wide = d.text_width(words)
        best, most = None, MOSTLY
        for x, y in inner:
            box = d.Box(x - wide / 2, y - LINE / 2, wide, LINE)
            if not self.frame.grown(-3).holds(box) or any(box.grown(1).overlaps(t) for t in self.taken) or any(d.crosses(way, box) for way in self.ways):
                continue
            share = _share(box, holds)
            if share > most:
                best, most = Label(words, box, None, True), share
        return best

    def _keep(self, words: str, label: Label | None) -> None:
        if label is None:
            self.unplaced.append(words)
            return
        self.labels.append(label)
        self.taken.append(label.box)

    def _border_in(self, box: d.Box) -> bool:
        """Whether a border runs through a box."""
        cells = product(range(int(box.x // CELL), int(box.right // CELL) + 1), range(int(box.y // CELL), int(box.bottom // CELL) + 1))
        return any(box.x < x < box.right and box.y < y < box.bottom for cell in cells for x, y in self.cells.get(cell, ()))

    def is_water_near(self, there: Point, far: float, point: Point) -> bool:
        """Whether a point lies in water, and not too far from where that water has its name."""
        return _far(there, point) < far and not any(country.holds(point) for country in self.countries)


def _two_lines(words: str) -> tuple[str, ...]:
    """The names of a place one over the other, the first with its slash; one name as it is."""
    one, slash, other = words.partition("/")
    return (one + slash, other) if other else (words,)


def _dense(ring: tuple[Point, ...]) -> Iterator[Point]:
    """The points of a ring, and some between them where they stand far apart."""
    for a, b in pairwise((*ring, ring[0])):
        steps = max(1, int(_far(a, b) / 4))
        for i in range(steps):
            yield a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps


def _share(box: d.Box, holds: Callable[[Point], bool]) -> float:
    """How much of a box lies in a part of a map, looked up at fifteen points."""
    return sum(holds((box.x + box.width * i / 4, box.y + box.height * j / 2)) for i in range(5) for j in range(3)) / 15


def _clear(box: d.Box, taken: list[tuple[float, float, float, float]]) -> float:
    """How far a box stands from the nearest of others, each known by its left, upper, right and lower edge; negative where it covers one."""
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    return min(max(x - right, left - end, y - bottom, top - low) for x, y, end, low in taken)


def _meet(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Whether two stretches of line cross."""

    def side(a: Point, b: Point, c: Point) -> bool:
        return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])

    return side(*one, two[0]) != side(*one, two[1]) and side(*two, one[0]) != side(*two, one[1])


def scale_bar(frame: Frame) -> tuple[d.Box, float]:
    """The box of the scale bar with its words, at the lower left, and the km it stands for."""
    km = next(k for k in (500, 200, 100, 50, 20, 10, 5, 2, 1, 0) if k / frame.scale <= 75 or k == 0)
    long = km / frame.scale
    return d.Box(frame.box.x + 9, frame.box.bottom - 24, max(long, d.text_width(f"{km} km")), 18), km


def locator_map(locator: Locator, outlines: Outlines, width: float = d.WIDTH) -> Markup:
    """The map as a figure."""
    at = layout(locator, outlines, width)
    parts = [*_draw(at.region, at.here, "region")]
    if at.edge:
        parts.append(d.tag("rect", x=at.edge.x, y=at.edge.y, width=at.edge.width, height=at.edge.height, fill="none", stroke=d.INK, stroke_width=1.2))
    if at.detail:
        parts += _draw(at.detail, at.here, "detail")
    height = at.bottom
    if locator.ways:
        lines = _key_lines(locator, width)
        for i, ways in enumerate(lines):
            parts += _key(ways, height + 4 + 16 * i)
        height += 4 + 16 * len(lines)
    return d.figure("map", height, alternative(locator, outlines, at), parts, caption(locator, outlines), width)


def _draw(panel: Panel, here: tuple[str, ...], name: str) -> Iterator[str]:
    box = panel.frame.box
    rim = box.edges
    yield d.tag("clipPath", d.tag("rect", **rim), id=f"map-{name}")
    land = d.tag("rect", **rim, fill=WATER)
    for country, rings in panel.shapes:
        fill = HERE if country in here else OTHERS
        land += d.tag("path", d="".join(d.path(r, close=True) for r in rings), fill=fill, fill_rule="evenodd", stroke="#7a828d", stroke_width=0.7)
    yield d.tag("g", land, clip_path=f"url(#map-{name})")
    for kind, points in panel.ways:
        yield d.tag("path", d=d.path(points), fill="none", stroke=d.INK, stroke_width=2.2 if kind == "old" else 1.7, stroke_linejoin="round", **DASHES[kind])
    for label in panel.labels:
        if label.leader:
            x, y = label.leader
            end = (min(max(x, label.box.x), label.box.right), min(max(y, label.box.y), label.box.bottom))
            yield d.tag("path", d=d.path((end, label.leader)), fill="none", stroke=d.SOFT, stroke_width=0.7)
    for _, (x, y) in panel.dots:
        yield d.tag("circle", cx=x, cy=y, r=DOT, fill=d.INK, stroke="#fff", stroke_width=0.8)
    for label in panel.labels:
        if label.bordered:
            yield d.tag("rect", **label.box.edges, fill="#fff", fill_opacity=0.75)
        weight: dict[str, float | str] = {"fill": d.SOFT} if label.quiet else {"font_weight": "600"}
        for n, words in enumerate(label.lines):
            yield d.text(label.box.middle[0], label.box.y + 10 + n * LINE, words, text_anchor="middle", **weight)
    bar, km = scale_bar(panel.frame)
    long = km / panel.frame.scale
    yield d.tag("rect", x=bar.x - 4, y=bar.y - 3, width=bar.width + 8, height=bar.height + 4, fill="#fff")
    yield d.text(bar.x, bar.y + 10, f"{km:g} km")
    yield d.tag("path", d=f"M{bar.x:.1f} {bar.bottom - 4:.1f}v3.5h{long:.1f}v-3.5", fill="none", stroke=d.INK, stroke_width=1)
    yield d.tag("rect", **rim, fill="none", stroke=d.INK, stroke_width=0.9)


def _key_lines(locator: Locator, width: float) -> list[list[Way]]:
    """The roads of the key, as many on a line as fit."""
    lines: list[list[Way]] = []
    x = width
    for way in locator.ways:
        wide = 36 + d.text_width(way.name)
        if x + wide > width:
            lines.append([])
            x = 0.0
        lines[-1].append(way)
        x += wide + 18
    return lines


def _key(ways: list[Way], y: float) -> Iterator[str]:
    """What the lines stand for, on one line under the map."""
    x = 0.0
    for way in ways:
        yield d.tag("path", d=f"M{x:.1f} {y + 8:.1f}h30", stroke=d.INK, stroke_width=2.2 if way.kind == "old" else 1.7, **DASHES[way.kind])
        yield d.text(x + 36, y + 12, way.name)
        x += 36 + d.text_width(way.name) + 18


def caption(locator: Locator, outlines: Outlines) -> str:
    """What is drawn, what is not, and what the borders imply."""
    roads = " Roads are drawn schematically." if locator.ways else ""
    missing = outside(locator, outlines)
    left = f" Not on the map: {d.listed(missing)}." if missing else ""
    return f"Present-day boundaries, for orientation. {outlines.source}. {outlines.depiction}{roads}{left} {locator.note}".strip()


def alternative(locator: Locator, outlines: Outlines, at: Layout) -> str:
    """The map in words: every place with its country, the roads, and what is left out."""
    shown = [spot for spot in locator.spots if outlines.covers(spot.lat, spot.lon)]
    places = d.listed(f"{spot.name}{_in(spot, outlines)}" for spot in shown)
    roads = f" Roads, drawn schematically: {d.listed(way.name for way in locator.ways)}." if locator.ways else ""
    countries = d.listed(name for name, _ in at.region.shapes)
    missing = outside(locator, outlines)
    left = f" Not on the map: {d.listed(missing)}." if missing else ""
    return f"Map of the {outlines.name} with present-day boundaries: {countries}. Places: {places}.{roads}{left}"


def _in(spot: Spot, outlines: Outlines) -> str:
    inside = [c.name for c in outlines.countries if c.holds(outlines.lambert(spot.lat, spot.lon))]
    return f" ({inside[0]})" if inside else ""

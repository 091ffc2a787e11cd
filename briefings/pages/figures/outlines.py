"""The outlines of an area, read from `templates/maps`, and the frame through which a map looks at them."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from briefings.pages.figures.drawing import Box
from briefings.pages.figures.projection import Lambert

Point = tuple[float, float]


@dataclass(frozen=True)
class Country:
    """A country of an area: its rings in km. A ring inside another is a hole in it."""

    name: str
    rings: tuple[tuple[Point, ...], ...]

    def holds(self, point: Point) -> bool:
        """Whether a point, in km, lies in it."""
        x, y = point
        return sum(inside(point, ring) for ring, (west, south, east, north) in self._bounded if west <= x <= east and south <= y <= north) % 2 == 1

    @cached_property
    def _bounded(self) -> tuple[tuple[tuple[Point, ...], tuple[float, float, float, float]], ...]:
        """Its rings, each with the edges of the rectangle around it: few points lie in that."""
        return tuple((ring, (*map(min, zip(*ring, strict=True)), *map(max, zip(*ring, strict=True)))) for ring in self.rings)


@dataclass(frozen=True)
class Naming:
    """Words for a part of a country that lies apart, or for water, and a point (latitude, longitude) in it."""

    words: str
    at: Point


@dataclass(frozen=True)
class Outlines:
    """An area: its name, where the data comes from, what it depicts, the projection and the countries."""

    name: str
    source: str
    depiction: str
    lambert: Lambert
    window: tuple[float, float, float, float]
    countries: tuple[Country, ...]
    parts: tuple[Naming, ...]
    waters: tuple[Naming, ...]

    def covers(self, lat: float, lon: float) -> bool:
        """Whether the data reaches this place."""
        west, south, east, north = self.window
        return west <= lon <= east and south <= lat <= north


@lru_cache(maxsize=8)
def read_outlines(file: Path, changed: int = 0) -> Outlines:
    """The outlines in a file that `derive.py` made. Where the file may change while the program runs, `changed` says when it did."""
    data = json.loads(file.read_text("utf-8"))
    countries = tuple(
        Country(c["name"], tuple(tuple((x / 10, y / 10) for x, y in zip(ring[::2], ring[1::2], strict=True)) for ring in c["rings"])) for c in data["countries"]
    )
    parts, waters = (tuple(Naming(words, (lat, lon)) for words, lat, lon in data[kind]) for kind in ("parts", "waters"))
    return Outlines(data["name"], data["source"], data["depiction"], Lambert(*data["lambert"]), tuple(data["window"]), countries, parts, waters)


def inside(point: Point, ring: tuple[Point, ...]) -> bool:
    """Whether a ring goes round a point."""
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in pairwise((*ring, ring[0])):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


@dataclass(frozen=True)
class Frame:
    """A window on an area: where it stands on the figure, what lies in its middle (km), and km to a unit."""

    box: Box
    middle: Point
    scale: float
    lambert: Lambert

    def __call__(self, lat: float, lon: float) -> Point:
        """Where a place stands on the figure."""
        return self.place(self.lambert(lat, lon))

    def place(self, km: Point) -> Point:
        x, y = self.box.middle
        return x + (km[0] - self.middle[0]) / self.scale, y - (km[1] - self.middle[1]) / self.scale

    @cached_property
    def reach(self) -> Box:
        """What it shows, in km: x and the southern edge, width, height."""
        width, height = self.box.width * self.scale, self.box.height * self.scale
        return Box(self.middle[0] - width / 2, self.middle[1] - height / 2, width, height)

    def clipped(self, ring: tuple[Point, ...]) -> tuple[Point, ...]:
        """The part of a ring (km) that it shows, a little beyond its edges, on the figure."""
        reach = self.reach.grown(3 * self.scale)
        points = list(ring)
        for axis, limit, sign in ((0, reach.x, 1), (0, reach.right, -1), (1, reach.y, 1), (1, reach.bottom, -1)):
            kept: list[Point] = []
            for a, b in pairwise([*points[-1:], *points]):
                in_a, in_b = (sign * (p[axis] - limit) >= 0 for p in (a, b))
                if in_a != in_b:
                    t = (limit - a[axis]) / (b[axis] - a[axis])
                    kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
                if in_b:
                    kept.append(b)
            points = kept
        return tuple(self.place(p) for p in points)


def fitted(box: Box, points: list[Point], lambert: Lambert, margin: float) -> Frame:
    """The frame that shows points (km) as large as it can, with a margin in km."""
    west, east = min(x for x, _ in points) - margin, max(x for x, _ in points) + margin
    south, north = min(y for _, y in points) - margin, max(y for _, y in points) + margin
    return Frame(box, ((west + east) / 2, (south + north) / 2), max((east - west) / box.width, (north - south) / box.height), lambert)

"""Makes `south-caucasus.json` from world-atlas 2.0.2, as it was made once: `python templates/maps/derive.py countries-10m.json`.

`countries-10m.json` is the file of that name in the npm package world-atlas 2.0.2 (ISC), which is the 1:10m country
layer of Natural Earth 4.1.0 (public domain) as TopoJSON. The deltas of each arc are decoded, the arc is thinned
(Douglas-Peucker, in km), arcs are joined to rings (`~i` is arc `i` backwards), rings are clipped to the window
(Sutherland-Hodgman) and projected (Lambert, true at 39 and 43 degrees). Arcs are thinned before they are joined, so that
two countries keep one border. Coordinates in the result are whole hundreds of metres: x, y, x, y, ...
"""

import json
import sys
from itertools import pairwise
from pathlib import Path

from briefings.pages.figures.projection import Lambert

Point = tuple[float, float]

WINDOW = (40.0, 37.5, 52.0, 43.0)  # west, south, east, north. Nothing west of 40: Natural Earth's depiction of Crimea stays out
LAMBERT = Lambert(39, 43, 40.5, 46)
TOLERANCE = 0.25  # km
NAMES = {"Turkey": "Türkiye"}
PARTS = [("Nakhchivan/Nakhijevan", 39.2, 45.45)]  # a part of a country that lies apart: its label, and a point in it
WATERS = [("Caspian Sea", 41.0, 50.8)]
DEPICTION = (
    "The borders are those that most states recognise: places of Nagorno-Karabakh lie in Azerbaijan, Abkhazia and South Ossetia in Georgia. "
    "Small exclaves are drawn as on Soviet maps, not by who holds them; Karki is not drawn."
)


def thinned(line: list[Point]) -> list[Point]:
    """The line without the points that lie within the tolerance of what is left; both ends stay."""
    if len(line) < 3:
        return line
    flat = [LAMBERT(lat, lon) for lon, lat in line]
    keep, parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        far, at = max(((distance(flat[i], flat[first], flat[last]), i) for i in range(first + 1, last)), default=(0.0, 0))
        if far > TOLERANCE:
            keep.add(at)
            parts += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a stretch of line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length)) if length else 0.0
    return ((point[0] - start[0] - t * dx) ** 2 + (point[1] - start[1] - t * dy) ** 2) ** 0.5


def clipped(ring: list[Point]) -> list[Point]:
    """The part of a ring inside the window."""
    for axis, limit, sign in ((0, WINDOW[0], 1), (0, WINDOW[2], -1), (1, WINDOW[1], 1), (1, WINDOW[3], -1)):
        kept: list[Point] = []
        for a, b in pairwise([*ring[-1:], *ring]):
            inside_a, inside_b = (sign * (p[axis] - limit) >= 0 for p in (a, b))
            if inside_a != inside_b:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inside_b:
                kept.append(b)
        ring = kept
    return ring


def decoded(topology: dict) -> list[list[Point]]:
    """Every arc in degrees, thinned where it comes near the window."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        near = any(35 < lon < 57 and 33 < lat < 47 for lon, lat in arc)
        arcs.append(thinned(arc) if near and arc[0] != arc[-1] else arc)
    return arcs


def main(source: Path) -> None:
    topology = json.loads(source.read_text("utf-8"))
    arcs = decoded(topology)
    countries = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = []
        for indices in (ring for polygon in polygons for ring in polygon):
            joined: list[Point] = []
            for i in indices:
                joined += (arcs[i] if i >= 0 else arcs[~i][::-1])[1 if joined else 0 :]
            inside = clipped(joined)
            points = [(round(10 * x), round(10 * y)) for x, y in (LAMBERT(lat, lon) for lon, lat in inside)]
            points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
            if len(points) > 2:
                rings.append([number for point in points for number in point])
        if rings:
            name = geometry["properties"]["name"]
            countries.append({"name": NAMES.get(name, name), "rings": rings})
    result = {
        "name": "South Caucasus",
        "source": "Natural Earth 4.1.0",
        "depiction": DEPICTION,
        "lambert": [LAMBERT.south, LAMBERT.north, LAMBERT.lat, LAMBERT.lon],
        "window": WINDOW,
        "parts": PARTS,
        "waters": WATERS,
        "countries": sorted(countries, key=lambda c: c["name"]),
    }
    text = json.dumps(result, ensure_ascii=False, separators=(",", ":")).replace('{"name"', '\n{"name"')
    Path(__file__).with_name("south-caucasus.json").write_text(text.lstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

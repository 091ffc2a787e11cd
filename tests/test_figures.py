"""Figures are true: to time, to place, to the order of seats; no label covers another; every one says itself in words."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from briefings.models import position
from briefings.packs.everyone import CommonBrief
from briefings.packs.figures import Locator, Scale, ScaleEntry, Spot, TablePlan, Way
from briefings.packs.parts import Badge
from briefings.pages import write
from briefings.pages.figures import drawing, locator_map, read_outlines, table_plan, timeline
from briefings.pages.figures.drawing import Box, text_width, wrapped
from briefings.pages.figures.map import Layout, layout, scale_bar
from briefings.pages.figures.outlines import Outlines, inside
from briefings.pages.figures.table import layout as seating
from briefings.pages.figures.timeline import middle, place, slots, ticks
from briefings.pages.patterns import LETTERS
from briefings.project import Project
from tests.conftest import ROOT
from tests.test_pages import pack_of

HOSTILE = "</text></svg><script>x&\"'"


def entries(*dates: str, disputed: bool = False) -> Scale:
    return Scale(tuple(ScaleEntry(d, disputed) for d in dates))


MANY = entries(*(f"{1990 + i * i // 220}-{i % 12 + 1:02}-{i % 28 + 1:02}" for i in range(80)))
TEN = entries("1992-05-18", "1994-05-12", "2020-09-27", "2020-11-09", "2020-12-01", "2022-03-26", "2022-05-22", "2022-07-18", "2022-08-03", "2022-08-05")


def svg(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)[0]


def words(markup: str) -> list[str]:
    return [node.text or "" for node in svg(markup).iter("{http://www.w3.org/2000/svg}text")]


def title(markup: str) -> str:
    first = svg(markup)[0]
    assert first.tag.endswith("title"), "the alternative comes first"
    return first.text or ""


def apart(boxes: list[Box]) -> bool:
    return not any(a.overlaps(b) for a, b in combinations(boxes, 2))


# --- the scale -------------------------------------------------------------------------------------------


def test_every_mark_stands_where_its_date_stands_between_the_years():
    start, end = place(date(1992, 1, 1), TEN), place(date(2023, 1, 1), TEN)
    days = (date(2023, 1, 1) - date(1992, 1, 1)).days
    for entry in TEN.entries:
        passed = (date.fromisoformat(entry.date) - date(1992, 1, 1)).days + 0.5
        assert middle(entry, TEN) == pytest.approx(start + (end - start) * passed / days)


def test_where_only_a_month_or_year_is_known_the_mark_covers_it():
    scale = entries("2020", "2021-12")
    assert middle(scale.entries[0], scale) == pytest.approx((place(date(2020, 1, 1), scale) + place(date(2021, 1, 1), scale)) / 2)
    assert middle(scale.entries[1], scale) == pytest.approx((place(date(2021, 12, 1), scale) + place(date(2022, 1, 1), scale)) / 2)
    strokes = [n.get("stroke-width") for n in svg(timeline(scale)).iter("{http://www.w3.org/2000/svg}path")]
    assert strokes.count("2") == 2


@pytest.mark.parametrize("scale", [entries("2022-08-05"), TEN, MANY, entries(*["2022-08-05"] * 80)], ids=["1", "10", "80", "80 on one day"])
def test_labels_stand_apart_inside_the_figure_and_stand_for_every_entry_once(scale: Scale):
    placed = slots(scale)
    assert apart([slot.box for slot in placed])
    assert all(slot.box.x >= 0 and slot.box.right <= drawing.WIDTH + 0.01 for slot in placed)
    assert sorted(e.date for slot in placed for e in slot.entries) == sorted(e.date for e in scale.entries)
    assert [slot.at for slot in placed] == sorted(slot.at for slot in placed), "leader lines do not cross"
    for slot in placed:
        assert slot.box.width >= max(text_width(line) for line in slot.lines) - 0.01


def test_ten_entries_have_a_label_each_and_eighty_fold_into_counts():
    assert [slot.lines for slot in slots(TEN)][:3] == [("18 May", "1992"), ("12 May", "1994"), ("27 Sep", "2020")]
    assert len(slots(TEN)) == 10
    folded = [int(slot.lines[0].split()[0]) for slot in slots(MANY) if len(slot.entries) > 1]
    assert folded
    assert sum(folded) + sum(len(s.entries) == 1 for s in slots(MANY)) == 80
    assert "share a label" in str(timeline(MANY))


def test_without_entries_there_is_no_scale():
    assert timeline(Scale(())) == ""


def test_a_disputed_entry_has_another_shape_and_no_colour_of_its_own():
    one, two = timeline(entries("2022-08-05")), timeline(entries("2022-08-05", disputed=True))
    assert ("<circle" in one, "<circle" in two) == (True, False)
    assert set(re.findall("#[0-9a-f]{3,6}", two)) <= {drawing.INK, drawing.SOFT, "#fff"}
    assert "5 Aug 2022 (disputed)" in title(two)


def test_the_alternative_of_the_scale_tells_every_date_and_the_longest_gap():
    said = title(timeline(TEN))
    assert "10 entries" in said
    assert all(f"{part} 2022" in said for part in ("26 Mar", "22 May", "18 Jul", "3 Aug", "5 Aug"))
    assert "The longest gap is from 12 May 1994 to 27 Sep 2020." in said


@pytest.mark.parametrize("scale", [entries("0009", "9998"), entries("2022"), MANY], ids=["all years", "one", "many"])
def test_years_on_the_scale_stand_apart(scale: Scale):
    places = [place(date(year, 1, 1), scale) for year in ticks(scale) if year]
    assert all(b - a >= 30 for a, b in pairwise(places))


# --- the table -------------------------------------------------------------------------------------------


def seats(count: int, name: str = "Delegation {}") -> TablePlan:
    return TablePlan(tuple(Badge(LETTERS[i], name.format(LETTERS[i]), "") for i in range(count)), ("The fish", "People who live further down the river"))


@pytest.mark.parametrize("count", [2, 3, 5, 12])
def test_seats_go_clockwise_and_nothing_covers_anything(count: int):
    at = seating(seats(count))
    far, near = at.seats[: (count + 1) // 2], at.seats[(count + 1) // 2 :]
    assert [s.box.x for s in far] == sorted(s.box.x for s in far)
    assert [s.box.x for s in near] == sorted((s.box.x for s in near), reverse=True)
    assert all(s.box.bottom < at.board.y for s in far)
    assert all(s.box.y > at.board.bottom for s in near)
    boxes = [s.box for s in at.seats] + [s.words for s in at.seats] + [at.board] + [box for _, box in at.absent]
    assert apart(boxes)
    frame = Box(0, 0, drawing.WIDTH, at.height)
    assert all(frame.holds(box) for box in boxes)


def test_the_table_says_who_sits_there_by_letter_name_and_pattern_and_who_does_not():
    plan = seats(5)
    drawn = table_plan(plan)
    for badge in plan.seats:
        assert f"{badge.letter}, {badge.name}, pattern" in title(drawn)
        assert badge.letter in words(drawn)
        assert f"strip-{badge.letter}" in drawn
    assert "Not at the table: The fish and People who live further down the river." in title(drawn)
    assert "Not at the table" not in str(table_plan(replace(plan, absent=())))


def test_a_name_too_long_for_its_seat_goes_on_more_lines_and_loses_nothing():
    plan = seats(12, "The very long Intergovernmental Commission {}")
    for seat, badge in zip(seating(plan).seats, plan.seats, strict=True):
        assert len(seat.name) > 1
        assert "".join(seat.name).replace(" ", "") == badge.name.replace(" ", "")


# --- the map ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    return read_outlines(ROOT / "templates" / "maps" / "south-caucasus.json")


LACHIN = Locator(
    "south-caucasus",
    (
        Spot("Yerevan", 40.18, 44.51), Spot("Baku", 40.41, 49.87), Spot("Goris", 39.51, 46.34), Spot("Stepanakert/Khankendi", 39.82, 46.75),
        Spot("Shusha/Shushi", 39.76, 46.75), Spot("Lachin/Berdzor", 39.64, 46.55), Spot("Zabukh/Aghavno", 39.60, 46.51), Spot("Farrukh/Parukh", 40.07, 46.80),
    ),
    (
        Way("The old road", "old", ((39.51, 46.34), (39.60, 46.51), (39.64, 46.55), (39.76, 46.75), (39.82, 46.75))),
        Way("The new road", "new", ((39.546, 46.408), (39.57, 46.53), (39.62, 46.67), (39.76, 46.75))),
    ),
    ("Sus",), "No line of control is drawn.",
)  # fmt: skip


@pytest.fixture(scope="module")
def lachin_map(outlines: Outlines) -> Layout:
    return layout(LACHIN, outlines)


@pytest.fixture(scope="module")
def drawn(outlines: Outlines) -> str:
    return locator_map(LACHIN, outlines)


def points(at: Layout) -> dict[str, tuple[float, float]]:
    assert at.detail
    return {spot.name: point for panel in (at.region, at.detail) for spot, point in panel.dots}


def test_every_place_is_in_its_frame_and_they_lie_as_on_the_ground(lachin_map: Layout, outlines: Outlines):
    at = points(lachin_map)
    assert sorted(at) == sorted(spot.name for spot in LACHIN.spots)
    assert at["Yerevan"][0] < at["Farrukh/Parukh"][0] < at["Baku"][0]
    assert at["Goris"][0] < at["Zabukh/Aghavno"][0] < at["Lachin/Berdzor"][0] < at["Shusha/Shushi"][0]
    assert at["Stepanakert/Khankendi"][1] < at["Shusha/Shushi"][1] < at["Lachin/Berdzor"][1] < at["Zabukh/Aghavno"][1] < at["Goris"][1]
    for panel in (lachin_map.region, lachin_map.detail):
        assert panel
        assert all(panel.frame.box.x < x < panel.frame.box.right and panel.frame.box.y < y < panel.frame.box.bottom for _, (x, y) in panel.dots)


def test_no_label_covers_another_a_dot_or_the_scale_bar_or_leaves_its_frame(lachin_map: Layout):
    for panel in (lachin_map.region, lachin_map.detail):
        assert panel
        assert panel.unplaced == ()
        dots = [Box(x - 2, y - 2, 4, 4) for _, (x, y) in panel.dots]
        assert apart([label.box for label in panel.labels] + dots + [scale_bar(panel.frame)[0]])
        assert all(panel.frame.box.holds(label.box) for label in panel.labels)


def test_every_label_is_near_its_dot_or_has_a_leader_to_it(lachin_map: Layout):
    for panel in (lachin_map.region, lachin_map.detail):
        assert panel
        for spot, (x, y) in panel.dots:
            label = next(label for label in panel.labels if label.words == spot.name)
            assert label.leader == (x, y) or label.box.grown(9).overlaps(Box(x, y, 0.1, 0.1))


def test_countries_are_named_and_nakhchivan_and_the_exclaves_are_there(lachin_map: Layout, outlines: Outlines):
    named = {label.words for label in lachin_map.region.labels}
    assert {"Armenia", "Azerbaijan", "Georgia", "Iran", "Türkiye", "Russia", "Nakhchivan/Nakhijevan", "Caspian Sea"} <= named
    rings = {country.name: country.rings for country in outlines.countries}

    def holders(lat: float, lon: float) -> list[str]:
        return [country.name for country in outlines.countries if country.holds(outlines.lambert(lat, lon))]

    assert holders(39.21, 45.41) == ["Azerbaijan"]
    assert holders(40.65, 45.53) == ["Armenia"]
    assert holders(40.985, 45.2) == ["Azerbaijan"]
    nakhchivan = next(ring for ring in rings["Azerbaijan"] if inside(outlines.lambert(39.21, 45.41), ring))
    assert not inside(outlines.lambert(40.4, 48.0), nakhchivan), "Nakhchivan is a part of its own"


def test_a_part_in_which_a_place_of_the_scenario_lies_is_not_named_twice(outlines: Outlines):
    at = layout(replace(LACHIN, spots=(*LACHIN.spots, Spot("Nakhchivan/Nakhijevan", 39.21, 45.41))), outlines)
    assert [label.words for label in at.region.labels].count("Nakhchivan/Nakhijevan") == 1


def test_a_road_that_runs_over_half_the_region_is_drawn_there_and_leaves_the_detail_to_the_others(outlines: Outlines, lachin_map: Layout):
    pipeline = Way("The pipeline", "road", ((40.2, 49.5), (41.4, 45.0), (41.5, 43.5), (40.8, 42.9)))
    at = layout(replace(LACHIN, ways=(*LACHIN.ways, pipeline)), outlines)
    assert at.detail
    assert ([kind for kind, _ in at.region.ways], [kind for kind, _ in at.detail.ways]) == (["road"], ["old", "new"])
    assert sorted(spot.name for spot, _ in at.detail.dots) == sorted(spot.name for spot, _ in (lachin_map.detail or at.region).dots)
    assert at.region.unplaced == at.detail.unplaced == ()
    alone = layout(replace(LACHIN, ways=(pipeline,)), outlines)
    assert alone.detail is None
    assert [kind for kind, _ in alone.region.ways] == ["road"]
    assert "The pipeline" in locator_map(replace(LACHIN, ways=(pipeline,)), outlines).split("</title>")[-1]


@pytest.mark.parametrize(
    ("lat", "lon", "country"),
    [
        (40.18, 44.51, "Armenia"), (39.51, 46.34, "Armenia"), (40.41, 49.87, "Azerbaijan"), (39.82, 46.75, "Azerbaijan"), (39.64, 46.55, "Azerbaijan"),
        (39.60, 46.51, "Azerbaijan"), (41.7, 44.8, "Georgia"), (42.22, 43.97, "Georgia"), (38.08, 46.29, "Iran"), (42.98, 47.5, "Russia"),
    ],
)  # fmt: skip
def test_known_towns_lie_in_the_countries_the_caption_says(outlines: Outlines, lat: float, lon: float, country: str):
    assert [c.name for c in outlines.countries if c.holds(outlines.lambert(lat, lon))] == [country]


def test_the_scale_bar_is_as_long_as_it_says(lachin_map: Layout):
    assert lachin_map.detail
    for panel in (lachin_map.region, lachin_map.detail):
        _, km = scale_bar(panel.frame)
        south, north = (panel.frame(40 - half, 46.5)[1] for half in (0.1, -0.1))
        assert (south - north) * panel.frame.scale == pytest.approx(0.2 * 111.19, rel=0.005)
        assert 20 <= km / panel.frame.scale <= 75


def test_the_map_says_its_data_what_it_implies_and_what_is_missing(drawn: str):
    caption = ElementTree.fromstring(drawn)[1].text or ""
    assert caption.startswith("Present-day boundaries, for orientation. Natural Earth 4.1.0. The borders are those that most states recognise")
    assert "Roads are drawn schematically. Not on the map: Sus. No line of control is drawn." in caption
    for spot in LACHIN.spots:
        assert spot.name in title(drawn)
        assert words(drawn).count(spot.name) == 1
    assert "Not on the map: Sus." in title(drawn)
    assert "stroke-dasharray" in drawn


def test_a_place_beyond_the_area_is_left_out_and_named(outlines: Outlines):
    drawn = locator_map(replace(LACHIN, spots=(*LACHIN.spots, Spot("Brussels", 50.85, 4.35))), outlines)
    assert "Not on the map: Sus and Brussels." in title(drawn)
    assert "Brussels" not in words(drawn)


@pytest.mark.parametrize("spots", [(), LACHIN.spots[:1], LACHIN.spots[:2]])
def test_a_map_without_roads_is_one_frame(outlines: Outlines, spots: tuple[Spot, ...]):
    at = layout(replace(LACHIN, spots=spots, ways=()), outlines)
    assert at.detail is None
    assert [label.words for label in at.region.labels if not label.quiet] == [spot.name for spot in spots]


def test_the_map_data_is_small_and_stays_east_of_40_degrees(outlines: Outlines):
    folder = ROOT / "templates" / "maps"
    assert (folder / "south-caucasus.json").stat().st_size < 80_000
    assert outlines.window == (40.0, 37.5, 52.0, 43.0)
    west = min(x for c in outlines.countries for ring in c.rings for x, _ in ring)
    assert west >= min(outlines.lambert(lat, 40)[0] for lat in (37.5, 43)) - 0.1
    assert "Natural Earth 4.1.0" in (folder / "ORIGIN.md").read_text("utf-8")


# --- all of them -----------------------------------------------------------------------------------------


def test_hostile_names_stay_text_in_every_figure(outlines: Outlines):
    hostile = replace(LACHIN, spots=(Spot(HOSTILE, 40.0, 46.0),), ways=(replace(LACHIN.ways[0], name=HOSTILE),), left_out=(HOSTILE,), note=HOSTILE)
    for drawn in (locator_map(hostile, outlines), table_plan(TablePlan((Badge("A", HOSTILE, HOSTILE), Badge("B", "B", "")), (HOSTILE,)))):
        assert "<script" not in drawn
        assert HOSTILE in title(drawn)
        assert len(list(svg(drawn).iter("{http://www.w3.org/2000/svg}svg"))) == 1


def test_figures_ask_for_nothing_from_outside_and_use_the_bundled_sans(drawn: str):
    for figure in (timeline(TEN), table_plan(seats(5)), drawn):
        assert svg(figure).get("font-family") == "Label, LabelHy"
        assert set(re.findall(r"url\((.)", figure)) <= {"#"}
        for never in ("href", "opacity", "<image", "<style", "style="):
            assert never not in figure


def test_text_is_never_wider_than_was_reckoned():
    fonts = [TTFont(ROOT / "templates" / "fonts" / f"SourceSans3-{face}.ttf") for face in ("Regular", "Semibold")]
    for text in ("Stepanakert/Khankendi", "Nakhchivan/Nakhijevan", "European Union", "22 Mar", "80 entries", "1992–2022", "WOMEN Mammoth", "Türkiye əğış"):
        for font in fonts:
            width = sum(font["hmtx"][font.getBestCmap()[ord(c)]][0] for c in text) / font["head"].unitsPerEm
            assert text_width(text, 1) >= width, text


@pytest.mark.parametrize("text", ["One two three four five six", "Lachin/Berdzor, Sus and Zabukh/Aghavno", "Donaudampfschifffahrtsgesellschaft"])
def test_wrapped_text_fits_and_loses_nothing(text: str):
    lines = wrapped(text, 60)
    assert all(text_width(line) <= 60 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_the_common_brief_of_the_shipped_scenario_shows_all_three_and_every_place_and_delegation(tmp_path: Path):
    project = Project(ROOT, tmp_path)
    document = next(d for d in pack_of(project, "lachin-2022").documents if isinstance(d, CommonBrief))
    assert document.map
    assert {s.name for s in document.map.spots} | set(document.map.left_out) >= {"Stepanakert/Khankendi", "Lachin/Berdzor", "Sus", "Nagorno-Karabakh"}
    html = write(document, project.templates)
    titles = re.findall("<svg[^>]*><title>(.*?)</title>", html)
    assert len(titles) == 3
    assert [d.badge.name for d in document.delegations if d.badge.name not in titles[2]] == []
    assert [s.name for s in document.map.spots if s.name not in titles[0]] == []


def test_a_scenario_without_a_map_has_none(river: Project):
    document = next(d for d in pack_of(river).documents if isinstance(d, CommonBrief))
    assert document.map is None
    assert "Where it is" not in write(document, river.templates)


@pytest.mark.parametrize(("written", "read"), [("39.82, 46.75", (39.82, 46.75)), ("-33,151.2", (-33.0, 151.2)), ("90, -180", (90.0, -180.0))])
def test_a_position_is_a_latitude_and_a_longitude(written: str, read: tuple[float, float]):
    assert position(written) == read


@pytest.mark.parametrize("written", ["", "39.82", "39.82 46.75", "39,82, 46,75", "91, 0", "0, 181", "nan, 0", "1e1, 2", "N39, E46", ["39.8", "46.7"], None])
def test_anything_else_is_no_position(written: object):
    with pytest.raises(ValueError, match="expected a latitude and a longitude"):
        position(written)

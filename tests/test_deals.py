"""The deal map and the score sheets: what the facilitator is told is true, and what one role is worth stays its own."""

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefings import show
from briefings.build import Built
from briefings.enumeration import analyse
from briefings.negotiation import game
from briefings.packs import Pack
from briefings.packs.deals import DealMap, answer_key, deal_rows
from briefings.packs.figures import DealDot, DealPlot
from briefings.packs.roles import ScoreSheet
from briefings.pages import write
from briefings.pages.figures import NARROW, WIDTH, deal_plot
from briefings.pages.figures.deals import layout
from briefings.scenarios import FACILITATOR
from tests.test_packs import ROOT, World, pack, read, river
from tests.test_press import text_of
from tests.worlds import PLAYED, TEMPLATES, changed

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def shipped() -> World:
    return read(ROOT / "scenarios" / "lachin-2022.yaml", ROOT / "seeds")


def map_of(planned: Pack) -> DealMap:
    found = next(d for d in planned.documents if d.id == "deal-map")
    assert isinstance(found, DealMap)
    return found


def test_the_deal_map_lists_the_deals_that_cannot_be_bettered_with_their_names(tmp_path: Path):
    sheet = map_of(pack(river(tmp_path, PLAYED)))
    assert str(sheet.audience) == FACILITATOR
    assert (sheet.size, sheet.passing) == (9, 3)
    assert [(row.deal, row.points, row.joint, row.least, row.signs, row.what) for row in sheet.deals] == [
        ("1c 2c", (18, 16, 22), 56, 6, "ABC", "utilitarian, Nash, egalitarian, best for B"),
        ("1c 2a", (12, 12, 30), 54, 0, "ABC", "best for C"),
        ("1a 2a", (24, 8, 12), 44, 0, "ABC", "best for A"),
    ]
    assert [(s.badge.letter, s.floor, s.low, s.high, s.accepts, s.both, s.stops, s.tighter, s.looser) for s in sheet.standings] == [
        ("A", 12, 12, 24, 6, (None, 4, 5), 1, 1, 0),
        ("B", 8, 8, 16, 5, (4, None, 4), 2, 1, 0),
        ("C", 8, 12, 30, 8, (5, 4, None), 1, 0, 0),
    ]
    assert [[(o.option, o.count, o.closed_by) for o in options] for _, options in sheet.issues] == [
        [("1a The upper valley", 1, ""), ("1b The lower valley", 0, "A"), ("1c Both", 2, "")],
        [("2a Every Monday", 2, ""), ("2b Never", 0, "B"), ("2c Daily", 1, "")],
    ]


def test_the_answer_key_says_in_words_what_was_counted(tmp_path: Path):
    key = dict(map_of(pack(river(tmp_path, PLAYED))).key)
    assert key == {
        "How hard it is": "3 of 9 deals pass, 33.3\xa0%: easy. 4 stay within everybody's red lines; "
        "in 1 of these some delegation would have fewer points than without a deal. A game is easy above 15\xa0%, demanding above 5\xa0%, hard above 2\xa0%.",
        "Who decides": "Every delegation holds a veto; nobody can be left out. Hardest to satisfy: River Commission; with its yes 2 more deals would pass. "
        "Easiest: Upper Valley and Lower Valley, with 1.".replace("River", "the River")
        .replace("Upper", "the Upper")
        .replace("Lower", "the Lower"),
        "What opens the way": "1a (The upper valley) together with 2a (Every Monday): the one deal that holds both passes, "
        "the largest share for any two options. "
        "Of what can pass on issue 1, the Upper Valley wants 1a most, the River Commission and the Lower Valley want 1a least. "
        "Of what can pass on issue 2, the Lower Valley wants 2a most, the Upper Valley and the River Commission want 2a least. "
        "The Lower Valley gives way to 1a and gets 2a. The Upper Valley gives way to 2a and gets 1a.",
        "Which deals are best": "3 results cannot be bettered for one delegation without another losing. "
        "1c 2c (Both; Daily) has the most points together and the largest product of gains (Nash). "
        "1c 2c does most for whoever gains least (egalitarian): 6 points more than without a deal for the Upper Valley.",
        "How firm it is": "If the Upper Valley asked for one point more, 1 of the 3 deals would fall. "
        "The most delicate score is the Upper Valley's for 1c: a point less there, and 1 would fall.",
    }


def test_the_deal_map_tells_what_a_deal_is_and_reads_one_dot_of_its_plot(tmp_path: Path):
    sheet = map_of(pack(river(tmp_path, PLAYED)))
    assert sheet.basics == (
        "A deal names one option for each of the 2 issues, such as 1a 2a. It is worth to a delegation the sum of the points on its score sheet; "
        "no deal is worth its walk-away value. Red lines are options that it cannot sign at any price. "
        "It accepts a deal that crosses none of them and is worth no less than no deal. A deal passes when all 3 accept it."
    )
    example = "The dot named utilitarian, 1c 2c, has 56 points together; the Upper Valley gains least by it, 6 points more than without a deal. "
    assert sheet.plot
    assert sheet.plot.example == example
    page = write(sheet, TEMPLATES)
    assert sheet.basics in page
    assert example in page
    assert sheet.alike
    assert ">Signs<" not in page
    some = map_of(pack(river(tmp_path / "two", changed(PLAYED, "signers: 3\n  must_sign: [upper, lower]", "signers: 2"))))
    assert some.basics.endswith("those accept it whom the agreement rule asks for.")
    assert some.alike == (len({row.signs for row in some.deals}) == 1)
    unscored = map_of(pack(river(tmp_path / "unscored")))
    assert (unscored.plot, "walk-away" in unscored.basics) == (None, False)


def test_without_scores_the_deal_map_still_counts_who_can_sign_what(tmp_path: Path):
    sheet = map_of(pack(river(tmp_path)))
    assert (sheet.passing, sheet.plot, sheet.deals) == (1, None, ())
    assert [(s.floor, s.low, s.accepts) for s in sheet.standings] == [(None, None, 4), (None, None, 3), (None, None, 4)]
    assert dict(sheet.key)["Who decides"].startswith("Every delegation holds a veto")
    assert "<svg" not in write(sheet, TEMPLATES)


@pytest.mark.parametrize("rule", ["signers: 2", "signers: 1\n  must_sign: [lower]", "signers: all\n  veto: [upper]", "signers: 3\n  expect_no_deal: yes"])
def test_every_rule_has_an_answer_key_and_a_page(tmp_path: Path, rule: str):
    text = changed(PLAYED, "signers: 3\n  must_sign: [upper, lower]", rule)
    if "expect" in rule:
        text = changed(text, "walk_away_points: 12  # upper", "walk_away_points: 500  # upper")
    scenario, library = river(tmp_path, text)
    sheet = map_of(pack((scenario, library)))
    holders = game(scenario).holders
    assert ("holds a veto" in dict(sheet.key)["Who decides"]) == (len(holders) == 3)
    assert ("impossible" in dict(sheet.key)["How hard it is"]) == (not sheet.passing)
    assert "</html>" in write(sheet, TEMPLATES)


def test_other_scores_for_one_role_change_no_paper_of_another(tmp_path: Path):
    before = pack(river(tmp_path / "before", PLAYED)).documents
    after = pack(river(tmp_path / "after", changed(PLAYED, "points: 20}  # upper", "points: 19}  # upper"))).documents
    differing = [one for one, other in zip(before, after, strict=True) if one != other]
    assert [d.id for d in differing] == ["deal-map", "score-sheet-upper"]
    for document in before:
        if str(document.audience) != FACILITATOR and not isinstance(document, ScoreSheet):
            html = write(document, TEMPLATES)
            assert "points for issue" not in html
            assert "Deals that cannot be bettered" not in html


def test_a_score_sheet_holds_every_option_and_room_for_three_deals(tmp_path: Path):
    sheet = next(d for d in pack(river(tmp_path, PLAYED)).documents if d.id == "score-sheet-commission")
    assert isinstance(sheet, ScoreSheet)
    assert [[row.points for row in rows] for _, rows in sheet.issues] == [[2, 0, 6], [6, None, 10]]
    names = re.findall(r'name="([^"]+)"', write(sheet, TEMPLATES))
    assert [name for name in names if name.startswith("deal-")] == [
        *(f"deal-{n}-issue-{i}" for i in (1, 2) for n in (1, 2, 3)),
        *(f"deal-{n}-total" for n in (1, 2, 3)),
    ]


def test_the_score_sheets_of_the_lachin_road_agree_with_its_briefs(shipped: World):
    scenario, _ = shipped
    for role in scenario.roles:
        points = {score.option: score.points for score in role.brief.scores}
        closed = {option for line in role.brief.cannot_sign for option in line.options}
        assert not closed & {*points}
        assert {*points} | closed == {*scenario.letters}
        assert sum(max(points.get(f"{issue.id}/{o.id}", 0) for o in issue.options) for issue in scenario.issues) == 100
        assert all(want.issue for want in role.brief.wants)


def test_the_analysis_as_text_and_as_data_gives_the_same_counts(tmp_path: Path):
    scenario, _ = river(tmp_path, PLAYED)
    found = analyse(game(scenario))
    text = list(show.deals(scenario, found))
    assert text[0] == "river: 3 of 9 deals pass (33.33 %, easy)"
    assert "AB 4, AC 5, BC 4" in text
    assert "ABC 3" in text
    assert "1a 1, 1b 0, 1c 2" in text
    assert "1c 2c    18   16   22     56    6  utilitarian, Nash, egalitarian, best for B" in text
    data = show.deals_data(scenario, found)
    assert (data["deals"], data["passing"], data["within_red_lines"], data["veto"]) == (9, 3, 4, ["upper", "commission", "lower"])
    assert {"roles": ["upper", "lower"], "accept": 5} in data["coalitions"]
    assert data["nash"] == {"deal": ["gauge/both", "dates/daily"], "letters": "1c 2c", "points": {"upper": 18, "commission": 16, "lower": 22}}
    assert {"role": "upper", "option": "gauge/both", "lost": 1, "gained": 0} in data["shifts"]


# --- the plot ---------------------------------------------------------------------------------------------


def svg(plot: DealPlot) -> ElementTree.Element:
    return ElementTree.fromstring(deal_plot(plot))[0]


def test_every_dot_stands_where_its_points_are_and_looks_like_what_it_is(shipped: World):
    plot = map_of(pack(shipped)).plot
    assert plot
    at, drawn = layout(plot), svg(plot)
    circles = drawn.findall(f"{SVG}circle")
    assert len(circles) == len(plot.dots)
    looks = {(c.get("r"), c.get("fill")) for c in circles}
    assert looks == {("4.2", "#16181c"), ("2.5", "#16181c"), ("2.5", "#ffffff"), ("1.1", "#b4bbc4")}
    full = sum(c.get("fill") == "#16181c" for c in circles)
    assert full == sum(dot.passes for dot in plot.dots)
    ground = at.place(0, 0)[1]
    for dot in plot.dots:
        x, y = at.place(dot.joint, dot.least)
        assert at.frame.x <= x <= at.frame.right
        assert at.frame.y <= y <= at.frame.bottom
        assert not dot.passes or y <= ground
    assert at.place(300, 10)[0] - at.place(200, 10)[0] == pytest.approx(at.place(200, 10)[0] - at.place(100, 10)[0])


@pytest.mark.parametrize("width", [WIDTH, NARROW], ids=["standard", "large print"])
def test_labels_of_the_plot_cover_neither_each_other_nor_a_deal_that_passes(shipped: World, width: float):
    plot = map_of(pack(shipped)).plot
    assert plot
    at = layout(plot, width)
    assert {words for words, _, _ in at.labels} == {row.what for row in deal_rows(shipped[0], analyse(game(shipped[0]))) if row.what}
    assert not any(a.overlaps(b) for (_, a, _), (_, b, _) in combinations(at.labels, 2))
    for words, box, _ in at.labels:
        assert at.frame.holds(box), words
        assert not any(box.x < x < box.right and box.y < y < box.bottom for dot in plot.dots if dot.passes for x, y in [at.place(dot.joint, dot.least)])


@pytest.mark.parametrize("dots", [(DealDot(7, 0, True, True, True),), tuple(DealDot(n * 97, n - 60, True, n > 60, n == 90) for n in range(100))])
def test_the_plot_says_itself_in_words_and_escapes_its_labels(dots: tuple[DealDot, ...]):
    plot = DealPlot(dots, (("<Nash> & 'more'", dots[-1].joint, dots[-1].least),), True)
    title = svg(plot)[0]
    assert title.tag == f"{SVG}title"
    assert f"{sum(d.passes for d in dots)} of them pass" in str(title.text)
    assert "<Nash> & 'more'" in str(title.text)
    assert "or too few sign" not in deal_plot(plot)
    assert "or too few sign" in deal_plot(replace(plot, everybody=False))


# --- on paper ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_deal_map_is_two_pages_and_prints_the_answer_key(lachin: Built, shipped: World):
    files = [f for f in lachin.files if f.document == "deal-map"]
    assert {(f.printing.paper, f.pages, f.audience) for f in files} == {("a4", 2, FACILITATOR), ("letter", 2, FACILITATOR)}
    text = " ".join(text_of((lachin.folder / "a4" / "deal-map.pdf").read_bytes()).split())
    for heading, words in answer_key(shipped[0], analyse(game(shipped[0]))):
        assert heading in text
        assert " ".join(words.split(". ")[0].split()).replace("'", "’") in text.replace("'", "’")


@pytest.mark.slow
def test_the_numbers_of_a_score_sheet_stand_on_no_paper_of_another_role(lachin: Built, shipped: World):
    scenario, _ = shipped
    sheets = {role.id: text_of((lachin.folder / "a4" / f"score-sheet-{role.id}.pdf").read_bytes()) for role in scenario.roles}
    for role in scenario.roles:
        assert f"No deal is worth {role.brief.walk_away_points} points to you" in " ".join(sheets[role.id].split())
    for file in lachin.files:
        if file.printing.paper == "a4" and not file.document.startswith(("score-sheet", "deal-map", "all", "print")):
            assert "No deal is worth" not in text_of((lachin.folder / file.path).read_bytes()), file.path

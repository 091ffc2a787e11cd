"""The facilitator's documents: the clock, head-counts, packing, injects, and what a guide adds."""

import re
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest

from briefings.build import Built
from briefings.casting import HeadCount, head_counts
from briefings.packs import Pack
from briefings.packs.cards import RoleCards
from briefings.packs.facilitator import FacilitatorGuide, InjectCards, InjectList, PrintAndPack, RoleMatrix, clock
from briefings.packs.parts import Document
from briefings.pages import style, write
from briefings.pages.patterns import assets
from briefings.press import Press
from briefings.scenarios import FACILITATOR
from tests.test_packs import pack, river
from tests.test_press import FONTS
from tests.worlds import SCENARIO, TEMPLATES, changed, document, pack_of, world

GUIDE = """\
guide:
  aim: Two valleys learn to share one river.
  objectives: [Read a gauge., Name a trade., Say no politely.]
  room: One long table beside a window.
  needs: [A bell]
  before: [Oil the bell.]
  running:
    - {round: talk, watch: Listen for the word gauge in the first minutes., help: Ring the bell and ask who measures.}
  trouble:
    - {when: The bell breaks, do: Clap your hands.}
  variants:
    - {title: Without a bell, how: Knock on wood for twenty minutes.}
"""
TWO_ROUNDS = changed(
    SCENARIO,
    "steps: Talk., play: yes}\ninjects:\n",
    """steps: Talk., play: yes}
  - {id: ending, title: Ending, minutes: 47, purpose: To end., steps: End., say: Well done., play: yes}
injects:
  - {id: flood, title: Flood, round: ending, minute: 42, from: The mayor, to: [upper, lower], text: Water is here., expected: They run., fallback: Wait.}
""",
)


D = TypeVar("D", bound=Document)


def one(kind: type[D], planned: Pack) -> D:
    return next(document for document in planned.documents if isinstance(document, kind))


def made(folder: Path, text: str = SCENARIO, tables: int = 1) -> Pack:
    return pack(river(folder, text), tables)


def html(folder: Path, text: str, kind: type[Document]) -> str:
    return write(one(kind, made(folder, text)), world(folder / "look").templates)


@pytest.mark.parametrize(("minutes", "told"), [(0, "0:00"), (5, "0:05"), (60, "1:00"), (125, "2:05")])
def test_the_clock_counts_hours_and_minutes_from_the_start(minutes: int, told: str):
    assert clock(minutes) == told


def test_the_timetable_runs_through_rounds_and_debrief_with_each_inject_at_its_minute(tmp_path: Path):
    guide = one(FacilitatorGuide, made(tmp_path, TWO_ROUNDS))
    assert [(p.clock, p.minutes, p.title, p.say, p.messages) for p in guide.timetable] == [
        ("0:00", 20, "Talks", "", (("0:05", 1, "Rain"),)),
        ("0:20", 47, "Ending", "Well done.", (("1:02", 2, "Flood"),)),
        ("1:07", 10, "Step out", "", ()),
    ]
    assert guide.end == "1:17"
    assert [(r.clock, r.end, [m.clock for m in r.messages]) for r in guide.rounds] == [("0:00", "0:20", ["0:05"]), ("0:20", "1:07", ["1:02"])]
    assert [(p.clock, p.ask) for p in guide.debrief] == [("1:07", ("Take off your badge.",))]


def test_injects_are_numbered_by_the_clock_alike_in_list_and_cards(tmp_path: Path):
    planned = made(tmp_path, TWO_ROUNDS)
    assert [(m.number, m.clock, m.title, m.to) for m in one(InjectList, planned).rows] == [
        (1, "0:05", "Rain", "everyone"),
        (2, "1:02", "Flood", "Upper Valley and Lower Valley"),
    ]
    cards = one(InjectCards, planned).items
    assert [(c.number, c.clock, c.hand_to) for c in cards] == [(1, "0:05", ""), (2, "1:02", "Upper Valley"), (2, "1:02", "Lower Valley")]


def test_an_inject_card_tells_neither_its_title_nor_what_should_follow(tmp_path: Path):
    page = html(tmp_path, TWO_ROUNDS, InjectCards)
    assert "Heavy rain is forecast upstream" in page
    for hidden in ("Flood", "They run", "asks for a warning time", "note of the mayor", "[@"):
        assert hidden not in page


def test_a_head_count_fills_whole_tables_first_then_one_observes_and_others_double(tmp_path: Path):
    scenario, _ = river(tmp_path)
    counts = head_counts(scenario)
    assert counts[0] == HeadCount(3, 1, 0, 0)
    assert counts[1:6] == (HeadCount(4, 1, 0, 1), HeadCount(5, 1, 1, 1), HeadCount(6, 2, 0, 0), HeadCount(7, 2, 0, 1), HeadCount(8, 2, 1, 1))
    assert [c.people for c in counts] == list(range(3, 13))
    assert all(c.tables * 3 + c.doubled + c.observers == c.people for c in counts)


def test_a_scenario_for_fewer_people_than_roles_begins_at_a_full_table(tmp_path: Path):
    scenario, _ = river(tmp_path, changed(SCENARIO, "{least: 3, most: 12}", "{least: 2, most: 3}"))
    assert head_counts(scenario) == (HeadCount(3, 1, 0, 0),)


def test_the_guide_tells_the_rules_for_those_left_over(tmp_path: Path):
    page = html(tmp_path, changed(SCENARIO, "most: 12}", "most: 12, share: 3, press: 1}"), FacilitatorGuide)
    assert "one observes, one reports; the others each join a delegation" in page
    assert ">Press</th>" in page
    assert ">Press</th>" not in html(tmp_path / "plain", SCENARIO, FacilitatorGuide)


@pytest.mark.parametrize("tables", [1, 3])
def test_print_and_pack_lists_every_document_and_puts_each_in_envelopes_or_in_none(tmp_path: Path, tables: int):
    planned = made(tmp_path, tables=tables)
    sheet = one(PrintAndPack, planned)
    assert [(row.file, row.copies) for row in sheet.rows] == [(d.id, d.head.copies) for d in planned.documents]
    assert {row.file: (row.paper, row.sides) for row in sheet.rows if row.paper == "card"} == {
        "inject-cards": ("card", "one side"),
        "role-cards": ("card", "both sides"),
        "name-tents": ("card", "one side"),
    }
    assert [(s.badge.letter, s.tables, s.documents[-1]) for s in sheet.envelopes] == [
        (letter, tuple(range(1, tables + 1)), f"Worksheet: {name}")
        for letter, name in (("A", "Upper Valley"), ("B", "River Commission"), ("C", "Lower Valley"))
    ]
    packed, loose = {title for s in sheet.envelopes for title in s.documents}, {title for row in sheet.loose for title in row.titles}
    assert packed & loose == set()
    assert packed | loose == {d.head.title for d in planned.documents}
    assert (sheet.participants, sheet.tables) == (3 * tables, tables)


def test_the_role_matrix_holds_red_lines_trades_secrets_and_whom_each_sees_first(tmp_path: Path):
    rows = one(RoleMatrix, made(tmp_path)).rows
    assert [(r.badge.letter, r.lines, r.first.name) for r in rows] == [
        ("A", ("1b The lower valley",), "River Commission"),
        ("B", ("2b Never",), "Lower Valley"),
        ("C", ("1a The upper valley",), "Upper Valley"),
    ]
    assert rows[1].secrets == (
        "The ministry of the River Commission has already set aside money for one boat that can measure at night in flood and will not say so twice.",
    )
    assert rows[1].trades == (("the peak in August of the commission side", "a schedule in June"),)
    assert rows[1].aims[0] == "A weekly schedule for the commission side"


def test_a_red_line_that_rules_out_no_option_stands_in_the_matrix_in_its_own_words(tmp_path: Path):
    text = SCENARIO.replace("a right., options: [gauge/lower]}", "a right.}")
    assert text != SCENARIO
    assert ("You cannot sign what the other valley calls a right.",) in [row.lines for row in one(RoleMatrix, made(tmp_path, text)).rows]


def test_the_guide_prints_every_text_of_the_scenarios_guide(tmp_path: Path):
    text = changed(SCENARIO, "care: N", GUIDE + "care: N")
    page = html(tmp_path, text, FacilitatorGuide)
    scenario, _ = river(tmp_path / "again", text)
    passages = [p for p in scenario.passages if p.loc[0] == "guide"]
    assert len(passages) == 14
    assert {p.reader for p in passages} == {FACILITATOR}
    assert [p.text for p in passages if p.loc[-1] != "round" and p.text not in page] == []


def test_a_scenario_without_a_guide_has_a_shorter_one_without_empty_headings(tmp_path: Path):
    page = html(tmp_path, SCENARIO, FacilitatorGuide)
    for heading in ("At a glance", "Suitability and care", "Timetable", "Casting by head-count", "Running each round", "Debrief guide"):
        assert f">{heading}</h2>" in page
    for heading in ("Ready?", "What you need", "When something goes wrong", "Variants", "What participants can do afterwards"):
        assert heading not in page
    assert not re.search(r"<(ul|ol|tbody|table)[^>]*>\s*</", page)


def test_a_scenario_without_injects_has_neither_list_nor_cards(tmp_path: Path):
    planned = made(tmp_path, re.sub(r"(?s)injects:.*?agreement:", "agreement:", SCENARIO))
    assert {"inject-list", "inject-cards"} & {d.id for d in planned.documents} == set()
    assert "Inject cards" not in {row.title for row in one(PrintAndPack, planned).rows}


def test_every_document_of_the_facilitator_says_so_and_no_participant_may_read_it(tmp_path: Path):
    planned = made(tmp_path)
    templates = world(tmp_path / "look").templates
    own = [d for d in planned.documents if str(d.audience) == FACILITATOR]
    assert [d.id for d in own] == ["print-and-pack", "facilitator-guide", "role-matrix", "deal-map", "inject-list", "inject-cards"]
    assert all("FACILITATOR ONLY" in write(d, templates) for d in own)
    assert {d.id for d in own} & {id for envelope in planned.envelopes for id in envelope.documents} == set()


def test_card_and_single_sided_printing_are_properties_of_the_document(tmp_path: Path):
    planned = made(tmp_path)
    assert (RoleCards.card, RoleCards.duplex) == (True, True)
    assert {d.id for d in planned.documents if not d.duplex} == {"inject-cards", "name-tents"}


@pytest.mark.slow
def test_matrix_and_inject_list_are_one_page_and_the_guide_is_no_book(lachin: Built):
    pages = {f.path: f.pages for f in lachin.files if f.audience == FACILITATOR}
    for paper in ("a4", "letter"):
        assert pages[f"{paper}/role-matrix.pdf"] == pages[f"{paper}/inject-list.pdf"] == 1
        assert pages[f"{paper}/inject-cards.pdf"] == 2
        assert pages[f"{paper}/print-and-pack.pdf"] <= 2
        assert 8 <= pages[f"{paper}/facilitator-guide.pdf"] <= 10


@pytest.mark.slow
def test_no_text_of_a_card_or_wide_page_runs_over_its_edge(lachin: Built):
    for file in lachin.files:
        if file.document in ("inject-cards", "inject-list", "role-matrix"):
            document = pypdfium2.PdfDocument((lachin.folder / file.path).read_bytes())
            for page in document:
                width, height = page.get_size()
                text = page.get_textpage()
                boxes = [text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
                assert min(b[0] for b in boxes) > 20
                assert max(b[2] for b in boxes) < width - 20
                assert min(b[1] for b in boxes) > 15
                assert max(b[3] for b in boxes) < height - 15
                if file.document == "inject-cards":
                    assert not any(b[0] < width / 2 < b[2] or b[1] < height / 2 < b[3] for b in boxes), "a letter lies on a cut line"
            document.close()


@pytest.mark.slow
@pytest.mark.parametrize("id", ["inject-list", "role-matrix"])
def test_a_word_wider_than_its_column_prints_over_no_other(tmp_path: Path, id: str):
    text = SCENARIO
    for before, after in (("name: ", "Upper Valley"), ("title: ", "Rain"), ("from: ", "A news agency"), ("expected: ", "The lower"), ("fallback: ", "Hand")):
        text = changed(text, before + after, f"{before}Hochwasservorhersagezentralenverwaltung")
    page = document(pack_of(tmp_path, text), id)
    sheets = Press({**FONTS, **assets()}).typeset(write(page, TEMPLATES), *style(page, "a4", TEMPLATES))
    with pypdfium2.PdfDocument(sheets.pdf) as pdf:
        read = pdf[0].get_textpage()
        letters = [read.get_charbox(n) for n in range(read.count_chars()) if read.get_text_range(n, 1).strip()]
    middles = [((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in letters]
    over = [(n, m) for n, (x, y) in enumerate(middles) for m, (a, b, c, d) in enumerate(letters) if m > n + 1 and a < x < c and b < y < d]
    assert len(letters) > 300
    assert over == []

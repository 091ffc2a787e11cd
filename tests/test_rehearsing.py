"""The rehearsal: what the facilitator is told of games played on paper is worked out, and nobody else is told."""

from pathlib import Path

import pytest

from briefings.guides import PlayedGame
from briefings.packs import Pack
from briefings.packs.parts import Document
from briefings.packs.rehearsing import RehearsalSheet
from briefings.pages import write
from briefings.scenarios import FACILITATOR
from tests.test_table import said as words_of
from tests.worlds import PLAYED, REHEARSAL, SCENARIO, TEMPLATES, document, pack_of


def sheet_of(pack: Pack) -> RehearsalSheet:
    found = document(pack, "rehearsal")
    assert isinstance(found, RehearsalSheet)
    return found


def text_of(found: Document) -> str:
    return " ".join(words_of(write(found, TEMPLATES)).split())


def test_a_deal_on_paper_is_printed_with_what_it_is_worth_to_each_delegation(tmp_path: Path):
    sheet = sheet_of(pack_of(tmp_path, PLAYED + REHEARSAL))
    both = sheet.games[0]
    assert both.options == ("1c Both", "2c Daily")  # in the order of the issues
    assert [(w.badge.letter, w.points, w.gain, w.accepts) for w in both.worth] == [("A", 18, 6, True), ("B", 16, 8, True), ("C", 22, 14, True)]
    text = text_of(sheet)
    assert "It ends with 1c Both; 2c Daily." in text
    assert "Points 18 16 22 More than without a deal 6 8 14 Can sign yes yes yes" in text
    assert "What it taught. Ask for the days first." in text


def test_of_a_game_without_a_deal_it_is_said_what_could_still_have_passed(tmp_path: Path):
    """With Mondays settled, the gauge is open: three deals, of which those with 1a and 1c pass (see the deal map's test)."""
    sheet = sheet_of(pack_of(tmp_path, PLAYED + REHEARSAL))
    assert (sheet.games[1].tried, sheet.games[1].open, sheet.games[1].example, sheet.games[1].worth) == (3, 2, "1a 2a", ())
    assert "All could have agreed on 2a Every Monday. Of the 3 deals still open then, 2 would have passed, such as 1a 2a." in text_of(sheet)
    stuck = sheet_of(pack_of(tmp_path / "stuck", PLAYED + REHEARSAL.replace("settled: [dates/weekly]", "settled: [gauge/lower]")))
    assert "None of the 3 deals still open then would have passed." in text_of(stuck)
    bare = sheet_of(pack_of(tmp_path / "bare", PLAYED + REHEARSAL.replace("settled: [dates/weekly]", "settled: []")))
    assert "Nothing was settled. Of the 9 deals still open then, 3 would have passed, such as 1a 2a." in text_of(bare)


def test_without_points_it_is_said_who_can_sign(tmp_path: Path):
    sheet = sheet_of(pack_of(tmp_path, SCENARIO + REHEARSAL.replace("dates/daily", "dates/weekly")))
    assert [(w.points, w.gain, w.accepts) for w in sheet.games[0].worth] == [(None, None, True)] * 3
    assert "Points" not in text_of(sheet)


def test_moves_stand_by_round_in_the_order_of_the_delegations(tmp_path: Path):
    sheet = sheet_of(pack_of(tmp_path, SCENARIO + REHEARSAL.replace("dates/daily", "dates/weekly")))
    assert [(r.title, [(badge.letter, ideas) for badge, ideas in r.moves]) for r in sheet.rounds] == [
        ("Talks", [("A", ("Ask for the days.", "Offer a gauge.")), ("B", ("Say nothing.",)), ("C", ("Ask for a siren.",))])
    ]


def test_it_is_the_facilitators_alone_and_only_where_a_scenario_has_one(tmp_path: Path):
    pack = pack_of(tmp_path, PLAYED + REHEARSAL)
    assert str(sheet_of(pack).audience) == FACILITATOR
    for other in pack.documents:
        if str(other.audience) != FACILITATOR:
            assert "gives way on the gauge" not in text_of(other)
    assert "rehearsal" not in {d.id for d in pack_of(tmp_path / "without", PLAYED).documents}


@pytest.mark.parametrize(("ends", "found"), [({}, "neither"), ({"deal": (), "settled": ()}, "both")])
def test_a_game_on_paper_has_one_end(ends: dict[str, tuple[str, ...]], found: str):
    with pytest.raises(ValueError, match=f"a game on paper with {found} 'deal'"):
        PlayedGame.model_validate({"title": "T", "steps": [{"round": "talk", "happens": "H."}], "learned": "L.", **ends})

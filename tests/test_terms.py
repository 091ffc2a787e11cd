"""The list of charged terms: strict, explained on the page of names and terms, added to by a scenario."""

from pathlib import Path

import pytest

from briefings.casting import seat_each_role
from briefings.checks import check
from briefings.packs import plan
from briefings.packs.everyone import NamesAndTerms
from briefings.packs.roles import RoleBrief
from briefings.scenarios import read_scenario
from briefings.sources import read_library
from briefings.terms import whole
from tests.conftest import ROOT
from tests.test_checks import case
from tests.test_sources import shown
from tests.worlds import SCENARIO, changed, world

TERMS = """\
terms:
  - term: theft
    forms: [theft, thieves]
    except_in: [theft insurance]
    used_by: The lower valley.
    objection: The upper valley hears a crime in it.
    alternatives: [use, flow]
places:
  - id: mill
    house: Mill/Mlyn
    names: [{name: Mill, used_by: the lower valley}, {name: Mlyn, used_by: the upper valley}]
    within: [Mill Street]
    note: An old mill.
figures:
  - {about: the gauges, words: [gauge], excerpts: [herald-2019/gauges, herald-2019/early]}
"""


def glossary(folder: Path, terms: str = TERMS):
    seeds = world(folder / "world").seeds
    (seeds / "terms.yaml").write_text(terms, "utf-8")
    return read_library(seeds)


def codes(folder: Path, scenario: str) -> list[str]:
    looked_at = case(folder, scenario, glossary(folder)[0])
    return [f.code for f in check(looked_at.scenario, looked_at.marked, looked_at.library)]


def page(folder: Path, scenario: str) -> NamesAndTerms:
    library, _ = glossary(folder)
    read = case(folder, scenario, library).scenario
    (found,) = (d for d in plan(read, library, seat_each_role(read, 1)).documents if isinstance(d, NamesAndTerms))
    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    used_by: The lower valley.\n", "", "missing-key: - ^t^erm: theft"),
        ("forms: [theft, thieves]", "forms: []", "count: ^forms^:"),
        ("thieves]", "Theft]", "duplicate-term: forms: [theft, ^Theft^]"),
        ("herald-2019/early", "herald-2019/erly", "unknown-excerpt: - {about: the gauges, words: [gauge], excerpts: [herald-2019/gauges, ^herald-2019/erly^]}"),
        ("figures:", "  - {id: mill, house: A, names: [{name: A, used_by: x}, {name: B, used_by: y}], note: N.}\nfigures:", "duplicate-id: - {id: ^mill^,"),
    ],
)
def test_a_fault_in_the_list_is_found_at_its_place(tmp_path: Path, old: str, new: str, expected: str):
    library, findings = glossary(tmp_path, changed(TERMS, old, new))
    assert [place for place in shown(findings) if "no-figure" not in place] == [expected]
    assert set(library.sources) == {"herald-2019"}


def test_a_disputed_figure_rests_on_excerpts_with_a_figure(tmp_path: Path):
    (found,) = glossary(tmp_path)[1]
    assert (found.code, found.message, found.level) == ("no-figure", "no figure stands in 'herald-2019/early'", "warning")


def test_a_project_without_a_list_is_whole(tmp_path: Path):
    library, findings = read_library(world(tmp_path).seeds)
    assert findings == ()
    assert library.glossary.terms == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("here: flow}", "here: flow, attribute: [invented]}", ["charged-term"]),
        ("is invented.", "is about thieves.", ["charged-term"]),
        ("here: flow}", "here: flow, neutral: [Thieves]}", []),
        ("is invented.", "is at Mlyn.", ["one-sided-name"]),
        ("is invented.", "is in Mill Street.", []),
        ("is invented.", "is at Mill/Mlyn.", []),
    ],
)
def test_a_scenario_adds_to_the_list_and_takes_from_it(tmp_path: Path, old: str, new: str, expected: list[str]):
    assert codes(tmp_path, changed(SCENARIO, old, new)) == expected


def test_a_word_that_a_scenario_uses_in_its_own_sense_is_no_finding(tmp_path: Path):
    used = changed(SCENARIO, "is invented.", "is about thieves.")
    assert codes(tmp_path, changed(used, "here: flow}", "here: flow, neutral: [thieves]}")) == []


def test_a_scenarios_own_names_of_a_place_prevail(tmp_path: Path):
    own = "  - {id: mill, house: Mill, names: [{name: Mill, used_by: all}, {name: Mlyn, used_by: some}], note: A mill.}\nterms:"
    assert codes(tmp_path, changed(changed(SCENARIO, "is invented.", "is at Mill."), "terms:", own)) == []


def test_the_page_prints_the_terms_and_places_that_participants_meet(tmp_path: Path):
    plain = page(tmp_path / "plain", SCENARIO)
    assert [row.term for row in plain.terms] == ["release"]
    assert [row.house for row in plain.places] == ["the Bridge/Most"]
    used = page(tmp_path / "used", changed(SCENARIO, "is invented.", "is at Mill/Mlyn; Ana Brod calls it a theft."))
    assert [(row.term, row.here) for row in used.terms] == [("release", "flow"), ("theft", "Neutral pages say whose word it is, or instead: use; flow.")]
    assert [(row.house, row.note) for row in used.places] == [("the Bridge/Most", "Where the meeting is held."), ("Mill/Mlyn", "An old mill.")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at the bridge.\n  differs", "there, and Ana calls it theft.\n  differs"),
        ("is invented.", "asks for theft insurance."),
        ("Heavy rain is", "Thieves, says Ana, bring heavy rain, which is"),
        ("has already set aside", "says thieves; it has already set aside"),
    ],
)
def test_the_page_tells_nothing_of_what_is_secret_or_comes_later_or_is_a_common_expression(tmp_path: Path, old: str, new: str):
    assert [row.term for row in page(tmp_path, changed(SCENARIO, old, new)).terms] == ["release"]


def test_a_scenarios_own_entry_is_printed_instead_of_the_lists(tmp_path: Path):
    own = changed(SCENARIO, "is invented.", "is invented; Ana Brod calls it a theft.")
    own = changed(own, "background:", "  - {term: 'theft, use', used_by: both, objection: none here, here: use}\nbackground:")
    assert [(row.term, row.used_by) for row in page(tmp_path, own).terms] == [("release", "the upper valley"), ("theft, use", "both")]


def test_a_pattern_finds_whole_words_over_line_ends():
    assert [m[0] for m in whole("ethnic cleansing", "ethnic").finditer("ethnic\ncleansing, ethnically")] == ["ethnic\ncleansing"]
    assert whole().search("anything") is None


def test_a_form_that_begins_with_a_capital_is_a_name_and_found_as_written():
    pattern = whole("Western Azerbaijan", "occupied", ignore_case=True)
    assert [m[0] for m in pattern.finditer("Occupied: western Azerbaijan, called Western Azerbaijan; occupied")] == [
        "Occupied",
        "Western Azerbaijan",
        "occupied",
    ]


def test_the_shipped_list_is_even_handed_in_form():
    """Every term says who uses it and who objects, and names both sides of the dispute, or their peoples, alike."""
    library, findings = read_library(ROOT / "seeds")
    assert findings == ()
    for term in library.glossary.terms:
        told = f"{term.used_by} {term.objection}"
        disputes = (("Armenia", "Azerbaijan"), ("Russia", "Ukraine"))
        shared = any(word in told.lower() for word in ("each side", "both sides", "both societies"))
        assert shared or any(one in told and other in told for one, other in disputes), term.term
    assert {place.house.split("/")[0] for place in library.glossary.places} >= {"Stepanakert", "Lachin", "Shusha"}


def test_the_shipped_scenario_prints_the_house_forms_of_the_list():
    library, _ = read_library(ROOT / "seeds")
    scenario, _, _ = read_scenario(ROOT / "scenarios" / "lachin-2022.yaml")
    assert scenario
    listed = {place.id: place.house for place in library.glossary.places}
    assert [place.id for place in scenario.places if listed.get(place.id, place.house) != place.house] == []


def test_a_brief_that_uses_one_sides_names_says_so_and_no_other_does(tmp_path: Path):
    scenario = changed(SCENARIO, "You speak for the Upper Valley.", "You speak for Most, not for Mill Street or Mill/Mlyn, and for Most again.")
    library, _ = glossary(tmp_path)
    read = case(tmp_path, scenario, library).scenario
    briefs = [d for d in plan(read, library, seat_each_role(read, 1)).documents if isinstance(d, RoleBrief)]
    assert [dict(brief.glance).get("Names") for brief in briefs] == ["Most: as your side says it", None, None]

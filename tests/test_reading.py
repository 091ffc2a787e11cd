"""Words, minutes and reading levels of the documents; quotations, names and citations do not count."""

from pathlib import Path

from briefings.reading import Level, documents, level, levels, minutes, sentences
from briefings.scenarios import read_scenario
from tests.conftest import ROOT
from tests.worlds import SCENARIO

EASY = ("The dam is shut. We go to the old mill. The men on the bank see the rain. They ask for help. " * 8,)
HARD = ("The intergovernmental commission subsequently recommended comprehensive institutional harmonisation of hydrological instrumentation. " * 12,)


def test_sentences_keep_the_citations_that_follow_them():
    text = "The river rose. [@a/b] [@c] The U.S. commission, led by J. Brod, met. “Why?” asked Ana! No\n\n- one\n- two. [@d]"
    assert [text[a:b].strip() for a, b in sentences(text)] == [
        "The river rose. [@a/b] [@c]",
        "The U.S. commission, led by J. Brod, met.",
        "“Why?” asked Ana!",
        "No",
        "- one",
        "- two. [@d]",
    ]


def test_each_text_is_counted_in_the_document_that_prints_it(tmp_path: Path):
    (tmp_path / "river.yaml").write_text(SCENARIO, "utf-8")
    scenario, _, _ = read_scenario(tmp_path / "river.yaml")
    assert scenario
    found = documents(scenario)
    assert list(found) == [
        *("common-brief", "names-and-terms", "role-brief-upper", "role-brief-commission", "role-brief-lower"),
        *("agenda-and-rules", "inject-cards", "facilitator-guide", "epilogue"),
    ]
    assert found["inject-cards"] == ("Heavy rain is forecast upstream from Thursday on, and the engineers expect to open the gates.",)
    assert "gauge/lower" not in found["role-brief-upper"]
    assert not any("@" in text for texts in found.values() for text in texts)


def test_minutes_are_rounded_up_at_150_words_a_minute():
    assert [minutes(n) for n in (0, 1, 150, 151, 2400)] == [0, 1, 1, 2, 16]


def test_harder_text_reads_at_a_higher_age():
    easy, hard = level("a", EASY, "en"), level("b", HARD, "en-GB")
    assert easy
    assert hard
    assert easy.ages[1] <= 10
    assert hard.ages[0] >= 18
    assert str(Level("a", 9.2, (14, 16))) == "about age 14-16"


def test_quotations_and_proper_names_do_not_change_the_level():
    named = tuple(text.replace("the old mill", "the old Transcontinentalville Mill “subsequently institutionalised harmonisation”") for text in EASY)
    plain, other = level("a", EASY, "en"), level("a", named, "en")
    assert plain
    assert other
    assert other.ages == plain.ages


def test_a_short_text_or_a_language_without_formulas_has_no_level():
    assert level("a", ("The dam is shut.",), "en") is None
    assert level("a", EASY, "hy") is None


def test_every_document_of_the_shipped_scenario_reads_at_its_age_or_below():
    scenario, _, _ = read_scenario(ROOT / "scenarios" / "lachin-2022.yaml")
    assert scenario
    assert {found.document: found.ages for found in levels(scenario) if found.ages[0] > scenario.ages.start} == {}

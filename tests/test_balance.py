"""The balance report: what each role is given, counted by hand here."""

from dataclasses import replace
from pathlib import Path

from briefings.balance import Balance, Heard, balance, gaps
from briefings.scenarios import brief_words, read_scenario
from briefings.sources import read_library
from tests.worlds import SCENARIO, SOURCE, changed, world


def counted(folder: Path, scenario: str = SCENARIO, source: str = SOURCE) -> Balance:
    project = world(folder, scenario, source)
    read, _, _ = read_scenario(project.scenarios / "river.yaml")
    assert read
    return balance(read, read_library(project.seeds)[0])


def test_each_role_has_its_figures(tmp_path: Path):
    upper, commission, lower = counted(tmp_path).hands
    assert [(hand.letter, hand.role, hand.name) for hand in (upper, commission, lower)] == [
        ("A", "upper", "Upper Valley"),
        ("B", "commission", "River Commission"),
        ("C", "lower", "Lower Valley"),
    ]
    # We ask to know ... on Friday (12), Farmers ... too late (12), the dam ... the town (10), the two ... in July (9)
    assert (upper.evidence.excerpts, upper.evidence.words) == (4, 43)
    assert upper.evidence.outlets == (("Valley Herald", 4),)
    assert upper.evidence.kinds == (("news", 4),)
    assert upper.evidence.reports == (("claim", 2), ("fact", 1), ("position", 1))
    assert upper.evidence.dates == ("2019-05-12", "2019-05-12")
    assert (upper.wants, upper.levers, upper.red_lines, upper.secrets) == (2, 1, 1, 1)
    assert [(hand.own, hand.heard, hand.spoken_of) for hand in (upper, commission, lower)] == [(1, 1, 1), (0, 0, 0), (0, 0, 1)]


def test_it_is_said_who_is_quoted_about_whom(tmp_path: Path):
    assert counted(tmp_path).heard == (
        Heard("Ana Brod, spokeswoman of the farmers", "Upper Valley", 1),
        Heard("the mayor", "Lower Valley", 1),
    )


def test_the_words_of_two_named_together_are_both_theirs_also_by_another_name(tmp_path: Path):
    text = changed(SCENARIO, "    name: Lower Valley\n", "    name: Lower Valley\n    also: [L.V.]\n")
    source = changed(SOURCE, "speaker: Ana Brod, spokeswoman of the farmers", "speaker: Upper Valley and L.V.")
    assert {h.voice for h in counted(tmp_path, text, source).heard} == {"Upper Valley", "Lower Valley", "the mayor"}


def test_what_the_library_cannot_give_is_told_in_words(tmp_path: Path):
    silent = "The library holds no excerpt published by 1 June 2019 that gives the words or position of the River Commission or the Lower Valley itself."
    assert list(gaps(counted(tmp_path))) == [silent]
    mayor = changed(SOURCE, "of: the mayor\n", "of: the mayor of the lower valley\n")
    heard = counted(tmp_path / "mayor", source=mayor)
    assert [hand.heard for hand in heard.hands] == [1, 0, 1]
    assert list(gaps(heard)) == [silent.replace(" or the Lower Valley", "")]


def test_opinion_that_nothing_else_could_replace_is_told_in_words(tmp_path: Path):
    opinion = changed(changed(SOURCE, "kind: news", "kind: opinion"), "tags: [dam, lower]", "tags: [dam]")
    found = counted(tmp_path, source=opinion)
    assert found.opinionated == ()  # all have the same
    one = replace(found.hands[0], evidence=replace(found.overall, kinds=(("news", 4),)))
    mixed = replace(found, hands=(one, replace(one, role="commission"), found.hands[2]))
    told = list(gaps(mixed))[-1]
    assert told.startswith("Most excerpts in the brief of the Lower Valley are opinion or commentary; ")
    assert told.endswith("published by 1 June 2019, the library holds no other text about it to add.")


def test_an_excerpt_counts_once_in_the_pack_however_often_it_is_printed(tmp_path: Path):
    assert (counted(tmp_path).overall.excerpts, counted(tmp_path / "again").overall.words) == (4, 43)


def test_injects_are_counted_for_those_they_reach(tmp_path: Path):
    upper, commission, _ = counted(tmp_path, changed(SCENARIO, "to: [everyone]", "to: [upper]")).hands
    assert (upper.injects, upper.addressed, commission.injects) == (("rain",), ("rain",), ())
    everyone = counted(tmp_path / "everyone").hands[0]
    assert (everyone.injects, everyone.addressed) == (("rain",), ())


def test_speaking_is_the_slots_and_an_equal_share_of_play(tmp_path: Path):
    slot = "  - {id: talk, title: Talks, minutes: 20, purpose: To talk., steps: Talk., play: yes}\n"
    opening = "  - {id: open, title: Openings, minutes: 9, purpose: To open., steps: Open., play: yes, slot: 2}\n"
    assert [hand.speaking for hand in counted(tmp_path, changed(SCENARIO, slot, opening + slot)).hands] == [8.7, 8.7, 8.7]


def test_reading_is_the_common_brief_and_the_own_one(tmp_path: Path):
    project = world(tmp_path)
    scenario, _, _ = read_scenario(project.scenarios / "river.yaml")
    assert scenario
    library, _ = read_library(project.seeds)
    found = balance(scenario, library)
    own, common = brief_words(scenario.roles[0], library), dict(found.words)["common-brief"]
    assert found.hands[0].words == own
    assert found.hands[0].reading == -(-(own + common) // 150)
    assert found.reading_given == 0

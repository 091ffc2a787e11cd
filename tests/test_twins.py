"""The fictional twin: every name invented, nothing quoted, the game as it was, and nothing real left unnoticed."""

import re
from pathlib import Path

import pytest

from briefings.build import Order, build
from briefings.checks import check_scenario
from briefings.crew import Crew
from briefings.imposition import Printing
from briefings.models import walk_prose
from briefings.negotiation import game
from briefings.press.said import said
from briefings.project import Project
from briefings.scenarios import Scenario
from briefings.terms import whole
from briefings.twins import key_to, read_twins, twin
from tests.conftest import ROOT
from tests.worlds import SCENARIO, changed, world

TWINS = """\
names:
  - {invented: Arvel, real: [Upper Valley]}
  - {invented: Borel, real: [River Commission]}
  - {invented: Corel, real: [Lower Valley]}
  - {invented: Ford, real: [the Bridge, Bridge, Most]}
texts:
  - {where: epilogue/text, text: Nothing happened to Upper Valley afterwards.}
evidence: [excerpt]
ordinary: [Monday, Each, Thursday, What, Nobody, So, Farmers, Widely, Every, Hand, Heavy, Take, River,
  Delegations, Where, Get, You, Without, They, Talks, All, Step, Nothing, Rain, As]
"""
OWN = """\
twin:
  title: The Ford
  names:
    - {invented: the August peak, real: [the peak in August]}
    - {invented: in some June, real: [in June]}
"""


def valley(folder: Path, scenario: str = SCENARIO + OWN, twins: str = TWINS) -> Project:
    project = world(folder / "valley", scenario)
    (project.seeds / "twins.yaml").write_text(twins, "utf-8")
    return project


def twinned(project: Project, name: str = "river") -> Scenario:
    checked = check_scenario(project, name)
    assert checked.scenario
    assert checked.marked
    return twin(checked.scenario, checked.marked, checked.twins)


def texts(scenario: Scenario) -> dict[str, str]:
    return {"/".join(map(str, loc)): text for loc, text, _ in walk_prose(scenario)}


def found(project: Project) -> list[tuple[str, str, int]]:
    return [(f.code, f.message, f.mark.line) for f in check_scenario(project, "river").findings]


def test_names_are_replaced_whole_in_every_text_and_in_the_ids_of_roles(tmp_path: Path):
    made = twinned(valley(tmp_path))
    assert [(role.id, role.name) for role in made.roles] == [("arvel", "Arvel"), ("borel", "Borel"), ("corel", "Corel")]
    assert made.roles[0].brief.see_first.role == "borel"
    assert made.agreement.must_sign == ("arvel", "corel")
    assert (made.title, made.id) == ("The Ford", "river-twin")
    assert [text for text in texts(made).values() if re.search("Upper Valley|Lower Valley|Bridge", text)] == []
    assert made.epilogue.text == "Nothing happened to Arvel afterwards."


def test_what_shows_evidence_is_left_out_and_nothing_is_cited(tmp_path: Path):
    made = twinned(valley(tmp_path))
    assert (made.background, made.terms, made.contradictions, made.map, made.twin) == ((), (), (), None, None)
    assert {role.brief.record for role in made.roles} == {()}
    assert {role.public.quotation for role in made.roles} == {""}
    assert [text for text in texts(made).values() if "[@" in text] == []
    assert {"source-dossier", "quality-annex"} <= {*made.documents.leave_out}


def test_the_game_is_the_same(tmp_path: Path):
    project = valley(tmp_path)
    real, made = check_scenario(project, "river").scenario, twinned(project)
    assert real
    assert [player.closed for player in game(made).players] == [player.closed for player in game(real).players]
    assert game(made).issues == game(real).issues


def test_years_are_counted_from_the_first_and_keep_their_distance(tmp_path: Path):
    project = valley(tmp_path, changed(SCENARIO, "Heavy rain is forecast", "As in 2009, rain is forecast") + OWN)
    made = twinned(project)
    assert made.injects[0].text.startswith("As in Year 1, rain")
    assert (made.as_of, made.timeline[0].date) == ("0011-06-01", "0011-05-06")


def test_a_name_that_is_left_is_found_where_it_stands(tmp_path: Path):
    text = changed(SCENARIO, "Nobody asked them.", "Nobody asked Ana of Mill Town.")
    line = text[: text.index("Ana of Mill")].count("\n") + 1
    assert found(valley(tmp_path, text + OWN)) == [("real-name", f"the twin still says '{name}'", line) for name in ("Ana", "Mill", "Town")]


def test_the_first_word_of_a_sentence_is_ordinary_where_it_is_also_written_small(tmp_path: Path):
    text = changed(SCENARIO, "Nobody asked them.", "They swim. Gates hurt them.")
    assert found(valley(tmp_path, text + OWN)) == []
    assert [code for code, *_ in found(valley(tmp_path / "b", changed(text, "Gates", "Goris") + OWN))] == ["real-name"]


def test_a_text_that_leans_on_evidence_is_found_until_the_twin_says_something_else(tmp_path: Path):
    text = changed(SCENARIO, "steps: Talk.", "steps: Talk of an excerpt.")
    assert [code for code, *_ in found(valley(tmp_path, text + OWN))] == ["twin-evidence"]
    mended = OWN + "  texts:\n    - {where: rounds/talk/steps, text: Talk of a reason.}\n"
    project = valley(tmp_path / "b", text + mended)
    assert found(project) == []
    assert twinned(project).rounds[0].steps == "Talk of a reason."


def test_an_entry_without_a_text_leaves_its_place_out_of_a_list_only(tmp_path: Path):
    left = OWN + "  texts:\n    - {where: not_at_table/1}\n    - {where: care}\n    - {where: rounds/none}\n"
    project = valley(tmp_path, SCENARIO + left)
    assert {code for code, *_ in found(project)} == {"twin-text", "unknown-where"}
    assert twinned(valley(tmp_path / "b", SCENARIO + OWN + "  texts:\n    - {where: not_at_table/1}\n")).not_at_table == ()


def test_invented_names_keep_the_alphabetical_order_of_real_ones(tmp_path: Path):
    text = changed(changed(SCENARIO, "name: Upper Valley", "name: Alpha"), "name: River Commission", "name: Beta")
    twins = TWINS.replace("Upper Valley]", "Upper Valley, Alpha]").replace("River Commission]", "River Commission, Beta]")
    assert found(valley(tmp_path, text + OWN, twins)) == []
    swapped = twins.replace("invented: Arvel", "invented: Zorvel")
    assert [code for code, *_ in found(valley(tmp_path / "b", text + OWN, swapped))] == ["twin-order"]


def test_an_invented_name_begins_a_sentence_with_a_capital(tmp_path: Path):
    twins = TWINS.replace("invented: Ford,", "invented: the old Ford,")
    made = twinned(valley(tmp_path, changed(SCENARIO, "Nobody asked them.", "Most is far. They know Most.") + OWN, twins))
    assert made.not_at_table[0].why == "The old Ford is far. They know the old Ford."


@pytest.mark.parametrize("name", ["energy-2022", "hearing-2020", "lachin-2022", "normalisation-2024", "security-2024", "settlement-2020"])
def test_the_twins_of_this_project_hold_no_real_name(name: str):
    project = Project(ROOT, ROOT / "build")
    twins, _, findings = read_twins(project.seeds / "twins.yaml", "seeds/twins.yaml")
    assert findings == ()
    real = whole(*(form for entry in twins.names for form in entry.real))
    made = twinned(project, name)
    held = {at: real.findall(text) for at, text in texts(made).items() if real.search(text)}
    assert held == {}
    assert not [text for at, text in texts(made).items() if at.split("/")[-1] != "id" and re.search(r"\b(19|20)\d\d\b", text)]
    names = [role.name for role in made.roles]
    assert names == sorted(names)


@pytest.mark.slow
def test_no_finished_file_of_a_twin_says_a_real_name_and_the_manifest_holds_the_key(tmp_path: Path):
    project = valley(tmp_path)
    built = build(project, "river", Order((Printing("a4"),), crew=Crew(1), twin=True))
    assert built.ok, built.findings
    assert built.folder == project.output / "river-twin"
    real = re.compile("Upper Valley|Lower Valley|(role|sheet)-upper|Herald|herald|Bridge|gauges differed")
    for path in built.folder.rglob("*.pdf"):
        assert not real.search(path.name)
        assert [piece.text for pieces in said(path.read_bytes()) for piece in pieces if real.search(piece.text)] == []
    assert '"Arvel": "Upper Valley"' in (built.folder / "manifest.json").read_text("utf-8")


def test_a_scenario_that_names_no_twin_is_not_printed_as_one(tmp_path: Path):
    built = build(valley(tmp_path, SCENARIO), "river", Order((Printing("a4"),), crew=Crew(1), twin=True))
    assert [finding.code for finding in built.findings] == ["no-twin"]
    assert built.files == ()


def test_the_key_holds_names_and_no_phrases(tmp_path: Path):
    own = OWN + "    - {invented: it is told, real: [the engineers expect to open the gates]}\n"
    checked = check_scenario(valley(tmp_path, SCENARIO + own), "river")
    assert checked.scenario
    assert key_to(checked.scenario, checked.twins)["Corel"] == "Lower Valley"
    assert "it is told" not in key_to(checked.scenario, checked.twins)

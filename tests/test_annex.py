"""The quality annex: true figures, told reasons, nobody invented."""

from pathlib import Path

from briefings.build import check_scenario, verdict
from briefings.casting import seat_each_role
from briefings.packs import plan
from briefings.packs.annex import QualityAnnex
from briefings.pages import write
from briefings.project import Project
from briefings.reports import scenario_counts, summary
from briefings.scenarios import FACILITATOR
from briefings.secrecy import Secrets
from tests.conftest import ROOT
from tests.worlds import PLAYED, REHEARSAL, SCENARIO, changed, world

ACCEPTED = """\
accepted:
  - {finding: long-aim, where: roles/upper, because: The aim is read aloud and never printed on a card.}
"""
LONG_AIMS = changed(
    changed(SCENARIO, "A schedule that the Upper", "A schedule" + " and rest" * 6 + " that the Upper"), "A schedule that", "A plan" + " and a" * 9
)


def annex(project: Project, name: str = "river", runs: int = 191) -> QualityAnnex:
    checked = check_scenario(project, name)
    assert checked.ok
    assert checked.scenario
    pack = plan(checked.scenario, checked.library, seat_each_role(checked.scenario), verdict=verdict(project, checked, runs))
    (found,) = (d for d in pack.documents if isinstance(d, QualityAnnex))
    for_others = sum(str(d.audience) != FACILITATOR for d in pack.documents)
    assert found.promises[1].figure.startswith(f"{for_others} documents searched")
    assert found.unsearched == len(pack.documents) - for_others
    return found


def test_it_counts_quotations_secrets_and_documents_and_hashes_each_source(tmp_path: Path):
    found = annex(world(tmp_path / "river"))
    assert (found.proven, found.printed, found.run) == (4, 4, 6)
    assert found.runs == 191
    (row,) = found.ledger
    assert (row.name, row.date, row.quotations, row.quoted, row.total, row.share, row.limit) == ("Valley Herald", "12 May 2019", 4, 43, 79, "54.4", 90)
    assert len(row.record) == len(row.text) == 19
    assert dict(found.deals)["Possible deals"] == "6: one option for each of 2 issues"
    assert found.promises[0].figure == "4 of 4 proven"
    assert (row.printed, found.background) == (4, 1)
    assert "Punctuation was not compared:" in write(found, ROOT / "templates")
    assert found.balance[0][0] == "words of its brief, with excerpts"


def test_one_number_of_runs_of_secret_words_is_told_by_check_gate_and_annex(tmp_path: Path):
    project = world(tmp_path / "river", PLAYED)
    scenario = (checked := check_scenario(project, "river")).scenario
    assert scenario
    searched = len(Secrets(scenario, checked.library))
    assert scenario_counts(scenario)["secret_runs"] == searched == len(scenario.secrets)
    assert f" {searched} runs of secret words" in "\n".join(summary([checked], ()))
    found = annex(project, runs=searched)
    assert found.promises[1].figure.endswith(f" documents searched for {searched} runs of secret words")
    assert any(secret.loc[-2:-1] == ("scores",) for secret in scenario.secrets.values())


def test_what_the_library_could_not_give_is_told_with_the_balance_and_is_no_doubt(tmp_path: Path):
    found = annex(world(tmp_path / "river"))
    (gap,) = found.gaps
    assert gap.endswith("the words or position of the River Commission or the Lower Valley itself.")
    assert gap in write(found, ROOT / "templates")
    assert found.doubts == ()


def test_doubts_stand_in_it_with_the_reason_or_as_open(tmp_path: Path):
    found = annex(world(tmp_path / "river", LONG_AIMS + ACCEPTED))
    assert [(d.code, d.reason) for d in found.doubts] == [("long-aim", "The aim is read aloud and never printed on a card."), ("long-aim", "")]
    assert found.promises[4].figure == "1 accepted, 1 open"


def test_nobody_is_named_as_a_reviewer_who_is_not_in_the_scenario(tmp_path: Path):
    assert "Not yet reviewed by a person named here" in write(annex(Project(ROOT, tmp_path), "lachin-2022"), ROOT / "templates")
    reviewed = annex(world(tmp_path / "river", SCENARIO + "reviewed:\n  - {initials: A. B., date: 2019-05, for: balance of the briefs}\n"))
    assert reviewed.reviews == (("A. B.", "May 2019", "balance of the briefs"),)
    page = write(reviewed, ROOT / "templates")
    assert "balance of the briefs" in page
    assert "Not yet reviewed" not in page
    assert reviewed.promises[-1].figure == "A. B."


def test_the_build_changes_with_scenario_source_or_template_and_with_nothing_else(tmp_path: Path):
    one, same, other = world(tmp_path / "one"), world(tmp_path / "same"), world(tmp_path / "other", PLAYED)
    assert annex(one).build == annex(same).build != annex(other).build
    sheet = same.templates / "style" / "annex.css"
    sheet.write_text(sheet.read_text("utf-8") + "/* */", "utf-8")
    assert annex(one).build != annex(same).build


def test_charged_terms_are_counted_in_neutral_texts_and_in_briefs(tmp_path: Path):
    project = world(tmp_path / "river", changed(SCENARIO, "So that farms can plan.", "The blockade must end."))
    listed = "terms:\n  - {term: blockade, forms: [blockade], used_by: one side, objection: the other denies it, alternatives: [closure]}\n"
    (project.seeds / "terms.yaml").write_text(listed, "utf-8")
    (row,) = annex(project).terms
    assert (row.term, row.neutral, row.briefs, row.instead) == ("blockade", 0, 1, "closure")


def test_without_a_verdict_or_left_out_there_is_none(tmp_path: Path):
    checked = check_scenario(world(tmp_path / "river"), "river")
    assert checked.scenario
    planned = plan(checked.scenario, checked.library, seat_each_role(checked.scenario))
    assert not any(isinstance(d, QualityAnnex) for d in planned.documents)
    project = world(tmp_path / "left", SCENARIO + "documents: {leave_out: [quality-annex]}\n")
    checked = check_scenario(project, "river")
    assert checked.scenario
    planned = plan(checked.scenario, checked.library, seat_each_role(checked.scenario), verdict=verdict(project, checked, 191))
    assert not any(isinstance(d, QualityAnnex) for d in planned.documents)


def test_what_was_not_looked_for_is_not_promised(tmp_path: Path):
    project = world(tmp_path / "river", changed(SCENARIO, "language: en\n", "language: hy\n") if "language: en\n" in SCENARIO else f"{SCENARIO}language: hy\n")
    (found,) = (f for f in check_scenario(project, "river").findings if f.code == "fixed-english")
    assert (found.level, "not looked for in hy" in found.message) == ("note", True)
    proof = next(row.proof for row in annex(project).promises if row.promise.startswith("Neutral text"))
    assert "English texts only; not in hy" in proof
    assert "and figures" not in proof
    assert "and figures without a date." in next(row.proof for row in annex(world(tmp_path / "en")).promises if row.promise.startswith("Neutral text"))


def test_it_says_how_many_deals_were_reached_on_paper(tmp_path: Path):
    assert annex(world(tmp_path / "river", PLAYED)).promises[2].proof == "The program counted every possible deal."
    rehearsed = annex(world(tmp_path / "rehearsed", PLAYED + REHEARSAL)).promises[2]
    assert (rehearsed.proof, rehearsed.figure) == (
        "The program counted every possible deal; the author reached 2 of them by playing on paper.",
        "3 of 9 deals pass",
    )

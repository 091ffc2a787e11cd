"""What differs between two versions of a scenario, for whom, and which sheets must be printed again."""

from pathlib import Path

import pytest

from briefings.differing import Change, Difference, diff, lines, version
from briefings.project import Project
from briefings.sources import add
from tests.worlds import PLAYED, SCENARIO, SOURCE, TEXT, changed

ANNEX = "quality-annex"  # prints a hash of everything, also of comments
INJECTS = ("inject-list", "inject-cards")


def project(folder: Path, source: str = SOURCE) -> Project:
    (folder / "seeds").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    (folder / "seeds" / "herald-2019.yaml").write_text(source, "utf-8")
    (folder / "article.txt").write_text(TEXT, "utf-8")
    add(folder / "seeds", "herald-2019", folder / "article.txt")
    return Project(folder, folder / "build")


def between(folder: Path, old: str, new: str, *projects: Project) -> Difference:
    """The difference of two texts of a scenario, in one project or in two."""
    one, two = projects or (project(folder / "world"),) * 2
    sides = []
    for where, name, text in ((one, "old.yaml", old), (two, "river.yaml", new)):
        (where.scenarios / name).write_text(text, "utf-8")
        side, findings = version(where, where.scenarios / name, f"scenarios/{name}")
        assert side, findings
        sides.append(side)
    return diff(*sides)


def short(change: Change) -> str:
    return f"{change.reader}: {change.path} {change.kind}: {change.before} -> {change.after}"


def again(found: Difference) -> list[str]:
    return [sheet.document for sheet in found.sheets if sheet.kind in ("changed", "new") and sheet.document != ANNEX]


def test_the_same_scenario_differs_in_nothing(tmp_path: Path):
    found = between(tmp_path, SCENARIO, SCENARIO)
    assert (found.changes, found.sheets) == ((), ())
    assert "PRINT AGAIN: 0 of " in "\n".join(lines(found, "old", "new"))


def test_a_comment_is_no_change_but_the_annex_prints_another_hash(tmp_path: Path):
    found = between(tmp_path, SCENARIO, "# a comment\n" + SCENARIO)
    assert (found.changes, [sheet.document for sheet in found.sheets]) == ((), [ANNEX])


@pytest.mark.parametrize(
    ("old", "new", "changes", "sheets"),
    [
        (
            "house beside the old mill",
            "house behind the old mill",
            ["upper: roles/upper/brief/secrets/money/text changed: "],
            ["role-matrix", "role-brief-upper", "epilogue"],
        ),
        ("minutes: 10, ask", "minutes: 12, ask", ["after play: debrief/Step out/minutes changed: 10 -> 12"], []),
        ("minute: 5\n", "minute: 6\n", ["facilitator: injects/rain/minute changed: 5 -> 6"], [*INJECTS]),
        ("subtitle: One afternoon", "subtitle: One morning", ["everyone: subtitle changed: One afternoon at the bridge -> One morning at the bridge"], []),
        (
            "wants:\n",
            "wants:\n        - {want: An hour of rest, why: It is late.}\n",
            ["upper: roles/upper/brief/wants/1 added:  -> An hour of rest / It is late."],
            [],
        ),
        (
            "  - {who: The fish, why: Nobody asked them.}",
            "  - {who: The frogs, why: Nobody asked them.}",
            ["everyone: not_at_table/The frogs added: ", "The fish removed"],
            [],
        ),
        ("topics: [water]", "topics: [river, water]", ["facilitator: topics/river added:  -> river"], []),
    ],
)
def test_a_change_is_told_to_those_who_may_see_it_and_its_sheets_are_printed_again(tmp_path: Path, old: str, new: str, changes: list[str], sheets: list[str]):
    found = between(tmp_path, SCENARIO, changed(SCENARIO, old, new))
    told = [short(change) for change in found.changes]
    assert [change in line for change, line in zip(changes, told, strict=True)] == [True] * len(changes), told
    assert set(sheets) <= set(again(found))
    assert found.changes[0].mark.file.endswith("river.yaml")


def test_what_only_one_role_sees_changes_no_sheet_of_another(tmp_path: Path):
    found = between(tmp_path, SCENARIO, changed(SCENARIO, "You speak for the Upper Valley.", "You speak today for the Upper Valley."))
    assert {sheet.reader for sheet in found.sheets} <= {"upper", "facilitator"}
    assert "role-brief-upper" in again(found)


def test_entries_are_known_by_their_ids_so_that_a_new_one_in_front_is_one_change(tmp_path: Path):
    issue = "  - id: toll\n    title: The toll\n    question: Who pays?\n"
    issue += "    options:\n      - {id: all, title: All, text: All pay.}\n      - {id: none, title: None, text: Nobody.}\n"
    found = between(tmp_path, SCENARIO, changed(SCENARIO, "issues:\n", "issues:\n" + issue))
    assert [short(change).split(" -> ")[0] for change in found.changes] == ["everyone: issues/toll added: "]
    assert "common-brief" in again(found)


def test_an_order_that_changed_is_a_change(tmp_path: Path):
    line = "      - {id: upper, title: The upper valley, text: The upper valley reads it.}\n"
    other = "      - {id: lower, title: The lower valley, text: The lower valley reads it.}\n"
    found = between(tmp_path, SCENARIO, changed(SCENARIO, line + other, other + line))
    assert [short(change) for change in found.changes] == ["everyone: issues/gauge/options (order) changed: upper, lower, both -> lower, upper, both"]
    assert "agreement" in again(found)


def test_scores_that_are_new_are_told_to_their_role_alone_and_bring_new_sheets(tmp_path: Path):
    found = between(tmp_path, SCENARIO, PLAYED)
    assert {change.reader for change in found.changes if "/scores" in change.path} == {"upper", "commission", "lower"}
    assert {sheet.document for sheet in found.sheets if sheet.kind == "new"} >= {"score-sheet-upper", "score-sheet-lower"}
    gone = between(tmp_path / "back", PLAYED, SCENARIO)
    assert {sheet.document for sheet in gone.sheets if sheet.kind == "gone"} >= {"score-sheet-upper", "score-sheet-lower"}
    assert "score-sheet-upper" not in again(gone)


def test_the_words_are_told_apart_and_a_line_of_text_shows_some_around_them(tmp_path: Path):
    found = between(tmp_path, SCENARIO, changed(SCENARIO, "Heavy rain is forecast upstream from Thursday", "Much rain is forecast upstream from Friday"))
    (change,) = found.changes
    assert change.words[:4] == (("removed", "Heavy"), ("added", "Much"), ("same", "rain is forecast upstream from"), ("removed", "Thursday"))
    told = "\n".join(lines(found, "old", "new"))
    assert "[-Heavy-] {+Much+} rain is forecast upstream from [-Thursday-] {+Friday+} on, and the engineers expect to open the gates." in told
    assert "FACILITATOR ONLY" in told
    found = between(tmp_path / "long", SCENARIO, changed(SCENARIO, "Without a deal the dam", "With no deal the dam"))
    assert "[-Without a-] {+With no+} deal the dam decides for …" in "\n".join(lines(found, "old", "new"))


def test_a_record_and_a_template_of_another_project_are_looked_at_too(tmp_path: Path):
    one = project(tmp_path / "one")
    two = project(tmp_path / "two", changed(SOURCE, "context: On the morning after the flood.", "context: On the evening after the flood."))
    found = between(tmp_path, SCENARIO, SCENARIO, one, two)
    assert {short(change).split(":")[1].strip() for change in found.changes} == {"herald-2019/friday/context changed"}
    assert {f"role-brief-{role}" for role in ("upper", "commission", "lower")} <= set(again(found))
    (one.templates / "style").mkdir(parents=True)
    (one.templates / "rubric.html").write_text("<p>own</p>", "utf-8")
    assert "rubric" in again(between(tmp_path, SCENARIO, SCENARIO, one, two))
    (one.templates / "style" / "look.css").write_text("p {}", "utf-8")
    found = between(tmp_path, SCENARIO, SCENARIO, one, two)
    assert (found.templates, len(again(found)) + 1) == (("rubric.html", "style/look.css"), found.documents)


def test_a_version_with_errors_is_not_compared(tmp_path: Path):
    where = project(tmp_path / "world")
    (where.scenarios / "river.yaml").write_text(changed(SCENARIO, "herald-2019/friday", "herald-2019/fridy"), "utf-8")
    side, findings = version(where, where.scenarios / "river.yaml", "river.yaml")
    assert (side, [f.code for f in findings]) == (None, ["unknown-excerpt"])

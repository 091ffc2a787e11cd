"""Doubts that an author accepts become notes with their reason; errors and empty reasons do not."""

from pathlib import Path

import pytest

from briefings.checks import check
from briefings.marks import Finding
from briefings.sources import read_library
from tests.test_checks import case
from tests.worlds import SCENARIO, changed, world

LONG_AIM = changed(SCENARIO, "A schedule that", "A schedule" + " and rest" * 6 + " that")  # long-aim in the first role
LATE = changed(SCENARIO, "    minute: 5", "    minute: 25")  # an error


def found(folder: Path, scenario: str, acceptance: str) -> tuple[Finding, ...]:
    library, _ = read_library(world(folder / "world").seeds)
    looked_at = case(folder, f"{scenario}accepted:\n  - {acceptance}\n", library)
    return check(looked_at.scenario, looked_at.marked, looked_at.library)


@pytest.mark.parametrize("where", ["roles/upper", "roles/1", "roles", "roles/upper/public/aim"])
def test_a_doubt_that_is_accepted_with_a_reason_is_a_note_that_carries_it(tmp_path: Path, where: str):
    (note,) = found(tmp_path, LONG_AIM, f"{{finding: long-aim, where: {where}, because: The aim is read aloud and never printed on a card.}}")
    assert (note.code, note.level) == ("long-aim", "note")
    assert note.as_dict()["accepted"] == "The aim is read aloud and never printed on a card."
    assert str(note).splitlines()[-1] == "accepted: The aim is read aloud and never printed on a card."


@pytest.mark.parametrize(
    ("scenario", "acceptance", "expected"),
    [
        (LONG_AIM, "{finding: long-aim, where: roles/lower, because: It belongs to another role.}", {"long-aim": "warning", "unused-acceptance": "warning"}),
        (LONG_AIM, "{finding: long-brief, where: roles/upper, because: It is another finding.}", {"long-aim": "warning", "unused-acceptance": "warning"}),
        (LONG_AIM, "{finding: long-aim, where: roles/uper, because: The name is spelt wrongly.}", {"long-aim": "warning", "unknown-where": "error"}),
        (LONG_AIM, "{finding: long-aim, where: roles/4, because: There are three roles only.}", {"long-aim": "warning", "unknown-where": "error"}),
        (LONG_AIM, "{finding: long-aim, where: roles/upper, because: It is fine.}", {"long-aim": "warning", "no-reason": "error"}),
        (LATE, "{finding: late-inject, where: injects/rain, because: The rain may come after the end.}", {"late-inject": "error", "cannot-accept": "error"}),
        (SCENARIO, "{finding: long-aim, where: roles/upper, because: It was longer before this draft.}", {"unused-acceptance": "warning"}),
    ],
)
def test_an_acceptance_that_does_not_hold_is_a_finding(tmp_path: Path, scenario: str, acceptance: str, expected: dict[str, str]):
    findings = found(tmp_path, scenario, acceptance)
    assert {f.code: f.level for f in findings} == expected
    assert [f.line.strip() for f in findings if f.code not in ("long-aim", "late-inject")] == [f"- {acceptance}"]


def test_an_acceptance_without_its_reason_is_not_read(tmp_path: Path):
    with pytest.raises(AssertionError, match="missing-key"):
        found(tmp_path, LONG_AIM, "{finding: long-aim, where: roles/upper}")


def test_one_acceptance_holds_for_every_finding_of_its_code_at_its_place(tmp_path: Path):
    two = changed(SCENARIO, "is invented.", "is at Most. Most is wide.")
    project = world(tmp_path / "world")
    (project.seeds / "terms.yaml").write_text("terms: []\n", "utf-8")
    looked_at = case(
        tmp_path, f"{two}accepted:\n  - {{finding: one-sided-name, where: invented, because: The plain asks for it.}}\n", read_library(project.seeds)[0]
    )
    findings = check(looked_at.scenario, looked_at.marked, looked_at.library)
    assert [(f.code, f.level) for f in findings] == [("one-sided-name", "note")] * 2

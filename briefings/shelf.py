"""What a project has on its shelf: its scenarios to choose from, and which subject and excerpt is played in which of them.

You get rows for a list from `listed`, and a `Coverage` from `coverage`. The subjects are the project's own table,
`seeds/subjects.yaml`; a project without it has none, and then only its excerpts are counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from briefings.enumeration import counted, difficulty
from briefings.marks import Finding, Marked, nearest, read_yaml
from briefings.models import Model, Slashed, Text, Whole, validate
from briefings.negotiation import game
from briefings.project import Project
from briefings.scenarios import Scenario, read_scenario
from briefings.sources import Library

FILE = "subjects.yaml"
USES = ("text", "record", "card", "pair")  # cited in a text, in a role's record, on a role card, set against another


class Subject(Model):
    """Something the sources are about."""

    number: Whole = Field(description="Its number in the table.", ge=1, le=99, examples=[4])
    name: Text = Field(description="A short name.", max_length=60, examples=["The Lachin road and its villages"])
    excerpts: tuple[Slashed, ...] = Field(description="The excerpts that belong to it.", min_length=1, examples=[["politico-2022/must-complete"]])


class Subjects(Model):
    """Everything the sources of a project are about."""

    subjects: tuple[Subject, ...] = Field((), description="The subjects, by number.")


def read_subjects(path: Path, shown: str, library: Library) -> tuple[Subjects, tuple[Finding, ...]]:
    """The table in a file, and everything wrong with it: excerpts that are not in the library, and those of it that belong nowhere."""
    if not path.is_file():
        return Subjects(), ()
    marked, findings = read_yaml(path, shown)
    table, wrong = validate(Subjects, marked) if marked else (None, ())
    if table is None or marked is None:
        return Subjects(), (*findings, *wrong)
    return table, (*findings, *wrong, *_faults(table, marked, library))


def _faults(table: Subjects, marked: Marked, library: Library) -> Iterator[Finding]:
    numbers: set[int] = set()
    for i, subject in enumerate(table.subjects):
        if subject.number in numbers:
            yield marked.finding("duplicate-id", f"a second subject {subject.number}", ("subjects", i, "number"), "give it a number of its own")
        numbers.add(subject.number)
        for k, ref in enumerate(subject.excerpts):
            if ref not in library.quotations:
                hint = nearest(ref, library.quotations) or "find one with: briefings search WORDS"
                yield marked.finding("unknown-excerpt", f"no excerpt '{ref}'", ("subjects", i, "excerpts", k), hint)
    held = {ref for subject in table.subjects for ref in subject.excerpts}
    for ref, quotation in library.quotations.items():
        if ref not in held:
            file = library.files[quotation.source.id]
            yield file.finding("no-subject", f"excerpt '{ref}' belongs to no subject", quotation.mark_at, f"add it to a subject in {marked.file}", "warning")


# --- the list ---------------------------------------------------------------------------------------------


def listed(project: Project) -> tuple[list[dict[str, Any]], tuple[Finding, ...]]:
    """A row of plain data for each scenario, and what is wrong with the form of any."""
    read = [read_scenario(path, project.shown(path)) for path in sorted(project.scenarios.glob("*.yaml"))]
    return [_row(scenario) for scenario, _, _ in read if scenario], tuple(finding for _, _, wrong in read for finding in wrong)


def _row(scenario: Scenario) -> dict[str, Any]:
    found = counted(game(scenario))
    return {
        "id": scenario.id,
        "title": scenario.title,
        "minutes": scenario.minutes,
        "roles": len(scenario.roles),
        "players": [scenario.players.least, scenario.players.most],
        "age": scenario.ages.start,
        "difficulty": {"word": difficulty(found), "passing": found.passing, "deals": found.game.size, "share": round(found.share, 4)} if found else None,
        "topics": list(scenario.topics),
        "twin": scenario.twin is not None,
        "summary": scenario.summary,
    }


# --- coverage ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """Where each excerpt is used, by scenario and kind of use (`USES`); which subjects are played where.

    `uses` holds every excerpt of the library, also one that nothing uses.
    """

    uses: dict[str, dict[str, Counter[str]]]
    subjects: tuple[Subject, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        """The excerpts that no scenario uses."""
        return tuple(ref for ref, found in self.uses.items() if not found)

    @property
    def unplayed(self) -> tuple[Subject, ...]:
        """The subjects of which no scenario uses an excerpt."""
        return tuple(subject for subject in self.subjects if not self.played(subject))

    def played(self, subject: Subject) -> dict[str, int]:
        """How many excerpts of a subject each scenario uses, the most first."""
        found = Counter(scenario for ref in subject.excerpts for scenario in self.uses.get(ref, ()))
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "subjects": [{"number": s.number, "name": s.name, "excerpts": list(s.excerpts), "played": self.played(s)} for s in self.subjects],
            "excerpts": {ref: {scenario: dict(kinds) for scenario, kinds in found.items()} for ref, found in self.uses.items()},
            "unused": list(self.unused),
            "unplayed": [subject.number for subject in self.unplayed],
        }


def coverage(table: Subjects, scenarios: Iterable[Scenario], library: Library) -> Coverage:
    """Which excerpt and which subject is used in which scenario."""
    uses: dict[str, dict[str, Counter[str]]] = {ref: {} for ref in library.quotations}
    for scenario in scenarios:
        for ref, kind in _used(scenario):
            if ref in uses:
                uses[ref].setdefault(scenario.id, Counter())[kind] += 1
    return Coverage(uses, table.subjects)


def _used(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for passage in scenario.passages:
        yield from ((ref, "text") for ref in passage.citations)
    for role in scenario.roles:
        yield from ((evidence.excerpt, "record") for evidence in role.brief.record)
        yield role.public.quotation, "card"
    for pair in scenario.contradictions:
        yield from ((ref, "pair") for ref in pair.excerpts)


def written(found: Coverage) -> Iterator[str]:
    """The coverage as a report: subjects, then excerpts, then what is missing."""
    if found.subjects:
        yield "Subjects, and how many of their excerpts each scenario uses"
    for subject in found.subjects:
        where = ", ".join(f"{scenario} {n}" for scenario, n in found.played(subject).items()) or "NOWHERE"
        yield f"  {subject.number:2}  {subject.name} ({len(subject.excerpts)} excerpts)"
        yield f"      {where}"
    yield "Excerpts, and how often each scenario uses them: in texts, in a record, on a card, in a pair"
    for ref, scenarios in found.uses.items():
        where = "; ".join(f"{scenario} {', '.join(f'{kind} {kinds[kind]}' for kind in USES if kinds[kind])}" for scenario, kinds in scenarios.items())
        yield f"  {ref}: {where or 'NOWHERE'}"
    used, played = len(found.uses) - len(found.unused), len(found.subjects) - len(found.unplayed)
    yield f"{used} of {len(found.uses)} excerpts used; {played} of {len(found.subjects)} subjects played"
    yield from (f"unused: {ref}" for ref in found.unused)
    yield from (f"not played: {subject.number} {subject.name}" for subject in found.unplayed)

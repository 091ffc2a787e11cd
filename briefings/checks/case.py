"""What a rule looks at."""

from dataclasses import dataclass

from briefings.marks import Finding, Level, Loc, Marked
from briefings.scenarios import Role, Scenario, brief_words
from briefings.sources import Library


@dataclass(frozen=True)
class Case:
    """One scenario with its file, the library it draws on, and the names of the templates in its project."""

    scenario: Scenario
    marked: Marked
    library: Library
    own_templates: frozenset[str] = frozenset()

    def finding(self, code: str, message: str, loc: Loc, hint: str = "", level: Level = "error", needle: str = "", nth: int = 0) -> Finding:
        """A finding at a location of the scenario, or at `needle` within the text there."""
        return self.marked.finding(code, message, self.marked.mark(loc, needle, nth), hint, level)

    def is_future(self, date: str) -> bool:
        """Whether a date lies after the scenario's, as far as both are known: a month is not after a day in it."""
        as_of = self.scenario.as_of
        return date[: len(as_of)] > as_of[: len(date)]

    def brief_words(self, role: Role) -> int:
        """How many words a participant reads in a role brief: its texts and its excerpts, without notes and headings."""
        return brief_words(role, self.library)

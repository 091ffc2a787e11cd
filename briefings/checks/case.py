"""What a rule looks at."""

import re
from dataclasses import dataclass
from functools import cached_property

from briefings.balance import Balance, balance
from briefings.marks import Finding, Level, Loc, Marked, whole_word
from briefings.scenarios import Passage, Role, Scenario, brief_words
from briefings.sources import Library


@dataclass(frozen=True)
class Case:
    """One scenario with its file and the library it draws on."""

    scenario: Scenario
    marked: Marked
    library: Library

    @cached_property
    def balance(self) -> Balance:
        """The figures of the scenario."""
        return balance(self.scenario, self.library)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the scenario with its reader."""
        return tuple(self.scenario.passages())

    def finding(self, code: str, message: str, loc: Loc, hint: str = "", level: Level = "error", needle: str = "", nth: int = 0) -> Finding:
        """A finding at a location of the scenario, or at `needle` within the text there."""
        return self.marked.finding(code, message, self.marked.mark(loc, needle, nth), hint, level)

    def within(self, passage: Passage, start: int, code: str, message: str, hint: str, level: Level = "warning") -> Finding:
        """A finding at the word that begins at `start` in a passage."""
        found = re.compile(r"\w+(?:[,.]\d+)*").search(passage.text, start)
        if not found:
            return self.finding(code, message, passage.loc, hint, level)
        nth = len(whole_word(found[0]).findall(passage.text, 0, found.start()))
        return self.finding(code, message, passage.loc, hint, level, found[0], nth)

    def is_future(self, date: str) -> bool:
        """Whether a date lies after the scenario's, as far as both are known: a month is not after a day in it."""
        as_of = self.scenario.as_of
        return date[: len(as_of)] > as_of[: len(date)]

    def brief_words(self, role: Role) -> int:
        """How many words a participant reads in a role brief: its texts and its excerpts, without notes and headings."""
        return brief_words(role, self.library)

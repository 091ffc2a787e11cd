"""What a rule looks at."""

import re
from dataclasses import dataclass
from functools import cached_property

from briefings.balance import Balance, balance
from briefings.enumeration import counted
from briefings.marks import Finding, Level, Loc, Marked, whole_word
from briefings.negotiation import Analysis, Game, game
from briefings.scenarios import Passage, Scenario, brief_words
from briefings.sections import Role
from briefings.sources import Library


@dataclass(frozen=True)
class Case:
    """One scenario with its file, the library it draws on, and the names of the templates in its project."""

    scenario: Scenario
    marked: Marked
    library: Library
    own_templates: frozenset[str] = frozenset()

    @cached_property
    def balance(self) -> Balance:
        """The figures of the scenario."""
        return balance(self.scenario, self.library)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the scenario with its reader."""
        return self.scenario.passages

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

    def brief_words(self, role: Role) -> int:
        """How many words a participant reads in a role brief: its texts and its excerpts, without notes and headings."""
        return brief_words(role, self.library)

    @cached_property
    def game(self) -> Game:
        """The game of the scenario."""
        return game(self.scenario)

    @property
    def playable(self) -> bool:
        """Whether the rule names roles and the scores name options as they are; where not, that is a finding of its own."""
        rule, options = self.game, {option for issue in self.game.issues for option in issue}
        scored = [[score.option for score in role.brief.scores] for role in self.scenario.roles]
        if any(len({*names}) < len(names) or not {*names} <= options for names in scored):
            return False
        return {*rule.must_sign, *rule.veto} <= {*rule.roles} and 0 < rule.signers <= len(rule.roles) - len({*rule.veto})

    @property
    def analysis(self) -> Analysis | None:
        """The deals, counted; None where the rule cannot be met or there are too many to count in a check."""
        return counted(self.game) if self.playable else None

    @property
    def compared(self) -> Analysis | None:
        """The same where every role has scores; None also where the author means a game without a deal."""
        return self.analysis if self.game.scored and not self.scenario.agreement.expect_no_deal else None

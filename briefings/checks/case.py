"""What a rule looks at."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from briefings.balance import Balance, balance
from briefings.enumeration import counted
from briefings.marks import Finding, Level, Loc, Marked, whole_word
from briefings.negotiation import Analysis, Game, game
from briefings.project import SHIPPED_TEMPLATES
from briefings.scenarios import Passage, Scenario, brief_words
from briefings.sections import Role
from briefings.sources import Library


@dataclass(frozen=True)
class Case:
    """One scenario with its file, the library it draws on, the names of the templates in its project, and their folder."""

    scenario: Scenario
    marked: Marked
    library: Library
    own_templates: frozenset[str] = frozenset()
    templates: Path = SHIPPED_TEMPLATES

    @cached_property
    def balance(self) -> Balance:
        """The figures of the scenario."""
        return balance(self.scenario, self.library)

    @cached_property
    def doubled(self) -> tuple[tuple[Loc, str], ...]:
        """Every id that stands twice among things of one kind: where the second stands, and the id."""
        scenario = self.scenario
        groups: list[tuple[Loc, list[str]]] = [
            ((name,), [entry.id for entry in getattr(scenario, name)]) for name in ("roles", "issues", "rounds", "injects", "places", "background")
        ]
        groups += [(("issues", i, "options"), [o.id for o in issue.options]) for i, issue in enumerate(scenario.issues)]
        groups += [(("roles", i, "brief", "secrets"), [s.id for s in role.brief.secrets]) for i, role in enumerate(scenario.roles)]
        return tuple(((*loc, i), id) for loc, ids in groups for i, id in enumerate(ids) if id in ids[:i])

    def clear(self, kind: str) -> bool:
        """Whether each id of roles, issues (with their options) or rounds stands for one thing. Where not, that is a finding, and what
        names them is left alone until it is mended."""
        return all(loc[0] != kind or (kind == "roles" and len(loc) > 2) for loc, _ in self.doubled)

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

    @cached_property
    def too_early(self) -> bool:
        """Whether the scenario's date lies before every dated source in the briefs, two or more: then it is the date that is wrong."""
        refs = [evidence.excerpt for role in self.scenario.roles for evidence in role.brief.record]
        dates = [q.source.date.value for ref in refs if (q := self.library.quotations.get(ref)) and q.source.date.value]
        return len(dates) > 1 and all(map(self.scenario.is_future, dates))

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
        if not (self.clear("roles") and self.clear("issues")):
            return False
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

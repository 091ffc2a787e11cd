"""Deals: one option for each issue. Which of them the delegations can sign, counted exactly.

A *deal* is a choice of one option on every issue. A delegation can sign it when none of the options is ruled out
by its red lines (`cannot_sign`). A deal *passes* when as many delegations can sign as the agreement rule asks for,
and the ones it names are among them. All deals are enumerated; nothing is sampled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from briefings.scenarios import Scenario

Deal = tuple[str, ...]


@dataclass(frozen=True)
class Game:
    """The playable core of a scenario: options as `issue/option`, each role's ruled-out options, and the rule."""

    issues: tuple[tuple[str, ...], ...]
    ruled_out: dict[str, frozenset[str]]
    signers: int
    must_sign: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many deals there are."""
        return prod(len(options) for options in self.issues)

    def deals(self) -> Iterator[Deal]:
        """Every deal, in the order of issues and options."""
        return product(*self.issues)

    def signing(self, deal: Deal) -> tuple[str, ...]:
        """The roles that can sign a deal."""
        return tuple(role for role, out in self.ruled_out.items() if not out.intersection(deal))

    def passes(self, deal: Deal) -> bool:
        """Whether the agreement rule is met by those who can sign."""
        able = self.signing(deal)
        return len(able) >= self.signers and all(role in able for role in self.must_sign)

    @cached_property
    def passing(self) -> tuple[Deal, ...]:
        """Every deal that passes the rule."""
        return tuple(deal for deal in self.deals() if self.passes(deal))

    @property
    def share(self) -> float:
        """The share of deals that pass, 0 to 1."""
        return len(self.passing) / self.size


def game(scenario: Scenario) -> Game:
    """The game of a scenario."""
    return Game(
        issues=tuple(tuple(f"{issue.id}/{option.id}" for option in issue.options) for issue in scenario.issues),
        ruled_out={role.id: frozenset(o for line in role.brief.cannot_sign for o in line.options) for role in scenario.roles},
        signers=scenario.agreement.signers,
        must_sign=scenario.agreement.must_sign,
    )

"""What a careful colleague would find: one rule a function, all of them in one tuple, all findings returned.

A rule takes a `Case` and yields findings. Rules never stop one another and never change anything. To add one,
write it in the module of its subject and put it in `RULES`.

What the author accepts, under `accepted:` in the scenario and with a reason, is a note instead of a warning.
"""

from dataclasses import dataclass, field
from pathlib import Path

from briefings.checks import briefs, choosing, clock, deals, evenness, letters, neutral, play, quoting, references, rehearsed
from briefings.checks.accepted import accept
from briefings.checks.case import Case
from briefings.marks import Finding, Marked, failed, in_order
from briefings.project import SHIPPED_TEMPLATES, Project
from briefings.scenarios import Scenario, read_scenario
from briefings.shelf import FILE as SUBJECTS, read_subjects
from briefings.sources import Ledger, Library, read_library
from briefings.twins import FILE as TWINS, Twins, leftovers, read_twins

RULES = (
    references.ids_are_unique,
    references.roles_are_not_called_like_seats,
    references.roles_exist,
    references.rounds_exist,
    references.options_exist,
    references.sources_exist,
    references.excerpts_exist,
    references.citations_exist,
    references.the_map_is_complete,
    references.citations_stand_in_prose,
    quoting.quotations_are_excerpts,
    quoting.nothing_from_the_future,
    quoting.excerpts_are_short,
    quoting.contradictions_are_pairs,
    neutral.charged_terms_are_attributed,
    neutral.places_have_both_names,
    neutral.figures_are_dated,
    neutral.differing_figures_stand_together,
    neutral.long_runs_are_quoted,
    briefs.evidence_for_each_role,
    briefs.briefs_are_short,
    briefs.briefs_are_of_equal_weight,
    briefs.cards_are_short,
    letters.every_letter_is_in_a_font,
    evenness.hands_are_alike,
    evenness.evidence_is_even,
    evenness.opinion_is_shared,
    evenness.roles_are_heard,
    evenness.injects_reach_every_role,
    clock.there_is_time_to_read,
    clock.steps_add_up,
    clock.everyone_can_speak,
    clock.injects_lead_somewhere,
    deals.a_deal_is_possible,
    deals.the_rule_in_words_is_the_rule,
    deals.every_role_can_settle_every_issue,
    deals.all_roles_have_scores_or_none,
    deals.red_lines_carry_no_points,
    deals.wants_name_issues,
    deals.points_follow_the_ranked_wants,
    deals.every_role_can_win_and_lose,
    deals.several_deals_are_worth_having,
    deals.every_issue_and_option_matters,
    play.injects_fall_in_their_round,
    play.the_debrief_is_long_enough,
    play.the_timeline_ends_in_time,
    play.what_is_in_english_alone,
    rehearsed.games_on_paper_end_as_they_say,
    rehearsed.several_games_are_played,
    rehearsed.every_role_has_moves,
    choosing.what_is_left_out_can_be,
    choosing.what_is_left_out_is_not_asked_for,
    choosing.own_documents_can_be_made,
)

__all__ = ["RULES", "Case", "Checked", "check", "check_library", "check_scenario", "check_scenarios"]


def check(
    scenario: Scenario, marked: Marked, library: Library, own_templates: frozenset[str] = frozenset(), templates: Path = SHIPPED_TEMPLATES
) -> tuple[Finding, ...]:
    """Everything the rules find in a scenario, sorted by place; what its author accepts with a reason is a note.

    `own_templates` names the files in the project's templates, the folder `templates`.
    """
    case = Case(scenario, marked, library, own_templates, templates)
    return in_order(accept(case, (finding for rule in RULES for finding in rule(case))))


@dataclass(frozen=True)
class Checked:
    """A scenario with its library, everything found, and what was looked at."""

    scenario: Scenario | None
    marked: Marked | None
    library: Library
    findings: tuple[Finding, ...]
    twins: Twins = field(default_factory=Twins)

    @property
    def ok(self) -> bool:
        return not failed(self.findings)

    @property
    def proven(self) -> int:
        """How many quotations were proven."""
        return len(self.library.proven)

    @property
    def ledger(self) -> tuple[Ledger, ...]:
        return self.library.ledger

    @property
    def rules(self) -> int:
        return len(RULES)


def check_scenario(project: Project, name: str) -> Checked:
    """Reads the library and one scenario and checks both."""
    return check_scenarios(project, [name])[0]


def check_library(project: Project) -> Checked:
    """Reads the library and checks it, for a project without scenarios."""
    library, faults = read_library(project.seeds, project.shown(project.seeds))
    return Checked(None, None, library, in_order(faults))


def check_scenarios(project: Project, names: list[str]) -> list[Checked]:
    """Reads the library once, and each scenario, and checks them all. What is wrong with the library is found in each."""
    library, faults = read_library(project.seeds, project.shown(project.seeds))
    twins, _, wrong = read_twins(project.seeds / TWINS, f"{project.shown(project.seeds)}/{TWINS}")
    _, unsorted = read_subjects(project.seeds / SUBJECTS, f"{project.shown(project.seeds)}/{SUBJECTS}", library)
    faults += wrong + unsorted
    results = []
    for name in names:
        path = project.scenario(name)
        scenario, marked, wrong = read_scenario(path, project.shown(path))
        findings = faults + wrong
        if scenario and marked:
            findings += check(scenario, marked, library, project.own_templates, project.templates)
            findings += tuple(leftovers(scenario, marked, twins)) if scenario.twin else ()
        results.append(Checked(scenario, marked, library, in_order(findings), twins))
    return results

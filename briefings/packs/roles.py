"""Documents for one role alone: the confidential brief, the worksheet, the score sheet."""

from dataclasses import dataclass

from briefings.balance import voices
from briefings.models import walk_prose
from briefings.packs.parts import Badge, Document, Quote
from briefings.packs.planner import Planner
from briefings.reading import minutes
from briefings.scenarios import brief_words
from briefings.sections import Role
from briefings.terms import Sides


@dataclass(frozen=True)
class RoleBrief(Document):
    """Confidential instructions for one role; `own_words` says whether an excerpt of its record gives its own side's words."""

    template = "role-brief.html"
    badge: Badge
    achieve: str
    glance: tuple[tuple[str, str], ...]
    you_are: str
    record: tuple[Quote, ...]
    own_words: bool
    wants: tuple[tuple[str, str], ...]
    trades: tuple[tuple[str, str], ...]
    red_lines: tuple[tuple[str, tuple[str, ...]], ...]
    walk_away: str
    secrets: tuple[str, ...]
    see_first: tuple[str, str]
    opening: tuple[str, ...]


@dataclass(frozen=True)
class Worksheet(Document):
    """Room to prepare: aims with evidence, a question for each other delegation, a first offer."""

    template = "worksheet.html"
    style = ("forms",)
    badge: Badge
    others: tuple[Badge, ...]


@dataclass(frozen=True)
class ScoreRow:
    """An option with its letter and what it is worth; None where the role cannot sign it."""

    option: str
    points: int | None


@dataclass(frozen=True)
class ScoreSheet(Document):
    """What each option is worth to one role, issue by issue, and what no deal is worth where that is said."""

    template = "score-sheet.html"
    style = ("forms", "deals")
    badge: Badge
    issues: tuple[tuple[str, tuple[ScoreRow, ...]], ...]
    walk_away_points: int | None


def role_brief(planner: Planner, role: Role) -> RoleBrief:
    """Confidential instructions for one role."""
    brief, notes = role.brief, planner.notes(evidence=False)
    first = planner.names[brief.see_first.role]
    texts = "\n".join(text for _, text, _ in walk_prose(brief))
    own_forms = dict.fromkeys(found[0] for _, found in Sides(planner.library.glossary, planner.scenario.places).found(texts))
    return RoleBrief(
        head=planner.head(f"role-brief-{role.id}", f"Role brief: {role.name}", role.id, planner.cast.copies[role.id]),
        badge=planner.badge(role),
        achieve=brief.achieve,
        glance=(
            ("First aim", brief.wants[0].want),
            (
                f"Cannot {planner.scenario.called.sign}",
                "; ".join(planner.lines(role)),
            ),
            ("See first", f"{first}. {brief.see_first.why}"),
            ("Time to read", f"{minutes(brief_words(role, planner.library))} minutes"),
            *([("Names", f"{', '.join(own_forms)}: as your side says {'them' if len(own_forms) > 1 else 'it'}")] if own_forms else []),
        ),
        you_are=notes.prose(brief.you_are),
        record=tuple(notes.quote(e.excerpt, e.use) for e in brief.record),
        own_words=any(role.name in voices(planner.scenario, planner.library.quotations[e.excerpt]) for e in brief.record),
        wants=tuple((w.want, w.why) for w in brief.wants),
        trades=tuple((t.give, t.receive) for t in brief.trades),
        red_lines=tuple((line.text, tuple(planner.option(o) for o in line.options)) for line in brief.cannot_sign),
        walk_away=notes.prose(brief.walk_away),
        secrets=tuple(s.text for s in brief.secrets),
        see_first=(first, brief.see_first.why),
        opening=brief.opening,
        notes=notes.done(),
    )


def worksheet(planner: Planner, role: Role) -> Worksheet:
    """The worksheet of a role: it holds no text of any brief, and is secret once it is filled in."""
    return Worksheet(
        head=planner.head(f"worksheet-{role.id}", f"Worksheet: {role.name}", role.id, planner.cast.copies[role.id]),
        badge=planner.badge(role),
        others=tuple(planner.badge(other) for other in planner.scenario.roles if other.id != role.id),
        notes=(),
    )


def score_sheet(planner: Planner, role: Role) -> ScoreSheet:
    """The points of a role that has scores."""
    points = {score.option: score.points for score in role.brief.scores}
    closed = {option for line in role.brief.cannot_sign for option in line.options}
    options = {issue: [f"{issue.id}/{option.id}" for option in issue.options] for issue in planner.scenario.issues}
    return ScoreSheet(
        head=planner.head(f"score-sheet-{role.id}", f"Score sheet: {role.name}", role.id, planner.cast.copies[role.id]),
        badge=planner.badge(role),
        issues=tuple(
            (f"{n} {issue.title}", tuple(ScoreRow(planner.option(ref), None if ref in closed else points.get(ref, 0)) for ref in refs))
            for n, (issue, refs) in enumerate(options.items(), 1)
        ),
        walk_away_points=role.brief.walk_away_points,
        notes=(),
    )

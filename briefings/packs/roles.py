"""Documents for one role alone: the confidential brief."""

from dataclasses import dataclass

from briefings.packs.parts import Badge, Document, Quote
from briefings.packs.planner import Planner
from briefings.scenarios import Role, brief_words

WORDS_A_MINUTE = 150


@dataclass(frozen=True)
class RoleBrief(Document):
    """Confidential instructions for one role."""

    template = "role-brief.html"
    badge: Badge
    achieve: str
    glance: tuple[tuple[str, str], ...]
    you_are: str
    record: tuple[Quote, ...]
    wants: tuple[tuple[str, str], ...]
    trades: tuple[tuple[str, str], ...]
    red_lines: tuple[tuple[str, tuple[str, ...]], ...]
    walk_away: str
    secrets: tuple[str, ...]
    see_first: tuple[str, str]
    opening: tuple[str, ...]


def role_brief(planner: Planner, role: Role) -> RoleBrief:
    """Confidential instructions for one role."""
    brief, notes = role.brief, planner.notes()
    first = planner.names[brief.see_first.role]
    minutes = -(-brief_words(role, planner.library) // WORDS_A_MINUTE)
    return RoleBrief(
        head=planner.head(f"role-brief-{role.id}", f"Role brief: {role.name}", role.id, planner.cast.copies[role.id]),
        badge=planner.badge(role),
        achieve=brief.achieve,
        glance=(
            ("First aim", brief.wants[0].want),
            ("Cannot sign", brief.cannot_sign[0].text),
            ("See first", f"{first}. {brief.see_first.why}"),
            ("Time to read", f"{minutes} minutes"),
        ),
        you_are=notes.prose(brief.you_are),
        record=tuple(notes.quote(e.excerpt, e.use) for e in brief.record),
        wants=tuple((w.want, w.why) for w in brief.wants),
        trades=tuple((t.give, t.receive) for t in brief.trades),
        red_lines=tuple((line.text, tuple(planner.option(o) for o in line.options)) for line in brief.cannot_sign),
        walk_away=notes.prose(brief.walk_away),
        secrets=tuple(s.text for s in brief.secrets),
        see_first=(first, brief.see_first.why),
        opening=brief.opening,
        notes=notes.done(),
    )

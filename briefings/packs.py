"""The plan: which documents a pack has, who may see each, and exactly what stands in it.

You get a `Pack` from `plan`. Visibility is decided here, once: each `Document` is filled with what its audience may
see. Citations become numbered notes, excerpts get their labels and proof. `plan` cannot fail once the checks have
passed.
"""

from briefings.casting import Cast
from briefings.documents import (
    NOTE_CLOSE,
    NOTE_OPEN,
    AbsentRow,
    Audience,
    Badge,
    Card,
    CommonBrief,
    Delegation,
    Document,
    Envelope,
    Head,
    IssueRow,
    NameRow,
    NamesAndTerms,
    Note,
    OptionRow,
    Pack,
    Quote,
    RoleBrief,
    RoleCards,
    TermRow,
    TimelineRow,
)
from briefings.scenarios import CITATION, Role, Scenario, brief_words
from briefings.sources import Library, Quotation, citation, date_in_words, short_date

WORDS_A_MINUTE = 150
CARDS_A_SHEET = 4


def plan(scenario: Scenario, library: Library, cast: Cast) -> Pack:
    """The pack of a checked scenario for a cast."""
    planner = _Planner(scenario, library, cast)
    shared: list[Document] = [planner.common_brief()]
    if scenario.places or scenario.terms:
        shared.append(planner.names_and_terms())
    briefs = {role.id: planner.role_brief(role) for role in scenario.roles}
    envelopes = tuple(Envelope(seat.table, seat.role, (*(d.id for d in shared), briefs[seat.role].id)) for seat in cast.seats)
    return Pack(scenario.id, scenario.title, (*shared, *briefs.values(), planner.role_cards()), envelopes)


class _Planner:
    """Fills documents from one scenario, library and cast."""

    def __init__(self, scenario: Scenario, library: Library, cast: Cast) -> None:
        self.scenario, self.library, self.cast = scenario, library, cast
        self.names = {role.id: role.name for role in scenario.roles}
        self.options = {
            f"{issue.id}/{option.id}": OptionRow(f"{i}{chr(97 + k)}", option.title, option.text)
            for i, issue in enumerate(scenario.issues, 1)
            for k, option in enumerate(issue.options)
        }

    def common_brief(self) -> CommonBrief:
        """What everyone knows."""
        scenario, notes = self.scenario, _Notes(self.scenario, self.library)
        return CommonBrief(
            head=self._head("common-brief", "Common brief", Audience("everyone"), len(self.cast.seats)),
            question=scenario.question,
            setting=notes.prose(scenario.setting),
            invented=notes.prose(scenario.invented),
            order_rule=scenario.order_rule,
            issues=self._issues(),
            agreement=notes.prose(scenario.agreement.rule),
            no_deal=notes.prose(scenario.agreement.no_deal),
            timeline=tuple(TimelineRow(date_in_words(e.date), notes.prose(e.event), notes.prose(e.disputed)) for e in scenario.timeline),
            delegations=tuple(Delegation(self._badge(r), r.public.aim, notes.prose(r.public.face)) for r in scenario.roles),
            absent=tuple(AbsentRow(a.who, notes.prose(a.why)) for a in scenario.not_at_table),
            notes=notes.done(),
        )

    def names_and_terms(self) -> NamesAndTerms:
        """Contested names and words, explained."""
        scenario, notes = self.scenario, _Notes(self.scenario, self.library)
        return NamesAndTerms(
            head=self._head("names-and-terms", "Names and terms", Audience("everyone"), len(self.cast.seats)),
            order_rule=scenario.order_rule,
            places=tuple(NameRow(p.house, tuple((n.name, n.used_by) for n in p.names), notes.prose(p.note)) for p in scenario.places),
            terms=tuple(TermRow(t.term, t.used_by, t.objection, t.here) for t in scenario.terms),
            notes=notes.done(),
        )

    def role_brief(self, role: Role) -> RoleBrief:
        """Confidential instructions for one role."""
        brief, notes = role.brief, _Notes(self.scenario, self.library)
        first = self.names[brief.see_first.role]
        minutes = -(-brief_words(role, self.library) // WORDS_A_MINUTE)
        return RoleBrief(
            head=self._head(f"role-brief-{role.id}", f"Role brief: {role.name}", Audience("role", role.id), self.cast.copies[role.id]),
            badge=self._badge(role),
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
            red_lines=tuple((line.text, tuple(f"{self.options[o].letter} {self.options[o].title}" for o in line.options)) for line in brief.cannot_sign),
            walk_away=notes.prose(brief.walk_away),
            secrets=tuple(s.text for s in brief.secrets),
            see_first=(first, brief.see_first.why),
            opening=brief.opening,
            notes=notes.done(),
        )

    def role_cards(self) -> RoleCards:
        """A public card for every seat, four to a sheet."""
        roles = {role.id: role for role in self.scenario.roles}
        cards = tuple(
            Card(self._badge(role), role.public.aim, _quote(self.library.quotations[role.public.quotation], 0), seat.table)
            for seat in self.cast.seats
            for role in (roles[seat.role],)
        )
        sheets = tuple(cards[i : i + CARDS_A_SHEET] for i in range(0, len(cards), CARDS_A_SHEET))
        return RoleCards(head=self._head("role-cards", "Role cards", Audience("everyone"), 1), sheets=sheets, notes=())

    def _head(self, id: str, title: str, audience: Audience, copies: int) -> Head:
        scenario = self.scenario
        return Head(id, title, audience, scenario.title, scenario.subtitle, date_in_words(scenario.as_of), scenario.language, copies)

    def _badge(self, role: Role) -> Badge:
        return Badge(self.scenario.letter(role.id), role.name, role.delegation)

    def _issues(self) -> tuple[IssueRow, ...]:
        return tuple(
            IssueRow(i, issue.title, issue.question, tuple(self.options[f"{issue.id}/{o.id}"] for o in issue.options))
            for i, issue in enumerate(self.scenario.issues, 1)
        )


class _Notes:
    """The notes of one document, numbered as they are met."""

    def __init__(self, scenario: Scenario, library: Library) -> None:
        self.library = library
        self.background = {b.id: b for b in scenario.background}
        self.notes: list[Note] = []
        self.numbers: dict[str, int] = {}
        self.full: dict[str, int] = {}

    def number(self, ref: str) -> int:
        """The number of the note for a citation, made when first asked for."""
        if ref not in self.numbers:
            self.numbers[ref] = len(self.notes) + 1
            self.notes.append(Note(self.numbers[ref], self._text(ref)))
        return self.numbers[ref]

    def prose(self, text: str | None) -> str:
        """A text with each citation replaced by its note number."""
        return CITATION.sub(lambda found: f"{NOTE_OPEN}{self.number(found[1])}{NOTE_CLOSE}", text or "").replace(f" {NOTE_OPEN}", NOTE_OPEN)

    def quote(self, ref: str, use: str = "") -> Quote:
        """An excerpt with its labels, which hold the place in the source; its note is the source's."""
        quotation = self.library.quotations[ref]
        return _quote(quotation, self.number(quotation.source.id), use)

    def _text(self, ref: str) -> str:
        first, _, second = ref.partition("/")
        if first == "background":
            return f"Background, not from the sources: {self.background[second].attribution.rstrip('.')}."
        source = self.library.sources[first]
        where = f" {self.library.quotations[ref].locator}." if second else ""
        if first in self.full:
            return f"{source.outlet}, as in note {self.full[first]}.{where}"
        self.full[first] = len(self.notes) + 1
        return citation(source) + where

    def done(self) -> tuple[Note, ...]:
        return tuple(self.notes)


def _quote(quotation: Quotation, note: int, use: str = "") -> Quote:
    source, excerpt = quotation.source, quotation.excerpt
    speaker = excerpt.speaker if excerpt.speaker != "author" else source.authors.value or ("the reporter" if source.kind == "news" else "the author")
    if excerpt.of:
        speaker = f"{speaker}, giving the {excerpt.reports} of {excerpt.of}"
    return Quote(
        words=excerpt.words,
        outlet=source.outlet,
        kind=source.kind,
        date=short_date(source),
        speaker=speaker,
        reports=excerpt.reports,
        context=excerpt.context,
        ref=quotation.ref,
        locator=quotation.locator,
        note=note,
        language=source.language,
        use=use,
    )

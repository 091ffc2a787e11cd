"""The plan: which documents a pack has, who may see each, and exactly what stands in it.

You get a `Pack` from `plan`. Here visibility is decided, once: each `Document` holds only what its audience may
see, and a template is handed one document and nothing else. Every text is ready to set: citations have become
numbered notes, excerpts carry their labels and proof. `plan` cannot fail once the checks have passed.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from briefings.casting import Cast
from briefings.scenarios import CITATION, EVERYONE, Role, Scenario, brief_words
from briefings.sources import Library, Quotation, citation, date_in_words, short_date

WORDS_A_MINUTE = 150
CARDS_A_SHEET = 4

# Note numbers inside prose stand between two private-use characters, which no YAML file may contain.
NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True)
class Audience:
    """Who may see a document: everyone, or the holders of one role."""

    kind: Literal["everyone", "role"]
    role: str = ""

    def __str__(self) -> str:
        return self.role or EVERYONE


@dataclass(frozen=True)
class Badge:
    """How a role is known on paper: letter, word, and a pattern that goes with the letter."""

    letter: str
    name: str
    delegation: str

    @property
    def position(self) -> int:
        """Place of the letter in the alphabet, from 0: the height of the thumb tab."""
        return ord(self.letter) - ord("A")


@dataclass(frozen=True)
class Note:
    """A numbered note: the full reference, or a short one that points to the note with the full one."""

    number: int
    text: str


@dataclass(frozen=True)
class Quote:
    """An excerpt as printed: exact words, and labels that say whose they are and where they stand."""

    words: str
    outlet: str
    kind: str
    date: str
    speaker: str
    reports: str
    context: str
    ref: str
    locator: str
    note: int
    language: str
    use: str = ""


@dataclass(frozen=True)
class Document:
    """One printable thing with one audience. `id` is its file name; nothing in it comes from elsewhere."""

    template: ClassVar[str]
    id: str
    title: str
    audience: Audience
    pack: str
    subtitle: str
    as_of: str
    language: str
    copies: int
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class TimelineRow:
    date: str
    event: str
    disputed: str


@dataclass(frozen=True)
class OptionRow:
    letter: str
    title: str
    text: str


@dataclass(frozen=True)
class IssueRow:
    number: int
    title: str
    question: str
    options: tuple[OptionRow, ...]


@dataclass(frozen=True)
class Delegation:
    badge: Badge
    aim: str
    face: str


@dataclass(frozen=True)
class AbsentRow:
    who: str
    why: str


@dataclass(frozen=True)
class CommonBrief(Document):
    """What everyone knows: the question, the scene, the issues, what led here, who is at the table and who is not."""

    template = "common-brief.html"
    question: str
    setting: str
    invented: str
    order_rule: str
    issues: tuple[IssueRow, ...]
    timeline: tuple[TimelineRow, ...]
    delegations: tuple[Delegation, ...]
    absent: tuple[AbsentRow, ...]
    agreement: str
    no_deal: str


@dataclass(frozen=True)
class NameRow:
    house: str
    names: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True)
class TermRow:
    term: str
    used_by: str
    objection: str
    here: str


@dataclass(frozen=True)
class NamesAndTerms(Document):
    """Contested names and words, explained."""

    template = "names-and-terms.html"
    order_rule: str
    places: tuple[NameRow, ...]
    terms: tuple[TermRow, ...]


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


@dataclass(frozen=True)
class Card:
    """A role card: what the others may see."""

    badge: Badge
    aim: str
    quote: Quote
    table: int


@dataclass(frozen=True)
class RoleCards(Document):
    """Public role cards, four to a sheet."""

    template = "role-cards.html"
    sheets: tuple[tuple[Card, ...], ...]


@dataclass(frozen=True)
class Envelope:
    """What one participant is handed, in reading order."""

    table: int
    role: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """All documents of one scenario for one cast."""

    scenario: str
    title: str
    documents: tuple[Document, ...]
    envelopes: tuple[Envelope, ...]


def plan(scenario: Scenario, library: Library, cast: Cast) -> Pack:
    """The pack of a checked scenario for a cast."""
    shared = (_common_brief(scenario, library, cast), _names_and_terms(scenario, library, cast))
    briefs = {role.id: _role_brief(scenario, library, cast, role) for role in scenario.roles}
    cards = _role_cards(scenario, library, cast)
    envelopes = tuple(Envelope(seat.table, seat.role, (*(d.id for d in shared), briefs[seat.role].id)) for seat in cast.seats)
    documents = tuple(d for d in (*shared, *briefs.values(), cards) if not (isinstance(d, NamesAndTerms) and not d.places and not d.terms))
    known = {d.id for d in documents}
    return Pack(scenario.id, scenario.title, documents, tuple(Envelope(e.table, e.role, tuple(d for d in e.documents if d in known)) for e in envelopes))


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


def _badge(scenario: Scenario, role: Role) -> Badge:
    return Badge(scenario.letter(role.id), role.name, role.delegation)


def _head(scenario: Scenario, notes: _Notes, id: str, title: str, audience: Audience, copies: int) -> dict[str, object]:
    """What every document carries."""
    return {
        "id": id,
        "title": title,
        "audience": audience,
        "pack": scenario.title,
        "subtitle": scenario.subtitle,
        "as_of": date_in_words(scenario.as_of),
        "language": scenario.language,
        "copies": copies,
        "notes": notes.done(),
    }


_EVERYONE = Audience("everyone")


def _common_brief(scenario: Scenario, library: Library, cast: Cast) -> CommonBrief:
    notes = _Notes(scenario, library)
    parts = {
        "question": scenario.question,
        "setting": notes.prose(scenario.setting),
        "invented": notes.prose(scenario.invented),
        "order_rule": scenario.order_rule,
        "issues": _issues(scenario),
        "timeline": tuple(TimelineRow(date_in_words(e.date), notes.prose(e.event), notes.prose(e.disputed)) for e in scenario.timeline),
        "delegations": tuple(Delegation(_badge(scenario, r), r.public.aim, notes.prose(r.public.face)) for r in scenario.roles),
        "absent": tuple(AbsentRow(a.who, notes.prose(a.why)) for a in scenario.not_at_table),
        "agreement": notes.prose(scenario.agreement.rule),
        "no_deal": notes.prose(scenario.agreement.no_deal),
    }
    return CommonBrief(**_head(scenario, notes, "common-brief", "Common brief", _EVERYONE, len(cast.seats)), **parts)


def _issues(scenario: Scenario) -> tuple[IssueRow, ...]:
    return tuple(
        IssueRow(i, issue.title, issue.question, tuple(OptionRow(f"{i}{chr(97 + k)}", o.title, o.text) for k, o in enumerate(issue.options)))
        for i, issue in enumerate(scenario.issues, 1)
    )


def _option_label(scenario: Scenario, ref: str) -> str:
    """An option as participants know it: `2c Joint line`."""
    names = {f"{issue.id}/{o.id}": f"{i}{chr(97 + k)} {o.title}" for i, issue in enumerate(scenario.issues, 1) for k, o in enumerate(issue.options)}
    return names[ref]


def _names_and_terms(scenario: Scenario, library: Library, cast: Cast) -> NamesAndTerms:
    notes = _Notes(scenario, library)
    parts = {
        "order_rule": scenario.order_rule,
        "places": tuple(NameRow(p.house, tuple((n.name, n.used_by) for n in p.names), notes.prose(p.note)) for p in scenario.places),
        "terms": tuple(TermRow(t.term, t.used_by, t.objection, t.here) for t in scenario.terms),
    }
    return NamesAndTerms(**_head(scenario, notes, "names-and-terms", "Names and terms", _EVERYONE, len(cast.seats)), **parts)


def _role_brief(scenario: Scenario, library: Library, cast: Cast, role: Role) -> RoleBrief:
    notes = _Notes(scenario, library)
    brief = role.brief
    others = {r.id: r.name for r in scenario.roles}
    minutes = -(-brief_words(role, library) // WORDS_A_MINUTE)
    parts = {
        "badge": _badge(scenario, role),
        "achieve": brief.achieve,
        "glance": (
            ("First aim", brief.wants[0].want),
            ("Cannot sign", brief.cannot_sign[0].text),
            ("See first", f"{others[brief.see_first.role]}. {brief.see_first.why}"),
            ("Time to read", f"{minutes} minutes"),
        ),
        "you_are": notes.prose(brief.you_are),
        "record": tuple(notes.quote(e.excerpt, e.use) for e in brief.record),
        "wants": tuple((w.want, w.why) for w in brief.wants),
        "trades": tuple((t.give, t.receive) for t in brief.trades),
        "red_lines": tuple((line.text, tuple(_option_label(scenario, o) for o in line.options)) for line in brief.cannot_sign),
        "walk_away": notes.prose(brief.walk_away),
        "secrets": tuple(s.text for s in brief.secrets),
        "see_first": (others[brief.see_first.role], brief.see_first.why),
        "opening": brief.opening,
    }
    audience = Audience("role", role.id)
    return RoleBrief(**_head(scenario, notes, f"role-brief-{role.id}", f"Role brief: {role.name}", audience, cast.copies[role.id]), **parts)


def _role_cards(scenario: Scenario, library: Library, cast: Cast) -> RoleCards:
    notes = _Notes(scenario, library)
    roles = {role.id: role for role in scenario.roles}
    cards = tuple(
        Card(_badge(scenario, roles[seat.role]), roles[seat.role].public.aim, _quote(library.quotations[roles[seat.role].public.quotation], 0), seat.table)
        for seat in cast.seats
    )
    sheets = tuple(cards[i : i + CARDS_A_SHEET] for i in range(0, len(cards), CARDS_A_SHEET))
    return RoleCards(**_head(scenario, notes, "role-cards", "Role cards", _EVERYONE, 1), sheets=sheets)

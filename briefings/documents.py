"""The printable things: what each document holds, ready to set.

A template is handed one of these and nothing else, so that what its audience may not see cannot stand on its pages.
`packs.py` makes them. Texts are as the author wrote them, but for citations, which have become note numbers.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from briefings.scenarios import EVERYONE

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
class Head:
    """What every document carries: its id (also its file name), title, audience, pack, date, copies to print."""

    id: str
    title: str
    audience: Audience
    pack: str
    subtitle: str
    as_of: str
    language: str
    copies: int


@dataclass(frozen=True)
class Document:
    """One printable thing with one audience; a page is made from it and from nothing else."""

    template: ClassVar[str]
    head: Head
    notes: tuple[Note, ...]

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def audience(self) -> Audience:
        return self.head.audience


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

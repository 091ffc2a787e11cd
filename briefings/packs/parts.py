"""What documents are made of: audience, head, badge, note, quote. A page is made from one `Document` and nothing else."""

from dataclasses import dataclass
from typing import ClassVar

from briefings.scenarios import AFTER, EVERYONE, FACILITATOR
from briefings.sections import DEAL, Words

# Note numbers inside prose stand between two private-use characters, which no YAML file may contain.
NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True)
class Audience:
    """Who may see a document: `everyone`, `facilitator`, `after play`, or the id of a role."""

    reader: str

    def __str__(self) -> str:
        return self.reader

    @property
    def is_role(self) -> bool:
        """Whether it is one role's alone."""
        return self.reader not in (EVERYONE, FACILITATOR, AFTER)

    def may_read(self, reader: str) -> bool:
        """Whether this audience may read what is meant for `reader`.

        The facilitator may read everything. After play everything is open but what only the facilitator needs.
        """
        if self.reader == FACILITATOR:
            return True
        if self.reader == AFTER:
            return reader != FACILITATOR
        return reader in (EVERYONE, self.reader)


@dataclass(frozen=True)
class Badge:
    """How a role is known on paper: letter, word, and a pattern that goes with the letter."""

    letter: str
    name: str
    delegation: str


@dataclass(frozen=True)
class Person:
    """A participant's name as printed: in which language (a code, or empty), whether it is written from the right. `fit` is
    how far it was made smaller, in steps from 0; `key` names it when it is measured."""

    name: str
    language: str
    right_to_left: bool
    key: str
    fit: int = 0


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
    of: str
    reports: str
    context: str
    ref: str
    locator: str
    note: int
    language: str
    use: str = ""


@dataclass(frozen=True)
class Head:
    """What every document carries: its id (also its file name), title, audience, pack, date, copies to print, and what a deal is
    called.

    `excerpts` is whether the pack quotes anybody; a twin does not. `fiction` is whether the dispute is invented.
    """

    id: str
    title: str
    audience: Audience
    pack: str
    subtitle: str
    as_of: str
    language: str
    copies: int
    words: Words = DEAL
    excerpts: bool = True
    fiction: bool = False


@dataclass(frozen=True)
class Document:
    """One printable thing with one audience; a page is made from it and from nothing else.

    `card` says that it is printed on card rather than plain paper, `duplex` that its sheets are printed on both sides,
    `grows` that it is laid out anew for large print; one that is large already does not.
    """

    template: ClassVar[str]  # a file below `templates/`
    style: ClassVar[tuple[str, ...]] = ()
    card: ClassVar[bool] = False
    duplex: ClassVar[bool] = True
    grows: ClassVar[bool] = True
    head: Head
    notes: tuple[Note, ...]

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def audience(self) -> Audience:
        return self.head.audience

    def enlarged(self) -> "Document":
        """The document as it is in large print, where it is not only laid out otherwise."""
        return self

    @property
    def kind(self) -> str:
        """Its name without that of a role: the name of its template, also the one by which a scenario leaves it out."""
        return self.template.removesuffix(".html")


@dataclass(frozen=True)
class Envelope:
    """What one participant is handed, in reading order."""

    table: int
    role: str
    documents: tuple[str, ...]

"""Things to be cut and folded: role cards, name tents, inject cards. What is on them is measured before it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from briefings.balance import voices
from briefings.imposition import CardOptions, Face, StockName, card_sheet, grid, run
from briefings.packs.parts import Badge, Document, Person, Quote
from briefings.packs.planner import Planner, quote
from briefings.scenarios import EVERYONE

Item = TypeVar("Item")


@dataclass(frozen=True)
class Card:
    """A role card: what the others may see. A twin's quotes nobody; `own` is whether the quotation gives its side's word.

    `fit` is how far its name was made smaller, in steps from 0; `key` names the card when it is measured.
    """

    badge: Badge
    aim: str
    quote: Quote | None
    table: int
    role: str
    key: str
    own: bool = True
    fit: int = 0


@dataclass(frozen=True)
class Side:
    """One side of a sheet of cards; a back has the same cards in the same order as its front."""

    face: Face
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class RoleCards(Document):
    """Public role cards with backs, several to a sheet."""

    template = "role-cards.html"
    style = ("cards",)
    card = True
    fits = 5  # steps of the name's size; only at the last is a word broken
    options: CardOptions
    items: tuple[Card, ...]

    @property
    def stock(self) -> StockName:
        return self.options.stock

    @property
    def sheets(self) -> tuple[tuple[Card, ...], ...]:
        """The cards of each sheet, row by row."""
        return tuple(sheets(self.items, *grid(self.stock)))

    @property
    def marks(self) -> range:
        """As many as there are cut marks on a sheet: the same number on either paper."""
        return range(len(card_sheet(self.stock, "a4").marks))

    @property
    def sides(self) -> tuple[Side, ...]:
        """Every page, in the order of printing."""
        sheets = self.sheets
        return tuple(Side(face, sheets[n]) for n, face in run(len(sheets), self.options.duplex))

    def enlarged(self) -> "RoleCards":
        """In large print a card takes half a sheet."""
        return replace(self, options=replace(self.options, stock="half"))


@dataclass(frozen=True)
class Tent:
    """A name tent: letter and name, on both faces alike, and whose it is where that is known."""

    badge: Badge
    role: str
    key: str
    fit: int = 0
    person: Person | None = None


@dataclass(frozen=True)
class NameTents(Document):
    """Name tents, one to a sheet, folded across the middle."""

    template = "name-tents.html"
    style: ClassVar[tuple[str, ...]] = ("cards",)
    card, duplex, grows = True, False, False
    fits = 7
    items: tuple[Tent, ...]


@dataclass(frozen=True)
class InjectCard:
    """A message as one recipient is handed it. `fit` is how far its text was made smaller, in steps from 0; `key` names
    the inject when it is measured."""

    number: int
    clock: str
    sender: str
    to: str
    hand_to: str
    text: str
    key: str
    fit: int = 0


@dataclass(frozen=True)
class InjectCards(Document):
    """The messages to hand over, several to a sheet; print them once for each table."""

    template = "inject-cards.html"
    style = ("facilitator",)
    card, duplex = True, False
    fits = 3  # steps of the text's size
    items: tuple[InjectCard, ...]
    stock: StockName = "a6"

    @property
    def sheets(self) -> tuple[tuple[InjectCard, ...], ...]:
        """The cards of each sheet, row by row."""
        return tuple(sheets(self.items, *grid(self.stock)))

    def enlarged(self) -> "InjectCards":
        """In large print a card takes half a sheet."""
        return replace(self, stock="half")


def sheets(items: tuple[Item, ...], columns: int, rows: int) -> Iterator[tuple[Item, ...]]:
    """Cards dealt out to sheets, as many to each as fit."""
    many = columns * rows
    return (items[i : i + many] for i in range(0, len(items), many))


def role_cards(planner: Planner, options: CardOptions) -> RoleCards:
    """A public card for everyone who plays a delegation."""
    roles = {role.id: role for role in planner.scenario.roles}
    quoted = {role.id: planner.library.quotations[role.public.quotation] for role in roles.values() if role.public.quotation}
    quotes = {id: quote(quotation) for id, quotation in quoted.items()}
    own = {id: roles[id].name in voices(planner.scenario, quotation) for id, quotation in quoted.items()}
    cards = tuple(
        Card(planner.badge(role), role.public.aim, quotes.get(role.id), seat.table, role.id, role.id, own.get(role.id, True))
        for seat in planner.cast.players
        for role in (roles[seat.role],)
    )
    return RoleCards(head=planner.head("role-cards", "Role cards", EVERYONE, 1), options=options, items=cards, notes=())


def name_tents(planner: Planner) -> NameTents:
    """A tent for every role; as many copies as tables."""
    tents = tuple(Tent(planner.badge(role), role.id, role.id) for role in planner.scenario.roles)
    return NameTents(head=planner.head("name-tents", "Name tents", EVERYONE, planner.cast.tables), items=tents, notes=())

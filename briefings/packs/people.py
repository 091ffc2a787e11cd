"""Papers with the names of participants: tents, badges, labels, door list, sign-in list, table plan, stuffing list.

They exist only where the cast says who sits where. Names are nobody's secret; what lists everybody for the door is for the
facilitator all the same.
"""

import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from briefings.casting import Room, codes, rooms
from briefings.imposition import BADGES, CardOptions, Edition
from briefings.packs.cards import NameTents, Tent, sheets
from briefings.packs.parts import Badge, Document, Envelope, Person
from briefings.packs.planner import Planner
from briefings.scenarios import EVERYONE, FACILITATOR, OBSERVER, PRESS


@dataclass(frozen=True)
class Seated:
    """A participant and the seat: who, the code of the envelope, what is played, at which table, where it is prepared (empty
    for who does not play), in which edition it is read."""

    person: Person
    code: str
    role: str
    badge: Badge
    table: int
    corner: str
    edition: str


@dataclass(frozen=True)
class NamedTents(NameTents):
    """A name tent for everybody, with what is played above the name."""

    style = ("cards", "people", "names")
    fits = 9
    name_fits = 9


@dataclass(frozen=True)
class Badges(Document):
    """Badges to be cut and worn."""

    template = "badges.html"
    style = ("cards", "people", "names")
    card, duplex = True, False
    name_fits = 7
    items: tuple[Seated, ...]
    edition: Edition = "standard"

    @property
    def sheets(self) -> tuple[tuple[Seated, ...], ...]:
        """The badges of each sheet, row by row."""
        return tuple(sheets(self.items, *BADGES[self.edition][2:]))

    @property
    def marks(self) -> range:
        """As many as there are arms of crosses on a sheet: four where two cut lines meet."""
        _, _, columns, rows = BADGES[self.edition]
        return range(4 * (columns + 1) * (rows + 1) // 2)

    def enlarged(self) -> "Badges":
        return replace(self, edition="large")


@dataclass(frozen=True)
class Labels(Document):
    """Labels for envelopes, on sheets of labels as sold: one after the other, as many to a sheet as the paper has."""

    template = "labels.html"
    style = ("people", "names")
    duplex, grows = False, False
    name_fits = 7
    items: tuple[Seated, ...]


@dataclass(frozen=True)
class DoorList(Document):
    """Everybody in the order of their names, for whoever stands at the door."""

    template = "door-list.html"
    style = ("facilitator", "people", "names")
    rows: tuple[Seated, ...]
    absent: tuple[Person, ...]


@dataclass(frozen=True)
class TableRows:
    """Everybody at one table."""

    table: int
    rows: tuple[Seated, ...]


@dataclass(frozen=True)
class SignIn(Document):
    """Everybody by table, with space to sign."""

    template = "sign-in.html"
    style = ("facilitator", "people", "names")
    tables: tuple[TableRows, ...]


@dataclass(frozen=True)
class Corner:
    """Where people of one delegation prepare together."""

    name: str
    badge: Badge
    rows: tuple[Seated, ...]


@dataclass(frozen=True)
class SeatingPlan(Document):
    """Who sits at which table, and who prepares where."""

    template = "table-plan.html"
    style = ("people", "names")
    tables: tuple[TableRows, ...]
    corners: tuple[Corner, ...]


@dataclass(frozen=True)
class Filling:
    """An envelope to be filled; `differs` says where its documents are not those of most."""

    seated: Seated
    differs: tuple[str, ...]


@dataclass(frozen=True)
class StuffingList(Document):
    """What goes into most envelopes, and every envelope by table, with what is different in it."""

    template = "stuffing-list.html"
    style = ("facilitator", "people", "names")
    rule: tuple[str, ...]
    tables: tuple[tuple[int, tuple[Filling, ...]], ...]
    large: int


def people(
    planner: Planner, options: CardOptions, documents: tuple[Document, ...], envelopes: tuple[Envelope, ...]
) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """The papers with names, if the cast has any: lists for the facilitator, and what everybody sees.

    `documents` are those that go into the `envelopes`. Tents are not among them: `named_tents` take the place of those
    without names.
    """
    if not planner.cast.named:
        return (), ()
    lists = (door_list(planner), sign_in(planner), stuffing_list(planner, documents, envelopes))
    return lists, (table_plan(planner), badges(planner, options.order_by), labels(planner, options.order_by))


def named_tents(planner: Planner) -> NamedTents:
    """A tent for everybody with a name: who plays under the delegation's name, who watches under what they do."""
    tents = tuple(Tent(s.badge, s.role, s.role, person=s.person) for s in seated(planner))
    return NamedTents(head=planner.head("name-tents", "Name tents", EVERYONE, 1), items=tents, notes=())


def badges(planner: Planner, order_by: Literal["table", "name"] = "table") -> Badges:
    """A badge for everybody with a name."""
    return Badges(head=planner.head("badges", "Badges", EVERYONE, 1), items=_ordered(planner, order_by), notes=())


def labels(planner: Planner, order_by: Literal["table", "name"] = "table") -> Labels:
    """A label for everybody's envelope."""
    return Labels(head=planner.head("labels", "Envelope labels", EVERYONE, 1), items=_ordered(planner, order_by), notes=())


def door_list(planner: Planner) -> DoorList:
    """Everybody by name, and who is absent."""
    absent = tuple(_person(p.name, p.language, "") for p in sorted(planner.cast.absent, key=lambda p: in_order(p.name)))
    return DoorList(head=planner.head("door-list", "Door list", FACILITATOR, 1), rows=_ordered(planner, "name"), absent=absent, notes=())


def sign_in(planner: Planner) -> SignIn:
    """Everybody by table, to sign."""
    return SignIn(head=planner.head("sign-in", "Sign-in list", FACILITATOR, 1), tables=_tables(planner), notes=())


def table_plan(planner: Planner) -> SeatingPlan:
    """One for every table, to be laid or hung where all can see it."""
    roles = {role.id: role for role in planner.scenario.roles}
    every = seated(planner)
    corners = tuple(Corner(room.name, planner.badge(roles[room.role]), tuple(s for s in every if s.corner == room.name)) for room in _rooms(planner))
    head = planner.head("table-plan", "Table plan", EVERYONE, planner.cast.tables)
    return SeatingPlan(head=head, tables=_tables(planner), corners=corners, notes=())


def stuffing_list(planner: Planner, documents: tuple[Document, ...], envelopes: tuple[Envelope, ...]) -> StuffingList:
    """Every envelope by table, and what is in most of them; only what is otherwise is said again."""
    names = {d.id: _common_title(planner, d) for d in documents}
    filled = {(e.table, e.role): tuple(names[id] for id in e.documents) for e in envelopes}
    contents = list(filled.values())
    rule = max(dict.fromkeys(contents), key=contents.count, default=())
    tables: dict[int, list[Filling]] = {}
    for s in seated(planner):
        edition = () if s.edition == "standard" else (f"{s.edition} print",)
        tables.setdefault(s.table, []).append(Filling(s, (*edition, *_differs(rule, filled.get((s.table, s.role))))))
    return StuffingList(
        head=planner.head("stuffing-list", "Stuffing list", FACILITATOR, 1),
        rule=rule,
        tables=tuple((table, tuple(rows)) for table, rows in sorted(tables.items())),
        large=sum(f.seated.edition == "large" for rows in tables.values() for f in rows),
        notes=(),
    )


def _differs(rule: tuple[str, ...], contents: tuple[str, ...] | None) -> tuple[str, ...]:
    if contents is None:
        return ("no envelope",)
    return (*(f"without {title}" for title in rule if title not in contents), *(f"also {title}" for title in contents if title not in rule))


def _common_title(planner: Planner, document: Document) -> str:
    """A document's title without the name of the role whose it is: the same for every envelope."""
    return document.kind.replace("-", " ").capitalize() if document.audience.is_role and planner.has(document.kind) else document.head.title


# --- who ------------------------------------------------------------------------------------------------------


def seated(planner: Planner) -> tuple[Seated, ...]:
    """Everybody with a name, in the order of the cast."""
    cast, roles = planner.cast, {role.id: role for role in planner.scenario.roles}
    watching = {OBSERVER: Badge("O", "Observer", "Observer"), PRESS: Badge("P", "Press", "Press")}
    corners = {seat: room.name for room in _rooms(planner) for seat in room.seats}
    code = codes(cast, planner.scenario)
    return tuple(
        Seated(
            person=_person(seat.participant.name, seat.participant.language, code[number]),
            code=code[number],
            role=seat.role,
            badge=watching.get(seat.role) or planner.badge(roles[seat.role]),
            table=seat.table,
            corner=corners.get(seat, ""),
            edition=seat.participant.edition,
        )
        for number, seat in enumerate(cast.seats)
        if seat.participant
    )


def _person(name: str, language: str, code: str) -> Person:
    """A name with each letter and its accents in one where Unicode has that: fonts have more of those."""
    name = unicodedata.normalize("NFC", name)
    return Person(name, language, right_to_left(name), f"person-{code}")


def right_to_left(name: str) -> bool:
    """Whether the first letter with a direction is written from the right, as in Arabic (rule P2 of Unicode's annex 9)."""
    return next((d for d in map(unicodedata.bidirectional, name) if d in ("L", "R", "AL")), "L") != "L"


# Letters that Unicode does not take apart, where a reader who does not know them looks for them.
_BESIDE = str.maketrans({"ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"})


def in_order(name: str) -> tuple[str, str]:
    """What names are sorted by: small letters without accents, then with them. The same whatever the language."""
    whole = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in whole if not unicodedata.combining(c)).translate(_BESIDE), whole


def _ordered(planner: Planner, order_by: Literal["table", "name"]) -> tuple[Seated, ...]:
    every = seated(planner)
    return tuple(sorted(every, key=lambda s: (in_order(s.person.name), s.table))) if order_by == "name" else every


def _tables(planner: Planner) -> tuple[TableRows, ...]:
    every = seated(planner)
    return tuple(TableRows(table, tuple(s for s in every if s.table == table)) for table in sorted({s.table for s in every}))


def _rooms(planner: Planner) -> tuple[Room, ...]:
    return rooms(planner.scenario, planner.cast.seats)

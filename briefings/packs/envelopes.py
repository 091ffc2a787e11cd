"""Envelopes for named participants: what is in each, its cover, the strips that make it somebody's, the run sheet.

Covers are set once for each role and edition, with room for a name; what is one person's alone, name and code, is a
*strip* laid on the finished page. So five thousand envelopes need no more pages set than five.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from briefings.casting import codes
from briefings.imposition import Edition
from briefings.packs.parts import Badge, Document
from briefings.packs.planner import Planner
from briefings.scenarios import EVERYONE, FACILITATOR, WATCHING

StripKind = Literal["name", "place", "foot", "table"]
ROWS = 250  # strips on a page
CHUNK = 1000  # strips that are set together
# Letters of a line of a cover at the largest size, however wide they are; and letters of a name that then surely fits. Two
# lines that follow one another hold more than one does, or their words would stand on one: so 36 letters take three lines.
SURE: dict[Edition, tuple[int, int]] = {"standard": (18, 36), "large": (11, 12)}


@dataclass(frozen=True)
class Packet:
    """One participant's envelope: for whom, the code that tells it from all others, and its documents in reading order.

    `code` is the letter of the role and the number of the table, and a further letter for each
    who shares the role there: so it stays the same when others leave.
    """

    table: int
    role: str
    code: str
    name: str
    language: str
    edition: Edition
    cover: str
    documents: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where to sit, in words."""
        return f"Table {self.table} · {'seat' if self.role not in WATCHING else 'chair'} {self.code[0]} · envelope {self.code}"


@dataclass(frozen=True)
class Cover(Document):
    """The first sheet of an envelope: whose role, what is inside, what to do first. `name` and `place` are left free for a
    strip, or filled in where a file is made for one person."""

    template = "cover.html"
    style = ("names", "facilitator", "envelopes")
    badge: Badge
    plays: bool
    inside: tuple[str, ...]
    first: tuple[str, ...]
    name: str = ""
    language: str = ""
    place: str = ""


@dataclass(frozen=True)
class Strip:
    """A line of text to be laid on pages. `fit` is how far it was made smaller, in steps from 0."""

    key: str
    words: str
    kind: StripKind
    language: str = ""
    fit: int = 0


@dataclass(frozen=True)
class Strips(Document):
    """Strips one under the other on tall pages; never printed as it is."""

    template = "strips.html"
    style = ("names", "envelopes")
    fits = 5
    edition: Edition
    items: tuple[Strip, ...]

    def is_sure(self, strip: Strip) -> bool:
        """Whether a name fits at the largest size without being tried."""
        line, most = SURE[self.edition]
        return len(strip.words) <= most and all(len(word) <= line for word in strip.words.split())

    @property
    def pages(self) -> tuple[tuple[Strip, ...], ...]:
        return tuple(self.items[i : i + ROWS] for i in range(0, len(self.items), ROWS))


@dataclass(frozen=True)
class Separator(Document):
    """A sheet that goes before the envelopes of a table; the number of the table is a strip."""

    template = "separator.html"
    style = ("names", "envelopes")


@dataclass(frozen=True)
class RunRow:
    """A file to print: its pages with something on them, its sheets, and how they are printed."""

    file: str
    what: str
    paper: str
    sides: str
    copies: int
    sheets: int
    printed: int
    cost: str


@dataclass(frozen=True)
class RunSheet(Document):
    """What the print run needs: files, sheets, sides, cost."""

    template = "run-sheet.html"
    style = ("facilitator", "envelopes")
    price: str
    people: int
    tables: int
    rows: tuple[RunRow, ...]
    total: RunRow


@dataclass(frozen=True)
class Named:
    """What a cast with names adds to a pack: envelopes, and the documents they are finished with."""

    packets: tuple[Packet, ...]
    covers: tuple[Cover, ...]
    separator: Separator
    strips: tuple[Strips, ...]
    run_sheet: RunSheet


def named(planner: Planner, shared: tuple[Document, ...], alone: dict[str, tuple[Document, ...]], watching: tuple[Document, ...]) -> Named | None:
    """The envelopes of everyone who has a name; None where nobody has."""
    made = _packets(planner, shared, alone, watching)
    if not made:
        return None
    titles = {d.id: d.head.title for d in (*shared, *watching, *(d for own in alone.values() for d in own))}
    editions: tuple[Edition, ...] = tuple(dict.fromkeys(packet.edition for packet in made))
    empty = RunRow("", "Together", "", "", 0, 0, 0, "")
    return Named(
        packets=made,
        covers=_covers(planner, made, titles),
        separator=Separator(head=planner.head("separator", "Separator", FACILITATOR, planner.cast.tables), notes=()),
        strips=tuple(some for edition in editions for some in _strips(planner, tuple(p for p in made if p.edition == edition), edition)),
        run_sheet=RunSheet(planner.head("run-sheet", "Run sheet", FACILITATOR, 1), (), "", planner.participants, planner.cast.tables, (), empty),
    )


def _packets(planner: Planner, shared: tuple[Document, ...], alone: dict[str, tuple[Document, ...]], watching: tuple[Document, ...]) -> tuple[Packet, ...]:
    """An envelope for everyone who has a name, table by table."""
    code = codes(planner.cast, planner.scenario)
    made = []
    for number, seat in enumerate(planner.cast.seats):
        if person := seat.participant:
            inside = (*shared, *(watching if seat.role in WATCHING else alone[seat.role]))
            documents, cover = tuple(d.id for d in inside), f"cover-{seat.role}"
            made.append(Packet(seat.table, seat.role, code[number], person.name, person.language, person.edition, cover, documents))
    return tuple(made)


def _covers(planner: Planner, packets: tuple[Packet, ...], titles: dict[str, str]) -> tuple[Cover, ...]:
    """A cover for every role that somebody has."""
    roles = {role.id: role for role in planner.scenario.roles}
    made = {}
    for packet in packets:
        if packet.cover not in made:
            plays = packet.role in roles
            badge = planner.badge(roles[packet.role]) if plays else Badge(packet.code[0], packet.role.capitalize(), packet.role.capitalize())
            made[packet.cover] = Cover(
                head=planner.head(packet.cover, f"Cover: {badge.name}", EVERYONE, sum(p.cover == packet.cover for p in packets)),
                notes=(),
                badge=badge,
                plays=plays,
                inside=tuple(titles[id] for id in packet.documents),
                first=_playing(planner) if plays else LOOKING_ON,
            )
    return tuple(made.values())


def _playing(planner: Planner) -> tuple[str, ...]:
    """What somebody who plays does first; it names the secret papers that the pack has."""
    scores = planner.has("score-sheet") and any(role.brief.scores for role in planner.scenario.roles)
    papers = ["role brief", *(["worksheet"] if planner.has("worksheet") else ()), *(["scores"] if scores else ())]
    secret = " and ".join(filter(None, (", ".join(papers[:-1]), papers[-1])))
    return (
        "Check that the name is yours and that nothing is missing.",
        "Put up your name tent. Read the common brief, then your role brief.",
        f"Show your {secret} to nobody outside your delegation. Hand {'them' if len(papers) > 1 else 'it'} back after play.",
    )


LOOKING_ON = (
    "Check that the name is yours and that nothing is missing.",
    "Read the common brief and the page of names and terms.",
    "You see what happens at your table. You hold no secret, and take no side.",
)


def for_one(cover: Cover, packet: Packet) -> Cover:
    """A cover with the name and place of one person, in a file of their own."""
    head = replace(cover.head, id=f"cover-{packet.code.lower()}", copies=1)
    return replace(cover, head=head, name=packet.name, language=packet.language, place=packet.place)


def _strips(planner: Planner, packets: tuple[Packet, ...], edition: Edition) -> Iterator[Strips]:
    """Everything that makes an envelope somebody's: names, places, codes for the foot of each page, numbers of tables."""
    items: dict[str, Strip] = {}
    for packet in packets:
        for strip in (
            Strip(name_key(packet), packet.name, "name", packet.language),
            Strip(place_key(packet), packet.place, "place"),
            Strip(foot_key(packet), f"{packet.code} · table {packet.table}", "foot"),
            Strip(table_key(packet.table, edition), f"Table {packet.table}", "table"),
        ):
            items.setdefault(strip.key, strip)
    every = tuple(items.values())
    for i in range(0, len(every), CHUNK):
        yield Strips(head=planner.head(f"strips-{edition}", "Strips", FACILITATOR, 1), notes=(), edition=edition, items=every[i : i + CHUNK])


def name_key(packet: Packet) -> str:
    return f"{packet.edition}/name/{packet.language}/{packet.name}"


def place_key(packet: Packet) -> str:
    return f"{packet.edition}/place/{packet.code}"


def foot_key(packet: Packet) -> str:
    return f"{packet.edition}/foot/{packet.code}"


def table_key(table: int, edition: Edition) -> str:
    return f"{edition}/table/{table}"


def filled(sheet: RunSheet, rows: tuple[RunRow, ...], price: float) -> RunSheet:
    """The run sheet of a print run whose files are known. `price` is what a printed side costs; 0 where it is not known."""
    sheets, sides = (sum(n * row.copies for row, n in zip(rows, ns, strict=True)) for ns in ([r.sheets for r in rows], [r.printed for r in rows]))
    return replace(sheet, price=f"{price:.2f}" if price else "", rows=rows, total=replace(sheet.total, sheets=sheets, printed=sides, cost=money(price, sides)))


def money(price: float, sides: int) -> str:
    """What so many sides cost; nothing where no price is known."""
    return f"{price * sides:,.2f}" if price else ""


def by_table(packets: tuple[Packet, ...]) -> tuple[tuple[int, tuple[Packet, ...]], ...]:
    """The envelopes of each table."""
    return tuple((table, tuple(some)) for table, some in groupby(packets, key=lambda p: p.table))

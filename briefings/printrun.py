"""A class is printed: envelopes in stuffing order, everything else that lies on tables, files to be sent, a run sheet.

`print_run` binds finished documents; only what is somebody's own, a cover's name and a page's code, is laid on here.
"""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from briefings.imposition import MARGINS, PAPERS, ByOrder, Edition, PaperName
from briefings.packs import Pack
from briefings.packs.envelopes import Named, Packet, RunRow, by_table, foot_key, money, name_key, place_key, table_key
from briefings.press.stuffing import Laid, Sheaf, Slot, Stuffed, stuff
from briefings.scenarios import FACILITATOR

LABELS = "labels"  # on sheets of their own kind, and so in a file of their own
NAME, TABLE = 40.0, 30.0  # mm below the upper margin: the place under a cover's name; a separator's number
FOOT: dict[Edition, float] = {"standard": 8.4, "large": 10.5}  # mm from the lower edge to the top of a foot strip


@dataclass(frozen=True)
class PrintFile:
    """A file of the print run, and its row on the run sheet."""

    name: str
    stuffed: Stuffed
    row: RunRow


def print_run(
    pack: Pack, named: Named, paper: PaperName, parts: Mapping[str, bytes], strips: Laid, order: ByOrder, before: Sequence[Packet], price: float
) -> tuple[PrintFile, ...]:
    """The files of a print run on one paper: `print`, all of it in stuffing order; the same split by paper and by sides.

    `parts` goes from `edition/document` to a finished PDF. With `before`, the envelopes of an earlier cast, those that are
    not the same stand in `print-changed` once more.
    """
    kinds = {d.id: (d.card, d.duplex) for d in (*pack.documents, *named.covers, named.separator)}
    envelopes = list(_envelopes(named, paper, order))
    stuffed = {id for packet in named.packets for id in packet.documents}
    lying = [d for d in pack.documents if d.id not in stuffed and d.audience.reader != FACILITATOR and d.kind != LABELS]
    loose = [[Sheaf(f"standard/{d.id}")] for d in lying for _ in range(d.head.copies)]
    everything = [*envelopes, *loose]
    title = f"{pack.title}: to print and stuff"
    files = []

    def add(name: str, what: str, some: Sequence[Sequence[Sheaf]], card: bool, duplex: bool) -> None:
        made = stuff(some, parts, strips, title, sheets=duplex)
        printed, sheets = made.pages - made.blank, made.pages // 2 if duplex else made.pages
        paper_kind, sides = "card" if card else "plain", "both sides" if duplex else "one side"
        files.append(PrintFile(name, made, RunRow(f"{name}.pdf", what, paper_kind, sides, 1, sheets, printed, money(price, printed))))

    def of(some: Sequence[Sheaf]) -> tuple[bool, bool]:
        return kinds[some[0].part.split("/", 1)[1]]

    groups = {kind: [some for some in everything if of(some) == kind] for kind in sorted({of(some) for some in everything})}
    add("print", "everything, in stuffing order", everything, False, True)
    if len(groups) > 1:
        for (card, duplex), some in groups.items():
            name = f"print-{'card' if card else 'plain'}-{'both-sides' if duplex else 'one-side'}"
            add(name, "envelopes and papers for the tables" if not card else "what is cut and folded", some, card, duplex)
    if before:
        known = {(p.code, p.name, p.edition, p.documents) for p in before}
        fresh = replace(named, packets=tuple(p for p in named.packets if (p.code, p.name, p.edition, p.documents) not in known))
        if fresh.packets:
            add("print-changed", "only the envelopes that changed", list(_envelopes(fresh, paper, order)), False, True)
    return tuple(files)


def _envelopes(named: Named, paper: PaperName, order: ByOrder) -> Iterable[list[Sheaf]]:
    """Every envelope, by table with a separator before each, or by name."""
    left, top = MARGINS[paper]
    if order == "name":
        for packet in sorted(named.packets, key=lambda p: (p.name.casefold(), p.code)):
            yield _envelope(packet, paper)
        return
    tables = by_table(named.packets)
    for table, packets in tables:
        if len(tables) > 1:
            number = (table_key(table, packets[0].edition), Slot(left, top + TABLE))
            yield [Sheaf("standard/separator", first=(number,))]
        for packet in packets:
            yield _envelope(packet, paper)


def foot(packet: Packet, paper: PaperName) -> tuple[str, Slot]:
    """The code of an envelope and its place at the foot of a page."""
    return foot_key(packet), Slot(MARGINS[paper][0], PAPERS[paper][1] - FOOT[packet.edition])


def _envelope(packet: Packet, paper: PaperName) -> list[Sheaf]:
    left, top = MARGINS[paper]
    code = (foot(packet, paper),)
    own = ((name_key(packet), Slot(left, top)), (place_key(packet), Slot(left, top + NAME)))
    cover = Sheaf(f"{packet.edition}/{packet.cover}", everywhere=code, first=own)
    return [cover, *(Sheaf(f"{packet.edition}/{id}", everywhere=code) for id in packet.documents)]


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """One archive of these files; the same files give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # PDFs are compressed already
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()

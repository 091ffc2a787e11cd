"""A class with names is printed: `print_class(shop, pack, ...)`, the print run on each paper, its run sheet, files to be sent."""

from collections.abc import Mapping, Sequence

from briefings.imposition import EDITIONS, PaperName, Printing
from briefings.marks import Finding
from briefings.orders import Made, Order, sha
from briefings.packs import Pack
from briefings.packs.envelopes import Named, Packet, RunRow, filled, for_one, money
from briefings.press.stuffing import Laid, laid_on
from briefings.printrun import LABELS, foot, print_run, zipped
from briefings.scenarios import FACILITATOR
from briefings.secrecy import COMBINED
from briefings.setting import Shop, Volume, strips_of

Printed = list[tuple[Made, bytes]]


def print_class(shop: Shop, pack: Pack, named: Named, before: Sequence[Packet], printed: Printed, order: Order) -> tuple[Printed, tuple[Finding, ...]]:
    """The files that hold or list everybody's envelopes, made from what was `printed` for the pack, and what does not fit.

    `before` holds the envelopes of an earlier cast: those that changed are printed once more by themselves.
    """
    made: Printed = []
    editions = {packet.edition for packet in named.packets}
    laid, faults = strips_of(shop, named)
    for paper in order.papers:
        needed = [Printing(paper, edition) for edition in EDITIONS if edition in editions or edition == "standard"]
        covers, wrong = shop.set((*named.covers, named.separator), needed)
        faults += wrong
        parts = {f"{job.printing.edition}/{job.document.id}": sheets.pdf for job, sheets in covers}
        parts |= {f"{m.printing.edition}/{m.document}": pdf for m, pdf in printed if m.printing.paper == paper and m.document not in COMBINED}
        shop.say(f"{paper}/print.pdf", 0, 1)
        files = print_run(pack, named, paper, parts, laid, order.by, before, order.price)
        printing = Printing(paper)
        for file in files:
            note = "for paper: not tagged; the documents and the files to be sent are"
            pdf = file.stuffed.pdf
            made.append((Made(f"{paper}/{file.name}.pdf", file.name, FACILITATOR, printing, file.stuffed.pages, 1, "", sha(pdf), False, note), pdf))
        rows = tuple(file.row for file in files if len(files) == 1 or file.name not in ("print", "print-changed"))
        labels = [m.pages for m, _ in printed if m.document == LABELS and m.printing == printing]
        rows += tuple(RunRow(f"{LABELS}.pdf", "envelope labels", "labels", "one side", 1, n, n, money(order.price, n)) for n in labels)
        run_sheets, wrong = shop.set((filled(named.run_sheet, rows, order.price),), (printing,))
        faults += wrong
        for job, sheets in run_sheets:
            made.append((Made(job.path, job.document.id, FACILITATOR, printing, sheets.pages, 1, sheets.code, sha(sheets.pdf)), sheets.pdf))
        if order.send:
            archive, wrong = _to_send(shop, pack, named, paper, parts, laid)
            made.append(archive)
            faults += wrong
    return made, faults


def _to_send(
    shop: Shop, pack: Pack, named: Named, paper: PaperName, parts: Mapping[str, bytes], strips: Laid
) -> tuple[tuple[Made, bytes], tuple[Finding, ...]]:
    """One file for each participant, tagged and with an outline, in an archive. Files are named by code, not by name."""
    covers = {cover.id: cover for cover in named.covers}
    titles = {d.id: d.head.title for d in pack.documents}
    own: dict[str, bytes] = {}
    faults: tuple[Finding, ...] = ()
    for edition in EDITIONS:
        made, wrong = shop.set([for_one(covers[p.cover], p) for p in named.packets if p.edition == edition], (Printing(paper, edition),))
        own |= {job.document.id: sheets.pdf for job, sheets in made}
        faults += wrong
    volumes = []
    for packet in named.packets:
        inside = ((titles[id], parts[f"{packet.edition}/{id}"]) for id in packet.documents)
        volumes.append(Volume(f"{pack.title}: {packet.name}", (("Cover", own[f"cover-{packet.code.lower()}"]), *inside)))
    shop.say(f"{paper}/send.zip", 0, 1)
    bound = shop.bind(volumes)
    archive = zipped((f"{packet.code}.pdf", laid_on(pdf, strips, *foot(packet, paper))) for packet, (pdf, _) in zip(named.packets, bound, strict=True))
    note = f"{len(bound)} files to be sent, one for each participant"
    return (Made(f"{paper}/send.zip", "send", FACILITATOR, Printing(paper), sum(pages for _, pages in bound), 1, "", sha(archive), True, note), archive), faults

"""The recipe: read, check, plan, write, print, bind. Callable without a terminal; reads top to bottom.

`build` returns a `Built` with findings and, when there is no error among them, the files it wrote. Output is
written to a temporary folder and moved in at the end: a build that fails leaves the old one as it was.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

from briefings import __version__
from briefings.cache import Cache
from briefings.casting import Cast, seat_each_role
from briefings.checks import Checked, check_scenario
from briefings.crew import Crew
from briefings.imposition import EDITIONS, PaperName, Printing
from briefings.marks import Finding, failed, in_order
from briefings.output import replace_folder
from briefings.packs import CardOptions, Pack, Verdict, plan
from briefings.packs.cards import RoleCards
from briefings.packs.envelopes import ByOrder, Named, Packet, RunRow, filled, for_one, money
from briefings.packs.parts import Document
from briefings.packs.theme import style_page
from briefings.press import Sheets
from briefings.project import Project, listed, overlaid
from briefings.scenarios import FACILITATOR
from briefings.secrecy import COMBINED, MANIFEST, Secrets, search
from briefings.setting import Done, Job, Volume, bind_all, press_of, set_all, strips_of

__all__ = ["Built", "Checked", "Made", "Order", "build", "cache_folder", "check_scenario", "print_style_page", "verdict"]

Progress = Callable[[str, int, int], None]

# Files bound from documents that were searched for secrets themselves, for readers who may see each of their parts.
SPLIT = tuple(f"print-{paper}-{sides}" for paper in ("plain", "card") for sides in ("both-sides", "one-side"))
MADE_OF_PARTS = frozenset({"print", "print-changed", "send", "run-sheet", *SPLIT})


@dataclass(frozen=True)
class Made:
    """One file of a build. `tagged` is whether it can be read aloud; `note` is what to know when printing it."""

    path: str
    document: str
    audience: str
    printing: Printing
    pages: int
    copies: int
    sheet: str
    sha256: str
    tagged: bool = True
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Its fields as plain data."""
        return {**vars(self), "printing": vars(self.printing)}


@dataclass(frozen=True)
class Order:
    """What is to be printed: on which papers and in which editions, for how many tables.

    `cards` chooses the stock of the role cards and who turns their sheets; with `booklets`, the common brief of the
    standard edition is also laid out as a booklet. The `crew` does the work; with `keep`, what was set is kept for the
    next build.
    """

    printings: tuple[Printing, ...] = (Printing(),)
    tables: int = 1
    cards: CardOptions = field(default_factory=CardOptions)
    booklets: bool = False
    cast: Cast | None = None
    before: Cast | None = None
    by: ByOrder = "table"
    envelopes_only: bool = False
    send: bool = False
    price: float = 0.0
    crew: Crew = field(default_factory=Crew)
    keep: bool = True


@dataclass(frozen=True)
class Built:
    """What a build did: findings, and the files it wrote (none where a finding is an error)."""

    checked: Checked
    pack: Pack | None
    findings: tuple[Finding, ...]
    folder: Path
    files: tuple[Made, ...] = ()
    windows: int = 0

    @property
    def ok(self) -> bool:
        return not failed(self.findings)


def verdict(project: Project, checked: Checked, runs: int = 0) -> Verdict:
    """What the quality annex says of a check. The build is known by a hash of version, scenario, sources and templates."""
    files = [file.lines for file in (checked.marked, *checked.library.files.values()) if file]
    texts = ["\n".join(lines) for lines in files] + [prints.dumps() for prints in checked.library.fingerprints.values()]
    templates = [overlaid(project.templates, name).read_bytes() for pattern in ("*.html", "style/*.css") for name in listed(project.templates, pattern)]
    parts = [__version__.encode(), *(text.encode() for text in texts), *templates]
    build = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    return Verdict(checked.findings, checked.rules, __version__, build, runs)


def build(project: Project, name: str, order: Order = Order(), progress: Progress | None = None) -> Built:
    """Builds the pack of one scenario into `project.output`, one folder for each paper and edition."""
    say = progress or (lambda step, done, of: None)

    # read and check
    say("check", 0, 1)
    checked = check_scenario(project, name)
    scenario, marked, library = checked.scenario, checked.marked, checked.library
    folder = project.output / Path(name).stem
    if not checked.ok or scenario is None or marked is None:
        return Built(checked, None, checked.findings, folder)

    # plan
    secrets = Secrets(scenario, library)
    found = verdict(project, checked, len(secrets))
    pack = plan(scenario, library, order.cast or seat_each_role(scenario, order.tables), order.cards, found)
    if order.envelopes_only and pack.named:
        inside = {id for packet in pack.named.packets for id in packet.documents}
        pack = replace(pack, documents=tuple(d for d in pack.documents if d.id in inside))
        folder = folder.with_name(f"{folder.name}-envelopes")

    # write and print, then bind
    cache = Cache(cache_folder(project) if order.keep else None)
    printed, faults = _print(project, checked, pack, order, cache, say)
    if not failed(tuple(faults)):
        printed += _combine(pack, printed, order, cache, say)
        if pack.named:
            before = plan(scenario, library, order.before, order.cards).named if order.before else None
            people, wrong = _print_for_people(project, checked, pack, pack.named, before.packets if before else (), printed, order, cache, say)
            printed += people
            faults += wrong
    if order.booklets:
        printed += _booklets(printed)
    made = tuple(made for made, _ in printed)

    # search for secrets
    say("search", 0, 1)
    files = {**{one.path: pdf for one, pdf in printed}, MANIFEST: _manifest(checked, pack, found, made, len(secrets))}
    parts = {path: content for path, content in files.items() if Path(path).stem not in MADE_OF_PARTS}
    findings = in_order((*checked.findings, *faults, *search(secrets, marked, pack.documents, parts, cache)))
    if failed(findings):
        return Built(checked, pack, findings, folder, windows=len(secrets))

    # hand over
    replace_folder(folder, files)
    cache.make_room()
    return Built(checked, pack, findings, folder, made, len(secrets))


def cache_folder(project: Project) -> Path:
    """Beside the output, or where `BRIEFINGS_CACHE` says: several projects may share one."""
    return Path(os.environ["BRIEFINGS_CACHE"]) if os.environ.get("BRIEFINGS_CACHE") else project.output / ".cache"


def _print(project: Project, checked: Checked, pack: Pack, order: Order, cache: Cache, say: Progress) -> tuple[list[tuple[Made, bytes]], list[Finding]]:
    """Every document on every paper in every edition, with what the templates and the engine had to complain of."""
    assert checked.scenario is not None
    assert checked.marked is not None
    jobs = [Job(project, checked.scenario, checked.marked, document, printing) for printing, document in product(_printings(pack, order), pack.documents)]
    results: dict[int, Done] = {}
    for number, done in set_all(jobs, cache, order.crew):
        results[number] = done
        say(jobs[number].path, len(results), len(jobs))
    faults = [finding for number in sorted(results) for finding in results[number].findings]
    return [(_made(jobs[n], sheets), sheets.pdf) for n in sorted(results) if (sheets := results[n].sheets)], faults


def _made(job: Job, sheets: Sheets) -> Made:
    document, code = job.document, sheets.code
    sha256 = _sha(sheets.pdf)
    return Made(job.path, document.id, str(document.audience), job.printing, sheets.pages, document.head.copies, code, sha256, note=_note(document))


def print_style_page(project: Project) -> tuple[Path, tuple[str, ...]]:
    """Prints every element of the look on sample text; where it was written, and what the engine complained of."""
    from briefings.pages import style, write

    page = style_page()
    sheets = press_of(project).typeset(write(page, project.templates), style(page, "a4", project.templates))
    project.output.mkdir(parents=True, exist_ok=True)
    path = project.output / f"{page.id}.pdf"
    path.write_bytes(sheets.pdf)
    return path, sheets.warnings


TURNING = {
    "long-edge": "on card, double-sided, turned on the long edge",
    "short-edge": "on card, double-sided, turned on the short edge",
    "fronts-then-backs": "on card: print the first half one-sided, turn the stack like the page of a book, print the second half on it",
}


def _note(document: Document) -> str:
    return TURNING[document.options.duplex] + "; at actual size" if isinstance(document, RoleCards) else ""


def _booklets(printed: list[tuple[Made, bytes]]) -> list[tuple[Made, bytes]]:
    """The common briefs as booklets to be folded and stapled."""
    from briefings.press.booklet import booklet

    made = []
    for brief, pdf in printed:
        if brief.document == "common-brief" and brief.printing.edition == "standard":
            folded = booklet(pdf, brief.printing.paper)
            path, pages = brief.path.replace(".pdf", "-booklet.pdf"), -(-brief.pages // 4) * 2
            note = "double-sided, turned on the short edge, folded and stapled; not tagged: common-brief.pdf is for reading aloud"
            made.append((replace(brief, path=path, pages=pages, sha256=_sha(folded), tagged=False, note=note), folded))
    return made


def _printings(pack: Pack, order: Order) -> tuple[Printing, ...]:
    """What is printed: as ordered; for a cast with names also in each edition that somebody needs, and what lies on the
    tables in the standard one."""
    needed = {"standard", *(packet.edition for packet in pack.named.packets)} if pack.named else set()
    papers = dict.fromkeys(printing.paper for printing in order.printings)
    return tuple(dict.fromkeys((*order.printings, *(Printing(paper, edition) for paper in papers for edition in EDITIONS if edition in needed))))


def _print_for_people(
    project: Project,
    checked: Checked,
    pack: Pack,
    named: Named,
    before: tuple[Packet, ...],
    printed: list[tuple[Made, bytes]],
    order: Order,
    cache: Cache,
    say: Progress,
) -> tuple[list[tuple[Made, bytes]], list[Finding]]:
    """The print run of a class on each paper, its run sheet, and the files to be sent."""
    from briefings.printrun import LABELS, print_run

    assert checked.scenario is not None
    assert checked.marked is not None
    scenario, marked = checked.scenario, checked.marked
    papers = tuple(dict.fromkeys(printing.paper for printing in order.printings))
    editions = {packet.edition for packet in named.packets}
    made: list[tuple[Made, bytes]] = []
    faults: list[Finding] = []

    def set_(documents: Iterable[Document], printings: Iterable[Printing]) -> dict[tuple[Printing, str], Sheets]:
        jobs = [Job(project, scenario, marked, document, printing) for printing, document in product(printings, documents)]
        done: dict[tuple[Printing, str], Sheets] = {}
        for number, result in set_all(jobs, cache, order.crew):
            faults.extend(result.findings)
            say(jobs[number].path, len(done) + 1, len(jobs))
            if result.sheets:
                done[jobs[number].printing, jobs[number].document.id] = result.sheets
        return done

    laid, too_long = strips_of(project, named, cache, order.crew)
    faults.extend(too_long)
    for paper in papers:
        covers = set_((*named.covers, named.separator), [Printing(paper, edition) for edition in EDITIONS if edition in editions or edition == "standard"])
        parts = {f"{p.edition}/{id}": sheets.pdf for (p, id), sheets in covers.items()}
        parts |= {f"{m.printing.edition}/{m.document}": pdf for m, pdf in printed if m.printing.paper == paper and m.document not in COMBINED}
        say(f"{paper}/print.pdf", 0, 1)
        files = print_run(pack, named, paper, parts, laid, order.by, before, order.price)
        printing = Printing(paper)
        for file in files:
            note = "for paper: not tagged; the documents and the files to be sent are"
            pdf = file.stuffed.pdf
            made.append((Made(f"{paper}/{file.name}.pdf", file.name, FACILITATOR, printing, file.stuffed.pages, 1, "", _sha(pdf), False, note), pdf))
        rows = tuple(file.row for file in files if len(files) == 1 or file.name not in ("print", "print-changed"))
        labels = [m.pages for m, _ in printed if m.document == LABELS and m.printing == printing]
        rows += tuple(RunRow(f"{LABELS}.pdf", "envelope labels", "labels", "one side", 1, n, n, money(order.price, n)) for n in labels)
        sheet = filled(named.run_sheet, rows, order.price)
        for (_, id), sheets in set_((sheet,), (printing,)).items():
            made.append((Made(f"{paper}/{id}.pdf", id, FACILITATOR, printing, sheets.pages, 1, sheets.code, _sha(sheets.pdf)), sheets.pdf))
        if order.send:
            made.append(_to_send(pack, named, paper, parts, set_, order, cache, say))
    return made, faults


def _to_send(
    pack: Pack,
    named: Named,
    paper: PaperName,
    parts: Mapping[str, bytes],
    set_: Callable[[Iterable[Document], Iterable[Printing]], dict[tuple[Printing, str], Sheets]],
    order: Order,
    cache: Cache,
    say: Progress,
) -> tuple[Made, bytes]:
    """One file for each participant, tagged and with an outline, in an archive. Files are named by code, not by name."""
    from briefings.printrun import zipped

    covers = {cover.id: cover for cover in named.covers}
    titles = {d.id: d.head.title for d in pack.documents}
    own: dict[str, Sheets] = {}
    for edition in EDITIONS:
        some = [for_one(covers[p.cover], p) for p in named.packets if p.edition == edition]
        own |= {id: sheets for (_, id), sheets in set_(some, (Printing(paper, edition),)).items()}
    volumes = []
    for packet in named.packets:
        inside = ((titles[id], parts[f"{packet.edition}/{id}"]) for id in packet.documents)
        volumes.append(Volume(f"{pack.title}: {packet.name}", (("Cover", own[f"cover-{packet.code.lower()}"].pdf), *inside)))
    say(f"{paper}/send.zip", 0, 1)
    bound = bind_all(volumes, cache, order.crew)
    archive = zipped((f"{packet.code}.pdf", pdf) for packet, (pdf, _) in zip(named.packets, bound, strict=True))
    note = f"{len(bound)} files to be sent, one for each participant"
    return Made(f"{paper}/send.zip", "send", FACILITATOR, Printing(paper), sum(pages for _, pages in bound), 1, "", _sha(archive), True, note), archive


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _combine(pack: Pack, printed: list[tuple[Made, bytes]], order: Order, cache: Cache, say: Progress) -> list[tuple[Made, bytes]]:
    """For each paper and edition `all`, to be read on a screen, and `print`, to be printed in one go and stuffed into envelopes.

    `print` holds each envelope's documents one after the other, each beginning on a fresh sheet, and then as many copies
    as are needed of every document that goes into no envelope; what is the facilitator's alone is printed from its own files.
    """
    if order.envelopes_only:
        return []
    heads = {d.id: d.head for d in pack.documents}
    stuffed = [id for e in pack.envelopes for id in e.documents]
    loose = [d.id for d in pack.documents if d.id not in stuffed and d.audience.reader != FACILITATOR for _ in range(d.head.copies)]
    orders = dict(zip(COMBINED, ([d.id for d in pack.documents], [*stuffed, *loose]), strict=True))
    titles = {"all": f"{pack.title}: all documents", "print": f"{pack.title}: to print and stuff"}
    # Where people have names, `print` is made for them.
    wanted = list(product(_printings(pack, order), COMBINED[:1] if pack.named else COMBINED))
    tasks = []
    for printing, name in wanted:
        pdfs = {made.document: pdf for made, pdf in printed if made.printing == printing}
        tasks.append(Volume(titles[name], tuple((heads[id].title, pdfs[id]) for id in orders[name]), sheets=name == "print"))
    combined = []
    for done, ((printing, name), (pdf, pages)) in enumerate(zip(wanted, bind_all(tasks, cache, order.crew), strict=True)):
        say(f"{printing.folder}/{name}.pdf", done + 1, len(wanted))
        combined.append((Made(f"{printing.folder}/{name}.pdf", name, FACILITATOR, printing, pages, 1, "", _sha(pdf)), pdf))
    return combined


def _manifest(checked: Checked, pack: Pack, found: Verdict, made: tuple[Made, ...], windows: int) -> bytes:
    """What was built, from what, and what was proven, as JSON. No dates: the same input gives the same bytes."""
    library, scenario = checked.library, checked.marked
    text = {
        "scenario": pack.scenario,
        "title": pack.title,
        "tool": f"briefings {found.version}",
        "build": found.build,
        "made_from": {
            "scenario": hashlib.sha256("\n".join(scenario.lines).encode()).hexdigest() if scenario else "",
            "sources": {id: hashlib.sha256("\n".join(library.files[id].lines).encode()).hexdigest() for id in library.files},
        },
        "proven": {
            "quotations": checked.proven,
            "words_quoted": {line.source: {"quoted": line.quoted, "of": line.total, "limit_percent": line.limit} for line in checked.ledger},
            "secret_windows_searched": windows,
        },
        "envelopes": [{"table": e.table, "role": e.role, "documents": list(e.documents)} for e in pack.envelopes],
        "files": [m.as_dict() for m in made],
    }
    return (json.dumps(text, indent=2, ensure_ascii=False) + "\n").encode()

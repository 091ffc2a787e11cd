"""The recipe: read, check, plan, write, print, bind. Callable without a terminal; reads top to bottom.

`build` returns a `Built` with findings and, when there is no error among them, the files it wrote. Output is
written to a temporary folder and moved in at the end: a build that fails leaves the old one as it was.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

from briefings import __version__
from briefings.cache import Cache
from briefings.casting import seat_each_role
from briefings.checks import Checked, check_scenario
from briefings.crew import Crew
from briefings.imposition import Printing
from briefings.marks import Finding, failed, in_order
from briefings.output import replace_folder
from briefings.packs import CardOptions, Pack, Verdict, plan
from briefings.packs.cards import RoleCards
from briefings.packs.parts import Document
from briefings.packs.theme import style_page
from briefings.press import Sheets
from briefings.project import Project, listed, overlaid
from briefings.scenarios import FACILITATOR
from briefings.secrecy import COMBINED, search
from briefings.setting import Done, Job, Volume, bind_all, press_of, set_all

__all__ = ["Built", "Checked", "Made", "Order", "build", "check_scenario", "print_style_page", "verdict"]

Progress = Callable[[str, int, int], None]


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


def verdict(project: Project, checked: Checked) -> Verdict:
    """What the quality annex says of a check. The build is known by a hash of version, scenario, sources and templates."""
    files = [file.lines for file in (checked.marked, *checked.library.files.values()) if file]
    texts = ["\n".join(lines) for lines in files] + [prints.dumps() for prints in checked.library.fingerprints.values()]
    templates = [overlaid(project.templates, name).read_bytes() for pattern in ("*.html", "style/*.css") for name in listed(project.templates, pattern)]
    parts = [__version__.encode(), *(text.encode() for text in texts), *templates]
    return Verdict(checked.findings, checked.rules, __version__, hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest())


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
    pack = plan(scenario, library, seat_each_role(scenario, order.tables), order.cards, verdict(project, checked))

    # write and print, then bind
    cache = Cache(project.output / ".cache" if order.keep else None)
    printed, faults = _print(project, checked, pack, order, cache, say)
    if not failed(tuple(faults)):
        printed += _combine(pack, printed, order, cache, say)
    if order.booklets:
        printed += _booklets(printed)
    pdfs = {made.path: pdf for made, pdf in printed}
    made = tuple(made for made, _ in printed)

    # search for secrets
    say("search", 0, 1)
    leaks, windows = search(scenario, marked, library, pack.documents, pdfs, cache)
    findings = in_order((*checked.findings, *faults, *leaks))
    if failed(findings):
        return Built(checked, pack, findings, folder, windows=windows)

    # hand over
    manifest = _manifest(checked, pack, verdict(project, checked), made, windows)
    replace_folder(folder, {**pdfs, "manifest.json": manifest})
    cache.make_room()
    return Built(checked, pack, findings, folder, made, windows)


def _print(project: Project, checked: Checked, pack: Pack, order: Order, cache: Cache, say: Progress) -> tuple[list[tuple[Made, bytes]], list[Finding]]:
    """Every document on every paper in every edition, with what the templates and the engine had to complain of."""
    assert checked.scenario is not None
    assert checked.marked is not None
    jobs = [Job(project, checked.scenario, checked.marked, document, printing) for printing, document in product(order.printings, pack.documents)]
    results: dict[int, Done] = {}
    for number, done in set_all(jobs, cache, order.crew):
        results[number] = done
        say(jobs[number].path, len(results), len(jobs))
    faults = [finding for number in sorted(results) for finding in results[number].findings]
    return [(_made(jobs[n], sheets), sheets.pdf) for n in sorted(results) if (sheets := results[n].sheets)], faults


def _made(job: Job, sheets: Sheets) -> Made:
    document, code = job.document, sheets.code
    sha256 = hashlib.sha256(sheets.pdf).hexdigest()
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
            made.append((replace(brief, path=path, pages=pages, sha256=hashlib.sha256(folded).hexdigest(), tagged=False, note=note), folded))
    return made


def _combine(pack: Pack, printed: list[tuple[Made, bytes]], order: Order, cache: Cache, say: Progress) -> list[tuple[Made, bytes]]:
    """For each paper and edition `all`, to be read on a screen, and `print`, to be printed in one go and stuffed into envelopes.

    `print` holds each envelope's documents one after the other, each beginning on a fresh sheet, and then as many copies
    as are needed of every document that goes into no envelope; what is the facilitator's alone is printed from its own files.
    """
    heads = {d.id: d.head for d in pack.documents}
    stuffed = [id for e in pack.envelopes for id in e.documents]
    loose = [d.id for d in pack.documents if d.id not in stuffed and d.audience.reader != FACILITATOR for _ in range(d.head.copies)]
    orders = dict(zip(COMBINED, ([d.id for d in pack.documents], [*stuffed, *loose]), strict=True))
    titles = {"all": f"{pack.title}: all documents", "print": f"{pack.title}: to print and stuff"}
    wanted = list(product(order.printings, COMBINED))
    tasks = []
    for printing, name in wanted:
        pdfs = {made.document: pdf for made, pdf in printed if made.printing == printing}
        tasks.append(Volume(titles[name], tuple((heads[id].title, pdfs[id]) for id in orders[name]), sheets=name == "print"))
    combined = []
    for done, ((printing, name), (pdf, pages)) in enumerate(zip(wanted, bind_all(tasks, cache, order.crew), strict=True)):
        say(f"{printing.folder}/{name}.pdf", done + 1, len(wanted))
        combined.append((Made(f"{printing.folder}/{name}.pdf", name, FACILITATOR, printing, pages, 1, "", hashlib.sha256(pdf).hexdigest()), pdf))
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

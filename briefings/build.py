"""The recipe: read, check, plan, write, print, bind. Callable without a terminal; reads top to bottom.

`build` returns a `Built` with findings and, when there is no error among them, the files it wrote. Output is
written to a temporary folder and moved in at the end: a build that fails leaves the old one as it was.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from briefings import __version__
from briefings.casting import seat_each_role
from briefings.checks import RULES, check
from briefings.fitting import fitted
from briefings.imposition import PaperName
from briefings.marks import Finding, Mark, Marked, failed, in_order
from briefings.packs import CardOptions, Pack, plan
from briefings.packs.cards import RoleCards
from briefings.packs.parts import Document
from briefings.packs.theme import style_page
from briefings.pages import TemplateFault, style, write
from briefings.pages.patterns import assets
from briefings.press import OutsideRequest, Press, booklet
from briefings.press.merge import Part, bind
from briefings.project import Project
from briefings.scenarios import FACILITATOR, Scenario, read_scenario
from briefings.secrecy import COMBINED, search
from briefings.sources import Ledger, Library, read_library

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Checked:
    """A scenario with its library, everything found, and what was looked at."""

    scenario: Scenario | None
    marked: Marked | None
    library: Library
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not failed(self.findings)

    @property
    def proven(self) -> int:
        """How many quotations were proven."""
        return len(self.library.proven)

    @property
    def ledger(self) -> tuple[Ledger, ...]:
        return self.library.ledger

    @property
    def rules(self) -> int:
        return len(RULES)


@dataclass(frozen=True)
class Made:
    """One file of a build. `tagged` is whether it can be read aloud; `note` is what to know when printing it."""

    path: str
    document: str
    audience: str
    paper: PaperName
    pages: int
    copies: int
    sheet: str
    sha256: str
    tagged: bool = True
    note: str = ""


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


def check_scenario(project: Project, name: str) -> Checked:
    """Reads the library and one scenario and checks both."""
    library, findings = read_library(project.seeds, project.shown(project.seeds))
    path = project.scenario(name)
    scenario, marked, wrong = read_scenario(path, project.shown(path))
    findings += wrong
    if scenario and marked:
        findings += check(scenario, marked, library)
    return Checked(scenario, marked, library, in_order(findings))


def build(
    project: Project,
    name: str,
    papers: tuple[PaperName, ...] = ("a4",),
    tables: int = 1,
    progress: Progress | None = None,
    cards: CardOptions | None = None,
    booklets: bool = False,
) -> Built:
    """Builds the pack of one scenario into `project.output`, one folder for each paper.

    `cards` chooses the stock of the role cards and who turns their sheets; with `booklets`, the common brief is also
    laid out as a booklet.
    """
    say = progress or (lambda step, done, of: None)

    # read and check
    say("check", 0, 1)
    checked = check_scenario(project, name)
    scenario, marked, library = checked.scenario, checked.marked, checked.library
    folder = project.output / Path(name).stem
    if not checked.ok or scenario is None or marked is None:
        return Built(checked, None, checked.findings, folder)

    # plan
    pack = plan(scenario, library, seat_each_role(scenario, tables), cards or CardOptions())

    # write and print
    printed, faults = _print(project, checked, pack, papers, say)
    if not failed(tuple(faults)):
        printed += _combine(pack, printed, papers, say)
    if booklets:
        printed += _booklets(printed)
    pdfs = {made.path: pdf for made, pdf in printed}
    made = tuple(made for made, _ in printed)

    # search for secrets
    say("search", 0, 1)
    leaks, windows = search(scenario, marked, library, pack.documents, pdfs)
    findings = in_order((*checked.findings, *faults, *leaks))
    if failed(findings):
        return Built(checked, pack, findings, folder, windows=windows)

    # bind
    manifest = _manifest(checked, pack, made, windows)
    _move_in(folder, {**pdfs, "manifest.json": manifest})
    return Built(checked, pack, findings, folder, made, windows)


def _print(project: Project, checked: Checked, pack: Pack, papers: tuple[PaperName, ...], say: Progress) -> tuple[list[tuple[Made, bytes]], list[Finding]]:
    """Every document on every paper, with what the templates and the engine had to complain of."""
    press = _press(project)
    total = len(papers) * len(pack.documents)
    printed: list[tuple[Made, bytes]] = []
    faults: list[Finding] = []
    for done, (paper, document) in enumerate(product(papers, pack.documents)):
        say(f"{document.id} ({paper})", done, total)
        path = f"{paper}/{document.id}.pdf"
        template = Mark(project.shown(project.templates / document.template))
        try:
            document, too_long = _fitted(project, checked, press, document, paper)
            faults += too_long
            sheets = press.typeset(write(document, project.templates), style(document, paper, project.templates))
        except TemplateFault as fault:
            faults.append(Finding("template", fault.message, Mark(project.shown(fault.file), fault.line), "templates/README.md says what a template is handed"))
            continue
        except OutsideRequest as request:
            faults.append(Finding("outside-request", f"{path}: {request}", template, "pages may use bundled fonts and patterns only: packet-asset:NAME"))
            continue
        for warning in sheets.warnings:
            faults.append(Finding("engine-warning", f"{path}: {warning}", template, "mend the template or style sheet it comes from", "warning"))
        sha256 = hashlib.sha256(sheets.pdf).hexdigest()
        made = Made(path, document.id, str(document.audience), paper, sheets.pages, document.head.copies, sheets.code, sha256, note=_note(document))
        printed.append((made, sheets.pdf))
    say("printed", total, total)
    return printed, faults


def print_style_page(project: Project) -> tuple[Path, tuple[str, ...]]:
    """Prints every element of the look on sample text; where it was written, and what the engine complained of."""
    page = style_page()
    sheets = _press(project).typeset(write(page, project.templates), style(page, "a4", project.templates))
    project.output.mkdir(parents=True, exist_ok=True)
    path = project.output / f"{page.id}.pdf"
    path.write_bytes(sheets.pdf)
    return path, sheets.warnings


def _press(project: Project) -> Press:
    """An engine with the project's fonts and the patterns of the roles."""
    fonts = {path.name: path.read_bytes() for path in sorted((project.templates / "fonts").glob("*.ttf"))}
    return Press({**fonts, **assets()})


def _fitted(project: Project, checked: Checked, press: Press, document: Document, paper: PaperName) -> tuple[Document, list[Finding]]:
    """A document with what is on cards and tents made to fit, and what could not be."""
    if checked.scenario is None or checked.marked is None:
        return document, []

    def measure(trial: Document) -> frozenset[str]:
        return press.measure(write(trial, project.templates), style(trial, paper, project.templates))

    return fitted(document, measure, checked.scenario, checked.marked, paper)


TURNING = {
    "long-edge": "on card, double-sided, turned on the long edge",
    "short-edge": "on card, double-sided, turned on the short edge",
    "fronts-then-backs": "on card: print the first half one-sided, turn the stack like the page of a book, print the second half on it",
}


def _note(document: Document) -> str:
    return TURNING[document.options.duplex] + "; at actual size" if isinstance(document, RoleCards) else ""


def _booklets(printed: list[tuple[Made, bytes]]) -> list[tuple[Made, bytes]]:
    """The common briefs as booklets to be folded and stapled."""
    made = []
    for brief, pdf in printed:
        if brief.document == "common-brief":
            folded = booklet(pdf, brief.paper)
            path, pages = brief.path.replace(".pdf", "-booklet.pdf"), -(-brief.pages // 4) * 2
            note = "double-sided, turned on the short edge, folded and stapled; not tagged: common-brief.pdf is for reading aloud"
            made.append((replace(brief, path=path, pages=pages, sha256=hashlib.sha256(folded).hexdigest(), tagged=False, note=note), folded))
    return made


def _combine(pack: Pack, printed: list[tuple[Made, bytes]], papers: tuple[PaperName, ...], say: Progress) -> list[tuple[Made, bytes]]:
    """For each paper `all`, to be read on a screen, and `print`, to be printed in one go and stuffed into envelopes.

    `print` holds each envelope's documents one after the other, each beginning on a fresh sheet, and then as many copies
    as are needed of every document that goes into no envelope; what is the facilitator's alone is printed from its own files.
    """
    heads = {d.id: d.head for d in pack.documents}
    stuffed = [id for e in pack.envelopes for id in e.documents]
    loose = [d.id for d in pack.documents if d.id not in stuffed and d.audience.reader != FACILITATOR for _ in range(d.head.copies)]
    orders = dict(zip(COMBINED, ([d.id for d in pack.documents], [*stuffed, *loose]), strict=True))
    titles = {"all": f"{pack.title}: all documents", "print": f"{pack.title}: to print and stuff"}
    combined = []
    for done, (paper, name) in enumerate(product(papers, COMBINED)):
        say(f"{name} ({paper})", done, len(papers) * len(COMBINED))
        pdfs = {made.document: pdf for made, pdf in printed if made.paper == paper}
        pdf, pages = bind([Part(heads[id].title, pdfs[id]) for id in orders[name]], titles[name], sheets=name == "print")
        combined.append((Made(f"{paper}/{name}.pdf", name, FACILITATOR, paper, pages, 1, "", hashlib.sha256(pdf).hexdigest()), pdf))
    return combined


def _manifest(checked: Checked, pack: Pack, made: tuple[Made, ...], windows: int) -> bytes:
    """What was built, from what, and what was proven, as JSON. No dates: the same input gives the same bytes."""
    library, scenario = checked.library, checked.marked
    text = {
        "scenario": pack.scenario,
        "title": pack.title,
        "tool": f"briefings {__version__}",
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
        "files": [vars(m) for m in made],
    }
    return (json.dumps(text, indent=2, ensure_ascii=False) + "\n").encode()


def _move_in(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes all files beside `folder`, then puts them in its place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(content)
        fresh.chmod(0o755)
        old = fresh.with_name(f"{fresh.name}-old")
        if folder.exists():
            os.replace(folder, old)
        os.replace(fresh, folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)

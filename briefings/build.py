"""The recipe: read, check, plan, write, print, bind. Callable without a terminal; reads top to bottom.

`build` returns a `Built` with findings and, when there is no error among them, the files it wrote. Output is
written to a temporary folder and moved in at the end: a build that fails leaves the old one as it was.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from briefings import __version__
from briefings.cache import Cache
from briefings.casting import Cast, seat_each_role
from briefings.checks import Checked, check_scenario
from briefings.imposition import EDITIONS, Printing
from briefings.marks import Finding, failed, in_order
from briefings.orders import MANIFEST, Made, Order, Receipt, sha
from briefings.output import replace_folder
from briefings.packs import Pack, Verdict, plan
from briefings.packs.cards import RoleCards
from briefings.packs.parts import Document
from briefings.packs.theme import style_page
from briefings.press import Sheets, load_engine
from briefings.project import Project, listed, overlaid
from briefings.scenarios import FACILITATOR
from briefings.secrecy import COMBINED, Secrets, search
from briefings.setting import Job, Progress, Shop, Volume, press_of
from briefings.sources import Library
from briefings.twins import key_to, twin

__all__ = ["Built", "Checked", "Made", "Order", "build", "check_scenario", "print_style_page", "verdict"]

# Files bound from documents that were searched for secrets themselves, for readers who may see each of their parts.
SPLIT = tuple(f"print-{paper}-{sides}" for paper in ("plain", "card") for sides in ("both-sides", "one-side"))
MADE_OF_PARTS = frozenset({"print", "print-changed", "send", "run-sheet", *SPLIT})


@dataclass(frozen=True)
class Built:
    """What a build did: findings, and the files it wrote (none where a finding is an error)."""

    checked: Checked
    pack: Pack | None
    findings: tuple[Finding, ...]
    folder: Path
    files: tuple[Made, ...] = ()
    windows: int = 0
    manifest: str = ""

    @property
    def ok(self) -> bool:
        return not failed(self.findings)

    @property
    def receipt(self) -> Receipt:
        """What it has to say, in a form that is kept."""
        return Receipt(self.findings, self.files, self.manifest, self.checked.proven, self.windows)


def verdict(project: Project, checked: Checked, runs: int = 0) -> Verdict:
    """What the quality annex says of a check. The build is known by a hash of version, scenario, sources and templates."""
    files = [file.lines for file in (checked.marked, *checked.library.files.values()) if file]
    texts = ["\n".join(lines) for lines in files] + [prints.dumps() for prints in checked.library.fingerprints.values()]
    templates = [overlaid(project.templates, name).read_bytes() for pattern in ("*.html", "style/*.css") for name in listed(project.templates, pattern)]
    parts = [__version__.encode(), *(text.encode() for text in texts), *templates]
    build = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    return Verdict(checked.findings, checked.rules, __version__, build, runs)


def build(project: Project, name: str, order: Order = Order(), progress: Progress | None = None) -> Built:  # noqa: B008 (frozen)
    """Builds the pack of one scenario into `project.output`, one folder for each paper and edition."""
    say = progress or (lambda step, done, of: None)

    # read and check
    say("check", 0, 1)
    checked = check_scenario(project, name)
    key: dict[str, str] = {}
    if order.twin:
        checked, order, key = _twinned(checked, order)
    scenario, marked, library = checked.scenario, checked.marked, checked.library
    folder = project.pack(name, twin=order.twin)
    if not checked.ok or scenario is None or marked is None:
        return Built(checked, None, checked.findings, folder)

    # The crew loads the engine while this process plans.
    with order.crew.at_work(load_engine) as crew:
        # plan
        secrets = Secrets(scenario, library)
        found = verdict(project, checked, len(secrets))
        alone = order.envelopes_only and order.cast is not None
        pack = plan(scenario, library, order.cast or seat_each_role(scenario, order.tables), order.cards, None if alone else found)
        if alone and pack.named:
            inside = {id for packet in pack.named.packets for id in packet.documents}
            pack = replace(pack, documents=tuple(d for d in pack.documents if d.id in inside))
            folder = project.pack(name, envelopes_only=True, twin=order.twin)

        # write and print, then bind
        cache = Cache(project.cache if order.keep else None)
        shop = Shop(project, scenario, marked, cache, crew, say)
        sheets, faults = shop.set(pack.documents, _printings(pack, order))
        printed = [(_made(job, made), made.pdf) for job, made in sheets]
        if not failed(faults):
            printed += _combine(shop, pack, printed, order)
            if pack.named:
                from briefings.classes import print_class  # which loads what reads and writes PDFs

                before = plan(scenario, library, order.before, order.cards).named if order.before else None
                people, wrong = print_class(shop, pack, pack.named, before.packets if before else (), printed, order)
                printed += people
                faults = (*faults, *wrong)
        if order.booklets:
            printed += _booklets(printed)
        made = tuple(made for made, _ in printed)

        # search for secrets
        say("search", 0, 1)
        files = {**{one.path: pdf for one, pdf in printed}, MANIFEST: _manifest(checked, pack, found, made, len(secrets), key)}
        parts = {path: content for path, content in files.items() if Path(path).stem not in MADE_OF_PARTS}
        findings = in_order((*checked.findings, *faults, *search(secrets, marked, pack.documents, parts, cache)))
        if failed(findings):
            return Built(checked, pack, findings, folder, windows=len(secrets))

        # hand over
        replace_folder(folder, files)
        cache.make_room()
        return Built(checked, pack, findings, folder, made, len(secrets), sha(files[MANIFEST]))


def _twinned(checked: Checked, order: Order) -> tuple[Checked, Order, dict[str, str]]:
    """The twin of a checked scenario with an empty library, the order with its roles, and which name stands for which."""
    scenario, marked, twins = checked.scenario, checked.marked, checked.twins
    if not checked.ok or scenario is None or marked is None:
        return checked, order, {}
    if scenario.twin is None:
        wrong = marked.finding("no-twin", f"'{scenario.id}' has no twin", (), "add a 'twin:' block with a title; scenarios/README.md tells how")
        return replace(checked, findings=(*checked.findings, wrong)), order, {}
    made = twin(scenario, marked, twins)
    ids = {real.id: invented.id for real, invented in zip(scenario.roles, made.roles, strict=True)}

    def seated(cast: Cast | None) -> Cast | None:
        return cast and replace(cast, seats=tuple(replace(seat, role=ids.get(seat.role, seat.role)) for seat in cast.seats))

    order = replace(order, cast=seated(order.cast), before=seated(order.before))
    return replace(checked, scenario=made, library=Library({}, {}, {}, {}, {})), order, key_to(scenario, twins)


def _made(job: Job, sheets: Sheets) -> Made:
    document = job.document
    return Made(
        job.path, document.id, str(document.audience), job.printing, sheets.pages, document.head.copies, sheets.code, sha(sheets.pdf), note=_note(document)
    )


def print_style_page(project: Project) -> tuple[Path, tuple[str, ...]]:
    """Prints every element of the look on sample text; where it was written, and what the engine complained of."""
    from briefings.pages import style, write

    page = style_page()
    sheets = press_of(project).typeset(write(page, project.templates), *style(page, "a4", project.templates))
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
            made.append((replace(brief, path=path, pages=pages, sha256=sha(folded), tagged=False, note=note), folded))
    return made


def _printings(pack: Pack, order: Order) -> tuple[Printing, ...]:
    """What is printed: as ordered; for a cast with names also in each edition that somebody needs, and what lies on the
    tables in the standard one."""
    needed = {"standard", *(packet.edition for packet in pack.named.packets)} if pack.named else set()
    return tuple(dict.fromkeys((*order.printings, *(Printing(paper, edition) for paper in order.papers for edition in EDITIONS if edition in needed))))


def _combine(shop: Shop, pack: Pack, printed: list[tuple[Made, bytes]], order: Order) -> list[tuple[Made, bytes]]:
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
    for done, ((printing, name), (pdf, pages)) in enumerate(zip(wanted, shop.bind(tasks), strict=True)):
        shop.say(f"{printing.folder}/{name}.pdf", done + 1, len(wanted))
        combined.append((Made(f"{printing.folder}/{name}.pdf", name, FACILITATOR, printing, pages, 1, "", sha(pdf)), pdf))
    return combined


def _manifest(checked: Checked, pack: Pack, found: Verdict, made: tuple[Made, ...], windows: int, key: dict[str, str]) -> bytes:
    """What was built, from what, and what was proven, as JSON. No dates: the same input gives the same bytes."""
    library, scenario = checked.library, checked.marked
    text = {
        "scenario": pack.scenario,
        "title": pack.title,
        **({"twin": {"why": "invented names in this pack, and the real ones they stand for; no PDF holds them", "names": key}} if key else {}),
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

"""Documents are set and bound: each distinct one once, on several cores, and kept for the next build.

`set_all(jobs, cache, crew)` gives each job's sheets. A document whose contents, templates, styles, fonts and engine are those
of an earlier build is taken from the cache, and the engine is not even loaded. `bind_all` does the same for files that
are bound from finished ones.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from briefings.cache import Cache, digest, key_of, machinery
from briefings.crew import Crew
from briefings.fitting import fitted, fitted_names
from briefings.imposition import Printing
from briefings.marks import Finding, Mark, Marked
from briefings.packs.envelopes import Named, Strips
from briefings.packs.parts import Document
from briefings.press import OutsideRequest, Press, Sheets
from briefings.project import Project, listed, overlaid
from briefings.scenarios import Scenario

if TYPE_CHECKING:
    from briefings.press.stuffing import Laid


Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much


@dataclass(frozen=True)
class Job:
    """One document to be set. `scenario` and `marked` are for findings about what does not fit."""

    project: Project
    scenario: Scenario
    marked: Marked
    document: Document
    printing: Printing

    @property
    def path(self) -> str:
        """Its file's name in the folder of the build."""
        return f"{self.printing.folder}/{self.document.id}.pdf"


@dataclass(frozen=True)
class Done:
    """A job's sheets; None where its template is at fault. What was found on the way. With `content` they are in the cache."""

    sheets: Sheets | None
    findings: tuple[Finding, ...] = ()
    content: str = ""


@dataclass(frozen=True)
class Volume:
    """A file to be bound: its title and its parts, each a title and a finished PDF; with `sheets`, each on a fresh sheet."""

    title: str
    parts: tuple[tuple[str, bytes], ...]
    sheets: bool = False


@dataclass(frozen=True)
class Shop:
    """Where the documents of one scenario are set and bound: what its findings need, what is kept, who works, who is told."""

    project: Project
    scenario: Scenario
    marked: Marked
    cache: Cache
    crew: Crew
    say: Progress

    def set(self, documents: Iterable[Document], printings: Iterable[Printing]) -> tuple[list[tuple[Job, Sheets]], tuple[Finding, ...]]:
        """Every document in every printing, in order, and what the templates and the engine had to complain of."""
        jobs = [Job(self.project, self.scenario, self.marked, document, printing) for printing, document in product(printings, documents)]
        results: dict[int, Done] = {}
        for number, done in set_all(jobs, self.cache, self.crew):
            results[number] = done
            self.say(jobs[number].path, len(results), len(jobs))
        faults = tuple(finding for number in sorted(results) for finding in results[number].findings)
        return [(jobs[n], sheets) for n in sorted(results) if (sheets := results[n].sheets)], faults

    def bind(self, volumes: Sequence[Volume]) -> tuple[tuple[bytes, int], ...]:
        """The bytes and the number of pages of each volume."""
        return bind_all(volumes, self.cache, self.crew)


def set_all(jobs: Sequence[Job], cache: Cache, crew: Crew) -> Iterator[tuple[int, Done]]:
    """Each job's number and what came of it: those in the cache first, then the others as they are done."""
    templates = {job.project: _templates_key(job.project) for job in jobs}
    keys = [_key(job, templates[job.project]) for job in jobs]
    missing = []
    for number, job in enumerate(jobs):
        if kept := _kept(job, keys[number], cache):
            yield number, kept
        else:
            missing.append(number)
    # The longest first, so that no core waits for another at the end.
    missing.sort(key=lambda n: -len(repr(jobs[n].document)))
    for place, done in crew.each(partial(set_one, cache=cache), [jobs[n] for n in missing]):
        project = jobs[missing[place]].project
        if done.content and _templates_key(project) == templates[project]:  # not where a template was saved meanwhile
            cache.put(keys[missing[place]], done.content.encode())
        yield missing[place], done


def strips_of(shop: Shop, named: Named) -> "tuple[Laid, tuple[Finding, ...]]":
    """The strips of everybody's envelopes, set and taken apart, and the names that fit at no size."""
    from briefings.press.stuffing import Laid, taken_apart

    done = dict(shop.crew.each(partial(_strips, project=shop.project, cache=shop.cache), named.strips))
    laid, found = Laid({}, ()), list[Finding]()
    for number, document in enumerate(named.strips):
        pdf, too_long = done[number]
        found += too_long
        laid = laid.and_more(taken_apart(pdf, [strip.key for strip in document.items], f"S{number}x"))
    return laid, tuple(found)


def _strips(document: Strips, project: Project, cache: Cache) -> tuple[bytes, tuple[Finding, ...]]:
    """The tall pages of some strips, with every name as large as fits."""
    from briefings.pages import style, write

    key = key_of("strips", repr(document), _templates_key(project), machinery())
    if kept := cache.get(key):
        return kept, ()

    def page(trial: Document) -> tuple[str, ...]:
        return write(trial, project.templates, document.edition), *style(trial, "a4", project.templates, document.edition)

    sized, too_long = fitted_names(document, lambda trial: press_of(project).measure(*page(trial)))
    pdf = press_of(project).draw(*page(sized))
    if not too_long:
        cache.put(key, pdf)
    return pdf, too_long


def bind_all(volumes: Sequence[Volume], cache: Cache, crew: Crew) -> tuple[tuple[bytes, int], ...]:
    """The bytes and the number of pages of each volume."""
    keys = [_volume_key(volume) for volume in volumes]
    bound = {n: _unpacked(kept) for n, key in enumerate(keys) if (kept := cache.get(key))}
    missing = [n for n in range(len(volumes)) if n not in bound]
    for place, (pdf, pages) in crew.each(bind_one, [volumes[n] for n in missing]):
        bound[missing[place]] = pdf, pages
        cache.put(keys[missing[place]], f"{pages}\n".encode() + pdf)
    return tuple(bound[n] for n in range(len(volumes)))


def bind_one(volume: Volume) -> tuple[bytes, int]:
    """The bytes and the number of pages of one volume."""
    from briefings.press.merge import Part, bind

    return bind([Part(title, pdf) for title, pdf in volume.parts], volume.title, volume.sheets)


def _volume_key(volume: Volume) -> str:
    parts = [part for title, pdf in volume.parts for part in (title, hashlib.sha256(pdf).digest())]
    return key_of("volume", volume.title, str(volume.sheets), machinery(), *parts)


def _unpacked(stored: bytes) -> tuple[bytes, int]:
    pages, _, pdf = stored.partition(b"\n")
    return pdf, int(pages)


def set_one(job: Job, cache: Cache) -> Done:
    """Sets one document and keeps its sheets; those of a text that does not fit are not to be found again by the job."""
    from briefings.pages import TemplateFault, style, write

    project, printing = job.project, job.printing

    def page(document: Document) -> tuple[str, ...]:
        return write(document, project.templates, printing.edition), *style(document, printing.paper, project.templates, printing.edition)

    document = _seen(job.document)
    if printing.edition == "large":
        document = document.enlarged()
    template = Mark(project.shown(overlaid(project.templates, document.template)))
    try:
        document, too_long = fitted(document, lambda trial: press_of(project).measure(*page(trial)), job.scenario, job.marked, printing)
        texts = page(document)
        content = key_of("sheets", *texts, _assets_key(project), machinery())
        sheets = _read(cache.get(content))
        if sheets is None:
            sheets = press_of(project).typeset(*texts)  # only now is the engine needed
            cache.put(content, _written(sheets))
    except TemplateFault as fault:
        hint = "templates/README.md says what a template is handed"
        return Done(None, (Finding("template", fault.message, Mark(project.shown(fault.file), fault.line), hint),))
    except OutsideRequest as request:
        hint = "pages may use bundled fonts and patterns only: packet-asset:NAME"
        return Done(None, (Finding("outside-request", f"{job.path}: {request}", template, hint),))
    return Done(sheets, (*too_long, *_warnings(job, sheets)), "" if too_long else content)


def _warnings(job: Job, sheets: Sheets) -> tuple[Finding, ...]:
    template = Mark(job.project.shown(overlaid(job.project.templates, job.document.template)))
    hint = "mend the template or style sheet it comes from"
    return tuple(Finding("engine-warning", f"{job.path}: {warning}", template, hint, "warning") for warning in sheets.warnings)


def _kept(job: Job, key: str, cache: Cache) -> Done | None:
    """What the cache has of a job: its key leads to the key of its page, and that to the sheets."""
    content = cache.get(key)
    sheets = _read(cache.get(content.decode())) if content else None
    return Done(sheets, _warnings(job, sheets)) if sheets else None


def _seen(document: Document) -> Document:
    """A document as its page is made from it: how many copies are printed is no part of that, so that a class takes the
    pages of the pack."""
    return replace(document, head=replace(document.head, copies=1))


def _key(job: Job, templates: str) -> str:
    """Everything a page depends on. A document's `repr` holds every field of it, in order."""
    return key_of("job", repr(_seen(job.document)), job.printing.folder, templates, machinery())


def _written(sheets: Sheets) -> bytes:
    head = json.dumps({"pages": sheets.pages, "code": sheets.code, "warnings": sheets.warnings})
    return head.encode() + b"\n" + sheets.pdf


def _read(stored: bytes | None) -> Sheets | None:
    if stored is None:
        return None
    head, _, pdf = stored.partition(b"\n")
    told = json.loads(head)
    return Sheets(pdf, told["pages"], told["code"], tuple(told["warnings"]))


def _templates_key(project: Project) -> str:
    """A hash of every template, style sheet, map and font."""
    return _hash(project, tuple(name for kind in ("*.html", "style/*.css", "maps/*", "fonts/*.ttf") for name in listed(project.templates, kind)))


def _assets_key(project: Project) -> str:
    return _hash(project, listed(project.templates, "fonts/*.ttf"))


def _hash(project: Project, names: tuple[str, ...]) -> str:
    """A hash of files below `templates/`, worked out anew when one of them changes."""
    paths = [overlaid(project.templates, name) for name in names]
    return _digest(tuple((path, found.st_mtime_ns, found.st_size) for path in paths for found in (path.stat(),)))


@lru_cache(maxsize=16)
def _digest(files: tuple[tuple[Path, int, int], ...]) -> str:
    return digest(path for path, _, _ in files)


def press_of(project: Project) -> Press:
    """An engine with the project's fonts and the patterns of the roles, kept as long as they stay the same."""
    return _press(project.templates, _assets_key(project))


@lru_cache(maxsize=2)
def _press(templates: Path, assets_key: str) -> Press:
    from briefings.pages.patterns import assets

    fonts = {Path(name).name: overlaid(templates, name).read_bytes() for name in listed(templates, "fonts/*.ttf")}
    return Press({**fonts, **assets()})

"""A round of the preview: the files are read again, and what changed is set again, the document in view first."""

from collections.abc import Iterable, Iterator
from time import perf_counter

from briefings.build import verdict
from briefings.cache import Cache
from briefings.casting import seat_each_role
from briefings.checks import check_scenario
from briefings.crew import Crew
from briefings.marks import Finding, Mark
from briefings.packs import plan
from briefings.packs.parts import Document
from briefings.press.pictures import sizes
from briefings.preview.state import Leaf, State, Wanted
from briefings.project import Project, listed, overlaid
from briefings.scenarios import AFTER, EVERYONE, FACILITATOR, Scenario
from briefings.secrecy import Secrets, search
from briefings.setting import Job, set_all

_GROUPS = {EVERYONE: "Everyone", FACILITATOR: "Facilitator", AFTER: "After play"}


def remade(state: State, project: Project, name: str, wanted: Wanted, cache: Cache) -> Iterator[State]:
    """Every state on the way from what is shown to what the files say now.

    The first comes after the check, the second with the document in view. Who has something better to do takes no more
    of them: what was set until then is in the cache, and nothing is lost.
    """
    try:
        yield from _remade(state, project, name, wanted, cache)
    except FileNotFoundError as gone:  # an editor was just saving it; the next round follows
        hint = "if it was not just being saved, put it back"
        finding = Finding("unreadable", "the file was there a moment ago and is not now", Mark(project.shown(project.root / str(gone.filename))), hint)
        yield state.read((finding,), False, "", wanted.printing)
    except UnicodeDecodeError:
        if not (findings := tuple(_not_text(project))):
            raise
        yield state.read(findings, False, "", wanted.printing)


def _remade(state: State, project: Project, name: str, wanted: Wanted, cache: Cache) -> Iterator[State]:
    begun = perf_counter()
    checked = check_scenario(project, name)
    scenario, marked = checked.scenario, checked.marked
    if not checked.ok or scenario is None or marked is None:
        yield state.read(checked.findings, False, scenario.title if scenario else "", wanted.printing).done(perf_counter() - begun)
        return
    state = state.read(checked.findings, True, scenario.title, wanted.printing)
    yield state

    def set_(documents: Iterable[Document], state: State) -> Iterator[State]:
        jobs = [Job(project, scenario, marked, document, wanted.printing) for document in documents]
        for number, done in set_all(jobs, cache, Crew(1)):
            leaf = _leaf(scenario, jobs[number].document)
            known = state.leaf(leaf.id)
            # Pages are measured only where they are not those that are shown.
            same = known and done.sheets and known.pdf == done.sheets.pdf
            measured = known.sizes if known and same else sizes(done.sheets.pdf) if done.sheets else ()
            state = state.laid(leaf, done.sheets, measured, done.findings)
            yield state

    # What tells of all documents and of the check is the facilitator's. Without it a plan takes a fifth of the time.
    cast = seat_each_role(scenario)
    pack = plan(scenario, checked.library, cast)
    first = next((d for d in pack.documents if d.id == wanted.document and d.audience.reader != FACILITATOR), None)
    if first:
        for laid in set_((first,), state):
            state = laid.in_view(perf_counter() - begun)
            yield state

    secrets = Secrets(scenario, checked.library)
    pack = plan(scenario, checked.library, cast, verdict=verdict(project, checked, len(secrets)))
    state = state.planned(_leaf(scenario, document) for document in pack.documents)
    yield state
    if first is None:
        for laid in set_((d for d in pack.documents if d.id == wanted.document), state):
            state = laid.in_view(perf_counter() - begun)
            yield state
    for laid in set_((d for d in pack.documents if d.id != wanted.document), state):
        state = laid
        yield state

    files = {f"{wanted.printing.folder}/{leaf.id}.pdf": leaf.pdf for leaf in state.leaves if leaf.fresh}
    leaks = search(secrets, marked, pack.documents, files, cache)
    cache.make_room()
    yield state.done(perf_counter() - begun, leaks)


def _not_text(project: Project) -> Iterator[Finding]:
    """The templates and style sheets that are not text in UTF-8."""
    for name in (*listed(project.templates, "*.html"), *listed(project.templates, "style/*.css")):
        path = overlaid(project.templates, name)
        raw = path.read_bytes()
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            mark = Mark(project.shown(path), raw.count(b"\n", 0, error.start) + 1)
            yield Finding("encoding", "the file is not UTF-8", mark, "save it as UTF-8 (in most editors: Save as, Encoding)")


def _leaf(scenario: Scenario, document: Document) -> Leaf:
    """A document as the preview lists it, without its pages."""
    reader = document.audience.reader
    group = _GROUPS.get(reader) or next(f"{scenario.letter(role.id)} {role.name}" for role in scenario.roles if role.id == reader)
    return Leaf(document.id, document.head.title, group, document.head.language)

"""Documents for after play: reflection, epilogue with the opened secrets, source dossier, rubric, feedback."""

from dataclasses import dataclass

from briefings.packs.parts import Badge, Document, Quote
from briefings.packs.planner import Planner, quote
from briefings.scenarios import AFTER, FACILITATOR
from briefings.sources import citation


@dataclass(frozen=True)
class Reflection(Document):
    """Stepping out of the role, aloud, and then questions with room to write."""

    template = "reflection.html"
    style = ("forms",)
    step_out: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Secrets:
    """What one role alone knew."""

    badge: Badge
    texts: tuple[str, ...]


@dataclass(frozen=True)
class EpilogueSheet(Document):
    """What happened in fact, where the game differs, and the secrets of every role."""

    template = "epilogue.html"
    style = ("forms",)
    text: str
    differs: str
    secrets: tuple[Secrets, ...]


@dataclass(frozen=True)
class SourceEntry:
    """A source in full, with every excerpt of it that the pack uses."""

    reference: str
    about: str
    rights: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Pair:
    """Excerpts that contradict each other, and the question to put to them."""

    about: str
    quotes: tuple[Quote, ...]
    ask: str


@dataclass(frozen=True)
class SourceDossier(Document):
    """Every excerpt used in the pack, source by source; the pairs that contradict each other; questions to ask of a source; and
    the facts that are cited though no source gives them, each with whose word it is."""

    template = "source-dossier.html"
    style = ("forms",)
    sources: tuple[SourceEntry, ...]
    pairs: tuple[Pair, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rubric(Document):
    """A single-point rubric: criteria in the middle, room on both sides."""

    template = "rubric.html"
    style = ("forms",)


@dataclass(frozen=True)
class Feedback(Document):
    """A few questions about the simulation, answered without a name."""

    template = "feedback.html"
    style = ("forms",)


def reflection(planner: Planner) -> Reflection:
    """One sheet a participant: all of the first phase, to be said, and the first question of every other, to be written."""
    first, *others = planner.scenario.debrief
    return Reflection(
        head=planner.head("reflection", "Stepping out and looking back", AFTER, planner.participants),
        step_out=first.ask,
        questions=tuple((phase.phase, phase.ask[0]) for phase in others),
        notes=(),
    )


def epilogue(planner: Planner) -> EpilogueSheet:
    """What happened, and the secrets, opened when play is over."""
    scenario, notes = planner.scenario, planner.notes()
    return EpilogueSheet(
        head=planner.head(
            "epilogue", "What happened, and what each side knew" if scenario.has_excerpts else "What each side knew", AFTER, planner.participants
        ),
        text=notes.prose(scenario.epilogue.text),
        differs=notes.prose(scenario.epilogue.differs),
        secrets=tuple(Secrets(planner.badge(role), tuple(s.text for s in role.brief.secrets)) for role in scenario.roles),
        notes=notes.done(),
    )


def source_dossier(planner: Planner) -> SourceDossier:
    """Every excerpt and fact used in the pack; one that only the facilitator's texts cite is not among them."""
    library, used = planner.library, _used(planner)
    return SourceDossier(
        head=planner.head("source-dossier", "Source dossier", AFTER, planner.cast.tables),
        sources=tuple(
            SourceEntry(citation(source), source.about, source.rights.line, quotes)
            for source in library.sources.values()
            for quotes in (tuple(quote(q) for q in library.of(source.id) if q.ref in used),)
            if quotes
        ),
        pairs=tuple(Pair(c.about, tuple(quote(library.quotations[ref]) for ref in c.excerpts), c.ask) for c in planner.scenario.contradictions),
        facts=tuple((b.fact, b.attribution.rstrip(".")) for b in planner.scenario.background if f"background/{b.id}" in used),
        notes=(),
    )


def rubric(planner: Planner) -> Rubric:
    """One sheet a participant."""
    return Rubric(head=planner.head("rubric", "Rubric", AFTER, planner.participants), notes=())


def feedback(planner: Planner) -> Feedback:
    """Half a sheet a participant."""
    return Feedback(head=planner.head("feedback", "Feedback", AFTER, planner.participants), notes=())


def _used(planner: Planner) -> set[str]:
    """Every excerpt that a page prints or cites, and every fact: `source/excerpt`, `background/fact`."""
    scenario = planner.scenario
    printed = {e.excerpt for role in scenario.roles for e in role.brief.record} | {role.public.quotation for role in scenario.roles}
    paired = {ref for pair in scenario.contradictions for ref in pair.excerpts}
    return printed | paired | {ref for passage in scenario.passages if passage.reader != FACILITATOR for ref in passage.citations}

"""A scenario and its plan as readable text, for the facilitator's terminal."""

import textwrap
from collections.abc import Iterator

from briefings.negotiation import game
from briefings.packs import Pack
from briefings.scenarios import CITATION, Scenario
from briefings.sources import Library


def as_text(scenario: Scenario, library: Library, pack: Pack) -> str:
    """Everything a facilitator needs to run the game, and what is printed for whom. Holds every secret."""
    return "\n".join(_lines(scenario, library, pack))


def _lines(scenario: Scenario, library: Library, pack: Pack) -> Iterator[str]:
    names = {role.id: f"{scenario.letter(role.id)} {role.name}" for role in scenario.roles}
    yield f"{scenario.title}. {scenario.subtitle}"
    yield "FOR THE FACILITATOR ONLY: this text holds every role's secrets"
    yield from _wrapped(f"The question: {scenario.question}")
    yield from _heading("Care")
    yield from _wrapped(scenario.care)
    yield from _heading(f"Agenda: {scenario.minutes} minutes")
    clock = 0
    for part in scenario.rounds:
        yield f"{clock // 60}:{clock % 60:02}  {part.title}, {part.minutes} minutes. {part.purpose}"
        yield from _wrapped(part.steps, "      ")
        if part.say:
            yield from _wrapped(f"Say: {part.say}", "      ")
        for inject in (i for i in scenario.injects if i.round == part.id):
            at = clock + inject.minute
            to = ", ".join(names.get(r, r) for r in inject.to)
            yield f"{at // 60}:{at % 60:02}  INJECT {inject.title}, from {inject.sender}, to {to}"
            yield from _wrapped(inject.text, "      ")
            yield from _wrapped(f"Expected: {inject.expected}", "      ")
            yield from _wrapped(f"If nothing happens: {inject.fallback}", "      ")
        clock += part.minutes
    for phase in scenario.debrief:
        yield f"{clock // 60}:{clock % 60:02}  Debrief: {phase.phase}, {phase.minutes} minutes"
        for question in phase.ask:
            yield from _wrapped(question, "      ", "    - ")
        clock += phase.minutes
    yield from _heading("Agreement")
    yield from _wrapped(scenario.agreement.rule)
    played = game(scenario)
    yield f"{len(played.passing)} of {played.size} deals stay within the red lines of everyone who must sign."
    yield from _heading("Secrets")
    for role in scenario.roles:
        for secret in role.brief.secrets:
            yield from _wrapped(f"{names[role.id]}: {secret.text}", "    ", "")
    yield from _heading("Excerpts that contradict each other")
    for pair in scenario.contradictions:
        yield from _wrapped(f"{pair.about}: {pair.ask}")
        for ref in pair.excerpts:
            q = library.quotations[ref]
            yield from _wrapped(f"[@{ref}] “{q.excerpt.words}” ({q.excerpt.speaker}, {q.source.outlet}, {q.locator})", "    ")
    yield from _heading("After play")
    yield from _wrapped(scenario.epilogue.text)
    yield from _wrapped(scenario.epilogue.differs)
    yield from _heading("Documents")
    for document in pack.documents:
        yield f"{document.id}.pdf  for {document.audience}, {document.copies} {'copy' if document.copies == 1 else 'copies'}"
    yield from _heading("Envelopes")
    for envelope in pack.envelopes:
        yield f"table {envelope.table}, {names[envelope.role]}: {', '.join(envelope.documents)}"


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text.upper()


def _wrapped(text: str, indent: str = "", first: str | None = None) -> Iterator[str]:
    """Prose for a terminal: 100 columns, citations left out, list entries on lines of their own."""
    for block in CITATION.sub("", text).replace("**", "").split("\n"):
        if block.strip():
            yield from textwrap.wrap(block.strip(), 100, initial_indent=indent if first is None else first, subsequent_indent=indent)

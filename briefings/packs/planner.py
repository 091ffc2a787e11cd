"""What every document is planned with: its head, badges, option letters, and notes numbered as they are met."""

import re

from briefings.casting import Cast
from briefings.packs.parts import NOTE_CLOSE, NOTE_OPEN, Audience, Badge, Head, Note, Quote
from briefings.scenarios import CITATION, Scenario
from briefings.sections import Role
from briefings.sources import Library, Quotation, citation, date_in_words, short_date

_CITATIONS = re.compile(rf"{CITATION.pattern}(?:\s*{CITATION.pattern})*")  # one or more in a row


class Planner:
    """One scenario, library and cast, and what the documents made from them have in common."""

    def __init__(self, scenario: Scenario, library: Library, cast: Cast) -> None:
        self.scenario, self.library, self.cast = scenario, library, cast
        self.names = {role.id: role.name for role in scenario.roles}
        self.letters = scenario.letters
        self.titles = {f"{issue.id}/{option.id}": option.title for issue in scenario.issues for option in issue.options}

    @property
    def participants(self) -> int:
        return len(self.cast.seats)

    def head(self, id: str, title: str, reader: str, copies: int) -> Head:
        """The head of a document for one reader: `everyone`, `facilitator`, `after play` or a role's id."""
        scenario = self.scenario
        when = date_in_words(scenario.as_of)
        whose = (scenario.title, scenario.subtitle, when, scenario.language)
        return Head(id, title, Audience(reader), *whose, copies, scenario.called, scenario.has_excerpts, scenario.fiction)

    def badge(self, role: Role) -> Badge:
        return Badge(self.scenario.letter(role.id), role.name, role.delegation)

    def has(self, id: str) -> bool:
        """Whether the pack has the documents of that name: `slips`, `worksheet`."""
        return id not in self.scenario.documents.leave_out

    def option(self, ref: str) -> str:
        """An option as participants know it: `2c Each household chooses`."""
        return f"{self.letters[ref]} {self.titles[ref]}"

    def lines(self, role: Role) -> tuple[str, ...]:
        """A role's red lines in short: the options that they rule out, or a line's words where it rules out none."""
        return tuple(told for line in role.brief.cannot_sign for told in tuple(map(self.option, line.options)) or (line.text,))

    def notes(self, evidence: bool = True) -> "Notes":
        return Notes(self.scenario, self.library, evidence)


class Notes:
    """The notes of one document, numbered as they are met: fill texts in the order in which they are printed.

    `evidence` is whether they say how a date was inferred; a role brief leaves that to the source dossier.
    """

    def __init__(self, scenario: Scenario, library: Library, evidence: bool = True) -> None:
        self.library, self.evidence = library, evidence
        self.background = {b.id: b for b in scenario.background}
        self.notes: list[Note] = []
        self.numbers: dict[str, int] = {}
        self.full: dict[str, int] = {}

    def number(self, ref: str) -> int:
        """The number of the note for a citation, made when first asked for. Facts on the same word share a note."""
        same = self._word(ref)
        if same not in self.numbers:
            self.numbers[same] = len(self.notes) + 1
            self.notes.append(Note(self.numbers[same], self._text(ref)))
        return self.numbers[same]

    def _word(self, ref: str) -> str:
        """A fact by whose word it is, anything else as it is cited."""
        source, _, id = ref.partition("/")
        return f"{source}: {self.background[id].attribution.rstrip('.')}." if source == "background" else ref

    def prose(self, text: str | None) -> str:
        """A text with each citation replaced by its note number; of several in a row each number once."""
        return _CITATIONS.sub(lambda found: self._calls(CITATION.findall(found[0])), text or "").replace(f" {NOTE_OPEN}", NOTE_OPEN)

    def _calls(self, refs: list[str]) -> str:
        return "".join(f"{NOTE_OPEN}{number}{NOTE_CLOSE}" for number in dict.fromkeys(map(self.number, refs)))

    def quote(self, ref: str, use: str = "") -> Quote:
        """An excerpt with its labels, which hold the place in the source; its note is the source's."""
        quotation = self.library.quotations[ref]
        return quote(quotation, self.number(quotation.source.id), use)

    def _text(self, ref: str) -> str:
        first, _, second = ref.partition("/")
        if first == "background":
            told = "Background" if first in self.full else "Background, not from the sources"
            self.full.setdefault(first, len(self.notes) + 1)
            return self._word(ref).replace(first, told, 1)
        source = self.library.sources[first]
        where = f" {self.library.quotations[ref].locator}." if second else ""
        if first in self.full:
            return f"{source.outlet}, as in note {self.full[first]}.{where}"
        self.full[first] = len(self.notes) + 1
        return citation(source, self.evidence) + where

    def done(self) -> tuple[Note, ...]:
        return tuple(self.notes)


def quote(quotation: Quotation, note: int = 0, use: str = "") -> Quote:
    """An excerpt with its labels."""
    source, excerpt = quotation.source, quotation.excerpt
    author = f"{source.authors.value}{' (inferred)' if source.authors.inferred else ''}" or ("the reporter" if source.kind == "news" else "the author")
    speaker = author if excerpt.speaker == "author" else excerpt.speaker
    return Quote(
        words=excerpt.words,
        outlet=source.outlet,
        kind=source.kind,
        date=short_date(source),
        speaker=speaker,
        of=excerpt.of or "",
        reports=excerpt.reports,
        context=excerpt.context,
        ref=quotation.ref,
        locator=quotation.locator,
        note=note,
        language=source.language,
        use=use,
    )

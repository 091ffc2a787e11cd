"""What every document is planned with: its head, badges, option letters, and notes numbered as they are met."""

from briefings.casting import Cast
from briefings.packs.parts import NOTE_CLOSE, NOTE_OPEN, Audience, Badge, Head, Note, Quote
from briefings.scenarios import CITATION, Scenario
from briefings.sections import Role
from briefings.sources import Library, Quotation, citation, date_in_words, short_date


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

    def notes(self) -> "Notes":
        return Notes(self.scenario, self.library)


class Notes:
    """The notes of one document, numbered as they are met: fill texts in the order in which they are printed."""

    def __init__(self, scenario: Scenario, library: Library) -> None:
        self.library = library
        self.background = {b.id: b for b in scenario.background}
        self.notes: list[Note] = []
        self.numbers: dict[str, int] = {}
        self.full: dict[str, int] = {}

    def number(self, ref: str) -> int:
        """The number of the note for a citation, made when first asked for."""
        if ref not in self.numbers:
            self.numbers[ref] = len(self.notes) + 1
            self.notes.append(Note(self.numbers[ref], self._text(ref)))
        return self.numbers[ref]

    def prose(self, text: str | None) -> str:
        """A text with each citation replaced by its note number."""
        return CITATION.sub(lambda found: f"{NOTE_OPEN}{self.number(found[1])}{NOTE_CLOSE}", text or "").replace(f" {NOTE_OPEN}", NOTE_OPEN)

    def quote(self, ref: str, use: str = "") -> Quote:
        """An excerpt with its labels, which hold the place in the source; its note is the source's."""
        quotation = self.library.quotations[ref]
        return quote(quotation, self.number(quotation.source.id), use)

    def _text(self, ref: str) -> str:
        first, _, second = ref.partition("/")
        if first == "background":
            return f"Background, not from the sources: {self.background[second].attribution.rstrip('.')}."
        source = self.library.sources[first]
        where = f" {self.library.quotations[ref].locator}." if second else ""
        if first in self.full:
            return f"{source.outlet}, as in note {self.full[first]}.{where}"
        self.full[first] = len(self.notes) + 1
        return citation(source) + where

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

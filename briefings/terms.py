"""The project's list of charged terms, names of places with two forms, and figures on which sources differ.

You get a frozen `Glossary` from `read_glossary`, or findings. It is one file, `seeds/terms.yaml`; a project without it
has an empty one. The list explains words, it bans none: neutral text says whose word a word is, and the page of names
and terms prints who uses it, who objects and why. A scenario adds to it with its own `terms` and `places`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from pydantic import Field

from briefings.marks import Finding, Marked, nearest, read_yaml
from briefings.models import Id, Model, Slashed, Text, validate

FILE = "terms.yaml"


class ChargedTerm(Model):
    """A word that carries a side's view: attributed in neutral text, and explained."""

    term: Text = Field(description="The word as the page of names and terms prints it.", examples=["lifeline"])
    forms: tuple[Text, ...] = Field(
        description="Every form of it that neutral text attributes; one that begins with a capital is a name, found as written.",
        min_length=1,
        examples=[["lifeline", "lifelines"]],
    )
    except_in: tuple[Text, ...] = Field((), description="Longer expressions in which it is a common word.", examples=[["visa regime"]])
    used_by: Text = Field(description="Who uses it, meaning what.", examples=["The islanders, for the ferry."])
    objection: Text = Field(description="Who objects, and why.", examples=["The line hears a duty in it that it never took on."])
    alternatives: tuple[Text, ...] = Field(description="What can be said instead.", min_length=1, examples=[["the ferry", "the crossing"]])


class PlaceName(Model):
    """One name of a place."""

    name: Text = Field(description="The name.", examples=["Gull Pier"])
    used_by: Text = Field(description="Who uses it.", examples=["the islanders"])


class NamedPlace(Model):
    """A place with the names that matter; neutral text prints the house form."""

    id: Id = Field(description="Name for references.", examples=["pier"])
    house: Text = Field(description="How neutral pages print it, by the order rule.", examples=["North Pier/Gull Pier"])
    names: tuple[PlaceName, ...] = Field(description="The names in use, and by whom.", min_length=2)
    within: tuple[Text, ...] = Field((), description="Longer names that hold one form and stay as they are.", examples=[["Gull Pier Café"]])
    note: Text = Field(description="What and where it is, in a sentence or two.", examples=["The landing place on the north side of the island."])


class DisputedFigure(Model):
    """Excerpts that give different figures for the same thing."""

    about: Text = Field(description="What is counted, where and when.", examples=["what the line lost last winter"])
    words: tuple[Text, ...] = Field(description="Words one of which shows that a sentence is about it.", min_length=1, examples=[["lost", "loss"]])
    excerpts: tuple[Slashed, ...] = Field(
        description="The excerpts; the first figure in each is compared.", min_length=2, examples=[["harbour-post-2019/lost-more", "harbour-post-2019/auditor"]]
    )


class Glossary(Model):
    """All charged terms, named places and disputed figures of a project."""

    terms: tuple[ChargedTerm, ...] = Field((), description="Charged terms.")
    places: tuple[NamedPlace, ...] = Field((), description="Places with more than one name.")
    figures: tuple[DisputedFigure, ...] = Field((), description="Figures on which sources differ.")

    def terms_in(self, text: str) -> tuple[ChargedTerm, ...]:
        """The terms that a text uses in any form and not only in a common expression, in the order of the list."""

        def uses(term: ChargedTerm) -> bool:
            return bool(whole(*term.forms, ignore_case=True).search(blank(text, whole(*term.except_in, ignore_case=True))))

        return tuple(term for term in self.terms if uses(term))

    def places_in(self, text: str) -> tuple[NamedPlace, ...]:
        """The places that a text names in any form, in the order of the list."""
        return tuple(place for place in self.places if whole(place.house, *(name.name for name in place.names)).search(text))


def read_glossary(path: Path, shown: str) -> tuple[Glossary, Marked | None, tuple[Finding, ...]]:
    """The list in a file, the file with its marks, and everything wrong with it. Without a file: an empty list."""
    if not path.is_file():
        return Glossary(), None, ()
    marked, findings = read_yaml(path, shown)
    if marked is None:
        return Glossary(), None, findings
    glossary, wrong = validate(Glossary, marked)
    if glossary is None:
        return Glossary(), marked, findings + wrong
    return glossary, marked, (*findings, *wrong, *_twice(glossary, marked))


def _twice(glossary: Glossary, marked: Marked) -> Iterator[Finding]:
    seen: set[str] = set()
    for i, term in enumerate(glossary.terms):
        for k, form in enumerate(term.forms):
            if form.casefold() in seen:
                yield marked.finding("duplicate-term", f"a second '{form}'", ("terms", i, "forms", k), "keep it under one term")
            seen.add(form.casefold())
    ids: set[str] = set()
    for i, place in enumerate(glossary.places):
        if place.id in ids:
            yield marked.finding("duplicate-id", f"a second '{place.id}' in places", ("places", i, "id"), "give it a name of its own")
        ids.add(place.id)


_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|third|quarter|dozens?"
    r"|hundreds?|thousands?|millions?|billions?)\b",
    re.I,
)


def unfit_excerpts(glossary: Glossary, marked: Marked, known: Mapping[str, str]) -> Iterator[Finding]:
    """Findings for disputed figures that rest on excerpts which are not in the library, or have no figure. `known` has the words of each."""
    for i, figure in enumerate(glossary.figures):
        for k, ref in enumerate(figure.excerpts):
            if ref not in known:
                hint = nearest(ref, known) or "find one with: briefings search WORDS"
                yield marked.finding("unknown-excerpt", f"no excerpt '{ref}'", ("figures", i, "excerpts", k), hint)
            elif not _NUMBER.search(known[ref]):
                hint = "name the excerpt that gives the figure; one without is never set against another"
                yield marked.finding("no-figure", f"no figure stands in '{ref}'", ("figures", i, "excerpts", k), hint, "warning")


class Named(Protocol):
    """A place of the list or of a scenario: its house form, its names, longer names that hold one, what it is."""

    @property
    def id(self) -> str: ...
    @property
    def house(self) -> str: ...
    @property
    def names(self) -> tuple[PlaceName, ...]: ...
    @property
    def within(self) -> tuple[Text, ...]: ...
    @property
    def note(self) -> str: ...


class Sides:
    """The names of all places that only one side uses. A scenario's own entry prevails over the list's."""

    def __init__(self, glossary: Glossary, own: Iterable[Named]) -> None:
        places: dict[str, Named] = {place.id: place for place in glossary.places}
        longer = [name for place in places.values() for name in place.within]
        for place in own:
            names = {name.name for name in place.names}
            places = {id: listed for id, listed in places.items() if id != place.id and not names & {name.name for name in listed.names}}
            places[place.id] = place
            longer += place.within
        self._neutral = whole(*(place.house for place in places.values()), *longer)
        self._any = whole(*(n.name for place in places.values() for n in place.names if n.name != place.house))
        self._sides = [(place.house, whole(*(n.name for n in place.names if n.name != place.house))) for place in places.values()]

    def found(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Every name in a text that is one side's and no part of a house form or longer name, with the house form."""
        plain = blank(text, self._neutral)
        for house, names in self._sides if self._any.search(plain) else ():
            for met in names.finditer(plain):
                yield house, met


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """The text with spaces where the pattern is, so that places in it stay the same."""
    return pattern.sub(lambda found: " " * len(found[0]), text)


@lru_cache(maxsize=4096)
def whole(*forms: str, ignore_case: bool = False) -> re.Pattern[str]:
    """A pattern for any of these words or expressions, whole words only, the longest first; white space is folded.

    With `ignore_case` a form that begins with a small letter is found in either case. One that begins with a capital is a name
    and is found as written only: Western Azerbaijan is a claim, western Azerbaijan the west of a country.
    """
    parts = []
    for form in sorted(forms, key=len, reverse=True):
        spaced = r"\s+".join(map(re.escape, form.split()))
        parts.append(f"(?i:{spaced})" if ignore_case and not form[:1].isupper() else spaced)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else r"(?!)")

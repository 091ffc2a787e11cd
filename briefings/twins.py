"""The fictional twin of a scenario: the same game under invented names, for groups that stand too close to the events.

You get a frozen `Scenario` from `twin`, and from `leftovers` what is still real in it. Which name stands for which is data:
`seeds/twins.yaml` for the whole project, and a scenario's own `twin` block. Quotations, sources and everything that only shows
evidence are left out rather than disguised: words that somebody said belong to nobody else. Years are counted from the first one
that the scenario names, so that distances in time stay true. The game itself, its options and points, stays as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from briefings.marks import Finding, Loc, Mark, Marked, read_yaml
from briefings.models import Model, Text, validate, walk_prose
from briefings.scenarios import Scenario
from briefings.sections import Invented, TwinText
from briefings.terms import whole

FILE = "twins.yaml"
PHRASE = 4
# What tells of the real events or proves them: no twin has it. An author's own documents may hold anything.
LEFT_OUT = ("topics", "map", "terms", "background", "contradictions", "accepted", "reviewed", "twin")
WITHOUT = ("quality-annex", "source-dossier")
# Keys whose values are ids and references, and those that name roles. Only the ids of roles are printed: in the names of files.
_IDS = frozenset(
    ("id", "role", "to", "must_sign", "veto", "issue", "round", "excerpt", "quotation", "option", "options", "deal", "settled", "through", "area", "kind",
     "language", "leave_out")
)  # fmt: skip
_ROLES = frozenset(("role", "to", "must_sign", "veto"))
_YEAR = re.compile(r"(?<![\d,.])(?:1[89]|20)\d\d(?![\d,]\d|s\b)")
_DECADE = re.compile(r"\b(?:1[89]|20)\d0s\b")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SENTENCE = re.compile(r"(?:^\s*-?|[.?!:]|\n\s*-)[\s\"“‘'(*]*$")


class Twins(Model):
    """What every twin of a project has in common."""

    names: tuple[Invented, ...] = Field((), description="Invented names and the real ones they stand for.")
    texts: tuple[TwinText, ...] = Field((), description="What every twin says in place of the scenario's text.")
    evidence: tuple[Text, ...] = Field((), description="Words that speak of quotations and sources, of which a twin has none.", examples=[["excerpt"]])
    ordinary: tuple[Text, ...] = Field((), description="Words with a capital that give nothing away.", examples=[["Monday"]])


def read_twins(path: Path, shown: str) -> tuple[Twins, Marked | None, tuple[Finding, ...]]:
    """The names in a file, the file with its marks, and everything wrong with it. Without a file: none."""
    if not path.is_file():
        return Twins(), None, ()
    marked, findings = read_yaml(path, shown)
    twins, wrong = validate(Twins, marked) if marked else (None, ())
    return twins or Twins(), marked, (*findings, *wrong)


@dataclass(frozen=True)
class Naming:
    """The invented names of one scenario's twin."""

    scenario: Scenario
    twins: Twins

    @cached_property
    def names(self) -> dict[str, str]:
        """The invented name by the real one. A scenario's own prevail."""
        own = self.scenario.twin.names if self.scenario.twin else ()
        return {real: entry.invented for entry in (*self.twins.names, *own) for real in entry.real}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return whole(*self.names)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that a twin may write with a capital anywhere."""
        title = self.scenario.twin.title if self.scenario.twin else ""
        return frozenset(word for text in (*self.names.values(), *self.twins.ordinary, title) for word in _WORD.findall(text))

    @cached_property
    def roles(self) -> dict[str, str]:
        """The invented ids of roles: their invented names in small letters."""
        return {role.id: re.sub(r"[^a-z0-9]+", "-", self.renamed(role.name).casefold()).strip("-") for role in self.scenario.roles}

    def renamed(self, text: str) -> str:
        """A text without citations and under invented names, the longest first; its years are still real."""
        bare = re.sub(r"\s*\[@[^\]\s]*\]", "", text)

        def name(found: re.Match[str]) -> str:
            invented = self.names[" ".join(found[0].split())]
            return invented[0].upper() + invented[1:] if _SENTENCE.search(bare[: found.start()]) else invented

        return self._pattern.sub(name, bare).strip()


@dataclass(frozen=True)
class _Text:
    """A text of a twin under invented names: where it stands in the scenario, the mark it comes from, whether it was written for the twin."""

    loc: Loc
    text: str
    mark: Mark
    own: bool


def twin(scenario: Scenario, marked: Marked, twins: Twins) -> Scenario:
    """The scenario under invented names, without anything that only shows evidence. It has a `twin` block itself."""
    assert scenario.twin
    naming = Naming(scenario, twins)
    texts = {found.loc: found.text for found in _texts(naming, marked)}
    first = _first_year(texts)
    said = {loc: _dated(loc, text, first) for loc, text in texts.items()}
    made: Scenario = _rebuilt(scenario, (), said, naming.roles)
    documents = made.documents.model_copy(update={"own": (), "leave_out": (*made.documents.leave_out, *WITHOUT)})
    bare: dict[str, Any] = {name: Scenario.model_fields[name].default for name in LEFT_OUT}
    return made.model_copy(update={**bare, "id": f"{scenario.id}-twin", "title": scenario.twin.title, "documents": documents})


def leftovers(scenario: Scenario, marked: Marked, twins: Twins) -> Iterator[Finding]:
    """Everything by which the twin would still be known, and every text that leans on sources it does not have."""
    naming = Naming(scenario, twins)
    for i, entry in enumerate(_own(naming)):
        loc = marked.place(entry.where)
        if loc is None:
            hint = "write keys, ids and numbers from 1, such as rounds/openings/say"
            yield marked.finding("unknown-where", f"no place '{entry.where}' in this scenario", ("twin", "texts", i, "where"), hint)
        elif entry.text is None and not isinstance(loc[-1], int):
            yield marked.finding("twin-text", f"'{entry.where}' is no entry of a list", ("twin", "texts", i), "give it a 'text:' to stand there instead")
    names = [role.name for role in scenario.roles]
    invented = [naming.renamed(name) for name in names]
    if names == sorted(names) and invented != sorted(invented):
        yield marked.finding("twin-order", f"the invented names are not in order: {', '.join(invented)}", ("roles",), "choose names with the same order")
    texts = list(_texts(naming, marked))
    small = {word.casefold() for word in twins.ordinary} | {word for _, text, _ in walk_prose(scenario) for word in _WORD.findall(text) if word[0].islower()}
    for found in texts:
        for word in _revealing(found, naming, small):
            yield marked.finding(
                "real-name", f"the twin still says '{word}'", _at(marked, found, word), f"give it an invented name, or list it as ordinary, in seeds/{FILE}"
            )
        gone = whole(*twins.evidence, ignore_case=True).search(found.text)
        if gone and not found.own:
            hint = "say under 'twin: texts:' what stands there instead, or leave the entry out"
            yield marked.finding("twin-evidence", f"the twin still speaks of evidence: '{gone[0]}'", _at(marked, found, gone[0]), hint)


def _revealing(found: _Text, naming: Naming, small: set[str]) -> Iterator[str]:
    """Words with a capital that are neither invented nor ordinary nor merely the first of a sentence; decades."""
    yield from _DECADE.findall(found.text)
    for met in _WORD.finditer(found.text):
        word = re.sub(r"[’']s?$", "", met[0])
        if not word[0].isupper() or word in naming.words or all(part in naming.words for part in word.split("-")):
            continue
        starts = _SENTENCE.search(found.text[: met.start()]) is not None
        if not (starts and (word.casefold() in small or word.split("-")[0].casefold() in small)):
            yield word


def _at(marked: Marked, found: _Text, word: str) -> Mark:
    """Where a word stands in the text it comes from, or that text."""
    return found.mark if found.own else marked.mark(found.loc, word)


def _own(naming: Naming) -> tuple[TwinText, ...]:
    return naming.scenario.twin.texts if naming.scenario.twin else ()


def _texts(naming: Naming, marked: Marked) -> Iterator[_Text]:
    """Every text that the twin keeps, under invented names; what is left out is not among them."""
    instead: dict[Loc, tuple[str | None, Mark]] = {}
    for entry in naming.twins.texts:
        loc = marked.place(entry.where)
        if loc:
            instead[loc] = entry.text, marked.mark(loc)
    for i, entry in enumerate(_own(naming)):
        loc = marked.place(entry.where)
        if loc:
            instead[loc] = entry.text, marked.mark(("twin", "texts", i, "text"))
    for loc, text, _ in walk_prose(naming.scenario):
        if loc[0] in (*LEFT_OUT, "id", "documents") or {"record", "also"} & {*loc} or loc == ("title",) or _key(loc) in _IDS:
            continue
        if any(loc[:n] in instead and instead[loc[:n]][0] is None for n in range(1, len(loc) + 1)):
            continue
        said, mark = instead.get(loc, (text, marked.mark(loc)))
        yield _Text(loc, naming.renamed(said or ""), mark, loc in instead)


def _key(loc: Loc) -> str:
    return next(str(part) for part in reversed(loc) if isinstance(part, str))


def _first_year(texts: dict[Loc, str]) -> int:
    return min((int(year) for text in texts.values() for year in _YEAR.findall(text)), default=1)


def _dated(loc: Loc, text: str, first: int) -> str:
    """A text with its years counted from the first: `2022` as `Year 31`; a date stays one, `0031-08-05`."""
    if _key(loc) in ("as_of", "date"):
        return f"{int(text[:4]) - first + 1:04}{text[4:]}"
    return _YEAR.sub(lambda found: f"Year {int(found[0]) - first + 1}", text)


def _rebuilt(value: Any, loc: Loc, said: dict[Loc, str], roles: dict[str, str]) -> Any:
    """A model with the texts in `said`; an entry of a list all of whose texts are left out is left out. Ids of roles are invented."""
    if isinstance(value, Model):
        fields = {name: (getattr(value, name), (*loc, field.alias or name)) for name, field in type(value).model_fields.items()}
        made = value.model_copy(update={name: _rebuilt(part, at, said, roles) for name, (part, at) in fields.items()})
        for worked_out in {*vars(made)} - {*fields}:  # by the real one, of its own texts
            vars(made).pop(worked_out)
        return made
    if isinstance(value, tuple):
        kept = ((entry, (*loc, i)) for i, entry in enumerate(value) if not _is_gone(entry, (*loc, i), said))
        return tuple(_rebuilt(entry, at, said, roles) for entry, at in kept)
    if isinstance(value, str):
        if _key(loc) == "quotation":
            return ""
        names_role = _key(loc) in _ROLES or (loc[0] == "roles" and loc[2:] == ("id",))
        return roles.get(value, value) if names_role else said.get(loc, value)
    return value


def _is_gone(entry: Any, loc: Loc, said: dict[Loc, str]) -> bool:
    """Whether an entry of a list that had texts has none any more."""
    if isinstance(entry, str):
        return _key(loc) not in _IDS and loc not in said
    texts = [at for at, _, _ in walk_prose(entry, loc) if _key(at) not in _IDS] if isinstance(entry, Model) else []
    return bool(texts) and not any(at in said for at in texts)


def key_to(scenario: Scenario, twins: Twins) -> dict[str, str]:
    """Which invented name stands for which real one, for the names that the scenario uses; the shortest real form of each.

    More than `PHRASE` words are no name; and a file beside the sheets of all readers may hold no run of words from one of them.
    """
    naming = Naming(scenario, twins)
    text = "\n".join(passage.text for passage in scenario.passages)
    used: dict[str, str] = {}
    for real, invented in sorted(naming.names.items(), key=lambda pair: len(pair[0])):
        if invented not in used and len(real.split()) <= PHRASE and whole(real).search(text):
            used[invented] = real
    return dict(sorted(used.items()))

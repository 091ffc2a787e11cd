"""The scenario: one YAML file that holds a decision, its delegations, rounds and injects.

You get a frozen `Scenario` from `read_scenario`, or findings. Its parts are the models in `sections`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import Field

from briefings.documents import Documents
from briefings.guides import Guide, Rehearsal
from briefings.marks import Finding, Loc, Mark, Marked, in_order, read_yaml
from briefings.models import Day, Id, Language, Model, Prose, Text, YesNo, position, validate, walk_prose
from briefings.sections import (
    DEAL,
    Absent,
    Acceptance,
    Ages,
    Agreement,
    Background,
    Contradiction,
    DebriefPhase,
    Epilogue,
    Event,
    Inject,
    Issue,
    Map,
    Place,
    Players,
    Review,
    Role,
    Round,
    Term,
    Twin,
    Words,
)
from briefings.sources import Library, date_in_words
from briefings.wording import bare_words, windows, words

_FOR_THE_FACILITATOR = frozenset(("injects", "care", "guide", "rehearsal", "players", "ages", "topics", "summary", "accepted", "reviewed"))

CITATION = re.compile(r"\[@([^\]\s]*)\]")


class Scenario(Model):
    """One YAML file: the decision, the delegations, the rounds, the injects."""

    id: Id = Field(description="Name of the scenario; also the file's name.", examples=["lachin-2022"])
    title: Text = Field(description="The title, up to sixty characters.", max_length=60, examples=["The Winter Ferry"])
    subtitle: Text = Field(description="Place, date and kind of meeting.", examples=["Orrin harbour office, 20 October 2019, talks between three delegations"])
    as_of: Day = Field(description="The date on which the scenario stands; nothing later is known at the table.", examples=["2022-08-05"])
    language: Language = Field("en", description="Language of the texts.", examples=["en"])
    summary: Text = Field(
        description="One sentence for lists of scenarios.", examples=["An island, a ferry line and a town settle how the ferry sails in winter."]
    )
    topics: tuple[Text, ...] = Field((), description="Subjects in a word or two, in any language, for choosing.", examples=[["ferry", "winter"]])
    ages: Ages = Field(description="For whom it is suitable.")
    players: Players = Field(description="Head-counts it works for.")
    question: Text = Field(
        description="The decision question, ending in a question mark.", examples=["How does the ferry sail from November to March, and who pays?"]
    )
    setting: Prose = Field(
        description="The scene: neutral, attributed, cited; 150 to 220 words.",
        examples=[
            "The ferry is to sail twice a week from November. [@harbour-post-2019/twice-a-week] The island council objects. [@harbour-post-2019/two-sailings]"
        ],
    )
    invented: Prose = Field(
        description="What is invented for play, and what is record.",
        examples=["This meeting never took place. The public positions come from the sources named in the notes; the rest is invented for play."],
    )
    fiction: YesNo = Field(
        False, description="Whether the dispute itself is invented, with its places and people; pages then speak of no real one.", examples=["yes"]
    )
    order_rule: Text = Field(
        description="The printed rule for the order of names and delegations.", examples=["Delegations stand in English alphabetical order."]
    )
    timeline: tuple[Event, ...] = Field((), description="What led here, oldest first.")
    issues: tuple[Issue, ...] = Field(description="What must be settled.", min_length=1, max_length=10)
    places: tuple[Place, ...] = Field((), description="Places with their names.")
    map: Map | None = Field(None, description="The map: an area, towns and roads; places stand on it where they have a position.")
    terms: tuple[Term, ...] = Field((), description="Contested and technical words.")
    background: tuple[Background, ...] = Field((), description="Well-established facts outside the sources.")
    roles: tuple[Role, ...] = Field(description="The delegations, in the order of the printed rule.", min_length=2, max_length=12)
    not_at_table: tuple[Absent, ...] = Field((), description="Who is not at the table, and why it matters.")
    rounds: tuple[Round, ...] = Field(description="The agenda.", min_length=1, max_length=30)
    injects: tuple[Inject, ...] = Field((), description="Messages brought into play.")
    agreement: Agreement = Field(description="When a deal is a deal.")
    words: Words | None = Field(None, description="What pages call a deal, signing and the capital, where it is something else.")
    contradictions: tuple[Contradiction, ...] = Field((), description="Excerpts that contradict each other.")
    debrief: tuple[DebriefPhase, ...] = Field(description="The debrief, de-roling first.", min_length=1)
    epilogue: Epilogue = Field(description="What happened afterwards.")
    accepted: tuple[Acceptance, ...] = Field((), description="Doubts that are left as they are, each with its reason.", max_length=40)
    reviewed: tuple[Review, ...] = Field((), description="Who read the scenario, when and for what; by initials.", max_length=20)
    guide: Guide | None = Field(None, description="What only the facilitator needs to run the game.")
    rehearsal: Rehearsal | None = Field(None, description="The game played on paper: what delegations may try, and how it may end.")
    care: Prose = Field(description="Suitability and care.", examples=["Nobody is made to play. Anyone may step out at any time without a reason."])
    twin: Twin | None = Field(None, description="What its fictional twin has of its own: a title, names, texts that read otherwise without sources.")
    documents: Documents = Field(Documents(leave_out=(), own=()), description="Which documents are left out of the pack, and which are added.")

    @property
    def called(self) -> Words:
        """What pages call a deal, signing and the capital here."""
        return self.words or DEAL

    @property
    def has_excerpts(self) -> bool:
        """Whether its roles are handed excerpts; those of a fictional twin are not."""
        return any(role.brief.record for role in self.roles)

    @property
    def english(self) -> bool:
        """Whether its texts are in English: some rules know no other language."""
        return self.language.split("-")[0] == "en"

    @property
    def minutes(self) -> int:
        """Minutes from welcome to the end of the debrief."""
        return sum(r.minutes for r in self.rounds) + sum(d.minutes for d in self.debrief)

    def is_future(self, date: str) -> bool:
        """Whether a date lies after the scenario's, as far as both are known: a month is not after a day in it."""
        return date[: len(self.as_of)] > self.as_of[: len(date)]

    @property
    def positions(self) -> dict[str, tuple[str, tuple[float, float]]]:
        """What stands on the map, by id: the name and the position. Without a map, nothing."""
        towns = self.map.towns if self.map else ()
        return {town.id: (town.name, town.at) for town in towns} | {place.id: (place.house, place.at) for place in self.places if self.map and place.at}

    def position(self, point: str) -> tuple[float, float] | None:
        """Where a point of a route lies: the position of a place or town, or the numbers themselves; None if neither."""
        if point in self.positions:
            return self.positions[point][1]
        try:
            return position(point)
        except ValueError:
            return None

    def letter(self, role: str) -> str:
        """The letter of a role: A for the first one listed."""
        return "ABCDEFGHIJKL"[[r.id for r in self.roles].index(role)]

    @property
    def letters(self) -> dict[str, str]:
        """How participants know an option: `2c`, by `issue/option`."""
        return {f"{issue.id}/{option.id}": f"{i}{chr(97 + k)}" for i, issue in enumerate(self.issues, 1) for k, option in enumerate(issue.options)}

    @cached_property
    def passages(self) -> tuple["Passage", ...]:
        """Every text an author wrote, with where it stands and who may read it. What only a twin says is not among them."""
        return tuple(Passage(loc, text, prose, self.reader(loc)) for loc, text, prose in walk_prose(self) if loc[0] != "twin")

    @cached_property
    def worded(self) -> tuple["Worded", ...]:
        """Every text as words, with the runs of `RUN` words in it; and every two rows of points."""
        texts = []
        for passage in self.passages:
            bare = bare_words(CITATION.sub(" ", passage.text))
            texts.append(Worded(passage.loc, passage.reader, bare, windows(bare, RUN)))
        return (*texts, *(rows for place, role in enumerate(self.roles) for rows in self._points(place, role)), *self._joined())

    @cached_property
    def secrets(self) -> Mapping[str, "Secret"]:
        """Every run of secret words, by its letters: those of texts that are not meant for everyone."""
        found: dict[str, Secret] = {}
        for text in self.worded:
            for first, run in enumerate(text.runs if text.reader != EVERYONE else ()):
                found.setdefault("".join(run), Secret(text.loc, first, run))
        return found

    def _points(self, place: int, role: Role) -> Iterator["Worded"]:
        """Every two rows of a role's score sheet that follow one another, as it prints them."""
        scores = {score.option: (number, str(score.points)) for number, score in enumerate(role.brief.scores)}
        closed = {option for line in role.brief.cannot_sign for option in line.options}
        letters = self.letters
        for issue in self.issues if scores else ():
            rows = []
            for option in issue.options:
                ref = f"{issue.id}/{option.id}"
                number, points = scores.get(ref, (0, "0"))
                rows.append((number, bare_words(f"{letters[ref]} {option.title} {f'cannot {self.called.sign}' if ref in closed else points}")))
            for (number, one), (_, two) in pairwise(rows):
                yield Worded(("roles", place, "brief", "scores", number), role.id, (*one, *two), ((*one, *two),))

    def _joined(self) -> Iterator["Worded"]:
        """Texts that a page prints as one: what somebody reads where two of them meet is no secret kept from them."""
        for number, event in enumerate(self.timeline):
            yield Worded(("timeline", number), EVERYONE, bare_words(CITATION.sub(" ", f"{date_in_words(event.date)} {event.event}")), ())
        for place, role in enumerate(self.roles):
            for number, trade in enumerate(role.brief.trades):
                yield Worded(("roles", place, "brief", "trades", number), role.id, bare_words(f"give {trade.give} for {trade.receive}"), ())

    def reader(self, loc: Loc) -> "Reader":
        """Who may read what stands at a place of the file."""
        if loc[0] == "roles" and loc[2:3] == ("brief",):
            return self.roles[int(loc[1])].id
        if loc[0] in ("debrief", "epilogue", "contradictions"):
            return AFTER
        if loc[0] in _FOR_THE_FACILITATOR or (loc[0] == "rounds" and loc[-1] == "say"):
            return FACILITATOR
        return EVERYONE


Reader = str
EVERYONE: Literal["everyone"] = "everyone"
FACILITATOR: Literal["facilitator"] = "facilitator"
AFTER: Literal["after play"] = "after play"

# Seats beside the table: no role has such an id.
OBSERVER: Literal["observer"] = "observer"
PRESS: Literal["press"] = "press"
WATCHING = (OBSERVER, PRESS)


@dataclass(frozen=True)
class Passage:
    """One text of a scenario: where it stands, whether it is prose, and who may read it (a role's id, or one of
    `everyone`, `facilitator`, `after play`)."""

    loc: Loc
    text: str
    prose: bool
    reader: Reader

    @property
    def citations(self) -> tuple[str, ...]:
        """What it cites, in order, as written between `[@` and `]`."""
        return tuple(CITATION.findall(self.text))


RUN = 6  # words in a row that make a secret


@dataclass(frozen=True)
class Worded:
    """A text as words, as the search for secrets compares them: where it stands, who may read it, and the runs that others may not."""

    loc: Loc
    reader: Reader
    words: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Secret:
    """A run of secret words: where it comes from, and which of the words there is its first."""

    loc: Loc
    first: int
    words: tuple[str, ...]


def brief_words(role: Role, library: Library) -> int:
    """How many words a participant reads in a role brief: its texts and its excerpts, without notes and headings."""
    texts = [
        CITATION.sub("", text)
        for loc, text, _ in walk_prose(role.brief)
        if loc[-1] not in ("excerpt", "id", "role", "issue") and not {"options", "scores"} & {*loc}
    ]
    excerpts = [library.quotations[e.excerpt].length for e in role.brief.record if e.excerpt in library.quotations]
    return sum(len(words(text)) for text in texts) + sum(excerpts)


def read_scenario(path: Path, shown: str = "") -> tuple[Scenario | None, Marked | None, tuple[Finding, ...]]:
    """The scenario in a file, the file with its marks, and everything wrong with its form."""
    if path.parent.is_dir() and not path.exists():
        return None, None, (_not_there(path, shown),)
    marked, findings = read_yaml(path, shown)
    if marked is None:
        return None, None, findings
    scenario, wrong = validate(Scenario, marked)
    if scenario and scenario.id != path.stem:
        wrong += (
            marked.finding(
                "file-name", f"the id '{scenario.id}' is not the file's name", ("id",), f"name the file {scenario.id}.yaml, or the scenario {path.stem}"
            ),
        )
    return scenario, marked, in_order((*findings, *wrong))


def _not_there(path: Path, shown: str) -> Finding:
    """A finding about a scenario that is not in its folder; it names those that are, the most alike first."""
    name = path.stem
    alike = {other.stem: name in other.stem or SequenceMatcher(None, name, other.stem).ratio() for other in path.parent.glob("*.yaml")}
    there = sorted(alike, key=lambda other: (-alike[other], other))
    if not there:
        return Finding("unreadable", f"no scenario '{name}', nor any other", Mark(shown or str(path)), "begin one with: briefings new scenario NAME")
    message = f"no scenario '{name}'; there {'is' if len(there) == 1 else 'are'}: {', '.join(there)}"
    hint = f"did you mean '{there[0]}'?" if alike[there[0]] >= 0.6 else "see them with: briefings list"
    return Finding("unreadable", message, Mark(shown or str(path)), hint)

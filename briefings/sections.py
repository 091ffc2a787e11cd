"""The parts of a scenario as models: issues, roles and their briefs, rounds, injects, debrief, twin.

Every field has a description: it is the help an author sees, in hints here and in the editor. Fields of type `Prose` may hold
the Markdown subset (paragraphs, bold, emphasis, lists) and citations: `[@source/excerpt]`, `[@source]`, `[@background/fact]`.
"""

from typing import Literal

from pydantic import Field

from briefings.models import Day, Id, Model, Position, Prose, Signers, Slashed, Text, Whole, YesNo
from briefings.terms import PlaceName


class Option(Model):
    """One way an issue can be settled."""

    id: Id = Field(description="Name of the option within its issue.", examples=["four"])
    title: Text = Field(description="Two to six neutral words.", examples=["Four days a week"])
    text: Text = Field(description="Exactly what would be signed.", examples=["From November to March the ferry sails on four days a week."])


class Issue(Model):
    """One thing that must be settled."""

    id: Id = Field(description="Name of the issue.", examples=["sailings"])
    title: Text = Field(description="A short title.", examples=["The sailings"])
    question: Text = Field(description="What must be settled, as a question.", examples=["On how many days a week does the ferry sail?"])
    options: tuple[Option, ...] = Field(description="The options on the table.", min_length=2, max_length=8)


class Event(Model):
    """A line of the timeline."""

    date: Day = Field(description="When: year-month-day, year-month or year.", examples=["2019-10-14"])
    event: Prose = Field(
        description="What happened, neutral and cited, one or two sentences.",
        examples=["The line announces two sailings a week. [@harbour-post-2019/twice-a-week]"],
    )
    disputed: Prose | None = Field(
        None, description="Who disputes what about it.", examples=["The island council says that it was not told before. [@harbour-post-2019/nobody-asked]"]
    )


class Place(Model):
    """A place with every name that matters."""

    id: Id = Field(description="Name for references.", examples=["pier"])
    house: Text = Field(description="How neutral pages print it.", examples=["North Pier/Gull Pier"])
    names: tuple[PlaceName, ...] = Field(description="The names in use, and by whom.", min_length=1)
    within: tuple[Text, ...] = Field((), description="Longer names that hold one form and stay as they are.", examples=[["Gull Pier Café"]])
    note: Prose = Field(description="What and where it is, in a sentence or two.", examples=["The landing place on the north side of the island."])
    at: Position | None = Field(None, description="Where it lies, as 'latitude, longitude' in degrees; for the map.", examples=["39.82, 46.75"])


class Town(Model):
    """A point of the map for orientation, which needs no explanation."""

    id: Id = Field(description="Name for routes.", examples=["yerevan"])
    name: Text = Field(description="How the map prints it.", examples=["Yerevan"])
    at: Position = Field(description="Where it lies, as 'latitude, longitude' in degrees.", examples=["40.18, 44.51"])


class Route(Model):
    """A road of the map, drawn schematically."""

    name: Text = Field(description="What the map's key calls it.", examples=["The old road"])
    kind: Literal["old", "new", "road"] = Field("road", description="How it is drawn: old is solid, new is dashed, road is dotted.", examples=["old"])
    through: tuple[Text, ...] = Field(description="Ids of places or towns, or positions such as '39.6, 46.5'.", min_length=2, examples=[["goris", "lachin"]])


class Map(Model):
    """The map of the common brief."""

    area: Literal["south-caucasus"] = Field(description="The outlines it uses.", examples=["south-caucasus"])
    towns: tuple[Town, ...] = Field((), description="Towns for orientation, beside the places.")
    routes: tuple[Route, ...] = Field((), description="Roads, drawn schematically.")
    note: Text | None = Field(
        None,
        description="What a reader must know of what the map shows or does not show.",
        examples=["No line of control is drawn."],
    )


class Term(Model):
    """A contested or technical word, explained rather than banned."""

    term: Text = Field(description="The word.", examples=["lifeline"])
    used_by: Text = Field(description="Who uses it, meaning what.", examples=["The islanders, for the ferry."])
    objection: Text = Field(description="Who objects, and why.", examples=["The line hears a duty in it that it never took on."])
    here: Text = Field(description="What this pack says instead, or how it uses the word.", examples=["This pack says the ferry."])
    attribute: tuple[Text, ...] = Field((), description="Words that neutral text of this scenario only attributes.", examples=[["lifeline"]])
    neutral: tuple[Text, ...] = Field((), description="Charged words that neutral text uses here, in the sense of 'here'.", examples=[["lifeline"]])


class Background(Model):
    """A well-established fact outside the sources, attributed in general terms."""

    id: Id = Field(description="Name for citations: [@background/id].", examples=["pier-1974"])
    fact: Text = Field(description="The fact in one sentence.", examples=["The pier was built in 1974."])
    attribution: Text = Field(description="Who established it, in general terms.", examples=["Widely reported at the time."])


class PublicFace(Model):
    """What anybody may know of a role."""

    aim: Text = Field(description="The public aim in one sentence of at most twenty words.", examples=["A winter timetable that people can live with."])
    face: Prose = Field(
        description="Who they are at this table, 40 to 60 neutral words.",
        examples=["The delegation speaks for the council of the island. It has come to talk about the winter."],
    )
    quotation: Slashed = Field(description="The excerpt on the role card, at most 25 words.", examples=["harbour-post-2019/two-sailings"])  # empty in a twin


class Evidence(Model):
    """An excerpt in a role's hands, and what it is worth."""

    excerpt: Slashed = Field(description="The excerpt.", examples=["harbour-post-2019/lost-more"])
    use: Text = Field(description="How it helps or hurts this role, in one sentence.", examples=["It says in the line's own words what the winter costs."])


class Want(Model):
    """One aim of a role; the order in the list is its rank."""

    want: Text = Field(description="The aim in up to twelve words.", examples=["A ferry on every school day"])
    issue: Id | None = Field(None, description="The issue it is about, so that its rank can be held against the points.", examples=["sailings"])
    why: Text = Field(description="Why it matters, in a sentence or two.", examples=["So that children need not board on the mainland."])


class Trade(Model):
    """Something a role can give, and what for."""

    give: Text = Field(description="What can be given.", examples=["Fewer sailings in January"])
    receive: Text = Field(alias="for", description="What it should bring.", examples=["a ferry on every school day"])


class RedLine(Model):
    """A line the role cannot cross, and the options it rules out."""

    text: Text = Field(description="What the role cannot sign.", examples=["You cannot sign two sailings a week."])
    options: tuple[Slashed, ...] = Field((), description="The options this rules out.", examples=[["sailings/twice"]])


class Secret(Model):
    """Something only this role knows. Invented for play."""

    id: Id = Field(description="Name of the secret.", examples=["fishing-crews"])
    text: Text = Field(
        description="The secret, what it is good for and what using it costs; 25 to 50 words.",
        examples=[
            "The council has already asked the fishing crews what they would take to bring children across on days without "
            "a ferry, and three have agreed. If you say so, nobody will pay for a fourth sailing."
        ],
    )


class SeeFirst(Model):
    """Whom to talk to first."""

    role: Id = Field(description="The role to see first.", examples=["town"])
    why: Text = Field(description="Why, in one sentence.", examples=["It wants the same days as you, for another reason."])


class Score(Model):
    """What an option is worth to a role, in points."""

    option: Slashed = Field(description="The option.", examples=["sailings/four"])
    points: Whole = Field(description="Its points for this role, 0 to 1000.", ge=0, le=1000, examples=[20])


class Brief(Model):
    """Confidential instructions for one role."""

    achieve: Text = Field(description="What must be achieved by the end, in one sentence.", examples=["Leave with a ferry on at least four days a week."])
    you_are: Prose = Field(
        description="Who you are, in the role's own voice, 70 to 100 words.",
        examples=["You have lived on the island all your life, and you know what a week without the ferry means. [@harbour-post-2019/doctor]"],
    )
    record: tuple[Evidence, ...] = Field(description="Four to six excerpts: what is on record, by this side and about it.", min_length=1, max_length=8)
    wants: tuple[Want, ...] = Field(description="Three or four aims, the most important first.", min_length=1, max_length=6)
    trades: tuple[Trade, ...] = Field(description="What can be traded.", min_length=1, max_length=6)
    cannot_sign: tuple[RedLine, ...] = Field(description="The lines that cannot be crossed.", min_length=1, max_length=6)
    walk_away: Prose = Field(
        description="If there is no deal: honestly, how good or bad that is.",
        examples=["Without a deal the ferry sails twice a week. You can live with that for one winter, not for two."],
    )
    secrets: tuple[Secret, ...] = Field(description="What only this role knows.", min_length=1, max_length=4)
    see_first: SeeFirst = Field(description="Whom to talk to first.")
    opening: tuple[Text, ...] = Field(
        description="Sentence starters for the opening statement.",
        min_length=1,
        max_length=6,
        examples=[["We have come to ask for ...", "What we can offer is ..."]],
    )
    scores: tuple[Score, ...] = Field((), description="Points for options, printed on a score sheet for this role alone.")
    walk_away_points: Whole | None = Field(None, description="What no deal is worth to this role, in points.", ge=0, le=10_000, examples=[40])


class Role(Model):
    """What one participant plays; usually a delegation."""

    id: Id = Field(description="Name of the role.", examples=["island"])
    name: Text = Field(description="The name as printed.", examples=["Skell Island"])
    delegation: Text = Field(description="How it is addressed.", examples=["The delegation of Skell Island"])
    also: tuple[Text, ...] = Field((), description="Other names of it that a roster or a source record may use.", examples=[["U.S.", "USA"]])
    public: PublicFace = Field(description="What anybody may know.")
    brief: Brief = Field(description="What only this role may know.")


class Absent(Model):
    """Somebody who is not at the table."""

    who: Text = Field(description="Who.", examples=["The school children"])
    why: Prose = Field(
        description="Why they are not there and why it matters; attributed.",
        examples=["The children who cross to school were not asked. [@harbour-post-2019/nobody-asked]"],
    )


class Round(Model):
    """A part of the meeting, with its minutes."""

    id: Id = Field(description="Name of the round.", examples=["openings"])
    title: Text = Field(description="The title on the agenda.", examples=["Opening statements"])
    minutes: Whole = Field(description="How long.", ge=1, le=600, examples=[10])
    purpose: Text = Field(description="What it is for, in one sentence.", examples=["Find out who could sign what."])
    steps: Prose = Field(
        description="What happens, as a short list.",
        examples=["- 5 minutes: meet the delegation you want to see first.\n- 15 minutes: talk with whom you like."],
    )
    say: Text | None = Field(None, description="A line the facilitator says aloud.", examples=["You have twenty minutes. Write down what you agree on."])
    play: YesNo = Field(description="Whether delegations negotiate in it.", examples=["yes"])
    reading: YesNo = Field(False, description="Whether participants read their envelope in it.", examples=["yes"])
    slot: Whole | None = Field(None, description="Minutes for each delegation, where they speak one after another.", ge=1, le=120, examples=[2])


class Inject(Model):
    """A message brought into play at a time."""

    id: Id = Field(description="Name of the inject.", examples=["storm-warning"])
    title: Text = Field(description="A short title, for the facilitator.", examples=["Storm warning"])
    round: Id = Field(description="The round in which it comes.", examples=["talks-1"])
    minute: Whole = Field(description="Minutes after that round begins.", ge=0, le=600, examples=[5])
    sender: Text = Field(alias="from", description="Who sends it.", examples=["The harbour office"])
    to: tuple[Id, ...] = Field(description="Who receives it: role ids, or everyone.", min_length=1, examples=[["everyone"]])
    text: Prose = Field(description="What is read out or handed over.", examples=["A storm is forecast for Thursday. The pier may be closed for three days."])
    expected: Text = Field(description="What participants should do.", examples=["Delegations say what happens on days without a sailing."])
    fallback: Text = Field(description="What the facilitator does when nothing happens.", examples=["Ask the ferry line how many days it closed last winter."])


class Agreement(Model):
    """When a deal is a deal."""

    rule: Prose = Field(description="The rule in plain words.", examples=["All delegations sign one option for each issue."])
    signers: Signers = Field(description="How many delegations must sign at least: a number, or all.", examples=["all"])
    must_sign: tuple[Id, ...] = Field((), description="Delegations that must be among them.", examples=[["island"]])
    veto: tuple[Id, ...] = Field(
        (), description="Delegations whose refusal stops any deal, such as the chair; they are not counted among the signers.", examples=[["line"]]
    )
    no_deal: Prose = Field(
        description="What happens without a deal; a valid result.", examples=["The delegations say in turn why they could not sign. This is a valid result."]
    )
    expect_no_deal: YesNo = Field(False, description="Whether the author means a game in which no deal can pass.", examples=["no"])

    def needed(self, roles: int) -> int:
        """How many signatures a deal needs where there are so many roles."""
        return roles - len({*self.veto}) if self.signers == "all" else self.signers


class Words(Model):
    """What is made at the table and how, where it is not a deal that is signed: a finding that is voted for, say; and who is asked
    at home, where delegations are no states.

    The words are those that pages of every pack print; the texts of the scenario itself are the author's own.
    """

    deal: Text = Field("deal", description="What is made, one of it, without an article.", examples=["finding"])
    deals: Text = Field("deals", description="The same, many.", examples=["findings"])
    issue: Text = Field("issue", description="A part of it, on which one option is chosen.", examples=["paragraph"])
    issues: Text = Field("issues", description="The same, many.", examples=["paragraphs"])
    sign: Text = Field("sign", description="What a delegation does to adopt it, as it stands before an object.", examples=["vote for"])
    signed: Text = Field("signed", description="The same, when it is done.", examples=["voted for"])
    agree: Text = Field("sign", description="What a delegation does to adopt it, without an object.", examples=["vote yes"])
    signature: Text = Field("signature", description="What adopts it.", examples=["vote"])
    signed_for: Text = Field("Signed for", description="What stands before a delegation's name where it adopts.", examples=["Vote of"])
    form: Text = Field("Agreement", description="The title of the form.", examples=["Finding"])
    stalemate: Text = Field("stalemate", description="A result without it, without an article.", examples=["split vote"])
    no_deal_form: Text = Field("Stalemate declaration", description="The title of the form for such a result.", examples=["Statement without a finding"])
    home: Text = Field("capital", description="Who gives a delegation its instructions, without an article.", examples=["council"])

    @property
    def a_deal(self) -> str:
        return with_article(self.deal)

    @property
    def a_stalemate(self) -> str:
        return with_article(self.stalemate)


DEAL = Words()  # what pages say where a scenario says nothing


def with_article(word: str) -> str:
    """A word behind `a` or `an`, by its first letter."""
    return f"{'an' if word[0] in 'aeiouAEIOU' else 'a'} {word}"


def capital(text: str) -> str:
    """A text with its first letter large, and the others as they are."""
    return text[:1].upper() + text[1:]


class Contradiction(Model):
    """Two excerpts that contradict each other."""

    about: Text = Field(description="What they disagree about.", examples=["How much the line lost"])
    excerpts: tuple[Slashed, ...] = Field(
        description="The two excerpts.", min_length=2, max_length=3, examples=[["harbour-post-2019/lost-more", "harbour-post-2019/auditor"]]
    )
    ask: Text = Field(description="The question to put to a class.", examples=["Which of the two could be checked, and how?"])


class DebriefPhase(Model):
    """A part of the debrief."""

    phase: Text = Field(description="Its name.", examples=["Step out of role"])
    minutes: Whole = Field(description="How long.", ge=1, le=120, examples=[10])
    ask: tuple[Text, ...] = Field(description="What to say or ask.", min_length=1, examples=[["Take off your badge and say your own name."]])


class Epilogue(Model):
    """What happened afterwards; opened after play."""

    text: Prose = Field(description="What happened after the scenario's date, attributed.", examples=["The ferry sailed four times a week that winter."])
    differs: Prose = Field(description="Where the game differs from reality.", examples=["In the game the delegations had one afternoon."])


class Players(Model):
    """Head-counts the scenario works for."""

    least: Whole = Field(description="Fewest participants.", ge=2, examples=[5])
    most: Whole = Field(description="Most participants, at parallel tables.", ge=2, examples=[30])
    share: Whole = Field(2, description="How many participants may share one role at a table.", ge=1, le=6, examples=[2])
    observers: Whole = Field(1, description="How many observers a table may have.", ge=0, le=6, examples=[1])
    press: Whole = Field(0, description="How many reporters a table may have.", ge=0, le=6, examples=[1])


class Ages(Model):
    """For whom it is suitable."""

    start: Whole = Field(alias="from", description="Youngest age.", ge=8, le=99, examples=[16])


class Acceptance(Model):
    """A doubt that the author leaves as it is, with the reason; the quality annex prints it."""

    finding: Id = Field(description="The code of the finding.", examples=["uneven-evidence"])
    where: Text = Field(description="Where it stands: keys, ids and numbers from 1, such as roles/russia or timeline/3.", examples=["roles/island"])
    because: Text = Field(description="Why it is right as it is, in a sentence.", examples=["The library has no more texts on this side."])


class Review(Model):
    """Somebody who read the scenario and answers for a part of it; the quality annex prints it."""

    initials: Text = Field(description="Whose review it is, by initials.", max_length=12, examples=["A. B."])
    date: Day = Field(description="When it was read.", examples=["2024-03-14"])
    about: Text = Field(alias="for", description="What it was read for, and what came of it.", max_length=160, examples=["balance; two briefs reworded"])


class Invented(Model):
    """An invented name, and the real ones it stands for."""

    invented: Text = Field(description="The invented name, neutral and like no real one.", examples=["Alvora"])
    real: tuple[Text, ...] = Field(description="Every real form it stands for; whole words, capitals as here.", min_length=1, examples=[["Armenia"]])


class TwinText(Model):
    """What a twin says at one place instead; without a text, the entry that stands there is left out."""

    where: Text = Field(description="Where: keys, ids and numbers from 1, such as setting or debrief/4/ask/2.", examples=["guide/objectives/1"])
    text: Prose | None = Field(None, description="What stands there in the twin; real names in it become invented ones too.", examples=["Say who told you."])


class Twin(Model):
    """What the fictional twin of a scenario has of its own, beside what `seeds/twins.yaml` says for all."""

    title: Text = Field(description="The title of the twin, up to sixty characters.", max_length=60, examples=["The Valley Road"])
    names: tuple[Invented, ...] = Field((), description="Invented names for what only this scenario speaks of.", max_length=200)
    texts: tuple[TwinText, ...] = Field((), description="What reads otherwise without sources, or is left out.", max_length=100)

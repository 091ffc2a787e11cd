"""The parts of a scenario as models: issues, roles and their briefs, rounds, injects, debrief, guide.

Every field has a description: it is the help an author sees, in hints here and in the editor. Fields of type `Prose` may hold
the Markdown subset (paragraphs, bold, emphasis, lists) and citations: `[@source/excerpt]`, `[@source]`, `[@background/fact]`.
"""

from typing import Literal

from pydantic import Field

from briefings.models import Day, Id, Model, Position, Prose, Signers, Slashed, Text, Whole, YesNo
from briefings.terms import PlaceName


class Option(Model):
    """One way an issue can be settled."""

    id: Id = Field(description="Name of the option within its issue.", examples=["spring"])
    title: Text = Field(description="Two to six neutral words.", examples=["Open in spring 2023"])
    text: Text = Field(description="Exactly what would be signed.", examples=["Both roads stay open until the new one is finished."])


class Issue(Model):
    """One thing that must be settled."""

    id: Id = Field(description="Name of the issue.", examples=["road"])
    title: Text = Field(description="A short title.", examples=["The new road"])
    question: Text = Field(description="What must be settled, as a question.", examples=["When does the new road open?"])
    options: tuple[Option, ...] = Field(description="The options on the table.", min_length=2, max_length=8)


class Event(Model):
    """A line of the timeline."""

    date: Day = Field(description="When: year-month-day, year-month or year.", examples=["2020-11-09"])
    event: Prose = Field(description="What happened, neutral and cited, one or two sentences.")
    disputed: Prose | None = Field(None, description="Who disputes what about it.")


class Place(Model):
    """A place with every name that matters."""

    id: Id = Field(description="Name for references.", examples=["stepanakert"])
    house: Text = Field(description="How neutral pages print it.", examples=["Stepanakert/Khankendi"])
    names: tuple[PlaceName, ...] = Field(description="The names in use, and by whom.", min_length=1)
    within: tuple[Text, ...] = Field((), description="Longer names that hold one form and stay as they are.", examples=[["Lachin corridor"]])
    note: Prose = Field(description="What and where it is, in a sentence or two.")
    at: Position | None = Field(None, description="Where it lies, as 'latitude, longitude' in degrees; for the map.", examples=["39.82, 46.75"])


class Town(Model):
    """A point of the map for orientation, which needs no explanation."""

    id: Id = Field(description="Name for routes.", examples=["yerevan"])
    name: Text = Field(description="How the map prints it.", examples=["Yerevan"])
    at: Position = Field(description="Where it lies, as 'latitude, longitude' in degrees.", examples=["40.18, 44.51"])


class Route(Model):
    """A road of the map, drawn schematically."""

    name: Text = Field(description="What the map's key calls it.", examples=["The old road"])
    kind: Literal["old", "new", "road"] = Field("road", description="How it is drawn: old is solid, new is dashed, road is dotted.")
    through: tuple[Text, ...] = Field(description="Ids of places or towns, or positions such as '39.6, 46.5'.", min_length=2)


class Map(Model):
    """The map of the common brief."""

    area: Literal["south-caucasus"] = Field(description="The outlines it uses.", examples=["south-caucasus"])
    towns: tuple[Town, ...] = Field((), description="Towns for orientation, beside the places.")
    routes: tuple[Route, ...] = Field((), description="Roads, drawn schematically.")
    note: Text | None = Field(None, description="What a reader must know of what the map shows or does not show.")


class Term(Model):
    """A contested or technical word, explained rather than banned."""

    term: Text = Field(description="The word.", examples=["corridor"])
    used_by: Text = Field(description="Who uses it, meaning what.")
    objection: Text = Field(description="Who objects, and why.")
    here: Text = Field(description="What this pack says instead, or how it uses the word.")
    attribute: tuple[Text, ...] = Field((), description="Words that neutral text of this scenario only attributes.", examples=[["provocation"]])
    neutral: tuple[Text, ...] = Field((), description="Charged words that neutral text uses here, in the sense of 'here'.", examples=[["corridor"]])


class Background(Model):
    """A well-established fact outside the sources, attributed in general terms."""

    id: Id = Field(description="Name for citations: [@background/id].", examples=["statement-2020"])
    fact: Text = Field(description="The fact in one sentence.")
    attribution: Text = Field(description="Who established it, in general terms.", examples=["Widely reported at the time."])


class PublicFace(Model):
    """What anybody may know of a role."""

    aim: Text = Field(description="The public aim in one sentence of at most twenty words.")
    face: Prose = Field(description="Who they are at this table, 40 to 60 neutral words.")
    quotation: Slashed = Field(description="The excerpt on the role card, at most 25 words.", examples=["politico-2022/no-plan"])


class Evidence(Model):
    """An excerpt in a role's hands, and what it is worth."""

    excerpt: Slashed = Field(description="The excerpt.", examples=["politico-2022/alternative-road"])
    use: Text = Field(description="How it helps or hurts this role, in one sentence.")


class Want(Model):
    """One aim of a role; the order in the list is its rank."""

    want: Text = Field(description="The aim in up to twelve words.")
    issue: Id | None = Field(None, description="The issue it is about, so that its rank can be held against the points.", examples=["road"])
    why: Text = Field(description="Why it matters, in a sentence or two.")


class Trade(Model):
    """Something a role can give, and what for."""

    give: Text = Field(description="What can be given.")
    receive: Text = Field(alias="for", description="What it should bring.")


class RedLine(Model):
    """A line the role cannot cross, and the options it rules out."""

    text: Text = Field(description="What the role cannot sign.")
    options: tuple[Slashed, ...] = Field((), description="The options this rules out.", examples=[["road/close-now"]])


class Secret(Model):
    """Something only this role knows. Invented for play."""

    id: Id = Field(description="Name of the secret.", examples=["second-crew"])
    text: Text = Field(description="The secret, what it is good for and what using it costs; 25 to 50 words.")


class SeeFirst(Model):
    """Whom to talk to first."""

    role: Id = Field(description="The role to see first.", examples=["russia"])
    why: Text = Field(description="Why, in one sentence.")


class Score(Model):
    """What an option is worth to a role, in points."""

    option: Slashed = Field(description="The option.", examples=["road/staged"])
    points: Whole = Field(description="Its points for this role, 0 to 1000.", ge=0, le=1000, examples=[20])


class Brief(Model):
    """Confidential instructions for one role."""

    achieve: Text = Field(description="What must be achieved by the end, in one sentence.")
    you_are: Prose = Field(description="Who you are, in the role's own voice, 70 to 100 words.")
    record: tuple[Evidence, ...] = Field(description="Four to six excerpts: what is on record, by this side and about it.", min_length=1, max_length=8)
    wants: tuple[Want, ...] = Field(description="Three or four aims, the most important first.", min_length=1, max_length=6)
    trades: tuple[Trade, ...] = Field(description="What can be traded.", min_length=1, max_length=6)
    cannot_sign: tuple[RedLine, ...] = Field(description="The lines that cannot be crossed.", min_length=1, max_length=6)
    walk_away: Prose = Field(description="If there is no deal: honestly, how good or bad that is.")
    secrets: tuple[Secret, ...] = Field(description="What only this role knows.", min_length=1, max_length=4)
    see_first: SeeFirst = Field(description="Whom to talk to first.")
    opening: tuple[Text, ...] = Field(description="Sentence starters for the opening statement.", min_length=1, max_length=6)
    scores: tuple[Score, ...] = Field((), description="Points for options, printed on a score sheet for this role alone.")
    walk_away_points: Whole | None = Field(None, description="What no deal is worth to this role, in points.", ge=0, le=10_000, examples=[40])


class Role(Model):
    """What one participant plays; usually a delegation."""

    id: Id = Field(description="Name of the role.", examples=["armenia"])
    name: Text = Field(description="The name as printed.", examples=["Armenia"])
    delegation: Text = Field(description="How it is addressed.", examples=["The delegation of Armenia"])
    also: tuple[Text, ...] = Field((), description="Other names of it that a roster or a source record may use.", examples=[["U.S.", "USA"]])
    public: PublicFace = Field(description="What anybody may know.")
    brief: Brief = Field(description="What only this role may know.")


class Absent(Model):
    """Somebody who is not at the table."""

    who: Text = Field(description="Who.", examples=["Karabakh Armenians"])
    why: Prose = Field(description="Why they are not there and why it matters; attributed.")


class Round(Model):
    """A part of the meeting, with its minutes."""

    id: Id = Field(description="Name of the round.", examples=["openings"])
    title: Text = Field(description="The title on the agenda.", examples=["Opening statements"])
    minutes: Whole = Field(description="How long.", ge=1, le=600, examples=[10])
    purpose: Text = Field(description="What it is for, in one sentence.")
    steps: Prose = Field(description="What happens, as a short list.")
    say: Text | None = Field(None, description="A line the facilitator says aloud.")
    play: YesNo = Field(description="Whether delegations negotiate in it.", examples=["yes"])
    reading: YesNo = Field(False, description="Whether participants read their envelope in it.", examples=["yes"])
    slot: Whole | None = Field(None, description="Minutes for each delegation, where they speak one after another.", ge=1, le=120, examples=[2])


class Inject(Model):
    """A message brought into play at a time."""

    id: Id = Field(description="Name of the inject.", examples=["road-report"])
    title: Text = Field(description="A short title, for the facilitator.")
    round: Id = Field(description="The round in which it comes.", examples=["talks-1"])
    minute: Whole = Field(description="Minutes after that round begins.", ge=0, le=600, examples=[5])
    sender: Text = Field(alias="from", description="Who sends it.", examples=["A news agency"])
    to: tuple[Id, ...] = Field(description="Who receives it: role ids, or everyone.", min_length=1, examples=[["everyone"]])
    text: Prose = Field(description="What is read out or handed over.")
    expected: Text = Field(description="What participants should do.")
    fallback: Text = Field(description="What the facilitator does when nothing happens.")


class Agreement(Model):
    """When a deal is a deal."""

    rule: Prose = Field(description="The rule in plain words.")
    signers: Signers = Field(description="How many delegations must sign at least: a number, or all.", examples=["all"])
    must_sign: tuple[Id, ...] = Field((), description="Delegations that must be among them.")
    veto: tuple[Id, ...] = Field((), description="Delegations whose refusal stops any deal, such as the chair; they are not counted among the signers.")
    no_deal: Prose = Field(description="What happens without a deal; a valid result.")
    expect_no_deal: YesNo = Field(False, description="Whether the author means a game in which no deal can pass.", examples=["no"])

    def needed(self, roles: int) -> int:
        """How many signatures a deal needs where there are so many roles."""
        return roles - len({*self.veto}) if self.signers == "all" else self.signers


class Contradiction(Model):
    """Two excerpts that contradict each other."""

    about: Text = Field(description="What they disagree about.")
    excerpts: tuple[Slashed, ...] = Field(description="The two excerpts.", min_length=2, max_length=3)
    ask: Text = Field(description="The question to put to a class.")


class DebriefPhase(Model):
    """A part of the debrief."""

    phase: Text = Field(description="Its name.", examples=["Step out of role"])
    minutes: Whole = Field(description="How long.", ge=1, le=120)
    ask: tuple[Text, ...] = Field(description="What to say or ask.", min_length=1)


class Epilogue(Model):
    """What happened afterwards; opened after play."""

    text: Prose = Field(description="What happened after the scenario's date, attributed.")
    differs: Prose = Field(description="Where the game differs from reality.")


class Running(Model):
    """What the facilitator watches for in one round."""

    round: Id = Field(description="The round it is about.", examples=["talks-1"])
    watch: Text = Field(description="What to look and listen for, in one to three sentences.")
    help: Text = Field(description="What to do or say when it does not happen.")


class Trouble(Model):
    """Something that goes wrong in a room."""

    when: Text = Field(description="What is seen, in two to eight words.", examples=["Nobody speaks"])
    then: Text = Field(alias="do", description="What to do, the smallest step first.")


class Variant(Model):
    """Another way to run the game."""

    title: Text = Field(description="Its name.", examples=["In 60 minutes"])
    how: Text = Field(description="What changes, with minutes.")


class Guide(Model):
    """What only the facilitator needs: aims, room, readiness, help for each round and in trouble."""

    aim: Text = Field(description="What participants take away, in one sentence.")
    objectives: tuple[Text, ...] = Field(description="Three to five things participants can do afterwards.", min_length=3, max_length=5)
    room: Text = Field(description="How the room is set up.")
    needs: tuple[Text, ...] = Field(description="What must be in the room.", min_length=1, max_length=12)
    before: tuple[Text, ...] = Field(description="What must be done before participants come in; each becomes a box to tick.", min_length=1, max_length=20)
    running: tuple[Running, ...] = Field((), description="What to watch for in each round, and how to help.", max_length=30)
    trouble: tuple[Trouble, ...] = Field((), description="What goes wrong, and what to do then.", max_length=20)
    variants: tuple[Variant, ...] = Field((), description="Other ways to run the game: shorter, online, without roles.", max_length=8)


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
    where: Text = Field(description="Where it stands: keys, ids and numbers from 1, such as roles/russia or timeline/3.", examples=["roles/russia"])
    because: Text = Field(description="Why it is right as it is, in a sentence.")


class Review(Model):
    """Somebody who read the scenario and answers for a part of it; the quality annex prints it."""

    initials: Text = Field(description="Whose review it is, by initials.", max_length=12, examples=["A. B."])
    date: Day = Field(description="When it was read.", examples=["2024-03-14"])
    about: Text = Field(alias="for", description="What it was read for, and what came of it.", max_length=160, examples=["balance; two briefs reworded"])

"""What of a scenario the facilitator alone reads, as models: the guide, and the rehearsal of the game on paper.

A rehearsal is how an author shows that the game can be played: what each delegation may try in each round, and whole games
played by hand to a deal or to none. What the deals are worth is worked out from the scores, never written down.
"""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from briefings.models import Id, Model, Slashed, Text


class Running(Model):
    """What the facilitator watches for in one round."""

    round: Id = Field(description="The round it is about.", examples=["talks-1"])
    watch: Text = Field(description="What to look and listen for, in one to three sentences.", examples=["Whether anybody asks what the others need."])
    help: Text = Field(description="What to do or say when it does not happen.", examples=["Ask each delegation to name one thing it could give."])


class Trouble(Model):
    """Something that goes wrong in a room."""

    when: Text = Field(description="What is seen, in two to eight words.", examples=["Nobody speaks"])
    then: Text = Field(
        alias="do",
        description="What to do, the smallest step first.",
        examples=["Wait. Then ask the delegation that has said least what it makes of the last offer."],
    )


class Variant(Model):
    """Another way to run the game."""

    title: Text = Field(description="Its name.", examples=["In 60 minutes"])
    how: Text = Field(description="What changes, with minutes.", examples=["Leave out the second round of talks, and shorten the debrief to 20 minutes."])


class Guide(Model):
    """What only the facilitator needs: aims, room, readiness, help for each round and in trouble."""

    aim: Text = Field(
        description="What participants take away, in one sentence.", examples=["Participants find out what the others need before they say what they want."]
    )
    objectives: tuple[Text, ...] = Field(
        description="Three to five things participants can do afterwards.",
        min_length=3,
        max_length=5,
        examples=[["tell a position from what lies behind it", "weigh a source before using it", "write down a deal that all can sign"]],
    )
    room: Text = Field(description="How the room is set up.", examples=["One table for each delegation, and one in the middle."])
    needs: tuple[Text, ...] = Field(description="What must be in the room.", min_length=1, max_length=12, examples=[["a clock that all can see"]])
    before: tuple[Text, ...] = Field(
        description="What must be done before participants come in; each becomes a box to tick.",
        min_length=1,
        max_length=20,
        examples=[["Print the pack and fill the envelopes."]],
    )
    running: tuple[Running, ...] = Field((), description="What to watch for in each round, and how to help.", max_length=30)
    trouble: tuple[Trouble, ...] = Field((), description="What goes wrong, and what to do then.", max_length=20)
    variants: tuple[Variant, ...] = Field((), description="Other ways to run the game: shorter, online, without roles.", max_length=8)


class Step(Model):
    """What happens in one round of a game played on paper."""

    round: Id = Field(description="The round.", examples=["talks-1"])
    happens: Text = Field(
        description="Who does what, and what it moves, in one to three sentences.",
        examples=["The island asks the town for its market days. The ferry line says nothing, and is asked nothing."],
    )


class PlayedGame(Model):
    """One game played on paper: round by round to a deal, or to none."""

    title: Text = Field(description="What it is known by, in two to six words.", examples=["School days first"])
    steps: tuple[Step, ...] = Field(description="The rounds in order.", min_length=1, max_length=30)
    deal: tuple[Slashed, ...] | None = Field(
        None, description="The deal it ends with: one option for each issue. It must pass the rule.", examples=[["sailings/four"]]
    )
    settled: tuple[Slashed, ...] | None = Field(
        None, description="Instead of a deal: the options that all could have agreed on; none is [].", examples=[["sailings/four"]]
    )
    learned: Text = Field(
        description="What it teaches whoever runs the game, in a sentence or two.", examples=["The market days are the key; nobody asks for them unprompted."]
    )

    @model_validator(mode="after")
    def _one_end(self) -> "PlayedGame":
        if (self.deal is None) == (self.settled is None):
            found = "neither 'deal' nor 'settled'" if self.deal is None else "both 'deal' and 'settled'"
            hint = "give the deal it ends with, or for a game without one what was settled: [] where nothing was"
            raise PydanticCustomError("one-end", "a game on paper with {found}", {"found": found, "hint": hint})
        return self


class Moves(Model):
    """What one delegation may try in one round."""

    round: Id = Field(description="The round.", examples=["talks-1"])
    role: Id = Field(description="The role.", examples=["island"])
    ideas: tuple[Text, ...] = Field(
        alias="try",
        description="What it may do, each in six to twenty words.",
        min_length=1,
        max_length=6,
        examples=[["Ask the town which days its market is open."]],
    )


class Rehearsal(Model):
    """The game played on paper before anybody meets: whole games, and what each delegation may try in each round."""

    paths: tuple[PlayedGame, ...] = Field(
        (), description="Games played on paper; best two that end in different deals, and one that ends in none.", max_length=8
    )
    moves: tuple[Moves, ...] = Field((), description="What each delegation may try, by round.", max_length=360)

"""The documents of a pack by name, and the choice an author makes: what is left out, what is added.

You get the names (`NEEDED`, `OPTIONAL`, `FOR_EACH_ROLE`) and the model of a scenario's `documents`. What stands in a
document is planned in `packs`, which has one document for each name here, or one for each role.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from briefings.models import ID, Id, Model, Text

# Without these a game cannot be packed, run safely or played.
NEEDED = ("print-and-pack", "facilitator-guide", "common-brief", "role-brief")
WITH_NAMES = ("door-list", "sign-in", "stuffing-list", "table-plan", "badges", "labels")  # only where participants have names
OPTIONAL = (
    "role-matrix", "deal-map", "rehearsal", "inject-list", "inject-cards", "quality-annex", "names-and-terms", "agenda-and-rules", "worksheet",
    "score-sheet", "role-cards", "name-tents", "agreement", "slips", "observer-sheet", "reflection", "epilogue", "source-dossier", "rubric", "feedback",
    *WITH_NAMES,
)  # fmt: skip
FOR_EACH_ROLE = ("role-brief", "worksheet", "score-sheet")
# A document is named like its template; so no document of an author's own is made from one of these.
TEMPLATES = tuple(f"{name}.html" for name in (*NEEDED, *OPTIONAL, "style-page", "cover", "separator", "strips", "run-sheet"))
# Names of files that stand beside the documents of a build.
RESERVED = ("all", "print", "print-changed", "manifest", "run-sheet", "send", "style-page")

EACH_ROLE: Literal["each role"] = "each role"


def _template(value: str) -> str:
    if not re.fullmatch(rf"{ID}\.html", value):
        raise PydanticCustomError(
            "template-name",
            "'{found}' cannot be the name of a template",
            {"found": value, "hint": "name a file in templates/, in small letters a-z, digits and hyphens, such as rules-of-the-house.html"},
        )
    return value


TemplateName = Annotated[str, AfterValidator(_template)]


class OwnDocument(Model):
    """A document that the author adds, made from a template of the project's own."""

    id: Id = Field(description="Name of the document and of its file.", examples=["house-rules"])
    title: Text = Field(description="The title, up to sixty characters. Everyone may read it.", max_length=60, examples=["Rules of the house"])
    template: TemplateName = Field(description="The file in the project's templates/ it is made from.", examples=["house-rules.html"])
    audience: Text = Field(description="Who may see it: everyone, a role's id, each role, facilitator, or after play.", examples=["everyone"])
    copies: Literal["each participant", "each table", "one"] | None = Field(
        None,
        description="How many are printed; without it one for the facilitator, and one for each participant otherwise.",
        examples=["each table"],
    )

    def ids(self, roles: Iterable[str]) -> tuple[str, ...]:
        """The ids of the documents it becomes: one, or one for each role."""
        return tuple(f"{self.id}-{role}" for role in roles) if self.audience == EACH_ROLE else (self.id,)


class Documents(Model):
    """Which documents a scenario leaves out of its pack, and which it adds."""

    leave_out: tuple[Text, ...] = Field((), description="Ids of documents that are not made.", examples=[["rubric", "feedback"]])
    own: tuple[OwnDocument, ...] = Field((), description="Documents of the author's own.", max_length=20)


def taken(roles: Iterable[str]) -> Iterator[str]:
    """Every id that a document of a pack, or a file beside it, may have."""
    yield from (*NEEDED, *OPTIONAL, *RESERVED)
    yield from (f"{kind}-{role}" for role in roles for kind in FOR_EACH_ROLE)

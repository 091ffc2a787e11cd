"""The base of every model read from YAML, the kinds of value in it, and findings for what does not fit.

You get a frozen model from `validate`, or a finding for every complaint at the place where it stands.
A model that wants a number or a yes says so (`Whole`, `YesNo`) and reads it from the text as written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from briefings.complaints import explain, kind_of
from briefings.marks import Finding, Loc, Marked, in_order


class Model(BaseModel):
    """The base of everything read from YAML: frozen, and no key that is not in it."""

    # The limit holds where neither the type nor the field has its own; in `Text` it would win over the field's.
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, str_max_length=2_000)


@dataclass(frozen=True)
class ProseText:
    """Marks a text that may hold the Markdown subset and citations."""


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"0|[1-9][0-9]{0,8}", value):
        raise PydanticCustomError("number", "expected a whole number, found '{found}'", {"found": value, "hint": "write digits only, such as 20"})
    return int(value) if isinstance(value, str) else value


def _signers(value: Any) -> Any:
    if value == "all" or (isinstance(value, str) and re.fullmatch(r"[1-9][0-9]{0,2}", value)):
        return value if value == "all" else int(value)
    found = f"'{value}'" if isinstance(value, str) else kind_of(value)
    raise PydanticCustomError("number", "expected a number of delegations or all, found {found}", {"found": found, "hint": "write digits such as 4, or all"})


def _yes_no(value: Any) -> Any:
    if isinstance(value, str):
        if value not in ("yes", "no"):
            raise PydanticCustomError("yes-or-no", "expected yes or no, found '{found}'", {"found": value, "hint": "write yes or no"})
        return value == "yes"
    return value


def _day(value: str) -> str:
    parts = value.split("-")
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
            raise ValueError
        date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1)
    except ValueError:
        raise PydanticCustomError(
            "date",
            "expected a date, found '{found}'",
            {"found": value, "hint": "write year-month-day, such as 2020-11-10; 2020-11 or 2020 where no more is known"},
        ) from None
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise PydanticCustomError("language", "expected a language code, found '{found}'", {"found": value, "hint": "such as en, hy, az, ru or tr"})
    return value


def position(value: Any) -> tuple[float, float]:
    """`39.82, 46.75` as latitude and longitude in degrees. Raises a ValueError for anything else."""
    found = re.fullmatch(r"(-?[0-9]{1,2}(?:\.[0-9]{1,6})?), *(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)", value) if isinstance(value, str) else None
    lat, lon = (float(found[1]), float(found[2])) if found else (91.0, 0.0)
    if abs(lat) > 90 or abs(lon) > 180:
        raise PydanticCustomError(
            "position",
            "expected a latitude and a longitude, found '{found}'",
            {"found": str(value), "hint": "write degrees with a point, such as 39.82, 46.75"},
        )
    return lat, lon


# How an id is written: it becomes the name of a file on every system.
ID = "[a-z0-9][a-z0-9-]{0,63}"


def _id(value: str) -> str:
    if not re.fullmatch(ID, value):
        near = re.sub(r"[\s_–—-]+", "-", re.sub(r"[^\w\s–—-]+", "", value)).strip("-").lower()
        meant = f"did you mean '{near}'? " if near != value and re.fullmatch(ID, near) else ""
        raise PydanticCustomError(
            "id",
            "'{found}' cannot be an id",
            {"found": value, "hint": f"{meant}use small letters a-z, digits and hyphens, at most 64, such as alternative-road"},
        )
    return value


def _slashed(value: str) -> str:
    parts = value.split("/")
    if len(parts) != 2:
        raise PydanticCustomError(
            "reference",
            "'{found}' does not name one thing inside another",
            {"found": value, "hint": "write it as first/second"},
        )
    for part in parts:
        _id(part)
    return value


def in_schema(pattern: str, wanted: str, *types: str, **more: Any) -> Any:
    """What an editor is told of a kind of value: how it is written, and the words for one that is not written so.

    An editor's YAML reader takes `7` for a number and `true` for a truth value, where ours reads the text as it stands; so a
    text may be any of these.
    """
    told = {"type": list(types or ("string", "number", "boolean")), "pattern": f"^(?:{pattern})$", "patternErrorMessage": wanted, "errorMessage": wanted}
    return Field(json_schema_extra=told | more)


_FILLED = r"[\s\S]*\S[\s\S]*"
_TEXT = in_schema(_FILLED, "Write a text; one that contains ': ' or begins with '[' or '{' stands in quotation marks.")

Id = Annotated[str, AfterValidator(_id), in_schema(ID, "Use small letters a-z, digits and hyphens, such as alternative-road.")]
Slashed = Annotated[str, AfterValidator(_slashed), in_schema(f"{ID}/{ID}", "Write first/second, such as politico-2022/alternative-road.", "string")]
Text = Annotated[str, StringConstraints(min_length=1), _TEXT]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=12_000), ProseText(), _TEXT]
Day = Annotated[
    str,
    AfterValidator(_day),
    in_schema(
        "[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?",
        "Write year-month-day, such as 2020-11-10; 2020-11 or 2020 where no more is known.",
        "string",
        "integer",
    ),
]
Language = Annotated[str, AfterValidator(_language), in_schema("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "Write a code, such as en, hy, az, ru or tr.", "string")]
Position = Annotated[
    tuple[float, float],
    BeforeValidator(position),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^-?[0-9]{1,2}(?:\.[0-9]{1,6})?, *-?[0-9]{1,3}(?:\.[0-9]{1,6})?$",
            "patternErrorMessage": "Write degrees with a point, such as 39.82, 46.75.",
        }
    ),
]
Whole = Annotated[int, BeforeValidator(_whole), in_schema("0|[1-9][0-9]{0,8}", "Write digits only, such as 20.", "integer", "string")]
Signers = Annotated[
    int | Literal["all"],
    BeforeValidator(_signers),
    WithJsonSchema(
        {
            "type": ["integer", "string"],
            "minimum": 1,
            "maximum": 999,
            "pattern": "^(?:all|[1-9][0-9]{0,2})$",
            "patternErrorMessage": "Write digits such as 4, or all.",
        }
    ),
]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no"], "errorMessage": "Write yes or no."})]

M = TypeVar("M", bound=Model)


def validate(model: type[M], marked: Marked) -> tuple[M | None, tuple[Finding, ...]]:
    """The file's data as a `model`, or None with a finding for every complaint, each at its own place."""
    if not isinstance(marked.data, dict):
        what = "the file is empty" if marked.data is None else f"expected keys and values, found {kind_of(marked.data)}"
        return None, (marked.finding("empty" if marked.data is None else "type", what, (), "begin with a line such as 'id: my-first-one'"),)
    try:
        return model.model_validate(marked.data), ()
    except ValidationError as error:
        return None, in_order(explain(model, marked, error))


def walk_prose(model: Model, loc: Loc = ()) -> Iterator[tuple[Loc, str, bool]]:
    """Every text of a model with its location, and whether it is prose (may hold Markdown and citations)."""
    for name, key, prose in _texts_of(type(model)):
        yield from _walk(getattr(model, name), (*loc, key), prose)


@cache
def _texts_of(kind: type[Model]) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a model: each one's name, its key in a file, and whether it holds prose."""
    return tuple(
        (name, field.alias or name, any(isinstance(m, ProseText) for m in field.metadata) or "ProseText" in repr(field.annotation))
        for name, field in kind.model_fields.items()
    )


def _walk(value: Any, loc: Loc, prose: bool) -> Iterator[tuple[Loc, str, bool]]:
    if isinstance(value, Model):
        yield from walk_prose(value, loc)
    elif isinstance(value, tuple):
        for i, entry in enumerate(value):
            yield from _walk(entry, (*loc, i), prose)
    elif isinstance(value, str):
        yield loc, value, prose

"""The base of every model read from YAML, the kinds of value in it, and findings for what does not fit.

You get a frozen model from `validate`, or a finding for every complaint at the place where it stands.
A model that wants a number or a yes says so (`Whole`, `YesNo`) and reads it from the text as written.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from briefings.marks import Finding, Loc, Marked, in_order, nearest


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
    if isinstance(value, str):
        raise PydanticCustomError(
            "number", "expected a number of delegations or all, found '{found}'", {"found": value, "hint": "write digits such as 4, or all"}
        )
    return value


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


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", value):
        raise PydanticCustomError(
            "id", "'{found}' cannot be an id", {"found": value, "hint": "use small letters a-z, digits and hyphens, at most 64, such as alternative-road"}
        )
    return value


def _slashed(value: str) -> str:
    parts = value.split("/")
    if len(parts) != 2:
        raise PydanticCustomError(
            "reference",
            "'{found}' does not name one thing inside another",
            {"found": value, "hint": "write it as first/second, such as politico-2022/alternative-road"},
        )
    for part in parts:
        _id(part)
    return value


Id = Annotated[str, AfterValidator(_id)]
Slashed = Annotated[str, AfterValidator(_slashed)]
Text = Annotated[str, StringConstraints(min_length=1)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=12_000), ProseText()]
Day = Annotated[str, AfterValidator(_day)]
Language = Annotated[str, AfterValidator(_language)]
Position = Annotated[tuple[float, float], BeforeValidator(position)]
Whole = Annotated[int, BeforeValidator(_whole)]
Signers = Annotated[int | Literal["all"], BeforeValidator(_signers)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]

M = TypeVar("M", bound=Model)


def validate(model: type[M], marked: Marked) -> tuple[M | None, tuple[Finding, ...]]:
    """The file's data as a `model`, or None with a finding for every complaint, each at its own place."""
    if not isinstance(marked.data, dict):
        what = "the file is empty" if marked.data is None else f"expected keys and values, found {_kind(marked.data)}"
        return None, (marked.finding("empty" if marked.data is None else "type", what, (), "begin with a line such as 'id: my-first-one'"),)
    try:
        return model.model_validate(marked.data), ()
    except ValidationError as error:
        return None, in_order(_explain(model, marked, error))


def _explain(model: type[Model], marked: Marked, error: ValidationError) -> Iterator[Finding]:
    problems = error.errors(include_url=False)
    missing = {p["loc"] for p in problems if p["type"] == "missing"}
    unknown = [p["loc"] for p in problems if p["type"] == "extra_forbidden"]
    # A misspelt key is one mistake, not two: the unknown key speaks for the missing one.
    spoken_for = {}
    for loc in unknown:
        here = [str(m[-1]) for m in missing if m[:-1] == loc[:-1]]
        near = difflib.get_close_matches(str(loc[-1]), here, n=1, cutoff=0.6)
        if near:
            spoken_for[(*loc[:-1], near[0])] = loc
    for problem in problems:
        loc, kind, context = problem["loc"], problem["type"], problem.get("ctx", {})
        field = _field(model, loc)
        about = _sentence(field.description) if field is not None and field.description else ""
        name = next((str(part) for part in reversed(loc) if isinstance(part, str)), "the file")
        if kind == "missing":
            if loc in spoken_for:
                continue
            yield marked.finding("missing-key", f"missing key '{loc[-1]}'", marked.key(loc[:-1]), about and f"{loc[-1]}: {about}")
        elif kind == "extra_forbidden":
            known = list(_fields(_model_at(model, loc[:-1])))
            hint = nearest(str(loc[-1]), known) or f"keys that can stand here: {', '.join(known)}"
            yield marked.finding("unknown-key", f"unknown key '{loc[-1]}'", marked.key(loc), hint)
        elif problem["input"] is None:
            yield marked.finding("no-value", f"'{name}' has no value", marked.key(loc), about or "write a value after the colon, or remove the key")
        elif kind in _WANTED or (kind == "literal_error" and not isinstance(problem["input"], str)):
            wanted, hint = _WANTED.get(kind, _WANTED["string_type"])
            yield marked.finding("type", f"'{name}' needs {wanted}, found {_kind(problem['input'])}", loc, hint)
        elif kind == "literal_error":
            choices = [c.strip(" '") for c in re.split(r",| or ", context.get("expected", ""))]
            hint = nearest(str(problem["input"]), choices)
            yield marked.finding("choice", f"'{name}' cannot be '{problem['input']}'", loc, f"{hint + ' ' if hint else ''}choose one of: {', '.join(choices)}")
        elif kind == "string_too_long":
            length = len(problem["input"].strip())
            yield marked.finding("too-long", f"'{name}' has {length} characters, at most {context['max_length']} are allowed", loc, about)
        elif kind == "string_too_short":
            yield marked.finding("no-value", f"'{name}' is empty", loc, about)
        elif kind in ("too_short", "too_long"):
            count = len(problem["input"])
            # Entries that do not fit are reported themselves; pydantic leaves them out of its count.
            if kind == "too_short" and count >= context["min_length"]:
                continue
            bound = f"at least {context['min_length']}" if kind == "too_short" else f"at most {context['max_length']}"
            yield marked.finding("count", f"'{name}' has {count} {'entry' if count == 1 else 'entries'}, needs {bound}", marked.key(loc), about)
        elif kind in ("greater_than_equal", "less_than_equal"):
            bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            yield marked.finding("range", f"'{name}' is {problem['input']}, needs {bound}", loc, about)
        else:
            yield marked.finding(kind.replace("_", "-"), _sentence(problem["msg"].removeprefix("Value error, ")), loc, str(context.get("hint", about)))


_MAPPING = ("keys and values", "write 'key: value' lines, indented by two spaces")
_LIST = ("a list", "begin each entry with '- ' on a line of its own")
_WANTED = {
    "string_type": ("a text", "if the text contains ': ' or begins with '[' or '{', put it in quotation marks"),
    "int_type": ("a whole number", "write digits only, such as 20"),
    "bool_type": ("yes or no", "write yes or no"),
    "model_type": _MAPPING,
    "tuple_type": _LIST,
}


def _fields(model: type[Model] | None) -> dict[str, FieldInfo]:
    """A model's fields by the key that stands in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()} if model else {}


def _model_at(model: type[Model], loc: Loc) -> type[Model] | None:
    """The model that describes the mapping at `loc`."""
    here: type[Model] | None = model
    for part in loc:
        if isinstance(part, int):
            continue
        field = _fields(here).get(part)
        here = _inner(field.annotation) if field else None
        if here is None:
            return None
    return here


def _field(model: type[Model], loc: Loc) -> FieldInfo | None:
    names = [i for i, part in enumerate(loc) if isinstance(part, str)]
    if not names:
        return None
    return _fields(_model_at(model, loc[: names[-1]])).get(str(loc[names[-1]]))


def _inner(annotation: Any) -> type[Model] | None:
    """The model inside `X`, `X | None`, `tuple[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found:
            return found
    return None


def walk_prose(model: Model, loc: Loc = ()) -> Iterator[tuple[Loc, str, bool]]:
    """Every text of a model with its location, and whether it is prose (may hold Markdown and citations)."""
    for name, field in type(model).model_fields.items():
        prose = any(isinstance(m, ProseText) for m in field.metadata) or "ProseText" in repr(field.annotation)
        yield from _walk(getattr(model, name), (*loc, field.alias or name), prose)


def _walk(value: Any, loc: Loc, prose: bool) -> Iterator[tuple[Loc, str, bool]]:
    if isinstance(value, Model):
        yield from walk_prose(value, loc)
    elif isinstance(value, tuple):
        for i, entry in enumerate(value):
            yield from _walk(entry, (*loc, i), prose)
    elif isinstance(value, str):
        yield loc, value, prose


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    return "a list" if isinstance(value, list) else "keys and values" if isinstance(value, dict) else "a text"


def _sentence(description: str) -> str:
    return description[0].lower() + description[1:].rstrip(".")

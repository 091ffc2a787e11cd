"""What is wrong with the form of a file, in as few words as there are mistakes, each at its place.

You get findings from `explain`, which reads what pydantic found. One slip of the hand can make many complaints: a key at the wrong
level is missing in one place and unknown in another, a list without its first line gives its entries to the list before. `_heard`
decides which complaint speaks for which, so that an author reads of one mistake once.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field as dataclass_field
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from briefings.marks import Finding, Loc, Mark, Marked, nearest

LONG = 40  # characters: a longer value of a field that takes a word is a text that ran on


@dataclass
class _Heard:
    """Which complaints are silent because another speaks for them; what an unknown key says in place of its own name and
    hint; the keys that are missing in one place, told together; and places of which nothing more is told."""

    silent: set[tuple[str, Loc]] = dataclass_field(default_factory=set)
    said: dict[Loc, tuple[str, str]] = dataclass_field(default_factory=dict)
    together: dict[Loc, list[str]] = dataclass_field(default_factory=dict)
    closed: set[Loc] = dataclass_field(default_factory=set)

    def hears(self, kind: str, loc: Loc) -> bool:
        """Whether this complaint is told."""
        inside = any(loc[:n] in self.closed for n in range(len(loc) + 1))
        return loc in self.said or not (inside or (kind, loc) in self.silent)


def _heard(model: type[BaseModel], marked: Marked, problems: list[Any]) -> _Heard:
    heard = _Heard()
    missing = [p["loc"] for p in problems if p["type"] == "missing"]
    unknown = [p["loc"] for p in problems if p["type"] == "extra_forbidden"]
    for loc in unknown:
        _one_key(model, marked, loc, missing, unknown, heard)
    foreign = None
    for here in dict.fromkeys(loc[:-1] for loc in unknown):
        inside = [("extra_forbidden", loc) for loc in unknown if loc[:-1] == here]
        lacking = [("missing", loc) for loc in missing if loc[:-1] == here]
        if all(key in heard.silent for key in inside):
            heard.closed.add(here)  # what stands here is told elsewhere
        elif here and isinstance(here[-1], int) and len(inside) > 1 and len(lacking) > 1 and len(inside) * 2 > len(_at(marked.data, here)):
            hint = f"keys that can stand here: {', '.join(_fields(_model_at(model, here)))}; is the line that begins a new list missing above?"
            heard.closed.add(here)
            heard.said = {loc: words for loc, words in heard.said.items() if loc[:-1] != here}
            if foreign != here[:-1]:  # the first of several speaks
                heard.said[inside[0][1]] = (f"an entry of '{here[-2]}' with other keys", hint)
            foreign = here[:-1]
    for problem in problems:
        loc, found = problem["loc"], problem.get("ctx", {}).get("found", "")
        if len(str(found)) > LONG:  # a line such as `text: >-` is gone, and the text ran on
            heard.silent |= {("missing", other) for other in missing if other[:-1] == loc[:-1]}
    for loc in missing:
        if heard.hears("missing", loc):
            heard.together.setdefault(loc[:-1], []).append(str(loc[-1]))
    return heard


def _one_key(model: type[BaseModel], marked: Marked, loc: Loc, missing: list[Loc], unknown: list[Loc], heard: _Heard) -> None:
    """Looks for what an unknown key may be in truth: misspelt, at another level, or part of something that is missing."""
    here, key = loc[:-1], str(loc[-1])
    outside = _absent(model, marked, here)
    for other in (*missing, *outside):
        above = other[:-1]
        if other[-1] == key and above != here and (above == here[: len(above)] or here == above[: len(here)]):
            deeper = len(here) > len(above)
            owner = f"the keys of '{next(str(part) for part in reversed(above) if isinstance(part, str))}'" if above else "the keys at the left edge"
            heard.silent.add(("missing", other))
            heard.said[loc] = (f"key '{key}' is indented too {'far' if deeper else 'little'}", f"it belongs to {owner}: begin it in the same column as they do")
            return
    for other in missing:
        lacking = _field(model, other)
        parts = _fields(_inner(lacking.annotation)) if lacking else {}
        if key in parts and sum(str(sibling[-1]) in parts for sibling in unknown if sibling[:-1] == here) > 1:
            heard.silent.add(("extra_forbidden", loc))
            return
    for other in outside:
        left_out = _field(model, other)
        parts = _fields(_inner(left_out.annotation)) if left_out else {}
        siblings = [sibling for sibling in unknown if sibling[:-1] == here and str(sibling[-1]) in parts]
        if len(siblings) > 1 and loc in siblings:
            if (*here, other[-1]) in unknown or loc != siblings[0]:
                heard.silent.add(("extra_forbidden", loc))
            else:
                heard.said[loc] = (f"'{key}' is a key of '{other[-1]}'", f"is the line '{other[-1]}:' missing above?")
            return
    lacks = [str(other[-1]) for other in missing if other[:-1] == here]
    if (first := key.split()[0] if key.split() else "") in lacks and first != key:
        heard.silent.add(("missing", (*here, first)))
        heard.said[loc] = (f"'{key[:40]}' is read as a key", f"write '{first}: ', with its colon")
        return
    if " " in key.strip():
        hint = _meant(marked, loc) or "if a text goes on here, indent it; a text that contains ': ' stands in quotation marks"
        heard.said[loc] = (f"'{key[:40]}' is read as a key", hint)
        heard.silent |= {("empty", other) for other in marked.keys if marked.keys[other].line == marked.key(loc).line - 1}
        return
    near = difflib.get_close_matches(key, lacks, n=1, cutoff=0.6)
    if not near and len(lacks) == 1 and sum(other[:-1] == here for other in unknown) == 1:
        near = lacks  # one too many and one too few
    if near:
        heard.silent.add(("missing", (*here, near[0])))
        known = list(_fields(_model_at(model, here)))
        hint = nearest(key, known) or f"did you mean '{near[0]}'? keys that can stand here: {', '.join(known)}"
        heard.said[loc] = (f"unknown key '{key}'", _meant(marked, loc) or hint)


def _absent(model: type[BaseModel], marked: Marked, here: Loc) -> list[Loc]:
    """The keys that are not there, of the mappings around a place."""
    around = [here[:n] for n in range(len(here)) if isinstance(_at(marked.data, here[:n]), dict)]
    return [(*above, name) for above in around for name in _fields(_model_at(model, above)) if name not in _at(marked.data, above)]


def explain(model: type[BaseModel], marked: Marked, error: ValidationError) -> Iterator[Finding]:
    """A finding for each mistake in a file that is no `model`."""
    problems = error.errors(include_url=False)
    heard = _heard(model, marked, problems)
    wrong_entries: dict[Loc, int] = {}
    for problem in problems:
        if problem["type"] in _WANTED and problem["loc"] and isinstance(problem["loc"][-1], int):
            wrong_entries[problem["loc"][:-1]] = wrong_entries.get(problem["loc"][:-1], 0) + 1
    for problem in problems:
        loc, kind, context = problem["loc"], problem["type"], problem.get("ctx", {})
        field = _field(model, loc)
        about = _sentence(field.description) if field is not None and field.description else ""
        name = f"'{next((str(part) for part in reversed(loc) if isinstance(part, str)), 'the file')}'"
        if loc and isinstance(loc[-1], int):
            name = f"an entry of {name}"
        if not heard.hears(kind, loc):
            continue
        if kind == "missing":
            keys = heard.together[loc[:-1]]
            if loc[-1] == keys[0]:
                yield _missing(marked, loc, keys, about)
        elif kind == "extra_forbidden":
            known = list(_fields(_model_at(model, loc[:-1])))
            hint = _meant(marked, loc) or nearest(str(loc[-1]), known) or f"keys that can stand here: {', '.join(known)}"
            message, hint = heard.said.get(loc, (f"unknown key '{loc[-1]}'", hint))
            yield marked.finding("unknown-key", message, marked.key(loc), hint)
        elif ("empty", loc) in heard.silent and not problem["input"]:
            continue
        elif problem["input"] is None:
            yield marked.finding("no-value", f"{name} has no value", marked.key(loc), about or "write a value after the colon, or remove the key")
        elif kind in _WANTED or (kind == "literal_error" and not isinstance(problem["input"], str)):
            wanted, hint = _WANTED.get(kind, _WANTED["string_type"])
            number = wrong_entries.pop(loc[:-1], 0) if isinstance(loc[-1], int) else 1
            if number == 1:
                yield marked.finding("type", f"{name} needs {wanted}, found {kind_of(problem['input'])}", loc, hint)
            elif number:  # told once for a list, at the first
                message = f"{number} entries of '{loc[-2]}' need {wanted}, found {kind_of(problem['input'])}"
                yield marked.finding("type", message, loc, f"{hint}; or is the line that begins a new list missing above?")
        elif kind == "literal_error":
            choices = [c.strip(" '") for c in re.split(r",| or ", context.get("expected", ""))]
            hint = nearest(str(problem["input"]), choices)
            yield marked.finding("choice", f"{name} cannot be '{problem['input']}'", loc, f"{hint + ' ' if hint else ''}choose one of: {', '.join(choices)}")
        elif kind == "string_too_long":
            length = len(problem["input"].strip())
            yield marked.finding("too-long", f"{name} has {length} characters, at most {context['max_length']} are allowed", loc, about)
        elif kind == "string_too_short":
            yield marked.finding("no-value", f"{name} is empty", loc, about)
        elif kind in ("too_short", "too_long"):
            count = len(problem["input"])
            # Entries that do not fit are reported themselves; pydantic leaves them out of its count.
            if kind == "too_short" and count >= context["min_length"]:
                continue
            bound = f"at least {context['min_length']}" if kind == "too_short" else f"at most {context['max_length']}"
            yield marked.finding("count", f"{name} has {count} {'entry' if count == 1 else 'entries'}, needs {bound}", marked.key(loc), about)
        elif kind in ("greater_than_equal", "less_than_equal"):
            bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            yield marked.finding("range", f"{name} is {problem['input']}, needs {bound}", loc, about)
        else:
            hint = str(context.get("hint", about))
            if kind == "reference" and field is not None and field.examples:
                hint += f", such as {_first(field.examples)}"
            message = _sentence(problem["msg"].removeprefix("Value error, "))
            if len(str(context.get("found", ""))) > LONG:
                shorter = " ".join(str(context["found"]).split())[:30]
                message, hint = message.replace(str(context["found"]), f"{shorter} ..."), "is a line missing below, such as 'text: >-'? otherwise: " + hint
            yield marked.finding(kind.replace("_", "-"), message, loc, hint)


def _missing(marked: Marked, loc: Loc, keys: list[str], about: str) -> Finding:
    """A finding about the keys that one place lacks; where one stands inside a text, at that line."""
    if len(keys) > 1:
        names = "', '".join(keys)
        hint = about and f"{keys[0]}: {about}"
        if len(keys) > 3:
            hint = "`briefings new` writes a file that has them all, with a word on each" + (f"; {hint}" if hint else "")
        return marked.finding("missing-key", f"missing keys '{names}'", marked.key(loc[:-1]), hint)
    lines = {mark.line for mark in marked.keys.values()}
    here = re.compile(rf"^( *)(?:- )?{re.escape(keys[0])}:(?: |$)")
    swallowed = [(n, found.end(1) + 1) for n, line in enumerate(marked.lines, 1) if n not in lines and (found := here.match(line))]
    if len(swallowed) == 1:
        line, column = swallowed[0]
        hint = "begin it in the same column as the keys it belongs to"
        return marked.finding("missing-key", f"'{keys[0]}' is part of the text above it, and no key", Mark(marked.file, line, column, len(keys[0])), hint)
    return marked.finding("missing-key", f"missing key '{keys[0]}'", marked.key(loc[:-1]), about and f"{keys[0]}: {about}")


def _first(examples: Any) -> Any:
    return _first(examples[0]) if isinstance(examples, list) else examples


_MAPPING = ("keys and values", "write 'key: value' lines, indented by two spaces")
_LIST = ("a list", "begin each entry with '- ' on a line of its own, or write [one, another]")
_WANTED = {
    "string_type": ("a text", "if the text contains ': ' or begins with '[' or '{', put it in quotation marks"),
    "int_type": ("a whole number", "write digits only, such as 20"),
    "bool_type": ("yes or no", "write yes or no"),
    "model_type": _MAPPING,
    "tuple_type": _LIST,
}


def _meant(marked: Marked, loc: Loc) -> str:
    """A hint where a key is none, but part of a text or a key with its value; else an empty text."""
    key, mark = str(loc[-1]), marked.key(loc)
    if _at(marked.data, loc) is not None:
        return ""
    if marked.lines[mark.line - 1][: mark.column - 1].rstrip().endswith(","):
        return "inside {...} a comma begins a new key: put the text before it in quotation marks as a whole"
    return f"write a space after the colon: {key.replace(':', ': ', 1)}" if ":" in key else ""


def _at(data: Any, loc: Loc) -> Any:
    for part in loc:
        data = data[part]
    return data


def _fields(model: type[BaseModel] | None) -> dict[str, FieldInfo]:
    """A model's fields by the key that stands in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()} if model else {}


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model that describes the mapping at `loc`."""
    here: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, int):
            continue
        field = _fields(here).get(part)
        here = _inner(field.annotation) if field else None
        if here is None:
            return None
    return here


def _field(model: type[BaseModel], loc: Loc) -> FieldInfo | None:
    names = [i for i, part in enumerate(loc) if isinstance(part, str)]
    if not names:
        return None
    return _fields(_model_at(model, loc[: names[-1]])).get(str(loc[names[-1]]))


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The model inside `X`, `X | None`, `tuple[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found:
            return found
    return None


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    if value is None:
        return "nothing"
    return "a list" if isinstance(value, list) else "keys and values" if isinstance(value, dict) else "a text"


def _sentence(description: str) -> str:
    return description[0].lower() + description[1:].rstrip(".")

"""What an editor must know to help an author: a JSON Schema for each kind of file, made from its model.

You get the text of a schema from `made`, and the files that ship from `FOLDER`; a test holds the two equal, and
`make schemas` writes the files anew. The schemas are of draft 7, which the YAML editors read, without references, so that
each key carries its own words.

An editor reads YAML by the common rules (`20` is a number, `yes` a text, an empty value is null), where ours takes every value
as text. So a schema asks for what passes ours, as an editor sees it: whatever it complains of, `check` complains of
too. It knows one file and one key at a time; what needs the whole project (whether an excerpt or a role exists) is left to `check`.

The columns of a roster are a Table Schema, the form in which programs describe a CSV; editors know no schema of a CSV.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from briefings.project import Project

FOLDER = Path(__file__).parent
NAMES = ("scenario", "source", "terms", "roster")
IN_PROJECT = ".briefings/schemas"


def shipped(name: str) -> str:
    """The text of a schema as it ships."""
    return (FOLDER / f"{name}.json").read_text("utf-8")


def put(project: Project) -> tuple[Path, ...]:
    """Puts the schemas into a project, where its files name them; those of another version are replaced. The files written."""
    folder = project.root / IN_PROJECT
    folder.mkdir(parents=True, exist_ok=True)
    stale = [name for name in NAMES if not (folder / f"{name}.json").is_file() or (folder / f"{name}.json").read_text("utf-8") != shipped(name)]
    for name in stale:
        (folder / f"{name}.json").write_text(shipped(name), "utf-8")
    return tuple(folder / f"{name}.json" for name in stale)


def lines(name: str) -> str:
    """The two lines at the top of a file, one folder below the project, by which editors find its schema."""
    path = f"../{IN_PROJECT}/{name}.json"
    return f"# yaml-language-server: $schema={path}\n# $schema: {path}\n"


def made(name: str) -> str:
    """The text of a schema made from the model."""
    from briefings.scenarios import Scenario
    from briefings.sources import Source
    from briefings.terms import Glossary

    makers: Mapping[str, Callable[[], dict[str, Any]]] = {
        "scenario": lambda: _schema(Scenario),
        "source": lambda: _schema(Source),
        "terms": lambda: _schema(Glossary),
        "roster": _columns,
    }
    return json.dumps(makers[name](), indent=1, ensure_ascii=False) + "\n"


def write() -> None:
    """Writes the files that ship."""
    for name in NAMES:
        (FOLDER / f"{name}.json").write_text(made(name), "utf-8")


def _schema(model: Any) -> dict[str, Any]:
    raw = model.model_json_schema()
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": model.__name__, **_inline(raw, raw.get("$defs", {}))}


# What pydantic says and an editor has no use for, or is told in another way.
_DROPPED = ("$defs", "$ref", "anyOf", "default", "ge", "le", "minLength", "properties", "items", "title")


def _inline(node: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """A part of pydantic's schema with its references resolved, its examples as they are written, and `X or null` as one type."""
    if choices := node.get("anyOf"):
        (inner,) = (choice for choice in choices if choice != {"type": "null"})
        found = _inline({**inner, **{key: value for key, value in node.items() if key != "anyOf"}}, parts)
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
        types = found.get("type", "string")
        return {**found, "type": [*([types] if isinstance(types, str) else types), "null"]}
    if ref := node.get("$ref"):
        node = {**parts[ref.rsplit("/", 1)[-1]], **node}
    found = {key: value for key, value in node.items() if key not in _DROPPED}
    found |= {name: node[key] for key, name in (("ge", "minimum"), ("le", "maximum")) if key in node}
    if "properties" in node:
        found["properties"] = {key: _inline(value, parts) for key, value in node["properties"].items()}
        needed = {key: found["properties"][key] for key in node.get("required", node["properties"])}
        found.setdefault("examples", [{key: value["examples"][0] for key, value in needed.items()}])
    if "items" in node:
        found["errorMessage"] = "Begin each entry with '- ' on a line of its own, or write [one, another]."
        found["items"] = _inline(node["items"], parts)
        if "examples" in found["items"]:
            found.setdefault("examples", [found["items"]["examples"]])
    if isinstance(default := node.get("default"), bool | int | str):
        found["default"] = {True: "yes", False: "no"}[default] if isinstance(default, bool) else default
    return found


def _columns() -> dict[str, Any]:
    from briefings.roster import ABOUT

    fields: list[dict[str, Any]] = [
        {"name": name, "type": "string", "description": description, "example": example} for name, (description, example) in ABOUT.items()
    ]
    fields[0]["constraints"] = {"required": True}
    return {"fields": fields, "missingValues": ["", "-"]}

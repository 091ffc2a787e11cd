"""What a shell offers when the Tab key is pressed: ids of scenarios, roles, sources, excerpts, documents, codes.

Each function gets what is typed so far and gives what fits. It reads names of files and lines that look like ids, and nothing else: a
shell waits for it, and a file that is being written may be broken. So it never fails; where it cannot look, it offers nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path

from briefings.cli.shared import the_project
from briefings.project import listed

_ENTRY = re.compile(r"^ *- (?:\{ *)?id: *['\"]?([a-z0-9][a-z0-9-]*)", re.M)


def _offered(look: Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    @wraps(look)
    def offer(incomplete: str) -> list[str]:
        try:
            return sorted({word for word in look() if word.startswith(incomplete)})
        except Exception:
            return []

    return offer


def _part(text: str, key: str) -> str:
    """The lines below a key at the left edge of a file."""
    found = re.search(rf"^{key}:.*\n((?:[ \-#].*\n|\n)*)", text + "\n", re.M)
    return found[1] if found else ""


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.glob("*.yaml"):
        yield path.stem, path.read_text("utf-8", "replace")


@_offered
def scenarios() -> Iterable[str]:
    return (path.stem for path in the_project().scenarios.glob("*.yaml"))


@_offered
def sources() -> Iterable[str]:
    return (path.stem for path in the_project().seeds.glob("*.yaml") if path.stem != "terms")


@_offered
def words() -> Iterable[str]:
    """What `search` understands as it stands: excerpts, and roles of scenarios, which are also tags."""
    project = the_project()
    for source, text in _texts(project.seeds):
        yield from (f"{source}/{id}" for id in _ENTRY.findall(_part(text, "excerpts")))
    for _, text in _texts(project.scenarios):
        roles = _part(text, "roles")
        indent = re.search(r"^ *(?=- )", roles, re.M)
        yield from (found[1] for found in _ENTRY.finditer(roles) if indent and found[0].startswith(f"{indent[0]}- "))


@_offered
def templates() -> Iterable[str]:
    """Documents by their id, and style sheets by their file."""
    own = the_project().templates
    yield from (name.removesuffix(".html") for name in listed(own, "*.html") if not name.startswith("_"))
    yield from (name.removeprefix("style/") for name in listed(own, "style/*.css"))


@_offered
def codes() -> Iterable[str]:
    text = (Path(__file__).parent.parent / "codes.yaml").read_text("utf-8")
    return re.findall(r"^ *- code: ([a-z-]+)", text, re.M)

"""Files to begin with: a whole project, or one scenario, source or roster, complete and with comments that teach.

You get the paths that were written from `init`, `new_scenario`, `new_source` and `new_roster`. Each first looks whether one of its
files is there already, and then writes nothing (`Refused`). The texts lie in `project/` beside this module, as a project that
works: an invented paper, and a game on it. A new file is a copy of one of them in which the example's name is replaced.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from briefings import schemas
from briefings.models import ID
from briefings.project import Project
from briefings.wording import fingerprint

PROJECT = Path(__file__).parent / "project"
SCENARIO = "winter-ferry"
SOURCE = "harbour-post-2019"
ROSTER = "class.csv"

KINDS = {f"scenarios/{SCENARIO}.yaml": "scenario", f"seeds/{SOURCE}.yaml": "source", "seeds/terms.yaml": "terms"}


class Refused(Exception):
    """Something that cannot be begun, with the reason for people."""


def init(folder: Path) -> tuple[Path, ...]:
    """Makes a project in a folder, which may be there already, and says which files it wrote."""
    names = sorted(path.relative_to(PROJECT).as_posix() for path in PROJECT.rglob("*") if path.is_file())
    return _write(Project(folder, folder / "build"), {name.replace("gitignore", ".gitignore"): example(name) for name in names} | _fingerprint(SOURCE))


def new_scenario(project: Project, name: str) -> tuple[Path, ...]:
    """A scenario of this name; with the source it quotes, where the project does not have it."""
    files = {f"scenarios/{_id(name)}.yaml": example(f"scenarios/{SCENARIO}.yaml").replace(SCENARIO, name)}
    if not (project.seeds / f"{SOURCE}.yaml").exists():
        files |= _source(SOURCE)
    return _write(project, files)


def new_source(project: Project, name: str) -> tuple[Path, ...]:
    """A source of this name: its record, its text and the fingerprint of that."""
    return _write(project, _source(_id(name)))


def new_roster(project: Project, name: str) -> tuple[Path, ...]:
    """A roster of this name, in the project's own folder."""
    return _write(project, {f"{_id(name.removesuffix('.csv'))}.csv": example(ROSTER)})


def _source(name: str) -> dict[str, str]:
    return {f"seeds/{name}{kind}": example(f"seeds/{SOURCE}{kind}").replace(SOURCE, name) for kind in (".yaml", ".txt")} | _fingerprint(name)


def _fingerprint(name: str) -> dict[str, str]:
    return {f"seeds/{name}.fingerprint": fingerprint(example(f"seeds/{SOURCE}.txt")).dumps()}


def example(name: str) -> str:
    """A file of the example project; with the lines by which editors find its schema, where it has one."""
    return (schemas.lines(KINDS[name]) if name in KINDS else "") + (PROJECT / name).read_text("utf-8")


def _id(name: str) -> str:
    if not re.fullmatch(ID, name):
        raise Refused(f"'{name}' cannot be a name: use small letters a-z, digits and hyphens, such as winter-ferry")
    return name


def _write(project: Project, files: Mapping[str, str]) -> tuple[Path, ...]:
    there = [name for name in files if (project.root / name).exists()]
    if there:
        raise Refused(f"{project.shown(project.root / there[0])} is there already; nothing was written")
    try:
        for name, text in files.items():
            path = project.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return (*(project.root / name for name in files), *schemas.put(project))
    except OSError as error:
        raise Refused(f"cannot write {error.filename}: {(error.strerror or str(error)).lower()}") from None

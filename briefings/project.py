"""Where a project's things are: its records, scenarios, templates and what was built.

A project is a folder with `scenarios/` and `seeds/`. A checkout is one; where there is none around, the
copy that an installed package carries serves, and output goes to the folder one stands in.

A project's own `templates/` lie over the shipped ones, file by file: what is not there is taken from those. In a
checkout they are the shipped ones.
"""

import os
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "shipped"
_HOME = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent
SHIPPED_TEMPLATES = _HOME / "templates"


@dataclass(frozen=True)
class Project:
    """The folders of one project. `root` is the folder they lie in; `output` is where `build` writes."""

    root: Path
    output: Path

    @property
    def seeds(self) -> Path:
        return self.root / "seeds"

    @property
    def scenarios(self) -> Path:
        return self.root / "scenarios"

    @property
    def templates(self) -> Path:
        """The folder of the project's own templates, which lie over the shipped ones. It need not be there."""
        return self.root / "templates"

    @property
    def own_templates(self) -> frozenset[str]:
        """The names of the pages in it."""
        return frozenset(path.name for path in self.templates.glob("*.html"))

    @property
    def owns_templates(self) -> bool:
        """Whether they are the project's, and not the shipped ones themselves."""
        return self.templates.resolve() != SHIPPED_TEMPLATES.resolve()

    def scenario(self, name: str) -> Path:
        """The file of a scenario given by id or by path."""
        given = Path(name)
        return given if given.suffix in (".yaml", ".yml") or given.is_file() else self.scenarios / f"{name}.yaml"

    @property
    def carried(self) -> bool:
        """Whether there was no project around, and this is the one that the package carries along."""
        return self.output.parent != self.root

    def pack(self, name: str, envelopes_only: bool = False, twin: bool = False) -> Path:
        """The folder of a scenario's pack or its twin's, or of a class's envelopes alone."""
        return self.output / f"{Path(name).stem}{'-twin' if twin else ''}{'-envelopes' if envelopes_only else ''}"

    @property
    def cache(self) -> Path:
        """Where results are kept: beside the output, or where `BRIEFINGS_CACHE` says; several projects may share one."""
        return Path(os.environ["BRIEFINGS_CACHE"]) if os.environ.get("BRIEFINGS_CACHE") else self.output / ".cache"

    def shown(self, path: Path) -> str:
        """A path as the user knows it: relative to where they stand, or to the project, or whole."""
        path = path.absolute()
        for base in (Path.cwd(), self.root):
            if path.is_relative_to(base):
                return str(path.relative_to(base))
        return str(path)


def overlaid(own: Path, name: str) -> Path:
    """A page, style sheet, map or font by its path below `templates/`: the one in the folder `own`, else the shipped one."""
    return own / name if (own / name).is_file() else SHIPPED_TEMPLATES / name


def listed(own: Path, pattern: str) -> tuple[str, ...]:
    """Everything below `templates/` that matches, the folder `own` and the shipped one taken together, by name."""
    return tuple(sorted({path.relative_to(folder).as_posix() for folder in (own, SHIPPED_TEMPLATES) for path in folder.glob(pattern)}))


def find_project(start: Path | None = None) -> Project:
    """The project around `start` (a file or folder; the current folder without one), else the one carried along."""
    here = (start or Path.cwd()).absolute()
    for folder in (here, *here.parents):
        if (folder / "scenarios").is_dir() and (folder / "seeds").is_dir():
            return Project(folder, folder / "build")
    return Project(_HOME, Path.cwd() / "build")

"""The look as files: which templates and style sheets there are, whose, what each is for, and a copy of one's own to change."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import briefings.packs.theme as _every_kind  # noqa: F401  # a kind of document is known once its module is imported
from briefings.marks import nearest
from briefings.packs.parts import Document
from briefings.project import SHIPPED_TEMPLATES, Project, listed, overlaid
from briefings.sources import Refused

__all__ = ["Piece", "Refused", "eject", "handed", "pieces"]

_COMMENT = re.compile(r"\A\s*(?:\{#|/\*)\s*(.+?)\s*(?:#\}|\*/)", re.S)


@dataclass(frozen=True)
class Piece:
    """A template or style sheet by its path below `templates/`, whether it is the project's own, and a line on what it is."""

    name: str
    own: bool
    about: str


def pieces(project: Project) -> tuple[Piece, ...]:
    """Every template and style sheet that pages of this project are made from, templates first."""
    own = project.templates
    names = (*listed(own, "*.html"), *listed(own, "style/*.css"))
    return tuple(Piece(name, project.owns_templates and (own / name).is_file(), _about(overlaid(own, name), name)) for name in names)


def handed(name: str) -> str:
    """What the template of that name is handed, or who uses the style sheet of that name; nothing for what is a part of others."""
    kind = _kinds().get(name)
    if kind:
        return f"it is handed one document, doc, with {', '.join(field.name for field in fields(kind))}"
    sheet = Path(name).stem
    users = sorted(template for template, kind in _kinds().items() if sheet in kind.style)
    return f"it is used by {', '.join(users)}" if users else ""


def eject(project: Project, wanted: str) -> tuple[str, Path]:
    """Copies a shipped template or style sheet, given by file name or by a document's id, into the project's own templates.

    Gives its name and the copy. Raises `Refused` where there is no such file, where the project has its own already, and
    where the project's templates are the shipped ones.
    """
    name = _named(wanted)
    copy = project.templates / name
    if not project.owns_templates:
        if Path.cwd().is_relative_to(project.root):
            raise Refused(f"the templates of this project are the shipped ones: change {project.shown(copy)} itself")
        raise Refused("there is no project here: stand in a folder that has scenarios/ and seeds/")
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        with copy.open("xb") as file:
            file.write((SHIPPED_TEMPLATES / name).read_bytes())
    except FileExistsError:
        raise Refused(f"{project.shown(copy)} is there already: remove it first to begin again from the shipped one") from None
    return name, copy


def _named(wanted: str) -> str:
    """The shipped file meant by a path below `templates/`, a file's name or a document's id, also one that ends in a role's."""
    names = (*listed(SHIPPED_TEMPLATES, "*.html"), *listed(SHIPPED_TEMPLATES, "style/*.css"))
    for name in names:
        if wanted in (name, Path(name).name, Path(name).stem):
            return name
    for name, kind in _kinds().items():
        if "badge" in {field.name for field in fields(kind)} and wanted.startswith(f"{Path(name).stem}-"):
            return name
    hint = nearest(wanted, [*names, *(Path(name).stem for name in names)])
    raise Refused(f"no template or style sheet '{wanted}'; {hint or 'briefings theme list names all of them'}")


def _about(path: Path, name: str) -> str:
    """What the class of a document says of it, or the first sentence of the comment at the head of a file."""
    kind = _kinds().get(name)
    comment = _COMMENT.match(path.read_text("utf-8", errors="replace"))
    text = inspect.getdoc(kind) if kind else comment[1] if comment else ""
    return " ".join((text or "").split("\n\n")[0].split()).split(". ")[0].rstrip(".")


def _kinds() -> dict[str, type[Document]]:
    """The class of document for each template."""
    return {kind.template: kind for kind in _below(Document) if "template" in vars(kind)}


def _below(kind: type[Document]) -> Iterator[type[Document]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)

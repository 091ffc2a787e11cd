"""Commands to begin with: `init`, `new`, and `schema` for editors."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefings.cli.shared import examples, stop, the_project

if TYPE_CHECKING:
    from briefings.project import Project

app = typer.Typer()
new_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Begin a scenario, a source or a roster: a file that works, with comments.")
app.add_typer(new_app, name="new")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Its name, in small letters, digits and hyphens, such as winter-ferry.")]


class Schema(StrEnum):
    scenario = "scenario"
    source = "source"
    terms = "terms"
    roster = "roster"


@app.command(
    "init",
    epilog=examples(
        "briefings init simulations             # a new folder with a project in it",
        "briefings init .                       # a project in this folder",
        "briefings init theirs --from lachin.zip     # a project of what somebody packed",
    ),
)
def init_command(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="The folder; it is made where it is not there. A dot is this folder.")] = None,
    pack: Annotated[Path | None, typer.Option("--from", metavar="ZIP", help="Instead of the example, what is in a pack, as 'briefings pack' makes it.")] = None,
) -> None:
    """Make a new project: an invented source, and a small complete scenario on it. Nothing that is there is changed."""
    if folder is None:
        stop(2, "in which folder? `briefings init DIR` makes a new one, `briefings init .` uses this folder")
    from briefings import scaffolds

    if pack is not None:
        _open(pack, folder)
        return
    _begin(lambda: scaffolds.init(folder.absolute()), _shown)
    inside = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    typer.echo(f"next: {inside}briefings build {scaffolds.SCENARIO}")


@new_app.command("scenario", epilog=examples("briefings new scenario my-first-game"))
def new_scenario_command(name: Name) -> None:
    """Begin a scenario: one that is complete, can be printed at once, and says in comments what good looks like."""
    from briefings import scaffolds

    project = _own_project()
    _begin(lambda: scaffolds.new_scenario(project, name), project.shown)
    typer.echo(f"next: open it in your editor, then: briefings check {name}")


@new_app.command("source", epilog=examples("briefings new source gazette-2019"))
def new_source_command(name: Name) -> None:
    """Begin a source: its record with excerpts, an invented text, and its fingerprint."""
    from briefings import scaffolds

    project = _own_project()
    _begin(lambda: scaffolds.new_source(project, name), project.shown)
    typer.echo("next: put your text in place of the invented one, as the first lines of the record tell")


@new_app.command("roster", epilog=examples("briefings new roster class-10b      # writes class-10b.csv"))
def new_roster_command(name: Name) -> None:
    """Begin a roster: the names of those who play, as a CSV for any spreadsheet."""
    from briefings import scaffolds
    from briefings.roster import ABOUT

    project = _own_project()
    _begin(lambda: scaffolds.new_roster(project, name), project.shown)
    typer.echo("the columns; only name must be there:")
    for column, (about, example) in ABOUT.items():
        typer.echo(f"  {column:12} {about} Such as: {example}")


@app.command(
    "schema",
    epilog=examples(
        "briefings schema                       # after an update: what editors know, anew",
        "briefings schema scenario              # print it",
    ),
)
def schema_command(
    name: Annotated[Schema | None, typer.Argument(metavar="[NAME]", help="scenario, source, terms or roster.")] = None,
) -> None:
    """Print what editors are told of a kind of file; without a name, put it anew into the project, as after an update.

    It is JSON Schema, and for the columns of a roster a Table Schema.
    """
    from briefings import schemas

    if name is not None:
        typer.echo(schemas.shipped(name.value), nl=False)
        return
    project = _own_project()
    for path in schemas.put(project):
        typer.echo(project.shown(path))
    typer.echo(f"{schemas.IN_PROJECT}/ is as this version of briefings has it")


def _open(pack: Path, folder: Path) -> None:
    from briefings import scaffolds, schemas
    from briefings.project import Project
    from briefings.sharing import Refused, open_pack, scenario_of

    try:
        written = open_pack(pack, folder.absolute())
        name = scenario_of(pack)
    except Refused as refused:
        stop(1, str(refused))
    ignored = folder / ".gitignore"  # attached full texts are never committed, here too
    if not ignored.exists():
        ignored.write_text(scaffolds.example("gitignore"), "utf-8")
    for path in (*written, *schemas.put(Project(folder.absolute(), folder.absolute() / "build"))):
        typer.echo(_shown(path))
    if any("templates" in path.relative_to(folder.absolute()).parts for path in written):
        typer.echo("note: it brings templates of its own, which say what is on the pages", err=True)
    inside = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    typer.echo(f"next: {inside}briefings check {name}")


def _own_project() -> "Project":
    """The project one stands in; a copy that is installed is nobody's to write in."""
    project = the_project()
    if project.carried:
        stop(2, "there is no project here; make one with: briefings init DIR")
    return project


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _begin(make: Callable[[], tuple[Path, ...]], shown: Callable[[Path], str]) -> None:
    from briefings.scaffolds import Refused

    try:
        written = make()
    except Refused as refused:
        stop(1, str(refused))
    for path in written:
        typer.echo(shown(path))

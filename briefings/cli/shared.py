"""What the commands share: the kinds of options, the project, findings and data as output, exit codes."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from briefings.marks import Finding
    from briefings.project import Project


class Format(StrEnum):
    text = "text"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", case_sensitive=False, help="How to print the result.")]
TablesOption = Annotated[int, typer.Option(min=1, max=200, help="How many tables play in parallel.")]


def scenarios_offered(incomplete: str) -> list[str]:
    from briefings.cli.completing import scenarios

    return scenarios(incomplete)


ScenarioArgument = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="A scenario's id or file, such as lachin-2022 or scenarios/lachin-2022.yaml.", autocompletion=scenarios_offered),
]


class Grouped(TyperGroup):
    """Commands that its help lists below headings (`GROUPS`), in that order."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        commands = {name: command for name in self.list_commands(ctx) if (command := self.get_command(ctx, name)) and not command.hidden}
        wide = max(map(len, commands))
        headed = {name for names in GROUPS.values() for name in names}
        for heading, names in {**GROUPS, "More": tuple(name for name in commands if name not in headed)}.items():
            rows = [(f"{name:{wide}}", commands[name].get_short_help_str(formatter.width - 6 - wide)) for name in names if name in commands]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


GROUPS = {
    "To begin": ("init", "new"),
    "To write": ("check", "explain", "preview", "search", "sources", "diff", "schema"),
    "To look at a game": ("list", "show", "balance", "deals"),
    "To print it": ("cast", "build"),
    "To hand it on": ("pack",),
    "The look, and this machine": ("theme", "doctor"),
}


def examples(*lines: str) -> str:
    """The end of a command's help: commands to copy, each with a word on what it does after two spaces and '#'."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def the_project(*names: str, tell: bool = False) -> "Project":
    """The project around a file among the names, else around the folder one stands in; with `tell`, it is said where there is none."""
    from briefings.project import find_project

    given = next((Path(n) for n in names if Path(n).suffix in (".yaml", ".yml") and Path(n).exists()), None)
    project = find_project(given.resolve().parent if given else None)
    if tell and project.carried and not given:
        typer.echo("no project here: these are the scenarios that come with briefings; `briefings init DIR` makes one of your own", err=True)
    return project


def the_library() -> tuple["Project", Any, tuple["Finding", ...]]:
    from briefings.sources import read_library

    project = the_project()
    library, findings = read_library(project.seeds, project.shown(project.seeds))
    return project, library, findings


def data(findings: tuple["Finding", ...]) -> dict[str, Any]:
    return {"findings": [f.as_dict() for f in findings]}


def print_findings(findings: tuple["Finding", ...], err: bool = False) -> None:
    colours = {"error": typer.colors.RED, "warning": typer.colors.YELLOW, "note": typer.colors.BLUE}
    plain = bool(os.environ.get("NO_COLOR"))
    for finding in findings:
        text = str(finding)
        label = f"{finding.level}[{finding.code}]"
        typer.echo(text if plain else text.replace(label, typer.style(label, fg=colours[finding.level], bold=True), 1), err=err)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def leave(ok: bool) -> None:
    if not ok:
        raise typer.Exit(1)


def stop(code: int, message: str) -> NoReturn:
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(code)


@contextmanager
def progress(format: Format) -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar on a terminal; nothing where output is read by a program or kept in a file."""
    if format is Format.json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda step, done, of: bar.update(task, description=step, completed=done, total=of)


@contextmanager
def environment_trouble() -> Iterator[None]:
    """A missing system library is the machine's trouble, told with the command that mends it."""
    try:
        yield
    except OSError as error:
        if "cannot load library" not in str(error):
            raise
        from briefings.doctor import how_to_install

        typer.echo(f"error: the typesetting libraries (Pango) are missing on this machine\nhint: {how_to_install()}", err=True)
        raise typer.Exit(3) from None

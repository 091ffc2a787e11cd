"""Commands about handing scenarios on: `pack`, `diff`."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefings.cli.shared import Format, FormatOption, ScenarioArgument, examples, print_findings, print_json, stop, the_project

if TYPE_CHECKING:
    from briefings.differing import Version
    from briefings.project import Project

app = typer.Typer()


@app.command("pack", epilog=examples("briefings pack lachin-2022 -o lachin.zip"))
def pack_command(
    scenario: ScenarioArgument,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE.zip", help="The zip; without it SCENARIO.zip where one stands.")] = None,
    format: FormatOption = Format.text,
) -> None:
    """Make one zip of a scenario and all it needs, to hand on: records, excerpts, fingerprints, terms, own templates.

    A full text goes in only where its record says that it may be copied. Names of participants are never in it.
    """
    from briefings.build import check_scenario
    from briefings.sharing import is_pack, pack_up

    project = the_project(scenario)
    checked = check_scenario(project, scenario)
    if not checked.ok or checked.scenario is None:
        print_findings(tuple(f for f in checked.findings if f.level == "error"), err=True)
        raise typer.Exit(1)
    packed = pack_up(project, project.scenario(scenario), checked.scenario, checked.library)
    path = out or Path(f"{checked.scenario.id}.zip")
    if path.exists() and not is_pack(path):
        stop(1, f"{path} is there already, and is no pack; choose another name with -o")
    try:
        path.write_bytes(packed.content)
    except OSError as error:
        stop(2, f"cannot write {path}: {(error.strerror or str(error)).lower()}")
    if format is Format.json:
        print_json({"file": str(path), "files": list(packed.files), "texts_left_out": list(packed.left_out)})
    else:
        for name in packed.files:
            typer.echo(f"  {name}")
        if packed.left_out:
            typer.echo(f"without the full texts of {', '.join(packed.left_out)}: they may not be copied")
        typer.echo(f"{path}: {len(packed.files)} files; opened with: briefings init DIR --from {path}")


@app.command(
    "diff",
    epilog=examples(
        "briefings diff old.yaml lachin-2022             # an old copy and the project's own",
        "briefings diff lachin.zip lachin-2022           # a pack as it was handed on",
    ),
)
def diff_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A scenario by id or file, such as an old copy; or a pack (zip).")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same for the new version.")],
    format: FormatOption = Format.text,
) -> None:
    """Say what differs between two versions of a scenario: for whom, and which sheets must be printed again.

    A file that lies in no project is read with the sources and templates of the one that one stands in. For the facilitator only.
    """
    from briefings.differing import as_data, diff, lines

    with ExitStack() as stack:
        before, after = _version(old, stack), _version(new, stack)
        found = diff(before, after)
        if format is Format.json:
            print_json({"old": before.shown, "new": after.shown, **as_data(found)})
        else:
            for line in lines(found, before.shown, after.shown):
                typer.echo(line)


def _version(name: str, stack: ExitStack) -> "Version":
    from tempfile import TemporaryDirectory

    from briefings.differing import version
    from briefings.project import Project
    from briefings.sharing import Refused, is_pack, open_pack, scenario_of

    if is_pack(Path(name)):
        folder = Path(stack.enter_context(TemporaryDirectory()))
        try:
            open_pack(Path(name), folder)
            project = Project(folder, folder / "build")
            path = project.scenario(scenario_of(Path(name)))
        except Refused as refused:
            stop(1, str(refused))
        shown = name
    else:
        project = next(_around(name), the_project())
        path = project.scenario(name)
        shown = project.shown(path)
    found, findings = version(project, path, shown)
    if found is None:
        print_findings(findings, err=True)
        typer.echo(f"{shown} has errors: mend them first", err=True)
        raise typer.Exit(1)
    return found


def _around(name: str) -> Iterator["Project"]:
    """The project in which a file lies; none for one that lies elsewhere."""
    from briefings.project import find_project

    path = Path(name)
    if path.is_file() and (project := find_project(path.resolve().parent)) and path.resolve().is_relative_to(project.root.resolve()):
        yield project

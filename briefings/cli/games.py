"""Commands about a game and who plays it: `cast`, `deals`, `balance`."""

from pathlib import Path
from typing import Annotated

import typer

from briefings.cli.shared import Format, FormatOption, ScenarioArgument, data, examples, leave, print_findings, print_json, stop, the_project

app = typer.Typer()


@app.command(
    "cast",
    epilog=examples(
        "briefings cast lachin-2022 --players 27",
        "briefings cast lachin-2022 --roster class.csv           # writes class.cast.csv",
        'briefings cast lachin-2022 --roster class.cast.csv --absent "Ana Brod" --add "Ben Stone"',
    ),
)
def cast_command(
    scenario: ScenarioArgument,
    roster: Annotated[
        Path | None, typer.Option(help="The names: a CSV with a column 'name', or a cast to be cast again. scenarios/README.md tells the columns.")
    ] = None,
    players: Annotated[int | None, typer.Option(min=2, max=20_000, help="How many people, instead of names.")] = None,
    seed: Annotated[int, typer.Option(help="Another number gives another cast; the same number the same.")] = 1,
    out: Annotated[Path | None, typer.Option(help="The cast file; without it ROSTER.cast.csv beside the roster.")] = None,
    absent: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Somebody on the roster who is not there; once for each.")] = None,
    add: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Somebody who comes in addition, or back; once for each.")] = None,
    format: FormatOption = Format.text,
) -> None:
    """Say who plays what at which table, and write it down as a file to edit and to cast again.

    Role and table of whoever has them already are kept where that is possible; who has to move is named, and why. Wishes are
    met as far as they can be, an avoided role is never given, people 'not-with' each other share neither table nor role, and
    the people of a group (a class, a school) are spread over the tables.
    """
    from briefings import show
    from briefings.build import check_scenario
    from briefings.casting import cast, changed
    from briefings.roster import as_csv, numbered, read_roster
    from briefings.seating import SolverMissing
    from briefings.spreadsheet import save

    if (roster is None) == (players is None):
        stop(2, "give either --roster FILE or --players N")
    project = the_project(scenario)
    checked = check_scenario(project, scenario)
    if not checked.ok or checked.scenario is None:
        print_findings(checked.findings, err=True)
        raise typer.Exit(1)
    if roster is not None:
        people, findings = read_roster(roster, checked.scenario, project.shown(roster))
        stem = roster.stem.removesuffix(".cast")
        path = out or roster.with_name(f"{stem}.cast.csv")
    else:
        people, findings = numbered(players or 0), ()
        path = out or Path(f"{checked.scenario.id}-{players}.cast.csv")
    made = None
    if people is not None:
        people, wrong = changed(people, absent or (), add or ())
        findings += wrong
        if not wrong:
            try:
                made, wrong = cast(checked.scenario, people, seed)
            except SolverMissing:
                from briefings.doctor import SOLVER

                typer.echo(f"error: the solver (SciPy) is missing on this machine\nhint: {SOLVER}", err=True)
                raise typer.Exit(3) from None
            findings += wrong
    written, kept = project.shown(path), None
    if made is not None and people is not None:
        try:
            kept = save(path, as_csv(made.people, checked.scenario, people.delimiter))
        except OSError as error:
            stop(2, f"cannot write {written}: {(error.strerror or str(error)).lower()}")
    if format is Format.json:
        files = {"file": written if made else None, "before": project.shown(kept) if kept else None}
        print_json({"ok": made is not None, **files, **(show.cast_data(checked.scenario, made) if made else {}), **data(findings)})
    else:
        print_findings(findings, err=True)
        if made is not None:
            for line in show.cast(checked.scenario, made):
                typer.echo(line)
            typer.echo(written)
            if kept:
                anew = f"; to keep its seats, cast it again: --roster {project.shown(kept)}" if roster and roster.resolve() != path.resolve() else ""
                typer.echo(f"{project.shown(kept)}: the cast that stood there before{anew}")
        else:
            typer.echo("nothing was written", err=True)
    leave(made is not None)


@app.command(
    "deals",
    epilog=examples(
        "briefings deals lachin-2022",
    ),
)
def deals_command(scenario: ScenarioArgument, format: FormatOption = Format.text) -> None:
    """Count the deals of a scenario: which pass, which are best, who decides. For the facilitator only."""
    from briefings import show
    from briefings.build import check_scenario
    from briefings.enumeration import analyse
    from briefings.negotiation import game

    checked = check_scenario(the_project(scenario, tell=format is Format.text), scenario)
    if not checked.ok or checked.scenario is None:
        print_findings(checked.findings, err=True)
        raise typer.Exit(1)
    found = analyse(game(checked.scenario))
    if format is Format.json:
        print_json({**show.deals_data(checked.scenario, found), **data(checked.findings)})
    else:
        typer.echo("\n".join(show.deals(checked.scenario, found)))


@app.command(
    "balance",
    epilog=examples(
        "briefings balance lachin-2022",
    ),
)
def balance_command(scenario: ScenarioArgument, format: FormatOption = Format.text) -> None:
    """Count what each role is given: words, evidence, voices, levers, injects, minutes; and how hard each document reads."""
    from briefings import show
    from briefings.balance import balance
    from briefings.build import check_scenario
    from briefings.reading import levels

    checked = check_scenario(the_project(scenario, tell=format is Format.text), scenario)
    if checked.scenario is None:
        print_findings(checked.findings, err=True)
        raise typer.Exit(1)
    found, read = balance(checked.scenario, checked.library), levels(checked.scenario)
    if format is Format.json:
        print_json(show.balance_data(found, read))
    else:
        typer.echo("\n".join(show.balance(found, read, checked.scenario.ages.start)))

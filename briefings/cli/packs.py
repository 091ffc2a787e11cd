"""Commands about packs: `build`, and `list` and `show` before it."""

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefings.cli.shared import (
    Format,
    FormatOption,
    ScenarioArgument,
    TablesOption,
    data,
    environment_trouble,
    examples,
    leave,
    print_findings,
    print_json,
    progress,
    scenarios_offered,
    the_project,
)

if TYPE_CHECKING:
    from briefings.casting import Cast
    from briefings.marks import Finding
    from briefings.orders import Receipt
    from briefings.project import Project

app = typer.Typer()


class Paper(StrEnum):
    a4 = "a4"
    letter = "letter"
    both = "both"


class By(StrEnum):
    table = "table"
    name = "name"


class Editions(StrEnum):
    standard = "standard"
    large = "large"
    both = "both"


class Cards(StrEnum):
    a6 = "a6"
    poker = "poker"
    index = "index"  # type: ignore[assignment]  # hides a method of text that nobody calls here


class Duplex(StrEnum):
    long_edge = "long-edge"
    short_edge = "short-edge"
    fronts_then_backs = "fronts-then-backs"


@app.command(
    "build",
    epilog=examples(
        "briefings build lachin-2022 --paper both --tables 2",
        "briefings build lachin-2022 --edition large            # 18 pt",
        "briefings build lachin-2022 --cast class.cast.csv       # an envelope for everyone by name",
        "briefings build lachin-2022 --cards poker --duplex short-edge --booklet",
    ),
)
def build_command(
    context: typer.Context,
    scenario: ScenarioArgument,
    paper: Annotated[Paper, typer.Option(case_sensitive=False, help="The paper to print on.")] = Paper.a4,
    edition: Annotated[Editions, typer.Option(case_sensitive=False, help="Standard print (12 pt), large print (18 pt), or both.")] = Editions.standard,
    tables: TablesOption = 1,
    cards: Annotated[Cards, typer.Option(case_sensitive=False, help="The size of the role cards: a quarter sheet, 63 x 88 mm, or 3 x 5 in.")] = Cards.a6,
    duplex: Annotated[
        Duplex, typer.Option(case_sensitive=False, help="How the backs of the cards get behind their fronts: who turns the sheets, about which edge.")
    ] = Duplex.long_edge,
    booklet: Annotated[bool, typer.Option("--booklet", help="Also lay out the common brief as a booklet, to be folded and stapled.")] = False,
    cast: Annotated[Path | None, typer.Option("--cast", metavar="FILE", help="A cast file: prints an envelope for everyone on it.")] = None,
    before: Annotated[Path | None, typer.Option(metavar="FILE", help="The cast file of before: print-changed.pdf holds the envelopes that changed.")] = None,
    by: Annotated[By, typer.Option(case_sensitive=False, help="The order of the envelopes.")] = By.table,
    envelopes_only: Annotated[bool, typer.Option("--envelopes-only", help="Print the envelopes and nothing else, into build/SCENARIO-envelopes.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Also make one PDF for each participant, in send.zip.")] = False,
    price: Annotated[float, typer.Option(min=0, help="What a printed side costs, for the run sheet.")] = 0.0,
    twin: Annotated[bool, typer.Option("--twin", help="Print the fictional twin: invented names, no quotations. Into build/SCENARIO-twin.")] = False,
    workers: Annotated[int, typer.Option("--workers", "-j", min=0, help="How many processes set documents; 0 for as many as there are cores.")] = 0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Set everything anew, and keep nothing of it.")] = False,
    format: FormatOption = Format.text,
) -> None:
    """Check a scenario and print its pack into build/SCENARIO."""
    from briefings.cache import Cache
    from briefings.imposition import EDITIONS, PAPERS, CardOptions, Printing
    from briefings.orders import kept, receipt_key

    project = the_project(scenario, tell=format is Format.text)
    folder = project.pack(scenario, envelopes_only and cast is not None, twin)
    cache = Cache(None if fresh else project.cache)
    asked = sorted((name, str(value)) for name, value in context.params.items() if name not in ("workers", "fresh", "format"))

    def key() -> str:
        return receipt_key(project, scenario, str(asked), [file for file in (cast, before) if file])

    at_first = key()
    receipt = kept(at_first, folder, cache)
    if receipt is None:
        from briefings.build import Order, build
        from briefings.crew import Crew

        people, old = (_read_cast(project, scenario, file) if file else None for file in (cast, before))
        order = Order(
            tuple(Printing(p, e) for p in PAPERS if paper in (p, Paper.both) for e in EDITIONS if edition in (e, Editions.both)),
            tables,
            CardOptions(cards.value, duplex.value),
            booklet,
            cast=people,
            before=old,
            by=by.value,
            envelopes_only=envelopes_only and people is not None,
            send=send,
            price=price,
            crew=Crew(workers or os.cpu_count() or 1),
            keep=not fresh,
            twin=twin,
        )
        with progress(format) as say, environment_trouble():
            receipt = build(project, scenario, order, say).receipt
        if receipt.files and key() == at_first:  # else somebody changed a file meanwhile, and nobody knows which state was built
            cache.put(at_first, receipt.dumps())
    _tell(receipt, project.shown(folder), format)


def _tell(receipt: "Receipt", folder: str, format: Format) -> None:
    """What was found and which files were written. The exit code says whether any were."""
    wrote = bool(receipt.files)
    if format is Format.json:
        print_json({"ok": wrote, "folder": folder if wrote else None, "files": [f.as_dict() for f in receipt.files], **data(receipt.findings)})
    else:
        print_findings(receipt.findings, err=True)
        for made in receipt.files:
            typer.echo(f"{folder}/{made}")
        if wrote:
            typer.echo(f"{folder}/manifest.json")
            files, runs = len(receipt.files), receipt.windows
            typer.echo(f"{receipt.proven} quotations proven; {files} files searched for {runs} runs of secret words: none out of place")
        else:
            typer.echo("nothing was written", err=True)
    leave(wrote)


def _read_cast(project: "Project", scenario: str, file: Path) -> "Cast":
    """A cast from its file; stops with the findings where there is something wrong with it."""
    from briefings.casting import seats_of
    from briefings.fitting import without_letters
    from briefings.marks import failed
    from briefings.roster import read_roster
    from briefings.scenarios import read_scenario

    path = project.scenario(scenario)
    read, _, findings = read_scenario(path, project.shown(path))
    if read is None:
        print_findings(findings, err=True)
        raise typer.Exit(1)
    roster, findings = read_roster(file, read, project.shown(file))
    cast, wrong = seats_of(read, roster) if roster else (None, ())
    wrong += without_letters(roster, project.templates) if roster else ()
    print_findings((*findings, *wrong), err=True)
    if cast is None or failed((*findings, *wrong)):
        raise typer.Exit(1)
    return cast


@app.command(
    "list",
    epilog=examples(
        "briefings list",
    ),
)
def list_command(format: FormatOption = Format.text) -> None:
    """List the scenarios of the project: length, players, difficulty, topics. The rows are kept until a scenario changes."""
    import json

    from briefings.cache import Cache, digest, key_of, machinery

    project = the_project(tell=format is Format.text)
    cache = Cache(project.cache)
    findings: tuple[Finding, ...] = ()
    key = key_of("list", digest(sorted(project.scenarios.glob("*.yaml"))), machinery())
    stored = cache.get(key)
    if stored is None:
        from briefings.shelf import listed

        rows, findings = listed(project)
        if not findings:
            cache.put(key, json.dumps(rows).encode())
    else:
        rows = json.loads(stored)
    if format is Format.json:
        print_json({"scenarios": rows, **data(findings)})
    else:
        for row in rows:
            typer.echo("\n".join(_listed(row)))
        print_findings(findings, err=True)
    leave(not findings)


def _listed(row: dict[str, Any]) -> Iterator[str]:
    """A row of the list in lines."""
    hard = row["difficulty"]
    yield f"{row['id']}  {row['title']}"
    share = f"; {hard['word']}: {hard['passing']} of {hard['deals']} deals pass, {100 * hard['share']:.1f} %" if hard else ""
    yield f"  {row['minutes']} minutes; {row['players'][0]} to {row['players'][1]} players in {row['roles']} roles, from age {row['age']}{share}"
    yield f"  {', '.join(row['topics'])}{'; has a fictional twin' if row['twin'] else ''}"
    yield f"  {row['summary']}"


def _coverage(strict: bool, format: Format) -> None:
    """Prints which excerpt and subject is used where. With `strict`, what is used nowhere fails."""
    from briefings.scenarios import read_scenario
    from briefings.shelf import FILE, coverage, read_subjects, written
    from briefings.sources import read_library

    project = the_project()
    library, findings = read_library(project.seeds, project.shown(project.seeds))
    table, wrong = read_subjects(project.seeds / FILE, f"{project.shown(project.seeds)}/{FILE}", library)
    read = [read_scenario(path, project.shown(path)) for path in sorted(project.scenarios.glob("*.yaml"))]
    findings = (*findings, *wrong, *(finding for _, _, faults in read for finding in faults))
    found = coverage(table, (scenario for scenario, _, _ in read if scenario), library)
    if format is Format.json:
        print_json({**found.as_dict(), **data(findings)})
    else:
        print_findings(findings, err=True)
        typer.echo("\n".join(written(found)))
    leave(not findings and not (strict and (found.unused or found.unplayed)))


@app.command("show", epilog=examples("briefings show lachin-2022 --tables 2", "briefings show coverage"))
def show_command(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|coverage", help="A scenario's id or file; or 'coverage': which excerpt is used where.", autocompletion=scenarios_offered
        ),
    ],
    tables: TablesOption = 1,
    strict: Annotated[bool, typer.Option("--strict", help="With coverage: fail if an excerpt or a subject is used nowhere.")] = False,
    format: Annotated[Format, typer.Option("--format", help="With coverage: how to print it.")] = Format.text,
) -> None:
    """Show a scenario as readable text: agenda, injects, secrets, documents, who is handed what. Or, with 'coverage', what is played where."""
    if scenario == "coverage":
        return _coverage(strict, format)
    from briefings import show
    from briefings.build import check_scenario, verdict
    from briefings.casting import seat_each_role
    from briefings.packs import plan

    project = the_project(scenario, tell=True)
    checked = check_scenario(project, scenario)
    if not checked.ok or checked.scenario is None:
        print_findings(checked.findings, err=True)
        raise typer.Exit(1)
    pack = plan(checked.scenario, checked.library, seat_each_role(checked.scenario, tables), verdict=verdict(project, checked))
    typer.echo(show.plan(checked.scenario, checked.library, pack))

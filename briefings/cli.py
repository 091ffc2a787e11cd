"""The command line: options in, one call, findings and paths out. The only user of typer.

Exit codes: 0 fine, 1 findings that are errors, 2 wrong usage, 3 something missing on this machine, 70 our own bug,
130 interrupted. Nothing heavy is imported before a command needs it, so that `--help` answers at once.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from briefings.marks import Finding
    from briefings.project import Project

app = typer.Typer(
    name="briefings",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Prints proven briefing packs for negotiation simulations from one YAML file.",
)
sources_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Source texts: list, prove, attach, add.")
app.add_typer(sources_app, name="sources")


class Format(StrEnum):
    text = "text"
    json = "json"


class Paper(StrEnum):
    a4 = "a4"
    letter = "letter"
    both = "both"


class Cards(StrEnum):
    a6 = "a6"
    poker = "poker"
    index = "index"  # type: ignore[assignment]  # hides a method of text that nobody calls here


class Duplex(StrEnum):
    long_edge = "long-edge"
    short_edge = "short-edge"
    fronts_then_backs = "fronts-then-backs"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print the result.")]
TablesOption = Annotated[int, typer.Option(min=1, max=200, help="How many tables play in parallel.")]
ScenarioArgument = Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario's id or file, such as lachin-2022 or scenarios/lachin-2022.yaml.")]


@app.command("build")
def build_command(
    scenario: ScenarioArgument,
    paper: Annotated[Paper, typer.Option(help="The paper to print on.")] = Paper.a4,
    tables: TablesOption = 1,
    cards: Annotated[Cards, typer.Option(help="The size of the role cards: a quarter sheet, 63 x 88 mm, or 3 x 5 in.")] = Cards.a6,
    duplex: Annotated[
        Duplex, typer.Option(help="How the backs of the cards get behind their fronts: who turns the sheets, about which edge.")
    ] = Duplex.long_edge,
    booklet: Annotated[bool, typer.Option("--booklet", help="Also lay out the common brief as a booklet, to be folded and stapled.")] = False,
    format: FormatOption = Format.text,
) -> None:
    """Check a scenario and print its pack into build/SCENARIO."""
    from briefings import show
    from briefings.build import build
    from briefings.packs import CardOptions
    from briefings.pages import PAPERS

    project = _project(scenario)
    papers = tuple(p for p in PAPERS if paper in (p, Paper.both))
    options = CardOptions(cards.value, duplex.value)
    with _progress(format) as progress, _environment_trouble():
        built = build(project, scenario, papers, tables, progress, options, booklet)
    folder = project.shown(built.folder)
    if format is Format.json:
        _print_json({"ok": built.ok, "folder": folder if built.files else None, "files": [vars(f) for f in built.files], **_data(built.findings)})
    else:
        _print_findings(built.findings, err=True)
        for made in built.files:
            typer.echo(show.made(made, folder))
        if built.files:
            typer.echo(f"{folder}/manifest.json")
            typer.echo(
                f"{built.checked.proven} quotations proven; {len(built.files)} files searched for {built.windows} runs of secret words: none out of place"
            )
        else:
            typer.echo("nothing was written", err=True)
    _leave(built.ok)


@app.command("check")
def check_command(
    scenarios: Annotated[list[str] | None, typer.Argument(metavar="[SCENARIO]...", help="Scenarios by id or file; all of them without one.")] = None,
    format: FormatOption = Format.text,
) -> None:
    """Look for everything wrong or doubtful in scenarios and sources."""
    from briefings import show
    from briefings.build import check_scenario
    from briefings.marks import in_order

    project = _project(*(scenarios or []))
    names = scenarios or [path.stem for path in sorted(project.scenarios.glob("*.yaml"))]
    if not names:
        _stop(2, f"no scenarios in {project.shown(project.scenarios)}")
    results = [check_scenario(project, name) for name in names]
    findings = in_order(f for result in results for f in result.findings)
    if format is Format.json:
        _print_json({"ok": all(r.ok for r in results), "checked": show.summary_data(results), **_data(findings)})
    else:
        _print_findings(findings)
        typer.echo("\n".join(show.summary(results)))
    _leave(all(r.ok for r in results))


@app.command("list")
def list_command(format: FormatOption = Format.text) -> None:
    """List the scenarios of the project."""
    from briefings import show
    from briefings.scenarios import read_scenario

    project = _project()
    read = [read_scenario(path, project.shown(path)) for path in sorted(project.scenarios.glob("*.yaml"))]
    scenarios = [scenario for scenario, _, _ in read if scenario]
    findings = tuple(f for _, _, wrong in read for f in wrong)
    if format is Format.json:
        _print_json({"scenarios": [show.scenario_data(s) for s in scenarios], **_data(findings)})
    else:
        for scenario in scenarios:
            typer.echo(show.scenario(scenario))
        _print_findings(findings, err=True)
    _leave(not findings)


@app.command("show")
def show_command(scenario: ScenarioArgument, tables: TablesOption = 1) -> None:
    """Show a scenario as readable text: agenda, injects, secrets, documents, who is handed what."""
    from briefings import show
    from briefings.build import check_scenario
    from briefings.casting import seat_each_role
    from briefings.packs import plan

    checked = check_scenario(_project(scenario), scenario)
    if not checked.ok or checked.scenario is None:
        _print_findings(checked.findings, err=True)
        raise typer.Exit(1)
    typer.echo(show.plan(checked.scenario, checked.library, plan(checked.scenario, checked.library, seat_each_role(checked.scenario, tables))))


@app.command("balance")
def balance_command(scenario: ScenarioArgument, format: FormatOption = Format.text) -> None:
    """Count what each role is given: words, evidence, voices, levers, injects, minutes; and how hard each document reads."""
    from briefings import show
    from briefings.balance import balance
    from briefings.build import check_scenario
    from briefings.reading import levels

    checked = check_scenario(_project(scenario), scenario)
    if checked.scenario is None:
        _print_findings(checked.findings, err=True)
        raise typer.Exit(1)
    found, read = balance(checked.scenario, checked.library), levels(checked.scenario)
    if format is Format.json:
        _print_json(show.balance_data(found, read))
    else:
        typer.echo("\n".join(show.balance(found, read, checked.scenario.ages.start)))


@app.command("search")
def search_command(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Words to look for, also names, tags and outlets.")],
    most: Annotated[int, typer.Option(min=1, max=200, help="How many to print at most.")] = 10,
    format: FormatOption = Format.text,
) -> None:
    """Find excerpts by their words; prints the id to paste, best first."""
    from briefings import show

    _, library, _ = _library()
    found = library.search(" ".join(words), most)
    if format is Format.json:
        _print_json({"excerpts": [show.excerpt_data(q) for q in found]})
    else:
        for quotation in found:
            typer.echo(show.excerpt(quotation))
        if not found:
            typer.echo("nothing found; try fewer or other words", err=True)
    _leave(bool(found))


@sources_app.command("list")
def sources_list(format: FormatOption = Format.text) -> None:
    """List the sources with what is known of them and how much is quoted."""
    from briefings import show

    _, library, findings = _library()
    if format is Format.json:
        _print_json({"sources": [show.source_data(library, line) for line in library.ledger], **_data(findings)})
    else:
        for line in library.ledger:
            typer.echo(show.source(library, line))
        _print_findings(findings, err=True)
    _leave(not any(f.level == "error" for f in findings))


@sources_app.command("verify")
def sources_verify(format: FormatOption = Format.text) -> None:
    """Prove every excerpt, word for word, against its source's fingerprint (and full text where attached)."""
    from briefings import show

    _, library, findings = _library()
    if format is Format.json:
        _print_json({"sources": [show.source_data(library, line) for line in library.ledger], **_data(findings)})
    else:
        _print_findings(findings)
        for line in library.ledger:
            typer.echo(show.verdict(library, line))
    _leave(not any(f.level == "error" for f in findings))


@sources_app.command("attach")
def sources_attach(
    id: Annotated[str, typer.Argument(metavar="ID", help="The source's id.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its full text, plain text in UTF-8.")],
) -> None:
    """Put a source's full text where punctuation can be proven against it (never committed)."""
    from briefings.sources import Refused, attach

    project, library, _ = _library()
    try:
        path = attach(project.seeds, library, id, file)
    except Refused as refused:
        _stop(1, str(refused))
    typer.echo(f"{project.shown(path)}: fingerprint agrees; run 'briefings sources verify' to prove punctuation too")


@sources_app.command("add")
def sources_add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A full text, plain text in UTF-8.")],
    id: Annotated[str | None, typer.Option("--id", help="The new source's id; the file's name without one.")] = None,
    keep: Annotated[bool, typer.Option("--keep-text", help="Keep the text itself, for a work that may be copied.")] = False,
) -> None:
    """Make a new source record with a fingerprint from a full text."""
    from briefings.sources import Refused, add

    project = _project()
    try:
        written = add(project.seeds, id or file.stem, file, keep)
    except Refused as refused:
        _stop(1, str(refused))
    for path in written:
        typer.echo(project.shown(path))
    typer.echo("fill in the record, then add excerpts and run 'briefings sources verify'")


@app.command("theme")
def theme_command() -> None:
    """Print the style page: every element of the look on sample text, into build/style-page.pdf."""
    from briefings.build import print_style_page

    project = _project()
    with _environment_trouble():
        path, warnings = print_style_page(project)
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
    typer.echo(project.shown(path))


@app.command("doctor")
def doctor_command() -> None:
    """Say whether this machine has all that is needed, and what to do where it has not."""
    from briefings.doctor import examine

    lines, missing = examine(_project())
    for line in lines:
        typer.echo(line)
    if missing:
        raise typer.Exit(3)


def _version(asked: bool) -> None:
    if asked:
        from briefings import __version__

        typer.echo(f"briefings {__version__}")
        raise typer.Exit()


@app.callback()
def _main(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False) -> None:
    pass


# --- output -----------------------------------------------------------------------------------------------


def _project(*names: str) -> "Project":
    from briefings.project import find_project

    given = next((Path(n) for n in names if Path(n).suffix in (".yaml", ".yml") and Path(n).exists()), None)
    return find_project(given.resolve().parent if given else None)


def _library() -> tuple["Project", Any, tuple["Finding", ...]]:
    from briefings.sources import read_library

    project = _project()
    library, findings = read_library(project.seeds, project.shown(project.seeds))
    return project, library, findings


def _data(findings: tuple["Finding", ...]) -> dict[str, Any]:
    return {"findings": [f.as_dict() for f in findings]}


def _print_findings(findings: tuple["Finding", ...], err: bool = False) -> None:
    colours = {"error": typer.colors.RED, "warning": typer.colors.YELLOW, "note": typer.colors.BLUE}
    plain = bool(os.environ.get("NO_COLOR"))
    for finding in findings:
        text = str(finding)
        label = f"{finding.level}[{finding.code}]"
        typer.echo(text if plain else text.replace(label, typer.style(label, fg=colours[finding.level], bold=True), 1), err=err)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _leave(ok: bool) -> None:
    if not ok:
        raise typer.Exit(1)


def _stop(code: int, message: str) -> NoReturn:
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(code)


@contextmanager
def _progress(format: Format) -> Iterator[Callable[[str, int, int], None] | None]:
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
def _environment_trouble() -> Iterator[None]:
    """A missing system library is the machine's trouble, told with the command that mends it."""
    try:
        yield
    except OSError as error:
        if "cannot load library" not in str(error):
            raise
        from briefings.doctor import how_to_install

        typer.echo(f"error: the typesetting libraries (Pango) are missing on this machine\nhint: {how_to_install()}", err=True)
        raise typer.Exit(3) from None


def main() -> None:
    """The entry point: runs a command and turns what goes wrong into the promised exit codes."""
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception:
        import traceback

        traceback.print_exc()
        typer.echo("this is a bug in briefings; please report it with the lines above", err=True)
        sys.exit(70)

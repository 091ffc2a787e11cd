"""The command that follows the author's keyboard: `preview`."""

from enum import StrEnum
from typing import Annotated

import typer

from briefings.cli.shared import ScenarioArgument, environment_trouble, examples, print_findings, stop, the_project

app = typer.Typer()
PORT = 8642


class Paper(StrEnum):
    a4 = "a4"
    letter = "letter"


class Edition(StrEnum):
    standard = "standard"
    large = "large"


@app.command("preview", epilog=examples("briefings preview lachin-2022", "briefings preview lachin-2022 --edition large --no-open"))
def preview_command(
    scenario: ScenarioArgument,
    paper: Annotated[Paper, typer.Option(help="The paper to begin with.")] = Paper.a4,
    edition: Annotated[Edition, typer.Option(help="The edition to begin with: standard print (12 pt) or large print (18 pt).")] = Edition.standard,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help=f"The port; 0 for any that is free. Without it {PORT}, or any if that is taken.")] = None,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Whether to open the page in the browser.")] = True,
) -> None:
    """Show the documents of a scenario in the browser, and again whenever you save a file. Ends with Ctrl-C.

    Findings stand beside the pages, with file, line and column. The page is served to this machine only, and nothing is
    written to build/.
    """
    from importlib.util import find_spec

    from briefings.doctor import PREVIEW, PREVIEWING

    if absent := [name for name in PREVIEWING if find_spec(name) is None]:
        typer.echo(f"error: the preview needs {', '.join(absent)}, missing on this machine\nhint: {PREVIEW}", err=True)
        raise typer.Exit(3)

    import webbrowser

    from briefings.cache import Cache
    from briefings.imposition import Printing
    from briefings.press import load_engine
    from briefings.preview.server import LOOPBACK, Desk, Watched, listening, serve
    from briefings.preview.state import Wanted

    project = the_project(scenario)
    if not project.scenario(scenario).is_file():
        from briefings.scenarios import read_scenario

        _, _, findings = read_scenario(project.scenario(scenario), project.shown(project.scenario(scenario)))
        print_findings(findings, err=True)
        raise typer.Exit(1)
    try:
        sock = listening(PORT if port is None else port)
    except OSError:
        if port is not None:
            stop(2, f"port {port} is taken or not allowed; choose another, or 0 for any that is free")
        sock = listening(0)
    url = f"http://{LOOPBACK}:{sock.getsockname()[1]}/"
    with environment_trouble():
        load_engine()
    typer.echo(f"{url}  (Ctrl-C ends it)")
    if open_page:
        webbrowser.open(url)
    serve(Desk(Watched(project, scenario), Wanted(printing=Printing(paper.value, edition.value)), Cache(project.cache)), sock)

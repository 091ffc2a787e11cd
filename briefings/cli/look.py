"""Commands about the look and the machine: `theme`, `doctor`."""

from typing import Annotated

import typer

from briefings.cli.completing import templates
from briefings.cli.shared import environment_trouble, examples, stop, the_project

app = typer.Typer()
theme_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None, help="The look: print its style page, list its files, take one to change.")
app.add_typer(theme_app, name="theme")


@theme_app.callback()
def _theme(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        theme_show()


@theme_app.command("show", epilog=examples("briefings theme show"))
def theme_show() -> None:
    """Print the style page: every element of the look on sample text, into build/style-page.pdf. Also without 'show'."""
    from briefings.build import print_style_page

    project = the_project()
    with environment_trouble():
        path, warnings = print_style_page(project)
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
    typer.echo(project.shown(path))


@theme_app.command("list", epilog=examples("briefings theme list"))
def theme_list() -> None:
    """List the templates and style sheets: whether each is shipped or the project's own, and what it is."""
    from briefings.theme import pieces

    for piece in pieces(the_project()):
        typer.echo(f"{'own' if piece.own else 'shipped':8} {piece.name:26} {piece.about}")


@theme_app.command("eject", epilog=examples("briefings theme eject common-brief", "briefings theme eject look.css"))
def theme_eject(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A file such as look.css, or a document's id such as common-brief.", autocompletion=templates)],
) -> None:
    """Copy a shipped template or style sheet into the project's own templates, where it can be changed."""
    from briefings.theme import Refused, eject, handed

    project = the_project()
    try:
        name, path = eject(project, name)
    except Refused as refused:
        stop(1, str(refused))
    typer.echo(f"{project.shown(path)}: from now on used in place of the shipped one")
    if handed(name):
        typer.echo(handed(name))


@app.command(
    "doctor",
    epilog=examples(
        "briefings doctor",
    ),
)
def doctor_command() -> None:
    """Say whether this machine has all that is needed, and what to do where it has not."""
    from briefings.doctor import examine

    lines, missing = examine(the_project())
    for line in lines:
        typer.echo(line)
    if missing:
        raise typer.Exit(3)

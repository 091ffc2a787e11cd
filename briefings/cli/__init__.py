"""The command line: options in, one call, findings and paths out. The only user of typer.

Exit codes: 0 fine, 1 findings that are errors, 2 wrong usage, 3 something missing on this machine, 70 our own bug,
130 interrupted. Nothing heavy is imported before a command needs it, so that `--help` answers at once. Commands stand in
a module for each subject; `shared` is what they have in common.
"""

import sys
from typing import Annotated

import typer

from briefings.cli import checking, evidence, games, look, packs, preview, sharing, texts, writing
from briefings.cli.shared import Grouped, examples

app = typer.Typer(
    name="briefings",
    cls=Grouped,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Prints proven briefing packs for negotiation simulations from one YAML file.",
    epilog=examples(
        "briefings init simulations         # a new project, with an example",
        "briefings check                    # what is wrong or doubtful, and where",
        "briefings build winter-ferry       # the pack of a scenario, into build/",
        "briefings build --help             # the options and examples of a command",
    ),
)
for part in (writing, packs, preview, checking, games, evidence, texts, sharing, look):
    app.add_typer(part.app)


def _version(asked: bool) -> None:
    if asked:
        from briefings import __version__

        typer.echo(f"briefings {__version__}")
        raise typer.Exit()


@app.callback()
def _main(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False) -> None:
    pass


# --- output -----------------------------------------------------------------------------------------------


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

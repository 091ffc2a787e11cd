"""Commands about source texts: `sources`."""

from pathlib import Path
from typing import Annotated

import typer

from briefings.cli.completing import sources
from briefings.cli.shared import Format, FormatOption, data, examples, leave, print_findings, print_json, stop, the_library, the_project

app = typer.Typer()
sources_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Source texts: list, prove, attach, add.")
app.add_typer(sources_app, name="sources")


@sources_app.command("list", epilog=examples("briefings sources list"))
def sources_list(format: FormatOption = Format.text) -> None:
    """List the sources with what is known of them and how much is quoted."""
    from briefings import show
    from briefings.reports import source_data

    _, library, findings = the_library()
    if format is Format.json:
        print_json({"sources": [source_data(library, line) for line in library.ledger], **data(findings)})
    else:
        for line in library.ledger:
            typer.echo(show.source(library, line))
        print_findings(findings, err=True)
    leave(not any(f.level == "error" for f in findings))


@sources_app.command("verify", epilog=examples("briefings sources verify"))
def sources_verify(format: FormatOption = Format.text) -> None:
    """Prove every excerpt, word for word, against its source's fingerprint (and full text where attached)."""
    from briefings import show
    from briefings.reports import source_data

    _, library, findings = the_library()
    if format is Format.json:
        print_json({"sources": [source_data(library, line) for line in library.ledger], **data(findings)})
    else:
        print_findings(findings)
        for line in library.ledger:
            typer.echo(show.verdict(library, line))
    leave(not any(f.level == "error" for f in findings))


@sources_app.command("attach", epilog=examples("briefings sources attach rand-2024 article.txt"))
def sources_attach(
    id: Annotated[str, typer.Argument(metavar="ID", help="The source's id.", autocompletion=sources)],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its full text, plain text in UTF-8.")],
) -> None:
    """Put a source's full text where punctuation can be proven against it (never committed)."""
    from briefings.sources import Refused, attach

    project, library, _ = the_library()
    try:
        path = attach(project.seeds, library, id, file)
    except Refused as refused:
        stop(1, str(refused))
    typer.echo(f"{project.shown(path)}: fingerprint agrees; run 'briefings sources verify' to prove punctuation too")


@sources_app.command(
    "add",
    epilog=examples(
        "briefings sources add article.txt --id gazette-2019     # the text itself is not kept",
        "briefings sources add poem.txt --keep-text              # for a work that may be copied",
    ),
)
def sources_add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A full text, plain text in UTF-8.")],
    id: Annotated[str | None, typer.Option("--id", help="The new source's id; the file's name without one.")] = None,
    keep: Annotated[bool, typer.Option("--keep-text", help="Keep the text itself, for a work that may be copied.")] = False,
) -> None:
    """Make a new source record with a fingerprint from a full text."""
    from briefings.sources import Refused, add, read_library

    project, name = the_project(), id or file.stem
    try:
        written = add(project.seeds, name, file, keep)
    except Refused as refused:
        stop(1, str(refused))
    for path in written:
        typer.echo(project.shown(path))
    library, _ = read_library(project.seeds, project.shown(project.seeds))
    if found := library.of(name):
        proven = sum(q.proof is not None for q in found)
        see = "" if proven == len(found) else "; see what is wrong with: briefings sources verify"
        typer.echo(f"{len(found)} excerpt{'s' * (len(found) != 1)} in the record: {proven} proven{see}")
    else:
        typer.echo("fill in the record, then add excerpts and run 'briefings sources verify'")

"""Commands that find evidence and take it in: `search`, and `sources excerpt`."""

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from briefings.cli.completing import sources, words as words_to_search
from briefings.cli.shared import Format, FormatOption, data, examples, leave, print_findings, print_json, stop, the_library
from briefings.cli.texts import sources_app

if TYPE_CHECKING:
    from briefings.project import Project
    from briefings.scenarios import Scenario

app = typer.Typer()


class Reports(StrEnum):
    fact = "fact"
    claim = "claim"
    position = "position"
    opinion = "opinion"


YamlOption = Annotated[bool, typer.Option("--as-yaml", help="Print the lines of a new excerpt, to be pasted into the record of its source.")]


@app.command(
    "search",
    epilog=examples(
        "briefings search peacekeepers",
        "briefings search road --speaker mayor --since 2022-08 --unused",
        "briefings search --used-by russia --tag road",
        "briefings search troops withdraw --as-yaml --most 3     # new excerpts from full texts",
    ),
)
def search_command(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="Words to look for, also names, tags and outlets.", autocompletion=words_to_search)
    ] = None,
    speaker: Annotated[str, typer.Option(help="Who says it, or whose claim it is; a part of the name will do.")] = "",
    source: Annotated[str, typer.Option(help="In this source, by id or outlet.", autocompletion=sources)] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Published then or later: 2022, 2022-08 or 2022-08-05.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Published then or earlier.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="With this tag; several times for all of several.")] = None,
    used_by: Annotated[str, typer.Option(metavar="ROLE|SCENARIO", help="That this role or scenario uses.")] = "",
    unused: Annotated[bool, typer.Option("--unused", help="That no scenario uses.")] = False,
    as_yaml: YamlOption = False,
    most: Annotated[int, typer.Option(min=1, max=200, help="How many to print at most, of excerpts and of sentences that are none.")] = 10,
    format: FormatOption = Format.text,
) -> None:
    """Find excerpts, best first, with the id to paste; and sentences of attached full texts that are no excerpts yet.

    What only an excerpt has (speaker, tag, use) is looked for in excerpts alone.
    """
    from briefings import show
    from briefings.searching import Wanted, search, unknown, uses

    wanted = Wanted(" ".join(words or ()), speaker, source, _day(since), _day(until), tuple(tag or ()), used_by, unused)
    if wanted == Wanted():
        stop(2, "nothing to look for; give words, or one of --speaker --source --since --until --tag --used-by --unused")
    project, library, _ = the_library()
    scenarios, unread = _scenarios(project)
    if strange := unknown(wanted, library, scenarios):
        stop(2, strange)
    hits = search(library, wanted, uses(scenarios))
    kinds = ([h for h in hits if h.quotation], [h for h in hits if not h.quotation])
    hits = (*(() if as_yaml else kinds[0][:most]), *kinds[1][:most])
    if format is Format.json:
        print_json({"excerpts": [show.hit_data(h) for h in hits if h.quotation], "passages": [show.hit_data(h) for h in hits if not h.quotation]})
    elif as_yaml:
        from briefings.excerpting import About, Refused, entry, found, named

        for hit in hits:
            try:
                passage = found(library, hit.source.id, hit.words, hit.paragraph)
            except Refused as refused:
                typer.echo(f"{hit.place}: {refused}", err=True)
            else:
                typer.echo(f"# into {hit.source.id}.yaml\n{entry(passage, About(id=named(library, passage)))}", nl=False)
    else:
        marks = (typer.style("", bold=True, reset=False), "\033[22m") if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else ("*", "*")
        for hit in hits:
            typer.echo(show.hit(hit, *marks))
    if unread:
        typer.echo(f"note: where these use excerpts is not known, they have errors: {', '.join(unread)}", err=True)
    if not hits:
        texts = "" if library.texts else "; no full text is attached, so only excerpts were searched"
        typer.echo(f"nothing found; try fewer or other words{texts}", err=True)
    leave(bool(hits))


@sources_app.command(
    "excerpt",
    epilog=examples(
        "briefings sources excerpt gazette-2019 'the mayor said ... too late' --as-yaml",
        "briefings sources excerpt gazette-2019 'the mayor said ... too late' --speaker author --reports claim --tag dam --context 'On the day after.'",
    ),
)
def sources_excerpt(
    id: Annotated[str, typer.Argument(metavar="ID", help="The source's id; its full text must be attached.", autocompletion=sources)],
    words: Annotated[str, typer.Argument(metavar='"FIRST WORDS ... LAST WORDS"', help="How the passage begins and ends; [...] marks a cut.")],
    speaker: Annotated[str, typer.Option(help="Whose words they are, with office; or: author.")] = "",
    reports: Annotated[Reports | None, typer.Option(help="What they give.")] = None,
    of: Annotated[str, typer.Option(help="Whose claim or position it is, where not the speaker's own.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A subject, for searching; once for each.")] = None,
    context: Annotated[str, typer.Option(help="One line that a reader needs to understand the words.")] = "",
    name: Annotated[str, typer.Option("--id", help="A name for the excerpt; made from its words without one.")] = "",
    paragraph: Annotated[int, typer.Option(min=0, help="The paragraph it begins in, where the words stand in several.")] = 0,
    as_yaml: YamlOption = False,
    format: FormatOption = Format.text,
) -> None:
    """Take a passage of a full text, word for word, into the record of its source; nothing else in the record changes.

    What the text cannot say must be given: --speaker, --reports, --tag and --context. With --as-yaml the lines are printed, and what
    is not given stays empty, for 'check' to ask for.
    """
    from briefings.excerpting import About, Refused, counted, entry, found, named, put

    project, library, findings = the_library()
    try:
        passage = found(library, id, words, paragraph)
        about = About(name or named(library, passage), speaker, reports.value if reports else "", of, tuple(tag or ()), context)
        ref = f"{id}/{about.id}" if as_yaml else put(project.seeds, library, passage, about)
    except Refused as refused:
        print_findings(tuple(f for f in findings if f.code == "wrong-text"), err=True)
        stop(1, str(refused))
    for remark in passage.remarks:
        typer.echo(f"note: {remark}", err=True)
    left, adds = counted(library, passage)
    if as_yaml and adds > left:
        typer.echo(f"note: only {left} more words of '{id}' may be quoted, and this passage adds {adds}", err=True)
    if format is Format.json:
        lines = entry(passage, about) if as_yaml else ""
        print_json({"id": ref, "words": passage.words, "paragraph": passage.paragraph, "added": not as_yaml, "yaml": lines, "left": left - adds, **data(())})
    elif as_yaml:
        typer.echo(entry(passage, about), nl=False)
    else:
        typer.echo(f"[@{ref}]  ¶ {passage.paragraph}, {passage.length} words, proven\n  “{passage.words}”")
        typer.echo(f"{project.shown(project.seeds / f'{id}.yaml')}: added; {left - adds} more words of '{id}' may be quoted")


def _scenarios(project: "Project") -> tuple[list["Scenario"], list[str]]:
    """The scenarios that can be read, and the files of those that cannot."""
    from briefings.scenarios import read_scenario

    read = {path: read_scenario(path)[0] for path in sorted(project.scenarios.glob("*.yaml"))}
    return [scenario for scenario in read.values() if scenario], [project.shown(path) for path, scenario in read.items() if scenario is None]


def _day(text: str) -> str:
    from pydantic import TypeAdapter, ValidationError

    from briefings.models import Day

    try:
        return TypeAdapter[str](Day).validate_python(text) if text else ""
    except ValidationError:
        stop(2, f"'{text}' is no date; write 2022, 2022-08 or 2022-08-05")

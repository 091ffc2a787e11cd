"""Commands about what is wrong: `check`, and `explain` for why it is."""

from enum import StrEnum
from typing import Annotated

import typer

from briefings.cli.completing import codes, scenarios as scenarios_here
from briefings.cli.shared import data, examples, leave, print_findings, print_json, stop, the_project

app = typer.Typer()


class Report(StrEnum):
    text = "text"
    concise = "concise"
    json = "json"
    sarif = "sarif"
    github = "github"


@app.command(
    "check",
    epilog=examples(
        "briefings check                                        # all scenarios",
        "briefings check lachin-2022 --strict                   # warnings fail too",
        "briefings check --select long-,charged-term            # only codes that begin so",
        "briefings check --format sarif                         # for code scanners",
    ),
)
def check_command(
    scenarios: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO]...", help="Scenarios by id or file; all of them without one.", autocompletion=scenarios_here)
    ] = None,
    format: Annotated[
        Report, typer.Option("--format", case_sensitive=False, help="How to print: for people, a line each, or for other programs.")
    ] = Report.text,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too; what is accepted with a reason is none.")] = False,
    select: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Show only these: codes or how they begin, with commas between.", autocompletion=codes)
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Do not show these, nor fail on them. An error cannot be ignored.", autocompletion=codes)
    ] = None,
) -> None:
    """Look for everything wrong or doubtful in scenarios and sources.

    An error fails the check whether it is shown or not.
    """
    from briefings import reports
    from briefings.checks import check_library, check_scenarios
    from briefings.marks import in_order

    choice = reports.Choice(_codes(select), _codes(ignore)) if select or ignore else reports.Choice()
    project = the_project(*(scenarios or []), tell=format in (Report.text, Report.concise))
    names = scenarios or [path.stem for path in sorted(project.scenarios.glob("*.yaml"))]
    results = check_scenarios(project, names) if names else [check_library(project)]
    findings = choice.shown(in_order(f for result in results for f in result.findings))
    ok = all(r.ok for r in results) and not (strict and any(f.level == "warning" for f in findings))
    if format is Report.json:
        print_json({"ok": ok, "checked": reports.summary_data(results), **data(findings)})
    elif format is Report.sarif:
        print_json(reports.sarif(findings, reports.summary_data(results)))
    else:
        if format is Report.text:
            print_findings(findings)
        else:
            for line in reports.annotations(findings) if format is Report.github else (f.headline for f in findings):
                typer.echo(line)
        for line in reports.summary(results, findings):
            typer.echo(line)
        if not names:
            typer.echo("no scenarios yet; begin one with: briefings new scenario NAME", err=True)
    leave(ok)


def _codes(words: list[str] | None) -> frozenset[str]:
    from briefings.codes import meant

    found, unknown = meant(words or ())
    if unknown:
        stop(2, "\nerror: ".join(unknown))
    return found


@app.command(
    "explain",
    epilog=examples(
        "briefings explain misquoted",
        "briefings explain                                      # all codes, a line each",
    ),
)
def explain_command(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="The code of a finding, as in error[misquoted]; all of them without one.", autocompletion=codes)
    ] = None,
) -> None:
    """Say what the rule behind a finding is, why it is one, and how to keep it."""
    from briefings.codes import explanations, listing
    from briefings.marks import nearest

    if code is None:
        typer.echo("\n".join(listing()))
    elif code in explanations():
        typer.echo(str(explanations()[code]))
    else:
        stop(2, f"no code '{code}'; {nearest(code, explanations()) or 'see all with: briefings explain'}")

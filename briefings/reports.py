"""What a check reports: what was looked at, which findings are shown, and their forms for other programs.

You get lines or plain data: the annotations of a workflow on GitHub, SARIF for code scanners, counts. What a finding says is
in `marks`, why it is one in `codes`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from briefings import __version__
from briefings.checks import Checked
from briefings.codes import Explanation, explanations
from briefings.enumeration import counted
from briefings.marks import Finding
from briefings.negotiation import game
from briefings.scenarios import Scenario
from briefings.sources import Ledger, Library, citation

_ANNOTATION = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True)
class Choice:
    """Which findings are shown: of some codes only (all, where none are named), and without others.

    An error cannot be ignored; it can only be left unselected, and is then still counted.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def shown(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are chosen, in their order."""
        return tuple(f for f in findings if (not self.select or f.code in self.select) and (f.level == "error" or f.code not in self.ignore))


def annotations(findings: Iterable[Finding]) -> Iterator[str]:
    """A workflow command for each finding, as GitHub's runner reads them from a log."""
    for finding in findings:
        mark = finding.mark
        place = {"file": mark.file, "line": mark.line, "col": mark.column, "endColumn": mark.column + mark.width, "title": finding.code}
        where = ",".join(f"{key}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in place.items())
        advice = f"accepted: {finding.accepted}" if finding.accepted else f"hint: {finding.hint}" if finding.hint else ""
        yield f"::{_ANNOTATION[finding.level]} {where}::{_escaped(chr(10).join(filter(None, (finding.message, advice))))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def sarif(findings: Iterable[Finding], checked: dict[str, Any]) -> dict[str, Any]:
    """The findings as a SARIF 2.1.0 log with one run. `checked` goes into its properties.

    Every code is a rule with its explanation as help. What an author accepts is a suppression in the source, with the reason.
    """
    rules = list(explanations())
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "briefings", "version": __version__, "rules": [_rule(each) for each in explanations().values()]}},
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": True}],
                "results": [_result(finding, rules) for finding in findings],
                "properties": {"checked": checked},
            }
        ],
    }


def _rule(each: Explanation) -> dict[str, Any]:
    fenced = "\n\n".join(f"{title}:\n\n```yaml\n{text.rstrip()}\n```" for title, text in (("Not so", each.bad), ("But so", each.good)))
    return {
        "id": each.code,
        "shortDescription": {"text": each.rule},
        "fullDescription": {"text": f"{each.rule} {each.reason}"},
        "help": {"text": str(each), "markdown": f"{each.rule}\n\n{each.reason}\n\n{fenced}"},
        "defaultConfiguration": {"level": each.level.split(" ")[0]},
    }


def _result(finding: Finding, rules: list[str]) -> dict[str, Any]:
    mark = finding.mark
    region = {"startLine": mark.line, "startColumn": mark.column, "endColumn": mark.column + mark.width}
    hint = f"\nhint: {finding.hint}" if finding.hint and not finding.accepted else ""
    return {
        "ruleId": finding.code,
        **({"ruleIndex": rules.index(finding.code)} if finding.code in rules else {}),
        "level": finding.level,
        "message": {"text": f"{finding.message}{hint}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(mark.file.replace("\\", "/"))}, "region": region}}],
        **({"suppressions": [{"kind": "inSource", "status": "accepted", "justification": finding.accepted}]} if finding.accepted else {}),
    }


# --- what was looked at -----------------------------------------------------------------------------------


def summary(results: list[Checked], shown: tuple[Finding, ...]) -> Iterator[str]:
    """What was checked, how much of it, and with what result. `shown` are the findings that are printed."""
    library = results[0].library
    yield f"{len(library.proven)} of {_count(len(library.quotations), 'quotation')} proven word for word, from {_count(len(library.sources), 'source')}"
    for line in library.ledger:
        yield f"  {line.source}: {quoted(line)}"
    listed = [_count(len(entries), one) for entries, one in _listed(library) if entries]
    if listed:
        yield f"{', '.join(listed)} looked for in neutral text"
    for scenario in (result.scenario for result in results if result.scenario):
        of = scenario_counts(scenario)
        texts = f"{_count(of['passages'], 'text')}, {_count(of['citations'], 'citation')}, {of['secret_runs']} runs of secret words"
        deals = f"; {of['deals_that_pass']} of {_count(of['deals'], 'deal')} pass" if "deals_that_pass" in of else ""
        yield f"{scenario.id}: {results[0].rules} rules, {texts}{deals}"
    findings = {f for result in results for f in result.findings}
    unseen = len(findings - {*shown})
    counts = ", ".join(_count(sum(f.level == level for f in findings), level) for level in ("error", "warning", "note"))
    yield f"{counts}{f'; {unseen} not shown' if unseen else ''}"


def summary_data(results: list[Checked]) -> dict[str, Any]:
    """The same as plain data."""
    library = results[0].library
    return {
        "scenarios": [{"id": r.scenario.id, **scenario_counts(r.scenario)} for r in results if r.scenario],
        "rules": results[0].rules,
        "quotations": len(library.quotations),
        "proven": len(library.proven),
        "sources": [source_data(library, line) for line in library.ledger],
        **{one.replace(" ", "_") + "s": len(entries) for entries, one in _listed(library)},
    }


def _listed(library: Library) -> tuple[tuple[tuple[Any, ...], str], ...]:
    glossary = library.glossary
    return (glossary.terms, "charged term"), (glossary.places, "named place"), (glossary.figures, "disputed figure")


def scenario_counts(scenario: Scenario) -> dict[str, int]:
    """How much of a scenario was looked at: its texts, citations, runs of secret words, deals where they were counted."""
    passages = scenario.passages
    found = counted(game(scenario))
    return {
        "passages": len(passages),
        "citations": sum(len(passage.citations) for passage in passages),
        "secret_runs": len(scenario.secrets),
        **({"deals": found.game.size, "deals_that_pass": found.passing} if found else {}),
    }


def quoted(line: Ledger) -> str:
    """A line of the rights ledger: `264 of 1180 words quoted (22.4 %, limit 25 %)`."""
    return f"{line.quoted} of {line.total} words quoted ({100 * line.share:.1f} %, limit {line.limit} %)"


def source_data(library: Library, line: Ledger) -> dict[str, Any]:
    """A source as plain data."""
    own = library.of(line.source)
    return {
        "id": line.source,
        "citation": citation(library.sources[line.source]),
        "excerpts": len(own),
        "proven": sum(q.proof is not None for q in own),
        "quoted_words": line.quoted,
        "words": line.total,
        "limit_percent": line.limit,
        "full_text": line.source in library.texts,
    }


def _count(n: int, one: str) -> str:
    return f"{n} {one}" if n == 1 else f"{n} {one}s"

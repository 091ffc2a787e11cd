"""Findings for other programs: the annotations of a workflow on GitHub, and SARIF for code scanners.

You get lines or plain data. What a finding says is in `marks`, why it is one in `codes`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from briefings import __version__
from briefings.codes import Explanation, explanations
from briefings.marks import Finding

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

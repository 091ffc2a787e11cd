"""Findings for other programs, and which of them are shown."""

from briefings.codes import explanations
from briefings.marks import Finding, Mark
from briefings.reports import Choice, annotations, sarif

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

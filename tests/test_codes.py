"""Every code has an explanation, and every explanation a code."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from briefings import checks
from briefings.codes import explanations, listing, meant, stages

PACKAGE = Path(checks.__file__).parent.parent
MAKERS = {"finding", "Finding", "within", "found", "_found", "PydanticCustomError"}


def named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def literals(node: ast.expr) -> list[str]:
    """The codes an argument can be: a text, one of two texts, or a text that ends in one of a loop's."""
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


@cache
def written(folder: Path = PACKAGE) -> list[tuple[str, str]]:
    """Each code in the program, with the level where it stands beside it as a word."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or named(call) not in MAKERS:
                continue
            level = next((a.value for a in call.args if isinstance(a, ast.Constant) and a.value in ("error", "warning", "note")), "")
            first = 2 if named(call) == "within" else 0  # in a passage the code comes after the passage and the place
            found += [(code, level) for argument in call.args[first : first + 1] for code in literals(argument)]
    return found


# Made of a fixed beginning and the name of a column.
COMPOSED = {"doubled-name", "doubled-id"}


def test_no_code_is_without_an_explanation_and_no_explanation_without_a_code():
    codes = {code for code, _ in written()} | COMPOSED
    assert codes == set(explanations())


def test_an_explanation_has_the_level_of_its_finding():
    for code, level in written():
        assert level in explanations()[code].level, code


def test_each_code_is_explained_once_and_each_example_differs():
    assert [code for code, n in Counter(each.code for stage in stages() for each in stage.codes).items() if n > 1] == []
    assert [each.code for each in explanations().values() if each.bad == each.good] == []


def test_the_listing_has_a_line_for_each_code_below_its_stage():
    lines = [line for line in listing() if line]
    assert len(lines) == len(explanations()) + len(stages())
    assert lines[0] == stages()[0].stage.upper()
    assert any(line.startswith("misquoted ") for line in lines)


def test_an_explanation_tells_rule_reason_and_both_examples():
    text = str(explanations()["thin-hand"])
    assert text.startswith("thin-hand (warning)\n\nNo role has less than half")
    assert [line for line in text.splitlines() if line.endswith(":")] == ["Not so:", "But so:"]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["misquoted"], {"misquoted"}),
        (["role-"], {"role-cannot-lose", "role-cannot-win", "role-dictates", "role-idle"}),
        (["no-reason, tab", "thin-hand"], {"no-reason", "tab", "thin-hand"}),
        (["name"], {"name"}),
    ],
)
def test_words_stand_for_a_code_or_for_all_that_begin_so(words: list[str], codes: set[str]):
    assert meant(words) == (codes, ())


def test_an_unknown_word_is_said_with_what_may_be_meant():
    assert meant(["misqoted", ""])[1] == ("no code 'misqoted'; did you mean 'misquoted'?", "no code ''; see all with: briefings explain")

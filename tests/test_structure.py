"""The order of the house: a module imports only what stands before it."""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "briefings"

# The pipeline, in the words of the package docstring. `build` and what follows may use everything before.
ORDER = [
    "cache", "crew", "slips", "marks", "complaints", "models", "codes", "documents", "project", "wording", "terms", "sources", "sections", "guides",
    "scenarios", "twins", "searching", "excerpting", "reading", "balance", "negotiation", "enumeration", "shelf",
    "checks", "reports", "spreadsheet", "roster", "seating", "casting",
    "imposition", "orders", "packs", "pages", "press", "fitting", "setting", "printrun", "secrecy", "classes", "output", "build",
    "theme", "schemas", "scaffolds", "sharing", "differing", "doctor", "show", "preview", "cli", "__main__",
]  # fmt: skip
ONLY_USERS = {
    "yaml": "marks",
    "jinja2": "pages",
    "weasyprint": "press",
    "scipy": "seating",
    "typer": "cli",
    "markdown_it": "pages",
    "pypdfium2": "press",
    "pikepdf": "press",
    "readability": "reading",
    "starlette": "preview",
    "uvicorn": "preview",
    "watchfiles": "preview",
}


@cache
def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names += [f"{node.module}.{alias.name}" if node.module == "briefings" else str(node.module) for alias in node.names]
    return names


def test_every_module_has_its_place_in_the_pipeline():
    assert {stage(path) for path in modules()} == set(ORDER)


def test_the_package_docstring_tells_every_module():
    docstring = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))) or ""
    told = [name for name in ORDER if name != "__main__"]
    assert [name for name in told if f"{name}.py" not in docstring and f"{name}/" not in docstring] == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_modules_above_it(path: Path):
    own = ORDER.index(stage(path))
    stages = [name.split(".")[1] for name in imported(path) if name.startswith("briefings.") and name.split(".")[1] in ORDER]
    late = [name for name in stages if ORDER.index(name) > own]
    assert late == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_engine_has_one_user(path: Path):
    for library, user in ONLY_USERS.items():
        if any(name.split(".")[0] == library for name in imported(path)):
            assert stage(path) == user, f"{path} uses {library}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_say_what_they_are_and_stay_short(path: Path):
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
    assert text.count("\n") <= 450, f"{path} should be split"


def test_templates_never_mark_data_as_safe_and_keep_it_out_of_styles():
    for path in (PACKAGE.parent / "templates").glob("*.html"):
        text = path.read_text("utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "<style" not in text
        assert "style=" not in text
        assert "href={{" not in text

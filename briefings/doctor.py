"""What this machine needs for printing, whether it is there, and the command that installs it."""

import ctypes.util
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from briefings.project import Project, listed, overlaid

# What WeasyPrint loads, by the names the dynamic linker knows. The last one makes setting about five times faster.
LIBRARIES = (("pango-1.0", "Pango"), ("pangoft2-1.0", "Pango for FreeType"), ("harfbuzz", "HarfBuzz"), ("harfbuzz-subset", "HarfBuzz subsetter"))
_INSTALL = {
    "apt-get": "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install -y pango harfbuzz",
    "apk": "sudo apk add pango harfbuzz-subset",
    "brew": "brew install pango",
}
PACKAGES = ("weasyprint", "jinja2", "pydantic", "pyyaml", "markdown-it-py", "pypdfium2", "pikepdf", "numpy", "typer")

SOLVER = f"{sys.executable} -m pip install 'scipy>=1.15,<2'"
PREVIEWING = {"starlette": ">=1.10,<2", "uvicorn": ">=0.54,<1", "watchfiles": ">=1.3,<2"}
PREVIEW = f"{sys.executable} -m pip install {' '.join(repr(name + versions) for name, versions in PREVIEWING.items())}"


def how_to_install() -> str:
    """The command that installs the typesetting libraries on this machine."""
    for manager, command in _INSTALL.items():
        if shutil.which(manager):
            return command
    return "install Pango with your system's package manager, or Homebrew's 'brew install pango'"


def examine(project: Project) -> tuple[list[str], bool]:
    """A line for everything looked at, and whether something needed is missing."""
    lines, missing = [f"Python {platform.python_version()} on {platform.system()}"], False
    for package in PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            lines, missing = [*lines, f"{package} is missing: install it with 'pip install briefings'"], True
    try:
        lines.append(f"scipy {version('scipy')}, for 'briefings cast'")
    except PackageNotFoundError:
        lines.append(f"scipy is missing; only 'briefings cast' needs it: {SOLVER}")
    if absent := [name for name in PREVIEWING if find_spec(name) is None]:
        lines.append(f"{', '.join(absent)}: missing; only 'briefings preview' needs it: {PREVIEW}")
    else:
        lines.append(f"{', '.join(f'{name} {version(name)}' for name in PREVIEWING)}, for 'briefings preview'")
    absent = [name for library, name in LIBRARIES if ctypes.util.find_library(library) is None]
    for _, name in LIBRARIES:
        lines.append(f"{name}: {'missing' if name in absent else 'found'}")
    if absent:
        lines, missing = [*lines, f"install what is missing: {how_to_install()}"], True
    fonts = listed(project.templates, "fonts/*.ttf")
    where = dict.fromkeys(project.shown(overlaid(project.templates, font).parent) for font in fonts)
    lines.append(f"{len(fonts)} fonts in {' and '.join(where)}")
    lines.append(f"project: {project.root}")
    lines.append("something is missing" if missing else "all is there")
    return lines, missing

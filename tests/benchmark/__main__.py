"""Times and memory of building the first scenario, printed from one run: `make benchmark`.

A cold build is a process of its own, from start to the last file written. A warm build is one of several in one
process, after the first. Figures are medians; the smallest and largest stand beside them. Nothing is asserted.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).parent.parent


def cold(folder: str) -> tuple[float, float]:
    """Wall seconds and peak memory in MiB of one build in a process of its own."""
    _, wall, memory = process("--one", folder)
    return wall, memory


def one(folder: str) -> int:
    """Builds the first scenario on A4 into a folder; how many pages it has."""
    from briefings.build import build
    from briefings.project import Project

    return sum(f.pages for f in build(Project(ROOT, Path(folder)), "lachin-2022").files)


def check_only(folder: str) -> None:
    from briefings.build import check_scenario
    from briefings.project import Project

    check_scenario(Project(ROOT, Path(folder)), "lachin-2022")


def deals() -> tuple[int, int, int, float]:
    """The analysis of a game of ten million deals and five roles: its deals, how many pass, the frontier, wall seconds."""
    import random

    from briefings.enumeration import analyse
    from briefings.negotiation import Game, Player

    chance = random.Random(1)
    sizes = [8] * 7 + [5]
    issues = tuple(tuple(f"{name}/{k}" for k in range(n)) for name, n in zip("abcdefgh", sizes, strict=True))

    def player(role: str) -> Player:
        points = tuple(tuple(chance.randint(0, 20) for _ in range(n)) for n in sizes)
        return Player(role, points, tuple(tuple(chance.random() < 0.05 for _ in range(n)) for n in sizes), 75, True)

    played = Game(issues, tuple(map(player, "pqrst")), 4, ("p",))
    start = time.perf_counter()
    found = analyse(played)
    return played.size, found.passing, len(found.frontier), time.perf_counter() - start


def process(*arguments: str) -> tuple[str, float, float]:
    """Output, wall seconds and peak memory in MiB of this module run in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "tests.benchmark", *arguments], cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return output, time.perf_counter() - start, usage.ru_maxrss / scale


def seconds(values: list[float]) -> str:
    return f"{statistics.median(values):6.2f} s   ({min(values):.2f} to {max(values):.2f})"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        colds = [cold(folder) for _ in range(RUNS)]
        pages = one(folder)
        warms, checks = [], []
        for _ in range(RUNS):
            start = time.perf_counter()
            one(folder)
            warms.append(time.perf_counter() - start)
            start = time.perf_counter()
            check_only(folder)
            checks.append(time.perf_counter() - start)
    walls = [wall for wall, _ in colds]
    print(f"lachin-2022 on A4: {pages} pages; {RUNS} runs of each; {os.cpu_count()} cores; Python {sys.version.split()[0]}")
    print(f"cold build, whole process     {seconds(walls)}   {pages / statistics.median(walls):5.1f} pages a second")
    print(f"warm build, in one process    {seconds(warms)}   {pages / statistics.median(warms):5.1f} pages a second")
    print(f"check only, in one process    {seconds(checks)}")
    print(f"cold to warm                  {statistics.median(walls) / statistics.median(warms):6.2f} times")
    output, wall, memory = process("--deals")
    print(f"{output.strip()}; {wall:.2f} s and {memory:.0f} MiB for the whole process")
    print(f"peak memory of a cold build   {statistics.median(memory for _, memory in colds):6.0f} MiB")


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps({"pages": one(sys.argv[-1]), "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
    elif "--deals" in sys.argv:
        size, passing, frontier, wall = deals()
        print(f"{size} deals of five roles: {passing} pass, {frontier} on the frontier; analysed in {wall:.2f} s")
    else:
        main()

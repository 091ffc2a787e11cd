"""The rows of the benchmark, measured and printed; the package's docstring tells what they mean."""

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefings.project import Project
from tests.benchmark import content
from tests.benchmark.content import SCENARIO
from tests.benchmark.editing import Previewed
from tests.benchmark.peers import absent

ROOT = Path(__file__).parent.parent.parent
WORKERS = 2
SHORT, LONG = 5, 3  # runs of what takes seconds, and of what takes longer
OURS, PLAIN, CHROMIUM, CHROMIUM_2, TYPST = "briefings", "plain WeasyPrint", "Chromium kept open", "Chromium, two tabs", "Typst"


@dataclass(frozen=True)
class Measured:
    """One run of a process: wall seconds, peak memory in MiB, what it wrote, and when it was ready to begin."""

    wall: float
    memory: float
    pages: int = 0
    size: int = 0
    ready: float = 0.0


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmark", description="Times and memory, beside peers.")
    options.add_argument("--quick", action="store_true", help="run everything once")
    options.add_argument("--runs", type=int, help="how many runs of everything")
    options.add_argument("--rows", default="a,b,c,d,e,f,g,h", help="which rows, such as a,f")
    given = options.parse_args()
    runs = given.runs or (1 if given.quick else 0)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), runs or SHORT, runs or LONG)
        print(f"{SCENARIO} on A4; {os.cpu_count()} cores; Python {sys.version.split()[0]}; medians of {bench.short} runs, or {bench.long} of what takes long")
        for peer in ("chromium", "typst"):
            if why := absent(peer):
                print(why)
        for name in given.rows.split(","):
            getattr(bench, f"row_{name}")()


# --- what is measured -------------------------------------------------------------------------------------


class Bench:
    """A project of its own, the pages for the peers, and a method for each row."""

    def __init__(self, folder: Path, short: int, long: int) -> None:
        self.folder, self.short, self.long = folder, short, long
        self.home, self.pages = folder / "project", folder / "pages"
        for part in ("scenarios", "seeds"):
            shutil.copytree(ROOT / part, self.home / part)
        self.pages.mkdir()
        self.project = Project(ROOT, folder / "build")
        self.pack = content.the_pack(self.project)
        content.save(self.pack.documents, self.project, self.pages)
        if not absent("typst"):
            content.save_typst(self.pack, self.pages)
        self.build()  # compiles Python's files, fills the cache
        self.built = folder / "built"
        shutil.copytree(self.home / "build", self.built)

    # briefings

    def build(self, *options: str) -> Measured:
        """One build by the command line, in a process of its own."""
        return process([sys.executable, "-m", "briefings", "build", SCENARIO, "-j", str(WORKERS), *options], self.home)

    def as_built(self) -> None:
        """The project as it was right after the pack was built."""
        shutil.rmtree(self.home / "build", ignore_errors=True)
        shutil.copytree(self.built, self.home / "build")

    def cold(self) -> Measured:
        documents = [self.home / "build" / SCENARIO / "a4" / f"{document.id}.pdf" for document in self.pack.documents]
        return counted(self.build("--fresh"), documents)

    def class_of(self, count: int, *options: str) -> Measured:
        """A class or conference of so many, from a cast without names to its one `print.pdf`."""
        cast = self.folder / f"class-{count}.csv"
        if not cast.is_file():
            process([sys.executable, "-m", "briefings", "cast", SCENARIO, "--players", str(count), "--out", str(cast)], self.home)
        self.as_built()
        measured = self.build("--cast", str(cast), "--envelopes-only", *options)
        return counted(measured, [self.home / "build" / f"{SCENARIO}-envelopes" / "a4" / "print.pdf"])

    def unchanged(self) -> Measured:
        return self.build()

    def one_word(self) -> Measured:
        """One more word in the first role's brief, another one each time."""
        self.scenario.write_text(self.another_word(), "utf-8")
        return self.build()

    @property
    def scenario(self) -> Path:
        return self.home / "scenarios" / f"{SCENARIO}.yaml"

    def another_word(self) -> str:
        """The scenario with one more word in the first role's brief."""
        before = (ROOT / "scenarios" / f"{SCENARIO}.yaml").read_text("utf-8")
        word = "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=6))
        after = re.sub(r"(you_are: >-\n\s+\S+ )", rf"\1{word} ", before, count=1)
        assert after != before, "no brief was found to change"
        return after

    # peers

    def peer(self, peer: str, names: Sequence[str], *options: str) -> Measured:
        """A peer setting pages of the pack, or its own file."""
        listed, out = self.folder / "list", self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        listed.write_text("\n".join(names), "utf-8")
        measured = process([sys.executable, "-m", "tests.benchmark.peers", peer, str(self.pages), str(listed), str(out), *options], ROOT)
        return counted(measured, out.glob("*.pdf"))

    def some_envelopes(self) -> tuple[list[str], int]:
        """The pages of the envelopes of one table, saved for the peers, and how many envelopes they are."""
        pack = content.the_pack(self.project, 30)
        first = [content.envelope(pack, packet) for packet in content.packets(pack) if packet.table == 1]
        content.save({d.id: d for envelope in first for d in envelope}.values(), self.project, self.pages)
        return [document.id for envelope in first for document in envelope], len(first)

    def typst_class(self, count: int) -> Callable[[], Measured]:
        if not absent("typst"):
            content.save_typst_envelopes(content.the_pack(self.project, count), self.pages, f"class-{count}")
        return lambda: self.peer("typst", [f"class-{count}"])

    def envelopes_for(self, count: int, peer: str, *options: str) -> Callable[[], Measured]:
        """What so many envelopes would take a peer, after those of one table; the start is counted once."""
        names, some = self.some_envelopes()
        return lambda: for_more(self.peer(peer, names, *options), count / some)

    # rows

    def row_a(self) -> None:
        ids = [document.id for document in self.pack.documents]
        found = row(
            f"(a) the whole cold pack, {len(ids)} documents, {WORKERS} workers",
            self.long,
            {
                OURS: self.cold,
                PLAIN: lambda: self.peer("weasyprint", ids),
                CHROMIUM: lambda: self.peer("chromium", ids, "1"),
                CHROMIUM_2: lambda: self.peer("chromium", ids, "2"),
                TYPST: lambda: self.peer("typst", ["pack"]),
            },
        )
        goal_of_peer(found, CHROMIUM, 1, "no slower than Chromium kept open")

    def row_b(self) -> None:
        found = row(
            "(b) a class of 30, the pack already built",
            self.short,
            {
                OURS: lambda: self.class_of(30),
                TYPST: self.typst_class(30),
                f"{PLAIN}, scaled": self.envelopes_for(30, "weasyprint"),
                f"{CHROMIUM}, scaled": self.envelopes_for(30, "chromium", "1"),
            },
            self.long,
        )
        goal_of_peer(found, TYPST, 1, "ahead of Typst")
        goal_of_peer(found, f"{PLAIN}, scaled", 1 / 10, "at most a tenth of plain WeasyPrint")

    def row_c(self) -> None:
        typst = {TYPST: self.typst_class(300)} if free() > 10 * 2**30 else {}
        if not typst:
            print("\ntypst: needs 8 GiB for the workshop, skipped")
        found = row(
            "(c) a workshop of 300, cold",
            self.long,
            {
                OURS: lambda: self.class_of(300, "--fresh"),
                **typst,
                f"{PLAIN}, scaled": self.envelopes_for(300, "weasyprint"),
                f"{CHROMIUM}, scaled": self.envelopes_for(300, "chromium", "1"),
            },
        )
        goal_of_peer(found, f"{PLAIN}, scaled", 1 / 30, "at most 1/30 of plain WeasyPrint")

    def row_d(self) -> None:
        found = row("(d) a conference of 5,000, cold, one print.pdf", self.long, {OURS: lambda: self.class_of(5000, "--fresh")})
        ours = median(found[OURS])
        goal("under 60 s", ours.wall < 60, f"{ours.wall:.1f} s")
        goal("under 10 MB", ours.size < 10e6, f"{ours.size / 1e6:.1f} MB")
        goal("under 512 MiB", ours.memory < 512, f"{ours.memory:.0f} MiB")

    def row_e(self) -> None:
        self.as_built()
        found = row("(e) nothing changed", self.short, {OURS: self.unchanged})
        ours = median(found[OURS])
        goal("under 0.5 s", ours.wall < 0.5, f"{ours.wall:.2f} s")
        told = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "briefings", "build", SCENARIO], cwd=self.home, env=environment(), capture_output=True, text=True
        )
        goal("WeasyPrint not imported", not re.search(r"\bweasyprint\b", told.stderr), "looked at what was imported")

    def row_f(self) -> None:
        self.as_built()
        found = row("(f) one word changed in one brief", self.short, {OURS: self.one_word})
        ours = median(found[OURS])
        goal("under 1.5 s", ours.wall < 1.5, f"{ours.wall:.2f} s")

    def row_g(self) -> None:
        """What has no goal: the check alone, and the deals of a large game."""
        row("(g) the check alone", self.short, {OURS: lambda: process([sys.executable, "-m", "briefings", "check", SCENARIO], self.home)})
        row("(g) ten million deals of five roles analysed", self.long, {OURS: lambda: process([sys.executable, "-m", "tests.benchmark.deals"], ROOT)})

    def row_h(self) -> None:
        self.as_built()
        previewed = Previewed(self.home, SCENARIO, f"role-brief-{self.pack.envelopes[0].role}", environment())
        try:
            all = [previewed.save(self.scenario, self.another_word()) for _ in range(self.short)]
        finally:
            previewed.end()
        print("\n(h) one word changed in one brief, from saving it to seeing it in the preview")
        for words, name in (("findings told", "found"), ("new pages told", "told"), ("first page served", "served"), ("whole pack set and searched", "whole")):
            seconds = [getattr(felt, name) for felt in all]
            print(f"  {words:28}{statistics.median(seconds):9.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})", flush=True)
        served = statistics.median(felt.served for felt in all)
        goal("under 1.5 s", served < 1.5, f"{served:.2f} s")


# --- measuring --------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """That of a process: this package on its path, and compiled files kept, as they are for users."""
    given = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return given


def process(command: Sequence[str], folder: Path) -> Measured:
    """Runs a command to its end. Ends the benchmark where it fails."""
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        running = subprocess.Popen(command, cwd=folder, env=environment(), stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        peak = Peak(running.pid)
        _, status, usage = os.wait4(running.pid, 0)
        wall = time.perf_counter() - start
        running.returncode = os.waitstatus_to_exitcode(status)
        largest = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
        output.seek(0)
        said = output.read()
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said}")
    told = said.strip().splitlines()[-1:]
    ready = json.loads(told[0])["ready"] if told and told[0].startswith('{"ready"') else 0.0
    return Measured(wall, max(largest, peak.stop()), ready=ready)


class Peak:
    """Looks on from a thread how much memory the processes of a session use together."""

    EVERY = 0.25  # seconds; oftener would be felt in the times

    def __init__(self, session: int) -> None:
        self.session, self.highest, self.over = session, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def stop(self) -> float:
        self.over.set()
        self.thread.join()
        return self.highest

    def _look(self) -> None:
        while not self.over.wait(self.EVERY):
            self.highest = max(self.highest, sum(map(self._share, Path("/proc").glob("[0-9]*"))))

    def _share(self, path: Path) -> float:
        """MiB of one process, if it is of the session; what it shares with others is divided by their number."""
        try:
            if int((path / "stat").read_text().rpartition(")")[2].split()[3]) != self.session:
                return 0.0
            found = re.search(r"^Pss:\s+(\d+)", (path / "smaps_rollup").read_text(), re.M)
        except OSError:  # it has ended
            return 0.0
        return int(found[1]) / 1024 if found else 0.0


def free() -> int:
    """Bytes of memory that nobody uses."""
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") and "SC_AVPHYS_PAGES" in os.sysconf_names else 0


def counted(measured: Measured, files: Iterable[Path]) -> Measured:
    """With the pages and bytes of the PDFs that were written."""
    from pypdfium2 import PdfDocument

    pages, size = 0, 0
    for path in files:
        with PdfDocument(path) as pdf:
            pages += len(pdf)
        size += path.stat().st_size
    return replace(measured, pages=pages, size=size)


def for_more(one: Measured, times: float) -> Measured:
    return replace(one, wall=one.ready + (one.wall - one.ready) * times, pages=round(one.pages * times), size=round(one.size * times))


# --- printing ---------------------------------------------------------------------------------------------


def row(title: str, runs: int, peers: dict[str, Callable[[], Measured]], peer_runs: int = 0) -> dict[str, list[Measured]]:
    """Measures all peers that are here, in turns, and prints a line for each."""
    here = {name: run for name, run in peers.items() if not absent(name.split()[0].strip(",").lower())}
    found: dict[str, list[Measured]] = {name: [] for name in here}
    for number in range(runs):
        for name, run in here.items():
            if name == OURS or number < (peer_runs or runs):
                found[name].append(run())
    print(f"\n{title}")
    for name, all in found.items():
        middle, walls = median(all), [m.wall for m in all]
        span = f"({min(walls):.2f} to {max(walls):.2f})"
        written = f"{middle.pages:7,} pages {middle.size / 1e6:8.1f} MB" if middle.pages else ""
        print(f"  {name:28}{middle.wall:9.2f} s  {span:22}{middle.memory:6.0f} MiB  {written}".rstrip(), flush=True)
    return found


def median(all: Sequence[Measured]) -> Measured:
    return replace(all[-1], wall=statistics.median(m.wall for m in all), memory=statistics.median(m.memory for m in all))


def goal_of_peer(found: dict[str, list[Measured]], peer: str, share: float, what: str) -> None:
    if peer in found:
        ratio = median(found[OURS]).wall / median(found[peer]).wall
        goal(what, ratio <= share, f"{ratio:.3f} of its time")


def goal(what: str, reached: bool, figure: str) -> None:
    print(f"  goal {what}: {'reached' if reached else 'NOT reached'} ({figure})", flush=True)


if __name__ == "__main__":
    main()

"""A build that is killed leaves the old output or the new one, whole. `KILLS=100 pytest tests/test_kills.py` kills a hundred."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.worlds import LEAN, changed, world

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KILLS", "2"))
SCENARIOS = (LEAN, changed(LEAN, "A schedule that the Upper Valley can plan by.", "A timetable that the Upper Valley can plan by."))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_killed_at_any_moment_leaves_the_old_output_or_the_new_one_and_the_next_build_succeeds(tmp_path: Path):
    project = world(tmp_path / "river", LEAN)
    output = project.output / "river"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "BRIEFINGS_CACHE": str(tmp_path / "cache")}

    def start(number: int) -> subprocess.Popen[bytes]:
        project.scenario("river").write_text(SCENARIOS[number % 2], "utf-8")
        command = [sys.executable, "-m", "briefings", "build", "river", "-j", "2"]
        # A group of its own, so that the processes of the crew are killed with it.
        return subprocess.Popen(command, cwd=project.root, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    whole, seconds = [], []
    for number in range(3):  # the last one takes what it sets from the cache, as most of those do that are killed
        began = time.monotonic()
        assert start(number).wait() == 0
        seconds.append(time.monotonic() - began)
        whole.append(files_in(output))
    assert whole[0] == whole[2]
    assert whole[0] != whole[1]
    moments = random.Random(2020)
    for number in range(KILLS):
        if number % 4 == 3:  # without a cache the build is at work in other places
            for path in (tmp_path / "cache").rglob("*"):
                if path.is_file() and moments.random() < 0.5:
                    path.unlink()
        running = start(number)
        time.sleep(moments.uniform(0.1, 1.1 * seconds[2]))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        assert files_in(output) in whole, f"kill {number}"
    for number in range(KILLS, KILLS + 2):
        assert start(number).wait() == 0
        assert files_in(output) == whole[number % 2]
    assert [path.name for path in project.output.iterdir() if not path.name.startswith(".")] == ["river"]

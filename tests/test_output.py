"""A folder is replaced as a whole: at every moment it is the old one or the new one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefings import output
from briefings.output import replace_folder
from tests.conftest import ROOT


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_holds_the_new_files_and_no_old_one(tmp_path: Path):
    replace_folder(tmp_path / "out" / "pack", {"a4/one.pdf": b"1", "old.pdf": b"2"})
    replace_folder(tmp_path / "out" / "pack", {"a4/one.pdf": b"3"})
    assert held(tmp_path / "out" / "pack") == {"a4/one.pdf": b"3"}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".pack.lock", "pack"]


def test_it_does_without_the_systems_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(output, "_exchanged", lambda one, two: False)
    replace_folder(tmp_path / "pack", {"one": b"1"})
    replace_folder(tmp_path / "pack", {"two": b"2"})
    assert held(tmp_path / "pack") == {"two": b"2"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".pack.lock", "pack"]


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="two folders change places in one step on Linux and macOS only")
def test_two_folders_change_places(tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert output._exchanged(tmp_path / "one", tmp_path / "two")
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["two"]


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path):
    (tmp_path / ".pack-x1y2").mkdir()
    (tmp_path / ".pack-x1y2" / "half").touch()
    (tmp_path / ".packet-is-another").mkdir()
    replace_folder(tmp_path / "pack", {"one": b"1"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [".pack.lock", ".packet-is-another", "pack"]


def test_a_disk_error_leaves_the_old_folder(tmp_path: Path):
    replace_folder(tmp_path / "pack", {"one": b"1"})
    with pytest.raises(FileExistsError):
        replace_folder(tmp_path / "pack", {"two": b"2", "two/three": b"3"})
    assert held(tmp_path / "pack") == {"one": b"1"}


WRITER = """
import sys
from pathlib import Path
from briefings.output import replace_folder
n = 0
while True:
    n = 1 - n
    replace_folder(Path(sys.argv[1]), {f"{i}.pdf": bytes([48 + n]) * 20_000 for i in range(40)})
    print(flush=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_folder_whole(tmp_path: Path):
    folder = tmp_path / "pack"
    replace_folder(folder, {f"{i}.pdf": b"0" * 20_000 for i in range(40)})
    for moment in range(100):
        process = subprocess.Popen([sys.executable, "-S", "-c", WRITER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moment * 0.00013)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        files = held(folder)
        assert len(files) == 40, moment
        assert len(set(files.values())) == 1, moment
    replace_folder(folder, {"one": b"1"})
    assert held(folder) == {"one": b"1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".pack.lock", "pack"]

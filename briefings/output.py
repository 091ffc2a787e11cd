"""A folder of output is replaced as a whole: `replace_folder(folder, files)`.

At every moment the folder is the old one or the new one, complete. Files are written beside it, and the two folders
change places in one step of the system where it has one (Linux, macOS); elsewhere the old one is moved away first.
"""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_SWAPS = {"linux": ("renameat2", -100), "darwin": ("renameatx_np", -2)}  # the system's call, and its word for "this folder"
_EXCHANGE = 2  # RENAME_EXCHANGE and RENAME_SWAP


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes `folder` hold these files, by name, and nothing else."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        for left in folder.parent.glob(f".{folder.name}-*"):  # of a build that was killed: nobody else is here now
            shutil.rmtree(left, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, content in files.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
            fresh.chmod(0o755)
            _put_in_place(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _put_in_place(fresh: Path, folder: Path) -> None:
    """`folder` becomes what `fresh` is; what it was, if anything, is then at `fresh`."""
    if not folder.exists():
        os.replace(fresh, folder)
    elif not _exchanged(fresh, folder):
        old = fresh.with_name(f"{fresh.name}-old")
        os.replace(folder, old)
        os.replace(fresh, folder)
        os.replace(old, fresh)


def _exchanged(one: Path, two: Path) -> bool:
    """Whether the system let two folders change places in one step."""
    if sys.platform not in _SWAPS:
        return False
    name, here = _SWAPS[sys.platform]
    swap = getattr(ctypes.CDLL(None), name, None)
    return swap is not None and swap(here, os.fsencode(one), here, os.fsencode(two), _EXCHANGE) == 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other build puts files into this folder. The system frees the lock of a process that was killed."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system: two builds of one scenario at once are the user's risk
        yield
        return
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

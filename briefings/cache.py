"""What was set once is kept, by what it was made from: `Cache.get(key)`, `Cache.put(key, value)`.

A key is a hash of everything a result depends on, made by `key_of`. Nothing in a cache is ever changed, so that several
builds may share one; a new entry appears whole or not at all. An entry that no longer is what was written counts as
missing and is made again. The folder may be deleted at any time.
"""

import hashlib
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOM = 512 * 1024 * 1024  # bytes that a cache may take before what was unused longest goes
_CHECK = hashlib.sha256().digest_size


def key_of(*parts: str | bytes) -> str:
    """A key for these parts in this order; no two lists of parts have the same one."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


class Cache:
    """Results by key in a folder, or nowhere: without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None where there is nothing or it was damaged."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(stored[_CHECK:]).digest() != stored[:_CHECK]:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)  # used now: the last to go when room is made
        return stored[_CHECK:]

    def put(self, key: str, value: bytes) -> None:
        """Keeps a value. A disk that is full or cannot be written makes the next build slower, not this one fail."""
        if self.folder is None:
            return
        path = self._path(key)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                fresh.write_bytes(hashlib.sha256(value).digest() + value)
                os.replace(fresh, path)
            finally:
                fresh.unlink(missing_ok=True)

    def make_room(self, room: int = ROOM) -> None:
        """Deletes what was unused longest until the rest takes at most `room` bytes, and what a killed build left half written."""
        if self.folder is None:
            return
        entries = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                found = path.stat()
                if path.suffix and time.time() - found.st_mtime > 3600:
                    path.unlink()
                else:
                    entries.append((found.st_mtime, found.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= room:
                break
            with suppress(OSError):
                path.unlink()
            total -= size

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / key


def digest(paths: Iterable[Path]) -> str:
    """A hash of the names and contents of files, in the order given."""
    return key_of(*(part for path in paths for part in (path.name, path.read_bytes())))


@cache
def machinery() -> str:
    """A hash of everything that sets pages and reads them again: this package's code, the engine and what it works with.

    The system's Pango is known by the names of its files, which carry its version; to ask it would mean to load it.
    """
    code = digest(sorted(Path(__file__).parent.rglob("*.py")))
    packages = [f"{name} {_version(name)}" for name in ("weasyprint", "pydyf", "pikepdf", "jinja2", "markdown-it-py", "tinycss2", "fonttools", "pypdfium2")]
    folders = [*Path("/usr/lib").glob("*-linux-*"), Path("/usr/lib64"), Path("/usr/lib"), Path("/opt/homebrew/lib"), Path("/usr/local/lib")]
    libraries = sorted({path.name for folder in folders for name in ("pango", "harfbuzz") for path in folder.glob(f"lib{name}*")})
    return key_of(code, *packages, *libraries)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"

"""A scenario with all that it is made from as one zip, to be handed to somebody else; and such a zip opened.

`pack_up` gives the zip of a scenario: its file, the records of its sources with their fingerprints, the list of terms, and the
templates that are the project's own. A full text goes in only where its record says that it may be copied, and names of
participants never do. Same input, same bytes. `open_pack` trusts nothing: it looks at the whole zip before it writes the first
file, and never overwrites one.
"""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from briefings import __version__
from briefings.project import SHIPPED_TEMPLATES, Project
from briefings.scenarios import Scenario
from briefings.searching import uses
from briefings.sources import Library, Refused
from briefings.terms import FILE as TERMS

__all__ = ["Packed", "Refused", "is_pack", "open_pack", "pack_up", "scenario_of"]

LIST = "briefings-pack.json"
FORMAT = 1

MOST_FILES = 400
MOST_BYTES = 32 * 1024 * 1024  # of one file, unpacked; a font for Chinese has twenty
MOST_IN_ALL = 128 * 1024 * 1024

_ID = r"[a-z0-9][a-z0-9-]{0,63}"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}"
# What a pack may hold, and no other file. No such name leads out of its folder, and no system reads it otherwise.
_PARTS = (
    rf"scenarios/{_ID}\.yaml",
    rf"seeds/{_ID}\.(?:yaml|fingerprint|txt)",
    rf"seeds/full/{_ID}\.txt",
    rf"templates/{_NAME}\.html",
    rf"templates/style/{_NAME}\.css",
    rf"templates/maps/{_NAME}\.(?:json|md)",
    rf"templates/fonts/{_NAME}\.(?:ttf|otf|txt)",
)
_ALLOWED = re.compile("|".join(_PARTS))
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\..*", re.I)  # names that mean a device on Windows


@dataclass(frozen=True)
class Packed:
    """A zip, what is in it, and the full texts that were left out because they may not be copied."""

    content: bytes
    files: tuple[str, ...]
    left_out: tuple[str, ...]


def pack_up(project: Project, file: Path, scenario: Scenario, library: Library) -> Packed:
    """The pack of a checked scenario, from its file and the others of its project."""
    sources = sorted({ref.split("/")[0] for ref in _refs(scenario, library)} & set(library.sources))
    files = {f"scenarios/{scenario.id}.yaml": file}
    left_out = []
    for id in sources:
        files |= {f"seeds/{id}{kind}": project.seeds / f"{id}{kind}" for kind in (".yaml", ".fingerprint")}
        texts = {name: path for name in (f"seeds/{id}.txt", f"seeds/full/{id}.txt") if (path := project.root / name).is_file()}
        if library.sources[id].rights.may_copy:
            files |= texts
        elif texts:
            left_out.append(id)
    if (project.seeds / TERMS).is_file():
        files[f"seeds/{TERMS}"] = project.seeds / TERMS
    files |= dict(_own_templates(project))
    contents = {name: path.read_bytes() for name, path in sorted(files.items())}
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    told = {"format": FORMAT, "scenario": scenario.id, "title": scenario.title, "tool": f"briefings {__version__}", "files": listed}
    contents[LIST] = (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()
    return Packed(_zipped(contents), tuple(listed), tuple(left_out))


def _refs(scenario: Scenario, library: Library) -> Iterator[str]:
    """Every source or excerpt that the scenario names, or that the list of terms rests on."""
    yield from uses([scenario])
    for figure in library.glossary.figures:
        yield from figure.excerpts


def _own_templates(project: Project) -> Iterator[tuple[str, Path]]:
    """The project's own templates, without those that are as shipped: everybody has these."""
    for path in project.templates.rglob("*") if project.owns_templates else ():
        name = path.relative_to(project.templates).as_posix()
        shipped = SHIPPED_TEMPLATES / name
        if path.is_file() and _allowed(f"templates/{name}") and not (shipped.is_file() and shipped.read_bytes() == path.read_bytes()):
            yield f"templates/{name}", path


def _allowed(name: str) -> bool:
    return bool(_ALLOWED.fullmatch(name)) and not _RESERVED.fullmatch(PurePosixPath(name).name)


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    """Files as a zip: in order, without dates, and stored as they are, since compressors of two machines may differ."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            made.writestr(entry, contents[name])
    return buffer.getvalue()


# --- opening ----------------------------------------------------------------------------------------------


def is_pack(path: Path) -> bool:
    """Whether a file is a zip that calls itself a pack."""
    try:
        with zipfile.ZipFile(path) as made:
            return LIST in made.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def scenario_of(pack: Path) -> str:
    """The id of the scenario in a pack."""
    return next(PurePosixPath(name).stem for name in _contents(pack) if name.startswith("scenarios/"))


def open_pack(pack: Path, folder: Path) -> tuple[Path, ...]:
    """Puts the files of a pack into a folder, which need not be there, and says which it wrote.

    A file that stands there already with the same content is left alone. Raises `Refused`, and has written nothing, where one
    stands there with another, and where anything in the zip is not as `pack_up` makes it.
    """
    contents = _contents(pack)
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file, not a folder")
    missing, differing = [], []
    for name in contents:
        path = folder / name
        if not path.parent.resolve().is_relative_to(folder.resolve()):
            raise Refused(f"'{path.parent}' leads out of the folder: it is a link")
        if not (path.exists() or path.is_symlink()):
            missing.append(name)
        elif path.is_symlink() or not path.is_file() or path.read_bytes() != contents[name]:
            differing.append(name)
    if differing:
        raise Refused(f"there already, and not the same: {', '.join(differing)}\nhint: open the pack in a new folder; nothing is ever overwritten")
    written: list[Path] = []
    try:
        for name in missing:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(contents[name])
        (folder / "seeds").mkdir(exist_ok=True)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise Refused(f"cannot write into {folder}: {(error.strerror or str(error)).lower()}") from None
    return tuple(written)


def _contents(pack: Path) -> dict[str, bytes]:
    """The files of a pack by name, without its list, every one of them looked at. `Refused` for anything unexpected."""
    try:
        with zipfile.ZipFile(pack) as made:
            contents = dict(_unpacked(made))
    except OSError as error:
        raise Refused(f"cannot read {pack}: {(error.strerror or str(error)).lower()}") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise Refused(f"{pack} is no zip that can be read: {error}") from None
    told = _told(pack, contents.pop(LIST))
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    if told["files"] != sums:
        wrong = sorted(name for name in {*sums, *told["files"]} if sums.get(name) != told["files"].get(name))
        raise Refused(f"{pack} is not as it was packed: {', '.join(wrong[:5])}\nhint: ask for it again; a pack is made with: briefings pack NAME")
    if [name for name in contents if name.startswith("scenarios/")] != [f"scenarios/{told['scenario']}.yaml"]:
        raise Refused(f"{pack} does not hold the scenario it names, and that alone")
    return contents


def _unpacked(made: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = made.infolist()
    if len(entries) > MOST_FILES:
        raise Refused(f"the zip holds {len(entries)} files; a pack has at most {MOST_FILES}")
    if LIST not in (entry.filename for entry in entries):
        raise Refused("this zip is no pack: it does not say what is in it\nhint: a pack is made with: briefings pack NAME")
    seen: set[str] = set()
    room = MOST_IN_ALL
    for entry in entries:
        name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
        if entry.orig_filename != name or not (name == LIST or _allowed(name)):
            raise Refused(f"the zip holds {entry.orig_filename!r}, which is no part of a pack")
        if kind not in (0, stat.S_IFREG):
            raise Refused(f"the zip holds {name!r} as a link or device")
        if name.casefold() in seen:
            raise Refused(f"the zip holds {name!r} twice")
        seen.add(name.casefold())
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"{name!r} is encrypted, or packed in an unusual way")
        most = min(MOST_BYTES, room)
        with made.open(entry) as file:
            content = file.read(most + 1)  # a zip may lie about sizes
        if len(content) > most:
            raise Refused(f"{name!r} is too large for a pack")
        room -= len(content)
        yield name, content


def _told(pack: Path, content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict) or not isinstance(told.get("scenario"), str):
        raise Refused(f"{pack} does not say what is in it")
    if told.get("format") != FORMAT:
        raise Refused(f"{pack} was made by another version of briefings ({told.get('tool', 'unknown')}); this one reads format {FORMAT}")
    return told

"""What is ordered, and what was made of it: `Order`, `Made`, and the `Receipt` that is kept.

`kept(key, folder, cache)` gives the receipt of a build whose input was the same to the last byte and whose files still stand
in their folder as they were written. It imports next to nothing, so that an unchanged build answers at once.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefings.cache import Cache, digest, key_of, machinery
from briefings.crew import Crew
from briefings.imposition import ByOrder, CardOptions, PaperName, Printing
from briefings.marks import Finding, Mark
from briefings.project import Project, listed, overlaid

if TYPE_CHECKING:
    from briefings.casting import Cast

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Order:
    """What is to be printed: on which papers and in which editions, for how many tables.

    `cards` chooses the stock of the role cards and who turns their sheets; with `booklets`, the common brief of the
    standard edition is also laid out as a booklet. The `crew` does the work; with `keep`, what was set is kept for the
    next build. A `twin` is the scenario under invented names; its cast may name the roles by their real ids.
    """

    printings: tuple[Printing, ...] = (Printing(),)
    tables: int = 1
    cards: CardOptions = field(default_factory=CardOptions)
    booklets: bool = False
    cast: "Cast | None" = None
    before: "Cast | None" = None
    by: ByOrder = "table"
    envelopes_only: bool = False
    send: bool = False
    price: float = 0.0
    crew: Crew = field(default_factory=Crew)
    keep: bool = True
    twin: bool = False

    @property
    def papers(self) -> tuple[PaperName, ...]:
        """The papers, each once."""
        return tuple(dict.fromkeys(printing.paper for printing in self.printings))


@dataclass(frozen=True)
class Made:
    """One file of a build. `tagged` is whether it can be read aloud; `note` is what to know when printing it."""

    path: str
    document: str
    audience: str
    printing: Printing
    pages: int
    copies: int
    sheet: str
    sha256: str
    tagged: bool = True
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Its fields as plain data."""
        return {**vars(self), "printing": vars(self.printing)}

    def __str__(self) -> str:
        pages, copies = (f"{n} {one if n == 1 else many}" for n, one, many in ((self.pages, "page", "pages"), (self.copies, "copy", "copies")))
        return f"{self.path}  ({pages}, for {self.audience}, {copies})"


@dataclass(frozen=True)
class Receipt:
    """What a finished build has to say: its findings, its files and the sum of its manifest, and how much was proven."""

    findings: tuple[Finding, ...]
    files: tuple[Made, ...]
    manifest: str
    proven: int
    windows: int

    def dumps(self) -> bytes:
        """The receipt as JSON."""
        findings = [{**vars(finding), "mark": finding.mark._asdict()} for finding in self.findings]
        return json.dumps({**vars(self), "findings": findings, "files": [made.as_dict() for made in self.files]}).encode()


def sha(content: bytes) -> str:
    """The sum by which a file is known."""
    return hashlib.sha256(content).hexdigest()


def loads(stored: bytes) -> Receipt:
    """A receipt from what `dumps` made of it."""
    told = json.loads(stored)
    findings = tuple(Finding(**{**finding, "mark": Mark(**finding["mark"])}) for finding in told["findings"])
    files = tuple(Made(**{**made, "printing": Printing(**made["printing"])}) for made in told["files"])
    return Receipt(findings, files, told["manifest"], told["proven"], told["windows"])


def receipt_key(project: Project, name: str, order: str, files: Iterable[Path] = ()) -> str:
    """The key of a build: everything that it reads, and where its user stands, since findings name files from there.

    `order` is what was asked for, in any words that differ where it does; `files` are what the order itself was read from.
    """
    pages = [overlaid(project.templates, page) for page in listed(project.templates, "**/*")]
    seeds = sorted(project.seeds.glob("**/*"))
    read = [path for path in (project.scenario(name), *files, *seeds, *pages) if path.is_file()]
    return key_of("receipt", str(Path.cwd()), str(project.root), name, order, *map(str, read), digest(read), machinery())


def kept(key: str, folder: Path, cache: Cache) -> Receipt | None:
    """The receipt under this key, if `folder` holds the files it names as they were made, and no others."""
    stored = cache.get(key)
    if stored is None:
        return None
    receipt = loads(stored)
    sums = {MANIFEST: receipt.manifest, **{made.path: made.sha256 for made in receipt.files}}
    there = {path.relative_to(folder).as_posix() for path in folder.glob("**/*") if path.is_file()}
    whole = there == set(sums) and all(sha((folder / path).read_bytes()) == sum_ for path, sum_ in sums.items())
    return receipt if whole else None

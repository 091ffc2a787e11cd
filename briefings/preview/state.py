"""What the preview shows, as one frozen value: `State`. Each method gives the next one; nothing here knows of files or browsers.

A page that was set once stays until a better one takes its place: a broken file, another paper or a template at fault never
leaves the reader with nothing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from briefings.imposition import Printing
from briefings.marks import Finding, in_order
from briefings.press import Sheets


@dataclass(frozen=True)
class Leaf:
    """One document: its last good pages with their sizes in points, and whether they are made from the files as they are.

    `group` is the audience in words. The `version` changes with the bytes of the PDF; it is empty where nothing was set yet.
    """

    id: str
    title: str
    group: str
    language: str = "en"
    pdf: bytes = b""
    version: str = ""
    sizes: tuple[tuple[float, float], ...] = ()
    fresh: bool = False


@dataclass(frozen=True)
class Wanted:
    """What the reader looks at: a document by its id, and on which paper in which edition."""

    document: str = "common-brief"
    printing: Printing = field(default_factory=Printing)


@dataclass(frozen=True)
class State:
    """All that is shown. `checked` are the findings of the check, `faults` those of setting and searching.

    `refused` says that the files as they are cannot be set, so that the pages are older. `seconds` is how long it took from the
    beginning of the round to the document in view; `whole` to its end, and 0 while it lasts.
    """

    title: str = ""
    printing: Printing = field(default_factory=Printing)
    leaves: tuple[Leaf, ...] = ()
    checked: tuple[Finding, ...] = ()
    faults: tuple[Finding, ...] = ()
    refused: bool = False
    seconds: float = 0.0
    whole: float = 0.0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, by place, each once."""
        return in_order((*self.checked, *self.faults))

    @property
    def left(self) -> int:
        """How many documents wait to be set."""
        return 0 if self.refused or self.whole else sum(not leaf.fresh for leaf in self.leaves)

    def leaf(self, id: str) -> Leaf | None:
        """The document with this id."""
        return next((leaf for leaf in self.leaves if leaf.id == id), None)

    def version(self, version: str) -> Leaf | None:
        """The document whose pages now have this version."""
        return next((leaf for leaf in self.leaves if leaf.version == version), None) if version else None

    # one round, in this order

    def read(self, findings: Iterable[Finding], ok: bool, title: str, printing: Printing) -> "State":
        """The files were read and checked anew, to be set in this printing. Where that cannot be, the pages stay as they are."""
        leaves = self.leaves if not ok else tuple(replace(leaf, fresh=False) for leaf in self.leaves)
        return State(title or self.title, printing, leaves, tuple(findings), refused=not ok)

    def planned(self, leaves: Iterable[Leaf]) -> "State":
        """Which documents there are now, in which order; those that were there keep their pages."""
        old = {leaf.id: leaf for leaf in self.leaves}
        return replace(self, leaves=tuple(replace(old.get(leaf.id, leaf), title=leaf.title, group=leaf.group, language=leaf.language) for leaf in leaves))

    def laid(self, leaf: Leaf, sheets: Sheets | None, sizes: tuple[tuple[float, float], ...], faults: Iterable[Finding]) -> "State":
        """One document is set. Without sheets it keeps the pages it had."""
        old = self.leaf(leaf.id)
        if sheets:
            leaf = replace(leaf, pdf=sheets.pdf, version=hashlib.sha256(sheets.pdf).hexdigest()[:16], sizes=sizes, fresh=True)
        elif old:
            leaf = replace(old, fresh=False)
        leaves = tuple(leaf if one.id == leaf.id else one for one in self.leaves) if old else (*self.leaves, leaf)
        return replace(self, leaves=leaves, faults=(*self.faults, *faults))

    def in_view(self, seconds: float) -> "State":
        """The document in view is done, so many seconds after the round began."""
        return replace(self, seconds=seconds)

    def done(self, seconds: float, faults: Iterable[Finding] = ()) -> "State":
        """All documents are set and searched."""
        return replace(self, faults=(*self.faults, *faults), seconds=self.seconds or seconds, whole=seconds)

    def as_data(self, wanted: Wanted) -> dict[str, Any]:
        """What the page is told, as plain data: this state and what is wanted, which may be ahead of it. A page that has not chosen
        a document shows the wanted one."""
        findings = self.findings
        return {
            "title": self.title,
            "paper": wanted.printing.paper,
            "edition": wanted.printing.edition,
            "view": wanted.document,
            "refused": self.refused,
            "left": self.left,
            "seconds": round(self.seconds, 2),
            "whole": round(self.whole, 2),
            "documents": [
                {
                    "id": leaf.id,
                    "title": leaf.title,
                    "group": leaf.group,
                    "language": leaf.language,
                    "version": leaf.version,
                    "fresh": leaf.fresh,
                    "sizes": leaf.sizes,
                }
                for leaf in self.leaves
            ],
            "findings": [finding.as_dict() for finding in findings],
        }

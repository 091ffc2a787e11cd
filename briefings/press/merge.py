"""Finished documents become one file: `bind(parts, title)`, with structure, outline and links kept.

Each part stands in the structure tree as a /Part with its title and language, and has one entry in the outline. Names
that two parts may share (destinations, notes, form fields) get the part's number in front. A part that comes
again shares the page contents and fonts of its first copy; only its tags are its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from briefings.press.finish import id_tree, saved

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Part:
    """A finished document and what it is called in the outline."""

    title: str
    pdf: bytes


def bind(parts: Sequence[Part], title: str, sheets: bool = False) -> tuple[bytes, int]:
    """One PDF/UA-1 file of all parts, in order, and how many pages it has. At least one part is needed.

    With `sheets` each part begins on a fresh sheet of two sides: a blank page follows a part with an odd count.
    """
    bound = _Bound()
    for part in parts:
        bound.add(part)
        if sheets and len(bound.pdf.pages) % 2:
            box = [float(n) for n in bound.pdf.pages[-1].mediabox]
            bound.pdf.add_blank_page(page_size=(box[2] - box[0], box[3] - box[1]))
    return bound.finish(title), len(bound.pdf.pages)


class _Bound:
    """The file that grows part by part."""

    def __init__(self) -> None:
        self.pdf = Pdf.new()
        self._language = ""
        self._document = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._numbers: list[tuple[int, Any]] = []
        self._ids: list[tuple[bytes, Any]] = []
        self._next = 0
        self._names: list[tuple[bytes, Any]] = []
        self._tops: list[Any] = []
        self._fields: list[Any] = []
        self._form: Any = None
        self._first: dict[bytes, list[pikepdf.Page]] = {}
        self._count = 0

    def add(self, part: Part) -> None:
        """Appends a part's pages, tags, destinations, outline and form fields."""
        with Pdf.open(BytesIO(part.pdf)) as source:
            self._count += 1
            prefix = f"{self._count:04}-"
            _rename(source, prefix, self._next)
            names, form = _taken(source, "/Names"), _taken(source, "/AcroForm")
            begin = len(self.pdf.pages)
            for page in source.pages:
                self.pdf.pages.append(page)
            pages = [self.pdf.pages[i] for i in range(begin, len(self.pdf.pages))]
            self._share(part.pdf, pages)
            # Copied after the pages, so that what the rest says of pages means the copied ones.
            self._add_tags(source, part.title)
            if names is not None and "/Dests" in names:
                flat = self.pdf.copy_foreign(source.make_indirect(names.Dests)).Names
                self._names += [(prefix.encode() + bytes(flat[i]), flat[i + 1]) for i in range(0, len(flat), 2)]
            if form is not None:
                self._form = self.pdf.copy_foreign(form)
                self._fields += list(self._form.Fields)
            self._add_outline(source, part.title, pages[0])
            self._language = self._language or str(source.Root.Lang)

    def finish(self, title: str) -> bytes:
        """The bytes of the bound file."""
        pdf, root = self.pdf, self.pdf.Root
        flat = [value for number, owner in self._numbers for value in (number, owner)]
        tree = pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self._document]),
                ParentTree=pdf.make_indirect(Dictionary(Nums=Array(flat))),
                ParentTreeNextKey=self._next,
            )
        )
        self._document.P = tree
        if self._ids:
            tree.IDTree = id_tree(self._ids)
        root.StructTreeRoot = tree
        root.MarkInfo = Dictionary(Marked=True)
        root.Lang = String(self._language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.PageMode = Name.UseOutlines
        if self._names:
            names = [value for name, place in sorted(self._names, key=lambda pair: pair[0]) for value in (String(name), place)]
            root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=Array(names))))
        root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=len(self._tops)))
        _chain(root.Outlines, self._tops)
        if self._fields:
            self._form.Fields = Array(self._fields)
            root.AcroForm = self._form
        root.Metadata = pdf.make_stream(_XMP.format(title=escape(title)).encode(), Type=Name.Metadata, Subtype=Name.XML)
        pdf.docinfo["/Title"] = String(title)
        return saved(pdf)

    def _share(self, content: bytes, pages: list[pikepdf.Page]) -> None:
        first = self._first.setdefault(content, pages)
        for page, known in zip(pages, first, strict=True):
            page.obj.Contents, page.obj.Resources = known.obj.Contents, known.obj.Resources

    def _add_tags(self, source: Pdf, title: str) -> None:
        tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        (top,) = tree.K
        top.S, top.P, top.T, top.Lang = Name.Part, self._document, String(title), String(str(source.Root.Lang))
        self._document.K.append(top)
        self._ids += [(bytes(element.ID), element) for element in _named(tree)]
        flat = tree.ParentTree.Nums
        self._numbers += [(int(flat[i]), flat[i + 1]) for i in range(0, len(flat), 2)]
        self._next = max(number for number, _ in self._numbers) + 1

    def _add_outline(self, source: Pdf, title: str, page: pikepdf.Page) -> None:
        entry = self.pdf.make_indirect(Dictionary(Title=String(title), Dest=Array([page.obj, Name.Fit])))
        if "/Outlines" in source.Root:
            copied = _entries(self.pdf.copy_foreign(source.Root.Outlines))
            if len(copied) == 1 and "/First" in copied[0]:  # the document's own heading says the same as the entry
                copied = _entries(copied[0])
            _chain(entry, copied)
            entry.Count = -len(copied)
        self._tops.append(entry)


def _taken(source: Pdf, key: str) -> Any:
    """What stands in the catalog under a key, as an object that can be copied; the catalog no longer holds it."""
    if key not in source.Root:
        return None
    value = source.make_indirect(source.Root[key])
    del source.Root[key]
    return value


def _rename(source: Pdf, prefix: str, offset: int) -> None:
    """Gives everything in a part that another part may call the same a name or number of its own."""
    for page in source.pages:
        if "/StructParents" in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + offset
        for annotation in page.obj.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + offset
            if isinstance(annotation.get("/Dest"), String):
                annotation.Dest = String(prefix.encode() + bytes(annotation.Dest))
    flat = source.Root.StructTreeRoot.ParentTree.Nums
    for i in range(0, len(flat), 2):
        flat[i] = int(flat[i]) + offset
    for element in _named(source.Root.StructTreeRoot):
        element.ID = String(prefix.encode() + bytes(element.ID))
    if "/AcroForm" in source.Root:
        for field in source.Root.AcroForm.Fields:
            if "/T" in field:
                field.T = String(prefix + str(field.T))


def _named(tree: Any) -> Iterator[Any]:
    """The elements with a name, from the list that every finished document has of them."""
    flat = tree.IDTree.Names if "/IDTree" in tree else []
    return (flat[i] for i in range(1, len(flat), 2))


def _entries(parent: Any) -> list[Any]:
    """An outline entry's children, in order."""
    found, entry = [], parent.get("/First")
    while entry is not None:
        found.append(entry)
        entry = entry.get("/Next")
    return found


def _chain(parent: Any, entries: list[Any]) -> None:
    """Makes entries the children of an outline entry."""
    for entry, before, after in zip(entries, [None, *entries], [*entries[1:], None], strict=False):
        entry.Parent = parent
        for key, other in (("/Prev", before), ("/Next", after)):
            if other is not None:
                entry[key] = other
            elif key in entry:
                del entry[key]
    if entries:
        parent.First, parent.Last = entries[0], entries[-1]

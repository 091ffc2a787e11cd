"""Everything a finished PDF says: `said(pdf)`, what is drawn, what is read aloud, and what stands in no page at all.

Nothing is looked for in a list of known places. Text is taken from everything that draws, annotations and what lies off
the page included; words beside the pages are every string, every long name, all metadata and every attachment
in the file, wherever they hang: alternative and replacement texts, form fields, tooltips, links, destinations, outline,
page labels, scripts. What is drawn as a picture, and an attachment that is no plain text, cannot be read.
"""

import codecs
import ctypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from threading import Lock
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

# Keys under which a stream is text: metadata, attachments, scripts and forms.
_TEXT = frozenset({"/Metadata", "/F", "/UF", "/JS", "/XFA", "/V", "/DV", "/RV", "/RC"})
_LINKS = frozenset({"/Type", "/S", "/P", "/Pg"})  # what a structure element is, and where
LONG = 12  # characters; a shorter name holds no six words
PLACES = {
    "/Alt": "an alternative text",
    "/ActualText": "a text read instead of what is drawn",
    "/E": "an expansion",
    "/TU": "the tooltip of a field",
    "/T": "a title or the name of a field",
    "/V": "the value of a field",
    "/Contents": "the text of an annotation",
    "/URI": "the target of a link",
    "/Title": "a title in the outline or metadata",
    "/Metadata": "the metadata",
    "/Dest": "the target of a link",
    "/Dests": "a named destination",
    "/Names": "a named destination or the name of an attachment",
    "/F": "an attachment",
    "/UF": "an attachment",
}


@dataclass(frozen=True)
class Piece:
    """Some words of a PDF: where they stand, and on which page from 1; 0 where they stand on none."""

    where: str
    page: int
    text: str


def said(pdf: bytes) -> Iterator[tuple[Piece, ...]]:
    """Runs of pieces that are read one after the other.

    The first run is the pages as they lie, the second what is read aloud, in the order of the tags: there columns are in
    order, and no running head or page number stands between the end of a page and the next, nor a note's number in a sentence.
    Every other piece is a run of its own.
    """
    drawn = _drawn(pdf)
    yield tuple(Piece("", number, page.text) for number, page in enumerate(drawn, 1))
    with Pdf.open(BytesIO(pdf)) as opened:
        numbers = {page.objgen: number for number, page in enumerate(opened.pages, 1)}
        yield tuple(_read_aloud(opened, numbers, drawn))
        for piece in _beside(opened, numbers):
            yield (piece,)


@dataclass(frozen=True)
class _Page:
    """A page's whole text, and that of each numbered piece of its content."""

    text: str
    marked: dict[int, list[str]]


def _drawn(pdf: bytes) -> list[_Page]:
    with opened(pdf) as document:
        return [_page(document, number) for number in range(len(document))]


_PDFIUM = Lock()  # its library serves one thread at a time


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A finished PDF as PDFium sees it; other threads wait until it is closed."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _page(document: Any, number: int) -> _Page:
    page = document[number]
    if _has_drawn_annotations(page.raw):  # what they draw becomes part of the page
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        page = document[number]
    text = page.get_textpage()
    marked: dict[int, list[str]] = {}
    room = ctypes.create_string_buffer(2 * text.count_chars() + 2)
    for thing in _things(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject):
        used = pdfium.FPDFTextObj_GetText(thing, text.raw, ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR)), len(room))
        marked.setdefault(pdfium.FPDFPageObj_GetMarkedContentID(thing), []).append(room.raw[: max(0, used - 2)].decode("utf-16-le", "replace"))
    return _Page(text.get_text_range(), marked)


def _has_drawn_annotations(page: Any) -> bool:
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        drawn = pdfium.FPDFAnnot_HasKey(annotation, b"AP")
        pdfium.FPDFPage_CloseAnnot(annotation)
        if drawn:
            return True
    return False


def _things(holder: Any, count: Any, get: Any) -> Iterator[Any]:
    """The text objects on a page or in a drawing on it."""
    for place in range(count(holder)):
        thing = get(holder, place)
        match pdfium.FPDFPageObj_GetType(thing):
            case pdfium.FPDF_PAGEOBJ_TEXT:
                yield thing
            case pdfium.FPDF_PAGEOBJ_FORM:
                yield from _things(thing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)


def _read_aloud(pdf: Pdf, numbers: Mapping[Any, int], drawn: list[_Page]) -> Iterator[Piece]:
    """The text of the tagged content in the order of the structure tree; of a file without tags, nothing."""
    for page, mark in _tagged(pdf.Root.get("/StructTreeRoot", Dictionary()).get("/K"), 0, numbers):
        for text in drawn[page - 1].marked.get(mark, ()) if page else ():
            if not text.strip(" ,").isdigit():
                yield Piece("", page, text)


def _tagged(kid: Any, page: int, numbers: Mapping[Any, int]) -> Iterator[tuple[int, int]]:
    """Page and number of each piece of content below a kid of the structure tree."""
    if isinstance(kid, int):
        yield page, kid
    elif isinstance(kid, Array):
        for one in kid:
            yield from _tagged(one, page, numbers)
    elif isinstance(kid, Dictionary):
        if "/Pg" in kid:
            page = numbers.get(kid.Pg.objgen, 0)
        yield from _tagged(kid.get("/MCID", kid.get("/K")), page, numbers)


def _beside(pdf: Pdf, numbers: Mapping[Any, int]) -> Iterator[Piece]:
    """Every string and long name of a file, and every stream that holds text and is not drawn."""
    names: set[str] = set()
    holders = dict(numbers)
    for number, sheet in enumerate(pdf.pages, 1):
        holders |= {annotation.objgen: number for annotation in sheet.obj.get("/Annots", ()) if annotation.is_indirect}
    for thing in (pdf.trailer, *pdf.objects):
        if isinstance(thing, Dictionary | Stream | Array | String):
            page = numbers.get(thing.Pg.objgen, 0) if isinstance(thing, Dictionary) and "/Pg" in thing else holders.get(thing.objgen, 0)
            for key, text in _strings(thing, "", names):
                yield Piece(PLACES.get(key, f"a text under {key}"), page, unquote(text))
    for name in names:
        if len(name) > LONG:
            yield Piece("a name", 0, unquote(name))


def _strings(thing: Any, key: str, names: set[str]) -> Iterator[tuple[str, str]]:
    """The texts in an object, each with the key it stands under; names are added to `names`. What it refers to is left to be met
    by itself, but for text in streams, which only says what it is by what refers to it."""
    if isinstance(thing, String):
        yield key, str(thing)
    elif isinstance(thing, Name):
        names.add(str(thing))
    elif isinstance(thing, Array):
        for value in thing:
            yield from _held(value, key, names)
    else:
        keys = thing.keys()
        names |= keys
        for inner in keys - _LINKS if thing.get("/Type") == "/StructElem" else keys:
            yield from _held(thing[inner], inner, names)


def _held(value: Any, key: str, names: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, pikepdf.Object):
        if not value.is_indirect:
            yield from _strings(value, key, names)
        elif key in _TEXT and isinstance(value, Stream):
            yield key, _plain(value)


def _plain(stream: Any) -> str:
    """The text of a stream; unprintable where it is none. Of a byte order mark or none, UTF-8 is assumed."""
    data = stream.read_bytes()
    encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
    return unescape(data.decode(encoding, "replace"))

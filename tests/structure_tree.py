"""The structure tree of a PDF as a screen reader walks it: roles, languages, scopes, and the words in each element."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw


@dataclass(frozen=True)
class Element:
    """One element: its role, what it says of itself, its kids in reading order and the words that are its own."""

    role: str
    language: str
    scope: str
    id: str
    spoken: str
    links: tuple[str, ...]
    kids: "tuple[Element | str, ...]"

    @property
    def text(self) -> str:
        """All words in it, as they are read."""
        return self.spoken or " ".join("".join(kid if isinstance(kid, str) else f" {kid.text} " for kid in self.kids).split())

    def walk(self) -> "Iterator[Element]":
        """Itself and everything below it, in reading order. What is spoken instead of its content has nothing below it."""
        yield self
        for kid in () if self.spoken else self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def all(self, *roles: str) -> "list[Element]":
        return [element for element in self.walk() if element.role in roles]


def structure(pdf: bytes) -> Element:
    """The tree of a document."""
    words = _words(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        (top,) = opened.Root.StructTreeRoot.K
        return _element(top, pages, words)


def artifacts(pdf: bytes) -> list[tuple[list[str], str]]:
    """For each page the kinds of its artifacts (`/Header`, `/Footer`, `/Pagination`; backgrounds and rules have none) and the words in artifacts."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page, content in zip(document, opened.pages, strict=True):
            textpage = page.get_textpage()
            texts = [t for t in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]) if raw.FPDFPageObj_GetMarkedContentID(t.raw) < 0]
            begun = [i.operands[1] for i in pikepdf.parse_content_stream(content) if str(i.operator) == "BDC" and i.operands[0] == "/Artifact"]
            kinds = [str(properties.get("/Subtype", properties.get("/Type", ""))) for properties in begun]
            found.append((kinds, " ".join(_text(t, textpage) for t in texts)))
    document.close()
    return found


def _element(element: Any, pages: dict[tuple[int, int], int], words: dict[tuple[int, int], str]) -> Element:
    kids: list[Element | str] = []
    links: list[str] = []
    content = element.get("/K", [])
    for kid in content if isinstance(content, pikepdf.Array) else [content]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == element.objgen, "a kid names another parent"
            kids.append(_element(kid, pages, words))
        elif isinstance(kid, pikepdf.Dictionary):
            links.append(str(kid.Obj.get("/Contents", "")))
        else:
            kids.append(words.get((pages[element.Pg.objgen], int(kid)), ""))
    said = {key: str(element.get(f"/{key}", "")) for key in ("Lang", "ID", "ActualText")}
    scope = str(element.get("/A", {}).get("/Scope", "")) if "/A" in element else ""
    return Element(str(element.S), said["Lang"], scope, said["ID"], said["ActualText"], tuple(links), tuple(kids))


def _words(pdf: bytes) -> dict[tuple[int, int], str]:
    """The words of each numbered piece of content, by page and number."""
    document = pypdfium2.PdfDocument(pdf)
    words: dict[tuple[int, int], str] = {}
    for number, page in enumerate(document):
        textpage = page.get_textpage()
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            piece = raw.FPDFPageObj_GetMarkedContentID(thing.raw)
            if piece >= 0:
                words[number, piece] = words.get((number, piece), "") + _text(thing, textpage)
    document.close()
    return words


def _text(thing: Any, textpage: Any) -> str:
    size = raw.FPDFTextObj_GetText(thing.raw, textpage.raw, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFTextObj_GetText(thing.raw, textpage.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0").replace("\ufffe", "-")

"""A written PDF is finished: `finish(pdf)`, the same pages with a structure tree that holds what is to be read, no more.

WeasyPrint marks running heads, page numbers and hidden text as if they were content. Here they become artifacts,
elements that hold nothing leave the tree, wrong table headers go (the scopes suffice), named elements are listed, and
annotations print. Same input, same bytes.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf

from briefings.press.tags import MARGIN

PRINT = 4
_DRAWS = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "EI"})
# A cell keeps its place in the row, empty or not.
_MAY_BE_EMPTY = frozenset({"/TD", "/TH", "/LBody", "/Lbl", "/Document"})


def finish(pdf: bytes) -> bytes:
    """The same document, mended and saved small."""
    with Pdf.open(BytesIO(pdf)) as opened:
        tree = opened.Root.StructTreeRoot
        numbers = list(_pairs(tree.ParentTree.Nums))
        owners = {key: value for key, value in numbers if isinstance(value, Array)}
        reachable = {element.objgen for element in elements(tree.K)}
        for page in opened.pages:
            _set_aside(opened, page, owners[int(page.obj.StructParents)], reachable)
            for annotation in page.obj.get("/Annots", ()):
                annotation.F = int(annotation.get("/F", 0)) | PRINT
        for child in tree.K:
            _prune(child)
        for element in elements(tree.K):
            if element.S in ("/TD", "/TH"):
                for useless in ("/Headers", "/ID"):
                    for where in (element, element.get("/A", {})):
                        if useless in where:
                            del where[useless]
        if named := [(bytes(element.ID), element) for element in elements(tree.K) if "/ID" in element]:
            tree.IDTree = id_tree(named)
        return saved(opened)


def saved(pdf: Pdf) -> bytes:
    """The bytes of a document: small, and the same whenever its content is."""
    out = BytesIO()
    pdf.save(out, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return out.getvalue()


def elements(kids: Any) -> Iterator[Any]:
    """All structure elements in reading order, from the value of a /K."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid.get("/K", []))


def id_tree(named: list[tuple[bytes, Any]]) -> Dictionary:
    """The list of named elements in a structure tree, sorted as a reader looks them up."""
    flat = [part for name, element in sorted(named, key=lambda pair: pair[0]) for part in (pikepdf.String(name), element)]
    return Dictionary(Names=Array(flat))


def _pairs(flat: Any) -> Iterator[tuple[int, Any]]:
    return ((int(flat[i]), flat[i + 1]) for i in range(0, len(flat), 2))


def _set_aside(pdf: Pdf, page: pikepdf.Page, owners: Any, reachable: set[tuple[int, int]]) -> None:
    """Makes artifacts of what the tree does not hold and of what draws nothing on one page."""
    content = list(pikepdf.parse_content_stream(page))
    for number, (start, end) in _marked(content).items():
        owner = owners[number]
        held = owner.objgen in reachable
        if held and (any(str(i.operator) in _DRAWS for i in content[start:end]) or _spoken(owner)):
            continue
        margin = "" if held else _margin(owner)
        kind = Dictionary(Type=Name.Pagination) if margin else Dictionary()
        if margin in ("/Header", "/Footer"):
            kind.Subtype = Name(margin)
        content[start] = pikepdf.ContentStreamInstruction([Name.Artifact, kind], Operator("BDC"))
        if held:
            owner.K = Array([kid for kid in _kids(owner) if not (isinstance(kid, int) and kid == number)])
        owners[number] = None
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))


def _marked(content: list[Any]) -> dict[int, tuple[int, int]]:
    """Where each numbered piece of a page's content begins and ends."""
    found, stack = {}, []
    for place, instruction in enumerate(content):
        match str(instruction.operator):
            case "BDC" | "BMC":
                stack.append(place)
            case "EMC":
                start = stack.pop()
                properties = content[start].operands[-1]
                if isinstance(properties, Dictionary) and "/MCID" in properties:
                    found[int(properties["/MCID"])] = (start, place)
    return found


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def _above(element: Any) -> Iterator[Any]:
    while isinstance(element, Dictionary) and element.get("/Type") == "/StructElem":
        yield element
        element = element.get("/P")


def _spoken(element: Any) -> bool:
    """Whether an element or one above it has words that stand in for what is drawn."""
    return any("/ActualText" in e or "/Alt" in e for e in _above(element))


def _margin(element: Any) -> str:
    return next((str(e[f"/{MARGIN}"]) for e in _above(element) if f"/{MARGIN}" in e), "")


def _prune(element: Any) -> bool:
    """Takes elements that hold nothing out of the tree below `element`; whether `element` holds something itself."""
    kept = [kid for kid in _kids(element) if not (isinstance(kid, Dictionary) and "/S" in kid) or _prune(kid)]
    element.K = Array(kept)
    return bool(kept) or str(element.S) in _MAY_BE_EMPTY or _spoken_alone(element)


def _spoken_alone(element: Any) -> bool:
    return "/ActualText" in element or "/Alt" in element

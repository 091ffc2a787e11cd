"""Tags say what the page says: language, table scopes, what a link is called, roles that HTML has no word for.

WeasyPrint 70 leaves these out of the structure tree. `complete_tags()` holds a hook around the one private function
that builds the tree, for as long as a document is written; `weasyprint` is pinned for its sake. A hook that is never
called raises `TagsUnseen`, so that another version cannot quietly print poorer pages.

    lang="hy"               /Lang on the element
    <th scope="row">        /Scope; without the attribute a head counts for its column
    <a aria-label="Note 3"> what the link is called, else its text
    data-tag="TOC"          the role, one of `ROLES`
    <li id="note-3">        /ID, also on elements with `data-tag="Note"`
    a hidden heading        /ActualText: it is read where nothing is drawn
    a table that is no table, because the style sheet lays its cells out as blocks: /Div and /P, no rows and no cells
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ROLES = frozenset({"Art", "Caption", "Div", "Note", "Part", "Reference", "Sect", "TOC", "TOCI"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
# What the engine calls /NonStruct although there is a role for it.
_INLINE = frozenset({"b", "strong", "em", "i", "cite", "q", "sup", "sub", "small", "abbr", "code", "time"})
_SECTIONS = frozenset({"aside", "nav"})
_TABLE = frozenset({"/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD"})
# Where a margin box stands says whether it is a head or a foot. `finish` reads this key from the element and drops it.
MARGIN = "XMargin"


class TagsUnseen(Exception):
    """The hook was not called: this WeasyPrint builds its tags in another way."""


@contextmanager
def complete_tags() -> Iterator[None]:
    """While this holds, documents written by WeasyPrint get complete tags. At least one must be written.

    Raises `TagsUnseen` where the engine never called the hook.
    """
    from weasyprint.pdf import tags

    original = getattr(tags, "_build_box_tree", None)
    if original is None:
        raise TagsUnseen("weasyprint.pdf.tags has no _build_box_tree")
    tree = _Tree(original)
    tags._build_box_tree = tree.build
    try:
        yield
    finally:
        tags._build_box_tree = original
    if not tree.seen:
        raise TagsUnseen("weasyprint did not call _build_box_tree through its module")


class _Tree:
    """One document's tags while they are built."""

    def __init__(self, original: Any) -> None:
        self._original = original
        self._margin = ""
        self._link = ""
        self._ids: set[str] = set()
        self._cells: list[Any] = []
        self.seen = 0

    def build(self, box: Any, parent: Any, *rest: Any) -> list[Any]:
        """The elements of a box, as the engine makes them, completed."""
        from pydyf import String
        from weasyprint.formatting_structure.boxes import MarginBox
        from weasyprint.layout.absolute import AbsolutePlaceholder

        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        self.seen += 1
        if isinstance(box, MarginBox):
            self._margin = {"@top": "/Header", "@bottom": "/Footer"}.get(box.at_keyword.split("-")[0], "/None")
        outer = self._link
        if box.element is not None and box.element.tag == "a":
            self._link = box.element.get("aria-label") or _words(box.element)
        if box.link_annotation and self._link:
            box.link_annotation["Contents"] = String(self._link)
        elements = list(self._original(box, parent, *rest))
        self._link = outer
        if isinstance(box, MarginBox):
            self._margin = ""
        for element in elements:
            if self._margin:
                element[MARGIN] = self._margin
            if box.element is not None and box.element.tag not in ("html", "body"):  # these hand on what is inside them
                self._complete(box, element)
                if element["S"] in _TABLE and not _is_of_table(box):
                    self._no_table(element)
            if element["S"] == parent["S"] and element["S"][1] in "PH":  # a block inside a paragraph makes the engine say it twice
                element["S"] = "/NonStruct"
        return elements

    def _complete(self, box: Any, element: Any) -> None:
        from pydyf import String

        html = box.element
        if box.element_tag != html.tag:  # a marker, or text that the style sheet puts before or after
            return
        if lang := html.get("lang"):
            element["Lang"] = String(lang)
        if element["S"] == "/TH":
            element["A"]["Scope"] = SCOPES.get(html.get("scope", "col"), "/Column")
        if html.tag in HEADINGS and box.style["visibility"] == "hidden":
            element["ActualText"] = String(_words(html))
        self._role(html, element)
        name = html.get("id")
        wanted = element["S"] == "/Note" or (element["S"] == "/LI" and name)
        if name and wanted and name not in self._ids:  # an element that is broken over pages has its first part named
            self._ids.add(name)
            element["ID"] = String(name)

    def _no_table(self, element: Any) -> None:
        """Takes an element out of a table that is laid out as blocks. The engine links cells and heads when it comes to the
        table itself, and until then their attributes must stand."""
        if element["S"] in ("/TH", "/TD"):
            self._cells.append(element)
        if element["S"] == "/Table":
            for cell in self._cells:
                for key in ("A", "ID"):
                    cell.pop(key, None)
            self._cells.clear()
        element["S"] = "/P" if element["S"] == "/TH" else "/Div"

    def _role(self, html: Any, element: Any) -> None:
        from weasyprint.logger import LOGGER

        role = html.get("data-tag")
        if role in ROLES:
            element["S"] = f"/{role}"
        elif role:
            LOGGER.warning('data-tag="%s" is none of %s', role, ", ".join(sorted(ROLES)))
        elif element["S"] == "/NonStruct" and html.tag in _INLINE:
            element["S"] = "/Span"
        elif element["S"] == "/NonStruct" and html.tag in _SECTIONS:
            element["S"] = "/Sect"


def _is_of_table(box: Any) -> bool:
    """Whether a box is laid out as a table or a part of one."""
    from weasyprint.formatting_structure import boxes

    return box.is_table_wrapper or isinstance(box, boxes.TableBox | boxes.TableRowGroupBox | boxes.TableRowBox | boxes.TableCellBox)


def _words(html: Any) -> str:
    return " ".join("".join(html.itertext()).split())

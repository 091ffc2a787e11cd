"""A whole class in one file: `stuff(run, parts, strips)`, every page of a part stored once, however many envelopes hold it.

The file is for paper. It has no tags, links or fields; the documents it is made from have, and so have the files that
are made for sending. What differs between two envelopes, a name or a code, is a *strip*: a line of text that the
engine has shaped. Laid are set all at once, one under the other on tall pages, taken apart, and laid on the pages.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from briefings.packs.envelopes import ROWS
from briefings.press.finish import saved

MM = 72 / 25.4  # points
ROW = 40.0  # mm that each strip has on the tall page
_PX = 0.75  # points in the engine's unit
_INK = b"0.0863 0.0941 0.1098 rg\n"  # the ink of the look, #16181c
_BRANCH = 64  # kids of a node of the page tree
_FONT = re.compile(rb"/([A-Z]{6}) ")


@dataclass(frozen=True)
class Slot:
    """Where a strip is laid on a page: its left and upper edge in mm from the page's upper left corner; `turned` head down."""

    x: float
    y: float
    turned: bool = False


@dataclass(frozen=True)
class Sheaf:
    """One document in an envelope: the key of its part, the strips on every page of it, and those on its first page only."""

    part: str
    everywhere: tuple[tuple[str, Slot], ...] = ()
    first: tuple[tuple[str, Slot], ...] = ()


@dataclass(frozen=True)
class Laid:
    """Strips by key, each as drawing operators that begin at its own upper left corner, and files with the fonts they need."""

    drawn: Mapping[str, bytes]
    fonts: tuple[bytes, ...]

    def and_more(self, others: "Laid") -> "Laid":
        return Laid({**self.drawn, **others.drawn}, (*self.fonts, *others.fonts))


@dataclass(frozen=True)
class Stuffed:
    """A file of many envelopes: how many pages it has, and how many of them are blank."""

    pdf: bytes
    pages: int
    blank: int


def taken_apart(pdf: bytes, keys: Sequence[str], name: str) -> Laid:
    """Strips from the tall pages on which the engine set them, in the order of `keys`, `ROWS` on a page, `ROW` mm apart.

    The glyphs and their places are the engine's; only the place of the whole line changes. `name` tells the fonts of these
    strips from those of others.
    """
    row = ROW * MM / _PX  # in the engine's units, in which the page is drawn from its top
    drawn: dict[str, list[bytes]] = {key: [] for key in keys}
    names: dict[bytes, bytes] = {}
    with Pdf.open(BytesIO(pdf)) as source:
        fonts: dict[str, Any] = {}
        for number, page in enumerate(source.pages):
            for old, font in page.Resources.get("/Font", {}).items():
                new = names.setdefault(old[1:].encode(), b"%s%d" % (name.encode(), len(names)))
                fonts.setdefault(f"/{new.decode()}", font)
            for block in _text_blocks(page):
                line = block.place[5]
                at = int(line // row)
                key = keys[number * ROWS + at]
                drawn[key].append(block.moved(at * row, names))
        with Pdf.new() as kept:
            kept.add_blank_page()
            kept.pages[0].Resources = kept.copy_foreign(source.make_indirect(Dictionary(Font=Dictionary(fonts))))
            return Laid({key: b"\n".join(blocks) for key, blocks in drawn.items()}, (saved(kept),))


@dataclass(frozen=True)
class _Block:
    """What stands between BT and ET: the place of the line, and the operators."""

    place: tuple[float, ...]
    rest: tuple[Any, ...]

    def moved(self, down: float, names: Mapping[bytes, bytes]) -> bytes:
        a, b, c, d, x, y = self.place
        text = pikepdf.unparse_content_stream(self.rest)
        text = re.sub(rb"/([^\s/\[(<]+)(?= )", lambda found: b"/" + names.get(found[1], found[1]), text)
        return b"BT\n%g %g %g %g %.4f %.4f Tm\n" % (a, b, c, d, x, y - down) + text + b"\nET"


def _text_blocks(page: pikepdf.Page) -> Iterator[_Block]:
    place: tuple[float, ...] = ()
    rest: list[Any] = []
    inside = False
    for instruction in pikepdf.parse_content_stream(page):
        match str(instruction.operator):
            case "BT":
                inside, rest = True, []
            case "ET":
                yield _Block(place, tuple(rest))
                inside = False
            case "Tm" if inside:
                if rest and any(str(i.operator) in ("Tj", "TJ") for i in rest):
                    yield _Block(place, tuple(rest))
                    rest = [i for i in rest if str(i.operator) == "Tf"]
                place = tuple(float(n) for n in instruction.operands)
            case _ if inside:
                rest.append(instruction)


def stuff(envelopes: Sequence[Sequence[Sheaf]], parts: Mapping[str, bytes], strips: Laid, title: str, sheets: bool = True) -> Stuffed:
    """One file of all envelopes in order. With `sheets` each document begins on a fresh sheet."""
    with Pdf.new() as pdf:
        shared = _fonts_of(pdf, strips)
        pages = {key: tuple(_distinct(pdf, part, shared)) for key, part in parts.items() if any(s.part == key for e in envelopes for s in e)}
        begin = pdf.make_stream(b"q\n")
        plain = pdf.make_stream(b"\nQ\n")
        marks: dict[tuple[Any, ...], Any] = {}
        nodes, count, blank = [], 0, 0
        for envelope in envelopes:
            node = pdf.make_indirect(Dictionary(Type=Name.Pages))
            kids = []
            for sheaf in envelope:
                own = pages[sheaf.part]
                for n, (contents, resources, box) in enumerate(own):
                    laid = (*sheaf.everywhere, *(sheaf.first if n == 0 else ()))
                    mark = (laid, float(box[3])) if laid else None
                    if mark is not None and mark not in marks:
                        marks[mark] = pdf.make_stream(b"\nQ\n" + b"\n".join(_laid(strips.drawn[key], slot, mark[1]) for key, slot in laid))
                    after = plain if mark is None else marks[mark]
                    kids.append(
                        pdf.make_indirect(Dictionary(Type=Name.Page, Parent=node, MediaBox=box, Resources=resources, Contents=Array([begin, contents, after])))
                    )
                if sheets and len(own) % 2:
                    blank += 1
                    kids.append(pdf.make_indirect(Dictionary(Type=Name.Page, Parent=node, MediaBox=own[-1][2], Resources=Dictionary())))
            if kids:
                node.Kids, node.Count = Array(kids), len(kids)
                nodes.append((node, len(kids)))
                count += len(kids)
        _plant(pdf, nodes)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.docinfo["/Title"] = pikepdf.String(title)
        return Stuffed(saved(pdf), count, blank)


def laid_on(pdf: bytes, strips: Laid, key: str, slot: Slot) -> bytes:
    """The same tagged file with a strip at one place of every page, as an artifact: what is read aloud stays as it was."""
    drawn = strips.drawn[key]
    with Pdf.open(BytesIO(pdf)) as opened:
        fonts = {name: font for name, font in _fonts_of(opened, strips).items() if re.search(re.escape(name.encode()) + rb"\b", drawn)}
        for page in opened.pages:
            resources = page.obj.Resources
            resources.Font = Dictionary({**dict(resources.get("/Font", {}).items()), **fonts})
            page.contents_add(opened.make_stream(b"q\n"), prepend=True)
            mark = b"\nQ\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n%s\nEMC\n" % _laid(drawn, slot, float(page.mediabox[3]))
            page.contents_add(opened.make_stream(mark))
        return saved(opened)


def _fonts_of(pdf: Pdf, strips: Laid) -> dict[str, Any]:
    """The fonts of strips by their names, in a file in which they are to be used."""
    found: dict[str, Any] = {}
    for file in strips.fonts:
        with Pdf.open(BytesIO(file)) as fonts:
            found |= dict(pdf.copy_foreign(fonts.make_indirect(fonts.pages[0].obj.Resources)).Font.items())
    return found


def _distinct(pdf: Pdf, part: bytes, strip_fonts: Mapping[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Contents, resources and size of each page of a part, as objects that many pages can share."""
    with Pdf.open(BytesIO(part)) as source:
        for page in source.pages:
            page.contents_coalesce()
            resources = pdf.copy_foreign(source.make_indirect(page.obj.Resources))
            resources.Font = Dictionary({**dict(resources.get("/Font", {}).items()), **strip_fonts})
            box = Array([float(n) for n in page.mediabox])
            yield pdf.copy_foreign(page.obj.Contents), resources, box


def _laid(drawn: bytes, slot: Slot, height: float) -> bytes:
    """A strip at its place on a page of that height in points."""
    x, y = slot.x * MM, height - slot.y * MM
    matrix = (-_PX, 0, 0, _PX, x, y) if slot.turned else (_PX, 0, 0, -_PX, x, y)
    return b"q %g %g %g %g %.3f %.3f cm " % matrix + _INK + drawn + b"\nQ"


def _plant(pdf: Pdf, nodes: list[tuple[Any, int]]) -> None:
    """Makes the page tree of these nodes, with so few kids each that a reader finds any page fast."""
    while len(nodes) > _BRANCH:
        grouped = []
        for i in range(0, len(nodes), _BRANCH):
            some = nodes[i : i + _BRANCH]
            above = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([n for n, _ in some]), Count=sum(c for _, c in some)))
            for node, _ in some:
                node.Parent = above
            grouped.append((above, sum(c for _, c in some)))
        nodes = grouped
    root = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([n for n, _ in nodes]), Count=sum(c for _, c in nodes)))
    for node, _ in nodes:
        node.Parent = root
    pdf.Root.Pages = root

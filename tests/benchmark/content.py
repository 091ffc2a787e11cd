"""What the peers are handed: the pages of the pack as files that a browser or plain WeasyPrint can open, and as Typst.

`save` writes each document's page with its own style sheet, fonts and patterns as files beside it. `save_typst` makes a
Typst file of the same words from the same pages, as somebody would who sets the pack with it: a value for each
document and one function for the frame of a page; an envelope is a loop over its documents.
"""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree

from briefings.build import check_scenario
from briefings.casting import cast, seat_each_role
from briefings.packs import Pack, plan
from briefings.packs.envelopes import Packet, for_one
from briefings.packs.parts import Document
from briefings.pages import style, write
from briefings.pages.patterns import assets
from briefings.press import ASSET
from briefings.project import Project
from briefings.roster import numbered

SCENARIO = "lachin-2022"


def the_pack(project: Project, people: int = 0) -> Pack:
    """The pack of the first scenario: for one table without names, or for so many participants with theirs."""
    checked = check_scenario(project, SCENARIO)
    assert checked.scenario is not None
    seats = cast(checked.scenario, numbered(people))[0] if people else seat_each_role(checked.scenario, 1)
    assert seats is not None
    return plan(checked.scenario, checked.library, seats)


def packets(pack: Pack) -> tuple[Packet, ...]:
    """Everybody's envelope in a pack with names."""
    assert pack.named is not None
    return pack.named.packets


def save(documents: Iterable[Document], project: Project, folder: Path) -> None:
    """Each document as `ID.html`, with `ID.css` and everything they ask for beside them."""
    for font in (project.templates / "fonts").glob("*.ttf"):
        (folder / font.name).write_bytes(font.read_bytes())
    for name, data in assets().items():
        (folder / name).write_bytes(data)
    for document in documents:
        page, css = write(document, project.templates), "\n".join(style(document, "a4", project.templates))
        (folder / f"{document.id}.css").write_text(css.replace(ASSET, ""), "utf-8")
        (folder / f"{document.id}.html").write_text(
            page.replace("</head>", f'<link rel="stylesheet" href="{document.id}.css"></head>', 1).replace(ASSET, ""), "utf-8"
        )


def envelope(pack: Pack, packet: Packet) -> tuple[Document, ...]:
    """The documents of one envelope, with the cover that bears the participant's name."""
    assert pack.named is not None
    covers = {cover.id: cover for cover in pack.named.covers}
    documents = {document.id: document for document in pack.documents}
    return (for_one(covers[packet.cover], packet), *(documents[id] for id in packet.documents if id in documents))


# --- Typst ------------------------------------------------------------------------------------------------

_FRAME = """
#let small(it) = text(font: ("Source Sans 3", "Noto Sans Armenian"), size: 8.7pt, it)
#let plain(it) = text(font: ("Source Sans 3", "Noto Sans Armenian"), size: 10pt, it)
#set page(paper: "a4", margin: (x: 20mm, top: 25mm, bottom: 22mm))
#set text(font: ("Source Serif 4", "Noto Serif Armenian"), size: 12pt, lang: "en", top-edge: 0.8em, bottom-edge: -0.2em)
#set par(leading: 0.33em, spacing: 1em)
#set block(spacing: 0.9em)
#set table(stroke: (x: none, y: 0.5pt + luma(180)), inset: (x: 0pt, y: 2.4pt), column-gutter: 3mm)
#set list(spacing: 0.5em)
#set enum(spacing: 0.5em)
#show heading: set text(font: ("Source Sans 3", "Noto Sans Armenian"))
#show heading.where(level: 1): set text(size: 25pt)
#show heading.where(level: 2): set text(size: 14.4pt)
#show heading.where(level: 3): set text(size: 12pt)
#show heading: set block(above: 12pt, below: 6pt)
#show table: set text(font: ("Source Sans 3", "Noto Sans Armenian"), size: 9.6pt)
#let sheet(banner, pack, title, wide, body) = {
  set page(
    flipped: wide,
    header: small[#strong(banner) #h(1fr) #pack],
    footer: small[#title #h(1fr) #context [page #counter(page).display()]],
  )
  counter(page).update(1)
  body
}
"""

_SIZES = {"small": "side label kicker ref hint", "plain": "quiet use labels aside caption issue-head inject-foot inline pick lines rubric"}
_SMALLER = {name: size for size, names in _SIZES.items() for name in names.split()}
_NARROW = {"column", "column-width", "excerpt"}
_BLOCKS = {"body", "header", "section", "div", "figure", "p", "ul", "ol", "li", "table", "h1", "h2", "h3", "h4", "blockquote", "dl", "dt", "dd"}


def save_typst(pack: Pack, folder: Path) -> None:
    """`pack.typ`, which sets every document of the pack once."""
    (folder / "pack.typ").write_text(_FRAME + "".join(f"#{_document(folder, document.id)}\n" for document in pack.documents), "utf-8")


def save_typst_envelopes(pack: Pack, folder: Path, name: str) -> None:
    """All envelopes in one file: a loop over the participants, each with a cover and the documents of their role."""
    assert pack.named is not None
    held = {packet.role: packet for packet in packets(pack)}
    covers = {cover.id: cover for cover in pack.named.covers}
    values = {id: _document(folder, id) for packet in held.values() for id in packet.documents if (folder / f"{id}.html").is_file()}
    documents = "".join(f"#let {id} = {value}\n" for id, value in values.items())
    people = "".join(f"  ({_string(p.name)}, {_string(p.place)}, {_string(p.role)}),\n" for p in packets(pack))
    roles = ""
    for role, packet in held.items():
        cover = covers[packet.cover]
        inside, first = (", ".join(map(_string, texts)) for texts in (cover.inside, cover.first))
        own = ", ".join(id for id in packet.documents if id in values)
        roles += f"  {role}: (role: {_string(cover.head.title)}, inside: ({inside},), first: ({first},), documents: ({own},)),\n"
    loop = """
#for (name, place, role) in people {
  let of = roles.at(role)
  sheet(place, title, of.role, false)[
    #heading(level: 1, name)
    #place
    #list(..of.inside)
    #enum(..of.first)
  ]
  for document in of.documents { document }
}
"""
    text = f"{_FRAME}{documents}#let title = {_string(pack.title)}\n#let people = (\n{people})\n#let roles = (\n{roles})\n{loop}"
    (folder / f"{name}.typ").write_text(text, "utf-8")


def _document(folder: Path, id: str) -> str:
    """One document as a call of `sheet`."""
    import tinyhtml5

    root = tinyhtml5.parse((folder / f"{id}.html").read_text("utf-8"), namespace_html_elements=False)
    body = root.find("body")
    assert body is not None
    running = {_classes(e)[-1]: "".join(e.itertext()) for e in body if "running" in _classes(e)}
    for e in [e for e in body if "running" in _classes(e)]:
        body.remove(e)
    wide = "true" if "wide" in _classes(body) else "false"
    strings = ", ".join(_string(running.get(name, "")) for name in ("banner", "pack", "doc"))
    return f"sheet({strings}, {wide})[{_Writer(folder, id).inside(body)}]"


def _text(text: str) -> str:
    """A text in which nothing is markup."""
    return "#" + _string(text)


def _string(text: str) -> str:
    return json.dumps(re.sub(r"\s+", " ", text), ensure_ascii=False)


def _classes(element: ElementTree.Element) -> list[str]:
    return element.get("class", "").split()


class _Writer:
    """Elements of a page as Typst; drawings become files of their own."""

    def __init__(self, folder: Path, id: str) -> None:
        self.folder, self.id, self.drawings = folder, id, 0

    def inside(self, element: ElementTree.Element) -> str:
        parts = [self.words(element.text)]
        for child in element:
            parts += [self.element(child), self.words(child.tail)]
        return "".join(parts)

    def words(self, text: str | None) -> str:
        return (_text(text) if text.strip() else " ") if text else ""

    def element(self, element: ElementTree.Element) -> str:
        tag, classes = str(element.tag), _classes(element)
        if tag.endswith("}svg"):
            return self.drawing(element)
        if tag == "input":
            return self.field(element)
        if tag == "table":
            return self.table(element)
        inner = self.inside(element)
        if tag not in _BLOCKS:
            return {"b": f"#strong[{inner}]", "strong": f"#strong[{inner}]", "em": f"#emph[{inner}]", "sup": f"#super[{inner}]", "br": "#linebreak()"}.get(
                tag, inner
            )
        if "to" in classes:
            return f"\n#grid(columns: (38mm, 1fr), {', '.join(f'[{self.element(child)}]' for child in element)})\n"
        if "letter" in classes:
            return f"#place(dx: -14mm, strong[{inner}])"
        if "side" in classes:
            return f"#place(dx: 133mm, block(width: 37mm, small[{inner}]))"
        if "sheet" in classes:
            return f"#pagebreak(weak: true){inner}"
        if "card" in classes:
            return f"#box(width: 80mm, height: 118mm, clip: true, plain[{inner}])"
        if "face" in classes:
            return f"#block(width: 100%, height: 110mm)[{inner}]"
        if "running" in classes:
            return ""
        for name in classes:
            if name in _SMALLER:
                inner = f"#{_SMALLER[name]}[{inner}]"
        if tag in ("h1", "h2", "h3", "h4"):
            return f"\n#heading(level: {tag[1]})[{inner}]\n"
        if tag in ("ul", "ol"):
            items = ", ".join(f"[{self.inside(li)}]" for li in element if li.tag == "li")
            return f"\n#{'list' if tag == 'ul' else 'enum'}({items})\n" if "notes" not in classes else inner
        if tag == "blockquote":
            return f'\n#block(inset: (left: 10pt), stroke: (left: 2.4pt + rgb("1d4f7c")))[{inner}]\n'
        if {"score-columns", "pairs", "absents"} & set(classes):
            return f"\n#grid(columns: (1fr, 1fr), gutter: 6mm, {', '.join(f'[{self.element(child)}]' for child in element)})\n"
        if "notes" in classes:
            return f"\n#columns(2, gutter: 7mm, small[{inner}])\n"
        width = ", width: 126mm" if _NARROW & set(classes) else ""
        return f"\n#block(breakable: true{width})[{inner}]\n" if tag == "p" or width else f"\n{inner}\n"

    def drawing(self, element: ElementTree.Element) -> str:
        self.drawings += 1
        name = f"{self.id}-{self.drawings}.svg"
        ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
        element.attrib = {key: value for key, value in element.attrib.items() if "xmlns" not in key}
        text = ElementTree.tostring(element, "unicode").replace("LabelHy", "Noto Sans Armenian").replace("Label,", "Source Sans 3,")
        (self.folder / name).write_text(text, "utf-8")
        return f'\n#image("{name}", width: 170mm)\n'

    def field(self, element: ElementTree.Element) -> str:
        if element.get("type") == "checkbox":
            return "#box(width: 4mm, height: 4mm, stroke: 0.8pt)"
        return "#box(width: 1fr, height: 6mm, stroke: (bottom: 0.6pt))"

    def table(self, element: ElementTree.Element) -> str:
        rows = list(element.iter("tr"))
        columns = max(sum(int(cell.get("colspan", "1")) for cell in row) for row in rows)
        cells = []
        for row in rows:
            for cell in row:
                inner = self.inside(cell)
                spans = f"colspan: {cell.get('colspan', '1')}, rowspan: {cell.get('rowspan', '1')}"
                cells.append(f"table.cell({spans})[{f'#strong[{inner}]' if cell.tag == 'th' else inner}]")
        return f"\n#table(columns: ({', '.join(_widths(rows, columns))}), {', '.join(cells)})\n"


def _widths(rows: Sequence[ElementTree.Element], columns: int) -> list[str]:
    """Columns as wide as their texts need: the longest word, and a share of the rest."""
    longest, most = [1] * columns, [1] * columns
    for row in rows:
        if len(row) == columns:
            for number, text in enumerate("".join(cell.itertext()) for cell in row):
                longest[number] = max(longest[number], *map(len, text.split()), 1)
                most[number] = max(most[number], len(text))
    return [f"{max(word + 1, text**0.8):.1f}fr" for word, text in zip(longest, most, strict=True)]

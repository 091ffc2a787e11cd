"""A document becomes HTML: `write(document)`; its style sheets are `style(document, paper)`.

The only user of jinja2. A template is handed one document and nothing else: no clock, no files, no other
document. Texts are escaped; the Markdown subset in prose is rendered by `prose`, and note numbers become links.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from traceback import walk_tb
from typing import TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefings.imposition import Edition, PaperName, badge_sheet, card_sheet, label_sheet, tent_sheet
from briefings.packs.cards import NameTents, RoleCards
from briefings.packs.figures import Locator
from briefings.packs.own import OwnSheet
from briefings.packs.parts import Badge, Document, Note
from briefings.packs.people import Badges, Labels
from briefings.pages.figures import NARROW, WIDTH, deal_plot, locator_map, read_outlines, table_plan, timeline
from briefings.pages.layouts import badge_style, card_style, label_style, tent_style
from briefings.pages.patterns import role_style
from briefings.pages.prose import call, line, prose, quoted
from briefings.project import SHIPPED_TEMPLATES, overlaid
from briefings.scenarios import EVERYONE
from briefings.sections import capital

Item = TypeVar("Item")

PAPERS: tuple[PaperName, ...] = ("a4", "letter")
FIGURES: dict[Edition, float] = {"standard": WIDTH, "large": NARROW}  # how wide figures are drawn

# WeasyPrint 70 may cut a line after its first word when the text before an inline element ends in a space that does
# not fit (its issues 1614 and 2025). With the space inside the element it breaks lines as it should.
_SPACE_BEFORE_INLINE = re.compile(r"(?<=[^>\s])\s+(<(?:b|strong|em|span)(?: [^>]*)?>)")


_CALL = re.compile(r'<a href="#note-(\d+)"[^>]*>[^<]*</a>')
_BANNER = '<div class="running banner">'


@lru_cache(maxsize=4)
def _environment(templates: Path, own: tuple[Path, ...], edition: Edition) -> Environment:
    """The engine for a project's own templates over the shipped ones. `own` is which there are: one that is new takes the
    place of a shipped one that was read before."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader((templates, SHIPPED_TEMPLATES)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(prose=prose, line=line, quoted=quoted, halves=halves, capital=capital, signed=signed)

    width = FIGURES[edition]

    @lru_cache(maxsize=8)
    def drawn(data: Locator, outlines: Path, changed: int) -> Markup:
        return locator_map(data, read_outlines(outlines, changed), width)

    def locator(data: Locator) -> Markup:
        outlines = overlaid(templates, f"maps/{data.area}.json")
        return drawn(data, outlines, outlines.stat().st_mtime_ns)

    environment.filters.update(timeline=partial(timeline, width=width), seats=partial(table_plan, width=width))
    environment.filters.update(deals=partial(deal_plot, width=width), locator=locator)
    return environment


def signed(number: int) -> str:
    """A number with a minus sign where it is one."""
    return f"{number}".replace("-", "\N{MINUS SIGN}")


def halves(items: Sequence[Item]) -> list[Sequence[Item]]:
    """Items in two runs whose texts are about as long, to stand side by side; one run where there is one item."""
    lengths = [len(repr(item)) for item in items]
    cut = min(range(1, len(items) + 1), key=lambda n: abs(sum(lengths[:n]) - sum(lengths[n:])))
    return [run for run in (items[:cut], items[cut:]) if run]


def write(document: Document, templates: Path, edition: Edition = "standard") -> str:
    """The document as a whole HTML page, without its style sheet. Same document, same text; only figures are drawn
    otherwise for large print.

    `templates` is the folder of a project's own; what is not in it is shipped. A document of the author's own gets the notes
    that its page calls, numbered in their order. Raises `TemplateFault` where the template cannot be understood, asks for
    what the document does not hold, or hides that a page is not for everyone.
    """
    try:
        template = _environment(templates, tuple(sorted(templates.glob("*.html"))), edition).get_template(document.template)
        html = template.render(doc=document)
        if isinstance(document, OwnSheet):
            called = _called(document, html)
            html = template.render(doc=replace(document, notes=tuple(Note(n, note.text) for n, note in enumerate(called.values(), 1))))
            numbers = {old: n for n, old in enumerate(called, 1)}
            html = _CALL.sub(lambda link: call(numbers[int(link[1])]) if int(link[1]) in numbers else link[0], html)
    except (TemplateError, OverflowError) as error:
        raise TemplateFault(*_place(error, templates, document.template)) from error
    if document.audience.reader != EVERYONE and _BANNER not in html:
        raise TemplateFault("a page that is not for everyone must extend '_document.html', which says whose it is", overlaid(templates, document.template), 1)
    return _SPACE_BEFORE_INLINE.sub(r"\1 ", html)


def _called(document: OwnSheet, html: str) -> dict[int, Note]:
    """The notes that a page calls, by their number in the document, in the order of the page."""
    notes = {note.number: note for note in document.notes}
    return {number: notes[number] for number in map(int, _CALL.findall(html)) if number in notes}


class TemplateFault(Exception):
    """What is wrong with a template: a short fact, the file and the line."""

    def __init__(self, message: str, file: Path, line: int) -> None:
        super().__init__(message)
        self.message, self.file, self.line = message, file, line


def _place(error: Exception, templates: Path, name: str) -> tuple[str, Path, int]:
    """Where in the templates an error arose: what the engine says, else the innermost template that was running."""
    message = (getattr(error, "message", None) or str(error) or "not understood").rstrip(".")
    if isinstance(error, TemplateNotFound):
        message = f"no template '{error.name}'"
    if isinstance(error, TemplateSyntaxError):
        return message, overlaid(templates, error.name or name), error.lineno
    running = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    inside = [(file, line) for file, line in running if file.parent in (templates, SHIPPED_TEMPLATES)]
    return (message, *(inside[-1] if inside else (overlaid(templates, name), 1)))


def style(document: Document, paper: PaperName, templates: Path, edition: Edition = "standard") -> tuple[str, ...]:
    """The style sheets of a document on a paper (`a4` or `letter`), the later over the earlier: fonts, the look, what large print changes, the
    paper, then a role's tab, or where cards and tents go. A document of the author's own may have a sheet named like its
    template."""
    names = ["fonts", "look", *document.style, *(["large"] if edition == "large" and document.grows else []), f"paper-{paper}"]
    sheets = [overlaid(templates, f"style/{name}.css").read_text("utf-8") for name in names]
    if isinstance(document, OwnSheet) and (extra := templates / "style" / f"{document.kind}.css").is_file():
        sheets.append(extra.read_text("utf-8"))
    badge = getattr(document, "badge", None)
    if isinstance(badge, Badge) and document.audience.is_role:
        sheets.append(role_style(badge.letter))
    elif isinstance(document, RoleCards):
        sheets.append(card_style(card_sheet(document.stock, paper), document.options.duplex))
    elif isinstance(document, NameTents):
        sheets.append(tent_style(tent_sheet(paper)))
    elif isinstance(document, Badges):
        sheets.append(badge_style(badge_sheet(paper, document.edition)))
    elif isinstance(document, Labels):
        sheets.append(label_style(label_sheet(paper)))
    return tuple(sheets)

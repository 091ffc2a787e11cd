"""A document becomes HTML: `write(document)`; its style sheet is `style(document, paper)`.

The only user of jinja2. A template is handed one document and nothing else: no clock, no files, no other
document. Texts are escaped; the Markdown subset in prose is rendered by `prose`, and note numbers become links.
"""

import re
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefings.imposition import PaperName, card_sheet, tent_sheet
from briefings.packs.cards import NameTents, RoleCards
from briefings.packs.figures import Locator
from briefings.packs.parts import Badge, Document
from briefings.pages.figures import deal_plot, locator_map, read_outlines, table_plan, timeline
from briefings.pages.layouts import card_style, tent_style
from briefings.pages.patterns import role_style
from briefings.pages.prose import line, prose, quoted

PAPERS: tuple[PaperName, ...] = ("a4", "letter")

# WeasyPrint 70 may cut a line after its first word when the text before an inline element ends in a space that does
# not fit (its issues 1614 and 2025). With the space inside the element it breaks lines as it should.
_SPACE_BEFORE_INLINE = re.compile(r"(?<=[^>\s])\s+(<(?:b|strong|em|span)(?: [^>]*)?>)")


@lru_cache(maxsize=4)
def _environment(templates: Path) -> Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(prose=prose, line=line, quoted=quoted)

    @lru_cache(maxsize=8)
    def locator(data: Locator) -> Markup:
        return locator_map(data, read_outlines(templates / "maps" / f"{data.area}.json"))

    environment.filters.update(timeline=timeline, locator=locator, seats=table_plan, deals=deal_plot)
    return environment


def write(document: Document, templates: Path) -> str:
    """The document as a whole HTML page, without its style sheet. Same document, same text.

    Raises `TemplateFault` where the template cannot be understood or asks for what the document does not hold.
    """
    try:
        html = _environment(templates).get_template(document.template).render(doc=document)
    except (TemplateError, OverflowError) as error:
        raise TemplateFault(*_place(error, templates, document.template)) from error
    return _SPACE_BEFORE_INLINE.sub(r"\1 ", html)


class TemplateFault(Exception):
    """What is wrong with a template: a short fact, the file and the line."""

    def __init__(self, message: str, file: Path, line: int) -> None:
        super().__init__(message)
        self.message, self.file, self.line = message, file, line


def _place(error: Exception, templates: Path, name: str) -> tuple[str, Path, int]:
    """Where in the templates an error arose: what the engine says, else the innermost template that was running."""
    message = (getattr(error, "message", None) or str(error) or "not understood").rstrip(".")
    if isinstance(error, TemplateSyntaxError):
        return message, templates / (error.name or name), error.lineno
    running = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    inside = [(file, line) for file, line in running if file.parent == templates]
    return (message, *(inside[-1] if inside else (templates / name, 1)))


def style(document: Document, paper: PaperName, templates: Path) -> str:
    """The style sheet of a document on a paper (`a4` or `letter`): fonts, the look, the paper, then a role's
    tab, or where cards and tents go."""
    sheets = [(templates / "style" / f"{name}.css").read_text("utf-8") for name in ("fonts", "look", *document.style, f"paper-{paper}")]
    badge = getattr(document, "badge", None)
    if isinstance(badge, Badge) and document.audience.is_role:
        sheets.append(role_style(badge.letter))
    elif isinstance(document, RoleCards):
        sheets.append(card_style(card_sheet(document.stock, paper), document.options.duplex))
    elif isinstance(document, NameTents):
        sheets.append(tent_style(tent_sheet(paper)))
    return "\n".join(sheets)

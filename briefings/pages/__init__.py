"""A document becomes HTML: `write(document)`; its style sheet is `style(document, paper)`.

The only user of jinja2. A template is handed one document and nothing else: no clock, no files, no other
document. Texts are escaped; the Markdown subset in prose is rendered by `prose`, and note numbers become links.
"""

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefings.documents import Document, RoleBrief
from briefings.pages.patterns import role_style
from briefings.pages.prose import line, prose, quoted

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
    return environment


def write(document: Document, templates: Path) -> str:
    """The document as a whole HTML page, without its style sheet. Same document, same text."""
    html = _environment(templates).get_template(document.template).render(doc=document)
    return _SPACE_BEFORE_INLINE.sub(r"\1 ", html)


def style(document: Document, paper: str, templates: Path) -> str:
    """The style sheet of a document on a paper (`a4` or `letter`): fonts, the look, the paper, the role's tab."""
    sheets = [(templates / "style" / f"{name}.css").read_text("utf-8") for name in ("fonts", "look", f"paper-{paper}")]
    if isinstance(document, RoleBrief):
        sheets.append(role_style(document.badge.letter))
    return "\n".join(sheets)

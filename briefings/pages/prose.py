"""The safe Markdown subset: paragraphs, bold, emphasis, lists. Raw HTML, images and links stay text."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

from briefings.packs.parts import NOTE_CLOSE, NOTE_OPEN

# Typographic quotation marks and apostrophes come from the same library ("smartquotes").
_MARKDOWN = MarkdownIt("zero", {"typographer": True}).enable(["emphasis", "list", "smartquotes"])
_NOTES = re.compile(f"((?:{NOTE_OPEN}\\d+{NOTE_CLOSE})+)")


def prose(text: str) -> Markup:
    """Prose as HTML blocks, with note numbers as links to the notes at the end."""
    return Markup(_NOTES.sub(_calls, _MARKDOWN.render(text).strip()))


def line(text: str) -> Markup:
    """A short text as one line of HTML: typographic quotation marks and note numbers, no Markdown."""
    return Markup(_NOTES.sub(_calls, _PLAIN.renderInline(text)))


def quoted(text: str) -> Markup:
    """An excerpt's words as they stand between quotation marks: marks inside become single ones."""
    return Markup(line(text).translate({ord("“"): "‘", ord("”"): "’"}))


_PLAIN = MarkdownIt("zero", {"typographer": True}).enable(["smartquotes"])


def _calls(found: re.Match[str]) -> str:
    numbers = [int(n) for n in re.findall(r"\d+", found[1])]
    links = ", ".join(call(n) for n in dict.fromkeys(numbers))
    # The word joiner keeps a number on the line of the word it belongs to.
    return f'\N{WORD JOINER}<sup class="call">{links}</sup>'


def call(number: int) -> str:
    """The link to a note."""
    return f'<a href="#note-{number}" aria-label="Note {number}">{number}</a>'

"""What every figure is drawn with: escaped text, measured boxes, and the frame of an SVG. One unit is a CSS pixel.

Widths of text are estimated from classes of letters, a little generously, so that boxes which do not overlap hold
texts which do not overlap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from briefings import imposition

MM = 96 / 25.4  # units in a millimetre
WIDTH = 170 * MM  # the whole width of the text
NARROW = WIDTH / 1.7  # a figure drawn on this width and shown on the whole one has labels of 14 pt, for large print
INK, SOFT, HAIR, ACCENT = "#16181c", "#4d5561", "#b4bbc4", "#1d4f7c"
SIZE = 11.2  # of a label; 8.4 pt

_WIDTHS = {c: w for w, letters in ((0.30, " iIjl.,;:'’|"), (0.37, "-()/frt[]"), (0.89, "mMW@%&"), (0.78, "wOQGHNUD")) for c in letters}


@dataclass(frozen=True)
class Box(imposition.Box):
    """A rectangle in units of the drawing."""

    @property
    def edges(self) -> dict[str, float | str]:
        """As attributes of a rectangle."""
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: "Box") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: "Box") -> bool:
        return self.x <= other.x and other.right <= self.right and self.y <= other.y and other.bottom <= self.bottom

    def grown(self, by: float) -> "Box":
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


def text_width(text: str, size: float = SIZE) -> float:
    """How wide a text is at most, in the bundled sans of either weight."""
    return sum(_WIDTHS.get(c, 0.68 if c.isupper() else 0.58) for c in text) * size


def wrapped(text: str, width: float, size: float = SIZE) -> tuple[str, ...]:
    """The lines of a text that may be `width` wide; a word that is longer is cut after a slash or where it must."""
    lines, line = [], ""
    for word in text.replace("/", "/\u200b").replace(" ", " \u200b").split("\u200b"):
        while text_width(word, size) > width and len(word) > 1:
            keep = next((n for n in range(len(word), 0, -1) if text_width(word[:n], size) <= width), 1)
            if line.strip():
                lines.append(line)
            line = ""
            lines.append(word[:keep])
            word = word[keep:]
        if line and text_width((line + word).rstrip(), size) > width:
            lines.append(line)
            line = ""
        line += word
    return tuple(part.strip() for part in (*lines, line) if part.strip())


def tag(name: str, content: str = "", /, **attributes: float | str) -> str:
    """An element. Attribute values are quoted here; content is markup already."""
    pairs = "".join(f" {key.replace('_', '-')}={quoteattr(number(value))}" for key, value in attributes.items())
    return f"<{name}{pairs}>{content}</{name}>"


def text(x: float, y: float, words: str, **attributes: float | str) -> str:
    """A line of text, escaped."""
    return tag("text", escape(words), x=x, y=y, **attributes)


def path(points: Iterable[tuple[float, float]], close: bool = False) -> str:
    """The data of a path along points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if close else "")


def number(value: float | str) -> str:
    """A number with at most one decimal; a text as it is."""
    return value if isinstance(value, str) else f"{value + 0.0:.1f}".removesuffix(".0")


def figure(name: str, height: float, title: str, drawing: Iterable[str], caption: str, width: float = WIDTH) -> Markup:
    """A figure with its caption, shown on the whole width of the text however wide it was drawn.

    The title is the text alternative and comes first, as PDF/UA wants it.
    """
    zoom = WIDTH / width
    size: dict[str, float | str] = {"width": WIDTH, "height": height * zoom, "viewBox": f"0 0 {number(width)} {number(height)}"}
    frame: dict[str, float | str] = {"xmlns": "http://www.w3.org/2000/svg", "font_family": "Label, LabelHy", "font_size": SIZE, "fill": INK}
    svg = tag("svg", tag("title", escape(title)) + "".join(drawing), **frame, **size)
    below = f'<p class="caption">{escape(caption)}</p>' if caption else ""
    return Markup(f'<div class="figure {name}">{svg}{below}</div>')


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: `A`, `A and B`, `A; B; and C`."""
    names = list(names)
    if len(names) < 3:
        return " and ".join(names)
    return "; ".join(names[:-1]) + f"; and {names[-1]}"


def crosses(line: tuple[tuple[float, float], tuple[float, float]], box: Box) -> bool:
    """Whether a stretch of line enters a box, looked up at every other unit."""
    (ax, ay), (bx, by) = line
    steps = max(2, int(hypot(bx - ax, by - ay) / 2))
    return any(box.x < ax + (bx - ax) * i / steps < box.right and box.y < ay + (by - ay) * i / steps < box.bottom for i in range(steps + 1))

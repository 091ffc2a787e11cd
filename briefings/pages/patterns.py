"""A role's pattern: what tells role sheets apart where colour does not print.

Each letter has a tile, drawn in ink on nothing, that repeats as a background. Backgrounds are decoration: a
screen reader hears the letter and the word instead.
"""

LETTERS = "ABCDEFGHIJKL"

# Tiles of 12 by 12 units. Names are for the facilitator's key.
PATTERNS = {
    "A": ("diagonal", '<path d="M-3 3L3-3M0 12L12 0M9 15L15 9"/>'),
    "B": ("dots", '<g stroke="none" fill="#16181c"><circle cx="3" cy="3" r="1.7"/><circle cx="9" cy="9" r="1.7"/></g>'),
    "C": ("horizontal", '<path d="M0 3H12M0 9H12"/>'),
    "D": ("cross-hatch", '<path d="M-3 3L3-3M0 12L12 0M9 15L15 9M-3 9L3 15M0 0L12 12M9-3L15 3"/>'),
    "E": ("vertical", '<path d="M3 0V12M9 0V12"/>'),
    "F": ("back-diagonal", '<path d="M-3 9L3 15M0 0L12 12M9-3L15 3"/>'),
    "G": ("chevrons", '<path d="M0 4L6 0L12 4M0 10L6 6L12 10" />'),
    "H": ("grid", '<path d="M0 6H12M6 0V12"/>'),
    "I": ("rings", '<circle cx="6" cy="6" r="3.6"/>'),
    "J": ("triangles", '<path d="M6 2L10.5 9.5H1.5Z" fill="#16181c" stroke="none"/>'),
    "K": ("bricks", '<path d="M0 0H12M0 6H12M3 0V6M9 6V12"/>'),
    "L": ("plus signs", '<path d="M6 2.5V9.5M2.5 6H9.5"/>'),
}

TAB_STEP = 19  # mm from one role's tab to the next; the tab itself is 18 mm high


def pattern(letter: str) -> str:
    """The tile of a letter as an SVG picture."""
    drawing = PATTERNS[letter][1]
    return _svg(12, 12, 1.1, drawing)


def _svg(width: int, height: int, stroke: float, drawing: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g fill="none" stroke="#16181c" stroke-width="{stroke}">{drawing}</g></svg>'


def tab(letter: str) -> str:
    """The ground of a thumb tab, 9 by 18 mm: the pattern above and below a white field for the letter."""
    tiles = "".join(f'<g transform="translate({x} {y})">{PATTERNS[letter][1]}</g>' for y in (0, 12, 48, 60) for x in (0, 12, 24))
    field = '<path fill="#fff" stroke="none" d="M-6 21H42V51H-6Z"/>'
    return _svg(36, 72, 1.3, tiles + field)


def assets() -> dict[str, bytes]:
    """Every pattern and tab by asset name."""
    patterns = {f"pattern-{letter}.svg": pattern(letter).encode() for letter in LETTERS}
    return {**patterns, **{f"tab-{letter}.svg": tab(letter).encode() for letter in LETTERS}}


def role_style(letter: str) -> str:
    """The style of a secret document: its letter and pattern on the thumb tab, at a height of the role's own.

    Twelve heights fit on a page. A right-hand page has its tab at the right, a left-hand page at the left: the same
    edge of the sheet, so that a stack of mixed sheets can be sorted from its edge.
    """
    box = f'content: "{letter}"; margin-top: {7 + LETTERS.index(letter) * TAB_STEP}mm; background-image: url(packet-asset:tab-{letter}.svg);'
    return f"@page secret:right {{ @right-top {{ {box} }} }}\n@page secret:left {{ @left-top {{ {box} }} }}\n"

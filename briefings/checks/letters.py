"""Whether the fonts have every letter: what none of them has is printed from whatever the machine has, or as an empty box."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefings.checks.case import Case
from briefings.marks import Finding
from briefings.project import overlaid

# Latin, Greek, Cyrillic and Armenian letters with what stands between them: the shipped fonts have these, and are not asked.
_PLAIN = re.compile(
    "[\\s!-~\u00a0-\u017e\u0386-\u03ce\u0400-\u045f\u0531-\u0556\u0561-\u0587\u0589\u058a\u2013\u2014\u2018-\u201e\u2022\u2026\u2039\u203a\u20ac]*"
)
_FONT = re.compile(r"@font-face\s*\{[^}]*packet-asset:([^)\s]+)")


def every_letter_is_in_a_font(case: Case) -> Iterator[Finding]:
    """Every letter of the scenario's texts is in a font of `style/fonts.css`. One finding for each script, where it first stands."""
    odd = {passage: text for passage in case.scenario.passages if not _PLAIN.fullmatch(text := unicodedata.normalize("NFC", passage.text))}
    if not odd:
        return
    css = overlaid(case.templates, "style/fonts.css").read_text("utf-8")
    missing = unprintable(odd.values(), (overlaid(case.templates, f"fonts/{name}") for name in _FONT.findall(css)))
    told = set[str]()
    for passage, text in odd.items():
        for letter in missing.get(text, ()):
            script = unicodedata.name(letter, "unknown").split()[0].capitalize()
            if script not in told:
                told.add(script)
                message = f"no font of the pack has '{letter}' (U+{ord(letter):04X}, {script})"
                hint = "write it in other letters, or give the project a font that has them (templates/README.md)"
                yield case.within(passage, text.index(letter), "no-letter", message, hint)


def unprintable(names: Iterable[str], fonts: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    """The letters of each name that none of the font files has; only names with such letters. Spaces and invisible marks do
    not count, and an accent counts as part of its letter where Unicode has the two as one."""
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for font in fonts:
        with TTFont(font, lazy=True) as opened:
            known |= opened.getBestCmap().keys()
    found = {name: tuple(dict.fromkeys(c for c in unicodedata.normalize("NFC", name) if ord(c) not in known and _is_drawn(c))) for name in names}
    return {name: letters for name, letters in found.items() if letters}


def _is_drawn(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) != "Cf"

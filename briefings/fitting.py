"""What is printed in a space of fixed size is measured before it is printed: role cards, name tents, inject cards, badges, labels.

You get the document with every name and message as large as fits, and a finding for each text that does not fit at any
size: whose it is, where it stands, how many words too many. Nothing is cut off in silence. Names are also looked through for
letters that no bundled font has (`without_letters`).
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from briefings.checks.letters import unprintable
from briefings.imposition import SIZES, Printing
from briefings.marks import Finding, Loc, Mark, Marked
from briefings.packs.cards import Card, InjectCard, InjectCards, NameTents, RoleCards, Tent
from briefings.packs.envelopes import Strips
from briefings.packs.parts import Document
from briefings.packs.people import Badges, Labels, NamedTents
from briefings.project import overlaid
from briefings.roster import Roster
from briefings.scenarios import Scenario

# Style sheets that say which files hold the letters of names, and in them a face and the families of names.
_NAME_STYLES = ("fonts", "names")
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_NAME_FAMILIES = re.compile(r"\.name\s*\{[^}]*font-family:([^;}]*)")

Item = Card | Tent | InjectCard
Measure = Callable[[Document], frozenset[str]]

# How many words each text of a card is meant to have: the one furthest beyond is to be cut.
MEANT = {"aim": 20, "quotation": 25}


def fitted(document: Document, measure: Measure, scenario: Scenario, marked: Marked, printing: Printing) -> tuple[Document, list[Finding]]:
    """A document with its cards or tents made to fit, and what could not be. Other documents stay as they are.

    `measure` says which items of a document, by their `key`, run out of their boxes in this printing.
    """
    too_long: list[Finding] = []
    if isinstance(document, NamedTents | Badges | Labels):
        document, too_long = _names_fitted(document, measure, printing)
    if not isinstance(document, RoleCards | NameTents | InjectCards):
        return document, too_long
    full: Any = document  # of any of the three
    items: dict[str, Any] = {item.key: item for item in document.items}  # a text may stand on several cards

    def over(trials: tuple[Any, ...]) -> frozenset[str]:
        return measure(replace(full, items=trials))

    steps = _steps(items, full.fits, over)
    found = [_Finder(document, over, scenario, marked, printing).finding(item) for key, item in items.items() if steps[key] is None]
    return replace(full, items=tuple(replace(item, fit=steps[item.key] or 0) for item in document.items)), [*too_long, *found]


def _names_fitted(document: NamedTents | Badges | Labels, measure: Measure, printing: Printing) -> tuple[Document, list[Finding]]:
    """A document with every participant's name as large as it fits. A size is tried with those that fit at no larger one:
    of a thousand names few are long."""
    full: Any = document
    left = {item.person.key: item for item in full.items}
    steps: dict[str, int] = {}
    for fit in range(full.name_fits):
        trials = tuple(replace(item, person=replace(item.person, fit=fit)) for item in left.values())
        over = measure(replace(full, items=trials)) if trials else frozenset()
        steps |= {key: fit for key in left if key not in over}
        left = {key: item for key, item in left.items() if key in over}
    what = f"{document.head.title.lower()} ({printing.paper if printing.edition == 'standard' else f'{printing.paper}, large print'})"
    found = [
        Finding(
            "name-overflow",
            f"the name {item.person.name} has {len(item.person.name)} letters and does not fit on the {what}",
            Mark("roster"),
            "shorten it in the column 'name'",
        )
        for item in left.values()
    ]
    return replace(full, items=tuple(replace(i, person=replace(i.person, fit=steps.get(i.person.key, 0))) for i in full.items)), found


def fitted_names(document: Strips, measure: Measure) -> tuple[Strips, tuple[Finding, ...]]:
    """Strips with every name as large as fits on a cover, and the names that fit at no size. Short ones are not tried."""
    names = {strip.key: strip for strip in document.items if strip.kind == "name" and not document.is_sure(strip)}
    steps: dict[str, int | None] = _steps(names, document.fits, lambda trials: measure(replace(document, items=trials))) if names else {}
    sized = replace(document, items=tuple(replace(strip, fit=steps.get(strip.key, 0) or 0) for strip in document.items))
    return sized, tuple(
        Finding("name-overflow", f"the name {names[key].words} has {len(names[key].words)} letters and does not fit on a cover", Mark("roster"), "shorten it")
        for key, step in steps.items()
        if step is None
    )


def _steps(items: dict[str, Any], fits: int, over: Callable[[tuple[Any, ...]], frozenset[str]]) -> dict[str, int | None]:
    """The first step at which each item fits, by key; None where none does. Most fit at the first of all; with those that do not,
    the others are tried in one layout."""

    def tried(left: dict[str, Any], steps: range) -> dict[str, int | None]:
        too_large = over(tuple(replace(item, fit=fit, key=f"{key}:{fit}") for key, item in left.items() for fit in steps))
        return {key: next((fit for fit in steps if f"{key}:{fit}" not in too_large), None) for key in left}

    found = tried(items, range(1))
    large = {key: item for key, item in items.items() if found[key] is None}
    return found | tried(large, range(1, fits)) if large and fits > 1 else found


class _Finder:
    """Says of an item that fits at no size what is too long: the texts first, and the name or sender where it is not a text."""

    def __init__(
        self,
        document: RoleCards | NameTents | InjectCards,
        over: Callable[[tuple[Any, ...]], frozenset[str]],
        scenario: Scenario,
        marked: Marked,
        printing: Printing,
    ) -> None:
        self.document, self.over, self.scenario, self.marked = document, over, scenario, marked
        self.on = printing.paper if printing.edition == "standard" else f"{printing.paper}, large print"

    def finding(self, item: Item) -> Finding:
        if isinstance(item, InjectCard):
            return self._inject(item)
        return self._card(item) if isinstance(item, Card) else self._name(item, "its tent")

    def _inject(self, card: InjectCard) -> Finding:
        loc = ("injects", [inject.id for inject in self.scenario.injects].index(card.key))
        words = len(card.text.split())
        where = f"on its card ({self.on})"
        most = self._most(card.text, lambda text: replace(card, text=text))
        if not most:
            message = f"the sender of the inject {card.key} has {len(card.sender)} letters and does not fit {where}"
            return self.marked.finding("inject-overflow", message, (*loc, "from"), "shorten it")
        message = f"the text of the inject {card.key} does not fit {where}: {words - most} of {words} words too many"
        return self.marked.finding("inject-overflow", message, (*loc, "text"), f"cut it to {most} words, or make two injects of it")

    def _card(self, card: Card) -> Finding:
        """Which text of a card is too long, and by how many words."""
        stock = self.document.stock if isinstance(self.document, RoleCards) else ""
        texts = {"aim": card.aim, **({"quotation": card.quote.words} if card.quote and stock != "poker" else {})}
        for field in sorted(texts, key=lambda f: -len(texts[f].split()) / MEANT[f]):
            words = len(texts[field].split())
            if most := self._most(texts[field], partial(_with, card, field)):
                message = f"the {'public aim' if field == 'aim' else 'quotation'} of {card.badge.name} does not fit on its card ({stock} on {self.on})"
                larger = ", or use larger cards" if stock in SIZES else ""
                hint = f"cut it to {most} words{'' if field == 'aim' else ' or choose a shorter excerpt'}{larger}"
                return self.marked.finding("card-overflow", f"{message}: {words - most} of {words} words too many", self._role(card, "public", field), hint)
        return self._name(card, "its card")

    def _name(self, item: Card | Tent, where: str) -> Finding:
        return self.marked.finding(
            "name-overflow",
            f"the name {item.badge.name} has {len(item.badge.name)} letters and does not fit on {where} ({self.on})",
            self._role(item, "name"),
            "shorten it to forty letters or less; the full name can stand in 'delegation'",
        )

    def _most(self, text: str, trial: Callable[[str], Any]) -> int:
        """How many words of a text fit at the smallest size, the item being otherwise as it is."""
        ends = [word.end() for word in re.finditer(r"\S+", text)]

        def is_over(words: int) -> bool:
            return bool(self.over((replace(trial(text[: ends[words - 1]]), fit=self.document.fits - 1),)))

        return bisect_left(range(1, len(ends) + 1), True, key=is_over)

    def _role(self, item: Card | Tent, *inside: str) -> Loc:
        return ("roles", [r.id for r in self.scenario.roles].index(item.role), *inside)


def _with(card: Card, field: str, text: str) -> Card:
    return replace(card, aim=text) if field == "aim" else replace(card, quote=card.quote and replace(card.quote, words=text))


# --- letters --------------------------------------------------------------------------------------------------


def name_fonts(templates: Path) -> tuple[Path, ...]:
    """The font files that names are printed from, as the style sheets of a project say: the semibold upright faces of the
    families of `.name`."""
    css = "\n".join(overlaid(templates, f"style/{name}.css").read_text("utf-8") for name in _NAME_STYLES)
    families = {family.strip() for found in _NAME_FAMILIES.findall(css)[-1:] for family in found.split(",")}
    faces = [dict(re.findall(r"([a-z-]+):\s*([^;]+)", face)) for face in _FACE.findall(css)]
    wanted = [f for f in faces if f["font-family"].strip() in families and f.get("font-weight", "").strip() == "600" and "font-style" not in f]
    return tuple(overlaid(templates, f"fonts/{found[1]}") for face in wanted if (found := re.search(r"packet-asset:([^)\s]+)", face["src"])))


def without_letters(roster: Roster, templates: Path) -> tuple[Finding, ...]:
    """A finding for everybody on a roster whose name has a letter that no bundled font has; the absent are printed too."""
    missing = unprintable((person.name for person in roster.people), name_fonts(templates))
    return tuple(
        roster.finding(
            "no-letter",
            f"no font has {_named(missing[person.name])} of the name {person.name}",
            person,
            hint="write the name in other letters, or give the project a font that has them (templates/README.md)",
        )
        for person in roster.people
        if person.name in missing
    )


def _named(letters: tuple[str, ...]) -> str:
    return ", ".join(f"'{letter}' (U+{ord(letter):04X})" for letter in letters)

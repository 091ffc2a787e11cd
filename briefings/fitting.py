"""What is printed in a space of fixed size is measured before it is printed: cards and name tents.

You get the document with every name as large as fits, and a finding for each text that does not fit at any size:
whose it is, where it stands, how many words too many. Nothing is cut off in silence.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from briefings.imposition import SIZES, Printing
from briefings.marks import Finding, Loc, Marked
from briefings.packs.cards import Card, NameTents, RoleCards, Tent
from briefings.packs.parts import Document
from briefings.scenarios import Scenario

Item = TypeVar("Item", Card, Tent)
Measure = Callable[[Document], frozenset[str]]

# How many words each text of a card is meant to have: the one furthest beyond is to be cut.
MEANT = {"aim": 20, "quotation": 25}


def fitted(document: Document, measure: Measure, scenario: Scenario, marked: Marked, printing: Printing) -> tuple[Document, list[Finding]]:
    """A document with its cards or tents made to fit, and what could not be. Other documents stay as they are.

    `measure` says which items of a document, by their `key`, run out of their boxes in this printing.
    """
    if isinstance(document, RoleCards):
        cards = {card.role: card for card in document.items}
        steps = _steps(tuple(cards.values()), document.fits, lambda items: measure(replace(document, items=items)))
        found = [_card_finding(document, card, measure, scenario, marked, printing) for role, card in cards.items() if steps[role] is None]
        return replace(document, items=tuple(replace(c, fit=steps[c.role] or 0) for c in document.items)), found
    if isinstance(document, NameTents):
        steps = _steps(document.items, document.fits, lambda items: measure(replace(document, items=items)))
        found = [_name_finding(t, "its tent", scenario, marked, printing) for t in document.items if steps[t.role] is None]
        return replace(document, items=tuple(replace(t, fit=steps[t.role] or 0) for t in document.items)), found
    return document, []


def _steps(items: tuple[Item, ...], fits: int, measure: Callable[[tuple[Item, ...]], frozenset[str]]) -> dict[str, int | None]:
    """The first step at which each item fits, by role; None where none does. All are tried in one layout."""
    trials = tuple(replace(item, fit=fit, key=f"{item.role}:{fit}") for item in items for fit in range(fits))
    over = measure(trials)
    return {item.role: next((fit for fit in range(fits) if f"{item.role}:{fit}" not in over), None) for item in items}


def _card_finding(document: RoleCards, card: Card, measure: Measure, scenario: Scenario, marked: Marked, printing: Printing) -> Finding:
    """Which text of a card is too long, and by how many words."""
    texts = {"aim": card.aim, **({} if document.stock == "poker" else {"quotation": card.quote.words})}
    for field in sorted(texts, key=lambda f: -len(texts[f].split()) / MEANT[f]):
        words = texts[field].split()
        trials = tuple(_with(card, field, " ".join(words[:n]), n, document.fits - 1) for n in range(1, len(words)))
        over = measure(replace(document, items=trials))
        most = max((n for n in range(1, len(words)) if str(n) not in over), default=0)
        if most:
            return marked.finding(
                "card-overflow",
                f"the {'public aim' if field == 'aim' else 'quotation'} of {card.badge.name} does not fit on its card ({document.stock} on {_on(printing)}): "
                f"{len(words) - most} of {len(words)} words too many",
                _loc(scenario, card.role, "public", field),
                f"cut it to {most} words"
                + ("" if field == "aim" else " or choose a shorter excerpt")
                + (", or use larger cards" if document.stock in SIZES else ""),
            )
    return _name_finding(card, "its card", scenario, marked, printing)


def _with(card: Card, field: str, text: str, words: int, fit: int) -> Card:
    changed = replace(card, aim=text) if field == "aim" else replace(card, quote=replace(card.quote, words=text))
    return replace(changed, key=str(words), fit=fit)


def _name_finding(item: Card | Tent, where: str, scenario: Scenario, marked: Marked, printing: Printing) -> Finding:
    return marked.finding(
        "name-overflow",
        f"the name {item.badge.name} has {len(item.badge.name)} letters and does not fit on {where} ({_on(printing)})",
        _loc(scenario, item.role, "name"),
        "shorten it to forty letters or less; the full name can stand in 'delegation'",
    )


def _loc(scenario: Scenario, role: str, *inside: str) -> Loc:
    return ("roles", [r.id for r in scenario.roles].index(role), *inside)


def _on(printing: Printing) -> str:
    return printing.paper if printing.edition == "standard" else f"{printing.paper}, large print"

"""The style page: every element of the look on sample text of our own, for whoever changes a template."""

from dataclasses import dataclass

from briefings.packs.parts import NOTE_CLOSE, NOTE_OPEN, Audience, Badge, Document, Head, Note, Quote
from briefings.scenarios import FACILITATOR

_NAMES = ("Diagonal", "Dots", "Horizontal", "Cross-hatch", "Vertical", "Back-diagonal", "Chevrons", "Grid", "Rings", "Triangles", "Bricks", "Plus signs")


@dataclass(frozen=True)
class StylePage(Document):
    """Samples of every element."""

    template = "style-page.html"
    prose: str
    quote: Quote
    badges: tuple[Badge, ...]
    letters: tuple[tuple[str, str], ...]


def style_page() -> StylePage:
    """The style page. It depends on nothing but the templates."""
    return StylePage(
        head=Head("style-page", "Style page", Audience(FACILITATOR), "The look", "every element on sample text", "1 June 2019", "en", 1),
        prose=(
            f"The river rose on Monday.{NOTE_OPEN}1{NOTE_CLOSE} Farmers say that the dam opened too late; the town says that it opened early."
            f"{NOTE_OPEN}2{NOTE_CLOSE}\n\n**Bold** carries weight, *slanted letters* only where a language needs them.\n\n- a list\n- has short entries"
        ),
        quote=Quote(
            words="We ask to know on Monday what we will have on “Friday”.",
            outlet="Valley Herald",
            kind="news",
            date="12 May 2019",
            speaker="Ana Brod, spokeswoman of the farmers",
            of="the upper valley",
            reports="position",
            context="On the morning after the flood.",
            ref="herald-2019/friday",
            locator="¶ 2",
            note=2,
            language="en",
            use="It says what was asked for.",
        ),
        badges=tuple(Badge(letter, name, f"The pattern of role {letter}") for letter, name in zip("ABCDEFGHIJKL", _NAMES, strict=True)),
        letters=(
            ("hy", "Լաչինի միջանցքը, Ստեփանակերտ, խաղաղություն։"),
            ("az", "Laçın dəhlizi, Xankəndi, sülh, ığdır, İlham"),
            ("ru", "Лачинский коридор, Степанакерт, объезд, ёж"),
            ("tr", "Laçin koridoru, İstanbul, ığdır, söğüt"),
        ),
        notes=(
            Note(1, "Background, not from the sources: widely known in the valley."),
            Note(2, "Author not named, “Who opens the dam”. Valley Herald, news report, 12 May 2019. ¶ 2."),
        ),
    )

"""Cards and tents as printed: backs behind their fronts, and no text that does not fit goes unnoticed."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from PIL import Image, ImageOps

from briefings.build import build, check_scenario
from briefings.casting import seat_each_role
from briefings.fitting import fitted
from briefings.imposition import DUPLEXES, PAPERS, STOCKS, Box, CardOptions, CardSheet, Duplex, Edition, PaperName, Printing, StockName, card_sheet, run
from briefings.marks import Finding
from briefings.packs import plan
from briefings.packs.cards import InjectCards, NameTents, RoleCards
from briefings.packs.parts import Badge, Document
from briefings.pages import style, write
from briefings.pages.patterns import assets
from briefings.press import Press
from briefings.project import Project
from tests.test_press import FONTS, TEMPLATES
from tests.worlds import SCENARIO, changed, only, world

pytestmark = pytest.mark.slow

DPI = 150
AIM = "A schedule that the Upper Valley can plan by."
WINDOW = {"a6": 18.0, "half": 19.0, "index": 8.0, "poker": 11.5}  # mm from the top of a card to below its strip
LONG_NAME = "Joint Commission for the Two River Towns"  # forty letters
ONE_WORD = "Wasserstrassenverwaltungsgesellschaftens"


@pytest.fixture(scope="module")
def press() -> Press:
    return Press({**FONTS, **assets()})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return world(tmp_path_factory.mktemp("cards") / "river")


checked_once = cache(check_scenario)


def planned(project: Project, tables: int = 1, options: CardOptions | None = None) -> tuple[RoleCards, NameTents]:
    checked = checked_once(project, "river")
    assert checked.scenario
    documents = plan(checked.scenario, checked.library, seat_each_role(checked.scenario, tables), options or CardOptions()).documents
    return next(d for d in documents if isinstance(d, RoleCards)), next(d for d in documents if isinstance(d, NameTents))


def css(document: Document, paper: PaperName) -> tuple[str, ...]:
    """The style of cards; half a sheet is for large print."""
    return style(document, paper, TEMPLATES, "large" if isinstance(document, RoleCards) and document.stock == "half" else "standard")


def measuring(press: Press, paper: PaperName) -> Callable[[Document], frozenset[str]]:
    return lambda document: press.measure(write(document, TEMPLATES), *css(document, paper))


def fit(project: Project, press: Press, document: Document, paper: PaperName = "a4") -> tuple[Document, list[Finding]]:
    checked = checked_once(project, "river")
    assert checked.scenario
    assert checked.marked
    return fitted(document, measuring(press, paper), checked.scenario, checked.marked, Printing(paper))


def renamed(document: NameTents, *names: str) -> NameTents:
    tent = document.items[0]
    return replace(document, items=tuple(replace(tent, badge=Badge("ABCDEFGHIJKL"[i], n, n), role=tent.role, key=n) for i, n in enumerate(names)))


def picture(page: pypdfium2.PdfPage) -> Image.Image:
    return page.render(scale=DPI / 72).to_pil().convert("L")


def dark(image: Image.Image, box: Box) -> tuple[float, ...]:
    """Where in a box there is ink: its bounding box in mm."""
    px = DPI / 25.4
    cut = image.crop((round(box.x * px), round(box.y * px), round(box.right * px), round(box.bottom * px)))
    found = cut.point(lambda v: 255 if v < 128 else 0).getbbox()
    assert found, "nothing is printed here"
    return tuple(n / px for n in found)


def big_letters(page: pypdfium2.PdfPage, height: float, duplex: Duplex | None = None) -> list[tuple[str, float, float]]:
    """The letters of a page, with the middle of each in mm as it lies on the front of its sheet."""
    text, points, found = page.get_textpage(), 72 / 25.4, []
    width = page.get_width() / points
    for i in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(i)
        x, y = (left + right) / 2 / points, height - (bottom + top) / 2 / points
        if duplex == "short-edge":
            y = height - y
        elif duplex:
            x = width - x
        found.append((text.get_text_range(i, 1), x, y))
    return found


def inside(box: Box, x: float, y: float) -> bool:
    return box.x < x < box.right and box.y < y < box.bottom


@pytest.mark.parametrize(("stock", "paper", "duplex"), list(product(STOCKS, PAPERS, DUPLEXES)))
def test_a_turned_sheet_has_every_back_behind_its_front(project: Project, press: Press, stock: StockName, paper: PaperName, duplex: Duplex):
    document, faults = fit(project, press, planned(project, 2, CardOptions(stock, duplex))[0], paper)
    assert faults == []
    assert isinstance(document, RoleCards)
    sheet: CardSheet = card_sheet(stock, paper)
    set_ = press.typeset(write(document, TEMPLATES), *css(document, paper))
    assert set_.warnings == ()
    pdf = pypdfium2.PdfDocument(set_.pdf)
    order = run(len(document.sheets), duplex)
    assert len(pdf) == len(order) == 2 * len(document.sheets)
    turn = ImageOps.flip if duplex == "short-edge" else ImageOps.mirror
    for n, cards in enumerate(document.sheets):
        front, back = pdf[order.index((n, "front"))], pdf[order.index((n, "back"))]
        shown, through = picture(front), turn(picture(back))
        letters = big_letters(back, sheet.height, duplex)
        for trim, card in zip(sheet.trims, cards, strict=False):
            strip = Box(trim.x + 1, trim.y + 1, trim.width - 2, WINDOW[stock] - 1)
            assert dark(shown, strip) == pytest.approx(dark(through, strip), abs=0.5)
            assert [letter for letter, x, y in letters if inside(trim, x, y) and letter.strip()] == [card.badge.letter]
        assert len([c for c, _, _ in letters if c.strip()]) == len(cards)
    pdf.close()


@pytest.mark.parametrize(("stock", "paper"), list(product(STOCKS, PAPERS)))
def test_nothing_is_printed_between_the_cards_and_their_marks(project: Project, press: Press, stock: StockName, paper: PaperName):
    document = planned(project, 3, CardOptions(stock))[0]
    sheet = card_sheet(stock, paper)
    pdf = pypdfium2.PdfDocument(press.typeset(write(document, TEMPLATES), *css(document, paper)).pdf)
    for page in pdf:
        for letter, x, y in big_letters(page, sheet.height):
            assert not letter.strip() or any(inside(trim, x, y) for trim in sheet.trims)
    pdf.close()


def test_what_stands_on_a_card_goes_by_its_size(project: Project, press: Press):
    texts = {}
    for stock in STOCKS:
        document = planned(project, 1, CardOptions(stock))[0]
        pdf = pypdfium2.PdfDocument(press.typeset(write(document, TEMPLATES), *css(document, "a4")).pdf)
        texts[stock] = " ".join(pdf[0].get_textpage().get_text_bounded().split())
        pdf.close()
    assert all("Upper Valley" in t and AIM in t for t in texts.values())
    assert {s for s, t in texts.items() if "We ask to know on Monday" in t} == {"a6", "half", "index"}
    assert {s for s, t in texts.items() if "The delegation of" in t} == {"a6", "half"}


@pytest.mark.parametrize(("stock", "paper"), [("a6", "a4"), ("index", "letter"), ("poker", "a4")])
def test_an_aim_of_sixty_words_is_found_with_its_line_and_the_words_too_many(tmp_path: Path, press: Press, stock: StockName, paper: PaperName):
    long_aim = " ".join(f"measured{n}" for n in range(60))
    project = world(tmp_path / "river", changed(SCENARIO, AIM, long_aim))
    document, findings = fit(project, press, planned(project, 1, CardOptions(stock))[0], paper)
    assert isinstance(document, RoleCards)
    line = next(i for i, text in enumerate((project.scenarios / "river.yaml").read_text("utf-8").splitlines(), 1) if long_aim in text)
    assert [(f.code, f.level, f.mark.line) for f in findings] == [("card-overflow", "error", line)]
    said = re.search(rf"the public aim of Upper Valley does not fit on its card \({stock} on {paper}\): (\d+) of 60 words too many", findings[0].message)
    assert said
    most = 60 - int(said[1])
    for words, fits in ((most, True), (most + 1, False)):
        card = replace(document.items[0], aim=" ".join(long_aim.split()[:words]), fit=document.fits - 1)
        assert (measuring(press, paper)(replace(document, items=(card,))) == frozenset()) is fits


def test_a_card_that_does_not_fit_stops_the_build(tmp_path: Path):
    project = world(tmp_path / "river", changed(only("role-cards"), AIM, " ".join(["measured"] * 60)))
    built = build(project, "river")
    assert "card-overflow" in {f.code for f in built.findings}
    assert not built.ok
    assert built.files == ()


@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize("name", [LONG_NAME, ONE_WORD])
def test_a_name_of_forty_letters_gets_smaller_on_a_card_until_it_fits(project: Project, press: Press, stock: StockName, name: str):
    document = planned(project, 1, CardOptions(stock))[0]
    card = document.items[0]
    long = replace(document, items=(replace(card, badge=Badge("A", name, name)),))
    done, findings = fit(project, press, long)
    assert isinstance(done, RoleCards)
    assert findings == []
    assert measuring(press, "a4")(done) == frozenset()
    if name == ONE_WORD:
        assert done.items[0].fit > 0


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("name", "step"), [("Armenia", 0), ("Azerbaijan", 0), ("European Union", 0), (LONG_NAME, None), (ONE_WORD, 6)])
def test_a_name_stands_as_large_on_its_tent_as_fits(project: Project, press: Press, paper: PaperName, name: str, step: int | None):
    done, findings = fit(project, press, renamed(planned(project)[1], name), paper)
    assert isinstance(done, NameTents)
    assert findings == []
    chosen = done.items[0].fit
    assert chosen == step if step is not None else 0 < chosen < 6
    assert measuring(press, paper)(done) == frozenset()
    if chosen:
        assert measuring(press, paper)(replace(done, items=(replace(done.items[0], fit=chosen - 1),))) == {name}


def test_a_name_that_fits_no_tent_is_found_at_its_line(project: Project, press: Press):
    endless = " ".join(["Wasserstrassenverwaltung"] * 12)
    _, findings = fit(project, press, renamed(planned(project)[1], endless))
    line = next(i for i, text in enumerate(SCENARIO.splitlines(), 1) if "name: Upper Valley" in text)
    assert [(f.code, f.mark.line) for f in findings] == [("name-overflow", line)]


@pytest.mark.parametrize("paper", PAPERS)
def test_letter_and_name_on_a_tent_can_be_read_from_six_metres_on_both_faces(project: Project, press: Press, paper: PaperName):
    done, _ = fit(project, press, renamed(planned(project)[1], "EI"), paper)
    pdf = pypdfium2.PdfDocument(press.typeset(write(done, TEMPLATES), *css(done, paper)).pdf)
    text, height = pdf[0].get_textpage(), pdf[0].get_height()
    boxes = [(text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())]
    capitals = [(c, (top - bottom) / 72 * 25.4, bottom) for c, (_, bottom, _, top) in boxes if c in ("A", "E", "I")]
    assert sorted(c for c, _, _ in capitals) == ["A", "A", "E", "E", "I", "I"]
    assert min(size for _, size, _ in capitals) >= 25
    assert sum(bottom > height / 2 for _, _, bottom in capitals) == 3
    # The upper face is the lower one turned about the middle of the sheet.
    image = picture(pdf[0])
    turned, difference = image.rotate(180), 0
    difference = sum(abs(a - b) > 128 for a, b in zip(image.resize((300, 400)).tobytes(), turned.resize((300, 400)).tobytes(), strict=True))
    assert difference < 300 * 400 / 100
    pdf.close()


@pytest.mark.parametrize("roles", [2, 12])
@pytest.mark.parametrize("stock", [*STOCKS, "tents"])
def test_two_roles_and_twelve_get_their_cards_and_tents(project: Project, press: Press, roles: int, stock: StockName | Literal["tents"]):
    document = planned(project)[1] if stock == "tents" else planned(project, 1, CardOptions(stock))[0]
    badges = [Badge(letter, f"Side {letter}", f"The delegation of {letter}") for letter in "ABCDEFGHIJKL"[:roles]]
    many = replace(document, items=tuple(replace(document.items[0], badge=b, role=b.letter, key=b.letter) for b in badges))
    done, findings = fit(project, press, many)
    assert findings == []
    sheets = press.typeset(write(done, TEMPLATES), *css(done, "letter"))
    pages = roles if stock == "tents" else 2 * -(-roles // {"poker": 9, "half": 2}.get(stock, 4))
    assert (sheets.pages, sheets.warnings) == (pages, ())


INJECT = "Heavy rain is forecast upstream from Thursday on, and the engineers expect to open the gates."


@pytest.mark.parametrize(("paper", "edition"), [("a4", "standard"), ("letter", "large")])
def test_a_message_gets_smaller_until_it_fits_its_card_and_one_that_never_does_is_found(tmp_path: Path, press: Press, paper: PaperName, edition: Edition):
    def cards(words: int, folder: str) -> tuple[InjectCards, list[Finding], int]:
        text = " ".join(f"measured{n}" for n in range(words))
        project = world(tmp_path / folder, changed(SCENARIO, INJECT, text))
        checked = check_scenario(project, "river")
        assert checked.scenario
        assert checked.marked
        document = next(d for d in plan(checked.scenario, checked.library, seat_each_role(checked.scenario, 1)).documents if isinstance(d, InjectCards))
        document = document.enlarged() if edition == "large" else document

        def measure(trial: Document) -> frozenset[str]:
            return press.measure(write(trial, TEMPLATES), *style(trial, paper, TEMPLATES, edition))

        done, findings = fitted(document, measure, checked.scenario, checked.marked, Printing(paper, edition))
        assert isinstance(done, InjectCards)
        line = next(i for i, line in enumerate((project.scenarios / "river.yaml").read_text("utf-8").splitlines(), 1) if text in line)
        return done, findings, line

    done, findings, _ = cards(20, "few")
    assert (findings, done.items[0].fit) == ([], 0)
    _, findings, line = cards(400, "many")
    assert [(f.code, f.level, f.mark.line) for f in findings] == [("inject-overflow", "error", line)]
    said = re.search(r"the text of the inject rain does not fit on its card \(.+\): (\d+) of 400 words too many", findings[0].message)
    assert said
    most = 400 - int(said[1])
    done, findings, _ = cards(most, "most")
    assert (findings, done.items[0].fit) == ([], done.fits - 1)
    assert [f.code for f in cards(most + 1, "more")[1]] == ["inject-overflow"]

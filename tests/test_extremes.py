"""Scenarios at the edges: two roles and twelve, names of forty letters, eighty dates, a brief that is too long. What cannot be
printed well is found with what to do; everything else stands whole on its pages."""

import re
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest

from briefings.build import check_scenario, plan
from briefings.casting import seat_each_role
from briefings.imposition import PaperName
from briefings.packs import Pack
from briefings.pages import style, write
from briefings.pages.patterns import assets
from briefings.press import Press, Sheets
from briefings.project import Project
from tests.worlds import _ROLE, SCENARIO, TEMPLATES, changed, document, pack_of, world

LONG = "Confederation of the Upper River Valleys"  # forty letters
SHIPPED = Project(TEMPLATES.parent, TEMPLATES.parent / "build")
SECRETS = ("boat", "siren", "lamp", "mill", "bell", "pump", "barge", "crane", "tower", "radio", "sluice", "ferry")
Box = tuple[float, float, float, float]  # left, bottom, right, top in pt


def with_roles(count: int) -> str:
    """The small world with so many roles; every second name has forty letters."""
    names = [LONG if i % 2 else f"Valley {i + 1}" for i in range(count)]
    roles = "".join(
        _ROLE.format(id=f"r{i}", name=name, red="gauge/lower", first=f"r{(i + 1) % count}", secret=f"{SECRETS[i]} with number {i} on its side")
        for i, name in enumerate(names)
    )
    text = re.sub(r"(?s)^roles:\n.*?^not_at_table:", lambda _: f"roles:\n{roles}not_at_table:", SCENARIO, flags=re.M)
    text = changed(text, "signers: 3\n  must_sign: [upper, lower]", f"signers: {count}")
    return changed(text, "{least: 3, most: 12}", f"{{least: {count}, most: {3 * count}}}")


def with_dates(count: int) -> str:
    """The small world with so many dates."""
    one = "  - date: {year}-05-06\n    event: The river rises again.\n    disputed: The valleys disagree about the hour of {year}.\n"
    dates = "".join(one.format(year=1920 + n) for n in range(count))
    return re.sub(r"(?s)timeline:\n.*?issues:", lambda _: f"timeline:\n{dates}issues:", SCENARIO, count=1)


@pytest.fixture(scope="module")
def press() -> Press:
    return Press({**{path.name: path.read_bytes() for path in sorted((TEMPLATES / "fonts").glob("*.ttf"))}, **assets()})


def printed(press: Press, pack: Pack, id: str, paper: PaperName) -> Sheets:
    made = document(pack, id)
    sheets = press.typeset(write(made, TEMPLATES), *style(made, paper, TEMPLATES))
    assert sheets.warnings == ()
    return sheets


def lines(pdf: bytes) -> list[tuple[tuple[float, float], list[tuple[str, Box]]]]:
    """Each page: its size, and its runs of text with the boxes they stand in."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        pages.append((page.get_size(), [(words, box) for box in boxes if (words := text.get_text_bounded(*box).strip())]))
    document.close()
    return pages


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(words for words, _ in runs) for _, runs in lines(pdf))


def crossing(one: Box, two: Box) -> bool:
    """Whether two lines of text share more than a sliver."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return wide > 1 and high > 0.25 * min(one[3] - one[1], two[3] - two[1])


SHEETS = ("agreement", "worksheet-r1", "slips", "observer-sheet", "role-matrix", "print-and-pack", "agenda-and-rules", "common-brief")


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("count", [2, 12])
def test_two_roles_and_twelve_with_long_names_stand_whole_on_every_sheet(tmp_path: Path, press: Press, count: int, paper: PaperName):
    pack = pack_of(tmp_path, with_roles(count))
    for id in SHEETS:
        sheets = printed(press, pack, id, paper)
        text = " ".join(words_of(sheets.pdf).split())
        if id in ("agreement", "observer-sheet", "role-matrix", "common-brief"):
            assert text.replace(" ", "").count(LONG.replace(" ", "")) >= count // 2, id
        for (width, height), runs in lines(sheets.pdf):
            runs = [(words, box) for words, box in runs if len(words) > 1]  # the letter on a thumb tab stands at the edge
            assert [words for words, (left, bottom, right, top) in runs if left < 20 or right > width - 20 or bottom < 15 or top > height - 15] == [], id
            assert [(a, b) for (a, one), (b, two) in combinations(runs, 2) if crossing(one, two)] == [], id
        assert sheets.pages <= {"agreement": 2, "print-and-pack": 4, "role-matrix": 2, "common-brief": 5}.get(id, 1), id


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_six_roles_and_five_issues_leave_each_form_one_side_and_the_matrix_one_page(press: Press, paper: PaperName):
    checked = check_scenario(SHIPPED, "normalisation-2024")
    pack = plan(checked.scenario, checked.library, seat_each_role(checked.scenario, 1))
    forms, matrix = printed(press, pack, "agreement", paper), printed(press, pack, "role-matrix", paper)
    assert (forms.pages, matrix.pages) == (2, 1)
    assert ["Stalemate" in " ".join(words for words, _ in runs) for _, runs in lines(forms.pdf)] == [False, True]


@pytest.mark.slow
def test_eighty_dates_run_over_pages_that_each_repeat_the_heads(tmp_path: Path, press: Press):
    pages = lines(printed(press, pack_of(tmp_path, with_dates(80)), "common-brief", "a4").pdf)
    texts = [" ".join(words for words, _ in runs) for _, runs in pages]
    dated = [text for text in texts if re.search(r"6 May \d{4}", text)]
    assert len(dated) > 3
    assert all("What happened" in text for text in dated)
    assert len(set(re.findall(r"6 May \d{4}", " ".join(texts)))) >= 80


def test_a_brief_that_is_three_hundred_words_longer_is_found_with_the_words_too_many(tmp_path: Path):
    text = changed(SCENARIO, "You speak for the Upper Valley.", "You speak for the Upper Valley. " + "word " * 900)
    found = [f for f in check_scenario(world(tmp_path / "world", text), "river").findings if f.code == "long-brief"]
    assert [re.fullmatch(r"cut \d+ words", f.hint or "") is not None for f in found] == [True]

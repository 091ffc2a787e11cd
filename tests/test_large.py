"""Large print: the same words as the standard edition, none small, none cropped, none over another, and the same fields."""

import ctypes
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from briefings.build import Built, Order, build
from briefings.imposition import Printing
from tests.accessibility.validate import missing, validate
from tests.structure_tree import structure
from tests.test_facilitator import GUIDE
from tests.worlds import SCENARIO, world

pytestmark = pytest.mark.slow

LEAST = 13.9  # pt: 14, less rounding
EDGE = 2.0  # mm; only the letter on a thumb tab stands so near the edge


@dataclass(frozen=True)
class Glyph:
    """A printed letter: its size in points and the box of its ink, in points from the lower left corner."""

    letter: str
    size: float
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.bottom < y < self.top


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small world in both editions, with a guide."""
    project = world(tmp_path_factory.mktemp("large") / "river", SCENARIO + GUIDE)
    built = build(project, "river", Order((Printing("a4"), Printing("a4", "large"))))
    assert [f.message for f in built.findings] == []
    return built


def documents(built: Built, *folders: str) -> dict[str, Path]:
    """The files of documents (not the combined ones), by folder and name."""
    return {f.path: built.folder / f.path for f in built.files if f.printing.folder in folders and f.document not in ("all", "print")}


def glyphs(path: Path) -> Iterator[tuple[float, float, list[Glyph]]]:
    """For each page its width and height and the letters that have ink."""
    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        text = page.get_textpage()
        found = []
        for i in range(text.count_chars()):
            box = text.get_charbox(i)
            matrix = raw.FS_MATRIX()
            assert raw.FPDFText_GetMatrix(text.raw, i, ctypes.byref(matrix))
            size = raw.FPDFText_GetFontSize(text.raw, i) * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
            if text.get_text_range(i, 1).strip() and box[2] > box[0] and box[3] > box[1]:
                found.append(Glyph(text.get_text_range(i, 1), size, *box))
        yield (*page.get_size(), found)
    pdf.close()


def fields(path: Path) -> dict[str, tuple[str, list[float], int]]:
    """The fields of a form: kind, rectangle and page, by name."""
    found = {}
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            for note in page.obj.get("/Annots", []):
                if note.Subtype == "/Widget" and "/T" in note:
                    found[str(note.T)] = (str(note.FT), [float(n) for n in note.Rect], number)
    return found


def covered(letters: list[Glyph]) -> list[tuple[str, str]]:
    """Letters that lie on each other: the middle of one in the ink of another."""
    near: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in letters:
        for x in range(int(glyph.left // 40), int(glyph.right // 40) + 1):
            for y in range(int(glyph.bottom // 40), int(glyph.top // 40) + 1):
                near[x, y].append(glyph)
    pairs = ((a, b) for a in letters for b in near[int(a.middle[0] // 40), int(a.middle[1] // 40)] if b.holds(*a.middle))
    return [(a.letter, b.letter) for a, b in pairs if (a.left, a.right) != (b.left, b.right)]  # the letters of a ligature share a box


def words(path: Path, heads: bool) -> Counter[str]:
    """The words of a document as it is read aloud, without running heads; with or without the heads of columns."""
    tree = structure(path.read_bytes())
    of_columns = Counter(re.findall(r"\w+", " ".join(e.text for e in tree.all("/TH") if e.scope == "/Column")))
    everything = Counter(re.findall(r"\w+", tree.text))
    return everything if heads else everything - of_columns


def test_nothing_in_large_print_is_smaller_than_fourteen_points(river: Built):
    small: dict[str, str] = defaultdict(str)
    for name, path in documents(river, "a4-large").items():
        for _, _, letters in glyphs(path):
            for glyph in letters:
                if glyph.size < LEAST:
                    small[f"{name} {glyph.size:.1f} pt"] += glyph.letter
    assert small == {}


def test_text_for_reading_is_eighteen_points(river: Built):
    texts = {
        "common-brief": "Theriverrose,andthevalleysblameeachother",
        "role-brief-upper": "Youknowtheriverbetterthananyoneelsehere",
        "epilogue": "Thegaugewasbuiltinthefollowingspringbybothvalleystogetheratthebridge",
    }
    for name, text in texts.items():
        letters = [glyph for _, _, page in glyphs(river.folder / f"a4-large/{name}.pdf") for glyph in page]
        begins = "".join(g.letter for g in letters).find(text)
        assert begins >= 0, name
        assert {round(g.size) for g in letters[begins : begins + len(text)]} == {18}, name


def test_every_word_of_the_standard_edition_is_in_large_print_as_often(river: Built):
    standard = documents(river, "a4")
    assert len(standard) > 20
    for name, path in standard.items():
        lost = words(path, heads=False) - words(river.folder / name.replace("a4/", "a4-large/"), heads=True)
        assert lost == Counter(), name


def test_no_letter_is_beyond_the_page_or_on_another(river: Built):
    for name, path in documents(river, "a4-large").items():
        for number, (width, height, letters) in enumerate(glyphs(path), 1):
            edge = EDGE / 25.4 * 72 - 0.5
            beyond = [g.letter for g in letters if g.left < edge or g.right > width - edge or g.bottom < edge or g.top > height - edge]
            assert (name, number, "".join(beyond)) == (name, number, "")
            assert (name, number, covered(letters)) == (name, number, [])


def test_both_editions_have_the_same_fields_and_no_words_lie_in_one(river: Built):
    forms = 0
    for name, path in documents(river, "a4").items():
        large = river.folder / name.replace("a4/", "a4-large/")
        assert {field: kind for field, (kind, _, _) in fields(large).items()} == {field: kind for field, (kind, _, _) in fields(path).items()}, name
        forms += bool(fields(path))
        pages = [letters for _, _, letters in glyphs(large)]
        for field, (_, (left, bottom, right, top), page) in fields(large).items():
            inside = [g.letter for g in pages[page] if left < g.middle[0] < right and bottom < g.middle[1] < top]
            assert (name, field, inside) == (name, field, [])
    assert forms >= 6


def test_no_two_fields_overlap(river: Built):
    for name, path in documents(river, "a4-large").items():
        by_page = sorted((page, rect) for _, rect, page in fields(path).values())
        for (page, (a_left, a_low, a_right, a_top)), (other, (b_left, b_low, b_right, b_top)) in pairwise(by_page):
            apart = page != other or a_right <= b_left + 1 or b_right <= a_left + 1 or a_top <= b_low + 1 or b_top <= a_low + 1
            assert apart, name


def test_what_is_typed_into_a_field_is_large_too(river: Built):
    for name, path in documents(river, "a4-large").items():
        with pikepdf.open(path) as pdf:
            for note in (note for page in pdf.pages for note in page.obj.get("/Annots", [])):
                if note.get("/FT") == "/Tx":
                    size = re.search(r"([\d.]+) Tf", str(note.DA))
                    assert size, name
                    assert float(size[1]) >= LEAST, name


def test_large_print_complies_with_pdf_ua(river: Built):
    if lacking := missing():
        pytest.skip(lacking)
    verdicts = validate([river.folder / f.path for f in river.files if f.printing.folder == "a4-large"])
    assert {path.name: verdict for path, verdict in verdicts.items() if verdict != "compliant"} == {}

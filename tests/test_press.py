"""HTML becomes PDF: bundled fonts, no reach outside, warnings heard, same bytes."""

import hashlib
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from briefings.pages.patterns import assets
from briefings.press import OutsideRequest, Press, sheet_code

TEMPLATES = Path(__file__).parent.parent / "templates"
FONTS = {path.name: path.read_bytes() for path in sorted((TEMPLATES / "fonts").glob("*.ttf"))}
LOOK = "\n".join((TEMPLATES / "style" / f"{name}.css").read_text("utf-8") for name in ("fonts", "look", "paper-a4"))

LETTERS = {
    "hy": "Լաչինի միջանցքը, Ստեփանակերտ, խաղաղություն։",
    "az": "Laçın dəhlizi, Xankəndi, sülh üçün İlham, ığdır ğ ş ö",
    "ru": "Лачинский коридор, Степанакерт, ёжик, съезд",
    "tr": "Laçin koridoru, İstanbul, ığdır, şöğüç",
}

pytestmark = pytest.mark.slow


def page(body: str, lang: str = "en") -> str:
    return f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>T</title></head><body><h1>T</h1>{body}</body></html>'


def fonts_in(pdf: bytes) -> set[str]:
    """The names of all fonts in a PDF, each of which must be embedded and say what its glyphs mean."""
    names = set()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/DescendantFonts" in thing:
                assert "/ToUnicode" in thing
                assert "/FontFile2" in thing.DescendantFonts[0].FontDescriptor
                names.add(str(thing.BaseFont).split("+")[-1])
    return names


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(p.get_textpage().get_text_bounded() for p in document)
    document.close()
    return text


@pytest.fixture(scope="module")
def press() -> Press:
    return Press({**FONTS, **assets()})


@pytest.mark.parametrize("lang", LETTERS)
@pytest.mark.parametrize("tag", ["p", "h2", "strong", "em"])
def test_all_letters_print_from_bundled_fonts_only(press: Press, lang: str, tag: str):
    sheets = press.typeset(page(f"<{tag}>{LETTERS[lang]}</{tag}>", lang), LOOK)
    assert sheets.warnings == ()
    assert {name.split("-")[0] for name in fonts_in(sheets.pdf)} <= {"Body", "Label", "BodyHy", "LabelHy"}
    assert " ".join(text_of(sheets.pdf).split()).count(LETTERS[lang]) == 1


def test_the_fonts_have_every_letter_they_are_trusted_with():
    marks = "→¶№½–—…‘’“”«»"
    for latin in ("SourceSerif4-Regular", "SourceSerif4-Semibold", "SourceSans3-Regular", "SourceSans3-Semibold", "SourceSerif4-It"):
        letters = set(TTFont(BytesIO(FONTS[f"{latin}.ttf"])).getBestCmap())
        assert [c for c in LETTERS["az"] + LETTERS["ru"] + LETTERS["tr"] + marks if ord(c) not in letters] == []
    for armenian in ("NotoSerifArmenian-Regular", "NotoSerifArmenian-SemiBold", "NotoSansArmenian-Regular", "NotoSansArmenian-SemiBold"):
        letters = set(TTFont(BytesIO(FONTS[f"{armenian}.ttf"])).getBestCmap())
        assert [c for c in "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև։՞՛՜ԱԲԳ" if ord(c) not in letters] == []


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://example.org/a.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="packet-asset:../secret" alt="x">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<object data="https://example.org/">x</object>',
        '<div style="background:url(http://example.org/a.png)">x</div>',
    ],
)
def test_a_page_that_asks_for_anything_outside_stops_the_run(press: Press, body: str):
    with pytest.raises(OutsideRequest, match="refused to fetch"):
        press.typeset(page(body), LOOK)


def test_a_picture_that_hides_a_request_is_heard(press: Press):
    sheets = Press({**FONTS, "x.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>'}).typeset(
        page('<img src="packet-asset:x.svg" alt="x">'), LOOK
    )
    assert "refused to fetch file:///etc/hostname" in sheets.warnings


def test_every_warning_of_the_engine_comes_back(press: Press):
    sheets = press.typeset(page("<p>x</p>"), LOOK + "p { no-such-property: 1 }")
    assert len(sheets.warnings) == 1
    assert "no-such-property" in sheets.warnings[0]
    assert press.typeset(page("<p>x</p>"), LOOK).warnings == ()


def test_a_fault_of_a_style_sheet_is_told_of_every_page_that_is_set_with_it(press: Press):
    """Sheets are parsed once; what the engine said then holds for each page."""
    faulty = (LOOK, "p { no-such-property: 1 }")
    once, again = (press.typeset(page(f"<p>{word}</p>"), *faulty).warnings for word in ("x", "y"))
    assert once == again != ()


def test_the_sheet_code_follows_the_content_and_is_printed(press: Press):
    first, second = page("<p>one</p>"), page("<p>two</p>")
    assert sheet_code(first, LOOK) != sheet_code(second, LOOK)
    assert sheet_code(first, LOOK) != sheet_code(first, LOOK + " ")
    assert f"sheet {sheet_code(first, LOOK)}" in text_of(press.typeset(first, LOOK).pdf)


def test_the_same_input_gives_the_same_bytes_in_another_process_and_folder(tmp_path: Path):
    program = (
        "import sys, hashlib\n"
        "from tests.test_press import *\n"
        "print(hashlib.sha256(Press({**FONTS, **assets()}).typeset(page('<p>' + LETTERS['hy'] + '</p>'), LOOK).pdf).hexdigest())\n"
    )
    here = Press({**FONTS, **assets()}).typeset(page("<p>" + LETTERS["hy"] + "</p>"), LOOK).pdf
    env = {"PYTHONPATH": str(TEMPLATES.parent), "PYTHONHASHSEED": "7", "TZ": "Asia/Baku", "PATH": "/usr/bin:/bin"}
    there = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_documents_are_tagged_titled_and_in_a_language(press: Press):
    with pikepdf.open(BytesIO(press.typeset(page("<p>x</p>", "hy"), LOOK).pdf)) as pdf:
        assert str(pdf.Root.Lang) == "hy"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"

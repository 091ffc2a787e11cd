"""Documents become HTML: safe prose, notes, one document and nothing else."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from briefings.build import check_scenario
from briefings.casting import seat_each_role
from briefings.packs import Pack, plan
from briefings.packs.parts import NOTE_CLOSE, NOTE_OPEN
from briefings.pages import PAPERS, TemplateFault, style, write
from briefings.pages.patterns import LETTERS, PATTERNS, assets, role_style
from briefings.pages.prose import line, prose, quoted
from briefings.project import Project


def pack_of(project: Project, name: str = "river", tables: int = 1) -> Pack:
    checked = check_scenario(project, name)
    assert checked.scenario is not None
    return plan(checked.scenario, checked.library, seat_each_role(checked.scenario, tables))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("**Bold** and *slanted*", "<p><strong>Bold</strong> and <em>slanted</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("![x](http://example.org/a.png)", "<p>![x](http://example.org/a.png)</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("{{ doc }} {% raw %}", "<p>{{ doc }} {% raw %}</p>"),
        ('It\'s "so"', "<p>It’s “so”</p>"),
    ],
)
def test_prose_is_a_small_and_safe_part_of_markdown(written: str, printed: str):
    assert prose(written) == printed


def test_note_numbers_become_links_that_stay_with_their_word():
    text = f"Rain.{NOTE_OPEN}2{NOTE_CLOSE}{NOTE_OPEN}3{NOTE_CLOSE}"
    expected = 'Rain.\N{WORD JOINER}<sup class="call"><a href="#note-2" aria-label="Note 2">2</a>, <a href="#note-3" aria-label="Note 3">3</a></sup>'
    assert line(text) == expected


def test_quotation_marks_inside_an_excerpt_become_single_ones():
    assert quoted('the demand is “illegal” and "new"') == "the demand is ‘illegal’ and ‘new’"


def test_every_document_is_written_from_itself_alone(river: Project):
    pack = pack_of(river)
    assert [d.id for d in pack.documents] == [
        "print-and-pack", "facilitator-guide", "role-matrix", "deal-map", "inject-list", "inject-cards", "common-brief", "names-and-terms", "agenda-and-rules",
        "role-brief-upper", "worksheet-upper", "role-brief-commission", "worksheet-commission", "role-brief-lower", "worksheet-lower",
        "role-cards", "name-tents", "agreement", "slips", "observer-sheet", "reflection", "epilogue", "source-dossier", "rubric", "feedback",
    ]  # fmt: skip
    for document in pack.documents:
        html = write(document, river.templates)
        assert html == write(document, river.templates)
        assert '<html lang="en">' in html
        assert f"<title>The River Bridge: {document.head.title}</title>" in html


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("Title\n{{ pack.documents }}", 2, "'pack' is undefined"),
        ("{{ doc.__class__.__init__.__globals__ }}", 1, "unsafe"),
        ("{{ doc.secrets }}", 1, "has no attribute 'secrets'"),
        ("a\nb\n{% if %}", 3, "Expected an expression"),
        ("{% for i in range(999999999) %}{% endfor %}", 1, "Range too big"),
        ("{% extends '../../secret.html' %}", 1, "secret.html"),
    ],
)
def test_a_template_that_reaches_for_more_than_its_document_is_a_fault_at_its_line(river: Project, template: str, line: int, message: str):
    (river.templates / "common-brief.html").write_text(template, "utf-8")
    with pytest.raises(TemplateFault, match=re.escape(message)) as caught:
        write(next(d for d in pack_of(river).documents if d.id == "common-brief"), river.templates)
    assert (caught.value.file.name, caught.value.line) == ("common-brief.html", line)


def test_texts_are_escaped_wherever_they_stand(river: Project):
    brief = next(d for d in pack_of(river).documents if d.id == "role-brief-upper")
    hostile = replace(brief, achieve="<b>x</b>", secrets=("<img src=x>",), opening=("</li>",), wants=(("<i>", "</ol>"),))
    html = write(hostile, river.templates)
    for tag in ("<b>x</b>", "<img", "<i>"):
        assert tag not in html
    assert html.count("</ol>") == html.count("<ol")


def test_a_secret_page_says_so_and_is_known_by_letter_and_pattern(river: Project):
    document = next(d for d in pack_of(river).documents if d.id == "role-brief-commission")
    assert "CONFIDENTIAL: Role B only" in write(document, river.templates)
    css = "\n".join(style(document, "a4", river.templates))
    assert 'content: "B"' in css
    assert "tab-B.svg" in css


def test_twelve_roles_have_tabs_of_their_own_on_both_papers():
    tops = [float(role_style(letter).split("margin-top: ")[1].split("mm")[0]) for letter in LETTERS]
    assert len(set(tops)) == 12
    assert all(b - a >= 18 for a, b in pairwise(tops))
    assert tops[-1] + 18 <= 279.4 - 23 - 20  # the height of a Letter page between its margins
    assert len({drawing for _, drawing in PATTERNS.values()}) == 12


def test_a_page_may_only_ask_for_fonts_that_are_there_and_known_patterns(river: Project):
    there = {p.name for p in (river.templates / "fonts").glob("*.ttf")} | set(assets())
    for paper in PAPERS:
        for document in pack_of(river).documents:
            css = "\n".join(style(document, paper, river.templates))
            asked = {part.split(")")[0] for part in css.split("url(packet-asset:")[1:]}
            assert asked <= there
            assert css.count("url(") == css.count("url(packet-asset:")


def test_every_bundled_font_has_its_licence_and_origin():
    fonts = Path(__file__).parent.parent / "templates" / "fonts"
    origin = (fonts / "ORIGIN.md").read_text("utf-8")
    for font in fonts.glob("*.ttf"):
        assert font.name in origin
        kind, words = ("Apache", "APACHE LICENSE") if font.stem.startswith("Droid") else ("OFL", "SIL OPEN FONT LICENSE")
        assert words in (fonts / f"{kind}-{font.stem.split('-')[0]}.txt").read_text("utf-8").upper()

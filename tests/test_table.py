"""What lies on the table and in a delegation's hands: agenda, worksheet, score sheet, agreement, slips, observer's sheet."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from briefings.build import Built, check_scenario
from briefings.packs.roles import ScoreSheet, Worksheet
from briefings.packs.table import AgendaAndRules, AgreementForm
from briefings.pages import style, write
from briefings.pages.patterns import assets
from briefings.press import Press
from tests.test_press import text_of
from tests.worlds import SCENARIO, TEMPLATES, changed, document, pack_of, world

SCORES = """\
      scores:
        - {option: gauge/both, points: 30}
        - {option: gauge/upper, points: 5}
        - {option: dates/weekly, points: 12}
      walk_away_points: 20
"""
STARTER = "        - The river matters to us because ...\n"
SCORED = changed(SCENARIO, STARTER, STARTER + SCORES)  # the first role, the upper valley
ONE_PAGE = ("agenda-and-rules", "worksheet-", "score-sheet-", "slips", "observer-sheet", "reflection", "rubric", "feedback")


def fields_of(pdf: bytes) -> list[tuple[str, str]]:
    """Name and accessible name of every field, in the order of the file."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [(str(f.T), str(f.TU)) for f in opened.Root.AcroForm.Fields]


def test_the_agenda_counts_its_clock_from_the_welcome_and_ends_with_the_debrief(tmp_path: Path):
    longer = changed(SCENARIO, "rounds:\n", "rounds:\n  - {id: start, title: Start, minutes: 55, purpose: To begin., steps: Begin., play: no}\n")
    agenda = document(pack_of(tmp_path, longer), "agenda-and-rules")
    assert isinstance(agenda, AgendaAndRules)
    assert [(r.begins, r.ends, r.title, r.minutes) for r in agenda.rounds] == [
        ("0:00", "0:55", "Start", 55), ("0:55", "1:15", "Talks", 20), ("1:15", "1:25", "Debrief", 10),
    ]  # fmt: skip
    assert (agenda.agreement, agenda.no_deal) == ("All three sign.", "They part and say why.")


def test_the_rules_say_that_only_a_written_yes_frees_a_delegation_from_its_brief(tmp_path: Path):
    html = write(document(pack_of(tmp_path), "agenda-and-rules"), TEMPLATES)
    assert "only with the facilitator’s written yes" in html


def test_the_ground_rules_stand_with_names_and_terms_and_tell_how_to_step_out(tmp_path: Path):
    html = write(document(pack_of(tmp_path), "names-and-terms"), TEMPLATES)
    assert "<h2>Ground rules</h2>" in html
    assert "owe no explanation" in html


def test_a_worksheet_asks_for_a_question_to_every_other_delegation(tmp_path: Path):
    sheet = document(pack_of(tmp_path), "worksheet-commission")
    assert isinstance(sheet, Worksheet)
    assert [badge.letter for badge in sheet.others] == ["A", "C"]
    html = write(sheet, TEMPLATES)
    assert "CONFIDENTIAL: Role B only" in html
    assert "tab-B.svg" in "".join(style(sheet, "a4", TEMPLATES))


def test_only_a_role_with_scores_has_a_score_sheet_and_it_is_in_its_envelope(tmp_path: Path):
    pack = pack_of(tmp_path, SCORED)
    sheet = document(pack, "score-sheet-upper")
    assert isinstance(sheet, ScoreSheet)
    assert [d.id for d in pack.documents if isinstance(d, ScoreSheet)] == ["score-sheet-upper"]
    assert str(sheet.audience) == "upper"
    assert [(title, [(row.option, row.points) for row in rows]) for title, rows in sheet.issues] == [
        ("1 The gauge", [("1a The upper valley", 5), ("1b The lower valley", None), ("1c Both", 30)]),
        ("2 The dates", [("2a Every Monday", 12), ("2b Never", 0)]),
    ]
    assert sheet.walk_away_points == 20
    assert {e.role: e.documents[-1] for e in pack.envelopes} == {
        "upper": "score-sheet-upper", "commission": "worksheet-commission", "lower": "worksheet-lower",
    }  # fmt: skip
    assert "No deal is worth 20 points to you" in write(sheet, TEMPLATES)
    assert "cannot sign" in write(sheet, TEMPLATES)
    assert "CONFIDENTIAL: Role A only" in write(sheet, TEMPLATES)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [("gauge/all", "unknown-option"), ("dates/weekly", "same-option")],
)
def test_a_score_is_for_an_option_on_the_table_and_each_has_one(tmp_path: Path, wrong: str, code: str):
    text = changed(SCORED, "option: gauge/both", f"option: {wrong}")
    checked = check_scenario(world(tmp_path / "world", text), "river")
    assert [f.code for f in checked.findings if f.level == "error"] == [code]


def test_a_score_sheet_takes_one_page_and_prints_without_a_warning(tmp_path: Path):
    fonts = {path.name: path.read_bytes() for path in sorted((TEMPLATES / "fonts").glob("*.ttf"))}
    sheet = document(pack_of(tmp_path, SCORED), "score-sheet-upper")
    sheets = Press({**fonts, **assets()}).typeset(write(sheet, TEMPLATES), *style(sheet, "a4", TEMPLATES))
    assert (sheets.pages, sheets.warnings) == (1, ())


def test_the_agreement_offers_every_option_and_a_line_for_every_delegation(tmp_path: Path):
    form = document(pack_of(tmp_path), "agreement")
    assert isinstance(form, AgreementForm)
    html = write(form, TEMPLATES)
    boxes = re.findall(r'type="checkbox" name="(option-[^"]+)"', html)
    assert boxes == ["option-1a", "option-1b", "option-1c", "option-2a", "option-2b"]
    assert [name for name in ("signed", "stalemate-signed", "step") for letter in "ABC" if f'name="{name}-{letter}' not in html] == []
    assert "Stalemate declaration" in html


@pytest.mark.slow
def test_the_running_head_of_a_form_is_read_with_all_its_letters(tmp_path: Path):
    """A font that a field uses is embedded whole, and its ligatures have no text."""
    form = document(pack_of(tmp_path, changed(SCENARIO, "title: The River Bridge", "title: The Office Left Afloat")), "agreement")
    fonts = {font.name: font.read_bytes() for font in (TEMPLATES / "fonts").glob("*.ttf")}
    sheets = Press({**fonts, **assets()}).typeset(write(form, TEMPLATES), *style(form, "a4", TEMPLATES))
    assert text_of(sheets.pdf).count("The Office Left Afloat") == 2 * sheets.pages  # in the head, and over the form


def test_whoever_has_a_veto_is_not_counted_among_those_who_must_sign(tmp_path: Path):
    rule = "  signers: 1\n  must_sign: [upper]\n  veto: [commission]\n"
    form = document(pack_of(tmp_path, changed(SCENARIO, "  signers: 3\n  must_sign: [upper, lower]\n", rule)), "agreement")
    told = " ".join(said(write(form, TEMPLATES)).split())
    assert "1 of 2 delegations must sign, among them: Upper Valley." in told
    assert "Not counted among these, and able to stop any deal by a veto: River Commission." in told


WORDS = """\
words:
  deal: order of the day
  deals: orders of the day
  issue: clause
  issues: clauses
  sign: vote for
  signed: voted for
  agree: vote yes
  signature: vote
  signed_for: Vote of
  form: The order
  stalemate: empty vote
  no_deal_form: Minutes without an order
"""
VOTED = SCENARIO.replace("Without a deal the dam", "Without it the dam").replace("You cannot sign what", "You cannot have what")
VOTED = changed(VOTED, "rule: All three sign.", "rule: All three say yes.")
VOTED = changed(VOTED, "agreement:\n", WORDS + "agreement:\n")
OTHERWISE = re.compile(r"\b(deals?|sign|signs|signed|stalemate|issues?|scores?|points?)\b", re.I)


def said(page: str) -> str:
    """What a page says to a reader, on paper and aloud: its text and the labels of its fields."""
    body = re.sub(r"<style.*?</style>", "", page, flags=re.S)
    return " ".join([*re.findall(r'(?:aria-label|data-label|title|alt)="([^"]*)"', body), re.sub(r"<[^>]+>", " ", body)])


def test_a_pack_without_points_calls_a_deal_what_its_scenario_calls_it_and_speaks_of_no_points(tmp_path: Path):
    pack = pack_of(tmp_path, VOTED)
    pages = {d.id: said(write(d, TEMPLATES)) for d in pack.documents}
    # The form for no result is signed all the same; a file is named deal-map; points may turn, and a rubric have a single one.
    own = {"agreement": {"signed"}, "print-and-pack": {"deal"}, "observer-sheet": {"points"}, "rubric": {"point"}}
    strange = {id: {found.lower() for found in OTHERWISE.findall(page)} - own.get(id, set()) for id, page in pages.items()}
    assert {id: words for id, words in strange.items() if words} == {}
    assert "3 of 3 delegations must vote yes" in pages["agreement"]
    assert "Minutes without an order" in pages["agreement"]
    assert "When an order of the day is an order of the day" in pages["agenda-and-rules"]
    assert "What you cannot vote for" in pages["role-brief-upper"]
    assert "1 of 6 orders of the day passes" in pages["deal-map"]


def test_points_are_told_in_the_words_of_the_scenario_too(tmp_path: Path):
    pack = pack_of(tmp_path, changed(VOTED, STARTER, STARTER + SCORES))
    sheet, answers = (said(write(document(pack, id), TEMPLATES)) for id in ("score-sheet-upper", "deal-map"))
    assert "cannot vote for" in sheet
    assert "No order of the day is worth 20 points to you: do not vote for an order of the day that gives you fewer" in " ".join(sheet.split()).replace(
        " :", ":"
    )
    assert {found.lower() for found in OTHERWISE.findall(sheet + answers)} <= {"point", "points", "score"}


@pytest.mark.parametrize("fiction", [True, False])
def test_only_a_game_on_a_real_dispute_says_that_people_were_hurt(tmp_path: Path, fiction: bool):
    pack = pack_of(tmp_path, changed(SCENARIO, "order_rule:", "fiction: yes\norder_rule:") if fiction else SCENARIO)
    rules, common = (write(document(pack, id), TEMPLATES) for id in ("names-and-terms", "common-brief"))
    assert [("a real dispute" in rules), ("your own community" in rules), ("Record and invention" in common)] == [not fiction] * 3
    assert [("dispute in this pack is invented" in rules), ("All of this is invented" in common)] == [fiction] * 2


def test_delegations_that_are_no_states_ask_whom_the_scenario_names(tmp_path: Path):
    pack = pack_of(tmp_path, changed(SCENARIO, "contradictions:", "words: {home: council}\ncontradictions:"))
    text = write(document(pack, "agenda-and-rules"), TEMPLATES) + write(document(pack, "slips"), TEMPLATES)
    assert [words in text for words in ("Ask your council", "Question to the council", "Answer of the council")] == [True] * 3
    assert "capital" not in text.lower()


@pytest.mark.slow
def test_sheets_keep_their_length_on_both_papers(lachin: Built):
    pages = {f.path: f.pages for f in lachin.files if f.document.startswith(ONE_PAGE)}
    assert len(pages) == 2 * (len(ONE_PAGE) + 2 * 4)
    assert {path: n for path, n in pages.items() if n != 1} == {}
    assert {f.pages for f in lachin.files if f.document in ("agreement", "names-and-terms")} == {2}
    assert {f.path.split("/")[0]: f.pages for f in lachin.files if f.document == "common-brief"} == {"a4": 6, "letter": 6}


@pytest.mark.slow
def test_every_field_has_a_name_of_its_own_and_one_to_be_read_aloud(lachin: Built):
    filled = [
        f for f in lachin.files if f.document.startswith(("worksheet-", "score-sheet-", "agreement", "observer-sheet", "reflection", "rubric", "feedback"))
    ]
    assert len(filled) == 2 * 15
    for file in filled:
        fields = fields_of((lachin.folder / file.path).read_bytes())
        names, spoken = zip(*fields, strict=True)
        assert len(fields) >= 9, file.path
        assert len(set(names)) == len(names), file.path
        assert len(set(spoken)) == len(spoken), file.path
        assert not set(names) & set(spoken), file.path


@pytest.mark.slow
def test_every_field_lies_inside_its_page(lachin: Built):
    for file in lachin.files:
        with pikepdf.open(lachin.folder / file.path) as pdf:
            for page in pdf.pages:
                width, height = (float(n) for n in page.mediabox[2:])
                for widget in (a for a in page.get("/Annots", ()) if a.Subtype == "/Widget"):
                    x1, y1, x2, y2 = (float(n) for n in widget.Rect)
                    assert 0 < min(x1, x2) < max(x1, x2) < width, file.path
                    assert 0 < min(y1, y2) < max(y1, y2) < height, file.path


@pytest.mark.slow
def test_no_letters_are_lost_between_ligatures_where_fonts_are_embedded_whole(lachin: Built):
    for paper in ("a4", "letter"):
        text = text_of((lachin.folder / paper / "agreement.pdf").read_bytes())
        assert "Left to the treaty" in text  # the font has a ligature for f and t
        assert "After play" in text_of((lachin.folder / paper / "rubric.pdf").read_bytes())


@pytest.mark.slow
def test_what_is_typed_into_a_field_is_kept(lachin: Built, tmp_path: Path):
    with pikepdf.open(lachin.folder / "a4" / "worksheet-eu.pdf") as pdf:
        for field in pdf.Root.AcroForm.Fields:
            field.V = pikepdf.String("typed")
        pdf.save(tmp_path / "typed.pdf")
    reopened = pypdfium2.PdfDocument(tmp_path / "typed.pdf")
    assert reopened.get_formtype() != pypdfium2.raw.FORMTYPE_NONE
    reopened.close()
    with pikepdf.open(tmp_path / "typed.pdf") as typed:
        assert {str(field.V) for field in typed.Root.AcroForm.Fields} == {"typed"}

"""What is read after play: reflection, epilogue with the opened secrets, dossier, rubric, feedback."""

import re
from pathlib import Path

import pypdfium2
import pytest

from briefings.build import Built
from briefings.packs.after import EpilogueSheet, Reflection, SourceDossier
from briefings.pages import write
from briefings.scenarios import AFTER
from tests.worlds import SCENARIO, TEMPLATES, changed, document, pack_of

AFTER_PLAY = ["reflection", "epilogue", "source-dossier", "rubric", "feedback"]


def test_nothing_that_is_for_after_play_is_in_an_envelope(tmp_path: Path):
    pack = pack_of(tmp_path)
    assert [d.id for d in pack.documents if str(d.audience) == AFTER] == AFTER_PLAY
    assert {id for e in pack.envelopes for id in e.documents} & {*AFTER_PLAY} == set()


def test_every_sheet_for_after_play_says_so_in_its_head(tmp_path: Path):
    for sheet in (d for d in pack_of(tmp_path).documents if str(d.audience) == AFTER):
        banner = re.findall(r'<div class="running banner">(.*?)</div>', write(sheet, TEMPLATES))
        assert banner == (["SEALED until play is over"] if sheet.id == "epilogue" else ["After play"]), sheet.id


def test_reflection_begins_with_stepping_out_aloud_and_asks_one_question_of_every_other_phase(tmp_path: Path):
    text = changed(
        SCENARIO,
        "debrief:\n",
        "debrief:\n  - {phase: Out, minutes: 2, ask: [Say your name., Shake hands.]}\n  - {phase: Facts, minutes: 3, ask: [What moved first?, And then?]}\n",
    )
    sheet = document(pack_of(tmp_path, text), "reflection")
    assert isinstance(sheet, Reflection)
    assert sheet.step_out == ("Say your name.", "Shake hands.")
    assert sheet.questions == (("Facts", "What moved first?"), ("Step out", "Take off your badge."))
    html = write(sheet, TEMPLATES)
    assert html.index("First, aloud") < html.index("Shake hands.") < html.index("What moved first?")


def test_the_epilogue_opens_the_secrets_of_every_role_and_no_text_of_the_facilitator(tmp_path: Path):
    sheet = document(pack_of(tmp_path), "epilogue")
    assert isinstance(sheet, EpilogueSheet)
    assert [s.badge.name for s in sheet.secrets] == ["Upper Valley", "River Commission", "Lower Valley"]
    html = write(sheet, TEMPLATES)
    for kept in ("heated gauge house", "measure at night", "roof of the school house", "built in the following spring", "takes one afternoon"):
        assert kept in html
    for facilitators in ("Heavy rain is forecast", "Nobody has to play"):
        assert facilitators not in html


def test_the_dossier_holds_each_used_excerpt_once_and_its_source_in_full_once(tmp_path: Path):
    text = SCENARIO.replace("        - {excerpt: herald-2019/gauges, use: It says why nobody trusts the numbers.}\n", "")
    text = text.replace(" [@herald-2019/gauges]", "")
    sheet = document(pack_of(tmp_path, text), "source-dossier")
    assert isinstance(sheet, SourceDossier)
    (source,) = sheet.sources
    assert [quote.ref for quote in source.quotes] == ["herald-2019/friday", "herald-2019/too-late", "herald-2019/early"]
    assert source.reference == "Author not named, “Who opens the dam”. Valley Herald, news report, 12 May 2019."
    assert write(sheet, TEMPLATES).count("Author not named, “Who opens the dam”") == 1


def test_the_dossier_sets_a_contradicting_pair_side_by_side_with_its_question(tmp_path: Path):
    sheet = document(pack_of(tmp_path), "source-dossier")
    assert isinstance(sheet, SourceDossier)
    assert [(p.about, [q.ref for q in p.quotes], p.ask) for p in sheet.pairs] == [
        ("When the dam opened", ["herald-2019/too-late", "herald-2019/early"], "Which of the two could be checked?"),
    ]


def test_the_dossier_tells_each_fact_from_outside_the_sources_whole_and_whose_word_it_is(tmp_path: Path):
    text = changed(SCENARIO, "background:\n", "background:\n  - {id: unused, fact: Nobody cites this., attribution: Nobody}\n")
    sheet = document(pack_of(tmp_path, text), "source-dossier")
    assert isinstance(sheet, SourceDossier)
    assert sheet.facts == (("The dam was built in 1974.", "Widely known in the valley"),)
    assert '<th scope="row">Widely known in the valley</th><td>The dam was built in 1974.</td>' in write(sheet, TEMPLATES)


def test_an_excerpt_that_only_the_facilitator_reads_of_is_not_in_the_dossier(tmp_path: Path):
    text = SCENARIO.replace("        - {excerpt: herald-2019/gauges, use: It says why nobody trusts the numbers.}\n", "").replace(" [@herald-2019/gauges]", "")
    text = changed(text, "care: Nobody has to play.", "care: Nobody has to play. [@herald-2019/gauges]")
    sheet = document(pack_of(tmp_path, text), "source-dossier")
    assert isinstance(sheet, SourceDossier)
    assert "herald-2019/gauges" not in [quote.ref for source in sheet.sources for quote in source.quotes]


def test_a_criterion_of_the_rubric_has_room_on_both_sides(tmp_path: Path):
    html = write(document(pack_of(tmp_path), "rubric"), TEMPLATES)
    rows = re.findall(r"(?s)<tr><td[^>]*>.*?</tr>", html)
    assert len(rows) == 5
    for i, row in enumerate(rows, 1):
        assert row.index(f"not-yet-{i}-1") < row.index('<th scope="row">') < row.index(f"beyond-{i}-1")


@pytest.mark.slow
def test_the_printed_epilogue_holds_every_secret_and_says_on_each_page_that_it_is_sealed(lachin: Built):
    assert lachin.checked.scenario
    for paper in ("a4", "letter"):
        pdf = pypdfium2.PdfDocument((lachin.folder / paper / "epilogue.pdf").read_bytes())
        pages = [" ".join(p.get_textpage().get_text_bounded().split()) for p in pdf]
        pdf.close()
        assert all("SEALED until play is over" in page for page in pages)
        for role in lachin.checked.scenario.roles:
            for secret in role.brief.secrets:
                assert secret.text[:40].replace("'", "’") in " ".join(pages)

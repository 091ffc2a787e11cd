"""Documents that an author chooses and adds: each holds what its audience may see, and stands wherever documents are named."""

import shutil
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from briefings import show
from briefings.build import build, check_scenario, verdict
from briefings.casting import seat_each_role
from briefings.documents import FOR_EACH_ROLE, NEEDED, OPTIONAL, WITH_NAMES
from briefings.packs import Pack, plan
from briefings.packs.facilitator import PrintAndPack
from briefings.packs.own import OwnSheet
from briefings.pages import TemplateFault, style, write
from briefings.project import Project
from tests.worlds import PLAYED, REHEARSAL, SCENARIO, changed, world

FRAME = '{% extends "_document.html" %}{% block body %}<h1>{{ doc.head.title }}</h1>BODY{% endblock %}'
RULES = """\
documents:
  leave_out: [slips, worksheet, feedback]
  own:
    - {id: house-rules, title: House rules, template: sheet.html, audience: everyone}
    - {id: board, title: The board, template: sheet.html, audience: everyone, copies: each table}
    - {id: pocket, title: Pocket sheet, template: sheet.html, audience: each role}
    - {id: hint, title: A hint, template: sheet.html, audience: lower}
    - {id: desk, title: Desk sheet, template: sheet.html, audience: facilitator}
    - {id: later, title: Later, template: sheet.html, audience: after play}
"""


def chosen(folder: Path, choice: str = RULES, **templates: str) -> Project:
    """The small world with a choice of documents and own templates: `sheet` and those named."""
    project = world(folder / "own", SCENARIO + choice)
    shutil.rmtree(project.templates)
    project.templates.mkdir()
    for name, body in {"sheet": "", **templates}.items():
        (project.templates / f"{name}.html").write_text(FRAME.replace("BODY", body), "utf-8")
    return project


def pack_of(project: Project, tables: int = 1) -> Pack:
    checked = check_scenario(project, "river")
    assert checked.findings == ()
    assert checked.scenario
    return plan(checked.scenario, checked.library, seat_each_role(checked.scenario, tables), verdict=verdict(project, checked))


def sheet(pack: Pack, id: str) -> OwnSheet:
    (found,) = (d for d in pack.documents if d.id == id)
    assert isinstance(found, OwnSheet)
    return found


def test_every_document_of_a_pack_is_named_and_named_like_its_template(tmp_path: Path):
    pack = pack_of(world(tmp_path / "river", PLAYED + REHEARSAL))
    assert {d.kind for d in pack.documents} == {*NEEDED, *OPTIONAL} - {*WITH_NAMES}
    for document in pack.documents:
        role = f"-{document.audience}" if document.kind in FOR_EACH_ROLE else ""
        assert document.id == document.kind + role


def test_own_documents_stand_with_their_like_and_left_out_ones_nowhere(tmp_path: Path):
    pack = pack_of(chosen(tmp_path))
    assert [d.id for d in pack.documents] == [
        "print-and-pack", "facilitator-guide", "role-matrix", "deal-map", "inject-list", "inject-cards", "desk", "quality-annex",
        "common-brief", "names-and-terms", "agenda-and-rules", "house-rules",
        "role-brief-upper", "pocket-upper", "role-brief-commission", "pocket-commission", "role-brief-lower", "pocket-lower", "hint",
        "role-cards", "name-tents", "agreement", "observer-sheet", "board",
        "reflection", "epilogue", "source-dossier", "rubric", "later",
    ]  # fmt: skip
    assert [e.documents for e in pack.envelopes if e.role == "lower"] == [
        ("common-brief", "names-and-terms", "agenda-and-rules", "house-rules", "role-brief-lower", "pocket-lower", "hint")
    ]


def test_copies_are_counted_for_participants_tables_or_once(tmp_path: Path):
    copies = {d.id: d.head.copies for d in pack_of(chosen(tmp_path), tables=2).documents}
    assert {id: copies[id] for id in ("house-rules", "board", "pocket-lower", "hint", "desk", "later")} == {
        "house-rules": 6, "board": 2, "pocket-lower": 2, "hint": 2, "desk": 1, "later": 6,
    }  # fmt: skip


def test_print_and_pack_and_show_name_what_there_is_and_nothing_else(tmp_path: Path):
    project = chosen(tmp_path)
    pack = pack_of(project)
    packing = pack.documents[0]
    assert isinstance(packing, PrintAndPack)
    html = write(packing, project.templates)
    for gone in ("Slips", "Worksheet", "worksheet", "Feedback"):
        assert gone not in html
    assert [row.titles[-1] for row in packing.loose if row.place.startswith("On the tables")] == ["The board"]
    assert [row.title for row in packing.rows if row.audience == "role C"] == ["Role brief: Lower Valley", "Pocket sheet: Lower Valley", "A hint"]
    checked = check_scenario(project, "river")
    assert checked.scenario
    text = show.plan(checked.scenario, checked.library, pack)
    assert "pocket-upper.pdf  for upper, 1 copy" in text
    assert "slips" not in text


def test_the_rules_speak_of_slips_only_where_there_are_some(tmp_path: Path, river: Project):
    project = chosen(tmp_path)
    with_all, without = (write(next(d for d in pack_of(p).documents if d.id == "agenda-and-rules"), p.templates) for p in (river, project))
    assert "on a slip, “Question to the capital”. " in with_all
    assert "Write what you want to do and why. " in without


def test_a_document_holds_what_its_audience_may_read(tmp_path: Path):
    pack = pack_of(chosen(tmp_path))
    everyone, role, desk, later = (sheet(pack, id) for id in ("house-rules", "pocket-lower", "desk", "later"))
    assert (everyone.badge, everyone.briefs, everyone.epilogue, everyone.dossier, everyone.reflection, everyone.guide, everyone.injects) == (
        None, (), None, None, None, None, None,
    )  # fmt: skip
    assert everyone.common.question == "Who opens the dam, and when?"
    assert everyone.agenda.rounds[0].title == "Talks"
    assert [b.badge.name for b in role.briefs] == ["Lower Valley"]
    assert role.badge == role.briefs[0].badge
    assert (role.epilogue, role.guide, role.injects) == (None, None, None)
    assert len(desk.briefs) == len(later.briefs) == 3
    assert desk.guide
    assert desk.injects
    assert desk.epilogue
    assert later.epilogue
    assert (later.guide, later.injects) == (None, None)


SECRETS = {
    "upper": "heated gauge house",
    "commission": "boat that can measure",
    "lower": "siren on the roof",
    "facilitator": "engineers expect to open the gates",
}


def test_no_own_document_holds_a_word_of_what_others_know(tmp_path: Path):
    for document in pack_of(chosen(tmp_path)).documents:
        if isinstance(document, OwnSheet):
            readable = {reader for reader in SECRETS if document.audience.may_read(reader)}
            assert {reader for reader, words in SECRETS.items() if words in repr(document)} == readable, document.id


def test_a_role_s_page_says_whose_it_is_whatever_its_template_says(tmp_path: Path):
    project = chosen(tmp_path)
    hiding = '{% extends "_document.html" %}{% block banner %}For everyone{% endblock %}{% block class %}plain{% endblock %}'
    (project.templates / "sheet.html").write_text(hiding, "utf-8")
    html = write(sheet(pack_of(project), "pocket-commission"), project.templates)
    assert "CONFIDENTIAL: Role B only" in html
    assert 'class="secret plain"' in html
    assert "For everyone" not in html
    assert 'content: "B"' in "".join(style(sheet(pack_of(project), "pocket-commission"), "a4", project.templates))


def test_a_page_that_is_not_for_everyone_must_say_whose_it_is(tmp_path: Path):
    project = chosen(tmp_path)
    (project.templates / "sheet.html").write_text("<h1>Bare</h1>", "utf-8")
    assert write(sheet(pack_of(project), "house-rules"), project.templates) == "<h1>Bare</h1>"
    for id in ("pocket-upper", "desk", "later"):
        with pytest.raises(TemplateFault, match="whose it is"):
            write(sheet(pack_of(project), id), project.templates)


def test_notes_are_those_the_page_calls_in_its_order(tmp_path: Path):
    project = chosen(tmp_path, sheet="{{ doc.briefs[0].you_are|prose }}{{ doc.common.setting|prose }}")
    html = write(sheet(pack_of(project), "pocket-upper"), project.templates)
    calls = [part.split('"')[0] for part in html.split('href="#note-')[1:]]
    notes = [part.split("</li>")[0] for part in html.split('<li id="note-')[1:]]
    assert calls == ["1", "2", "3", "4"]
    assert [note.split('">')[0] for note in notes] == ["1", "2", "3", "4"]
    assert [note[-4:] for note in notes[:3]] == ["¶ 4.", "¶ 1.", "¶ 3."]
    assert "as in note" not in html


def test_a_page_that_calls_no_note_has_no_list_of_notes(tmp_path: Path):
    project = chosen(tmp_path)
    pack = pack_of(project)
    assert len(sheet(pack, "house-rules").notes) > 3
    assert "<h2>Notes</h2>" not in write(sheet(pack, "house-rules"), project.templates)


def test_an_own_document_has_the_style_sheet_named_like_its_template(tmp_path: Path):
    project = chosen(tmp_path)
    (project.templates / "style").mkdir()
    (project.templates / "style" / "sheet.css").write_text("h1 { color: black }", "utf-8")
    assert "".join(style(sheet(pack_of(project), "hint"), "a4", project.templates)).count("h1 { color: black }") == 1


@pytest.mark.parametrize("name", ["../sheet.html", "/etc/passwd", "a/b.html", "_parts.html", "sheet.css", "Sheet.html", "sheet.html.html"])
def test_a_template_is_named_by_a_plain_file_name(tmp_path: Path, name: str):
    checked = check_scenario(chosen(tmp_path, changed(RULES, "template: sheet.html", f"template: {name}")), "river")
    assert [(f.code, f.mark.line) for f in checked.findings] == [("template-name", len(SCENARIO.splitlines()) + 4)]


def test_a_template_that_is_not_there_is_a_finding_at_its_line_and_a_role_s_name_a_hint(tmp_path: Path):
    wrong = changed(changed(RULES, "template: sheet.html", "template: shet.html"), "audience: lower", "audience: lowr")
    checked = check_scenario(chosen(tmp_path, wrong), "river")
    first = len(SCENARIO.splitlines()) + 4
    assert [(f.code, f.mark.line, f.hint) for f in checked.findings] == [
        ("no-template", first, "did you mean 'sheet.html'?"),
        ("unknown-audience", first + 3, "did you mean 'lower'?"),
    ]


# The same without any other document that can be left out.
ALONE = changed(RULES, "slips, worksheet, feedback", ", ".join(OPTIONAL))


@pytest.mark.slow
def test_own_documents_are_printed_bound_and_told_in_the_manifest(tmp_path: Path):
    built = build(chosen(tmp_path, ALONE, sheet="<p>{{ doc.common.question }}</p>"), "river")
    assert built.findings == ()
    made = {f.document: f for f in built.files}
    assert (made["pocket-lower"].audience, made["house-rules"].copies, made["desk"].audience) == ("lower", 3, "facilitator")
    assert not {"slips", "feedback", "worksheet-lower"} & set(made)
    titles = {}
    for name in ("all", "print"):
        with pikepdf.open(BytesIO((built.folder / "a4" / f"{name}.pdf").read_bytes())) as pdf, pdf.open_outline() as outline:
            titles[name] = [item.title for item in outline.root]
    assert "Desk sheet" in titles["all"]
    assert "Desk sheet" not in titles["print"]
    assert titles["print"].count("House rules") == 3
    assert titles["print"].count("The board") == 1


@pytest.mark.slow
def test_a_secret_written_into_an_own_template_stops_the_build(tmp_path: Path):
    leaking = changed(ALONE, "template: sheet.html", "template: leak.html")
    built = build(chosen(tmp_path, leaking, leak="<p>They set aside money for one heated gauge house beside the old mill.</p>"), "river")
    assert {f.code for f in built.findings} == {"secret-leaked"}
    assert "a4/house-rules.pdf" in built.findings[0].message
    assert built.files == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "code", "line"), [("\n{{ doc.secrets }}", "template", 2), ("\n<img alt='x' src='packet-asset:logo.png'>", "outside-request", 1)]
)
def test_a_fault_of_an_own_template_is_found_in_its_file(tmp_path: Path, body: str, code: str, line: int):
    built = build(chosen(tmp_path, changed(ALONE, "template: sheet.html", "template: broken.html"), broken=body), "river")
    assert [(f.code, Path(f.mark.file).parts[-2:], f.mark.line) for f in built.findings] == [(code, ("templates", "broken.html"), line)]


def test_a_page_of_an_own_document_can_be_read(tmp_path: Path):
    """The example of a whole own page stays what the pages of the pack are: one language, one title, one heading of the first rank."""
    html = write(sheet(pack_of(chosen(tmp_path)), "house-rules"), tmp_path / "own" / "templates")
    assert '<html lang="en">' in html
    assert "<title>The River Bridge: House rules</title>" in html
    assert html.count("<h1") == 1

"""Envelopes for people with names: every one is its owner's, whole, on sheets of its own, and printed in the letters of the name."""

import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from briefings.build import Built, Order, build, check_scenario
from briefings.casting import Cast, Seat, codes
from briefings.crew import Crew
from briefings.imposition import Printing
from briefings.packs.envelopes import Packet, RunRow, RunSheet, Strip, Strips, filled, money
from briefings.packs.parts import Audience, Head
from briefings.press.stuffing import ROW, ROWS, Sheaf, Slot, stuff, taken_apart
from briefings.project import Project
from briefings.roster import Participant
from tests.accessibility.validate import missing, validate
from tests.worlds import only, world

ROLES = ("upper", "commission", "lower")
GIVEN = {
    "hy": ("Անահիտ Պետրոսյան", "Արամ Հակոբյան", "Նարե Գրիգորյան"),
    "az": ("Günel Məmmədova", "Əli Quliyev", "Şəbnəm İsmayılova"),
    "ru": ("Мария Иванова", "Алексей Щёголев", "Ольга Юрьева"),
    "ar": ("محمد الأمين", "ليلى حسن", "يوسف القاضي"),
    "zh": ("王小明", "李娜", "张伟"),
}


def people(count: int) -> Iterator[Participant]:
    """So many people whose names are in five scripts, all different."""
    for n in range(count):
        language = list(GIVEN)[n % 5]
        yield Participant(f"{GIVEN[language][n // 5 % 3]} {n}", language=language)


def cast_of(count: int) -> Cast:
    return Cast(tuple(Seat(n // 3 + 1, ROLES[n % 3], person) for n, person in enumerate(people(count))))


def letters(text: str) -> str:
    """A text without what readers of PDFs differ in: spaces, the order of letters, presentation forms."""
    return "".join(sorted(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return world(tmp_path_factory.mktemp("envelopes") / "river")


@pytest.fixture(scope="module")
def class_of_500(project: Project) -> Built:
    built = build(project, "river", Order(cast=cast_of(500), envelopes_only=True, price=0.1, crew=Crew(2)))
    assert built.ok
    return built


# --- planned ----------------------------------------------------------------------------------------------------


def test_a_code_is_the_role_and_the_table_and_stays_when_others_leave(project: Project):
    scenario = check_scenario(project, "river").scenario
    assert scenario
    seats = (*cast_of(6).seats, Seat(2, "upper", Participant("Second at two")), Seat(2, "observer", Participant("Looks on")))
    assert list(codes(Cast(seats), scenario).values()) == ["A1", "B1", "C1", "A2", "B2", "C2", "A2b", "O2"]
    assert list(codes(Cast(seats[3:]), scenario).values()) == ["A2", "B2", "C2", "A2b", "O2"]


# --- stuffed ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_one_of_500_envelopes_is_its_owners_from_cover_to_last_page(class_of_500: Built):
    assert class_of_500.pack
    assert class_of_500.pack.named
    packets = class_of_500.pack.named.packets
    assert len(packets) == 500
    titles = {d.id: d.head.title for d in class_of_500.pack.documents}
    pages = {f.document: f.pages for f in class_of_500.files}
    document = pypdfium2.PdfDocument(class_of_500.folder / "a4" / "print.pdf")
    said = [text(document, n) for n in range(len(document))]
    at, table = 0, 0
    for packet in packets:
        if packet.table != table:
            table = packet.table
            assert f"Table {table}" in said[at].splitlines()
            at += 2
        cover = said[at]
        assert letters(packet.name) in {letters(line) for line in cover.splitlines()}, packet.name
        assert packet.place in cover
        owned = [("cover", 1), *((id, pages[id]) for id in packet.documents)]
        for id, count in owned:
            assert at % 2 == 0, "every document begins on a fresh sheet"
            for n in range(count):
                assert f"{packet.code} · table {packet.table}" in said[at + n], (packet.code, id, n)
            if id != "cover":
                assert titles[id] in said[at], (packet.code, id)
            if count % 2:
                assert said[at + count] == ""
            at += count + count % 2
    assert at == len(said)
    document.close()


def text(document: pypdfium2.PdfDocument, number: int) -> str:
    return str(document[number].get_textpage().get_text_bounded()).replace("\r\n", "\n").strip()


@pytest.mark.slow
def test_names_on_covers_are_drawn_as_the_engine_draws_them_itself(project: Project):
    cast = cast_of(15)
    built = build(project, "river", Order(cast=cast, envelopes_only=True, send=True, crew=Crew(2)))
    assert built.ok
    assert built.pack
    assert built.pack.named
    printed = pypdfium2.PdfDocument(built.folder / "a4" / "print.pdf")
    covers = [n for n in range(len(printed)) if "In this envelope" in text(printed, n)]
    with zipfile.ZipFile(built.folder / "a4" / "send.zip") as archive:
        for packet, number in zip(built.pack.named.packets, covers, strict=True):
            own = pypdfium2.PdfDocument(archive.read(f"{packet.code}.pdf"))
            feet = [own[n].get_textpage().get_text_bounded(left=0, bottom=0, right=600, top=60) for n in range(len(own))]
            assert [packet.code in foot for foot in feet] == [True] * len(own)
            pixels = zip(name_picture(printed, number), name_picture(own, 0), strict=True)
            assert sum(abs(a - b) > 60 for a, b in pixels) == 0, packet.name
            own.close()
    printed.close()


def name_picture(document: pypdfium2.PdfDocument, number: int) -> bytes:
    """The upper part of a cover, with name and place."""
    picture = document[number].render(scale=2).to_pil().convert("L")
    return bytes(picture.crop((100, 130, picture.width - 100, 480)).tobytes())


@pytest.mark.slow
def test_the_run_sheet_counts_the_sheets_of_the_file(project: Project):
    built = build(project, "river", Order(cast=cast_of(500), envelopes_only=True, price=0.1, crew=Crew(2)))
    made = next(f for f in built.files if f.document == "print")
    sheet = pypdfium2.PdfDocument(built.folder / "a4" / "run-sheet.pdf")
    said = text(sheet, 0)
    sheet.close()
    assert made.pages % 2 == 0
    assert f" {made.pages // 2} " in said
    assert "At 0.10 a side" in said


@pytest.mark.slow
def test_pages_and_fonts_are_stored_once_however_many_envelopes_hold_them(class_of_500: Built, project: Project):
    small = build(project, "river", Order(cast=cast_of(30), envelopes_only=True, crew=Crew(2)))
    with pikepdf.open(small.folder / "a4" / "print.pdf") as pdf:
        few = (len(pdf.pages), fonts_in(pdf))
        size = (small.folder / "a4" / "print.pdf").stat().st_size
    again = build(project, "river", Order(cast=cast_of(500), envelopes_only=True, crew=Crew(2)))
    with pikepdf.open(again.folder / "a4" / "print.pdf") as pdf:
        assert len(pdf.pages) > 15 * few[0]
        assert fonts_in(pdf) <= few[1] + 12  # strips are set a thousand at a time
        assert (again.folder / "a4" / "print.pdf").stat().st_size < 3 * size


def fonts_in(pdf: pikepdf.Pdf) -> int:
    return sum(1 for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor")


@pytest.mark.slow
def test_only_changed_envelopes_are_printed_again(project: Project):
    before = cast_of(12)
    seats = list(before.seats)
    seats[4] = replace(seats[4], participant=Participant("Somebody Else"))
    built = build(project, "river", Order(cast=Cast(tuple(seats[:9])), before=before, envelopes_only=True))
    assert built.ok
    document = pypdfium2.PdfDocument(built.folder / "a4" / "print-changed.pdf")
    covers = [text(document, n) for n in range(len(document)) if "In this envelope" in text(document, n)]
    document.close()
    assert len(covers) == 1
    assert "Somebody Else" in covers[0]


@pytest.mark.slow
def test_files_to_be_sent_are_tagged_whole_and_named_by_code(project: Project, tmp_path: Path):
    built = build(project, "river", Order(cast=cast_of(3), envelopes_only=True, send=True))
    assert built.ok
    with zipfile.ZipFile(built.folder / "a4" / "send.zip") as archive:
        assert archive.namelist() == ["A1.pdf", "B1.pdf", "C1.pdf"]
        archive.extractall(tmp_path)
    with pikepdf.open(tmp_path / "B1.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]).endswith(": Günel Məmmədova 1")
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Outlines.Count > 3
    if not missing():
        assert set(validate(sorted(tmp_path.glob("*.pdf"))).values()) == {"compliant"}


# --- the parts --------------------------------------------------------------------------------------------------


def test_a_sheaf_of_pages_gets_its_strips_where_they_belong():
    """A made-up page and strip: what is laid on stands at its place, and nowhere else."""
    part = page_saying("Part")
    tall = pikepdf.Pdf.new()
    tall.add_blank_page()
    tall.pages[0].MediaBox = pikepdf.Array([0, 0, 482, ROWS * ROW * 72 / 25.4])
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    tall.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(ABCDEF=font))
    row = ROW * 96 / 25.4
    lines = b"".join(b"BT 1 0 0 -1 0 %.2f Tm /ABCDEF 20 Tf (%s) Tj ET " % (20 + n * row, word) for n, word in enumerate((b"one", b"two")))
    tall.pages[0].Contents = tall.make_stream(b"1 0 0 -1 0 0 cm 0.75 0 0 0.75 0 0 cm " + lines)
    out = BytesIO()
    tall.save(out)
    strips = taken_apart(out.getvalue(), ["a", "b"], "S")
    assert set(strips.drawn) == {"a", "b"}
    assert b"/S0 20 Tf" in strips.drawn["a"]
    made = stuff([[Sheaf("p", first=(("b", Slot(20, 25)),))], [Sheaf("p")]], {"p": part}, strips, "T")
    assert (made.pages, made.blank) == (4, 2)
    document = pypdfium2.PdfDocument(made.pdf)
    assert [sorted(text(document, n).split()) for n in range(4)] == [["Part", "two"], [], ["Part"], []]
    laid = next(o for o in document[0].get_objects() if o.type == 1 and o.get_bounds()[1] > 400)
    assert laid.get_bounds()[0] == pytest.approx(20 / 25.4 * 72, abs=2)
    assert laid.get_bounds()[3] == pytest.approx(842 - 25 / 25.4 * 72, abs=12)
    document.close()


def page_saying(words: str) -> bytes:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    pdf.pages[0].Contents = pdf.make_stream(f"BT /F 12 Tf 100 100 Td ({words}) Tj ET".encode())
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_run_sheet_adds_up_sheets_sides_and_cost():
    head = Head("run-sheet", "Run sheet", Audience("facilitator"), "P", "", "", "en", 1)
    empty = RunSheet(head, (), "", 3, 1, (), RunRow("", "Together", "", "", 0, 0, 0, ""))
    rows = (RunRow("a", "A", "plain", "both sides", 2, 5, 9, money(0.1, 18)), RunRow("b", "B", "card", "one side", 1, 4, 4, money(0.1, 4)))
    sheet = filled(empty, rows, 0.1)
    assert (sheet.total.sheets, sheet.total.printed, sheet.total.cost, sheet.price) == (14, 22, "2.20", "0.10")
    assert filled(empty, rows, 0).total.cost == ""


def test_packets_say_where_to_sit():
    packet = Packet(3, "upper", "A3", "Ann", "", "standard", "cover-upper", ())
    assert packet.place == "Table 3 · seat A · envelope A3"
    assert replace(packet, role="observer", code="O3").place == "Table 3 · chair O · envelope O3"


@pytest.mark.parametrize(
    ("edition", "name", "sure"),
    [
        ("standard", "Ann Lee", True),
        ("standard", "W" * 18, True),
        ("standard", "W" * 19, False),
        ("standard", "W " * 18 + "W", False),
        ("large", "W" * 12, False),
    ],
)
def test_only_names_that_may_not_fit_are_tried(edition: str, name: str, sure: bool):
    head = Head("strips", "Strips", Audience("facilitator"), "P", "", "", "en", 1)
    strip = Strip("k", name, "name")
    assert Strips(head=head, notes=(), edition=edition, items=(strip,)).is_sure(strip) is sure  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_class_that_reads_large_print_only_still_gets_what_lies_on_the_tables(tmp_path: Path):
    project = world(tmp_path / "river", only("agreement"))
    seats = tuple(replace(seat, participant=replace(seat.participant, edition="large")) for seat in cast_of(3).seats if seat.participant)
    built = build(project, "river", Order((Printing("a4", "large"),), cast=Cast(seats), crew=Crew(2)))
    assert built.ok
    document = pypdfium2.PdfDocument(built.folder / "a4" / "print.pdf")
    said = " ".join(text(document, n) for n in range(len(document)))
    document.close()
    assert "Stalemate declaration" in said

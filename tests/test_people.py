"""Papers with names: who gets which, in what order and where, and every letter of every name from a bundled font."""

import unicodedata
from dataclasses import replace
from io import BytesIO
from typing import TypeVar

import pikepdf
import pypdfium2
import pytest

from briefings.build import Checked, check_scenario
from briefings.cache import Cache
from briefings.casting import Cast, Seat, codes, seat_each_role
from briefings.fitting import name_fonts, unprintable, without_letters
from briefings.imposition import INCH, PAPERS, CardOptions, PaperName, Printing, badge_sheet, label_sheet
from briefings.packs import Pack, plan
from briefings.packs.parts import Document
from briefings.packs.people import Badges, DoorList, Labels, NamedTents, SeatingPlan, SignIn, StuffingList, in_order, right_to_left
from briefings.pages import write
from briefings.project import Project
from briefings.roster import Participant, read_bytes
from briefings.scenarios import OBSERVER, PRESS
from briefings.setting import Done, Job, set_one
from tests.test_press import text_of
from tests.worlds import TEMPLATES, world

NAMES = ("Անահիտ Տեր-Հովհաննիսյան", "Şəhla Əliyeva", "Юрий Щукин", "გიორგი ჭავჭავაძე", "فاطمة الزهراء", "歐陽娜娜", "Łukasz Żółć")
WORDS = {
    "hy": "Տեր-Հովհաննիսյան", "az": "Məmmədzadə", "ru": "Константинопольская", "ka": "გელაშვილი", "ar": "عبد الرحمن", "en": "Fernández-Álvarez",
}  # fmt: skip
ADDED = {"door-list", "sign-in", "stuffing-list", "table-plan", "badges", "labels"}

Kind = TypeVar("Kind", bound=Document)


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return world(tmp_path_factory.mktemp("people") / "river")


@pytest.fixture(scope="module")
def checked(river: Project) -> Checked:
    return check_scenario(river, "river")


def seats(*names: str) -> tuple[Seat, ...]:
    """Two tables: three who play and one who observes, then three who play and one of the press."""
    roles = [(1, "upper"), (1, "commission"), (1, "lower"), (1, OBSERVER), (2, "upper"), (2, "commission"), (2, "lower"), (2, PRESS)]
    return tuple(Seat(table, role, Participant(name)) for (table, role), name in zip(roles, names, strict=False))


def planned(checked: Checked, cast: Cast, options: CardOptions | None = None) -> Pack:
    assert checked.scenario
    return plan(checked.scenario, checked.library, cast, options or CardOptions())


def the(checked: Checked, kind: type[Kind], *names: str) -> Kind:
    return next(d for d in planned(checked, Cast(seats(*names))).documents if isinstance(d, kind))


def set_(river: Project, checked: Checked, document: Document, paper: PaperName = "a4") -> Done:
    assert checked.scenario
    assert checked.marked
    return set_one(Job(river, checked.scenario, checked.marked, document, Printing(paper)), Cache(None))


def names_of(rows: tuple[object, ...]) -> list[str]:
    return [row.person.name for row in rows]  # type: ignore[attr-defined]


# --- what there is --------------------------------------------------------------------------------------------


def test_a_pack_of_nobody_in_particular_has_no_papers_with_names(checked: Checked):
    assert checked.scenario
    pack = planned(checked, seat_each_role(checked.scenario, 2))
    assert not {d.id for d in pack.documents} & ADDED
    assert not any(isinstance(d, NamedTents) for d in pack.documents)


def test_names_add_lists_for_the_facilitator_and_badges_labels_and_a_plan_for_everyone(checked: Checked):
    assert checked.scenario
    plain, named = planned(checked, seat_each_role(checked.scenario, 2)), planned(checked, Cast(seats("A", "B", "C", "D", "E", "F", "G", "H")))
    audiences = {d.id: str(d.audience) for d in named.documents}
    assert audiences.keys() - {d.id for d in plain.documents} == ADDED
    assert {id for id in ADDED if audiences[id] == "facilitator"} == {"door-list", "sign-in", "stuffing-list"}
    assert {id for id in ADDED if audiences[id] == "everyone"} == {"table-plan", "badges", "labels"}


def test_a_scenario_may_leave_them_out(checked: Checked):
    assert checked.scenario
    less = checked.scenario.model_copy(update={"documents": checked.scenario.documents.model_copy(update={"leave_out": ("badges", "sign-in")})})
    ids = {d.id for d in plan(less, checked.library, Cast(seats("A", "B", "C"))).documents}
    assert ids & ADDED == ADDED - {"badges", "sign-in"}


def test_an_envelope_is_known_by_the_letter_of_its_role_and_its_table(checked: Checked):
    assert checked.scenario
    cast = Cast((*seats("A", "B", "C", "D", "E", "F", "G", "H"), Seat(2, "lower", Participant("I"))))
    assert list(codes(cast, checked.scenario).values()) == ["A1", "B1", "C1", "O1", "A2", "B2", "C2", "P2", "C2b"]


# --- what is in them ------------------------------------------------------------------------------------------


def test_everybody_has_a_tent_with_what_they_play(checked: Checked):
    tents = the(checked, NamedTents, "A", "B", "C", "D", "E", "F", "G", "H")
    shown = [(t.badge.letter, t.badge.name, t.person.name) for t in tents.items if t.person]
    assert shown[0] == ("A", "Upper Valley", "A")
    assert (shown[3][1:], shown[7][1:]) == (("Observer", "D"), ("Press", "H"))
    assert len(shown) == 8


def test_the_door_list_is_in_the_order_of_names_without_regard_to_accents(checked: Checked):
    names = ("Zora", "Élan", "emil", "Əli", "Łukasz", "Юрий", "Ёлкина", "Lena")
    assert names_of(the(checked, DoorList, *names).rows) == ["Élan", "Əli", "emil", "Lena", "Łukasz", "Zora", "Ёлкина", "Юрий"]
    assert in_order("É") != in_order("E")


def test_the_door_list_says_code_table_and_corner_and_who_is_absent(checked: Checked):
    cast = Cast(seats("Ana", "Bo", "Cem", "Dee"), absent=(Participant("Zoe"), Participant("Eve")))
    door = next(d for d in planned(checked, cast).documents if isinstance(d, DoorList))
    assert [(r.code, r.table, r.corner) for r in door.rows] == [("A1", 1, "A"), ("B1", 1, "B"), ("C1", 1, "C"), ("O1", 1, "")]
    assert [person.name for person in door.absent] == ["Eve", "Zoe"]


def test_sign_in_and_table_plan_go_by_table_and_the_plan_says_who_prepares_where(checked: Checked):
    names = ("A", "B", "C", "D", "E", "F", "G", "H")
    sheet, hung = the(checked, SignIn, *names), the(checked, SeatingPlan, *names)
    assert [(t.table, names_of(t.rows)) for t in sheet.tables] == [(1, ["A", "B", "C", "D"]), (2, ["E", "F", "G", "H"])]
    assert hung.tables == sheet.tables
    assert [(c.name, names_of(c.rows)) for c in hung.corners] == [("A", ["A", "E"]), ("B", ["B", "F"]), ("C", ["C", "G"])]


@pytest.mark.parametrize(("order_by", "first"), [("table", ["Zora", "Yan"]), ("name", ["Ana", "Xu"])])
def test_badges_and_labels_are_ordered_by_table_or_by_name(checked: Checked, order_by: str, first: list[str]):
    pack = planned(checked, Cast(seats("Zora", "Yan", "Xu", "Ana")), CardOptions(order_by=order_by))  # type: ignore[arg-type]
    for kind in (Badges, Labels):
        assert names_of(next(d for d in pack.documents if isinstance(d, kind)).items)[:2] == first


def test_the_stuffing_list_says_the_rule_once_and_then_only_what_is_otherwise(checked: Checked):
    large = replace(seats("A", "B", "C", "D")[1], participant=Participant("B", edition="large"))
    cast = Cast((*seats("A"), large, *seats("A", "B", "C", "D")[2:]))
    pack = planned(checked, cast)
    listed = next(d for d in pack.documents if isinstance(d, StuffingList))
    assert listed.rule[:2] == ("Common brief", "Names and terms")
    assert {"Role brief", "Worksheet"} <= {*listed.rule}
    rows = {f.seated.code: f.differs for _, fillings in listed.tables for f in fillings}
    assert rows == {"A1": (), "B1": ("large print",), "C1": (), "O1": ("no envelope",)}
    assert listed.large == 1


def test_a_name_is_printed_as_it_is_with_its_language_and_direction(checked: Checked):
    page = write(the(checked, DoorList, "*Ana* <b>", "محمد (Ali)"), TEMPLATES)
    assert "*Ana* &lt;b&gt;</span>" in page
    assert '<span class="name rtl">محمد (Ali)</span>' in page
    assert [right_to_left(name) for name in ("Ali محمد", "12 محمد", "王", "")] == [False, True, False, False]
    cast = Cast((Seat(1, "upper", Participant("Zoe\u0301", language="fr")),))
    page = write(next(d for d in planned(checked, cast).documents if isinstance(d, DoorList)), TEMPLATES)
    assert '<span class="name" lang="fr">Zo\u00e9</span>' in page


# --- letters --------------------------------------------------------------------------------------------------


def test_names_in_the_languages_of_the_region_can_be_printed():
    assert unprintable((*NAMES, *WORDS.values(), "Nguyễn Thị", "O\u2019Brien", "عبد\u200cالله"), name_fonts(TEMPLATES)) == {}


def test_a_letter_that_no_font_has_is_found_at_its_place_on_the_roster(checked: Checked):
    assert checked.scenario
    roster, _ = read_bytes("name\nAna\nשרה Ana\n".encode(), checked.scenario)
    assert roster
    (found,) = without_letters(roster, TEMPLATES)
    assert (found.code, found.mark.line, found.mark.column) == ("no-letter", 3, 1)
    assert "'ש' (U+05E9)" in found.message
    assert "שרה Ana" in found.message
    assert found.hint


# --- on the sheet ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_badges_of_one_size_stand_on_either_paper_and_labels_where_the_sheets_have_them(paper: PaperName):
    width, height = PAPERS[paper]
    for sheet, count in ((badge_sheet(paper, "standard"), 10), (badge_sheet(paper, "large"), 6), (label_sheet(paper), 24 if paper == "a4" else 30)):
        assert len(sheet.trims) == count
        assert min(t.x for t in sheet.trims) >= -1e-9
        assert max(t.right for t in sheet.trims) <= width + 1e-9
        assert max(t.bottom for t in sheet.trims) <= height + 1e-9
    assert (badge_sheet(paper, "standard").card.width, badge_sheet(paper, "standard").card.height) == (90, 54)
    first, second = label_sheet(paper).trims[:2]
    size = (first.x, first.y, first.width, first.height, second.x - first.x)
    assert size == pytest.approx((0, 0.5, 70, 37, 70) if paper == "a4" else (INCH * 3 / 16, INCH / 2, 2.625 * INCH, INCH, 2.75 * INCH))


def bare(text: str) -> str:
    """Letters only: a name may be broken at the end of a line."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalpha())


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        named = (str(o.BaseFont) for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font" and "/DescendantFonts" in o)
        return {name.split("+")[-1].split("-")[0] for name in named}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [NamedTents, Labels, DoorList, SeatingPlan])
def test_every_name_is_drawn_from_bundled_fonts_and_can_be_read_from_the_file(river: Project, checked: Checked, kind: type[Document]):
    done = set_(river, checked, the(checked, kind, *NAMES))
    assert done.sheets
    assert done.findings == ()
    assert fonts_of(done.sheets.pdf) - {"Body", "BodyHy"} == {"Label", "LabelHy", "NameKa", "NameAr", "NameCjk"}
    text = bare(text_of(done.sheets.pdf))
    for name in NAMES:
        assert all(bare(word) in text for word in name.split()), name


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "paper"), [(NamedTents, "letter"), (Badges, "a4"), (Labels, "letter")])
def test_a_name_of_120_letters_fits_in_any_script(river: Project, checked: Checked, kind: type[Document], paper: PaperName):
    long = [f"{word} " * 20 for word in WORDS.values()]
    assert set_(river, checked, the(checked, kind, *(name[:120].strip() for name in long)), paper).findings == ()


@pytest.mark.slow
def test_a_name_that_fits_at_no_size_is_found(river: Project, checked: Checked):
    (found,) = set_(river, checked, the(checked, Labels, "Ana", "W" * 200), "letter").findings
    assert (found.code, found.level) == ("name-overflow", "error")
    assert "W" * 200 in found.message


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
def test_each_label_stands_within_its_own_on_the_sheet(river: Project, checked: Checked, paper: PaperName):
    """The names of 31 people on labels, looked for in the boxes of the sheet, row by row."""
    cast = Cast(tuple(Seat(n // 3 + 1, ("upper", "commission", "lower")[n % 3], Participant(f"N{n:02}")) for n in range(31)))
    done = set_(river, checked, next(d for d in planned(checked, cast).documents if isinstance(d, Labels)), paper)
    assert done.sheets
    trims, (_, height) = label_sheet(paper).trims, PAPERS[paper]
    pdf = pypdfium2.PdfDocument(done.sheets.pdf)
    assert len(pdf) == -(-31 // len(trims))
    for number in range(31):
        trim, page = trims[number % len(trims)], pdf[number // len(trims)]
        points = (trim.x + 4, height - trim.bottom, trim.right - 4, height - trim.y)
        inside = page.get_textpage().get_text_bounded(*(mm / 25.4 * 72 for mm in points))
        assert f"N{number:02}" in inside
        assert f"table {number // 3 + 1}" in inside.replace("\xa0", " ")
    pdf.close()


def test_the_papers_are_told_in_print_and_pack(checked: Checked):
    page = write(planned(checked, Cast(seats("A", "B", "C"))).documents[0], TEMPLATES)
    assert "Envelope labels" in page
    assert "labels of 70 by 37 mm" in page

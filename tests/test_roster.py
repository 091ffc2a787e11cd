"""Rosters: whatever a spreadsheet writes is read right, or is a finding at its line and column."""

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from briefings.marks import Finding
from briefings.roster import Participant, Roster, as_csv, numbered, read_bytes, read_roster
from briefings.scenarios import Scenario, read_scenario
from briefings.spreadsheet import MOST_BYTES, MOST_FINDINGS, _places, save, written
from tests.worlds import SCENARIO

NAMES = ("Անի Սարգսյան", "Əli Məmmədov", "Иван Петров", "محمد العلي", "王伟", "Zoë O’Neill", "Jean-Luc d'Arc", "N" * 120)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("river") / "river.yaml"
    path.write_text(SCENARIO, "utf-8")
    read, _, _ = read_scenario(path)
    assert read
    return read


def right(scenario: Scenario, text: str | bytes) -> Roster:
    roster, findings = read_bytes(text.encode() if isinstance(text, str) else text, scenario)
    assert [str(f) for f in findings] == []
    assert roster
    return roster


def wrong(scenario: Scenario, text: str | bytes) -> tuple[Finding, ...]:
    roster, findings = read_bytes(text.encode() if isinstance(text, str) else text, scenario)
    assert roster is None
    assert findings
    return findings


def names(roster: Roster) -> list[str]:
    return [person.name for person in roster.people]


# --- reading --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_delimiter_and_line_end_of_a_spreadsheet_is_read(scenario: Scenario, encoding: str, delimiter: str, end: str):
    lines = [f"name{delimiter}group", *(f'"{name}"{delimiter}8a' for name in NAMES)]
    roster = right(scenario, end.join([*lines, ""]).encode(encoding))
    assert names(roster) == list(NAMES)
    assert {person.group for person in roster.people} == {"8a"}
    assert roster.delimiter == delimiter


def test_utf_16_of_either_byte_order_is_read(scenario: Scenario):
    for encoding, bom in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        assert names(right(scenario, bom + "name\nԱնի\n".encode(encoding))) == ["Անի"]


def test_letters_on_which_all_latin_code_pages_agree_are_read_with_a_warning(scenario: Scenario):
    roster, findings = read_bytes("name\nJürgen Müller\nRenée\n".encode("cp1252"), scenario)
    assert roster
    assert names(roster) == ["Jürgen Müller", "Renée"]
    assert [(f.code, f.level, f.mark.line, f.mark.column) for f in findings] == [("encoding", "warning", 2, 2)]


@pytest.mark.parametrize(
    ("name", "encoding"), [("Иван", "cp1251"), ("Иван", "koi8-r"), ("Şahin", "cp1254"), ("Γιώργος", "cp1253"), ("王伟", "gbk"), ("محمد", "cp1256")]
)
def test_letters_of_another_code_page_are_never_guessed(scenario: Scenario, name: str, encoding: str):
    (finding,) = wrong(scenario, f"name,group\nAnn,8a\nBen {name},8b\n".encode(encoding))
    assert (finding.code, finding.mark.line, finding.mark.column) == ("encoding", 3, 5)
    assert "CSV UTF-8" in finding.hint


def test_every_column_is_read_in_any_spelling(scenario: Scenario):
    text = (
        "sep=;\nID;Full Name;CLASS;Role;Table;wish 1;Wish 2;Avoid roles;Not_with;Edition;Language of name;Absent\n"
        "7;Ana  Brod ;8a;a;Table 2;;;lower valley;Ben;Large print;hy;\n"
        "8;Ben;8b;;;Upper Valley;C;observer, press;;;zh-Hant;X\n"
    )
    assert right(scenario, text).people == (
        Participant("Ana Brod", "7", "8a", "upper", 2, avoid=("lower",), not_with=("8",), edition="large", language="hy"),
        Participant("Ben", "8", "8b", wishes=("upper", "lower"), avoid=("observer", "press"), language="zh-Hant", absent=True),
    )


@pytest.mark.parametrize("cell", ["Upper Valley > Lower Valley", '"upper, lower"', "A/C", "a|the delegation of the lower valley", '"A;\nC"'])
def test_wishes_stand_in_one_cell_in_any_way_of_listing_them(scenario: Scenario, cell: str):
    assert right(scenario, f"name,preferences\nAna,{cell}\n").people[0].wishes == ("upper", "lower")


def test_who_avoids_all_will_only_observe(scenario: Scenario):
    assert right(scenario, "name,avoid-role\nAna,all\n").people[0].avoid == ("upper", "commission", "lower", "press")


def test_a_name_with_a_comma_can_be_kept_apart_from(scenario: Scenario):
    roster = right(scenario, 'name,not-with\n"Brod, Ana",\nBen,"brod, ana"\nCleo,"Ben, Brod, Ana"\n'.replace('"Ben, Brod, Ana"', '"Ben; Brod, Ana"'))
    assert [person.not_with for person in roster.people] == [(), ("Brod, Ana",), ("Ben", "Brod, Ana")]


def test_blank_lines_and_dashes_for_nothing_are_nobody(scenario: Scenario):
    assert right(scenario, "\n\nname,role\n,\nAna,-\n\n , \n").people == (Participant("Ana"),)


# --- findings -------------------------------------------------------------------------------------------------

BROKEN = [
    ("", "empty", (1, 1), ""),
    ("name,role\n", "empty", (1, 1), ""),
    ("Ana\nBen\n", "no-names", (1, 1), "begin with a line"),
    ("nmae,role\nAna,A\n", "no-names", (1, 1), "begin with a line"),
    ("name,role,Name\nAna,,Ben\n", "doubled-column", (1, 11), "1:1"),
    ("name,role\n,Upper Valley\n", "no-name", (2, 1), ""),
    ("name,group\nAna,8a\nBen,8a\n ANA ,8b\n", "doubled-name", (4, 2), "id"),
    ("id,name\n1,Ana\n1,Ben\n", "doubled-id", (3, 1), ""),
    ("name,role\nAna,Uper Valley\n", "unknown-role", (2, 5), "did you mean 'upper valley'?"),
    ("name,role\nAna,A;B\n", "several-roles", (2, 5), ""),
    ('name,x,preferences\n"Ana\nB",1,"Upper; Sideways"\n', "unknown-role", (3, 7), ""),
    ("name,table\nAna,first\n", "table", (2, 5), "digits"),
    ("name,edition\nAna,huge\n", "choice", (2, 5), "standard, large"),
    ("name,language\nAna,Armenian!\n", "language", (2, 5), "hy"),
    ("name,absent\nAna,maybe\n", "yes-or-no", (2, 5), ""),
    ("name,preferences,avoid\nAna,A,upper\n", "contradiction", (2, 5), ""),
    ("name,role,avoid\nAna,A,upper\n", "contradiction", (2, 5), ""),
    ("name,avoid\nAna,A/B/C/press/observer\n", "impossible", (2, 5), "observer"),
    ("name,not-with\nAna,Bne\nBen,\n", "unknown-name", (2, 5), "did you mean 'ben'?"),
    ("name,not-with\nAna,Ana\n", "contradiction", (2, 5), ""),
    ("name,id,not-with\nAna,1,\nAna,2,\nBen,3,Ana\n", "ambiguous", (4, 7), "id"),
    ("name\n=HYPERLINK(1)\n", "formula", (2, 1), "paste values"),
    ("name,group\nAna,+1\n", "formula", (2, 5), ""),
    ("name\n@Ana\n", "formula", (2, 1), ""),
    ("name\n-1+1\n", "formula", (2, 1), ""),
    ("name\n'=1\n", "formula", (2, 1), ""),
    ("name\n\uff1d1\n", "formula", (2, 1), ""),
    ("name\n???? ??\n", "lost-letters", (2, 1), "CSV UTF-8"),
    ("name\nAn\ufffd\n", "lost-letters", (2, 1), "CSV UTF-8"),
    ("name\nAna\u202enaB\n", "hidden-character", (2, 4), ""),
    ("name\nAna\x00\n", "hidden-character", (2, 4), ""),
    ("name\n" + "N" * 201 + "\n", "too-long", (2, 1), ""),
    ("name,group\nBrod, Ana,8a\n", "loose-cell", (2, 11), "quotation marks"),
    ('name,group\n"Ana,8a\nBen,8b\n', "quotation-mark", (2, 2), "close it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place", "hint"), BROKEN, ids=[f"{n}-{code}" for n, (_, code, _, _) in enumerate(BROKEN)])
def test_a_bad_roster_is_a_finding_at_its_line_and_column(scenario: Scenario, text: str, code: str, place: tuple[int, int], hint: str):
    found = [f for f in wrong(scenario, text) if f.level == "error"]
    assert [(f.code, (f.mark.line, f.mark.column)) for f in found] == [(code, place)]
    assert hint in found[0].hint


def test_an_unknown_column_is_kept_and_said(scenario: Scenario):
    roster, (finding,) = read_bytes(b"name;grupe\nAna;8a\n", scenario)
    assert roster
    assert roster.people == (Participant("Ana", more=(("grupe", "8a"),)),)
    assert (finding.code, finding.level, finding.mark.column) == ("unknown-column", "warning", 6)
    assert "did you mean 'group'?" in finding.hint


def test_a_missing_file_is_a_finding(scenario: Scenario, tmp_path: Path):
    roster, (finding,) = read_roster(tmp_path / "none.csv", scenario, "none.csv")
    assert roster is None
    assert (finding.code, str(finding.mark)) == ("unreadable", "none.csv:1:1")


def test_five_megabytes_are_too_many(scenario: Scenario):
    (finding,) = wrong(scenario, random.Random(1).randbytes(5 * 1024 * 1024))
    assert finding.code == "too-large"


@pytest.mark.parametrize("alphabet", ['",\n', "a,\n", '"', "=\n", "nme,\n;\t\x00"])
def test_megabytes_of_nonsense_are_a_few_findings(scenario: Scenario, alphabet: str):
    text = "name,not-with\n" + "".join(random.Random(2).choices(alphabet, k=200_000))
    findings = wrong(scenario, text)
    assert len(findings) <= MOST_FINDINGS + 1
    assert len(text) < MOST_BYTES


@given(raw=st.binary(max_size=300))
def test_any_bytes_are_a_roster_or_findings(raw: bytes, scenario: Scenario):
    roster, findings = read_bytes(b"name,role\n" + raw, scenario)
    assert (roster is None) == any(f.level == "error" for f in findings)


@given(st.text('a ";\n', max_size=40))
def test_cells_stand_where_csv_tells_them(text: str):
    places = _places(text, ";")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";", skipinitialspace=True):
        for cell in row or [""]:
            at, width, _ = next(places)
            told = text[at : at + width].replace('""', '"') if text[at - 1 : at] == '"' else text[at : at + width]
            assert "".join(cell.split()).startswith("".join(told.split()))
            assert told.strip() or not cell.strip('a" \n')


# --- writing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_is_written_is_read_back_the_same(scenario: Scenario, delimiter: str):
    people = (
        Participant("Ana", "1", "8a", "upper", 2, ("upper", "lower"), ("commission",), ("2",), "large", "hy"),
        Participant("Ben; Bob", "2", "8b", "observer", 1, avoid=("upper", "commission", "lower", "press"), not_with=("1",)),
        Participant('Cle"o, C', "3", absent=True, more=(("phone", "+49 123"), ("mail", "@c"))),
        *(Participant(name) for name in NAMES),
    )
    roster, findings = read_bytes(as_csv(people, scenario, delimiter), scenario)
    assert roster
    assert roster.people == people
    assert {f.code for f in findings} == {"unknown-column"}


def test_nothing_written_begins_like_a_formula():
    raw = written([["=1", "+1", "-1", "@1", "\uff1d1", "1"]])
    assert raw.decode("utf-8-sig") == "'=1,'+1,'-1,'@1,'\uff1d1,1\r\n"
    assert raw.startswith(b"\xef\xbb\xbf")


def test_a_file_that_was_there_is_kept_beside_the_new_one(tmp_path: Path):
    path = tmp_path / "class.cast.csv"
    assert save(path, b"one") is None
    assert save(path, b"one") is None
    assert save(path, b"two") == tmp_path / "class.cast.1.csv"
    assert save(path, b"three") == tmp_path / "class.cast.2.csv"
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"class.cast.csv": b"three", "class.cast.1.csv": b"one", "class.cast.2.csv": b"two"}


def test_people_without_names_have_numbers():
    assert names(numbered(10)) == [f"Participant {n:02}" for n in range(1, 11)]

"""Packs: what goes in and what never does, the same bytes each time; opened safely or not at all."""

import shutil
import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from briefings.checks import check_scenario
from briefings.project import SHIPPED_TEMPLATES, Project
from briefings.sharing import LIST, Packed, Refused, is_pack, open_pack, pack_up, scenario_of
from briefings.sources import add
from tests.worlds import SCENARIO, SOURCE, TEXT, changed

FILES = ("scenarios/river.yaml", "seeds/herald-2019.fingerprint", "seeds/herald-2019.yaml")


def small(folder: Path, may_copy: str = "yes") -> Project:
    """The small world with its full text attached, a source that it does not use, a roster, and templates of its own."""
    for name, text in {
        "scenarios/river.yaml": SCENARIO,
        "scenarios/notes.txt": "not for others",
        "class.csv": "name\nBen\n",
        "seeds/herald-2019.yaml": changed(SOURCE, "may_copy: yes", f"may_copy: {may_copy}"),
        "seeds/full/herald-2019.txt": TEXT,
        "seeds/other.yaml": changed(SOURCE, "id: herald-2019", "id: other"),
        "templates/style/look.css": "/* own */",
        "templates/rubric.html": (SHIPPED_TEMPLATES / "rubric.html").read_text("utf-8"),
        "templates/notes.docx": "not for others",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for id in ("herald-2019", "other"):
        add(folder / "seeds", id, folder / "seeds" / "full" / "herald-2019.txt")
    return Project(folder, folder / "build")


def packed(project: Project) -> Packed:
    checked = check_scenario(project, "river")
    assert checked.ok, checked.findings
    assert checked.scenario
    return pack_up(project, project.scenario("river"), checked.scenario, checked.library)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "river.zip"
    path.write_bytes(packed(small(tmp_path / "mine")).content)
    return path


def remade(pack: Path, entries: dict[str, bytes | None], info: zipfile.ZipInfo | None = None) -> Path:
    """The pack with other files (None: without), which its list does not know of."""
    with zipfile.ZipFile(pack) as made:
        old = {name: made.read(name) for name in made.namelist()}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (old | entries).items():
            if content is not None:
                made.writestr(info if info and name == info.filename else name, content)
    pack.write_bytes(buffer.getvalue())
    return pack


def test_a_pack_holds_what_the_scenario_needs_and_no_text_that_may_not_be_copied(tmp_path: Path):
    shut = packed(small(tmp_path / "one", "no"))
    assert (shut.files, shut.left_out) == ((*FILES, "templates/style/look.css"), ("herald-2019",))
    assert TEXT.encode()[:60] not in shut.content
    free = packed(small(tmp_path / "two"))
    assert (set(free.files) - set(shut.files), free.left_out) == ({"seeds/full/herald-2019.txt"}, ())


def test_the_same_project_gives_the_same_bytes_wherever_and_whenever_it_lies(tmp_path: Path):
    one, two = small(tmp_path / "one"), small(tmp_path / "two" / "deep")
    (two.scenarios / "river.yaml").touch()
    assert packed(one).content == packed(two).content


def test_a_pack_that_is_opened_is_a_project_that_checks_and_packs_to_the_same_bytes(tmp_path: Path, pack: Path):
    assert is_pack(pack)
    assert scenario_of(pack) == "river"
    written = open_pack(pack, tmp_path / "new" / "folder")
    assert len(written) == len(packed(Project(tmp_path / "mine", tmp_path)).files)
    assert packed(Project(tmp_path / "new" / "folder", tmp_path)).content == pack.read_bytes()
    assert open_pack(pack, tmp_path / "new" / "folder") == ()  # everything is there already


@pytest.mark.parametrize(
    "name",
    [
        *("../out.yaml", "/tmp/out.yaml", "seeds/../../out.yaml", "scenarios\\out.yaml", "C:out.yaml", "seeds/con.yaml", "notes.docx", "scenarios/"),
        *("seeds/.yaml", "seeds/full/deep/a.txt", ".git/config", "Makefile", "build/x.pdf", "class.csv", "scenarios/river.yaml/x", "seeds/a\n.yaml"),
        "templates/evil.py",
    ],
)
def test_a_name_that_is_no_part_of_a_pack_is_refused_and_nothing_is_written(tmp_path: Path, pack: Path, name: str):
    with pytest.raises(Refused, match="no part of a pack"):
        open_pack(remade(pack, {name: b"x"}), tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine", "river.zip"]


def test_links_are_refused(tmp_path: Path, pack: Path):
    link = zipfile.ZipInfo("seeds/link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(Refused, match="as a link"):
        open_pack(remade(pack, {"seeds/link.txt": b"/etc/passwd"}, link), tmp_path / "new")
    shutil.rmtree(tmp_path / "mine" / "seeds")
    (tmp_path / "away").mkdir()
    (tmp_path / "mine" / "seeds").symlink_to(tmp_path / "away")
    pack.write_bytes(packed(small(tmp_path / "another")).content)
    with pytest.raises(Refused, match="leads out of the folder"):
        open_pack(pack, tmp_path / "mine")
    assert list((tmp_path / "away").iterdir()) == []


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"seeds/more.txt": b"x"}, "not as it was packed: seeds/more.txt"),
        ({"scenarios/river.yaml": b"x"}, "not as it was packed: scenarios/river.yaml"),
        ({"seeds/herald-2019.fingerprint": None}, "not as it was packed: seeds/herald-2019.fingerprint"),
        ({"seeds/big.txt": b"\0" * (33 * 1024 * 1024)}, "too large"),
        ({f"seeds/a{n}.txt": b"" for n in range(500)}, "at most 400"),
        ({LIST: b"[" * 100_000}, "does not say"),
        ({LIST: b'{"format": 9, "files": {}, "scenario": "river"}'}, "another version"),
        ({LIST: None}, "no pack"),
        ({"seeds/HERALD.txt": b"x"}, "no part of a pack"),
        ({"templates/style/LOOK.css": b"x"}, "twice"),
    ],
)
def test_a_zip_that_is_not_as_it_was_packed_is_refused(tmp_path: Path, pack: Path, entries: dict[str, bytes | None], says: str):
    with pytest.raises(Refused, match=says):
        open_pack(remade(pack, entries), tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("where", [0, 40, 300, -400, -30])
def test_a_damaged_zip_is_refused(tmp_path: Path, pack: Path, where: int):
    content = bytearray(pack.read_bytes())
    content[where : where + 8 if where + 8 else None] = b"\xff" * len(content[where : where + 8 if where + 8 else None])
    pack.write_bytes(content)
    with pytest.raises(Refused):
        open_pack(pack, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_is_there_is_never_overwritten(tmp_path: Path, pack: Path):
    (tmp_path / "new" / "scenarios").mkdir(parents=True)
    (tmp_path / "new" / "scenarios" / "river.yaml").write_text("mine", "utf-8")
    with pytest.raises(Refused, match=r"not the same: scenarios/river\.yaml"):
        open_pack(pack, tmp_path / "new")
    assert [p.read_text("utf-8") for p in (tmp_path / "new").rglob("*.*")] == ["mine"]
    with pytest.raises(Refused, match="is a file"):
        open_pack(pack, pack)

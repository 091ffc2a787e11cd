"""The live preview: what it shows in which order, whom it answers, when it looks at files again."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from starlette.testclient import TestClient
from typer.testing import CliRunner
from watchfiles import Change

from briefings.cache import Cache
from briefings.documents import OPTIONAL
from briefings.imposition import Printing
from briefings.marks import Finding, Mark
from briefings.press import Sheets
from briefings.preview import server
from briefings.preview.rounds import remade
from briefings.preview.server import Desk, Watched, application
from briefings.preview.state import Leaf, State, Wanted
from briefings.project import Project
from tests.conftest import ROOT
from tests.worlds import SCENARIO, TEMPLATES, changed

A4 = (595.28, 841.89)
OURS = "http://127.0.0.1:8642"
WRONG = Finding("syntax", "a colon where none can stand", Mark("scenarios/river.yaml", 3, 7))


def pdf(pages: int = 1) -> bytes:
    """Empty pages of A4."""
    made, out = pikepdf.new(), BytesIO()
    for _ in range(pages):
        made.add_blank_page(page_size=A4)
    made.save(out)
    return out.getvalue()


def sheets(pages: int = 1) -> Sheets:
    return Sheets(pdf(pages), pages, "abcdef", ())


BRIEF, CARDS = Leaf("role-brief-upper", "Role brief: Upper Valley", "A Upper Valley"), Leaf("role-cards", "Role cards", "Everyone")
ONE = sheets(2)
SHOWN = State().read((), True, "The River Bridge", Printing()).laid(BRIEF, ONE, (A4, A4), ()).planned((BRIEF, CARDS)).in_view(0.5)


# --- state ------------------------------------------------------------------------------------------------------


def test_the_document_in_view_is_shown_while_the_others_wait():
    assert [(leaf.id, len(leaf.sizes), leaf.fresh) for leaf in SHOWN.leaves] == [("role-brief-upper", 2, True), ("role-cards", 0, False)]
    assert (SHOWN.left, SHOWN.seconds, SHOWN.whole) == (1, 0.5, 0)


def test_a_broken_file_shows_its_findings_over_the_last_good_pages():
    broken = SHOWN.read((WRONG,), False, "", Printing())
    assert broken.leaves == SHOWN.leaves
    assert (broken.refused, broken.findings, broken.title, broken.left) == (True, (WRONG,), "The River Bridge", 0)


def test_a_template_at_fault_leaves_its_document_with_the_pages_it_had():
    again = SHOWN.read((), True, "The River Bridge", Printing()).laid(BRIEF, None, (), (WRONG,))
    assert (again.leaf(BRIEF.id).pdf, again.leaf(BRIEF.id).fresh, again.findings) == (ONE.pdf, False, (WRONG,))
    assert again.done(1.0).as_data(Wanted())["documents"][0]["version"] == SHOWN.leaves[0].version


def test_another_paper_keeps_the_pages_until_new_ones_are_set():
    letter = SHOWN.read((), True, "The River Bridge", Printing("letter")).planned((CARDS, BRIEF))
    assert [(leaf.id, bool(leaf.pdf), leaf.fresh) for leaf in letter.leaves] == [("role-cards", False, False), ("role-brief-upper", True, False)]


def test_what_no_longer_is_in_the_pack_is_no_longer_shown():
    assert [leaf.id for leaf in SHOWN.planned((CARDS,)).leaves] == ["role-cards"]


def test_the_same_bytes_have_the_same_version_and_others_another():
    assert SHOWN.laid(BRIEF, ONE, (A4, A4), ()).leaves[0].version == SHOWN.leaves[0].version
    assert SHOWN.laid(BRIEF, sheets(3), (A4,) * 3, ()).leaves[0].version != SHOWN.leaves[0].version
    assert SHOWN.version("") is None


# --- server -----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(river: Project) -> Desk:
    """A desk on which a brief of two pages lies; nothing is set or watched."""
    desk = Desk(Watched(river, "river"), Wanted(BRIEF.id), Cache(None))
    desk.state = SHOWN
    return desk


@pytest.fixture
def page(desk: Desk) -> Iterator[TestClient]:
    with TestClient(application(desk), base_url=OURS) as client:
        yield client


def test_every_answer_says_that_nothing_from_outside_may_be_loaded_or_kept(page: TestClient):
    for path in ("/", "/page.js", "/page.css", "/label.ttf", "/nowhere", f"/pages/{SHOWN.leaves[0].version}/1-800.png"):
        headers = page.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8642", "127.0.0.1.evil.example", "192.168.0.4:8642", ""])
def test_a_request_that_names_another_host_is_refused(page: TestClient, host: str):
    refused = page.get("/", headers={"Host": host})
    assert refused.status_code == 400
    assert "content-security-policy" in refused.headers


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost:8642"])
def test_both_names_of_this_machine_are_answered(page: TestClient, host: str):
    assert page.get("/", headers={"Host": host, "Origin": f"http://{host}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "https://127.0.0.1:8642"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": OURS, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_what_a_page_of_another_origin_asks_for_is_refused(page: TestClient, headers: dict[str, str]):
    assert page.get("/", headers=headers).status_code == 403
    assert page.post("/view?document=role-cards&paper=a4&edition=standard", headers=headers).status_code == 403


def test_nothing_is_changed_for_who_does_not_say_from_where(page: TestClient, desk: Desk):
    assert page.post("/view?document=role-cards&paper=a4&edition=standard").status_code == 403
    assert desk.wanted == Wanted(BRIEF.id)


def test_the_page_says_what_it_shows_and_only_what_there_is(page: TestClient, desk: Desk):
    for query in ("document=nowhere&paper=a4&edition=standard", "document=role-cards&paper=a3&edition=standard", "document=role-cards", ""):
        assert page.post(f"/view?{query}", headers={"Origin": OURS}).status_code == 400
    assert page.post("/view?document=role-cards&paper=letter&edition=large", headers={"Origin": OURS}).status_code == 204
    assert desk.wanted == Wanted("role-cards", Printing("letter", "large"))


@pytest.mark.parametrize(
    "path",
    ["/scenarios/river.yaml", "/../scenarios/river.yaml", "/%2e%2e/scenarios/river.yaml", "/documents/..%2F..%2Friver.pdf", "/documents/role-cards.pdf",
     "/pages/0/1-800.png", "/page.html", "/preview/page.html", "/docs", "/openapi.json"],
)  # fmt: skip
def test_no_file_can_be_named_in_a_request(page: TestClient, path: str):
    assert page.get(path).status_code == 404


def test_pages_are_pictures_of_the_real_document_in_two_widths(page: TestClient):
    version = SHOWN.leaves[0].version
    for width in (800, 1600):
        picture = Image.open(BytesIO(page.get(f"/pages/{version}/2-{width}.png").content))
        assert (picture.format, picture.width, picture.height) == ("PNG", width, pytest.approx(width * 2**0.5, abs=1))
    for wrong in ("3-800", "0-800", "1-801", "1-99999", "-1-800"):
        assert page.get(f"/pages/{version}/{wrong}.png").status_code == 404


def test_a_picture_that_is_asked_for_just_when_its_document_changes_is_still_there(page: TestClient, desk: Desk):
    version = SHOWN.leaves[0].version
    desk.show(State().read((), True, "The River Bridge", Printing()))
    assert desk.state.version(version) is None
    assert page.get(f"/pages/{version}/1-800.png").status_code == 200


def test_the_document_itself_is_served_under_its_name(page: TestClient):
    served = page.get("/documents/role-brief-upper.pdf")
    assert (served.content, served.headers["content-type"]) == (ONE.pdf, "application/pdf")
    assert served.headers["content-disposition"] == 'inline; filename="role-brief-upper.pdf"'
    assert served.headers["content-security-policy"] == "frame-ancestors 'none'"


# --- when files change ------------------------------------------------------------------------------------------


def test_saved_files_of_the_project_count_and_no_others(river: Project, tmp_path: Path):
    watched = Watched(river, "river")
    for name in ("scenarios/river.yaml", "seeds/herald-2019.yaml", "seeds/herald-2019.fingerprint", "templates/style/look.css", "templates/cover.html"):
        assert watched.counts(Change.modified, str(river.root / name)), name
    for name in ("scenarios/.river.yaml.swp", "scenarios/river.yaml~", "scenarios/.#river.yaml", "build/river/a4/cover.html", "article.txt", "notes/a.yaml"):
        assert not watched.counts(Change.modified, str(river.root / name)), name
    assert river.root in watched.there


def test_several_files_saved_at_once_give_one_round(river: Project, monkeypatch: pytest.MonkeyPatch):
    rounds: list[str] = []

    def counted(state: State, project: Project, name: str, wanted: Wanted, cache: Cache) -> Iterator[State]:
        rounds.append(name)
        yield state.done(0.1)

    monkeypatch.setattr(server, "remade", counted)

    async def save_three() -> int:
        desk = Desk(Watched(river, "river"), Wanted(), Cache(None))
        tasks = [asyncio.create_task(desk.work()), asyncio.create_task(desk.watch())]
        for _ in range(100):  # until the files are watched
            (river.scenarios / "river.yaml").write_text(SCENARIO, "utf-8")
            await asyncio.sleep(0.2)
            if len(rounds) > 1:
                break
        await asyncio.sleep(0.3)
        before = len(rounds)
        for file in (river.scenarios / "river.yaml", river.seeds / "herald-2019.yaml", river.templates / "style" / "look.css"):
            file.write_text(file.read_text("utf-8") + "\n", "utf-8")
        await asyncio.sleep(0.6)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        desk.close()
        return len(rounds) - before

    assert asyncio.run(save_three()) == 1


def test_a_folder_that_is_made_while_it_runs_is_watched_too(river: Project, monkeypatch: pytest.MonkeyPatch):
    rounds: list[str] = []

    def counted(state: State, project: Project, name: str, wanted: Wanted, cache: Cache) -> Iterator[State]:
        rounds.append(name)
        yield state.done(0.1)

    monkeypatch.setattr(server, "remade", counted)
    shutil.rmtree(river.templates)

    async def make_and_save() -> None:
        desk = Desk(Watched(river, "river"), Wanted(), Cache(None))
        tasks = [asyncio.create_task(desk.work()), asyncio.create_task(desk.watch())]

        async def until_round(what: Callable[[], object]) -> None:
            before = len(rounds)
            for _ in range(100):
                what()
                await asyncio.sleep(0.2)
                if len(rounds) > before:
                    return
            raise AssertionError("no round came of it")

        await until_round(lambda: (river.scenarios / "river.yaml").write_text(SCENARIO, "utf-8"))
        await until_round(lambda: river.templates.mkdir(exist_ok=True))
        await until_round(lambda: (river.templates / "slips.html").write_text("", "utf-8"))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        desk.close()

    asyncio.run(make_and_save())


def test_a_round_is_left_where_something_new_is_asked(river: Project, monkeypatch: pytest.MonkeyPatch):
    async def change_the_paper() -> list[State]:
        desk = Desk(Watched(river, "river"), Wanted(BRIEF.id), Cache(None))

        def endless(state: State, project: Project, name: str, wanted: Wanted, cache: Cache) -> Iterator[State]:
            yield SHOWN.read((), True, "", wanted.printing)
            while wanted.printing.paper == "a4":
                time.sleep(0.01)  # as setting takes time; without end and pause nobody else has a turn
                yield SHOWN

        monkeypatch.setattr(server, "remade", endless)
        working = asyncio.create_task(desk.work())
        seen = []
        async for state in desk.states():
            assert state is not None
            seen.append(state)
            if state.printing.paper == "letter":
                break
            if len(seen) == 3:
                desk.want(Wanted(BRIEF.id, Printing("letter")))
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        desk.close()
        return seen

    assert asyncio.run(asyncio.wait_for(change_the_paper(), 20))[-1].printing == Printing("letter")


def test_another_document_is_only_set_where_it_waits(desk: Desk):
    desk._asked.clear()
    desk.want(Wanted(BRIEF.id))
    assert not desk._asked.is_set()
    desk.want(Wanted(CARDS.id))
    assert desk._asked.is_set()


# --- rounds, with the engine --------------------------------------------------------------------------------------


# Nine documents are enough.
SMALL = f"{SCENARIO}documents: {{leave_out: [{', '.join(name for name in OPTIONAL if name not in ('role-cards', 'slips', 'feedback'))}]}}\n"


def versions(state: State) -> dict[str, str]:
    return {leaf.id: leaf.version for leaf in state.leaves}


@pytest.mark.slow
def test_a_changed_word_sets_the_document_in_view_first_and_leaves_the_others(river: Project, tmp_path: Path):
    cache, wanted = Cache(tmp_path / "cache"), Wanted("role-brief-upper")
    (river.scenarios / "river.yaml").write_text(SMALL, "utf-8")
    states = list(remade(State(), river, "river", wanted, cache))
    whole = states[-1]
    assert (whole.left, whole.findings, whole.title) == (0, (), "The River Bridge")
    assert states[1].leaves[0].id == "role-brief-upper"
    assert all(leaf.fresh and leaf.sizes for leaf in whole.leaves)
    assert {leaf.group for leaf in whole.leaves} == {"Facilitator", "Everyone", "A Upper Valley", "B River Commission", "C Lower Valley", "After play"}

    (river.scenarios / "river.yaml").write_text(changed(SMALL, "Get a schedule for the Upper Valley", "Get a timetable for the Upper Valley"), "utf-8")
    read, first, *_, last = remade(whole, river, "river", wanted, cache)
    assert versions(read) == versions(whole)
    assert {id for id, version in versions(first).items() if version != versions(whole)[id]} == {"role-brief-upper"}
    assert first.seconds
    others = {id for id, version in versions(last).items() if version != versions(whole)[id]}
    assert "role-brief-upper" in others
    assert not {"role-brief-lower", "common-brief", "role-cards", "slips"} & others

    (river.scenarios / "river.yaml").write_text(changed(SMALL, "id: river", "id river"), "utf-8")
    (broken,) = remade(last, river, "river", wanted, cache)
    assert (broken.refused, [f.code for f in broken.findings], versions(broken)) == (True, ["syntax"], versions(last))


@pytest.mark.slow
def test_a_template_at_fault_is_found_at_its_line_and_mended_in_place(river: Project, tmp_path: Path):
    cache, wanted = Cache(tmp_path / "cache"), Wanted("slips")
    (river.scenarios / "river.yaml").write_text(SMALL, "utf-8")
    *_, whole = remade(State(), river, "river", wanted, cache)
    template = river.templates / "slips.html"
    good = template.read_text("utf-8")
    template.write_text(good + "{{ doc.nothing }}\n{% block body %}{{ doc.nothing }}{% endblock %}", "utf-8")
    *_, faulty = remade(whole, river, "river", wanted, cache)
    assert [(f.code, Path(f.mark.file).name) for f in faulty.findings] == [("template", "slips.html")]
    assert (faulty.leaf("slips").version, faulty.leaf("slips").fresh, faulty.leaf("role-cards").fresh) == (whole.leaf("slips").version, False, True)
    secret = "The ministry of the Upper Valley has already set aside money"
    template.write_text(good.replace("{% block body %}", f"{{% block body %}}<p>{secret}</p>"), "utf-8")
    *_, leaking = remade(faulty, river, "river", wanted, cache)
    assert {f.code for f in leaking.findings} == {"secret-leaked"}
    (river.templates / "style" / "forms.css").write_text("/*\nä */", "latin-1")
    *_, garbled = remade(leaking, river, "river", wanted, cache)
    assert [(f.code, f.mark.line, Path(f.mark.file).name) for f in garbled.findings] == [("encoding", 2, "forms.css")]
    assert versions(garbled) == versions(leaking)
    shutil.copy2(TEMPLATES / "style" / "forms.css", river.templates / "style" / "forms.css")
    template.write_text(good, "utf-8")
    *_, mended = remade(faulty, river, "river", wanted, cache)
    assert (versions(mended), mended.findings) == (versions(whole), ())


# --- the command ------------------------------------------------------------------------------------------------


def test_without_its_libraries_the_command_says_how_to_install_them(river: Project, monkeypatch: pytest.MonkeyPatch):
    from briefings.cli import app

    monkeypatch.chdir(river.root)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["preview", "river", "--no-open"])
    assert done.exit_code == 3
    assert "error: the preview needs starlette, uvicorn, watchfiles" in done.stderr
    assert f"hint: {sys.executable} -m pip install 'starlette>=1.10,<2' 'uvicorn" in done.stderr


def test_a_port_that_is_taken_is_wrong_usage_only_where_it_was_asked_for(river: Project, monkeypatch: pytest.MonkeyPatch):
    from briefings.cli import app

    monkeypatch.chdir(river.root)
    with server.listening(0) as taken:
        done = CliRunner().invoke(app, ["preview", "river", "--no-open", "--port", str(taken.getsockname()[1])])
    assert done.exit_code == 2
    assert "is taken or not allowed" in done.stderr


def test_a_scenario_that_is_not_there_is_a_finding(river: Project, monkeypatch: pytest.MonkeyPatch):
    from briefings.cli import app

    monkeypatch.chdir(river.root)
    done = CliRunner().invoke(app, ["preview", "nowhere", "--no-open", "--port", "0"])
    assert (done.exit_code, "nowhere.yaml:1:1: error[unreadable]" in done.stderr) == (1, True)


def test_a_bug_of_ours_ends_the_server(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    def broken(*given: object) -> Iterator[State]:
        yield SHOWN
        raise RuntimeError("boom")

    monkeypatch.setattr(server, "remade", broken)
    with pytest.raises(RuntimeError, match="boom"):
        server.serve(desk, server.listening(0))


@pytest.mark.slow
def test_ctrl_c_ends_it_with_130_also_while_a_page_listens(river: Project, started):
    process, url = started(river)
    with urllib.request.urlopen(f"{url}events", timeout=30) as stream:
        assert stream.readline() == b"retry: 1000\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert process.stderr.read() == ""


@pytest.fixture
def started(request: pytest.FixtureRequest):
    """Starts the command on a world: the process and its address. It is ended with the test."""

    def start(project: Project) -> tuple["subprocess.Popen[str]", str]:
        command = [sys.executable, "-m", "briefings", "preview", "river", "--no-open", "--port", "0"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, cwd=project.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def end() -> None:
            process.kill()
            process.communicate()

        request.addfinalizer(end)
        return process, process.stdout.readline().split(" ")[0]

    return start

"""Finished PDFs are searched for the secrets of others: every planted leak is found, and the clean pack has none."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from briefings.build import Built, check_scenario
from briefings.cache import Cache
from briefings.casting import seat_each_role
from briefings.marks import Finding
from briefings.packs import plan
from briefings.packs.parts import Document
from briefings.press import Press
from briefings.project import Project
from briefings.scenarios import AFTER, EVERYONE, FACILITATOR, RUN
from briefings.secrecy import Secrets, search
from tests.test_press import FONTS, LOOK, assets
from tests.worlds import SCENARIO, changed, world

pytestmark = pytest.mark.slow


@cache
def press() -> Press:
    return Press({**FONTS, **assets()})


def searched(project: Project, name: str, content: bytes) -> tuple[Finding, ...]:
    """What is found in one file of the pack of the small world."""
    checked = check_scenario(project, "river")
    assert checked.scenario is not None
    assert checked.marked is not None
    documents = plan(checked.scenario, checked.library, seat_each_role(checked.scenario)).documents
    secrets = Secrets(checked.scenario, checked.library)
    assert len(secrets) > 50
    return search(secrets, checked.marked, documents, {name: content}, Cache(None))


def page(body: str, title: str = "T", look: str = LOOK) -> bytes:
    """A PDF that says `body`."""
    return press().typeset(f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><h1>T</h1>{body}</body></html>', look).pdf


def leaks(project: Project, document: str, body: str, title: str = "T") -> tuple[Finding, ...]:
    """What is found in a PDF that says `body`, taken for the named document of the small world."""
    return searched(project, f"a4/{document}.pdf", page(body, title))


SECRET = "has already set aside money for one heated gauge house beside the old mill"


@pytest.mark.parametrize(
    "hidden",
    [
        SECRET,
        SECRET.upper(),
        "set aside money for one heated",
        "set aside<br>money for<br>one heated",
        "set a\N{SOFT HYPHEN}side mo\N{SOFT HYPHEN}ney for one heated",
        "“set aside” — money, for ‘one’ (heated!)",
        '<span style="font-variant: small-caps">set aside money for one heated</span>',
        "<b>set</b> <i>aside</i> money <b>for</b> one heated",
        '<div style="width: 12mm">set aside money for one heated</div>',
        '<p style="text-align: right; letter-spacing: 1pt">set aside money for one heated</p>',
        '<p style="letter-spacing: 20pt">set aside money for one heated</p>',
        "set aside mo-<br>ney for one hea-<br>ted",
        "set\N{NO-BREAK SPACE}aside\N{NO-BREAK SPACE}money for\N{ZERO WIDTH SPACE} one hea\N{ZERO WIDTH NON-JOINER}ted",
        'set aside money<sup><a href="#n" aria-label="Note 3">3</a></sup> for one heated <span id="n"></span>',
        '<p style="columns: 2; width: 30mm; height: 3em">set aside money for one heated</p>',
    ],
)
@pytest.mark.parametrize("document", ["common-brief", "role-brief-lower"])
def test_six_words_of_a_secret_are_found_however_they_are_set(river: Project, document: str, hidden: str):
    found = leaks(river, document, f"<p>x {hidden} y</p>")
    assert [(f.code, f.mark.file) for f in found] == [("secret-leaked", "scenarios/river.yaml")]
    assert "heated gauge house beside the old mill" in found[0].line
    assert f"page 1 of a4/{document}.pdf" in found[0].message


def test_five_words_of_a_secret_are_not_enough(river: Project):
    assert RUN == 6
    assert leaks(river, "common-brief", "<p>x one heated gauge house beside y</p>") == ()


def test_a_secret_is_no_secret_in_the_brief_of_its_role(river: Project):
    assert leaks(river, "role-brief-upper", f"<p>{SECRET}</p>") == ()


def test_what_a_role_reads_across_two_texts_of_its_own_is_kept_from_others_alone(tmp_path: Path):
    """A trade is printed as `Give ... for ...`; what the facilitator reads of it in one sentence is no leak in that brief."""
    told = "rehearsal: {moves: [{round: talk, role: upper, try: [Offer less of the upper side for a schedule in June.]}]}\n"
    river = world(tmp_path / "told", SCENARIO + told)
    printed = "<p><b>Give</b> the peak in August of the upper side<br><b>for</b> a schedule in June.</p>"
    assert leaks(river, "role-brief-upper", printed) == ()
    assert {f.code for f in leaks(river, "role-brief-lower", printed)} == {"secret-leaked"}


def test_a_date_and_what_happened_on_it_are_public_together(tmp_path: Path):
    """The timeline prints them side by side; a brief that tells both in one sentence makes no secret of them."""
    text = changed(SCENARIO, "You know the river better", "In May 2019 the river rises, and you know it better")
    text = changed(text, "date: 2019-05-06", "date: 2019-05")
    river = world(tmp_path / "dated", changed(text, "event: The river rises. [@herald-2019]", "event: The river rises, and you. [@herald-2019]"))
    assert leaks(river, "common-brief", "<p><b>May 2019</b> The river rises, and you.</p>") == ()


def test_a_secret_in_the_title_is_found_beside_the_pages(river: Project):
    found = leaks(river, "common-brief", "<p>x</p>", title=SECRET)
    assert "beside its pages" in found[0].message


def test_a_secret_in_the_outline_is_found(river: Project):
    assert len(leaks(river, "common-brief", f"<h2>{SECRET}</h2>")) == 2  # on the page and in the outline


def test_words_that_everyone_may_read_are_no_secret(river: Project):
    assert leaks(river, "common-brief", "<p>The report's second sentence. Farmers of the upper valley say that the dam opened too late.</p>") == ()


@pytest.mark.parametrize(
    ("reader", "words"), [(FACILITATOR, "heavy rain is forecast upstream from Thursday on"), (AFTER, "the gauge was built in the following spring")]
)
def test_injects_and_the_epilogue_are_kept_from_participants(river: Project, reader: str, words: str):
    for document in ("common-brief", "role-brief-upper", "role-cards"):
        assert [f.code for f in leaks(river, document, f"<p>{words}</p>")] == ["secret-leaked"], reader


def test_every_secret_of_every_role_is_found_in_every_document_that_may_not_hold_it(lachin: Built):
    """Each confidential text of the shipped scenario, printed whole into each document that must not hold it."""
    scenario, marked, pack = lachin.checked.scenario, lachin.checked.marked, lachin.pack
    assert scenario is not None
    assert marked is not None
    assert pack is not None
    secrets = Secrets(scenario, lachin.checked.library)
    for role in scenario.roles:
        texts = [p for p in scenario.passages if p.reader == role.id and len(p.text.split()) > 12]
        assert len(texts) > 12
        pdf = page("".join(f"<p>{p.text.replace('[@', '<i>').replace(']', '</i>')}</p>" for p in texts))
        others = [d for d in pack.documents if not d.audience.may_read(role.id)]
        assert len(others) > 15
        found = search(secrets, marked, others, {f"{d.id}.pdf": pdf for d in others}, Cache(None))
        for document in others:
            hit = {f.mark.line for f in found if f" of {document.id}.pdf" in f.message}
            missed = [p.loc for p in texts if marked.mark(p.loc).line not in hit]
            assert missed == [], f"{role.id} into {document.id}"


def test_a_plan_that_leaks_stops_the_build(lean: Project, monkeypatch: pytest.MonkeyPatch):
    """If the plan itself were wrong, the second lock would hold: nothing is written."""
    import briefings.build as recipe

    def leaking(*args: object) -> object:
        pack = plan(*args)  # type: ignore[arg-type]
        common: Document = next(d for d in pack.documents if d.id == "common-brief")
        return replace(pack, documents=tuple(replace(d, question=f"Who {SECRET}?") if d is common else d for d in pack.documents))  # type: ignore[call-arg]

    monkeypatch.setattr(recipe, "plan", leaking)
    built = recipe.build(lean, "river")
    assert not built.ok
    assert {f.code for f in built.findings} == {"secret-leaked"}
    assert not (lean.output / "river").exists()


def test_the_shipped_pack_keeps_every_secret(lachin: Built):
    assert lachin.ok
    assert lachin.windows > 3000
    assert len(lachin.files) == 76
    assert EVERYONE in {f.audience for f in lachin.files}

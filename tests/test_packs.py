"""Packs: a document holds what its audience may see and nothing else; notes are numbered; envelopes are right."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from briefings.casting import cast, seat_each_role
from briefings.packs import Pack, plan
from briefings.packs.after import SourceDossier
from briefings.packs.cards import RoleCards
from briefings.packs.everyone import CommonBrief
from briefings.packs.parts import NOTE_CLOSE, NOTE_OPEN, Document, Note, Quote
from briefings.packs.roles import RoleBrief
from briefings.roster import numbered
from briefings.scenarios import CITATION, EVERYONE, OBSERVER, Scenario, read_scenario
from briefings.sources import Library, read_library
from briefings.wording import bare_words, windows
from tests.worlds import SCENARIO, changed, world

ROOT = Path(__file__).parent.parent
World = tuple[Scenario, Library]


def read(scenario: Path, seeds: Path) -> World:
    read, _, findings = read_scenario(scenario)
    assert findings == ()
    assert read
    return read, read_library(seeds)[0]


def river(folder: Path, text: str = SCENARIO) -> World:
    project = world(folder / "world", text)
    return read(project.scenario("river"), project.seeds)


@pytest.fixture(params=["river", "lachin-2022"])
def any_world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    return river(tmp_path) if request.param == "river" else read(ROOT / "scenarios" / "lachin-2022.yaml", ROOT / "seeds")


def pack(world: World, tables: int = 1) -> Pack:
    return plan(*world, seat_each_role(world[0], tables))


def parts(value: Any) -> Iterator[Any]:
    """Everything inside a document, in its order: each text, number and dataclass."""
    yield value
    if is_dataclass(value):
        value = [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, list | tuple):
        for part in value:
            yield from parts(part)


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of six words, as a reader would hear them, notes and citations apart."""
    return set(windows(bare_words(CITATION.sub(" ", re.sub(f"{NOTE_OPEN}.*?{NOTE_CLOSE}", " ", text))), 6))


def calls(document: Document) -> list[int]:
    """The numbers of the notes that a document calls, in its order."""
    found: list[int] = []
    for part in parts(document):
        if isinstance(part, str):
            found += map(int, re.findall(f"{NOTE_OPEN}(.*?){NOTE_CLOSE}", part))
        elif isinstance(part, Quote) and not isinstance(document, RoleCards | SourceDossier):
            found.append(part.note)
    return found


def test_no_document_holds_six_words_that_only_others_may_read(any_world: World):
    scenario, library = any_world
    passages = list(scenario.passages)
    quoted = [text for q in library.proven for text in (q.excerpt.words, q.excerpt.context)]
    for document in pack(any_world).documents:
        readers = {p.reader for p in passages if document.audience.may_read(p.reader)}
        seen = set().union(*map(runs, (*quoted, *(p.text for p in passages if p.reader in readers))))
        secret = set().union(*(runs(p.text) for p in passages if p.reader not in readers)) - seen
        assert {p.reader for p in passages if runs(p.text) & secret} == {p.reader for p in passages} - readers, "there is something to keep"
        held = set().union(*(runs(part) for part in parts(document) if isinstance(part, str)))
        assert held & secret == set(), document.id


def test_a_role_brief_holds_every_text_of_its_own_brief(any_world: World):
    scenario, library = any_world
    for role, document in zip(scenario.roles, (d for d in pack(any_world).documents if isinstance(d, RoleBrief)), strict=True):
        assert str(document.audience) == role.id
        own = [p for p in scenario.passages if p.reader == role.id]
        held = set().union(*(runs(part) for part in parts(document) if isinstance(part, str)))
        assert [p.loc for p in own if not runs(p.text) <= held] == []
        assert [q.words for q in document.record] == [library.quotations[e.excerpt].excerpt.words for e in role.brief.record]


def test_notes_are_numbered_from_one_in_the_order_of_their_first_use(any_world: World):
    for document in pack(any_world).documents:
        assert [note.number for note in document.notes] == list(range(1, len(document.notes) + 1))
        assert list(dict.fromkeys(calls(document))) == [note.number for note in document.notes], document.id
        assert not any("[@" in part for part in parts(document) if isinstance(part, str))


def test_a_citation_keeps_its_number_and_a_source_is_given_in_full_once(tmp_path: Path):
    setting = "setting: Late. [@herald-2019/too-late] Early. [@herald-2019/early] [@background/dam] Late again. [@herald-2019/too-late]\ninvented:"
    text = re.sub(r"(?s)setting: .*?invented:", setting, SCENARIO)
    brief = next(d for d in pack(river(tmp_path, text)).documents if isinstance(d, CommonBrief))
    one, two, three = (f"{NOTE_OPEN}{n}{NOTE_CLOSE}" for n in (1, 2, 3))
    assert brief.setting == f"Late.{one} Early.{two}{three} Late again.{one}"
    assert brief.notes == (
        Note(1, "Author not named, “Who opens the dam”. Valley Herald, news report, 12 May 2019. ¶ 1."),
        Note(2, "Valley Herald, as in note 1. ¶ 3."),
        Note(3, "Background, not from the sources: Widely known in the valley."),
        Note(4, "Valley Herald, as in note 1."),
    )


def test_red_lines_name_options_as_the_common_brief_does(any_world: World):
    scenario, _ = any_world
    documents = pack(any_world).documents
    common = next(d for d in documents if isinstance(d, CommonBrief))
    letters = [option.letter for issue in common.issues for option in issue.options]
    assert letters == [f"{i}{'abcdefgh'[k]}" for i, issue in enumerate(scenario.issues, 1) for k in range(len(issue.options))]
    refs = [f"{issue.id}/{option.id}" for issue in scenario.issues for option in issue.options]
    labels = dict(zip(refs, (f"{option.letter} {option.title}" for issue in common.issues for option in issue.options), strict=True))
    briefs = [d for d in documents if isinstance(d, RoleBrief)]
    assert [b.red_lines for b in briefs] == [tuple((line.text, tuple(labels[o] for o in line.options)) for line in r.brief.cannot_sign) for r in scenario.roles]


def test_a_red_line_of_the_small_world_has_the_label_counted_by_hand(tmp_path: Path):
    text = changed(SCENARIO, "[gauge/lower]", "[gauge/both, dates/never]")
    brief = next(d for d in pack(river(tmp_path, text)).documents if d.id == "role-brief-upper")
    assert isinstance(brief, RoleBrief)
    assert brief.red_lines == (("You cannot sign what the other valley calls a right.", ("1c Both", "2b Never")),)


@pytest.mark.parametrize("tables", [1, 6])
def test_the_pack_of_a_class_has_an_envelope_for_every_seat_and_the_right_copies(any_world: World, tables: int):
    roles = [role.id for role in any_world[0].roles]
    planned = pack(any_world, tables)
    copies = {d.id: d.head.copies for d in planned.documents}
    scored = [role.id for role in any_world[0].roles if role.brief.scores]
    each = ("common-brief", "names-and-terms", "agenda-and-rules", "slips", "reflection", "epilogue", "rubric", "feedback")
    a_table = (
        "name-tents",
        "inject-cards",
        "agreement",
        "observer-sheet",
        "source-dossier",
        *(f"{d}-{r}" for d in ("role-brief", "worksheet") for r in roles),
        *(f"score-sheet-{r}" for r in scored),
    )
    rehearsed = ("rehearsal",) if any_world[0].rehearsal else ()
    once = ("role-cards", "print-and-pack", "facilitator-guide", "role-matrix", "deal-map", "inject-list", *rehearsed)
    assert copies == dict.fromkeys(each, tables * len(roles)) | dict.fromkeys(a_table, tables) | dict.fromkeys(once, 1)
    assert [(e.table, e.role) for e in planned.envelopes] == [(table + 1, role) for table in range(tables) for role in roles]
    audiences = {d.id: str(d.audience) for d in planned.documents}
    for envelope in planned.envelopes:
        own = [f"{kind}-{envelope.role}" for kind in ("role-brief", "worksheet", *(["score-sheet"] if envelope.role in scored else []))]
        assert envelope.documents == ("common-brief", "names-and-terms", "agenda-and-rules", *own)
        assert {audiences[id] for id in envelope.documents} <= {EVERYONE, envelope.role}
    cards = next(d for d in planned.documents if isinstance(d, RoleCards))
    assert [(c.table, c.badge.name) for sheet in cards.sheets for c in sheet] == [(t + 1, r.name) for t in range(tables) for r in any_world[0].roles]
    assert {len(sheet) for sheet in cards.sheets[:-1]} <= {4}


def test_who_observes_has_the_public_papers_but_no_role_card_and_no_role_brief(any_world: World):
    scenario, library = any_world
    made, _ = cast(scenario, numbered(len(scenario.roles) + 2))
    assert made
    planned = plan(scenario, library, made)
    copies = {d.id: d.head.copies for d in planned.documents}
    assert made.copies[OBSERVER] == 1
    assert copies["common-brief"] == len(made.seats)
    assert sum(copies[f"role-brief-{role.id}"] for role in scenario.roles) == len(made.seats) - 1 == len(planned.envelopes)
    assert len(next(d for d in planned.documents if isinstance(d, RoleCards)).items) == len(made.players)


def test_without_places_and_terms_the_page_of_names_still_hands_out_the_ground_rules(tmp_path: Path):
    planned = pack(river(tmp_path, re.sub(r"(?s)places:.*?background:", "background:", SCENARIO)))
    page = next(d for d in planned.documents if d.id == "names-and-terms")
    assert page.head.title == "Ground rules"
    assert all(page.id in envelope.documents for envelope in planned.envelopes)

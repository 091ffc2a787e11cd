"""Sources: every excerpt proven or a finding at the word at fault; citations that invent nothing."""

from pathlib import Path

import pytest

from briefings.marks import Finding
from briefings.sources import Ledger, Library, Refused, add, attach, citation, read_library
from briefings.wording import fingerprint, words
from tests.worlds import SOURCE, TEXT, changed

ID = "herald-2019"
EXCERPT = "  - id: {id}\n    words: {words}\n    paragraph: {at}\n    speaker: author\n    reports: fact\n    tags: [dam]\n    context: Added for a test.\n"
FRIDAY = "We ask to know on Monday what we will have on Friday."
MISQUOTED = "misquoted: words: We ask to know on Monday"
HEADED = changed(SOURCE, "excerpts:\n", "furniture: [1]\nexcerpts:\n")


def shelf(seeds: Path, source: str = SOURCE, text: str = TEXT) -> tuple[Library, tuple[Finding, ...]]:
    """The folder `seeds` with one record and the fingerprint of its text, as read."""
    seeds.mkdir(exist_ok=True)
    (seeds / f"{ID}.yaml").write_text(source, "utf-8")
    (seeds.parent / "article.txt").write_text(text, "utf-8")
    add(seeds, ID, seeds.parent / "article.txt")
    return read_library(seeds)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return tmp_path / "seeds"


def shown(findings: tuple[Finding, ...]) -> list[str]:
    """Each finding as its code and its line with what the carets mark between two of them, cut soon after it."""
    found = []
    for f in findings:
        start, end = f.mark.column - 1, f.mark.column - 1 + f.mark.width
        after = " ".join(f.line[end:].split(" ")[: 7 if f.mark.width == 1 else 1])
        found.append(f"{f.code}: {f.line[:start].lstrip()}^{f.line[start:end]}^{after}")
    return found


def test_a_good_library_has_no_finding_and_every_excerpt_proven(seeds: Path):
    library, findings = shelf(seeds)
    assert findings == ()
    assert [q.ref for q in library.proven] == [f"{ID}/{id}" for id in ("friday", "too-late", "early", "gauges")]


@pytest.mark.parametrize(
    ("old", "new", "expected", "hint"),
    [
        ("id: herald-2019", "id: herald-2020", "file-name: id: ^herald-2020^", "name the file herald-2020.yaml"),
        ("dam}", "dam, missing: it is lost}", "known: headline: ^{^stated: Who opens the dam, missing: it", "write what the text says"),
        ("{stated: 2019-05-12}", "{inferred: 2019-05}", "known: date: ^{^inferred: 2019-05}", "add 'evidence:'"),
        ("paragraph: 2", "paragraph: 3", "wrong-paragraph: paragraph: ^3^", "write 'paragraph: 2'"),
        ("will have on", "shall have on", f"{MISQUOTED} what we ^shall^", "a word was changed"),
        ("on Friday.", "on Monday.", f"{MISQUOTED} what we will have on ^Monday^.", "a word was changed"),
        ("We ask to know", "we ask to know", "misquoted: words: ^we^", "capitals count"),
        (FRIDAY, "We ask to", "misquoted: words: ^We ask to^", "quote more"),
        (FRIDAY, "what we will have [...] We ask to know", "misquoted: words: ^what we will have [...] We ask to know^", "in the order of the source"),
        (FRIDAY, "We ask to know [not] on Monday what", "misquoted: words: We ask to know ^[not]^", "never turn it round"),
        ("Monday what we will have on", "Monday [...] what we will have Monday", f"{MISQUOTED} [...] what we will have ^Monday^", "changed"),
        (FRIDAY, "we will have on Friday. The lower valley", "misquoted: words: ^we will have on Friday. The lower valley^", "mark a cut there"),
        ("id: early", "id: friday", "duplicate-id: - id: ^friday^", "a name of its own"),
        ("limit: 90", "limit: 54", "quoted-too-much: ^-^ id: friday", "by 1 words"),
    ],
)
def test_a_fault_in_a_record_is_found_where_it_stands(seeds: Path, old: str, new: str, expected: str, hint: str):
    _, findings = shelf(seeds, changed(SOURCE, old, new))
    assert shown(findings) == [expected]
    assert hint in findings[0].hint


@pytest.mark.parametrize(("damage", "says"), [(None, "has no fingerprint"), ("not one", "cannot be read"), ("words 83", "cannot be read")])
def test_without_a_sound_fingerprint_nothing_is_proven(seeds: Path, damage: str | None, says: str):
    shelf(seeds)
    stored = seeds / f"{ID}.fingerprint"
    sound = stored.read_text("utf-8")
    stored.unlink()
    if damage:
        stored.write_text(damage if damage == "not one" else changed(sound, f"words {fingerprint(TEXT).size}", damage), "utf-8")
    library, findings = read_library(seeds)
    assert shown(findings) == ["no-fingerprint: id: ^herald-2019^"]
    assert says in findings[0].message
    assert library.proven == ()


def test_furniture_is_not_counted_in_paragraph_numbers(seeds: Path):
    library, findings = shelf(seeds, HEADED, "Who opens the dam\n\n" + TEXT)
    assert findings == ()
    assert [q.locator for q in library.proven] == ["¶ 2", "¶ 1", "¶ 3", "¶ 4"]


def test_words_in_furniture_are_no_excerpt_and_shift_those_after_them(seeds: Path):
    library, findings = shelf(seeds, changed(SOURCE, "excerpts:\n", "furniture: [2, 2]\nexcerpts:\n"))
    assert shown(findings) == [f"misquoted: words: ^{FRIDAY}^", "wrong-paragraph: paragraph: ^3^", "wrong-paragraph: paragraph: ^4^"]
    assert [f.hint for f in findings] == ["quote the passage from the body", "write 'paragraph: 2'", "write 'paragraph: 3'"]
    assert [q.ref for q in library.proven] == ["herald-2019/too-late"]


def test_a_sentence_repeated_in_a_pull_quote_is_found_in_the_body(seeds: Path):
    _, findings = shelf(seeds, changed(HEADED, "paragraph: 2", "paragraph: 1"), f"{FRIDAY}\n\n{TEXT}")
    assert shown(findings) == ["wrong-paragraph: paragraph: ^1^"]
    assert findings[0].hint == "write 'paragraph: 2'"


def test_an_excerpt_cannot_run_on_into_furniture(seeds: Path):
    source = changed(SOURCE, "excerpts:\n", "furniture: [5]\nexcerpts:\n") + EXCERPT.format(
        id="on", words="twice last summer, and [...] the next paper is free", at=4
    )
    library, findings = shelf(seeds, source, TEXT + "\nOn Sunday the next paper is free.\n")
    assert shown(findings) == ["misquoted: words: ^twice last summer, and [...] the next paper is free^"]
    assert "herald-2019/on" not in [q.ref for q in library.proven]


def test_a_part_that_also_stands_in_a_pull_quote_is_found_in_the_body(seeds: Path):
    spanning = EXCERPT.format(id="both", words="Farmers of the upper valley [...] the two gauges differed by a fifth", at=1)
    source = changed(SOURCE, "excerpts:\n", "furniture: [2]\nexcerpts:\n").replace("paragraph: 2", "paragraph: 1") + spanning
    library, findings = shelf(
        seeds, source.replace(FRIDAY, "The river rose on Monday"), TEXT.replace("\n\n“We", "\n\nThe two gauges: the two gauges differed by a fifth.\n\n“We")
    )
    assert library.quotations[f"{ID}/both"].locator == "¶¶ 1, 4"
    assert findings == ()


def test_a_locator_names_every_paragraph_that_a_cut_spans(seeds: Path):
    spanning = EXCERPT.format(id="both", words="Farmers of the upper valley [...] nobody told the town", at=1)
    library, findings = shelf(seeds, SOURCE + spanning)
    assert findings == ()
    assert [library.quotations[f"{ID}/{id}"].locator for id in ("early", "both")] == ["¶ 3", "¶¶ 1, 3"]


def test_the_ledger_counts_words_quoted_twice_once(seeds: Path):
    library, findings = shelf(seeds, changed(SOURCE, "limit: 90", "limit: 55"))
    assert findings == ()
    apart = sum(q.length for q in library.proven)
    assert library.ledger == (Ledger(ID, len(words(TEXT)), apart, 55),)
    inside, five_more = (
        EXCERPT.format(id="part", words="what we will have", at=2),
        EXCERPT.format(id="more", words="The river rose on Monday. Farmers of the", at=1),
    )
    library, _ = shelf(seeds.with_name("more"), SOURCE + inside + five_more)
    assert [line.quoted for line in library.ledger] == [apart + 5]


def test_with_the_right_text_attached_punctuation_is_proven(seeds: Path, tmp_path: Path):
    library, _ = shelf(seeds)
    assert not any(q.proof and q.proof.punctuation for q in library.proven)
    assert attach(seeds, library, ID, tmp_path / "article.txt") == seeds / "full" / f"{ID}.txt"
    library, findings = read_library(seeds)
    assert findings == ()
    assert [q.proof.punctuation for q in library.proven if q.proof] == [True] * 4


def test_a_wrong_comma_is_found_once_the_text_is_attached(seeds: Path, tmp_path: Path):
    library, findings = shelf(seeds, changed(SOURCE, "early, and that", "early and that"))
    assert findings == ()
    attach(seeds, library, ID, tmp_path / "article.txt")
    assert shown(read_library(seeds)[1]) == ["misquoted: words: ^the dam opened early and that nobody told the town^"]


@pytest.mark.parametrize(
    ("id", "content", "says"),
    [
        (ID, changed(TEXT, "rose", "fell").encode(), "is not the text"),
        ("herald-2018", TEXT.encode(), "no source 'herald-2018'"),
        (ID, b"\x89PNG\r\n\x1a\n\xff\xfe", "not UTF-8"),
        (ID, TEXT.encode() + b"\0", "not plain text"),
        (ID, b"Too short.", "fewer than 20 words"),
        (ID, None, "cannot read"),
    ],
)
def test_attach_refuses_what_is_not_the_text(seeds: Path, tmp_path: Path, id: str, content: bytes | None, says: str):
    library, _ = shelf(seeds)
    if content is not None:
        (tmp_path / "other").write_bytes(content)
    with pytest.raises(Refused, match=says):
        attach(seeds, library, id, tmp_path / "other")
    assert not (seeds / "full").exists()


def test_a_text_changed_after_it_was_attached_is_found(seeds: Path, tmp_path: Path):
    library, _ = shelf(seeds)
    attach(seeds, library, ID, tmp_path / "article.txt").write_text(changed(TEXT, "rose", "fell"), "utf-8")
    assert shown(read_library(seeds)[1]) == ["wrong-text: id: ^herald-2019^"]


@pytest.mark.parametrize("keep", [False, True])
def test_add_makes_a_record_that_reads_and_keeps_the_text_only_when_asked(seeds: Path, tmp_path: Path, keep: bool):
    (tmp_path / "pasted.txt").write_text("A \u202aheadline\ue000: {pasted}\x07\n\n" + TEXT, "utf-8")
    written = add(seeds, "gazette", tmp_path / "pasted.txt", keep)
    assert sorted(written) == sorted(seeds.iterdir()) == [seeds / f"gazette.{end}" for end in ("fingerprint", "txt", "yaml") if keep or end != "txt"]
    library, findings = read_library(seeds)
    assert findings == ()
    assert library.sources["gazette"].rights.may_copy is keep
    assert list(library.texts) == ["gazette"] * keep


@pytest.mark.parametrize("id", [ID, "", "Big", "two words", "../out", "x" * 65, "käse"])
def test_add_refuses_a_source_that_is_there_and_ids_that_are_none(seeds: Path, tmp_path: Path, id: str):
    shelf(seeds)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    with pytest.raises(Refused):
        add(seeds, id, tmp_path / "article.txt", keep=True)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


@pytest.mark.parametrize(
    ("old", "new", "reference"),
    [
        ("", "", "Author not named, “Who opens the dam”. Valley Herald, news report, 12 May 2019."),
        ("{stated: Who opens the dam}", "{missing: torn off}", "Author not named; no headline in the text. Valley Herald, news report, 12 May 2019."),
        (
            "{stated: Who opens the dam}",
            "{inferred: The dam, evidence: it is cited so}",
            "Author not named, “The dam” (inferred: it is cited so). Valley Herald, news report, 12 May 2019.",
        ),
        ("{missing: the paper prints no names}", "{stated: Ana Brod}", "Ana Brod, “Who opens the dam”. Valley Herald, news report, 12 May 2019."),
        (
            "{missing: the paper prints no names}",
            "{inferred: Ana Brod, evidence: she signs the letter}",
            "Ana Brod (inferred: she signs the letter), “Who opens the dam”. Valley Herald, news report, 12 May 2019.",
        ),
        (
            "{stated: 2019-05-12}",
            "{inferred: 2019-05, evidence: it names the flood}",
            "Author not named, “Who opens the dam”. Valley Herald, news report, n.d. (internal evidence: May 2019; it names the flood).",
        ),
        ("{stated: 2019-05-12}", "{missing: torn off}", "Author not named, “Who opens the dam”. Valley Herald, news report, n.d. (torn off)."),
        (
            "about:",
            "first_published: Town Paper, 1 May 2019\nabout:",
            "Author not named, “Who opens the dam”. Valley Herald, news report, 12 May 2019. First published: Town Paper, 1 May 2019.",
        ),
    ],
)
def test_a_citation_says_what_is_missing_or_inferred_and_invents_nothing(seeds: Path, old: str, new: str, reference: str):
    library, findings = shelf(seeds, changed(SOURCE, old, new))
    assert findings == ()
    assert citation(library.sources[ID]) == reference

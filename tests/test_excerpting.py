"""A new excerpt: found word for word in the full text, written as YAML, and put into the record without touching the rest."""

from pathlib import Path

import pytest

from briefings.excerpting import About, Passage, Refused, entry, found, named, put
from briefings.sources import Library, add, read_library
from tests.worlds import SOURCE, TEXT, changed

ID = "herald-2019"
HEADED = "By the river\n\n" + TEXT
ABOUT = About(speaker="author", reports="fact", tags=("dam",), context="Said on the day after, of the gauges in the two valleys.")


def shelf(seeds: Path, source: str = SOURCE, text: str = TEXT) -> Library:
    (seeds / f"{ID}.yaml").write_bytes(source.encode())
    (seeds.parent / "article.txt").write_text(text, "utf-8")
    if not (seeds / f"{ID}.fingerprint").exists():
        add(seeds, ID, seeds.parent / "article.txt", keep=True)
    return read_library(seeds)[0]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    return tmp_path / "seeds"


def refused(library: Library, wanted: str, paragraph: int = 0) -> str:
    with pytest.raises(Refused) as said:
        found(library, ID, wanted, paragraph)
    return str(said.value)


@pytest.mark.parametrize(
    ("wanted", "words", "paragraph"),
    [
        ("the commission ... last summer", "The commission measured twice last summer", 4),
        ("the commission … IN JULY", "The commission measured twice last summer, and the two gauges differed by a fifth in July.", 4),
        ("nobody told the town", "nobody told the town", 3),
        ("we do not ask ... water", "“We do not ask for more water,”", 2),
        ("do not ask ... water", "do not ask for more water", 2),
        ("said their spokeswoman ... have on friday", "said their spokeswoman, Ana Brod. “We ask to know on Monday what we will have on Friday.”", 2),
        ("we do not ask ... spokeswoman", "“We do not ask for more water,” said their spokeswoman", 2),
        ("know on Monday ... have on friday", "know on Monday what we will have on Friday.", 2),
        ("the river rose on monday [...] the dam opened too late", "The river rose on Monday. [...] the dam opened too late.", 1),
        ("the river rose on monday [...] two gauges ... fifth", "The river rose on Monday. [...] two gauges differed by a fifth", 1),
    ],
)
def test_the_words_are_those_of_the_text_with_the_punctuation_that_belongs_to_them(seeds: Path, wanted: str, words: str, paragraph: int):
    passage = found(shelf(seeds), ID, wanted)
    assert (passage.words, passage.paragraph, passage.proof.punctuation) == (words, paragraph, True)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("the comission measured ... july", "nearest, ¶ 4: The commission »measured« twice"),
        ("the commission measured ... by a third in july", "nearest, ¶ 4"),
        ("the commission ... on friday", "paragraph 4 of 'herald-2019' has the first words, but the last words stand in 2"),
        ("zebra crossing the road", "nearest"),
        ("zebra", "nor is anything like it"),
        ("the dam opened", "stands in 2 places of 'herald-2019'\n  ¶ 1: "),
        ("on Monday", "more of the words, or the paragraph: --paragraph"),
        ("told the town", "only 3 words in one piece"),
        ("the two gauges differed [...] the river rose on Monday", "is not in 'herald-2019'"),
        ("...", "no words to look for"),
        ("", "no words to look for"),
    ],
)
def test_what_is_not_found_is_told_with_the_nearest_place(seeds: Path, wanted: str, says: str):
    assert says in refused(shelf(seeds), wanted)


def test_a_paragraph_chooses_between_places_and_headlines_are_no_places(seeds: Path):
    library = shelf(seeds, changed(SOURCE, "excerpts:\n", "furniture: [1]\nexcerpts:\n"), HEADED)
    assert found(library, ID, "the dam opened ... told the town", 3).paragraph == 3
    assert "only in furniture" in refused(library, "by the river")
    assert "has no paragraph 9" in refused(library, "the dam", 9)
    with pytest.raises(Refused, match="no source 'herald-2109'; did you mean"):
        found(library, "herald-2109", "the dam")
    (seeds / f"{ID}.txt").unlink()
    assert "sources attach herald-2019 FILE" in refused(read_library(seeds)[0], "the dam")


def test_remarks_tell_what_is_quoted_already_and_where_a_sentence_is_broken(seeds: Path):
    remarks = found(shelf(seeds), ID, "the two gauges ... a fifth").remarks
    assert [remark.split(",")[0] for remark in remarks] == ["some of these words are quoted already", "begins within a sentence", "ends within a sentence"]
    assert remarks[2] == "ends within a sentence, before: in July."
    assert found(shelf(seeds), ID, "the river rose on Monday").remarks == ()
    assert any("without its other one" in remark for remark in found(shelf(seeds), ID, "not ask ... spokeswoman").remarks)


RECORDS = {
    "as it is": SOURCE,
    "with comments": changed(SOURCE, "excerpts:\n", "# all of them\nexcerpts:   # in order\n  # the first\n") + "  # to come: the bridge\n\n\n",
    "no last line end": SOURCE.rstrip("\n"),
    "CRLF": SOURCE.replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + SOURCE,
    "no indent": SOURCE.replace("\n  - ", "\n- ").replace("\n    ", "\n  "),
    "deep indent": SOURCE.replace("\n    ", "\n        ").replace("\n  - ", "\n      - "),
    "a key after them": SOURCE + "\n# of the file\nlanguage: en\n",
    "a folded text at the end": SOURCE.replace("context: The last paragraph, on", "context: >-\n      The last paragraph, on\n\n      # and"),
    "none yet": SOURCE[: SOURCE.index("excerpts:")] + "excerpts: []   # none\nlanguage: en\n",
    "none, not even a key": SOURCE[: SOURCE.index("excerpts:")],
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_an_excerpt_is_added_after_the_last_and_every_other_line_stays(seeds: Path, record: str):
    library = shelf(seeds, record)
    before = (seeds / f"{ID}.yaml").read_bytes()
    ref = put(seeds, library, found(library, ID, "The commission measured ... last summer"), ABOUT)
    after = (seeds / f"{ID}.yaml").read_bytes()
    read, findings = read_library(seeds)
    assert (ref, findings, list(read.quotations)[-1]) == ("herald-2019/commission-measured-twice", (), ref)
    assert read.quotations[ref].excerpt.words == "The commission measured twice last summer"
    end = b"\r\n" if b"\r\n" in before else b"\n"
    assert after.count(b"\n") == after.count(end)
    old, new = [text.replace(b"excerpts: []   #", b"excerpts:   #").rstrip(b"\r\n").split(end) for text in (before, after)]
    left = iter(new)
    assert [line for line in old if line not in left] == []  # each found after the one before
    assert len(new) <= len(old) + 10


@pytest.mark.parametrize(
    ("wanted", "about", "says"),
    [
        ("the commission measured ... summer", About(), "not said yet: speaker, reports, tags, context"),
        ("the commission measured ... summer", About(**{**vars(ABOUT), "id": "gauges"}), "has an excerpt 'gauges' already"),
        ("the commission measured ... summer", About(**{**vars(ABOUT), "id": "Two Words"}), "'Two Words' cannot be an id"),
        ("the commission measured ... summer", About(**{**vars(ABOUT), "tags": ("a b",)}), "'a b' cannot be an id"),
        ("the commission measured ... summer", About(**{**vars(ABOUT), "context": "x" * 3000}), "does not fit"),
        ("the two gauges differed ... July", ABOUT, "an excerpt already: herald-2019/gauges"),
        ("the commission measured ... July", ABOUT, "6 more words of 'herald-2019' may be quoted, and this passage adds 7\nhint: shorten it"),
    ],
)
def test_what_cannot_be_added_leaves_the_record_as_it_is(seeds: Path, wanted: str, about: About, says: str):
    library = shelf(seeds, changed(SOURCE, "limit: 90", "limit: 63"))
    before = {path: path.read_bytes() for path in seeds.iterdir()}
    with pytest.raises(Refused) as said:
        put(seeds, library, found(library, ID, wanted), about)
    assert says in str(said.value)
    assert {path: path.read_bytes() for path in seeds.iterdir()} == before


@pytest.mark.parametrize(
    "flow", ["excerpts: [{id: a, words: the two gauges differed by, paragraph: 4, speaker: author, reports: fact, tags: [a], context: c}]\n"]
)
def test_a_record_in_an_unusual_form_is_not_touched_and_the_lines_are_shown(seeds: Path, flow: str):
    library = shelf(seeds, SOURCE[: SOURCE.index("excerpts:")] + flow)
    before = (seeds / f"{ID}.yaml").read_bytes()
    with pytest.raises(Refused, match="cannot be added to; put this where it belongs:\n  - id: "):
        put(seeds, library, found(library, ID, "The commission measured ... last summer"), ABOUT)
    assert (seeds / f"{ID}.yaml").read_bytes() == before


def test_a_record_that_somebody_saved_meanwhile_is_not_overwritten(seeds: Path):
    library = shelf(seeds)
    passage = found(library, ID, "The commission measured ... last summer")
    saved = changed(SOURCE, "limit: 90", "limit: 80").encode()
    (seeds / f"{ID}.yaml").write_bytes(saved)
    with pytest.raises(Refused, match="read as it does now"):
        put(seeds, library, passage, ABOUT)
    assert (seeds / f"{ID}.yaml").read_bytes() == saved


def test_what_is_said_is_written_so_that_yaml_reads_it_as_it_is(seeds: Path):
    said = About("odd", 'Ana: "Brod" #1', "claim", "- the [mayor]", ("dam",), "*Here*: 'what' she \\ said # of it. " * 9)
    library = shelf(seeds)
    put(seeds, library, found(library, ID, "The commission measured ... last summer"), said)
    made = read_library(seeds)[0].quotations[f"{ID}/odd"].excerpt
    assert (made.speaker, made.of, made.context) == (said.speaker, said.of, said.context.strip())


def test_the_lines_to_paste_leave_empty_what_nobody_can_know_and_check_asks_for_it(seeds: Path):
    library = shelf(seeds)
    passage: Passage = found(library, ID, "The commission measured ... last summer")
    lines = entry(passage, About(named(library, passage)))
    assert lines.startswith(
        "  - id: commission-measured-twice\n    words: >-\n      The commission measured twice last summer\n    paragraph: 4\n    speaker:   # whose"
    )
    (seeds / f"{ID}.yaml").write_text(SOURCE + lines, "utf-8")
    _, findings = read_library(seeds)
    assert [f.line.split(":")[0].strip() for f in findings] == ["speaker", "reports", "tags", "context"]

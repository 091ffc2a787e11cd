"""Search: what fits, best first, by words, person, source, date, tag and use; sentences of full texts that are no excerpts."""

from pathlib import Path

import pytest

from briefings.scenarios import Scenario, read_scenario
from briefings.searching import Wanted, search, sentences, shown_words, unknown, uses
from briefings.sources import Library, add, read_library
from tests.worlds import SCENARIO, SOURCE, TEXT, changed

ALL = ["friday", "too-late", "early", "gauges"]


def shelf(folder: Path, attached: bool = False, source: str = SOURCE, text: str = TEXT) -> tuple[Library, Scenario]:
    """The small world's library, with the full text beside it or without, and its scenario."""
    (folder / "herald-2019.yaml").write_text(source, "utf-8")
    (folder / "article.txt").write_text(text, "utf-8")
    add(folder, "herald-2019", folder / "article.txt", keep=attached)
    library, findings = read_library(folder)
    assert findings == ()
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "river.yaml").write_text(SCENARIO, "utf-8")
    scenario, _, _ = read_scenario(folder / "scenarios" / "river.yaml")
    assert scenario
    return library, scenario


def ids(library: Library, wanted: Wanted, *scenarios: Scenario) -> list[str]:
    return [hit.quotation.excerpt.id if hit.quotation else hit.place for hit in search(library, wanted, uses(scenarios))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("gauges", ["gauges"]),
        ("differing gauge", ["gauges"]),
        ("water", ["friday"]),
        ("BROD", ["friday"]),
        ("farmers", ["too-late", "early", "friday"]),
        ("opening", ["early", "too-late"]),
        ("dam Monday", ["friday", "early", "too-late"]),
        ("dam town", ["early", "too-late"]),
        *((odd, ["early", "too-late"]) for odd in ("dam", "dam*", '"dam', "dam NOT(", "tags:dam", "dam) OR", "dam\0", "dam " * 2000, "_ dam", "d\u0301am")),
        *((nothing, []) for nothing in (" ", "?!", '"', "*", "_", "\ud800", "zebra")),
    ],
)
def test_search_ranks_what_fits_and_survives_odd_input(tmp_path: Path, query: str, found: list[str]):
    library, _ = shelf(tmp_path)
    assert ids(library, Wanted(words=query)) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(speaker="brod ana"), ["friday"]),
        (Wanted(speaker="mayor"), ["early"]),
        (Wanted(speaker="author", tags=("dam",)), ["too-late", "early"]),
        (Wanted(tags=("dam", "lower")), ["early"]),
        (Wanted(source="valley hérald"), ALL),
        (Wanted(since="2019-05-12"), ALL),
        (Wanted(since="2019", until="2019-05"), ALL),
        (Wanted(since="2019-06"), []),
        (Wanted(until="2018"), []),
        (Wanted(used_by="lower"), ALL),
        (Wanted(words="gauges", used_by="river"), ["gauges"]),
        (Wanted(unused=True), []),
    ],
)
def test_search_by_person_source_date_tag_and_use(tmp_path: Path, wanted: Wanted, found: list[str]):
    library, scenario = shelf(tmp_path)
    assert ids(library, wanted, scenario) == found


def test_a_source_without_a_date_is_of_no_time(tmp_path: Path):
    library, _ = shelf(tmp_path, source=changed(SOURCE, "date: {stated: 2019-05-12}", "date: {missing: torn off}"))
    assert ids(library, Wanted(since="1900")) == []
    assert ids(library, Wanted(source="herald")) == ALL


def test_a_hit_says_who_uses_the_excerpt_and_how(tmp_path: Path):
    library, scenario = shelf(tmp_path)
    (hit,) = search(library, Wanted(words="gauges"), uses([scenario]))
    assert {(use.scenario, use.reader, use.how) for use in hit.uses} == {
        ("river", r, how) for r in ("upper", "commission", "lower") for how in ("record", "cited")
    }
    assert shown_words(hit, "<", ">") == "the two <gauges> differed by a fifth in July"


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Wanted(source="herlad-2019"), "no source 'herlad-2019'; did you mean 'herald-2019'?"),
        (Wanted(tags=("damm",)), "no excerpt has the tag 'damm'; did you mean 'dam'?"),
        (Wanted(used_by="comission"), "no role or scenario 'comission'; did you mean 'commission'?"),
        (Wanted(source="Valley", tags=("dam",), used_by="river"), ""),
    ],
)
def test_what_there_is_none_of_is_said(tmp_path: Path, wanted: Wanted, says: str):
    library, scenario = shelf(tmp_path)
    assert unknown(wanted, library, [scenario]) == says


def test_sentences_of_a_full_text_come_after_excerpts_and_are_no_excerpts_yet(tmp_path: Path):
    library, _ = shelf(tmp_path, attached=True)
    hits = search(library, Wanted(words="mayor dam bridge"))
    assert [hit.place for hit in hits] == ["herald-2019/early", "herald-2019/too-late", "herald-2019 ¶ 3"]
    assert shown_words(hits[-1], "<", ">").startswith("Its <mayor> said the <dam> opened early")
    assert hits[-1].inside == ("herald-2019/early",)
    assert ids(library, Wanted(words="bridge", speaker="author")) == []  # only an excerpt has a speaker


@pytest.mark.parametrize("query", ["aliyev", "Əliyev", "eliyev", "ƏLİYEV"])
def test_letters_may_be_typed_without_their_accents(tmp_path: Path, query: str):
    text = TEXT + "\nİlham Əliyev stood by the river with Łukasz and Ørsted for an hour.\n"
    library, _ = shelf(tmp_path, attached=True, text=text)
    hits = search(library, Wanted(words=query))
    assert [shown_words(hit, "<", ">")[:14] for hit in hits] == (["İlham <Əliyev>"] if query != "aliyev" else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One came. Two went.", ["One came.", "Two went."]),
        ("“We ask,” she said. “We wait.” Mr. Brod left.", ["“We ask,” she said.", "“We wait.”", "Mr. Brod left."]),
        ("It is 3.5 m high. The U.S. envoy saw it", ["It is 3.5 m high.", "The U.S. envoy saw it"]),
        ("Սա գետն է։ Նա եկավ։", ["Սա գետն է։", "Նա եկավ։"]),
        ("no end", ["no end"]),
    ],
)
def test_sentences_are_told_apart(text: str, found: list[str]):
    assert [text[a:b] for a, b in sentences(text)] == found

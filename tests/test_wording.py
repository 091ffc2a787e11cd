"""The quotation contract: what is folded is folded alike on both sides, and nothing else ever passes."""

import itertools
import random
import re
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from briefings.wording import Fingerprint, Misquote, Proof, bare_words, cut, fingerprint, fold, prove, quoted_words, words
from tests.conftest import examples

Words = list[str]
Piece = tuple[int, int, int]

# Many different words, and so few that everything stands everywhere.
RICH = ["élan", "mayor’s", "Ջուր", "river’s", "Ərazi", "told", "öğün", "who", "Who", "sluice", "gauge", "winter", "town", "lower", "Lower", "U.S.", "Môrning"]
TINY = ["dam", "Dam", "not"]
BETWEEN = [" ", " ", " ", ", ", "—", "… ", "; ", "? “", "” "]


@st.composite
def quoted(draw: st.DrawFn) -> tuple[list[Words], list[Piece]]:
    """A text as paragraphs of words, and one to four pieces of it in order, each of four words or more."""
    vocabulary = draw(st.sampled_from([RICH, TINY]))
    text = draw(st.lists(st.lists(st.sampled_from(vocabulary), min_size=4, max_size=16), min_size=1, max_size=4))
    pieces: list[Piece] = []
    at, least = 0, 0
    for _ in range(draw(st.integers(1, 4))):
        room = [n for n in range(at, len(text)) if len(text[n]) - (least if n == at else 0) >= 4]
        if room:
            n = draw(st.sampled_from(room))
            start = draw(st.integers(least if n == at else 0, len(text[n]) - 4))
            at, least = n, draw(st.integers(start + 4, len(text[n])))
            pieces.append((n, start, least))
    return text, pieces


def stands(text: list[Words], parts: list[Words], first: int, least: int = 0, beyond: bool = False) -> bool:
    """The oracle: whether there is any way to lay the parts into the text, in order, the first one in paragraph `first`."""
    return not parts or any(
        text[n][i : i + len(parts[0])] == parts[0] and len(parts[0]) >= 4 and stands(text, parts[1:], n, i + len(parts[0]), True)
        for n in range(first, len(text) if beyond else first + 1)
        for i in range(least if n == first else 0, len(text[n]))
    )


def plain(text: list[Words]) -> str:
    return "\n\n".join(" ".join(paragraph) for paragraph in text)


def restyled(text: str, chance: random.Random) -> str:
    """The same text as other people type it."""
    shapes = {"“": "“„«\"'", "”": "”“»\"'", "’": "’'ʼ`", "—": ["—", " – ", "--", " ‒", "― "], "…": ["…", "..."], " ": [" ", "\n", "  ", " \t", "\xa0\n"]}
    typed = "".join(chance.choice(shapes.get(c, c)) for c in text)
    return unicodedata.normalize(chance.choice(["NFC", "NFD"]), typed)


@examples(90)
@given(quoted(), st.integers(0, 2**32))
def test_an_excerpt_is_proven_however_it_is_typed(quotation: tuple[list[Words], list[Piece]], seed: int):
    text, pieces = quotation
    chance = random.Random(seed)
    between = [[chance.choice(BETWEEN) for _ in paragraph] for paragraph in text]

    def printed(n: int, start: int, end: int) -> str:
        return "".join(a + b for a, b in zip(text[n][start:end], [*between[n][start : end - 1], ""], strict=True))

    full = restyled("\n\n".join([*(printed(n, 0, len(paragraph)) for n, paragraph in enumerate(text)), "The end."]), chance)
    excerpt = chance.choice([" [...] ", " […] ", "[ ... ]\n"]).join(restyled(printed(*piece), chance) for piece in pieces)
    source = fingerprint(full)
    proof = prove(excerpt, source, pieces[0][0] + 1)
    assert isinstance(proof, Proof), f"{proof} {excerpt}"
    flat = words(full)
    assert [flat[start:end] for start, end in proof.spans] == [words(printed(*piece)) for piece in pieces]
    assert [end for _, end in proof.spans] == sorted(end for _, end in proof.spans)
    assert proof.paragraphs == tuple(source.paragraph(start) for start, _ in proof.spans)
    assert isinstance(exact := prove(excerpt, source, pieces[0][0] + 1, full), Proof), excerpt
    assert exact.punctuation


MUTATIONS = ["none", "drop", "add", "change", "swap", "negate", "n’t", "capital", "reorder", "paragraph", "join", "shorten"]


@examples(150)
@given(quoted(), st.sampled_from(MUTATIONS), st.data())
def test_a_changed_excerpt_is_proven_only_if_the_changed_words_stand_there_too(quotation: tuple[list[Words], list[Piece]], mutation: str, data: st.DataObject):
    text, pieces = quotation
    parts, first = [text[n][start:end] for n, start, end in pieces], pieces[0][0]
    part = parts[data.draw(st.integers(0, len(parts) - 1))]
    at = data.draw(st.integers(0, len(part) - 1))
    other = data.draw(st.sampled_from(sorted({word for paragraph in text for word in paragraph} | {"elsewhere"})))
    match mutation:
        case "drop":
            del part[at]
        case "add":
            part.insert(at, other)
        case "change":
            part[at] = other
        case "swap":
            part[at - 1], part[at] = part[at], part[at - 1]
        case "negate":
            part.insert(at, data.draw(st.sampled_from(["not", "never", "no"])))
        case "n’t":
            part[at] += "n’t"
        case "capital":
            part[at] = part[at][0].swapcase() + part[at][1:]
        case "reorder":
            parts = data.draw(st.permutations(parts))
        case "paragraph":
            first = data.draw(st.integers(-1, len(text)))
        case "join":
            parts = [[word for part in parts for word in part]]
        case "shorten":
            del part[3:]
    proof = prove(" [...] ".join(map(" ".join, parts)), fingerprint(plain(text)), first + 1)
    assert isinstance(proof, Proof) == (0 <= first < len(text) and stands(text, parts, first)), proof


UNIQUE = st.lists(st.from_regex("[g-z]{4,9}", fullmatch=True), min_size=12, max_size=30, unique=True)


@given(UNIQUE, st.data())
def test_a_near_miss_names_the_word_that_departs(text: Words, data: st.DataObject):
    at = data.draw(st.integers(0, 10))
    miss = prove(" ".join([*text[:at], "ELSEWHERE", *text[at + 1 :]]), fingerprint(" ".join(text)), 1)
    assert isinstance(miss, Misquote)
    assert (miss.at, miss.nth) == ("ELSEWHERE", 0)
    assert "'ELSEWHERE'" in miss.message


def test_a_near_miss_counts_the_words_like_it_in_the_whole_excerpt_and_a_wrong_paragraph_is_corrected():
    source = fingerprint("The gate and the sluice and the wall were shut.\n\nThen the town and the mill stood under water for a week.")
    miss = prove("The gate and the sluice [...] the town and the mill and the rest", source, 1)
    assert isinstance(miss, Misquote)
    assert (miss.at, miss.nth) == ("and", 2)
    moved = prove("the mill stood under water", source, 1)
    assert isinstance(moved, Misquote)
    assert moved.elsewhere == 2
    assert prove("wall were shut. Then the town", source, 1) == Misquote(
        "the words run over the end of a paragraph", "mark a cut there with [...], or end the excerpt earlier"
    )


SOURCE = """\
It fell to −5 degrees, and the U.S. engineers paid $100 a day for 3.5 tons of salt and .5 m³ of sand; 10% was lost in the mayor’s yard.

“The dam is safe,” she said. “Who says so?” Nobody knew… Three F-16s flew over—including two by night—and the farmers’ sheep ran (all of them) away."""

# The paragraph, whether these parts of it are proven (`words`: all but the punctuation), and the parts.
EXAMPLES = """\
1 yes   It fell to -5 degrees, and | It fell to –5 degrees, and
1 no    It fell to 5 degrees, and | It fell to - 5 degrees, and
1 yes   the U.S. engineers paid $100
1 no    the US engineers paid $100 | the U.S. engineers paid 100 | the u.s. engineers paid $100
1 yes   a day for 3.5 tons | of salt and .5 m³
1 no    a day for 35 tons | a day for 3,5 tons | of salt and 5 m³ | of salt and .5 m3
1 yes   of sand; 10% was lost
1 words of sand, 10% was lost
1 no    of sand; 10 was lost
1 yes   lost in the mayor's yard
1 no    lost in the mayors yard | lost in the mayor yard | lost in the Mayor’s yard
2 yes   "The dam is safe," she said | The dam is safe,» she said
2 words The dam is safe, she said | The dam is safe!” she said | "Who says so." Nobody knew
2 no    The dam is unsafe,” she said | The dam isn’t safe,” she said | The dam is not safe,” she said | dam is safe
2 yes   Nobody knew... Three F-16s flew | Nobody knew… Three F‑16s flew
2 words Nobody knew. Three F-16s flew
2 no    Nobody knew… Three F16s flew | Nobody knew… Three F-16 flew
2 yes   over - including two by night
2 words over, including two by night
2 no    overincluding two by night
2 yes   and the farmers' sheep ran | sheep ran (all of them) away
2 words and the farmers sheep ran | sheep ran all of them away
2 no    and the farmer’s sheep ran | and the farmers’ sheep sheep ran
2 yes   The [old] dam is [quite] safe,” she [the mayor] said | “[Yes:] The dam is safe,” she | [Then] sheep ran (all of them [fifty]) away
2 no    The dam is [not] safe,” she | The dam is [Never again] safe,” she | The dam [isn’t it] is safe,” she
2 no    The dam is [un]safe,” she | The dam is [half]-safe,” she | The dam is safe[ty],” she
2 no    The dam is [one two three four five six seven] safe,” she | The dam is [] safe,” she | The dam is [?] safe,” she
2 no    [...] The dam is safe | The dam is [...] safe,” she said"""


@pytest.mark.parametrize("example", EXAMPLES.split("\n"))
def test_words_are_proven_by_the_fingerprint_and_punctuation_by_the_text(example: str):
    paragraph, proven, excerpts = re.split(" +", example, maxsplit=2)
    for excerpt, text in itertools.product(excerpts.split(" | "), (None, SOURCE)):
        wanted = proven == "yes" or (proven == "words" and text is None)
        result = prove(excerpt, fingerprint(SOURCE), int(paragraph), text)
        assert isinstance(result, Proof) == wanted, f"{excerpt}: {result}"
        assert wanted or (result.message and result.hint)


def test_punctuation_is_proven_on_whole_words():
    text = "She says this law of nature is, law of nature."
    assert isinstance(prove("is law of nature", fingerprint(text), 1), Proof)
    assert isinstance(prove("is law of nature", fingerprint(text), 1, text), Misquote), "not in: this law of nature"


@given(UNIQUE, st.integers(1, 6), st.sampled_from(["", "not", "never", "No", "didn’t", "without", "nothing", "Nobody", "cannot"]), st.data())
def test_an_insertion_of_one_to_six_words_may_explain_and_never_negates(text: Words, count: int, negation: str, data: st.DataObject):
    at = data.draw(st.integers(0, len(text)))
    inserted = ["that", "is", "to", "say", "the", "mayor"][: count - bool(negation)]
    inserted[count // 2 : count // 2] = [negation] if negation else []
    result = prove(" ".join([*text[:at], f"[{' '.join(inserted)}]", *text[at:]]), fingerprint(" ".join(text)), 1, " ".join(text))
    assert isinstance(result, Misquote if negation else Proof), result


@given(st.lists(st.lists(st.sampled_from(RICH), min_size=1, max_size=9), min_size=1, max_size=5), st.data())
def test_a_fingerprint_is_read_as_it_was_written_holds_no_word_and_is_refused_when_cut(text: list[Words], data: st.DataObject):
    prints = fingerprint(plain(text))
    written = prints.dumps()
    assert Fingerprint.loads(written) == prints
    assert [word for paragraph in text for word in paragraph if word in written] == []
    if lost := written[data.draw(st.integers(0, len(written) - 1)) :].strip("\n"):
        with pytest.raises(ValueError, match=r"."):
            Fingerprint.loads(written[: written.rindex(lost)])


DAMAGES = {
    "another version": ("fingerprint 1", "fingerprint 2"),
    "a word more": ("words 12", "words 13"),
    "another head": ("words 12", "signs 12"),
    "paragraphs out of order": ("paragraphs 0 6", "paragraphs 6 0"),
    "a paragraph twice": ("paragraphs 0 6", "paragraphs 0 6 6"),
    "a paragraph after the end": ("6 11", "6 12"),
    "a paragraph that begins elsewhere": ("paragraphs 0 6", "paragraphs 0 5"),
    "a letter that is no digit": ("\n", "\nx"),
    "nothing at all": ("", ""),
}


@pytest.mark.parametrize(("old", "new"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_fingerprint_is_refused(old: str, new: str):
    written = fingerprint("One two three four five six.\n\nSeven eight nine ten eleven.\n\nTwelve.").dumps()
    assert old in written
    with pytest.raises(ValueError, match=r"."):
        Fingerprint.loads(new.join(written.rsplit(old, 1)) if old else "")


@given(st.text(), st.text())
def test_folding_twice_is_folding_once_and_no_text_is_too_odd_to_read(text: str, other: str):
    assert fold(fold(text)) == fold(text)
    assert isinstance(prove(text, fingerprint(other), 1, other), Proof | Misquote)
    with suppress(ValueError):
        assert Fingerprint.loads(text).size > 0


def test_bare_words_are_the_same_however_they_are_set():
    assert bare_words("The ofﬁce co\u00adoperates; WELL-KNOWN ＤＡＭ, Straße 5½") == (
        "the",
        "office",
        "cooperates",
        "well",
        "known",
        "dam",
        "strasse",
        "51",
        "2",
    )
    assert bare_words("E\u0301lan don’t") == bare_words("élan DON'T") == ("élan", "don", "t")


def test_a_word_quoted_twice_counts_once():
    assert quoted_words([(0, 5), (3, 8), (3, 4), (20, 22)]) == 10
    assert quoted_words([]) == 0


def test_an_excerpt_is_taken_apart_at_its_cuts_and_insertions():
    taken = cut("One two [or so] three [...] four […] (five [six]).")
    assert (taken.parts, taken.insertions) == (("One two  three", "four", "(five)."), ("or so", "six"))
    assert taken.words == ("One", "two", "three", "four", "five")

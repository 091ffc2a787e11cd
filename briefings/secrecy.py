"""Finished files are searched for words that belong only to readers who may not see them.

A *secret* is a run of six words from a text whose reader is a role, the facilitator or those after play, and which
stands in no text that the audience of the file may read. Words are compared as letters and digits alone, small, one after
the other: no quotation mark, hyphen, ligature, full-width letter or unseen character hides them, nor the end of a line, column or page.
Of every PDF is searched all that `press.said` reads; beside it the file's name. This is the second of
two locks; the first is that a document is made from what its audience may see and from nothing else.

What six words cannot say is not proven here. A shorter text, a number or a name alone may stand anywhere, and words that
were put in another order are not the same words. Of a role's points, two rows of a score sheet that follow one another are
a secret (option, points, option, points, as the sheet prints them); one number is none.
"""

import json
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefings.cache import Cache, key_of, machinery
from briefings.marks import Finding, Loc, Marked
from briefings.orders import MANIFEST
from briefings.packs.parts import Audience, Document
from briefings.scenarios import EVERYONE, FACILITATOR, Scenario, Secret
from briefings.sources import Library
from briefings.wording import bare_words

if TYPE_CHECKING:
    from briefings.press.said import Piece

# Files that hold documents of several readers: for the screen, and in the order of stuffing. Both are the facilitator's.
COMBINED = ("all", "print")
_HEAD = 8  # letters by which a run is looked up


class Secrets:
    """The secrets of a scenario by their letters, and those that each audience may not read.

    `len` is how many different runs of secret words are searched for.
    """

    def __init__(self, scenario: Scenario, library: Library) -> None:
        self._secrets = scenario.secrets
        self._heads: dict[str, list[str]] = defaultdict(list)
        for letters in self._secrets:
            self._heads[letters[:_HEAD]].append(letters)
        self._lengths = sorted({len(head) for head in self._heads})
        quoted = [words for q in library.quotations.values() for words in (q.excerpt.words, q.excerpt.context)]
        self._readers = [(EVERYONE, self._known(bare_words(words))) for words in quoted] + [(text.reader, self._known(text.words)) for text in scenario.worded]

    def __len__(self) -> int:
        return len(self._secrets)

    def kept_from(self, audience: Audience) -> frozenset[str]:
        """The letters of every secret that an audience may not read."""
        return frozenset(self._secrets).difference(*(known for reader, known in self._readers if audience.may_read(reader)))

    def found(self, letters: str) -> Iterator[tuple[int, str, Secret]]:
        """Every secret in a text of letters: where it begins, its letters, where it comes from."""
        for length in self._lengths:  # one, unless a run has fewer letters than a head
            for place in range(len(letters) - length + 1):
                for run in self._heads.get(letters[place : place + length], ()):
                    if letters.startswith(run, place):
                        yield place, run, self._secrets[run]

    def _known(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(run for _, run, _ in self.found("".join(words)))


def search(secrets: Secrets, marked: Marked, documents: Iterable[Document], files: Mapping[str, bytes], cache: Cache) -> tuple[Finding, ...]:
    """Every secret found in a finished file that should not hold it.

    `files` goes from a file's name to its bytes: PDFs, and the manifest, which lies beside the files of all readers. A PDF's document is the one whose
    id it is named by, as it is or as a booklet. The files named in `COMBINED` are the facilitator's. That a file was clean of the
    same secrets before, the `cache` knows.
    """
    audiences = {MANIFEST: Audience(EVERYONE)} | {f"{name}.pdf": Audience(FACILITATOR) for name in COMBINED}
    audiences |= {f"{document.id}{kind}.pdf": document.audience for document in documents for kind in ("", "-booklet")}
    kept = {audience: secrets.kept_from(audience) for audience in {audiences[PurePosixPath(name).name] for name in files}}
    keys = {audience: key_of(*sorted(runs)) for audience, runs in kept.items()}
    findings: list[Finding] = []
    for name, content in files.items():
        audience = audiences[PurePosixPath(name).name]
        key = key_of("clean", name, content, keys[audience], machinery())
        if not kept[audience] or cache.get(key) is not None:
            continue
        hits = tuple(_hits(secrets, kept[audience], marked, name, _told(name, content, cache)))
        findings += hits
        if not hits:
            cache.put(key, b"")
    return tuple(findings)


def _told(name: str, content: bytes, cache: Cache) -> Iterator[Sequence["Piece"]]:
    """All that a file says, its name first. What a PDF says is kept: other secrets may be looked for in it another time."""
    from briefings.press.said import Piece, said

    yield (Piece("the name of the file", 0, name),)
    if not name.endswith(".pdf"):
        yield (Piece("the text", 0, content.decode()),)
        return
    key = key_of("said", content, machinery())
    stored = cache.get(key)
    if stored is not None:
        yield from ([Piece(*piece) for piece in pieces] for pieces in json.loads(stored))
        return
    told = list(said(content))
    cache.put(key, json.dumps([[(piece.where, piece.page, piece.text) for piece in pieces] for pieces in told]).encode())
    yield from told


def _hits(secrets: Secrets, kept: frozenset[str], marked: Marked, name: str, told: Iterable[Sequence["Piece"]]) -> Iterator[Finding]:
    """One finding for each secret text and each place in which it stands, with the longest run of its words."""
    runs: dict[tuple[Loc, int, str], list[Secret]] = {}
    for pieces in told:
        spelt = ["".join(bare_words(piece.text)) for piece in pieces]
        starts = list(accumulate(map(len, spelt), initial=0))
        for begin, run, secret in secrets.found("".join(spelt)):
            if run in kept:
                piece = pieces[bisect(starts, begin) - 1]
                runs.setdefault((secret.loc, piece.page, piece.where), []).append(secret)
    for (loc, page, where), held in runs.items():
        yield marked.finding(
            "secret-leaked",
            f"{_place(page, where, name)} holds words of this text: '{' '.join(_longest(held))}'",
            loc,
            "the document's audience may not read it; do not print this build, and report the template or plan that leaked it",
        )


def _place(page: int, where: str, name: str) -> str:
    at = f"page {page} of {name}" if page else f"{name}, beside its pages"
    return f"{at}: {where}" if where else at


def _longest(held: list[Secret]) -> tuple[str, ...]:
    """The most words that follow one another in secrets of one text, in the order in which they were found."""
    words = longest = held[0].words
    for before, secret in pairwise(held):
        goes_on = secret.first == before.first + 1 and secret.words[:-1] == before.words[1:]
        words = (*words, secret.words[-1]) if goes_on else secret.words
        longest = max(longest, words, key=len)
    return longest

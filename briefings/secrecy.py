"""Finished PDFs are searched for words that belong only to readers who may not see them.

A *secret* is a run of six words from a text whose reader is a role, the facilitator or those after play, and which
stands in no text that the audience of the document may read. Words are compared as a reader would hear them: small
letters and digits only, so that no quotation mark, hyphen, ligature or line break hides them. This is the second of
two locks; the first is that a document is made from what its audience may see and from nothing else.
"""

import unicodedata
from collections.abc import Iterator, Mapping

from briefings.cache import Cache, key_of, machinery
from briefings.marks import Finding, Loc, Marked
from briefings.packs.parts import Audience, Document
from briefings.scenarios import FACILITATOR, RUN, Passage, Scenario, Secret, said
from briefings.sources import Library
from briefings.wording import bare_words, windows

# Files that hold documents of several readers: for the screen, and in the order of stuffing. Both are the facilitator's.
COMBINED = ("all", "print")


def search(
    scenario: Scenario, marked: Marked, library: Library, documents: tuple[Document, ...], pdfs: Mapping[str, bytes], cache: Cache
) -> tuple[tuple[Finding, ...], int]:
    """Every secret found in a finished PDF that should not hold it, and how many windows of words were searched for.

    `pdfs` goes from a file's name to its bytes; a file's document is the one whose id it is named by, as it is or as a
    booklet. The files named in `COMBINED` are the facilitator's. That a file was clean of the same windows before, the `cache`
    knows.
    """
    passages = tuple(scenario.passages())
    secrets = scenario.secrets
    audiences = {**{name: Audience(FACILITATOR) for name in COMBINED}, **{d.id: d.audience for d in documents}}
    forbidden = {audience: _forbidden(passages, secrets, library, audience) for audience in set(audiences.values())}
    keys = {audience: key_of(*sorted(" ".join(window) for window in windows)) for audience, windows in forbidden.items()}
    findings: list[Finding] = []
    for name, pdf in pdfs.items():
        audience = audiences[name.rsplit("/", 1)[-1].removesuffix(".pdf").removesuffix("-booklet")]
        key = key_of("clean", name, pdf, keys[audience], machinery())
        if not forbidden[audience] or cache.get(key) is not None:
            continue
        hits = [hit for page, text in [*_pages(pdf), (0, _around(pdf, name))] for hit in _hits(marked, name, page, text, forbidden[audience])]
        findings += hits
        if not hits:
            cache.put(key, b"")
    return tuple(findings), len(secrets)


def _forbidden(passages: tuple[Passage, ...], secrets: Mapping[tuple[str, ...], Secret], library: Library, audience: Audience) -> dict[tuple[str, ...], Secret]:
    """The runs of words that an audience may not read."""
    allowed = _allowed(passages, library, audience)
    return {window: secret for window, secret in secrets.items() if window not in allowed and not audience.may_read(secret.reader)}


def _allowed(passages: tuple[Passage, ...], library: Library, audience: Audience) -> set[tuple[str, ...]]:
    texts = [p.text for p in passages if audience.may_read(p.reader)]
    texts += [t for q in library.quotations.values() for t in (q.excerpt.words, q.excerpt.context)]
    return {w for text in texts for w in windows(said(text), RUN)}


def _pages(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Each page's number, from 1, and its text."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            # A hyphen at a line's end joins; the engine marks it with a soft hyphen or a noncharacter.
            yield number + 1, "".join(c for c in text.replace("-\r\n", "") if unicodedata.category(c) not in ("Cf", "Cn"))
    finally:
        document.close()


def _around(pdf: bytes, name: str) -> str:
    """What a PDF says beside its pages: file name, metadata, outline."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        outline = [bookmark.get_title() for bookmark in document.get_toc()]
        return "\n".join([name, *document.get_metadata_dict().values(), *outline])
    finally:
        document.close()


def _hits(marked: Marked, name: str, page: int, text: str, forbidden: Mapping[tuple[str, ...], Secret]) -> Iterator[Finding]:
    """One finding for each secret text that a page holds, with the longest run of its words."""
    runs: dict[Loc, list[str]] = {}
    for window in windows(bare_words(text), RUN):
        secret = forbidden.get(window)
        if secret:
            run = runs.setdefault(secret.loc, list(window))
            if tuple(run[-RUN + 1 :]) == window[:-1] and run != list(window):
                run.append(window[-1])
    for loc, run in runs.items():
        where = f"page {page} of {name}" if page else f"{name}, beside its pages"
        yield marked.finding(
            "secret-leaked",
            f"{where} holds words of this text: '{' '.join(run)}'",
            loc,
            "the document's audience may not read it; do not print this build, and report the template or plan that leaked it",
        )

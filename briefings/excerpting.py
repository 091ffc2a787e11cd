"""A new excerpt from a full text: the exact words found, its entry as YAML, and the entry put into the record.

`found` gives a `Passage` for "first words ... last words", or says where the nearest place is. `entry` writes its lines, and `put`
inserts them after the last excerpt: every other line of the record stays as it is, and nothing is written unless the record
with the new lines reads as the old one with the new excerpt, and that is proven and within the limit.
"""

import json
import os
import re
import tempfile
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from briefings.marks import Marked, nearest, read_yaml
from briefings.models import validate
from briefings.searching import folded, sentences
from briefings.sources import Excerpt, Library, Refused, Source
from briefings.wording import Misquote, Proof, cut, fold, paragraphs, prove, quoted_words, words

WIDTH = 110  # columns of a folded text in a record
LONGEST = 60  # words of an excerpt that a brief can hold; `check` finds longer ones

__all__ = ["About", "Passage", "Refused", "counted", "entry", "found", "named", "put"]

_CUT = re.compile(r"\s*\[\s*(?:\.\.\.|…)\s*\]\s*")
_TO = re.compile(r"\s*(?:\.\.\.|…)\s*")
_STOPS = ".!?…։؟。"
_PAIRS = {"“": "”", "„": "“", "«": "»", "‘": "’", "(": ")", "[": "]", '"': '"'}


@dataclass(frozen=True)
class Passage:
    """Words of a full text, exact, the body paragraph in which they begin, and their proof. `remarks` are what an author may want
    to know of them."""

    source: Source
    words: str
    paragraph: int
    proof: Proof
    remarks: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        return len(cut(self.words).words)


@dataclass(frozen=True)
class _Place:
    """A run of characters of a paragraph of the file, counted from 1."""

    paragraph: int
    start: int
    end: int


def found(library: Library, id: str, wanted: str, paragraph: int = 0) -> Passage:
    """The passage of a full text that begins and ends with these words, or is these words.

    `wanted` may hold `...` between its first and last words, and `[...]` where a cut shall be. Capitals, accents and punctuation
    need not be right: the words are taken from the text. `paragraph` is a body paragraph, for words that stand in several.
    Raises `Refused` with what to do.
    """
    source, text = _text(library, id)
    blocks = tuple(unicodedata.normalize("NFC", block) for block in paragraphs(text))
    body = [n for n in range(1, len(blocks) + 1) if source.in_body(n)]
    here = [source.in_file(paragraph)] if paragraph else body
    if paragraph and here[0] not in body:
        raise Refused(f"'{id}' has no paragraph {paragraph}: its body has {len(body)}")
    taken: list[str] = []
    first = last = 0
    for part in _CUT.split(wanted):
        places = list(_places(blocks, [n for n in here if n >= last], part))
        if not places:
            raise Refused(_not_found(source, blocks, here, part))
        if len(places) > 1 and not taken:
            raise Refused(_several(source, blocks, places, part))
        taken.append(blocks[places[0].paragraph - 1][places[0].start : places[0].end])
        last = places[0].paragraph
        first, here = first or last, body
    exact = " [...] ".join(taken)
    proof = prove(exact, library.fingerprints[id], first, text, frozenset(source.furniture))
    if isinstance(proof, Misquote):
        raise Refused(f"cannot be quoted: {proof.message}\nhint: {proof.hint}")
    return Passage(source, exact, source.in_body(first), proof, tuple(_remarks(library, source, blocks, exact, proof)))


def _text(library: Library, id: str) -> tuple[Source, str]:
    if id not in library.sources:
        raise Refused(f"no source '{id}'; {nearest(id, library.sources) or 'known: ' + ', '.join(library.sources)}")
    if id not in library.texts:
        raise Refused(f"the full text of '{id}' is not attached\nhint: briefings sources attach {id} FILE; 'briefings sources verify' says what is wrong")
    return library.sources[id], library.texts[id]


# --- places in a text -------------------------------------------------------------------------------------


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Letters and digits that stand together, folded, with where they begin and end."""
    return [(folded(run[0]), run.start(), run.end()) for run in re.finditer(r"\w+", text)]


def _runs(within: Sequence[str], sought: Sequence[str]) -> list[int]:
    return [i for i in range(len(within) - len(sought) + 1) if list(within[i : i + len(sought)]) == list(sought)]


def _ends(part: str) -> tuple[list[str], list[str]]:
    """The first and the last words of a part; none for the last where it is one run of words."""
    first, *rest = (side for side in _TO.split(part.strip(" .…")) if side)
    return [token for token, _, _ in _tokens(first)], [token for side in rest[-1:] for token, _, _ in _tokens(side)]


def _places(blocks: Sequence[str], numbers: Sequence[int], part: str) -> Iterator[_Place]:
    """Every place of the words in these paragraphs; the last words are the nearest after the first."""
    whole = [token for token, _, _ in _tokens(part)]
    for number in numbers if whole else ():
        block = blocks[number - 1]
        tokens = _tokens(block)
        plain = [token for token, _, _ in tokens]
        spans = [(i, i + len(whole)) for i in _runs(plain, whole)]
        if not spans and _TO.search(part.strip(" .…")):
            first, last = _ends(part)
            for i in _runs(plain, first):
                spans += [(i, k + len(last)) for k in _runs(plain, last) if k >= i + len(first)][:1]
        for i, end in spans:
            yield _Place(number, *_punctuated(block, tokens[i][1], tokens[end - 1][2]))


def _punctuated(block: str, start: int, end: int) -> tuple[int, int]:
    """The place with the punctuation that belongs to it: the stop that ends it, and marks that are opened and closed in it."""
    if start and block[start - 1] in _PAIRS and _closes(block[start:end], block[start - 1]):
        start -= 1
    opened = [_PAIRS[c] for c in block[start:end] if c in _PAIRS and _PAIRS[c] != c] + ['"'] * (block[start:end].count('"') % 2)
    for c in block[start:end]:
        if c in opened and c != '"':
            opened.remove(c)
    before = start
    while before and block[before - 1] in _PAIRS:
        before -= 1
    waiting = [*opened, *(_PAIRS[c] for c in block[before:start])]
    after, stop = end, end
    while after < len(block) and (block[after] in _STOPS + "," or block[after] in waiting):
        if block[after] in waiting:
            waiting.remove(block[after])
            stop = after + 1
        elif block[after] in _STOPS and stop == after:
            stop = after + 1
        after += 1
    # A mark that is opened just before the words is theirs only where it is closed just after them.
    return (start if waiting else before), stop


def _closes(text: str, mark: str) -> bool:
    """Whether a text closes a mark that it does not open."""
    return text.count(mark) % 2 == 1 if _PAIRS[mark] == mark else text.count(_PAIRS[mark]) > text.count(mark)


# --- what to say of a passage -----------------------------------------------------------------------------


def _several(source: Source, blocks: Sequence[str], places: Sequence[_Place], part: str) -> str:
    lines = [f"  ¶ {source.in_body(p.paragraph)}: {_around(blocks[p.paragraph - 1], p.start, p.end)}" for p in places[:6]]
    one = len({p.paragraph for p in places}) == 1
    hint = "give more of the words" if one else "give more of the words, or the paragraph: --paragraph"
    return "\n".join([f"'{part.strip()}' stands in {len(places)} places of '{source.id}'", *lines, f"hint: {hint}"])


def _not_found(source: Source, blocks: Sequence[str], numbers: Sequence[int], part: str) -> str:
    first, last = _ends(part) if part.strip(" .…") else ([], [])
    if not first:
        return "no words to look for\nhint: write 'first words ... last words' of the passage"
    tokens = {n: _tokens(blocks[n - 1]) for n in numbers}
    begins = [n for n in numbers if _runs([t for t, _, _ in tokens[n]], first)]
    sought = last if last and begins else first
    says = " ".join(sought)
    if last and begins:
        elsewhere = [n for n in numbers if _runs([t for t, _, _ in tokens[n]], last)]
        begin = source.in_body(begins[0])
        if elsewhere:
            there = source.in_body(elsewhere[0])
            hint = f"end it earlier, or mark a cut at the end of the paragraph: 'a ... b [...] c ... {says}'"
            return f"paragraph {begin} of '{source.id}' has the first words, but the last words stand in {there}, or before them\nhint: {hint}"
        numbers = begins
    furniture = [n for n in range(1, len(blocks) + 1) if not source.in_body(n) and _runs([t for t, _, _ in _tokens(blocks[n - 1])], sought)]
    if furniture:
        return f"'{says}' stands in '{source.id}' only in furniture (a headline, caption or pull-quote)\nhint: quote the passage from the body"
    best = max(numbers, key=lambda n: (_alike(sought, [t for t, _, _ in tokens[n]]), -n), default=0)
    if not best or not _alike(sought, [t for t, _, _ in tokens[best]]):
        return f"'{says}' is not in '{source.id}', nor is anything like it\nhint: find the passage with: briefings search WORDS --source {source.id}"
    matched = [b for b in SequenceMatcher(None, [t for t, _, _ in tokens[best]], sought, autojunk=False).get_matching_blocks() if b.size]
    longest = max(matched, key=lambda b: (b.size, len(" ".join(sought[b.b : b.b + b.size]))))
    start, end = tokens[best][longest.a][1], tokens[best][longest.a + longest.size - 1][2]
    near = _around(blocks[best - 1], start, end)
    return f"'{says}' is not in '{source.id}'\n  nearest, ¶ {source.in_body(best)}: {near}\nhint: copy first and last words as they stand there"


def _alike(sought: Sequence[str], within: Sequence[str]) -> float:
    """How much of a run of words stands together in another: longer pieces count for more."""
    return sum(b.size**2 for b in SequenceMatcher(None, within, sought, autojunk=False).get_matching_blocks())


def _around(block: str, start: int, end: int, most: int = 60) -> str:
    """The words of a place with some before and after them, whole words only; the middle of a long one is left out."""
    left, right = block[max(0, start - most) : start], block[end : end + most]
    left = "… " + left.partition(" ")[2] if start > most else left
    right = right.rpartition(" ")[0] + " …" if len(block) - end > most else right
    inside = block[start:end] if end - start <= 2 * most else f"{block[start : start + most].rpartition(' ')[0]} … {block[end - most : end].partition(' ')[2]}"
    return f"{left}»{inside}«{right}"


def _remarks(library: Library, source: Source, blocks: Sequence[str], exact: str, proof: Proof) -> Iterator[str]:
    for q in library.of(source.id):
        if q.proof and any(a < d and c < b for a, b in proof.spans for c, d in q.proof.spans):
            yield f"some of these words are quoted already, in {q.ref}; they count once"
    parts = list(zip(_CUT.split(exact), proof.paragraphs, strict=True))
    for number, (part, paragraph) in enumerate(parts):
        block = blocks[paragraph - 1]
        start = block.find(part)
        places = sentences(block)
        for place in (p for p in places if p[0] < start < p[1]) if number == 0 else ():
            if words(block[place[0] : start]):
                yield f"begins within a sentence, after: {block[place[0] : start].strip()}"
        for place in (p for p in places if p[0] < start + len(part) < p[1]) if number == len(parts) - 1 else ():
            if words(block[start + len(part) : place[1]]):
                yield f"ends within a sentence, before: {block[start + len(part) : place[1]].strip()}"
    if exact.count("“") != exact.count("”") or exact.count('"') % 2:
        yield "holds a quotation mark without its other one; take in the whole of the inner quotation, or none of it"
    length = len(cut(exact).words)
    if length > LONGEST:
        yield f"has {length} words; a role brief holds excerpts of at most {LONGEST}"


def counted(library: Library, passage: Passage) -> tuple[int, int]:
    """How many more words of the source may be quoted, and how many this passage adds to those that are."""
    spans = [span for q in library.of(passage.source.id) if q.proof for span in q.proof.spans]
    line = next(line for line in library.ledger if line.source == passage.source.id)
    return max(0, line.most - line.quoted), quoted_words([*spans, *passage.proof.spans]) - line.quoted


# --- the entry --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class About:
    """What a text does not say of its own words, as in `Excerpt`. Empty where nobody has said it yet."""

    id: str = ""
    speaker: str = ""
    reports: str = ""
    of: str = ""
    tags: tuple[str, ...] = ()
    context: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in ("speaker", "reports", "tags", "context") if not getattr(self, name))


def named(library: Library, passage: Passage) -> str:
    """An id for an excerpt that has none: its first words that say something, and a number where there is such an id."""
    plain = [re.sub(r"[^a-z0-9]", "", folded(word)) for word in cut(passage.words).words]
    stem = "-".join([word for word in plain if len(word) > 3][:3])[:60].strip("-") or f"paragraph-{passage.paragraph}"
    taken = {q.excerpt.id for q in library.of(passage.source.id)}
    return next(name for n in range(1, len(taken) + 2) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)


def entry(passage: Passage, about: About, indent: str = "  ", key: str = "") -> str:
    """The lines of an excerpt as a record holds them. What is not known is left empty, with a comment that says what belongs there:
    `check` finds it until it is filled in."""
    inner = indent + "  "
    lines = [f"{indent}- id: {about.id or key}", *_folded("words", passage.words, inner), f"{inner}paragraph: {passage.paragraph}"]
    lines.append(f"{inner}speaker: {_scalar(about.speaker)}" if about.speaker else f"{inner}speaker:   # whose words these are, with office; or: author")
    lines.append(f"{inner}reports: {_scalar(about.reports)}" if about.reports else f"{inner}reports:   # fact, claim, position or opinion")
    if about.of:
        lines.append(f"{inner}of: {_scalar(about.of)}")
    tags = ", ".join(_scalar(tag) for tag in about.tags)
    lines.append(f"{inner}tags: [{tags}]" if tags else f"{inner}tags:      # subjects, for searching: [road, armenia]")
    lines += _folded("context", about.context, inner) if about.context else [f"{inner}context:   # one line that a reader needs to understand the words"]
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """A text as a YAML value on its line: as it is where nothing in it could be read otherwise, else in quotation marks."""
    text = " ".join(text.split())
    return text if re.fullmatch(r"[^\W_][\w()./’'-]*( [\w()./’'-]+)*", text) else json.dumps(text, ensure_ascii=False)


def _folded(key: str, text: str, indent: str) -> list[str]:
    rows = textwrap.wrap(" ".join(text.split()), WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    return [f"{indent}{key}: >-", *(f"{indent}  {row}" for row in rows)]


def put(seeds: Path, library: Library, passage: Passage, about: About) -> str:
    """Puts an excerpt into its source's record and gives its `source/excerpt`. `Refused`, and nothing is changed, where something
    is not said, where it is there already, where it would be too much, and where the record is written in an unusual form."""
    source = passage.source
    path = (seeds / f"{source.id}.yaml").resolve()
    about = About(**{**vars(about), "id": about.id or named(library, passage)})
    if about.missing:
        raise Refused(f"not said yet: {', '.join(about.missing)}\nhint: give --speaker, --reports, --tag and --context; or print it to be filled in: --as-yaml")
    for q in library.of(source.id):
        if q.excerpt.id == about.id:
            raise Refused(f"'{source.id}' has an excerpt '{about.id}' already\nhint: give it another name with --id")
        if q.proof and q.proof.spans == passage.proof.spans:
            raise Refused(f"these words are an excerpt already: {q.ref}")
    left, adds = counted(library, passage)
    if adds > left:
        hint = f"shorten it, or another excerpt of this source, by {_count(adds - left)}"
        raise Refused(f"{_count(left, 'more word')} of '{source.id}' may be quoted, and this passage adds {adds}\nhint: {hint}")
    before = path.read_bytes()
    after = _inserted(library.files[source.id], before.decode("utf-8"), passage, about).encode("utf-8")
    _must_hold(path.name, after, source, passage)
    if path.read_bytes() != before:
        raise Refused(f"{path.name} was changed meanwhile; try again")
    _replace(path, after)
    return f"{source.id}/{about.id}"


def _inserted(marked: Marked, text: str, passage: Passage, about: About) -> str:
    """The file's text with the entry after the last excerpt. Line ends stay as they are."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    if lines[-1]:
        lines[-1] += end.rstrip("\n")
        lines.append("")
    excerpts = marked.data.get("excerpts")
    if excerpts:
        place = _after_last(marked, len(excerpts))
        if place is None:
            raise _unusual(passage, about)
        indent, at = place
    elif "excerpts" in marked.data:
        at, indent = marked.key(("excerpts",)).line, "  "
        opened = re.fullmatch(r"(excerpts:)[ ]*(?:\[[ ]*\])?([ ]*#.*)?[ ]*(\r?)", lines[at - 1])
        if not opened:
            raise _unusual(passage, about)
        lines[at - 1] = f"{opened[1]}{opened[2] or ''}{opened[3]}"
    else:
        at, indent = len(lines) - 1, "  "
        lines.insert(at, "excerpts:" + end.rstrip("\n"))
        at += 1
    new = [line + end.rstrip("\n") for line in entry(passage, about, indent).splitlines()]
    return "\n".join([*lines[:at], *new, *lines[at:]])


def _after_last(marked: Marked, count: int) -> tuple[str, int] | None:
    """The indent of the entries, and the number of the last line of the last of them; None where they are not a plain list."""
    first = marked.key(("excerpts", count - 1))
    dash = re.fullmatch(r"( *)- +", marked.lines[first.line - 1][: first.column - 1])
    if not dash:
        return None
    following = [m.line for loc, m in marked.keys.items() if loc[:1] != ("excerpts",) and m > first]
    at = min(following, default=len(marked.lines) + 1) - 1

    def outside(line: str) -> bool:
        return not line.strip() or (line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= len(dash[1]))

    while outside(marked.lines[at - 1]):
        at -= 1
    return dash[1], at


def _unusual(passage: Passage, about: About) -> Refused:
    what = f"the list of excerpts of '{passage.source.id}' is written in a form that cannot be added to"
    return Refused(f"{what}; put this where it belongs:\n{entry(passage, about)}")


def _must_hold(name: str, content: bytes, source: Source, passage: Passage) -> None:
    """Nothing but the new excerpt may be in the record that was not there before, and that must be the passage."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / name
        trial.write_bytes(content)
        marked, findings = read_yaml(trial, name)
        made, wrong = validate(Source, marked) if marked else (None, ())
    faults = [f for f in (*findings, *wrong) if f.level == "error"]
    if made is None or faults:
        raise Refused("what was said of the excerpt does not fit:\n" + "\n".join(map(str, faults)))
    new: Excerpt = made.excerpts[-1]
    if made.model_copy(update={"excerpts": made.excerpts[:-1]}) != source or fold(new.words) != fold(passage.words) or new.paragraph != passage.paragraph:
        raise Refused("the record would not read as it does now; put the excerpt in by hand: --as-yaml prints it")


def _count(n: int, what: str = "word") -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _replace(path: Path, content: bytes) -> None:
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(fresh, path.stat().st_mode & 0o777)
        os.replace(fresh, path)
    except BaseException:
        os.unlink(fresh)
        raise

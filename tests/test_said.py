"""A PDF is read wherever it can say something; six words of a secret are found in every hiding place, on paper or not.

What was proven (numbers are asserted as minimums): six words are found in each of 33 places of a file. With the shipped scenario, every
one of more than 250 texts of its five roles, the facilitator and the epilogue, whole and as three pieces of six words alone, printed in
four settings, is found in the file of each of the seven audiences that may not read it, and no other text is. Of these texts, every run
of six words (more than 4500) is found alone in seven disguises. A role's score sheet is found in the name of every other role.
"""

import unicodedata
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from briefings.build import Built, Checked, check_scenario
from briefings.cache import Cache
from briefings.casting import seat_each_role
from briefings.orders import MANIFEST
from briefings.packs import plan
from briefings.press.finish import elements
from briefings.press.said import said
from briefings.project import Project
from briefings.scenarios import CITATION, EVERYONE, FACILITATOR, RUN, Scenario
from briefings.secrecy import Secrets, search
from briefings.wording import bare_words, windows
from tests.conftest import ROOT
from tests.test_press import LOOK
from tests.test_secrecy import page, searched

pytestmark = pytest.mark.slow

HIDDEN = "set aside money for one heated"


@cache
def harmless() -> bytes:
    """A tagged PDF with a link, a field and an outline."""
    return page('<h2>Two</h2><p id="here"><a href="#here" aria-label="Here">x</a></p><form><input name="n" aria-label="A field" value="y"></form>')


def planted(change: Callable[[Pdf], object]) -> bytes:
    """The harmless PDF, changed."""
    with Pdf.open(BytesIO(harmless())) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def tag(pdf: Pdf, key: str) -> None:
    list(elements(pdf.Root.StructTreeRoot.K))[2][key] = String(HIDDEN)


def annotation(pdf: Pdf, kind: str) -> pikepdf.Object:
    return next(a for a in pdf.pages[0].obj.Annots if a.Subtype == kind)


def drawn(pdf: Pdf, content: bytes) -> Stream:
    """A drawing of its own with a plain font."""
    form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
    form.Resources = Dictionary(Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
    return form


def shown(at: str = "50 50", how: str = "") -> bytes:
    return f"BT /F 9 Tf {how} {at} Td ({HIDDEN}) Tj ET".encode()


def draw(pdf: Pdf, content: bytes) -> None:
    name = pdf.pages[0].add_resource(drawn(pdf, content), Name.XObject)
    pdf.pages[0].contents_add(f"{name} Do".encode())


def appearance(pdf: Pdf) -> None:
    annotation(pdf, "/Widget").AP = Dictionary(N=drawn(pdf, shown("5 5")))


def attachment(pdf: Pdf, name: str, content: bytes) -> None:
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)


def destination(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(HIDDEN), Array([pdf.pages[0].obj, Name.Fit])])))


PLACES: dict[str, Callable[[Pdf], object]] = {
    "alternative text": lambda pdf: tag(pdf, "/Alt"),
    "replacement text": lambda pdf: tag(pdf, "/ActualText"),
    "expansion": lambda pdf: tag(pdf, "/E"),
    "title of a tag": lambda pdf: tag(pdf, "/T"),
    "summary of a table": lambda pdf: list(elements(pdf.Root.StructTreeRoot.K))[2].update({"/A": Dictionary(O=Name.Table, Summary=String(HIDDEN))}),
    "name of a field": lambda pdf: annotation(pdf, "/Widget").update({"/T": String(HIDDEN)}),
    "value of a field": lambda pdf: annotation(pdf, "/Widget").update({"/V": String(HIDDEN)}),
    "value of a field, as a stream": lambda pdf: annotation(pdf, "/Widget").update({"/V": pdf.make_stream(HIDDEN.encode())}),
    "choice of a field": lambda pdf: annotation(pdf, "/Widget").update({"/Opt": Array([String("a"), Array([String("b"), String(HIDDEN)])])}),
    "tooltip": lambda pdf: annotation(pdf, "/Widget").update({"/TU": String(HIDDEN)}),
    "what a field draws": appearance,
    "text of an annotation": lambda pdf: annotation(pdf, "/Link").update({"/Contents": String(HIDDEN)}),
    "target of a link": lambda pdf: annotation(pdf, "/Link").update(
        {"/A": Dictionary(S=Name.URI, URI=String(f"https://x.example/?q={'%20'.join(HIDDEN.split())}"))}
    ),
    "target in the file": lambda pdf: annotation(pdf, "/Link").update({"/Dest": String(HIDDEN)}),
    "target by name": lambda pdf: annotation(pdf, "/Link").update({"/Dest": Name("/" + HIDDEN.replace(" ", "-"))}),
    "script": lambda pdf: pdf.Root.update({"/OpenAction": Dictionary(S=Name.JavaScript, JS=String(f'app.alert("{HIDDEN}")'))}),
    "script, as a stream": lambda pdf: pdf.Root.update({"/OpenAction": Dictionary(S=Name.JavaScript, JS=pdf.make_stream(HIDDEN.encode("utf-16")))}),
    "named destination": destination,
    "title": lambda pdf: pdf.docinfo.update({"/Title": String(HIDDEN)}),
    "subject": lambda pdf: pdf.docinfo.update({"/Subject": String(HIDDEN)}),
    "metadata of one's own": lambda pdf: pdf.docinfo.update({"/Xyz": String(HIDDEN)}),
    "XMP": lambda pdf: pdf.Root.update(
        {"/Metadata": pdf.make_stream(f"<x a='{HIDDEN.replace('e', '&#101;')}'/>".encode(), Type=Name.Metadata, Subtype=Name.XML)}
    ),
    "outline": lambda pdf: pdf.Root.Outlines.First.update({"/Title": String(HIDDEN)}),
    "page label": lambda pdf: pdf.Root.update({"/PageLabels": Dictionary(Nums=Array([0, Dictionary(P=String(HIDDEN))]))}),
    "layer": lambda pdf: pdf.Root.update({"/OCProperties": Dictionary(OCGs=Array([pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(HIDDEN)))]))}),
    "name of an attachment": lambda pdf: attachment(pdf, f"{HIDDEN}.txt", b"x"),
    "attachment": lambda pdf: attachment(pdf, "a.txt", HIDDEN.encode()),
    "attachment in UTF-16": lambda pdf: attachment(pdf, "a.txt", HIDDEN.encode("utf-16")),
    "key of the file": lambda pdf: pdf.Root.update({"/" + "".join(HIDDEN.split()): 1}),
    "drawing": lambda pdf: draw(pdf, shown()),
    "unseen text": lambda pdf: draw(pdf, shown(how="3 Tr")),
    "white text": lambda pdf: draw(pdf, shown(how="1 g")),
    "text off the page": lambda pdf: draw(pdf, shown("50 5000")),
}


def test_no_place_was_forgotten():
    assert len(PLACES) >= 33


@pytest.mark.parametrize("place", PLACES)
def test_six_words_of_a_secret_are_found_in_every_place_of_a_file(river: Project, place: str):
    found = searched(river, "a4/common-brief.pdf", planted(PLACES[place]))
    assert {f.code for f in found} == {"secret-leaked"}
    assert all(f"'{HIDDEN}'" in f.message for f in found)
    assert searched(river, "a4/role-brief-upper.pdf", planted(PLACES[place])) == ()


def test_the_harmless_file_holds_nothing(river: Project):
    assert searched(river, "a4/common-brief.pdf", planted(lambda pdf: None)) == ()


def test_the_page_of_a_tooltip_or_tag_is_told(river: Project):
    for place in ("tooltip", "alternative text"):
        (found,) = searched(river, "a4/common-brief.pdf", planted(PLACES[place]))
        assert found.message.startswith("page 1 of a4/common-brief.pdf: ")


def test_file_names_and_the_manifest_are_searched(river: Project):
    assert len(searched(river, f"{HIDDEN}/common-brief.pdf".replace(" ", "-"), harmless())) == 1
    assert len(searched(river, MANIFEST, f'{{"title": "{HIDDEN}"}}'.encode())) == 1
    assert searched(river, MANIFEST, b'{"title": "x"}') == ()


SMALL = LOOK + '@page { size: 80mm 50mm; @top-center { content: "The head of the page" } @bottom-center { content: counter(page) " of many" } }'


def test_words_run_on_over_the_end_of_a_page(river: Project):
    """Between the two halves stand the foot of one page and the head of the next."""
    before, after = "set aside money", "for one heated"
    found = searched(river, "a4/common-brief.pdf", page(f'<p>x {before}</p><p style="break-before: page">{after} y</p>', look=SMALL))
    assert [f.message.partition(" of ")[2] for f in found] == ["a4/common-brief.pdf holds words of this text: 'set aside money for one heated'"]


def test_words_run_on_as_they_are_read_aloud_where_the_page_shows_them_apart(river: Project):
    """Two columns whose lines stand at the same height, set line by line: across the page the columns alternate."""
    rows = "".join(
        f'<p style="position: absolute; top: {n}cm; left: {left}cm; margin: 0">{text}</p>'
        for column, left in ((("set aside", "money for", "one heated"), 1), (("xa xb", "xc xd", "xe xf"), 5))
        for n, text in enumerate(column, 3)
    )
    assert len(searched(river, "a4/common-brief.pdf", page(rows))) == 1


def test_the_score_sheet_of_a_role_is_found_in_the_name_of_every_other(lachin: Built):
    """Two rows that follow one another, option and points, are enough."""
    assert lachin.pack
    secrets, marked = Secrets(lachin.checked.scenario, lachin.checked.library), lachin.checked.marked  # type: ignore[arg-type]
    sheets = {d: (lachin.folder / "a4" / f"{d.id}.pdf").read_bytes() for d in lachin.pack.documents if d.kind == "score-sheet"}
    assert marked
    for other in sheets:
        wrong = {d.audience.reader for d in sheets if search(secrets, marked, [other], {f"{other.id}.pdf": sheets[d]}, Cache(None))}
        assert wrong == {d.audience.reader for d in sheets if d is not other}


FILLER = "zq"  # stands in no text, so that no run goes on into the next
SETTINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda run: run,
    "in capitals": str.upper,
    "hyphens at the end of lines": lambda run: "\n".join(
        f"{word[: len(word) // 2]}-\n{word[len(word) // 2 :]}" if len(word) > 5 else word for word in run.split()
    ),
    "quotation marks and dashes": lambda run: " – ".join(f"“{word}”" for word in run.split()),
}
DISGUISES: dict[str, Callable[[str], str]] = {
    "soft hyphens": lambda run: "\N{SOFT HYPHEN}".join(run),
    "characters without width": lambda run: "\N{ZERO WIDTH SPACE}".join(run).replace(" ", "\N{ZERO WIDTH NO-BREAK SPACE}"),
    "no-break spaces": lambda run: run.replace(" ", "\N{NARROW NO-BREAK SPACE}"),
    "full-width letters": lambda run: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in run),
    "ligatures": lambda run: run.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ"),
    "accents taken apart": lambda run: unicodedata.normalize("NFD", run),
    "apart": " ".join,
}


@pytest.fixture(scope="module")
def shipped() -> Checked:
    return check_scenario(Project(ROOT, ROOT / "build"), "lachin-2022")


def texts(scenario: Scenario) -> list[list[str]]:
    """The words of every text that is not for everyone and has six or more."""
    found = [CITATION.sub(" ", p.text).split() for p in scenario.passages if p.reader != EVERYONE]
    found = [text for text in found if len(bare_words(" ".join(text))) >= RUN]
    assert len(found) > 250
    return found


def letters(text: str) -> str:
    return "".join(bare_words(text))


def plainly_set(texts: tuple[str, ...]) -> bytes:
    """A PDF with these texts, forty on a page, each line of each a line of its own, between them a word from nowhere."""
    with Pdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        for batch in (texts[n : n + 40] for n in range(0, len(texts), 40)):
            lines = [line for text in batch for line in (FILLER, *text.split("\n"))]
            content = b"BT /F 5 Tf 6 TL 20 8000 Td " + b"".join(b"<" + line.encode("cp1252").hex().encode() + b"> Tj T* " for line in lines) + b"ET"
            page = Dictionary(Type=Name.Page, MediaBox=[0, 0, 3000, 8020], Resources=Dictionary(Font=Dictionary(F=font)), Contents=pdf.make_stream(content))
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("setting", SETTINGS)
def test_secret_texts_whole_and_in_pieces_are_found_in_print(shipped: Checked, setting: str):
    """Each alone between words from nowhere; and each audience's file is stopped by exactly the texts it may not read."""
    assert shipped.scenario
    assert shipped.marked
    secrets, documents = Secrets(shipped.scenario, shipped.library), plan(shipped.scenario, shipped.library, seat_each_role(shipped.scenario)).documents
    whole = [text for text in texts(shipped.scenario) if " ".join(text).encode("cp1252", "ignore").decode("cp1252") == " ".join(text)]
    pieces = [text[n : n + RUN] for text in whole for n in (0, len(text) // 3, len(text) - RUN) if n >= 0]
    printed = [" ".join(run) for run in (*whole, *pieces)]
    pdf = plainly_set(tuple(SETTINGS[setting](run) for run in printed))
    text = letters("".join(piece.text for piece in next(said(pdf))))
    found = {run for _, run, _ in secrets.found(text)}
    assert {"".join(window) for run in printed for window in windows(bare_words(run), RUN)} <= found
    assert len(found) > 4500
    audiences = {d.audience: d.id for d in documents if d.audience.reader != FACILITATOR}
    assert len(audiences) == 7
    hits = search(secrets, shipped.marked, documents, {f"{id}.pdf": pdf for id in audiences.values()}, Cache(None))
    for audience, id in audiences.items():
        kept = secrets.kept_from(audience)
        stopped = {f.mark for f in hits if f" of {id}.pdf" in f.message}
        assert stopped == {shipped.marked.mark(secret.loc) for _, run, secret in secrets.found(text) if run in kept}
        assert len(stopped) > 80


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_run_of_six_secret_words_is_found_in_disguise(shipped: Checked, disguise: str):
    assert shipped.scenario
    secrets = Secrets(shipped.scenario, shipped.library)
    planted = {" ".join(run) for text in texts(shipped.scenario) for run in windows(text, RUN)}
    assert len(planted) > 4500
    for run in planted:
        found = {hit for _, hit, _ in secrets.found(letters(f"The other side {DISGUISES[disguise](run)} said so."))}
        assert {"".join(window) for window in windows(bare_words(run), RUN)} <= found, run


def test_the_longest_run_of_the_words_is_told_once(river: Project):
    """Though it stands on the page and in the reading order, there with a note's number and here without."""
    note = '<sup><a href="#n" aria-label="Note 3">3</a></sup>'
    found = searched(river, "a4/common-brief.pdf", page(f'<p id="n">x set aside money for one heated{note} gauge house beside y</p>'))
    assert [f.message.partition(": ")[2] for f in found] == ["'set aside money for one heated gauge house beside'"]

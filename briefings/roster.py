"""The roster: a spreadsheet's CSV with a line for everyone, and a mark for every cell.

You get a `Roster` from `read_roster`, or findings at line and column. A *cast* is a roster in which every role and
table is filled in: the same reader reads both, `as_csv` writes both, and a person edits either in a spreadsheet.

Nothing is dropped: columns nobody asked for are kept. In those that mean something a cell which begins like a formula is a
finding: no name begins so, a spreadsheet saves results and not formulas, and the next spreadsheet might run it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from briefings.marks import Finding, Level, Loc, Mark, Marked, failed, nearest
from briefings.scenarios import OBSERVER, PRESS, WATCHING, Scenario
from briefings.spreadsheet import FORMULA, SAVE_AS, Cell, Findings, Sheet, fold, header_words, read_sheet, written

MOST_LETTERS = 200

Edition = Literal["standard", "large"]

# The columns, and how they may be called; case, hyphens and underscores do not count. Wishes may also stand in
# numbered columns: `wish 1`, `wish 2`.
COLUMNS = {
    "name": ("name", "names", "participant", "student", "delegate", "full name"),
    "id": ("id", "number", "no", "nr"),
    "group": ("group", "class", "school"),
    "role": ("role", "delegation"),
    "table": ("table",),
    "wishes": ("preferences", "preference", "wishes", "wish", "choices", "choice"),
    "avoid": ("avoid role", "avoid roles", "avoid", "avoids"),
    "not_with": ("not with", "apart from"),
    "edition": ("edition",),
    "language": ("language", "language of name", "lang"),
    "absent": ("absent",),
}
_NOTHING = {"", "-", "--", "\u2013", "\u2014", "n/a"}
_FIELDS = {word: field for field, spellings in COLUMNS.items() for word in spellings}
# The columns as `cast` writes them: what stands in each, and an example.
ABOUT = {
    "name": ("The whole name, in any script, up to 200 letters.", "Ana Brod"),
    "id": ("What tells two people of one name apart.", "7"),
    "group": ("A class or school; its people are spread over the tables.", "10b"),
    "role": ("A seat to keep: a role's name, id or letter, or observer or press.", "observer"),
    "table": ("The table to keep: a number.", "1"),
    "preferences": ("Roles, the dearest first, with > between them.", "B > A"),
    "avoid-role": ("Roles that are never given; all for somebody who will not play and observes.", "C"),
    "not-with": ("Names or ids, with ; between them: never at one table, never in one delegation.", "Ben Stone; 8"),
    "edition": ("Which print: standard or large.", "large"),
    "language": ("The language of the name, as a BCP 47 tag.", "hy"),
    "absent": ("yes for somebody who is on the list but not there.", "yes"),
}


@dataclass(frozen=True)
class Participant:
    """Somebody on the roster.

    `role` is the id of a role, `observer`, `press` or empty; `table` is 0 where none is given; `not_with` holds the keys
    of others; `more` is what stood in columns that mean nothing here, as header and text.
    """

    name: str
    id: str = ""
    group: str = ""
    role: str = ""
    table: int = 0
    wishes: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    edition: Edition = "standard"
    language: str = ""
    absent: bool = False
    more: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What tells this participant from all others: the id, or the name where there is none."""
        return self.id or self.name


@dataclass(frozen=True)
class Roster:
    """Everyone, in the order of the file; `marked` knows where each cell stands: `(number, "avoid")`."""

    people: tuple[Participant, ...]
    marked: Marked
    delimiter: str = ","

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place in the list by key."""
        return {person.key: number for number, person in enumerate(self.people)}

    def called(self, name: str) -> tuple[Participant, ...]:
        """Those who go by a name or an id; case and spaces do not count."""
        return self._names.get(fold(name), ())

    @cached_property
    def _names(self) -> dict[str, tuple[Participant, ...]]:
        return _by_name(self.people)

    def finding(self, code: str, message: str, person: Participant | None = None, column: str = "name", hint: str = "", level: Level = "error") -> Finding:
        """A finding at somebody's cell, or about the whole roster."""
        loc: Loc = (self.numbers[person.key], column) if person and person.key in self.numbers else ()
        return self.marked.finding(code, message, loc, hint, level)


def numbered(count: int) -> Roster:
    """A roster of `count` people who have numbers instead of names."""
    width = len(str(count))
    return Roster(tuple(Participant(f"Participant {number:0{width}}") for number in range(1, count + 1)), Marked("--players", (), None, {}, {}))


def role_words(scenario: Scenario) -> dict[str, str]:
    """Every word a cell may use for a role: its id, names, address or letter, and the seats beside the table."""
    words = {"observer": OBSERVER, "observers": OBSERVER, "press": PRESS, "journalist": PRESS}
    for role in reversed(scenario.roles):
        words |= {fold(word): role.id for word in (scenario.letter(role.id), role.delegation, *role.also, role.name, role.id)}
    return words


def read_roster(path: Path, scenario: Scenario, shown: str = "") -> tuple[Roster | None, tuple[Finding, ...]]:
    """The roster in a file, and everything wrong with it; no roster where anything in it is an error."""
    file = shown or str(path)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = (getattr(error, "strerror", None) or str(error)).lower()
        return None, (Finding("unreadable", f"cannot read the file: {why}", Mark(file), "check the name and that you may read it"),)
    return read_bytes(raw, scenario, file)


def read_bytes(raw: bytes, scenario: Scenario, file: str = "roster.csv") -> tuple[Roster | None, tuple[Finding, ...]]:
    """The roster in the bytes of a file, and everything wrong with it."""
    sheet, findings = read_sheet(raw, file, _FIELDS)
    roster = _Reader(sheet, findings, scenario).run() if sheet else None
    wrong = findings.all()
    return None if failed(wrong) else roster, wrong


def as_csv(people: Iterable[Participant], scenario: Scenario, delimiter: str = ",") -> bytes:
    """A roster or cast as a CSV that a spreadsheet opens, without the columns that nobody uses."""
    people = tuple(people)
    names = {role.id: role.name for role in scenario.roles}
    everyone = {person.key: person.name for person in people}
    doubled = {name for name, count in Counter(p.name for p in people).items() if count > 1}
    every = {*names, PRESS}

    def others(person: Participant) -> str:
        return "; ".join(key if everyone.get(key) in doubled else everyone.get(key, key) for key in person.not_with)

    rows = [
        {
            "name": p.name,
            "id": p.id,
            "role": names.get(p.role, p.role),
            "table": str(p.table or ""),
            "group": p.group,
            "preferences": " > ".join(names.get(r, r) for r in p.wishes),
            "avoid-role": "all" if set(p.avoid) == every else "; ".join(names.get(r, r) for r in p.avoid),
            "not-with": others(p),
            "edition": "" if p.edition == "standard" else p.edition,
            "language": p.language,
            "absent": "yes" if p.absent else "",
            **dict(p.more),
        }
        for p in people
    ]
    headers = list(dict.fromkeys(header for row in rows for header in row))
    used = [h for h in headers if h in ("name", "role", "table") or any(row.get(h) for row in rows)]
    return written([used, *([row.get(header, "") for header in used] for row in rows)], delimiter)


def _by_name(people: Iterable[Participant]) -> dict[str, tuple[Participant, ...]]:
    found: dict[str, tuple[Participant, ...]] = {}
    for person in people:
        for word in {fold(person.name), fold(person.key)}:
            found[word] = (*found.get(word, ()), person)
    return found


Named = dict[str, list[Cell]]


class _Reader:
    """Turns the cells of one file into participants, collecting findings as it goes."""

    def __init__(self, sheet: Sheet, findings: Findings, scenario: Scenario) -> None:
        self.sheet, self.findings, self.scenario = sheet, findings, scenario
        self.words = role_words(scenario)
        self.every = (*(role.id for role in scenario.roles), PRESS)

    def run(self) -> Roster | None:
        rows = self.sheet.rows
        if not rows:
            self._found("empty", "the file has no lines", hint="begin with a line that names the columns, such as: name, preferences, avoid-role")
            return None
        headers = self._headers(rows[0])
        if headers is None:
            return None
        values: dict[Loc, Mark] = {}
        people: list[Participant] = []
        cells: list[Named] = []
        for row in rows[1:]:
            person, named = self._person(headers, row)
            if person is not None:
                number = len(people)
                people.append(person)
                cells.append(named)
                values |= {(number,): row[0].mark} | {(number, field): found[0].mark for field, found in named.items()}
        if not people:
            self._found("empty", "nobody is on the roster", hint="below the line with the columns, write one line for each participant")
        self._doubled(people, cells)
        known = _by_name(people)
        people = [self._kept_apart(p, named, known) for p, named in zip(people, cells, strict=True)]
        marked = self.sheet.marked
        return Roster(tuple(people), Marked(marked.file, marked.lines, None, {}, values), self.sheet.delimiter)

    def _found(self, code: str, message: str, at: Mark | None = None, hint: str = "", level: Level = "error") -> None:
        self.findings.found(code, message, at, hint, level)

    def _near(self, word: str, known: Iterable[str]) -> str:
        """Looking for something like a word takes time: it is done for findings that are shown."""
        return nearest(fold(word), known) if not self.findings.full and len(word) <= MOST_LETTERS else ""

    def _headers(self, row: tuple[Cell, ...]) -> list[tuple[str, str]] | None:
        """For each column its field, or an empty text for one that means nothing here, and its header as written."""
        headers: list[tuple[str, str]] = []
        seen: dict[str, Mark] = {}
        for cell in row:
            text, mark = cell.text, cell.mark
            word, numbered = header_words(text)
            field = _FIELDS.get(word, "")
            if numbered and field != "wishes":
                field = ""
            if text and ((field not in ("", "wishes") and field in seen) or (not field and text in seen)):
                line = f"{seen[field or text].line}:{seen[field or text].column}"
                self._found("doubled-column", f"column '{text}' says the same as an earlier one", mark, f"the first stands at {line}; keep one of them")
            if text and not field:
                near = self._near(word, _FIELDS)
                hint = f"{near} " if near else ""
                self._found("unknown-column", f"column '{text}' means nothing here; it is kept", mark, f"{hint}known are: {', '.join(ABOUT)}", "warning")
            seen.setdefault(field or text, mark)
            headers.append((field, text))
        if not any(field == "name" for field, _ in headers):
            hint = "begin with a line that names the columns, such as: name, preferences, avoid-role; put each whole name in one column"
            self._found("no-names", "no column is called 'name'", row[0].mark, hint)
        return None if failed(tuple(self.findings.kept)) else headers

    # --- people -----------------------------------------------------------------------------------------------

    def _person(self, headers: list[tuple[str, str]], row: tuple[Cell, ...]) -> tuple[Participant | None, Named]:
        """Somebody's line, and the cells by field. None for a line of empty cells."""
        named: Named = {}
        more: list[tuple[str, str]] = []
        for number, cell in enumerate(row):
            text = cell.text
            if number >= len(headers):
                if text:
                    self._found("loose-cell", "a cell to the right of the last column", cell.mark, "put a text that contains the delimiter in quotation marks")
                continue
            field, header = headers[number]
            if not field:
                more += [(header or f"column {number + 1}", text)] if text else []
            elif text not in _NOTHING:
                named.setdefault(field, []).append(cell)
                self._suspect(field, text, cell.mark)
        if not named and not more:
            return None, {}
        if "name" not in named:
            self._found("no-name", "a line without a name", row[0].mark, "write the name, or delete the line")

        def one(field: str) -> str:
            return named[field][0].text if field in named else ""

        wishes = tuple(dict.fromkeys(role for cell in named.get("wishes", ()) for role in self._roles(cell)))
        avoid = tuple(dict.fromkeys(role for cell in named.get("avoid", ()) for role in self._roles(cell)))
        given_roles = tuple(self._roles(named["role"][0])) if "role" in named else ()
        if len(given_roles) > 1:
            self._found("several-roles", f"{one('name')} is given {len(given_roles)} roles", named["role"][0].mark, "keep one; wishes stand in 'preferences'")
        role = given_roles[0] if given_roles else ""
        for field, given in (("wishes", wishes), ("role", (role,))):
            if both := [r for r in given if r in avoid]:
                what = "wishes for" if field == "wishes" else "is given"
                hint = "take it out of one of the two columns"
                self._found("contradiction", f"{one('name')} {what} and avoids {self._name(both[0])}", named[field][0].mark, hint)
        if avoid and {*self.every, OBSERVER} <= {*avoid}:
            self._found("impossible", f"{one('name')} avoids every seat there is", named["avoid"][0].mark, "leave 'observer' at least, or mark the line absent")
        return (
            Participant(
                name=one("name"),
                id=one("id"),
                group=one("group"),
                role=role,
                table=self._table(named["table"][0]) if "table" in named else 0,
                wishes=wishes,
                avoid=avoid,
                edition=self._edition(named["edition"][0]) if "edition" in named else "standard",
                language=self._language(named["language"][0]) if "language" in named else "",
                absent=self._yes(named["absent"][0]) if "absent" in named else False,
                more=tuple(more),
            ),
            named,
        )

    def _suspect(self, field: str, text: str, mark: Mark) -> None:
        if text.startswith(FORMULA):
            self._found("formula", f"a cell that begins like a formula: {text[:40]}", mark, "delete the sign; in a spreadsheet, paste values and not formulas")
        elif field == "name" and ("\ufffd" in text or re.search(r"\?\?", text)):
            self._found("lost-letters", "letters of this name were lost when the file was saved", mark, f"type the name again, and {SAVE_AS}")
        elif len(text) > MOST_LETTERS and field in ("name", "id", "group"):
            self._found("too-long", f"a {field} of {len(text)} letters; at most {MOST_LETTERS} fit", mark, "is a quotation mark or a delimiter missing?")

    def _name(self, role: str) -> str:
        return next((r.name for r in self.scenario.roles if r.id == role), role)

    def _roles(self, cell: Cell) -> Iterator[str]:
        """The roles a cell names, in order."""
        text = cell.text
        if fold(text) in ("all", "every role"):
            yield from self.every
            return
        for part in (text,) if fold(text) in self.words else re.split(r"[;,|/>\n]", text):
            if role := self.words.get(fold(part)):
                yield role
            elif part.strip():
                hint = self._near(part, self.words) or f"roles: {', '.join(r.name for r in self.scenario.roles)}, {', '.join(WATCHING)}"
                self._found("unknown-role", f"no role is called '{part.strip()[:60]}'", cell.mark, hint)

    def _table(self, cell: Cell) -> int:
        text, mark = cell.text, cell.mark
        found = re.fullmatch(r"(?:table *)?([1-9][0-9]{0,3})", text.casefold())
        if not found:
            self._found("table", f"expected the number of a table, found '{text[:40]}'", mark, "write digits only, such as 3, from 1 to 9999")
        return int(found[1]) if found else 0

    def _edition(self, cell: Cell) -> Edition:
        text, mark = cell.text, cell.mark
        word = fold(text).removesuffix(" print")
        for edition in get_args(Edition):
            if word == edition:
                return edition  # type: ignore[no-any-return]
        self._found("choice", f"no edition is called '{text[:40]}'", mark, f"choose one of: {', '.join(get_args(Edition))}")
        return "standard"

    def _language(self, cell: Cell) -> str:
        text, mark = cell.text, cell.mark
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", text):
            self._found("language", f"expected a language code, found '{text[:40]}'", mark, "such as en, hy, az, ru, ar or zh-Hant (BCP 47)")
        return text

    def _yes(self, cell: Cell) -> bool:
        text, mark = cell.text, cell.mark
        word = fold(text)
        if word not in ("yes", "no", "x"):
            self._found("yes-or-no", f"expected yes or no, found '{text[:40]}'", mark, "write yes for somebody who is absent, or leave the cell empty")
        return word in ("yes", "x")

    # --- people among others ----------------------------------------------------------------------------------

    def _doubled(self, people: list[Participant], cells: list[Named]) -> None:
        first: dict[str, int] = {}
        for number, person in enumerate(people):
            for field in ("id", "name"):
                word = fold(getattr(person, field))
                if not word or field not in cells[number]:
                    continue
                other = first.setdefault(f"{field} {word}", number)
                if other == number or (field == "name" and person.id and people[other].id):
                    continue
                line, cell = cells[other][field][0].mark.line, cells[number][field][0]
                hint = "delete one of the lines; if they are two people, give each an id" if field == "name" else "give each an id of its own"
                self._found(f"doubled-{field}", f"{cell.text[:60]} also stands in line {line}", cell.mark, hint)

    def _kept_apart(self, person: Participant, named: Named, known: dict[str, tuple[Participant, ...]]) -> Participant:
        """The participant with `not_with` as keys of others."""
        keys: list[str] = []
        for cell in named.get("not_with", ()):
            mark = cell.mark
            for name in self._names(cell.text, known):
                found = known.get(fold(name), ())
                if len(found) == 1 and found[0] is not person:
                    keys.append(found[0].key)
                elif len(found) == 1:
                    self._found("contradiction", f"{person.name} cannot be kept apart from themselves", mark, "name somebody else")
                elif found:
                    self._found("ambiguous", f"{len(found)} people are called '{name[:60]}'", mark, "write the id")
                else:
                    hint = self._near(name, known) or "write a name as it stands in the column 'name', or an id; put '; ' between two"
                    self._found("unknown-name", f"nobody is called '{name[:60]}'", mark, hint)
        return replace(person, not_with=tuple(dict.fromkeys(keys)))

    def _names(self, text: str, known: dict[str, tuple[Participant, ...]]) -> Iterator[str]:
        """The names in a cell; a comma separates two only where it is in no name."""
        for part in (text,) if fold(text) in known else re.split(r"[;|\n]", text):
            for name in (part,) if fold(part) in known else part.split(","):
                if name.strip():
                    yield name.strip()

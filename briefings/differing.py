"""What differs between two versions of a scenario: for whom, and which sheets must be printed again.

You get a `Difference` from `diff`. Values are compared as they stand in the two files, each with whoever may read it; entries of a
list are known by their id (an excerpt, an option), others by what they say. Sheets are compared as planned, for one table: a
document must be printed again where anything it is made from differs, its template and styles included.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from briefings.build import verdict
from briefings.casting import seat_each_role
from briefings.checks import Checked, check_scenario
from briefings.marks import Finding, Loc, Mark, Marked, in_order
from briefings.packs import plan
from briefings.packs.parts import Document
from briefings.project import Project, listed, overlaid
from briefings.scenarios import AFTER, EVERYONE, FACILITATOR, Scenario
from briefings.searching import uses

# What an entry of a list is known by, if it is not its place in it.
_NAMES = ("id", "excerpt", "option", "term", "name", "phase", "who", "role", "round")
_RUN = 5  # words around a change that are shown


@dataclass(frozen=True)
class Version:
    """One of the two versions: its project, and its scenario as checked. `shown` is its printed name."""

    project: Project
    checked: Checked
    shown: str

    @property
    def scenario(self) -> Scenario:
        assert self.checked.scenario is not None
        return self.checked.scenario

    @property
    def marked(self) -> Marked:
        assert self.checked.marked is not None
        return self.checked.marked


@dataclass(frozen=True)
class Change:
    """Something that one reader may see and that differs: where, what it was, what it is. One of the two is empty where it was
    added or removed. The mark stands in the new file, or in the old one for what was removed."""

    reader: str
    path: str
    before: str
    after: str
    mark: Mark

    @property
    def kind(self) -> str:
        return "changed" if self.before and self.after else "added" if self.after else "removed"

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """The words of both, each run with what became of it: `same`, `removed` or `added`."""
        old, new = self.before.split(), self.after.split()
        found: list[tuple[str, str]] = []
        for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                found.append(("same", " ".join(old[a:b])))
            else:
                found += [("removed", " ".join(old[a:b]))] * (a < b) + [("added", " ".join(new[c:d]))] * (c < d)
        return tuple(found)


@dataclass(frozen=True)
class Sheet:
    """A document of which the new pack needs other sheets than the old one: `changed`, `new` or `gone`, or the same in another number
    of `copies`."""

    document: str
    reader: str
    kind: str
    copies: int


@dataclass(frozen=True)
class Difference:
    """Changes by reader (everyone, each role, facilitator, after play), and sheets in the order of the pack."""

    changes: tuple[Change, ...]
    sheets: tuple[Sheet, ...]
    documents: int
    templates: tuple[str, ...]


def version(project: Project, path: Path, shown: str) -> tuple[Version | None, tuple[Finding, ...]]:
    """A version from its file, or its errors. An old copy may have another file name than its scenario's id."""
    checked = check_scenario(project, str(path))
    checked = replace(checked, findings=tuple(f for f in checked.findings if f.code != "file-name"))
    if not checked.ok or checked.scenario is None:
        return None, in_order(f for f in checked.findings if f.level == "error")
    return Version(project, checked, shown), ()


def diff(old: Version, new: Version) -> Difference:
    """What differs between two versions."""
    changes = [*_changes(old, new, old.marked.data, new.marked.data, (), (), ""), *_excerpts(old, new)]
    order = [EVERYONE, *(role.id for role in (*new.scenario.roles, *old.scenario.roles)), FACILITATOR, AFTER]
    templates = _templates(old.project, new.project)
    before, after = _documents(old), _documents(new)
    sheets = [*_sheets(before, after, templates), *(Sheet(d.id, str(d.audience), "gone", d.head.copies) for d in before.values() if d.id not in after)]
    return Difference(tuple(sorted(changes, key=lambda change: order.index(change.reader))), tuple(sheets), len(after), templates)


# --- values -----------------------------------------------------------------------------------------------


def _changes(old: Version, new: Version, before: Any, after: Any, there: Loc, here: Loc, path: str) -> Iterator[Change]:
    """Every difference of two values at two places; `path` names the place for people."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*after, *before)):
            below = f"{path}/{key}".lstrip("/")
            if key not in before:
                yield from _one_sided(new, after[key], (*here, key), below, added=True)
            elif key not in after:
                yield from _one_sided(old, before[key], (*there, key), below, added=False)
            else:
                yield from _changes(old, new, before[key], after[key], (*there, key), (*here, key), below)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _entries(old, new, before, after, there, here, path)
    elif before != after:
        readers = {new.scenario.reader(here), old.scenario.reader(there)}
        for reader in sorted(readers):
            yield Change(reader, path, _text(before), _text(after), new.marked.mark(here))


def _entries(old: Version, new: Version, before: Sequence[Any], after: Sequence[Any], there: Loc, here: Loc, path: str) -> Iterator[Change]:
    olds, news = _names(before), _names(after)
    if None in olds or None in news:
        olds, news = _paired(before, after)
    for i, name in enumerate(news):
        below = f"{path}/{name if isinstance(name, str) else i + 1}"
        if name in olds:
            k = olds.index(name)
            yield from _changes(old, new, before[k], after[i], (*there, k), (*here, i), below)
        else:
            yield from _one_sided(new, after[i], (*here, i), below, added=True)
    for k, name in enumerate(olds):
        if name not in news:
            yield from _one_sided(old, before[k], (*there, k), f"{path}/{name if isinstance(name, str) else k + 1}", added=False)
    was, now = (", ".join(str(name) for name in names if name in others) for names, others in ((olds, news), (news, olds)))
    if was != now:
        yield Change(new.scenario.reader(here), f"{path} (order)", was, now, new.marked.mark(here))


def _names(entries: Sequence[Any]) -> list[Any]:
    """What each entry is known by; None for all where one has no such name or two have the same. A short word is its own name."""
    key = next((key for key in _NAMES if all(isinstance(entry, dict) and isinstance(entry.get(key), str) for entry in entries)), None)
    names = [entry[key] for entry in entries] if key else list(entries)
    plain = key or all(isinstance(entry, str) and re.fullmatch(r"[a-z0-9/-]+", entry) for entry in entries)
    return names if plain and len(set(names)) == len(names) else [None]


def _paired(before: Sequence[Any], after: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """A number for each entry of two lists without names, the same for those that are the same, or that stand for one another."""
    said, says = ([json.dumps(entry, ensure_ascii=False) for entry in entries] for entries in (before, after))
    olds, news = [-1 - n for n in range(len(before))], list(range(len(after)))
    for what, a, b, c, d in SequenceMatcher(None, said, says, autojunk=False).get_opcodes():
        if what in ("equal", "replace"):
            for k, i in zip(range(a, b), range(c, d), strict=False):
                olds[k] = i
    return olds, news


def _one_sided(side: Version, value: Any, loc: Loc, path: str, added: bool) -> Iterator[Change]:
    """What stands in one version only: one change for each of its readers, with everything that this reader may see."""
    texts: dict[str, list[str]] = {}
    for at, text in _leaves(value, loc):
        texts.setdefault(side.scenario.reader(at), []).append(text)
    for reader, found in texts.items():
        text = " / ".join(found)
        yield Change(reader, path, "" if added else text, text if added else "", side.marked.mark(loc))


def _leaves(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(below, (*loc, key))
    else:
        yield loc, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        return " / ".join(text for _, text in _leaves(value, ()))
    return " ".join(str(value or "").split()) or "(empty)"


def _excerpts(old: Version, new: Version) -> Iterator[Change]:
    """Excerpts that both versions use and that their records have otherwise, once for each reader."""
    before, after = uses([old.scenario]), uses([new.scenario])
    for ref in (ref for ref in after if ref in before and ref in old.checked.library.quotations and ref in new.checked.library.quotations):
        was, now = old.checked.library.quotations[ref], new.checked.library.quotations[ref]
        for field in type(now.excerpt).model_fields:
            values = (getattr(was.excerpt, field), getattr(now.excerpt, field))
            had, has = (_text(list(value) if isinstance(value, tuple) else value) for value in values)
            for reader in dict.fromkeys(use.reader for use in after[ref]) if had != has else ():
                mark = new.checked.library.files[now.source.id].mark((*now.mark_at, field))
                yield Change(reader, f"{ref}/{field}", had, has, mark)


# --- sheets -----------------------------------------------------------------------------------------------


def _documents(side: Version) -> Mapping[str, Document]:
    """Every document by its id, as planned for one table. The place of a finding is told as if both files had one name."""
    name = f"scenarios/{side.scenario.id}.yaml"
    same = tuple(replace(f, mark=f.mark._replace(file=name)) if f.mark.file == side.marked.file else f for f in side.checked.findings)
    checked = replace(side.checked, findings=same)
    pack = plan(side.scenario, checked.library, seat_each_role(side.scenario), verdict=verdict(side.project, checked))
    return {document.id: document for document in pack.documents}


def _sheets(before: Mapping[str, Document], after: Mapping[str, Document], templates: Sequence[str]) -> Iterator[Sheet]:
    shared = any(name.startswith("_") or "/" in name for name in templates)
    for id, document in after.items():
        copies, reader = document.head.copies, str(document.audience)
        if id not in before:
            yield Sheet(id, reader, "new", copies)
            continue
        was = before[id]
        if shared or document.template in templates or repr(replace(was, head=replace(was.head, copies=copies))) != repr(document):
            yield Sheet(id, reader, "changed", copies)
        elif was.head.copies != copies:
            yield Sheet(id, reader, "copies", copies)


def _templates(old: Project, new: Project) -> tuple[str, ...]:
    """Templates, styles, maps and fonts that differ, by their paths below `templates/`."""

    def sums(project: Project) -> dict[str, str]:
        names = (name for kind in ("*.html", "style/*.css", "maps/*.json", "fonts/*.ttf") for name in listed(project.templates, kind))
        return {name: hashlib.sha256(overlaid(project.templates, name).read_bytes()).hexdigest() for name in names}

    if old.templates.resolve() == new.templates.resolve():
        return ()
    before, after = sums(old), sums(new)
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


# --- as text and data -------------------------------------------------------------------------------------


def lines(found: Difference, old: str, new: str) -> Iterator[str]:
    """A difference as text. Holds secrets of every role."""
    yield f"{old} -> {new}"
    yield "FOR THE FACILITATOR ONLY: this text holds secrets of every role"
    for reader in dict.fromkeys(change.reader for change in found.changes):
        own = [change for change in found.changes if change.reader == reader]
        yield f"\nFOR {reader.upper()}: {len(own)} {'change' if len(own) == 1 else 'changes'}"
        for change in own:
            yield f"{change.mark}: {change.path} {change.kind}"
            yield f"    {_worded(change)}"
    if not found.changes:
        yield "\nnothing differs in the scenario or in the excerpts it uses"
    if found.templates:
        yield f"\nTEMPLATES THAT DIFFER: {', '.join(found.templates)}"
    again = [sheet for sheet in found.sheets if sheet.kind in ("changed", "new")]
    yield f"\nPRINT AGAIN: {len(again)} of {found.documents} documents"
    for sheet in found.sheets:
        what = {"changed": "", "new": "new; ", "gone": "no longer in the pack; take it out: ", "copies": "the same, in another number of copies; "}[sheet.kind]
        yield f"{sheet.document}  {what}for {sheet.reader}" + (f", {sheet.copies} {'copy' if sheet.copies == 1 else 'copies'}" if sheet.kind != "gone" else "")


def _worded(change: Change) -> str:
    """The words of both versions in one line: `[-removed-]`, `{+added+}`, and of what is the same the words around these."""
    parts = []
    runs = change.words
    for n, (what, text) in enumerate(runs):
        words = text.split()
        if what == "removed":
            text = f"[-{text}-]"
        elif what == "added":
            text = f"{{+{text}+}}"
        elif len(words) > 2 * _RUN:
            left, right = " ".join(words[:_RUN]) if n else "", " ".join(words[-_RUN:]) if n < len(runs) - 1 else ""
            text = f"{left} … {right}".strip()
        parts.append(text)
    return " ".join(parts)


def as_data(found: Difference) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "changes": [
            {
                "reader": c.reader,
                "path": c.path,
                "kind": c.kind,
                "before": c.before,
                "after": c.after,
                "words": [{"what": what, "text": text} for what, text in c.words],
                "file": c.mark.file,
                "line": c.mark.line,
                "column": c.mark.column,
            }
            for c in found.changes
        ],
        "templates": list(found.templates),
        "documents": found.documents,
        "sheets": [vars(sheet) for sheet in found.sheets],
    }

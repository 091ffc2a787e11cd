"""Everything named is there: roles, rounds, options, excerpts, sources, background facts."""

import re
from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.marks import Finding, Loc, Mark, nearest
from briefings.scenarios import CITATION, EVERYONE, WATCHING


def ids_are_unique(case: Case) -> Iterator[Finding]:
    """No two roles, issues, options, rounds, injects, places, background facts or secrets of one role share an id."""
    for loc, id in case.doubled:
        yield case.finding("duplicate-id", f"a second '{id}' in {loc[-2]}", (*loc, "id"), "give it a name of its own")


def roles_are_not_called_like_seats(case: Case) -> Iterator[Finding]:
    """No role has the id of a seat beside the table."""
    for i, role in enumerate(case.scenario.roles):
        if role.id in WATCHING:
            yield case.finding("reserved-id", f"'{role.id}' is the seat of those who do not play", ("roles", i, "id"), "give the role another id")


def the_map_is_complete(case: Case) -> Iterator[Finding]:
    """Every point of a road is a position, or a place or town that has one; no town has the id of a place or another town."""
    plan = case.scenario.map
    if plan is None:
        return
    taken = {place.id for place in case.scenario.places}
    for i, town in enumerate(plan.towns):
        if town.id in taken:
            yield case.finding("duplicate-id", f"a second '{town.id}' among places and towns", ("map", "towns", i, "id"), "give it a name of its own")
        taken.add(town.id)
    known = case.scenario.positions
    for i, route in enumerate(plan.routes):
        for k, point in enumerate(route.through):
            if case.scenario.position(point) is not None:
                continue
            loc: Loc = ("map", "routes", i, "through", k)
            if point in taken:
                yield case.finding("no-position", f"'{point}' has no position", loc, f"add 'at' to the place '{point}', or write a latitude and longitude here")
            else:
                hint = nearest(point, list(known)) or "write the id of a place or town, or degrees such as 39.82, 46.75"
                yield case.finding("unknown-place", f"no place or town '{point}'", loc, hint)


def roles_exist(case: Case) -> Iterator[Finding]:
    """Every role that is named is one of the scenario's."""
    roles = [r.id for r in case.scenario.roles]
    if not case.clear("roles"):
        return
    named: list[tuple[Loc, str]] = [(("agreement", "must_sign", i), r) for i, r in enumerate(case.scenario.agreement.must_sign)]
    named += [(("agreement", "veto", i), r) for i, r in enumerate(case.scenario.agreement.veto)]
    for i, role in enumerate(case.scenario.roles):
        named.append((("roles", i, "brief", "see_first", "role"), role.brief.see_first.role))
        if role.brief.see_first.role == role.id:
            yield case.finding("own-role", f"'{role.id}' is told to see itself first", ("roles", i, "brief", "see_first", "role"), "name another role")
    for i, inject in enumerate(case.scenario.injects):
        named += [(("injects", i, "to", k), to) for k, to in enumerate(inject.to) if to != EVERYONE]
    if case.scenario.rehearsal:
        named += [(("rehearsal", "moves", i, "role"), moves.role) for i, moves in enumerate(case.scenario.rehearsal.moves)]
    for loc, name in named:
        if name not in roles:
            yield case.finding("unknown-role", f"no role '{name}'", loc, nearest(name, [*roles, EVERYONE]) or f"roles: {', '.join(roles)}")
    needed, most = case.scenario.agreement.needed(len(roles)), len(roles) - len({*case.scenario.agreement.veto})
    if not 0 < needed <= most:
        beside = "" if most == len(roles) else " beside those with a veto"
        yield case.finding("unknown-role", f"{needed} must sign, but there are {most} roles{beside}", ("agreement", "signers"), f"at most {most}, or all")


def rounds_exist(case: Case) -> Iterator[Finding]:
    """Every inject comes in a round of the agenda, and the guide and the rehearsal speak of no other."""
    rounds = [r.id for r in case.scenario.rounds]
    if not case.clear("rounds"):
        return
    named: list[tuple[Loc, str]] = [(("injects", i, "round"), inject.round) for i, inject in enumerate(case.scenario.injects)]
    if case.scenario.guide:
        named += [(("guide", "running", i, "round"), part.round) for i, part in enumerate(case.scenario.guide.running)]
    if case.scenario.rehearsal:
        named += [(("rehearsal", "moves", i, "round"), moves.round) for i, moves in enumerate(case.scenario.rehearsal.moves)]
        paths = enumerate(case.scenario.rehearsal.paths)
        named += [(("rehearsal", "paths", i, "steps", k, "round"), step.round) for i, path in paths for k, step in enumerate(path.steps)]
    for loc, name in named:
        if name not in rounds:
            yield case.finding("unknown-round", f"no round '{name}'", loc, nearest(name, rounds) or f"rounds: {', '.join(rounds)}")


def options_exist(case: Case) -> Iterator[Finding]:
    """Every red line rules out options that are on the table, games on paper end with such, and every score is for one, once."""
    options = [f"{issue.id}/{option.id}" for issue in case.scenario.issues for option in issue.options]
    if not case.clear("issues"):
        return

    def unknown(option: str, loc: Loc) -> Finding:
        return case.finding("unknown-option", f"no option '{option}'", loc, nearest(option, options) or f"options: {', '.join(options)}")

    for i, path in enumerate(case.scenario.rehearsal.paths if case.scenario.rehearsal else ()):
        for key, refs in (("deal", path.deal), ("settled", path.settled)):
            yield from (unknown(ref, ("rehearsal", "paths", i, key, k)) for k, ref in enumerate(refs or ()) if ref not in options)
    for i, role in enumerate(case.scenario.roles):
        for k, line in enumerate(role.brief.cannot_sign):
            for n, option in enumerate(line.options):
                if option not in options:
                    yield unknown(option, ("roles", i, "brief", "cannot_sign", k, "options", n))
        scored = [score.option for score in role.brief.scores]
        for k, option in enumerate(scored):
            at = ("roles", i, "brief", "scores", k, "option")
            if option not in options:
                yield unknown(option, at)
            elif option in scored[:k]:
                yield case.finding("same-option", f"{role.name} has two scores for '{option}'", at, "keep one")


def sources_exist(case: Case) -> Iterator[Finding]:
    """Every source that is printed from or cited is in the library. One that is not is told once, where it is first named."""
    library = case.library
    named = [(ref.split("/")[0], case.marked.mark(loc)) for loc, ref in printed_excerpts(case)]
    named += [(ref.split("/")[0], case.marked.mark(p.loc, f"[@{ref}]")) for p in case.scenario.passages if p.prose for ref in p.citations]
    places: dict[str, list[Mark]] = {}
    for source, mark in named:
        if source != "background" and source not in library.sources:
            places.setdefault(source, []).append(mark)
    for source, marks in places.items():
        message, hint = f"no source '{source}' in seeds/", nearest(source, library.sources)
        if source in library.unread:
            message, hint = f"source '{source}' cannot be read", "mend its record first"
        elif not hint:
            hint = f"sources: {', '.join(library.sources)}" if library.sources else "begin one with: briefings new source NAME"
        cited = f"; {len(marks)} places cite it, first here" if len(marks) > 1 else ""
        yield case.marked.finding("unknown-source", message + cited, min(marks), hint)


def excerpts_exist(case: Case) -> Iterator[Finding]:
    """Every excerpt that is to be printed is in the library. One that is not proven is a finding in its own record."""
    for loc, ref in printed_excerpts(case):
        yield from _excerpt(case, ref, loc)


def citations_exist(case: Case) -> Iterator[Finding]:
    """Every citation names an excerpt, a source or a background fact."""
    background = {f"background/{b.id}" for b in case.scenario.background}
    for passage in case.scenario.passages:
        for nth, ref in enumerate(passage.citations):
            if not passage.prose or ref in case.library.sources or ref in background:
                continue
            needle, before = f"[@{ref}]", passage.citations[:nth].count(ref)
            if ref.startswith("background/"):
                hint = nearest(ref, background) or "add it under 'background:'"
                yield case.finding("unknown-citation", f"no background fact '{ref}'", passage.loc, hint, needle=needle, nth=before)
            else:
                yield from _excerpt(case, ref, passage.loc, needle, before)


def citations_stand_in_prose(case: Case) -> Iterator[Finding]:
    """A short text (a title, a sentence on a card) cannot carry a note."""
    for passage in case.scenario.passages:
        if not passage.prose and "[@" in passage.text:
            field = [name for name in passage.loc if isinstance(name, str)][-1]
            yield case.finding(
                "citation-here",
                f"'{field}' cannot hold a citation",
                passage.loc,
                "move the citation into a prose field such as 'setting'",
                needle="[@",
            )
        for nth, opened in enumerate(re.finditer(r"\[@", passage.text)):
            if passage.prose and not CITATION.match(passage.text, opened.start()):
                yield case.finding("unknown-citation", "a citation that is never closed", passage.loc, "write [@source/excerpt]", needle="[@", nth=nth)
        for bare in re.finditer(r"\[([a-z0-9][a-z0-9/-]*)\]", passage.text):
            if passage.prose and (bare[1] in case.library.quotations or bare[1] in case.library.sources):
                yield case.finding("unknown-citation", "a citation without its '@'", passage.loc, f"write [@{bare[1]}]", needle=bare[0])


def printed_excerpts(case: Case) -> Iterator[tuple[Loc, str]]:
    """Every excerpt a document prints, with where it is named."""
    for i, role in enumerate(case.scenario.roles):
        yield ("roles", i, "public", "quotation"), role.public.quotation
        for k, evidence in enumerate(role.brief.record):
            yield ("roles", i, "brief", "record", k, "excerpt"), evidence.excerpt
    for i, pair in enumerate(case.scenario.contradictions):
        for k, ref in enumerate(pair.excerpts):
            yield ("contradictions", i, "excerpts", k), ref


def _excerpt(case: Case, ref: str, loc: Loc, needle: str = "", nth: int = 0) -> Iterator[Finding]:
    known = case.library.quotations
    if ref not in known and ref.split("/")[0] in case.library.sources:
        hint = nearest(ref, [*known, *case.library.sources]) or "find one with: briefings search WORDS"
        yield case.finding("unknown-excerpt", f"no excerpt '{ref}'", loc, hint, needle=needle, nth=nth)

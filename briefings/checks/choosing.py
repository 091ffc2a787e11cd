"""The choice of documents: what is left out can be, what is added can be made."""

import re
from collections.abc import Iterator

from briefings.checks.case import Case
from briefings.documents import EACH_ROLE, NEEDED, OPTIONAL, TEMPLATES, taken
from briefings.marks import Finding, Loc, nearest
from briefings.scenarios import AFTER, EVERYONE, FACILITATOR


def what_is_left_out_can_be(case: Case) -> Iterator[Finding]:
    """Only documents that there are and that a pack can do without."""
    choice = case.scenario.documents.leave_out
    for i, id in enumerate(choice):
        loc: Loc = ("documents", "leave_out", i)
        if id in NEEDED:
            yield case.finding("needed-document", f"a pack cannot do without '{id}'", loc, f"it can leave out: {', '.join(OPTIONAL)}")
        elif id not in OPTIONAL:
            yield case.finding("unknown-document", f"no document '{id}'", loc, nearest(id, OPTIONAL) or f"it can leave out: {', '.join(OPTIONAL)}")
        elif id in choice[:i]:
            yield case.finding("duplicate-id", f"'{id}' is left out twice", loc, "keep one")


def what_is_left_out_is_not_asked_for(case: Case) -> Iterator[Finding]:
    """The lists of what must be ready name no document that is left out."""
    for passage in case.scenario.passages:
        for id in case.scenario.documents.leave_out:
            named = re.search(rf"\b{re.escape(id.replace('-', ' '))}", passage.text, re.I)
            if named and passage.loc[:2] in (("guide", "before"), ("guide", "needs")):
                message = f"'{named[0]}' must be ready, but is left out of the pack"
                yield case.finding("left-out", message, passage.loc, "change the sentence, or keep the document", "warning", needle=named[0])


def own_documents_can_be_made(case: Case) -> Iterator[Finding]:
    """Each has an id of its own, a template that is there, and an audience that the scenario knows."""
    roles = [role.id for role in case.scenario.roles]
    known = [EVERYONE, EACH_ROLE, FACILITATOR, AFTER, *roles]
    ids = set(taken(roles))
    for i, own in enumerate(case.scenario.documents.own):
        here: Loc = ("documents", "own", i)
        made = {own.id, *own.ids(roles)}
        if ids & made or own.id.endswith("-booklet"):
            yield case.finding("duplicate-id", f"'{own.id}' is the name of another document or file", (*here, "id"), "give it a name of its own")
        ids |= made
        if own.template in TEMPLATES:
            hint = "give the file a name of its own; what it is handed is in templates/README.md"
            yield case.finding("no-template", f"'{own.template}' is made for another document", (*here, "template"), hint)
        elif own.template not in case.own_templates:
            hint = nearest(own.template, case.own_templates - {*TEMPLATES}) or "put it there; templates/README.md has an example"
            yield case.finding("no-template", f"no '{own.template}' in the project's templates/", (*here, "template"), hint)
        if own.audience not in known:
            hint = nearest(own.audience, known) or f"one of: {', '.join(known)}"
            yield case.finding("unknown-audience", f"no audience '{own.audience}'", (*here, "audience"), hint)
        elif own.audience in (EACH_ROLE, *roles) and own.copies not in (None, "each participant"):
            yield case.finding("copies", "a role's document goes into every envelope of the role", (*here, "copies"), "leave out 'copies'")

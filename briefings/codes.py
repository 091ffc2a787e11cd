"""Every code that a finding can have, explained: its rule, the reason for it, a bad and a good example.

You get them from `explanations()`, by code, in the order in which work meets them. The texts stand in `codes.yaml`, which is
read like any other file here; a test holds that list and the program equal.
"""

import textwrap
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from briefings.marks import nearest, read_yaml
from briefings.models import Id, Model, Text, validate


class Explanation(Model):
    """What there is to say about one code."""

    code: Id = Field(description="The code.")
    level: Literal["error", "warning", "note", "error or warning"] = Field("error", description="How much it matters.")
    rule: Text = Field(description="The rule in a sentence.")
    reason: Text = Field(description="Why it is one, with its source where there is one.")
    bad: Text = Field(description="What breaks it.")
    good: Text = Field(description="What keeps it.")

    def __str__(self) -> str:
        def block(title: str, example: str) -> str:
            return f"{title}:\n{textwrap.indent(example.rstrip(), '    ')}"

        prose = [textwrap.fill(text, 100) for text in (self.rule, f"Why: {self.reason}")]
        return "\n\n".join((f"{self.code} ({self.level})", *prose, block("Not so", self.bad), block("But so", self.good)))


class Stage(Model):
    """The codes of one stage of the work."""

    stage: Text = Field(description="The stage, and what it is about.")
    codes: tuple[Explanation, ...] = Field(description="Its codes.", min_length=1)


class _File(Model):
    stages: tuple[Stage, ...] = Field(description="The stages, in order.")


@cache
def stages() -> tuple[Stage, ...]:
    """The stages with their codes, in order."""
    marked, findings = read_yaml(Path(__file__).with_suffix(".yaml"))
    file, wrong = validate(_File, marked) if marked else (None, ())
    if file is None or findings:
        raise ValueError("\n".join(map(str, (*findings, *wrong))))  # ours, and held by a test
    return file.stages


@cache
def explanations() -> dict[str, Explanation]:
    """The explanations by code."""
    return {each.code: each for stage in stages() for each in stage.codes}


def listing() -> Iterator[str]:
    """All codes by stage, a line each."""
    wide = max(map(len, explanations()))
    for i, stage in enumerate(stages()):
        yield from ("",) if i else ()
        yield stage.stage.upper()
        for each in stage.codes:
            yield f"{each.code:{wide}}  {textwrap.shorten(each.rule, 120, placeholder=' ...')}"


def meant(words: Collection[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The codes that these words are or begin, and a complaint for each word that is and begins none.

    A word may hold several, with commas between them.
    """
    found, unknown = set[str](), []
    for word in (part.strip() for given in words for part in given.split(",")):
        codes = {word} & {*explanations()} or {code for code in explanations() if word and code.startswith(word)}
        found |= codes
        if not codes:
            unknown.append(f"no code '{word}'; {nearest(word, explanations()) or 'see all with: briefings explain'}")
    return frozenset(found), tuple(unknown)

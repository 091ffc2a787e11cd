"""A small complete world of our own: one source, one scenario with three roles, nothing from anywhere else."""

import os
import shutil
from pathlib import Path

from briefings.build import check_scenario
from briefings.casting import seat_each_role
from briefings.documents import OPTIONAL
from briefings.packs import Pack, plan
from briefings.packs.parts import Document
from briefings.project import Project
from briefings.sources import add

TEMPLATES = Path(__file__).parent.parent / "templates"

TEXT = """\
The river rose on Monday. Farmers of the upper valley say that the dam opened too late.

“We do not ask for more water,” said their spokeswoman, Ana Brod. “We ask to know on Monday what we will have on Friday.”

The lower valley disagrees. Its mayor said the dam opened early, and that nobody told the town before the bridge was closed.

The commission measured twice last summer, and the two gauges differed by a fifth in July.
"""

SOURCE = """\
id: herald-2019
kind: news
outlet: Valley Herald
headline: {stated: Who opens the dam}
authors: {missing: the paper prints no names}
date: {stated: 2019-05-12}
about: A local paper of the upper valley.
rights:
  holder: the paper
  line: Written for this test.
  limit: 90
  may_copy: yes
excerpts:
  - id: friday
    words: We ask to know on Monday what we will have on Friday.
    paragraph: 2
    speaker: Ana Brod, spokeswoman of the farmers
    reports: position
    tags: [water, upper]
    context: On the morning after the flood.
  - id: too-late
    words: Farmers of the upper valley say that the dam opened too late.
    paragraph: 1
    speaker: author
    reports: claim
    of: farmers of the upper valley
    tags: [dam]
    context: The report's second sentence.
  - id: early
    words: the dam opened early, and that nobody told the town
    paragraph: 3
    speaker: author
    reports: claim
    of: the mayor
    tags: [dam, lower]
    context: The mayor's answer to the farmers.
  - id: gauges
    words: the two gauges differed by a fifth in July
    paragraph: 4
    speaker: author
    reports: fact
    tags: [gauge]
    context: The last paragraph, on the year before.
"""

_ROLE = """\
  - id: {id}
    name: {name}
    delegation: The delegation of the {name}
    public:
      aim: A schedule that the {name} can plan by.
      face: The {name} has come to talk about the dam. [@herald-2019]
      quotation: herald-2019/friday
    brief:
      achieve: Get a schedule for the {name} before the afternoon ends.
      you_are: You speak for the {name}. You know the river better than anyone else here. [@herald-2019/gauges]
      record:
        - {{excerpt: herald-2019/friday, use: It says what the farmers asked for.}}
        - {{excerpt: herald-2019/too-late, use: It says what the farmers hold against the dam.}}
        - {{excerpt: herald-2019/early, use: It says the opposite.}}
        - {{excerpt: herald-2019/gauges, use: It says why nobody trusts the numbers.}}
      wants:
        - {{want: A weekly schedule for the {id} side, why: So that farms can plan.}}
        - {{want: A gauge that both sides read, why: So that numbers are trusted.}}
      trades:
        - {{give: the peak in August of the {id} side, for: a schedule in June}}
      cannot_sign:
        - {{text: You cannot sign what the other valley calls a right., options: [{red}]}}
      walk_away: Without a deal the dam decides for the {name} week by week, as it did last year.
      secrets:
        - {{id: money, text: The ministry of the {name} has already set aside money for one {secret} and will not say so twice.}}
      see_first: {{role: {first}, why: They came early and want to talk.}}
      opening:
        - The river matters to us because ...
"""

SCENARIO = (
    """\
id: river
title: The River Bridge
subtitle: One afternoon at the bridge
as_of: 2019-06-01
summary: Two valleys and a commission settle who opens the dam.
topics: [water]
ages: {from: 14}
players: {least: 3, most: 12}
question: Who opens the dam, and when?
setting: |
  The river rose, and the valleys blame each other. [@herald-2019/too-late] [@herald-2019/early]

  The *commission* sits between them. [@background/dam]
invented: The meeting is invented.
order_rule: Delegations stand in the order of the river.
timeline:
  - date: 2019-05-06
    event: The river rises. [@herald-2019]
    disputed: The two valleys disagree about the hour.
issues:
  - id: gauge
    title: The gauge
    question: Who reads the gauge?
    options:
      - {id: upper, title: The upper valley, text: The upper valley reads it.}
      - {id: lower, title: The lower valley, text: The lower valley reads it.}
      - {id: both, title: Both, text: Both read it together.}
  - id: dates
    title: The dates
    question: When is the dam opened?
    options:
      - {id: weekly, title: Every Monday, text: It is opened every Monday.}
      - {id: never, title: Never, text: It stays shut.}
places:
  - id: bridge
    house: the Bridge/Most
    names:
      - {name: the Bridge, used_by: the lower valley}
      - {name: Most, used_by: the upper valley}
    note: Where the meeting is held.
terms:
  - {term: release, used_by: the upper valley, objection: it makes water a favour, here: flow}
background:
  - {id: dam, fact: The dam was built in 1974., attribution: Widely known in the valley}
roles:
"""
    + _ROLE.format(id="upper", name="Upper Valley", red="gauge/lower", first="commission", secret="heated gauge house beside the old mill")
    + _ROLE.format(id="commission", name="River Commission", red="dates/never", first="lower", secret="boat that can measure at night in flood")
    + _ROLE.format(id="lower", name="Lower Valley", red="gauge/upper", first="upper", secret="siren on the roof of the school house")
    + """\
not_at_table:
  - {who: The fish, why: Nobody asked them.}
rounds:
  - {id: talk, title: Talks, minutes: 20, purpose: To talk., steps: Talk., play: yes}
injects:
  - id: rain
    title: Rain
    round: talk
    minute: 5
    from: A news agency
    to: [everyone]
    text: Heavy rain is forecast upstream from Thursday on, and the engineers expect to open the gates.
    expected: The lower valley asks for a warning time.
    fallback: Hand the note of the mayor to the upper valley.
agreement:
  rule: All three sign.
  signers: 3
  must_sign: [upper, lower]
  no_deal: They part and say why.
contradictions:
  - {about: When the dam opened, excerpts: [herald-2019/too-late, herald-2019/early], ask: Which of the two could be checked?}
debrief:
  - {phase: Step out, minutes: 10, ask: [Take off your badge.]}
epilogue:
  text: The gauge was built in the following spring by both valleys together at the bridge.
  differs: In the game it takes one afternoon.
care: Nobody has to play.
"""
)


def only(*kept: str) -> str:
    """The scenario of the small world with no other documents than those that every pack has, and these."""
    return f"{SCENARIO}documents:\n  leave_out: [{', '.join(id for id in OPTIONAL if id not in kept)}]\n"


# The same with as few documents as a pack can have, for what is so whatever is in a pack.
LEAN = only()


def world(folder: Path, scenario: str = SCENARIO, source: str = SOURCE, text: str = TEXT) -> Project:
    """The small world on disk, in `folder`, with this tool's own templates."""
    (folder / "scenarios").mkdir(parents=True)
    (folder / "seeds").mkdir()
    (folder / "scenarios" / "river.yaml").write_text(scenario, "utf-8")
    (folder / "seeds" / "herald-2019.yaml").write_text(source, "utf-8")
    (folder / "article.txt").write_text(text, "utf-8")
    add(folder / "seeds", "herald-2019", folder / "article.txt")
    shutil.copytree(TEMPLATES, folder / "templates", ignore=shutil.ignore_patterns("pictures"), copy_function=_laid)
    return Project(folder, folder / "build")


def _laid(source: str, target: str) -> None:
    """A copy; of a font, which is large and which no test changes, a link."""
    if source.endswith(".ttf"):
        os.symlink(source, target)
    else:
        shutil.copy2(source, target)


def pack_of(folder: Path, text: str = SCENARIO) -> Pack:
    """The pack of a scenario of the small world, for one table; the scenario must be without errors."""
    checked = check_scenario(world(folder / "world", text), "river")
    assert checked.ok, checked.findings
    assert checked.scenario
    return plan(checked.scenario, checked.library, seat_each_role(checked.scenario))


def document(pack: Pack, id: str) -> Document:
    """The document of that id."""
    return next(d for d in pack.documents if d.id == id)


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage replaced; the passage must be there, once or more."""
    assert old in text, f"{old!r} is not in the text"
    return text.replace(old, new, 1)


def _scores(role: str, floor: int, **points: int) -> str:
    lines = "".join(f"        - {{option: {option.replace('_', '/')}, points: {n}}}  # {role}\n" for option, n in points.items())
    return f"      scores:\n{lines}      walk_away_points: {floor}  # {role}\n"


def _played() -> str:
    text = changed(SCENARIO, "options: [gauge/upper]}", "options: []}")
    text = changed(text, "text: It stays shut.}\n", "text: It stays shut.}\n      - {id: daily, title: Daily, text: It is opened every day.}\n")
    for role, following, floor, points in (
        ("upper", "  - id: commission\n", 12, {"gauge_upper": 20, "gauge_both": 8, "dates_weekly": 4, "dates_never": 5, "dates_daily": 10}),
        ("commission", "  - id: lower\n    name", 8, {"gauge_upper": 2, "gauge_both": 6, "dates_weekly": 6, "dates_daily": 10}),
        ("lower", "not_at_table", 8, {"gauge_upper": 2, "gauge_lower": 25, "gauge_both": 20, "dates_weekly": 10, "dates_never": 10, "dates_daily": 2}),
    ):
        starter = "because ...\n"
        text = changed(text, starter + following, starter + _scores(role, floor, **points) + following)
    return text


# The same with one red line fewer, one option more, and points for all: three of nine deals pass, none better for everybody.
PLAYED = _played()

# Games on it played on paper: two deals that pass, and none.
REHEARSAL = """\
rehearsal:
  paths:
    - title: Both gauges
      steps: [{round: talk, happens: The upper valley gives way on the gauge.}]
      deal: [dates/daily, gauge/both]
      learned: Ask for the days first.
    - title: Nobody moves
      steps: [{round: talk, happens: All repeat themselves.}]
      settled: [dates/weekly]
      learned: A refusal is information.
    - title: The lower valley reads
      steps: [{round: talk, happens: The commission asks for Mondays.}]
      deal: [gauge/both, dates/weekly]
      learned: Mondays are dear to one valley alone.
  moves:
    - {round: talk, role: lower, try: [Ask for a siren.]}
    - {round: talk, role: upper, try: [Ask for the days., Offer a gauge.]}
    - {round: talk, role: commission, try: [Say nothing.]}
"""

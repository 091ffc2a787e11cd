"""The quality annex, for the facilitator and whoever answers for the game: what was proven of this pack, in words and figures.

What the pack itself shows is counted here; what the check found, and what the pack is made from, comes as a `Verdict`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.balance import FIGURES, Balance, balance, gaps, printed
from briefings.enumeration import counted, difficulty
from briefings.marks import Finding
from briefings.negotiation import game
from briefings.packs.parts import Badge, Document
from briefings.packs.planner import Planner
from briefings.reading import Level, levels, minutes
from briefings.scenarios import AFTER, EVERYONE, FACILITATOR, RUN, Scenario
from briefings.sections import capital
from briefings.sources import date_in_words, short_date
from briefings.terms import Glossary


@dataclass(frozen=True)
class Verdict:
    """What a check found (its notes and warnings; there are no errors), by how many rules; which version of the program
    checked, the `build`: a hash of all that the pack is made from; and how many `runs` of secret words files are searched for."""

    findings: tuple[Finding, ...]
    rules: int
    version: str
    build: str
    runs: int


@dataclass(frozen=True)
class Promise:
    """What the pack promises, how that was proven, and the figure that counts."""

    promise: str
    proof: str
    figure: str


@dataclass(frozen=True)
class SourceRow:
    """A line of the rights ledger; `printed` is how many of its quotations stand in this pack, `record` and `text` are the
    beginnings of the hashes of the record and the fingerprint."""

    name: str
    date: str
    rights: str
    quotations: int
    printed: int
    quoted: int
    total: int
    share: str
    limit: int
    record: str
    text: str


@dataclass(frozen=True)
class TermRow:
    """A charged term that the pack uses: in how many neutral texts and in how many of briefs, and what can be said instead."""

    term: str
    neutral: int
    briefs: int
    instead: str


@dataclass(frozen=True)
class Doubt:
    """A finding that is no error: where, what, and the author's reason where it was accepted."""

    code: str
    where: str
    what: str
    reason: str


@dataclass(frozen=True)
class ReadRow:
    """A document to read: words, minutes, and the age it suits, where that can be told."""

    title: str
    words: int
    minutes: int
    age: str


@dataclass(frozen=True)
class QualityAnnex(Document):
    """What was proven of the pack, for somebody who never saw the program.

    `whole` is how many sources had their full text at hand, so that punctuation was compared too. `background` is how many facts
    of the scenario stand without a source text. The facilitator may see everything: `unsearched` documents are for nobody else.
    """

    template = "quality-annex.html"
    style = ("facilitator", "annex")
    promises: tuple[Promise, ...]
    ledger: tuple[SourceRow, ...]
    proven: int
    printed: int
    whole: int
    run: int
    runs: int
    searched: tuple[tuple[str, int], ...]
    unsearched: int
    background: int
    scored: bool
    deals: tuple[tuple[str, str], ...]
    badges: tuple[Badge, ...]
    balance: tuple[tuple[str, tuple[str, ...]], ...]
    evidence: str
    gaps: tuple[str, ...]
    terms: tuple[TermRow, ...]
    listed: int
    doubts: tuple[Doubt, ...]
    play: int
    debrief: int
    reading_given: int
    reads: tuple[ReadRow, ...]
    youngest: int
    reviews: tuple[tuple[str, str, str], ...]
    rules: int
    version: str
    build: str


def quality_annex(planner: Planner, verdict: Verdict, others: tuple[Document, ...]) -> QualityAnnex:
    """The annex of a pack whose other documents are `others`."""
    scenario, library = planner.scenario, planner.library
    figures = balance(scenario, library)
    deals = tuple(_deals(scenario))
    doubts = tuple(_doubts(verdict.findings))
    readers = Counter(document.audience.reader for document in others)
    terms = tuple(_terms(scenario, library.glossary))
    still_open = [doubt for doubt in doubts if not doubt.reason]
    words = sum(doubt.code in _WORDS for doubt in still_open)
    secret = len(others) - readers[FACILITATOR]
    promises = (
        Promise(
            "Every quotation is exact.",
            "The program compared each with its source.",
            f"{len(library.proven)} of {len(library.quotations)} proven",
        ),
        Promise(
            "Nobody is handed another side’s secrets.",
            "Each sheet is made from what its reader may see; the program then searched the finished files.",
            f"{secret} documents searched for {verdict.runs:,} runs of secret words",
        ),
        Promise("The game can be played.", *_playable(scenario)),
        Promise(
            "Neutral text says whose word a word is.",
            _looked_for(scenario, library.glossary),
            f"{words} open: see Doubts" if words else "nothing left open",
        ),
        Promise(
            "Doubts are told.",
            f"The program applied {verdict.rules} rules to the scenario.",
            f"{len(doubts) - len(still_open)} accepted, {len(still_open)} open" if doubts else "no doubts",
        ),
        Promise(
            "A reader judges its fairness.",
            "No program can; who did is named at the end.",
            ", ".join(dict.fromkeys(review.initials for review in scenario.reviewed)) or "nobody so far",
        ),
    )
    return QualityAnnex(
        head=planner.head("quality-annex", "Quality annex", FACILITATOR, 1),
        notes=(),
        promises=promises,
        ledger=tuple(_ledger(planner)),
        proven=len(library.proven),
        printed=figures.overall.excerpts,
        whole=len(library.texts),
        run=RUN,
        runs=verdict.runs,
        searched=tuple(_searched(scenario, readers)),
        unsearched=readers[FACILITATOR] + 2,  # with this annex and the print-and-pack sheet
        background=len(scenario.background),
        scored=game(scenario).scored,
        deals=deals,
        badges=tuple(planner.badge(role) for role in scenario.roles),
        balance=tuple(_balance(scenario, figures)),
        evidence=_evidence(figures),
        gaps=tuple(gaps(figures)),
        terms=terms,
        listed=len(library.glossary.terms),
        doubts=doubts,
        play=sum(part.minutes for part in scenario.rounds),
        debrief=sum(phase.minutes for phase in scenario.debrief),
        reading_given=figures.reading_given,
        reads=tuple(_reads(scenario, figures, {document.id: document.head.title for document in others})),
        youngest=scenario.ages.start,
        reviews=tuple((review.initials, date_in_words(review.date), review.about) for review in scenario.reviewed),
        rules=verdict.rules,
        version=verdict.version,
        build=short(verdict.build),
    )


def _looked_for(scenario: Scenario, glossary: Glossary) -> str:
    """What was looked for in neutral text: no more than is listed, and than the rules know in the language of the texts."""
    terms, places = len(glossary.terms), len({*(place.id for place in glossary.places), *(place.id for place in scenario.places)})
    charged = f"{terms} charged term{'s' * (terms != 1)}" if terms else "no charged terms, as none are listed"
    listed = f"The program looked for {charged}"
    listed += f"{' and' if not scenario.english else ','} {places or 'no'} place{'s' * (places != 1)} with more than one name"
    if scenario.english:
        return f"{listed}, and figures without a date."
    return f"{listed}. Figures without a date are looked for in English texts only; not in {scenario.language}."


_WORDS = ("charged-term", "one-sided-name", "undated-figure", "single-figure")


def _playable(scenario: Scenario) -> tuple[str, str]:
    """How it was proven that the game can be played, and the result."""
    played, words = game(scenario), scenario.called
    found = counted(played)
    if not found:
        return f"There are too many {words.deals} to count for this sheet.", f"not counted: {played.size:,} {words.deals}"
    result = f"{found.passing:,} of {played.size:,} {words.deals} pass"
    reached = len({frozenset(path.deal) for path in scenario.rehearsal.paths if path.deal}) if scenario.rehearsal else 0
    by_hand = f"; the author reached {reached} of them by playing on paper" if reached > 1 else ""
    return f"The program counted every possible {words.deal}{by_hand}.", f"{result}, as is meant" if scenario.agreement.expect_no_deal else result


def short(digest: str) -> str:
    """The first sixteen digits of a hash in groups of four, to be compared by eye."""
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))


def _count(n: int, one: str) -> str:
    return f"{n} {one}{'s' * (n != 1)}"


def _hash(text: str) -> str:
    return short(hashlib.sha256(text.encode()).hexdigest())


def _ledger(planner: Planner) -> Iterator[SourceRow]:
    library = planner.library
    here = Counter(quotation.source.id for quotation in printed(planner.scenario, library))
    for line in library.ledger:
        source = library.sources[line.source]
        yield SourceRow(
            name=source.outlet,
            date=short_date(source),
            rights=f"{source.rights.line} Rights: {source.rights.holder.rstrip('.')}.",
            quotations=sum(q.proof is not None for q in library.of(line.source)),
            printed=here[line.source],
            quoted=line.quoted,
            total=line.total,
            share=f"{100 * line.share:.1f}",
            limit=line.limit,
            record=_hash("\n".join(library.files[line.source].lines)),
            text=_hash(library.fingerprints[line.source].dumps()),
        )


def _searched(scenario: Scenario, readers: Counter[str]) -> Iterator[tuple[str, int]]:
    """How many documents there are for each reader but the facilitator; roles are named where they do not have the same number."""
    yield "everyone", readers[EVERYONE]
    alone = {readers[role.id] for role in scenario.roles}
    if len(alone) == 1:
        yield f"each of the {len(scenario.roles)} delegations alone", alone.pop()
    else:
        for role in scenario.roles:
            yield f"{scenario.letter(role.id)} {role.name} alone", readers[role.id]
    yield "everyone after play", readers[AFTER]


def _deals(scenario: Scenario) -> Iterator[tuple[str, str]]:
    played, names, words = game(scenario), {role.id: role.name for role in scenario.roles}, scenario.called
    yield f"Possible {words.deals}", f"{played.size:,}: one option for each of {len(scenario.issues)} {words.issues}"
    found = counted(played)
    if not found:
        return
    yield (
        "Pass under the agreement rule",
        f"{found.passing:,} ({100 * found.share:.1f} %): {difficulty(found)}, on a scale of easy, demanding, hard and very hard",
    )
    if scenario.agreement.expect_no_deal:
        yield "By design", f"no {words.deal} is meant to pass; finding that out is the lesson"
    if found.game.scored:
        if found.frontier:
            yield "Best results: no gain without another’s loss", f"{len(found.frontier):,}"
        yield f"{capital(words.deals)} that each delegation would accept", ", ".join(f"{names[s.role]} {s.accepts:,}" for s in found.standings)
    if holders := found.game.holders:
        yield f"No {words.deal} passes without", "any of the delegations" if len(holders) == len(names) else ", ".join(names[role] for role in holders)


def _balance(scenario: Scenario, figures: Balance) -> Iterator[tuple[str, tuple[str, ...]]]:
    ages = {level.document: _ages(level) for level in levels(scenario)}
    for label, value in FIGURES:
        yield label, tuple(f"{value(hand):g}" for hand in figures.hands)
    if ages:
        yield "reading age of its brief", tuple(ages.get(f"role-brief-{hand.role}", "–") for hand in figures.hands)


def _ages(level: Level) -> str:
    return f"{level.ages[0]} to {level.ages[1]}"


def _evidence(figures: Balance) -> str:
    overall = figures.overall
    kinds = ", ".join(f"{n} {kind}" for kind, n in overall.kinds)
    outlets = ", ".join(f"{n} from {outlet}" for outlet, n in overall.outlets)
    dates = f", published {date_in_words(overall.dates[0])} to {date_in_words(overall.dates[1])}" if overall.dates else ""
    return f"The pack prints {overall.excerpts} excerpts ({kinds}; {outlets}){dates}."


def _terms(scenario: Scenario, glossary: Glossary) -> Iterator[TermRow]:
    """The charged terms of the list that the scenario uses."""
    roles = {role.id for role in scenario.roles}
    texts = [p for p in scenario.passages if p.loc[0] not in ("terms", "places", "accepted", "reviewed", "topics")]
    plain = {form.casefold() for term in scenario.terms for form in term.neutral}
    met = Glossary(terms=glossary.terms_in(" \n ".join(p.text for p in texts)))
    counts = Counter((term.term, p.reader in roles) for p in texts for term in met.terms_in(p.text))
    for term in met.terms:
        own = any(form.casefold() in plain for form in term.forms)
        instead = "explained as a plain word of this scenario" if own else ", ".join(term.alternatives[:2])
        yield TermRow(term.term, counts[term.term, False], counts[term.term, True], instead)


def _doubts(findings: tuple[Finding, ...]) -> Iterator[Doubt]:
    for finding in findings:
        if finding.level == "warning" or finding.accepted:
            yield Doubt(finding.code, f"line {finding.mark.line}", finding.message, finding.accepted)


def _reads(scenario: Scenario, figures: Balance, titles: dict[str, str]) -> Iterator[ReadRow]:
    known = {level.document: level for level in levels(scenario)}
    for document, count in figures.words:
        if document in titles and not document.startswith("role-brief-"):  # these stand with their roles
            yield ReadRow(titles[document], count, minutes(count), _ages(known[document]) if document in known else "–")

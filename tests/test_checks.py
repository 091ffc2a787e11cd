"""Checks: every rule finds its seeded faults, each at its place, and nothing in a good scenario."""

from dataclasses import replace
from pathlib import Path

import pytest

from briefings import checks
from briefings.checks import RULES, Case, accept, check
from briefings.marks import failed
from briefings.scenarios import read_scenario
from briefings.sources import Library, Quotation, add, read_library
from tests.test_codes import written
from tests.test_sources import shown
from tests.worlds import PLAYED, SCENARIO, SOURCE, TEXT, changed, world

ROOT = Path(__file__).parent.parent
STONES = " ".join(f"stone{n}" for n in range(61))
EXCERPT = (
    "  - id: {id}\n    words: {words}\n    paragraph: 5\n    speaker: author\n    reports: fact\n    tags: [dam, commission]\n    context: Added for a test.\n"
)
COUNTS = {"paper": "The paper counts 1,200 flooded houses", "mayor": "The mayor counts 1,500 flooded houses"}
MORE = {f"words-{n}": " ".join(STONES.split()[:n]) for n in (25, 26, 60, 61)} | {"damaged": "stone1 stone2 stone3 wood4"} | COUNTS
DATES = {"later": "stated: 2019-06-02", "june": "stated: 2019-06", "july": "inferred: 2019-07, evidence: it names the harvest"}
WARNINGS = {
    "left-out", "evidence-count", "long-brief", "thin-role", "long-aim", "short-debrief", "timeline-order", "no-scores", "rank-against-weight",
    "role-cannot-lose", "role-cannot-win", "role-dictates", "role-idle", "rule-number", "one-deal-best", "dead-issue", "settled-issue", "dominated-option",
}  # fmt: skip
WARNINGS |= {"charged-term", "one-sided-name", "undated-figure", "single-figure", "unmarked-quotation", "thin-hand", "uneven-evidence"}
WARNINGS |= {"one-outlet", "opinion-evidence", "unheard-role", "unaddressed-role", "short-reading", "agenda-sum", "short-round", "idle-inject"}
WARNINGS |= {"no-letter", "uneven-moves"}
NOTES = {"fixed-english", "few-games"}
BOTH = "unknown-citation: The river rose, and the valleys blame each other. [@herald-2019/too-late] "
NO_DEAL = "no-deal-possible: ^r^ule: All three sign."
ACHIEVE = ": ^a^chieve: Get a schedule for the "
THIN = ("thin-role" + ACHIEVE + "River", "thin-role" + ACHIEVE + "Lower")
AT = "one-sided-name: invented: The meeting is at "
SPRING = "undated-figure: text: The gauge was built in the following spring by both valleys together there. "
BETWEEN = ": The *commission* sits between them. "
TWO_MORE = "        - {id: boat, text: None.}\n        - {id: oar, text: None.}\n"
READ = "{id: read, title: Reading, minutes: 1, purpose: To read., steps: Read., "
TALK = ": - {id: talk, title: Talks, minutes: "
TERMS = """\
terms:
  - term: theft
    forms: [theft, thieves, water theft]
    except_in: [theft insurance]
    used_by: the lower valley, for the flow of May
    objection: the upper valley hears a crime in it
    alternatives: [use of water]
figures:
  - {about: houses flooded in May, words: [flooded], excerpts: [herald-2019/paper, herald-2019/mayor]}
"""
FRIDAY = ": ^-^ {excerpt: herald-2019/friday, use: It says what"
OPENED = ": - {about: When the dam opened, excerpts: "
SAME = "same-excerpt" + OPENED + "^[^herald-2019/early, herald-2019/early], ask: Which of the two"
AGAIN = "unknown-excerpt: event: The river rises"
JULY = "from-the-future: event: The river "
TRUST = "trusted.}\n      trades:\n        - {give: the peak in August of the lower"
RECORD = """\
        - {excerpt: herald-2019/friday, use: It says what the farmers asked for.}
        - {excerpt: herald-2019/too-late, use: It says what the farmers hold against the dam.}
        - {excerpt: herald-2019/early, use: It says the opposite.}
        - {excerpt: herald-2019/gauges, use: It says why nobody trusts the numbers.}
"""
TWO_RECORDS = SCENARIO[SCENARIO.index("herald-2019/gauges, use") : SCENARIO.index("- {excerpt: herald-2019/friday", SCENARIO.index("id: lower\n    name"))]
OF_COMMISSION = RECORD.replace("friday", "words-25").replace("early", "words-26")
GUIDE = "guide:\n  aim: A.\n  objectives: [A., B., C.]\n  room: R.\n  needs: [N.]\n  before: [B.]\n  running:\n    - {round: tlak, watch: W., help: H.}\n"
READY = GUIDE[: GUIDE.index("  running")]
END = "care: Nobody has to play.\n"
ON_PAPER = "rehearsal:\n  paths:\n    - title: One\n      steps: [{round: talk, happens: H.}]\n      learned: L.\n      deal: [gauge/both, dates/weekly]\n"
SPLIT = "    - title: Split\n      steps: [{round: talk, happens: H.}]\n      learned: L.\n      settled: [gauge/both]\n"
TRIES = "rehearsal:\n  moves:\n    - {round: talk, role: upper, try: [T.]}\n    - {round: talk, role: commission, try: [T.]}\n"
LOWER = "    - {round: talk, role: lower, try: [T.]}\n"
TLAK, MISSED = "unknown-round: steps: [{round: ^tlak^,", "uneven-moves: ^-^ {round: talk, role: upper, try: [T.]}"
NOBODY = "uneven-moves: - {round: ^rest^,"
FEW_DEALS = "few-games: ^-^ title: One"
REST = "{id: rest, title: Rest, minutes: 5, purpose: To rest., steps: Rest., play: no}"
OWN = "documents:\n  own:\n    - {{id: {}, title: T, template: {}, audience: {}}}\n"
COPIES = "copies: - {id: rules, title: T, template: sheet.html, audience: each role, copies: ^one^}"
JUNE = "".join(f"        - {{excerpt: june/{id}, use: Yes.}}\n" for id in ("friday", "early", "gauges"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The small world's source with more excerpts, one of them damaged, and three copies of it with later dates."""
    seeds = tmp_path_factory.mktemp("seeds")
    records = {"herald-2019": SOURCE + "".join(EXCERPT.format(id=id, words=words) for id, words in MORE.items())}
    for id, date in DATES.items():
        records[id] = changed(changed(SOURCE, "id: herald-2019", f"id: {id}"), "stated: 2019-05-12", date)
    records["june"] = changed(changed(records["june"], "kind: news", "kind: opinion"), "outlet: Valley Herald", "outlet: Hill Post")
    records["june"] = changed(records["june"], "of: the mayor", "of: the mayor of the lower valley")
    records["june"] = changed(records["june"], "reports: fact\n    tags: [gauge]", "reports: claim\n    of: the river commission\n    tags: [gauge]")
    (seeds / "article").write_text(f"{TEXT}\n{STONES} {'. '.join(COUNTS.values())}.\n", "utf-8")
    (seeds / "terms.yaml").write_text(TERMS, "utf-8")
    for id, record in records.items():
        (seeds / f"{id}.yaml").write_text(record, "utf-8")
        add(seeds, id, seeds / "article")
    library, findings = read_library(seeds)
    assert [f.code for f in findings] == ["misquoted"]
    return library


def case(folder: Path, text: str, library: Library) -> Case:
    (folder / "river.yaml").write_text(text, "utf-8")
    scenario, marked, findings = read_scenario(folder / "river.yaml")
    assert findings == ()
    assert scenario
    assert marked
    return Case(scenario, marked, library, frozenset({"sheet.html"}))


FAULTS: dict[str, list[tuple[str, ...]]] = {
    "ids_are_unique": [
        ("in the valley}", "in it}\n  - {id: dam, fact: Old., attribution: Known}", "duplicate-id: - {id: ^dam^,"),
        ("It stays shut.}", "Shut.}\n      - {id: never, title: No, text: No.}", "duplicate-id: - {id: ^never^,"),
        ("      see_first", "        - {id: money, text: None.}\n      see_first", "duplicate-id: - {id: ^money^,"),
    ],
    "roles_exist": [
        ("first: {role: commission", "first: {role: comission", "unknown-role: see_first: {role: ^comission^,"),
        ("first: {role: commission", "first: {role: upper", "own-role: see_first: {role: ^upper^,"),
        ("to: [everyone]", "to: [upper, everybody]", "unknown-role: to: [upper, ^everybody^]"),
        (END, END + TRIES + LOWER + LOWER.replace("lower", "mayor"), "unknown-role: - {round: talk, role: ^mayor^,"),
        ("sign: [upper, lower]", "sign: [upper, mayor]", "unknown-role: must_sign: [upper, ^mayor^]"),
        ("sign: [upper, lower]", "sign: [upper]\n  veto: [mayor]", "unknown-role: signers: ^3^", "unknown-role: veto: [^mayor^]"),
        ("signers: 3", "signers: 4", "unknown-role: signers: ^4^"),
        ("sign: [upper, lower]", "sign: [upper]\n  veto: [lower]", "unknown-role: signers: ^3^"),
    ],
    "the_map_is_complete": [
        (
            "\nterms:",
            "\nmap: {area: south-caucasus, towns: [{id: bridge, name: B, at: '40, 45'}]}\nterms:",
            "duplicate-id: map: {area: south-caucasus, towns: [{id: ^bridge^,",
        ),
        (
            "\nterms:",
            "\nmap: {area: south-caucasus, routes: [{name: Way, through: [bridge, '40, 45']}]}\nterms:",
            "no-position: map: {area: south-caucasus, routes: [{name: Way, through: [^bridge^,",
        ),
        (
            "\nterms:",
            "\nmap: {area: south-caucasus, routes: [{name: Way, through: ['40, 45', brigde]}]}\nterms:",
            "unknown-place: map: {area: south-caucasus, routes: [{name: Way, through: ['40, 45', ^brigde^]}]}",
        ),
    ],
    "roles_are_not_called_like_seats": [
        ("- id: commission", "- id: press", "reserved-id: - id: ^press^", "unknown-role: see_first: {role: ^commission^,"),
    ],
    "rounds_exist": [
        ("round: talk", "round: tlak", "unknown-round: round: ^tlak^"),
        ("care: N", GUIDE + "care: N", "unknown-round: - {round: ^tlak^,"),
        (END, END + ON_PAPER + SPLIT.replace("talk", "tlak"), TLAK, FEW_DEALS),
        (END, END + (TRIES + LOWER).replace("talk, role: lower", "tlak, role: lower"), "unknown-round: - {round: ^tlak^,", MISSED),
    ],
    "options_exist": [
        (END, END + ON_PAPER + SPLIT.replace("both", "bth"), "unknown-option: settled: [^gauge/bth^]", FEW_DEALS),
        (END, END + ON_PAPER.replace("both", "bth") + SPLIT, "unknown-option: deal: [^gauge/bth^,", FEW_DEALS),
        ("[gauge/lower]", "[gauge/loer]", "unknown-option: - {text: You cannot sign what the other valley calls a right., options: [^gauge/loer^]}"),
    ],
    "excerpts_exist": [
        ("quotation: herald-2019/friday", "quotation: herald-2019/fridy", "unknown-excerpt: quotation: ^herald-2019/fridy^"),
        ("excerpts: [herald-2019/too", "excerpts: [herald-2019/to", "unknown-excerpt" + OPENED + "[^herald-2019/to-late^,"),
    ],
    "sources_exist": [
        ("excerpts: [herald-2019/too", "excerpts: [herald-2018/too", "unknown-source" + OPENED + "[^herald-2018/too-late^,"),
        ("rises. [@herald-2019]", "rises. [@herald]", "unknown-source: event: The river rises. ^[@herald]^"),
        ("rises. [@herald-2019]", "rises [@x/y] again. [@x/y]", "unknown-source: event: The river rises ^[@x/y]^"),
    ],
    "citations_exist": [
        ("them. [@background/dam]", "them. [@background/dm]", "unknown-citation: The *commission* sits between them. ^[@background/dm]^"),
        (
            "rises. [@herald-2019]",
            "rises [@herald-2019/y] again. [@herald-2019/y]",
            AGAIN + " ^[@herald-2019/y]^",
            AGAIN + " [@herald-2019/y] again. ^[@herald-2019/y]^",
        ),
    ],
    "citations_stand_in_prose": [
        ("The River Bridge", "The River Bridge [@herald-2019]", "citation-here: title: The River Bridge ^[@^herald-2019]"),
        ("from: A news agency", "from: A news agency [@herald-2019]", "citation-here: from: A news agency ^[@^herald-2019]"),
        ("[@herald-2019/early]", "[@herald-2019/early", BOTH + "^[@^herald-2019/early"),
    ],
    "quotations_are_excerpts": [
        ("is invented.", "is “our own great idea”.", "unproven-quotation: invented: The meeting is ^“our^"),
        ("is invented.", 'is "our own great idea".', 'unproven-quotation: invented: The meeting is ^"our^'),
        ("is invented.", "is «our own great idea».", "unproven-quotation: invented: The meeting is ^«our^"),
        ("is invented.", "is „our own great idea“.", "unproven-quotation: invented: The meeting is ^„our^"),
        ("is invented.", ">-\n  “We ask to know” and “We\n  ask to forget”.", "unproven-quotation: “We ask to know” and ^“We^"),
        ("is invented.", "“Know on Monday what”.", "unproven-quotation: invented: The meeting ^“Know^"),
    ],
    "nothing_from_the_future": [
        ("rises. [@herald-2019]", "rises. [@later/early]", "from-the-future: event: The river rises. ^[@later/early]^"),
        ("rises. [@herald-2019]", "[@july] rises. [@july]", JULY + "^[@july]^", JULY + "[@july] rises. ^[@july]^"),
        ("quotation: herald-2019/friday", "quotation: july/friday", "from-the-future: quotation: ^july/friday^"),
    ],
    "excerpts_are_short": [
        ("excerpts: [herald-2019/too-late", "excerpts: [herald-2019/words-61", "long-excerpt" + OPENED + "[^herald-2019/words-61^,"),
        ("quotation: herald-2019/friday", "quotation: herald-2019/words-26", "long-excerpt: quotation: ^herald-2019/words-26^"),
    ],
    "contradictions_are_pairs": [("/too-late, herald-2019/early], ask", "/early, herald-2019/early], ask", SAME)],
    "charged_terms_are_attributed": [
        ("is invented.", "was no theft.", "charged-term: invented: The meeting was no ^theft^."),
        ("is invented.", "met so-called thieves.", "charged-term: invented: The meeting met so-called ^thieves^."),
        ("is invented.", "was called a theft.", "charged-term: invented: The meeting was called a ^theft^."),
        ("is invented.", "heard the report of a theft.", "charged-term: invented: The meeting heard the report of a ^theft^."),
        ("is invented.", "was theft. “A theft”, said Ana.", "charged-term: invented: The meeting was ^theft^."),
    ],
    "places_have_both_names": [
        ("is invented.", "is at Most. Most is wide.", AT + "^Most^.", AT + "Most. ^Most^"),
    ],
    "figures_are_dated": [
        ("  text: The gauge was", "  text: Twenty-four hundred families came. The gauge was", "undated-figure: text: ^Twenty^-four"),
        ("at the bridge.\n  differs", "there. Some 1,400 people came.\n  differs", SPRING + "Some ^1,400^"),
        ("at the bridge.\n  differs", "there. Dozens of people came.\n  differs", SPRING + "^Dozens^"),
        ("at the bridge.\n  differs", "there. It cost $3 million.\n  differs", SPRING + "It cost $^3^ million."),
        ("has come to talk about the dam. [@herald-2019]", "has lost 30 families.", "undated-figure: face: The Upper Valley has lost ^30^"),
    ],
    "differing_figures_stand_together": [
        ("them. [@background/dam]", "them. May left 1,200 flooded houses. [@herald-2019/paper]", "single-figure" + BETWEEN + "May left ^1,200^"),
    ],
    "long_runs_are_quoted": [
        ("is invented.", "says nobody told the town before the bridge was closed.", "unmarked-quotation: invented: The meeting says ^nobody^"),
    ],
    "hands_are_alike": [
        ("      see_first", TWO_MORE + "      see_first", *["thin-hand: ^-^ {id: money, text: The ministry of"] * 2),
    ],
    "evidence_is_even": [
        ("excerpt: herald-2019/early", "excerpt: herald-2019/words-60", *["uneven-evidence" + FRIDAY] * 2, *THIN),
        (TWO_RECORDS, TWO_RECORDS.replace("herald-2019/gauges", "june/gauges"), "one-outlet" + FRIDAY),
    ],
    "opinion_is_shared": [(RECORD, RECORD.replace("herald-2019", "june"), "opinion-evidence" + FRIDAY.replace("herald-2019", "june"))],
    "roles_are_heard": [
        (RECORD, OF_COMMISSION, "unheard-role" + FRIDAY),
    ],
    "injects_reach_every_role": [("to: [everyone]", "to: [upper, lower]", "unaddressed-role: - ^i^d: commission")],
    "there_is_time_to_read": [
        ("\ninjects:", "\n  - " + READ + "play: no, reading: yes}\ninjects:", "short-reading: - " + READ.replace("1", "^1^") + "play:"),
    ],
    "steps_add_up": [("steps: Talk.", "steps: '- 5 minutes: talk.'", "agenda-sum" + TALK + "^20^,")],
    "everyone_can_speak": [("play: yes}", "play: yes, slot: 7}", "short-round" + TALK + "20, purpose: To talk., steps: Talk., play: yes, slot: ^7^}")],
    "injects_lead_somewhere": [
        ("expected: The lower valley asks for a warning time.", "expected: None.", "idle-inject: expected: ^None.^"),
        ("fallback: Hand the note of the mayor to the upper valley.", "fallback: '-'", "idle-inject: fallback: ^'-'^"),
    ],
    "every_letter_is_in_a_font": [("title: The River Bridge", "title: The ხიდი Bridge", "no-letter: title: The ^ხიდი^")],
    "evidence_for_each_role": [
        ("        - {excerpt: herald-2019/early, use: It says the opposite.}\n", "", "evidence-count: ^-^ {excerpt: herald-2019/friday, use: It says what"),
        ("      wants:", JUNE + "      wants:", "evidence-count: ^-^ {excerpt: herald-2019/friday, use: It says what"),
        ("{excerpt: herald-2019/early", "{excerpt: herald-2019/friday", "same-excerpt: - {excerpt: ^herald-2019/friday^,"),
    ],
    "briefs_are_short": [("else here. [", "else here. " + "It flows. " * 352 + "[", "long-brief" + ACHIEVE + "Upper", *THIN)],
    "briefs_are_of_equal_weight": [(TRUST, "sure. " + "They count. " * 18 + TRUST, "thin-role" + ACHIEVE + "Upper", "thin-role" + ACHIEVE + "River")],
    "cards_are_short": [
        ("A schedule that", "A schedule" + " and rest" * 6 + " that", "long-aim: aim: ^A schedule" + " and rest" * 6 + " that the Upper Valley can plan by.^"),
    ],
    "a_deal_is_possible": [("[gauge/lower]", "[gauge/lower, gauge/both]", NO_DEAL)],
    "the_rule_in_words_is_the_rule": [
        ("rule: All three sign.", "rule: It stands when two of the three delegations sign.", "rule-number: rule: It stands when ^two^"),
        ("rule: All three sign.", "rule: 2 of the 3 must sign. Two of the three issues are open.", "rule-number: rule: ^2^ of the 3 must sign. Two"),
    ],
    "every_role_can_settle_every_issue": [("[dates/never]", "[dates/never, dates/weekly]", "issue-closed: ^-^ {text: You cannot sign what the", NO_DEAL)],
    "injects_fall_in_their_round": [("    minute: 5", "    minute: 20", "late-inject: minute: ^20^")],
    "the_debrief_is_long_enough": [("minutes: 10, ask", "minutes: 9, ask", "short-debrief: ^-^ {phase: Step out, minutes: 9, ask:")],
    "the_timeline_ends_in_time": [
        ("date: 2019-05-06", "date: 2019-06-02", "from-the-future: - date: ^2019-06-02^"),
        ("date: 2019-05-06", "date: 2019-07", "from-the-future: - date: ^2019-07^"),
        ("issues:\n", "  - {date: 2019-05, event: Rain.}\n  - {date: 2018, event: Snow.}\nissues:\n", "timeline-order: - {date: ^2018^,"),
    ],
    "what_is_in_english_alone": [("as_of:", "language: hy\nas_of:", "fixed-english: language: ^hy^")],
    "what_is_left_out_can_be": [
        (END, f"{END}documents: {{leave_out: [rubrik]}}\n", "unknown-document: documents: {leave_out: [^rubrik^]}"),
        (END, f"{END}documents: {{leave_out: [role-brief, slips]}}\n", "needed-document: documents: {leave_out: [^role-brief^,"),
        (END, f"{END}documents: {{leave_out: [slips, slips]}}\n", "duplicate-id: documents: {leave_out: [slips, ^slips^]}"),
    ],
    "what_is_left_out_is_not_asked_for": [
        (END, END + "documents: {leave_out: [name-tents]}\n" + changed(READY, "[B.]", "[Fold the Name tents.]"), "left-out: before: [Fold the ^Name tents^.]"),
    ],
    "own_documents_can_be_made": [
        (END, END + OWN.format("rules", "sheet.html", "lowr"), "unknown-audience: - {id: rules, title: T, template: sheet.html, audience: ^lowr^}"),
        (END, END + OWN.format("rules", "shet.html", "lower"), "no-template: - {id: rules, title: T, template: ^shet.html^,"),
        (END, END + OWN.format("rules", "rubric.html", "lower"), "no-template: - {id: rules, title: T, template: ^rubric.html^,"),
        (END, END + OWN.format("rubric", "sheet.html", "each role"), "duplicate-id: - {id: ^rubric^,"),
        (END, END + OWN.format("role-brief-lower", "sheet.html", "everyone"), "duplicate-id: - {id: ^role-brief-lower^,"),
        (END, END + OWN.format("print", "sheet.html", "everyone"), "duplicate-id: - {id: ^print^,"),
        (END, END + OWN.format("a-booklet", "sheet.html", "everyone"), "duplicate-id: - {id: ^a-booklet^,"),
        (END, END + OWN.format("rules", "sheet.html", "each role, copies: one"), COPIES),
    ],
    "games_on_paper_end_as_they_say": [
        (END, END + ON_PAPER.replace("dates/weekly", "dates/never") + SPLIT, "deal-on-paper: deal: ^[^gauge/both, dates/never]", FEW_DEALS),
        (END, END + ON_PAPER.replace(", dates/weekly", "") + SPLIT, "deal-on-paper: deal: ^[^gauge/both]", FEW_DEALS),
        (END, END + ON_PAPER.replace("/both", "/upper") + SPLIT, "deal-on-paper: deal: ^[^gauge/upper, dates/weekly]", FEW_DEALS),
        (END, END + ON_PAPER + SPLIT.replace("both]", "both, gauge/upper]"), "deal-on-paper: settled: ^[^gauge/both, gauge/upper]", FEW_DEALS),
    ],
    "several_games_are_played": [(END, END + ON_PAPER, FEW_DEALS)],
    "every_role_has_moves": [
        (END, END + TRIES, "uneven-moves: ^-^ {round: talk, role: upper, try: [T.]}"),
        (END, END + TRIES + LOWER + LOWER.replace("T.", "U."), "uneven-moves: - {round: ^talk^,"),
        ("play: yes}\ninjects", f"play: yes}}\n  - {REST}\n{TRIES.split('    - ')[0]}    - {{round: rest, role: lower, try: [T.]}}\ninjects", NOBODY),
    ],
}  # fmt: skip

# The same for games in which every role has points, seeded in `PLAYED`.
ALL_SIGN = "signers: 3\n  must_sign: [upper, lower]"
COMMISSION = PLAYED[PLAYED.index("      scores:\n        - {option: gauge/upper, points: 2}  # commission") : PLAYED.index("  - id: lower\n    name")]
FLAG = "  - {id: flag, title: T, question: Q?, options: [{id: red, title: Red, text: Red.}, {id: blue, title: Blue, text: Blue.}]}\nplaces:"
NEVER = "dates/never, points: 10}  # commission"
IDLE = "role-idle: walk_away_points: ^8^  # lower"
TEMPTED = (
    "red-line-scored: - {option: dates/never, points: ^10^}",
    "role-dictates: walk_away_points: ^8^  # commission",
    "role-idle: walk_away_points: ^12^",
    IDLE,
    "settled-issue: - ^i^d: dates",
)
PLAYED_FAULTS: dict[str, list[tuple[str, ...]]] = {
    "options_exist": [("option: gauge/both, points: 8}", "option: gauge/upper, points: 8}", "same-option: - {option: ^gauge/upper^,")],
    "all_roles_have_scores_or_none": [(COMMISSION, "", "no-scores: ^a^chieve: Get a schedule for the River")],
    "red_lines_carry_no_points": [
        ("dates/daily, points: 10}  # commission", NEVER, *TEMPTED),
    ],
    "wants_name_issues": [("want: A weekly schedule for the upper", "issue: datse, want: A", "unknown-issue: - {issue: ^datse^,")],
    "points_follow_the_ranked_wants": [
        (
            "want: A weekly schedule for the upper side, why: So that farms can plan.}\n        - {want",
            "issue: dates, want: A, why: B.}\n        - {issue: gauge, want",
            "rank-against-weight: - ^{^issue: gauge, want: A gauge that both",
        ),
    ],
    "every_role_can_win_and_lose": [
        ("walk_away_points: 12  #", "walk_away_points: 31  #", "role-cannot-win: walk_away_points: ^31^", NO_DEAL),
        ("walk_away_points: 8  # lower", "walk_away_points: 0  # lower", "role-cannot-lose: walk_away_points: ^0^  # lower"),
        (ALL_SIGN, "signers: 1\n  must_sign: [upper]", "role-dictates: walk_away_points: ^12^", "role-idle: walk_away_points: ^8^  # commission", IDLE),
        (ALL_SIGN, "signers: 2\n  must_sign: [upper, lower]", "role-idle: walk_away_points: ^8^  # commission"),
    ],
    "several_deals_are_worth_having": [
        (
            "dates/daily, points: 2}  # lower\n      walk_away_points: 8",
            "dates/daily, points: 12}  # lower\n      walk_away_points: 20",
            "one-deal-best: ^-^ id: gauge",
            "settled-issue: - ^i^d: gauge",
            "dominated-option: - ^{^id: weekly, title: Every Monday, text: It",
            "dominated-option: - ^{^id: never, title: Never, text: It stays",
        ),
    ],
    "every_issue_and_option_matters": [
        ("places:", FLAG, "dead-issue: - ^{^id: flag, title: T, question: Q?, options:"),
        ("points: 20}  # upper", "points: 7}  # upper", "settled-issue: - ^i^d: gauge", "dominated-option: - ^{^id: upper, title: The upper valley, text:"),
    ],
}  # fmt: skip
SEEDED = [(base, rule, *row[:2], row[2:]) for base, faults in ((SCENARIO, FAULTS), (PLAYED, PLAYED_FAULTS)) for rule, rows in faults.items() for row in rows]


@pytest.mark.parametrize(("base", "rule", "old", "new", "expected"), SEEDED)
def test_a_seeded_fault_is_found_at_its_place_by_its_rule(
    tmp_path: Path, library: Library, base: str, rule: str, old: str, new: str, expected: tuple[str, ...]
):
    seeded = case(tmp_path, changed(base, old, new), library)
    findings = check(seeded.scenario, seeded.marked, seeded.library, seeded.own_templates)
    assert sorted(shown(findings)) == sorted(expected)
    own = list(next(r for r in RULES if r.__name__ == rule)(seeded))
    assert own
    assert set(own) <= set(findings)
    assert [f.level for f in findings] == ["note" if f.code in NOTES else "warning" if f.code in WARNINGS else "error" for f in findings]
    assert failed(findings) == any(f.code not in WARNINGS | NOTES for f in findings)


def test_every_rule_has_a_seeded_fault():
    assert {*FAULTS, *PLAYED_FAULTS} == {rule.__name__ for rule in RULES}


def test_every_code_of_a_rule_is_seeded():
    """One rule may have several codes; each stands among the faults, or where it is named here."""
    elsewhere = {
        "many-deals",  # below: too many deals are counted
        "cannot-accept", "unknown-where", "unused-acceptance", "no-reason",  # test_accepted.py: these come of no rule
    }  # fmt: skip
    seeded = {place.split(":")[0] for *_, expected in SEEDED for place in expected}
    assert seeded | elsewhere == {code for code, _ in written(Path(checks.__file__).parent)}


def test_what_the_library_cannot_give_is_no_finding(tmp_path: Path, library: Library):
    """The words of a role, or plainer text about it, that were published after the scenario's date or nowhere: nobody can add them."""
    earlier = changed(SCENARIO, "as_of: 2019-06-01", "as_of: 2019-05-31")
    unheard = case(tmp_path, changed(earlier, RECORD, OF_COMMISSION), library)
    assert (unheard.balance.hands[1].spoken_of, unheard.balance.hands[1].heard, unheard.balance.hands[1].unused) == (2, 0, ())
    assert check(unheard.scenario, unheard.marked, unheard.library) == ()
    opinions = case(tmp_path, changed(SCENARIO, RECORD, RECORD.replace("herald-2019", "june")), replace(library, quotations=opinion_only(library)))
    assert [(hand.role, hand.plainer) for hand in opinions.balance.opinionated] == [("upper", ())]
    assert "opinion-evidence" not in {f.code for f in check(opinions.scenario, opinions.marked, opinions.library)}


def opinion_only(library: Library) -> dict[str, Quotation]:
    """The excerpts of a library in which whatever is about the upper valley is opinion."""
    quotations = library.quotations.items()
    return {ref: replace(q, source=q.source.model_copy(update={"kind": "opinion"})) if "upper" in q.excerpt.tags else q for ref, q in quotations}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """The world of the tests and every scenario of the project, as rules look at them."""
    river = world(tmp_path_factory.mktemp("good") / "river")
    cases = []
    for scenarios, seeds in ((river.scenarios, river.seeds), (ROOT / "scenarios", ROOT / "seeds")):
        library, _ = read_library(seeds)
        for path in scenarios.glob("*.yaml"):
            scenario, marked, _ = read_scenario(path)
            assert scenario
            assert marked
            cases.append(Case(scenario, marked, library))
    return cases


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
def test_a_rule_finds_nothing_in_good_scenarios(good: list[Case], rule):
    for case in good:
        assert [f.code for f in accept(case, rule(case)) if f.level != "note" and f.code != "unused-acceptance"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is invented.", "is “our own idea”, an ‘idea of our own’."),
        ("is invented.", "asks “to know on Monday what we will”."),
        ("is invented.", 'asks "to know on Monday what we will".'),
        ("is invented.", "asks «to know on Monday what we will»."),
        ("as_of: 2019-06-01", "as_of: 2019-05"),
        ("as_of: 2019-06-01", "as_of: 2019"),
        ("date: 2019-05-06", "date: 2019"),
        ("rises. [@herald-2019]", "rises. [@june/early]"),
        ("bridge.\n  differs", "bridge. [@july/early]\n  differs"),
        ("excerpt: herald-2019/early", "excerpt: herald-2019/words-26"),
        ("excerpts: [herald-2019/too-late", "excerpts: [herald-2019/words-60"),
        ("quotation: herald-2019/friday", "quotation: herald-2019/words-25"),
        ("options: [gauge/upper]}", "options: []}"),
        ("rule: All three", "expect_no_deal: yes\n  rule: All three"),
        ("    minute: 5", "    minute: 19"),
        ("is invented.", "is invented; Ana Brod calls it a theft."),
        ("is invented.", "is, the mayor said, about theft and nothing else."),
        ("is invented.", "was called a theft by the mayor."),
        ("is invented.", "was a theft. [@herald-2019]"),
        ("is invented.", "asks for theft insurance."),
        ("is invented.", "is about a “theft”."),
        ("You speak for the", "The thieves of Most sit there. You speak for the"),
        ("A schedule that", "No theft, and a schedule that"),
        ("is invented.", "is at the Bridge/Most."),
        ("is invented.", "is at the Bridge, or Most."),
        ("is invented.", "is at a place that some call Most."),
        ("is invented.", "is at “Most”."),
        ("at the bridge.\n  differs", "there. In May some 1,400 people came.\n  differs"),
        ("at the bridge.\n  differs", "there. Some 1,400 people came. [@herald-2019]\n  differs"),
        ("at the bridge.\n  differs", "there. On 25 May people came.\n  differs"),
        ("them. [@background/dam]", "them. May left 1,200 or 1,500 flooded houses. [@herald-2019/paper]"),
        ("them. [@background/dam]", "them. May left 1,200 wet sheep. [@herald-2019/paper]"),
        ("is invented.", "says nobody told the town before the bridge was open."),
        ("is invented.", "says “the dam opened early, and that nobody told the town”."),
        ("steps: Talk.", "steps: '- 20 minutes: talk.'"),
        ("play: yes}", "play: yes, slot: 6}"),
        ("play: yes}", "play: yes, reading: yes}"),
    ],
)
def test_what_is_right_though_near_a_fault_is_not_found(tmp_path: Path, library: Library, old: str, new: str):
    near = case(tmp_path, changed(SCENARIO, old, new), library)
    assert check(near.scenario, near.marked, near.library) == ()


def test_a_game_with_points_in_which_three_of_nine_deals_pass_is_no_fault(tmp_path: Path, library: Library):
    near = case(tmp_path, PLAYED, library)
    assert check(near.scenario, near.marked, near.library) == ()


def test_a_role_that_is_outvoted_on_every_deal_cannot_win(tmp_path: Path, library: Library):
    text = changed(changed(PLAYED, ALL_SIGN, "signers: 2"), "walk_away_points: 8  # commission", "walk_away_points: 16  # commission")
    text = changed(text, "points: 6}  # commission\n        - {option: dates/weekly", "points: 1}  # commission\n        - {option: dates/weekly")
    wrong = case(tmp_path, text, library)
    assert "role-cannot-win" in {f.code for f in check(wrong.scenario, wrong.marked, wrong.library)}


def test_more_deals_than_a_check_takes_time_for_are_a_note(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("briefings.enumeration.MOST_DEALS", 8)
    large = case(tmp_path, PLAYED, library)
    assert [(f.code, f.level) for f in check(large.scenario, large.marked, large.library)] == [("many-deals", "note")]


@pytest.mark.parametrize("key", ["expected: The lower valley asks for a warning time.", "fallback: Hand the note of the mayor to the upper valley."])
def test_an_inject_without_its_expected_action_or_fallback_is_not_read(tmp_path: Path, key: str):
    (tmp_path / "river.yaml").write_text(changed(SCENARIO, f"    {key}\n", ""), "utf-8")
    scenario, _, findings = read_scenario(tmp_path / "river.yaml")
    assert scenario is None
    assert shown(findings) == ["missing-key: - ^i^d: rain"]


def test_a_game_meant_to_end_without_a_deal_is_no_fault(tmp_path: Path, library: Library):
    meant = changed(changed(SCENARIO, "[gauge/lower]", "[gauge/lower, gauge/both]"), "rule: All three", "expect_no_deal: yes\n  rule: All three")
    near = case(tmp_path, meant, library)
    assert check(near.scenario, near.marked, near.library) == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("first: {role: commission", "first: {role: comission", "did you mean 'commission'?"),
        ("to: [everyone]", "to: [everybody]", "did you mean 'everyone'?"),
        ("round: talk", "round: tlak", "did you mean 'talk'?"),
        ("[gauge/lower]", "[gauge/loer]", "did you mean 'gauge/lower'?"),
        ("quotation: herald-2019/friday", "quotation: herald-2019/fridy", "did you mean 'herald-2019/friday'?"),
        ("rises. [@herald-2019]", "rises. [@herold-2019]", "did you mean 'herald-2019'?"),
        ("[@background/dam]", "[@background/dm]", "did you mean 'background/dam'?"),
        ("- The river matters", "- The river [@herald-2019] matters", "'opening' cannot hold a citation"),
        ("else here. [", "else here. " + "It flows. " * 352 + "[", "cut 2 words"),
        ("minutes: 10, ask", "minutes: 2, ask", "give it 8 minutes more"),
    ],
)
def test_a_finding_says_what_to_do(tmp_path: Path, library: Library, old: str, new: str, says: str):
    wrong = case(tmp_path, changed(SCENARIO, old, new), library)
    findings = check(wrong.scenario, wrong.marked, wrong.library)
    assert [f.code for f in findings if says in str(f)] == [findings[0].code]

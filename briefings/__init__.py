"""Proven briefing packs for negotiation simulations, from one YAML file to print.

A teacher writes a scenario; this package reads it, checks it, plans the pack, writes its pages, prints them and
binds them. Those six verbs are the recipe in `build.py`, which reads top to bottom. Each stage is a function from
the types of the stage before to its own; types are frozen and nothing is mutated on the way:

    read    slips.py        what a YAML reader's complaint means to somebody who writes
            marks.py        strict YAML with a mark on every value; Finding
            complaints.py   findings for what does not fit a model, each mistake told once
            models.py       the base of all models, and the kinds of value in them
            codes.py        explanations() -> what there is to say about the code of each finding
            documents.py    the names of the documents of a pack; which of them a scenario chooses
            project.py      where a project's folders are
            wording.py      what counts as the same words; fingerprints
            terms.py        read_glossary(file) -> Glossary: charged terms, names of places, differing figures
            sources.py      read_library(seeds) -> Library, with a proof for every excerpt
            sections.py     the parts of a scenario as models
            guides.py       what of it the facilitator alone reads: the guide, and the game rehearsed on paper
            scenarios.py    read_scenario(file) -> Scenario
            twins.py        twin(scenario, marked, twins) -> Scenario under invented names; what is still real in it
            searching.py    search(library, wanted) -> Hits: excerpts and sentences of full texts, best first
            excerpting.py   a new excerpt from a full text, and its lines put into the record
            reading.py      how long and how hard each document is to read
            balance.py      balance(scenario, library) -> Balance: figures for each role and over all
            negotiation.py  game(scenario) -> Game: what a deal is, who accepts it, when it passes
            enumeration.py  analyse(game) -> Analysis: every deal looked at
            shelf.py        listed(project) -> what there is to choose from; coverage(...) -> which subject and excerpt is played where
    check   checks/         check(scenario, marked, library) -> findings; one rule a function
            reports.py      what was looked at, and findings for other programs
    plan    spreadsheet.py  read_sheet(bytes) -> Sheet: a CSV in which every cell knows its line and column
            roster.py       read_roster(file, scenario) -> Roster; a cast is a roster with every seat filled in
            seating.py      seat(people, limits) -> Seating, by a solver
            casting.py      cast(scenario, roster, seed) -> Cast; seat_each_role(scenario) without names
            imposition.py   where cards, tents and booklet pages go on a sheet, as data in mm
            orders.py       what is ordered, what was made of it, and the receipt with which an unchanged build ends
            packs/          plan(scenario, library, cast) -> Pack of Documents, a module for each audience
    write   pages/          write(document) -> HTML, style(document, paper) -> style sheets
    print   press/          Press.typeset(html, *css) -> Sheets; booklet(pdf, paper); said(pdf): everything it says
            fitting.py      what has a place of fixed size measured before it is printed; letters of names that no font has -> findings
            setting.py      Shop.set(documents, printings): every distinct document once; Shop.bind(volumes)
            printrun.py     print_run(pack, named, ...): a class in stuffing order, every sheet stored once
            secrecy.py      search(...) -> findings: finished files searched for the secrets of others
            classes.py      print_class(shop, pack, ...): the print run of a cast with names, and files to be sent
    bind    output.py       a folder of files takes the place of another in one step
            build.py        build(project, name, order) -> Built: the recipe, and the only writer of output
            theme.py        the templates as files: listed, copied to be changed
            schemas/        what an editor must know to help an author, made from the models
            scaffolds/      new projects, scenarios, sources and rosters to begin with
            sharing.py      a scenario with its sources and templates as one zip, and such a zip opened
            differing.py    diff(old, new): what changed for whom, and which sheets must be printed again
            doctor.py       what this machine needs
            show.py         a plan as text
            preview/        State after State of what an author sees while writing, served to a browser on this machine
            cli.py          options in, one call, findings and paths out

Before them all stand `cache.py` (results kept by what they were made from) and `crew.py` (who does the work: this process,
several, or somebody else's executor).

A module imports only modules above it. Three rules hold everywhere:

- Two kinds of failure only. What an author can mend is a `Finding`, collected and shown with all others; anything
  else is our bug and may raise.
- Visibility is decided once, in `plan`: a document holds what its audience may see, and a template is handed one
  document and nothing else. `secrecy` then searches the finished files, as if `plan` could be wrong.
- Same input, same bytes: no clock, no network, no random numbers; fonts are bundled; each engine warning is a finding.

Beside the first design stand `models.py` (the value types would have made `marks.py` too long), `documents.py` (checks come
before the plan and must know its documents by name), `project.py` (a checkout, a project and an installed copy are found
in one way; own templates lie over shipped ones), `theme.py`, `doctor.py` and `show.py`.
"""

__version__ = "0.1.0"

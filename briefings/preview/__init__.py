"""The page that follows the author's keyboard: `briefings preview SCENARIO`.

You get a page on this machine's own address that shows the documents as they print, with the findings beside them, and
changes in place whenever a file is saved. Three parts, each of which could stand without the next:

    state.py    State: the pages shown last, the findings, what is still to be set; a frozen value, replaced whole
    rounds.py   remade(state, ...) -> State after State, from reading the files again to the last document set
    server.py   the files watched, the page served, every new State told to it

The engine stays loaded and what is set is kept where `build` keeps it, so that a changed word costs a check, a plan and one
document. Nothing is bound and nothing is written to the output. The page's own three files stand in `templates/preview/`.
"""

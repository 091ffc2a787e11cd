"""How long a pack, a class and a conference take, and how much memory, beside others who do the same: `make benchmark`.

Every figure is the median of several runs of whole processes, from the start to the last file written; the smallest and
the largest stand beside it. In each run the peers take turns, so that a slow minute of the machine is everybody's. Memory is
the largest sum at any moment of what the process and those it started really use (on Linux; elsewhere of its largest
process). Each goal is printed with whether it was reached; nothing is asserted. `make benchmark QUICK=1` runs
everything once; `.venv/bin/python -m tests.benchmark --rows a,f --runs 9` chooses rows and the number of runs.

The peers do the same job the way their users do:

- *plain WeasyPrint*: the same pages and style sheets as files, one after the other in one process, without tags; of a
  class, each envelope set anew.
- *Chromium kept open*: the same files, printed by one headless Chromium through its DevTools protocol, in one tab and
  in two. Needs `chromium` on the path.
- *Typst*: the same words, tables and drawings in a similar layout; the pack as one file; of a class, all envelopes in one
  file, with a loop over the names. Needs the extra `benchmark`.

A peer that is not here is left out with a word. What is the same: the words of every document, and the number of pages
within 15 in a hundred (printed beside). WeasyPrint and Chromium set the same HTML; Chromium leaves out the heads and feet of
pages, for it does not know running text. What is not the same: only `briefings` proves quotations, completes the tags, binds
`all.pdf` and `print.pdf` and searches the finished files for secrets, and all that is in its time. Chromium and Typst tag what
they write, plain WeasyPrint does not. Of a class, `print.pdf` begins each document on a fresh sheet and therefore has blank
backs, and a separator for each table, which the peers have not. Setting a class anew takes plain WeasyPrint and Chromium so
long that the envelopes of one table are measured and the time scaled to all; the start is counted once. Typst really sets
them all.

The preview has no peer. Its row is one process that stays, as it does for an author: the figures are seconds from saving a
file to what is told to the page, and to the last byte of the picture of the first changed page.
"""

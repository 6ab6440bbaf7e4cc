# Everything a fresh clone needs: `make graph` builds and asks the seeds' graph, `make test` checks the project.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
GRAPH  := build/graph.ttl

# What an installation depends on; a second call reinstalls only when one of these changed.
SOURCES := pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help graph serve stores test test-pages test-stores bench docs browser virtuoso yasgui clean

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

graph: $(VENV)/installed ## read seeds/, write build/graph.ttl, print who supplied what to whom
	@mkdir -p build
	$(BIN)/kg build seeds -o $(GRAPH)
	$(BIN)/kg query who-supplied-what --graph $(GRAPH)

serve: $(VENV)/installed-serve graph ## show build/graph.ttl in the browser, at http://127.0.0.1:8000/
	$(BIN)/kg serve $(GRAPH) --articles seeds

stores: $(VENV)/installed-dev graph virtuoso ## load build/graph.ttl into an Oxigraph and a Virtuoso, ask each every question
	$(BIN)/python -m tests.stores $(GRAPH)

test: $(VENV)/installed-dev ## lint, types, tests (some six minutes)
	$(BIN)/ruff check .
	$(BIN)/mypy --strict kg
	$(BIN)/pytest -m "not slow and not browser and not stores"

test-pages: $(VENV)/installed-dev browser ## the pages in Chromium, which this installs on Debian
	$(BIN)/pytest -m browser

test-stores: $(VENV)/installed-dev virtuoso ## every question over HTTP, against an Oxigraph and a Virtuoso
	$(BIN)/pytest -m stores

bench: $(VENV)/installed-dev browser ## what takes longer: a wheel installed outside the checkout, speed
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.building
	$(BIN)/python -m benchmarks.linking
	$(BIN)/pytest -m slow --durations=0

docs: $(VENV)/installed ## write build/docs: the vocabulary in HTML, RDF/XML, Turtle and N-Triples
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	$(BIN)/python ontology/scripts/documentation.py build/docs

# The pages are tested in Chromium, with axe-core for accessibility; neither is part of the package.
AXE    := build/axe.min.js
YASGUI := kg/data/site/static/yasgui

browser: $(AXE) ## install what the pages are tested with
	@command -v chromium >/dev/null || { \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || { \
	  echo "the pages are tested in Chromium; on Debian: sudo apt install chromium" >&2; exit 2; }

$(AXE):
	@command -v npm >/dev/null || { echo "axe-core comes from npm; on Debian: sudo apt install npm" >&2; exit 2; }
	@mkdir -p build
	cd build && npm pack --silent axe-core@4.14.1 && tar -xzf axe-core-4.14.1.tgz -O package/axe.min.js > axe.part
	@mv build/axe.part $@

# Oxigraph's server comes from PyPI with the development tools. Virtuoso runs with a database in a temporary folder.
virtuoso: ## install the Virtuoso that questions are tried against
	@command -v virtuoso-t >/dev/null || { \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends virtuoso-opensource-7 >/dev/null; } || { \
	  echo "Virtuoso is not installed; on Debian: sudo apt install virtuoso-opensource-7" >&2; exit 2; }

yasgui: ## fetch the query editor anew, as it is published
	cd build && npm pack --silent @zazuko/yasgui@4.6.2
	tar -xzf build/zazuko-yasgui-4.6.2.tgz -C $(YASGUI) --strip-components=2 package/build/yasgui.min.js package/build/yasgui.min.css

clean: ## remove the virtual environment and everything built
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "$(PYTHON): Python 3.11 or newer is needed; name one with 'make PYTHON=python3.12 …'" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON): cannot make a virtual environment; on Debian or Ubuntu: apt install python3-venv" >&2; exit 2; }

$(VENV)/installed: $(SOURCES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/installed-serve: $(SOURCES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[serve]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-dev: $(SOURCES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/installed $(VENV)/installed-serve

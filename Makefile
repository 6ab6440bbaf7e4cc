# Everything a fresh clone needs: `make graph` builds and asks the seeds' graph, `make test` checks the project.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
GRAPH  := build/graph.ttl

# What an installation depends on; a second call reinstalls only when one of these changed.
SOURCES := pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help graph test bench clean

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

graph: $(VENV)/installed ## read seeds/, write build/graph.ttl, print who supplied what to whom
	@mkdir -p build
	$(BIN)/kg build seeds -o $(GRAPH)
	$(BIN)/kg query who-supplied-what --graph $(GRAPH)

test: $(VENV)/installed-dev ## lint, types, tests (under five minutes)
	$(BIN)/ruff check .
	$(BIN)/mypy --strict kg
	$(BIN)/pytest -m "not slow"

bench: $(VENV)/installed-dev ## what takes longer: a wheel installed outside the checkout, speed
	$(BIN)/pytest -m slow --durations=0

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

$(VENV)/installed-dev: $(SOURCES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/installed

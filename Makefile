# On Record: `make run` is all a visitor needs. Everything is kept in .venv; nothing is installed elsewhere.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --progress-bar off
PYTEST_ARGS ?= -n auto --dist loadfile
LOCK_ARGS ?=
SCALE_ARGS ?=
LINTS := lint-format lint-rules lint-types lint-layers lint-dependencies

# `make bench-scale PATH=data` says where data are; programs are found by the PATH that make itself was started with.
ifeq ($(origin PATH),command line)
DATA := $(PATH)
override PATH = $(shell printf %s "$$PATH")
endif

.DEFAULT_GOAL := help
.PHONY: help setup run test bench bench-desk bench-scale screenshots check lint format lock clean $(LINTS)
.DELETE_ON_ERROR:

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.developing  ## make .venv with everything for running and developing

run: $(VENV)/.running  ## serve the first record on this machine, in the foreground, open to whoever sits at it
	@exec $(BIN)/onrecord serve --demo --open

test: $(VENV)/.developing  ## run all tests
	@$(BIN)/pytest $(PYTEST_ARGS)

bench: $(VENV)/.developing  ## measure appending, reading, deriving and recording against a floor and peers in the same run
	@$(BIN)/python -m benchmarks.appending
	@$(BIN)/python -m benchmarks.reading
	@$(BIN)/python -m benchmarks.peers
	@$(BIN)/python -m benchmarks.projections
	@$(BIN)/python -m benchmarks.recording

bench-scale: $(VENV)/.developing  ## import whole files of real data beside a desk that records, PATH=file-or-directory
	@$(BIN)/python -m benchmarks.scale $(SCALE_ARGS) $(DATA)

bench-desk: $(VENV)/.developing  ## measure the desk in Chromium: its first view, and a move of the slider on a full matrix
	@$(BIN)/python -m benchmarks.desk

screenshots: $(VENV)/.developing  ## take pictures of the desk into screenshots/, in Chromium
	@$(BIN)/python tests/screenshots.py

check: lint test  ## everything that CI asks: lint, then test

lint: $(LINTS)  ## check format, rules, types, layers and dependencies
$(LINTS): $(VENV)/.developing
lint-format:
	@$(BIN)/ruff format --check .
lint-rules:
	@$(BIN)/ruff check .
lint-types:
	@$(BIN)/mypy
lint-layers:
	@$(BIN)/lint-imports --no-logo
lint-dependencies:
	@$(BIN)/deptry .

format: $(VENV)/.developing  ## rewrite the source to the format, and mend what can be mended
	@$(BIN)/ruff check --fix . || true
	@$(BIN)/ruff format .

lock:  ## resolve the dependencies again, LOCK_ARGS=--upgrade for newer ones
	@tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && $(PYTHON) -m venv "$$tool" && "$$tool/bin/pip" install --quiet uv && \
	compile() { "$$tool/bin/uv" pip compile --quiet --generate-hashes --universal --no-header --no-annotate $(LOCK_ARGS) "$$@"; } && \
	compile --group build pyproject.toml -o requirements.lock && \
	compile --group build --extra dev -c requirements.lock pyproject.toml -o tests/requirements.lock

clean:  ## remove .venv and all caches; the data stay where the service keeps them
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'On Record needs Python 3.11 or later: make PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.running: $(BIN)/python requirements.lock pyproject.toml
	@echo 'Installing what On Record runs on (once; a quarter of a minute) ...'
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.developing: $(VENV)/.running tests/requirements.lock
	@echo 'Installing what On Record is developed with (once; a quarter of a minute) ...'
	@$(INSTALL) --require-hashes -r tests/requirements.lock
	@touch $@

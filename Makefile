# The short list of commands. `make play` and `make test` do all their own set-up, once, in .venv/.
#
#   make play        set up, then live a night in the bundled world (WORLD=... for another)
#   make serve       the same in the browser (STORY=... for another)
#   make test        set up with the tools of a developer, then every check that guards the main branch
#   make test-slow   the long checks
#   make bench       measure (ARGS="--json now.json" to keep the figures)
#   make fuzz        100,000 broken world files, looking for a traceback or a hang
#   make crash       kill a playing process 1,000 times over each kind of chronicle, and see that nothing is lost
#   make screenshots pictures of every page, in screenshots/
#   make docs        rewrite the generated parts of docs/ and the picture of the README
#   make format      put the source in its one layout
#   make clean       remove what set-up made

WORLD ?= nightfall
STORY ?= nightfall
ARGS ?=
BIN := .venv/bin

.DEFAULT_GOAL := help

.PHONY: help play serve pictures screenshots test test-slow bench fuzz crash docs format clean lint types contracts

help:
	@sed -n 's/^#   //p' Makefile

play: .venv/.installed
	@$(BIN)/dreamwright play $(WORLD) $(ARGS)

serve: .venv/.installed-web pictures
	@$(BIN)/dreamwright serve $(STORY) $(ARGS)

# What the pages draw with, by name with npm. Without npm they say what is missing, and work.
pictures: .venv/bin/python
	@$(BIN)/python pictures.py

screenshots: .venv/.installed-dev pictures
	PYTHONPATH=tests $(BIN)/python -m web.screenshots $(ARGS)

test: lint types contracts pictures
	$(BIN)/python -m pytest -n 2 $(ARGS)

test-slow: .venv/.installed-dev
	$(BIN)/python -m pytest -n 2 -m slow $(ARGS)

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.installed-dev
	$(BIN)/mypy

contracts: .venv/.installed-dev
	$(BIN)/lint-imports

bench: .venv/.installed-dev
	$(BIN)/python benchmarks/run.py $(ARGS)

fuzz: .venv/.installed-dev
	PYTHONPATH=tests $(BIN)/python -m fuzz.campaign $(ARGS)

crash: .venv/.installed-dev
	PYTHONPATH=tests $(BIN)/python -m chronicle.crash $(ARGS)

docs: .venv/.installed-dev
	$(BIN)/python docs/make_diagnostics.py
	$(BIN)/python docs/make_picture.py
	$(BIN)/python tests/pages.py README.md docs/guide.md docs/reference.md

format: .venv/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Set-up. The stamps are newer than pyproject.toml when what it asks for is installed.

.venv/.installed: pyproject.toml | .venv/bin/python
	@echo "Setting up in .venv (once; needs the network) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-web: pyproject.toml | .venv/bin/python
	@echo "Setting up the pages in .venv (once; needs the network) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[web]'
	@touch .venv/.installed $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	@echo "Setting up the tools for tests in .venv (once; needs the network) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch .venv/.installed .venv/.installed-web $@

# The first Python that is new enough and can make a virtual environment; PYTHON=... chooses another.
.venv/bin/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	    if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        "$$python" -m venv .venv && exit 0; \
	    fi; \
	done; \
	echo "Dreamwright needs Python 3.11 or newer with its venv module, and found none." >&2; \
	echo "Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)," >&2; \
	echo "or name one: make PYTHON=/path/to/python3.12 ..." >&2; \
	exit 1

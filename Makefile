# Two commands do all: `make demo` shows the program at work, `make test` proves it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP     = $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check lint types contracts format bench evaluate locks clean

demo: $(VENV)/.ready           ## a made-up neighbourhood on this machine, no token needed
	$(BIN)/louzhang demo

test: $(VENV)/.ready-dev       ## the whole suite, PostgreSQL included
	$(BIN)/python -m pytest -n auto

check: lint types contracts    ## what CI runs beside the tests

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

contracts: $(VENV)/.ready-dev
	$(BIN)/lint-imports

format: $(VENV)/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-dev      ## what is claimed about speed, measured again here
	$(BIN)/python -m benchmarks

evaluate: $(VENV)/.ready-dev   ## how well residents' words are understood; says so where there are no real texts
	$(BIN)/python -m benchmarks.evaluate

locks:                         ## pin the tree again after pyproject.toml changed (needs uv); no addresses in the files
	uv pip compile -q pyproject.toml --group build --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate -o requirements.txt
	uv pip compile -q pyproject.toml --group build --group dev -c requirements.txt --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate -o requirements-dev.txt

$(VENV)/.made:
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Louzhang needs Python 3.11 or newer"'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.ready: requirements.txt pyproject.toml | $(VENV)/.made
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(PIP) install --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info

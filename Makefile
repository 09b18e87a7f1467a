# Two commands are enough: `make run` and `make test`. Each sets up what it needs and says what it does.
.DEFAULT_GOAL := help
.PHONY: help run system-python setup check lint lint-types lint-rules test test-sqlite test-postgresql test-slow bench shots messages wheel reference
MAKEFLAGS += --no-print-directory

# The system's Python: only for setting up; all else runs in .venv.
SYSTEM_PYTHON ?= python3
PYTHON := .venv/bin/python
PORT ?= 8000
WORKERS ?= 2
export PYTHONPATH := src
export PYTHONUNBUFFERED := 1
# Tests start many processes; each would compile every library anew, which takes longer than what it is started for.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make run        set up and serve on http://127.0.0.1:$(PORT)"
	@echo "make test       lint, types, contracts, tests on SQLite and PostgreSQL, browser"
	@echo "make test-slow  the long tests"
	@echo "make check      lint, types and contracts only"
	@echo "make bench      benchmarks"
	@echo "make shots      a picture of every page, under shots/"
	@echo "make messages   the marked words into the catalogues, and these compiled"
	@echo "make wheel      the installable wheel, under dist/"
	@echo "make reference  the pages of docs/reference, from the code"

run: system-python
	@$(SYSTEM_PYTHON) scripts/setup.py run --port $(PORT)

system-python:
	@command -v $(SYSTEM_PYTHON) >/dev/null || { echo "Python is missing: sudo apt-get install python3 python3-venv" >&2; exit 1; }

setup: system-python
	@$(SYSTEM_PYTHON) scripts/setup.py test

check: setup lint

# The types take as long as all the rest.
lint:
	@$(MAKE) -j2 --output-sync=target lint-types lint-rules

lint-types:
	@$(PYTHON) -m mypy

# What `check` has looked at already.
RULES := tests/test_architecture.py src/hansei/config/tests/test_reference.py

lint-rules:
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@.venv/bin/lint-imports --no-cache --no-logo
	@$(PYTHON) -m pytest -p no:cacheprovider $(RULES)

test: check
	@$(PYTHON) scripts/system.py chromium fonts pango postgresql
	@$(MAKE) test-sqlite test-postgresql

# Both workers take the next test, of the browser or not; tests/spread.py says what stays together.
test-sqlite:
	@$(PYTHON) -m pytest -rfEs -m "not slow" $(RULES:%=--ignore=%) -n $(WORKERS) --dist loadgroup

# What does not touch the database would only be repeated. Rooms stand on kernel and blocks: theirs come with the long ones.
test-postgresql:
	@$(PYTHON) tests/postgres.py $(PYTHON) -m pytest -rfEs -m "not slow and not room and not browser and not beside_database" --database-only -n $(WORKERS)

test-slow: setup .venv-spark/ready .venv-peer/ready
	@$(PYTHON) scripts/system.py chromium fonts java pango postgresql
	@$(PYTHON) -m pytest -rfEs -m slow -n $(WORKERS) --dist loadgroup
	@$(PYTHON) tests/postgres.py $(PYTHON) -m pytest -rfEs -m "(slow or room) and not browser and not beside_database" --database-only -n $(WORKERS)

# Spark is an extra; PM4Py is AGPL. Each has an environment of its own, and tests ask it in a process of its own.
export HANSEI_SPARK_PYTHON ?= $(CURDIR)/.venv-spark/bin/python
export HANSEI_PEER_PYTHON ?= $(CURDIR)/.venv-peer/bin/python
.venv-%/ready: requirements/%.txt | setup
	@echo "Installing requirements/$*.txt into .venv-$*"
	@rm -rf .venv-$*
	@$(PYTHON) -m venv --without-pip .venv-$*
	@$(PYTHON) -m uv pip install --quiet --system-certs --python .venv-$*/bin/python --require-hashes -r $<
	@touch $@

bench: setup .venv-peer/ready
	@$(PYTHON) -m benchmarks

shots: setup
	@$(PYTHON) scripts/system.py chromium fonts
	@$(PYTHON) -m pytest -m shots tests/shots.py

# Gather marked words into the catalogues, then compile them (docs/build/words.md).
messages: setup
	@$(PYTHON) scripts/words.py
	@$(PYTHON) scripts/messages.py

wheel: setup
	@$(PYTHON) -m build --wheel --no-isolation

# The pages of docs/reference, from what the code declares.
reference:
	@$(PYTHON) -m hansei.config.reference docs/reference

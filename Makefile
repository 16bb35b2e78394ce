# Two commands: `make atlas` builds the seed documents into graph/, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: atlas test lint figures clean

atlas: $(VENV)/installed
	$(BIN)/paperatlas build seeds -o graph
	@echo "Path      . $(VENV)/bin/activate (for the command paperatlas)"

test: $(VENV)/installed-dev lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term --cov-fail-under=95

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

figures: $(VENV)/installed-dev
	$(BIN)/python tests/test_evaluation_page.py
	$(BIN)/python tests/test_questions_page.py
	$(BIN)/python tests/test_readme.py
	$(BIN)/python tests/test_language_models_page.py

clean:
	rm -rf $(VENV) dist build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Paperatlas needs Python 3.11 or newer; try: make PYTHON=python3.12 atlas")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@ $(VENV)/installed

# make demo   an audit of three simulated delegates, from nothing to report.html
# make test   everything that must hold: style, types, tests

PYTHON ?= python3
BIN := .venv/bin
DEMO := demo.db

.PHONY: demo test lint clean

demo: .venv/installed
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	$(BIN)/audit run --model sim:perfect --model sim:careful --model sim:hasty --relay delegate52 --seed 7 --store $(DEMO)
	$(BIN)/audit report --store $(DEMO)
	$(BIN)/audit report --store $(DEMO) --format html --out report.html

test: .venv/installed-for-tests lint
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: .venv/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf .venv $(DEMO) $(DEMO)-wal $(DEMO)-shm report.html

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-for-tests: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@ .venv/installed

.venv/bin/python:
	$(PYTHON) -m venv .venv

# One command each. They use .venv if it is there, else the python that is active.
PYTHON := $(if $(wildcard .venv/bin/python),.venv/bin/python,python)

.PHONY: help setup test lint types docs benchmarks schema datasets notebooks ci

help:            ## list these commands
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup:           ## make .venv with everything that development needs
	python3 -m venv .venv && .venv/bin/pip install -U pip && .venv/bin/pip install -e . --group dev

test:            ## all tests, one for each core at a time
	$(PYTHON) -m pytest

lint:            ## style and formatting; writes the formatting
	$(PYTHON) -m ruff check --fix . && $(PYTHON) -m ruff format .

types:           ## types, strict
	$(PYTHON) -m mypy

docs:            ## every example in the docstrings, the README, the help texts and the notebooks
	$(PYTHON) -m pytest partyspeak tests/test_docs.py tests/test_notebooks.py tests/test_install_lines.py

benchmarks:      ## speed and memory beside other matchers, about ten minutes
	$(PYTHON) -m benchmarks -o results.json

schema:          ## write lexicon/schema.json, the lexicon's format, from the code
	$(PYTHON) -c "import json; from partyspeak.lexicon.entries import json_schema; print(json.dumps(json_schema(), indent=1, ensure_ascii=False))" > lexicon/schema.json

datasets:        ## make the shipped data sets again from ../shared/corpora
	$(PYTHON) -m partyspeak.datasets.make ../shared/corpora

notebooks:       ## run the notebooks and keep their outputs
	$(PYTHON) notebooks/refresh.py

ci:              ## everything that must hold before a change lands, from nothing
	bash .ci/run

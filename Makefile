# `make` alone prints this menu. Every target works on a fresh clone.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
LOCK := generators/sop_handbook/scaffold/requirements.txt
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install
# Packages of npm for tests: from the lock file in $(1) into the folder $(2) of the environment.
npm_ci = mkdir -p $(2) && cp $(1)/package.json $(1)/package-lock.json $(2) && \
  $(BIN)/npm ci --prefix $(2) --ignore-scripts --no-audit --no-fund --loglevel=error

.DEFAULT_GOAL := help
.PHONY: help site serve offline-zip setup validate fmt owners new test check goldens check-slow check-engines bench bench-large bench-search bench-paint audit lock release wheel clean

help: ## Show this menu
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(VENV)/.site ## Build the handbook into site/
	@$(BIN)/sop build

serve: $(VENV)/.site ## Show the handbook and rebuild it on every save (PORT=8000)
	@$(BIN)/sop serve --port $(PORT)

offline-zip: $(VENV)/.site ## Pack the handbook for USB sticks: read by double-click, no network
	@$(BIN)/sop offline-zip

setup: $(VENV)/.site ## Install what building needs into .venv, nothing more

validate: $(VENV)/.site ## Check the sources only
	@$(BIN)/sop validate

fmt: $(VENV)/.site ## Bring the sources into canonical style
	@$(BIN)/sop fmt

owners: $(VENV)/.site ## Write CODEOWNERS from the owners, deputies and approvers
	@$(BIN)/sop owners

new: $(VENV)/.site ## Write the draft of a procedure: make new NAME=restaurant/my-procedure
	@$(BIN)/sop new "$$NAME"

test: $(VENV)/.test ## Run everything CI runs: style, types, tests, browser
	@PYTHON=$(BIN)/python bash tests/run.sh

check: $(VENV)/.test ## Style and types only
	@$(BIN)/ruff check generators tests
	@$(BIN)/ruff format --check generators tests
	@$(BIN)/mypy

goldens: $(VENV)/.test ## Write the expected outputs of the tests anew; read the diff
	@$(BIN)/pytest -q tests/test_goldens.py tests/test_invalid.py --refresh-goldens

check-engines: $(VENV)/.engines ## Build the same sources with properdocs and zensical (gates nothing)
	@bash tests/engines.sh $(VENV)/engines/bin

check-slow: $(VENV)/.test ## Look for faults with random cases, other ones each time (takes long)
	@$(BIN)/pytest -q -m "slow or hypothesis" --hypothesis-profile random --timeout 1800 \
	  -n auto --dist loadfile --no-loadscope-reorder

bench: $(VENV)/.test ## Measure whole builds of 100 and 1,000 procedures, edits in a preview, diagrams and prints
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_serve
	@$(BIN)/python -m tests.bench_diagrams
	@$(BIN)/python -m tests.bench_prints

bench-large: $(VENV)/.test ## Measure whole builds of 5,000 procedures (takes long)
	@$(BIN)/python -m tests.bench 5000

bench-search: $(VENV)/.test $(VENV)/.search ## Measure the search against other engines: recall, bytes, milliseconds
	@PAGEFIND=$(VENV)/search/bin/python $(BIN)/python -m tests.demonstration.search.bench

bench-paint: $(VENV)/.test site ## Measure how soon a page shows something on a slow phone, online and offline
	@$(BIN)/python -m tests.bench_paint

audit: $(VENV)/.audit site ## Ask Lighthouse about the built site: accessibility, best practices, SEO
	@$(BIN)/python -m tests.audit

lock: $(VENV)/.site ## Compile the pinned requirement files again
	@$(PIP) uv
	@for f in $(LOCK) requirements-dev.txt requirements-engines.txt requirements-search.txt; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	    --output-file $$f $$(basename $$f .txt).in || exit 1; done

release: $(VENV)/.site ## Release the engine: make release VERSION=1.2.0 commits, tags, and fills dist/
	@$(BIN)/python -m tests.dist "$$VERSION"

wheel: $(VENV)/.site ## Make the wheel and the source archive of the engine, in dist/; twice, the same bytes
	@$(BIN)/python -m tests.dist

clean: ## Remove everything that was generated, and the environment
	rm -rf $(VENV) dist site .cache handbook-*.zip prints reviews.ics generators/*.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12")'
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.site: $(LOCK) pyproject.toml | $(BIN)/python
	@$(PIP) --require-hashes -r $(LOCK)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/sop validate >/dev/null || true  # writes what the editor offers to choose from
	@touch $@

$(VENV)/.test: requirements-dev.txt tests/scripts/package-lock.json $(VENV)/.site
	@$(PIP) --require-hashes -r requirements-dev.txt
	@$(call npm_ci,tests/scripts,$(VENV)/node)
	@touch $@

$(VENV)/.audit: tests/audit/package-lock.json $(VENV)/.test
	@$(call npm_ci,tests/audit,$(VENV)/audit)
	@touch $@

$(VENV)/.search: requirements-search.txt | $(BIN)/python
	@$(PYTHON) -m venv $(VENV)/search
	@$(VENV)/search/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r $<
	@touch $@

$(VENV)/.engines: requirements-engines.txt | $(BIN)/python
	@$(PYTHON) -m venv $(VENV)/engines
	@$(VENV)/engines/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements-engines.txt
	@$(VENV)/engines/bin/python -m pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation --editable .
	@touch $@

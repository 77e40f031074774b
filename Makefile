# Two commands to know: `make run` serves the system, `make test` proves it. CONTRIBUTING.md has the rest.
# Stamp files keep repeated runs quick: each step runs again only when what it is made from has changed.

PORT ?= 8000
PYTHON ?= $(shell for p in python3.11 /usr/bin/python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
IFI := .venv/bin/ifi
PIP := $(PY) -m pip --disable-pip-version-check install -qq
STAMPS := .venv/stamps
ASSETS := $(wildcard package.json package-lock.json .npmrc) $(shell find ifi/portal/assets -type f 2>/dev/null)

.DELETE_ON_ERROR:
.PHONY: setup run test test-fast check messages screenshots bench clean

setup: $(STAMPS)/runtime $(STAMPS)/assets
	@$(IFI) setup

run: setup
	@$(IFI) run --port "$(PORT)"

# Fast tests first; a failure there ends the run before the costly ones begin.
test: $(STAMPS)/development $(STAMPS)/assets
	@$(IFI) setup --for-tests
	@$(IFI) db during -- $(MAKE) --no-print-directory test-in-stages

.PHONY: test-in-stages
test-in-stages:
	$(PY) -m pytest -q -m "not browser and not slow" -n 2 --dist loadfile
	$(PY) -m pytest -q -m "slow and not browser" -n 2 --dist loadfile $(NONE_IS_FINE)
	$(PY) -m pytest -q -m browser -rs $(NONE_IS_FINE)

NONE_IS_FINE := || test $$? -eq 5

test-fast: $(STAMPS)/development
	@$(IFI) setup
	@$(IFI) db during -- $(PY) -m pytest -q -m "not browser and not slow" -n 2 --dist loadfile

check: $(STAMPS)/development $(STAMPS)/assets
	@$(IFI) setup --for-tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	@$(IFI) db during -- $(IFI) manage makemigrations --check --dry-run
	BEHIND_HTTPS=1 $(IFI) manage check --deploy --fail-level WARNING
	$(IFI) law check
	@$(IFI) db during -- $(PY) -m pytest -q tests/architecture tests/security/test_asvs.py tests/security/test_personal_data.py tests/security/test_sources.py

# Put new texts of the code into the rooms' catalogues, to be translated.
messages: $(STAMPS)/development
	$(IFI) manage makemessages -l kk -l ru --no-location --no-obsolete

# Pictures of the documents, from the demonstration that `make run` serves meanwhile.
screenshots: $(STAMPS)/development
	$(PY) -m tests.browser.pictures "http://127.0.0.1:$(PORT)"

bench: $(STAMPS)/runtime $(STAMPS)/assets $(STAMPS)/bench
	@$(IFI) setup
	@$(IFI) db during -- .venv-bench/bin/python -m benchmarks

# What can be made again. The database, uploads and logs in var/ stay: `rm -r var` is yours to type.
clean:
	-@test ! -x $(IFI) || $(IFI) db stop
	rm -rf .venv .venv-bench node_modules ifi/portal/static/build ifi.egg-info .mypy_cache .ruff_cache .hypothesis
	find ifi tests -name __pycache__ -prune -exec rm -rf {} +
	find ifi -name '*.mo' -delete

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 with its venv module is missing. Install it, then start again:"; \
		echo; echo "    sudo apt-get update && sudo apt-get install -y python3.11-venv"; echo; exit 1; }
	$(PYTHON) -m venv .venv

$(STAMPS)/runtime: requirements.lock pyproject.toml | $(PY)
	@echo "Installing the Python packages."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/development: requirements-dev.lock $(STAMPS)/runtime
	@echo "Installing the Python packages for tests and checks."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(STAMPS)/bench: requirements-bench.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -m venv .venv-bench
	@echo "Installing the Python packages of the benchmarks' peers, apart from ours."
	@.venv-bench/bin/python -m pip --disable-pip-version-check install -qq --require-hashes -r requirements-bench.lock
	@.venv-bench/bin/python -m pip --disable-pip-version-check install -qq --no-deps --no-build-isolation -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/assets: $(ASSETS) | $(STAMPS)/runtime
	@$(IFI) setup --assets
	@mkdir -p $(STAMPS) && touch $@

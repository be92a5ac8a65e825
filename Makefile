# `make` alone says what there is. The work is done in tools/, with one sentence when something is in the way.

# The first Python that is new enough; `make run PYTHON=/path/to/python3` chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
HERE := .venv/bin
SETUP = @python='$(PYTHON)'; \
  if ! "$${python:-false}" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
    echo 'Python 3.11 or newer is needed: install it, or name one, as in: make $@ PYTHON=/opt/python3.11/bin/python3' >&2; exit 1; fi; \
  "$$python" -m tools.setup

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench proof docs messages format lock clean

help: ## says what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## sets up what is missing and serves on http://localhost:8000 (PORT=8001 make run: elsewhere)
	$(SETUP) serve
	@exec $(HERE)/wijk serve

setup: ## the part of run before serving: environment, packages, assets, translations
	$(SETUP) run

test: ## every test, stories in a browser included (ARGS="-k word": some of them)
	$(SETUP) test
	@$(HERE)/python -m tools.suite $(ARGS)

check: ## format, lint, types, import rules, docs current: quick, without a database
	$(SETUP) dev
	@$(HERE)/python -m tools.check

bench: ## the benchmarks, a JSON object a line (BENCH_SIZE=small: within a minute)
	$(SETUP) dev
	@$(HERE)/python -m bench

proof: ## the heavy runs: random worlds, crashes, load
	$(SETUP) dev
	@$(HERE)/python -m bench.proof

docs: ## writes the pages that are made from the code
	$(SETUP) dev
	@$(HERE)/python -m tools.docs

messages: ## gathers the sentences people read and tells which have no Dutch
	$(SETUP) dev
	@$(HERE)/python -m tools.messages

format: ## puts the code in its format
	$(SETUP) dev
	@$(HERE)/ruff format .
	@$(HERE)/ruff check --fix .

lock: ## resolves requirements/*.in anew into the locks with hashes
	$(SETUP) dev
	@$(HERE)/python -m tools.lock

clean: ## removes what the set-up and the tools made; the data in .wijkaanpak stays
	rm -rf .venv static/node_modules static/vendor build *.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -path '*/LC_MESSAGES/*.mo' -delete

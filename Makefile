# Each target sets up its own environment in .venv; README.md has the same commands without make.

.DEFAULT_GOAL := help
.PHONY: help report test accept scorecard lab bench

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.11 python3; do \
	$$name -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$name && break; done)
VENV := .venv/bin/python

export PYTHONPATH := $(CURDIR)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

report: .venv/installed ## build the report; options in ARGS="--as-of 2019-12-31"
	$(VENV) build.py $(ARGS)

test: .venv/installed ## format, lint, types, contracts, tests
	$(VENV) -m ruff format --check .
	$(VENV) -m ruff check .
	$(VENV) -m mypy
	.venv/bin/lint-imports
	$(VENV) -m pytest $(ARGS)

# Names with "or" between them: make accept FIGURES="freshness or reach-change"
accept: .venv/installed ## after looking: FIGURES="NAME or NAME" are to look as they do now
	@test -n '$(FIGURES)' || { echo 'Which? make accept FIGURES="NAME or NAME"' >&2; exit 1; }
	$(VENV) -m pytest -q tests/test_redraw.py --mpl-generate-path=tests/baseline \
		-k 'test_looks_as_accepted and ($(FIGURES))'

# The statement on accessibility is made of it: after this, build again.
scorecard: .venv/installed ## run the gate over report/ and write what it found
	SCORECARD=write $(VENV) -m pytest tests/gate $(ARGS)

# JupyterLab refuses to run as root, as in a container, unless told that it may.
lab: .venv/installed ## open the notebooks in JupyterLab
	$(VENV) -m jupyterlab --ServerApp.root_dir=notebooks $(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS)

bench: .venv/installed ## time a build that starts cold
	$(VENV) benchmarks/cold_build.py $(ARGS)

.venv/installed: requirements.txt
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "Python 3.11 or newer is needed," \
		"as python3.11 or python3, or by name: make PYTHON=python3.12" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv
	$(VENV) -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

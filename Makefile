# What to do with the checkout. `make` alone lists the targets.
# Needs CPython 3.11 or later with venv; another interpreter: make test PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
BENCH := .bench
SERVERS := .servers
RAY := .ray
SIZES ?= 1000 10000
SCALE_SIZES ?= 1000 10000 100000 1000000
BASE_URL ?= https://api.openai.com/v1
MODEL ?= gpt-5-mini

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test lint format types floors wheel site record score bench bench-scale servers ray schema readme lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

$(VENV)/.made:
	@command -v "$(PYTHON)" >/dev/null || { echo "claimx needs CPython 3.11 or later; there is no '$(PYTHON)' here (make PYTHON=…)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("claimx needs CPython 3.11 or later; $(PYTHON) is " + sys.version.split()[0] + " (make PYTHON=…)")'
	"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

$(READY): $(VENV)/.made requirements/dev.txt pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

setup: $(READY) ## make .venv with the locked packages and claimx itself

demo: $(READY) ## run the example story, offline, into out/demo
	$(BIN)/claimx demo -o out/demo

test: $(READY) ## run the tests, offline
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(READY) ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY) ## put style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY) ## check types, strictly
	$(BIN)/mypy

floors: $(READY) ## check that no module imports upward or sideways
	$(BIN)/lint-imports

wheel: $(READY) ## build the wheel and the sdist, and run the tests against the installed wheel
	$(BIN)/python tests/packaging/check_wheel.py

# The variable: Material for MkDocs tells at every build that it stays with mkdocs 1 until May 2027.
site: $(READY) ## build the documentation as a site, into build/site; any warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

record: $(READY) ## record the cassettes anew (BASE_URL=… MODEL=…, with a key in OPENAI_API_KEY)
	$(BIN)/python benchmarks/record.py --base-url "$(BASE_URL)" --model "$(MODEL)"
	$(BIN)/python benchmarks/one_prompt.py --record --base-url "$(BASE_URL)" --model "$(MODEL)"
	$(BIN)/python benchmarks/bands.py --record --base-url "$(BASE_URL)" --model "$(MODEL)"
	OPENAI_BASE_URL="$(BASE_URL)" CLAIMX_MODEL="$(MODEL)" $(BIN)/python -m pytest examples/testing_prompts --claimx-record=all
	$(BIN)/python benchmarks/own_schema.py --base-url "$(BASE_URL)" --model "$(MODEL)"

score: $(READY) ## score the recorded answers against the gold
	$(BIN)/python benchmarks/score.py

# Not locked and not in .venv: the peers pull in half a gigabyte, and nothing else needs them.
$(BENCH)/.ready: pyproject.toml
	"$(PYTHON)" -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip --disable-pip-version-check install --quiet -e ".[bench]"
	@touch $@

bench: $(BENCH)/.ready ## run the benchmarks beside their peers, which it installs (half an hour; SIZES="1000 10000 100000")
	$(BENCH)/bin/python benchmarks/grounding.py
	$(BENCH)/bin/python benchmarks/tokens.py
	$(BENCH)/bin/python benchmarks/origins.py --sizes $(SIZES)
	$(BENCH)/bin/python benchmarks/matching.py --sizes $(shell echo $(SIZES) | tr ' ' ',')
	$(BENCH)/bin/python benchmarks/gathering.py --sizes $(SIZES)
	$(BENCH)/bin/python benchmarks/pipeline.py

bench-scale: $(RAY)/.ready ## measure every stage by the number of articles (an hour; SCALE_SIZES="1000 10000" for less)
	$(RAY)/bin/python benchmarks/scale.py --sizes $(SCALE_SIZES) --update docs/scale.toml

# Not locked and not in .venv: a server of somebody else's, with a Python of its own.
$(SERVERS)/.ready: pyproject.toml
	"$(PYTHON)" -m venv --clear $(SERVERS)
	$(SERVERS)/bin/python -m pip --disable-pip-version-check install --quiet -e ".[servers]"
	@touch $@

servers: $(READY) $(SERVERS)/.ready ## run the tests that want a real model server against llama.cpp's, which it installs
	$(SERVERS)/bin/python tests/servers/llama_cpp.py $(BIN)/python -m pytest tests/servers

# A venv of its own: Ray and Arrow weigh more than all the rest, and one module in a hundred needs them.
$(RAY)/.ready: pyproject.toml requirements/dev.txt
	"$(PYTHON)" -m venv --clear $(RAY)
	$(RAY)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/dev.txt
	$(RAY)/bin/python -m pip --disable-pip-version-check install --quiet -e ".[ray]"
	@touch $@

ray: $(RAY)/.ready ## run the tests of claimx.ray on a local cluster, in a venv of its own
	$(RAY)/bin/python -m pytest tests/cluster $(ARGS)

schema: $(READY) ## write the JSON Schema of report.json anew
	$(BIN)/python docs/make_schema.py

readme: $(READY) ## write what the README and docs show of the demo, and the scores, anew
	$(BIN)/python docs/make_demo.py
	$(BIN)/python docs/make_extraction.py
	$(BIN)/python docs/make_reconciliation.py
	$(BIN)/python docs/make_reliability.py
	$(BIN)/python docs/make_scale.py
	$(BIN)/python benchmarks/score.py --update README.md docs/benchmarks.md

# One lock for CPython 3.11 and later on every platform. It keeps the releases it holds; UPGRADE=--upgrade takes newer ones.
lock: ## write requirements/dev.txt anew from pyproject.toml
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && "$(PYTHON)" -m venv "$$tools" \
	&& "$$tools/bin/python" -m pip install --disable-pip-version-check --quiet uv \
	&& "$$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		$(UPGRADE) --output-file requirements/dev.txt pyproject.toml

clean: ## remove .venv, .bench, .servers, .ray and all that was built
	rm -rf $(VENV) $(BENCH) $(SERVERS) $(RAY) build dist out .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests examples benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

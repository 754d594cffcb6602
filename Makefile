# Two commands: `make run` starts the demo, `make test` runs the tests. Both set up what they need first, once.
#
# Each step leaves a stamp, a file whose time says when it was done; make repeats a step only when what it reads is newer.

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes
# One more than there are processors: a test often waits, for a browser or a process it started.
TEST_WORKERS ?= $(shell expr $$(nproc) + 1)
ARGS ?=
SOAK ?= 2000
# Papers nobody has seen: others every day, and the same again for whoever names the seed.
SEED ?= $(shell date +%j)

ENVIRONMENT := .venv/made-for
PACKAGES := .venv/packages.done
TOOLS := .venv/tools.done
PEERS_BIN := .venv/peers/bin
PEERS := .venv/peers.done
NODE_PACKAGES := node_modules/packages.done
ASSETS := consult/static/manifest.json
ASSET_SOURCES := $(shell find assets -type f 2>/dev/null)

.PHONY: help setup run test check style types imports schema files packages browser soak bench pictures assets tools lock
.PHONY: clean FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(PACKAGES) $(ASSETS) ## set up the environment and the assets; does nothing when they are there

run: setup ## start the demo on http://127.0.0.1:8000; PORT= and DATABASE_URL= are honoured
	@exec $(BIN)/consult serve --demo

test: tools ## all tests, on SQLite and on PostgreSQL; ARGS= go to pytest
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal $(ARGS)

browser: tools ## only the tests that drive the pages in Chromium
	$(BIN)/python -m pytest -m browser $(ARGS)

# Each check is a step of its own, so that those with two processors may run two at a time: make -j2 -O check
check: style types imports schema files packages ## style, types, sizes, names, house rules, migrations, templates, locks and secrets

style: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: tools
	$(BIN)/mypy

imports: tools
	$(BIN)/lint-imports

schema: tools
	$(BIN)/consult check-migrations

files: tools
	$(BIN)/python -m tests.checks

packages: tools
	$(PIP) check

soak: tools ## long runs of what the tests try a sample of; SOAK= says how many
	SOAK=$(SOAK) $(BIN)/python -m pytest tests/question_sets/test_faults.py tests/texts/test_form.py \
		tests/drafting/test_saving_together.py $(ARGS)
	$(BIN)/python -m tests.question_sets.generating $(SOAK) $(SEED) --least 0.8

bench: tools $(PEERS) ## measure, and write bench.json
	BENCH_PEERS=$(PEERS_BIN)/python $(BIN)/python -m tests.bench > bench.json.new
	mv bench.json.new bench.json

pictures: tools ## take the pictures of docs/pictures from the demo
	$(BIN)/python -m tests.pictures

assets: $(PACKAGES) $(NODE_PACKAGES) ## build the styles and scripts again
	build_steps/with_node.sh node assets/build.js

lock: tools ## write the lock files again after a change of setup.cfg, with the newest versions it allows
	build_steps/write_locks.sh

clean: ## remove what set-up made; the data under instance/ stays
	rm -rf .venv node_modules consult.egg-info consult/static/*.*

tools: setup $(TOOLS)

# A checkout that was moved or copied has an environment that belongs to another folder.
ifneq ($(shell cat $(ENVIRONMENT) 2>/dev/null),$(shell pwd -P))
$(ENVIRONMENT): FORCE
endif
$(ENVIRONMENT): | build_steps/make_environment.sh
	build_steps/make_environment.sh

$(PACKAGES): $(ENVIRONMENT) requirements.txt setup.cfg pyproject.toml
	$(INSTALL) -r requirements.txt
	$(PIP) install --no-index --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	touch $@

$(TOOLS): $(PACKAGES) requirements-dev.txt
	$(INSTALL) -r requirements-dev.txt
	touch $@

# What our readers are measured beside has an environment of its own: it brings packages that must not reach the service.
$(PEERS): $(PACKAGES) requirements-bench.txt
	$(BIN)/python -m venv .venv/peers
	$(PEERS_BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-bench.txt
	touch $@

$(NODE_PACKAGES): package.json package-lock.json .npmrc | $(PACKAGES)
	build_steps/with_node.sh npm ci --loglevel=error
	touch $@

$(ASSETS): $(NODE_PACKAGES) $(ASSET_SOURCES) | $(PACKAGES)
	build_steps/with_node.sh node assets/build.js

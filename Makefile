# 乡站 Xiangzhan. A newcomer needs two commands: make run, make test.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Where byte code may not be kept, every process compiles Django anew: seconds for each of hundreds.
unexport PYTHONDONTWRITEBYTECODE
PYTHON := $(shell command -v python3.11 || command -v python3 || echo python3)
PY := .venv/bin/python
NPM := npm --prefix frontend
FRONT_SOURCES := $(shell find frontend -type f \( -name '*.ts' -o -name '*.vue' -o -name '*.css' -o -name '*.html' -o -name '*.json' -o -name '*.mjs' -o -name '*.svg' \) -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/e2e/*' 2>/dev/null)

.PHONY: help prerequisites run test check lint types imports schema budget slow demo e2e county lock openapi bench
help: ## this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

prerequisites:
	@scripts/prerequisites $(PYTHON)

.venv/.base: requirements/base.txt | prerequisites
	@echo "Installing the back end …"
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r $< 2> >(grep -v '^WARNING: Location' >&2)
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "Installing what tests need …"
	@.venv/bin/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r $< 2> >(grep -v '^WARNING: Location' >&2)
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json | prerequisites
	@echo "Installing the front end …"
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/apps/.built: frontend/node_modules/.installed $(FRONT_SOURCES)
	@echo "Building the three front ends …"
	@$(NPM) run --silent build
	@touch $@

run: .venv/.base frontend/apps/.built ## install, build, migrate, load the demo county, start everything
	@exec $(PY) manage.py serve

test: .venv/.dev frontend/apps/.built ## every check and every test, exactly what CI runs
	@scripts/test

check: lint types imports schema budget ## lint, types, imports, schema, budget

lint: .venv/.dev frontend/node_modules/.installed ## ruff, eslint
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(NPM) run --silent lint

types: .venv/.dev frontend/node_modules/.installed ## mypy strict, vue-tsc
	.venv/bin/mypy
	$(NPM) run --silent types

imports: .venv/.dev ## the contracts between apps and layers
	PYTHONPATH=. .venv/bin/lint-imports --no-cache

schema: .venv/.dev frontend/node_modules/.installed ## migrations, OpenAPI and generated types have no difference
	$(PY) manage.py makemigrations --check --dry-run
	@mkdir -p var
	$(PY) manage.py spectacular --validate --fail-on-warn --file var/openapi.yaml
	diff -u docs/openapi.yaml var/openapi.yaml
	$(NPM) run --silent gen:types -- --check

openapi: .venv/.dev frontend/node_modules/.installed ## write OpenAPI and the generated types anew
	$(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
	$(NPM) run --silent gen:types

budget: frontend/apps/.built ## bytes of the first pages against their limits
	$(NPM) run --silent budget

e2e: .venv/.dev frontend/apps/.built ## the journeys in a real browser
	@scripts/e2e

slow: .venv/.dev frontend/apps/.built ## long properties, faults, peers, guards taken away: before a release
	@scripts/slow

demo: .venv/.base ## load the demo county into an empty database
	$(PY) manage.py migrate -v0
	$(PY) manage.py demo --if-empty

county: .venv/.base frontend/apps/.built ## the command lines of docker-compose.yml as plain processes
	@exec $(PY) scripts/county

bench: .venv/.dev ## one measurement: make bench NAME=…, without NAME their names
	@if [ -n "$(NAME)" ]; then exec $(PY) -m bench.$(NAME) $(ARGS); else grep -l __main__ bench/*.py | sed -E 's|bench/(.*)\.py|  \1|'; fi

lock: .venv/.dev ## resolve the libraries anew
	.venv/bin/pip install --quiet pip-tools
	for set in base dev; do .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements/$$set.txt requirements/$$set.in; done

# Tasklore: `make run` serves everything, `make test` checks everything, `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
UV := UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv
WEB ?= yes
export HOST PORT AUTH_PORT DATA_DIR

.DEFAULT_GOAL := help
.PHONY: help run dev web test test-python lint format demo bench conformance docs clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run web ## Set everything up and serve it: http://127.0.0.1:8000
	@exec $(BIN)/tasklore serve

dev: $(VENV)/.dev ## Serve with reload on every change of the code
	@exec $(BIN)/tasklore serve --reload

web: ## Build the web app where its sources changed
ifeq ($(WEB),yes)
	@if [ -f web/package.json ]; then tools/node.sh && $(MAKE) --no-print-directory web/dist/.built; fi
endif

# Not `npm ci`: a lock file made where some platforms' optional packages are missing is refused by it elsewhere.
web/node_modules/.installed: web/package.json web/package-lock.json
	@echo "Installing what the web app needs…"
	@cd web && npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/.built: web/node_modules/.installed $(shell find web/src web/public web/index.html web/vite.config.ts 2>/dev/null -type f)
	@echo "Building the web app…"
	@cd web && npm run --silent build
	@touch $@

$(VENV)/.uv:
	@echo "Setting up Python…"
	@python=$$(tools/python.sh) && "$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	@touch $@

$(VENV)/.run: $(VENV)/.uv pyproject.toml uv.lock
	@$(UV) sync --quiet --frozen --inexact --no-dev
	@touch $@

$(VENV)/.dev: $(VENV)/.uv pyproject.toml uv.lock
	@$(UV) sync --quiet --frozen --inexact --all-extras
	@touch $@ $(VENV)/.run

test: $(VENV)/.dev lint web ## Check everything: linters, types, the suite on both engines, the browser
	@tools/servers.sh
	$(BIN)/python -m pytest tests -n 2 --dist loadgroup
ifeq ($(WEB),yes)
	@if [ -f web/package.json ]; then cd web && npm run --silent check && npm run --silent e2e; fi
endif

test-python: ## Run the suite on another Python: make test-python PYTHON=python3.13
	@tools/servers.sh
	@version=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])') && \
	$(MAKE) --no-print-directory VENV=.venv-$$version PYTHON=$(PYTHON) .venv-$$version/.dev && \
	.venv-$$version/bin/python -m pytest tests -n 2 --dist loadgroup

lint: $(VENV)/.dev ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Let ruff lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: $(VENV)/.run ## Load a book and ask it ten questions: make demo FOLDER=path/to/documents
	@TASKLORE=$(BIN)/tasklore examples/demo.sh $(FOLDER)

bench: $(VENV)/.dev ## Measure speed against rivals, side by side (about five minutes)
	@tools/servers.sh
	$(BIN)/python -m bench

conformance: $(VENV)/.dev ## Compare the auth service, step by step, with the npm package it speaks like
	@tools/node.sh
	$(BIN)/python -m tests.auth.conformance

docs: $(VENV)/.dev ## Write the generated pages: settings, OpenAPI, .env.example
	$(BIN)/tasklore settings --env-example > .env.example
	$(BIN)/tasklore settings --markdown > docs/reference/settings.md

clean: ## Remove what was set up and built; the data stays
	rm -rf $(VENV) .venv-* web/node_modules web/dist

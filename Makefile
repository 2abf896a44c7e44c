# Everything that is done with this project. Needed first: Python >= 3.11 and make, nothing else.
PYTHON ?= python3
WORKERS ?= 2
ARGS ?=
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: faults help demo run test test-browser gallery check bench words lock format clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

demo: $(VENV)/.run ## the bot and a local Telegram in the browser, without a token (PORT=8080)
	@$(VENV)/bin/trainerbot demo $(if $(PORT),--port $(PORT))

run: $(VENV)/.run ## the bot with the settings of .env
	@$(VENV)/bin/trainerbot run

test: $(VENV)/.dev ## every test (ARGS="-k cancel" for some, WORKERS=0 for one process)
	@$(VENV)/bin/python -m pytest -q -n $(WORKERS) $(ARGS)

test-browser: $(VENV)/.browser ## the demo in Chromium (apt-get install chromium, or CHROMIUM=its program)
	@$(VENV)/bin/python -m pytest -q -s tests/browser $(ARGS)

gallery: $(VENV)/.browser ## every screen of the demo as pictures: docs/gallery, docs/demo.png, docs/demo.gif
	@$(VENV)/bin/python -m tests.browser.gallery

faults: $(VENV)/.dev ## kill the bot at every moment of the whole story, and again while it comes back
	@FAULTS=long $(VENV)/bin/python -m pytest -q -n $(WORKERS) tests/faults

check: $(VENV)/.dev ## format, lint, types, layers
	@$(VENV)/bin/ruff format --check --quiet . || { echo "Not formatted: make format"; exit 1; }
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo
	@echo "make check: all well."

format: $(VENV)/.dev ## put the code into its form
	@$(VENV)/bin/ruff check --quiet --fix-only .
	@$(VENV)/bin/ruff format .

bench: $(VENV)/.dev ## measure (ARGS="storage" for one of tests/bench)
	@$(VENV)/bin/python -m tests.bench $(ARGS)

# Texts stand in the code in English; what is new comes into the catalogues empty and fails a test.
words: $(VENV)/.dev ## bring new texts into the catalogues of translations
	@$(VENV)/bin/pybabel -q extract --no-default-keywords -k w -k plain -k N_ -k many:1,2 --no-location \
		--sort-output --omit-header -o $(VENV)/texts.pot bot
	@for po in bot/locales/*.po; do $(VENV)/bin/pybabel -q update --no-fuzzy-matching --ignore-obsolete \
		--no-wrap -i $(VENV)/texts.pot -o $$po -l $$(basename $$po .po); done

# The locks have hashes for every platform and no addresses. The small one follows the big one, so
# that both name the same versions.
COMPILE = $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --no-config \
	--generate-hashes --no-emit-index-url --no-header --group build

lock: $(VENV)/pyvenv.cfg ## remake the requirements (ARGS=--upgrade for the newest versions)
	@$(PIP) install -qq uv
	@$(COMPILE) --extra dev -o requirements-dev.txt $(ARGS)
	@$(COMPILE) --extra browser -c requirements-dev.txt -o requirements-browser.txt $(ARGS)
	@$(COMPILE) --extra postgres -c requirements-dev.txt -o requirements.txt $(ARGS)

clean: ## remove what the other targets made (never data/ or .env)
	@rm -rf $(VENV) dist .coverage htmlcov .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find bot core storage tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

INSTALL_PROJECT = $(PIP) install -qq --no-deps --no-build-isolation --editable .

$(VENV)/.run: requirements.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing what the bot needs ..."
	@$(PIP) install -qq --require-hashes -r requirements.txt
	@$(INSTALL_PROJECT)
	@touch $@

# What development needs holds what the bot needs: its mark stands for both.
$(VENV)/.dev: requirements-dev.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing what development needs ..."
	@$(PIP) install -qq --require-hashes -r requirements-dev.txt
	@$(INSTALL_PROJECT)
	@touch $(VENV)/.run $@

$(VENV)/.browser: requirements-browser.txt $(VENV)/.dev
	@echo "Installing what drives the browser ..."
	@$(PIP) install -qq --require-hashes -r requirements-browser.txt
	@touch $@

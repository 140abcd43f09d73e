# make demo    set up .venv with what a check needs, and show what claimcheck does
# make test    set up .venv with everything, and run the whole test suite
# make coverage  the same, and which lines no test reaches (htmlcov/index.html)
# make lint    formatting, style, types, and which part may import which
# make wheel   build dist/claimcheck-*.whl, models and demo inside
# make clean   take away what the others made, .venv too

PYTHON ?= python3
VENV ?= .venv
PYTEST_ARGS ?=

bin := $(VENV)/bin
install := $(bin)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test coverage lint wheel clean

demo: $(VENV)/.installed
	@$(bin)/claimcheck demo

test: $(VENV)/.installed-all
	$(bin)/python -m pytest $(PYTEST_ARGS)

coverage: $(VENV)/.installed-all
	$(bin)/python -m pytest --cov --cov-report=term:skip-covered --cov-report=html $(PYTEST_ARGS)

lint: $(VENV)/.installed-all
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports

wheel: $(VENV)/.made
	$(bin)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "claimcheck needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml constraints.txt
	$(install) --editable .
	@touch $@

$(VENV)/.installed-all: $(VENV)/.made pyproject.toml constraints.txt
	$(install) --editable '.[models,dev]'
	@touch $@ $(VENV)/.installed

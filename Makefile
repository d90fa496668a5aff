# Two commands: `make grade` and `make test`. Each sets up what it needs, once.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help grade test check lock clean

help:
	@echo "make grade   set up, build the course, grade a demo class, show where the report is"
	@echo "make test    set up and run the tests"
	@echo "make check   ruff, mypy, gradescent validate --mutants, gradescent build --check"

grade: $(READY)
	$(BIN)/gradescent build
	$(BIN)/gradescent demo --students 30 --out demo/class
	@# The demo class is ours: it may be graded wherever this runs. A real one asks for the isolation of course.toml.
	@# And it goes on where it was interrupted; what has changed meanwhile is graded again.
	$(BIN)/gradescent grade demo/class --out demo/results --weaker-isolation --resume

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/gradescent validate --mutants
	$(BIN)/gradescent build --check

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Gradescent needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "No venv here; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $(READY)

# The versions that are known to work together, without the addresses that they came from. Left out: what differs
# by platform, and soupsieve, whose newest release asks for a later Python 3.11 than some systems have.
lock: $(READY)
	@{ echo "# Written by \`make lock\`: versions that are known to work together."; \
	  $(BIN)/python -m pip list --format=freeze --exclude-editable \
	  | grep -viE '^(pip|setuptools|wheel|nvidia-|cuda-|triton|soupsieve)' ; } > constraints.txt
	@touch $(READY)

clean:
	rm -rf $(VENV) dist demo

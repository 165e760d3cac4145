"""The proof of proofs: what still passes without the thing that it claims to prove is told, and so is what nobody proves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.prove import ROOT, main, trial

TEXT = "tests/policy/test_packs.py::test_a_clause_is_shown[raymore-8-8.04.K]"


def test_a_test_that_notices_proves_it(tmp_path: Path) -> None:
    one = trial("raymore-8:8.04.K", [TEXT], str(tmp_path))
    assert (one.proved, one.passed, one.verdict) == (True, (), "ok")


def test_a_test_that_does_not_notice_is_told(tmp_path: Path) -> None:
    one = trial("raymore-8:8.04.I", [TEXT], str(tmp_path))
    assert (one.proved, one.passed, one.verdict) == (False, (TEXT,), f"still passes: {TEXT}")


def test_a_test_that_cannot_run_proves_nothing(tmp_path: Path) -> None:
    assert not trial("raymore-8:8.04.K", [f"{TEXT}-gone"], str(tmp_path)).proved


def test_what_nobody_claims_is_not_proved() -> None:
    one = trial("raymore-8:8.04.K", [], "")
    assert (one.proved, one.verdict) == (False, "no test claims to prove it")


def test_a_name_of_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["raymore-8:8.03.Z"]) == 2
    assert "Nothing to remove is called raymore-8:8.03.Z." in capsys.readouterr().err


def test_the_index_names_every_test_under_the_clauses_and_the_capability_that_it_proves(tmp_path: Path) -> None:
    path = tmp_path / "proofs.json"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "tests/judge/test_examples.py",
        "--write-proofs",
        str(path),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    index = json.loads(path.read_text())
    name = "tests/judge/test_examples.py::test_a_clause_flags_and_passes_the_posts_it_should[raymore-8-8.04.B#1]"
    assert name in index["clauses"]["raymore-8:8.04.B#1"]
    assert name in index["capabilities"]["draft-check"]
    assert path.read_text() == json.dumps(index, indent=1, sort_keys=True) + "\n"

"""Shows that proofs can fail: `python -m tests.prove` removes each clause and disables each capability in turn;
`python -m tests.prove raymore-8:8.03.F release-gate` only those that are named.

Every test that claims to prove what is missing must then fail. A clause or a capability without a test is
not proved, and neither is one whose test passes all the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.register import CLAUSES

ROOT = Path(__file__).parent.parent
PROOFS = ROOT / "src" / "postorders" / "built" / "proofs.json"


@dataclass(frozen=True, slots=True)
class Trial:
    """What was taken away (`policy:clause` or a capability's id, "" for nothing), and which tests passed without it."""

    without: str
    claimed: tuple[str, ...]
    passed: tuple[str, ...]
    ended: int = 1

    @property
    def proved(self) -> bool:
        """Whether there was a test, pytest ran it to its end, and nothing passed that should not."""
        return bool(self.claimed) and not self.passed and self.ended == 1

    @property
    def verdict(self) -> str:
        """In words."""
        if not self.claimed:
            return "no test claims to prove it"
        if self.passed:
            return "still passes: " + ", ".join(self.passed)
        return "ok" if self.proved else f"pytest ended with {self.ended}"


def trial(without: str, claimed: Sequence[str], cache: str) -> Trial:
    """Runs the tests that claim to prove something, without it."""
    if not claimed:
        return Trial(without, (), ())
    environment = {**os.environ, "POSTORDERS_WITHOUT": without, "POSTORDERS_TEST_CACHE": cache}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "--tb=no",
        "-rp",
        "-p",
        "no:hypothesispytest",
        *claimed,
    ]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    passed = [line.removeprefix("PASSED ") for line in ran.stdout.splitlines() if line.startswith("PASSED ")]
    return Trial(without, tuple(claimed), tuple(passed), ran.returncode)


def main(named: Sequence[str] = ()) -> int:
    """Runs every trial, or those `named`, prints a line for each and the count; the exit code is 1 when one is not
    proved, 2 when a name is not known."""
    proofs = json.loads(PROOFS.read_text(encoding="utf-8"))
    clauses: dict[str, list[str]] = {f"{policy}:{clause}": [] for policy, clause in CLAUSES} | proofs["clauses"]
    known = clauses | _capabilities(proofs["capabilities"])
    if strange := sorted(set(named) - set(known)):
        print(
            f"Nothing to remove is called {', '.join(strange)}. A clause is written raymore-8:8.03.F.", file=sys.stderr
        )
        return 2
    wanted = [(name, claimed) for name, claimed in known.items() if not named or name in named]
    every = sorted({test for _, claimed in wanted for test in claimed})
    with tempfile.TemporaryDirectory(prefix="postorders-prove-") as cache:
        whole = trial("", every, cache)
        if whole.ended != 0:
            missing = sorted(set(every) - set(whole.passed))
            print(f"With nothing taken away, {len(missing)} of {len(every)} proofs fail: {', '.join(missing[:5])}")
            print("0 passed, 1 failed")
            return 1
        with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
            trials = list(pool.map(lambda one: _told(trial(*one, cache)), wanted))
    failed = sum(not one.proved for one in trials)
    print(f"{len(trials) - failed} passed, {failed} failed")
    return int(failed > 0)


def _told(one: Trial) -> Trial:
    print(f"{one.without:<24} {len(one.claimed):>4} tests  {one.verdict}", flush=True)
    return one


def _capabilities(claimed: dict[str, list[str]]) -> dict[str, list[str]]:
    """Every capability that code declares, with the tests that claim to prove it."""
    from postorders.known import capabilities

    return {name: [] for name in capabilities()} | claimed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

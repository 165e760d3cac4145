"""Makes the fitted encoder from nothing, by the steps of `recipe.yaml`. A step whose weights lie there already is not
taken again, so that who was stopped goes on where it was.

    python -m training.recipe --data ../shared/data --base training/work/base --out training/work
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.tables import outline

STEPS = Path(__file__).parent / "recipe.yaml"
FIT = {"fit", "start", "mix", "epochs", "share", "rate", "seed"}  # what a step may say that fits
MEAN = {"mean", "of"}  # and one that takes a mean


def main() -> None:
    """Reads the options, takes every step, writes the last one's weights to `encoder.pt`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bits", type=int, default=16, help="See training.fit.")
    options = parser.parse_args()
    always = ["--data", str(options.data), "--base", str(options.base), "--bits", str(options.bits)]
    weights = options.out
    for name, command in list(commands(outline(STEPS), options.out)):
        weights = _weights(options.out, name)
        if not weights.exists():
            print(f"{name}: {' '.join(command)}", flush=True)
            more = always if command[0] == "training.fit" else []
            if subprocess.run([sys.executable, "-m", *command, *more], check=False).returncode:
                sys.exit(f"The step {name} failed. The steps before it are kept; run this again to go on.")
    shutil.copyfile(weights, options.out / "encoder.pt")


def commands(steps: Sequence[Mapping[str, Any]], out: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and command of each step. Raises ValueError for a step that says something unknown, stands on one that is
    not before it, or has the name of another."""
    known: set[str] = set()
    for step in steps:
        name, of = _step(step)
        if name in known or (missing := set(of) - known):
            why = "is there already" if name in known else f"stands on {', '.join(sorted(missing))}, not made before it"
            raise ValueError(f"{STEPS.name}: the step {name} {why}.")
        known.add(name)
        before = [str(_weights(out, one)) for one in of]
        if "mean" in step:
            yield name, ["training.average", "--weights", *before, "--out", str(_weights(out, name))]
        else:
            said = {key: str(value) for key, value in step.items() if key not in ("fit", "start")}
            words = [word for key, value in said.items() for word in (f"--{key}", value)]
            yield name, ["training.fit", "--out", str(out / name), *(["--start", *before] if of else []), *words]


def _step(step: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The name of a step and what it stands on."""
    if "fit" in step and set(step) <= FIT:
        return step["fit"], [step["start"]] if "start" in step else []
    if set(step) == MEAN:
        return step["mean"], step["of"]
    raise ValueError(f"{STEPS.name}: this is no step: {dict(step)}")


def _weights(out: Path, name: str) -> Path:
    return out / name / "encoder.pt"


if __name__ == "__main__":
    main()

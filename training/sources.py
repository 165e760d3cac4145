"""Where the public sets came from, and that the copies at hand are the ones that were trained on.

python -m training.sources --data ../shared/data            # holds every file against sources.yaml
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from training.tables import outline

MANIFEST = Path(__file__).parent / "sources.yaml"


def main() -> None:
    """Names every file that is missing or differs; exit code 1 if any does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    wrong = differing(parser.parse_args().data)
    for line in wrong:
        print(line)
    sys.exit(1 if wrong else 0)


def differing(folder: Path) -> list[str]:
    """What is wrong with the copies in a folder, a line each."""
    found = []
    for name, one in outline(MANIFEST)["sets"].items():
        for file, wanted in one["files"].items():
            path = folder / name / file
            if not path.is_file():
                found.append(f"{name}/{file} is missing; it comes from {one['origin']} at {one['commit'][:12]}.")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
                found.append(f"{name}/{file} is another version than the one trained on.")
    return found


if __name__ == "__main__":
    main()

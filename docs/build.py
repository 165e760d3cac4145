"""Writes docs/reference/ from the code, and renews the terminal captures of the other pages.

`python docs/build.py` writes; `python docs/build.py --check` writes nothing, names each page that has fallen
behind the code, and ends with exit code 1 if there is one. Each file in docs/builders/ gives some pages;
adding a page touches nothing else.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

DOCS = Path(__file__).resolve().parent
REFERENCE = DOCS / "reference"
WRITTEN_ELSEWHERE = frozenset(
    {"speed.md", "desk-speed.md", "pattern-scores.md", "error-rates.md"}
)  # by benchmarks/, tests/corpus/score.py and training/evaluate.py
NOTICE = "<!-- Written by docs/build.py from the code. Change the code, then run `make docs`. -->\n\n"


def pages() -> dict[str, str]:
    """Every page of docs/reference by its path in there. Raises LookupError for a name that nobody has described."""
    found: dict[str, str] = {}
    for module in sorted(module.name for module in iter_modules([str(DOCS / "builders")])):
        for name, text in import_module(f"builders.{module}").pages().items():
            found[name] = NOTICE + text if name.endswith(".md") else text
    return found


def stale(wanted: dict[str, str], folder: Path = REFERENCE) -> list[str]:
    """What differs between the pages wanted and those in a folder, a sentence each."""
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - WRITTEN_ELSEWHERE
    found = [f"{name} is missing." for name in sorted(wanted.keys() - there)]
    found += [f"{name} is written by nothing." for name in sorted(there - wanted.keys())]
    for name in sorted(wanted.keys() & there):
        if (folder / name).read_text(encoding="utf-8") != wanted[name]:
            found.append(f"{name} has fallen behind the code.")
    return found


def write(wanted: dict[str, str], folder: Path = REFERENCE) -> None:
    """Writes the pages, and removes those that nothing writes any more."""
    for name, text in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if str(path.relative_to(folder)) not in wanted.keys() | WRITTEN_ELSEWHERE:
            path.unlink()


def main(arguments: list[str]) -> int:
    """Writes, or with `--check` compares."""
    import consoles

    if arguments not in ([], ["--check"]):
        print("Usage: python docs/build.py [--check]", file=sys.stderr)
        return 2
    try:
        wanted = pages()
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    if arguments:
        problems = stale(wanted)
        for problem in problems:
            print(f"docs/reference/{problem} Run 'make docs'.", file=sys.stderr)
        return 1 if problems else 0
    write(wanted)
    left = [problem for page in consoles.pages_with_consoles() for problem in consoles.renew(page)]
    for problem in left:
        print(problem, file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.path.insert(0, str(DOCS))
    sys.exit(main(sys.argv[1:]))

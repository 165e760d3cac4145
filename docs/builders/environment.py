"""environment.md: every environment variable that the code looks at."""

from __future__ import annotations

import re
from pathlib import Path

from writing import described, table

ROOT = Path(__file__).resolve().parents[2]
_READ = re.compile(r"""\b(POSTORDERS_[A-Z_]+)\b|environ(?:\.get\(|\[)\s*["']([A-Z_]+)["']""")

VARIABLES = {
    "COLUMNS": "How wide text is printed, as in other programs. Without a terminal: 90.",
    "POSTORDERS_CACHE": "Folder for compiled packs and concepts. It holds no post. Default: `postorders` in the user's "
    "cache folder. It may be deleted at any time; the next start is slower.",
    "POSTORDERS_DATA": "Folder for the text that `policy attach` keeps. Default: `postorders` in the user's data "
    "folder.",
    "POSTORDERS_POLICIES": "Folders of adopted policies, separated as in `PATH`. They are looked in before the "
    "templates that ship.",
    "POSTORDERS_DOCUMENTS": "Tests only: a folder of a department's own documents, on which the attach tests run too.",
    "POSTORDERS_WITHOUT": "Proofs only: capabilities, or clauses as `policy:clause`, to switch off, separated by "
    "spaces. `make prove` uses it to show that tests would notice.",
    "POSTORDERS_TEST_CACHE": "Tests only: a cache folder to share between test runs.",
    "XDG_CACHE_HOME": "The user's cache folder, where the system sets one.",
    "XDG_DATA_HOME": "The user's data folder, where the system sets one.",
}


def pages() -> dict[str, str]:
    """The page."""
    rows = described("environment variable", used(), VARIABLES)
    parts = [
        "# Environment variables\n",
        "No variable changes what a policy says of a post, except those marked for tests and proofs.\n",
        table(("variable", "what it does"), rows),
    ]
    return {"environment.md": "\n".join(parts)}


def used(root: Path = ROOT) -> list[str]:
    """The names of the variables that the code, the tests and the Makefile look at."""
    files = [*(root / "src").rglob("*.py"), *(root / "tests").rglob("*.py"), root / "Makefile"]
    files = [path for path in files if path.is_file() and not {"node_modules", "docs"} & set(path.parts)]
    found = {one or two for path in files for one, two in _READ.findall(path.read_text(encoding="utf-8"))}
    return sorted(found)

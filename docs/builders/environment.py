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
    "POSTORDERS_READER": "Folder of the weights that read posts, in place of those that ship; `none` does without, so "
    "that patterns alone look. It changes what is seen in a post; a judgment carries the hash of the weights.",
    "POSTORDERS_WITNESS_URL": "The address that `postorders check --witness` asks, where `--witness-url` is not given.",
    "POSTORDERS_WITNESS_MODEL": "The model that it asks for, where `--witness-model` is not given.",
    "POSTORDERS_WITNESS_KEY": "The key that it shows there.",
    "POSTORDERS_WITNESS_KEY_FILE": "A file that holds that key.",
    "POSTORDERS_TRY_CLIENT_ID": "The client ID that `postorders platform try` uses, where `--client-id` is not given.",
    "POSTORDERS_TRY_CLIENT_SECRET": "The secret that belongs to it. Without it the command asks for it.",
    "POSTORDERS_TRY_PASSWORD": "The app password or token that `postorders platform try` uses. Without it the command "
    "asks for it.",
    "POSTORDERS_DOCUMENTS": "Tests only: a folder of a department's own documents, on which the attach tests run too.",
    "POSTORDERS_WITHOUT": "Proofs only: capabilities, or clauses as `policy:clause`, to switch off, separated by "
    "spaces. `make prove` uses it to show that tests would notice.",
    "POSTORDERS_TEST_CACHE": "Tests only: a cache folder to share between test runs.",
    "POSTORDERS_DESK": "The folder of a desk, where `--at` is not given. Each setting of the desk may be given as "
    "`POSTORDERS_DESK_` and its name in capitals, or as a file that holds it (`POSTORDERS_DESK_SECRET_KEY_FILE`); they "
    "are listed under [settings](settings.md).",
    "POSTORDERS_TEST_DATABASE": "Tests only: `postgresql` runs the tests of the desk on a PostgreSQL of their own.",
    "POSTORDERS_TEST_DATABASE_NAME": "Tests only: the database that a worker of a test shares with it.",
    "POSTORDERS_TEST_DESK_OF": "Tests only: which of the processes that run tests a desk was made for.",
    "PYTEST_XDIST_WORKER": "Tests only: set by pytest-xdist, the name of one of those processes.",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "Tests only: set by themselves, as tests in a browser run a loop beside the database.",
    "POSTORDERS_API_EXAMPLES": "Tests only: how many requests to make up for each operation of the API.",
    "DJANGO_SETTINGS_MODULE": "Set by the program itself. A program of your own that imports the desk sets it to "
    "`postorders.desk.settings`.",
    "CHROMIUM": "Tests only: the browser to use, where it is not found by itself.",
    "XDG_CACHE_HOME": "The user's cache folder, where the system sets one.",
    "XDG_DATA_HOME": "The user's data folder, where the system sets one.",
}


def pages() -> dict[str, str]:
    """The page."""
    rows = described("environment variable", used(), VARIABLES)
    parts = [
        "# Environment variables\n",
        "No variable changes what a policy says of a post, except `POSTORDERS_READER` and those marked for tests and "
        "proofs.\n",
        table(("variable", "what it does"), rows),
    ]
    return {"environment.md": "\n".join(parts)}


def used(root: Path = ROOT) -> list[str]:
    """The names of the variables that the code, the tests and the Makefile look at."""
    files = [*(root / "src").rglob("*.py"), *(root / "tests").rglob("*.py"), root / "Makefile"]
    files = [path for path in files if path.is_file() and not {"node_modules", "docs"} & set(path.parts)]
    found = {one or two for path in files for one, two in _READ.findall(path.read_text(encoding="utf-8"))}
    return sorted(name for name in found if not name.startswith("POSTORDERS_DESK_"))

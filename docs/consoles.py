"""Terminal captures in pages, run for real.

A ```console block has `$ ` lines (what is typed; `> ` lines go on with it) and, under each, what came back.
The blocks of one page run in order in one shell, in an empty folder that holds a copy of examples/, with the
program in PATH and a home of its own. `...` alone on a line stands for any lines, and within a line for any
words. A command with nothing under it is run, and what it prints is not compared. Today's date is written as
DAY, and the home folder as ~.
"""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-22"
WIDTH = "90"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_MARK = "\x1e"


@dataclass(frozen=True, slots=True)
class Typed:
    """One command of a page and the output that the page shows for it."""

    command: str
    shown: str


def pages_with_consoles(root: Path = ROOT) -> list[Path]:
    """Every page that shows a terminal."""
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return sorted(page for page in pages if _BLOCK.search(page.read_text(encoding="utf-8")))


def typed(block: str) -> list[Typed]:
    """The commands of one block. Raises ValueError when it does not begin with one."""
    found: list[Typed] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Typed(line[2:], ""))
        elif not found:
            raise ValueError(f"A console block begins with {line!r}. Begin it with '$ '.")
        elif (line == ">" or line.startswith("> ")) and not found[-1].shown:
            found[-1] = Typed(f"{found[-1].command}\n{line[2:]}", "")
        else:
            found[-1] = Typed(found[-1].command, f"{found[-1].shown}{line}\n")
    return found


def of_page(page: Path) -> list[Typed]:
    """Every command of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [one for block in _BLOCK.findall(text) for one in typed(block)]


def run(commands: list[str]) -> list[str]:
    """What each command prints, standard error included, one shell for all of them."""
    script = "".join(f"{command}\n__code=$?; printf '{_MARK}'; (exit $__code)\n" for command in commands)
    with tempfile.TemporaryDirectory() as folder:
        work, home = Path(folder, "work"), Path(folder, "home")
        work.mkdir()
        home.mkdir()
        shutil.copytree(ROOT / "examples", work / "examples")
        env = {
            k: v for k, v in os.environ.items() if not k.startswith(("POSTORDERS_", "XDG_")) or k == "POSTORDERS_CACHE"
        }
        env |= {"HOME": str(home), "COLUMNS": WIDTH, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
        env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env.get('PATH', '')}"
        ran = subprocess.run(
            ["sh", "-c", script], cwd=work, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=300, check=False,
        )  # fmt: skip
    text = ran.stdout.decode("utf-8").replace(str(home), "~").replace(datetime.date.today().isoformat(), DAY)
    came = text.split(_MARK)
    if len(came) != len(commands) + 1:
        raise ValueError(f"The shell ended early, after {len(came) - 1} of {len(commands)} commands:\n{came[-1]}")
    return came[:-1]


def agrees(shown: str, came: str) -> bool:
    """Whether the output shown is what came, `...` aside."""
    if not shown.strip():
        return "Traceback" not in came
    pattern = "".join(_line(line) for line in shown.rstrip("\n").splitlines())
    return re.fullmatch(pattern, came.rstrip("\n") + "\n", re.S) is not None


def _line(line: str) -> str:
    if line.strip() == "...":
        return r"(?:[^\n]*\n)*?"
    return r"[^\n]*?".join(re.escape(part.rstrip()) for part in line.split("...")) + r"[ ]*\n"


def differences(page: Path) -> list[str]:
    """Each command whose output is not what the page shows."""
    said = of_page(page)
    came = run([one.command for one in said])
    return [
        f"{page.name}: '{one.command}' printed\n{now}\nand the page shows\n{one.shown}"
        for one, now in zip(said, came, strict=True)
        if not agrees(one.shown, now)
    ]


def renew(page: Path) -> list[str]:
    """Puts what is printed now in place of what a page shows, and tells what it must not touch: output with `...`."""
    text = page.read_text(encoding="utf-8")
    came = iter(run([one.command for one in of_page(page)]))
    left: list[str] = []

    def block(match: re.Match[str]) -> str:
        return "```console\n" + "".join(_renewed(one, next(came), page, left) for one in typed(match.group(1))) + "```"

    fresh = _BLOCK.sub(block, text)
    if fresh != text:
        page.write_text(fresh, encoding="utf-8")
    return left


def _renewed(one: Typed, came: str, page: Path, left: list[str]) -> str:
    lead = "$ " + "\n".join(f"> {line}".rstrip() for line in one.command.split("\n"))[2:] + "\n"
    if agrees(one.shown, came):
        return lead + one.shown
    if "..." in one.shown.split("\n"):
        left.append(f"{page.name}: '{one.command}' prints something else now, and the page leaves part of it out.")
        return lead + one.shown
    return lead + came.rstrip("\n") + "\n"

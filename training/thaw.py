"""Reads shipped weights back into the form that fitting goes on from: for who would teach them more and has only
what ships. Eight bits stay eight bits: what rounding took away does not come back, and a fitting soon makes up for it.

python -m training.thaw --place models/reader --base BASE --out training/work/shipped.pt
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.heads import HEADS
from training.model import WIDTH, Encoder, from_base, keep

OF_HEADS = ("look.weight", "look.bias", "judge", "bias")
PARTS = ("ask", "layer.out", "layer.up", "layer.down")  # a layer's products in the order of the graph


def main() -> None:
    """Reads the options and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--place", type=Path, required=True, help="The folder with encoder.onnx.")
    parser.add_argument("--base", type=Path, required=True, help="The folder of the base encoder, for its shape.")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    heads = [one["name"] for one in json.loads((options.place / "weights.json").read_text(encoding="utf-8"))["heads"]]
    keep(thawed(options.place / "encoder.onnx", from_base(options.base), heads).state_dict(), options.out)


def thawed(path: Path, model: Encoder, heads: Sequence[str] = HEADS) -> Encoder:
    """The model with the weights of a file that `training.export` wrote from one of the same shape. `heads` names those
    of the file; one that it has not begins anew. Raises KeyError where a part is missing and RuntimeError where one has
    another shape."""
    graph = onnx.load(path).graph
    given = {one.name: torch.from_numpy(np.array(numpy_helper.to_array(one))) for one in graph.initializer}
    products = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger"]
    names = [f"layers.{at}.{part}" for at in range(len(model.layers)) for part in PARTS] + ["look", "tag"]
    for name, quantized in zip(names, products, strict=True):
        stem = quantized.removesuffix("_quantized")
        units = given[quantized].float() - given[f"{stem}_zero_point"].float()
        given[f"{name}.weight"] = (units * given[f"{stem}_scale"]).T.contiguous()
    given["words.weight"] = given["words.rows"].float() * given["words.scale"]
    state = {name: given[name] for name in model.state_dict() if not name.startswith("layers.")}
    for at, layer in enumerate(model.layers):
        state |= {f"layers.{at}.{name}": part for name, part in _layer(given, at, layer.heads).items()}  # type: ignore[arg-type]
    mine = [HEADS.index(name) for name in heads]
    for name in OF_HEADS:
        state[name] = model.state_dict()[name].index_copy(0, torch.tensor(mine), state[name].float())
    model.load_state_dict(state)
    return model


def _layer(given: dict[str, Tensor], at: int, heads: int) -> dict[str, Tensor]:
    """The parts of a layer, its three questions apart again and the first without the scale that export put into it."""
    parts = {}
    for kind in ("weight", "bias"):
        query, key, value = given[f"layers.{at}.ask.{kind}"].split(WIDTH)
        parts |= {f"query.{kind}": query * (WIDTH // heads) ** 0.5, f"key.{kind}": key, f"value.{kind}": value}
        for name in ("out", "up", "down", "norm1", "norm2"):
            parts[f"{name}.{kind}"] = given[f"layers.{at}.layer.{name}.{kind}"]
    return parts


if __name__ == "__main__":
    main()

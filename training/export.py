"""Writes the fitted encoder as int8 ONNX with its vocabulary: what ships but for the numbers that calibration adds.

python -m training.export --weights training/work/encoder.pt --base BASE --out models/reader
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.model import WIDTH, Encoder, Layer


def main() -> None:
    """Reads the options and writes `encoder.onnx` and `vocab.txt`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    model = Encoder()
    model.load_state_dict(torch.load(options.weights, weights_only=True))
    export(model.eval(), options.out / "encoder.onnx")
    shutil.copyfile(options.base / "vocab.txt", options.out / "vocab.txt")


class Joined(nn.Module):
    """A layer that asks its three questions of a state in one product, which takes less time; the numbers are those of
    `Layer`."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        size = WIDTH // layer.heads
        asked = [(layer.query, size**-0.5), (layer.key, 1.0), (layer.value, 1.0)]
        self.ask = nn.Linear(WIDTH, 3 * WIDTH)
        self.ask.weight.data = torch.cat([part.weight.detach() * scale for part, scale in asked])
        self.ask.bias.data = torch.cat([part.bias.detach() * scale for part, scale in asked])
        self.shape, self.layer = (3, layer.heads, size), layer

    def forward(self, states: Tensor, bar: Tensor) -> Tensor:
        """As `Layer`."""
        query, key, value = self.ask(states).unflatten(-1, self.shape).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(query @ key.transpose(2, 3) + bar, dim=-1)
        return self.layer.after(states, (weights @ value).transpose(1, 2).flatten(2))


class Rows(nn.Module):
    """A table of words in eight bits with a scale for each word, so that rare words keep their precision."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """The vectors of some words, [n, L, 384]."""
        vectors: Tensor = self.rows[ids].float() * self.scale[ids]  # type: ignore[index]
        return vectors


def export(model: Encoder, path: Path) -> None:
    """One file, weights inside: matrices per column and the table of words in eight bits, the rest in 32."""
    model.layers = nn.ModuleList(Joined(layer) for layer in model.layers)  # type: ignore[arg-type]
    model.words = Rows(model.words.weight.detach())  # type: ignore[assignment]
    whole = path.with_suffix(".whole.onnx")
    ids = torch.randint(1000, 20000, (2, 16))
    torch.onnx.export(
        model, (ids, torch.ones_like(ids)), str(whole),
        input_names=["ids", "mask"], output_names=["logits", "pooled", "tags"],
        dynamic_axes={name: {0: "posts", 1: "pieces"} for name in ("ids", "mask", "tags")}
        | {name: {0: "posts"} for name in ("logits", "pooled")},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(
        whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"]
    )
    whole.unlink()


if __name__ == "__main__":
    main()

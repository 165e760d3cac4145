"""The mean of several fittings from one base, number by number: between them lies one that is better than each.

python -m training.average --weights FIRST/encoder.pt CLOSE/encoder.pt BROAD/encoder.pt --out training/work/encoder.pt
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from training.model import keep


def main() -> None:
    """Reads the options and writes the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    keep(mean(options.weights), options.out)


def mean(paths: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the weights in some files."""
    some = [torch.load(path, weights_only=True) for path in paths]
    return {name: sum(one[name] for one in some) / len(some) for name in some[0]}


if __name__ == "__main__":
    main()

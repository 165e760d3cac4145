"""The mean of two fittings, number by number: the second went on from the first, and between them lies a better one.

python -m training.average --weights CLOSE/encoder.pt BROAD/encoder.pt --out training/work/encoder.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Reads the options and writes the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, nargs=2, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    first, second = (torch.load(path, weights_only=True) for path in options.weights)
    torch.save({name: (first[name] + second[name]) / 2 for name in first}, options.out)


if __name__ == "__main__":
    main()

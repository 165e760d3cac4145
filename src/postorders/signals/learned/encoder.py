"""Runs the encoder with onnxruntime on the processor. The same posts give the same numbers in whatever company."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple


class Output(NamedTuple):
    """What the encoder says of one text: a number a head, 384 numbers of length 1, and 7 numbers a piece."""

    logits: Sequence[float]
    pooled: Sequence[float]
    tags: Sequence[Sequence[float]]


class Encoder:
    """The encoder in a folder of weights; loaded when it is first run."""

    def __init__(self, place: Path, threads: int = 1) -> None:
        self._path, self._threads = place / "encoder.onnx", threads
        self._session: Any = None

    def run(self, batch: Sequence[Sequence[int]]) -> list[Output]:
        """The outputs for lists of ids, in their order. Each is run by itself: numbers are rounded to eight bits by
        the largest of a run, so that posts run together would change one another's scores."""
        import numpy as np

        session = self._opened()
        outputs = []
        for row in batch:
            ids = np.array([row], dtype=np.int64)
            logits, pooled, tags = session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
            outputs.append(Output(logits[0].tolist(), pooled[0], tags[0]))
        return outputs

    def _opened(self) -> Any:
        if self._session is None:
            import onnxruntime as ort

            ort.set_default_logger_severity(3)
            options = ort.SessionOptions()
            options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
            options.use_deterministic_compute = True
            self._session = ort.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])
        return self._session

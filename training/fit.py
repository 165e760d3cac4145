"""Fits the encoder end to end: one command, one seed, weights and a log out.

python -m training.fit --data ../shared/data --base BASE --out training/work
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from postorders.signals.learned.pieces import Pieces
from training import data, names
from training.heads import HEADS
from training.model import Encoder, from_base, keep, padded
from training.rows import Row

BATCH = 1600  # pieces in a batch
PLACE = {head: index for index, head in enumerate(HEADS)}
RARE = 4.0  # how much more a post that shows a rare concept weighs than one that does not


def main() -> None:
    """Reads the options, fits, writes `encoder.pt` and `log.json`."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    pieces = Pieces((options.base / "vocab.txt").read_text(encoding="utf-8").splitlines())
    sides = data.everything(options.data, options.without)
    rows = data.on_hate(sides["train"]) if options.hate else sides["train"]
    model = from_base(options.base)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    if options.frozen:
        for part in (model.words, model.places, *model.layers[: options.frozen - 1]):
            part.requires_grad_(False)
    log = _Fit(model, pieces, options).run(rows, list(names.sentences(options.data)))
    keep(model.state_dict(), options.out / "encoder.pt")
    (options.out / "log.json").write_text(json.dumps(log, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="The folder of the public sets.")
    parser.add_argument("--base", type=Path, required=True, help="The folder of the base encoder.")
    parser.add_argument("--out", type=Path, required=True, help="Where the weights go.")
    parser.add_argument("--without", nargs="*", default=(), help="Public sets to leave out, by their folders.")
    parser.add_argument("--hate", action="store_true", help="Fit on what says whether hate is shown, and no more.")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--start", type=Path, help="Go on from weights that were fitted before.")
    parser.add_argument("--mix", choices=sorted(data.MIXES), default="close", help="What an epoch is drawn from.")
    parser.add_argument("--share", type=float, default=1.0, help="Of each epoch, how much.")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--frozen", type=int, default=1, help="1: the table of words; more: the first layers too.")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bits", type=int, choices=(16, 32), default=16,
                        help="Of a product: 32 is faster on a processor without AMX.")  # fmt: skip
    parser.add_argument("--seed", type=int, default=11)
    return parser.parse_args()


class _Fit:
    def __init__(self, model: Encoder, pieces: Pieces, options: argparse.Namespace) -> None:
        self.model, self.pieces, self.options = model, pieces, options
        heads = [p for n, p in model.named_parameters() if n.split(".")[0] in ("look", "judge", "bias", "tag")]
        rest = [p for n, p in model.named_parameters() if n.split(".")[0] not in ("look", "judge", "bias", "tag")]
        groups = [{"params": heads, "lr": options.rate * 8}, {"params": [p for p in rest if p.requires_grad]}]
        self.steps = torch.optim.AdamW(groups, lr=options.rate, weight_decay=0.01)
        self.done, self.log = 0, []

    def run(self, rows: list[Row], marked: list[names.Marked]) -> list[dict[str, float]]:
        """Every epoch; what is left of the rate falls in a line to nothing."""
        planned = [
            data.epoch(rows, self.options.seed + turn, self.options.share, data.MIXES[self.options.mix])
            for turn in range(self.options.epochs)
        ]
        cut = [[data.ids(self.pieces, row.text) for row in some] for some in planned]
        parts = [list(data.batches([len(ids) for ids in ids_of], BATCH, turn)) for turn, ids_of in enumerate(cut)]
        self.plan = torch.optim.lr_scheduler.OneCycleLR(
            self.steps, [self.options.rate * 8, self.options.rate], total_steps=sum(map(len, parts)) + 1,
            pct_start=0.06, anneal_strategy="linear",
        )  # fmt: skip
        names_at = self._names(marked)
        self.total = sum(map(len, parts))
        self.model.train()
        self.began = time.time()
        for turn, some in enumerate(planned):
            for batch in parts[turn]:
                loss = self._step([cut[turn][i] for i in batch], [some[i] for i in batch])
                if self.done % 8 == 0:
                    loss = loss + 0.3 * self._name_step(next(names_at))
                self._descend(loss)
                self._say(turn, float(loss.detach()))
        return self.log

    def _step(self, ids: Sequence[list[int]], rows: Sequence[Row]) -> Tensor:
        logits, _, _ = self._forward(ids)
        wanted = torch.full((len(rows), len(HEADS)), -1.0)
        trust = torch.tensor([row.weight for row in rows])[:, None]
        for index, row in enumerate(rows):
            for head, value in row.labels.items():
                wanted[index, PLACE[head]] = value
        known = (wanted >= 0).float()
        loss = functional.binary_cross_entropy_with_logits(logits, wanted.clamp(min=0), reduction="none")
        weight = known * trust * (1 + (RARE - 1) * wanted.clamp(min=0))
        return (loss * weight).sum() / len(rows) / 4

    def _forward(self, ids: Sequence[list[int]]) -> tuple[Tensor, Tensor, Tensor]:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.options.bits == 16):
            logits, pooled, tags = self.model(*padded(ids))
        return logits.float(), pooled.float(), tags.float()

    def _names(self, marked: list[names.Marked]) -> Iterator[list[names.Marked]]:
        draw = random.Random(self.options.seed)
        while True:
            yield draw.sample(marked, 40)

    def _name_step(self, marked: list[names.Marked]) -> Tensor:
        cut = [self.pieces.cut(text)[: data.LENGTH - 2] for text, _ in marked]
        _, _, tags = self._forward([[data.CLS, *(p.id for p in one), data.SEP] for one in cut])
        wanted = torch.full(tags.shape[:2], -100)
        for index, ((_, spans), one) in enumerate(zip(marked, cut, strict=True)):
            wanted[index, 1 : len(one) + 1] = torch.tensor(names.tags([tuple(p) for p in one], spans), dtype=torch.long)
        return functional.cross_entropy(tags.flatten(0, 1), wanted.flatten(), ignore_index=-100)

    def _descend(self, loss: Tensor) -> None:
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.steps.step()
        self.plan.step()
        self.steps.zero_grad(set_to_none=True)

    def _say(self, turn: int, loss: float) -> None:
        self.done += 1
        if self.done % 50 == 0:
            took = time.time() - self.began
            self.log.append(
                {"epoch": turn, "step": self.done, "of": self.total, "loss": round(loss, 4), "seconds": round(took)}
            )
            print(self.log[-1], flush=True)


if __name__ == "__main__":
    main()

"""The encoder: a BERT of six layers with a head per concept and a tagger of names, written out for a small graph."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from postorders.ledger.files import put
from postorders.signals.learned.tags import TAGS
from training.heads import HEADS

WIDTH = 384


class Drop(nn.Module):
    """Forgets a tenth of the places of a state, the same ones for every piece of a post: a draw for each piece apart
    takes a fifth of the time of a step and teaches no better."""

    def forward(self, states: Tensor) -> Tensor:
        """States [n, L, 384] to the same, some places nothing while fitting."""
        if not self.training:
            return states
        kept = torch.empty(states.shape[0], 1, states.shape[2], dtype=states.dtype).bernoulli_(0.9) / 0.9
        return states * kept


class Layer(nn.Module):
    """One layer: attention over the pieces, then a step for each piece."""

    def __init__(self, inner: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out, self.up, self.down = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop()

    def forward(self, states: Tensor, bar: Tensor) -> Tensor:
        """States [n, L, 384] and what bars the padding, [n, 1, 1, L], to states [n, L, 384]."""
        n, length, _ = states.shape
        split = [
            part(states).view(n, length, self.heads, WIDTH // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        ]
        weights = torch.softmax(split[0] @ split[1].transpose(2, 3) / (WIDTH // self.heads) ** 0.5 + bar, dim=-1)
        return self.after(states, (weights @ split[2]).transpose(1, 2).reshape(n, length, WIDTH))

    def after(self, states: Tensor, mixed: Tensor) -> Tensor:
        """What the layer makes of states and of what each piece has gathered from the others, both [n, L, 384]."""
        states = self.norm1(states + self.drop(self.out(mixed)))
        return self.norm2(states + self.drop(self.down(functional.gelu(self.up(states)))))


class Encoder(nn.Module):
    """Ids and mask [n, L] to (logits [n, heads], pooled [n, 384], tags [n, L, 7]).

    Each head weighs the pieces for itself, so that one telling word in a long post is not averaged away.
    """

    def __init__(self, layers: int = 6, inner: int = 1536, heads: int = 12, vocabulary: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop()
        self.layers = nn.ModuleList(Layer(inner, heads) for _ in range(layers))
        self.look = nn.Linear(WIDTH, len(HEADS))
        self.judge = nn.Parameter(torch.zeros(len(HEADS), WIDTH))
        self.bias = nn.Parameter(torch.full((len(HEADS),), -2.0))
        self.tag = nn.Linear(WIDTH, len(TAGS))
        nn.init.zeros_(self.look.weight)
        nn.init.zeros_(self.look.bias)

    def states(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The state of every piece, [n, L, 384]."""
        places = self.places(torch.arange(ids.shape[1], device=ids.device))
        states = self.drop(self.norm(self.words(ids) + places + self.kind))
        bar = (1.0 - mask[:, None, None, :].to(states.dtype)) * -10000.0
        for layer in self.layers:
            states = layer(states, bar)
        return states

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        states = self.states(ids, mask).float()
        present = mask[:, :, None].to(states.dtype)
        weights = torch.softmax(self.look(states) + (1.0 - present) * -10000.0, dim=1)  # [n, L, heads]
        seen = weights.transpose(1, 2) @ self.drop(states)  # [n, heads, 384]
        logits = (seen * self.judge).sum(-1) + self.bias
        pooled = (states * present).sum(1) / present.sum(1)
        return logits, functional.normalize(pooled, dim=-1), self.tag(states)


def padded(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """The ids of posts of any length as one batch, and its mask, both [n, L]."""
    longest = max(map(len, ids))
    batch = torch.tensor([[*one, *[0] * (longest - len(one))] for one in ids])
    return batch, (batch != 0).long()


def keep(state: Mapping[str, Tensor], path: Path) -> None:
    """Writes weights, so that a file by that name is always whole."""
    whole = io.BytesIO()
    torch.save(state, whole)
    put(path, whole.getvalue())


def from_base(folder: Path) -> Encoder:
    """The encoder with the weights of a BERT in safetensors form. Raises KeyError when a part of it is missing."""
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    given = load_file(folder / "model.safetensors")
    model = Encoder(
        config["num_hidden_layers"], config["intermediate_size"], config["num_attention_heads"], config["vocab_size"]
    )
    state = model.state_dict()
    for ours, theirs in _names(config["num_hidden_layers"]).items():
        state[ours] = given[theirs]
    state["kind"] = given["embeddings.token_type_embeddings.weight"][0]
    model.load_state_dict(state)
    return model


def _names(layers: int) -> dict[str, str]:
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "places.weight": "embeddings.position_embeddings.weight",
    }
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
        "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    for end in ("weight", "bias"):
        names[f"norm.{end}"] = f"embeddings.LayerNorm.{end}"
        for at in range(layers):
            names |= {
                f"layers.{at}.{ours}.{end}": f"encoder.layer.{at}.{theirs}.{end}" for ours, theirs in parts.items()
            }
    return names

"""Writes the card that lies beside the weights: what they are, from what they were made, what they may be used for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from training.sources import MANIFEST
from training.tables import outline
from training.writing import LIMITS, figure, table

NAME = "CARD.md"
RATES = "../../docs/reference/error-rates.md"

_HEAD = """# The weights of the learned signals

A small text encoder of six layers, {megabytes} MB, with a head for each of {heads} concepts and kinds of group, and a
tagger of names. It reads a post of American English as a whole, beside the patterns of Post Orders, and says of each
concept whether the post shows it. Written by `make evaluate`, on {on}.

* Fitted from `{base}` (Apache-2.0), with code and posts of our own and the
  public sets below. The weights are Apache-2.0, like the program. `training/README.md` says how to make them again.
* They lie in a file of plain numbers (ONNX) and run without a network. No code is loaded with them.
* Weights `{weights}`: the first twelve digits of the SHA-256 of `weights.json`, which holds the hash of each other
  file.
"""
_USE = """## What it is for

To point a person to words that a clause of a policy may speak of: in the private check of a draft, in the release check
of an official account, and in items that a person lawfully brought to a case. It advises. Somebody reads the post and
decides.

## What it must not be used for

* **No findings.** That a post was marked proves nothing, and that it was not marked proves nothing.
* **No discipline, no ranking, no hiring.** A mark is no ground to question, warn or punish anybody.
* **No scores of people.** It reads a post, never a person: do not add up marks by author.
* **No watching.** Do not feed it posts that people did not hand in.
* **No removal by machine** of what members of the public write.

Laws and policies differ; a head knows the concept as our examples show it, and no law.
"""
_DATA = """## What it was taught with

{own}

Public sets, none of whose text is part of the project. Of each, rows were left out that stand in a set held back for
examination, of some a sample was drawn, and all labels were translated into our concepts. The sets under CC-BY-4.0 ask
that their authors be named and changes be told: these are the authors, and these are the changes.
"""
_OWN = """Posts written for this project (`training/examples`), in the voices of invented people, and frames filled with
the names of many groups alike (`training/frames`). Nothing that a user checks is ever learned from."""
_GAPS = """## Known gaps

* **Invented posts.** The figures of most concepts come from posts that we wrote ourselves. Expect less of real ones.
* **Precision in the field is lower than here**: a concept that one ordinary post in a thousand shows will have more
  false marks than right ones even where few innocent posts are marked.
* **Dialect.** Public sets over-mark African American English. Our own posts hold innocent ones in it, and the page of
  error rates has a line for each voice; look there before you trust a mark.
* **HateXplain** reached us by two re-publications, joined by their text, without its own split.
* Sets whose license is unstated, forbids changes or forbids trade were left out; so was what they might have taught.
"""


def write_card(place: Path, figures: Mapping[str, Any], on: date) -> None:
    """The card of the weights in a folder, from the figures that were measured of them on a day."""
    said = json.loads((place / "weights.json").read_text(encoding="utf-8"))
    sources = outline(MANIFEST)
    size = sum((place / name).stat().st_size for name in said["files"])
    known = {"heads": len(said["heads"]), "base": sources["base"]["origin"], "weights": figures["weights"]}
    parts = (
        _HEAD.format(megabytes=round(size / 1e6), on=on, **known), _USE, _DATA.format(own=_OWN),
        _sets(sources["sets"]), _figures(said, figures), _GAPS, LIMITS, _files(place, said),
    )  # fmt: skip
    (place / NAME).write_text("\n".join(part.rstrip() + "\n" for part in parts), encoding="utf-8")


def _sets(sets: Mapping[str, Any]) -> str:
    rows = [(name, one["origin"], one["license"], one["cite"]) for name, one in sets.items()]
    return table(("set", "repository", "license", "made by"), rows)


def _figures(said: Mapping[str, Any], figures: Mapping[str, Any]) -> str:
    degrees = {head["name"]: head["at"] for head in said["heads"]}
    rows = [
        (f"`{name}`", figure(one["area"]), figure(one["recall"]), figure(one["false alarms"]), _degrees(degrees[name]))
        for name, one in figures["concepts"].items()
    ]
    return (
        f"## How often it is wrong\n\nMean area under precision and recall over {len(rows)} concepts: "
        f"{figures['mean area']:.3f}, on {figures['rows']['all']:,} posts that training never saw.\n"
        "In brackets: 95% intervals. "
        f"[Error rates]({RATES}) has the rest: near misses, groups, voices, other tools.\n\n"
        + table(("concept", "area", "recall", "false alarms", "degrees that it has"), rows)
    )  # fmt: skip


def _degrees(at: Mapping[str, float]) -> str:
    return (
        ", ".join(word for word in ("possible", "likely", "certain") if word in at) or "none: it never flags by itself"
    )


def _files(place: Path, said: Mapping[str, Any]) -> str:
    contents = {name: (place / name).read_bytes() for name in ("weights.json", *said["files"])}
    rows = [(f"`{name}`", f"{len(data):,}", f"`{sha256(data).hexdigest()}`") for name, data in contents.items()]
    return "## Files\n\n" + table(("file", "bytes", "SHA-256"), rows)

"""Writes the page of error rates from the figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training.measures import counted
from training.writing import LIMITS, figure, share, table

_HEAD = """# Error rates of the learned signals

Written by `make evaluate` from the weights `{weights}`. Nothing on this page is promised: it is what was measured, on
{all:,} posts that training never saw, {own:,} of them our own. Our own posts are split by author and turn of phrase,
public ones by pair, story or post. In brackets: the interval in which 95 of 100 draws of whole groups fall, and on how
many posts of how many groups the figure rests; where posts are counted one by one, the interval of Wilson (1927). Where
few groups stand behind a figure, believe the interval; a figure of one group has none.

A machine's flag is advice. It is never a finding, and its degree of sureness never enters a case.
"""
_FLAGS = """## Each concept

*Area*: under the curve of precision over recall (1 is best). *Precision*, *recall*, *false alarms*: at the lowest
degree that a check shows (`possible`). Precision depends on how often a concept is shown at all: in a stream of
ordinary posts it is lower than here. *Near misses*: false alarms on posts written to look like the concept. No degree
means that calibration found none that was precise enough: the concept then never flags by itself, and patterns alone
see it.
"""


def write_page(path: Path, figures: Mapping[str, Any]) -> None:
    """The whole page."""
    parts = [
        _HEAD.format(weights=figures["weights"], **figures["rows"]),
        _floors(figures),
        _FLAGS,
        _concepts(figures),
        _posts(figures),
        _clauses(figures),
        _peers(figures),
        _by_hate(figures, "by group", "Hate by the group it is aimed at", "group",
                 "Frames filled with many groups alike: a large gap between rows is a bias of the weights."),
        _voices(figures),
        _by_hate(figures, "by kind", "Hate by turn of phrase, families of frames never trained on", "family", ""),
        _leaveout(figures), _gate(figures), _names(figures), _worst(figures), LIMITS,
    ]  # fmt: skip
    path.write_text("\n".join(part.rstrip() + "\n" for part in parts if part), encoding="utf-8")


def _floors(figures: Mapping[str, Any]) -> str:
    near = figures["hard negatives"]
    posts = sum(one["count"] for one in near.values())
    alarms = sum(one["value"] * one["count"] for one in near.values()) / max(posts, 1)
    thin = {name: one["recall at 0.8"] for name, one in figures["concepts"].items() if one["thin"]}
    left = figures.get("leaveout", {})
    said = [
        f"* Mean area over {len(figures['concepts'])} concepts: **{figures['mean area']:.3f}** (wanted: 0.80).",
        f"* False alarms on {posts:,} near misses of our own: **{alarms:.1%}** (wanted: at most 8%).",
        "* Recall of each thin concept at a precision of 0.80 (wanted: 0.70): "
        + "; ".join(f"{name} {figure(one)}" for name, one in thin.items())
        + ".",
    ]
    if left:
        mean, alike, frequent = (_mean(left, name) for name in ("accuracy", "alike", "frequent"))
        said.append(
            f"* Hate against normal on a public set left out of training, mean of {len(left)}: **{mean:.3f}** right "
            f"(wanted: 0.75); {alike:.3f} with both sides counted alike. To say always what is more frequent in a set "
            f"would be right in {frequent:.3f}."
        )
    return "## In short\n\n" + "\n".join(said)


def _concepts(figures: Mapping[str, Any]) -> str:
    rows = []
    for name, one in figures["concepts"].items():
        near = figures["hard negatives"].get(name)
        rows.append((
            f"`{name}`", one["shown"], one["not shown"], one["area"]["groups"], figure(one["area"]),
            figure(one["precision"]), figure(one["recall"]), figure(one["false alarms"]), figure(near) if near else "",
        ))  # fmt: skip
    return table(
        ("concept", "shown", "not shown", "groups", "area", "precision", "recall", "false alarms", "on near misses"),
        rows,
    )


def _posts(figures: Mapping[str, Any]) -> str:
    said = figures["posts"]
    rows = [(how, held, _counted(held, said["posts"])) for how, held in said.items() if how != "posts"]
    return (
        f"## Ordinary official posts held without cause\n\nOf {said['posts']} ordinary posts of official accounts "
        "(ours, invented), how many the release check would hold:\n\n" + table(("policy", "held", "share"), rows)
    )


def _clauses(figures: Mapping[str, Any]) -> str:
    rows = [
        (how, f"{one['found']} of {one['wanted']}", _counted(one["found"], one["wanted"]), one["false"],
         f"{one['alarmed']} of {one['clean']}", _counted(one["alarmed"], one["clean"]))
        for how, one in figures["clauses"].items()
    ]  # fmt: skip
    return (
        "## Posts written for the clauses\n\nThe held half of the corpus in `tests/corpus/`, from which nothing was "
        "learned: posts written to break a clause or to look as if. *Found*: clauses that a post breaks and is flagged "
        "under. *Besides*: flags under clauses that it does not break. *Clean*: posts that break nothing, and how many "
        "of them are flagged at all, be it as advice. Clause by clause, by patterns alone: "
        "[how well the patterns do](pattern-scores.md).\n\n"
        + table(("policy", "found", "", "besides", "clean, flagged", ""), rows)
    )


def _counted(right: int, total: int) -> str:
    """A share of posts that stand each for itself, with its interval."""
    said = counted(right, total)
    return f"{said.value:.1%} ({said.low:.0%}-{said.high:.0%})"


def _peers(figures: Mapping[str, Any]) -> str:
    rows = [
        (name, one["posts"], one["found"], one["false alarms"], one["accuracy on each side alike"])
        for name, one in figures["peers"].items()
    ]
    return (
        "## Beside other tools\n\nHate against its absence, our own test posts, one run. The others were made for "
        "other ends (profanity; tweets of 2017) and know nothing of our posts, nor did our training know these.\n\n"
        + table(("tool", "posts", "found", "false alarms", "accuracy, both sides alike"), rows)
    )


def _by_hate(figures: Mapping[str, Any], key: str, title: str, column: str, says: str) -> str:
    rows = [
        (name, one["hateful"], share(one["found"]), one["innocent"], share(one["false alarms"]))
        for name, one in figures[key].items()
    ]
    return f"## {title}\n\n{says}\n\n" + table((column, "hateful", "found", "innocent", "false alarms"), rows)


def _voices(figures: Mapping[str, Any]) -> str:
    rows = [
        (name, one["shown"], share(one["recall"]), one["not shown"], share(one["false alarms"]))
        for name, one in figures["by voice"].items()
    ]
    return (
        "## By voice\n\nAll concepts together, our own posts, by how they are written (`aae`: African American "
        "English; `spanglish`: Spanish and English mixed).\n\n"
        + table(("voice", "shown", "recall", "not shown", "false alarms"), rows)
    )


def _leaveout(figures: Mapping[str, Any]) -> str:
    if not (left := figures.get("leaveout")):
        return ""
    figures_of = ("rows", "ours", "accuracy", "alike", "frequent", "ranked right")
    rows = [(name, *(one[of] for of in figures_of)) for name, one in left.items()]
    return (
        "## A public set left out in turn\n\nFitted without the set, on a smaller draw of the rest "
        "(`python -m training.leaveout`), and measured on the set as it is mixed. The writers of our own posts had "
        "not read the sets, but some wrote in the manner of the networks that these are from. `edos` asks for sexism "
        "alone, and there the head of hate against a sex has to agree. Flagging begins where most posts of the other "
        "sets are told rightly. *Alike*: hate and normal counted alike, with a beginning "
        "chosen so too. *Frequent*: always saying what is more frequent there. *Ours*: posts of our own by hand, on "
        "hate and what resembles it, that there were to fit on at the time.\n\n"
        + table(("left out", "posts", "ours", "accuracy", "alike", "frequent", "pairs ranked right"), rows)
    )


def _mean(left: Mapping[str, Mapping[str, float]], name: str) -> float:
    return sum(one[name] for one in left.values()) / len(left)


def _gate(figures: Mapping[str, Any]) -> str:
    if not (gate := figures.get("gate")):
        return ""
    rows = [(name, value) for name, value in gate.items()]
    return "## The quick look before the encoder\n\n" + table(("what", "measured"), rows)


def _names(figures: Mapping[str, Any]) -> str:
    said = figures["names"]
    return (
        "## Names of people\n\n"
        f"In tweets with unusual names (the development part of WNUT 2017): {said['found']} of {said['people']} names "
        f"of people found, {_counted(said['found'], said['people'])}, a name counted as found when any of it is; "
        f"{said['right']} of {said['said']} said to be names of people are, {_counted(said['right'], said['said'])}."
    )


def _worst(figures: Mapping[str, Any]) -> str:
    rows = [(one["concept"], one["what"], " ".join(one["text"].split()).replace("|", "/")) for one in figures["worst"]]
    return (
        "## Where it is most wrong\n\nTest posts of ours, for the concepts whose posts can be printed here.\n\n"
        + table(("concept", "", "post"), rows)
    )

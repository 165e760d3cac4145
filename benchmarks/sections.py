"""The figures of the desk's benchmarks as sections of a page of Markdown, one function for each part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

_STEPS = {
    "total": "from the press to read back",
    "own": "the desk's own share of it",
    "own_unqueued": "the same without its time in line for a core",
    "press": "of that, the press: gate, intent, ledger",
    "work": "of that, the worker: queue, sending, reading, capture, ledger",
    "cpu": "CPU of the desk's process",
    "network": "the network's share",
    "bare": "`createRecord` and `getRecord` by urllib3 alone",
    "with_a_worker": "as a person waits for it, the worker in its own process",
}
_PLACES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def release(found: dict[str, Any]) -> str:
    """From release to read-back."""
    parts = [
        f"""### {_PLACES[name]}

{host["runs"]} releases of one post each, a bare post after each; load of the machine {_load(host["load"])}.
The desk's own share is {host["own_to_network"]} times the network's; with the desk it takes
{host["total_to_bare"]} times as long as without.

{_spread([(_STEPS[step], host[f"{step}_ms"]) for step in _STEPS])}"""
        for name, host in found.items()
    ]
    return _section(
        "From release to read-back",
        """On the real Bluesky network, run on loopback on the same cores. The desk's own share is all that is not spent
in requests: judging anew, five acts with their ledger entries, the queue, the capture, every commit on the disk.""",
        *parts,
    )


def departments(found: dict[str, Any]) -> str:
    """Many departments at once."""
    rows = [
        (
            f"{_PLACES[name]}, {'at once' if way == 'at_once' else 'scheduled for one moment'}",
            f"{host[way]['all_out_s']} s",
            str(host[way]["posts_per_second"]),
            f"{host[way]['single_wait_s']['median']} s",
            f"{host[way]['single_wait_s']['p95']} s",
            str(host[way]["of_the_many_before_the_last_single"]),
            str(host[way]["load"][0]),
        )
        for name, host in found.items()
        for way in ("at_once", "scheduled")
    ]
    heads = ("how", "all out after", "posts a second", "wait, median", "wait, 95 of 100", "of the many before", "load")
    first = next(iter(found.values()))
    return _section(
        "Many departments at once",
        f"""{first["departments"]} departments release one post each, and one before them releases {first["many"]};
{first["workers"]} workers. The wait is that of the departments with one post, from the first request of all until
theirs stands there; *of the many before*: how many posts of the large one stood there before the last of theirs.""",
        _table(heads, rows),
    )


def lists(found: dict[str, Any]) -> str:
    """The pages that list posts."""
    parts = [
        f"""### {_PLACES[name]}

{host["posts"]:,} posts, of which {host["month"]:,} in the month shown; {host["requests"]} requests a page; load of the
machine {_load(host["load"])}.

"""
        + _table(
            ("page", "least ms", "median ms", "95 of 100 ms", "95 of 100 out of line", "CPU ms", "queries", "KiB"),
            [
                (
                    one["page"],
                    *(str(one["ms"][key]) for key in ("least", "median", "p95")),
                    str(one["unqueued_ms"]["p95"]),
                    *(str(one[key]) for key in ("cpu_ms", "queries", "kib")),
                )
                for one in host["pages"]
            ],
        )
        for name, host in found.items()
    ]
    return _section(
        "Pages that list posts",
        """Of Django's own handler, without a server around it. *Out of line* leaves out the time in which the process
could have worked and other programs had the cores.""",
        *parts,
    )


def desk(found: dict[str, Any]) -> str:
    """The desk under load."""
    parts = []
    for name, host in found.items():
        sizes = f"{host['departments']:,} departments, {host['members']:,} members, {host['entries']:,} ledger entries"
        rows = [
            (one["page"], str(one["median_ms"]), str(one["p95_ms"]), str(one["per_second"])) for one in host["pages"]
        ]
        ledger = host["ledger"]
        parts.append(
            f"""### {_PLACES[name]}

{sizes}. An act with its ledger entry: {ledger["acts_per_second"]} a second in one process; the bare row, each in
a transaction of its own: {ledger["bare_per_second"]} a second.

{_table(("page", "median ms", "95 of 100 ms", "pages a second"), rows)}"""
        )
    return _section("The desk under load", "Twenty users open a page a second each, from another process.", *parts)


def facts(title: str) -> Callable[[Any], str]:
    """A section that lists its figures as they are."""

    def section(found: Any) -> str:
        return _section(title, "", _table(("figure", "value"), list(_flat(found))))

    return section


SECTIONS: dict[str, Callable[[Any], str]] = {
    "release": release,
    "departments": departments,
    "lists": lists,
    "desk": desk,
    "publiclist": facts("The public list"),
    "lookalikes": facts("Search for look-alikes"),
    "recheck": facts("Looking at pages again"),
    "checkpage": facts("The private check page"),
    "ledger": facts("The ledger"),
    "screen": facts("Screening many posts"),
}


def _flat(found: Any, before: str = "") -> list[tuple[str, str]]:
    if isinstance(found, dict):
        return [row for name, one in found.items() for row in _flat(one, f"{before}, {name}" if before else name)]
    if isinstance(found, list):
        return [row for number, one in enumerate(found, 1) for row in _flat(one, f"{before}, {number}")]
    if isinstance(found, bool):
        said = "yes" if found else "no"
    else:
        said = f"{found:,}" if isinstance(found, int) else str(found)
    return [(before.replace("_", " "), said)]


def _spread(rows: Sequence[tuple[str, dict[str, float]]]) -> str:
    keys = {"least": "least", "quarter": "25", "median": "median", "three_quarters": "75", "p95": "95", "most": "most"}
    return _table(
        ("milliseconds", *keys.values()), [(name, *(str(ms[key]) for key in keys)) for name, ms in rows]
    )  # fmt: skip


def _load(given: list[list[float]]) -> str:
    return f"{given[0][0]} before and {given[1][0]} after"


def _section(title: str, *parts: str) -> str:
    return "\n\n".join(("", f"## {title}", *(part for part in parts if part)))


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) + ("---:",) * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

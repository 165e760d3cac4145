"""platforms.md: what can be published where, from the capability tables of the publishers."""

from __future__ import annotations

from writing import table

from postorders.cli.platform import out
from postorders.platforms.publisher import publishers


def pages() -> dict[str, str]:
    """The page."""
    found = {name: publishers()[name].can for name in sorted(publishers())}
    parts = [
        "# Platforms\n",
        "Where the desk publishes, and what each platform lets it do. The same tables bound the renderings that are "
        "approved. `postorders platform list` and `postorders platform show NAME` print them; `postorders platform try "
        "NAME` walks a real account through all of it.\n",
        "`by hand` marks a platform that takes no posts from programs: the desk makes the exact text, a person posts "
        "it and attests to it with a picture, which is kept.\n",
        table(out.HEADS, [(f"[{name}](#{name})", *out.row(name, can)[1:]) for name, can in found.items()]),
    ]
    for name, can in found.items():
        title = out.label(name)
        parts.append(f"## {name}\n")
        parts.append(f"{title}. Source: <{can.source}>, looked up on {can.as_of}.\n")
        parts.append(table(("what", "how"), list(out.facts(can).items())))
    return {"platforms.md": "\n".join(parts)}

"""How much a page of a PDF draws, told before it is drawn: forms draw forms, and a small file may never end."""

from __future__ import annotations

from typing import Any

MOST = 10_000_000  # bytes of drawing in all: words of that length fill hundreds of pages
_NESTED = 20
_START = 2_000  # bytes that each form counts at least: pypdf leaves words out from 5,000 forms on


def drawn(thing: Any, known: dict[int, int], depth: int = 0) -> int:
    """Bytes of drawing of a page or form with all that it draws, an upper bound. `known` remembers forms by number."""
    if depth > _NESTED:
        return MOST + 1
    data = _content(thing)
    return (
        _START
        + len(data)
        + sum(uses * _form(form, known, depth + 1) for name, form in _forms(thing) if (uses := _uses(name, data)))
    )


def _form(form: Any, known: dict[int, int], depth: int) -> int:
    reference = getattr(form, "indirect_reference", None)
    number = reference.idnum if reference is not None else 0
    if not number or number not in known:
        known[number] = MOST + 1  # what draws itself never ends
        known[number] = min(drawn(form, known, depth), MOST + 1)
    return known[number]


def _uses(name: str, data: bytes) -> int:
    """How often a form may be drawn: its name may be written with escapes."""
    return data.count(b"Do") if b"#" in data else data.count(name.encode("utf-8", "replace"))


def _content(thing: Any) -> bytes:
    content = thing.get_contents() if hasattr(thing, "get_contents") else thing
    return bytes(content.get_data()) if content is not None else b""


def _forms(thing: Any) -> list[tuple[str, Any]]:
    """The forms that a page or form can name, those of its parents where it has none of its own."""
    for _step in range(_NESTED):
        if "/Resources" in thing or "/Parent" not in thing:
            break
        thing = thing["/Parent"]
    named = _at(_at(thing, "/Resources"), "/XObject")
    found = [(str(name), named[name]) for name in named]
    return [(name, one) for name, one in found if one is not None and one.get("/Subtype") != "/Image"]


def _at(thing: Any, key: str) -> Any:
    """What a dictionary holds, references followed, which pypdf's own `get` does not."""
    return thing[key] if key in thing else {}  # noqa: SIM401

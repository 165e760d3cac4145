"""Says what is wrong with a trust.txt file, by the public specification alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SINGLE = {"social", "contact", "disclosure", "datatrainingallowed"}
PAIRED = {"member", "belongto", "control", "controlledby", "vendor", "customer"}
ONCE = {"datatrainingallowed"}
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]+")


def problems(data: bytes, kind: str) -> list[str]:
    """Every problem of a file that was served with a Content-Type."""
    found = [] if kind.split(";", maxsplit=1)[0].strip() == "text/plain" else [f"It is served as {kind}."]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [*found, "It is not UTF-8."]
    seen: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            found.append(f"Line {number} is no attribute=value.")
            continue
        seen.append(name.strip())
        found += [f"Line {number}: {one}" for one in _wrong(name.strip(), value.strip())]
    found += [f"{name} stands {seen.count(name)} times." for name in ONCE if seen.count(name) > 1]
    return found


def values(data: bytes, name: str) -> list[str]:
    """The values of one attribute, in order."""
    pairs = (line.partition("=") for line in data.decode().splitlines() if not line.startswith("#"))
    return [value for attribute, _, value in pairs if attribute == name]


def _wrong(name: str, value: str) -> list[str]:
    if name not in SINGLE | PAIRED:
        return [f"there is no attribute {name!r}."]
    if name == "datatrainingallowed":
        return [] if value in ("yes", "no") else [f"{value!r} is neither yes nor no."]
    if not ADDRESS.fullmatch(value):
        return [f"{value!r} is no URI."]
    if name == "contact":
        return [] if urlsplit(value).scheme in ("https", "http", "mailto", "tel") else [f"{value!r} reaches nobody."]
    parts = urlsplit(value)
    return [] if parts.scheme in ("https", "http") and parts.hostname else [f"{value!r} is no web address."]

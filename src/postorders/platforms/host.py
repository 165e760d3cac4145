"""Names of hosts in one form: lower case, ASCII as the domain name system has it, and back for a person to read.

A name in other letters is folded as browsers do (compatibility forms, lower case) and written by Punycode; a Punycode
label is taken only if it says the same when it is written anew.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata

from postorders.errors import InputError, refuse
from postorders.posts.fields import shown
from postorders.words import _

_DOTS = str.maketrans("。．｡", "...")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_TOP = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]")
_FITTING = ("L", "M", "N", "So")


def ascii_host(text: str) -> str:
    """The host as the domain name system has it; an IPv6 address keeps its brackets.

    Raises `InputError` for what can be no name of a host.
    """
    if text.startswith("["):
        return _six(text)
    folded = _folded(text.translate(_DOTS)).removesuffix(".")
    labels = [_label(label, text) for label in folded.split(".")]
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        return _four(".".join(labels), text)
    if len(".".join(labels)) > 253 or (len(labels) > 1 and not _TOP.fullmatch(labels[-1])):
        raise _unfit(text)
    return ".".join(labels)


def readable(host: str) -> str:
    """The host with its Punycode labels in their own letters."""
    return ".".join(_decoded(label) or label for label in host.split("."))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def _label(label: str, text: str) -> str:
    written = label if label.isascii() else _encoded(label)
    if not _LABEL.fullmatch(written) or (written.startswith("xn--") and not _decoded(written)):
        raise _unfit(text)
    return written


def _encoded(label: str) -> str:
    if not all(c == "-" or unicodedata.category(c).startswith(_FITTING) for c in label):
        return ""
    return "xn--" + label.encode("punycode").decode("ascii")


def _decoded(label: str) -> str:
    """The letters of a Punycode label, or "" where it is none or says something else when written anew."""
    if not label.startswith("xn--"):
        return ""
    try:
        letters = label[4:].encode("ascii").decode("punycode")
        same = not letters.isascii() and _folded(letters) == letters and _encoded(letters) == label
    except (ValueError, OverflowError, IndexError):
        return ""
    return letters if same else ""


def _four(name: str, text: str) -> str:
    try:
        return str(ipaddress.IPv4Address(name))
    except ValueError:
        raise _unfit(text) from None


def _six(text: str) -> str:
    try:
        if "%" in text or not text.endswith("]"):
            raise ValueError
        return f"[{ipaddress.IPv6Address(text[1:-1]).compressed}]"
    except ValueError:
        raise _unfit(text) from None


def _unfit(text: str) -> InputError:
    what = _("{text} is not the name of a host.").format(text=shown(text))
    return refuse(what, _('It must be like "www.example.gov". Look for a slip in the address.'))

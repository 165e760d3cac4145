"""Where the witness is: an address, a model and a key, checked before anything is sent."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from postorders.errors import refuse
from postorders.words import _

URL, MODEL = "POSTORDERS_WITNESS_URL", "POSTORDERS_WITNESS_MODEL"
KEY, KEY_FILE = "POSTORDERS_WITNESS_KEY", "POSTORDERS_WITNESS_KEY_FILE"
_CHAT = "/chat/completions"
_MODEL = re.compile(r"[\w.:/@+-]{1,100}", re.ASCII)
_KEY = re.compile(r"[\x21-\x7e]{1,4000}")
_PATH = re.compile(r"[\x21-\x7e]*")


@dataclass(frozen=True, slots=True)
class Place:
    """One model behind one address of an OpenAI-compatible API. `key` is "" where none is wanted."""

    scheme: str
    host: str
    port: int
    path: str
    model: str
    key: str = field(default="", repr=False)

    @property
    def door(self) -> str:
        """The host, with its port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _usual(self.scheme) else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """The address that questions are sent to."""
        return f"{self.scheme}://{self.door}{self.path}"

    @property
    def name(self) -> str:
        """Who is asked, as judgments keep it."""
        return f"{self.model} at {self.door}"


def place(url: str = "", model: str = "", key_file: str = "", env: Mapping[str, str] = os.environ) -> Place:
    """The place that was given, else the one that the environment names. Raises InputError."""
    url, model = url or env.get(URL, ""), model or env.get(MODEL, "")
    if not url:
        raise refuse(_("Nobody said where the witness is."), _("Add --witness-url, or set {name}.").format(name=URL))
    if not _MODEL.fullmatch(model):
        mend = _("Add --witness-model, or set {name}, with a model that the address knows.").format(name=MODEL)
        raise refuse(_("{model!r} is not the name of a model.").format(model=model), mend)
    parts, port = _split(url)
    path = parts.path.rstrip("/")
    path = path if path.endswith(_CHAT) else path + _CHAT
    return Place(parts.scheme, str(parts.hostname), port, path, model, _key(key_file, env))


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _usual(parts.scheme)
    except ValueError:
        parts, port = urlsplit(""), 0
    whole = bool(parts.hostname) and _PATH.fullmatch(url) is not None and url.isascii()
    if not whole or parts.scheme not in ("http", "https"):
        raise refuse(_("That is not the address of a witness."), _("Write it as https://host/v1."), "--witness-url")
    if parts.username is not None or parts.query or parts.fragment:
        mend = _("Give the key in {name} or in a file; leave out what follows '?' or '#'.").format(name=KEY)
        raise refuse(_("The witness's address carries more than an address."), mend, "--witness-url")
    if parts.scheme == "http" and not _loopback(str(parts.hostname)):
        what = _("Over http: anybody on the way could read the post.")
        raise refuse(what, _("Use https://. Only a model on this machine may be asked over http."), "--witness-url")
    return parts, port


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _usual(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _key(name: str, env: Mapping[str, str]) -> str:
    """The key from the file that was named, else from the environment; it is never shown."""
    if name := name or ("" if env.get(KEY) else env.get(KEY_FILE, "")):
        path = Path(name)
        if not path.is_file():
            raise refuse(_("There is no such file with a key."), _("Check the name."), name)
        key = path.read_text(encoding="utf-8", errors="replace").strip()
    else:
        key = env.get(KEY, "").strip()
        if not key:
            return ""
    if not _KEY.fullmatch(key):
        raise refuse(_("The witness's key is not one line of plain characters."), _("Copy it again."), name or KEY)
    return key

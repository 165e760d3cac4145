"""The desk's folder, its keys, and what it serves."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator

from postorders.checkpage.front import FOLDER as FRONT
from postorders.checkpage.front import NEEDED
from postorders.desk.config import FILE, SECRETS, Config
from postorders.desk.operate.doctor import Finding, doubtful, wrong
from postorders.words import _

ROOM = 1 << 30


def keys(config: Config) -> Iterator[Finding]:
    """Keys are there, apart from the data, and read by their owner alone."""
    folder = config.key_folder
    for name in ("secret-key", "seal-key"):
        if not (folder / name).is_file():
            mend = _("Copy the keys back from where they are kept apart.")
            yield wrong("key-missing", _("The key {name} is missing.").format(name=name), mend, folder / name)
    for path in sorted([folder, *folder.glob("*")]) if folder.is_dir() else ():
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            mend = _("Run: chmod go= {path}").format(path=path)
            yield wrong("key-open", _("Others than the owner may open a key."), mend, path)
    if folder.resolve().is_relative_to(config.home.resolve()):
        mend = _("Move the folder to a place of its own, and name that place as `keys` in desk.toml.")
        yield doubtful("keys-inside", _("The keys lie with the data: one copy gives both away."), mend, folder)


def settings(config: Config) -> Iterator[Finding]:
    """The settings file is its owner's and holds no secret."""
    path = config.home / FILE
    if path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        mend = _("Run: chmod go-w {path}").format(path=path)
        yield wrong("settings-open", _("Others than the owner may change the settings."), mend, path)
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        name = line.partition("=")[0].strip()
        if name in SECRETS:
            mend = _("Give it as {variable}, or with _FILE the file that it is in.")
            said = mend.format(variable=f"POSTORDERS_DESK_{name.upper()}")
            yield doubtful("secret-in-settings", _("{name} is a secret.").format(name=name), said, f"{path}:{number}")
    if config.secure and not config.behind_proxy:
        mend = _("Put a proxy in front that speaks https, as in deploy/nginx.conf, and set behind_proxy = true.")
        yield wrong("https-without-proxy", _("The address is https, and the desk itself speaks http."), mend, path)
    if not config.mfa_above_member:
        mend = _("Take mfa_above_member out of desk.toml. Only a demonstration goes without.")
        yield doubtful("one-factor", _("People with roles sign in with a password alone."), mend, path)


def served(config: Config) -> Iterator[Finding]:
    """The files that pages need are there."""
    missing = [name for name in NEEDED if not (FRONT / name).is_file()]
    if missing:
        mend = _("In a checkout run 'make front'; else install Post Orders from its wheel, which has them.")
        what = _("Files that pages need are missing: {names}.").format(names=", ".join(missing))
        yield wrong("front-missing", what, mend, FRONT)
    if not (config.home / "static" / "desk.css").is_file():
        mend = _("'postorders desk run' gathers them when it starts.")
        yield doubtful("static-missing", _("The static files are not gathered."), mend, config.home / "static")


def room(config: Config) -> Iterator[Finding]:
    """The disk has room."""
    free = shutil.disk_usage(config.home).free
    if free < ROOM:
        what = _("The disk has {free} MB left.").format(free=free >> 20)
        yield wrong("disk-full", what, _("Make room, or move the desk."), config.home)


CHECKS = (keys, settings, served, room)

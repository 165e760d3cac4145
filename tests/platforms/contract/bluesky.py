"""A Bluesky account server as it is documented, on loopback.

Source: https://docs.bsky.app/docs/category/http-reference and the lexicons at https://github.com/bluesky-social/atproto,
read 2026-11-22. How it fails where the documentation is silent (a taken key is an internal error, a deletion of nothing
is none, the old refresh token gives the same session again) is what tests/networks/test_publish_bluesky.py sees the real
server do.
"""

from __future__ import annotations

import json
import re
from base64 import b32encode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tests.platforms.contract.server import Asked, Contract, Reply

from postorders.platforms.length import graphemes

POSTS = "app.bsky.feed.post"
TID = re.compile("[234567abcdefghij][234567a-z]{12}")
PAGE = 100


def no(name: str, message: str, status: int = 400, **headers: str) -> Reply:
    """The documented form of every error."""
    return Reply({"error": name, "message": message}, status, headers)


@dataclass
class Account:
    """An account: its records by collection and key, and the app password that opens it."""

    handle: str
    did: str
    password: str
    active: bool = True
    records: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


class Bluesky(Contract):
    """The server. `ages` is how many requests an access token lasts; `lag` after how many lists a post is in them."""

    def __init__(self, ages: int = 1_000, lag: int = 0) -> None:
        super().__init__()
        self.ages, self.lag = ages, lag
        self.accounts: dict[str, Account] = {}
        self.access: dict[str, tuple[Account, int]] = {}
        self.fresh: dict[str, Account] = {}
        self.next: dict[str, str] = {}
        self.blobs: dict[str, tuple[bytes, str]] = {}
        self.lists: dict[tuple[str, str], int] = {}
        self.made = 0
        for method, name, function in (
            ("POST", "com.atproto.server.createSession", self.create_session),
            ("POST", "com.atproto.server.refreshSession", self.refresh_session),
            ("GET", "com.atproto.server.getSession", self.get_session),
            ("GET", "com.atproto.identity.resolveHandle", self.resolve_handle),
            ("POST", "com.atproto.repo.uploadBlob", self.upload_blob),
            ("POST", "com.atproto.repo.createRecord", self.create_record),
            ("GET", "com.atproto.repo.getRecord", self.get_record),
            ("GET", "com.atproto.repo.listRecords", self.list_records),
            ("POST", "com.atproto.repo.deleteRecord", self.delete_record),
        ):
            self.routes.append((method, re.escape(f"/xrpc/{name}"), function))

    def join(self, handle: str, password: str = "abcd-efgh-ijkl-mnop") -> Account:
        """A new account."""
        did = "did:plc:" + b32encode(sha256(handle.encode()).digest()).decode().lower()[:24]
        self.accounts[did] = account = Account(handle, did, password)
        return account

    def expire(self) -> None:
        """Every access token has run out."""
        self.access = {token: (account, 0) for token, (account, _left) in self.access.items()}

    def session(self, account: Account) -> dict[str, Any]:
        """A new session of an account."""
        self.made += 1
        middle = urlsafe_b64encode(json.dumps({"exp": 4_000_000_000 + self.made}).encode()).decode().rstrip("=")
        access, refresh = f"access{self.made}.{middle}.s", f"refresh{self.made}.{middle}.s"
        self.access[access], self.fresh[refresh] = (account, self.ages), account
        return {
            "accessJwt": access, "refreshJwt": refresh, "did": account.did, "handle": account.handle,
            "active": account.active, **({} if account.active else {"status": "deactivated"}),
        }  # fmt: skip

    def create_session(self, asked: Asked) -> Reply:
        said = asked.data
        for account in self.accounts.values():
            if said["identifier"] in (account.handle, account.did) and said["password"] == account.password:
                return Reply(self.session(account))
        return no("AuthenticationRequired", "Invalid identifier or password", 401)

    def refresh_session(self, asked: Asked) -> Reply:
        if asked.token not in self.fresh:
            return no("ExpiredToken", "Token has been revoked")
        session = self.session(self.fresh[asked.token])
        session["refreshJwt"] = self.next.setdefault(asked.token, session["refreshJwt"])
        return Reply(session)

    def who(self, asked: Asked) -> Account | Reply:
        if not asked.token:
            return no("AuthMissing", "Authentication Required", 401)
        if asked.token not in self.access:
            return no("InvalidToken", "Token could not be verified")
        account, left = self.access[asked.token]
        if left < 1:
            return no("ExpiredToken", "Token has expired")
        self.access[asked.token] = (account, left - 1)
        return account

    def get_session(self, asked: Asked) -> Reply:
        account = self.who(asked)
        if isinstance(account, Reply):
            return account
        status = {} if account.active else {"status": "deactivated"}
        return Reply({"handle": account.handle, "did": account.did, "active": account.active, **status})

    def resolve_handle(self, asked: Asked) -> Reply:
        for account in self.accounts.values():
            if account.handle == asked.query.get("handle"):
                return Reply({"did": account.did})
        return no("HandleNotFound", "Unable to resolve handle")

    def upload_blob(self, asked: Asked) -> Reply:
        account = self.who(asked)
        if isinstance(account, Reply):
            return account
        kind = asked.headers.get("content-type", "")
        name = "b" + b32encode(b"\x01\x55\x12\x20" + sha256(asked.body).digest()).decode().rstrip("=").lower()
        self.blobs[name] = (asked.body, kind)
        return Reply({"blob": {"$type": "blob", "ref": {"$link": name}, "mimeType": kind, "size": len(asked.body)}})

    def create_record(self, asked: Asked) -> Reply:
        account = self.who(asked)
        if isinstance(account, Reply):
            return account
        if not account.active:
            return no("AccountDeactivated", "Account is deactivated", 401)
        said = asked.data
        if said.get("repo") not in (account.did, account.handle):
            return no("AuthenticationRequired", "Authentication Required", 401)
        if wrong := self.wrong(said.get("record"), said.get("rkey", "")):
            return no("InvalidRequest", wrong)
        at = (said["collection"], said["rkey"])
        if at in account.records:
            return no("InternalServerError", "Internal Server Error", 500)
        account.records[at] = said["record"]
        return Reply({**self.reference(account, at), "validationStatus": "valid"})

    def wrong(self, record: Any, key: str) -> str:
        """What the schema of a post has against a record, "" for nothing."""
        if not isinstance(record, dict) or record.get("$type") != POSTS:
            return f"Invalid {POSTS} record"
        size, images = len(record["text"].encode()), record.get("embed", {}).get("images", ())
        reply, places = record.get("reply", {}), [facet["index"] for facet in record.get("facets", ())]
        lost = [one["image"]["ref"]["$link"] for one in images if one["image"]["ref"]["$link"] not in self.blobs]
        rules = (
            (f"Invalid record key for {POSTS}: {key}", TID.fullmatch(key)),
            (f"Invalid {POSTS} record: createdAt", record.get("createdAt")),
            (f"Invalid {POSTS} record: text", size <= 3_000 and sum(1 for _one in graphemes(record["text"])) <= 300),
            (f"Invalid {POSTS} record: facets", all(0 <= at["byteStart"] < at["byteEnd"] <= size for at in places)),
            (f"Could not find blob: {lost}", not lost),
            (f"Invalid {POSTS} record: images", len(images) <= 4),
            (f"Invalid {POSTS} record: image", all("alt" in i and i["image"]["size"] <= 1_000_000 for i in images)),
            (f"Invalid {POSTS} record: reply", not reply or (reply["root"]["cid"] and reply["parent"]["cid"])),
        )
        return next((wrong for wrong, holds in rules if not holds), "")

    def reference(self, account: Account, at: tuple[str, str]) -> dict[str, Any]:
        """Address and version of a record."""
        digest = sha256(json.dumps(account.records[at], sort_keys=True).encode()).digest()
        version = "b" + b32encode(b"\x01\x71\x12\x20" + digest).decode().rstrip("=").lower()
        return {"uri": f"at://{account.did}/{at[0]}/{at[1]}", "cid": version}

    def get_record(self, asked: Asked) -> Reply:
        account, at = self.accounts.get(asked.query["repo"]), (asked.query["collection"], asked.query["rkey"])
        if account is None or not account.active:
            return no("InvalidRequest", "Could not locate record")
        if at not in account.records:
            return no("RecordNotFound", f"Could not locate record: at://{account.did}/{at[0]}/{at[1]}")
        return Reply({**self.reference(account, at), "value": account.records[at]})

    def list_records(self, asked: Asked) -> Reply:
        account = self.accounts.get(asked.query["repo"])
        if account is None:
            return no("InvalidRequest", f"Could not find repo: {asked.query['repo']}")
        backwards, most = asked.query.get("reverse") == "true", min(int(asked.query.get("limit", "50")), PAGE)
        keys = sorted((at for at in account.records if at[0] == asked.query["collection"]), reverse=not backwards)
        for at in keys:
            self.lists[at] = self.lists.get(at, 0) + 1
        keys = [at for at in keys if self.lists[at] > self.lag]
        if cursor := asked.query.get("cursor"):
            keys = [at for at in keys if (at[1] > cursor if backwards else at[1] < cursor)]
        records = [{**self.reference(account, at), "value": account.records[at]} for at in keys[:most]]
        return Reply({"records": records, **({"cursor": keys[:most][-1][1]} if records else {})})

    def delete_record(self, asked: Asked) -> Reply:
        account = self.who(asked)
        if isinstance(account, Reply):
            return account
        account.records.pop((asked.data["collection"], asked.data["rkey"]), None)
        return Reply({})

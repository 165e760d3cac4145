"""Meta's Graph API for Facebook Pages and Instagram professional accounts, as documented; read on 2026-11-22.

https://developers.facebook.com/docs/pages-api/posts, /docs/graph-api/guides/error-handling, /docs/graph-api/reference/
page/photos, /docs/instagram-platform/content-publishing, /docs/instagram-platform/reference/instagram-media. Pictures
for Instagram are really fetched, from loopback alone.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tests.platforms.contract.graphkeys import Keys, Refuse, V, fault
from tests.platforms.contract.server import Asked, Reply


class GraphContract(Keys):
    """One application, one person, two Pages; at first the second has no Instagram account.

    `lag`: a new post appears in lists only after so many reads of the list. `slow`: a container is ready only after so
    many looks. `bare`: captions are served without their @.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lag = self.slow = 0
        self.bare = False
        self.posts: dict[str, dict[str, Any]] = {}
        self.photos: dict[str, dict[str, Any]] = {}
        self.containers: dict[str, dict[str, Any]] = {}
        self.number = 0
        for method, pattern, function in (
            ("GET", f"{V}/dialog/oauth", self._dialog),
            ("POST", f"{V}/oauth/access_token", self._token),
            ("GET", f"{V}/me/permissions", self._permissions),
            ("GET", f"{V}/me/accounts", self._accounts),
            ("GET", f"{V}/", self._several),
            ("POST", rf"{V}/(\d+)/photos", self._photo),
            ("POST", rf"{V}/(\d+)/feed", self._feed),
            ("GET", rf"{V}/(\d+)/published_posts", self._list),
            ("POST", rf"{V}/(\d+)/media", self._container),
            ("POST", rf"{V}/(\d+)/media_publish", self._publish),
            ("GET", rf"{V}/(\d+)/media", self._list),
            ("GET", rf"{V}/([\d_]+)", self._node),
            ("POST", rf"{V}/([\d_]+)", self._edit),
            ("DELETE", rf"{V}/([\d_]+)", self._delete),
        ):
            self.routes.append((method, pattern, self._guarded(function)))

    def _guarded(self, function: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
        def guarded(asked: Asked) -> Reply:
            try:
                return function(asked)
            except Refuse as refusal:
                return refusal.reply

        return guarded

    def _new(self) -> str:
        self.number += 1
        return f"{18000000000000000 + self.number}"

    def _stamp(self) -> str:
        return datetime.fromtimestamp(self.now(), UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")

    # a Page

    def _photo(self, asked: Asked) -> Reply:
        self._own(asked, "pages_manage_posts")
        content, kind, _name = asked.parts.get("source", (b"", "", ""))
        if kind not in ("image/jpeg", "image/png") or not content.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            return fault(324, "Missing or invalid image file")
        if len(content) >= 10_000_000 or asked.form.get("published") != "false":
            return fault(100, "Invalid parameter")
        number = self._new()
        self.photos[number] = {"bytes": content, "alt": asked.form.get("alt_text_custom", "")}
        return Reply({"id": number})

    def _own(self, asked: Asked, *scopes: str) -> str:
        held = self._who(asked, *scopes)
        owned = {held["page"], self.linked.get(held["page"], "")}
        if (
            asked.match
            and asked.match[0].split("_")[0] not in owned
            and asked.match[0] not in self.containers | self.posts
        ):
            raise Refuse(self._nothing(asked.match[0]))
        return str(held["page"])

    def _nothing(self, number: str) -> Reply:
        return fault(100, f"Unsupported request. Object with ID '{number}' does not exist, or lacks permissions", 33)

    def _feed(self, asked: Asked) -> Reply:
        page = self._own(asked, "pages_manage_posts", "pages_read_engagement")
        message = asked.form.get("message", "").replace("\r\n", "\n").strip()
        photos = [json.loads(value)["media_fbid"] for name, value in asked.form.items() if "attached_media" in name]
        link = asked.form.get("link", "")
        if not (message or photos or link):
            return fault(100, "Invalid parameter: the post is empty", 1349125)
        if len(message) > 63206 or (link and photos) or any(photo not in self.photos for photo in photos):
            return fault(100, "Invalid parameter")
        last = next((one for one in reversed(self.posts.values()) if one["owner"] == page), None)
        if last and message and last["text"] == message and not photos:
            return fault(506, "Duplicate status message")
        return Reply({"id": self._add(f"{page}_{self._new()}", page, message, photos, link)})

    def _add(self, number: str, owner: str, words: str, photos: list[str], link: str = "") -> str:
        self.posts[number] = {
            "owner": owner, "text": words, "photos": photos, "link": link, "at": self._stamp(), "unseen": self.lag,
        }  # fmt: skip
        return number

    def _shown(self, number: str) -> dict[str, Any]:
        post = self.posts[number]
        photos = [{"media_type": "photo", "target": {"id": one}} for one in post["photos"]]
        attached = photos
        if len(photos) > 1:
            attached = [{"media_type": "album", "target": {"id": "1"}, "subattachments": {"data": photos}}]
        if post["link"]:
            attached = [{"media_type": "link", "unshimmed_url": post["link"], "target": {"url": "https://l.example"}}]
        shown = {"id": number, "permalink_url": f"https://www.facebook.com/{number}", "created_time": post["at"]}
        return shown | {"message": post["text"], "attachments": {"data": attached}}

    # an Instagram account

    def _container(self, asked: Asked) -> Reply:
        self._own(asked, "instagram_basic", "instagram_content_publish")
        form = asked.form
        caption = form.get("caption", "")
        if len(caption) > 2200 or len(re.findall(r"#\w", caption)) > 30:
            return fault(100, "Invalid parameter", 2207010, error_user_msg="The caption is too long.")
        children = form["children"].split(",") if form.get("media_type") == "CAROUSEL" else []
        if children and (not 2 <= len(children) <= 10 or any(one not in self.containers for one in children)):
            return fault(100, "Invalid parameter", 2207028)
        content = b"" if children else self._fetch(form.get("image_url", ""))
        number = self._new()
        self.containers[number] = {
            "caption": caption.strip(), "children": children, "alt": form.get("alt_text", ""), "bytes": content,
            "looks": self.slow, "state": "", "item": form.get("is_carousel_item") == "true",
        }  # fmt: skip
        return Reply({"id": number})

    def _fetch(self, address: str) -> bytes:
        if urlsplit(address).hostname != "127.0.0.1":
            raise Refuse(fault(9004, "Only photo or video can be accepted as media type.", 2207052))
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                content = bytes(answer.read())
        except OSError:
            raise Refuse(fault(9004, "The media could not be fetched from this URI", 2207052)) from None
        if not content.startswith(b"\xff\xd8\xff"):
            raise Refuse(fault(36001, "Unsupported image format", 2207005))
        return content

    def _publish(self, asked: Asked) -> Reply:
        self._own(asked, "instagram_content_publish")
        held = self.containers.get(asked.form.get("creation_id", ""))
        if held is None or held["item"] or held["state"] == "PUBLISHED":
            return fault(24, "The requested resource does not exist", 2207006)
        if self._state(held) != "FINISHED":
            return fault(9007, "Media ID is not available", 2207027, error_user_msg="The media is not ready.")
        if sum(1 for one in self.posts.values() if one["owner"] == asked.match[0]) >= 50:
            return fault(9, "Application request limit reached", 2207042, 403)
        held["state"] = "PUBLISHED"
        parts = held["children"] or [asked.form["creation_id"]]
        return Reply({"id": self._add(self._new(), asked.match[0], held["caption"], parts)})

    def _state(self, held: dict[str, Any]) -> str:
        return held["state"] or ("IN_PROGRESS" if held["looks"] > 0 else "FINISHED")

    def _media(self, number: str) -> dict[str, Any]:
        post = self.posts[number]
        shown = {"id": number, "permalink": f"https://www.instagram.com/p/C{number[-6:]}/", "timestamp": post["at"]}
        if post["text"]:
            shown["caption"] = post["text"].replace("@", "") if self.bare else post["text"]
        parts = [{"id": f"{one}9", "alt_text": self.containers[one]["alt"]} for one in post["photos"]]
        if len(parts) > 1:
            return shown | {"media_type": "CAROUSEL_ALBUM", "children": {"data": parts}}
        return shown | {"media_type": "IMAGE", "alt_text": parts[0]["alt_text"]}

    # both

    def _list(self, asked: Asked) -> Reply:
        self._own(asked, "pages_read_engagement")
        seen = []
        for number, post in reversed(self.posts.items()):
            if post["owner"] == asked.match[0]:
                post["unseen"] -= 1
                if post["unseen"] < 0:
                    seen.append(self._media(number) if post["owner"] in self.linked.values() else self._shown(number))
        return Reply({"data": seen[: min(int(asked.query.get("limit", 25)), 100)]})

    def _several(self, asked: Asked) -> Reply:
        self._who(asked, "pages_read_engagement")
        photos = [one for one in asked.query["ids"].split(",") if one in self.photos]
        return Reply({one: {"id": one, "alt_text_custom": self.photos[one]["alt"]} for one in photos})

    def _node(self, asked: Asked) -> Reply:
        self._own(asked, "pages_read_engagement")
        number = asked.match[0]
        if held := self.containers.get(number):
            held["looks"] -= 1
            return Reply({"id": number, "status_code": self._state(held), "status": f"{self._state(held)}: as it is"})
        if number in self.shown:
            return Reply(self._account(number))
        if number not in self.posts:
            return self._nothing(number)
        pictured = self.posts[number]["owner"] in self.linked.values()
        return Reply(self._media(number) if pictured else self._shown(number))

    def _edit(self, asked: Asked) -> Reply:
        self._own(asked, "pages_manage_posts")
        if asked.match[0] not in self.posts:
            return self._nothing(asked.match[0])
        self.posts[asked.match[0]]["text"] = asked.form["message"].strip()
        return Reply({"success": True})

    def _delete(self, asked: Asked) -> Reply:
        self._own(asked, "pages_manage_posts")
        if self.posts.pop(asked.match[0], None) is None:
            return self._nothing(asked.match[0])
        return Reply({"success": True})

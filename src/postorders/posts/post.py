"""A post as it was written, before anything is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

ACCOUNTS = ("official", "personal")
MEDIA_KINDS = ("photo", "video", "audio", "document")


@dataclass(frozen=True, slots=True)
class Media:
    """Something attached to a post. `alt` and `transcript` are words about it or in it, and are read."""

    kind: str
    name: str = ""
    alt: str = ""
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post: who (`author` is a handle), on which `account` (official or personal, "" if not said),
    when (`time`, an ISO 8601 date or date-time, "" if not said), and what.

    `third_party` is true when somebody else wrote it on a page that the author controls.
    Field names are those of the project's own JSON form of a post.
    """

    id: str
    text: str = ""
    title: str = ""
    account: str = ""
    author: str = ""
    time: str = ""
    platform: str = ""
    language: str = ""
    reply_to: str = ""
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    third_party: bool = False

    def passages(self) -> Iterator[tuple[str, str]]:
        """Every stretch of words in the post, as (field, words); a span's `field` names one of these."""
        yield from ((name, words) for name, words in (("text", self.text), ("title", self.title)) if words)
        for number, medium in enumerate(self.media):
            for name in ("alt", "transcript"):
                if words := getattr(medium, name):
                    yield f"media[{number}].{name}", words

    def to_dict(self) -> dict[str, Any]:
        """Plain data, with empty fields left out, so that equal posts give equal bytes."""
        data = {key: value for key, value in asdict(self).items() if value not in ("", (), False)}
        if self.media:
            data["media"] = [{k: v for k, v in asdict(medium).items() if v} for medium in self.media]
        for name in ("links", "tags"):
            if name in data:
                data[name] = list(data[name])
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Post:
        """The post that `to_dict` wrote. For data of a stranger use `postorders.posts.readers`, which checks."""
        return cls(
            **{
                **data,
                "links": tuple(data.get("links", ())),
                "tags": tuple(data.get("tags", ())),
                "media": tuple(Media(**medium) for medium in data.get("media", ())),
            }
        )

"""What a platform can and cannot do, as data: the table that the documentation prints and the code obeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["characters", "graphemes", "weighted"]
Edit = Literal["no", "history", "silent"]
SignIn = Literal["oauth", "password", "token", "none"]


@dataclass(frozen=True, slots=True)
class Can:
    """What can be done on a platform through its interface.

    `text` is the longest text of one post in `unit`: characters (code points), graphemes (what a reader counts) or
    weighted (X's way of counting); 0 if there is no limit. `url_counts` is what an address counts, 0 for its length.
    `title` is the longest title, 0 for none; `title_needed` and `media_needed` say that no post goes without.
    `images` is how many one post carries, `image_bytes` and `image_types` what each may be, `alt` the longest
    alternative text, 0 where there is none. `video` is the most bytes of one, 0 for none; `video_types` likewise.
    `threads`: pieces can answer each other. `card`: a link can be shown as a card. `edit`: whether a post can be
    changed in place, with its `history` shown to readers or `silent`. `delete`: it can be taken down; `reads`: what was
    published can be read back; `finds`: our own latest posts can be listed, to settle an unknown outcome; `keys`: the
    platform drops a repeated request by its key; `fetches`: it takes no pictures and gets each from an address of the
    desk's. `by_hand`: nothing of this is automatic; a person posts and attests.
    `sign_in` and `scopes` say how an account is connected and what it must allow, least first; `several`: one sign-in
    opens as many accounts as the person ticks, and closes those that were ticked before and no more; `token_days` how
    long a token lasts before it must be renewed, 0 if it does not run out; `per_day` how many posts may be made, 0 if
    unknown. `source` and `as_of` are where this is documented and the day it was looked up.
    """

    text: int
    unit: Unit = "characters"
    url_counts: int = 0
    title: int = 0
    title_needed: bool = False
    media_needed: bool = False
    images: int = 0
    image_bytes: int = 0
    image_types: tuple[str, ...] = ("image/jpeg", "image/png")
    alt: int = 0
    video: int = 0
    video_types: tuple[str, ...] = ("video/mp4",)
    threads: bool = False
    card: bool = False
    edit: Edit = "no"
    delete: bool = True
    reads: bool = True
    finds: bool = True
    keys: bool = False
    fetches: bool = False
    by_hand: bool = False
    sign_in: SignIn = "oauth"
    scopes: tuple[str, ...] = ()
    several: bool = False
    token_days: float = 0
    per_day: int = 0
    source: str = ""
    as_of: str = ""

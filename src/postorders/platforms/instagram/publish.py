"""Publishing to an Instagram professional account that belongs to a Facebook Page.

Instagram takes no bytes: it fetches each picture from an address that the public can open, while the post is made.
Source: https://developers.facebook.com/docs/instagram-platform/content-publishing."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from postorders.platforms import graphlogin, graphtext
from postorders.platforms.can import Can
from postorders.platforms.graph import (
    Graph,
    held,
    identifier,
    made,
    moment,
    opened,
    recent,
    rows,
    sendable,
    text,
)
from postorders.platforms.links import links
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.saying import Lack, Medium, Piece, Placed, Rendering, Saying, Served
from postorders.platforms.unseen import unseen
from postorders.platforms.wire import Expired, Gone, Refused, Trouble, Unavailable
from postorders.words import _

LABEL = "Instagram"
SCOPES = ("pages_show_list", "pages_read_engagement", "instagram_basic", "instagram_content_publish")
_HASHTAGS, _MENTIONS = 30, 20
_NARROW, _WIDE = 0.8, 1.91  # width by height
_LISTED = "id,caption,permalink,timestamp,media_type,children{id}"
_READ = "id,caption,permalink,timestamp,media_type,alt_text,children{id,alt_text}"


class Instagram:
    """A Publisher of pictures, one or as a carousel.

    `waits` are the pauses in seconds between looks at whether Instagram has fetched the pictures; when they are used
    up, nothing is published. The secrets of a line must hold `media_base`: the public address under which each picture
    lies as its SHA-256 in hexadecimal and `.jpg`.
    """

    can = Can(
        text=2200, media_needed=True, images=10, image_bytes=8_000_000, image_types=("image/jpeg",), alt=1000,
        delete=False, fetches=True, scopes=SCOPES, several=True, token_days=graphlogin.TOKEN_DAYS, per_day=50,
        source="https://developers.facebook.com/docs/instagram-platform/content-publishing", as_of="2026-11-22",
    )  # fmt: skip

    def __init__(self, waits: tuple[float, ...] = (1, 2, 3, 5, 8, 13, 20)) -> None:
        self.waits = waits

    def render(self, saying: Saying) -> Rendering:
        """One post: the caption below one picture or a carousel."""
        words = graphtext.tidy(saying.text)
        lacks = (
            *graphtext.fits(words, self.can, LABEL),
            *_many(words),
            *unseen(words, _("the text")),
            *graphtext.pictures(saying.media, self.can, LABEL),
            *(lack for medium in saying.media for lack in _shape(medium)),
        )
        if not saying.media:
            lacks += (Lack(_("Instagram takes no post without a picture."), _("Add one, with its description.")),)
        piece = Piece(words, tuple(range(len(saying.media))))
        return Rendering(
            "instagram",
            (piece,),
            media=saying.media,
            language=saying.language,
            lacks=lacks,
            notes=_notes(saying, words),
        )

    def connect(self, settings: Mapping[str, str], answer: str) -> Asking:
        """Facebook Login; the person chooses the Page and the Instagram account there."""
        return graphlogin.ask(settings, answer, SCOPES)

    def finish(self, settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
        """The Instagram account of the Page that was shared; where there are several, the `account` that `settings`
        name."""
        who = graphlogin.person(settings, keep, given, SCOPES, LABEL)
        pages = tuple(page for page in who.pages if _account(page))
        if who.pages and not pages:
            what = _(
                "The Page has no Instagram professional account. Link one in the Page's settings, and begin again."
            )
            raise Refused(what)
        page = graphlogin.chosen(pages, settings.get("account", ""), LABEL, _account)
        own = _account(page)
        return graphlogin.account(graphlogin.sealed(settings, who, page, ig=own["id"]), own, who)

    def renew(self, settings: Mapping[str, str], line: Line) -> Opened:
        """A fresh key. What else the secrets hold stays."""
        who, page = graphlogin.again(settings, line, SCOPES, LABEL)
        own = _account(page)
        if own.get("id") != line.secrets.get("ig"):
            raise Expired(_("The Page belongs to another Instagram account now. Connect it anew."))
        sealed = graphlogin.sealed(settings, who, page, ig=own["id"])
        return graphlogin.account({**line.secrets, **sealed}, own, who)

    def profile(self, line: Line) -> Opened:
        """The account as it names itself now."""
        own, _answer = opened(line, LABEL).get(held(line, "ig", LABEL), "id,username,name")
        scopes = graphlogin.scopes_now(line, LABEL)
        return Opened(line.secrets, text(own.get("username")), text(own.get("id")), text(own.get("name")), scopes)

    def publish(self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...]) -> Placed:
        """One post in two steps: a container, which no reader sees, and its publication. Instagram knows no keys."""
        sendable(rendering, index)
        graph, own, piece = opened(line, LABEL), held(line, "ig", LABEL), rendering.pieces[index]
        media = [rendering.media[number] for number in piece.media]
        try:
            container = self._container(graph, own, piece.text, media, line.secrets.get("media_base", ""))
            form = {"creation_id": container}
            place = made(graph.post(f"{own}/media_publish", form, public=True), LABEL, public=True)
        except Gone as error:
            raise Expired(error.told) from None
        return Placed(place, _address(graph, place, line.handle))

    def _container(self, graph: Graph, own: str, words: str, media: list[Medium], base: str) -> str:
        waits, form = iter(self.waits), {"caption": words} if words else {}
        if len(media) == 1:
            return _ready(graph, own, {**form, **_fetched(media[0], base)}, waits)
        parts = [_ready(graph, own, {**_fetched(one, base), "is_carousel_item": "true"}, waits) for one in media]
        return _ready(graph, own, {**form, "media_type": "CAROUSEL", "children": ",".join(parts)}, waits)

    def find(self, line: Line, rendering: Rendering, key: str, index: int, since: str) -> Placed | None:
        """Our post with this very caption and as many pictures, among the latest fifty."""
        piece = rendering.pieces[index]
        listed, _answer = opened(line, LABEL).get(f"{held(line, 'ig', LABEL)}/media", _LISTED, limit="50")
        for post in rows(listed):
            same = _alike(text(post.get("caption")), piece.text) and _count(post) == len(piece.media)
            if same and recent(post.get("timestamp"), since) and identifier(post.get("id")):
                return _placed(post, line.handle)
        return None

    def read(self, line: Line, place: Placed) -> Served:
        """The post, with the descriptions of its pictures."""
        graph, known = opened(line, LABEL), _known(place)
        try:
            post, answer = graph.get(known, _READ)
        except Refused:  # of the descriptions: not every post has them
            post, answer = graph.get(known, _LISTED)
        return _served(post, answer.body, line.handle)

    def latest(self, line: Line, count: int) -> tuple[Served, ...]:
        """The account's own posts, without the descriptions of their pictures."""
        path = f"{held(line, 'ig', LABEL)}/media"
        listed, _answer = opened(line, LABEL).get(path, _LISTED, limit=str(max(1, min(count, 100))))
        posts = [post for post in rows(listed) if identifier(post.get("id"))][: max(count, 0)]
        bodies = [json.dumps(post).encode() for post in posts]
        return tuple(_served(post, body, line.handle) for post, body in zip(posts, bodies, strict=True))

    def edit(self, line: Line, place: Placed, rendering: Rendering, index: int) -> Placed:
        """Never: no caption can be changed through the interface. Raises Refused."""
        raise Refused(
            _("An Instagram post cannot be changed from here. In Instagram open the post, its menu (…), then Edit.")
        )

    def delete(self, line: Line, place: Placed) -> None:
        """Not from here: raises Refused, which says how a person does it, unless the post is gone already."""
        try:
            self.read(line, place)
        except Gone:
            return
        what = _(
            "An Instagram post cannot be taken down from here. In Instagram open {url}, its menu (…), then Delete."
        )
        raise Refused(what.format(url=place.url))


def _ready(graph: Graph, own: str, form: Mapping[str, str], waits: Iterator[float]) -> str:
    """A container that is ready to publish. Raises Refused when it fails, Unavailable when the waits are used up."""
    container = made(graph.post(f"{own}/media", form, public=False), LABEL, public=False)
    while True:
        state, _answer = graph.get(container, "status_code,status")
        if state.get("status_code") == "FINISHED":
            return container
        if state.get("status_code") in ("ERROR", "EXPIRED"):
            told = plain(text(state.get("status")))
            raise Refused(_("Instagram could not take a picture: {told}").format(told=told))
        wait = next(waits, None)
        if wait is None:
            raise Unavailable(_("Instagram is still fetching the pictures. Nothing was published."), 60.0)
        time.sleep(wait)


def _many(words: str) -> tuple[Lack, ...]:
    """Lacks for more hashtags or names of accounts than a caption may have."""
    lacks = []
    for found, most, what in (
        (len(re.findall(r"#\w", words)), _HASHTAGS, _("The text has {count} hashtags; Instagram takes {most}.")),
        (len(re.findall(r"@\w", words)), _MENTIONS, _("The text names {count} accounts; Instagram takes {most}.")),
    ):
        if found > most:
            lacks.append(Lack(what.format(count=found, most=most), _("Take some out.")))
    return tuple(lacks)


def _shape(medium: Medium) -> tuple[Lack, ...]:
    if not medium.width or not medium.height or _NARROW <= round(medium.width / medium.height, 2) <= _WIDE:
        return ()
    what = _("{name} is too narrow or too wide for Instagram.").format(name=medium.name[:80])
    return (Lack(what, _("Crop it to between 4:5 (upright) and 1.91:1 (lying).")),)


def _notes(saying: Saying, words: str) -> tuple[str, ...]:
    notes = []
    if len(saying.media) > 1:
        notes.append(_("Instagram crops all pictures of a carousel to the shape of the first."))
    if saying.link or links(words):
        notes.append(_("Nobody can tap a link in an Instagram caption, and none is shown as a card."))
    if saying.title:
        notes.append(_("Instagram shows no title."))
    if saying.replies:
        notes.append(_("An Instagram post cannot answer another one; name the earlier post in the text."))
    return tuple(notes)


def _fetched(medium: Medium, base: str) -> dict[str, str]:
    if not base:
        raise Refused(_("Instagram fetches pictures from this site, and no public address for them is set. Set it."))
    name = f"{medium.sha256}{graphtext.EXTENSIONS.get(medium.type, '')}"
    return {"image_url": f"{base.rstrip('/')}/{name}", "alt_text": medium.alt}


def _account(page: Mapping[str, Any]) -> dict[str, Any]:
    own = page.get("instagram_business_account")
    return own if isinstance(own, dict) and identifier(own.get("id")) else {}


def _known(place: Placed) -> str:
    if known := identifier(place.id):
        return known
    raise Gone(_("{platform} has no such post.").format(platform=LABEL))


def _address(graph: Graph, place: str, handle: str) -> str:
    """The address for readers. The post stands whatever becomes of this question."""
    try:
        post, _answer = graph.get(place, "permalink")
    except Trouble:
        post = {}
    return _placed({**post, "id": place}, handle).url


def _placed(post: Mapping[str, Any], handle: str) -> Placed:
    link = text(post.get("permalink"))
    home = f"https://www.instagram.com/{handle.strip('@/')}/"
    return Placed(text(post.get("id")), link if link.startswith("https://") else home)


def _alike(served: str, own: str) -> bool:
    """Whether a caption is ours: word for word, or, where it has no @ at all, like ours without them. Instagram leaves
    every @ out for the key of a person who may not administer the application, so that no comparison can be stricter
    there; a caption with some @ must be ours to the letter. Source: the limitations of
    https://developers.facebook.com/docs/instagram-platform/reference/instagram-media (2026-11-22)."""
    return graphtext.tidy(served) in (graphtext.tidy(own), graphtext.tidy(own.replace("@", "")))


def _count(post: Mapping[str, Any]) -> int:
    return len(rows(post.get("children"))) or 1


def _served(post: Mapping[str, Any], body: bytes, handle: str) -> Served:
    words, when, place = text(post.get("caption")), moment(post.get("timestamp")), _placed(post, handle)
    alts = tuple(text(one.get("alt_text")) for one in (rows(post.get("children")) or [dict(post)]) if "alt_text" in one)
    at = when.isoformat() if when else ""
    return Served(place.url, "application/json", body, words, alts, links(words), at, place, omits="@")


PUBLISHER = Instagram()

"""Publishing to a Facebook Page. Source: https://developers.facebook.com/docs/pages-api/posts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from postorders.platforms import graphlogin, graphtext
from postorders.platforms.can import Can
from postorders.platforms.graph import (
    Duplicate,
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
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.saying import Lack, Medium, Piece, Placed, Rendering, Saying, Served
from postorders.platforms.unseen import unseen
from postorders.platforms.wire import Expired, Gone, Refused, Trouble, Unavailable, Unknown
from postorders.words import _

LABEL = "Facebook"
SCOPES = ("pages_show_list", "pages_read_engagement", "pages_manage_posts")
_KIND = "media_type,target,unshimmed_url"
_FIELDS = f"id,message,permalink_url,created_time,attachments{{{_KIND},subattachments{{{_KIND}}}}}"
_LOOKED = "50"  # posts among which ours is looked for; the platform refuses lists that grow too large
_UPLOAD = 120.0  # seconds for a picture
_FRESH = timedelta(hours=1)  # the age up to which an equal post may be an earlier attempt of ours


class Facebook:
    """A Publisher. Videos and comments are not published from here."""

    can = Can(
        text=63206, images=10, image_bytes=10_000_000, alt=1000, card=True, edit="silent", scopes=SCOPES, several=True,
        token_days=graphlogin.TOKEN_DAYS, source="https://developers.facebook.com/docs/pages-api/posts",
        as_of="2026-11-22",
    )  # fmt: skip

    def render(self, saying: Saying) -> Rendering:
        """One post: the text with pictures, or with the link as a card."""
        words, link = graphtext.tidy(saying.text), saying.link.strip()
        lacks = (
            *graphtext.fits(words, self.can, LABEL),
            *unseen(words, _("the text")),
            *graphtext.pictures(saying.media, self.can, LABEL),
            *_linked(words, link, bool(saying.media)),
        )
        if not words and not link and not saying.media:
            lacks += (Lack(_("There is nothing to post."), _("Write a text, or add a picture or a link.")),)
        piece = Piece(words, tuple(range(len(saying.media))), "" if saying.media else link)
        return Rendering(
            "facebook", (piece,), media=saying.media, language=saying.language, lacks=lacks, notes=_notes(saying)
        )

    def connect(self, settings: Mapping[str, str], answer: str) -> Asking:
        """Facebook Login; the person chooses the Page there."""
        return graphlogin.ask(settings, answer, SCOPES)

    def finish(self, settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
        """The Page that was shared; where there are several, the `account` that `settings` name."""
        who = graphlogin.person(settings, keep, given, SCOPES, LABEL)
        page = graphlogin.chosen(who.pages, settings.get("account", ""), LABEL)
        return graphlogin.account(graphlogin.sealed(settings, who, page), page, who)

    def renew(self, settings: Mapping[str, str], line: Line) -> Opened:
        """A fresh key of the person's and of the Page. What else the secrets hold stays."""
        who, page = graphlogin.again(settings, line, SCOPES, LABEL)
        return graphlogin.account({**line.secrets, **graphlogin.sealed(settings, who, page)}, page, who)

    def profile(self, line: Line) -> Opened:
        """The Page as it names itself now."""
        page, _answer = opened(line, LABEL).get(held(line, "page", LABEL), "id,name,username,link")
        scopes = graphlogin.scopes_now(line, LABEL)
        return Opened(line.secrets, graphlogin.handle(page), text(page.get("id")), text(page.get("name")), scopes)

    def publish(self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...]) -> Placed:
        """One post. The pictures go up first, where no reader sees them. Facebook knows no keys: only words equal to
        the last post's are refused, and such a refusal is Unknown while the earlier post may be ours."""
        sendable(rendering, index)
        graph, page, piece = opened(line, LABEL), held(line, "page", LABEL), rendering.pieces[index]
        try:
            photos = [_upload(graph, page, rendering.media[number]) for number in piece.media]
            form = {"message": piece.text} if piece.text else {}
            form |= {"link": piece.card} if piece.card else {}
            for number, photo in enumerate(photos):
                form[f"attached_media[{number}]"] = json.dumps({"media_fbid": photo})
            place = made(graph.post(f"{page}/feed", form, public=True), LABEL, public=True)
        except Gone as error:
            raise Expired(error.told) from None
        except Duplicate as error:
            raise _twice(graph, page, rendering, index, error) from None
        return Placed(place, _address(graph, place))

    def find(self, line: Line, rendering: Rendering, key: str, index: int, since: str) -> Placed | None:
        """Our post with these very words and as many pictures, among the latest fifty."""
        post = _equal(opened(line, LABEL), held(line, "page", LABEL), rendering, index, since)
        return _placed(post) if post else None

    def read(self, line: Line, place: Placed) -> Served:
        """The post, with the descriptions of its pictures."""
        graph = opened(line, LABEL)
        post, answer = graph.get(_known(place), _FIELDS)
        photos = _photos(post)
        alts: tuple[str, ...] = ()
        with suppress(Gone, Refused):  # of a picture: the post itself was served
            told = graph.get("", "alt_text_custom", ids=",".join(photos))[0] if photos else {}
            alts = tuple(text(_row(told.get(photo)).get("alt_text_custom")) for photo in photos)
        return _served(post, answer.body, alts)

    def latest(self, line: Line, count: int) -> tuple[Served, ...]:
        """The Page's own posts, without the descriptions of their pictures."""
        path = f"{held(line, 'page', LABEL)}/published_posts"
        listed, _answer = opened(line, LABEL).get(path, _FIELDS, limit=str(max(1, min(count, 100))))
        posts = [post for post in rows(listed) if identifier(post.get("id"))][: max(count, 0)]
        return tuple(_served(post, json.dumps(post).encode()) for post in posts)

    def edit(self, line: Line, place: Placed, rendering: Rendering, index: int) -> Placed:
        """Changes the words alone: pictures, their descriptions and the card stay as they are."""
        sendable(rendering, index)
        graph, words = opened(line, LABEL), rendering.pieces[index].text
        if graph.post(_known(place), {"message": words}, public=True).get("success") is not True:
            raise Unknown(_("{platform} did not confirm the change.").format(platform=LABEL))
        return place

    def delete(self, line: Line, place: Placed) -> None:
        """Takes the post down. "Not there" is believed only while the key still opens the Page."""
        graph, known = opened(line, LABEL), _known(place)
        with suppress(Gone):
            graph.delete(known)
            return
        try:
            graph.get(held(line, "page", LABEL), "id")
        except Gone as error:
            raise Expired(error.told) from None


def _linked(words: str, link: str, pictured: bool) -> tuple[Lack, ...]:
    if not link:
        return ()
    lacks = unseen(link, _("the link"))
    if not link.startswith(("https://", "http://")) or len(link) > 2000 or len(link.split()) != 1:
        lacks += (Lack(_("The link is no address of a web page."), _("Paste it whole, with https:// before it.")),)
    if pictured and link not in words:
        what = _("Facebook shows no link as a card beside pictures, so that this one would be lost.")
        lacks += (Lack(what, _("Put the link into the text, or take the pictures out.")),)
    return lacks


def _notes(saying: Saying) -> tuple[str, ...]:
    notes = []
    if saying.title:
        notes.append(_("Facebook shows no title."))
    if saying.replies:
        notes.append(_("A Facebook Page's post cannot answer another one; name the earlier post in the text."))
    return tuple(notes)


def _upload(graph: Graph, page: str, medium: Medium) -> str:
    """A picture that no reader sees until a post carries it; its id."""
    content = medium.read()
    if hashlib.sha256(content).hexdigest() != medium.sha256:
        raise Refused(_("A picture is not the one that was approved. Attach it again."))
    name = f"{medium.sha256[:16]}{graphtext.EXTENSIONS.get(medium.type, '')}"
    form = {"published": "false", "alt_text_custom": medium.alt}
    files = {"source": (name, content, medium.type)}
    return made(graph.post(f"{page}/photos", form, public=False, files=files, timeout=_UPLOAD), LABEL, public=False)


def _equal(graph: Graph, page: str, rendering: Rendering, index: int, since: str = "") -> dict[str, Any] | None:
    piece = rendering.pieces[index]
    listed, _answer = graph.get(f"{page}/published_posts", _FIELDS, limit=_LOOKED)
    for post in rows(listed):
        same = graphtext.tidy(text(post.get("message"))) == piece.text and len(_photos(post)) == len(piece.media)
        if same and recent(post.get("created_time"), since) and identifier(post.get("id")):
            return post
    return None


def _twice(graph: Graph, page: str, rendering: Rendering, index: int, error: Duplicate) -> Trouble:
    """What a refusal as a duplicate means: an older post of the same words refuses ours; a fresh one, or one that the
    list does not show yet, may be ours."""
    try:
        post = _equal(graph, page, rendering, index)
    except (Unavailable, Expired):
        post = None
    when = moment(post.get("created_time")) if post else None
    if post is None or when is None or when > datetime.now(UTC) - _FRESH:
        return Unknown(error.told)
    what = _("The same words stand there already: {url}. Change them, or leave that post as it is.")
    return Refused(what.format(url=_placed(post).url))


def _known(place: Placed) -> str:
    if known := identifier(place.id):
        return known
    raise Gone(_("{platform} has no such post.").format(platform=LABEL))


def _address(graph: Graph, place: str) -> str:
    """The address for readers. The post stands whatever becomes of this question."""
    post: dict[str, Any] = {}
    with suppress(Trouble):
        post, _answer = graph.get(place, "permalink_url")
    return _placed({**post, "id": place}).url


def _placed(post: Mapping[str, Any]) -> Placed:
    place, link = text(post.get("id")), text(post.get("permalink_url"))
    return Placed(place, link if link.startswith("https://") else f"https://www.facebook.com/{place}")


def _row(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _attached(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The attachments of a post, those of an album one by one."""
    return [
        one
        for attachment in rows(post.get("attachments"))
        for one in (rows(attachment.get("subattachments")) or [attachment])
    ]


def _photos(post: Mapping[str, Any]) -> list[str]:
    found = [
        identifier(_row(one.get("target")).get("id")) for one in _attached(post) if one.get("media_type") == "photo"
    ]
    return [photo for photo in found if photo]


def _served(post: Mapping[str, Any], body: bytes, alts: tuple[str, ...] = ()) -> Served:
    words, when, place = text(post.get("message")), moment(post.get("created_time")), _placed(post)
    cards = [text(one.get("unshimmed_url")) for one in _attached(post) if one.get("media_type") == "link"]
    found = (*links(words), *(card for card in cards if card))
    return Served(place.url, "application/json", body, words, alts, found, when.isoformat() if when else "", place)


PUBLISHER = Facebook()

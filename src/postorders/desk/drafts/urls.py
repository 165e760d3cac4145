"""Addresses of the pages on official posts before they go out."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.context import Link
from postorders.desk.drafts.views import approve, guide, leave, lists, one, write

HERE = "desk/posts/"
ONE = f"{HERE}<int:number>/"
urlpatterns = [
    path(HERE, lists.posts, name="posts"),
    path(f"{HERE}calendar/", lists.calendar, name="posts-calendar"),
    path(f"{HERE}new/", write.new, name="posts-new"),
    path(f"{HERE}look/", write.look, name="posts-look"),
    path(f"{HERE}style/", guide.guide, name="posts-guide"),
    path(f"{HERE}style/new/", guide.new, name="posts-guide-new"),
    path(ONE, one.post, name="posts-one"),
    path(f"{ONE}write/", write.write, name="posts-write"),
    path(f"{ONE}look/", write.look_again, name="posts-look-again"),
    path(f"{ONE}ask/", one.ask, name="posts-ask"),
    path(f"{ONE}approve/", approve.approve, name="posts-approve"),
    path(f"{ONE}paper/", approve.paper, name="posts-paper"),
    path(f"{ONE}leave/", leave.leave, name="posts-leave"),
    path(f"{ONE}mistaken/", one.override, name="posts-override"),
    path(f"{ONE}files/<uuid:attached>/", one.file, name="posts-file"),
    *(path(f"{ONE}{name}/", one.step, {"name": name}, name=f"posts-{name}") for name in one.STEPS),
    path("desk/drafts/<uuid:draft>/", one.by_id, name="posts-by-id"),
]
LINKS = [Link(_("Posts"), "posts", ("anyone",), 25)]

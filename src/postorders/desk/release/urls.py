"""Addresses of releases, corrections and incidents, and of what the public reads of them."""

from __future__ import annotations

from django.urls import path

from postorders.desk.release.views import feed, go, incidents, lists, log, one, overview, picture, right

POSTS = "desk/posts/"
RELEASES = f"{POSTS}releases/"
LOG = "d/<slug:slug>/corrections"
FEED = "d/<slug:slug>/posts/feed"
urlpatterns = [
    path(f"{POSTS}<int:number>/release/", go.release_draft, name="release-draft"),
    path(f"{POSTS}overview/", overview.overview, name="posts-overview"),
    path(RELEASES, lists.releases, name="releases"),
    path(f"{RELEASES}<uuid:release>/", one.one, name="release"),
    path(f"{RELEASES}<uuid:release>/now/", one.state, name="release-now"),
    path(f"{RELEASES}<uuid:release>/capture/<int:index>", one.capture, name="release-capture"),
    path(f"{RELEASES}<uuid:release>/captures.warc.gz", one.archive, name="release-archive"),
    path(f"{RELEASES}<uuid:release>/correct/", right.correct, name="release-correct"),
    path(f"{POSTS}corrections/", right.corrections, name="corrections"),
    path(f"{POSTS}corrections/<uuid:correction>/", right.correction, name="correction"),
    path(f"{POSTS}incidents/", incidents.incidents, name="incidents"),
    path("desk/incidents/<uuid:incident>/", incidents.incident, name="incident"),
    path("desk/incidents/<uuid:incident>/capture", incidents.capture, name="incident-capture"),
    path(f"{LOG}/", log.page_of, name="corrections-public"),
    path(f"{LOG}.atom", log.atom, name="corrections-atom"),
    path(f"{LOG}.json", log.json, name="corrections-json"),
    path(f"{FEED}.rss", feed.rss, name="posted-rss"),
    path(f"{FEED}.atom", feed.atom, name="posted-atom"),
    path(f"{FEED}.json", feed.json, name="posted-json"),
    path("d/<slug:slug>/sending/<uuid:release>/<slug:secret>/<str:name>", picture.picture, name="release-picture"),
]

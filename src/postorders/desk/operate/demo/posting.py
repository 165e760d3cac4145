"""Does what the stories of posts tell, each by the act of the person who did it; nothing is sent anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from postorders.archive.read import upload
from postorders.desk.base.person import Person, machine
from postorders.desk.connect import acts as connect
from postorders.desk.connect.models import Connection
from postorders.desk.drafts import acts, gate, manifest
from postorders.desk.drafts.models import Draft
from postorders.desk.operate.demo.picture import bicycle
from postorders.desk.operate.demo.story import Deed
from postorders.desk.people import acts as people
from postorders.desk.people.models import Member
from postorders.desk.people.who import person
from postorders.desk.register.models import Site
from postorders.desk.release import acts as release
from postorders.desk.release import corrections, feeds, reading, tries
from postorders.desk.release.models import Correction, Release
from postorders.plain import digest
from postorders.platforms.publisher import Opened, publishers
from postorders.platforms.saying import Placed, Served


class Posting:
    """One department's posts; `sites` are its accounts, and drafts are known by the names of the story. What is planned
    is planned for `tomorrow`."""

    def __init__(self, members: dict[str, Member], sites: dict[str, Site], tomorrow: date) -> None:
        self.members, self.sites, self.tomorrow = members, sites, tomorrow
        self.drafts: dict[str, Draft] = {}
        self.wrong: dict[str, Correction] = {}

    def do(self, deed: Deed) -> None:
        """Does one deed."""
        who = person(self.members[deed.who], signed_in_anew=True) if deed.who else machine()
        _DEEDS[deed.what](self, who, deed.on, deed.given)

    def _write(self, who: Person, on: str, given: dict[str, Any]) -> None:
        sites = [self.sites[name] for name in given["to"]]
        words = {name: given.get(name, "") for name in ("text", "title", "link")}
        draft = self.drafts[on] = acts.begin(who, sites=sites, **words)
        if alt := given.get("picture"):
            acts.attach(who, draft, bicycle(), "bicycle.png", "image/png", alt)
        acts.answer(who, draft, {"device": "department", "duty": "on", **given.get("answers", {})})
        if hour := given.get("at"):
            acts.schedule(who, draft, datetime.combine(self.tomorrow, time(hour), timezone.get_current_timezone()))
        if against := given.get("checked"):
            acts.verify_facts(who, draft, against)

    def _wait(self, who: Person, on: str, given: dict[str, Any]) -> None:
        acts.ask_approval(who, self.drafts[on])

    def _approve(self, who: Person, on: str, given: dict[str, Any]) -> None:
        acts.approve(who, self.drafts[on], digest(manifest.of(_fresh(self.drafts[on]))))

    def _return(self, who: Person, on: str, given: dict[str, Any]) -> None:
        acts.send_back(who, self.drafts[on], given["words"])

    def _mistaken(self, who: Person, on: str, given: dict[str, Any]) -> None:
        while flags := [one for one in gate.look(self.drafts[on], who).every if one.kind in ("hold", "leave")]:
            first = min(flags, key=lambda one: (one.clause, one.concept))
            acts.override(who, self.drafts[on], first.clause, first.concept, given["words"])

    def _release(self, who: Person, on: str, given: dict[str, Any]) -> None:
        draft = _fresh(self.drafts[on])
        if given["why"]:
            release.emergency(who, draft, given["why"], "department", "on")
        else:
            release.intend(who, draft, "department", "on")

    def _attest(self, who: Person, on: str, given: dict[str, Any]) -> None:
        row = self._row(on, given["to"])
        piece = row.rendering["pieces"][0]["text"]
        saved = f"<!doctype html><html lang=en><title>{row.site.name}</title><p>{piece}</p></html>".encode()
        url = f"{row.site.url.rstrip('/')}/{row.number}"
        release.attest(who, row, url, upload(saved, "post.html", timezone.now().isoformat()))

    def _serve(self, who: Person, on: str, given: dict[str, Any]) -> None:
        """What the desk would have done: sent, and read back until it need not be looked at any more."""
        row, now, desk = self._row(on, given["to"]), timezone.now(), machine()
        at = Placed(str(row.number), f"{row.site.url}/{row.number}")
        row = tries.begin(desk, row, "demonstration", now)
        tries.placed(desk, row, 0, at, now)
        row = tries.sent(desk, row, now)
        served = _served(row.rendering["pieces"][0]["text"], at, now)
        for later in reading.READS:
            looks = [reading.Look(row.pieces.get(), served)]
            row = reading.read_back(desk, row, looks, now + later)

    def _correct(self, who: Person, on: str, given: dict[str, Any]) -> None:
        self.wrong[on] = corrections.begin(who, self.drafts[on], "corrects", given["wrong"], given["right"], {})

    def _say(self, who: Person, on: str, given: dict[str, Any]) -> None:
        corrections.say(who, self.wrong[on], self.drafts[given["by"]])

    def _see(self, who: Person, on: str, given: dict[str, Any]) -> None:
        at = Placed("2201", f"{self.sites[on].url}/2201")
        feeds.raised(who, self.sites[on], _served(given["text"], at, timezone.now()), timezone.now())

    def _connect(self, who: Person, on: str, given: dict[str, Any]) -> None:
        site = self.sites[on]
        scopes = publishers()[site.platform].can.scopes
        opened = Opened({"token": "of no server"}, site.handle, "1", site.name, scopes)
        connect.finish(who, site, opened, "https://social.example")

    def _disconnect(self, who: Person, on: str, given: dict[str, Any]) -> None:
        connect.close(who, Connection.objects.get(site=self.sites[on]), given["words"])

    def _guide(self, who: Person, on: str, given: dict[str, Any]) -> None:
        acts.set_guide(who, given["text"], given["rules"])

    def _settings(self, who: Person, on: str, given: dict[str, Any]) -> None:
        people.change_settings(who, given)

    def _row(self, on: str, to: str) -> Release:
        return Release.objects.select_related("site").get(draft=self.drafts[on], site=self.sites[to])


def _fresh(draft: Draft) -> Draft:
    return Draft.objects.get(id=draft.id)


def _served(text: str, at: Placed, now: datetime) -> Served:
    body = json.dumps({"id": at.id, "url": at.url, "created_at": now.isoformat(), "text": text}).encode()
    return Served(at.url, "application/json", body, text, at=now.isoformat(), place=at)


_DEEDS: dict[str, Callable[[Posting, Person, str, dict[str, Any]], None]] = {
    "write": Posting._write,
    "wait": Posting._wait,
    "approve": Posting._approve,
    "return": Posting._return,
    "mistaken": Posting._mistaken,
    "release": Posting._release,
    "attest": Posting._attest,
    "serve": Posting._serve,
    "correct": Posting._correct,
    "say": Posting._say,
    "see": Posting._see,
    "connect": Posting._connect,
    "disconnect": Posting._disconnect,
    "guide": Posting._guide,
    "settings": Posting._settings,
}

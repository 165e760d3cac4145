"""What happened in the two departments, in days before today. Dates of permissions are in days from the deed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: how many days ago, who did it, what, on which request (a name within the story), and with what."""

    ago: float
    who: str
    what: str
    on: str = ""
    given: dict[str, Any] = field(default_factory=dict)


def asks(ago: int, who: str, on: str, kind: str, purpose: str, ends: int | None = None, **more: str) -> Deed:
    """Somebody asks for leave."""
    return Deed(ago, who, "ask", on, {"kind": kind, "purpose": purpose, "ends": ends, **more})


def grants(ago: int, who: str, on: str, ends: int | None = None, form: str = "unstated", **more: str) -> Deed:
    """Somebody grants it."""
    return Deed(ago, who, "grant", on, {"ends": ends, "form": form, **more})


LINNET = (
    Deed(41, "chief", "delegate", given={"to": "captain", "ends": 120, "reason": "Conference in spring, and leave"}),
    Deed(40, "attorney", "sign-reading", given={"reading": "reports-are-not-divulging"}),
    Deed(38, "attorney", "sign-reading", given={"reading": "disrepute-needs-more"}),
    asks(36, "pio", "page", "department-site", "The department's own page for road closures and lost property."),
    grants(35, "chief", "page", conditions="Contact and the removal notice stay on the page."),
    asks(36, "pio", "neighbors", "department-site", "Nextdoor, for news that concerns a few blocks."),
    grants(35, "chief", "neighbors"),
    asks(36, "pio", "alerts", "department-site", "Nixle, for warnings."),
    grants(35, "chief", "alerts"),
    asks(33, "dunn", "walk", "logo-use", "Pictures in uniform from the memorial walk.", 45),
    grants(31, "chief", "walk", 43, conditions="Only pictures of the walk."),
    asks(30, "kemp", "coach", "logo-use", "Team picture of the youth league, patch on the sleeve.", 28),
    grants(29, "captain", "coach", 27),
    asks(27, "moss", "old", "city-email", "An account for a running club that meets at the gym.", 20),
    grants(26, "captain", "old", 16),
    asks(24, "reserve", "talk", "speak-for-department", "Answer questions in the neighborhood group on Elm Street."),
    Deed(22, "captain", "refuse", "talk", {"words": "Questions about the department go to its own page."}),
    asks(21, "dunn", "story", "divulge-information", "Tell how the lost boy was found, as the family asked.", 60),
    grants(19, "chief", "story", 58, "written", conditions="No name, no street, no picture of the boy."),
    asks(18, "kemp", "club", "logo-use", "Badge on the page of the shooting club."),
    grants(17, "captain", "club"),
    Deed(9, "chief", "revoke", "club", {"words": "The club began to sell things with the picture."}),
    asks(14, "moss", "poster", "department-poster", "Post about the night watch on the department's page."),
    Deed(12, "captain", "send-back", "poster", {"words": "Which days, and who reads it before it goes out?"}),
    asks(11, "pio", "logo", "logo-use", "Badge on a personal page about the job."),
    Deed(10, "pio", "withdraw", "logo"),
    Deed(8, "reserve", "appeal", "talk", {"words": "The group is where people ask, and the Chief encouraged it."}),
    asks(7, "dunn", "parade", "logo-use", "Pictures in uniform from the harvest parade.", 30),
    asks(2, "kemp", "podcast", "speak-for-department", "A podcast about women in policing, by name and rank.", 20),
    asks(0, "moss", "mail", "city-email", "Sign up for the county training network."),
)
MARAIS = (
    Deed(44, "chief", "delegate", given={"to": "bureau", "ends": 90, "reason": "Absence of the Chief"}),
    Deed(39, "attorney", "sign-reading", given={"reading": "own-investigation"}),
    asks(37, "media", "site", "site-approval", "A page for the River Division, kept by the Media Unit."),
    grants(35, "chief", "site", None, "written", conditions="The Media Unit reads comments every day."),
    asks(37, "media", "neighbors", "site-approval", "Nextdoor, for the blocks along the river."),
    grants(35, "chief", "neighbors", None, "written"),
    asks(36, "media", "desk", "department-computer", "The Media Unit's posts.", 360, item="Desk PC, tag 1107"),
    grants(35, "services", "desk", 360, "written"),
    asks(32, "ives", "voice", "represent-department", "Answer questions at the block meetings online.", 90),
    Deed(31, "sergeant", "pass-up", "voice", {"words": "She knows the river blocks; I would say yes."}),
    grants(29, "major", "voice", 87, "express", words="You may speak for the division on the block meetings, no more."),
    asks(28, "writer", "content", "content-management", "Publish the weekly notices."),
    grants(27, "media", "content"),
    asks(
        25, "tran", "phone", "personal-device", "Post from the scene of road closures.", 30, item="Phone, tag MLPD-0417"
    ),
    grants(24, "major", "phone", 25, "written", conditions="Closures only."),
    asks(
        20,
        "tran",
        "computer",
        "department-computer",
        "Watch for scams that copy our page.",
        60,
        item="Desk PC, tag 2210",
    ),
    grants(18, "bureau", "computer", 30, "written"),
    asks(16, "ives", "badge", "logo-use", "Logo on the page of a charity run."),
    Deed(15, "sergeant", "refuse", "badge", {"words": "The run is by a shop; the logo would look like our support."}),
    asks(
        10,
        "tran",
        "quiet",
        "no-identification",
        "Post on the page about thefts from boats without my name.",
        30,
        justification="I meet the sellers under another name this month.",
    ),
    asks(
        6,
        "media",
        "clip",
        "item-release",
        "Release the clip of the river rescue.",
        item="River rescue, 0:42, no faces.",
    ),
    asks(3, "ives", "fair", "represent-department", "Stand for the division at the online safety fair.", 14),
    asks(0, "tran", "logo", "logo-use", "Logo on a thank-you post to the boat club.", 14),
)
STORIES = {"linnet-creek": LINNET, "marais-landing": MARAIS}

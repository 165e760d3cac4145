"""What the two departments posted, in days before today; read like `story.py`, whose deeds these are too."""

from __future__ import annotations

from typing import Any

from postorders.desk.operate.demo.story import Deed

MINUTE = 1 / (24 * 60)


def writes(ago: float, who: str, on: str, text: str, to: str, **more: Any) -> Deed:
    """Somebody writes a post for accounts; `checked` says against what its facts were checked, `at` is an hour of
    tomorrow, when it is to go out."""
    return Deed(ago, who, "write", on, {"text": text, "to": tuple(to.split()), **more})


def waits(ago: float, who: str, on: str) -> Deed:
    """Its author asks for approval."""
    return Deed(ago, who, "wait", on)


def approves(ago: float, who: str, on: str) -> Deed:
    """Somebody else approves exactly what it says."""
    return Deed(ago, who, "approve", on)


def releases(ago: float, who: str, on: str, why: str = "") -> Deed:
    """It is released; with a reason, before anybody has approved it."""
    return Deed(ago, who, "release", on, {"why": why})


def posts(ago: float, who: str, on: str, to: str) -> Deed:
    """It was posted by hand, and is attested with a saved page."""
    return Deed(ago, who, "attest", on, {"to": to})


def _out(ago: float, who: str, by: tuple[str, ...], on: str, text: str, to: str, **more: Any) -> tuple[Deed, ...]:
    """A post from the first word until it is out on accounts where people post by hand."""
    start = ago + 60 * MINUTE
    hand = [name for name in to.split() if name != "page"]
    return (
        writes(start, who, on, text, to, **more),
        waits(start - 4 * MINUTE, who, on),
        *(approves(start - (20 + 5 * number) * MINUTE, name, on) for number, name in enumerate(by)),
        releases(ago + 6 * MINUTE, who, on),
        *(posts(ago - 2 * number * MINUTE, who, on, name) for number, name in enumerate(hand)),
    )


PARADE = "Elm Street is closed from Second to Fifth for the harvest parade, 9 am to 1 pm. Please park at the school."
BICYCLE = "Found near the library: a child's blue bicycle. Tell us what is written on its bell, and it is yours."
MILL = "Mill Road is closed at the bridge until Tuesday evening, for work on the water main. Go around by Orchard Lane."
RIGHT = "Correction: Mill Road opens again on Thursday evening, not on Tuesday, as we wrote. We misread the notice."
GAS = (
    "Gas leak at Depot Street and First. If you are between First and Fourth: stay indoors, close the windows, light "
    "nothing. The gas company is there. We write again when it is over."
)
CARS = "What a clown: he left his own wallet in the car that he broke into on Birch Lane. Lock your cars, neighbors."
NOVEL = "Our book club reads The Idiot, a novel of 1869, on Thursday at 7 pm in the library. Everybody is welcome."
PILLS = "The lobby takes unused medicine on Saturday from 10 am to 2 pm. No name is asked."
SIREN = "We test the sirens today at noon. You need do nothing."
NEW = "Welcome our newest officer, who moved to Cherry Street last week with two boys and a dog!"
CLOSED = "The lobby is closed on Thursday. For help call 816-555-0142; in an emergency call 911."
SCAM = "Free tickets for the county fair! The first 50 get them here: https://fair-tickets.example/win"
STYLE = """Write as you would speak to a neighbor at the counter: what happened, where, what to do, until when.

Name no victim, no witness and nobody under 18. A charge is an accusation; say so.

Put it right where it stood wrong, and say what was wrong."""
RULES = (
    {"kind": "max-length", "value": 400, "says": "Short enough to be read on a telephone."},
    {"kind": "hashtags", "value": 2, "says": "Two hashtags at most."},
    {"kind": "case", "value": 2, "says": "No shouting: no more than two words in a row in capitals."},
    {"kind": "never", "value": "scumbag", "says": "No names for people."},
    {"kind": "readability", "value": 9, "says": "Everybody can read it."},
)
LINNET = (
    Deed(33, "chief", "settings", given={"approval_levels": 1}),
    Deed(33, "chief", "guide", given={"text": STYLE, "rules": RULES}),
    Deed(32, "pio", "connect", "page"),
    *_out(
        24, "pio", ("captain",), "parade", PARADE, "page neighbors alerts", title="Elm Street closed for the parade",
        link="https://linnet-creek.example/parade", checked="The street department's permit, read over the telephone",
    ),
    Deed(24, "pio", "serve", "parade", {"to": "page"}),
    *_out(
        12, "pio", ("chief",), "bicycle", BICYCLE, "neighbors", picture="A child's blue bicycle with a silver bell.",
        answers={"words-in-picture": "no"}, checked="I saw it in the property room",
    ),
    *_out(
        6, "pio", ("captain",), "mill", MILL, "neighbors alerts", title="Mill Road closed",
        checked="The notice of the water works",
    ),
    Deed(6 - 35 * MINUTE, "pio", "correct", "mill", {
        "wrong": "We wrote that Mill Road opens again on Tuesday evening.",
        "right": "It opens again on Thursday evening.",
    }),
    writes(
        6 - 38 * MINUTE, "pio", "right", RIGHT, "neighbors alerts", title="Correction: Mill Road",
        checked="The water works, by telephone",
    ),
    Deed(6 - 39 * MINUTE, "pio", "say", "mill", {"by": "right"}),
    waits(6 - 40 * MINUTE, "pio", "right"),
    approves(6 - 44 * MINUTE, "captain", "right"),
    releases(6 - 46 * MINUTE, "pio", "right"),
    posts(6 - 49 * MINUTE, "pio", "right", "neighbors"),
    posts(6 - 52 * MINUTE, "pio", "right", "alerts"),
    writes(4, "pio", "novel", NOVEL, "neighbors", checked="The library's calendar"),
    Deed(3.9, "captain", "mistaken", "novel", {"words": "It is the name of a book, and insults nobody."}),
    waits(3.89, "pio", "novel"),
    approves(3.8, "captain", "novel"),
    releases(3.79, "pio", "novel"),
    posts(3.78, "pio", "novel", "neighbors"),
    Deed(3, "", "see", "page", {"text": SCAM}),
    Deed(2.9, "chief", "disconnect", "page", {"words": "Until we know who else has the password."}),
    writes(2, "pio", "new", NEW, "page neighbors"),
    waits(1.9, "pio", "new"),
    Deed(1.8, "captain", "return", "new", {"words": "Ask first whether she wants this known. Not the street, please."}),
    writes(1, "pio", "cars", CARS, "page neighbors", checked="The report of the night"),
    writes(0.6, "pio", "siren", SIREN, "alerts", title="Sirens today at noon", checked="The county", at=9),
    waits(0.59, "pio", "siren"),
    approves(0.5, "chief", "siren"),
    writes(0.4, "pio", "closed", CLOSED, "neighbors", checked="The Chief's memo"),
    waits(0.39, "pio", "closed"),
    approves(0.3, "captain", "closed"),
    writes(0.2, "pio", "pills", PILLS, "neighbors alerts", title="Bring your unused medicine", checked="The pharmacy"),
    waits(0.19, "pio", "pills"),
    writes(0.1, "pio", "gas", GAS, "alerts", title="Gas leak at Depot Street", checked="The fire captain"),
    releases(0.1 - 2 * MINUTE, "pio", "gas", "People must know it now; the Chief and the captain are at the scene."),
    posts(0.1 - 6 * MINUTE, "pio", "gas", "alerts"),
)  # fmt: skip
RAMP = "The boat ramp at River Road is closed through Friday while the channel is dredged. Use the ramp at Cedar Point."
FAIR = "Meet the River Division at the safety fair online on Thursday at 6 pm. Ask what you like about life vests."
MOTORS = "Got him! This is the thief who took the outboard motors at Cedar Point. Boaters, you can sleep again."
TOW = "Cars on the levee road are towed from 8 pm on, because the water rises. Please move yours to the upper lot."
MARAIS = (
    Deed(33, "chief", "settings", given={"approval_levels": 2}),
    *_out(15, "media", ("major", "chief"), "ramp", RAMP, "neighbors", checked="The Corps' notice to boaters"),
    writes(1, "media", "fair", FAIR, "neighbors", checked="The division's calendar"),
    waits(0.98, "media", "fair"),
    approves(0.9, "major", "fair"),
    writes(0.7, "writer", "motors", MOTORS, "neighbors"),
    writes(0.3, "media", "tow", TOW, "neighbors", checked="The levee district, at noon"),
    waits(0.29, "media", "tow"),
    approves(0.25, "major", "tow"),
    approves(0.2, "chief", "tow"),
    releases(0.1, "media", "tow"),
)
STORIES = {"linnet-creek": LINNET, "marais-landing": MARAIS}

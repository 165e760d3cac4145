"""The two invented departments: their units and people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class One:
    """A person: employee number, name, class, rank, unit and roles."""

    number: str
    name: str
    sort: str
    rank: str
    unit: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Town:
    """A department: units (name to the unit above), their heads, and people, by short names."""

    slug: str
    name: str
    policy: str
    units: dict[str, str]
    heads: dict[str, str]
    people: dict[str, One]

    def email(self, short: str) -> str:
        """The address with which a person signs in."""
        first, *rest = self.people[short].name.lower().split()
        return f"{first}.{rest[-1]}@{self.slug}.example"


LINNET = Town(
    slug="linnet-creek",
    name="Linnet Creek Police Department (demo)",
    policy="raymore-8",
    units={"Administration": "", "Patrol": "Administration", "Day Watch": "Patrol", "Night Watch": "Patrol"},
    heads={"Administration": "chief", "Patrol": "captain", "Day Watch": "day", "Night Watch": "night"},
    people={
        "chief": One("100", "Harriet Okafor", "officer", "Chief", "Administration", ("chief",)),
        "captain": One("104", "Dale Brinkmeyer", "officer", "Captain", "Patrol", ("commander",)),
        "day": One("121", "Luz Pettibone", "officer", "Sergeant", "Day Watch", ("supervisor",)),
        "night": One("122", "Amos Verhoeven", "officer", "Sergeant", "Night Watch", ("supervisor",)),
        "dunn": One("231", "Rafael Dunnaway", "officer", "Officer", "Day Watch"),
        "kemp": One("233", "Tess Kempinski", "officer", "Officer", "Day Watch"),
        "moss": One("240", "Jonah Mossgrove", "officer", "Officer", "Night Watch"),
        "reserve": One("310", "Winnie Achterberg", "reserve", "Reserve officer", "Day Watch"),
        "pio": One("410", "Corinne Baptiste", "civilian", "", "Administration", ("media-unit", "web-manager")),
        "clerk": One(
            "415", "Elias Thorvald", "civilian", "", "Administration", ("records-custodian", "policy-manager")
        ),
        "attorney": One("900", "Miriam Castlebury", "civilian", "", "Administration", ("attorney",)),
        "admin": One("901", "Odell Farnsworth", "civilian", "", "Administration", ("administrator",)),
    },
)
MARAIS = Town(
    slug="marais-landing",
    name="Marais Landing Police Department (demo)",
    policy="kcpd-261",
    units={
        "Office of the Chief": "",
        "Patrol Bureau": "Office of the Chief",
        "River Division": "Patrol Bureau",
        "River Watch One": "River Division",
        "Services Bureau": "Office of the Chief",
        "Media Unit": "Services Bureau",
        "Investigations": "Office of the Chief",
    },
    heads={
        "Office of the Chief": "chief",
        "Patrol Bureau": "bureau",
        "River Division": "major",
        "River Watch One": "sergeant",
        "Services Bureau": "services",
        "Media Unit": "media",
        "Investigations": "investigator",
    },
    people={
        "chief": One("M1", "Leopold Grunwald", "officer", "Chief", "Office of the Chief", ("chief",)),
        "bureau": One("M4", "Yesenia Holloway", "officer", "Deputy chief", "Patrol Bureau", ("bureau-commander",)),
        "services": One("M5", "Rosalind Tuckahoe", "officer", "Deputy chief", "Services Bureau", ("bureau-commander",)),
        "major": One("M11", "Curtis Abendroth", "officer", "Major", "River Division", ("commander",)),
        "sergeant": One("M37", "Noor Delacroix", "officer", "Sergeant", "River Watch One", ("supervisor",)),
        "ives": One("M88", "Patience Iveson", "officer", "Officer", "River Watch One"),
        "tran": One("M91", "Bastian Tranquist", "officer", "Officer", "River Watch One"),
        "media": One("M52", "Georgia Plimpton", "civilian", "", "Media Unit", ("media-unit", "web-manager")),
        "writer": One("M53", "Anselm Rook", "civilian", "", "Media Unit", ("media-unit",)),
        "investigator": One("M60", "Sunniva Carraway", "officer", "Detective", "Investigations", ("investigator",)),
        "clerk": One(
            "M70", "Barnaby Teague", "civilian", "", "Office of the Chief", ("records-custodian", "policy-manager")
        ),
        "attorney": One("M80", "Philippa Underhill", "civilian", "", "Office of the Chief", ("attorney",)),
        "admin": One("M81", "Gus Wetherell", "civilian", "", "Office of the Chief", ("administrator",)),
    },
)
TOWNS = (LINNET, MARAIS)

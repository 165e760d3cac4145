"""Criminal justice information is turned away from what people type, and ordinary police talk is not."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from tests.desk.signin.ways import security_log

from postorders.desk.base.cji import looks_like_cji, no_cji

NUMBER = "the number of a criminal record (FBI, state identification or NCIC)"
MESSAGE = "a message of NCIC or a state's law enforcement system"
HISTORY = "a criminal history record"
IDENTITY = "a person's Social Security number together with the date of birth"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hit on FBI No. 123456AB7, please post.", NUMBER),
        ("FBI/ 1234567AB9", NUMBER),
        ("fbi number 4471229", NUMBER),
        ("SID: MO12345678 came back", NUMBER),
        ("State ID no. 12345678", NUMBER),
        ("NIC/W123456789", NUMBER),
        ("ORI/MO0480000", NUMBER),
        ("NAM/ABERNATHY,COLE DOB/19880314 SEX/M RAC/W", MESSAGE),
        ("MKE/WANTED PERSON\nOFF/LARCENY\nDOW/20260101", MESSAGE),
        ("Subject Name(s): on file\nArrest date: 2019-01-02\nArresting agency: Cedar Bluff\nCharge 1: theft", HISTORY),
        ("His SSN is 512-34-0187 and he was born on April 30, 1984.", IDENTITY),
    ],
)
def test_it_is_recognized(text: str, kind: str) -> None:
    assert looks_like_cji(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I ask to post the department's patch at the 5K on May 2, 2026.",
        "A man, 34, was arrested on suspicion of robbery on January 9. A charge is only an accusation.",
        "The FBI helped with the 2019 case, and 40 agents came.",
        "Call 816-555-0142; the case number is 26-004417.",
        "SEX/AGE figures are in the yearly report.",
        "Her badge is 0031, unit 4/5, shift 1/2/3.",
        "Welcome to our new dispatcher, born 04/30/1984 in Osage Crossing.",
        "Do not post rap sheets or criminal history records of anybody.",
    ],
)
def test_ordinary_talk_passes(text: str) -> None:
    assert looks_like_cji(text) == ""


def test_the_person_is_told_and_the_event_is_noted_without_the_text() -> None:
    before = len(security_log())
    with pytest.raises(ValidationError) as told:
        no_cji("Hit on FBI No. 123456AB7")
    assert told.value.messages == [
        "This looks like the number of a criminal record (FBI, state identification or NCIC). No criminal justice "
        "information may be held here, so nothing was kept. Take it out and name the case file instead. If it came "
        "here by mistake, tell your terminal agency coordinator."
    ]
    [said] = security_log()[before:]
    assert (said["event"], said["looks_like"]) == ("quarantined", "record-number")
    assert "123456AB7" not in str(said)

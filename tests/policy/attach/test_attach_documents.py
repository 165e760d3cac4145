"""A department's document gives its clauses their words, whatever kind of file it comes in."""

from __future__ import annotations

import pytest
from tests.policy.attach import fulton

from postorders.policy.attach import Attachment, attach

FILES = {
    "chapter.txt": fulton.CHAPTER.encode(),
    "chapter.md": fulton.as_markdown(fulton.CHAPTER),
    "chapter.pdf": fulton.as_pdf(fulton.CHAPTER),
    "chapter.docx": fulton.as_docx(fulton.CHAPTER),
    "transcript.txt": fulton.TRANSCRIPT.encode(),
    "transcript.md": fulton.as_markdown(fulton.TRANSCRIPT),
    "transcript.pdf": fulton.as_pdf(fulton.TRANSCRIPT),
    "transcript.docx": fulton.as_docx(fulton.TRANSCRIPT),
}


def attached(name: str) -> Attachment:
    if name.startswith("chapter"):
        return attach(FILES[name], name, "order-12", fulton.CHAPTER_CLAUSES, fulton.CHAPTER_ANCHORS)
    return attach(FILES[name], name, "order-77", fulton.TRANSCRIPT_CLAUSES, fulton.TRANSCRIPT_ANCHORS)


@pytest.mark.parametrize("name", FILES)
def test_every_clause_has_its_words_and_every_item_its_clause(name: str) -> None:
    attachment = attached(name)
    clauses = fulton.CHAPTER_CLAUSES if name.startswith("chapter") else fulton.TRANSCRIPT_CLAUSES
    assert (attachment.unmatched_clauses, attachment.unmatched_items) == ((), ())
    assert [passage.clause for passage in attachment.passages] == clauses


@pytest.mark.parametrize("name", FILES)
def test_the_words_are_the_same_in_every_kind_of_file(name: str) -> None:
    plain = attached(name.split(".", 1)[0] + ".txt")
    here = attached(name)
    assert {each.clause: each.text for each in here.passages} == {each.clause: each.text for each in plain.passages}
    assert [each.sha256 for each in here.passages] == [each.sha256 for each in plain.passages]


CHAPTER_SAYS = {
    "HDR": "GENERAL ORDERS CHAPTER 12 – ONLINE CONDUCT Section 12.00 – Aim Section 12.01– Words Used "
    "Section 12.02 – Official Pages Section 12.03 – Private Pages IN FORCE: MARCH 3, 2025 CHAPTER 12 – ONLINE CONDUCT",
    "12.00#1": "The Fulton Grove Police Department talks with its town on the web. It wants those talks to be fair. "
    "Anyone who wears its patch is asked to think before writing.",
    "12.01.A": "Page: A place on the web that a person or a group looks after (e.g. a channel, a feed).",
    "12.01.D": "Note: Whatever a worker puts on a page, including but not limited to words, pictures, "
    "drawings, and films from the U.S. or abroad.",
    "12.01.E": "Web: The public part of the Internet.",
    "12.02.B": "An official page shall:",
    "12.02.C.2": "Be right, and mend what was wrong. See section 12.01 for the words.",
    "12.03": "Except where a statute says otherwise, workers shall keep to the following at home:",
    "12.03.B": "Workers shall not sell what they learn on duty.",
    "12.03.B.NOTE": "Lists that the town itself has printed are not secret",
    "LIST": "OUR OWN PAGES VIDEO <https://video.example/fultongrove>",
}
TRANSCRIPT_SAYS = {
    "HDR": "FULTON GROVE POLICE DATE 4/1/25 NO. GENERAL ORDER 77 SUBJECT ONLINE CONDUCT REFERENCE Series 40: Habits",
    "I.A": "The department likes to hear from its town. See section C. D. Boone wrote the first edition in the "
    "U.S. A. Ludlow printed it.",
    "I.B": "Members are its voice, i.e. they are listened to.",
    "II.D": "Web – The public part of the net.",
    "III.A.1": "Members may speak as townspeople within (2) two limits that follow, and no others.",
    "III.A.2.c": "Putting out any of these papers:",
    "III.A.2.c.2": "Drawings of the evidence room.",
    "III.A.2.c.3#2": "Plans. One (1) copy may be kept at home.",
    "III.B.1.b": "Road work; or",
    "III.B.2.NOTE": "Where a name would bring danger, the writer says so when asking",
    "III.D": "Telling Of It A member who sees a breach tells a sergeant that day.",
    "ADOPT": "Rosalind K. Amory Chief of Police Agreed by the Town Board this ___ day of ______, 20__. "
    "Tobias Wren Board Chair",
    "DIST": "SENT TO: All Members Public Shelf",
}


@pytest.mark.parametrize("clause", CHAPTER_SAYS)
def test_the_chapter_says(clause: str) -> None:
    passages = {passage.clause: passage for passage in attached("chapter.txt").passages}
    assert passages[clause].text == CHAPTER_SAYS[clause]


@pytest.mark.parametrize("clause", TRANSCRIPT_SAYS)
def test_the_transcript_says(clause: str) -> None:
    passages = {passage.clause: passage for passage in attached("transcript.txt").passages}
    assert passages[clause].text == TRANSCRIPT_SAYS[clause]


def test_rows_that_split_an_item_share_the_whole_of_it() -> None:
    passages = {passage.clause: passage for passage in attached("chapter.txt").passages}
    first, second = passages["12.02.B.3#1"], passages["12.02.B.3#2"]
    assert first.text == second.text == "Link to the town's own site. The town links back."
    assert (first.shared, second.shared, passages["12.02.B.2"].shared) == (True, True, False)


def test_what_does_not_match_is_listed_on_both_sides_and_never_guessed() -> None:
    clauses = [clause for clause in fulton.CHAPTER_CLAUSES if clause != "12.02.B.2"] + ["12.01.C", "12.04"]
    attachment = attach(FILES["chapter.txt"], "chapter.txt", "order-12", clauses)
    assert attachment.unmatched_clauses == ("HDR", "LIST", "12.01.C", "12.04")
    assert attachment.unmatched_items == ("12.02.B.2",)


def test_an_attachment_keeps_through_plain_data() -> None:
    attachment = attached("transcript.pdf")
    assert Attachment.from_dict(attachment.to_dict()) == attachment
    assert attached("transcript.pdf").to_dict() == attachment.to_dict()

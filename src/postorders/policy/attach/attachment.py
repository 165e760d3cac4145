"""A department's own words, kept clause by clause with where they stand and what they hash to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from postorders.errors import refuse


def digest(text: str) -> str:
    """The SHA-256 of a text as UTF-8, in hexadecimal; a lone surrogate counts as its three bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """The source's words for one clause.

    `start` and `end` are character offsets [start, end) into the extracted text, page marks included; `text`
    is without them, white space made single. `shared` says that several clauses split the same item.
    """

    clause: str
    text: str
    start: int
    end: int
    sha256: str
    shared: bool = False

    @classmethod
    def of(cls, clause: str, text: str, start: int, end: int, shared: bool = False) -> Passage:
        """The passage with its hash taken."""
        return cls(clause, text, start, end, digest(text), shared)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One document matched to one policy; what did not match is listed on both sides.

    `unmatched_clauses` are clause ids that the document has no words for; `unmatched_items` are ids of items
    with words that no clause names. Passages are in the order of the document.
    """

    policy: str
    document: str
    document_sha256: str
    text_sha256: str
    passages: tuple[Passage, ...] = ()
    unmatched_clauses: tuple[str, ...] = ()
    unmatched_items: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, in a fixed order."""
        return {
            "policy": self.policy,
            "document": self.document,
            "document_sha256": self.document_sha256,
            "text_sha256": self.text_sha256,
            "passages": [asdict(passage) for passage in self.passages],
            "unmatched_clauses": list(self.unmatched_clauses),
            "unmatched_items": list(self.unmatched_items),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], file: str = "") -> Attachment:
        """The attachment that `to_dict` wrote. Raises InputError where it is broken or changed."""
        try:
            passages = tuple(Passage(**entry) for entry in data["passages"])
            attachment = cls(
                policy=str(data["policy"]),
                document=str(data["document"]),
                document_sha256=str(data["document_sha256"]),
                text_sha256=str(data["text_sha256"]),
                passages=passages,
                unmatched_clauses=tuple(data["unmatched_clauses"]),
                unmatched_items=tuple(data["unmatched_items"]),
            )
        except (KeyError, TypeError) as fault:
            what = f"This is not an attachment: {fault}."
            raise refuse(what, "Attach the document again.", file) from fault
        for passage in passages:
            if not isinstance(passage.text, str) or digest(passage.text) != passage.sha256:
                what = f"The text kept for {passage.clause} is not the text that was attached."
                raise refuse(what, "Attach the document again.", file)
        return attachment

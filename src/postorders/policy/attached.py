"""Where the department's own text is kept once it has been attached, apart from packs and never in them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from postorders.policy.attach.attachment import Attachment, Passage


def data_folder() -> Path:
    """Where the user's own files go: $POSTORDERS_DATA, else the user's data folder."""
    if named := os.environ.get("POSTORDERS_DATA"):
        return Path(named)
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "postorders"


def attachment_path(policy: str) -> Path:
    """The file that keeps the text attached to a policy."""
    return data_folder() / "attached" / f"{policy}.json"


def keep(attachment: Attachment) -> Path:
    """Keeps an attachment, in place of an earlier one of the same policy, whole or not at all."""
    path = attachment_path(attachment.policy)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(attachment.to_dict(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)
    return path


def attached_to(policy: str, clause: str) -> Passage | None:
    """The department's words for a clause, None when none are attached."""
    path = attachment_path(policy)
    if not path.is_file():
        return None
    attachment = Attachment.from_dict(json.loads(path.read_bytes()))
    return next((passage for passage in attachment.passages if passage.clause == clause), None)

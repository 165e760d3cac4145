"""files.md: the files that a check reads, format by format and field by field."""

from __future__ import annotations

import inspect
from dataclasses import fields
from importlib import import_module

from writing import code, described, table

from postorders.posts.given import CHOICES, KNOWN
from postorders.posts.leave import SCOPES
from postorders.posts.permission import FORMS, Delegation, Permission
from postorders.posts.post import ACCOUNTS, MEDIA_KINDS, Media, Post
from postorders.posts.readers import LINE, WHOLE
from postorders.posts.readers.formats.table import COLUMNS
from postorders.posts.readers.guess import known as known_formats
from postorders.posts.readers.source import MEGABYTE

POST = {
    "id": "A name for the post; permissions for one item name it. Numbered where none is given.",
    "text": "The words. A post has words or media.",
    "title": "A headline.",
    "account": f"{code(ACCOUNTS)}. Or say it with `--account`.",
    "author": "The author's handle.",
    "time": "When it was or will be said, as an ISO 8601 date or time. The policy of that day is used.",
    "platform": "Where it was said; a permission's `site` is compared with it.",
    "language": "A language tag such as `en`. The patterns know English; other words are named as not checked.",
    "reply_to": "What it answers.",
    "links": "Addresses in it. They are not opened, and the judgment says so.",
    "tags": "Hashtags.",
    "media": "What is attached, each with its fields below.",
    "third_party": "True if somebody else wrote it on a page that the member controls.",
}
MEDIA = {
    "kind": code(MEDIA_KINDS) + ".",
    "name": "Its file name, for messages. The file itself is not opened.",
    "alt": "Words that describe it. They are read.",
    "transcript": "Words in it or spoken in it. They are read.",
}
CONTEXT = {
    "moment": f"{code(CHOICES['moment'])}.",
    "duty": f"{code(CHOICES['duty'])}.",
    "device": f"{code(CHOICES['device'])}.",
    "member_class": f"{code(CHOICES['member_class'])}.",
    "roles": "A list of roles.",
    "submitted_by": "Who submits it.",
    "facts": "The author's answers, `yes` or `no`, by [fact](concepts.md#fact).",
}
PERMISSION = {
    "id": "Its number or name. Required.",
    "kind": "A kind of the policy's approvals matrix. Required.",
    "granted_by": "The role that gave it, as the policy names it. Required.",
    "form": f"How it was given: {code(FORMS)}. Required.",
    "start": "Its first day, YYYY-MM-DD. Required.",
    "granted_on": "The day on which it was given.",
    "granted_by_name": "Who gave it.",
    "end": "Its last day; open if left out.",
    "revoked": "The day from which it no longer counts.",
    "conditions": "What it was tied to, in words. Kept with the judgment; a person reads it, the engine does not.",
    "scope": f"What it is for, by any of {code(SCOPES)}. Without a scope it is standing.",
    "delegation": "For a designee: the designation, below.",
}
DELEGATION = {
    "by": "Whose designee.",
    "start": "The first day of the designation.",
    "end": "Its last day; open if left out.",
}


def pages() -> dict[str, str]:
    """The page."""
    parts = [
        "# Files that a check reads\n",
        "## Formats of posts\n",
        table(("format", "file names", "what it is"), _formats()),
        f"A whole file has at most {WHOLE // MEGABYTE} MB, a line of JSON Lines at most {LINE // MEGABYTE} MB. "
        "JSON Lines is read in the memory of one line, however long the file is.\n",
        "## A post\n",
        table(("field", "what it is"), described("post field", _names(Post), POST)),
        "In JSON and JSON Lines a post may carry `context`, below; fields that mean nothing here are noted and passed over. In CSV the columns are known by their names, in any "
        f"order: {code(COLUMNS)}.\n",
        "## Media\n",
        table(("field", "what it is"), described("media field", _names(Media), MEDIA)),
        "## Context: the person and the moment\n",
        table(("field", "what it is"), described("context field", KNOWN, CONTEXT)),
        "## A permission\n",
        "`--permission FILE` takes one or a list, in YAML or JSON.\n",
        table(("field", "what it is"), described("permission field", _names(Permission), PERMISSION)),
        "### Delegation\n",
        table(("field", "what it is"), described("delegation field", _names(Delegation), DELEGATION)),
    ]
    return {"files.md": "\n".join(parts)}


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]  # type: ignore[arg-type]


def _formats() -> list[tuple[str, str, str]]:
    rows = []
    for name, form in known_formats().items():
        module = import_module(form.read.__module__)
        says = inspect.cleandoc(module.__doc__ or "").split("\n\n")[0]
        rows.append((f"`{name}`", code(f"*{ending}" for ending in form.endings) or "any", says))
    return rows

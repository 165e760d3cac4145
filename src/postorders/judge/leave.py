"""Whether a permission lifts a clause: its kind, scope, form, approver and dates must all fit."""

from __future__ import annotations

import hashlib

from postorders.policy.clause import Clause, Lift
from postorders.policy.policy import Approver, Policy
from postorders.posts.permission import Permission
from postorders.posts.post import Post

_ENOUGH = {"written": {"written"}, "express": {"written", "express"}, "unstated": {"written", "express", "unstated"}}


def why_not(permission: Permission, clause: Clause, policy: Policy, post: Post, as_of: str) -> str:
    """Why a permission of the clause's kind does not lift it for this post; "" when it does."""
    lift, approvers = clause.lifted_by, policy.manifest.approvers
    return (
        _approver(permission, lift, dict(approvers))
        or _form(permission, lift)
        or _dates(permission, as_of)
        or _scope(permission, lift, post)
    )


def _approver(permission: Permission, lift: Lift, approvers: dict[str, Approver]) -> str:
    role = permission.granted_by
    allowed = {name for by in lift.by for name in (by, *approvers[by].any_of)}
    if role not in allowed:
        return f"It was given by {role!r}; only {_list(sorted(allowed))} can give it."
    needs = approvers[role].needs if role in approvers else ""
    return _delegation(permission) if needs == "delegation" else ""


def _delegation(permission: Permission) -> str:
    delegation, given = permission.delegation, permission.granted_on or permission.start
    if delegation is None:
        return "It was given by a designee, and no dated delegation is shown."
    if given < delegation.start or (delegation.end and given > delegation.end):
        return f"The designee's delegation ({delegation.start} to {delegation.end or 'open'}) does not cover {given}."
    return ""


def _form(permission: Permission, lift: Lift) -> str:
    if permission.form in _ENOUGH[lift.form]:
        return ""
    given = "of no stated form" if permission.form == "unstated" else permission.form
    return f"It is {given}; the clause wants it {lift.form}."


def _dates(permission: Permission, as_of: str) -> str:
    if as_of < permission.start:
        return f"It begins on {permission.start}, after {as_of}."
    if permission.end and as_of > permission.end:
        return f"It ended on {permission.end}, before {as_of}."
    if permission.revoked and as_of >= permission.revoked:
        return f"It was revoked on {permission.revoked}."
    return ""


def _scope(permission: Permission, lift: Lift, post: Post) -> str:
    scope = dict(permission.scope)
    item = {"post": post.id, "text_sha256": hashlib.sha256(post.text.encode("utf-8", "surrogatepass")).hexdigest()}
    if lift.scope == "item" and not scope.keys() & item.keys():
        return "The clause wants one permission per post, and this one names none ('post' or 'text_sha256')."
    for name, value in (*item.items(), ("author", post.author), ("site", post.platform)):
        if name in scope and scope[name] != value:
            return f"It is for {name.replace('_', ' ')} {scope[name]!r}, and this is {value!r}."
    return ""


def _list(names: list[str]) -> str:
    return " or ".join(names)

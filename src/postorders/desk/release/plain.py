"""What was approved, as the row keeps it, and as a publisher takes it again."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from postorders.desk.drafts.files import body
from postorders.desk.drafts.manifest import revived
from postorders.desk.drafts.models import Attached
from postorders.desk.release.models import Release
from postorders.platforms.saying import Placed, Rendering
from postorders.platforms.wire import Refused


def rendering_of(release: Release) -> Rendering:
    """Exactly what was approved. Reading a file raises Refused when its bytes are not the approved ones."""

    def read(sha256: str) -> bytes:
        file = Attached.objects.filter(draft=release.draft_id, sha256=sha256).first()
        found = body(file) if file else b""
        if hashlib.sha256(found).hexdigest() != sha256:
            raise Refused(_("A file of the post is not the one that was approved."))
        return found

    return revived(release.rendering, read)


def places(release: Release) -> dict[int, Placed]:
    """Where the pieces stand that were sent already, by their index."""
    return {one.index: Placed(one.place, one.url, one.version) for one in release.pieces.all()}


def unsent(release: Release) -> int | None:
    """The index of the first piece that has no place yet, None when all have."""
    there = set(release.pieces.values_list("index", flat=True))
    return next((index for index in range(len(release.rendering["pieces"])) if index not in there), None)

"""One entry as a proof to give away: signed, complete, and without what its giver withholds."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.ledger import acts
from postorders.desk.ledger.models import Payload
from postorders.desk.ledger.origin import folder_of
from postorders.desk.ledger.reading import contents
from postorders.desk.people.models import Department
from postorders.ledger.entry import Entry
from postorders.ledger.folder import newest
from postorders.ledger.layout import CHECKPOINT
from postorders.ledger.proof import Proof
from postorders.ledger.tiles import Tiles
from postorders.ledger.tree import prove_inclusion


def proof_of(person: Person, department: Department, row: Payload, hide: Collection[str]) -> bytes:
    """The proof of an entry that the person may read, as a file. Raises Refused when it is not signed yet, or gone."""
    entry, folder = contents(row), folder_of(department)
    if not isinstance(entry, Entry):
        mend = _("The certificate of the disposal can be proved.")
        raise Refused(_("What this entry said was disposed of."), mend)
    if not (folder / CHECKPOINT).exists() or (checkpoint := newest(folder)).size <= row.index:
        mend = _("Try again in a few minutes: the ledger is signed at intervals.")
        raise Refused(_("This entry is not signed yet."), mend)
    copy = acts.prove(person, row.index, entry, hide)
    hashes = prove_inclusion(row.index, checkpoint.size, Tiles(folder, checkpoint.size))
    return Proof(row.index, copy, hashes, checkpoint).to_bytes()

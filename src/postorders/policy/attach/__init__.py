"""A department's own document, matched to a policy clause by clause."""

from postorders.policy.attach.anchors import Anchor, anchors
from postorders.policy.attach.attachment import Attachment, Passage
from postorders.policy.attach.extract import extract
from postorders.policy.attach.match import attach, match
from postorders.policy.attach.split import Item, split

__all__ = ["Anchor", "Attachment", "Item", "Passage", "anchors", "attach", "extract", "match", "split"]

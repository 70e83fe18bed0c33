"""The only stage that reads the audited tree."""

from smsaudit.discover.admit import is_closed
from smsaudit.discover.context import context_of, lies_in_examples
from smsaudit.discover.decode import Undecodable, decode
from smsaudit.discover.identity import is_content, object_id
from smsaudit.discover.names import actual
from smsaudit.discover.only_examples import is_only_examples
from smsaudit.discover.pointer import lfs_pointer
from smsaudit.discover.reading import MAX_BYTES, Unreadable
from smsaudit.discover.refine import names_no_test, refine
from smsaudit.discover.relevance import may_hold_sender
from smsaudit.discover.repository import Changed, Repository, Revision, Version
from smsaudit.discover.tree import Look, Tree, look_at, open_tree

__all__ = [
    "MAX_BYTES",
    "Changed",
    "Look",
    "Repository",
    "Revision",
    "Tree",
    "Undecodable",
    "Unreadable",
    "Version",
    "actual",
    "context_of",
    "decode",
    "is_closed",
    "is_content",
    "is_only_examples",
    "lfs_pointer",
    "lies_in_examples",
    "look_at",
    "may_hold_sender",
    "names_no_test",
    "object_id",
    "open_tree",
    "refine",
]

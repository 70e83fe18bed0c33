"""Signature files: found, read, checked and described."""

from smsaudit.signatures.dates import last_verified
from smsaudit.signatures.digest import digest
from smsaudit.signatures.load import in_use, load, shipped, shipped_directory
from smsaudit.signatures.needles import needles, needles_by_pattern

__all__ = [
    "digest",
    "in_use",
    "last_verified",
    "load",
    "needles",
    "needles_by_pattern",
    "shipped",
    "shipped_directory",
]

"""Addresses that stand where a real one belongs."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"(?i)(?:.*\.)?example\.(?:com|org|net|cn)|.*\.(?:test|invalid|example)|(?:your|my|change|some|xxx+|todo|dummy)[-_.]?.*"
    r"|<.*>|\{+.*|1\.2\.3\.4|x+\.x+\.x+\.x+|.*provider\.com|host(?:name)?|none|null|undefined"
)


def is_placeholder(host: str) -> bool:
    """Whether a host is to be replaced by configuration."""
    return _PLACEHOLDER.fullmatch(host) is not None

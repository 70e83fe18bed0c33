"""Takes secrets and subscribers' numbers out of text, before it may leave the audit.

Service numbers (106, 95, 96, 10086 …) and licence numbers are evidence and stay.
"""

from __future__ import annotations

import re

MASK = "***"
_GUARDED_NAME = (
    r"[\w.\-]*(?:pass(?:wd|word|phrase)?|pwd|secret|token|api[_-]?key|app[_-]?key|access[_-]?key(?:[_-]?(?:id|secret))?"
    r"|auth[_-]?(?:key|id)|share[_-]?key|private[_-]?key|credential|signature[_-]?key|_ak|_sk|account[_-]?sid)[\w.\-]*"
)
_ASSIGNED = re.compile(
    rf"(?i)(?P<key>['\"]?{_GUARDED_NAME}['\"]?\s*(?:=>?|:|,)\s*)(?P<quote>[bru]*['\"])(?P<value>[^'\"\n]{{1,}})"
)
_BARE = re.compile(
    rf"(?i)(?P<key>^\s*(?:export\s+|-\s+)?{_GUARDED_NAME}\s*[=:]\s*)(?P<value>[^\s'\"#{{$(\[]+)\s*$"
)
_URL_USER = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.\-]*://)(?P<user>[^\s/@'\"]+)@")
_QUERY = re.compile(
    r"(?i)(?P<key>[?&](?:password|passwd|pwd|secret|token|key|apikey|access_token|sign(?:ature)?|username|user)=)[^&\s'\"]+"
)
_DEFAULT = re.compile(rf"(?i)(?P<key>\$\{{{_GUARDED_NAME}:-?)(?P<value>[^}}]+)\}}")
_ELEMENT = re.compile(rf"(?i)(?P<key><(?:\w+:)?{_GUARDED_NAME}[^<>]*>)(?P<value>[^<]+)(?=<)")
_MIXED = re.compile(
    r"(?<=['\"])(?=[^'\"]*[a-z])(?=[^'\"]*[A-Z])(?=[^'\"]*[0-9])[A-Za-z0-9+=_@!#$%^&*-]{10,}(?=['\"])"
)
"""A literal with small and capital letters and digits, and nothing that texts, hosts or paths are made of."""
_TOKEN = re.compile(
    r"\b(?:LTAI[A-Za-z0-9]{12,}|AKID[A-Za-z0-9]{12,}|AKIA[A-Z0-9]{12,}|AC[0-9a-f]{32}|SK[0-9a-f]{32}"
    r"|gh[pousr]_[A-Za-z0-9]{20,}|xox[abpr]-[\w-]{10,}|sk-[A-Za-z0-9_-]{16,})\b"
)
_LONG_SECRET = re.compile(
    r"(?<=['\"])(?=[A-Za-z0-9+/=_-]*[0-9])(?=[A-Za-z0-9+/=_-]*[A-Za-z])[A-Za-z0-9+/=_-]{28,}(?=['\"])"
)
_MAINLAND = re.compile(r"(?<![\d.])(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.])")
_INTERNATIONAL = re.compile(
    r"(?<![\d.\w])\+(?!86[- ]?(?:106|9[56]))[1-9]\d{0,3}[- ]?(?:\d[- ]?){6,13}\d(?!\d)"
)
_MAX_LENGTH = 240


def redacted(text: str) -> str:
    """`text` on one line of bounded length, with secrets and subscribers' numbers masked."""
    line = " ".join(text.split())
    line = _URL_USER.sub(rf"\g<scheme>{MASK}@", line)
    line = _QUERY.sub(rf"\g<key>{MASK}", line)
    line = _ASSIGNED.sub(_masked_literal, line)
    line = _BARE.sub(rf"\g<key>{MASK}", line)
    line = _DEFAULT.sub(rf"\g<key>{MASK}}}", line)
    line = _ELEMENT.sub(rf"\g<key>{MASK}", line)
    line = _TOKEN.sub(MASK, line)
    line = _MIXED.sub(MASK, line)
    line = _LONG_SECRET.sub(MASK, line)
    line = _MAINLAND.sub(_number, line)
    line = _INTERNATIONAL.sub(_number, line)
    return line if len(line) <= _MAX_LENGTH else line[: _MAX_LENGTH - 1] + "…"


def _masked_literal(match: re.Match[str]) -> str:
    return f"{match['key']}{match['quote']}{MASK}"


def _number(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    return f"{MASK}{digits[-2:]}"

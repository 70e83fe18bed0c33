"""Takes secrets and subscribers' numbers out of text, before it may leave the audit.

Service numbers (106, 95, 96, 10086 …) and licence numbers are evidence and stay.
"""

from __future__ import annotations

import re
from functools import lru_cache

MASK = "***"
_GUARDED_NAME = (
    r"[\w.\-]{0,60}(?:pass(?:wd|word|phrase)?|pwd|secret|token|api[_-]?key|app[_-]?key|access[_-]?key(?:[_-]?(?:id|secret))?"
    r"|auth[_-]?(?:key|id)|share[_-]?key|private[_-]?key|credential|signature[_-]?key|_ak|_sk|account[_-]?sid)[\w.\-]{0,60}"
)
_ASSIGNED = re.compile(
    rf"(?i)(?P<key>['\"]?{_GUARDED_NAME}['\"]?\s*(?:[=!]=|=>?|:|,)\s*)(?P<quote>[bru]*(?:'{{3}}|\"{{3}}|['\"]))(?P<value>[^'\"\n]{{1,}})"
)
_COMPARED = re.compile(
    rf"(?i)(?P<quote>[bru]*['\"])[^'\"]+(?P<key>['\"]\s*[=!]=\s*(?=[a-z_]){_GUARDED_NAME})"
)
_AMONG = re.compile(rf"(?i)(?P<key>{_GUARDED_NAME}\s+(?:not\s+)?in\s*[\[({{])[^\])}}]+")
_BARE = re.compile(
    rf"(?i)(?P<key>^\s*(?:export\s+|-\s+)?{_GUARDED_NAME}\s*[=:]\s*)(?P<value>[^\s'\"#{{$(\[]+)\s*$"
)
_URL_USER = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.\-]*://)[^\s/'\"]+@")
_LOGIN = re.compile(
    r"(?i)(?<![\w.+\-/@])(?!(?:mailto|sips?|tel):)[\w.+\-]{1,60}:(?!//)[^\s'\"]+@"
    r"(?=\[|localhost\b|\d{1,3}(?:\.\d{1,3}){3}|(?:[a-z0-9\-]{1,63}\.){1,9}[a-z]{2,})"
)
"""A user and a password before a host, without a scheme; a version after the sign (`npm:twilio@4.0.0`) is none."""
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
    r"(?<=['\"])(?![a-z]{1,20}(?:[-_][a-z]{1,20})++20\d\d[01]\d[0-3]\d['\"])"
    r"(?=[A-Za-z0-9+/=_-]*[0-9])(?=[A-Za-z0-9+/=_-]*[A-Za-z])[A-Za-z0-9+/=_-]{28,}(?=['\"])"
)
"""Long, with letters and digits; words in a row with the day of a version at their end are the name of a package."""
_MINGLED = re.compile(r"(?i)(?<=['\"])(?=(?:[a-z]*+\d++[a-z]++){3})[a-z0-9]{12,}(?=['\"])")
"""A literal in which letters and digits alternate, as they do in keys and not in words or names of versions."""
_MAINLAND = re.compile(r"(?<!\d)(?<!\d\.)(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d|\.\d)")
_INTERNATIONAL = re.compile(
    r"(?<!\w)(?<!\d\.)\+(?!86[- ]?(?:106|9[56]))[1-9]\d{0,3}[- ]?(?:\d[- ]?){6,13}\d(?!\d)"
)
_MAX_LENGTH = 240
_MAX_READ = 2_000
"""Characters that are looked at: what is longer would cost its square, and no more than the beginning is shown."""
_ESCAPED = re.compile(
    r"(?P<double>\\+(?:u0022|x22|(?=\"))\"?|&quot;|&\#34;)|\\+(?:u0027|x27|(?=')'?)|&apos;|&\#39;"
)
"""Quotes inside a text or a page, as JSON, code and HTML write them."""
_CUT_WORD = re.compile(r"[^\s'\"]*\Z")


@lru_cache(maxsize=4_096)
def redacted(text: str) -> str:
    """`text` on one line of bounded length, with secrets and subscribers' numbers masked."""
    whole = " ".join(text.split())
    line = whole if len(whole) <= _MAX_READ else f"{_CUT_WORD.sub('', whole[:_MAX_READ])}…"
    line = without_login(_ESCAPED.sub(_quote, line))
    line = _QUERY.sub(rf"\g<key>{MASK}", line)
    line = _ASSIGNED.sub(_masked_literal, line)
    line = _COMPARED.sub(rf"\g<quote>{MASK}\g<key>", line)
    line = _AMONG.sub(rf"\g<key>{MASK}", line)
    line = _BARE.sub(rf"\g<key>{MASK}", line)
    line = _DEFAULT.sub(rf"\g<key>{MASK}}}", line)
    line = _ELEMENT.sub(rf"\g<key>{MASK}", line)
    line = _TOKEN.sub(MASK, line)
    line = _MIXED.sub(MASK, line)
    line = _LONG_SECRET.sub(MASK, line)
    line = _MINGLED.sub(MASK, line)
    line = _MAINLAND.sub(_number, line)
    line = _INTERNATIONAL.sub(_number, line)
    return line if len(line) <= _MAX_LENGTH else line[: _MAX_LENGTH - 1] + "…"


def without_login(address: str) -> str:
    """The beginning of `address`, with the user and the password before its host masked."""
    if "@" not in address:
        return address
    return _LOGIN.sub(f"{MASK}@", _URL_USER.sub(rf"\g<scheme>{MASK}@", address[:_MAX_READ]))


def _masked_literal(match: re.Match[str]) -> str:
    return f"{match['key']}{match['quote']}{MASK}"


def _quote(match: re.Match[str]) -> str:
    return '"' if match["double"] else "'"


def _number(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    return f"{MASK}{digits[-2:]}"

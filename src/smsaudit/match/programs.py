"""Calls that start another program, and programs that send requests."""

from __future__ import annotations

import re

_STARTS = re.compile(
    r"subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)"
    r"|asyncio(?:\.subprocess)?\.create_subprocess_\w+|os\.(?:system|popen\w*|exec\w+|spawn\w+|posix_spawn\w*)"
    r"|(?:sh|plumbum|invoke|delegator|envoy)\..+|(?:command_runner|commands|pexpect)\.\w+"
)
_REQUESTS = re.compile(r"(?:[\w./-]*/)?(?:curl|wget)(?:\.exe)?(?:\s|$)")


def starts(origin: str) -> bool:
    """Whether a call of this origin starts another program."""
    return _STARTS.fullmatch(origin) is not None


def sends_requests(text: str) -> bool:
    """Whether a text names a program that sends requests, or is a command line that begins with it."""
    return _REQUESTS.match(text.lstrip()) is not None

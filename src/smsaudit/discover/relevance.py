"""Which files would matter if they cannot be read."""

from __future__ import annotations

import re
from posixpath import splitext

from smsaudit.discover.context import context_of
from smsaudit.discover.wordlist import words
from smsaudit.model.context import Context
from smsaudit.model.language import LANGUAGES, NO_PROGRAMS
from smsaudit.model.location import TreePath
from smsaudit.model.source import PYTHON

_PROGRAMS = frozenset(ending for ending, language in LANGUAGES.items() if language not in NO_PROGRAMS)
_SETTINGS = words(
    ".yml .yaml .toml .ini .cfg .conf .cnf .properties .tf .tfvars .hcl .csproj .j2 .tpl .tmpl .env .rc .service"
)
"""Data formats that are often huge and never a program (JSON, XML, CSV, lock files) are left out."""
_NAMES = re.compile(
    r"(?:.*/)?(?:\.env(?:\..*)?|[\w.-]*(?:Dockerfile|smsdrc|gammurc)[\w.-]*|Makefile|Procfile|Jenkinsfile)"
)
_IN_BROWSERS = re.compile(
    r"(?i)(?:.*/)?(?:static|staticfiles|public|assets|wwwroot|htdocs|webroot)/.*\.[cm]?[jt]sx?"
)
"""Scripts that are served to browsers, by their folder."""


def may_hold_sender(path: TreePath) -> bool:
    """Whether a file of this name could be production code or configuration that sends."""
    ending = splitext(path)[1].lower()
    named = (
        ending in _PROGRAMS
        or ending in _SETTINGS
        or path.endswith(PYTHON)
        or _NAMES.fullmatch(path) is not None
    )
    is_served = _IN_BROWSERS.fullmatch(path) is not None
    return named and not is_served and context_of(path) is Context.PRODUCTION

"""Which files would matter if they cannot be read."""

from __future__ import annotations

import re

from smsaudit.discover.context import context_of
from smsaudit.discover.wordlist import words
from smsaudit.model.context import Context
from smsaudit.model.location import TreePath

# Data formats that are often huge and never a program (json, xml, sql, csv, lock files) are left out.
_EXTENSIONS = words(
    "py pyw pyx ipynb java kt kts scala groovy go js mjs cjs jsx ts tsx mts cts vue svelte php phtml cs vb "
    "fs rb pl pm lua c h cc cpp cxx hpp rs swift m mm dart ex exs erl hrl clj sh bash ps1 bat cmd "
    "yml yaml toml ini cfg conf cnf properties tf tfvars hcl gradle csproj j2 tpl tmpl env rc service"
)
_NAMES = re.compile(
    r"(?:.*/)?(?:\.env(?:\..*)?|[\w.-]*(?:Dockerfile|smsdrc|gammurc)[\w.-]*|Makefile|Procfile|Jenkinsfile)"
)
_IN_BROWSERS = re.compile(
    r"(?i)(?:.*/)?(?:static|staticfiles|public|assets|wwwroot|htdocs|webroot)/.*\.[cm]?[jt]sx?"
)
"""Scripts that are served to browsers, by their folder."""


def may_hold_sender(path: TreePath) -> bool:
    """Whether a file of this name could be production code or configuration that sends."""
    extension = path.rpartition("/")[2].rpartition(".")[2].lower()
    named = extension in _EXTENSIONS or _NAMES.fullmatch(path) is not None
    is_served = _IN_BROWSERS.fullmatch(path) is not None
    return named and not is_served and context_of(path) is Context.PRODUCTION

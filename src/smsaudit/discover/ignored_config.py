"""What version control ignores: settings, which are not in the tree but perhaps decide the verdict, and code, which may be in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smsaudit.discover.names import shown
from smsaudit.discover.reading import Fence
from smsaudit.discover.walk import walk
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.language import NO_PROGRAMS, language_of
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words

DEEPEST = 3
"""Directory levels below the root that are searched."""
_MOST_LOOKED_AT = 100_000
_REASON = Words(
    "version control ignores it, so it was not read; --include-ignored reads it",
    "版本控制忽略此文件，故未读取；使用--include-ignored可读取",
)

_CONFIG = "ya?ml|json|ini|conf|cfg|toml|properties|env|xml"
_NAMES = (
    (r"\.env(?:\..+)?|.+\.env|\.envrc", "dotenv"),
    (
        r"local_?settings\.py|settings_?local\.py|(?:settings|config|configs)\.(?:py|php|js|ts)",
        "settings modules",
    ),
    (r".+\.local(?:\..+)?", "local overrides"),
    (rf"(?:application|bootstrap)(?:-[\w-]+)?\.(?:{_CONFIG})|appsettings(?:\..+)?\.json", "Spring and .NET"),
    (
        rf"(?:config|configs|settings|secrets?|credentials?)(?:[._-][\w-]+)?\.(?:{_CONFIG})",
        "settings by their name",
    ),
    (r"(?:docker-)?compose\.override\.ya?ml|.+\.tfvars(?:\.json)?", "deployment"),
    (
        r".*kannel.*\.conf|.*smsd(?:rc|\.conf)|\.?gammu-?(?:smsd)?rc|jasmin\.cfg|(?:chan_)?dongle\.conf",
        "gateways",
    ),
)
_NAME = re.compile("|".join(f"(?:{names})" for names, _ in _NAMES), re.IGNORECASE)
_MODEL = re.compile(r"(?i).*[._-](?:example|sample|template|tmpl|tpl|dist|defaults?)(?:\..*)?")


_DERIVED = NO_PROGRAMS | {"javascript"}
"""Languages in which other programs write as well: what is ignored there was made from something else."""


def is_code(name: str) -> bool:
    """Whether a file may be part of a tree that came without its repository although an ignore file names it.

    Git ignores nothing that it tracks, and of an unpacked archive all was tracked. Settings are private nevertheless.
    """
    return language_of(TreePath(name)) not in ("", *_DERIVED) and not _is_settings(name)


def names_near(fence: Fence) -> list[str]:
    """Names on disk of all files near the root."""
    return walk(fence, depth=DEEPEST, limit=_MOST_LOOKED_AT).files


def ignored_config(near: Iterable[str], listed: Iterable[str]) -> list[str]:
    """Those of the names `near` the root that are settings files and not `listed`."""
    unlisted = set(near).difference(listed)
    return sorted(path for path in unlisted if _is_settings(path.rpartition("/")[2]))


def ignored_gap(path: str) -> Gap:
    """What the report says about such a file that was left alone."""
    return Gap(shown(path), GapKind.IGNORED_CONFIG, _REASON)


def _is_settings(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and _MODEL.fullmatch(name) is None

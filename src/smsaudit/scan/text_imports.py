"""Import statements of many languages, found in text whose comments and strings are blanked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

_STRING = r"""(?=["'`])"""


class ImportSite(Struct, frozen=True):
    """A module that a file imports; `name` is `*` where all of it is."""

    offset: int
    module: str
    name: str | None = None
    alias: str = ""


def _rows(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*+{pattern}", re.MULTILINE)


_JVM = _rows(
    r"import[ \t]++(?:static[ \t]++)?(?P<module>[\w.]++)(?P<star>\*)?(?:[ \t]++as[ \t]++(?P<alias>\w++))?"
)
_USING = _rows(
    r"(?:global[ \t]++)?using[ \t]++(?:static[ \t]++)?(?:(?P<alias>\w++)[ \t]*+=[ \t]*+)?(?P<module>[A-Za-z_][\w.]*+)[ \t]*+;"
)
_PHP_USE = _rows(
    r"use[ \t]++(?:function[ \t]++|const[ \t]++)?(?P<module>\\?[A-Za-z_][\w\\]*+)(?:[ \t]++as[ \t]++(?P<alias>\w++))?"
)
_RUST_USE = _rows(r"(?:pub(?:\([^)\n]*+\))?[ \t]++)?use[ \t]++(?P<module>[\w:]++)(?P<star>\*)?")
_PERL_USE = _rows(r"(?:use|require)[ \t]++(?P<module>[A-Za-z_][\w:]*+)")
_SWIFT = _rows(r"(?:@\w++[ \t]++)?import[ \t]++(?P<module>[A-Za-z_][\w.]*+)")
_INCLUDE = _rows(r"\#[ \t]*+(?:include|import)[ \t]*+<(?P<module>[^>\n]++)>")
_INCLUDE_TEXT = _rows(rf"\#[ \t]*+(?:include|import)[ \t]*+{_STRING}")
_SCRIPT = re.compile(
    r"(?:\b(?:const|let|var)\s++(?P<bound>\w++)\s*+=\s*+(?:await\s++)?|\bimport\s++(?:\*\s*+as\s++)?(?P<alias>(?!from\b)\w++)\s++)?"
    rf"\b(?:from|import|require|import\s*+\(|require\s*+\()\s*+{_STRING}"
)
_BRACED = re.compile(
    rf"\bimport\s++(?:(?!type\b)\w++\s*+,\s*+)?\{{(?P<names>[^{{}}]*+)\}}\s*+from\s*+{_STRING}"
    rf"|\b(?:const|let|var)\s++\{{(?P<bound>[^{{}}]*+)\}}\s*+=\s*+(?:await\s++)?(?:require|import)\s*+\(\s*+{_STRING}"
)
_BRACED_NAME = re.compile(r"(?P<name>[\w$]++)(?:\s*+(?:\bas\b|:)\s*+(?P<alias>[\w$]++))?")
_REQUIRE = re.compile(rf"\b(?:require|require_relative|dofile|import|export)\b[ \t(]*+{_STRING}")
_GO = re.compile(rf"^import[ \t]++(?:(?P<alias>[\w.]++)[ \t]++)?{_STRING}", re.MULTILINE)
_GO_BLOCK = re.compile(r"^import[ \t]*+\((?P<body>[^)]*+)\)?", re.MULTILINE)
_GO_ROW = re.compile(rf"(?:(?P<alias>[\w.]++)[ \t]++)?{_STRING}[\"`]")

_PATTERNS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "java": (_JVM,),
    "kotlin": (_JVM,),
    "scala": (_JVM,),
    "groovy": (_JVM,),
    "swift": (_SWIFT,),
    "csharp": (_USING,),
    "php": (_PHP_USE,),
    "rust": (_RUST_USE,),
    "perl": (_PERL_USE,),
    "c": (_INCLUDE, _INCLUDE_TEXT),
    "cpp": (_INCLUDE, _INCLUDE_TEXT),
    "objective-c": (_INCLUDE, _INCLUDE_TEXT),
    "javascript": (_SCRIPT,),
    "typescript": (_SCRIPT,),
    "vue": (_SCRIPT,),
    "html": (_SCRIPT,),
    "ruby": (_REQUIRE,),
    "lua": (_REQUIRE,),
    "dart": (_REQUIRE,),
    "proto": (_REQUIRE,),
}


def imports_in(language: str, masked: str, strings: Mapping[int, str]) -> list[ImportSite]:
    """The imports of a file, in source order; `strings` holds what was blanked, by offset."""
    if language == "go":
        sites = list(_go(masked, strings))
    else:
        patterns = _PATTERNS.get(language, ())
        sites = [
            site
            for pattern in patterns
            for found in pattern.finditer(masked)
            for site in _site(found, strings)
        ]
        sites += _braced(masked, strings) if _SCRIPT in patterns else ()
    return sorted(sites, key=lambda site: site.offset)


def _site(found: re.Match[str], strings: Mapping[int, str]) -> Iterator[ImportSite]:
    groups = found.groupdict()
    module = groups.get("module")
    if module is None:
        module = strings.get(found.end(), "")
    else:
        module = module.replace("::", ".").replace("\\", ".").strip(".:")
    # Scala's wildcard is an underscore.
    star = groups.get("star") is not None or module.endswith("._")
    module = module.removesuffix("._")
    if module:
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        yield ImportSite(
            start, module, "*" if star else None, groups.get("alias") or groups.get("bound") or ""
        )


def _braced(masked: str, strings: Mapping[int, str]) -> Iterator[ImportSite]:
    """What scripts take out of a module by name."""
    for found in _BRACED.finditer(masked):
        module = strings.get(found.end(), "")
        for each in _BRACED_NAME.finditer(found["names"] or found["bound"] or "") if module else ():
            yield ImportSite(found.start(), module, each["name"], each["alias"] or each["name"])


def _go(masked: str, strings: Mapping[int, str]) -> Iterator[ImportSite]:
    for found in _GO.finditer(masked):
        module = strings.get(found.end(), "")
        if module:
            yield ImportSite(found.start(), module, None, found["alias"] or "")
    for block in _GO_BLOCK.finditer(masked):
        for row in _GO_ROW.finditer(masked, block.start("body"), block.end("body")):
            module = strings.get(row.end() - 1, "")
            if module:
                yield ImportSite(row.start(), module, None, row["alias"] or "")

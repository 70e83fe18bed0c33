"""Which of many formats a `.conf`, `.cfg` or `.ini` is written in; the extension does not say."""

from __future__ import annotations

import re
from enum import StrEnum

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import TreePath
from smsaudit.scan.config.asterisk import read_asterisk
from smsaudit.scan.config.entries import Read, settings_of
from smsaudit.scan.config.hcl import read_hcl
from smsaudit.scan.config.ini import read_ini
from smsaudit.scan.config.json_files import read_json
from smsaudit.scan.config.kannel import read_kannel
from smsaudit.scan.config.lines import normalised
from smsaudit.scan.config.nginx import read_nginx
from smsaudit.scan.config.sip_proxy import read_sip_proxy
from smsaudit.scan.config.xml_files import read_xml
from smsaudit.scan.names.configuration import is_settings

_SAMPLE = 65_536
_XML = re.compile(r"\s*+<(?:\?xml|!|[\w:.\-]++(?:\s++[\w:.\-]++\s*+=|\s*+/?>))")
_GROUP = re.compile(r"^[ \t]*+group[ \t]*+=[ \t]*+[\w\-]++[ \t]*+$", re.MULTILINE)
_SECTION = re.compile(r"^\[[^\]\n]++\]", re.MULTILINE)
_ARROW = re.compile(r"^[ \t]*+[\w\-]++[ \t]*+=>", re.MULTILINE)
_TEMPLATE = re.compile(r"^\[[^\]\n]++\]\([\w!,\- ]++\)", re.MULTILINE)
_MODULE = re.compile(r'^[ \t]*+(?:loadmodule[ \t(]*+"|modparam[ \t]*+\()', re.MULTILINE)
_BLOCK = re.compile(r"\{[ \t]*+(?:#[^\n]*+)?$", re.MULTILINE)
_STATEMENT = re.compile(r"^[ \t]*+[a-z_]++[ \t][^\n=;]*+;[ \t]*+(?:#[^\n]*+)?$", re.MULTILINE)


class Dialect(StrEnum):
    """A format told by its content."""

    XML = "xml"
    JSON = "json"
    KANNEL = "kannel"
    ASTERISK = "asterisk"
    SIP_PROXY = "sip-proxy"
    NGINX = "nginx"
    HCL = "hcl"
    INI = "ini"


def sniff(text: str) -> Dialect:
    """The dialect that the beginning of `text` is written in; INI if nothing else shows."""
    head = text[:_SAMPLE]
    has_sections = _SECTION.search(head) is not None
    if _XML.match(head):
        return Dialect.XML
    if head.lstrip().startswith("{"):
        return Dialect.JSON
    if not has_sections and _GROUP.search(head):
        return Dialect.KANNEL
    if _ARROW.search(head) or _TEMPLATE.search(head):
        return Dialect.ASTERISK
    if _MODULE.search(head):
        return Dialect.SIP_PROXY
    if not has_sections and (_BLOCK.search(head) or _STATEMENT.search(head)):
        return Dialect.NGINX if _STATEMENT.search(head) else Dialect.HCL
    return Dialect.INI


class Sniffed:
    """Reads files whose name leaves the format open."""

    def wants(self, path: TreePath) -> bool:
        """Whether the name is that of a configuration file of some kind."""
        return is_settings(path)

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """The settings of one file, in whatever dialect it is."""
        text = normalised(text)
        dialect = sniff(text)
        if dialect is Dialect.INI and "asterisk/" in path:
            dialect = Dialect.ASTERISK
        return settings_of(path, dialect.value, _read(dialect, text))


def _read(dialect: Dialect, text: str) -> Read:
    match dialect:
        case Dialect.XML:
            return read_xml(text)
        case Dialect.JSON:
            return read_json(text)
        case Dialect.KANNEL:
            return read_kannel(text)
        case Dialect.ASTERISK:
            return read_asterisk(text)
        case Dialect.SIP_PROXY:
            return read_sip_proxy(text)
        case Dialect.NGINX:
            return read_nginx(text)
        case Dialect.HCL:
            return read_hcl(text)
        case Dialect.INI:
            return read_ini(text)

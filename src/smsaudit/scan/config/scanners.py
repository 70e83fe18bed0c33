"""Who reads which configuration, by the names of files."""

from __future__ import annotations

from smsaudit.scan.config.dialect import Sniffed
from smsaudit.scan.config.dockerfile import read_dockerfile
from smsaudit.scan.config.dotenv import read_dotenv
from smsaudit.scan.config.embedded import with_embedded
from smsaudit.scan.config.entries import Format
from smsaudit.scan.config.hcl import read_hcl
from smsaudit.scan.config.here_documents import HereDocuments
from smsaudit.scan.config.json_files import read_json
from smsaudit.scan.config.procfile import read_procfile
from smsaudit.scan.config.properties import read_properties
from smsaudit.scan.config.systemd import read_systemd
from smsaudit.scan.config.toml_files import read_toml
from smsaudit.scan.config.xml_files import read_xml
from smsaudit.scan.config.yaml_files import read_yaml
from smsaudit.scan.names.configuration import (
    is_dockerfile,
    is_dotenv,
    is_hcl,
    is_json,
    is_procfile,
    is_properties,
    is_systemd,
    is_toml,
    is_xml,
    is_yaml,
)
from smsaudit.scan.scanner import Scanner

_DOTENV = Format("dotenv", is_dotenv, read_dotenv)
_PLAIN: tuple[Scanner, ...] = (
    Format("toml", is_toml, read_toml),
    Format("json", is_json, read_json),
    Format("xml", is_xml, read_xml),
    Format("properties", is_properties, read_properties),
)
_EMBEDDED: tuple[Scanner, ...] = (_DOTENV, Format("yaml", is_yaml, read_yaml), *_PLAIN, Sniffed())
"""Read what stands as a file inside a file."""

CONFIG_SCANNERS: tuple[Scanner, ...] = (
    Format("dockerfile", is_dockerfile, read_dockerfile),
    _DOTENV,
    Format("yaml", is_yaml, with_embedded(read_yaml, _EMBEDDED)),
    *_PLAIN,
    Format("systemd", is_systemd, read_systemd),
    Format("hcl", is_hcl, read_hcl),
    Format("procfile", is_procfile, read_procfile),
    Sniffed(),
)
"""In order of asking: the first that wants a file reads it."""

HERE_DOCUMENTS: Scanner = HereDocuments(CONFIG_SCANNERS)
"""Reads configuration inside shell scripts, beside the scanner of the script itself."""

"""OpenSIPS and Kamailio: which modules are loaded, and their parameters."""

from __future__ import annotations

import re

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, Read
from smsaudit.scan.config.lines import normalised

_MODULE = re.compile(r'(?P<name>loadmodule)\s*\(?\s*"(?P<value>[^"]*)"')
_PARAMETER = re.compile(
    r'modparamx?\s*\(\s*"(?P<module>[^"]*)"\s*,\s*"(?P<name>[^"]*)"\s*,\s*(?P<value>"[^"]*"|[^")\s]+)'
)
_PAIR = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>\S.*)")


def read_sip_proxy(text: str) -> Read:
    """`loadmodule = proto_smpp.so`, `modparam.proto_smpp.db_url = …`, and global settings."""
    for number, row in enumerate(normalised(text).split("\n"), start=1):
        body = row.strip()
        place = Place(number, len(row) - len(row.lstrip()) + 1)
        if body.startswith(("#", "//", "/*")):
            continue
        if module := _MODULE.match(body):
            yield Entry(("loadmodule",), module["value"], place)
        elif parameter := _PARAMETER.match(body):
            path = ("modparam", parameter["module"], parameter["name"])
            yield Entry(path, parameter["value"].strip('"'), place)
        elif setting := _PAIR.fullmatch(body):
            yield Entry((setting["name"],), setting["value"].partition(" #")[0].strip(' "'), place)

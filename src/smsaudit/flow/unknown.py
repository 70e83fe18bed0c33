"""What a call leads to, as far as nobody can tell it: functions of the name are a guess then, not an answer."""

from __future__ import annotations

import re

from smsaudit.model.referent import External, Referents

_UNKNOWN = "<tree>"
_CARRIED = re.compile(
    r"\.(?:[A-Z]\w*|current_app|request)(?:\.\w+){0,2}\.(?:settings|application|app|state|ctx|extensions|config|context|\w+_data)\b"
    r"|^flask\.(?:globals\.)?g\."
)
"""An object of a framework on which applications put things of their own: `RequestHandler.settings['sms']`."""
_READ = re.compile(
    r"^(?:yaml|ruamel|json|simplejson|ujson|orjson|toml|tomli|tomllib|pickle|dill|shelve|configparser|staticconf|anyconfig|dynaconf)\..+\.\w+$"
    r"|^(?:imp|importlib|importlib_metadata|pkg_resources|stevedore|yapsy|django\.utils\.module_loading)\..+\.\w+$|^\w+(?:\.\w+)*\.settings\.[A-Z]\w+\.."
    r"|^(?:builtins\.type\.__(?:call|new)__|enum\.\w+\.value)\.\w+$"
    r"|^(?:odoo|openerp)\.(?:models|http)\..+(?:_ids?|\benv\.(?:user|company|companies))\.\w+$"
)
"""Something in what was read from a file of settings or records, or plugged in: the program may have put its own objects there."""
_ROW = re.compile(
    r"\.(?:get_)?current_user\.[\w.]+$|^django\.contrib\.auth\..*\b(?:a?authenticate|a?get_user)(?:\([^)]*\))?\.[\w.]+$|\.user\.[\w.]+$"
    r"|^django\.(?:contrib\.auth\.(?:base_user|models)|db\.models)\.\w+\.[a-z]\w*\.[\w.]+$"
    r"|^(?:flask_)?sqlalchemy\.(?:\w+\.)*(?:Model|execute|get|query|scalars?)\b.*\.\w+$|^sqlmodel\.(?:\w+\.)*(?:exec|get)\b.*\.\w+$"
    r"|^(?:django\.(?:contrib\.admin|views\.generic)|rest_framework)\.(?:\w+\.)*get_object\.\w+$"
)
"""Something of a row of a database: the user who is signed in, what a query answers, or what a row leads to."""


_LOADED = re.compile(r"django\.utils\.module_loading\.import_string\.")
"""What Django loads by a dotted name."""


def is_of_row(callees: Referents) -> bool:
    """Whether a method is called on what a library hands out of a database, or loads by a name that nobody can tell.

    It is an object, or a class, of the tree.
    """
    return bool(callees) and all(
        isinstance(callee, External)
        and (_ROW.search(callee.origin) is not None or _LOADED.match(callee.origin) is not None)
        for callee in callees
    )


def is_unknown(callees: Referents) -> bool:
    """Nothing is known of the receiver, or only that it was not read, or is carried by a framework's object or a file's."""
    return all(
        isinstance(callee, External)
        and (
            callee.origin.startswith(_UNKNOWN)
            or any(each.search(callee.origin) for each in (_CARRIED, _READ, _ROW))
        )
        for callee in callees
    )

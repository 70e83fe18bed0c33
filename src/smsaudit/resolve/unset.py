"""What a call that reads a setting answers where nobody has set it."""

from __future__ import annotations

from smsaudit.model import environment
from smsaudit.model.fact import Called
from smsaudit.model.value import Value

_READS = environment.READING | {"setdefault"}
_PARAMETER = "get_param"
"""How Odoo reads its system parameters."""
_PARSERS = ("configparser.", "ConfigParser.")
_READERS = frozenset(
    ("decouple.AutoConfig", "decouple.Config", "environ.Env", "environs.Env", "starlette.config.Config")
)
"""Classes whose objects are called to read a setting."""
_SETTINGS = (".conf.get", ".config.get", ".settings.get")
"""How the origins end of what looks a setting up: `current_app.config.get("SMS_URL", "https://…")`."""
_NAMES = frozenset(("default", "fallback"))


def default(origin: str, call: Called) -> Value | None:
    """The default that such a call is given; None where it is given none, or reads no setting."""
    last = origin.rpartition(".")[2]
    is_parser = origin.startswith(_PARSERS) and last == "get"
    is_reading = origin.startswith(environment.ORIGINS) and last in _READS
    is_settings = origin in _READERS or origin.endswith(_SETTINGS)
    if not (is_parser or last == _PARAMETER or is_reading or is_settings):
        return None
    named = [each.value for each in call.arguments if each.keyword in _NAMES]
    second = [each.value for each in call.arguments[1:2] if not is_parser]
    return next(iter((*named, *second)), None)

"""How programs read a variable of their environment: by what the calls are named, and where these come from."""

from __future__ import annotations

READERS = frozenset(("config", "env", "get_env", "getenv"))
"""Functions that read one, whatever they are called on."""

METHODS = frozenset(("get", "int", "str"))
"""Methods that read one where they are called on what stands for the environment."""

HOLDERS = frozenset(("env", "environ"))
"""What stands for it."""

READING = READERS | METHODS
"""Last names of calls that may read one."""

ORIGINS = ("decouple.", "environ.", "environs.", "os.environ", "os.getenv")
"""How the origins begin of what certainly does."""


def reads(dotted: str) -> bool:
    """Whether a call of this spelling reads a variable."""
    before, _, last = dotted.rpartition(".")
    return last in READERS or (last in METHODS and before.rpartition(".")[2] in HOLDERS)

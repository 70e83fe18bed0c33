"""When the statements of law were read, and when the first is to be read again."""

from __future__ import annotations

import re

from smsaudit.law.files import shipped_files

_READ = re.compile(r"^as_of = (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_AGAIN = re.compile(r"^review_by = (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def dates() -> tuple[str, str]:
    """The day up to which statements were read, and the first on which one is to be read again.

    Taken from the text as it is written: parsing the whole law for two dates takes as long as starting twice.
    """
    text = "\n".join(shipped_files().values())
    return max(_READ.findall(text)), min(_AGAIN.findall(text))

"""A valid signature file, and ways to spoil it."""

from __future__ import annotations

from pathlib import Path

from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.signature import Signature
from smsaudit.signatures.load import load_file

HEAD = """\
id = "acme"
kind = "provider"
name = { en = "Acme", zh = "艾克米" }
sources = ["acme-sms 2.1.0 (PyPI)"]
"""

PATTERN = """
[[pattern]]
id = "acme.send"
role = "send"
python.call = "acme_sms.Client.post_message"
why = "Sends."
"""

PROOF = """
[[example]]
language = "python"
source = '''
import acme_sms
acme_sms.Client().post_message("hello")  # expect: acme.send
'''
"""

SILENT = """
[[example]]
why = "Mail."
language = "python"
source = '''
import acme_mail
'''
"""

WHOLE = HEAD + PATTERN + PROOF + SILENT


def loaded(directory: Path, text: str) -> Signature:
    """The signature in a file with this text."""
    path = directory / "acme.toml"
    path.write_text(text, encoding="utf-8")
    return load_file(path)


def problems(directory: Path, text: str) -> tuple[Problem, ...]:
    """What is wrong with a file with this text."""
    try:
        loaded(directory, text)
    except SmsauditError as error:
        return error.problems
    return ()


def with_target(target: str, proof: str = "") -> str:
    """The whole file with another target, proven by another line."""
    text = WHOLE.replace('python.call = "acme_sms.Client.post_message"', target)
    return text.replace("import acme_sms\n", f"import acme_sms\n{proof}\n") if proof else text

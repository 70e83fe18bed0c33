"""Generated monorepos with senders at known places, so that speed and recall are measured in the same run."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

_DOMAINS = ("billing", "catalog", "identity", "orders", "search", "shipping", "stock", "support")
_NOUNS = (
    "account",
    "basket",
    "coupon",
    "customer",
    "invoice",
    "label",
    "parcel",
    "price",
    "refund",
    "review",
)
_VERBS = ("apply", "build", "check", "collect", "count", "load", "merge", "rank", "split", "store")
_FILES_PER_PACKAGE = 40
_KINDS = ("py", "py", "py", "py", "py", "py", "py", "md", "yaml", "json")


@dataclass(frozen=True, slots=True)
class Planted:
    """A generated tree and where its senders stand."""

    root: Path
    files: int
    sends: frozenset[tuple[str, int]]
    """Path and line of every send."""
    depth: int
    """Functions between each route and its send."""


def plant(root: Path, files: int, *, share: float, depth: int = 3, seed: int = 1) -> Planted:
    """Write a git repository of `files` files; `share` of its packages send a message, `depth` calls below a route."""
    chance = random.Random(seed)  # noqa: S311 - the same tree every time, not a secret
    packages = max(1, files // _FILES_PER_PACKAGE)
    sending = set(chance.sample(range(packages), max(1, round(packages * share))))
    sends: set[tuple[str, int]] = set()
    written = 0
    for number in range(packages):
        package = root / "src" / f"{chance.choice(_DOMAINS)}_{number:05}"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
        written += 1
        if number in sending:
            sends.add(_plant_sender(root, package, number, depth))
            written += depth + 2
        while written < (number + 1) * _FILES_PER_PACKAGE and written < files:
            _plant_file(package, written, chance)
            written += 1
    for command in (
        ("init", "-q"),
        ("add", "-A"),
        ("-c", "user.name=b", "-c", "user.email=b@example.com", "commit", "-qm", "planted"),
    ):
        subprocess.run(["git", "-C", str(root), *command], check=True, capture_output=True)
    return Planted(root, written, frozenset(sends), depth)


def _plant_sender(root: Path, package: Path, number: int, depth: int) -> tuple[str, int]:
    name = package.name
    sender = package / "delivery.py"
    sender.write_text(
        "import os\n\nfrom twilio.rest import Client\n\n\n"
        f"def deliver_{number:05}(phone, text):\n"
        '    client = Client(os.environ["TWILIO_SID"], os.environ["TWILIO_TOKEN"])\n'
        "    return client.messages.create(to=phone, body=text, from_=os.environ['TWILIO_FROM'])\n"
    )
    below = ("delivery", f"deliver_{number:05}")
    for level in range(depth - 1, 0, -1):
        function = f"relay_{number:05}_{level}"
        (package / f"relay_{level}.py").write_text(
            f"from src.{name}.{below[0]} import {below[1]}\n\n\ndef {function}(phone, text):\n    return {below[1]}(phone, text.strip())\n"
        )
        below = (f"relay_{level}", function)
    (package / "routes.py").write_text(
        f"from flask import Blueprint, request\n\nfrom src.{name}.{below[0]} import {below[1]}\n\nroutes = Blueprint('{name}', __name__)\n\n\n"
        f"@routes.post('/{name}/notify')\ndef notify():\n    return str({below[1]}(request.form['phone'], request.form['text']))\n"
    )
    return sender.relative_to(root).as_posix(), 8


def _plant_file(package: Path, number: int, chance: random.Random) -> None:
    kind = _KINDS[number % len(_KINDS)]
    nouns = [chance.choice(_NOUNS) for _ in range(60)]
    content = {
        "py": lambda: _python(number, chance),
        "md": lambda: "# Notes\n\n" + "Nothing of interest stands here. " * 40,
        "yaml": lambda: "".join(f"{noun}_{line}: {line}\n" for line, noun in enumerate(nouns)),
        "json": lambda: json.dumps({f"{noun}{line}": line for line, noun in enumerate(nouns)}),
    }[kind]()
    (package / f"{nouns[0]}_{number:06}.{kind}").write_text(content)


def _python(number: int, chance: random.Random) -> str:
    lines = ["import json", "import logging", "", "logger = logging.getLogger(__name__)", ""]
    for index in range(chance.randint(4, 14)):
        noun, verb = chance.choice(_NOUNS), chance.choice(_VERBS)
        lines += [
            "",
            f"class {noun.title()}{number}x{index}:",
            f'    """{verb.title()}s a {noun}."""',
            "",
            f"    def __init__(self, {noun}, limit={index}):",
            f"        self.{noun} = {noun}",
            "        self.limit = limit",
            "",
            f"    def {verb}(self, items):",
            f"        chosen = [item for item in items if item.{noun} == self.{noun}][: self.limit]",
            f"        logger.info('{verb} %s', len(chosen))",
            f"        return json.dumps({{'{noun}': len(chosen), 'limit': self.limit}})",
            "",
        ]
    return "\n".join(lines) + "\n"

"""The files of the law as they ship."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


def shipped_files() -> dict[str, str]:
    """Name -> text, as packaged, or as it stands in a checkout."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(law_directory().glob("*.toml"))}


@cache
def digest() -> str:
    """SHA-256 over names and contents of the shipped law files."""
    seen = hashlib.sha256()
    for name, text in sorted(shipped_files().items()):
        seen.update(f"{name}\0{len(text.encode())}\0".encode())
        seen.update(text.encode())
    return seen.hexdigest()


def law_directory() -> Path:
    """`smsaudit/_law` in an installed wheel, the top-level `law` of a checkout."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "_law"
    return packaged if packaged.is_dir() else package.parent.parent / "law"

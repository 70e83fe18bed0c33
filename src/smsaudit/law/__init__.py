"""The legal knowledge base: TOML files, read, checked and typed."""

from smsaudit.law.load import digest, load, shipped

__all__ = ["digest", "load", "shipped"]

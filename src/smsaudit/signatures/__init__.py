"""Signature files: found, read, checked and described."""

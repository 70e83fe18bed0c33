"""Reads files into facts; knows nothing of signatures."""

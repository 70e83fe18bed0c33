"""Readers of configuration: one shape out, whatever the format."""

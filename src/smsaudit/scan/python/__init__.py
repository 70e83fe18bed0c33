"""Python source as facts: through Python's own parser, and through LibCST where that does not take it."""

"""Python source as facts, through LibCST."""

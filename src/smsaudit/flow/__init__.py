"""How messages get from entry points to far ends: backwards from the sends."""

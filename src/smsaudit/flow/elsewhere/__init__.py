"""Flows through code in other languages than Python, whose names are not resolved."""

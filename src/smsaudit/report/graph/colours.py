"""Colours that also people who confuse red and green can tell apart, on light and on dark ground."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INK = "#5b6570"
"""For lines that lead to more than one label."""

LABEL_COLOURS: Mapping[str, str] = MappingProxyType({"A": "#008a68", "B": "#0072b2", "C": "#d55e00"})
"""After Okabe and Ito; every label also has a shape of its own."""

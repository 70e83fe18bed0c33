"""Places boxes in columns from left to right, and leads arrows around them: a layered drawing after Sugiyama."""

from smsaudit.report.graph.layout.drawing import Drawing, Point, Size, Spot, drawing

__all__ = ["Drawing", "Point", "Size", "Spot", "drawing"]

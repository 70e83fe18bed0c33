"""The message-flow graph of a result, and the formats it is drawn in."""

from smsaudit.report.graph.build import message_graph

__all__ = ["message_graph"]

"""How outside control enters a tree, and who can make it."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """Where outside control enters."""

    HTTP = "http"
    WEBSOCKET = "websocket"
    GRAPHQL = "graphql"
    GRPC = "grpc"
    TASK = "task"
    SCHEDULE = "schedule"
    CONSUMER = "consumer"
    SIGNAL = "signal"
    COMMAND = "command"
    SCRIPT = "script"
    FUNCTION = "function"
    SERVERLESS = "serverless"
    LLM_TOOL = "llm-tool"
    CALLBACK = "callback"


class Exposure(StrEnum):
    """Who can trigger an entry point. No evidence means unknown, never internal."""

    PUBLIC = "public"
    AUTHENTICATED = "authenticated"
    STAFF = "staff"
    INTERNAL = "internal"
    UNKNOWN = "unknown"

"""Whether an instrument of law is in force, and how much of its text was read, in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.words import Words

STATES: Mapping[str, Words] = MappingProxyType(
    {
        "in_force": Words("in force", "现行有效"),
        "superseded": Words("superseded", "已被取代"),
        "draft": Words("draft", "草案"),
        "unknown": Words("state not known", "效力未知"),
    }
)

TEXT_SEEN: Mapping[str, Words] = MappingProxyType(
    {
        "full": Words("read in full", "已读全文"),
        "partial": Words("read in part", "已读部分条文"),
        "quoted": Words("read in quotations only", "仅见引用"),
        "none": Words("text not seen", "未见条文"),
    }
)

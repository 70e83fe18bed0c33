"""The vocabulary of the law files: which words and keys they may use."""

BASES = ("law", "scenario", "advice")
"""What a settled statement rests on: sources of law, the guide's own definition, or plain advice."""

LABELS = ("A", "B", "C", "none", "outside", "undetermined")
"""Every label that a leaf can have."""

SOURCE_KINDS = ("seed", "primary", "copy", "secondary", "vendor", "agent", "inference")
"""From a guide to our own reading."""

STATEMENT_KINDS = (
    "definition",
    "trigger",
    "requirement",
    "document",
    "foreign-investment",
    "open-question",
    "authority",
    "procedure",
    "action",
    "penalty",
    "timeline",
    "obligation",
    "exclusion",
    "renewal",
    "validity",
    "display",
)
"""What a statement is about."""

STANCES = ("supports", "opposes")
"""What a source says about a statement."""

CITED_KEYS = ("id", "locator", "stance")
"""Keys of one cited source."""

STATEMENT_KEYS = (
    "id",
    "kind",
    "applies_to",
    "licence",
    "status",
    "basis",
    "instrument",
    "article",
    "term_zh",
    "as_of",
    "review_by",
    "conflict",
    "seed_ids",
    "text",
    "note",
    "source",
)
"""Keys of a `[[statement]]`."""

LEAF_KEYS = (
    "id",
    "label",
    "carrier_label",
    "rank",
    "display",
    "contested_display",
    "status",
    "confidence",
    "reasons",
    "needs",
    "questions",
    "duties",
    "next_steps",
)
"""Keys of a `[[leaf]]`."""

"""Static-analysis architecture auditor for SMS and communications code."""

__version__ = "0.1.0"

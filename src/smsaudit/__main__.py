"""`python -m smsaudit`."""

from __future__ import annotations

import sys

from smsaudit.cli import main

if __name__ == "__main__":
    sys.exit(main())

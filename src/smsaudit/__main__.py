"""`python -m smsaudit`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # Python looks for libraries in the folder one stands in, first of all; that may be the audited tree.
    if not sys.flags.safe_path:
        del sys.path[0]
    from smsaudit.cli import main

    sys.exit(main())

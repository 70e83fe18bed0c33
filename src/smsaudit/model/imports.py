"""How a file names a package that it imports, in small letters."""

IMPORTS = (
    "from {} ",
    "from {}.",
    "import {} ",
    "import {}.",
    "import {},",
    "import {}\n",
    "import {}\r",
    ", {},",
    ", {}\n",
    ", {}\r",
    ".{}.",
    "'{}.",
    '"{}.',
)
"""Where a root that is short, or an everyday word, is looked for: `uni`, `clx`, `http`."""

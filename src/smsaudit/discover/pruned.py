"""Directories that hold installed or derived files, never the product's own."""

from __future__ import annotations

from smsaudit.discover.wordlist import words

PRUNED = words(
    ".git .hg .svn .bzr .jj node_modules bower_components site-packages dist-packages .venv venv "
    "__pycache__ .tox .nox .eggs .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache "
    ".gradle .terraform .next .nuxt .parcel-cache .sass-cache .ipynb_checkpoints"
)
"""Never entered, by name alone; what is committed in one of them is listed as vendored all the same."""

VENV_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})
"""An entry of one of these names makes its directory a virtual environment, whatever it is called."""
# `env` is not in PRUNED: deployments keep their settings in directories of this name.

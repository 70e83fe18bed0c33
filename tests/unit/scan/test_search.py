from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsaudit.scan.search import Search, _Automaton, _Loop, search_for

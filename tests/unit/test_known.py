"""What follows from signatures and law alone, kept between runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit import law
from smsaudit.cache import Cache
from smsaudit.known import known_law


def test_the_law_that_was_kept_is_the_law_that_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = law.shipped()
    with Cache(tmp_path) as cache:
        assert known_law(cache) == shipped
    monkeypatch.setattr(law, "shipped", None)
    with Cache(tmp_path) as cache:
        kept = known_law(cache)
    assert kept == shipped
    with pytest.raises(TypeError):
        kept.leaves["C1"] = kept.leaves["N0"]  # type: ignore[index]


def test_another_law_is_not_taken_from_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cache(tmp_path) as cache:
        known_law(cache)
    other = law.shipped()
    monkeypatch.setattr(law, "digest", lambda: "another")
    monkeypatch.setattr(law, "shipped", lambda: other)
    with Cache(tmp_path) as cache:
        assert known_law(cache) is other

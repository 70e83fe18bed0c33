"""Processes that read for many audits: starting one for each costs more than what most tests read."""

from __future__ import annotations

from smsaudit.scan.workers import Workers


class Standing(Workers):
    """Workers whose processes stay when an audit ends, and read for the next."""

    _staying = Workers(jobs=1)

    def __init__(self, jobs: int) -> None:
        super().__init__(jobs)
        self._idle = self._staying._idle  # noqa: SLF001 - the same processes for all

    def close(self) -> None:
        """Leave them for the next audit."""

    @classmethod
    def end(cls) -> None:
        """After the last."""
        cls._staying.close()

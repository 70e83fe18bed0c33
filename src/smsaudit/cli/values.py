"""Values of arguments, each refused with words that say what to write instead."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from smsaudit.cli.suggest import suggestion

if TYPE_CHECKING:
    _Choice = click.Choice[str]
    _Day = click.ParamType[date]
else:  # older versions of click cannot be subscripted
    _Choice = click.Choice
    _Day = click.ParamType


class Choice(_Choice):
    """One of some words."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, if it is one of them."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            near = suggestion(value, self.choices, otherwise="write one of these")
            self.fail(f"{value!r} is not one of {', '.join(self.choices)}; {near}", param, ctx)


class Day(_Day):
    """A day, as in ISO 8601."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write one such as {date(2026, 3, 31)}", param, ctx)


class Count(click.IntRange):
    """A number from 1 on."""

    def __init__(self) -> None:
        super().__init__(min=1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that is written."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"{str(value)!r} is no number from 1 on; leave it out for one per core", param, ctx)

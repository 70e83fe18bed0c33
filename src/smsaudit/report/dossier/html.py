"""The dossier as one HTML file that loads nothing and prints well."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from smsaudit.model.words import Language
from smsaudit.report.dossier.blocks import Block, Heading, Paragraph, Table
from smsaudit.report.visible import visible

_KINDS = {Heading: "heading", Paragraph: "paragraph", Table: "table"}


def render(blocks: Iterable[Block], language: Language) -> str:
    """A page with its own style sheet; everything that was read is escaped."""
    listed = [(_KINDS[type(block)], block) for block in blocks]
    title = next((block.text for _, block in listed if isinstance(block, Heading)), "")
    code = "zh-CN" if language is Language.ZH else "en"
    return _environment().get_template("page.html").render(blocks=listed, title=title, language=code) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("smsaudit.report.dossier", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    return environment

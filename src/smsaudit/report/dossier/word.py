"""The dossier as a Word document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from docx import Document
from docx.document import Document as Pages
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from smsaudit.report.dossier.blocks import Block, Heading, Paragraph, Table
from smsaudit.report.visible import visible

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP archive can name; every entry gets it, so that equal dossiers are equal files."""


def render(blocks: Iterable[Block], title: str, as_of: date) -> bytes:
    """A .docx file, the same to the byte for the same dossier."""
    pages = Document()
    _set_up(pages, title, as_of)
    for block in blocks:
        match block:
            case Heading():
                pages.add_heading(_clean(block.text), level=block.level - 1)
            case Paragraph():
                pages.add_paragraph(_clean(block.text))
            case Table():
                _add_table(pages, block)
    written = io.BytesIO()
    pages.save(written)
    return _dated(written.getvalue())


def _set_up(pages: Pages, title: str, as_of: date) -> None:
    style = pages.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(9.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Microsoft YaHei")
    section = pages.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    properties = pages.core_properties
    properties.title, properties.author, properties.comments = _clean(title), "smsaudit", ""
    properties.created = properties.modified = datetime.combine(as_of, time(), UTC)


def _add_table(pages: Pages, block: Table) -> None:
    table = pages.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
    for row in block.rows:
        for cell, lines in zip(table.add_row().cells, row, strict=True):
            cell.text = "\n".join(_clean(line) for line in lines)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def _dated(packed: bytes) -> bytes:
    """The archive with all its entries in order and of one date."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return written.getvalue()

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
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Text

from smsaudit.report.dossier.blocks import Block, Cell, Heading, Paragraph, Table
from smsaudit.report.visible import visible

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PAPER, _MARGIN = (Mm(297), Mm(210)), Mm(18)
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
    section.page_width, section.page_height = _PAPER
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    _number(section.footer.paragraphs[0])
    properties = pages.core_properties
    properties.title, properties.author, properties.comments = _clean(title), "smsaudit", ""
    properties.created = properties.modified = datetime.combine(as_of, time(), UTC)


def _add_table(pages: Pages, block: Table) -> None:
    table = pages.add_table(rows=1, cols=len(block.head), style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
        _mark(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill="EEF1F5")  # noqa: SLF001 - has no API
    _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 - has no API
    for row in block.rows:
        for cell, lines in zip(table.add_row().cells, row, strict=True):
            _fill(cell, lines)
    room = _PAPER[0] - 2 * _MARGIN
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Emu(room * width // 100)
        for cell in column.cells:
            cell.width = column.width


def _fill(cell: _Cell, lines: Cell) -> None:
    """Every line is a paragraph of its own, so that a long cell breaks between pages where a sentence ends."""
    for number, line in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.add_run(_clean(line))
        paragraph.paragraph_format.space_after = Pt(2)


def _number(paragraph: Text) -> None:
    """The number of the page, which the program that opens the file fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - has no API


def _mark(properties: BaseOxmlElement, name: str, **attributes: str) -> None:
    mark = OxmlElement(name)
    for key, value in attributes.items():
        mark.set(qn(f"w:{key}"), value)
    properties.append(mark)


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

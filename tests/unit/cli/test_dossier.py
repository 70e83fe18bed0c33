"""`smsaudit dossier`: filled as far as code and facts go, blank where they end, and traceable line by line."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document

from smsaudit.cli import main
from smsaudit.cli.exit import Exit
from smsaudit.law import shipped
from smsaudit.report.dossier.findings import FINDINGS
from smsaudit.settings.facts import CHOICES, FREE_KEYS

LINK = """
import smpplib.client


def send(phone, text):
    client = smpplib.client.Client("10.8.0.4", 2775)
    client.send_message(source_addr=SENDER, destination_addr=phone, short_message=text)
"""
FACTS = """
[facts]
entity.name = { value = "Acme | <b>Ltd</b>", as_of = 2026-11-01, evidence = "business licence" }
entity.kind = { value = "company", as_of = 2024-01-01, evidence = "register", until = 2025-01-01 }
service.for_others = { value = "no", as_of = 2026-11-01, evidence = "terms" }
"""
LAW = shipped()
STATEMENT = re.compile(r"\b[A-Z][A-Z0-9]+(?:-[\w]+)+\b")

Output = pytest.CaptureFixture[str]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "link.py").write_text(LINK, encoding="utf-8")
    (root / "smsaudit.toml").write_text(FACTS, encoding="utf-8")
    return root


def dossier(tree: Path, format_: str = "markdown", language: str = "en", name: str = "out") -> bytes:
    out = tree.parent / name
    arguments = [
        "dossier",
        str(tree),
        "--as-of=2026-11-21",
        "-f",
        format_,
        f"--lang={language}",
        "-o",
        str(out),
    ]
    assert main(arguments) == Exit.OK
    return out.read_bytes()


def rows(text: str) -> dict[str, list[str]]:
    """Label of a field -> its other cells, by the last table that has it."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 4:
            found.setdefault(cells[0], cells[1:])
    return found


def test_what_was_declared_stands_with_day_and_evidence(tree: Path) -> None:
    found = rows(dossier(tree).decode())
    assert found["Name"][0] == "present"
    assert "declared 2026-11-01; evidence named: business licence" in found["Name"][1]


def test_what_has_lapsed_has_to_be_confirmed(tree: Path) -> None:
    state, content, _ = rows(dossier(tree).decode())["Type of entity"]
    assert state == "to confirm"
    assert "held until 2025-01-01 and has lapsed" in content


def test_what_nobody_said_stays_blank(tree: Path) -> None:
    found = rows(dossier(tree).decode())
    blank = [label for label, (state, content, _) in found.items() if state == "missing" and content]
    filled = [label for label, (state, content, _) in found.items() if state == "present" and not content]
    assert found["Legal representative"][:2] == ["missing", ""]
    assert (blank, filled) == ([], [])


def test_the_code_fills_the_technical_plan_and_a_person_confirms_it(tree: Path) -> None:
    state, content, _ = rows(dossier(tree).decode())["Protocols, hosts and ports"]
    assert state == "to confirm"
    assert "10.8.0.4:2775" in content
    assert "link.py:" in content


def test_the_questions_are_those_of_the_outcome(tree: Path) -> None:
    _, content, _ = rows(dossier(tree).decode())["Questions that this outcome raises"]
    assert "or are we a content provider?" in content
    assert "modem ports" not in content


def test_every_statement_that_is_cited_is_listed_with_its_wording(tree: Path) -> None:
    text = dossier(tree).decode()
    body, sources = text.split("## Sources")
    cited = {id_ for id_ in STATEMENT.findall(body.replace("\\", "")) if id_ in LAW.statements}
    assert cited
    assert all(f"| {id_.replace('_', chr(92) + '_')} |" in sources.replace("\\-", "-") for id_ in cited)


@pytest.mark.parametrize("format_", ["markdown", "html", "docx"])
def test_the_same_tree_gives_the_same_file(tree: Path, format_: str) -> None:
    assert dossier(tree, format_, name="one") == dossier(tree, format_, name="two")


def test_nothing_that_was_read_becomes_markup(tree: Path) -> None:
    markdown, html = dossier(tree).decode(), dossier(tree, "html").decode()
    assert "<b>" not in markdown.replace("\\<b\\>", "")
    assert "<b>" not in html
    assert "Acme | &lt;b&gt;Ltd" in html
    assert "default-src 'none'" in html


def test_a_word_file_holds_what_the_markdown_holds(tree: Path) -> None:
    document = Document(io.BytesIO(dossier(tree, "docx")))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "Legal representative" in cells
    assert any("10.8.0.4:2775" in cell for cell in cells)
    assert any("Acme | <b>Ltd</b>" in cell for cell in cells)


def test_a_chinese_dossier_is_chinese_throughout(tree: Path) -> None:
    text = dossier(tree, language="zh").decode()
    english = re.compile(r"(?<![\w.])(?:the|is|are|of|and|not|for|with|whether)(?![\w\\])")
    told = [line for line in text.split("## 代码证据")[0].splitlines() if english.search(line)]
    assert told == []


def test_where_no_licence_is_pointed_to_no_application_is_filled_in(tmp_path: Path) -> None:
    root = tmp_path / "quiet"
    root.mkdir()
    (root / "mail.py").write_text("import smtplib\n", encoding="utf-8")
    text = dossier(root).decode()
    assert "Nine statutory items" not in text
    assert "points to a particular licence; that does not show that none is needed" in text


def test_every_finding_of_the_plan_is_known_and_every_known_one_is_used() -> None:
    fields = [field for section in LAW.dossier.sections for field in section.fields]
    assert {field.found for field in fields if field.found} == set(FINDINGS)
    assert {key for field in fields for key in field.facts} <= {*FREE_KEYS, *CHOICES}


def test_every_outcome_that_sends_has_a_question_for_the_authority() -> None:
    asked = {leaf for enquiry in LAW.dossier.enquiries for leaf in enquiry.leaves}
    sends = {id_ for id_, row in LAW.leaves.items() if row.leaf.label not in {"none", "undetermined"}}
    assert sends <= asked


@pytest.mark.parametrize(
    ("name", "begin"), [("d.docx", b"PK"), ("d.html", b"<!doctype html>"), ("d.md", b"# ")]
)
def test_the_name_of_the_file_says_in_which_format_it_is_written(tree: Path, name: str, begin: bytes) -> None:
    out = tree.parent / name
    assert main(["dossier", str(tree), "--as-of=2026-11-21", "-o", str(out)]) == Exit.OK
    assert out.read_bytes().startswith(begin)

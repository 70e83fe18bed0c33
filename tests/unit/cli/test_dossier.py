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
    assert found["Name"][1].endswith("> (declared 2026-11-01; evidence named: business licence)")


def test_what_has_lapsed_has_to_be_confirmed(tree: Path) -> None:
    state, content, _ = rows(dossier(tree).decode())["Type of entity"]
    assert state == "to confirm"
    assert "held until 2025-01-01 and has lapsed" in content


def test_a_field_that_is_filled_in_part_has_to_be_confirmed(tree: Path) -> None:
    lapsed = (
        FACTS
        + 'service.recipients = { value = "cn", as_of = 2025-01-01, evidence = "bill", until = 2025-06-30 }'
    )
    (tree / "smsaudit.toml").write_text(lapsed, encoding="utf-8")
    state, content, _ = rows(dossier(tree).decode())["Recipients and provinces"]
    assert (state, content[:28]) == ("to confirm", "Recipients: mainland numbers")


@pytest.mark.parametrize(
    ("fact", "label", "english", "chinese"),
    [
        ('entity.kind = { value = "company"', ("Type of entity", "主体类型"), "company established", "境内公司"),
        ("entity.registered_capital_cny = { value = 1000000", ("Registered cap", "注册资本"), "CNY 1000000 (", "人民币1000000元（"),
        ('entity.foreign_share_percent = { value = "30%"', ("Foreign share", "外资情况"), "30% (", "30%（"),
        ('service.users = { value = ["own_staff", "customers"]', ("Who uses it", "使用者"), "Users: own staff, customers (", "使用者：本单位人员、客户（"),
    ],
)  # fmt: skip
def test_a_declared_value_is_said_in_words(
    tree: Path, fact: str, label: tuple[str, str], english: str, chinese: str
) -> None:
    (tree / "smsaudit.toml").write_text(f'[facts]\n{fact}, as_of = 2026-11-01, evidence = "register" }}')
    for language, name, words in (("en", label[0], english), ("zh", label[1], chinese)):
        found = rows(dossier(tree, language=language).decode())
        assert all(cells[1].startswith(words) for key, cells in found.items() if key.startswith(name))


def test_a_statement_is_named_once_in_a_row(tree: Path) -> None:
    for _, content, basis in rows(dossier(tree).decode()).values():
        assert {*STATEMENT.findall(content)}.isdisjoint(STATEMENT.findall(basis))


def test_an_article_that_was_not_seen_is_said_not_to_have_been(tree: Path) -> None:
    sources = dossier(tree).decode().split("## Sources")[1]
    assert "| Administrative Provisions on Short Message Services, article not seen |" in sources
    assert "| Telecommunications Regulations, Art. 7(3) |" in sources


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


BOTH_WAYS = """
import smpplib.client
from flask import Flask

app = Flask(__name__)


@app.route("/code", methods=["POST"])
def code():
    notify("1", "2")


@app.route("/reset", methods=["POST"])
def reset():
    notify("3", "4")


def notify(phone, text):
    send(phone, text)


def send(phone, text):
    client = smpplib.client.Client(HOST, 2775)
    client.send_message(source_addr=SENDER, destination_addr=phone, short_message=text)
"""


def test_what_two_ways_share_is_told_once(tree: Path) -> None:
    (tree / "link.py").write_text(BOTH_WAYS, encoding="utf-8")
    first, second = rows(dossier(tree).decode())["Message flow, path by path"][1].split("<br>")
    assert first.endswith("SMPP → not shown by the code")
    assert second.endswith("reset (link.py:14) → on as above from notify (link.py:18)")


def test_the_far_end_that_was_declared_stands_beside_what_the_code_shows(tree: Path) -> None:
    declared = (
        FACTS
        + '[[channel]]\nid = "smpp"\npeer = { value = "carrier", as_of = 2026-11-01, evidence = "contract" }'
    )
    (tree / "smsaudit.toml").write_text(declared, encoding="utf-8")
    _, content, _ = rows(dossier(tree).decode())["Network topology"]
    assert "10.8.0.4:2775; declared: a carrier" in content


def test_a_duty_that_the_outcome_does_not_bring_is_not_called_missing(tmp_path: Path) -> None:
    root = tmp_path / "rig"
    root.mkdir()
    (root / "rig.py").write_text("import gammu\ngammu.StateMachine().SendSMS({})\n", encoding="utf-8")
    text = dossier(root).decode()
    assert "Network logs for six months" in text
    assert "Record of sending and receiving for five months" not in text
    assert "Nothing that was read points to a licence of one's own to be applied for." in text


def test_only_facts_that_are_open_are_asked_for(tree: Path) -> None:
    declared = FACTS + 'service.purpose = { value = "login codes", as_of = 2026-11-01, evidence = "texts" }'
    (tree / "smsaudit.toml").write_text(declared, encoding="utf-8")
    found = dossier(tree).decode()
    assert "Purposes: login codes (declared 2026-11-01" in rows(found)["What the service does"][1]
    assert "smsaudit.toml: service.description" in found
    assert "smsaudit.toml: service.purpose" not in found


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

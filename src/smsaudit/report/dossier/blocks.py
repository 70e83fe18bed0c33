"""A dossier as headings, paragraphs and tables in one language, for every format alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from smsaudit.model.advice import Statement
from smsaudit.model.article import cited
from smsaudit.model.dossier import Basis, Document, Dossier, FieldState, Filled, Section
from smsaudit.model.law import Law, fill
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Language, Words
from smsaudit.report.firmness import firm

STATES: Mapping[FieldState, Words] = MappingProxyType(
    {
        FieldState.PRESENT: Words("present", "已有"),
        FieldState.CONFIRM: Words("to confirm", "待确认"),
        FieldState.MISSING: Words("missing", "缺"),
    }
)
_BASES: Mapping[Basis, Words] = MappingProxyType(
    {
        Basis.STATUTE: Words("statute", "法定"),
        Basis.PRACTICE: Words("practice", "惯例"),
        Basis.OPTIONAL: Words("optional", "可选"),
    }
)
_STATUSES = MappingProxyType(
    {
        "settled": Words("settled", "明确"),
        "contested": Words("contested", "有争议"),
        "unverified": Words("unverified", "未核实"),
    }
)
_HEAD = (
    Words("Field", "项目"),
    Words("State", "状态"),
    Words("Content", "内容"),
    Words("Asked for by", "依据"),
)
_OPEN = Words("Missing and to confirm", "缺项及待确认事项")
_OPEN_HEAD = (
    Words("Section", "部分"),
    Words("Field", "项目"),
    Words("State", "状态"),
    Words("What would fill it", "如何补足"),
    Words("Person in charge", "责任人"),
    Words("Due", "期限"),
)
_PROVED = Words("{ask} Proof: {proof}", "{ask}证明材料：{proof}")
_BY_WHOM = Words(
    "Where the fourth column says nothing, somebody who knows the running system checks what the audit filled in, and the company "
    "writes or attaches what is missing. What is law is for counsel.",
    "第四栏未注明的，由了解实际运行系统的人员核对审计预填的内容，所缺内容由公司填写或附上；法律判断由律师作出。",
)
_EVIDENCE = Words("Evidence in the code", "代码证据")
_EVIDENCE_HEAD = (
    Words("No.", "序号"),
    Words("Place", "位置"),
    Words("Channel", "通道"),
    Words("What it does", "作用"),
    Words("As written", "原文"),
)
_AT_COMMIT = Words("All places refer to commit {commit}.", "所有位置均指提交 {commit}。")
_NO_COMMIT = Words(
    "The tree is not under version control; the tree digest below tells which files are meant.",
    "代码树未纳入版本控制；以下文代码树摘要为准。",
)
_SOURCES = Words("Sources", "依据")
_SOURCES_HEAD = (
    Words("Statement", "条目"),
    Words("Wording", "表述"),
    Words("Instrument and article", "文件及条款"),
    Words("Status", "状态"),
    Words("As of", "截至"),
)
_ENVELOPE = Words("Audit envelope", "审计标识信息")
_ENVELOPE_HEAD = (Words("Item", "项目"), Words("Value", "值"))
_WIDTHS: Mapping[tuple[Words, ...], tuple[int, ...]] = MappingProxyType(
    {
        _HEAD: (18, 8, 54, 20),
        _OPEN_HEAD: (17, 17, 8, 40, 10, 8),
        _EVIDENCE_HEAD: (5, 25, 17, 10, 43),
        _SOURCES_HEAD: (15, 44, 21, 9, 11),
        _ENVELOPE_HEAD: (30, 70),
    }
)
_TITLE = Words("Dossier: {name}", "供律师审阅的材料：{name}")
_LEGEND = Words(
    "present = known from code or a declared fact; to confirm = filled in by the audit, in part only, or lapsed: a person has to "
    "confirm it; "
    "missing = nobody has said it, or what was seen says the contrary; nothing is put in its place.",
    "已有＝由代码或已声明的事实得知；待确认＝由审计预填、仅填写一部分或声明已过期，须由人确认；缺＝尚无人说明，或所见与要求相反，不作填补。",
)
_NAMES = Words(
    "A, B and C are this audit's names for three ways of sending, not terms of law: through SIM cards of one's own, through a "
    "provider's interface, over a link of one's own to a carrier. Codes such as C5 number its outcomes, and capitals with hyphens the "
    "statements under Sources. 'A guide' is a commercial page about licences, not an authority. Put these into words before "
    "anything goes to an authority.",
    "A、B、C是本审计对三种发送方式的称呼，并非法律术语，分别指自有SIM卡、服务商接口、自有链路直连运营商；C5等为本审计的结论编号，"
    "方括号内为“依据”一节的条目编号。“指南”指介绍许可事项的商业网页，并非主管部门文件。提交主管部门前，应将上述称呼改为正式表述。",
)
_NO_ARTICLE = Words("{instrument}, article not seen", "{instrument}，条号未见")
_OVERDUE = Words(" (due to be read again since {day})", "（应自{day}起重新核对）")
_CITED = Words("{id} ({status})", "{id}（{status}）")
_INSTRUMENT = Words("{instrument}", "《{instrument}》")
_REFERENCE = Words("{instrument}, {article}", "《{instrument}》{article}")
_JOIN = Words(" · ", " · ")

Cell = tuple[str, ...]
"""Lines of a cell."""


class Heading(Struct, frozen=True):
    """A heading; level 1 is the title."""

    level: int
    text: str


class Paragraph(Struct, frozen=True):
    """Running text."""

    text: str


class Table(Struct, frozen=True):
    """A table with its heads."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    """Of the columns, in hundredths of the table."""


Block = Heading | Paragraph | Table


def blocks_of(dossier: Dossier, law: Law, language: Language) -> Iterator[Block]:
    """The dossier from its title to its envelope."""
    yield Heading(1, _TITLE.in_(language).format(name=dossier.name))
    yield Paragraph(dossier.disclaimer.in_(language))
    yield Paragraph(_LEGEND.in_(language))
    yield Paragraph(_NAMES.in_(language))
    for document in dossier.documents:
        yield Heading(2, document.plan.title.in_(language))
        yield Paragraph(document.plan.about.in_(language))
        if document.remark is not None:
            yield Paragraph(document.remark.in_(language))
        for section in document.sections:
            yield Heading(3, f"{section.plan.number} {section.plan.title.in_(language)}")
            yield _table(_HEAD, [_row(field, law, language) for field in section.fields], language)
    yield from _open_fields(dossier, law, language)
    yield from _evidence(dossier, language)
    yield from _sources(dossier, law, language)
    yield Heading(2, _ENVELOPE.in_(language))
    rows = [((label.in_(language),), (value,)) for label, value in dossier.envelope]
    yield _table(_ENVELOPE_HEAD, rows, language)


def _row(field: Filled, law: Law, language: Language) -> tuple[Cell, ...]:
    return (
        (field.plan.label.in_(language),),
        (STATES[field.state].in_(language),),
        tuple(_entry(entry, language) for entry in field.entries),
        (_basis(field, law, language),),
    )


def _entry(entry: Reason, language: Language) -> str:
    """The sentence with its place, where it does not name it, and the statement it rests on."""
    text = entry.text.in_(language)
    marks = [entry.location] if entry.location and entry.location not in text else []
    marks += [entry.statement] if entry.statement else []
    return f"{text} [{', '.join(marks)}]" if marks else text


def _basis(field: Filled, law: Law, language: Language) -> str:
    """What asks for the field, with the statements that its content does not name."""
    told = {entry.statement for entry in field.entries}
    parts = [_BASES[field.plan.basis].in_(language)]
    parts += [
        _CITED.in_(language).format(id=id_, status=_STATUSES[law.statements[id_].status.value].in_(language))
        for id_ in field.plan.statements
        if id_ not in told
    ]
    return _JOIN.in_(language).join(parts)


def _open_fields(dossier: Dossier, law: Law, language: Language) -> Iterator[Block]:
    yield Heading(2, _OPEN.in_(language))
    yield Paragraph(_BY_WHOM.in_(language))
    rows = [
        (
            (f"{document.plan.title.in_(language)} {section.plan.number}",),
            (field.plan.label.in_(language),),
            (STATES[field.state].in_(language),),
            tuple(_wanted(field, law, language)),
            (),
            (),
        )
        for document in dossier.documents
        for section, field in _open(document)
    ]
    yield _table(_OPEN_HEAD, rows, language)


def _wanted(field: Filled, law: Law, language: Language) -> Iterator[str]:
    """What would fill a field: answers with their proof, or a duty that is met."""
    asked = {question.fact_key: question for question in law.questions.values()}
    for question in (asked[key] for key in field.open if key in asked):
        ask = question.ask.in_(language)
        proof = question.proof.in_(language) if question.proof else ""
        yield _PROVED.in_(language).format(ask=ask, proof=proof) if proof else ask
    yield from (f"smsaudit.toml: {key}" for key in field.open)
    if field.plan.duty:
        duty = law.duties[field.plan.duty]
        yield firm(duty.text, duty.status).in_(language)


def _open(document: Document) -> Iterator[tuple[Section, Filled]]:
    for section in document.sections:
        for field in section.fields:
            if field.state is not FieldState.PRESENT:
                yield section, field


def _evidence(dossier: Dossier, language: Language) -> Iterator[Block]:
    yield Heading(2, _EVIDENCE.in_(language))
    sentence = _AT_COMMIT if dossier.commit else _NO_COMMIT
    yield Paragraph(sentence.in_(language).format(commit=dossier.commit))
    rows = [
        (
            (str(number),),
            (str(found.location),),
            (found.channel.in_(language),),
            (found.what.in_(language),),
            (found.text,),
        )
        for number, found in enumerate(dossier.evidence, start=1)
    ]
    yield _table(_EVIDENCE_HEAD, rows, language)


def _sources(dossier: Dossier, law: Law, language: Language) -> Iterator[Block]:
    yield Heading(2, _SOURCES.in_(language))
    rows = [
        (
            (statement.id,),
            (words.in_(language), *((statement.note.in_(language),) if statement.note else ())),
            (_reference(statement, law, language),),
            (_STATUSES[statement.status.value].in_(language),),
            (_age(statement, dossier, language),),
        )
        for statement, words in dossier.statements
    ]
    yield _table(_SOURCES_HEAD, rows, language)


def _reference(statement: Statement, law: Law, language: Language) -> str:
    if not statement.instrument:
        return ""
    instrument = law.instruments[statement.instrument].name
    if not statement.article:
        bare = fill(_INSTRUMENT, instrument=instrument)
        return fill(_NO_ARTICLE, instrument=bare).in_(language)
    return fill(_REFERENCE, instrument=instrument, article=cited(statement.article)).in_(language)


def _age(statement: Statement, dossier: Dossier, language: Language) -> str:
    day = statement.as_of.isoformat()
    if dossier.as_of <= statement.review_by:
        return day
    return day + _OVERDUE.in_(language).format(day=statement.review_by.isoformat())


def _table(head: tuple[Words, ...], rows: Sequence[tuple[Cell, ...]], language: Language) -> Table:
    return Table(tuple(words.in_(language) for words in head), tuple(rows), _WIDTHS[head])

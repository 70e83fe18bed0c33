"""What the tables of law say, by id: outcomes, licences, statements, conflicts, questions, duties, instruments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from smsaudit.model.advice import Conflict, Duty, Instrument, Question, Source, Statement
from smsaudit.model.article import cited
from smsaudit.model.explanation import Explanation, Item, Section
from smsaudit.model.law import Law, LeafRow, LicenceOutcome, LicenceRow
from smsaudit.model.words import Words
from smsaudit.report.firmness import LEVELS, firm
from smsaudit.report.instruments import STATES, TEXT_SEEN
from smsaudit.report.wording import LABELS, STATUSES

_ABOUT = Words("What it is", "概况")
_OUTCOME = Words("Outcome", "结论")
_LABEL = Words("Scenario", "场景")
_RANK = Words("Weight", "权重")
_EVIDENCE = Words("Evidence at best", "证据上限")
_LAW = Words("Law", "法律")
_BECAUSE = Words("What it rests on", "依据")
_ASKED = Words("What only people can answer", "需由人回答")
_DUTIES = Words("What has to be done", "应履行的义务")
_NEXT = Words("Next", "下一步")
_LICENCES = Words("What it says about licences", "与许可证的关系")
_LEAVES = Words("Outcomes", "结论")
_SOURCES = Words("Sources", "来源")
_AGAINST = Words("against", "反对")
_ARTICLE = Words("Article", "条款")
_TERM = Words("Term", "术语")
_NOTE = Words("Note", "说明")
_READ = Words("Read on", "阅读日期")
_AGAIN = Words("Read again by", "应复核日期")
_CONFLICTS = Words("Where sources differ", "来源分歧")
_SIDES = Words("The sides", "各方观点")
_ALLOWED = Words("What smsaudit says", "本工具的表述")
_CITED = Words("Statements", "法律陈述")
_KEY = Words("Key in smsaudit.toml", "smsaudit.toml中的键")
_VALUES = Words("Answers", "可选回答")
_PROOF = Words("Proof", "证明材料")
_NEEDED = Words("Needed by", "用于")
_REQUIRES = Words("What it asks for", "要求")
_ISSUER = Words("Issued by", "发布机关")
_STATE = Words("State", "效力状态")
_NUMBER = Words("Document", "文号")
_EFFECTIVE = Words("In force from", "施行日期")
_TEXT = Words("Text seen", "所见文本")

Subject = tuple[str, Callable[[], Explanation]]


class Statutes:
    """The tables of law, each row as an explanation."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def subjects(self) -> Iterator[Subject]:
        """Every id of the law and how to explain it."""
        law = self._law
        for label in dict.fromkeys(row.leaf.label for row in law.leaves.values()):
            yield label, partial(self._scenario, label)
        for leaf in law.leaves.values():
            yield leaf.leaf.id, partial(self._leaf, leaf)
        for licence in law.licences.values():
            yield licence.id, partial(self._licence, licence)
        for conflict in law.conflicts.values():
            yield conflict.id, partial(self._conflict, conflict)
        for question in law.questions.values():
            yield question.id, partial(self._question, question)
        for question in law.questions.values():
            yield question.fact_key, partial(self._question, question)
        for duty in law.duties.values():
            yield duty.id, partial(self._duty, duty)
        for statement in law.statements.values():
            yield statement.id, partial(self._statement, statement)
        for instrument in law.instruments.values():
            yield instrument.code, partial(self._instrument, instrument)

    def leaf_sections(self, id_: str) -> Iterator[Section]:
        """What an outcome rests on, asks for and leads to."""
        row = self._law.leaves[id_]
        questions = (self._law.questions[each] for each in row.questions)
        duties = (self._law.duties[each] for each in row.duties)
        yield from _sections(
            (_BECAUSE, self._statements(row.reasons)),
            (_ASKED, [Item(text=each.ask, ref=each.id) for each in questions]),
            (_DUTIES, [Item(text=firm(each.text, each.status), ref=each.id) for each in duties]),
            (_NEXT, [Item(text=each) for each in row.next_steps]),
            (
                _SOURCES,
                _sources(source for each in row.reasons for source in self._law.statements[each].sources),
            ),
        )

    def _scenario(self, label: str) -> Explanation:
        leaves = [row.leaf for row in self._law.leaves.values() if row.leaf.label == label]
        items = [Item(text=leaf.display, ref=leaf.id, mark=STATUSES[leaf.status]) for leaf in leaves]
        return _explained("scenario", label, LABELS.get(label, Words.same(label)), (_LEAVES, items))

    def _leaf(self, row: LeafRow) -> Explanation:
        leaf = row.leaf
        about = [
            Item(name=_LABEL, text=LABELS.get(leaf.label, Words.same(leaf.label)), ref=leaf.label),
            Item(name=_LAW, text=STATUSES[leaf.status]),
            Item(name=_EVIDENCE, text=LEVELS[leaf.confidence]),
            Item(name=_RANK, text=Words.same(str(leaf.rank))),
        ]
        licences = [
            Item(text=_after(licence.name, outcome.text), ref=licence.id, mark=STATUSES[outcome.status])
            for licence in self._law.licences.values()
            for outcome in licence.outcomes
            if leaf.id in outcome.when
        ]
        return Explanation(
            kind="leaf",
            id=leaf.id,
            title=leaf.display,
            sections=(
                *_sections((_ABOUT, about)),
                *self.leaf_sections(leaf.id),
                *_sections((_LICENCES, licences)),
            ),
        )

    def _licence(self, row: LicenceRow) -> Explanation:
        questions = (self._law.questions[each] for each in row.questions)
        return _explained(
            "licence",
            row.id,
            row.name,
            (_ABOUT, [Item(text=row.about)]),
            (_OUTCOME, [_licence_outcome(each) for each in row.outcomes]),
            (_REQUIRES, self._statements(row.statements)),
            (_ASKED, [Item(text=each.ask, ref=each.id) for each in questions]),
        )

    def _statement(self, statement: Statement) -> Explanation:
        about = [Item(text=self._law.worded(statement.id)), Item(name=_LAW, text=STATUSES[statement.status])]
        if statement.instrument:
            name = self._law.instruments[statement.instrument].name
            place = cited(statement.article)
            text = Words(f"{name.en}, {place.en}", f"《{name.zh}》{place.zh}") if place.en else name
            about.append(Item(name=_ARTICLE, text=text, ref=statement.instrument))
        if statement.term_zh:
            about.append(Item(name=_TERM, text=Words.same(statement.term_zh)))
        if statement.note is not None:
            about.append(Item(name=_NOTE, text=statement.note))
        about += [
            Item(name=_READ, text=Words.same(statement.as_of.isoformat())),
            Item(name=_AGAIN, text=Words.same(statement.review_by.isoformat())),
        ]
        return _explained(
            "statement",
            statement.id,
            Words.same(statement.id),
            (_ABOUT, about),
            (_SOURCES, _sources(statement.sources)),
            (_CONFLICTS, [self._side(each) for each in statement.conflicts]),
            (_NEEDED, [_named(each, self._law) for each in (*statement.applies_to, *statement.licences)]),
        )

    def _conflict(self, conflict: Conflict) -> Explanation:
        citing = [each.id for each in self._law.statements.values() if conflict.id in each.conflicts]
        return _explained(
            "conflict",
            conflict.id,
            conflict.title,
            (_SIDES, [Item(text=each) for each in conflict.sides]),
            (_ALLOWED, [Item(text=conflict.tool_says)]),
            (_CITED, self._statements(citing)),
        )

    def _question(self, question: Question) -> Explanation:
        about = [Item(name=_KEY, text=Words.same(question.fact_key))]
        if question.values:
            about.append(Item(name=_VALUES, text=Words.same(", ".join(question.values))))
        if question.proof is not None:
            about.append(Item(name=_PROOF, text=question.proof))
        return _explained(
            "question",
            question.id,
            question.ask,
            (_ABOUT, about),
            (_NEEDED, [_named(each, self._law) for each in question.needed_by]),
        )

    def _duty(self, duty: Duty) -> Explanation:
        return _explained(
            "duty",
            duty.id,
            firm(duty.text, duty.status),
            (_ABOUT, [Item(name=_LAW, text=STATUSES[duty.status])]),
            (_BECAUSE, self._statements(duty.statements)),
            (_NEEDED, [_named(each, self._law) for each in duty.leaves]),
        )

    def _instrument(self, instrument: Instrument) -> Explanation:
        rows = (
            (_ISSUER, instrument.issuer),
            (_NUMBER, instrument.document or Words.same("")),
            (_EFFECTIVE, Words.same(instrument.effective)),
            (_STATE, STATES[instrument.state]),
            (_TEXT, TEXT_SEEN[instrument.text_seen]),
            (_SOURCES, Words.same(instrument.address)),
        )
        citing = [each.id for each in self._law.statements.values() if each.instrument == instrument.code]
        return _explained(
            "instrument",
            instrument.code,
            instrument.name,
            (_ABOUT, [Item(name=name, text=text) for name, text in rows if text.en]),
            (_CITED, self._statements(citing)),
        )

    def _statements(self, ids: Iterable[str]) -> list[Item]:
        return [Item(text=self._law.worded(each), ref=each) for each in ids]

    def _side(self, id_: str) -> Item:
        conflict = self._law.conflicts[id_]
        return Item(text=_after(conflict.title, conflict.tool_says), ref=id_)


def _explained(kind: str, id_: str, title: Words, *sections: tuple[Words, Iterable[Item]]) -> Explanation:
    return Explanation(kind=kind, id=id_, title=title, sections=tuple(_sections(*sections)))


def _sections(*sections: tuple[Words, Iterable[Item]]) -> Iterator[Section]:
    for title, items in sections:
        if listed := tuple(dict.fromkeys(items)):
            yield Section(title=title, items=listed)


def _licence_outcome(outcome: LicenceOutcome) -> Item:
    return Item(name=Words.same(", ".join(outcome.when)), text=outcome.text, mark=STATUSES[outcome.status])


def _sources(sources: Iterable[Source]) -> Iterator[Item]:
    for source in sources:
        parts = [source.locator] if source.locator else []
        parts += [Words.same(source.address)] if source.address else []
        yield Item(
            text=_with(source.title, *parts),
            ref=source.id,
            mark=None if source.stance == "supports" else _AGAINST,
        )


def _named(id_: str, law: Law) -> Item:
    """A leaf, licence or label with its name, if it has one."""
    if id_ in law.leaves:
        return Item(text=law.leaves[id_].leaf.display, ref=id_)
    if id_ in law.licences:
        return Item(text=law.licences[id_].name, ref=id_)
    return Item(text=LABELS.get(id_, Words.same(id_)), ref=id_)


def _after(name: Words, text: Words) -> Words:
    """What is said of something that is named first."""
    return Words(f"{name.en}: {text.en}", f"{name.zh}：{text.zh}")


def _with(*parts: Words) -> Words:
    """A name followed by what locates it."""
    return Words(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))

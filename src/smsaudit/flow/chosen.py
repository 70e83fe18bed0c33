"""Whether the texts that the calls of a way are given let it be taken: `deliver("acme")` leads to no other provider."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from smsaudit.flow.edge import Edge
from smsaudit.flow.program import Program
from smsaudit.model.detection import Detection
from smsaudit.model.fact import Called, Facts, Guard, Parameter, ParameterKind
from smsaudit.model.referent import Frame, TextRef
from smsaudit.model.value import Attribute, Compared, Name, Text, Value
from smsaudit.model.value import Sequence as Display

_Known = Mapping[str, str]
"""Parameter -> the one text that it is given on the way."""
_LATER = frozenset(["delay"])
_PLAIN = (ParameterKind.POSITIONAL, ParameterKind.KEYWORD)


class Chosen:
    """Follows texts from call to call, and compares them with what the calls after them ask for."""

    def __init__(self, program: Program, edges: Iterable[Edge]) -> None:
        self._program = program
        self._between: dict[tuple[Frame, Frame], list[Edge]] = defaultdict(list)
        for edge in sorted(edges, key=lambda each: (each.caller, each.callee, each.place)):
            self._between[edge.caller, edge.callee].append(edge)

    def edges(self, way: Sequence[Frame], preferred: Sequence[Edge], send: Detection) -> list[Edge] | None:
        """The calls of a way, one for each step, that can follow one another; None if no choice of them can."""
        steps = [
            [first, *(edge for edge in self._between[hop] if edge != first)]
            for hop, first in zip(pairwise(way), preferred, strict=True)
        ]
        facts = self._program.facts(send.location.path)
        last = facts.calls[send.call].guards if facts is not None and send.call is not None else ()
        return self._fitting(steps, last)

    def _fitting(self, steps: Sequence[Sequence[Edge]], last: Sequence[Guard]) -> list[Edge] | None:
        """The first calls that fit; what failed once from the same step with the same texts is not tried again."""
        if not steps:
            return [] if _allows(last, {}) else None
        failed: set[object] = set()
        taken: list[Edge] = []
        trail: list[tuple[Iterator[Edge], _Known]] = [(iter(steps[0]), {})]
        while trail:
            edges, known = trail[-1]
            edge = next((each for each in edges if _allows(each.guards, known)), None)
            if edge is None:
                failed.add((len(trail), frozenset(known.items())))
                trail.pop()
                del taken[-1:]
                continue
            texts = self._passed(edge, known)
            if len(trail) == len(steps):
                if _allows(last, texts):
                    return [*taken, edge]
            elif (len(trail) + 1, frozenset(texts.items())) not in failed:
                taken.append(edge)
                trail.append((iter(steps[len(trail)]), texts))
        return None

    def _passed(self, edge: Edge, known: _Known) -> dict[str, str]:
        """What the parameters of the callee are given, as far as it is one text and stays in them."""
        facts, there = self._program.facts(edge.caller.path), self._program.facts(edge.callee.path)
        calls = facts.index.calls_at[edge.place] if facts is not None else ()
        if facts is None or there is None or len(calls) != 1 or not _is_plain(edge, calls[0]):
            return {}
        parameters = there.scopes[edge.callee.scope].parameters
        is_method = self._program.class_of(edge.callee) is not None
        named = _named(parameters[1 if is_method else 0 :], calls[0])
        bound = {each.name for each in there.index.bindings[edge.callee.scope]}
        texts = {
            name: self._text(facts, edge, value, known) for name, value in named.items() if name not in bound
        }
        return {name: text for name, text in texts.items() if text is not None}

    def _text(self, facts: Facts, edge: Edge, value: Value, known: _Known) -> str | None:
        match value:
            case Text(text):
                return text
            case Name(name) if name in known:
                return known[name]
            case Name(name) if not any(
                one.name == name for one in facts.scopes[edge.caller.scope].parameters
            ):
                found = self._program.evaluate(edge.caller, value)
                texts = [each.text for each in found if isinstance(each, TextRef)]
                return texts[0] if len(found) == 1 and texts and "{}" not in texts[0] else None
            case _:
                return None


def _is_plain(edge: Edge, call: Called) -> bool:
    """Whether the arguments of a call are those of the function that runs."""
    if edge.kind == "enqueues":
        return isinstance(call.callee, Attribute) and call.callee.name in _LATER
    return edge.kind == "calls"


def _named(parameters: Sequence[Parameter], call: Called) -> dict[str, Value]:
    if any(argument.keyword in {"*", "**"} for argument in call.arguments):
        return {}
    plain = [each.name for each in parameters if each.kind in _PLAIN]
    positional = [argument.value for argument in call.arguments if argument.keyword is None]
    defaults = {each.name: each.default for each in parameters if each.default is not None}
    given = {each.keyword: each.value for each in call.arguments if each.keyword in plain}
    return defaults | dict(zip(plain, positional, strict=False)) | {k: v for k, v in given.items() if k}


def _allows(guards: Iterable[Guard], known: _Known) -> bool:
    """Whether conditions can hold where parameters are known."""
    return all(_holds(guard.test, known) in {None, guard.holds} for guard in guards)


def _holds(test: Value, known: _Known) -> bool | None:
    """Whether a test holds; None where nobody knows."""
    match test:
        case Compared("==", Name(name), Text(text)) | Compared("==", Text(text), Name(name)) if name in known:
            return known[name] == text
        case Compared("!=", Name(name), Text(text)) | Compared("!=", Text(text), Name(name)) if name in known:
            return known[name] != text
        case Compared("in", Name(name), Display(items)) if name in known:
            texts = [item.value for item in items if isinstance(item, Text)]
            return known[name] in texts if len(texts) == len(items) else None
        case Compared("not", inner, _):
            held = _holds(inner, known)
            return None if held is None else not held
        case _:
            return None

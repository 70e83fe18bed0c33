"""What detections are called across runs, and the comments of a tree that speak of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from smsaudit.library import SourceLibrary
from smsaudit.model.detection import Detection, Identity
from smsaudit.model.lines import lines_of
from smsaudit.model.location import TreePath
from smsaudit.suppression import MARK, Directive, directives, named

_BLOCK = 100
_FACTOR = 37
_END = "\uffff"
_WORD = 1 << 64


def identified(detections: Iterable[Detection], library: SourceLibrary) -> list[Detection]:
    """The detections with names that stay the same while lines move, one file after the other."""
    by_path: dict[TreePath, list[Detection]] = defaultdict(list)
    for detection in detections:
        by_path[detection.location.path].append(detection)
    return [each for path, own in by_path.items() for each in _named(path, own, library)]


def _named(path: TreePath, detections: Sequence[Detection], library: SourceLibrary) -> Iterable[Detection]:
    rows = lines_of(library.text(path))
    raw = library.raw(path).decode("utf-8", "replace")
    hashes = line_hashes(raw, {each.location.line for each in detections})
    seen: Counter[tuple[str, str]] = Counter()
    lines = {
        number: " ".join(_row(rows, number).split()) for number in {each.location.line for each in detections}
    }
    for each in detections:
        place = each.location.place
        line = lines[place.line]
        occurrence = seen[each.pattern, line]
        seen[each.pattern, line] += 1
        identity = Identity(
            fingerprint=named(each.pattern, path, line, occurrence),
            line_hash=hashes.get(place.line, ""),
            end_column=len(_row(rows, place.end_line)) + 1,
        )
        yield replace(each, identity=identity)


def _row(rows: Sequence[str], line: int) -> str:
    return rows[line - 1] if line <= len(rows) else ""


def line_hashes(text: str, lines: Collection[int]) -> dict[int, str]:
    """GitHub's `primaryLocationLineHash` of these lines: what code scanning itself would compute.

    A polynomial of the 100 characters (UTF-16 units, without blanks and tabs) from the start of the line on,
    modulo 2^64, and how often the same 100 characters began a line so far.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    units = plain.encode("utf-16-be", "surrogatepass") + _END.encode("utf-16-be") + bytes(2 * _BLOCK)
    wanted, seen = set(lines), Counter[bytes]()
    found: dict[int, str] = {}
    start = 0
    for number, row in enumerate(plain.split("\n"), start=1):
        window = units[start : start + 2 * _BLOCK]
        seen[window] += 1
        if number in wanted:
            found[number] = f"{_polynomial(window):x}:{seen[window]}"
        start += len(row.encode("utf-16-be", "surrogatepass")) + 2
    return found


def _polynomial(window: bytes) -> int:
    total = 0
    for at in range(0, len(window), 2):
        total = (total * _FACTOR + int.from_bytes(window[at : at + 2])) % _WORD
    return total


def marked_apart(
    found: Mapping[TreePath, frozenset[bytes]],
) -> tuple[dict[TreePath, frozenset[bytes]], list[TreePath]]:
    """The files that hold a needle of a signature, and those that hold the mark of a directive."""
    mark = frozenset({MARK.encode()})
    relevant = {path: hits - mark for path, hits in found.items() if hits - mark}
    return relevant, sorted(path for path, hits in found.items() if hits & mark)


def directives_in(library: SourceLibrary, marked: Iterable[TreePath]) -> tuple[Directive, ...]:
    """Every comment in the `marked` files that suppresses something."""
    return tuple(each for path in marked for each in directives(path, library.text(path)))

"""The catalogue as documents: an index, a page for each kind, and the texts that lead to each pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from smsaudit.model.signature import Pattern, Signature, SignatureKind
from smsaudit.model.words import Language
from smsaudit.signatures.needles import needles_of
from smsaudit.signatures.wording import VALUES

_HEAD = "<!-- Written by `smsaudit signatures docs`; edit the signature files instead. -->\n"


def pages(signatures: Iterable[Signature]) -> Mapping[str, str]:
    """File name -> content of every document."""
    known = sorted(signatures, key=lambda each: each.id)
    kinds = {kind: [each for each in known if each.kind is kind] for kind in SignatureKind}
    found = {"README.md": _text(_index(kinds)), "needles.md": _text(_needles(known))}
    for kind, members in kinds.items():
        if members:
            found[f"{kind}.md"] = _text(_kind(kind, members))
    return found


def _text(lines: Iterable[str]) -> str:
    return "\n".join((_HEAD, *lines)).rstrip() + "\n"


def _index(kinds: Mapping[SignatureKind, list[Signature]]) -> Iterator[str]:
    yield from ("# The catalogue", "")
    yield "| kind | signatures | patterns | examples that fire | look-alikes that stay silent |"
    yield "|---|---:|---:|---:|---:|"
    total = (0, 0, 0, 0)
    for kind, members in kinds.items():
        if members:
            count = _counts(members)
            total = tuple(map(sum, zip(total, count, strict=True)))  # type: ignore[assignment]
            yield f"| [{_named(kind)}]({kind}.md) | {' | '.join(map(str, count))} |"
    yield f"| all | {' | '.join(map(str, total))} |"
    yield from ("", "What leads to each pattern: [needles](needles.md). One signature with its examples:")
    yield "`smsaudit signatures show ID`."


def _counts(members: list[Signature]) -> tuple[int, int, int, int]:
    proofs = sum(1 for each in members for example in each.examples if example.expects)
    examples = sum(len(each.examples) for each in members)
    return len(members), sum(len(each.patterns) for each in members), proofs, examples - proofs


def _named(kind: SignatureKind) -> str:
    return VALUES[kind].in_(Language.EN) if kind in VALUES else str(kind)


def _kind(kind: SignatureKind, members: list[Signature]) -> Iterator[str]:
    yield f"# {_named(kind).capitalize()}"
    for each in members:
        yield from ("", f"## {each.id}: {_plain(each.name.en)} · {_plain(each.name.zh)}", "")
        if each.notes:
            yield from (_plain(each.notes), "")
        yield from (_row(pattern) for pattern in each.patterns)
        yield from (f"- `{entry.id}` ({entry.kind} entry): {_plain(entry.why)}" for entry in each.entries)
        yield from (f"- `{guard.id}` (guard): {_plain(guard.why)}" for guard in each.guards)
        yield from ("", f"Checked against: {_plain('; '.join(each.sources))}")


def _row(pattern: Pattern) -> str:
    role = f"{pattern.role}, {pattern.feature}" if pattern.feature else str(pattern.role)
    return f"- `{pattern.id}` ({role}, {pattern.strength}): {_plain(pattern.why)}"


def _needles(known: list[Signature]) -> Iterator[str]:
    yield from (
        "# Needles",
        "",
        "A file is read in full only if it holds one of these texts, in any case.",
        "",
    )
    for each in known:
        for pattern in each.patterns:
            texts = sorted(_shown(needle) for needle in needles_of(pattern))
            if texts:
                yield f"- `{pattern.id}`: {', '.join(dict.fromkeys(texts))}"


def _shown(needle: bytes) -> str:
    """A needle as a code span; those in the Chinese national encoding as their characters."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = needle.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (
            f"`` {' '.join(text.split()) or '…'} ``" if "`" in text else f"`{' '.join(text.split()) or '…'}`"
        )
    return f"`{needle.hex()}`"


def _plain(text: str) -> str:
    """Text without anything that Markdown or HTML would take for markup."""
    one = " ".join(text.split())
    for mark in "\\`*_[]<>#|":
        one = one.replace(mark, f"\\{mark}")
    return one

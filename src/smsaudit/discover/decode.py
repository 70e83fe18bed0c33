"""Text out of bytes of unknown encoding."""

from __future__ import annotations

import codecs
import re
from encodings.aliases import aliases

from smsaudit.discover.relevance import may_hold_sender
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words

# UTF-32 before UTF-16: the little-endian mark of one begins with that of the other.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf_32_le"),
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
# PEP 263; the second line counts only below a blank line or another comment.
_COOKIE = re.compile(
    rb"(?:[ \t\f]*(?:#[^\r\n]*)?\r?\n)?[ \t\f]*#[^\r\n]{0,200}?coding[:=][ \t]*([-\w.]{1,40})"
)
# What a file may declare. Anything else is not looked up: a codec can be slow (punycode), turn bytes
# into other bytes (zlib), or be third-party code that is registered in our interpreter.
_DECLARABLE = {
    "utf_8": "utf_8",
    "utf_8_sig": "utf_8",
    "ascii": "utf_8",
    # What calls itself GB2312 or GBK usually holds characters of the later standard, which contains both.
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    **{
        name: name
        for name in (
            *("big5", "big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp949"),
            *("koi8_r", "koi8_u", "latin_1", "mac_roman"),
            *(f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
            *(f"cp125{page}" for page in range(9)),
        )
    },
}
_SAMPLE = 65_536
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A byte order mark announces text, so only what no text holds speaks against it.
_NEVER = re.compile(r"[\x00\ufffe\uffff]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_TWICE = re.compile(r"(?<!\r)\r{2,}+\n")
_MOSTLY = 0.6
_HARDLY = 0.1
_BINARY = Words("it is binary: it holds NUL bytes", "二进制文件，含有NUL字节")
_UNRECOGNISED = Words("it is binary, or in an encoding that is not recognised", "二进制文件，或编码无法识别")


class Undecodable(Exception):  # noqa: N818 - it names a state of the file, and always becomes a gap
    """Bytes are no text; `gap` says why."""

    def __init__(self, gap: Gap) -> None:
        self.gap = gap
        super().__init__(gap.reason.en)

    def __reduce__(self) -> tuple[type[Undecodable], tuple[Gap]]:
        return type(self), (self.gap,)


def decode(path: TreePath, data: bytes) -> str:
    """The text of a file, without byte order mark; raises `Undecodable`, and nothing else.

    Ends of lines that were written for Windows twice (CR CR LF) are one end each, as in every count that goes by LF.
    """
    text = _decoded(path, data)
    return _TWICE.sub("\r\n", text) if "\r\r\n" in text else text


def _decoded(path: TreePath, data: bytes) -> str:
    marked = _marked(data)
    if marked is not None:
        return marked
    if b"\0" in data:
        raise _undecodable(path, _BINARY)
    data = data.removeprefix(codecs.BOM_UTF8)
    for read in _WAYS:
        text = read(data)
        if text is not None:
            return text
    raise _undecodable(path, _UNRECOGNISED)


def _undecodable(path: TreePath, reason: Words) -> Undecodable:
    return Undecodable(Gap(path, GapKind.UNDECODABLE, reason, bears=may_hold_sender(path)))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is not None and _NEVER.search(text) is None:
                return text
    return None


def _declared(data: bytes) -> str | None:
    cookie = _COOKIE.match(data)
    if cookie is None:
        return None
    written = re.sub(r"[^a-z0-9]+", "_", cookie[1].decode("ascii", "replace").lower())
    # Editors append the line ending: `utf-8-unix`.
    name = re.sub(r"_(?:unix|dos|mac)$", "", written)
    encoding = _DECLARABLE.get(aliases.get(name, name))
    return None if encoding is None else _strict(data, encoding)


def _utf_8(data: bytes) -> str | None:
    return _strict(data, "utf_8")


def _chinese(data: bytes) -> str | None:
    """GB18030 decodes many other encodings too, to rare characters: most must be of the everyday set."""
    text = _strict(data, "gb18030")
    if text is None:
        return None
    sample = text[:_SAMPLE]
    foreign = "".join(_FOREIGN.findall(sample))
    everyday = len(foreign.encode("gb2312", "ignore")) / 2
    private = len(_PRIVATE.findall(sample))
    plausible = (
        _CONTROLS.search(sample) is None
        and everyday >= _MOSTLY * len(foreign)
        and private <= _HARDLY * len(foreign)
    )
    return text if plausible else None


def _western(data: bytes) -> str | None:
    """Windows-1252, which is Latin-1 plus punctuation where Latin-1 has control characters."""
    text = _strict(data, "cp1252")
    return None if text is None or _CONTROLS.search(text) else text


_WAYS = (_declared, _utf_8, _chinese, _western)
"""In the order in which they are tried: what needs a guess comes last."""

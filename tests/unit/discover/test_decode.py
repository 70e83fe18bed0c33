import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsaudit.discover import Undecodable, decode, lfs_pointer
from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath

PATH = TreePath("sms/send.py")
CHINESE = "# 发送短信验证码,接口地址请勿修改\ndef 发送(手机号): return '您的验证码是'\n"
TEXTS = {
    "empty": (b"", ""),
    "ASCII": (b"x = 1\r\n", "x = 1\r\n"),
    "ends of lines written twice": (b"x = 1\r\r\ny = 2\r\r\r\n\r", "x = 1\r\ny = 2\r\n\r"),
    "a run of returns that ends no line": (b"\r" * 300_000 + b"x\r\r\n", "\r" * 300_000 + "x\r\n"),
    "UTF-8": (CHINESE.encode(), CHINESE),
    "UTF-8 with mark": (codecs.BOM_UTF8 + CHINESE.encode(), CHINESE),
    "UTF-8 with mark and colours": (codecs.BOM_UTF8 + b"\x1b[31m", "\x1b[31m"),
    "a mark that lies": (codecs.BOM_UTF8 + CHINESE.encode("gbk"), CHINESE),
    "UTF-16 LE": (codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), CHINESE),
    "UTF-16 BE": (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), CHINESE),
    "UTF-32 LE": (codecs.BOM_UTF32_LE + CHINESE.encode("utf-32-le"), CHINESE),
    "UTF-32 BE": (codecs.BOM_UTF32_BE + CHINESE.encode("utf-32-be"), CHINESE),
    "UTF-16 with half a character": (codecs.BOM_UTF16_LE + b"a\0b", None),
    "GBK without a cookie": (CHINESE.encode("gbk"), CHINESE),
    "GB18030 with rare characters": (("㐀 𠀀 " + CHINESE).encode("gb18030"), "㐀 𠀀 " + CHINESE),
    "GBK in a mostly English file": (
        b"x = 1\n" * 500 + "# 短信\n".encode("gbk"),
        "x = 1\n" * 500 + "# 短信\n",
    ),
    "cookie": ("# -*- coding: big5 -*-\n# 簡訊\n".encode("big5"), "# -*- coding: big5 -*-\n# 簡訊\n"),
    "cookie in line two": (
        "#!/usr/bin/python\n# vim: set fileencoding=shift_jis :\n# ショート\n".encode("shift_jis"),
        "#!/usr/bin/python\n# vim: set fileencoding=shift_jis :\n# ショート\n",
    ),
    "cookie of an editor": (b"# -*- coding: koi8-r-unix -*-\n\xc1", "# -*- coding: koi8-r-unix -*-\nа"),
    "cookie in line three": (b"#\n#\n# coding: koi8-r\n\xe9 \n", "#\n#\n# coding: koi8-r\né \n"),
    "cookie below code": (b"x = 1\n# coding: koi8-r\n\xe9 \n", "x = 1\n# coding: koi8-r\né \n"),
    "cookie narrower than the text": (
        b"# coding: gb2312\n# " + "㐀朱镕基".encode("gb18030"),
        "# coding: gb2312\n# 㐀朱镕基",
    ),
    "cookie of ASCII over UTF-8": (b"# coding: ascii\n\xc3\xa9", "# coding: ascii\né"),
    "Latin-1": (b"# caf\xe9 d\xe9j\xe0 vu\n", "# café déjà vu\n"),
    "Latin-1 that could be Chinese": (b"# r\xe9seau t\xe9l\xe9phone\n", "# réseau téléphone\n"),
    "Windows-1252": (b"# \x93quoted\x94 \x96 5 \x80\n", "# “quoted” – 5 €\n"),
    "NUL": (b"a\0b", None),
    "UTF-16 without mark": (CHINESE.encode("utf-16-le"), None),
    "control characters": (b"\x01\x02\xff\xfe\x03", None),
    "picture": (b"\x89PNG\r\n\x1a\n\xff\xe0\x10JFIF", None),
}


@pytest.mark.parametrize("case", [name for name, (_, text) in TEXTS.items() if text is not None])
def test_text_is_decoded(case: str) -> None:
    data, text = TEXTS[case]
    assert decode(PATH, data) == text


@pytest.mark.parametrize("case", [name for name, (_, text) in TEXTS.items() if text is None])
def test_what_is_no_text_is_a_gap(case: str) -> None:
    data, _ = TEXTS[case]
    with pytest.raises(Undecodable) as caught:
        decode(PATH, data)
    gap = caught.value.gap
    assert (gap.path, gap.kind, gap.bears) == (PATH, GapKind.UNDECODABLE, True)


def test_a_binary_that_is_no_source_does_not_bear() -> None:
    with pytest.raises(Undecodable) as caught:
        decode(TreePath("logo.png"), b"\0")
    assert not caught.value.gap.bears


COOKIES = (
    *(
        "rot13",
        "hex",
        "zlib",
        "bz2",
        "base64",
        "uu",
        "quopri",
        "undefined",
        "idna",
        "punycode",
        "mbcs",
        "oem",
    ),
    *("unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "utf-32", "future_fstrings", "no-such"),
    *("aliases", "..", "__init__", "-", "a" * 40, "string_escape", "utf8 mb4", "charmap"),
)


@pytest.mark.parametrize("name", COOKIES)
def test_a_cookie_that_is_no_encoding_of_text_is_passed_over(name: str) -> None:
    text = f"# coding: {name}\n# é+AGE-\\x41\n"
    assert decode(PATH, text.encode()) == text


DECLARED = st.sampled_from(
    [b"", b"# coding: gbk\n", b"#!/x\n#coding=utf-16\n", b"# coding: iso2022_jp\n", b"# coding: cp1252\n"]
)
MARK = st.sampled_from(
    [
        b"",
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_BE,
        codecs.BOM_UTF32_LE,
        codecs.BOM_UTF32_BE,
    ]
)


@given(MARK, DECLARED, st.binary())
@example(b"", b"", bytes(range(256)))
@example(b"", b"", bytes(range(128, 256)))
@example(b"", b"", b"\x83\x36\xc7\x38")
def test_bytes_become_text_or_undecodable(mark: bytes, cookie: bytes, data: bytes) -> None:
    try:
        text = decode(PATH, mark + cookie + data)
    except Undecodable:
        return
    # No half characters: what was decoded can be written again.
    assert text.encode().decode() == text


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_every_text_in_utf_8_comes_back(text: str) -> None:
    if "coding" not in text and not text.startswith("\ufeff"):
        assert decode(PATH, text.encode()) == text


def test_decoding_a_full_size_file_takes_no_time_to_speak_of() -> None:
    for data in (b"#" + b"coding" * 300_000, b"#" * 2_000_000, b"\xe9a" * 1_000_000, b"\xb6\xcc" * 1_000_000):
        decode(PATH, data)


POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"4d7a" * 16 + b"\nsize 12345\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (POINTER, True),
        (POINTER.replace(b"git-lfs.github.com", b"hawser.github.com"), True),
        (b"", False),
        (b"# see https://git-lfs.github.com/spec/v1\noid = 3", False),
        (b"version https://git-lfs.github.com/spec/v1\n", False),
        (POINTER + b"x" * 2000, False),
    ],
)
def test_pointers_of_git_lfs_are_told_from_text_about_them(data: bytes, *, expected: bool) -> None:
    assert lfs_pointer(data) is expected

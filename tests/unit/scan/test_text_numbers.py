"""Numbers in running text."""

from __future__ import annotations

import pytest

from smsaudit.model.location import TreePath
from smsaudit.model.value import Text
from smsaudit.scan.text_code import TEXT_CODE


def shown(path: str, text: str) -> list[tuple[int, str]]:
    facts = TEXT_CODE.scan(TreePath(path), text)[0]
    return [(one.place.line, one.value.value) for one in facts.texts if isinstance(one.value, Text)]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.html", "<p>\n粤ICP备14005127号-1</p>", [(2, "粤ICP备14005127号-1")]),
        ("a.vue", "<template><a>京ICP证160901号</a></template>", [(1, "京ICP证160901号")]),
        ("a.tsx", "const f = () => <p>沪ICP备19012345号</p>;", [(1, "const f = () => 沪ICP备19012345号")]),
        ("a.html", "<p>经营许可证：<a href=x>粤B2-20160043</a></p>", [(1, "经营许可证： 粤B2-20160043")]),
        (
            "a.html",
            "<p>one 粤B2-20160043</p><p>two 浙B2-20170044</p>",
            [(1, "one 粤B2-20160043"), (1, "two 浙B2-20170044")],
        ),
        ("a.html", "<!-- 粤ICP备14005127号 --><p>nothing</p>", []),
        ("a.js", "// 粤ICP备14005127号\nx = 1", []),
        ("a.html", "<p>AB2-20160043 and ICP-MS 2016</p>", []),
    ],
)
def test_numbers_are_read_with_what_stands_before_them(
    path: str, text: str, expected: list[tuple[int, str]]
) -> None:
    assert shown(path, text) == expected


def test_very_many_numbers_are_cut() -> None:
    assert len(shown("a.html", "<p>粤ICP备14005127号</p>" * 1_000)) == 200

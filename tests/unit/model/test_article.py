"""How articles are cited."""

from __future__ import annotations

import pytest

from smsaudit.law import shipped
from smsaudit.model.article import cited


@pytest.mark.parametrize(
    ("article", "en", "zh"),
    [
        ("69", "Art. 69", "第69条"),
        ("7(3)", "Art. 7(3)", "第7条第3款"),
        ("6 no. 4", "Art. 6 no. 4", "第6条第4项"),
        ("17, 23", "Art. 17, 23", "第17条、第23条"),
        ("58 no. 1, 64", "Art. 58 no. 1, 64", "第58条第1项、第64条"),
        ("B25", "B25", "B25"),
    ],
)
def test_an_article_is_cited_as_each_language_does(article: str, en: str, zh: str) -> None:
    words = cited(article)
    assert (words.en, words.zh) == (en, zh)


def test_every_article_of_the_shipped_law_that_has_a_number_is_cited_in_full() -> None:
    articles = {each.article for each in shipped().statements.values() if each.article[:1].isdigit()}
    assert articles
    for article in articles:
        assert cited(article).zh.count("第") >= article.count(",") + 1, article
        assert "(" not in cited(article).zh

"""How articles are cited."""

from __future__ import annotations

import re

import pytest

from smsaudit.law import shipped
from smsaudit.model.article import cited, located
from smsaudit.model.words import Words


@pytest.mark.parametrize(
    ("article", "en", "zh"),
    [
        ("69", "Art. 69", "第六十九条"),
        ("7(3)", "Art. 7(3)", "第七条第三款"),
        ("6 no. 4", "Art. 6 no. 4", "第六条第四项"),
        ("17, 23", "Art. 17, 23", "第十七条、第二十三条"),
        ("58 no. 1, 64", "Art. 58 no. 1, 64", "第五十八条第一项、第六十四条"),
        ("10", "Art. 10", "第十条"),
        ("105", "Art. 105", "第一百零五条"),
        ("110", "Art. 110", "第一百一十条"),
        ("200", "Art. 200", "第二百条"),
        ("66-78", "Art. 66-78", "第六十六条至第七十八条"),
        ("7, 66-78", "Art. 7, 66-78", "第七条、第六十六条至第七十八条"),
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


@pytest.mark.parametrize(
    ("locator", "zh"),
    [
        ("line 7", "第7行"),
        ("lines 12-14", "第12-14行"),
        ("lines 5, 9", "第5、9行"),
        ("item 15", "第15项"),
        ("Art. 31, 44", "第三十一条、第四十四条"),
        ("whole", "全文"),
        ("B24-1", "B24-1"),
        ("1063Y, 1069Y", "1063Y, 1069Y"),
    ],
)
def test_a_place_in_a_source_is_told_as_each_language_does(locator: str, zh: str) -> None:
    assert located(locator) == Words(locator, zh)


@pytest.mark.parametrize("locator", ["service provider", "Item", "table 1", "line seven"])
def test_words_for_a_place_need_both_languages(locator: str) -> None:
    assert located(locator) is None


def test_every_place_in_a_source_of_the_shipped_law_is_told_in_chinese() -> None:
    places = [source.locator for each in shipped().statements.values() for source in each.sources]
    assert places
    assert [place for place in places if place is None or re.search(r"[a-z]{2}", place.zh)] == []

from __future__ import annotations

from smsaudit.law import shipped
from smsaudit.law.dates import dates


def test_the_dates_in_the_text_are_those_of_the_statements() -> None:
    statements = shipped().statements.values()
    read, again = max(each.as_of for each in statements), min(each.review_by for each in statements)
    assert dates() == (str(read), str(again))

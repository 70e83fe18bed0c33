"""What calls that iterate, choose or count hand on of the collections that they are given."""

from __future__ import annotations

import pytest

from tests.support.program import program

HEAD = """\
import acme, functools, itertools, random, secrets
from functools import reduce
from itertools import chain, cycle
from tqdm import tqdm
ONE = [acme.Client()]
OTHER = [acme.Client()]
"""
HANDED = {
    "in turn": "for c in cycle(ONE):\n    c.send()  #?\n",
    "the next in turn": "turn = itertools.cycle(ONE)\nnext(turn).send()  #?\n",
    "one after the other": "for c in chain([], ONE):\n    c.send()  #?\n",
    "of several lists": "for c in chain.from_iterable([ONE, OTHER]):\n    c.send()  #?\n",
    "the first few": "for c in itertools.islice(ONE, 2):\n    c.send()  #?\n",
    "those that fit": "for c in filter(lambda c: c.on, ONE):\n    c.send()  #?\n",
    "as long as they fit": "for c in itertools.takewhile(bool, ONE):\n    c.send()  #?\n",
    "any of them": "random.choice(ONE).send()  #?\n",
    "some of them": "for c in random.sample(ONE, 1):\n    c.send()  #?\n",
    "any of them, in secret": "secrets.choice(ONE).send()  #?\n",
    "the last of all": "reduce(lambda a, b: b, ONE).send()  #?\n",
    "with a bar": "for c in tqdm(ONE):\n    c.send()  #?\n",
    "numbered": "for n, c in enumerate(ONE):\n    c.send()  #?\n",
    "side by side": "for n, c in itertools.zip_longest([1], ONE):\n    c.send()  #?\n",
}


@pytest.mark.parametrize("source", HANDED.values(), ids=HANDED)
def test_what_was_collected_is_handed_on(source: str) -> None:
    assert program(HEAD + source).origins() == {"acme.Client.send"}


def test_what_tells_whether_something_fits_is_not_handed_on() -> None:
    assert program("import acme\nfor c in filter(acme.Client, [1]):\n    c.send()  #?\n").origins() == set()

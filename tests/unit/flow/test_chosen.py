"""A provider that a text chooses: a call that is given the text leads to no other."""

from __future__ import annotations

import pytest

from tests.unit.flow.acme import build

HEAD = "import acme\nimport far\n\n\n"
PLAIN = (
    "def deliver_code(provider, to):\n    if provider == 'acme':\n        acme.Client().send(to)\n"
    "    else:\n        far.send_far_text(to)\n\n\n"
)
DEFAULT = PLAIN.replace("provider, to", "to, provider='acme'")
METHOD = (
    "class Texts:\n    def deliver_code(self, provider, to):\n        if provider in ('acme', 'ace'):\n            acme.Client().send(to)\n"
    "        elif provider == 'far':\n            far.send_far_text(to)\n\n\n"
)
HANDED_ON = PLAIN + "def deliver_twice(name, to):\n    deliver_code(name, to)\n\n\n"

CHOSEN: dict[str, tuple[str, set[str]]] = {
    "by position": (PLAIN + "def go():\n    deliver_code('acme', 1)\n", {"acme"}),
    "by keyword": (PLAIN + "def go():\n    deliver_code(to=1, provider='far')\n", {"far"}),
    "by a constant": (PLAIN + "NAME = 'far'\n\n\ndef go():\n    deliver_code(NAME, 1)\n", {"far"}),
    "by default": (DEFAULT + "def go():\n    deliver_code(1)\n", {"acme"}),
    "against the default": (DEFAULT + "def go():\n    deliver_code(1, 'far')\n", {"far"}),
    "of a method": (METHOD + "def go():\n    Texts().deliver_code('far', 1)\n", {"far"}),
    "handed on": (HANDED_ON + "def go():\n    deliver_twice('far', 1)\n", {"far"}),
    "once each": (
        PLAIN + "def go():\n    deliver_code('acme', 1)\n    deliver_code('far', 2)\n",
        {"acme", "far"},
    ),
    "by something unknown": (PLAIN + "def go(name):\n    deliver_code(name, 1)\n", {"acme", "far"}),
    "from a table": (PLAIN + "def go(row):\n    deliver_code(row['name'], 1)\n", {"acme", "far"}),
    "put otherwise on the way": (
        PLAIN.replace("    if provider ==", "    provider = far.usual_name(provider)\n    if provider ==")
        + "def go():\n    deliver_code('acme', 1)\n",
        {"acme", "far"},
    ),
    "unpacked": (PLAIN + "def go(row):\n    deliver_code(*row)\n", {"acme", "far"}),
}


@pytest.mark.parametrize(("source", "channels"), CHOSEN.values(), ids=CHOSEN)
def test_a_call_leads_to_the_provider_that_it_names(source: str, channels: set[str]) -> None:
    flow, _ = build({"app.py": HEAD + source})
    assert {each.channel for each in flow.flows if each.steps[0].name == "go"} == channels


def test_a_flow_tells_the_call_that_chose_it() -> None:
    calls = "def go():\n    deliver_code('acme', 1)\n    deliver_code('far', 2)\n"
    flow, _ = build({"app.py": HEAD + PLAIN + calls})
    lines = {each.channel: each.steps[1].called_at for each in flow.flows}
    first = (HEAD + PLAIN).count("\n") + 2
    assert {name: place.line for name, place in lines.items() if place} == {"acme": first, "far": first + 1}

"""Every format: harmless whatever the tree says, and true to the graph."""

from __future__ import annotations

import json
import re
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from smsaudit.model.words import Language
from smsaudit.report.graph import FORMATS, message_graph
from smsaudit.report.graph.dot import escaped as dot_escaped
from smsaudit.report.graph.focus import choices, focused
from smsaudit.report.graph.mermaid import escaped as mermaid_escaped
from tests.support import results

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = ("mermaid", "dot", "svg", "graphml")

ALL = [
    pytest.param(format_, sample, language, id=f"{format_}-{sample}-{language}")
    for format_ in FORMATS
    for sample in results.SAMPLES
    for language in Language
]


def written(format_: str, sample: str, language: Language = Language.EN) -> str:
    return FORMATS[format_](results.SAMPLES[sample](), language)


@pytest.mark.parametrize(("format_", "sample", "language"), ALL)
def test_no_character_is_hidden_from_the_reader(format_: str, sample: str, language: Language) -> None:
    text = written(format_, sample, language)
    assert text.endswith("\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2066]", text)


@pytest.mark.parametrize("sample", results.SAMPLES)
@pytest.mark.parametrize("format_", ["svg", "graphml"])
def test_xml_is_well_formed_and_says_what_it_is(format_: str, sample: str) -> None:
    root = ET.fromstring(written(format_, sample))  # noqa: S314 - we wrote it
    assert root.tag.rpartition("}")[2] == format_


@pytest.mark.parametrize("sample", results.SAMPLES)
def test_svg_holds_nothing_that_acts_or_loads(sample: str) -> None:
    root = ET.fromstring(written("svg", sample))  # noqa: S314 - we wrote it
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "path", "polygon", "g", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name}
    assert "url(" not in (root.findtext(f"{SVG}style") or "")


def test_a_tree_cannot_add_elements_to_the_svg() -> None:
    text = written("svg", "hostile")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("sample", results.SAMPLES)
def test_text_of_the_svg_stays_inside_the_sheet(sample: str, language: Language) -> None:
    root = ET.fromstring(written("svg", sample, language))  # noqa: S314 - we wrote it
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for element in root.iter(f"{SVG}text"):
        narrowest = 4.0 * len(element.text or "")
        assert 0 <= float(element.attrib["x"]) <= width - narrowest
        assert 0 <= float(element.attrib["y"]) <= height


def test_svg_has_a_name_and_a_description_for_those_who_do_not_see_it() -> None:
    root = ET.fromstring(written("svg", "conditional-c"))  # noqa: S314 - we wrote it
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == "How a message gets from shop to a phone"
    assert (root.findtext(f"{SVG}desc") or "").startswith("C unless shown otherwise")


def test_a_channel_shows_its_label_in_letter_shape_and_colour() -> None:
    root = ET.fromstring(written("svg", "conditional-c"))  # noqa: S314 - we wrote it
    shapes = {
        group.attrib["class"]: shape.tag.removeprefix(SVG)
        for group in root.iter(f"{SVG}g")
        for shape in group.iterfind("*[@class='outline']")
    }
    assert shapes["C C"] == "polygon"
    assert shapes["B B"] == "rect"
    letters = [each.text for each in root.iter(f"{SVG}text") if each.attrib["class"] == "letter"]
    assert sorted(letters[1:], key=str) == ["B", "C"]


def test_the_legend_explains_the_lines_that_occur_and_no_others() -> None:
    legend = written("svg", "conditional-c")
    assert "guessed, because the names agree" in legend
    assert "guessed, because the names agree" not in written("svg", "own-sims-a")


@pytest.mark.parametrize("text", ['a"b', "a]b", "a#b;", "a`b", "<b>", "a&lt;", "C:\\x", "$$x$$", ":fa-car"])
def test_no_text_ends_a_mermaid_label_or_is_obeyed_in_it(text: str) -> None:
    shown = re.sub(r"#(\d+);", lambda match: chr(int(match[1])), mermaid_escaped(text))
    assert shown == text
    assert not re.search(r'["<>`$\\&]|:fa-|#(?!\d+;)', mermaid_escaped(text))


def test_mermaid_says_one_thing_per_line() -> None:
    lines = written("mermaid", "hostile").splitlines()
    node = r'n\d+(?:\("|\["|\[/"|\[\("|\(\("|\(\["|\[\["|\{\{"|>")[^"]*(?:"\)|"\]|"/\]|"\)\]|"\)\)|"\]\)|"\]\]|"\}\})'
    edge = r'n\d+ (?:-->|-\.->)(?:\|"[^"]*"\|)? n\d+'
    other = r"flowchart LR|acc(?:Title|Descr): .*|classDef [ABC] \S+|class [n\d,]+ [ABC]"
    assert [line for line in lines if not re.fullmatch(f" *(?:{node}|{edge}|{other})", line)] == []


@pytest.mark.parametrize("text", ['a"b', "\\", '\\"', "a\\nb", "<b>"])
def test_a_dot_string_holds_any_text(text: str) -> None:
    quoted = dot_escaped(text)
    assert re.fullmatch(r'(?:[^"\\]|\\["\\])*', quoted)
    assert re.sub(r"\\(.)", r"\1", quoted) == text


def test_dot_says_one_thing_per_line() -> None:
    string = r'"(?:[^"\\]|\\.)*"'
    attribute = rf"\w+=(?:{string}|\w+)"
    line = rf"(?:(?:\w+|n\d+ -> n\d+) \[{attribute}(?:, {attribute})*\];|\{{ rank=same; [n\d; ]+ \}}|digraph messages \{{|\}})"
    lines = written("dot", "hostile").splitlines()
    assert [each for each in lines if not re.fullmatch(f" *{line}", each)] == []


@pytest.mark.parametrize("sample", results.SAMPLES)
def test_json_and_graphml_hold_the_whole_graph(sample: str) -> None:
    graph = message_graph(results.SAMPLES[sample]())
    read = json.loads(written("json", sample))
    assert read["graph"]["schema"] == "smsaudit-graph/1"
    assert [node["id"] for node in read["nodes"]] == [node.id for node in graph.nodes]
    assert len(read["edges"]) == len(graph.edges)
    network = nx.read_graphml(BytesIO(written("graphml", sample).encode()), force_multigraph=True)
    assert (len(network), network.number_of_edges()) == (len(graph.nodes), len(graph.edges))


def test_json_says_where_a_hop_stands_and_how_it_was_resolved() -> None:
    edges = json.loads(written("json", "conditional-c"))["edges"]
    assert {
        "source": "function:shop/accounts/sms.py:send_code",
        "target": "function:shop/gateway/__init__.py:get_backend().send",
        "kind": "dispatches",
        "key": "dispatches",
        "resolution": "inferred",
        "condition": "",
        "flows": 2,
    } in edges


def test_formats_of_a_tree_without_sends_say_so() -> None:
    for format_ in DRAWN[:3]:
        assert "No SMS sending found in what was read" in written(format_, "nothing")


@pytest.mark.parametrize(
    ("what", "channels", "flows"),
    [
        ("cmpp", ["cmpp"], 1),
        ("ResetView.post", ["cmpp", "tencent"], 2),
        ("POST reset/", ["cmpp", "tencent"], 2),
        ("shop/tasks.py:8", ["tencent"], 1),
        ("shop/tasks.py", ["tencent"], 1),
    ],
)
def test_a_focus_keeps_the_flows_of_one_channel_or_entry_point(
    what: str, channels: list[str], flows: int
) -> None:
    narrowed = focused(results.conditional_c(), what)
    assert narrowed is not None
    assert [judged.channel.id for judged in narrowed.whole.judgements] == channels
    assert len(narrowed.flows) == flows


def test_a_channel_without_flow_can_be_focused() -> None:
    narrowed = focused(results.own_sims_a(), "gammu")
    assert narrowed is not None
    assert [node.name for node in message_graph(narrowed).nodes][-1] == "recipients"


def test_everything_that_is_offered_can_be_focused() -> None:
    result = results.conditional_c()
    offered = choices(result)
    assert {"cmpp", "remind_unpaid"} <= set(offered)
    assert all(focused(result, each) is not None for each in offered)
    assert focused(result, "nothing of the kind") is None


def test_ids_in_drawings_are_counted_in_order() -> None:
    numbers = [int(each) for each in re.findall(r"(?m)^  n(\d+)[\[({>]", written("mermaid", "conditional-c"))]
    assert all(b == a + 1 for a, b in pairwise(numbers))

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.fact import Facts
from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.value import Attribute, Joined, Name, Opaque, Text
from smsaudit.scan.text_code import TEXT_CODE, decimal


def read(path: str, text: str) -> Facts:
    return TEXT_CODE.scan(TreePath(path), text)[0]


def words(path: str, text: str) -> set[str]:
    return {word.text for word in read(path, text).words}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("A.java", '// hidden "hidden"\n/* hidden\n\'hidden\' */ String shown = "a//b";'),
        ("a.kt", '/* hidden /* hidden */ hidden */ val shown = "a/*b"'),
        ("a.go", "// hidden `hidden`\nvar shown = `a // b`"),
        ("a.js", "// don't hidden\nconst shown = /[\"'`]/; /* hidden */"),
        ("a.ts", "const shown = `//`; // hidden"),
        ("a.php", "<p>hidden</p><?php # hidden\n// hidden ?>hidden<?php /* hidden */ $shown = 'a#b';"),
        ("a.cs", 'var shown = @"c:\\"; // hidden'),
        ("a.c", "char c = '\"'; /* hidden \" */ int shown; // hidden"),
        ("a.cpp", 'auto s = R"x(" // )x"; int shown; // hidden'),
        ("a.rb", "=begin\nhidden\n=end\nshown = 1 # hidden"),
        ("a.rs", 'fn shown<\'a>(x: &\'a str) { let s = r#""//"#; /* hidden /* */ hidden */ }'),
        ("a.scala", "val shown = 'x' // hidden"),
        ("a.swift", 'let shown = "a" /* hidden */'),
        ("a.sh", "shown=${x#y} # hidden\n#hidden"),
        ("a.lua", "--[[ hidden\n]] shown = 1 -- hidden"),
        ("a.pl", "=pod\nhidden\n=cut\n$shown = $#a; # hidden"),
        ("a.sql", "-- hidden\nSELECT shown /* hidden */ FROM t WHERE a = '--'"),
        ("a.html", "<!-- <a b='hidden'> --><a title='shown'>hidden</a><style>.hidden{}</style>"),
        ("a.vue", "<template><!-- hidden -->don't hidden</template><script>shown() // hidden\n</script>"),
        ("a.proto", "// hidden\nmessage shown {}"),
    ],
)
def test_comments_are_left_out_and_strings_respected(path: str, text: str) -> None:
    found = words(path, text)
    assert "shown" in found
    assert "hidden" not in found


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("A.java", "import a.b.C;\nimport static a.b.D.*;\n// import no;", [("a.b.C", None), ("a.b.D", "*")]),
        ("a.kt", "import a.b.C as D", [("a.b.C", None)]),
        ("a.scala", "import a.b.{C, D}\nimport e._", [("a.b", None), ("e", "*")]),
        (
            "a.go",
            'import "fmt"\nimport (\n\tx "a/b" // "no"\n\t"c/d"\n)',
            [("fmt", None), ("a/b", None), ("c/d", None)],
        ),
        (
            "a.js",
            "import x from 'a';\nimport {y,\n z} from \"b\"; // from 'no'\nconst q = require('c');\nexport * from './d';",
            [("a", None), ("b", "y"), ("b", "z"), ("b", None), ("c", None), ("./d", None)],
        ),
        ("a.php", "<?php\nuse A\\B\\C;\nuse function D\\e;\n# use No;", [("A.B.C", None), ("D.e", None)]),
        ("a.cs", "using A.B;\nusing X = C.D;\nusing (var r = f()) {}", [("A.B", None), ("C.D", None)]),
        ("a.rs", "use twilio::Client;\nuse a::b::{c, d};", [("twilio.Client", None), ("a.b", None)]),
        ("a.rb", "require 'twilio-ruby'", [("twilio-ruby", None)]),
        ("a.c", '#include <stdio.h>\n#include "cmpp.h"', [("stdio.h", None), ("cmpp.h", None)]),
        ("a.vue", "<script>\nimport x from '@/api'\n</script>", [("@/api", None)]),
    ],
)
def test_imports(path: str, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(one.module, one.name) for one in read(path, text).imports] == expected


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("A.java", r's = "a\"b\u4e2dc";', Text('a"b中c')),
        ("a.go", "s := `raw \\n`", Text("raw \\n")),
        ("a.sql", "VALUES ('it''s')", Text("it's")),
        ("a.cs", 'v = @"c:\\x""y"', Text('c:\\x"y')),
        (
            "a.kt",
            's = "http://${h.x}/$p"',
            Joined((Text("http://"), Attribute(Name("h"), "x"), Text("/"), Name("p"))),
        ),
        ("a.js", "s = `http://${host}/${f()}`", Joined((Text("http://"), Name("host"), Text("/"), Opaque()))),
        ("a.rb", 's = "to #{phone}"', Joined((Text("to "), Name("phone")))),
        ("a.php", "<?php $x = '<?xml version=\"1.0\"?>';", Text('<?xml version="1.0"?>')),
        ("a.html", "<a href='http://h/?a=1&amp;b'>", Text("http://h/?a=1&b")),
    ],
)
def test_strings_say_what_they_hold(path: str, text: str, value: Text | Joined) -> None:
    assert [one.value for one in read(path, text).texts] == [value]


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.php", '<?php $u = "https://h/" . $c[\'id\'] . "/send" . $c["to"];', Joined((Text("https://h/"), Opaque(), Text("/send"), Name("c")))),
        ("a.js", "u = 'https://h/' + cfg['id'] + '/send'", Joined((Text("https://h/"), Opaque(), Text("/send")))),
        ("A.cs", 'var u = "https://h/" + Conf()["Sms:Id"] + "/send";', Joined((Text("https://h/"), Opaque(), Text("/send")))),
    ],
)  # fmt: skip
def test_what_is_taken_by_a_key_is_a_part_of_what_is_put_together(
    path: str, source: str, expected: Joined
) -> None:
    assert expected in [one.value for one in read(path, source).texts]


def test_a_list_of_one_text_is_no_key() -> None:
    found = [one.value for one in read("a.js", "f('https://h/', ['id'], '/send')").texts]
    assert found == [Text("https://h/"), Text("/send")]


def test_strings_in_the_holes_of_a_template_are_seen() -> None:
    found = read("a.js", 's = `${get(`https://${"sms.example.com"}/x`)}`').texts
    assert Text("sms.example.com") in [one.value for one in found]


def test_short_strings_of_one_token_are_words_and_sentences_are_not() -> None:
    found = words("A.java", 'a("CMPP_CONNECT", "two words", "' + "x" * 61 + '");')
    assert "CMPP_CONNECT" in found
    assert not found & {"two words", "x" * 61}


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("0x80000004", "2147483652"),
        ("0x00000001u", "1"),
        ("10_000L", "10000"),
        ("1'000", "1000"),
        ("7890", "7890"),
        ("1.5", None),
        ("0x", None),
        ("9" * 5_000, None),
        ("12ab", None),
    ],
)
def test_numbers_are_written_in_decimal(literal: str, expected: str | None) -> None:
    assert decimal(literal) == expected


def test_a_word_stands_where_it_first_occurs() -> None:
    facts = read("A.java", "class A {\n  int b; A c; }")
    assert [(word.text, word.place.line, word.place.column) for word in facts.words][:2] == [
        ("class", 1, 1),
        ("A", 1, 7),
    ]


def test_all_facts_belong_to_one_module_scope() -> None:
    facts = read("a.go", 'package a\nvar s = "xyz"')
    assert len(facts.scopes) == 1
    assert [one.scope for one in facts.texts] == [0]


def test_a_string_beyond_the_limit_is_cut_and_said_to_be() -> None:
    facts, gaps = TEXT_CODE.scan(TreePath("a.js"), "s = '" + "x" * 5_000 + "'")
    assert [one.value for one in facts.texts] == [Text("x" * 2_000)]
    assert [gap.kind for gap in gaps] == [GapKind.CUT]


@pytest.mark.parametrize("path", ["a.php", "a.rb", "a.sh", "a.js", "a.rs"])
def test_a_stray_quote_hides_only_what_is_near(path: str) -> None:
    start = "<?php " if path == "a.php" else ""
    filler = "word other\n" * 3_000
    assert "shown" in words(path, f"{start}` ' \"\n{filler} shown \n{filler}")


@given(said=st.text("abc 'xyz/*#`\"", max_size=40))
def test_what_a_comment_says_changes_nothing(said: str) -> None:
    said = said.replace("*/", "").rstrip("*")
    code = 'int x = 1; /*{}*/ String s = "text";'
    assert read("A.java", code.replace("{}", said)) == read("A.java", code.replace("{}", " " * len(said)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("const rq = require('request')\n", [("request", "rq")]),
        ("import axios from 'axios';\n", [("axios", "axios")]),
        ("import * as http from 'node:http'\n", [("node:http", "http")]),
        (
            "import { a, b as f } from 'c'\nrequire('d')\nimport 'e'\n",
            [("c", "a"), ("c", "f"), ("c", ""), ("d", ""), ("e", "")],
        ),
        ("const { a, b: f } = require('c')\n", [("c", "a"), ("c", "f"), ("c", "")]),
    ],
)
def test_an_import_in_javascript_tells_the_name_that_it_binds(
    source: str, expected: list[tuple[str, str]]
) -> None:
    facts, _ = TEXT_CODE.scan(TreePath("a.js"), source)
    assert [(one.module, one.alias) for one in facts.imports] == expected

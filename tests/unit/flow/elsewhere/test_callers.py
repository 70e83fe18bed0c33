"""From a send backwards where names are not resolved: what vouches for a caller, and what does not."""

from __future__ import annotations

import pytest

from smsaudit.model.flow import Resolution
from tests.support.program import Known, Sources, message_flow, shipped
from tests.unit.flow.acme import names

ADDRESS = "https://api.smsbao.com/sms?u=shop&m="
JAVA = f"""package shop;
public class SmsBaoSender implements TextSender {{
    public void send(String mobile) {{ Http.get("{ADDRESS}" + mobile); }}
}}
"""
NODE = f"exports.textCode = async (mobile) => {{ await axios.get('{ADDRESS}' + mobile); }};\n"
GO = f'package sms\nfunc TextCode(mobile string) {{ http.Get("{ADDRESS}" + mobile) }}\n'
PHP = f"<?php class SmsBao {{ public function textCode($mobile) {{ file_get_contents('{ADDRESS}' . $mobile); }} }}\n"
SHARP = f'public class SmsBao : ITexts {{ public async Task Text(string m) {{ await client.GetAsync("{ADDRESS}" + m); }} }}\n'


def flows(sources: Sources) -> list[list[str]]:
    """Names of the steps of every flow, without the send, sorted."""
    return sorted(names(flow)[:-1] for flow in message_flow(sources, known())[0].flows)


def known() -> Known:
    """One provider and all frameworks."""
    return Known.of([each for each in shipped().values() if each.id == "smsbao" or each.kind == "framework"])


CALLED: dict[str, tuple[Sources, list[str]]] = {
    "by a variable of its type": (
        {
            "s/SmsBaoSender.java": JAVA,
            "w/Go.java": "import shop.SmsBaoSender;\nclass Go { void go(SmsBaoSender x) { x.send(m); } }\n",
        },
        ["Go.go", "SmsBaoSender.send"],
    ),
    "by a variable of its interface": (
        {
            "s/SmsBaoSender.java": JAVA,
            "w/Go.java": "class Go { private final TextSender way; void go() { this.way.send(m); } }\n",
        },
        ["Go.go", "SmsBaoSender.send"],
    ),
    "by what its class extends far above": (
        {
            "s/SmsBaoSender.java": JAVA.replace("implements TextSender", "extends Base"),
            "s/Base.java": "abstract class Base implements Ways {}\n",
            "s/Ways.java": "interface Ways extends Channels { }\n",
            "w/Go.java": "class Go { Channels way; void go() { way.send(m); } }\n",
        },
        ["Go.go", "SmsBaoSender.send"],
    ),
    "by what is called like it": (
        {
            "s/SmsBaoSender.java": JAVA,
            "w/Go.kt": "class Go(locator: Locator) { fun go() { locator.smsBao().send(m) /* SmsBaoSender */ ; SmsBaoSender() } }\n",
        },
        ["Go.go", "SmsBaoSender.send"],
    ),
    "by its own class": (
        {"s/SmsBaoSender.java": JAVA.replace("public void send", "void go() { send(m); }\npublic void send")},
        ["SmsBaoSender.go", "SmsBaoSender.send"],
    ),
    "by a class that extends it": (
        {
            "s/SmsBaoSender.java": JAVA,
            "w/Go.java": "class Go extends SmsBaoSender { void go() { super.send(m); } }\n",
        },
        ["Go.go", "SmsBaoSender.send"],
    ),
    "by the class that it fills in": (
        {
            "s/SmsBaoSender.java": JAVA.replace("implements TextSender", "extends Base"),
            "s/Base.java": "abstract class Base { abstract void send(String m); void go() { send(m); } }\n",
        },
        ["Base.go", "SmsBaoSender.send"],
    ),
    "as what a thread runs": (
        {
            "s/Job.java": JAVA.replace(
                "SmsBaoSender implements TextSender", "Job implements Runnable"
            ).replace("send(String mobile)", "run()"),
            "w/Go.java": "class Go { void go() { new Thread(new Job()).start(); } }\n",
        },
        ["Go.go", "Job.run"],
    ),
    "from the module that requires it": (
        {
            "lib/sms.js": NODE,
            "go.js": "const { textCode } = require('./lib/sms');\nfunction go() { textCode(1); }\n",
        },
        ["go", "textCode"],
    ),
    "on the module that requires it": (
        {
            "lib/sms.js": NODE,
            "go.ts": "import * as texts from './lib/sms';\nexport const go = async () => { await texts.textCode(1); };\n",
        },
        ["go", "textCode"],
    ),
    "by the way of a service locator": (
        {
            "app/service/sms.js": NODE,
            "app/go.js": "module.exports = { async go(ctx) { await ctx.service.sms.textCode(1); } };\n",
        },
        ["go", "textCode"],
    ),
    "from inside a function of its own": (
        {
            "sms.js": f"function go() {{\n  const later = () => {{ axios.get('{ADDRESS}' + m); }};\n  items.push(1);\n}}\n"
        },
        ["go", "later"],
    ),
    "as what a timer is given": (
        {
            "lib/sms.js": NODE,
            "go.js": "const s = require('./lib/sms');\nfunction go() { setTimeout(s.textCode, 5); }\n",
        },
        ["go", "textCode"],
    ),
    "from a package that imports it": (
        {
            "sms/bao.go": GO,
            "web/go.go": 'package web\nimport "shop/sms"\nfunc Go() { sms.TextCode("1") }\n',
        },
        ["Go", "TextCode"],
    ),
    "from the same package": (
        {"sms/bao.go": GO, "sms/go.go": 'package sms\nfunc Go() { go TextCode("1") }\n'},
        ["Go", "TextCode"],
    ),
    "by a method of the same type": (
        {
            "sms/bao.go": GO.replace("func TextCode", "func (b *Bao) Send"),
            "sms/go.go": 'package sms\nfunc (b *Bao) Go() { b.Send("1") }\n',
        },
        ["Bao.Go", "Bao.Send"],
    ),
    "on an object that is made there": (
        {"lib/SmsBao.php": PHP, "go.php": "<?php function go() { $x = new SmsBao(); $x->textCode(1); }\n"},
        ["go", "SmsBao.textCode"],
    ),
    "on what a container answers for its class": (
        {
            "lib/SmsBao.php": PHP,
            "go.php": "<?php function go() { app()->make(SmsBao::class)->textCode(1); }\n",
        },
        ["go", "SmsBao.textCode"],
    ),
    "on what was fetched for its interface": (
        {
            "s/SmsBaoSender.java": JAVA,
            "w/Go.java": "class Go { void go() { var x = context.getBean(name, TextSender.class); x.send(m); } }\n",
        },
        ["Go.go", "SmsBaoSender.send"],
    ),
    "statically": (
        {"lib/SmsBao.php": PHP, "go.php": "<?php function go() { SmsBao::textCode(1); }\n"},
        ["go", "SmsBao.textCode"],
    ),
    "by a field of its interface, awaited": (
        {
            "SmsBao.cs": SHARP,
            "Go.cs": "class Go { private readonly ITexts _x; public async Task Run() { await _x.Text(m); } }\n",
        },
        ["Go.Run", "SmsBao.Text"],
    ),
    "by the name that C gives to everybody": (
        {
            "modem.c": f'void text_owner(char *to) {{ post("{ADDRESS}", to); }}\n',
            "door.c": "void door_opened(void) { text_owner(OWNER); }\n",
        },
        ["door_opened", "text_owner"],
    ),
}


@pytest.mark.parametrize(("sources", "way"), CALLED.values(), ids=CALLED)
def test_a_function_is_called(sources: Sources, way: list[str]) -> None:
    assert flows(sources) == [way]


ELSEWHERE: dict[str, Sources] = {
    "a method of the same name on something else": {
        "s/SmsBaoSender.java": JAVA,
        "w/Go.java": "import shop.TextSender;\nclass Go { Mailer mailer; void go() { mailer.send(m); } }\n",
    },
    "an everyday name on who knows what": {
        "s/SmsBaoSender.java": JAVA,
        "w/Go.java": "class Go { void go() { queue().send(m); TextSender.NAME; } }\n",
    },
    "a bare name in another class of the package": {
        "s/SmsBaoSender.java": JAVA,
        "s/Go.java": "class Go { TextSender t; void go() { send(m); } void send(String m) { } }\n",
    },
    "a function of a module that is not imported": {
        "lib/sms.js": NODE,
        "go.js": "const sms = 1;\nfunction go() { textCode(1); }\nfunction textCode() { }\n",
    },
    "a package of another name": {
        "sms/bao.go": GO,
        "web/go.go": 'package web\nimport "shop/mail"\nfunc Go() { mail.TextCode("1") }\n',
    },
    "the method of another type in the same package": {
        "sms/bao.go": GO.replace("func TextCode", "func (b *Bao) Send"),
        "sms/go.go": 'package sms\nfunc (m *Mail) Go() { m.box.Send("1") }\n',
    },
    "another language": {
        "lib/SmsBao.php": PHP,
        "go.js": "const SmsBao = require('x');\nfunction go() { SmsBao.textCode(1); }\n",
    },
    "a test": {
        "s/SmsBaoSender.java": JAVA,
        "src/test/java/SenderTest.java": "class SenderTest { void go(SmsBaoSender x) { x.send(m); } }\n",
    },
}


@pytest.mark.parametrize("sources", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_name_alone_leads_nowhere(sources: Sources) -> None:
    assert [len(way) for way in flows(sources)] == [1]


def test_a_guess_says_so() -> None:
    sources = {
        "lib/sms.js": NODE,
        "go.js": "const s = require('./lib/sms');\nfunction go(box) { box.pick().textCode(1); }\n",
    }
    (flow,) = message_flow(sources, known())[0].flows
    assert [step.resolution for step in flow.steps[1:2]] == [Resolution.BY_NAME]


def test_where_too_many_call_that_is_said() -> None:
    callers = "".join(f"function go{n}() {{ textCode(1); }}\n" for n in range(80))
    graph = message_flow({"sms.js": NODE + callers}, known())[0]
    assert [gap.reason.en for gap in graph.gaps] == [
        "a function that sends has more than 60 callers; the others were not followed"
    ]


def test_where_too_many_files_may_call_that_is_said() -> None:
    files = {
        f"w/Go{n}.java": f"class Go{n} {{ TextSender t; void go() {{ t.send(m); }} }}\n" for n in range(130)
    }
    graph = message_flow({"s/SmsBaoSender.java": JAVA, **files}, known())[0]
    assert "the search for callers outside Python stopped after 100 files" in [
        gap.reason.en for gap in graph.gaps
    ]


MANY_TYPES = {
    "p/Post.java": f'class Post implements Way {{ void deliver(String m) {{ Http.get("{ADDRESS}" + m); }} }}\n',
    **{f"a/N{n:03}.java": f"class N{n:03} {{ Way way; }}\n" for n in range(40)},
    "p/Mid.java": "class Mid implements Step { Way way; void pass() { way.deliver(m); } }\n",
    **{f"w/W{n:03}.java": f"class W{n:03} {{ Step step; /* pass */ }}\n" for n in range(95)},
    "z/Go.java": "class Go { Step step; void go() { step.pass(m); } }\n",
}


def test_files_that_are_read_for_their_types_leave_out_no_caller() -> None:
    assert flows(MANY_TYPES) == [["Go.go", "Mid.pass", "Post.deliver"]]


def test_where_too_many_files_may_say_who_answers_that_is_said() -> None:
    graph = message_flow(MANY_TYPES, known())[0]
    assert any("too many files outside Python may say" in gap.reason.en for gap in graph.gaps)


def chain(length: int) -> str:
    """Functions of which each calls the one before, behind a route."""
    steps = "".join(f"function step{n + 1}() {{ step{n}(); }}\n" for n in range(length))
    return (
        f"{NODE}function step0() {{ textCode(1); }}\n{steps}app.post('/far', () => {{ step{length}(); }});\n"
    )


def test_a_long_way_is_followed() -> None:
    (entry,) = message_flow({"a.js": chain(15)}, known())[0].entry_points
    assert entry.route == "/far"


def test_where_a_way_is_too_long_that_is_said() -> None:
    graph = message_flow({"a.js": chain(40)}, known())[0]
    assert graph.entry_points == ()
    assert [gap.reason.en for gap in graph.gaps] == [
        "callers outside Python were followed for 24 steps, and not farther"
    ]


def test_where_a_language_is_not_followed_that_is_said() -> None:
    graph = message_flow({"a.rb": f"def text(m)\n  Net::HTTP.get(URI('{ADDRESS}' + m))\nend\n"}, known())[0]
    assert [(gap.path, gap.line, gap.reason.en) for gap in graph.gaps] == [
        ("a.rb", 2, "something sends here, and who calls it is not followed in this language")
    ]


def test_what_has_no_name_begins_where_it_is_registered() -> None:
    (flow,) = message_flow({"a.js": f"\n\n{NODE}app.post('/a', () => {{ textCode(1); }});\n"}, known())[
        0
    ].flows
    assert [step.location.line for step in flow.steps] == [4, 3, 3]

"""Methods that are called on what another function answered, and types that fill interfaces without saying so."""

from __future__ import annotations

import pytest

from tests.support.program import Sources
from tests.unit.flow.elsewhere.test_callers import ADDRESS, flows

NODE = f"export class Link {{ async deliver(m) {{ await axios.get('{ADDRESS}' + m); }} }}\n"
JAVA = f'package shop;\nclass Post implements Way {{ void deliver(String m) {{ Http.get("{ADDRESS}" + m); }} }}\n'
GO = f"""package post
type Post struct {{}}
func (p *Post) Send(m string) error {{ _, err := http.Get("{ADDRESS}" + m); return err }}
func (p *Post) Kind() string {{ return "" }}
"""
WAY = "package ways\ntype Way interface {\n\tSend(m string) error\n\tKind() string\n}\n"
WAYS = "package ways\nfunc (w Ways) WayFor(name string) Way { return w[name] }\n"

ANSWERED: dict[str, tuple[Sources, list[str]]] = {
    "by a method that says what it answers, under a condition": (
        {
            "link.ts": NODE,
            "links.ts": "import { Link } from './link';\nexport class Links { linkOf(id: string): Link | undefined { return this.all.get(id); } }\n",
            "go.ts": "class Go {\n  go(x: Note) {\n    const it = x.id\n      ? this.links.linkOf(x.id)\n      : this.first();\n    it.deliver(1);\n  }\n}\n",
        },
        ["Go.go", "Link.deliver"],
    ),
    "by a method of Java whose type is written first": (
        {
            "p/Post.java": JAVA,
            "p/Ways.java": "package shop;\nclass Ways { public Optional<Way> wayFor(String n) { return map.get(n); } }\n",
            "w/Go.java": "class Go { void go() { var it = ways.wayFor(n); it.deliver(m); } }\n",
        },
        ["Go.go", "Post.deliver"],
    ),
    "at once": (
        {
            "p/Post.java": JAVA,
            "p/Ways.java": "package shop;\nclass Ways { Way wayFor(String n) { return map.get(n); } }\n",
            "w/Go.java": "class Go { void go() { ways.wayFor(n).deliver(m); } }\n",
        },
        ["Go.go", "Post.deliver"],
    ),
    "by an interface of Go that its type fills": (
        {
            "post/post.go": GO,
            "ways/way.go": WAY,
            "go/go.go": "package run\ntype Service struct {\n\tway ways.Way\n}\nfunc (s *Service) Go() { s.way.Send(m) }\n",
        },
        ["Service.Go", "Post.Send"],
    ),
    "by what answers with such an interface": (
        {
            "post/post.go": GO,
            "ways/way.go": WAY,
            "ways/ways.go": WAYS,
            "go/go.go": "package run\nfunc (s *Service) Go() { it := s.ways.WayFor(n); it.Send(m) }\n",
        },
        ["Service.Go", "Post.Send"],
    ),
    "beside a method whose name differs in its case": (
        {
            "post/post.go": f'package post\nfunc Send(m string) {{ http.Get("{ADDRESS}" + m) }}\n',
            "mail/mail.go": f'package mail\nfunc (o *Mail) send(m string) {{ http.Get("{ADDRESS}" + m) }}\n',
            "post/go.go": "package post\nfunc Go() { Send(m) }\n",
        },
        ["Go", "Send"],
    ),
}


@pytest.mark.parametrize(("sources", "way"), ANSWERED.values(), ids=ANSWERED)
def test_a_method_is_called_on_what_was_answered(sources: Sources, way: list[str]) -> None:
    assert way in flows(sources)


APART: dict[str, Sources] = {
    "an interface with a method that the type lacks": {
        "post/post.go": GO,
        "ways/way.go": WAY.replace("Kind() string", "Cost() int"),
        "go/go.go": "package run\ntype Service struct {\n\tway ways.Way\n}\nfunc (s *Service) Go() { s.way.Send(m) }\n",
    },
    "what answers with an object of another class": {
        "link.ts": NODE,
        "links.ts": "import { Link } from './link';\nexport class Links { linkOf(id: string): Letter { return new Letter(); } }\n",
        "go.ts": "class Go { go() { const it = this.links.linkOf(1); it.deliver(1); } }\n",
    },
    "what answers under an everyday name": {
        "p/Post.java": JAVA,
        "p/Ways.java": "package shop;\nclass Ways { Way get(String n) { return map.get(n); } }\n",
        "w/Go.java": "class Go { void go() { var it = letters.get(n); it.deliver(m); } }\n",
    },
}


@pytest.mark.parametrize("sources", APART.values(), ids=APART)
def test_what_answers_with_something_else_leads_nowhere(sources: Sources) -> None:
    assert not [way for way in flows(sources) if any("go" in step.lower() for step in way)]

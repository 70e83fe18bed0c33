"""The template environment, and a policy that lets a page run nothing but what was built into it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from smsaudit.model.words import Words
from smsaudit.report.graph.svg.style import LIGHT
from smsaudit.report.html.bilingual import fill, listed, shown
from smsaudit.report.visible import shortened

_LONGEST = 200
_SCRIPTS = ("page.js", "drawing.js", "graph.js")


def page(template: str, context: Mapping[str, object]) -> str:
    """The template filled; everything in it is escaped unless this package made it."""
    return _environment().get_template(template).render({**context, **_own_parts()}) + "\n"


@cache
def _own_parts() -> Mapping[str, Markup]:
    """Shipped with this package and no input: they stand in the page as they are, and none holds an end tag."""
    loader = PackageLoader("smsaudit.report.html")
    own = {name: loader.get_source(_environment(), name)[0] for name in ("page.css", *_SCRIPTS)}
    style = Markup(f"{LIGHT}\n{own['page.css']}")  # noqa: S704
    script = Markup("\n".join(own[name] for name in _SCRIPTS))  # noqa: S704
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": style, "script": script, "policy": Markup(policy)}  # noqa: S704


@cache
def _environment() -> Environment:
    """Made once for all pages of a run, with the templates that it compiled."""
    environment = Environment(
        loader=PackageLoader("smsaudit.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
    )
    environment.filters.update(short=_short, is_web=_is_web)
    environment.globals.update(say=_say, fill=fill, listed=listed)
    return environment


def _say(en: str, zh: str, **parts: object) -> object:
    return fill(Words(en, zh), **parts)  # type: ignore[arg-type] # templates give what `Part` lists


def _short(text: str) -> str:
    return shortened(str(text), _LONGEST)


def _is_web(address: str) -> bool:
    """Whether a link may lead there."""
    return address.startswith(("https://", "http://"))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

"""An HTML page read strictly: what does not close, what is named twice, what is asked for from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"base", "br", "hr", "img", "input", "link", "meta", "wbr"})
FETCHED = ("src", "srcset", "data", "poster", "action", "formaction", "background")


@dataclass
class Page:
    """What a page holds."""

    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    """Style attributes and event handlers."""
    tags: set[str] = field(default_factory=set)
    content: dict[str, list[str]] = field(default_factory=dict)
    """Tag -> text directly in it."""
    metas: dict[str, str] = field(default_factory=dict)


def read(text: str) -> Page:
    """The page in `text`."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.page.faults += [f"<{tag}> is not closed" for tag in reader.open]
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.page.faults.append(f"<{tag}> has an attribute twice")
        self.page.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.page.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        if tag == "meta":
            self.page.metas[given.get("name") or given.get("http-equiv", "")] = given.get("content", "")
        self.page.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.page.fetched += [value for name, value in given.items() if name in FETCHED]
        if tag == "link":
            self.page.fetched.append(given.get("href", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.page.faults.append(f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.page.content.setdefault(self.open[-1], []).append(data)

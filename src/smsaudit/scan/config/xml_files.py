"""XML: element paths, attributes, and the habit of writing `<param name="x" value="y"/>`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.handler import ContentHandler

from msgspec import Struct, field

from smsaudit.model.gap import GapKind
from smsaudit.model.location import Place
from smsaudit.model.words import Words
from smsaudit.scan.config.entries import DEEPEST, LONGEST_VALUE, Cut, Entry, KeyPath, Read, clean, too_deep
from smsaudit.scan.config.lines import normalised

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl, Locator

_CHUNK = 65_536
_ENTITY = re.compile(r"<!ENTITY[^>]*+>?")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[\w.\-]++;|%[\w.\-]++;(?=\s)")
_DECLARATION = re.compile(r"\A\s*+<\?xml\s[^>]*+>")
_NOT_NEWLINE = re.compile(r"[^\n]")
_ENTITIES = Words("entity declarations were left out", "已略去实体声明")
_MALFORMED = Words("not well-formed XML", "XML格式不良")
_UNSAFE = Words("XML that is not safe to parse", "解析不安全的XML")
_NAMING = ("name", "key", "Name", "Key")


class _Element(Struct):
    path: KeyPath
    place: Place
    name: str | None = None
    """What `name` or `key` says, as an attribute or as a child."""
    texts: list[str] = field(default_factory=list)
    size: int = 0
    children: Counter[str] = field(default_factory=Counter)


class _Handler(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Entry | Cut] = []
        self._stack = [_Element((), Place(1))]
        self._dropped = 0
        self._where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX's name
        self._where = locator

    def _place(self) -> Place:
        line = self._where.getLineNumber() if self._where else 1
        column = self._where.getColumnNumber() if self._where else 0
        return Place(max(line or 1, 1), max(column or 0, 0) + 1)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        if self._dropped or len(self._stack) > DEEPEST:
            if not self._dropped:
                self.found.append(too_deep(self._place().line))
            self._dropped += 1
            return
        parent, tag, place = self._stack[-1], _local(name), self._place()
        said = {_local(key): value for key, value in attrs.items() if not key.startswith(("xmlns", "xsi:"))}
        for key, text in said.items():
            self.found.append(Entry((*parent.path, f"{tag}@{key}"), text, place))
        naming: str | None = next((said[key] for key in _NAMING if key in said), None)
        value = said.get("value", said.get("Value"))
        if naming is not None and value is not None:
            self.found.append(Entry((*parent.path, naming), value, place))
        # Told apart from the second on; attributes keep the plain path, so that patterns stay simple.
        index = parent.children[tag]
        parent.children[tag] += 1
        path = (*parent.path, tag, index) if index else (*parent.path, tag)
        self._stack.append(_Element(path, place, naming))

    def characters(self, content: str) -> None:
        element = self._stack[-1]
        if not self._dropped and element.size <= LONGEST_VALUE:
            element.texts.append(content)
            element.size += len(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        if self._dropped:
            self._dropped -= 1
            return
        element, parent = self._stack.pop(), self._stack[-1]
        text = "".join(element.texts).strip()
        if not text or element.children:
            return
        tag = _local(name)
        self.found.append(Entry((*parent.path, tag), text, element.place))
        if element.name is not None:
            self.found.append(Entry((*parent.path, element.name), text, element.place))
        elif tag.lower() in ("name", "key") and parent.name is None:
            parent.name = text
        elif tag.lower() == "value" and parent.name is not None:
            outer = self._stack[-2].path if len(self._stack) > 1 else ()
            self.found.append(Entry((*outer, parent.name), text, element.place))


def read_xml(text: str) -> Read:
    """Texts by element path, attributes as `path@attribute`, named values also under their name."""
    text = _DECLARATION.sub(_blank, clean(normalised(text)))
    if text.strip():
        yield from _parsed(text)


def _parsed(text: str) -> Read:
    from xml.sax import SAXException, SAXParseException

    from defusedxml import DefusedXmlException
    from defusedxml.sax import make_parser

    if "<!ENTITY" in text:
        yield Cut(_ENTITIES, 1, GapKind.MENDED)
    text = _without_entities(text)
    handler = _Handler()
    parser = make_parser()
    # A DOCTYPE may name an external file; without these features the parser never asks for it.
    parser.forbid_external = False
    parser.setFeature("http://xml.org/sax/features/external-general-entities", False)  # noqa: FBT003
    parser.setContentHandler(handler)
    handler.setDocumentLocator(parser)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
            yield from _drained(handler)
        parser.close()
    except SAXParseException as error:
        yield from _drained(handler)
        yield Cut(_MALFORMED, max(error.getLineNumber() or 1, 1), GapKind.UNPARSED)
    except (SAXException, DefusedXmlException, ValueError, LookupError):
        yield from _drained(handler)
        yield Cut(_UNSAFE, 1, GapKind.UNPARSED)
    yield from _drained(handler)


def _drained(handler: _Handler) -> Iterator[Entry | Cut]:
    found, handler.found = handler.found, []
    yield from found


def _without_entities(text: str) -> str:
    """`text` with what entities declare and refer to blanked, so that nothing can expand."""
    if "<!ENTITY" in text:
        text = _ENTITY.sub(_blank, text)
    return _REFERENCE.sub(_blank, text) if "&" in text or "%" in text else text


def _blank(found: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(" ", found.group())


def _local(name: str) -> str:
    return name.rpartition(":")[2]

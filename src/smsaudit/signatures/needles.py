"""Bytes of which every file in which a pattern could fire contains at least one.

All needles are in lower case (`bytes.lower`), and are to be looked for in the lower-cased path and bytes of a
file: hosts, package names and many regular expressions do not mind the case, and some settings are
told by the name of their file alone.
Where a `Pattern` has `needles` of its own, exactly these count. Otherwise they come from its target:

- calls, imports and subclasses: the package root and every telling segment of each origin, because a file
  may only pass the object on, or import a vendored copy by a relative path; a plain method (`create`) counts
  together with the attribute before it (`messages.create`), a plain root (`http`) in import statements;
- URLs: the longest fixed stretch of each host; without hosts, what each path needs;
- texts: what the regular expression needs, over all its alternatives;
- combinations: what the most telling group needs; of a group that asks for k of n expressions, the n-k+1
  most telling ones, since at least one of these must be there;
- settings: the most telling of keys and values (keys are cut where nested files write them apart),
  or of one key in `beside`; where these are all everyday words, the fixed part of the file names;
- dependencies: the package name, with `-`, `_` and `.` exchanged where PyPI takes them for the same.

A call on an object whose class is named only in another file, and whose method name is an everyday word, is not
found by needles; the search backwards from what is found has to reach it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from smsaudit.model.imports import IMPORTS
from smsaudit.model.signature import (
    CallTarget,
    CombinationTarget,
    DeclaredTarget,
    DependencyTarget,
    ImportTarget,
    Pattern,
    PatternId,
    SettingTarget,
    ShapeTarget,
    Signature,
    SubclassTarget,
    TextTarget,
    UrlTarget,
)
from smsaudit.signatures.literals import literals, lowered, shortest
from smsaudit.signatures.target import segments

_SHORTEST = 4

_SHORTEST_ROOT = 3

KEY_BREAKS = ".[]@"
"""Where the key of a nested setting is put together from what stands apart in the file."""

_TELLING = 8
"""A single lower-case word this long is taken for a name of its own."""

_EVERYDAY = (
    " asterisk azure backends basebackend basemanager call_command client_auth conversion create_action create_batch"
    " create_template daily delete_template gateways get_client get_connection get_session http_api"
    " import_module import_string instantiate jsonrpc originate providers queue_status receivers schedule supplier"
    " access access_key access_token account address agent alert alerts analytics api_key api_url apikey"
    " application apply async auth_token backend base base_url batch bootstrap call callback carrier"
    " channel china client client_id clients close cloud code command common compose conf config"
    " configuration configure connect connection console content content_type core country create"
    " created credentials data debug default deliver delivery description destination device dispatch"
    " docker docker_compose dockerfile driver dummy email enable enabled endpoint error event events"
    " example execute export fake false file from gateway gitee_com github_com gitlab_com global"
    " golang_org gopkg_in group handler header headers hello host http https import index info init"
    " initialize insert instance integration internal invoke java json language list logger login"
    " management manager message messages messaging method mobile mock model models modem module name"
    " node none notification notifications notify null number open option options order param params"
    " parent pass passwd password path phone phones platform port post process product production"
    " profile project properties property protocol protocols provider public publish push python query"
    " queue read reader receipt receive receiver recipient region register registration report request"
    " request_id requests resource resources response rest result return root route secret secret_key"
    " send send_message sender sendmessage server server_url service services session setting settings"
    " sign signature single socket start starter status stop store string struct subject submit"
    " subscribe subscription support system target task template test tests text time timeout title"
    " token toml transaction transport transports true type unsubscribe update upload user user_id"
    " username util utils valid value version view webhook webservice worker write yaml "
)
"""Words that stand in so many files, whole or in part, that they tell nothing."""

_EVERYDAY_PARTS = _EVERYDAY.replace("_", "")
_BARE = re.compile(r"[^\w]|_")
_ARGUMENT = re.compile(r"\(.*\)$")
_CAPITAL_INSIDE = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]")


def needles(signatures: Iterable[Signature]) -> frozenset[bytes]:
    """Lower-case bytes, at least one of which is in every lower-cased file where a signature could fire."""
    return frozenset(
        needle for signature in signatures for pattern in signature.patterns for needle in needles_of(pattern)
    )


def needles_by_pattern(signatures: Iterable[Signature]) -> dict[PatternId, frozenset[bytes]]:
    """The needles of every pattern."""
    return {pattern.id: needles_of(pattern) for signature in signatures for pattern in signature.patterns}


def needles_of(pattern: Pattern) -> frozenset[bytes]:
    """Lower-case bytes, at least one of which is in every lower-cased file where the pattern could fire.

    Empty if none can be told from the target.
    """
    texts = frozenset(pattern.needles) or shortest(frozenset(map(lowered, _of_target(pattern))))
    return frozenset(encoded for text in texts for encoded in encodings(text))


def _of_target(pattern: Pattern) -> frozenset[str]:
    match pattern.target:
        case CallTarget(origins) | SubclassTarget(origins):
            return _all(_of_origin(origin) for origin in origins)
        case ImportTarget(modules):
            return _all(_of_origin(module) for module in modules)
        case UrlTarget(hosts, paths):
            return _all(map(_of_host, hosts)) if hosts else _all(_of_text(path) for path in paths)
        case TextTarget(expression):
            return _of_text(expression)
        case CombinationTarget(groups):
            return _best(_of_group(least, of) for least, of in groups)
        case SettingTarget(keys, values, files, beside):
            return _of_setting(keys, values, beside) or _all(map(_of_file, files))
        case DependencyTarget(packages):
            return _all(map(_of_package, packages))
        case ShapeTarget():
            return frozenset()
        case DeclaredTarget(call):
            return frozenset({call.rpartition(".")[2]})


def _of_origin(origin: str) -> frozenset[str]:
    names = [_ARGUMENT.sub("", segment) for segment in segments(origin)]
    fixed = [name for name in names if "*" not in name]
    found = {
        name
        for name in fixed
        if _is_telling(name) and (name == names[-1] or not name.islower() or "_" in name)
    }
    root = names[0]
    if _weight(root) and "*" not in root:
        found.add(root)
    elif "*" not in root and (len(root) >= _SHORTEST_ROOT or found):
        found |= {form.format(root) for form in IMPORTS}
    if len(names) > 2 and (pair := _method_pair(names, segments(origin)[-2])):  # noqa: PLR2004
        found.add(pair)
    if not found:
        found = {max(fixed, key=len, default="")}
    return frozenset(name for name in found if len(name) >= _SHORTEST)


def _method_pair(names: list[str], before: str) -> str:
    """`messages.create` of `twilio.rest.Client.messages.create`: an everyday method of a named attribute."""
    owner, method = names[-2:]
    is_attribute = owner == before and owner.islower() and any(name[:1].isupper() for name in names[:-2])
    return (
        f"{owner}.{method}" if is_attribute and "*" not in owner + method and not _is_telling(method) else ""
    )


def _is_telling(name: str) -> bool:
    """Whether an identifier is rarely found outside the package that it belongs to."""
    if len(name) < _SHORTEST + 1 or f" {name.lower()} " in _EVERYDAY:
        return False
    is_compound = "_" in name.strip("_") or bool(_CAPITAL_INSIDE.search(name)) or any(map(str.isdigit, name))
    return is_compound or len(name) >= _TELLING


def _of_host(host: str) -> frozenset[str]:
    stretch = max((part.strip(".") for part in host.split("*")), key=len)
    return frozenset({stretch}) if len(stretch) >= _SHORTEST else frozenset()


def _of_group(least: int, expressions: tuple[str, ...]) -> frozenset[str]:
    options = sorted((_of_word(expression) for expression in expressions), key=_score, reverse=True)
    return _all(options[: len(options) - least + 1])


def _of_word(expression: str) -> frozenset[str]:
    """What a whole word needs; a number may be written in decimal or in hexadecimal."""
    if expression.isdecimal():
        digits = f"{int(expression):x}"
        return frozenset({expression, digits}) if len(digits) > _SHORTEST else frozenset()
    # A namespace may be written with other marks between its names, and a chain of calls over several lines.
    return literals(expression, _score, breaks=" .")


def _of_text(expression: str) -> frozenset[str]:
    """What a text needs; long ones are often broken at a space, so that one word is better than several."""
    return literals(expression, _score, breaks=" ") or literals(expression, _score)


def _of_setting(keys: tuple[str, ...], values: tuple[str, ...], beside: tuple[str, ...]) -> frozenset[str]:
    return _best(
        (
            _all(literals(key, _score, breaks=KEY_BREAKS) for key in keys),
            _all(map(_of_text, values)),
            *(frozenset({key.rpartition(".")[2]}) for key in beside),
        )
    )


def _of_file(glob: str) -> frozenset[str]:
    stretch = max(re.split(r"\*|\?|\[.*?\]|/", glob), key=len)
    return frozenset({stretch}) if _weight(stretch) else frozenset()


def _of_package(package: str) -> frozenset[str]:
    ecosystem, _, name = package.partition(":")
    if ecosystem == "maven":
        group, _, artifact = name.partition(":")
        name = artifact if _weight(artifact) else group
    if len(name) < _SHORTEST:
        return frozenset()
    return (
        frozenset(re.sub(r"[-_.]+", mark, name) for mark in "-_.")
        if ecosystem == "pypi"
        else frozenset({name})
    )


def _all(options: Iterable[frozenset[str]]) -> frozenset[str]:
    """The texts of every option together; empty if one has none."""
    found = list(options)
    return frozenset().union(*found) if all(found) else frozenset()


def _best(options: Iterable[frozenset[str]]) -> frozenset[str]:
    """The most telling of options that must all hold."""
    usable = [texts for texts in options if _score(texts)]
    return max(usable, key=lambda texts: (_score(texts), -len(texts), sorted(texts)), default=frozenset())


def _score(texts: frozenset[str]) -> int:
    """How telling these texts are: long and few; 0 where one of them is too short or an everyday word."""
    weakest = min(map(_weight, texts), default=0)
    return weakest and max(1, weakest - len(texts).bit_length() + 1)


def _weight(text: str) -> int:
    bare = _BARE.sub("", text)
    if (
        len(text.encode()) < _SHORTEST
        or len(bare.encode()) < _SHORTEST - 1
        or bare.lower() in _EVERYDAY_PARTS
    ):
        return 0
    return _SHORTEST if text.isdecimal() else len(bare.encode())


def encodings(text: str) -> Iterator[bytes]:
    """The text as source files spell it: UTF-8, the Chinese national encoding, and escapes."""
    yield text.encode().lower()
    if not text.isascii():
        yield text.encode("gb18030").lower()
        yield (
            "".join(letter if letter.isascii() else f"\\u{ord(letter):04x}" for letter in text)
            .encode()
            .lower()
        )

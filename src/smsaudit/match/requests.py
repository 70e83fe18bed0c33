"""Which calls send a request over HTTP, in languages whose names are not resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smsaudit.match.chains import last
from smsaudit.model.fact import Argument, Called, Facts
from smsaudit.model.value import Attribute, Name

_SENDS = re.compile(
    r"curl_exec|curl_easy_perform|file_get_contents|fetch|\$fetch|axios|urlopen|newCall|exchange|openConnection|openStream|OpenRead(?:Async)?|PostForm"
    r"|executeMethod|wp_remote_\w+|simplexml_load_file|readfile"
    r"|(?:post|get)For(?:Object|Entity)|(?:Post|Get|Put|Send)(?:AsJson|String|Form)?Async"
    r"|(?:Upload|Download)(?:String|Values|Data)(?:TaskAsync|Async)?|GetResponse(?:Async)?"
    r"|(?:do|https?|send|curl|request)_?(?:Post|Get|Request|Https?|Curl|post|get|request|https?|curl)\w*"
    r"|[pP]ost_?(?:Curl|Request|Http|Json|Form|curl|request|http|json|form)\w*"
    r"|[gG]et(?:Common|Acs)Response|[pP]rocessCommonRequest|[dD]o(?:RPC|ROA|Rpc|Roa)?(?:Request|Action)(?:WithOptions)?|[cC]allApi"
)
"""Sends a request, whatever the receiver; clients of all products of a cloud among them."""
_PACKAGES = re.compile(
    r"axios|request(?:-promise(?:-native)?|ify)?|(?:node|cross|isomorphic|isomorphic-unfetch|make)-fetch|got|superagent|needle|phin|ky|bent|urllib|undici|unirest|request-json"
)
"""Packages of JavaScript that send requests and do nothing else."""
_MADE_REQUEST = re.compile(r"(?i)\w*req(?:uest)?")
"""What Go's `Do` is given, whatever the client is called."""
_CARRIES = re.compile(
    r"(?:(?:Do|Send|Make|Exec(?:ute)?|Fetch|Perform|do|send|make|exec(?:ute)?|fetch|perform)(?:The)?(?:HTTP|Http)?Req(?:uest)?"
    r"|(?:HTTP|Http|http)?[rR]equest(?:HTTP|Http|Insecure)|RoundTrip)\w*"
)
"""A function of one's own around Go's `Do`, which is given the request as well."""
_VERBS = re.compile(r"(?i)get|post|put|patch|request|send|curl|httpclient|fetch|create|form|json")

_KEEPS = re.compile(
    r"(?i)(?:(?:set|get|add|is|has|build|create|parse|str|preg|array|define|log|print|format|redirect|header|file|in|url)_?)\w*"
    r"|\w*(?:format|printf|log|encode|header|cookie|replace|match|concat|join|assign|view|open|init)\w*"
)
"""Puts an address somewhere, or into words, and sends nothing."""


def keeps(name: str) -> bool:
    """Whether a function, by its name, puts an address that it is given somewhere and sends nothing there."""
    return _KEEPS.fullmatch(name) is not None


class Requests:
    """Knows the calls of one file that send requests."""

    def __init__(self, facts: Facts) -> None:
        self._is_go = facts.language == "go"
        self._names = {one.alias for one in facts.imports if one.alias and _PACKAGES.fullmatch(one.module)}

    def are_made_by(self, call: Called) -> bool:
        """Whether a call sends one for certain: by its name, or because a package that only does this is called."""
        if _SENDS.fullmatch(last(call.callee)):
            return True
        match call.callee:
            case Name(name):
                return name in self._names
            case Attribute(_, "Do") if self._is_go:
                return _takes_request(call.arguments[-1:])
            case Attribute(_, name) if self._is_go and _CARRIES.fullmatch(name):
                return _takes_request(call.arguments)
            case Attribute(Name(name), verb):
                return name in self._names and _VERBS.fullmatch(verb) is not None
            case _:
                return False


def _takes_request(arguments: Iterable[Argument]) -> bool:
    return any(_MADE_REQUEST.fullmatch(last(one.value)) for one in arguments)

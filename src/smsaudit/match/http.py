"""Which calls may carry a request to a URL that they are given."""

from __future__ import annotations

import re

_LIBRARIES = re.compile(
    r"(?:requests|httpx|aiohttp|urllib|urllib2|urllib3|http\.client|httplib|httplib2|pycurl|curl|tornado\.httpclient"
    r"|treq|grequests|asks|niquests|curl_cffi|primp|rnet|hackney|suds|zeep|eventlet\.green\.urllib2)\b.*"
)
_VERBS = frozenset(
    ["get", "post", "put", "request", "urlopen", "fetch", "send", "publish", "open", "do_post", "do_get", "http_post", "http_get", "post_json", "requests", "perform_request", "call_api", "call", "send_request", "make_request", "Request", "post_form", "api_call", "curl", "urlretrieve", "getresponse", "HTTPConnection", "HTTPSConnection", "Client", "ServiceProxy", "async_request", "json_request", "execute", "submit"]
)
_VERB = re.compile(r"(?i)(?:^|_)(?:post|get|put|request|fetch|send|call|urlopen|http|curl)(?:$|_)")
_NOT_REQUESTS = re.compile(
    r"builtins\.(?:str|dict|list|print|len|isinstance|repr|open|getattr|setattr|tuple|set|bytes)\b.*|logging\..*|re\..*|json\..*"
    r"|urllib\.parse\..*|os\..*|django\.urls\..*|django\.utils\..*|.*\.(?:format|join|startswith|endswith|encode|decode|replace|split)"
    r"|unittest\..*|pytest\..*|.*[Mm]ock.*|collections\..*|.*(?:environ|getenv|config|Config|settings)(?:\('.*'\))?(?:\.get)?"
    r"|hashlib\..*|hmac\..*|base64\..*|.*responses\.(?:add|get|post|put)|django\.db\..*|.*[Ll]ogg(?:er|ing)\..*|urllib\.(?:quote|urlencode|unquote).*"
)


def is_library(origin: str) -> bool:
    """Whether an origin belongs to an HTTP client library."""
    return _LIBRARIES.fullmatch(origin) is not None and _NOT_REQUESTS.fullmatch(origin) is None


def may_request(name: str, origins: tuple[str, ...]) -> bool:
    """Whether a call by this name, with these origins, may send a request to a URL among its arguments."""
    if any(is_library(origin) for origin in origins):
        return True
    if origins and all(_NOT_REQUESTS.fullmatch(origin) for origin in origins):
        return False
    return name in _VERBS or _VERB.search(name) is not None

"""Which calls may carry a request to a URL that they are given."""

from __future__ import annotations

import re

from smsaudit.model.fact import Argument, Called
from smsaudit.model.value import Attribute, Name, Text, Value

_LIBRARIES = re.compile(
    r"(?:requests|httpx|aiohttp|urllib|urllib2|urllib3|http\.client|httplib|http_client|httplib2|pycurl|curl|tornado\.httpclient"
    r"|treq|grequests|asks|niquests|curl_cffi|primp|rnet|hackney|suds|zeep|pysimplesoap|SOAPpy|xmlrpc\.client|xmlrpclib|eventlet\.green\.urllib2)\b.*"
)
_REQUESTS = re.compile(
    r".*\.(?:get|post|put|patch|delete|head|options|_?request\w*|send\w*|stream|fetch\w*|urlopen\w*|urlretrieve|open|perform|getresponse"
    r"|putrequest|endheaders|do_request|call|__call__)"
)
"""What of a library carries a request by its name; the rest makes, sets or tells something."""
_PROCEDURES = re.compile(r"(?:suds|zeep|pysimplesoap|SOAPpy|xmlrpc\.client|xmlrpclib|primp|rnet|hackney)\b.*")
"""Libraries whose methods are named after what the other end does."""
_ASKED_PROCEDURES = re.compile(
    r"(?:suds|zeep|pysimplesoap|SOAPpy|xmlrpc\.client|xmlrpclib)\b.*\.(?i:_*(?:get|is|has|check|query|read|list|count|remove|delete|init|release|log_?(?:in|out)"
    r"|(?:un)?register|type_factory|create_\w+|set_\w+|bind|plugins?|wsdl|transport|factory))(?:(?<=[a-z])[A-Z]\w*|[\d_]\w*)?"
)
"""What the other end of them only tells, and what prepares the asking."""
_RENAMED = re.compile(r"(?:six\.moves|future\.(?:moves|backports))\.")
"""Packages that have the standard library's modules under names that both Pythons know."""
_VERBS = frozenset(
    [
        "get",
        "post",
        "put",
        "request",
        "urlopen",
        "fetch",
        "send",
        "publish",
        "open",
        "do_post",
        "do_get",
        "http_post",
        "http_get",
        "post_json",
        "requests",
        "perform_request",
        "call_api",
        "call",
        "send_request",
        "make_request",
        "Request",
        "post_form",
        "api_call",
        "curl",
        "urlretrieve",
        "getresponse",
        "HTTPConnection",
        "HTTPSConnection",
        "Client",
        "ServiceProxy",
        "async_request",
        "json_request",
        "execute",
        "submit",
    ]
)
_VERB = re.compile(
    r"(?i:(?:^|_)(?:post|get|put|request|fetch|send|call|urlopen|http|curl)(?:$|_))"
    r"|^(?:post|send|request|fetch|http)(?=[A-Z])|(?<=[a-z])(?:Post|Request|Send|Fetch|Http|Curl)(?=$|_|[A-Z])"
)
_TELLS = re.compile(
    r"(?i)_*(?:validate|check|parse|extract|format|log|is|has)_\w+|_*get_\w*(?:ref(?:erence)?|id|status|code)"
    r"|_*(?:get|read|load|fetch)_?(?:param(?:eter)?s?|settings?|conf(?:ig)?s?|env(?:iron)?|options?|defaults?|values?|secrets?"
    r"|pref(?:erence)?s?|var(?:iable)?s?|attr(?:ibute)?s?|props?|property)"
)
"""Tells something of an answer, of what is to be sent, or of how the program is set up."""
_NOT_REQUESTS = re.compile(
    r"builtins\.(?:str|dict|list|print|len|isinstance|repr|open|getattr|setattr|tuple|set|bytes)\b.*|logging\..*|re\..*|(?:json|simplejson|ujson|orjson|yaml|toml|tomli|tomllib|pickle|configparser|ConfigParser)\..*"
    r"|urllib\.parse\..*|requests\.compat\..*|aiohttp\.(?:web|test_utils|web_\w+)\..*|os\..*|django\.urls\..*|django\.utils\..*|.*\.(?:format|join|startswith|endswith|encode|decode|replace|split)"
    r"|.*HTTPS?Connection\.(?!request$|putrequest$)\w+|.*\.(?:close|aclose|raise_for_status|getheaders?|set_debuglevel)"
    r"|.*\.(?:[sg]et|add|has)_?\w*_?[hH]eaders?|.*\.(?:headers|proxies|cookies|hooks)\.\w+|.*\.(?:add_data|set_proxy|get_method|get_full_url)"
    r"|.*\.(?:auth\.)?(?:HTTP)?(?:Basic|Digest|Proxy|Bearer)Auth|unittest\..*|pytest\..*|.*[Mm]ock.*|collections\..*|.*(?:environ|getenv|config|Config|settings)(?:\('.*'\))?(?:\.get)?"
    r"|.*\bCurl\.(?!perform)\w+|.*\.(?:prepare|prepare_request|build_request)|grequests\.i?map(?:_enumerated)?"
    r"|hashlib\..*|hmac\..*|base64\..*|.*responses\.(?:add|get|post|put)|django\.db\..*|.*[Ll]ogg(?:er|ing)\..*"
    r"|urllib\.(?:request\.)?(?:quote|urlencode|unquote|urlparse|urlsplit|urljoin|pathname2url|url2pathname|getproxies|\w+Handler).*"
)

_LATER = frozenset(["delay", "apply_async", "send_task", "enqueue", "defer", "defer_async", "kiq"])
"""Puts a task into a queue; by its own name the task may be one that sends a request."""

_ANSWERED = re.compile(
    r".*(?<!urllib)\.(?:get|post|put|patch|delete|request|urlopen|send|fetch|open|getresponse)(?:\([^)]*\))?\..+"
)
"""Something done with the answer to a request."""

_CONNECTIONS = re.compile(
    r".*\.(?:HTTPS?Connection|Session|AsyncClient|SoapClient|SOAPProxy|ServerProxy|Server|Client|ClientSession|PoolManager|Request|build_opener|HTTPAdapter|mount|Headers|Curl"
    r"|Http|AsyncHTTPClient|HTTPClient|HTTPRequest|HTTP\w*Processor|\w+Handler|\w*CookieJar)"
)
"""Made before a request is sent; what carries the message is the call on them."""

_CLIENT = re.compile(
    r"(?i)_*(?:\w+_)?(?:http|https|aiohttp|httpx|requests|session|client)(?:_?(?:client|session))?_*"
)
_WORD = re.compile(r"[\w-]+")
ASKING = frozenset(["post", "put", "request", "fetch", "get"])
"""Methods of clients that send a request."""
_WRAPPER = re.compile(
    r"(?i)_*(?:(?:do|make|send|call|exec|execute|perform|async|safe)_?)?(?:https?_?(?:get|send|call|fetch)|(?:https?_?)?(?:post|requests?|curl|urlopen))"
    r"(?:_?(?:url|json|form|data|full|https?|api|get|post|async|request|xml|retry|and_(?:resp(?:onse)?|get|read|check|log|parse|return)))*"
)
"""A function around a library: it is named after what it does, and not after what it asks for."""

_HELPER = re.compile(r"_*(?:do|call|invoke|execute|api)(?:_?(?:api|action|command|method|rpc|service))*_*")
"""A function that may be one around a library, named after nothing at all."""


def is_library(origin: str) -> bool:
    """Whether an origin belongs to an HTTP client library."""
    origin = _RENAMED.sub("", origin)
    if _LIBRARIES.fullmatch(origin) is None:
        return False
    others = _NOT_REQUESTS, _CONNECTIONS, _ANSWERED, _ASKED_PROCEDURES
    may_carry = _REQUESTS.fullmatch(origin) is not None or _PROCEDURES.fullmatch(origin) is not None
    return may_carry and not any(other.fullmatch(origin) for other in others)


def name_of(callee: Value) -> str:
    """The name by which a call may send a request: that of the task, where a call puts one into a queue."""
    match callee:
        case Attribute(Name(task) | Attribute(_, task), verb) if verb in _LATER:
            return task
        case Attribute(_, name) | Name(name):
            return name
        case _:
            return ""


def may_request(name: str, origins: tuple[str, ...]) -> bool:
    """Whether a call by this name, with these origins, may send a request to a URL among its arguments."""
    is_named = name in _VERBS or (_VERB.search(name) is not None and _TELLS.fullmatch(name) is None)
    if not is_named and not any(map(is_library, origins)):
        return False
    origins = tuple(_RENAMED.sub("", origin) for origin in origins)
    others = _NOT_REQUESTS, _CONNECTIONS, _ANSWERED
    return not origins or not all(any(other.fullmatch(origin) for other in others) for origin in origins)


def looks_up(call: Called, origins: tuple[str, ...]) -> bool:
    """Whether `x.get("key", default)` asks an answer for what stands under a word, and no host for a path."""
    match call.callee, call.arguments:
        case Attribute(_, "get"), (Argument(None, Text(key)), *others) if len(others) < 2:  # noqa: PLR2004
            is_named = any(other.keyword for other in others)
            return _WORD.fullmatch(key) is not None and not is_named and not any(map(is_library, origins))
        case _:
            return False


def is_of_client(callee: Value) -> bool:
    """Whether a request is made, by its name and that of the object that makes it."""
    match callee:
        case Attribute(Name(client) | Attribute(_, client), verb):
            return verb in ASKING and _CLIENT.fullmatch(client) is not None
        case _:
            return False


def wraps(name: str) -> bool:
    """Whether a function is named as one that only hands a request on to a library."""
    return _WRAPPER.fullmatch(name) is not None


def helps(name: str) -> bool:
    """Whether a function is named as one that hands on what it is given, and after nothing else."""
    return wraps(name) or _HELPER.fullmatch(name) is not None

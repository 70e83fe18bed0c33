"""How source languages write comments, strings, words and numbers: enough to tell them apart."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

# Every alternative consumes what it has once looked at, closed or not, so that lexing stays linear.
# Strings that may span lines end after 4,000 characters at the latest: a stray quote hides no more than that.
_SPAN = "{0,4000}+"
_SLASHES = r"(?P<line>//[^\n]*+)"
_HASH = r"(?P<line>(?<![\w$&?{])\#[^\n]*+)"
_BLOCK = r"(?P<block>/\*[\s\S]*?(?:\*/|\Z))"
_NESTING = r"(?P<nesting>/\*)"
_WORD = r"(?P<word>[^\W\d]\w*+)"
_NUMBER = r"(?P<number>[0-9](?:[\w.]|'(?=[0-9A-Fa-f]{3}))*+)"
_DOUBLE = r'(?P<double>"(?:[^"\\\n]++|\\[\s\S])*+"?)'
_SINGLE = r"(?P<single>'(?:[^'\\\n]++|\\[\s\S])*+'?)"
_LONG_DOUBLE = rf'(?P<double>"(?:[^"\\]|\\[\s\S]){_SPAN}"?)'
_LONG_SINGLE = rf"(?P<single>'(?:[^'\\]|\\[\s\S]){_SPAN}'?)"
_BARE = r"(?P<bare>\bhttps?://[^\s\"'<>|&^]++)"
"""An address that a command is given without quotes."""
_TRIPLE = r'(?P<triple>"""[\s\S]*?(?:"""|\Z))'
_TRIPLE_SINGLE = r"(?P<triple_single>'''[\s\S]*?(?:'''|\Z))"
_BACKQUOTED = r"(?P<raw>`[^`]*+`?)"
_CHARACTER = r"(?P<character>'(?:\\[^\n']{1,9}+|[^'\\\n])')"
_REGEX = (
    r"(?P<skip>(?:[=(,:\[!&|?;{}]|\breturn\b)\s*+"
    r"/(?![*/])(?:[^\\/\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n]){0,200}+\]){1,200}+/[a-z]*+)"
)

_DOLLAR = re.compile(r"\$\{(?P<inner>[^{}\n]*+)\}|\$(?P<name>[A-Za-z_]\w*+)")
_PHP_DOLLAR = re.compile(r"\{\$(?P<inner>[^{}\n]*+)\}|\$\{[^{}\n]*+\}|\$(?P<name>[A-Za-z_]\w*+)")
_HASH_BRACE = re.compile(r"#\{(?P<inner>[^{}\n]*+)\}")
_PARENTHESIS = re.compile(r"\\\((?P<inner>[^()\n]*+)\)")


class Grammar(Struct, frozen=True, dict=True):
    """The tokens of a language, and how a string lets values in."""

    language: str
    alternatives: tuple[str, ...]
    interpolation: re.Pattern[str] | None = None

    @cached_property
    def tokens(self) -> re.Pattern[str]:
        """Finds the next token; a run meets few of all languages."""
        return re.compile("|".join((*self.alternatives, _NUMBER, _WORD)), re.MULTILINE)


def _grammar(language: str, *alternatives: str, into: re.Pattern[str] | None = None) -> Grammar:
    return Grammar(language, alternatives, into)


_C_LIKE = (_SLASHES, _BLOCK)
_RAW_CPP = r'(?P<raw_cpp>R"(?P<delimiter>[^()\\\s"]{0,16})\([\s\S]*?(?:\)(?P=delimiter)"|\Z))'
_RAW_RUST = r'(?P<raw_rust>\bb?r(?P<hashes>\#{0,8})"[\s\S]*?(?:"(?P=hashes)|\Z))'
_VERBATIM = r'(?P<verbatim>(?:\$@|@\$?)"(?:[^"]|""){0,4000}+"?)'
_HOLED = r'(?P<holed>\$"(?:[^"\\\n]++|\\[\s\S])*+"?)'
_HEREDOC = r"(?P<heredoc><<<[ \t]*+[\"']?(?P<tag>[A-Za-z_]\w*+)[\"']?\n[\s\S]*?(?:^[ \t]*+(?P=tag)\b|\Z))"
_LUA_LONG = r"\[(?P<level>=*+)\[[\s\S]*?(?:\](?P=level)\]|\Z)"
_LUA_RAW = r"(?P<lua>\[(?P<depth>=*+)\[[\s\S]*?(?:\](?P=depth)\]|\Z))"
_SQL_DOUBLE = r'(?P<raw_double>"[^"]{0,4000}+"?)'
_SQL_SINGLE = r"(?P<sql>'(?:[^']|''){0,4000}+'?)"
_SCRIPT = (*_C_LIKE, _REGEX, r"(?P<template>`)", _DOUBLE, _SINGLE)

JAVASCRIPT = _grammar("javascript", *_SCRIPT)
TYPESCRIPT = _grammar("typescript", *_SCRIPT)
PYTHON = _grammar("python", r"(?P<line>\#[^\n]*+)", _TRIPLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE)
GROOVY = _grammar("groovy", *_C_LIKE, _TRIPLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE, into=_DOLLAR)
KOTLIN = _grammar("kotlin", _SLASHES, _NESTING, _TRIPLE, _DOUBLE, _CHARACTER, into=_DOLLAR)
HTML = _grammar("html")
PHP = _grammar(
    "php",
    r"(?P<leave>\?>)",
    r"(?P<line>(?://|\#(?!\[))(?:(?!\?>)[^\n])*+)",
    _BLOCK,
    _HEREDOC,
    _LONG_DOUBLE,
    _LONG_SINGLE,
    into=_PHP_DOLLAR,
)
JAVA = _grammar("java", *_C_LIKE, _TRIPLE, _DOUBLE, _SINGLE)
_GO = _grammar("go", *_C_LIKE, _BACKQUOTED, _DOUBLE, _SINGLE)
_CSHARP = _grammar("csharp", *_C_LIKE, _TRIPLE, _VERBATIM, _HOLED, _DOUBLE, _SINGLE)
_C = _grammar("c", *_C_LIKE, _DOUBLE, _SINGLE)
_CPP = _grammar("cpp", *_C_LIKE, _RAW_CPP, _DOUBLE, _SINGLE)
_OBJECTIVE_C = _grammar("objective-c", *_C_LIKE, _DOUBLE, _SINGLE)
_RUBY = _grammar(
    "ruby",
    r"(?P<block>^=begin\b[\s\S]*?(?:^=end\b|\Z))",
    _HASH,
    _LONG_DOUBLE,
    _LONG_SINGLE,
    into=_HASH_BRACE,
)
_RUST = _grammar("rust", _SLASHES, _NESTING, _RAW_RUST, _LONG_DOUBLE, _CHARACTER)
_SCALA = _grammar("scala", _SLASHES, _NESTING, _TRIPLE, _DOUBLE, _CHARACTER, into=_DOLLAR)
_SWIFT = _grammar("swift", _SLASHES, _NESTING, _TRIPLE, _DOUBLE, into=_PARENTHESIS)
_DART = _grammar("dart", *_C_LIKE, _TRIPLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE, into=_DOLLAR)
_SHELL = _grammar(
    "shell",
    r"(?P<line>(?<![^\s;(])\#[^\n]*+)",
    _LONG_DOUBLE,
    rf"(?P<raw_single>'[^']{_SPAN}'?)",
    into=_DOLLAR,
)
_LUA = _grammar("lua", rf"(?P<block>--{_LUA_LONG})", r"(?P<line>--[^\n]*+)", _LUA_RAW, _DOUBLE, _SINGLE)
_PERL = _grammar(
    "perl", r"(?P<block>^=[a-z]\w*+[\s\S]*?(?:^=cut\b|\Z))", _HASH, _LONG_DOUBLE, _LONG_SINGLE, into=_DOLLAR
)
_SQL = _grammar("sql", r"(?P<line>(?:--|\#)[^\n]*+)", _BLOCK, _SQL_SINGLE, _SQL_DOUBLE)
_ELIXIR = _grammar("elixir", _HASH, _TRIPLE, _TRIPLE_SINGLE, _LONG_DOUBLE, _LONG_SINGLE, into=_HASH_BRACE)
_ERLANG = _grammar("erlang", r"(?P<line>%[^\n]*+)", _LONG_DOUBLE, _SINGLE)
_POWERSHELL = _grammar(
    "powershell", r"(?P<block><\#[\s\S]*?(?:\#>|\Z))", _HASH, _LONG_DOUBLE, _LONG_SINGLE, _BARE, into=_DOLLAR
)
_BATCH = _grammar("batch", r"(?P<line>^[ \t]*+(?:@?[Rr][Ee][Mm]\b|::)[^\n]*+)", _DOUBLE, _BARE)
_BASIC = _grammar("basic", r"(?P<line>'[^\n]*+)", _SQL_DOUBLE)
_CLOJURE = _grammar("clojure", r"(?P<line>;[^\n]*+)", _LONG_DOUBLE)
_R = _grammar("r", _HASH, _LONG_DOUBLE, _LONG_SINGLE)
_JULIA = _grammar("julia", r"(?P<block>\#=[\s\S]*?(?:=\#|\Z))", _HASH, _TRIPLE, _LONG_DOUBLE, into=_DOLLAR)
_COFFEESCRIPT = _grammar(
    "coffeescript", _HASH, _TRIPLE, _TRIPLE_SINGLE, _LONG_DOUBLE, _LONG_SINGLE, into=_HASH_BRACE
)
_CYTHON = Grammar("cython", PYTHON.alternatives)
_FSHARP = _grammar("fsharp", _SLASHES, r"(?P<block>\(\*[\s\S]*?(?:\*\)|\Z))", _TRIPLE, _LONG_DOUBLE)
_HASKELL = _grammar("haskell", r"(?P<line>--[^\n]*+)", r"(?P<block>\{-[\s\S]*?(?:-\}|\Z))", _LONG_DOUBLE)
_TCL = _grammar("tcl", r"(?P<line>(?<![^\s;])\#[^\n]*+)", _LONG_DOUBLE, into=_DOLLAR)
_PROTO = _grammar("proto", *_C_LIKE, _DOUBLE, _SINGLE)
_VUE = _grammar("vue")
_JSP = _grammar("jsp")

MARKUP = frozenset({"html", "vue", "jsp"})
"""Languages whose code stands in `<script>`, and whose strings are attributes."""

_GRAMMARS = {
    grammar.language: grammar
    for grammar in (
        JAVA,
        KOTLIN,
        _GO,
        JAVASCRIPT,
        TYPESCRIPT,
        PHP,
        _CSHARP,
        _C,
        _CPP,
        _OBJECTIVE_C,
        _RUBY,
        _RUST,
        _SCALA,
        _SWIFT,
        _DART,
        GROOVY,
        _SHELL,
        _LUA,
        _PERL,
        _SQL,
        _PROTO,
        _ELIXIR,
        _ERLANG,
        _POWERSHELL,
        _BATCH,
        _BASIC,
        _CLOJURE,
        _R,
        _JULIA,
        _COFFEESCRIPT,
        _CYTHON,
        _FSHARP,
        _HASKELL,
        _TCL,
        HTML,
        _VUE,
        _JSP,
    )
}


def grammar_of(language: str) -> Grammar | None:
    """The grammar of a language; None for Python, which has a parser."""
    return _GRAMMARS.get(language)

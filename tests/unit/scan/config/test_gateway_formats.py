from __future__ import annotations

import pytest

from smsaudit.scan.config.dialect import Dialect, sniff
from tests.unit.scan.config.reading import said

KANNEL = """\
group = core
admin-port = 13000

group = smsc
smsc = smpp
# host = 10.0.0.9
host = "10.0.0.1"
port = 2775

smsc = at
group = smsc
device = /dev/ttyUSB0
group = smsbox
bearerbox-host = localhost
"""


def test_the_settings_of_one_kannel_group_share_a_prefix() -> None:
    assert said("kannel.conf", KANNEL) == [
        (1, "core[0].group", "core"),
        (2, "core[0].admin-port", "13000"),
        (4, "smsc[0].group", "smsc"),
        (5, "smsc[0].smsc", "smpp"),
        (7, "smsc[0].host", "10.0.0.1"),
        (8, "smsc[0].port", "2775"),
        (10, "smsc[1].smsc", "at"),
        (11, "smsc[1].group", "smsc"),
        (12, "smsc[1].device", "/dev/ttyUSB0"),
        (13, "smsbox[0].group", "smsbox"),
        (14, "smsbox[0].bearerbox-host", "localhost"),
    ]


def test_asterisk_arrows_templates_and_comments() -> None:
    text = (
        "[general] ; c\npersist=yes ; c\n[default](tpl)\nexten => 100,1,Queue(support)\n same => n,Dial(SIP/1\\;2)\n"
        ';-- member => x\nmember => y\n--;\n#include "more.conf"\n'
    )
    assert said("extensions.conf", text) == [
        (2, "general.persist", "yes"),
        (4, "default.exten", "100,1,Queue(support)"),
        (5, "default.same", "n,Dial(SIP/1;2)"),
        (9, "default.include", "more.conf"),
    ]


def test_commented_asterisk_samples_say_nothing() -> None:
    assert said("asterisk/queues.conf", "[general]\n;member => SIP/1\n; strategy = ringall\n") == []


def test_nginx_blocks_nest_and_siblings_are_numbered() -> None:
    text = (
        "http { # c\n server { listen 80;\n  location /sms { allow 10.0.0.0/8; } }\n"
        ' server { proxy_pass "http://h:13013"; }\n}\n'
    )
    assert said("nginx.conf", text) == [
        (1, "http", ""),
        (2, "http.server", ""),
        (2, "http.server.listen", "80"),
        (3, "http.server.location", "/sms"),
        (3, "http.server.location.allow", "10.0.0.0/8"),
        (4, "http.server", ""),
        (4, "http.server[1].proxy_pass", "http://h:13013"),
    ]


def test_a_sip_proxy_shows_its_modules() -> None:
    text = '#loadmodule "proto_x.so"\nloadmodule "proto_smpp.so"\nmodparam("proto_smpp", "db_url", "mysql://h")\nsmpp_port=2775\n'
    assert said("opensips.cfg", text) == [
        (2, "loadmodule", "proto_smpp.so"),
        (3, "modparam.proto_smpp.db_url", "mysql://h"),
        (4, "smpp_port", "2775"),
    ]


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        (KANNEL, Dialect.KANNEL),
        ("[a]\ngroup = smsc\n", Dialect.INI),
        ("[a]\nb => c\n", Dialect.ASTERISK),
        ("[a](!)\nb = c\n", Dialect.ASTERISK),
        ("user www;\nevents {\n}\n", Dialect.NGINX),
        ("sms {\n host = a\n}\n", Dialect.HCL),
        ('<?xml version="1.0"?><a/>', Dialect.XML),
        ("<configuration>\n", Dialect.XML),
        ("<VirtualHost *:80>\nListen 80\n", Dialect.INI),
        ('{"a": 1}', Dialect.JSON),
        ('loadmodule "a.so"\n', Dialect.SIP_PROXY),
        ("a = b\n", Dialect.INI),
        ("", Dialect.INI),
    ],
)
def test_content_tells_the_dialect(text: str, dialect: Dialect) -> None:
    assert sniff(text) is dialect

"""Whatever a tree holds: each strange thing ends as a gap or as escaped text, and the audit completes."""

from __future__ import annotations

import codecs
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.audits import planted

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "fixtures" / "hostile" / "tree"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes, links and permissions of POSIX")

GENEROUS = 120
"""Seconds until a run counts as hanging, on a machine that is busy."""

IMPORT = "from twilio.rest import Client\n"
SENDER = IMPORT + '\n\ndef text(phone):\n    Client("a", "b").messages.create(to=phone, body="短信")\n'
SENDS_AT = 5

DIGITS = "9" * 5_000
"""More than Python makes a number of."""

TEXTS: Mapping[str, str] = {
    "brackets.py": f"{IMPORT}x = {'[' * 1500}{']' * 1500}\n",
    "calls.py": f"{IMPORT}x = {'f(' * 2000}{')' * 2000}\n",
    "open.py": f"{IMPORT}x = {'(' * 2000}\n",
    "minus.py": f"{IMPORT}x = {'-' * 20_000}1\n",
    "sum.py": f"{IMPORT}x = 1{' + 1' * 20_000}\n",
    "elif.py": f"{IMPORT}if x == 0:\n    pass\n" + "elif x == 1:\n    pass\n" * 20_000,
    "name.py": f"{IMPORT}def {'_' * 40_000}(phone):\n    {'send_' * 8_000}(phone)\n",
    "indent.py": IMPORT + "".join(f"{' ' * depth}if x:\n" for depth in range(150)) + " " * 150 + "pass\n",
    "long.py": f"{SENDER}x = '{'a' * 1_500_000}'\n",
    "deep.json": '{"smpp_host":' * 50_000 + "1" + "}" * 50_000,
    "list.json": '["smpp_host",' * 50_000,
    "deep.yaml": f"smpp_host: {'[' * 20_000}1{']' * 20_000}\n",
    "blocks.yaml": "".join(f"{' ' * depth}smpp_host:\n" for depth in range(1500)),
    "deep.toml": f"smpp_host = {'[' * 20_000}{']' * 20_000}\n",
    "dotted.toml": f"{'.'.join(['smpp_host'] * 20_000)} = 1\n",
    "deep.xml": "<smpp_host>" * 50_000 + "</smpp_host>" * 50_000,
    "braces.tf": "smpp_host {" * 20_000 + "}" * 20_000,
    "braces.conf": "server {" * 20_000 + " proxy_pass http://x/cgi-bin/sendsms; " + "}" * 20_000,
    "circle.properties": f"CMPP_HOST=${{CMPP_IP}}\nCMPP_IP=${{CMPP_HOST}}\nCMPP_PORT={'${A:-' * 5000}{'}' * 5000}",
    "Deep.java": f"class Deep {{ void f() {{ SendSms({'(' * 20_000}; }} }}\n",
    "deep.js": f"twilio({'{a:[' * 20_000}\n",
    "insert.py": f"q = '{'insert into send_sms ' * 20_000}'\n",
    "install.py": f"q = '{'apt install ' * 50_000}kannel'\n",
    "installs.py": "q = [" + "".join(f"'{'apt install ' * 400}{n}'," for n in range(100)) + "'kannel']\n",
    "words.py": f"q = '{'gammu ' * 50_000}'\n",
    "digits.env": f"SMPP_HOST=10.1.1.1\nSMPP_PORT={DIGITS}\nCMPP_HOST=10.1.1.2\nCMPP_PORT=²\n",
    "digits.py": f"""import requests, smpplib.client
def send_sms(phone):
    requests.post('https://{{{DIGITS}}}/{{²}}'.format(phone), data={{'mobile': phone}})
    smpplib.client.Client('10.1.1.1', {DIGITS})
    smpplib.client.Client('smpp://10.1.1.1:{DIGITS}', '²')
""",
}
"""Name -> text of what only parsers meet."""

BYTES: Mapping[str, bytes] = {
    "nul.py": SENDER.encode() + b"\0",
    "random.py": bytes(range(256)) * 40 + b"twilio.rest",
    "half.py": codecs.BOM_UTF16_LE + b"t\0w\0i\0l\0i\0o",
    "huge.py": b"# twilio.rest\n" * 400_000,
}

SENDERS: Mapping[str, bytes] = {
    "plain.py": SENDER.encode(),
    "gbk.py": SENDER.encode("gbk"),
    "declared.py": f"# coding: gb2312\n{SENDER}".replace("\n\n\n", "\n\n").encode("gbk"),
    "marked.py": codecs.BOM_UTF8 + SENDER.encode(),
    "utf16.py": codecs.BOM_UTF16_LE + SENDER.encode("utf-16-le"),
    "utf16be.py": codecs.BOM_UTF16_BE + SENDER.encode("utf-16-be"),
    "returns.py": SENDER.replace("\n", "\r\n").encode(),
    "old.py": SENDER.replace("\n", "\r").encode(),
    "unknown.py": f"# coding: no-such-codec\n{SENDER}".replace("\n\n\n", "\n\n").encode(),
    "rot13.py": f"# coding: rot13\n{SENDER}".replace("\n\n\n", "\n\n").encode(),
    "zlib.py": f"# coding: zlib_codec\n{SENDER}".replace("\n\n\n", "\n\n").encode(),
    "punycode.py": f"# coding: punycode\n{SENDER}".replace("\n\n\n", "\n\n").encode(),
}
"""Name -> bytes of the same sender, in which the send stands on the same line."""

NAMES = (
    b"\x1b[31mred\x1b[0m.py",
    b"new\nline.py",
    b"return\rover.py",
    b"tab\there.py",
    b"<img src=x onerror=alert(1)>.py",
    b"[bold]rich[].py",
    b"`code` | [a](javascript:x).py",
    b"::error file=a::b.py",
    "\u202egnp\u2066.py".encode(),
    b"latin\xe9\xff.py",
    b"back\\slash.py",
    b"-rf.py",
    b" .py",
    b"%s{0}$(id)`id`.py",
)

GAPS = {
    "brackets.py": "too-deep",
    "calls.py": "too-deep",
    "open.py": "too-deep",
    "minus.py": "too-deep",
    "sum.py": "too-deep",
    "elif.py": "too-deep",
    "name.py": "limit",
    "deep.json": "limit",
    "list.json": "limit",
    "deep.yaml": "cut",
    "blocks.yaml": "limit",
    "deep.toml": "limit",
    "deep.xml": "limit",
    "braces.tf": "limit",
    "braces.conf": "limit",
    "small/bomb.yaml": "limit",
    "small/entities.xml": "mended",
    "nul.py": "undecodable",
    "random.py": "undecodable",
    "half.py": "undecodable",
    "huge.py": "too-large",
    "pipe.py": "special-file",
    "loop": "symlink",
    "out.py": "symlink",
    "out": "symlink",
    "secret.py": "unreadable",
}
"""What cannot be read, and as what it is reported."""

OUTSIDE = "OUTSIDE_OF_THE_TREE"


@dataclass(frozen=True, slots=True)
class Run:
    """One audit in a process of its own."""

    code: int
    text: str
    report: Mapping[str, Any]
    raw: str
    errors: str


def audit(tree: Path, *, seconds: int, prefix: tuple[str, ...] = (), options: tuple[str, ...] = ()) -> Run:
    """What the program says of a tree; a test fails that waits longer than `seconds`."""
    file = tree.parent / f"{tree.name}.json"
    command = [*prefix, sys.executable, "-I", "-m", "smsaudit", "scan", str(tree), "--as-of=2026-11-21"]
    done = subprocess.run(
        [*command, f"--output=json={file}", *options], capture_output=True, timeout=seconds, check=False
    )
    raw = file.read_text(encoding="utf-8") if file.exists() else "{}"
    return Run(done.returncode, done.stdout.decode(), json.loads(raw), raw, done.stderr.decode())


def without_override() -> tuple[str, ...]:
    """What a command is begun with so that permissions hold for it, even if root runs the tests."""
    if os.geteuid() != 0:
        return ()
    program = shutil.which("setpriv")
    if program is None:
        pytest.skip("nothing is unreadable to root, and setpriv is not there")
    return (program, "--bounding-set=-dac_override,-dac_read_search")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One tree with all that is strange to read."""
    home = tmp_path_factory.mktemp("hostile")
    tree = home / "tree"
    shutil.copytree(SMALL, tree / "small")
    for name, text in TEXTS.items():
        (tree / name).write_text(text, encoding="utf-8", newline="")
    for name, data in {**BYTES, **SENDERS}.items():
        (tree / name).write_bytes(data)
    named = os.fsencode(tree / "named")
    Path(os.fsdecode(named)).mkdir()
    for each in NAMES:
        with suppress(OSError):  # not every file system takes every name
            Path(os.fsdecode(named + b"/" + each)).write_text(SENDER, encoding="utf-8")
    _plant_links(home, tree)
    os.mkfifo(tree / "pipe.py")
    (tree / "secret.py").write_text(SENDER, encoding="utf-8")
    (tree / "secret.py").chmod(0)
    return audit(tree, seconds=GENEROUS, prefix=without_override(), options=("-v",))


def _plant_links(home: Path, tree: Path) -> None:
    (home / "outside").mkdir()
    (home / "outside" / "sender.py").write_text(f"{OUTSIDE} = 1\n{SENDER}", encoding="utf-8")
    (tree / "loop").symlink_to("loop")
    (tree / "again").symlink_to(".")
    (tree / "out.py").symlink_to("../outside/sender.py")
    (tree / "out").symlink_to(home / "outside")
    (tree / "small" / "up").symlink_to("../..")


def test_an_audit_of_everything_completes(everything: Run) -> None:
    assert everything.code == 0, everything.errors
    assert everything.errors == ""
    assert {each["id"] for each in everything.report["channels"] if each["production"]} == {
        "twilio",
        "cmpp",
        "smpp",
    }


@pytest.mark.parametrize("path", GAPS)
def test_what_cannot_be_read_is_a_gap(everything: Run, path: str) -> None:
    found = {gap["kind"] for gap in everything.report["gaps"] if gap["path"] == path}
    assert GAPS[path] in found


@pytest.mark.parametrize("path", SENDERS)
def test_a_sender_is_found_in_any_encoding(everything: Run, path: str) -> None:
    assert ("twilio.send", SENDS_AT) in found_in(everything, path)


@pytest.mark.parametrize(
    ("path", "line"),
    [("small/itself.py", 28), ("small/ring/a.py", 14), ("small/snake.py", 15), ("small/markup.py", 5)],
)
def test_a_sender_among_circles_is_found(everything: Run, path: str, line: int) -> None:
    assert ("twilio.send", line) in found_in(everything, path)


def test_a_sender_beside_a_huge_line_is_found_or_missed_aloud(everything: Run) -> None:
    gaps = [gap["path"] for gap in everything.report["gaps"]]
    assert ("twilio.send", SENDS_AT) in found_in(everything, "long.py") or "long.py" in gaps


def found_in(run: Run, path: str) -> set[tuple[str, int]]:
    return {(each["pattern"], each["line"]) for each in run.report["detections"] if each["path"] == path}


def test_nothing_outside_of_the_tree_is_read(everything: Run) -> None:
    printed = everything.text + everything.raw
    assert OUTSIDE not in printed
    assert "root:x:0" not in printed
    paths = {each["path"] for each in everything.report["detections"]}
    assert not any("again" in path or path.startswith(("/", "..", "out", "small/up")) for path in paths)


def test_every_name_is_printed_without_what_it_carries(everything: Run) -> None:
    names = {each["path"] for each in everything.report["detections"] if each["path"].startswith("named/")}
    assert len(names) == len(NAMES)
    assert {"named/new\\x0aline.py", "named/\\x1b[31mred\\x1b[0m.py", "named/latin\\xe9\\xff.py"} <= names


@pytest.mark.parametrize("output", ["text", "raw", "errors"])
def test_no_output_holds_a_character_that_acts(everything: Run, output: str) -> None:
    acting = {
        character
        for character in getattr(everything, output)
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    }
    assert acting == set()


PHONES = (
    "13912345678",
    "139 1234 5678",
    "+86-13712345678",
    "8613612345678",
    "+12025550147",
    "+44 7700 900321",
)
SECRETS = (
    *("Tr0ub4dor-env", "Tr0ub4dor-quoted", "Tr0ub4dor-export", "Tr0ub4dor-literal", "Tr0ub4dor-keyword"),
    *(
        "Tr0ub4dor-url",
        "Tr0ub4dor-query",
        "Tr0ub4dor-json",
        "Tr0ub4dor-yaml",
        "Tr0ub4dor-ini",
        "Tr0ub4dor-default",
    ),
    *("Tr0ub4dor-dict", "Tr0ub4dor-positional", "Tr0ub4dor-xml", "Tr0ub4dor-conf", "Tr0ub4dor-fallback"),
    *("a1b2c3d4" * 4, "AC" + "0f" * 16),
)


def careless(tree: Path) -> None:
    """A project that has written down everything it should not."""
    tree.mkdir()
    written = {
        ".env": "TWILIO_AUTH_TOKEN=Tr0ub4dor-env\nexport SMPP_PASSWORD=Tr0ub4dor-export\n"
        'CMPP_SECRET="Tr0ub4dor-quoted"\nCMPP_HOST=10.1.1.1\nADMIN_PHONE=+86-13712345678\n',
        "send.py": f"""
from twilio.rest import Client
import smpplib.client
import requests, os

TWILIO_TOKEN = "Tr0ub4dor-literal"
GATEWAY = "cmpp://10.1.1.1:7890?username=901234&password=Tr0ub4dor-query"
SMPP = "smpp://shop:Tr0ub4dor-url@10.1.1.2:2775"
OPTIONS = {{"smpp_host": "10.1.1.2", "smpp_password": "Tr0ub4dor-dict"}}

def text(phone="13912345678"):
    client = Client("AC{"0f" * 16}", "{"a1b2c3d4" * 4}")
    client.messages.create(to="+12025550147", from_="+44 7700 900321", body="call 139 1234 5678")
    link = smpplib.client.Client("10.1.1.2", 2775)
    link.bind_transceiver(system_id="shop", password="Tr0ub4dor-keyword")
    link.send_message(destination_addr="8613612345678", short_message=b"x")
    Client("shop", "Tr0ub4dor-positional").messages.create(to=phone, body="x")
    Client("shop", os.getenv("TOKEN", "Tr0ub4dor-fallback")).messages.create(to=phone, body="x")
""",
        "config.json": '{"smpp": {"host": "10.1.1.2", "password": "Tr0ub4dor-json", "phone": "13912345678"}}\n',
        "config.yaml": "smpp:\n  host: 10.1.1.2\n  system_id: shop\n  password: Tr0ub4dor-yaml\n  url: ${SMPP_PASSWORD:-Tr0ub4dor-default}\n",
        "app.ini": "[smpp]\nhost = 10.1.1.2\npassword = Tr0ub4dor-ini\n",
        "cmpp.xml": '<cmpp><param name="cmpp.host" value="10.1.1.1"/><password>Tr0ub4dor-xml</password></cmpp>\n',
        "kannel.conf": "group = smsc\nsmsc = smpp\nhost = 10.1.1.2\nsmsc-password = Tr0ub4dor-conf\n",
    }
    for name, text in written.items():
        (tree / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def spilled(tmp_path_factory: pytest.TempPathFactory) -> Run:
    tree = tmp_path_factory.mktemp("careless") / "tree"
    careless(tree)
    return audit(tree, seconds=GENEROUS, options=("-v", "--include-ignored"))


def test_a_careless_project_is_understood(spilled: Run) -> None:
    assert spilled.code == 0
    assert {channel["id"] for channel in spilled.report["channels"]} >= {"twilio", "smpp", "cmpp"}


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_leaves_the_audit(spilled: Run, secret: str) -> None:
    assert [line for line in (spilled.text + spilled.raw).splitlines() if secret in line] == []


@pytest.mark.parametrize("phone", PHONES)
def test_no_subscriber_leaves_the_audit(spilled: Run, phone: str) -> None:
    printed = (spilled.text + spilled.raw).replace("\n", " ")
    assert phone not in printed


def chain(length: int) -> str:
    """A function that is called by one that is called by one …"""
    rows = [f"def f{at}(phone):\n    {f'f{at - 1}' if at else 'text'}(phone)\n" for at in range(length)]
    return SENDER + "".join(rows)


def mesh(width: int, size: int) -> str:
    """Functions that each call many others: more paths than anybody can count."""
    rows = [
        f"def f{at}(phone):\n    text(phone)\n"
        + "".join(f"    f{before}(phone)\n" for before in range(max(0, at - width), at))
        for at in range(size)
    ]
    return SENDER + "".join(rows)


def ancestors(count: int) -> str:
    rows = [f"class C{at + 1}(C{at}):\n    pass\n" for at in range(count)]
    return f"{IMPORT}class C0(Client):\n    pass\n{''.join(rows)}C{count}('a', 'b').messages.create(to='x')\n"


def diamonds(count: int) -> str:
    rows = [
        f"class A{at + 1}(A{at}, B{at}): pass\nclass B{at + 1}(A{at}, B{at}): pass\n" for at in range(count)
    ]
    first = "class A0(Client): pass\nclass B0(Client): pass\n"
    return f"{IMPORT}{first}{''.join(rows)}A{count}('a', 'b').messages.create(to='x')\n"


def doublings(count: int) -> str:
    rows = [f"a{at + 1} = a{at} + a{at}\n" for at in range(count)]
    sender = f"def send_sms(phone):\n    requests.post(a{count}, data={{'mobile': phone}})\n"
    return f"import requests\na0 = 'https://sms.yunpian.com/v2/sms/single_send.json'\n{''.join(rows)}{sender}"


def branches(count: int) -> str:
    rows = [f"    b{at} = 'x' if choice else 'y'\n" for at in range(count)]
    url = "".join(f"{{b{at}}}" for at in range(count))
    call = f"    requests.post(f'https://sms.yunpian.com/{url}', data={{'mobile': phone}})\n"
    return f"import requests\ndef send_sms(phone, choice):\n{''.join(rows)}{call}"


def factories(count: int) -> str:
    rows = [f"def g{at + 1}():\n    if x: return g{at}()\n    return g{at}()\n" for at in range(count)]
    first = "def g0(): return Client('a', 'b')\n"
    return f"{IMPORT}{first}{''.join(rows)}g{count}().messages.create(to='x')\n"


def aliases(count: int) -> str:
    rows = [f"a{at + 1} = a{at}\n" for at in range(count)]
    return f"{IMPORT}a0 = Client\n{''.join(rows)}a{count}('a', 'b').messages.create(to='x')\n"


def assignments(count: int) -> str:
    rows = "    c = c\n" * count
    return f"{IMPORT}def f(phone):\n    c = Client('a', 'b')\n{rows}    c.messages.create(to=phone)\n"


def pourings(lists: int, readers: int) -> str:
    """Lists of rows that are poured into each other, and all of them into a dict that many read."""
    made = "".join(f"l{at + 1} = [('k', l{at})]\n" for at in range(lists - 1))
    poured = "".join(
        f"l{at}.extend(l{(at * 7 + step) % lists})\n" for at in range(lists) for step in range(8)
    )
    into = "".join(f"d.update(l{at})\n" for at in range(lists))
    read = "".join(f"    e.update(d[k{at}])\n" for at in range(readers))
    first = f"{IMPORT}d = {{}}\ne = {{}}\nl0 = [('k', Client('a', 'b'))]\n"
    return f"{first}{made}{poured}{into}def f(phone, key):\n{read}    d[key].messages.create(to=phone)\n"


def tables(count: int) -> str:
    """A table of requests, each to its own address in that table."""
    sent = "requests.post(P['k{0}']['url'], data={{'mobile': p}})"
    rows = "".join(
        f"    'k{at}': {{'url': '{YUNPIAN}?{at}', 'send': lambda p: {sent.format(at)}}},\n"
        for at in range(count)
    )
    return f"import requests\nP = {{\n{rows}}}\ndef send_sms(key, p):\n    P[key]['send'](p)\n"


NEST = "d = {'a': d, 'b': d}\n"
YUNPIAN = "https://sms.yunpian.com/v2/sms/single_send.json"
MULTIPLIED = f"'{YUNPIAN}' * 10**9"

FOLLOWED: Mapping[str, str] = {
    "a chain of 1,500 calls": chain(1500),
    "a mesh of calls": mesh(12, 60),
    "1,200 callers": SENDER + "".join(f"def f{at}(phone):\n    text(phone)\n" for at in range(1200)),
    "800 ancestors": ancestors(800),
    "40 diamonds": diamonds(40),
    "a string doubled 60 times": doublings(60),
    "a string with 2**40 values": branches(40),
    "a string times a thousand million": (
        f"import requests\ndef send_sms(phone):\n    requests.post({MULTIPLIED}, data={{'mobile': phone}})\n"
    ),
    "2**60 ways through factories": factories(60),
    "a dictionary doubled 60 times": (f"{IMPORT}d = {{}}\n{NEST * 60}Client(**d).messages.create(**d)\n"),
    "50 lists of rows in each other and in a dict": pourings(50, 2000),
    "2,000 names for the same": aliases(2000),
    "a name assigned to itself 1,500 times": assignments(1500),
    "a table of 300 lambdas": tables(300),
    "1,500 commands that are only compared with": "import serial\nline = serial.Serial('/dev/ttyUSB0')\n"
    + "".join(
        f"def f{at}(p):\n    if p.startswith('AT+CMGS={at}'): line.write(b'AT+CMGS=')\n" for at in range(1500)
    ),
    "1,500 sends": f"{IMPORT}c = Client('a', 'b')\n" + "c.messages.create(to='x')\n" * 1500,
    "strings that never end": SENDER + "q = '" + "\\'" * 100_000 + "\n",
}
"""What is read at once, and multiplies when somebody follows it."""


ONE_BY_ONE = """
import sys
from smsaudit.cli import main
for number in range(int(sys.argv[1])):
    print(number, flush=True)
    code = main(["scan", f"{number}/tree", f"--output={number}/report.txt", f"--output=json={number}/report.json"])
    if code:
        sys.exit(f"exit code {code}")
"""
"""Audits in one process, which loads the program once; it says where it is."""


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the reports on all that multiplies, and what was said on the way."""
    home = tmp_path_factory.mktemp("followed")
    for number, text in enumerate(FOLLOWED.values()):
        planted(home / str(number) / "tree", {"app.py": text})
    command = [sys.executable, "-I", "-c", ONE_BY_ONE, str(len(FOLLOWED))]
    with (home / "said").open("wb") as said, suppress(subprocess.TimeoutExpired):
        subprocess.run(command, cwd=home, stdout=said, stderr=said, timeout=2 * GENEROUS, check=False)
    return home, (home / "said").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FOLLOWED)
def test_what_multiplies_when_it_is_followed_ends_in_time(name: str, followed: tuple[Path, str]) -> None:
    home, said = followed
    folder = home / str(list(FOLLOWED).index(name))
    assert (folder / "report.json").exists(), said
    assert len((folder / "report.txt").read_text(encoding="utf-8")) < 100_000
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert "timed-out" not in {gap["kind"] for gap in report["gaps"]}

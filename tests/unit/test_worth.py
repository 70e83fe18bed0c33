from __future__ import annotations

from pathlib import Path

from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from smsaudit.worth import worth_reading
from tests.unit.test_library import opened


def test_tests_that_are_long_or_many_are_left_unread_and_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"tests/test_{number:03}.py": "import acme\n" for number in range(70)}
    files |= {"tests/test_long.py": "import acme\n" * 9_000, "zzz.py": "import acme\n"}
    for library in opened(tmp_path, files):
        chosen = worth_reading(library, library.python, ())
        assert len(chosen) == 61
        assert chosen[-1] == "zzz.py"
        assert [(gap.path, gap.kind) for gap in library.gaps] == [
            (".", GapKind.LIMIT),
            ("tests/test_long.py", GapKind.LIMIT),
        ]
        assert "10 more tests" in library.gaps[0].reason.en


def test_of_files_that_show_no_sender_some_are_enough_and_production_comes_first(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"examples/e{number:03}.py": "import rooms\n" for number in range(100)}
    files |= {f"src/s{number:03}.py": "import rooms\n" for number in range(100)} | {
        "src/sms.py": "import acme\n"
    }
    for library in opened(tmp_path, files):
        beside = [path for path in library.python if path != "src/sms.py"]
        chosen = worth_reading(library, library.python, beside)
        assert len([path for path in chosen if path.startswith("src/s0")]) == 100
        assert len([path for path in chosen if path.startswith("examples/")]) == 20
        assert TreePath("src/sms.py") in chosen
        assert "80 more files" in library.gaps[0].reason.en


def test_packed_code_is_left_unread(tmp_path: Path) -> None:
    packed = "var a=1;" + "function f(){return twilio.messages.create({to:1})};" * 2_000 + "\n"
    written = "function f() {\n  return twilio.messages.create({to: 1});\n}\n" * 2_000
    for library in opened(tmp_path, {"packed.js": packed, "short.js": packed[:500], "written.js": written}):
        assert worth_reading(library, library.readable, ()) == ["short.js", "written.js"]

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.model.errors import SmsauditError
from smsaudit.signatures.load import load, load_file
from tests.unit.signatures.sample import HEAD, PATTERN, PROOF, SILENT, WHOLE, loaded, problems, with_target

ENTRY = """
[[entry]]
id = "acme.job"
entry = "task"
decorator = "acme.jobs.job"
why = "Runs later."
"""

GUARD = """
[[guard]]
id = "acme.staff"
exposure = "staff"
base = "acme.web.StaffOnly"
why = "Lets only staff in."
"""


def test_the_sample_itself_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, WHOLE + ENTRY + GUARD) == ()


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ('id = "acme"', "", "0 id", "is missing"),
        ('id = "acme"', "id = 3", "1 id", "is a whole number, not text"),
        ('id = "acme"', 'id = " "', "1 id", "is empty"),
        ('id = "acme"', 'id = "Acme"', "1 id", "not a signature id"),
        ('kind = "provider"', 'kind = "providr"', "2 kind", "did you mean `provider`?"),
        ('kind = "provider"', 'kind = "xyz"', "2 kind", "`call-centre`"),
        ('name = { en = "Acme", zh = "艾克米" }', 'name = "Acme"', "3 name", "is text, not a table"),
        ('name = { en = "Acme", zh = "艾克米" }', "", "0 name", "is missing"),
        (', zh = "艾克米"', "", "3 name.zh", "is missing"),
        (', zh = "艾克米"', ', zh = "艾克米", fr = "x"', "3 name.fr", "not a known key"),
        ('sources = ["acme-sms 2.1.0 (PyPI)"]', "", "0 sources", "is missing"),
        ('sources = ["acme-sms 2.1.0 (PyPI)"]', "sources = []", "4 sources", "empty list"),
        ('sources = ["acme-sms 2.1.0 (PyPI)"]', "sources = [1]", "4 sources", "write texts in quotes"),
        ("sources =", "source =", "4 source", "did you mean `sources`?"),
        ("sources =", 'hosts = ["https://acme.example"]\nsources =', "4 hosts", "is not a host"),
        ("sources =", 'jurisdiction = "china"\nsources =', "4 jurisdiction", "`mainland`"),
        ('id = "acme.send"', 'id = "other.send"', "7 pattern[1].id", "does not begin with the signature id"),
        ('id = "acme.send"', 'id = "acme.Send"', "7 pattern[1].id", "is not a pattern id"),
        ('role = "send"', 'rol = "send"', "8 pattern[1].rol", "did you mean `role`?"),
        ('role = "send"', "", "6 pattern[1].role", "is missing"),
        ('role = "send"', 'role = "feature"', "6 pattern[1].feature", "is missing"),
        ('role = "send"', 'role = "feature"\nfeature = "C1"', "9 pattern[1].feature", "no licence category"),
        (
            'role = "send"',
            'role = "feature"\nfeature = "B22/Own"',
            "9 pattern[1].feature",
            "no licence category",
        ),
        ('why = "Sends."', 'why = "Sends."\nfeature = "B22"', "11 pattern[1].feature", 'beside role "send"'),
        ('why = "Sends."', "", "6 pattern[1].why", "is missing"),
        (
            'why = "Sends."',
            'why = "Sends."\nwhere = { to = "(" }',
            "11 pattern[1].where.to",
            "regular expression",
        ),
        (
            'why = "Sends."',
            'why = "Sends."\nwhere = { "a b" = "x" }',
            "11 pattern[1].where.a b",
            "no argument",
        ),
        ('why = "Sends."', 'why = "Sends."\nunless = { 0 = "(a+)+" }', "11 pattern[1].unless.0", "for ever"),
        ('why = "Sends."', 'why = "Sends."\nwhere = { 0 = "a.*b.*c" }', "11 pattern[1].where.0", "hostile"),
        (
            'why = "Sends."',
            'why = "Sends."\narguments = { phoness = 0 }',
            "11 pattern[1].arguments.phoness",
            "`phones`",
        ),
        (
            'why = "Sends."',
            'why = "Sends."\narguments = { phones = 1.5 }',
            "11 pattern[1].arguments.phones",
            "no keyword",
        ),
        (
            'why = "Sends."',
            'why = "Sends."\narguments = { phones = [] }',
            "11 pattern[1].arguments.phones",
            "no keyword",
        ),
        ('why = "Sends."', 'why = "Sends."\nneedle = ["ab"]', "11 pattern[1].needle", "almost everywhere"),
        (
            'why = "Sends."',
            'why = "Sends."\nneedle = ["elsewhere"]',
            "13 example[1]",
            "no text that leads to acme.send",
        ),
        ('language = "python"', 'language = "pyhton"', "13 example[1].language", "did you mean `python`?"),
        ('language = "python"', "", "12 example[1]", "neither `language` nor `path`"),
        ('language = "python"', 'path = "../x.py"', "13 example[1].path", "leaves the tree"),
        ("# expect: acme.send", "# expect: acme.sent", "16 example[1].source", "did you mean `acme.send`?"),
        ("# expect: acme.send", "# expect acme.send", "16 example[1].source", "unreadable mark"),
        ("# expect: acme.send", "", "7 pattern[1].id", 'no example proves "acme.send"'),
        ('why = "Mail."', "", "19 example[2]", "look-alike without `why`"),
    ],
)
def test_each_mistake_is_named_with_line_and_key(
    tmp_path: Path, old: str, new: str, at: str, said: str
) -> None:
    found = problems(tmp_path, WHOLE.replace(old, new, 1))
    there = [problem for problem in found if f"{problem.line} {problem.key}" == at]
    assert any(said in f"{problem.what}; {problem.mend}" for problem in there)
    assert all(problem.file == str(tmp_path / "acme.toml") for problem in found)
    assert all(problem.what and problem.mend for problem in found)


@pytest.mark.parametrize(
    ("target", "key", "said"),
    [
        ("", "pattern[1]", "has no target"),
        ('text = "acme"\npython.call = "a.b"', "pattern[1]", "`python.call`, `text`"),
        ('python.call = "a.b"\npython.import = "a"', "pattern[1]", "has several targets"),
        ('python.cal = "a.b"', "pattern[1].python.cal", "did you mean `call`?"),
        ('python.call = "send"', "pattern[1].python.call", "too short"),
        ('python.call = ["acme.send", "**.*"]', "pattern[1].python.call", '"**.*" is too short'),
        ('python.call = "acme.Client().send"', "pattern[1].python.call", "not a dotted origin"),
        ("python.call = []", "pattern[1].python.call", "empty list"),
        ('python.import = "acme sms"', "pattern[1].python.import", "not a module"),
        ('python.subclass = "Client"', "pattern[1].python.subclass", "too short"),
        ("url = { }", "pattern[1].url", "neither hosts nor paths"),
        ('url = { hosts = ["SMS.acme.example"] }', "pattern[1].url.hosts", "is not a host"),
        ("url = { paths = ['*'] }", "pattern[1].url.paths", "not a regular expression"),
        ('url = "https://acme.example"', "pattern[1].url", "is text, not a table"),
        ("text = '['", "pattern[1].text", "not a regular expression"),
        ('text = ""', "pattern[1].text", "is empty"),
        (r"text = '\d{11}'", "pattern[1].needle", "add needle"),
        ("text = 'message'", "pattern[1].needle", "add needle"),
        ("combination = []", "pattern[1].combination", "is empty"),
        ('combination = "acme"', "pattern[1].combination", "not a list of tables"),
        ("combination = [{ at_least = 2, of = ['acme'] }]", "pattern[1].combination[1].at_least", "only 1"),
        (
            "combination = [{ at_least = 0, of = ['acme'] }]",
            "pattern[1].combination[1].at_least",
            "count from 1",
        ),
        (
            "combination = [{ at_least = true, of = ['acme'] }]",
            "pattern[1].combination[1].at_least",
            "true or false",
        ),
        ("combination = [{ of = ['acme'] }]", "pattern[1].combination[1].at_least", "is missing"),
        (
            "combination = [{ at_least = 1, of = ['acme', 'acme'] }]",
            "pattern[1].combination[1].of",
            "repeats",
        ),
        ("setting = { key = ['acme'] }", "pattern[1].setting.key", "did you mean `keys`?"),
        ("setting = { values = ['acme'] }", "pattern[1].setting.keys", "is missing"),
        ('dependency = "acme"', "pattern[1].dependency", "ecosystem:name"),
        ('dependency = ["pip:acme"]', "pattern[1].dependency", "`pypi`"),
    ],
)
def test_each_mistake_in_a_target_is_named(tmp_path: Path, target: str, key: str, said: str) -> None:
    found = problems(tmp_path, with_target(target))
    assert any(said in f"{problem.what}; {problem.mend}" for problem in found if problem.key == key)


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ('entry = "task"', 'entry = "tasks"', "entry[1].entry", "did you mean `task`?"),
        ('decorator = "acme.jobs.job"', "", "entry[1]", "has no target"),
        ('decorator = "acme.jobs.job"', 'decorator = "job"', "entry[1].decorator", "too short"),
        ('why = "Runs later."', 'why = "x"\ncall = "a.b"', "entry[1]", "has several targets"),
        ('why = "Runs later."', 'why = "x"\nmethods = ["get"]', "entry[1].methods", "without `methods_of`"),
        ('why = "Runs later."', 'why = "x"\nhandler = 0', "entry[1].handler", "without `call`"),
        ('why = "Runs later."', 'why = "x"\nenqueue_call = "a.b"', "entry[1].enqueue_call", "task_argument"),
        ('why = "Runs later."', 'why = "x"\ntask_argument = 0', "entry[1].enqueue_call", "task_argument"),
        ('why = "Runs later."', 'why = "x"\nexposure = "all"', "entry[1].exposure", "`public`"),
        ('why = "Runs later."', 'why = "x"\nlanguages = "jva"', "entry[1].languages", "is not a language"),
        (
            'decorator = "acme.jobs.job"',
            'calls = "acme.wait"\nlanguages = "java"',
            "entry[1].languages",
            "goes with what only Python",
        ),
        ('why = "Runs later."', 'why = "x"\nframework = "acme"', "entry[1].framework", "not a known key"),
        ('decorator = "acme.jobs.job"', 'methods_of = "a.B"', "entry[1].methods", "is missing"),
        ('decorator = "acme.jobs.job"', 'call = "a.b"', "entry[1].handler", "is missing"),
        ('id = "acme.job"', 'id = "job"', "entry[1].id", "does not begin"),
        ('id = "acme.job"', 'id = "acme.send"', "entry[1].id", "already the id of a pattern"),
        ('exposure = "staff"', "", "guard[1].exposure", "is missing"),
        ('exposure = "staff"', 'exposure = "unknown"', "guard[1].exposure", "leaves open"),
        ('base = "acme.web.StaffOnly"', "", "guard[1]", "has no target"),
        ('base = "acme.web.StaffOnly"', 'base = "a.b"\nvalue = "c.d"', "guard[1]", "has several targets"),
    ],
)
def test_each_mistake_in_an_entry_or_guard_is_named(
    tmp_path: Path, old: str, new: str, key: str, said: str
) -> None:
    found = problems(tmp_path, (WHOLE + ENTRY + GUARD).replace(old, new, 1))
    assert any(said in f"{problem.what}; {problem.mend}" for problem in found if problem.key == key)


def test_all_problems_of_a_file_come_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = WHOLE.replace('kind = "provider"', 'kind = "x"').replace('role = "send"', 'rolle = "send"')
    found = problems(tmp_path, text.replace("# expect: acme.send", "# expect: acme.sent"))
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert {problem.key for problem in found} == {
        "kind",
        "pattern[1].role",
        "pattern[1].rolle",
        "pattern[1].id",
        "example[1].source",
    }


def test_a_bad_item_of_a_long_list_is_found_on_its_own_line(tmp_path: Path) -> None:
    text = with_target('url = { hosts = [\n    "acme.example",\n    "acme.example:80",\n] }')
    assert [(p.line, p.key) for p in problems(tmp_path, text) if "is not a host" in p.what] == [
        (11, "pattern[1].url.hosts")
    ]


def test_broken_toml_is_reported_with_its_line(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, HEAD + "\n[[pattern]\n")
    assert (found.line, found.key) == (6, "")
    assert found.what.startswith("is not TOML: ")


def test_bytes_that_are_no_utf_8_are_reported_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_bytes(HEAD.encode("gb18030"))
    with pytest.raises(SmsauditError) as caught:
        load_file(path)
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [(3, "is not UTF-8")]


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SmsauditError, match="cannot be read"):
        load_file(tmp_path / "missing.toml")


def test_a_file_without_any_pattern_is_an_error(tmp_path: Path) -> None:
    assert [problem.what for problem in problems(tmp_path, HEAD)] == [
        "has no [[pattern]], [[entry]] or [[guard]]"
    ]


def test_a_framework_with_entries_only_needs_no_example(tmp_path: Path) -> None:
    assert loaded(tmp_path, HEAD + ENTRY).patterns == ()


def test_a_file_without_a_look_alike_is_an_error(tmp_path: Path) -> None:
    assert [problem.what for problem in problems(tmp_path, HEAD + PATTERN + PROOF)] == ["has no look-alike"]


def test_an_id_may_not_stand_twice_in_one_file(tmp_path: Path) -> None:
    found = problems(tmp_path, HEAD + PATTERN + PATTERN + PROOF + SILENT)
    assert [(problem.line, problem.what) for problem in found] == [
        (13, '"acme.send" is already the id of a pattern')
    ]


def test_an_id_may_not_stand_in_two_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "acme.toml").write_text(WHOLE, encoding="utf-8")
    with pytest.raises(SmsauditError) as caught:
        load([tmp_path / "one", tmp_path / "two"])
    (problem,) = caught.value.problems
    assert problem.file == str(tmp_path / "two" / "acme.toml")
    assert problem.what == f'"acme" is already the id of {tmp_path / "one" / "acme.toml"}'


def test_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(WHOLE.replace('"acme"', '"Acme"'), encoding="utf-8")
    with pytest.raises(SmsauditError) as caught:
        load([tmp_path])
    assert {Path(problem.file).name for problem in caught.value.problems} == {"one.toml", "two.toml"}


@pytest.mark.parametrize(("make", "said"), [(True, "holds no signature file"), (False, "is not a directory")])
def test_a_directory_without_signatures_is_an_error(tmp_path: Path, make: bool, said: str) -> None:  # noqa: FBT001
    if make:
        (tmp_path / "none").mkdir()
    with pytest.raises(SmsauditError, match=said):
        load([tmp_path / "none"])


def test_a_directory_that_no_disk_can_have_is_none(tmp_path: Path) -> None:
    with pytest.raises(SmsauditError, match="is not a directory"):
        load([tmp_path / ("x" * 300)])

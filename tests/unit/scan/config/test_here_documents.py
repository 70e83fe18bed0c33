"""Configuration inside shell scripts: which file a document becomes, and where its settings stand."""

from __future__ import annotations

import pytest

from smsaudit.model.location import TreePath
from smsaudit.scan.config.scanners import HERE_DOCUMENTS

_BODY = "group = smsc\nsmsc = smpp\nhost = 10.1.2.3\nEOF\n"


def said(script: str) -> list[tuple[int, str, str]]:
    facts, _ = HERE_DOCUMENTS.scan(TreePath("install.sh"), script)
    return [(one.place.line, one.key, one.value) for one in facts.settings]


@pytest.mark.parametrize(
    "opening",
    [
        "cat <<EOF > /etc/kannel.conf",
        "cat > /etc/kannel.conf << 'EOF'",
        'cat <<"EOF" >> "$HOME/kannel.conf"',
        "sudo tee /etc/kannel.conf > /dev/null <<EOF",
        "tee -a ${DIR}/kannel.conf <<EOF",
        "cat <<\\EOF >/etc/kannel/kannel.conf",
        "ssh gw 'cat > /etc/kannel.conf' <<EOF",
    ],
)
def test_a_document_is_read_as_the_file_that_it_becomes(opening: str) -> None:
    found = said(f"#!/bin/sh\n{opening}\n{_BODY}systemctl restart kannel\n")
    assert (5, "smsc[0].host", "10.1.2.3") in found


@pytest.mark.parametrize(
    "script",
    [
        f"# cat <<EOF > /etc/kannel.conf\n{_BODY}",
        f"cat <<EOF\n{_BODY}",
        f"mysql gw <<EOF\n{_BODY}",
        f"cat <<< EOF > /etc/kannel.conf\n{_BODY}",
        "x=$((1<<bits)); echo $x > kannel.conf\ngroup = smsc\nsmsc = smpp\n",
        "cat <<EOF > /etc/kannel.conf\ngroup = smsc\nsmsc = smpp\n",
    ],
)
def test_what_becomes_no_file_or_never_ends_is_left_alone(script: str) -> None:
    assert said(script) == []


def test_a_document_whose_lines_are_indented_by_tabs_ends_where_the_shell_ends_it() -> None:
    script = "if true; then\n\tcat <<-END > app.env\n\tSMS_HOST=a\n\tEND\n\techo B=c\nfi\n"
    assert said(script) == [(3, "SMS_HOST", "a")]


def test_several_documents_are_several_files() -> None:
    script = "cat <<A > a.env\nX=1\nA\ncat <<A > b.env\nX=2\nA\n"
    assert said(script) == [(2, "X", "1"), (5, "X", "2")]

"""Keep one comment on a pull request: made when there is something to say, edited ever after, never repeated.

It needs the permission to write to pull requests. Where that is missing the job goes on; the summary says the same.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

LONGEST = 65_000
"""Characters; the platform refuses a comment above 65,536."""

_MOST_PAGES = 30
_PAGE = 100
_SECONDS = 30
_MARK = re.compile(r"<!-- smsaudit: [a-z]+ -->")


class Comments:
    """The comments of one pull request."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        api, repository = environment["GITHUB_API_URL"], environment["GITHUB_REPOSITORY"]
        self._all = f"{api}/repos/{repository}/issues/{int(environment['SMSAUDIT_NUMBER'])}/comments"
        self._one = f"{api}/repos/{repository}/issues/comments"
        self._token = environment["SMSAUDIT_TOKEN"]

    def own(self, mark: str) -> Mapping[str, Any] | None:
        """The comment that an earlier run made; what a person wrote is never taken for it."""
        for comment in self._list():
            if comment["user"]["type"] == "Bot" and (comment.get("body") or "").startswith(mark):
                return comment
        return None

    def make(self, body: str) -> None:
        """A new comment."""
        self._ask("POST", self._all, {"body": body})

    def edit(self, comment: Mapping[str, Any], body: str) -> None:
        """The same comment with another text."""
        self._ask("PATCH", f"{self._one}/{int(comment['id'])}", {"body": body})

    def _list(self) -> Iterator[Mapping[str, Any]]:
        for page in range(1, _MOST_PAGES + 1):
            comments = self._ask("GET", f"{self._all}?per_page={_PAGE}&page={page}")
            yield from comments
            if len(comments) < _PAGE:
                return

    def _ask(self, method: str, address: str, content: object = None) -> Any:
        request = Request(  # noqa: S310 - the platform's own address, from its own environment
            address,
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            return json.load(answer)


def keep(comments: Comments, body: str, *, is_changed: bool) -> str:
    """Make, edit or leave the comment; answers what was done."""
    mark = _MARK.match(body)
    if mark is None:
        return "nothing: the report has no mark"
    body = body[:LONGEST]
    own = comments.own(mark[0])
    if own is None:
        if not is_changed:
            return "nothing: there is nothing to say"
        comments.make(body)
        return "made"
    # The platform stores line ends its own way.
    if (own.get("body") or "").replace("\r\n", "\n").strip() == body.strip():
        return "nothing: it says so already"
    comments.edit(own, body)
    return "edited"


def main(environment: Mapping[str, str]) -> int:
    """Never fails the job: the comment is a courtesy, the verdict is another step."""
    if environment.get("SMSAUDIT_FORK") == "true":
        return _say("notice", "a fork's token may not comment; see the job summary")
    file = Path(environment.get("SMSAUDIT_COMMENT") or os.devnull)
    body = file.read_text(encoding="utf-8") if file.is_file() else ""
    is_changed = environment.get("SMSAUDIT_CHANGED") == "true"
    try:
        done = keep(Comments(environment), body, is_changed=is_changed)
    except HTTPError as error:
        hint = "; give the job the permission pull-requests: write" if error.code in {401, 403, 404} else ""
        return _say("warning", f"the comment was refused ({error.code}){hint}")
    except (URLError, TimeoutError, ValueError) as error:
        return _say("warning", f"the comment could not be kept: {type(error).__name__}")
    sys.stdout.write(f"comment: {done}\n")
    return 0


def _say(level: str, text: str) -> int:
    sys.stdout.write(f"::{level} title=smsaudit::{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))

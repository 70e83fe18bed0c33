"""The short way through a commit hook: what is known to say nothing is not audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsaudit.cache import Cache
from smsaudit.discover import Repository
from smsaudit.quiet import keep_quiet, says_nothing

if TYPE_CHECKING:
    from smsaudit.cli.audited import Request
    from smsaudit.discover import Tree
    from smsaudit.model.comparison import Comparison
    from smsaudit.settings import Settings


def is_known_quiet(request: Request, judged_by: str) -> bool:
    """Whether what is staged can be told to change nothing, and nothing has to be said."""
    with Cache(request.cache if _is_all_in_tree(request) else None) as cache:
        return says_nothing(Repository(request.path), _terms(request, judged_by), request.as_of, cache)


def keep_known(
    request: Request,
    judged_by: str,
    repository: Repository,
    trees: tuple[Tree, Tree],
    project: Settings,
    comparison: Comparison,
) -> None:
    """Keep for the next commit that this one said nothing."""
    is_silent = comparison.is_quiet and not comparison.fails and not project.expired
    if not is_silent or not _is_all_in_tree(request):
        return
    from smsaudit.gate import baselines

    with Cache(request.cache) as cache:
        keep_quiet(
            repository,
            _terms(request, judged_by),
            request.as_of if project.declared.facts else None,
            trees=trees,
            signatures=comparison.after.result.tool.signatures,
            baselines=baselines(trees[1]),
            cache=cache,
        )


def _is_all_in_tree(request: Request) -> bool:
    """Whether nothing outside the tree has a say."""
    return request.config is None and request.baseline is None and not request.directories


def _terms(request: Request, judged_by: str) -> str:
    return repr((judged_by, request.max_scenario, str(request.fail_on)))

"""Processes that run all tests together: each module is of the process that comes to it first.

One takes the modules in their order, another from the end, so that both end at the same time, whatever a module costs,
and what a folder's tests share is made once. `scripts/test` names a new folder and the end to start from.
"""

from __future__ import annotations

import os
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

CLAIMS = os.environ.pop("FARMLAND_REDLINE_TEST_CLAIMS", "")  # tests may start a pytest of their own
FROM_THE_END = os.environ.pop("FARMLAND_REDLINE_TESTS_FROM", "") == "end"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the modules into this process's order; tests of a module keep theirs."""
    if FROM_THE_END:
        modules = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
        items[:] = [item for tests in reversed(modules) for item in tests]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Pass over a test of a module that is another process's."""
    return True if CLAIMS and not _is_ours(item.path) else None


@cache
def _is_ours(module: Path) -> bool:
    name = "-".join(module.relative_to(Path(__file__).parent).parts)
    try:
        (Path(CLAIMS) / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True

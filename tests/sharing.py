"""Processes that run all tests together: each module is of the process that comes to it first.

Each begins at a place of its own, goes on in the modules' order, and round to where it began, so that all end at about
the same time, whatever a module costs, and what a folder's tests share is mostly made once. `scripts/test` names a new
folder for what is taken, and the places. What costs much and is asked for everywhere is made by one process for all.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest

# Tests may start a pytest of their own.
TAKEN = os.environ.pop("FARMLAND_REDLINE_TESTS_TAKEN", "")
PLACE = float(os.environ.pop("FARMLAND_REDLINE_TESTS_PLACE", "0"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the modules that no other process has taken; without a folder for what is taken pytest runs its own loop."""
    if not TAKEN or session.testsfailed or session.config.option.collectonly:
        return None
    ours = _ours([list(tests) for _, tests in groupby(session.items, key=lambda item: item.path)])
    tests = next(ours, [])
    while tests:
        following = []
        for number, test in enumerate(tests, 1):
            if number == len(tests):
                following = next(ours, [])
            after = next(iter([*tests[number:], *following]), None)  # pytest ends what this one does not need
            session.config.hook.pytest_runtest_protocol(item=test, nextitem=after)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
        tests = following
    return True


def _ours(modules: list[list[pytest.Item]]) -> Iterator[list[pytest.Item]]:
    """Take the modules that are free, one at a time, from this process's place on."""
    first = int(PLACE * len(modules))
    for tests in modules[first:] + modules[:first]:
        name = "-".join(tests[0].path.relative_to(Path(__file__).parent).parts)
        try:
            (Path(TAKEN) / name).touch(exist_ok=False)
        except FileExistsError:
            continue
        yield tests


def made_once(folder: Path, make: Callable[[Path], None]) -> None:
    """Fill a folder by a function, or with a copy of what another process's folder of that name was filled with.

    Processes that ask meanwhile wait: two at once would take twice as long.
    """
    if not TAKEN:
        make(folder)
        return
    shared = Path(TAKEN) / "shared" / folder.name
    shared.parent.mkdir(exist_ok=True)
    with shared.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            make(folder)
            shutil.copytree(folder, shared)
            return
    shutil.copytree(shared, folder, dirs_exist_ok=True)

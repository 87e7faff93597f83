"""Answers of databases, which nothing can hurry: waited for with an end, and with an ear for the user who cancels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from qgis.PyQt.QtCore import QCoreApplication, QThread
from qgis.utils import iface

from ..analysis.waiting import call_within

_Result = TypeVar("_Result")


def _never() -> None:
    """Let a wait go on that nobody can cancel."""


_check: ContextVar[Callable[[], None]] = ContextVar("check", default=_never)


@contextmanager
def heeding(check: Callable[[], None]) -> Iterator[None]:
    """Let a call end waits inside the `with` block by what it raises, such as that the run is cancelled."""
    token = _check.set(check)
    try:
        yield
    finally:
        _check.reset(token)


def wait_for_answer(call: Callable[[], _Result], seconds: float) -> _Result:
    """Return what a call to a database returns, or raise what it raises.

    Args:
        call: runs in a thread of its own, so it makes nothing that belongs to a thread and is used afterwards.
        seconds: how long it may take. In the main thread of a window without end: there a database may have to ask for
            a password, in a dialog of that thread.

    Raises:
        NoAnswerError: it takes longer.

    """
    application = QCoreApplication.instance()
    if iface is not None and application is not None and QThread.currentThread() == application.thread():
        return call()
    return call_within(seconds, call, _check.get())

"""Calls that nothing can stop, as to a server: the wait for them has an end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextvars import copy_context
from threading import Thread
from time import monotonic
from typing import TypeVar

_PAUSE = 0.02  # seconds between two looks at a call
_Result = TypeVar("_Result")


class NoAnswerError(Exception):
    """A call has not come back in time."""


def call_within(seconds: float, call: Callable[[], _Result], look: Callable[[], None] = lambda: None) -> _Result:
    """Return what a call returns, or raise what it raises, but wait for it no longer than it may take.

    Nothing can stop a call to a library or over a network. It runs in a thread of its own, which is left behind where
    it does not come back.

    Args:
        seconds: how long the call may take.
        call: takes no arguments.
        look: is called while waiting; what it raises (that the run is cancelled) ends the wait.

    Raises:
        NoAnswerError: the call takes longer.

    >>> call_within(5, lambda: 6 * 7)
    42
    """
    outcome: Future[_Result] = Future()
    context = copy_context()

    def run() -> None:
        try:
            outcome.set_result(context.run(call))
        except BaseException as error:  # is raised where the call was made
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    end = monotonic() + seconds
    while not wait_for([outcome], _PAUSE).done:
        look()
        if monotonic() > end:
            raise NoAnswerError
    return outcome.result()

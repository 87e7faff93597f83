"""Runs what only the main thread may do, from whatever thread an algorithm runs in.

Print layouts are not thread safe in QGIS: its own layout algorithms refuse to run in the background, and a private
project does not help. Exports in a worker fail within a few dozen pages as soon as the main thread works on a layout
too (Python sees items "deleted" that are alive). So an algorithm stays in the background and passes on single pages, in
the desktop to another process where it can (see `bridge.drawing`). What is passed holds no geometry: the main thread
decodes its own (see `analysis.encoding`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QThread, pyqtSignal, pyqtSlot

_Result = TypeVar("_Result")


class _Outcome(Generic[_Result]):
    """A function to be called in one thread, and what another thread gets of it: its result or its error."""

    def __init__(self, function: Callable[[], _Result]) -> None:
        """Note the function."""
        self._function = function
        self._results: list[_Result] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        """Call the function and keep what comes of it."""
        try:
            self._results.append(self._function())
        except BaseException as error:
            self._error = error

    def result(self) -> _Result:
        """Return the function's result, or raise its error."""
        if self._error is not None:
            raise self._error
        return self._results[0]


class _Messenger(QObject):
    """An object of the main thread that calls there what it receives."""

    called = pyqtSignal(object)

    @pyqtSlot(object)
    def call(self, task: Callable[[], None]) -> None:
        """Run the task, which keeps its own result and error."""
        task()


def call_in_main_thread(function: Callable[[], _Result]) -> _Result:
    """Call the function in the application's thread, wait for it, and return its result or raise its error.

    The main thread must run its event loop meanwhile; it must not be waiting for the calling thread.
    """
    application = QCoreApplication.instance()
    if application is None or QThread.currentThread() == application.thread():
        return function()
    outcome = _Outcome(function)
    messenger = _Messenger()
    messenger.moveToThread(application.thread())
    messenger.called.connect(messenger.call, Qt.ConnectionType.BlockingQueuedConnection)
    messenger.called.emit(outcome.run)
    messenger.deleteLater()
    return outcome.result()


def let_events_pass() -> None:
    """Handle what waits in the main thread, but nothing that the user does; in other threads it is handled anyway."""
    application = QCoreApplication.instance()
    if application is not None and QThread.currentThread() == application.thread():
        application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

"""Functions that run in QGIS's tasks on behalf of a panel, whose window goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QTimer

from ..processing.bridge.compat import QUIET_TASK
from ..processing.bridge.errors import InputError
from ..processing.bridge.i18n import tr
from ..processing.bridge.kept_threads import keep_thread

_QUIET = reduce(or_, QUIET_TASK)


def make_task(title: str, work: Callable[[QgsTask], Any], finished: Callable[..., None], **options: object) -> QgsTask:
    """Return a task for QGIS's manager that runs a function, as `QgsTask.fromFunction` does; see `keep_thread`."""

    def run(task: QgsTask) -> object:
        keep_thread()
        return work(task)

    return QgsTask.fromFunction(title, run, on_finished=finished, **options)


class Background:
    """The tasks of a panel, of which nothing is heard once they are released."""

    def __init__(self) -> None:
        self._tasks: list[QgsTask] = []
        self._released = False

    def release(self) -> None:
        """Cancel all tasks, and hear of none any more."""
        self._released = True
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()

    def run(
        self, title: str, function: Callable[[], Any], then: Callable[[Any], None], fail: Callable[[str], None]
    ) -> None:
        """Run a function in a task; `then` receives what it returns, `fail` why it could not."""

        def finish(error: Exception | None, answer: object = None) -> None:
            if task not in self._tasks:  # released meanwhile
                return
            self._tasks.remove(task)
            if error is None:
                # Not here, where QGIS drops what is raised.
                QTimer.singleShot(0, lambda: None if self._released else then(answer))
            elif isinstance(error, (InputError, OSError, RuntimeError, ValueError)):
                fail(str(error))
            else:
                fail(tr("The results cannot be read: {reason}").format(reason=repr(error)))

        task = make_task(title, lambda _: function(), finish, flags=_QUIET)
        self._tasks.append(task)
        QgsApplication.taskManager().addTask(task)

"""An algorithm that runs in the background of the desktop, as the toolbox would run it."""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import cast

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsTask,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QEventLoop, QObject, QTimer, pyqtSignal
from qgis.utils import iface

from ..processing.bridge import dependencies
from ..processing.bridge.compat import RESULT_GROUPS
from .background import make_task

_TELL_MS = 150  # how often lines of the log and the progress are shown
# What runs import: a second's work, which must not hold the window when a run is prepared in the main thread.
_LIBRARIES = ("parameter_values", "outputs", "project_layers", "result_package", "workflows.batch")
_LEAVING_MS = 10_000  # in which cancelled runs end
# QGIS's tasks use what a run holds, whatever becomes of the panel that started it.
_running: set[Run] = set()


def create_algorithm(name: str) -> QgsProcessingAlgorithm:
    """Return an algorithm of the plugin, ready for a run."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"farmland_redline:{name}")
    return cast(QgsProcessingAlgorithm, made)


class RunFeedback(QgsProcessingFeedback):
    """What a run says, in any thread, kept until the main thread takes it: thousands of lines are one event."""

    def __init__(self) -> None:
        super().__init__(False)
        self._lines: deque[str] = deque()
        self.warnings: deque[str] = deque()
        self.errors: deque[str] = deque()

    def take_lines(self) -> list[str]:
        """Return the lines that came since the last call."""
        lines = []
        with suppress(IndexError):
            while True:
                lines.append(self._lines.popleft())
        return lines

    def pushInfo(self, info: str | None) -> None:
        """Keep a line."""
        super().pushInfo(info)
        self._lines.append(info or "")

    def pushWarning(self, warning: str | None) -> None:
        """Keep a warning."""
        super().pushWarning(warning)
        self._lines.append(warning or "")
        self.warnings.append(warning or "")

    def reportError(self, error: str | None, fatalError: bool = False) -> None:  # noqa: N803  QGIS's name
        """Keep an error."""
        super().reportError(error, fatalError)
        self._lines.append(error or "")
        self.errors.append(error or "")


class _Context(QgsProcessingContext):
    """A context of which QGIS loads one layer at a time: its function takes what is listed here in one go.

    The list itself stays whole, as QGIS deletes the post-processors of layers that are taken off it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.loaded_next: dict[str, QgsProcessingContext.LayerDetails] | None = None

    def layersToLoadOnCompletion(self) -> dict[str, QgsProcessingContext.LayerDetails]:
        """Return the layers that are to be loaded next; all, unless the run has ended."""
        return super().layersToLoadOnCompletion() if self.loaded_next is None else self.loaded_next


class Run(QObject):
    """One run of an algorithm.

    Signals:
        ended: whether it succeeded, and its outputs; layers are loaded by then.
        progressed: percent done.
        said: lines of the log, errors and warnings among them.
    """

    ended = pyqtSignal(bool, object)
    progressed = pyqtSignal(float)
    said = pyqtSignal(str)

    def __init__(self, algorithm: str, parameters: Mapping[str, object]) -> None:
        """Prepare the run of an algorithm, by its id in the provider."""
        super().__init__()
        self.algorithm = create_algorithm(algorithm)
        self.parameters = dict(parameters)
        self.feedback = RunFeedback()
        self._context = _Context()
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self.feedback)
        self._task: QgsTask | None = None
        self._waiting: list[tuple[str, QgsProcessingContext.LayerDetails]] = []  # to be loaded, the highest first
        self._timer = QTimer(self)
        self._timer.setInterval(_TELL_MS)
        self._timer.timeout.connect(self._tell)

    def start(self) -> None:
        """Start in the background; `ended` is emitted in any case."""
        name = self.algorithm.displayName()
        self._task = make_task(name, _load_libraries, lambda *_: self._begin())
        self._timer.start()
        _running.add(self)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the run to stop; `ended` follows."""
        self.feedback.cancel()
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        """Check what is given, now that all is loaded that runs use."""
        refusal = "" if self.feedback.isCanceled() else self._refusal()
        if refusal:
            self.feedback.reportError(refusal)
            self._finish(False, {})
            return
        QTimer.singleShot(0, self._prepare)  # between two steps that open all layers the window answers

    def _prepare(self) -> None:
        """Hand the run to QGIS, which takes the layers in the main thread, and then runs it in another."""
        if self.feedback.isCanceled():
            self._finish(False, {})
            return
        task = QgsProcessingAlgRunnerTask(self.algorithm, self.parameters, self._context, self.feedback)
        task.executed.connect(self._finish)
        self._task = task
        QgsApplication.taskManager().addTask(task)

    def _refusal(self) -> str:
        """Return why the run may not start; empty if it may."""
        usable, reason = self.algorithm.canExecute()
        if usable:
            usable, reason = self.algorithm.checkParameterValues(self.parameters, self._context)
        return "" if usable else str(reason)

    def _tell(self) -> None:
        """Hand on what the run said since the last time."""
        self.progressed.emit(self.feedback.progress())
        lines = self.feedback.take_lines()
        if lines:
            self.said.emit("\n".join(lines))

    def _finish(self, successful: bool, outputs: dict[str, object]) -> None:
        """Load the layers of a run that succeeded, and tell its end."""
        self._task = None  # QGIS deletes it
        self._timer.stop()
        if not successful or not outputs or self.feedback.isCanceled():
            self._end(False, outputs)
            return
        everything = self._context.layersToLoadOnCompletion()
        places = {source: details.layerSortKey if RESULT_GROUPS else 0 for source, details in everything.items()}
        self._waiting = sorted(everything.items(), key=lambda item: -places[item[0]])
        canvas = cast(QgisInterface, iface).mapCanvas()
        canvas.freeze(True)  # drawn once, when all are there

        def load_next() -> None:
            if self._waiting and not self.signalsBlocked():
                self._load(dict([self._waiting.pop()]))
                QTimer.singleShot(0, load_next)  # between two layers the window answers
                return
            canvas.freeze(False)
            canvas.refresh()
            self._end(True, outputs)

        load_next()

    def _load(self, layers: dict[str, QgsProcessingContext.LayerDetails]) -> None:
        """Load layers as QGIS loads those of its own dialogs."""
        from processing.gui.Postprocessing import handleAlgorithmResults

        self._context.loaded_next = layers
        handleAlgorithmResults(self.algorithm, self._context, self.feedback, parameters=self.parameters)

    def _end(self, good: bool, outputs: dict[str, object]) -> None:
        """Tell the end."""
        self._tell()
        _running.discard(self)
        self.ended.emit(good, outputs)


def end_runs() -> None:
    """Cancel all runs, and let them end: the plugin's code must stay until they have."""
    loop, patience = QEventLoop(), QTimer()
    patience.setSingleShot(True)
    patience.timeout.connect(loop.quit)
    patience.start(_LEAVING_MS)
    for run in tuple(_running):
        run.blockSignals(True)  # nobody is there who could show it
        run.cancel()
    look = QTimer()
    look.timeout.connect(lambda: None if _running else loop.quit())
    look.start(0)
    if _running:
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def _load_libraries(task: QgsTask) -> None:
    """Import what runs use, in a thread; what is missing is told when the run begins."""
    dependencies.take_wheels()
    package = (__package__ or "").rpartition(".")[0]
    for name in _LIBRARIES:
        with suppress(Exception):
            importlib.import_module(f"{package}.processing.{name}")

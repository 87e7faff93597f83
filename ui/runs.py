"""An algorithm that runs in the background of the desktop, as the toolbox would run it."""

from __future__ import annotations

from collections.abc import Mapping
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
from qgis.PyQt.QtCore import QObject, pyqtSignal


def create_algorithm(name: str) -> QgsProcessingAlgorithm:
    """Return an algorithm of the plugin, ready for a run."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"farmland_redline:{name}")
    return cast(QgsProcessingAlgorithm, made)


class RunFeedback(QgsProcessingFeedback):
    """What a run says, handed to the main thread as signals.

    Signals:
        said: a line of the log.
        warned: a warning.
        failed: an error.
    """

    said = pyqtSignal(str)
    warned = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(False)

    def pushInfo(self, info: str | None) -> None:
        """Hand on a line."""
        super().pushInfo(info)
        self.said.emit(info or "")

    def pushWarning(self, warning: str | None) -> None:
        """Hand on a warning."""
        super().pushWarning(warning)
        self.warned.emit(warning or "")

    def reportError(self, error: str | None, fatalError: bool = False) -> None:  # noqa: N803  QGIS's name
        """Hand on an error."""
        super().reportError(error, fatalError)
        self.failed.emit(error or "")


class Run(QObject):
    """One run of an algorithm.

    Signals:
        ended: whether it succeeded, and its outputs; layers are loaded by then.
        progressed: percent done.
    """

    ended = pyqtSignal(bool, object)
    progressed = pyqtSignal(float)

    def __init__(self, algorithm: str, parameters: Mapping[str, object], parent: QObject | None = None) -> None:
        """Prepare the run of an algorithm, by its id in the provider."""
        super().__init__(parent)
        self.algorithm = create_algorithm(algorithm)
        self.parameters = dict(parameters)
        self.feedback = RunFeedback()
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self.feedback)
        self._task: QgsTask | None = None

    def refusal(self) -> str:
        """Return why the run may not start; empty if it may."""
        usable, reason = self.algorithm.canExecute()
        if not usable:
            return str(reason)
        good, reason = self.algorithm.checkParameterValues(self.parameters, self._context)
        return "" if good else str(reason)

    def start(self) -> None:
        """Start in the background; `ended` is emitted in any case."""
        task = QgsProcessingAlgRunnerTask(self.algorithm, self.parameters, self._context, self.feedback)
        task.executed.connect(self._finish)
        task.progressChanged.connect(self.progressed)
        self._task = task
        QgsApplication.taskManager().addTask(task)

    def cancel(self) -> None:
        """Ask the run to stop; `ended` follows."""
        self.feedback.cancel()
        if self._task is not None:
            self._task.cancel()

    def _finish(self, successful: bool, outputs: dict[str, object]) -> None:
        """Load the layers of a run that succeeded, and tell its end."""
        self._task = None  # QGIS deletes it
        good = successful and bool(outputs) and not self.feedback.isCanceled()
        if good:
            from processing.gui.Postprocessing import handleAlgorithmResults

            handleAlgorithmResults(self.algorithm, self._context, self.feedback, parameters=self.parameters)
        self.ended.emit(good, outputs)

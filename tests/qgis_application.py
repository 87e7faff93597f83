"""QGIS without a window, started as `qgis_process` starts it, for tests and for processes of their own."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback, QgsProcessingProvider


def start_qgis() -> tuple[QgsApplication, QgsProcessingProvider]:
    """QGIS with Processing's own algorithms and this provider; both live as long as what is returned."""
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    from farmland_redline.processing.provider import FarmlandRedlineProvider

    Processing.initialize()
    provider = FarmlandRedlineProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return application, provider


class _Log(QgsProcessingFeedback):
    """What a run says, line by line as `qgis_process` prints it."""

    def __init__(self) -> None:
        super().__init__(False)
        self.lines: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:
        self.lines.append(f"WARNING:\t{warning}")

    def reportError(self, error: str, fatal: bool = False) -> None:
        self.lines.append(f"ERROR:\t{error}")


def run_here(algorithm: str, texts: dict[str, str | list[str]]) -> tuple[int, dict[str, object], str]:
    """Run an algorithm of this plugin in this process, with texts as `qgis_process` gives them.

    Returns:
        the status that `qgis_process` would end with, the results, and the log.

    """
    import processing

    log = _Log()
    try:
        results = processing.run(f"farmland_redline:{algorithm}", texts, feedback=log)
    except QgsProcessingException as error:
        return 1, {}, "\n".join([*log.lines, str(error)])
    return 0, results, "\n".join(log.lines)

"""QGIS without a window, started as `qgis_process` starts it, for tests and for processes of their own."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingProvider


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

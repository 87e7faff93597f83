"""Registration with QGIS; no logic."""

from __future__ import annotations

from qgis.core import QgsApplication

from .processing.bridge.i18n import install_translator
from .processing.provider import FarmlandRedlineProvider


class FarmlandRedlinePlugin:
    """The plugin that QGIS loads, in the desktop and in `qgis_process`."""

    def __init__(self, iface: object) -> None:
        self.iface = iface
        self.provider: FarmlandRedlineProvider | None = None
        self.translator = install_translator()

    def initProcessing(self) -> None:
        """Add the algorithms; `qgis_process` calls only this."""
        self.provider = FarmlandRedlineProvider()
        if registry := QgsApplication.processingRegistry():
            registry.addProvider(self.provider)

    def initGui(self) -> None:
        """Start in the desktop."""
        self.initProcessing()

    def unload(self) -> None:
        """Leave nothing behind."""
        if self.provider is not None and (registry := QgsApplication.processingRegistry()):
            registry.removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QgsApplication.removeTranslator(self.translator)
            self.translator = None

"""Registration with QGIS; no logic."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from qgis.core import QgsApplication

from .processing.bridge.i18n import install_translator
from .processing.expressions import ExpressionFunctions
from .processing.provider import FarmlandRedlineProvider

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .ui.desktop import Desktop


class FarmlandRedlinePlugin:
    """The plugin that QGIS loads, in the desktop and in `qgis_process`."""

    def __init__(self, iface: object) -> None:
        self.iface = iface
        self.provider: FarmlandRedlineProvider | None = None
        self.functions: ExpressionFunctions | None = None
        self.desktop: Desktop | None = None
        self.translator = install_translator()

    def initProcessing(self) -> None:
        """Add the algorithms, and the functions for expressions; `qgis_process` calls only this."""
        self.functions = ExpressionFunctions()
        self.provider = FarmlandRedlineProvider()
        if registry := QgsApplication.processingRegistry():
            registry.addProvider(self.provider)

    def initGui(self) -> None:
        """Start in the desktop."""
        self.initProcessing()
        from .ui.desktop import Desktop  # noqa: PLC0415  qgis_process has no desktop

        self.desktop = Desktop(cast("QgisInterface", self.iface))

    def unload(self) -> None:
        """Leave nothing behind."""
        if self.desktop is not None:
            self.desktop.release()
            self.desktop = None
        if self.provider is not None and (registry := QgsApplication.processingRegistry()):
            registry.removeProvider(self.provider)
            self.provider = None
        if self.functions is not None:
            self.functions.release()
            self.functions = None
        if self.translator is not None:
            QgsApplication.removeTranslator(self.translator)
            self.translator = None

"""What the panels share: they follow the layers of the project, and speak in the message bar."""

from __future__ import annotations

from qgis.core import Qgis, QgsMapLayer, QgsProject
from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import QTimer

from ...processing.bridge.i18n import tr
from ...processing.bridge.plain_text import without_markup

_LOOK_AFTER_MS = 200  # a project that is opened adds its layers one after the other


class ProjectDock(QgsDockWidget):
    """A panel that looks at the project's layers again whenever some were added or removed."""

    def __init__(self, iface: QgisInterface, title: str, name: str) -> None:
        """Follow the project from now on.

        Args:
            iface: of QGIS.
            title: of the panel.
            name: under which QGIS keeps the panel's place.
        """
        super().__init__(title, iface.mainWindow())
        self.setObjectName(name)
        self._iface = iface
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_LOOK_AFTER_MS)
        self._soon.timeout.connect(self.look_at_project)
        project = QgsProject.instance()
        project.layersAdded.connect(self._soon.start)
        project.layersRemoved.connect(self._soon.start)

    def look_at_project(self) -> None:
        """Take note of the project's layers."""
        raise NotImplementedError

    def release(self) -> None:
        """Stop following the project."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._soon.start)
        project.layersRemoved.disconnect(self._soon.start)
        self._soon.stop()

    def tell(self, text: str, level: Qgis.MessageLevel) -> None:
        """Say something in the message bar, which shows a text as HTML where it looks like it."""
        self._iface.messageBar().pushMessage(tr("Farmland Redline"), without_markup(text), level)


def is_in_project(layer: QgsMapLayer) -> bool:
    """Return whether the project still has a layer."""
    try:
        return QgsProject.instance().mapLayer(layer.id()) is not None
    except RuntimeError:  # deleted with the project
        return False

"""A second, small map beside that of QGIS: another state of the same place, in step with it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsGeometry, QgsMapLayer, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from ...processing.bridge.i18n import tr
from ..map_view import make_outline


class Comparison(QWidget):
    """A map of one layer of the project, which shows what the map of QGIS shows, and whose moves that one follows."""

    def __init__(self, canvas: QgsMapCanvas | None, parent: QWidget | None = None) -> None:
        """Make the map; it draws nothing while it is hidden.

        Args:
            canvas: of QGIS.
            parent: Qt's.
        """
        super().__init__(parent)
        self._main, self._in_step = canvas, False
        self.layers = QComboBox()
        self.layers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layers.activated.connect(self._show)
        self.map = QgsMapCanvas(self)
        self.map.setAccessibleName(tr("Map of the other state"))
        self.map.enableAntiAliasing(True)
        self._outline = make_outline(self.map)
        form = QFormLayout()
        form.addRow(tr("Compare with"), self.layers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.map, 1)
        canvas.extentsChanged.connect(self._follow)
        canvas.destinationCrsChanged.connect(self._follow)
        self.map.extentsChanged.connect(self._lead)

    def release(self) -> None:
        """Stop following the map of QGIS, and let go of the layer."""
        self._main.extentsChanged.disconnect(self._follow)
        self._main.destinationCrsChanged.disconnect(self._follow)
        self.map.extentsChanged.disconnect(self._lead)
        self.map.stopRendering()
        self.map.setLayers([])

    def offer(self, layers: Sequence[QgsMapLayer], usual: QgsMapLayer | None) -> None:
        """Offer layers; the one that was chosen stays, else the usual one is."""
        kept = self.layers.currentData()
        self.layers.clear()
        for layer in layers:
            self.layers.addItem(layer.name(), layer.id())
        wanted = next((one for one in (kept, usual.id() if usual is not None else None) if one is not None), None)
        self.layers.setCurrentIndex(max(0, self.layers.findData(wanted)))
        self._show()

    def mark(self, geometry: QgsGeometry, layer: QgsMapLayer) -> None:
        """Show the outline of a finding of a layer."""
        self._outline.setToGeometry(geometry, layer.crs())

    def showEvent(self, event: object) -> None:
        """Catch up with the map of QGIS."""
        super().showEvent(event)
        self._follow()

    def _show(self, _place: int = 0) -> None:
        """Show the chosen layer."""
        layer = QgsProject.instance().mapLayer(self.layers.currentData() or "")
        self.map.setLayers([] if layer is None else [layer])
        self._follow()

    def _follow(self) -> None:
        """Show what the map of QGIS shows."""
        if self._in_step or not self.isVisible():
            return
        self._in_step = True
        self.map.setDestinationCrs(self._main.mapSettings().destinationCrs())
        self.map.setExtent(self._main.extent())
        self.map.refresh()
        self._in_step = False

    def _lead(self) -> None:
        """Have the map of QGIS show what this one shows, where the user has moved it."""
        if self._in_step or not self.map.underMouse():
            return
        self._in_step = True
        self._main.setExtent(self.map.extent())
        self._main.refresh()
        self._in_step = False

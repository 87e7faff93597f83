"""The table of results behind figures, in QGIS's attribute table: the rows of one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QWidget

from ..processing.bridge.io.loaded_layers import layers_showing
from .result_layers import add_to_group

if TYPE_CHECKING:
    from ..processing.dashboard import Results


class UnitList:
    """The window of the table that was shown last, which makes way for the next."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self._window: QWidget | None = None

    def show(self, results: Results, table: str, title: str, condition: str) -> QgsVectorLayer | None:
        """Show the rows of a table of which a condition holds; the project receives the table where it lacks it.

        Args:
            results: with the table.
            table: its name in the file.
            title: what it is called in the project.
            condition: an expression; empty for all rows.

        Returns:
            the layer; None where the results have no such table.

        """
        layer = self._layer(results, table, title)
        if layer is not None:
            self.close()
            self._window = self._iface.showAttributeTable(layer, condition)
        return layer

    def close(self) -> None:
        """Close the window, if it is still there."""
        if self._window is not None and not sip.isdeleted(self._window):
            self._window.close()
        self._window = None

    def _layer(self, results: Results, table: str, title: str) -> QgsVectorLayer | None:
        """Return the layer of the project that shows a table, else a new one with its columns and values in words."""
        shown = [layer for layer in layers_showing(results.path, table) if isinstance(layer, QgsVectorLayer)]
        if shown:
            return shown[0]
        layer = QgsVectorLayer(f"{results.path}|layername={table}", title, "ogr")
        if table not in results.model.measures or not layer.isValid():
            return None
        from ..processing.project_layers import describe_table

        describe_table(layer, table, results.model.measures[table], results.model.names)
        add_to_group(results.path, layer)
        return layer

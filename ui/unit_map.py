"""The map shows a unit, as soon as it is known where the units of results lie."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from ..processing.dashboard import Extents
    from ..processing.dashboard_units import Place

_STEP_MS = 10  # between parts of a reading in steps
_MARGIN = 1.1  # the map shows this many times a unit's extent
_CITY = "city"


class UnitMap(QObject):
    """Where the units of results lie, read in steps, and the unit that is to be shown.

    Attributes:
        extents: None until all is read.
    """

    def __init__(self, iface: QgisInterface, parent: QObject) -> None:
        """Know no units yet."""
        super().__init__(parent)
        self._iface = iface
        self.extents: Extents | None = None
        self._found: Extents | None = None  # what is read of them yet
        self._parts: Iterator[Extents] | None = None
        self._wanted: tuple[Place, Collection[str]] | None = None
        self._steps = QTimer(self)
        self._steps.setInterval(_STEP_MS)
        self._steps.timeout.connect(self._read_part)

    def read(self, path: Path) -> None:
        """Begin to read where units lie, for which the pieces are gone through once, step by step."""
        from ..processing.dashboard import read_extents

        self.extents, self._parts = None, read_extents(path)
        self._steps.start()

    def forget(self) -> None:
        """Know no units any more."""
        self._steps.stop()
        self.extents, self._parts, self._wanted = None, None, None

    def show(self, place: Place, counties: Collection[str]) -> None:
        """Show a unit, now or when it is known where it lies; `counties` are the codes of a city's."""
        self._wanted = (place, counties)
        if self.extents is not None:
            self._zoom(self.extents)

    def leave(self) -> None:
        """Let the map stay where it is."""
        self._wanted = None

    def _read_part(self) -> None:
        """Read a part of where units lie; at the end show the unit that was chosen meanwhile."""
        if self._parts is None:
            self._steps.stop()
            return
        try:
            part = next(self._parts, None)
        except RuntimeError:  # the file has gone, or is no longer what it was
            part = None
        if part is not None:
            self._found = part
            return
        self._parts, self.extents, self._found = None, self._found, None
        self._steps.stop()
        if self.extents is not None:
            self._zoom(self.extents)

    def _zoom(self, extents: Extents) -> None:
        """Show the unit that is wanted, if any."""
        if self._wanted is None:
            return
        from ..processing.dashboard import city_box

        place, counties = self._wanted
        is_city = place.level == _CITY
        box = city_box(extents, counties) if is_city else extents.boxes.get((place.level, place.code))
        if box is None:
            return
        canvas = self._iface.mapCanvas()
        system = QgsCoordinateReferenceSystem.fromWkt(extents.crs)
        to_map = QgsCoordinateTransform(system, canvas.mapSettings().destinationCrs(), QgsProject.instance())
        extent = QgsRectangle(*box)
        extent.scale(_MARGIN)
        try:
            canvas.setExtent(to_map.transformBoundingBox(extent))
        except Exception:  # QgsCsException: the map's system does not reach there
            return
        canvas.refresh()

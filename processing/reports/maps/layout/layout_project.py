"""Where sheets are made: a private project with its templates; the open project and its layers are not touched.

Only a main thread may work here: see `bridge.drawing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from shapely import Geometry

from ...labels import Translate
from ...styles.renderers import filled_symbol, unfilled_symbol
from ...styles.style_files import style_data
from .fonts import text_font
from .locator import Locator
from .map_layers import drawn_layer, fill_layer, from_shape
from .scale_and_grid import draw_grid, write_scale
from .settings import SheetSettings
from .sheet import Sheet, check_system, choose_sheet
from .unit_outlines import UnitShapes

_Settings = TypeVar("_Settings", bound=SheetSettings)
_LOCATOR_STEPS = 1500  # details of the small map, of its longer side


class LayoutProject(Generic[_Settings]):
    """A private project, the sheets of each orientation, and the layers that all of them show."""

    def __init__(self, settings: _Settings, tr: Translate, sample: str) -> None:
        """Begin.

        Args:
            settings: of the sheets.
            tr: translates what stands on them.
            sample: a text that stands on them, for which there must be a font.
        """
        self.settings, self.tr = settings, tr
        self.project = QgsProject()
        self.font = text_font(tr, sample)
        self._sheets: dict[str, Sheet] = {}

    @property
    def style(self) -> Mapping[str, Any]:
        """Colours and widths of the chosen style."""
        return style_data(self.settings.style)

    def sheet(self, extent: QgsRectangle) -> Sheet:
        """Return the sheet that an extent fills best."""
        return choose_sheet(self.sheets, extent)

    @property
    def sheets(self) -> dict[str, Sheet]:
        """The sheets by orientation."""
        if not self._sheets:
            self._sheets = {
                name: Sheet(path, self.project, self.settings, self.font, self.tr)
                for name, path in self.settings.templates(self.tr).items()
            }
        return self._sheets

    def outlines(self, shapes: Sequence[Geometry], crs: QgsCoordinateReferenceSystem, name: str) -> QgsVectorLayer:
        """Return a layer of polygons, not yet styled."""
        layer = drawn_layer(self.project, name, "MultiPolygon", crs)
        fill_layer(layer, [(from_shape(shape), ()) for shape in shapes])
        return layer

    def boundaries(self, units: UnitShapes, crs: QgsCoordinateReferenceSystem) -> dict[str, QgsVectorLayer]:
        """Return a layer of boundaries for each level that has units, the highest first."""
        layers = {}
        for level, style in self.style["boundaries"].items():
            shapes = units.shapes.get(level, {})
            if shapes:
                layer = self.outlines(list(shapes.values()), crs, level)
                layer.setRenderer(QgsSingleSymbolRenderer(unfilled_symbol(style["line"], style["width"], style["pen"])))
                layers[level] = layer
        return layers

    def write_frame(
        self,
        sheet: Sheet,
        title: str,
        subtitle: str,
        sources: Sequence[str],
        day: str,
        crs: QgsCoordinateReferenceSystem,
        scale: int,
    ) -> None:
        """Write what stands around and on every map: titles, source, system, boxes to be signed, scale and grid.

        Args:
            sheet: the sheet, whose map shows its extent already.
            title, subtitle: its titles.
            sources: of the data, in several lengths (see `Sheet.write_margin`), where the settings name none.
            day: the date of the data.
            crs: the map's system.
            scale: the map's denominator.
        """
        sheet.write({"title": title, "subtitle": subtitle})
        sheet.write_margin(crs, sources, day)
        write_scale(sheet, scale)
        draw_grid(sheet, scale)

    def locator(
        self, units: UnitShapes, level: str, crs: QgsCoordinateReferenceSystem, own: Geometry | None
    ) -> Locator:
        """Return the locator: the units of a level, one of them tinted."""
        check_system(crs, self.tr)
        style = self.style["locator"]
        bounds = units.bounds(level)
        # A county's outline has tens of thousands of corners, which the small map cannot show and each page would hold.
        fine = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / _LOCATOR_STEPS
        whole = self.outlines([shape.simplify(fine) for shape in units.shapes[level].values()], crs, "whole")
        symbol = filled_symbol({"fill": style["fill"], "line": style["border"], "line_width": style["border_width"]})
        whole.setRenderer(QgsSingleSymbolRenderer(symbol))
        layers = [whole]
        if own is not None:
            tinted = self.outlines([own.simplify(fine)], crs, "own")
            tinted.setRenderer(
                QgsSingleSymbolRenderer(
                    filled_symbol({"fill": style["own"], "line": style["border"], "line_width": style["border_width"]})
                )
            )
            layers.insert(0, tinted)
        return Locator(self.project, crs, layers, QgsRectangle(*bounds))

    def close(self) -> None:
        """Release the layers' files."""
        self._sheets.clear()
        self.project.clear()

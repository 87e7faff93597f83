"""A sheet: a layout template in a private project, its items found by their ids."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar, cast

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayout,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutPageCollection,
    QgsLayoutSize,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
)
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtXml import QDomDocument

from ....bridge.compat import label_font
from ....bridge.crs.checks import system_of
from ....bridge.crs.systems import describe_system
from ....bridge.file_limits import check_layout_file
from ...labels import Translate
from .fonts import fit_label, fits_label
from .settings import LAYOUTS, MapError, SheetSettings, layout_data
from .template_symbols import check_symbols

MAP, BACKGROUND = "map", "background"
_Item = TypeVar("_Item", bound=QgsLayoutItem)


def nice_scale(width_m: float, height_m: float, box_mm: tuple[float, float]) -> int:
    """Return the largest scale of the series at which a ground extent (m) fits into a box on paper (mm)."""
    data = layout_data()
    free = 1 - 2 * data["margin"]
    needed = max(width_m * 1000 / (box_mm[0] * free), height_m * 1000 / (box_mm[1] * free))
    for scale in data["scales"]:
        if scale >= needed:
            return scale
    magnitude = 10 ** math.floor(math.log10(needed))
    return math.ceil(needed / magnitude) * magnitude


def check_system(crs: QgsCoordinateReferenceSystem, tr: Translate) -> None:
    """Raise `MapError` where a map of the pieces could have no scale."""
    if crs.isGeographic() or not crs.isValid():
        raise MapError(tr("The pieces must have a projected coordinate system in metres."))


class Sheet:
    """A template on which one sheet after the other is drawn."""

    def __init__(
        self,
        template: Path,
        project: QgsProject,
        settings: SheetSettings,
        font: QFont,
        tr: Translate,
    ) -> None:
        """Load the template.

        Raises:
            MapError: the file is no template.
        """
        self.project, self.settings, self.font, self.tr = project, settings, font, tr
        self.sizes: Mapping[str, float] = layout_data()["papers"].get(
            settings.paper, next(iter(layout_data()["papers"].values()))
        )
        self._template = template
        self._fonts: dict[str, float] = {}
        self._kept: dict[str, object] = {}
        self._boxes: dict[str, tuple[float, float, float, float]] = {}
        document = QDomDocument()
        try:
            check_layout_file(template)
            read, *_ = document.setContent(template.read_text(encoding="utf-8"))
        except (OSError, UnicodeError) as error:
            raise MapError(
                tr("The map template {path} cannot be read ({reason}).").format(path=template, reason=error)
            ) from error
        if read:
            check_symbols(document, template.name)
        self.layout = QgsLayout(project)
        loaded = read and self.layout.loadFromTemplate(document, QgsReadWriteContext())[1]
        if not loaded or self._pages.pageCount() < 1:
            raise MapError(tr("{path} is not a layout template.").format(path=template))
        self.item("north_arrow", QgsLayoutItemPicture).setPicturePath(str(LAYOUTS / "north_arrow.svg"))

    @property
    def _pages(self) -> QgsLayoutPageCollection:
        """The layout's pages."""
        return cast(QgsLayoutPageCollection, self.layout.pageCollection())

    @property
    def page(self) -> QgsLayoutItemPage:
        """The first page, which is the sheet."""
        return cast(QgsLayoutItemPage, self._pages.page(0))

    def item(self, identifier: str, kind: type[_Item]) -> _Item:
        """Return an item of the template by its id.

        Raises:
            MapError: there is none, or one of another kind.
        """
        item = self.layout.itemById(identifier)
        if not isinstance(item, kind):
            raise self.lacks(identifier, kind.__name__)
        return item

    def lacks(self, identifier: str, kind: str) -> MapError:
        """Return the error that the template has no such item."""
        return MapError(
            self.tr("The map template {template} has no item {item} of the type {kind}.").format(
                template=self._template.name, item=identifier, kind=kind
            )
        )

    def box(self, identifier: str, kind: type[QgsLayoutItem]) -> tuple[float, float]:
        """Return the width and height (mm) of an item."""
        size = self.item(identifier, kind).sizeWithUnits()
        return size.width(), size.height()

    def original_box(self, identifier: str, kind: type[QgsLayoutItem]) -> tuple[float, float, float, float]:
        """Return the place, width and height (mm) of an item in the template, whatever changed since."""
        if identifier not in self._boxes:
            item = self.item(identifier, kind)
            place, size = item.positionWithUnits(), item.sizeWithUnits()
            self._boxes[identifier] = (place.x(), place.y(), size.width(), size.height())
        return self._boxes[identifier]

    def keep(self, name: str, value: object) -> None:
        """Keep alive what an item of the layout points to, but does not own."""
        self._kept[name] = value

    def scale_for(self, extent: QgsRectangle, least: int = 0) -> int:
        """Return the denominator at which an extent fits into the map, not smaller than `least`."""
        return max(least, nice_scale(extent.width(), extent.height(), self.box(MAP, QgsLayoutItemMap)))

    def centre_on(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, scale: int) -> QgsRectangle:
        """Centre the maps on an extent at a scale; return what they show."""
        size = self.original_box(MAP, QgsLayoutItemMap)[2:]
        half_width, half_height = (side * scale / 2000 for side in size)
        x, y = extent.center().x(), extent.center().y()
        shown = QgsRectangle(x - half_width, y - half_height, x + half_width, y + half_height)
        self.project.setCrs(crs)
        for name in (BACKGROUND, MAP):
            item = self.item(name, QgsLayoutItemMap)
            item.setCrs(crs)
            item.setExtent(shown)
            # QGIS fits the item to the extent's shape, by a hair that would grow from sheet to sheet.
            item.attemptResize(QgsLayoutSize(*size))
        self.item(MAP, QgsLayoutItemMap).setBackgroundEnabled(False)
        return shown

    def write(self, texts: Mapping[str, str]) -> None:
        """Set the texts of labels, as small as their boxes demand; a framed label without a text is hidden."""
        for identifier, text in texts.items():
            label = self.item(identifier, QgsLayoutItemLabel)
            # The template's own size, which an earlier sheet's longer text may have lessened.
            size = self._fonts.setdefault(identifier, label_font(label).pointSizeF())
            fit_label(label, self.font, size, text)
            label.setVisibility(bool(text))

    def choose_text(self, identifier: str, texts: Sequence[str]) -> str:
        """Return the first of several texts that a label's box holds in a legible size; else the last."""
        label = self.item(identifier, QgsLayoutItemLabel)
        legible = layout_data()["legible_font"]
        return next((text for text in texts if fits_label(label, legible, text)), texts[-1] if texts else "")

    def write_margin(self, crs: QgsCoordinateReferenceSystem, sources: Sequence[str], date: str) -> None:
        """Write what stands around every map: sources, system, the boxes to be signed, the marking.

        Args:
            crs: the map's system.
            sources: of the data, in several lengths, the longest first: that is taken which has room.
            date: of the data.
        """
        tr, settings = self.tr, self.settings
        system, code = system_of(crs, ""), crs.authid() if crs.authid().startswith("EPSG:") else ""
        name = crs.description() if system is None else describe_system(system, tr)
        sources = (settings.source,) if settings.source else sources
        self.write(
            {
                "source": self.choose_text("source", [tr("Source: {source}").format(source=text) for text in sources]),
                "crs": tr("Coordinate system: {crs}").format(crs=f"{name}\n{code}".strip()),
                "marking": settings.marking,
                "compiler": tr("Compiled by:\n{name}").format(name=settings.compiler),
                "checker": tr("Checked by:\n{name}").format(name=settings.checker),
                "date": tr("Data date:\n{date}").format(date=date),
            }
        )


def choose_sheet(sheets: Mapping[str, Sheet], extent: QgsRectangle) -> Sheet:
    """Return the sheet that an extent fills best among several orientations, the first of equals."""

    def needed(sheet: Sheet) -> float:
        """Return the scale at which a sheet shows the extent."""
        width, height = sheet.box(MAP, QgsLayoutItemMap)
        return max(extent.width() / width, extent.height() / height)

    return min(sheets.values(), key=needed)

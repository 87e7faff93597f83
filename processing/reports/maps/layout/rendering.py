"""Drawing a sheet: into a PDF whose pages are the sheet's layers, into a picture, or into an SVG.

A PDF is drawn by `QgsLayoutExporter.renderPage` onto a `QPdfWriter`; `exportToPdf` would open a printer first. What may
be switched on and off in a PDF is drawn on a page of its own; `pdf.compose` lays these pages on one another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from qgis.core import (
    Qgis,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemMap,
    QgsLayoutItemMapGridStack,
    QgsVectorLayer,
    QgsVectorSimplifyMethod,
)
from qgis.PyQt.QtCore import QMarginsF, QRectF, QSize, QSizeF
from qgis.PyQt.QtGui import QColor, QPageSize, QPainter, QPainterPath, QPdfWriter
from qgis.PyQt.QtSvg import QSvgGenerator

from ....bridge.compat import LOSSLESS_IMAGES, SIMPLIFY_GEOMETRIES, SIMPLIFY_ON_GRID
from .map_layers import show_layers
from .sheet import BACKGROUND, MAP, Sheet

CREATOR = f"Farmland Redline, QGIS {Qgis.version()}"
_MM_PER_INCH = 25.4
_FINEST_DOTS = 0.5  # details smaller than this are not drawn, at the settings' resolution


@dataclass(frozen=True)
class DrawnLayer:
    """What can be switched on and off in a PDF: a title, and layers of the map, the first on top."""

    title: str
    layers: Sequence[QgsVectorLayer] = field(default_factory=tuple)


def draw_pdf(sheet: Sheet, target: Path, title: str, base: DrawnLayer, layers: Sequence[DrawnLayer], one: bool) -> bool:
    """Draw the sheet: the base, each layer above it, and the rest of the sheet, on a page each; or all on one page.

    Returns:
        Whether the page could be drawn.
    """
    size = sheet.page.pageSize()
    writer = QPdfWriter(str(target))
    writer.setPageSize(QPageSize(QSizeF(size.width(), size.height()), QPageSize.Unit.Millimeter, title))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(sheet.settings.dpi)
    writer.setTitle(title)
    writer.setCreator(CREATOR)
    _prepare(sheet)
    _show(sheet, base, layers)
    painter = QPainter()
    if not painter.begin(writer):
        return False
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering, True)
    try:
        exporter = QgsLayoutExporter(sheet.layout)
        if one:
            exporter.renderPage(painter, 0)
        else:
            drawn = 0

            def draw() -> None:
                nonlocal drawn
                if drawn:
                    writer.newPage()
                exporter.renderPage(painter, 0)
                drawn += 1

            _draw_apart(sheet, layers, draw)
    finally:
        painter.end()
    return True


def draw_picture(sheet: Sheet, target: Path, base: DrawnLayer, layers: Sequence[DrawnLayer]) -> bool:
    """Draw the sheet into a PNG at the settings' resolution."""
    _prepare(sheet)
    _show(sheet, base, layers)
    image = QgsLayoutExporter(sheet.layout).renderPageToImage(0, QSize(), sheet.settings.dpi)
    return not image.isNull() and image.save(str(target), "PNG")


def draw_svg(sheet: Sheet, target: Path, title: str, base: DrawnLayer, layers: Sequence[DrawnLayer]) -> bool:
    """Draw the sheet into an SVG."""
    _prepare(sheet)
    _show(sheet, base, layers)
    size = sheet.page.pageSize()
    pixels = QSize(*(round(side / _MM_PER_INCH * sheet.settings.dpi) for side in (size.width(), size.height())))
    generator = QSvgGenerator()
    generator.setFileName(str(target))
    generator.setTitle(title)
    generator.setSize(pixels)
    generator.setViewBox(QRectF(0, 0, pixels.width(), pixels.height()))
    generator.setResolution(sheet.settings.dpi)
    painter = QPainter()
    if not painter.begin(generator):
        return False
    try:
        _draw_unclipped(sheet, painter, size)
    finally:
        painter.end()
    return True


def _draw_unclipped(sheet: Sheet, painter: QPainter, page_mm: QSizeF) -> None:
    """Draw the maps, white around them, then the rest: Qt clips nothing in an SVG, so maps flow over."""
    base, main = (sheet.item(name, QgsLayoutItemMap) for name in (BACKGROUND, MAP))
    page = sheet.page
    exporter = QgsLayoutExporter(sheet.layout)
    with _bare(main), _only(sheet, [page, base, main]):
        exporter.renderPage(painter, 0)
    dots = sheet.settings.dpi / _MM_PER_INCH
    place, size = main.positionWithUnits(), main.sizeWithUnits()
    around = QPainterPath()
    around.addRect(QRectF(0, 0, page_mm.width() * dots, page_mm.height() * dots))
    around.addRect(QRectF(place.x() * dots, place.y() * dots, size.width() * dots, size.height() * dots))
    painter.fillPath(around, QColor("#ffffff"))
    show_layers(main, ())
    _draw_rest(sheet, (page, base), lambda: exporter.renderPage(painter, 0))


def _draw_rest(sheet: Sheet, drawn: Collection[QgsLayoutItem], draw: Callable[[], None]) -> None:
    """Draw all items but those that are drawn already."""
    done = {item.uuid() for item in drawn}
    items = [item for item in sheet.layout.items() if isinstance(item, QgsLayoutItem)]
    with _only(sheet, [item for item in items if item.uuid() not in done]):
        draw()


def _prepare(sheet: Sheet) -> None:
    context = sheet.layout.renderContext()
    context.setDpi(sheet.settings.dpi)
    context.setTextRenderFormat(Qgis.TextRenderFormat.AlwaysText)
    context.setFlag(LOSSLESS_IMAGES, True)
    context.setSimplifyMethod(_simplified())


def _simplified() -> QgsVectorSimplifyMethod:
    """Drop corners that paper cannot show: a survey's outlines have so many that they make up most of a file.

    On a grid, as neighbours that share a boundary must go on to share it.
    """
    method = QgsVectorSimplifyMethod()
    method.setSimplifyHints(SIMPLIFY_GEOMETRIES)
    method.setSimplifyAlgorithm(SIMPLIFY_ON_GRID)
    method.setForceLocalOptimization(True)
    method.setThreshold(_FINEST_DOTS)
    return method


def _show(sheet: Sheet, base: DrawnLayer, layers: Sequence[DrawnLayer]) -> None:
    show_layers(sheet.item(BACKGROUND, QgsLayoutItemMap), base.layers)
    # Later layers lie above earlier ones; in a map's list the first is on top.
    above = [layer for drawn in reversed(layers) for layer in drawn.layers]
    show_layers(sheet.item(MAP, QgsLayoutItemMap), above)
    sheet.layout.refresh()


@contextmanager
def _only(sheet: Sheet, chosen: Collection[QgsLayoutItem]) -> Iterator[None]:
    """Nothing but some items of the layout is visible meanwhile."""
    uuids = {item.uuid() for item in chosen}
    items = [item for item in sheet.layout.items() if isinstance(item, QgsLayoutItem)]
    hidden = [item for item in items if item.isVisible() and item.uuid() not in uuids]
    for item in hidden:
        item.setVisibility(False)
    try:
        yield
    finally:
        for item in hidden:
            item.setVisibility(True)


@contextmanager
def _bare(item: QgsLayoutItemMap) -> Iterator[None]:
    """A map without its frame and grids meanwhile."""
    grids = [grid for grid in cast(QgsLayoutItemMapGridStack, item.grids()).asList() if grid.enabled()]
    framed = item.frameEnabled()
    for grid in grids:
        grid.setEnabled(False)
    item.setFrameEnabled(False)
    try:
        yield
    finally:
        for grid in grids:
            grid.setEnabled(True)
        item.setFrameEnabled(framed)


def _draw_apart(sheet: Sheet, layers: Sequence[DrawnLayer], draw: Callable[[], None]) -> None:
    """Draw the base, each layer, and the rest of the sheet, one after the other."""
    base, main = (sheet.item(name, QgsLayoutItemMap) for name in (BACKGROUND, MAP))
    page = sheet.page
    # The page is white, so it is drawn once, at the bottom.
    with _only(sheet, (page, base)):
        draw()
    with _bare(main), _only(sheet, (main,)):
        for drawn in layers:
            show_layers(main, drawn.layers)
            draw()
    show_layers(main, ())
    _draw_rest(sheet, (page, base), draw)

"""Drawing a sheet: into a PDF whose pages are the sheet's layers, into a picture, or into an SVG.

A PDF is drawn by `QgsLayoutExporter.renderPage` onto a `QPdfWriter`; `exportToPdf` would open a printer first. What
readers may switch in a PDF is drawn on a page of its own; `pdf.compose` lays these pages on one another.
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

from ....bridge.compat import LOSSLESS_IMAGES, SIMPLIFY_GEOMETRIES, SIMPLIFY_ON_GRID, svg_title
from ....bridge.plain_text import printable
from .map_images import show_on_map
from .sheet import BACKGROUND, MAP, Sheet

CREATOR = f"Farmland Redline, QGIS {Qgis.version()}"
_MM_PER_INCH = 25.4
_FINEST_DOTS = 0.5  # details smaller than this are not drawn, at the settings' resolution


@dataclass(frozen=True)
class DrawnLayer:
    """A layer that readers can switch in a PDF: its title, and layers of the map, the first on top."""

    title: str
    layers: Sequence[QgsVectorLayer] = field(default_factory=tuple)


def draw_pdf(
    sheet: Sheet, target: Path, title: str, base: DrawnLayer, layers: Sequence[DrawnLayer], flat: bool
) -> bool:
    """Draw the base, each layer above it, and the rest of the sheet on a page each; `flat`: all on one page.

    Returns:
        Whether the file could be drawn.
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
        if flat:
            exporter.renderPage(painter, 0)
        else:
            drawn = 0

            def draw() -> None:
                """Draw what is visible on the next page."""
                nonlocal drawn
                if drawn:
                    writer.newPage()
                exporter.renderPage(painter, 0)
                drawn += 1

            _draw_layered(sheet, layers, draw)
    finally:
        painter.end()
    return True


def draw_picture(sheet: Sheet, target: Path, base: DrawnLayer, layers: Sequence[DrawnLayer]) -> bool:
    """Draw the sheet into a PNG at the settings' resolution; return whether it could be drawn."""
    _prepare(sheet)
    _show(sheet, base, layers)
    image = QgsLayoutExporter(sheet.layout).renderPageToImage(0, QSize(), sheet.settings.dpi)
    return not image.isNull() and image.save(str(target), "PNG")


def draw_svg(sheet: Sheet, target: Path, title: str, base: DrawnLayer, layers: Sequence[DrawnLayer]) -> bool:
    """Draw the sheet into an SVG; return whether it could be drawn."""
    _prepare(sheet)
    _show(sheet, base, layers)
    size = sheet.page.pageSize()
    pixels = QSize(*(round(side / _MM_PER_INCH * sheet.settings.dpi) for side in (size.width(), size.height())))
    generator = QSvgGenerator()
    generator.setFileName(str(target))
    generator.setTitle(svg_title(printable(title)))
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
    with _without_frame(main), _only_visible(sheet, [page, base, main]):
        exporter.renderPage(painter, 0)
    dots = sheet.settings.dpi / _MM_PER_INCH
    place, size = main.positionWithUnits(), main.sizeWithUnits()
    around = QPainterPath()
    around.addRect(QRectF(0, 0, page_mm.width() * dots, page_mm.height() * dots))
    around.addRect(QRectF(place.x() * dots, place.y() * dots, size.width() * dots, size.height() * dots))
    painter.fillPath(around, QColor("#ffffff"))
    show_on_map(main, ())
    _draw_rest(sheet, (page, base), lambda: exporter.renderPage(painter, 0))


def _draw_rest(sheet: Sheet, drawn: Collection[QgsLayoutItem], draw: Callable[[], None]) -> None:
    """Draw all items except those drawn already."""
    done = {item.uuid() for item in drawn}
    items = [item for item in sheet.layout.items() if isinstance(item, QgsLayoutItem)]
    with _only_visible(sheet, [item for item in items if item.uuid() not in done]):
        draw()


def _prepare(sheet: Sheet) -> None:
    """Set resolution and text rendering of the layout."""
    context = sheet.layout.renderContext()
    context.setDpi(sheet.settings.dpi)
    context.setTextRenderFormat(Qgis.TextRenderFormat.AlwaysText)
    context.setFlag(LOSSLESS_IMAGES, True)
    context.setSimplifyMethod(_simplify_method())


def _simplify_method() -> QgsVectorSimplifyMethod:
    """Return a method that drops corners that paper cannot show, which make up most of a file.

    It works on a grid, as neighbours that share a boundary must go on to share it.
    """
    method = QgsVectorSimplifyMethod()
    method.setSimplifyHints(SIMPLIFY_GEOMETRIES)
    method.setSimplifyAlgorithm(SIMPLIFY_ON_GRID)
    method.setForceLocalOptimization(True)
    method.setThreshold(_FINEST_DOTS)
    return method


def _show(sheet: Sheet, base: DrawnLayer, layers: Sequence[DrawnLayer]) -> None:
    """Show the base in the background map, the layers in the map above it."""
    show_on_map(sheet.item(BACKGROUND, QgsLayoutItemMap), base.layers)
    # Later layers lie above earlier ones; in a map's list the first is on top.
    above = [layer for drawn in reversed(layers) for layer in drawn.layers]
    show_on_map(sheet.item(MAP, QgsLayoutItemMap), above)
    sheet.layout.refresh()


@contextmanager
def _only_visible(sheet: Sheet, chosen: Collection[QgsLayoutItem]) -> Iterator[None]:
    """Hide all items of the layout except some meanwhile."""
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
def _without_frame(item: QgsLayoutItemMap) -> Iterator[None]:
    """Hide the frame and grids of a map meanwhile."""
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


def _draw_layered(sheet: Sheet, layers: Sequence[DrawnLayer], draw: Callable[[], None]) -> None:
    """Draw the base, each layer, and the rest of the sheet, one after the other."""
    base, main = (sheet.item(name, QgsLayoutItemMap) for name in (BACKGROUND, MAP))
    page = sheet.page
    # The page is white, so it is drawn once, at the bottom.
    with _only_visible(sheet, (page, base)):
        draw()
    with _without_frame(main), _only_visible(sheet, (main,)):
        for drawn in layers:
            show_on_map(main, drawn.layers)
            draw()
    show_on_map(main, ())
    _draw_rest(sheet, (page, base), draw)

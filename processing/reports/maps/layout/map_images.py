"""Maps as images, drawn by QGIS in other threads, where a sheet can only be drawn in the window's own thread.

Drawing the layers is most of a sheet's time. What is left for the main thread is the sheet around them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import cast

from osgeo import gdal
from qgis.core import (
    QgsLayout,
    QgsLayoutItemMap,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QSizeF
from qgis.PyQt.QtGui import QColor, QImage

from ....bridge.drawing import draws_in_window
from ....bridge.io.gdal_errors import quiet_errors
from .map_layers import show_layers

_MM_PER_INCH = 25.4
_images: ContextVar[MapImages | None] = ContextVar("images", default=None)


class MapImages:
    """The images of a sheet's maps, as raster layers of its project."""

    def __init__(self, project: QgsProject, dpi: float) -> None:
        """Begin without images.

        Args:
            project: owns the layers.
            dpi: resolution of the images.
        """
        self._project, self._dpi = project, dpi
        self._made: list[tuple[str, list[str]]] = []

    def draw(self, item: QgsLayoutItemMap, layers: Sequence[QgsVectorLayer]) -> QgsRasterLayer:
        """Return what a map shows of some layers, as one layer; the window answers meanwhile."""
        show_layers(item, layers)
        size = item.sizeWithUnits()
        dots = QSizeF(size.width(), size.height()) * (self._dpi / _MM_PER_INCH)
        settings = item.mapSettings(item.extent(), dots, self._dpi, True)
        settings.setBackgroundColor(QColor(0, 0, 0, 0))
        settings.setOutputImageFormat(QImage.Format.Format_ARGB32_Premultiplied)
        # A map takes the layout's method only while the layout is exported.
        settings.setSimplifyMethod(cast(QgsLayout, item.layout()).renderContext().simplifyMethod())
        image = _render(settings)
        extent = settings.visibleExtent()
        width, height = extent.width() / image.width(), extent.height() / image.height()
        place = (width, 0.0, 0.0, -height, extent.xMinimum() + width / 2, extent.yMaximum() - height / 2)
        base = f"/vsimem/{uuid.uuid4().hex}"
        files = [f"{base}.png", f"{base}.pgw"]
        gdal.FileFromMemBuffer(files[0], _as_png(image))
        gdal.FileFromMemBuffer(files[1], "\n".join(f"{number:.12f}" for number in place).encode())
        layer = QgsRasterLayer(files[0], "image", "gdal")
        layer.setCrs(item.crs())
        self._project.addMapLayer(layer, False)
        self._made.append((layer.id(), [*files, f"{files[0]}.aux.xml"]))  # QGIS has GDAL count its colours
        return layer

    def clear(self) -> None:
        """Remove the layers and what they are read from."""
        for layer, files in self._made:
            self._project.removeMapLayer(layer)
            for file in files:
                with suppress(RuntimeError), quiet_errors():
                    gdal.Unlink(file)
        self._made.clear()


@contextmanager
def map_images(project: QgsProject, dpi: float) -> Iterator[None]:
    """Let maps be images in the `with` block where the thread of a window draws; else they are drawn as they are."""
    if not draws_in_window():
        yield
        return
    images = MapImages(project, dpi)
    token = _images.set(images)
    try:
        yield
    finally:
        _images.reset(token)
        images.clear()


def show_on_map(item: QgsLayoutItemMap, layers: Sequence[QgsVectorLayer]) -> None:
    """Have a map show these layers and no others, the first on top, as they are or as an image."""
    images = _images.get()
    if images is None or not layers:
        show_layers(item, layers)
    else:
        show_layers(item, [images.draw(item, layers)])


def _render(settings: QgsMapSettings) -> QImage:
    """Render a map in other threads, and let the main thread's events pass meanwhile."""
    job, loop = QgsMapRendererParallelJob(settings), QEventLoop()
    job.finished.connect(loop.quit)
    job.start()
    loop.exec()
    return job.renderedImage()


def _as_png(image: QImage) -> bytes:
    """Return an image as the bytes of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content)

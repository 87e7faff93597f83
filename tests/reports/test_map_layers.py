"""Layers of results that cannot be read while a map is drawn, of which QGIS says nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from damaged_pages import pages_of
from qgis.core import (
    QgsFeatureRequest,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsProject,
    QgsSingleSymbolRenderer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from farmland_redline.processing.bridge.io.feature_reading import read_layer
from farmland_redline.processing.bridge.io.input_state import UnreliableInputError
from farmland_redline.processing.reports.maps.layout.map_layers import open_layer, read_whole
from farmland_redline.processing.reports.maps.layout.settings import MapError
from farmland_redline.processing.reports.styles.renderers import filled_symbol

SIDE = 60  # squares in a row, and rows


@pytest.fixture
def package(qgis: object, tmp_path: Path) -> Path:
    """Squares that fill a map, in many pages."""
    x, y = (np.arange(SIDE**2) % SIDE).astype(float), (np.arange(SIDE**2) // SIDE).astype(float)
    frame = gpd.GeoDataFrame({"note": "x" * 50}, index=range(SIDE**2), geometry=shapely.box(x, y, x + 1, y + 1))
    pyogrio.write_dataframe(frame.set_crs("EPSG:4527"), tmp_path / "results.gpkg", layer="pieces")
    return tmp_path / "results.gpkg"


def damage(package: Path) -> None:
    """Fill a page in the middle of the table with zeros."""
    size, pages = pages_of(package, "pieces")
    with package.open("r+b") as file:
        file.seek((pages[len(pages) // 2] - 1) * size)
        file.write(bytes(size))


def drawing(package: Path) -> QImage:
    """The squares, drawn as maps draw them."""
    project = QgsProject()
    layer = open_layer(project, package, "pieces")
    symbol = filled_symbol({"fill": "#336699", "line": "#000000", "line_width": 0.1})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    image = QImage(QSize(240, 240), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    settings = QgsMapSettings()
    settings.setOutputSize(image.size())
    settings.setExtent(layer.extent())
    settings.setLayers([layer])
    painter = QPainter(image)
    QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
    painter.end()
    project.clear()
    return image


def test_a_package_that_is_read_whole(package):
    calls = []
    read_whole(package, lambda: calls.append(drawing(package)))
    layer = open_layer(QgsProject.instance(), package, "pieces")
    assert len(list(read_layer(layer))) == SIDE**2
    assert len(list(read_layer(layer, QgsFeatureRequest().setFilterFids([1, 2])))) == 2
    QgsProject.instance().clear()
    assert calls == [drawing(package)]


def test_a_page_that_cannot_be_read(package):
    whole = drawing(package)
    damage(package)
    assert drawing(package) != whole  # without a word
    with pytest.raises(MapError, match="could not be read whole while it was drawn"):
        read_whole(package, lambda: drawing(package))
    layer = open_layer(QgsProject.instance(), package, "pieces")
    for request in (None, QgsFeatureRequest().setFilterRect(layer.extent())):
        with pytest.raises(UnreliableInputError, match="was not read whole"):
            list(read_layer(layer, request))
    with pytest.raises(MapError, match="could not be read whole while it was drawn"):
        read_whole(package, lambda: list(read_layer(layer)))
    QgsProject.instance().clear()


def test_a_page_that_can_be_read_the_second_time(package, tmp_path):
    """As on a network drive that was away for a moment."""
    whole, kept = drawing(package), tmp_path / "kept.gpkg"
    shutil.copy(package, kept)
    damage(package)
    calls = []

    def draw() -> QImage:
        calls.append(kept.exists() and drawing(package))
        if len(calls) == 1:
            shutil.copy(kept, package)
        return calls[-1]

    assert read_whole(package, draw) == whole
    assert len(calls) == 2

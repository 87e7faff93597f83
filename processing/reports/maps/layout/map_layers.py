"""Layers of a sheet's private project: those of the run's file, and those made for drawing only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar, cast

import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLayoutItemMap,
    QgsMapLayer,
    QgsProject,
    QgsVectorDataProvider,
    QgsVectorLayer,
)

from ....bridge.compat import make_field
from ....bridge.confidential import library_text
from ....bridge.i18n import tr as user_tr
from ....bridge.io.gdal_errors import heard_errors, quiet_errors
from ....bridge.io.input_state import UnreliableInputError
from ....bridge.io.sql import literal, quoted
from .settings import MapError

_Drawn = TypeVar("_Drawn")


def layer_options() -> QgsVectorLayer.LayerOptions:
    """Return options of a layer that is only drawn: QGIS looks for no default style beside the file."""
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    return options


def open_layer(
    project: QgsProject, geopackage: Path, name: str, condition: str = "", fields: Sequence[str] = ()
) -> QgsVectorLayer:
    """Return a layer of the run's file, or those of its features that meet an SQL condition.

    Raises:
        MapError: the file has no such layer, or the layer lacks one of the fields.
    """
    # The filter stands in the source: setting it later would reopen the file, which makes SQLite lose its
    # write-ahead log where other layers have the file open ("unable to open database file").
    source = f"{geopackage}|layername={name}" + (f"|subset={condition}" if condition else "")
    with quiet_errors():  # QGIS tries to open it for writing first, which may not be
        layer = QgsVectorLayer(source, name, "ogr", layer_options())
    if not layer.isValid():
        raise MapError(user_tr("The file {path} has no layer {layer}.").format(path=geopackage, layer=name))
    for field in fields:
        if layer.fields().indexOf(field) < 0:
            raise MapError(user_tr("The layer {layer} lacks the field {field}.").format(layer=name, field=field))
    project.addMapLayer(layer, False)
    return layer


def read_whole(geopackage: Path, draw: Callable[..., _Drawn], *arguments: object) -> _Drawn:
    """Draw from layers of the run's file; draw again where they could not be read, of which QGIS says nothing.

    Args:
        geopackage: the run's output.
        draw: opens the layers and draws, in this thread; a second call makes all of it anew.
        arguments: of the function.

    Raises:
        MapError: the second time something could not be read either: the drawing would lack it.
    """
    for _ in range(2):
        with heard_errors() as errors:
            try:
                drawn = draw(*arguments)
            except UnreliableInputError as error:
                errors.append(str(error))
        if not errors:
            return drawn
    text = user_tr("“{file}” could not be read whole while it was drawn ({reason}). Draw it again from the results.")
    raise MapError(text.format(file=geopackage.name, reason=library_text(errors[0])))


def is_one_of(field: str, values: Iterable[str]) -> str:
    """Return the SQL condition that a text field has one of some values."""
    return f"{quoted(field)} IN ({', '.join(literal(value) for value in values)})"


def drawn_layer(
    project: QgsProject,
    name: str,
    kind: str,
    crs: QgsCoordinateReferenceSystem,
    fields: Sequence[tuple[str, str]] = (),
) -> QgsVectorLayer:
    """Return an empty layer in memory.

    Args:
        project: owns it.
        name: its name.
        kind: 'Point', 'LineString', 'MultiPolygon' and the like.
        crs: its system.
        fields: name and kind (see `bridge.compat.make_field`) of its fields.
    """
    layer = QgsVectorLayer(kind, name, "memory", layer_options())
    layer.setCrs(crs)
    data_provider(layer).addAttributes([make_field(*field) for field in fields])
    layer.updateFields()
    project.addMapLayer(layer, False)
    return layer


def data_provider(layer: QgsVectorLayer) -> QgsVectorDataProvider:
    """Return the provider of a valid layer."""
    return cast(QgsVectorDataProvider, layer.dataProvider())


def fill_layer(layer: QgsVectorLayer, rows: Iterable[tuple[QgsGeometry, Sequence[object]]]) -> None:
    """Replace the layer's features."""
    provider = data_provider(layer)
    provider.truncate()
    features = []
    for geometry, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes(list(values))
        features.append(feature)
    provider.addFeatures(features)
    layer.updateExtents()


def show_layers(item: QgsLayoutItemMap, layers: Iterable[QgsMapLayer]) -> None:
    """Have a map show these layers and no others, the first on top."""
    item.setFollowVisibilityPreset(False)
    item.setKeepLayerSet(True)
    item.setLayers(list(layers))


def from_shape(shape: shapely.Geometry) -> QgsGeometry:
    """Return QGIS's geometry of a shapely one."""
    geometry = QgsGeometry()
    geometry.fromWkb(shape.wkb)
    return geometry

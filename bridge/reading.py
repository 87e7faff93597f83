"""Layers into frames: straight from the file where the layer is nothing but the file, else through QGIS."""

from __future__ import annotations

import codecs
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely
from qgis.core import (
    QgsFeatureRequest,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from .compat import FIELD_FROM_PROVIDER, is_polygon_layer
from .crs import to_pyproj
from .errors import InputError
from .i18n import tr
from .progress import FeedbackProgress

_CHECK_EVERY = 5_000


@dataclass(frozen=True)
class LayerData:
    """A layer as read.

    Attributes:
        name: the layer's name, for messages and roles.
        frame: columns as in the layer and the geometry (column `geometry`); index: feature ids. Dates are ISO text.
        crs: the layer's system.
        path: the file it was read from, or None.
        part: what was read: `all`, or how the features were chosen.

    """

    name: str
    frame: geopandas.GeoDataFrame
    crs: pyproj.CRS
    path: Path | None
    part: str


def read_parameter(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, object],
    name: str,
    context: QgsProcessingContext,
    progress: FeedbackProgress,
    needs_polygons: bool = True,
) -> LayerData | None:
    """Read the layer given to a feature-source parameter; None if it is optional and not given.

    Selected features, the layer's filter, edits, joins and virtual fields are honoured: such layers are read through
    QGIS, all others straight from their file.
    """
    definition = parameters.get(name)
    if definition in (None, ""):
        return None
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    part = _part(definition, layer)
    file = _file_of(layer) if layer is not None and part == "all" else None
    label = layer.name() if layer is not None else source.sourceName()
    label = file.layer if file else label
    if needs_polygons and not is_polygon_layer(source.wkbType()):
        raise InputError(tr("Layer “{layer}” has no polygons.").format(layer=label))
    crs = to_pyproj(source.sourceCrs(), label) if needs_polygons else None
    if file is not None:
        frame = read_file(file.path, file.layer, encoding=file.encoding) if needs_polygons else read_table(*file[:2])
    else:
        fields, features = source.fields(), source.getFeatures(QgsFeatureRequest())
        frame = _from_features(fields, features, source.featureCount(), progress)
    return LayerData(label, frame, crs, file.path if file else None, part)


def read_layer(layer: QgsVectorLayer, progress: FeedbackProgress) -> LayerData:
    """Read a layer given in a list of layers."""
    part = _part(None, layer)
    file = _file_of(layer) if part == "all" else None
    label = file.layer if file else layer.name()
    if not is_polygon_layer(layer.wkbType()):
        raise InputError(tr("Layer “{layer}” has no polygons.").format(layer=label))
    crs = to_pyproj(layer.crs(), label)
    if file is not None:
        frame = read_file(file.path, file.layer, encoding=file.encoding)
    else:
        frame = _from_features(layer.fields(), layer.getFeatures(), layer.featureCount(), progress)
    return LayerData(label, frame, crs, file.path if file else None, part)


def _part(definition: object, layer: QgsVectorLayer | None) -> str:
    """How the features of a layer are chosen; `all` where the file is the whole truth."""
    if isinstance(definition, QgsProcessingFeatureSourceDefinition):
        if definition.selectedFeaturesOnly:
            return "selected features"
        if getattr(definition, "filterExpression", ""):
            return f"filter: {definition.filterExpression}"
        if definition.featureLimit >= 0:
            return f"first {definition.featureLimit}"
    if layer is None:
        return "features of a source"
    if layer.subsetString():
        return f"filter: {layer.subsetString()}"
    if layer.isModified():
        return "with unsaved edits"
    fields = layer.fields()
    if any(fields.fieldOrigin(i) != FIELD_FROM_PROVIDER for i in range(fields.count())):
        return "with joined or virtual fields"
    return "all"


class _File(NamedTuple):
    """The file behind a layer, its layer's name, and the encoding of a shapefile's text."""

    path: Path
    layer: str
    encoding: str | None


def _file_of(layer: QgsVectorLayer) -> _File | None:
    """The file behind a layer, where it is a plain file whose text can be read without QGIS."""
    if layer.providerType() != "ogr":
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = Path(parts.get("path") or "")
    if parts.get("vsiPrefix") or not parts.get("path") or not path.exists():
        return None
    encoding = None
    if path.suffix.lower() in (".shp", ".dbf", ".shz"):
        # QGIS, once it has opened a shapefile, tells GDAL to leave its text alone for the rest of the process; and the
        # user may have corrected what the file says of itself. So QGIS is asked, and its answer given to the reader.
        encoding = layer.dataProvider().encoding()
        if path.suffix.lower() != ".shp" or not _is_codec(encoding):
            return None
    name = parts.get("layerName")
    return _File(path, str(name) if name else layer_names(path)[0], encoding)


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def layer_names(path: Path) -> list[str]:
    """The layers and tables of a file; the first is what QGIS opens when none is named."""
    if importlib.util.find_spec("pyogrio"):
        import pyogrio  # noqa: PLC0415  one reader is enough, either may be missing

        return [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    import fiona  # noqa: PLC0415

    return list(fiona.listlayers(path))


def read_table(path: Path, layer: str) -> pd.DataFrame:
    """Read a table without geometry."""
    if importlib.util.find_spec("pyogrio"):
        import pyogrio  # noqa: PLC0415

        return pd.DataFrame(pyogrio.read_dataframe(path, layer=layer, read_geometry=False))
    import fiona  # noqa: PLC0415

    with fiona.open(path, layer=layer) as source:
        columns = list(source.schema["properties"])
        return pd.DataFrame([dict(feature["properties"]) for feature in source], columns=columns)


def read_file(path: Path, layer: str, reader: str | None = None, encoding: str | None = None) -> geopandas.GeoDataFrame:
    """Read a layer of a file by pyogrio, or by fiona where that is missing; both give the same frames.

    Args:
        path: the dataset.
        layer: the layer's name.
        reader: `pyogrio` or `fiona`; the first that is there if not given.
        encoding: of a shapefile's text; as the file says if not given.

    """
    reader = reader or ("pyogrio" if importlib.util.find_spec("pyogrio") else "fiona")
    try:
        frame = (_by_pyogrio if reader == "pyogrio" else _by_fiona)(path, layer, encoding)
    except UnicodeError as error:
        raise InputError(
            tr(
                "Layer “{layer}”: its text is not {encoding}. Set the right encoding in the layer's properties (survey "
                "data: usually GBK), or add a .cpg file that names it."
            ).format(layer=layer, encoding=encoding or "UTF-8")
        ) from error
    for column in frame.columns:
        if column != frame.geometry.name and pd.api.types.is_datetime64_any_dtype(frame[column]):
            frame[column] = _iso(frame[column])
    return frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame


def _by_pyogrio(path: Path, layer: str, encoding: str | None) -> geopandas.GeoDataFrame:
    import pyogrio  # noqa: PLC0415

    if encoding is not None:
        return pyogrio.read_dataframe(path, layer=layer, fid_as_index=True, encoding=encoding)
    arrow = importlib.util.find_spec("pyarrow") is not None
    try:
        frame = pyogrio.read_dataframe(path, layer=layer, fid_as_index=True, use_arrow=arrow)
    except RuntimeError:
        # GDAL before 3.8.3 cannot hand booleans over by Arrow.
        frame = pyogrio.read_dataframe(path, layer=layer, fid_as_index=True)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise InputError(tr("Layer “{layer}” has no polygons.").format(layer=layer))
    return frame


def _by_fiona(path: Path, layer: str, encoding: str | None) -> geopandas.GeoDataFrame:
    import fiona  # noqa: PLC0415

    with fiona.open(path, layer=layer, encoding=encoding) as source:
        features = list(source)
        columns = [*source.schema["properties"], "geometry"]
        dates = [name for name, kind in source.schema["properties"].items() if kind.startswith("date")]
    frame = geopandas.GeoDataFrame.from_features(features, columns=columns)
    frame.index = pd.Index([int(feature["id"]) for feature in features], name="fid")
    for name in dates:
        frame[name] = _iso(pd.to_datetime(frame[name], errors="coerce"))
    for name in columns[:-1]:
        if pd.api.types.is_object_dtype(frame[name]):
            frame[name] = frame[name].where(frame[name].notna(), None)
    return frame


def _iso(values: pd.Series) -> pd.Series:
    """Dates as ISO text, which compares and prints the same everywhere."""
    text = values.dt.strftime("%Y-%m-%d").astype(object)
    return text.where(values.notna(), None)


def _from_features(
    fields: QgsFields, features: object, expected: int, progress: FeedbackProgress
) -> geopandas.GeoDataFrame:
    """Read features one by one through QGIS."""
    names = [field.name() for field in fields]
    ids, rows, geometries = [], [], []
    for number, feature in enumerate(features):
        if number % _CHECK_EVERY == 0:
            progress.set(number / expected if expected > 0 else 0.0)
        ids.append(feature.id())
        rows.append([_plain(value) for value in feature.attributes()])
        geometry = feature.geometry()
        geometries.append(None if geometry.isNull() else bytes(geometry.asWkb()))
    frame = pd.DataFrame(rows, columns=names, index=pd.Index(ids, name="fid"))
    for name in names:
        # QGIS shows a GeoPackage's feature ids as a field; in a file of pieces they would claim to be unique.
        if name.lower() == "fid" and frame[name].tolist() == ids:
            frame = frame.drop(columns=name)
    shapes = shapely.from_wkb(np.array(geometries, dtype=object))
    return geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries(shapes, index=frame.index))


def _plain(value: object) -> object:
    """A value of a feature as Python's own; null is None (a null QVariant before QGIS 4)."""
    if value is None or (type(value).__name__ == "QVariant" and value.isNull()):
        return None
    if hasattr(value, "toPyDateTime"):
        return value.toPyDateTime().date().isoformat()
    if hasattr(value, "toPyDate"):
        return value.toPyDate().isoformat()
    return value

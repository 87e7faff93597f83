"""Layers into the project: from files and folders that the user names, and from the sample."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsProviderRegistry, QgsVectorLayer

from ..processing.bridge.compat import may_have_polygons
from ..processing.bridge.io.datasets import FLATGEOBUF, GEODATABASE, GEOPACKAGE, SHAPEFILE
from ..processing.bridge.paths import RESOURCES
from ..processing.bridge.survey.layer_recognition import UnclearLayerError, recognise_kind
from ..processing.bridge.survey.schema import Survey
from ..processing.recognised_inputs import usable_kinds

SAMPLE_FILES = ("city.gpkg", "policy.yaml")
_FILES = (GEOPACKAGE, SHAPEFILE, ".geojson", FLATGEOBUF)


def copy_sample() -> Path:
    """Copy the sample into the user's profile, where it may be opened and written, and return its folder.

    What the user has changed there stays.

    Raises:
        InputError: the folder cannot be written.
    """
    from ..processing.bridge.io.staging import replacing

    folder = Path(QgsApplication.qgisSettingsDirPath()) / "farmland_redline" / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    for name in SAMPLE_FILES:
        target = folder / name
        if not target.exists():
            with replacing(target) as unfinished:
                shutil.copyfile(RESOURCES / "sample" / "data" / name, unfinished)
    return folder


def open_layers(path: Path, survey: Survey) -> tuple[list[QgsVectorLayer], list[str]]:
    """Open the polygon layers of a file, a geodatabase or a folder of such, of which it is known what they are.

    Args:
        path: the file or folder.
        survey: the kinds of layers, with the names of the office's profile.

    Returns:
        the layers, not yet in the project; and the names of those that are left out.
    """
    opened, left = [], []
    kinds = usable_kinds(survey)
    for layer in _polygon_layers(path):
        try:
            known = recognise_kind(layer.name(), layer.fields().names(), survey).role in kinds
        except UnclearLayerError:
            known = False
        if known:
            opened.append(layer)
        else:
            left.append(layer.name())
    return opened, left


def add_layers(layers: Iterable[QgsVectorLayer], title: str) -> int:
    """Add layers to the project, in a group of their own that is folded; return how many are new there.

    A layer whose source the project has already is not added again.
    """
    project = QgsProject.instance()
    present = {layer.source() for layer in project.mapLayers().values()}
    new = [layer for layer in layers if layer.source() not in present]
    if new:
        group = project.layerTreeRoot().addGroup(title)
        for layer in new:
            project.addMapLayer(layer, False)
            node = group.addLayer(layer)
            node.setExpanded(False)
    return len(new)


def _polygon_layers(path: Path) -> Iterator[QgsVectorLayer]:
    """Yield the layers with polygons of a file, a geodatabase, or the files in a folder."""
    if path.is_dir() and path.suffix.lower() != GEODATABASE:
        for entry in sorted(path.iterdir()):
            suffix = entry.suffix.lower()
            if (entry.is_file() and suffix in _FILES) or (entry.is_dir() and suffix == GEODATABASE):
                yield from _polygon_layers(entry)
        return
    found = QgsProviderRegistry.instance().querySublayers(str(path))
    options = QgsVectorLayer.LayerOptions()
    for part in found:
        layer = QgsVectorLayer(part.uri(), part.name() or path.stem, part.providerKey(), options)
        if layer.isValid() and may_have_polygons(layer.wkbType()):
            yield layer

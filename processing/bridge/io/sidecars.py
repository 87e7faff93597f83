"""Files beside a file of layers that change how it is read: indexes, encodings, systems, journals, statistics.

Left by an old file, or by a program that crashed, they would be taken for those of the new file in its place. What
users write beside a file and readers do not need (styles in .qml, descriptions in .qmd and .shp.xml) is none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .datasets import GEOPACKAGE, SHAPEFILE
from .file_state import LOGS

_GML = ".gml"
_INDEX = "-shm"  # of a log
_STATISTICS = ".aux.xml"  # that GDAL and ArcGIS keep of any file
# By the ending of the file: endings that stand after its whole name, and those that stand in the place of its own.
_AFTER = {GEOPACKAGE: (*LOGS, _INDEX)}
_INSTEAD = {
    SHAPEFILE: (
        # Its parts, which the new file may lack: a system, an encoding, long texts.
        *(".shx", ".dbf", ".dbt", ".prj", ".qpj", ".cpg", ".cst"),
        # Its indexes, by GDAL, ArcGIS and MapServer.
        *(".qix", ".sbn", ".sbx", ".idm", ".ind", ".fbn", ".fbx", ".ain", ".aih", ".atx", ".ixs", ".mxs"),
    ),
    _GML: (".gfs", ".xsd", ".resolved.gml"),
}


def is_sidecar(path: Path) -> bool:
    """Return whether a path has the ending of a sidecar, of whatever file."""
    endings = (_STATISTICS, *(ending for found in (_AFTER, _INSTEAD) for group in found.values() for ending in group))
    return path.name.lower().endswith(endings)


def find_sidecars(target: Path, names: Iterable[str]) -> list[Path]:
    """Return the sidecars that a place has, whether a file is there or not.

    Args:
        target: the place of a file.
        names: of what is in its folder.

    """
    suffix = target.suffix.lower()
    after = [ending.lower() for ending in (*_AFTER.get(suffix, ()), _STATISTICS)]
    instead = _INSTEAD.get(suffix, ())
    found = []
    for name in names:
        rest = name[len(target.name) :] if name.startswith(target.name) else None
        other = name[len(target.stem) :] if name.startswith(target.stem) else ""
        if (rest is not None and rest.lower() in after) or other.lower() in instead:
            found.append(target.with_name(name))
    return sorted(found)

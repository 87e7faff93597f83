"""Large layers of GeoPackages in parts, by ranges of their feature ids.

Whoever reads a file holds Python's lock for as long as that takes, and the desktop's window waits for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from osgeo import ogr

from .datasets import GEOPACKAGE, open_dataset, select
from .row_reading import BETWEEN, key_of
from .sql import quoted

_PART = 2**15  # ids of a part, or more
_MOST = 1000  # parts of a layer, however far apart its ids are
_IDS = "SELECT MIN({key}), MAX({key}) FROM {layer}"


def conditions_of_parts(path: Path, layer: str) -> list[str]:
    """Return conditions of SQL that part a large layer by its feature ids, in their order; none for other layers.

    None either for layers with times of day, of which parts may come in different zones.
    """
    dataset, _ = open_dataset(path) if path.suffix.lower() == GEOPACKAGE else (None, "")
    found = None if dataset is None else dataset.GetLayerByName(layer)
    if found is None or found.GetFeatureCount() <= _PART:
        return []
    definition = found.GetLayerDefn()
    kinds = {definition.GetFieldDefn(number).GetType() for number in range(definition.GetFieldCount())}
    key = "" if ogr.OFTDateTime in kinds else key_of(path, layer)
    if not key:
        return []
    ((first, last),) = select(dataset, _IDS.format(key=quoted(key), layer=quoted(layer)))
    return [] if first is None else id_conditions(key, cast("int", first), cast("int", last))


def id_conditions(key: str, first: int, last: int) -> list[str]:
    """Return conditions of SQL that part a range of feature ids, in their order.

    Args:
        key: the column of the ids.
        first, last: of the range.

    >>> id_conditions("fid", 1, 32_769)
    ['"fid" BETWEEN 1 AND 32768', '"fid" BETWEEN 32769 AND 32769']
    """
    size = max(_PART, (last - first) // _MOST + 1)
    starts = range(first, last + 1, size)
    return [BETWEEN.format(fid=quoted(key), first=start, last=min(start + size - 1, last)) for start in starts]

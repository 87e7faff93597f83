"""What people found in the field: a table beside the results in their GeoPackage, to which rows are only added.

Like the decisions (`decisions`) it is a table of the users' own, which re-runs carry over, and is written through the
GDAL of QGIS in one transaction. A row that is there already is not added again, so that a folder may be read twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from osgeo import gdal, ogr

from ..errors import InputError
from ..i18n import tr
from .datasets import open_dataset, select
from .gdal_errors import why_failed
from .sql import quoted
from .table_guard import is_other, require_no_trigger

TABLE = "field_checks"
# How long a write waits for another program that holds the file, and how often it asks.
_WAIT_S, _PAUSE_S = 4.0, 0.1
_ROWS = "SELECT {columns} FROM {table}"


def add_records(package: Path, columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> int:
    """Add rows of texts to the table, which is made where there is none; return how many were new.

    Args:
        package: the GeoPackage of results.
        columns: names of the columns.
        rows: their values.

    Raises:
        InputError: the file cannot be written, or another program holds it for too long. Nothing is changed then.

    """
    there = read_records(package, columns)
    new = [row for row in dict.fromkeys(rows) if row not in there]
    if not new:
        return 0
    end, reason = time.monotonic() + _WAIT_S, _append(package, columns, new)
    while reason and time.monotonic() < end:
        time.sleep(_PAUSE_S)
        reason = _append(package, columns, new)
    if reason:
        raise InputError(
            tr(
                "“{path}” could not be written ({reason}). Is another program writing there, or the file read-only? "
                "Nothing was changed in it; try again."
            ).format(path=package, reason=reason)
        )
    return len(new)


def read_records(package: Path, columns: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the rows that the table has; none where there is no such table.

    Raises:
        InputError: a table of that name is another one.

    """
    dataset, _ = open_dataset(package)
    if dataset is None or dataset.GetLayerByName(TABLE) is None:
        return set()
    statement = _ROWS.format(columns=", ".join(map(quoted, columns)), table=quoted(TABLE))
    try:
        rows = None if is_other(dataset, TABLE) else select(dataset, statement)
    except RuntimeError:  # other columns
        rows = None
    if rows is None:
        raise InputError(
            tr(
                "The table “{table}” of “{path}” is none of answers of a patrol. Rename it, or choose other results."
            ).format(table=TABLE, path=package)
        )
    return {tuple(str(value or "") for value in row) for row in rows}


def _append(package: Path, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    """Add rows in one transaction, and close the file; return why they could not be added, empty if they were."""
    dataset, reason = open_dataset(package, gdal.OF_UPDATE)
    if dataset is None:
        return reason
    try:
        require_no_trigger(dataset, [TABLE], package)
    except RuntimeError as error:  # another program holds the file
        return str(error)
    return why_failed(lambda: _add_rows(dataset, columns, rows))


def _add_rows(dataset: gdal.Dataset, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    """Add rows to the table; an error leaves all as it was."""
    dataset.StartTransaction()
    table = dataset.GetLayerByName(TABLE)
    if table is None:
        table = dataset.CreateLayer(TABLE, None, ogr.wkbNone)
        for name in columns:
            table.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for values in rows:
        row = ogr.Feature(table.GetLayerDefn())
        for name, value in zip(columns, values):
            row.SetField(name, value)
        table.CreateFeature(row)
    dataset.CommitTransaction()

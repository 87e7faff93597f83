"""Values that a file keeps in columns of another type: text among numbers, fractions among whole numbers.

SQLite lets any value stand in any column, and so does the table of a shapefile. GDAL reads by the column's type and
says nothing: it makes 0 of “none”, 1 of “1,234.5”, 12 of 12.7, and nothing of a date that it cannot read. Here such
values are found and put back as they stand in the file, so that they are treated, and listed, as text in a column of
text is.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...analysis.columns import clean_text
from ...analysis.dates import format_days
from ..errors import InputError, damaged_file, no_utf8
from ..i18n import tr
from .dbase import is_table, table_file, unfit_values
from .sql import literal, quoted

if TYPE_CHECKING:
    from osgeo import gdal

_FORMATS, _ARCHIVE = (".gpkg", ".sqlite", ".db"), ".zip"
# How the types of columns begin, as GDAL takes them; and what of a column (`{c}`) is no value of such a type.
_TYPES = (
    (("MEDIUMINT",), "typeof({c}) IN ('text', 'blob', 'real') OR {c} NOT BETWEEN -2147483648 AND 2147483647"),
    (("INT", "TINYINT", "SMALLINT", "BIGINT", "BOOL"), "typeof({c}) IN ('text', 'blob', 'real')"),
    (("REAL", "DOUBLE", "FLOAT", "NUMERIC", "DECIMAL"), "typeof({c}) IN ('text', 'blob')"),
    (
        ("DATE", "TIMESTAMP"),
        "typeof({c}) IN ('integer', 'real', 'blob')"
        " OR {c} NOT GLOB '[0-9][0-9][0-9][0-9][-/][01][0-9][-/][0-3][0-9]*' AND trim({c}) <> ''",
    ),
)
_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = lower({layer}) AND {of_rows}"
_OF_ROWS = "upper(sql) NOT LIKE '%WITHOUT ROWID%'"
_COLUMNS = "SELECT name, type FROM pragma_table_info({layer})"
_SELECT = "SELECT {row} AS row_number, {values} FROM {layer} WHERE {condition}"
_VALUE = "CASE WHEN {condition} THEN CAST({column} AS TEXT) END AS {name}"
_LAYERS = 256  # that are remembered
_EXACT = 2**53  # whole numbers up to this one stand exactly in a real number


@dataclass(frozen=True)
class StoredColumn:
    """What of a column is not of its type.

    Attributes:
        values: by feature id: texts, real numbers, None for blanks; the ids are -1 where rows have none.
        is_text: whether the layer has text there, so that the column is one of text.
        is_whole: whether all that the layer has there are blanks.

    """

    values: pd.Series
    is_text: bool
    is_whole: bool

    def of(self, ids: np.ndarray) -> StoredColumn:
        """Return what features with some ids (n,) have of it."""
        return replace(self, values=self.values[self.values.index.isin(ids)])


def find_stored(path: Path, layer: str, ids: Sequence[int] | None = None) -> Mapping[str, StoredColumn]:
    """Return what columns of a layer hold that is not of their type; a file is searched again when it has changed.

    Args:
        path: the file; formats other than SQLite's and shapefiles have nothing of the kind. The columns of these are
            named by bytes, as in `encodings`.
        layer: the layer's name.
        ids: of the features that matter; all if None.

    Raises:
        InputError: the file is damaged.

    """
    if is_table(path, layer):
        state = table_file(path).stat()
        return _find_in_table(path, layer, (state.st_size, state.st_mtime_ns))
    if not _is_loose(path):
        return {}
    if ids is not None:
        return _search(path, layer, ids)
    state = path.stat()
    return _find(path, layer, (state.st_size, state.st_mtime_ns))


def restore_stored(frame: pd.DataFrame, layer: str, stored: Mapping[str, StoredColumn], edited: bool = False) -> None:
    """Put values into a frame that GDAL has read as others.

    Args:
        frame: features, index: feature ids; columns that have text become text, null as None.
        layer: the layer's name, for messages.
        stored: as `find_stored` found it.
        edited: whether the features may be others than those in the file.

    Raises:
        InputError: there are such values, and they cannot be put back: the layer is a view, or has been edited.

    """
    for name in (name for name in stored if name in frame):
        column = stored[name]
        if edited or column.values.index.min() < 0:
            raise InputError(not_of_type(layer, name, column.values))
        frame[name] = _restored(frame[name], column.of(frame.index.to_numpy()))


def not_of_type(layer: str, column: str, values: pd.Series) -> str:
    """Return the message that values of a column are not of its type, and cannot be read for that."""
    return tr(
        "Layer “{layer}”, column {column}: {count} values are not of the column's type, for example “{example}”; QGIS "
        "silently reads other values in their stead, such as 0. Save the edits of the layer, and give the table itself "
        "instead of a view; or make it a column of text, or correct the values."
    ).format(layer=layer, column=column, count=len(values), example=values.iloc[0])


def _is_loose(path: Path) -> bool:
    """Return whether a file, or one in an archive, is one of SQLite."""
    if path.suffix.lower() == _ARCHIVE and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(_FORMATS) for name in archive.namelist())
    return path.suffix.lower() in _FORMATS


@lru_cache(_LAYERS)
def _find(path: Path, layer: str, _: tuple[int, int]) -> Mapping[str, StoredColumn]:
    """Search a layer, as long as the file has its size and time."""
    return _search(path, layer, None)


def _search(path: Path, layer: str, ids: Sequence[int] | None) -> Mapping[str, StoredColumn]:
    """Search a layer, or its features with some ids.

    Raises:
        InputError: the file is damaged, or its text is no UTF-8.

    """
    from .datasets import open_dataset  # noqa: PLC0415  workers without QGIS look into no file

    dataset, reason = open_dataset(path)
    if dataset is None:
        raise InputError(damaged_file(path, reason))
    select = partial(_select, path, dataset)
    conditions = {
        name: condition.format(c=quoted(name))
        for name, kind in select(_COLUMNS.format(layer=literal(layer))).itertuples(index=False)
        for starts, condition in _TYPES
        if str(kind).upper().startswith(starts)
    }
    if not conditions:
        return {}
    has_ids = len(select(_TABLE.format(layer=literal(layer), of_rows=_OF_ROWS))) > 0
    names = {f"value_{number}": name for number, name in enumerate(conditions)}
    values = (
        _VALUE.format(condition=conditions[name], column=quoted(name), name=alias) for alias, name in names.items()
    )
    among = "" if ids is None or not has_ids else f" AND rowid IN ({', '.join(map(str, ids))})"
    found = select(
        _SELECT.format(
            row="rowid + 0" if has_ids else "-1",  # by an expression, which GDAL does not take for the feature id
            values=", ".join(values),
            layer=quoted(layer),
            condition=f"({' OR '.join(conditions.values())}){among}",
        )
    ).set_index("row_number")
    columns = ((name, found[alias].dropna()) for alias, name in names.items())
    return {name: _column(texts) for name, texts in columns if len(texts)}


@lru_cache(_LAYERS)
def _find_in_table(path: Path, layer: str, _: tuple[int, int]) -> Mapping[str, StoredColumn]:
    """Search a dBASE table, as long as the file has its size and time."""
    found = unfit_values(path, layer)
    return {name: _column(pd.Series(texts, dtype=object)) for name, texts in found.items()}


def _column(texts: pd.Series) -> StoredColumn:
    """Return what a column has, from its values as text: numbers are real numbers, blanks None."""
    numbers = pd.to_numeric(texts, errors="coerce")
    fits = numbers.notna() & (numbers.abs() < _EXACT)
    blank = texts.str.strip() == ""
    values = texts.astype(object).where(~blank, None).where(~fits, numbers.astype(object))
    return StoredColumn(values, bool((~fits & ~blank).any()), bool(blank.all()))


def _restored(read: pd.Series, stored: StoredColumn) -> pd.Series:
    """Return a column as read with its values put in."""
    if pd.api.types.is_datetime64_any_dtype(read.dtype):
        read = format_days(read)
    made = read.astype("Int64" if pd.api.types.is_bool_dtype(read.dtype) else object).astype(object)
    made.loc[stored.values.index] = stored.values
    if stored.is_text or not pd.api.types.is_numeric_dtype(read.dtype):
        return clean_text(made)
    whole = pd.api.types.is_integer_dtype(read.dtype) and stored.is_whole
    return made.where(made.notna(), None).astype("Int64" if whole else float)


def _select(path: Path, dataset: gdal.Dataset, statement: str) -> pd.DataFrame:
    """Run an SQL statement on an open file by GDAL, which takes any name of a file as it stands.

    Raises:
        InputError: the file is damaged, or its text is no UTF-8.

    """
    from osgeo import gdal  # noqa: PLC0415

    from .gdal_errors import quiet_errors  # noqa: PLC0415

    try:
        with quiet_errors():
            rows = dataset.ExecuteSQL(statement)
            columns = rows.GetLayerDefn()
            names = [columns.GetFieldDefn(number).GetName() for number in range(columns.GetFieldCount())]
            values = [[row.GetField(number) for number in range(len(names))] for row in rows]
            dataset.ReleaseResultSet(rows)
    except (RuntimeError, AttributeError) as error:  # no result came
        raise InputError(damaged_file(path, gdal.GetLastErrorMsg() or str(error))) from error
    try:
        "".join(value for row in values for value in row if isinstance(value, str)).encode()
    except UnicodeEncodeError as error:  # GDAL gives bytes that are no UTF-8 as half characters
        raise InputError(no_utf8(path.name)) from error
    return pd.DataFrame(values, columns=names)

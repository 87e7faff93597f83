"""Whether the numbers of a GeoPackage are numbers: SQLite stores any value in any column.

A text in a column of numbers, written by a script or an editor of databases, is read by GDAL as 0, and a fraction in a
column of whole numbers loses its decimals, both without a word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..i18n import tr
from .datasets import open_dataset
from .sql import literal, quoted

_COLUMNS = "SELECT name, type FROM pragma_table_info({layer}) WHERE pk = 0"
_WHOLE = re.compile(r"\s*(BOOLEAN|(TINY|SMALL|MEDIUM|BIG)?INT(EGER)?)\b", re.IGNORECASE)
_REAL = re.compile(r"\s*(FLOAT|DOUBLE|REAL|NUMERIC|DECIMAL)\b", re.IGNORECASE)
_NO_NUMBER = "typeof({column}) IN ('text', 'blob')"
_NOT_WHOLE = "({no_number} OR (typeof({column}) = 'real' AND {column} <> CAST({column} AS INTEGER)))"
_FIRST = "SELECT CASE {cases} END AS found FROM {layer} WHERE {any} LIMIT 1"
_FOUND = "SELECT count(*), min(CAST({column} AS TEXT)) FROM {layer} WHERE {test}"
_AT_ONCE = 100  # columns of a statement: SQLite limits the depth of its conditions
_SHOWN = 60  # characters of a wrong value that a message quotes
_FILES = 256  # that are remembered


def require_numbers(path: Path, layer: str, marks: tuple[object, ...]) -> None:
    """Raise `InputError` if columns of numbers in a GeoPackage's table hold values that are read as other numbers.

    Args:
        path: the GeoPackage.
        layer: the layer's or table's name.
        marks: tell that the file has changed; with the same marks it is looked at once.

    """
    found = _first_fault(path, layer, marks)
    if found is not None:
        column, count, value = found
        text = tr(
            "“{file}”, layer “{layer}”, column {column}: {count} values are no numbers as the column declares them, "
            "for example “{value}”, and would be read as 0 or without decimals. Correct them, or empty them (NULL)."
        )
        raise InputError(text.format(file=path.name, layer=layer, column=column, count=count, value=value[:_SHOWN]))


@lru_cache(_FILES)
def _first_fault(path: Path, layer: str, _: tuple[object, ...]) -> tuple[str, int, str] | None:
    """Return the first column with such values, how many these are, and one of them; None if there are none."""
    dataset = open_dataset(path)[0]
    if dataset is None:
        return None  # who reads it says so
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        tests = {}
        for name, kind in _rows(dataset, _COLUMNS.format(layer=literal(layer))):
            no_number = _NO_NUMBER.format(column=quoted(name))
            if _REAL.match(kind):
                tests[name] = no_number
            elif _WHOLE.match(kind):
                tests[name] = _NOT_WHOLE.format(column=quoted(name), no_number=no_number)
        names = list(tests)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            cases = " ".join(f"WHEN {tests[name]} THEN {number}" for number, name in enumerate(some))
            either = " OR ".join(tests[name] for name in some)
            for (number,) in _rows(dataset, _FIRST.format(cases=cases, layer=quoted(layer), any=either)):
                name = some[int(number)]
                statement = _FOUND.format(column=quoted(name), layer=quoted(layer), test=tests[name])
                return next((name, int(count), value) for count, value in _rows(dataset, statement))
    except RuntimeError:  # another plugin has made GDAL raise exceptions; who reads the file says so
        return None
    else:
        return None
    finally:
        gdal.PopErrorHandler()


def _rows(dataset: gdal.Dataset, statement: str) -> list[list[str]]:
    """Return the rows of a statement's result, each value as text."""
    result = dataset.ExecuteSQL(statement)
    if result is None:
        return []
    columns = range(result.GetLayerDefn().GetFieldCount())
    rows = [[row.GetFieldAsString(number) for number in columns] for row in result]
    dataset.ReleaseResultSet(result)
    return rows

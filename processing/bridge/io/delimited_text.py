"""Delimited text (CSV) whose quotes do not match: readers then take several rows for one, and tell nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from ..errors import InputError
from ..i18n import tr
from ..quotation_marks import DELIMITERS, QUOTE, count_rows, widest_fault
from .gdal_errors import open_vector, quiet_errors

PROVIDER = "delimitedtext"
SUFFIXES = (".csv", ".tsv", ".psv")
_PLAIN = re.compile(r"field_\d+")  # GDAL's names of the columns of a file without a header


def require_matched_quotes(path: Path) -> None:
    """Raise `InputError` if GDAL does not read one feature of each row of a file of delimited text."""
    dataset, _ = open_vector(str(path))
    layer = None if dataset is None else dataset.GetLayer(0)
    if layer is None:
        return  # who reads it says so
    definition = layer.GetLayerDefn()
    names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    count = 0
    with quiet_errors(), suppress(RuntimeError):  # newer GDAL ends at a quotation mark that is not closed
        for _ in layer:
            count += 1
    has_names = not all(map(_PLAIN.fullmatch, names))
    if has_names:
        first = next(iter(path.read_bytes().splitlines()), b"")
        delimiter = next((each for each in DELIMITERS if first.count(each.encode()) + 1 == len(names)), "")
        _require_width(path, 1, delimiter, QUOTE)
    _require(path, count, int(has_names))


def require_whole_layer(uri: str) -> None:
    """Raise `InputError` if QGIS does not read one feature of each row of a layer of delimited text.

    Args:
        uri: the layer's source, as its provider writes it; a filter is left out.

    """
    url = QUrl.fromEncoded(uri.encode())
    query = QUrlQuery(url)
    for name in ("subset", "subsetIndex"):
        query.removeAllQueryItems(name)
    url.setQuery(query)

    def item(name: str, default: str) -> str:
        decoded = QUrl.ComponentFormattingOption.FullyDecoded
        return query.queryItemValue(name, decoded) if query.hasQueryItem(name) else default

    layer = QgsVectorLayer(bytes(url.toEncoded()).decode(), "", PROVIDER)
    path = Path(url.toLocalFile())
    if not layer.isValid() or not path.is_file() or item("type", "csv") == "regexp":
        return
    heading = int(item("skipLines", "0")) + int(item("useHeader", "yes").lower() not in ("no", "false", "0"))
    delimiter = item("delimiter", ",").replace("\\t", "\t")
    if heading > int(item("skipLines", "0")):
        _require_width(path, heading, delimiter, item("quote", QUOTE))
    _require(path, layer.featureCount(), heading, delimiter, item("quote", QUOTE))


def _require(path: Path, features: int, heading: int, delimiters: str = DELIMITERS, quote: str = QUOTE) -> None:
    """Raise `InputError` if quotes of a file do not match, or if some rows behind the heading are no features."""
    data = path.read_bytes()
    if b"\0" in data:  # UTF-16
        return
    rows = count_rows(str(path), data, delimiters, quote)
    if rows - heading > features:
        raise InputError(
            tr(
                "“{path}” has {rows} rows, but {features} of them are read. See to its quotation marks, and to "
                "coordinates that are missing or cannot be read."
            ).format(path=path, rows=rows - heading, features=features)
        )


def _require_width(path: Path, heading: int, delimiters: str, quote: str) -> None:
    """Raise `InputError` where a row has more values than headings; arguments as for `widest_fault`."""
    data = path.read_bytes()
    fault = widest_fault(data, heading, delimiters, quote) if delimiters and b"\0" not in data else None
    if fault is not None:
        text = tr(
            "“{path}”, row {row}: it has {count} values, and there are {headings} headings: there is a separator "
            "inside a value of this row, and those behind it have moved. Put that value between quotation marks, or "
            "write numbers without separators."
        )
        raise InputError(text.format(path=path, row=fault[0], count=fault[1], headings=fault[2]))

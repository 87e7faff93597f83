"""Delimited text (CSV) whose quotes do not match: readers then take several rows for one, and tell nothing."""

from __future__ import annotations

import re
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from ..errors import InputError
from ..i18n import tr
from .gdal_errors import quiet_errors

PROVIDER = "delimitedtext"
SUFFIXES = (".csv", ".tsv", ".psv")
_DELIMITERS, _QUOTE = ",;\t|", '"'
_PLAIN = re.compile(r"field_\d+")  # GDAL's names of the columns of a file without a header


def require_matched_quotes(path: Path) -> None:
    """Raise `InputError` if GDAL does not read one feature of each row of a file of delimited text."""
    with quiet_errors():
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
        layer = None if dataset is None else dataset.GetLayer(0)
        if layer is None:
            return  # who reads it says so
        definition = layer.GetLayerDefn()
        names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        count = sum(1 for _ in layer)
    _require(path, count, int(not all(map(_PLAIN.fullmatch, names))))


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
    _require(path, layer.featureCount(), heading, delimiter, item("quote", _QUOTE))


def _require(path: Path, features: int, heading: int, delimiters: str = _DELIMITERS, quote: str = _QUOTE) -> None:
    """Raise `InputError` if quotes of a file do not match, or if some rows behind the heading are no features."""
    data = path.read_bytes()
    if b"\0" in data:  # UTF-16
        return
    stray, rows = rows_of(data, delimiters, quote)
    if stray:
        raise InputError(
            tr(
                "“{path}”, line {line}: a quotation mark neither begins nor ends a value, so that rows run into each "
                "other. Correct it (a mark inside a value is written twice), or export the file anew."
            ).format(path=path, line=stray)
        )
    if rows - heading > features:
        raise InputError(
            tr(
                "“{path}” has {rows} rows, but {features} of them are read. See to its quotation marks, and to "
                "coordinates that are missing or cannot be read."
            ).format(path=path, rows=rows - heading, features=features)
        )


def rows_of(data: bytes, delimiters: str = _DELIMITERS, quote: str = _QUOTE) -> tuple[int, int]:
    r"""Return the line of the first quotation mark that does not match, 0 if all do, and the number of rows.

    Rows that are blank or have delimiters alone count for none.

    Args:
        data: the file's text, in any encoding in which ASCII stands as it is.
        delimiters: characters that part values.
        quote: the quotation mark; empty for none.

    >>> rows_of(b'a,b\n1,"x\ny"\n,\n2,"z""z"\n')
    (0, 3)
    >>> rows_of(b'a,b\n1,"x\n2,"y"\n')
    (2, 3)
    """
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    around = re.escape((delimiters + " \n").encode())
    if quote:
        mark = re.escape(quote[0].encode())
        value = re.compile(b"(?<![^%b])%b(?:[^%b]|%b%b)*%b(?=[%b]|$)" % (around, mark, mark, mark, mark, mark, around))
        rest = value.sub(lambda found: re.sub(rb"[^\n]", b"x", found[0]), lines)
        stray = re.search(mark, rest)
        lines = value.sub(b"x", lines)
    else:
        stray = None
    rows = len(re.findall(b"(?m)^.*[^%b].*$" % around, lines))
    return (rest.count(b"\n", 0, stray.start()) + 1 if stray else 0), rows

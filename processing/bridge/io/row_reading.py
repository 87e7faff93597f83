"""Reading selected rows of a GeoPackage or a file geodatabase by pyogrio; QGIS need not be installed."""

from __future__ import annotations

import importlib.util
import inspect
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast

import geopandas
import numpy as np
import pandas as pd
import shapely

from ...analysis.dates import format_days, has_zone, iso_day
from ...analysis.values.texts import read_distinct
from ..errors import InputError, damaged_file, is_out_of_memory, no_utf8
from ..i18n import tr
from .sql import literal, quoted
from .stored_values import StoredColumn, find_stored, restore_stored

# Whole numbers up to this one stand exactly in a real number.
_EXACT = 2**53
# Feature ids beyond this one are others to pyogrio, which takes ids of 32 bits, and tells nothing.
_LARGEST_ID = 2**31 - 1
_OF_TEXT = "Wrapping"  # Arrow's word where it cannot decode one
# GDAL hands the columns of a GeoPackage over to Arrow by a function of SQLite, which takes 127 arguments; with more
# columns some versions fail, and some fill the memory.
_MOST_ARROW_COLUMNS = 100
BETWEEN = "{fid} BETWEEN {first} AND {last}"
_AMONG, _KNOWN, _ALL = "{fid} IN ({numbers})", "{column} IS NOT NULL", "1 = 1"
_TIMES = ("datetime64[s]", "datetime64[ms]", "datetime64[us]", "datetime64[ns]")  # of columns; days have "[D]"
# Formats in which GDAL counts a whole layer by a note in the file, which may be old.
_NOTED = (".gpkg", ".sqlite", ".db")
# A key of text, or of several columns, is no feature id.
_KEY = (
    "SELECT name FROM pragma_table_info({layer}) WHERE pk = 1 AND upper(type) = 'INTEGER'"
    " AND (SELECT max(pk) FROM pragma_table_info({layer})) = 1"
)
_GEOMETRY = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = {layer}"
_OTHERS = "SELECT 1 AS found FROM {layer} WHERE ST_GeometryType({geometry}) NOT IN ('POLYGON', 'MULTIPOLYGON') LIMIT 1"


@dataclass(frozen=True)
class Rows:
    """Features selected by their ids.

    Attributes:
        key: the column with the ids; empty if they cannot be searched by.
        first, last: the range of ids selected.
        numbers: int64 (n,), the ids selected; if given, it stands instead of the range.
        count: how many features the range has.
        stored: what they have that is not of its column's type.

    """

    key: str = ""
    first: int = 0
    last: int = 0
    numbers: np.ndarray | None = None
    count: int = 0
    stored: Mapping[str, StoredColumn] = field(default_factory=dict)


def key_of(path: Path, layer: str) -> str:
    """Return the column of a GeoPackage's layer with the feature ids; empty where none has them, as in a view."""
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    # Older versions of pyogrio do not report it.
    what = {"sql": _KEY.format(layer=literal(layer)), "read_geometry": False}
    found = _read(pyogrio.read_dataframe, path, what, arrow=False)
    return str(found["name"].iloc[0]) if len(found) else ""


def has_only_polygons(path: Path, layer: str) -> bool:
    """Return whether a layer of a GeoPackage has no points, lines or curves: it is declared so, or has none."""
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    if "Polygon" in str(pyogrio.read_info(path, layer=layer)["geometry_type"]):
        return True
    what: dict[str, object] = {"sql": _GEOMETRY.format(layer=literal(layer)), "read_geometry": False}
    column = str(_read(pyogrio.read_dataframe, path, what, arrow=False)["column_name"].iloc[0])
    what["sql"] = _OTHERS.format(layer=quoted(layer), geometry=quoted(column))
    return not len(_read(pyogrio.read_dataframe, path, what, arrow=False))


def read_columns(path: Path, layer: str, columns: Sequence[str]) -> pd.DataFrame:
    """Read columns of a layer without geometry; the index is the feature ids."""
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    what = {"layer": layer, "columns": list(columns), "read_geometry": False, "fid_as_index": True}
    frame = _read(pyogrio.read_dataframe, path, what)
    restore_integers(frame, path, layer)
    restore_stored(frame, layer, find_stored(path, layer))
    return in_order(frame, columns)


def restore_integers(frame: pd.DataFrame, path: Path, layer: str) -> None:
    """Read columns of whole numbers again that nulls made real numbers, which do not hold 18 digits.

    Args:
        frame: features of the layer, index: feature ids; such columns become `Int64`.
        path: the file.
        layer: the layer's name.

    """
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    lost = [name for name in frame.columns if has_lost_digits(frame[name])]
    if not lost:
        return
    info = pyogrio.read_info(path, layer=layer)
    for name in (n for n, kind in zip(info["fields"], info["dtypes"]) if str(kind).startswith("int") and n in lost):
        frame[name] = _plainly(frame[name], path, layer).astype("Int64").reindex(frame.index)


def restore_zones(frame: pd.DataFrame, path: Path, layer: str, whole: bool = False) -> None:
    """Read columns of times again of which some have zones: pyogrio moves their times, and times without a zone too.

    Args:
        frame: features of the layer, index: feature ids; times of a column with zones become days as `YYYY-MM-DD`:
            with a zone that in Beijing, without one that of the clock.
        path: the file.
        layer: the layer's name.
        whole: whether these are all of its features.

    """
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    clock = [name for name in frame.columns if pd.api.types.is_datetime64_any_dtype(frame[name])]
    if not clock:
        return
    info = pyogrio.read_info(path, layer=layer)
    for name in (n for n, kind in zip(info["fields"], info["dtypes"]) if n in clock and str(kind) in _TIMES):
        if frame[name].notna().any():
            texts = _written_times(frame[name], path, layer, whole)
            if any(map(has_zone, texts.unique())):
                frame[name] = read_distinct(texts, lambda text: (iso_day(text), True)).values
                frame[name] = frame[name].astype(object).where(frame[name].notna(), None)


def _written_times(values: pd.Series, path: Path, layer: str, whole: bool) -> pd.Series:
    """Return a column of times as GDAL writes them, with the zone of each; arguments as of `restore_zones`.

    Raises:
        InputError: the file is damaged.

    """
    from pyogrio.raw import read  # noqa: PLC0415  who reads by fiona lacks it

    what = {"read_geometry": False, "return_fids": True, "datetime_as_string": True}
    try:
        _, ids, _, fields = read(path, **_known(values, layer, whole), **what)
    except (RuntimeError, OSError, ValueError) as error:
        raise InputError(damaged_file(path, str(error))) from error
    return pd.Series(fields[0], index=ids, dtype=object).reindex(values.index)


def _known(values: pd.Series, layer: str, whole: bool) -> dict[str, object]:
    """Return arguments by which pyogrio reads what is known of a column; arguments as of `restore_zones`."""
    there = values.index[values.notna()].to_numpy()
    by_value = whole or beyond_pyogrio(there)
    where = {"where": _KNOWN.format(column=quoted(str(values.name)))} if by_value else {"fids": there}
    return {"layer": layer, "columns": [values.name], **where}


def _plainly(values: pd.Series, path: Path, layer: str) -> pd.Series:
    """Read what is known of a column again, without Arrow; arguments as of `restore_zones`."""
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    what = {**_known(values, layer, whole=False), "read_geometry": False, "fid_as_index": True}
    return _read(pyogrio.read_dataframe, path, what, arrow=False)[str(values.name)]


@lru_cache(maxsize=1)
def _lenient() -> Mapping[str, str]:
    """Return the argument by which a geometry that cannot be decoded comes as none.

    Older versions of pyogrio take it for an option of the file, and GDAL warns of it at each reading.
    """
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    known = "on_invalid" in inspect.signature(pyogrio.read_dataframe).parameters
    return {"on_invalid": "ignore"} if known else {}


def without_arrow(path: Path, what: Mapping[str, object]) -> dict[str, object]:
    """Return arguments by which pyogrio reads without Arrow all that it reads with it.

    Of a whole layer it would end at the number of features that was noted in the file; for a condition GDAL counts.
    """
    is_whole = not {"where", "sql", "fids"} & set(what)
    return {**what, "where": _ALL} if is_whole and path.suffix.lower() in _NOTED else dict(what)


def beyond_pyogrio(numbers: np.ndarray) -> bool:
    """Return whether there are feature ids (n,) by which pyogrio would read other features."""
    return bool(len(numbers) and numbers.max() > _LARGEST_ID)


def to_plain_values(frame: pd.DataFrame) -> None:
    """Make columns of text hold objects, null as None, and lists and maps text: outputs have no fields for them.

    pandas 3 has a type of its own for text, older ones have not. Lists come from GeoJSON, GML and databases; their
    members are joined by commas.
    """
    for name, kind in frame.dtypes.items():
        if isinstance(kind, pd.StringDtype):
            frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
        elif pd.api.types.is_object_dtype(kind) and pd.api.types.infer_dtype(frame[name], skipna=True) == "mixed":
            frame[name] = pd.Series(map(_plain, frame[name]), frame.index, object)


def _plain(value: object) -> object:
    """Return a list or a map as text, another value as it is."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, (list, tuple, np.ndarray)):
        return ", ".join(map(str, value)) or None
    return value


def has_lost_digits(values: pd.Series) -> bool:
    """Say whether a column is of real numbers so large that whole ones among them may have lost digits."""
    return bool(pd.api.types.is_float_dtype(values.dtype) and values.abs().max() >= _EXACT)


def read_rows(path: Path, layer: str, columns: Sequence[str], rows: Rows) -> geopandas.GeoDataFrame:
    """Read selected features; integers stay integers also beside nulls, dates become ISO text.

    Args:
        path: the file.
        layer: the layer's name.
        columns: those to read.
        rows: the features.

    Returns:
        the columns and the geometry (`geometry`); index: feature ids.

    Raises:
        InputError: the file is damaged, or has not all of the features, as when another has taken its place.

    """
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    what = {"layer": layer, "columns": list(columns), "fid_as_index": True, **_lenient()}
    info = pyogrio.read_info(path, layer=layer)
    if rows.numbers is None:
        what["where"] = BETWEEN.format(fid=quoted(rows.key), first=rows.first, last=rows.last)
        frame = _read(pyogrio.read_dataframe, path, what)
    elif rows.key:  # four times as fast as to fetch them one by one, and ids may be of any size
        what["where"] = _AMONG.format(fid=quoted(rows.key), numbers=", ".join(map(str, rows.numbers.tolist())))
        frame = _read(pyogrio.read_dataframe, path, what)
        frame = frame.loc[rows.numbers[np.isin(rows.numbers, frame.index)]]
    else:
        frame = _read(pyogrio.read_dataframe, path, {**what, "fids": rows.numbers}, arrow=False)
    if len(frame) != (rows.count if rows.numbers is None else len(rows.numbers)):
        raise InputError(
            tr(
                "“{path}” no longer has all features of layer “{layer}” that it had when the run began. Run again when "
                "nothing writes to it, or copy it anew from its source."
            ).format(path=path, layer=layer)
        )
    if frame.geometry.name != "geometry":
        frame = frame.rename_geometry("geometry")
    frame = _with_curves(frame, path, layer, rows)
    restore_integers(frame, path, layer)
    restore_zones(frame, path, layer)
    for name, kind in zip(info["fields"], info["dtypes"]):
        if name in frame and str(kind).startswith("int"):
            frame[name] = frame[name].astype("Int64")
        elif name in frame and pd.api.types.is_datetime64_any_dtype(frame[name]):
            frame[name] = format_days(frame[name])
    restore_stored(frame, layer, rows.stored)
    return in_order(frame, columns)


def _with_curves(frame: geopandas.GeoDataFrame, path: Path, layer: str, rows: Rows) -> geopandas.GeoDataFrame:
    """Return features with lines for curves, which a layer may have that is declared for polygons.

    Only without Arrow does GDAL convert them; with it they come as no geometry.

    Args:
        frame: features with the geometry (`geometry`); index: feature ids.
        path: the file.
        layer: the layer's name.
        rows: as these features were selected.

    """
    import pyogrio  # noqa: PLC0415  who reads by fiona lacks it

    lost = frame.index[frame.geometry.isna()].to_numpy()
    if not len(lost) or not rows.key:
        return frame
    what: dict[str, object] = {"layer": layer, "columns": [], "fid_as_index": True, **_lenient()}
    what["where"] = _AMONG.format(fid=quoted(rows.key), numbers=", ".join(map(str, lost.tolist())))
    try:
        read = cast("geopandas.GeoDataFrame", _read(pyogrio.read_dataframe, path, what, arrow=False))
    except InputError:  # neither curves nor anything else
        return frame
    found = read.geometry.dropna()
    if not len(found):
        return frame
    shapes = frame.geometry.to_numpy().copy()
    shapes[frame.index.get_indexer(found.index)] = found.to_numpy()
    return frame.set_geometry(geopandas.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _read(
    reader: Callable[..., pd.DataFrame], path: Path, what: Mapping[str, object], arrow: bool = True
) -> pd.DataFrame:
    """Read by Arrow where that works: GDAL before 3.8.3 cannot hand over booleans by it.

    Args:
        reader: pyogrio's function.
        path: the file.
        what: the other arguments of the function.
        arrow: whether to try Arrow.

    Raises:
        InputError: the file is damaged.
        MemoryError: memory is exhausted.

    """
    columns = what.get("columns")
    arrow = arrow and isinstance(columns, list) and has_arrow(columns)

    def read(**given: object) -> pd.DataFrame:
        frame = reader(path, **given)
        to_plain_values(frame)  # pandas 3 decodes text here
        return frame

    try:
        try:
            return read(use_arrow=arrow, **(what if arrow else without_arrow(path, what)))
        except (RuntimeError, shapely.errors.ShapelyError, *arrow_errors()):
            if not arrow:
                raise
            return read(**without_arrow(path, what))
    except UnicodeDecodeError as error:
        raise InputError(no_utf8(str(what.get("layer", path.name)))) from error
    except (RuntimeError, OSError, ValueError) as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        raise InputError(damaged_file(path, str(error))) from error


def has_arrow(columns: Sequence[str]) -> bool:
    """Return whether columns of a layer can be read by Arrow."""
    return len(columns) <= _MOST_ARROW_COLUMNS and importlib.util.find_spec("pyarrow") is not None


def arrow_errors() -> tuple[type[Exception], ...]:
    """Return the errors of Arrow that are no other library's, such as those on text that is not UTF-8."""
    if importlib.util.find_spec("pyarrow") is None:
        return ()
    import pyarrow  # noqa: PLC0415  may be missing

    return (pyarrow.ArrowException,)


def unread_text() -> tuple[type[Exception], ...]:
    """Return the errors by which readers say that they cannot read a text, and Arrow's others."""
    return (UnicodeDecodeError, *arrow_errors())


def is_undecoded(error: Exception) -> bool:
    """Return whether an error of a reader is one of text that is not UTF-8."""
    return isinstance(error, UnicodeDecodeError) or _OF_TEXT in str(error)


def distinguishes_case(names: Iterable[str]) -> bool:
    """Return whether some columns differ by case alone: GDAL cannot read one of these without the others."""
    lower = [name.lower() for name in names]
    return len(set(lower)) < len(lower)


def in_order(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return a frame with the given columns in their order, the geometry last; older pyogrio sorts them by name."""
    geometry = frame.geometry.name if isinstance(frame, geopandas.GeoDataFrame) else "geometry"
    return frame[[*columns, *(name for name in frame.columns if name == geometry)]]

"""The process layer of a yearly update (DLTBGXGC) as two surveys: each row a parcel before and a parcel after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd

from ..area.rounding import CENTS, LARGEST_AREA, cents_or_nan, to_cents
from ..problems import WARNING, problems


@dataclass(frozen=True)
class Ridge:
    """Columns of the ridges of one side of a row: their area, the coefficient, the net area, the class."""

    area: str
    ratio: str
    net: str
    class_: str


@dataclass(frozen=True)
class ProcessColumns:
    """What the columns of a process layer mean (`resources/survey/process_layer.yaml`).

    Attributes:
        later, earlier: columns by field of the survey.
        boundary: the column of the boundary's adjustment.
        only_later, only_earlier: its codes of rows that only one survey has.
        parcel_before: the column of the earlier parcel's BSM.
        ridges: of both sides.
        mark_before, mark_after: columns of the marks of restorable land.
        marks: those marks.

    """

    later: Mapping[str, str]
    earlier: Mapping[str, str]
    boundary: str
    only_later: Sequence[str]
    only_earlier: Sequence[str]
    parcel_before: str
    ridges: Sequence[Ridge]
    mark_before: str
    mark_after: str
    marks: Sequence[str]


def split_process(
    rows: geopandas.GeoDataFrame, columns: ProcessColumns
) -> tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame]:
    """Return the parcels after and before of a process layer, under the survey's field names.

    Rows that came over a boundary, or are new, have no parcel before; rows that left or are gone have none after.

    >>> import shapely
    >>> fields = {"DLBM": "BGHDLBM"}, {"DLBM": "BGQDLBM"}
    >>> columns = ProcessColumns(*fields, "XZQTZLX", ("1", "3"), ("2", "4"), "BGQTBBSM", (), "", "", ())
    >>> cells = shapely.box([0, 1, 2], 0, [1, 2, 3], 1)
    >>> codes = {"BGQDLBM": ["0101", "0101", None], "BGHDLBM": ["0702", None, "0103"], "XZQTZLX": ["0", "2", "1"]}
    >>> after, before = split_process(geopandas.GeoDataFrame(codes, geometry=cells), columns)
    >>> after["DLBM"].tolist(), before["DLBM"].tolist()
    (['0702', '0103'], ['0101', '0101'])

    """
    code = _texts(rows, columns.boundary)
    sides = ((columns.later, columns.only_earlier), (columns.earlier, columns.only_later))
    after, before = (_side(rows[~np.isin(code, absent)], fields) for fields, absent in sides)
    return after, before


def _side(rows: geopandas.GeoDataFrame, fields: Mapping[str, str]) -> geopandas.GeoDataFrame:
    """Return one side of rows, under the survey's field names."""
    there = {name: rows[column].to_numpy() for name, column in fields.items() if column in rows}
    return geopandas.GeoDataFrame(there, geometry=rows.geometry.to_numpy(), crs=rows.crs, index=rows.index)


def check_process(
    rows: pd.DataFrame,
    layer: str,
    columns: ProcessColumns,
    is_cultivated: Callable[[np.ndarray], np.ndarray],
    recorded: Mapping[str, float],
) -> list[pd.DataFrame]:
    """Return what is wrong with the records of a process layer.

    Args:
        rows: of the layer.
        layer: its name.
        columns: their meaning.
        is_cultivated: tells which classes (object, n) are cultivated.
        recorded: TBMJ (m²) of the earlier parcels by BSM, as far as they are known.

    >>> ridge = Ridge("BGHKCMJ", "BGHKCXS", "BGHTBDLMJ", "BGHDLBM")
    >>> columns = ProcessColumns({}, {}, "XZQTZLX", (), (), "BGQTBBSM", (ridge,), "", "", ())
    >>> row = {"BSM": ["Z"], "TBBGMJ": [100.0], "BGHKCXS": [0.1], "BGHKCMJ": [11.0], "BGHTBDLMJ": [89.0]}
    >>> rows = pd.DataFrame({**row, "BGHDLBM": ["0101"], "BGQTBBSM": ["A"]})
    >>> found = check_process(rows, "DLTBGXGC", columns, lambda codes: codes == "0101", {"A": 200.0})
    >>> [table["kind"].tolist() for table in found]
    [['process_ridges'], ['process_sum']]

    """
    name, found = _texts(rows, "BSM"), []
    gross = _cents(rows, "TBBGMJ")
    for ridge in columns.ridges:
        area, net = _cents(rows, ridge.area), _cents(rows, ridge.net)
        ratio = pd.to_numeric(rows.get(ridge.ratio, pd.Series(np.nan, rows.index)), errors="coerce").to_numpy(float)
        own = is_cultivated(_texts(rows, ridge.class_)) & ~pd.isna(area) & ~pd.isna(net) & np.isfinite(ratio)
        made = to_cents(np.where(own, np.nan_to_num(gross) / CENTS * np.nan_to_num(ratio), 0.0))
        wrong = np.flatnonzero(own & ((np.abs(made - np.nan_to_num(area)) > 1) | (gross - area != net)))
        facts = {"ridges_m2": area[wrong] / CENTS, "computed_m2": made[wrong] / CENTS, "net_m2": net[wrong] / CENTS}
        found.append(problems("process_ridges", layer, name[wrong], WARNING, facts))
    if recorded:
        before = _texts(rows, columns.parcel_before)
        kept = ~np.isin(_texts(rows, columns.boundary), columns.only_later) & (before != "")
        sums = pd.Series(np.nan_to_num(gross[kept])).groupby(before[kept], sort=True).sum()
        known = sums[sums.index.isin(list(recorded))]
        area = np.array([recorded[code] for code in known.index], dtype=float)
        off = known.to_numpy() != to_cents(area)
        facts = {"sum_m2": known.to_numpy(dtype=float)[off] / CENTS, "recorded_m2": area[off]}
        found.append(problems("process_sum", layer, known.index[off], WARNING, facts))
    if columns.marks:
        was = np.isin(_texts(rows, columns.mark_before), columns.marks)
        still = np.isin(_texts(rows, columns.mark_after), columns.marks)
        after = _texts(rows, columns.later["DLBM"])
        lost = np.flatnonzero(was & ~still & ~is_cultivated(after) & (after != ""))
        facts = {"mark": _texts(rows, columns.mark_before)[lost], "code": after[lost]}
        found.append(problems("restorable_relabelled", layer, name[lost], WARNING, facts))
    return [table for table in found if len(table)]


def _texts(rows: pd.DataFrame, column: str) -> np.ndarray:
    """Return a column's values as texts (object, n), "" where there is none."""
    if column not in rows:
        return np.full(len(rows), "", dtype=object)
    values = rows[column].to_numpy(dtype=object)
    return np.array(["" if pd.isna(value) else str(value).strip() for value in values], dtype=object)


def _cents(rows: pd.DataFrame, column: str) -> np.ndarray:
    """Return areas in 0.01 m² (float, n), whole numbers; nan where there is none."""
    if column not in rows:
        return np.full(len(rows), np.nan)
    area = pd.to_numeric(rows[column], errors="coerce").to_numpy(dtype=float)
    known = (area >= 0) & (area < LARGEST_AREA)
    return cents_or_nan(np.where(known, area, np.nan))

"""Zone layers prepared for the overlay: repaired, identified, sorted by id, overlaps listed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..area.apportionment import share_weights
from ..area.ellipsoidal import GaussKruger, national_area
from ..area.rounding import round_area
from ..columns import clean_text
from ..geometry.predicates import find_overlapping_pairs
from ..geometry.set_operations import repair
from ..problems import ERROR, problems
from ..progress import Progress, Silent
from ..quality.geometries import invalid_zones
from ..quality.overlaps import overlap_problems
from ..quality.zone_records import RecordRules, check_zone_records, in_square_metres
from ..values.texts import text_of
from ..values.unit_codes import first_unit_codes, read_unit_codes
from ..vocabulary import AreaMethod
from .assignment import ZoneIndex
from .precedence import counted_record, order_by_validity, superseded_by
from .roles import Marked, Role

ZONE_COLUMNS = (
    *("role", "zone_id", "layer", "DLBM", "county", "area_m2", "net_m2", "counted_m2", "superseded_by"),
    "attributes",
)


@dataclass(frozen=True)
class ZoneLayer:
    """Zones of one role, sorted by id.

    Attributes:
        role: name of the role.
        id: text (n,), unique.
        shapes: their polygons, and which of them overlap others.
        weight: float (n,), weight of each zone as `share_weights` gives it to its parts, which share in its record.
        carried: columns `<role>_<FIELD>`, one row a zone.
        shared: the same for areas that are divided.
        table: rows of the `zones` table.
        problems: repairs and overlaps.

    """

    role: str
    id: np.ndarray
    shapes: ZoneIndex
    weight: np.ndarray
    carried: pd.DataFrame
    shared: pd.DataFrame
    table: pd.DataFrame
    problems: list[pd.DataFrame]


def prepare_zones(
    role: Role,
    frames: Mapping[str, geopandas.GeoDataFrame],
    projection: GaussKruger,
    tolerance: float,
    county_digits: int,
    threads: int = 1,
    progress: Progress | None = None,
    date: str = "",
    records: RecordRules | None = None,
    area_method: str = AreaMethod.NATIONAL.value,
    tell_overlaps: bool = True,
) -> ZoneLayer:
    """Prepare the layers of one role as one list of zones.

    Args:
        role: what the zones mean and carry.
        frames: layers by name; the index of each is the feature id.
        projection: of the coordinates, the same for all.
        tolerance: metres; overlaps thinner than this are none.
        county_digits: length of a county's code.
        threads, progress: as in the overlay.
        records: unit of the recorded areas, and what may deviate; m² and 1 % if not given.
        date: `YYYY-MM-DD`; zones of a dated role that hold on it take precedence. None given, the smallest id does.
        area_method: an `AreaMethod`, by which pieces share in the zones' records.
        tell_overlaps: whether overlaps are among the problems, and records counted less what earlier zones cover.

    >>> x, y = 39_500_000, 3_245_000
    >>> cells = shapely.box([x + 5, x], y, [x + 9, x + 6], y + 1)
    >>> frame = geopandas.GeoDataFrame({"BSM": ["Z2", "Z1"]}, geometry=cells, crs=4527)
    >>> role = Role("pbf", id_names=("BSM",))
    >>> layer = prepare_zones(role, {"YJJBNT": frame}, GaussKruger(117.0, x), 0.001, 6)
    >>> layer.id.tolist(), layer.shapes.overlapping.tolist(), layer.problems[-1]["kind"].tolist()
    (['Z1', 'Z2'], [True, True], ['zones_overlap'])
    """
    zones, found = _read_zones(role, frames, date)

    def recorded(names: Sequence[str]) -> np.ndarray:
        """Return the first of the named columns, in the order of the zones."""
        return _first(frames.values(), names)[zones.order]

    code = _unit_codes(frames.values(), role.code_names)[zones.order]
    weight = share_weights(zones.geometry, area_method, projection)
    # A zone of record is measured exactly; of whole surveys only shares are wanted.
    area = national_area(zones.geometry, projection) if role.attributes else weight
    pairs = find_overlapping_pairs(zones.geometry, tolerance, threads, progress or Silent())
    records = records or RecordRules()
    net = in_square_metres(_numbers(recorded(role.shares.get(role.net, ()))), records.unit)
    if role.net and role.attributes:
        found += check_zone_records(role.name, zones.identity, net, area, zones.geometry, records)
    dated = bool(date and role.end)
    table = pd.DataFrame(
        {
            "role": role.name,
            "zone_id": zones.identity,
            "layer": zones.layer,
            "DLBM": recorded(role.carries.get("DLBM", ())),
            "county": [text and text[:county_digits] for text in code],
            "area_m2": round_area(area),
            "net_m2": net,
            "counted_m2": counted_record(net, zones.geometry, pairs, tolerance)
            if role.net and role.attributes and tell_overlaps
            else net,
            "superseded_by": superseded_by(zones.identity, pairs) if dated else None,
            "attributes": _attributes(role, zones.columns, len(zones.order)),
        },
        columns=list(ZONE_COLUMNS),
    )
    carried = pd.DataFrame(
        {f"{role.name}_{name}": recorded(sources) for name, sources in role.carries.items()}, index=table.index
    )
    areas = {f"{role.name}_{name}": _numbers(recorded(sources)) for name, sources in role.shares.items()}
    shared = pd.DataFrame({n: in_square_metres(area, records.unit) for n, area in areas.items()}, index=table.index)
    if tell_overlaps:
        found.append(overlap_problems("zones_overlap", role.name, zones.geometry, zones.identity, pairs, tolerance))
    overlapping = np.zeros(len(zones.order), bool)
    overlapping[pairs] = True
    index = ZoneIndex.of(zones.geometry, overlapping, survey=not role.attributes)
    return ZoneLayer(role.name, zones.identity, index, weight, carried, shared, table, found)


@dataclass(frozen=True)
class _Zones:
    """Usable zones of all layers of a role, in the order of precedence: by id, of dated roles by their validity first.

    Attributes:
        order: int64 (n,), their positions in the layers one after the other.
        identity: object (n,), unique ids.
        layer: object (n,), names of their layers.
        geometry: object (n,), valid polygons.
        columns: values (n,) of every column of the layers, by name.

    """

    order: np.ndarray
    identity: np.ndarray
    layer: np.ndarray
    geometry: np.ndarray
    columns: dict[str, np.ndarray]


def _read_zones(
    role: Role, frames: Mapping[str, geopandas.GeoDataFrame], date: str
) -> tuple[_Zones, list[pd.DataFrame]]:
    """Join the layers of a role, identify and repair their zones; return them with what was wrong."""
    layer = np.concatenate([np.full(len(f), name, dtype=object) for name, f in frames.items()])
    fid = np.concatenate([np.asarray(f.index) for f in frames.values()])
    columns = {
        name: np.concatenate(
            [f[name].to_numpy(dtype=object) if name in f else np.full(len(f), None, object) for f in frames.values()]
        )
        for name in dict.fromkeys(c for f in frames.values() for c in f.columns if c != f.geometry.name)
    }
    # One layer may have numbers, another text; and a file's numbers come as real ones beside nulls.
    bsm = clean_text(pd.Series(_first(frames.values(), role.id_names), dtype=object)).to_numpy()
    usable = ~pd.isna(bsm) & ~pd.Series(bsm).duplicated(keep=False).to_numpy()
    identity = np.where(usable, bsm, [f"{name}:{number}" for name, number in zip(layer, fid)]).astype(object)
    identity = _distinct(identity)

    given = np.concatenate([f.geometry.to_numpy() for f in frames.values()])
    geometry, broken = repair(given)
    none = shapely.is_missing(geometry)
    nothing = shapely.is_missing(given) | shapely.is_empty(given)
    unusable = np.flatnonzero(none & ~nothing)
    mended = np.setdiff1d(broken, np.flatnonzero(none))
    found = [
        problems("no_geometry", role.name, identity[nothing], ERROR),
        problems("unusable_geometry", role.name, identity[unusable], ERROR),
        invalid_zones(given[mended], geometry[mended], role.name, identity[mended], layer[mended]),
    ]
    order = np.argsort(identity, kind="stable")
    if date and role.end:
        start, end = (_first(frames.values(), role.carries[name]) if name else None for name in (role.start, role.end))
        if end is not None:
            last = role.behind
            behind = None if last is None else _have(last, _first(frames.values(), role.carries[last.column]))
            order = order_by_validity(identity, start, end, date, behind)
    order = order[~none[order]]
    sorted_columns = {name: values[order] for name, values in columns.items()}
    return _Zones(order, identity[order], layer[order], geometry[order], sorted_columns), found


def _distinct(identity: np.ndarray) -> np.ndarray:
    """Return ids (n,) of which repeated ones have a number behind them, as rows of a view may have one feature id."""
    again = np.flatnonzero(pd.Series(identity).duplicated().to_numpy()).tolist()
    if not again:
        return identity
    result, taken, number = identity.copy(), set(identity.tolist()), dict.fromkeys(identity[again].tolist(), 1)
    for position in again:
        name = identity[position]
        while result[position] in taken:
            number[name] += 1
            result[position] = f"{name}~{number[name]}"
        taken.add(result[position])
    return result


def _have(marked: Marked, values: np.ndarray) -> np.ndarray:
    """Return which values (object, n) have one of the words (bool, n)."""
    return np.array([marked.has(text_of(value)) for value in values], dtype=bool)


def _first(frames: Iterable[geopandas.GeoDataFrame], names: Sequence[str]) -> np.ndarray:
    """Return the first of the named columns that each layer has (in any case); None where it has none."""
    found = []
    for frame in frames:
        by_upper = {str(name).upper(): name for name in reversed(list(frame.columns))}
        column = next((by_upper[name.upper()] for name in names if name.upper() in by_upper), None)
        values = np.full(len(frame), None) if column is None else frame[column].to_numpy(dtype=object)
        found.append(np.where(pd.isna(values), np.array(None, dtype=object), values))
    return np.concatenate(found)


def _unit_codes(frames: Iterable[geopandas.GeoDataFrame], names: Sequence[str]) -> np.ndarray:
    """Return for each zone the first readable unit code among the named columns (in any case); None if none is."""
    found = []
    for frame in frames:
        by_upper = {str(name).upper(): name for name in reversed(list(frame.columns))}
        columns = [by_upper[name.upper()] for name in names if name.upper() in by_upper]
        found.append(first_unit_codes([read_unit_codes(frame[column]) for column in columns], len(frame)))
    return np.concatenate(found)


def _numbers(values: np.ndarray) -> np.ndarray:
    """Return values as numbers; NaN where they are none."""
    numbers = pd.to_numeric(pd.Series(values, dtype=object), errors="coerce").to_numpy(dtype=float)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _attributes(role: Role, columns: Mapping[str, np.ndarray], size: int) -> np.ndarray:
    """Return the zones' own columns as JSON text."""
    if not role.attributes:
        return np.full(size, None, dtype=object)
    rows = zip(*(values.tolist() for values in columns.values())) if columns else [()] * size
    return np.array(
        [
            json.dumps(
                {name: value for name, value in zip(columns, row) if not pd.isna(value)},
                ensure_ascii=False,
                default=str,
            )
            for row in rows
        ],
        dtype=object,
    )

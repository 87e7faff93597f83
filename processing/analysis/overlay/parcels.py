"""Survey parcels prepared for the overlay: repaired, identified, with areas of record in 0.01 m².

Whatever is repaired here is counted and listed as a problem; nothing is dropped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..area.ellipsoidal import GaussKruger, measured_area, rough_area
from ..area.net_area import net_of_ridges
from ..area.rounding import LARGEST_AREA, to_cents
from ..problems import ERROR, WARNING, problems
from ..quality.fields import CLASS, LOCATION
from ..quality.geometries import sound_shapes
from ..values.columns import read_columns, unread_numbers
from ..values.readers import ValueKind
from ..values.unit_codes import read_unit_codes, trim_code

_LAST_DIGIT = 0.0101  # m²


@dataclass(frozen=True)
class ParcelChecks:
    """Parameters by which parcels are measured and checked.

    Attributes:
        area_method: `national`, `geodesic` or `planar`.
        deviation: relative difference between TBMJ and the measured area beyond which a parcel is a problem.
        levels: digits of a unit code by level, `{"county": 6, "township": 9, "village": 12}`.
        known_sound: whether all parcels of the survey were found valid before, and none to overlap another, so that
            neither is looked at again.

    """

    area_method: str
    deviation: float
    levels: dict[str, int]
    known_sound: bool = False


@dataclass(frozen=True)
class Parcels:
    """Parcels prepared for the overlay, sorted by id.

    Attributes:
        frame: the survey fields and the repaired geometry (None where a parcel has none).
        id: text (n,), unique; BSM, with a suffix from the geometry where BSM is missing or not unique.
        area: int64 (n,), TBMJ in 0.01 m².
        cultivated: int64 (n,), TBDLMJ in 0.01 m² on cultivated classes, else 0.
        problems: what was repaired or is doubtful.
        unread: object (n,), numbers that cannot be read, as they stand in the data (`unread_numbers`).

    """

    frame: geopandas.GeoDataFrame
    id: np.ndarray
    area: np.ndarray
    cultivated: np.ndarray
    problems: list[pd.DataFrame]
    unread: np.ndarray


def ready_parcels(
    frame: geopandas.GeoDataFrame,
    layer: str,
    cultivated: Collection[str],
    projection: GaussKruger,
    checks: ParcelChecks,
    kinds: Mapping[str, ValueKind],
) -> Parcels:
    """Read the values of parcels by their kinds, then prepare them (`prepare_parcels`).

    Args:
        frame: survey parcels under standard field names, as read.
        layer: the layer's name, for problems.
        cultivated: codes of cultivated land.
        projection: of the frame's coordinates.
        checks: area method, tolerance of TBMJ, code lengths.
        kinds: of values, by field; values that cannot be read are listed first.

    >>> x, y = 39_500_000, 3_245_000  # on the central meridian of the zone
    >>> frame = geopandas.GeoDataFrame(
    ...     {"BSM": ["A"], "DLBM": ["0101"], "TBMJ": [10_000.0], "TBDLMJ": [9_300.0], "ZLDWDM": ["360222101201"]},
    ...     geometry=[shapely.box(x, y, x + 100, y + 100)],
    ...     crs=4527,
    ... )
    >>> checks = ParcelChecks("planar", 0.01, {"county": 6})
    >>> ready_parcels(frame, "DLTB", {"0101"}, GaussKruger(117.0, x), checks, {}).cultivated.tolist()
    [930000]
    """
    # Classes, and codes of places, have checks of their own.
    listed = {name: kind for name, kind in kinds.items() if name not in (CLASS, LOCATION)}
    texts = unread_numbers(frame, listed)
    frame, unread = read_columns(frame, listed, layer)
    is_cultivated = frame[CLASS].isin(frozenset(cultivated)).to_numpy()
    ready = prepare_parcels(frame, layer, is_cultivated, projection, checks, texts)
    return replace(ready, problems=[*unread, *ready.problems])


def prepare_parcels(
    frame: geopandas.GeoDataFrame,
    layer: str,
    cultivated: np.ndarray,
    projection: GaussKruger,
    checks: ParcelChecks,
    unread: np.ndarray | None = None,
) -> Parcels:
    """Repair, identify, measure and sort parcels.

    Args:
        frame: survey parcels under standard field names; BSM, DLBM, TBMJ and ZLDWDM are there.
        layer: the layer's name, for problems.
        cultivated: bool per row, whether its class is cultivated land.
        projection: of the frame's coordinates.
        checks: area method, tolerance of TBMJ, code lengths.
        unread: numbers that could not be read (object, n); none by default.

    >>> x, y = 39_500_000, 3_245_000  # on the central meridian of the zone
    >>> frame = geopandas.GeoDataFrame(
    ...     {"BSM": ["A"], "DLBM": ["0101"], "TBMJ": [10_000.0], "TBDLMJ": [9_300.0], "ZLDWDM": ["360222101201"]},
    ...     geometry=[shapely.box(x, y, x + 100, y + 100)],
    ...     crs=4527,
    ... )
    >>> checks = ParcelChecks("planar", 0.01, {"county": 6})
    >>> parcels = prepare_parcels(frame, "DLTB", np.array([True]), GaussKruger(117.0, x), checks)
    >>> parcels.id.tolist(), parcels.area.tolist(), parcels.cultivated.tolist()
    (['A'], [1000000], [930000])
    """
    found: list[pd.DataFrame] = []
    identity, order = identify(frame, layer, found)
    frame = frame.iloc[order].reset_index(drop=True)
    identity, cultivated = identity[order], np.asarray(cultivated)[order]

    raw = frame.geometry.to_numpy()
    geometry, _, shapes = sound_shapes(raw, layer, identity, projection, True, checks.known_sound)
    found += [part.rows for part in shapes]
    frame = frame.set_geometry(geopandas.GeoSeries(geometry, index=frame.index, crs=frame.crs))
    area = record_areas(frame, geometry, identity, layer, found, projection, checks)
    net = np.where(cultivated, net_areas(frame, area, cultivated, identity, layer, found, geometry), 0)
    found.append(check_location_codes(frame, identity, layer, checks.levels))
    texts = np.full(len(frame), None, dtype=object) if unread is None else unread[order]
    return Parcels(frame, identity, area, net, found, texts)


def identify(frame: geopandas.GeoDataFrame, layer: str, found: list[pd.DataFrame]) -> tuple[np.ndarray, np.ndarray]:
    """Return unique ids, and the order by BSM, then id, in which the parcels of one BSM stand together.

    Args:
        frame: parcels with BSM, typed.
        layer: the layer's name.
        found: receives the problems.

    >>> frame = geopandas.GeoDataFrame({'BSM': ['B', 'A']}, geometry=shapely.box([0, 1], 0, [1, 2], 1))
    >>> identity, order = identify(frame, 'DLTB', [])
    >>> identity.tolist(), order.tolist()
    (['B', 'A'], [1, 0])
    """
    bsm = frame["BSM"].to_numpy(dtype=object)
    missing = pd.isna(bsm)
    identity = np.where(missing, "", bsm).astype(object)
    repeated = pd.Series(identity).duplicated(keep=False).to_numpy() & ~missing
    suffixed = np.flatnonzero(missing | repeated)
    if len(suffixed):
        geometry = frame.geometry.to_numpy()[suffixed]
        keys = [hashlib.sha256(b"" if g is None else shapely.to_wkb(g)).hexdigest()[:8] for g in geometry]
        identity[suffixed] = [f"{identity[i]}~{key}" for i, key in zip(suffixed, keys)]
        # Parcels alike even in geometry get their count as a second suffix.
        again = pd.Series(identity[suffixed]).groupby(identity[suffixed]).cumcount().to_numpy()
        identity[suffixed[again > 0]] = [f"{identity[i]}~{n}" for i, n in zip(suffixed[again > 0], again[again > 0])]
        for kind, mask in (("missing_bsm", missing), ("duplicate_bsm", repeated)):
            rows = np.flatnonzero(mask)
            if len(rows):
                found.append(
                    problems(kind, layer, identity[rows], ERROR, {"bsm": bsm[rows]}, frame.geometry.to_numpy()[rows])
                )
    if not len(suffixed):
        return identity, np.argsort(identity, kind="stable")
    plain = np.where(missing, "", bsm)
    return identity, np.array(sorted(range(len(identity)), key=lambda i: (plain[i], identity[i])), np.int64)


def record_areas(
    frame: geopandas.GeoDataFrame,
    geometry: np.ndarray,
    identity: np.ndarray,
    layer: str,
    found: list[pd.DataFrame],
    projection: GaussKruger,
    checks: ParcelChecks,
) -> np.ndarray:
    """Return TBMJ in 0.01 m² (n,): measured where it is missing or not positive, else checked and kept.

    Args:
        frame: parcels with TBMJ, typed.
        geometry: their valid polygons.
        identity: their names.
        layer: the layer's name.
        found: receives the problems.
        projection: of the coordinates.
        checks: area method and tolerance.

    >>> cells, found = shapely.box([0, 0], 0, [100, 100], [100, 50]), []
    >>> frame = geopandas.GeoDataFrame({"TBMJ": [np.nan, 5_000.0]}, geometry=cells, crs=4527)
    >>> checks = ParcelChecks("planar", 0.01, {"county": 6})
    >>> names = np.array(["A", "B"], dtype=object)
    >>> record_areas(frame, cells, names, "DLTB", found, GaussKruger(117.0, 39_500_000), checks).tolist()
    [1000000, 500000]
    >>> found[0]["kind"].tolist(), found[0]["feature"].tolist()
    (['area_of_record_missing'], ['A'])
    """
    recorded = frame["TBMJ"].to_numpy(dtype=float)
    absent = ~((recorded > 0) & (recorded < LARGEST_AREA))
    area = np.where(absent, 0.0, recorded)
    lost = np.flatnonzero(absent)
    if len(lost):
        area[lost] = measured_area(geometry[lost], checks.area_method, frame.crs, projection)
        values = {"recorded": recorded[lost], "measured_m2": area[lost]}
        found.append(problems("area_of_record_missing", layer, identity[lost], ERROR, values, geometry[lost]))

    # A cheap area singles out what needs the exact one: it is right to far less than any threshold in use.
    rough = rough_area(geometry, projection)
    with np.errstate(divide="ignore", invalid="ignore"):
        suspect = np.abs(rough - area) > area * checks.deviation * 0.99
    suspect = np.flatnonzero(suspect & ~absent & ~shapely.is_missing(geometry))
    measured = measured_area(geometry[suspect], checks.area_method, frame.crs, projection)
    deviation = (area[suspect] - measured) / np.where(measured > 0, measured, np.nan)
    # Of the smallest parcels the last digit of the record alone is more than a per cent.
    off = ~(np.abs(deviation) <= checks.deviation) & ~(np.abs(area[suspect] - measured) <= _LAST_DIGIT)
    if off.any():
        rows = suspect[off]
        values = {
            "recorded_m2": area[rows],
            "measured_m2": measured[off],
            "percent": (100 * deviation[off]).round(2),
        }
        found.append(problems("area_deviates", layer, identity[rows], WARNING, values, geometry[rows]))
    return to_cents(area)


def net_areas(
    frame: geopandas.GeoDataFrame,
    area: np.ndarray,
    cultivated: np.ndarray,
    identity: np.ndarray,
    layer: str,
    found: list[pd.DataFrame],
    geometry: np.ndarray,
) -> np.ndarray:
    """Return TBDLMJ in 0.01 m² (n,) as recorded; where absent on cultivated land, TBMJ less the ridges (KCXS).

    `area` is TBMJ in 0.01 m²; `found` receives the problems.

    >>> frame = pd.DataFrame({'TBDLMJ': [np.nan], 'KCXS': [0.07]})
    >>> net_areas(frame, np.array([100_00]), np.array([True]), np.array(['A']), 'DLTB', [], np.array([None])).tolist()
    [9300]
    """
    recorded = frame["TBDLMJ"].to_numpy(dtype=float) if "TBDLMJ" in frame else np.full(len(frame), np.nan)
    ratio = frame["KCXS"].to_numpy(dtype=float) if "KCXS" in frame else np.full(len(frame), np.nan)
    made = net_of_ridges(area, recorded, ratio)
    net = made.cents
    for kind, mask in (("net_area_missing", made.usable), ("net_area_not_reduced", ~made.usable)):
        lost = np.flatnonzero(made.absent & cultivated & mask)
        if len(lost):
            values = {"computed_m2": net[lost] / 100, "ratio": ratio[lost]}
            found.append(problems(kind, layer, identity[lost], WARNING, values, geometry[lost]))
    larger = np.flatnonzero((net > area) & cultivated)
    if len(larger):
        values = {"net_m2": net[larger] / 100, "recorded_m2": area[larger] / 100}
        found.append(problems("net_area_exceeds", layer, identity[larger], ERROR, values, geometry[larger]))
    return net


def check_location_codes(
    frame: geopandas.GeoDataFrame, identity: np.ndarray, layer: str, levels: dict[str, int]
) -> pd.DataFrame:
    """List parcels whose location code names no county; arguments as in `prepare_parcels`.

    >>> frame = geopandas.GeoDataFrame({"ZLDWDM": ["3602", "360222101"]}, geometry=[None, None])
    >>> check_location_codes(frame, np.array(["A", "B"], object), "DLTB", {"county": 6})["feature"].tolist()
    ['A']
    """
    code = frame["ZLDWDM"]
    coarsest = min(levels, key=levels.__getitem__)
    (number,) = unit_codes(code, {coarsest: levels[coarsest]}).values()
    short = np.flatnonzero(pd.isna(number))
    values = {"code": code.iloc[short].fillna("").astype(str).to_numpy()}
    return problems("bad_location_code", layer, identity[short], ERROR, values, frame.geometry.to_numpy()[short])


def unit_codes(code: pd.Series, levels: dict[str, int]) -> dict[str, np.ndarray]:
    """Return the codes of county, township and village; None where a location code is too short or no number.

    Zeros that fill up a code are none of it: the standard has 19 digits, however high the unit.

    >>> codes = unit_codes(pd.Series(['360222101', '360222000000', '36', None]), {'county': 6, 'township': 9})
    >>> codes['county'].tolist(), codes['township'].tolist()
    (['360222', '360222', None, None], ['360222101', None, None, None])
    """
    positions, whole = pd.factorize(read_unit_codes(code).known)
    unique = [trim_code(one, levels.values()) for one in whole]
    result = {}
    for level, digits in levels.items():
        parts = np.array([*(u[:digits] if len(u) >= digits else None for u in unique), None], object)
        result[level] = parts[positions]
    return result

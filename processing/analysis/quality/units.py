"""Administrative units compared with each other, and codes of parcels and zones compared with the units they lie in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely

from ..problems import WARNING, problems
from ..spatial_index import spatial_index
from ..units import Units
from ..values.unit_codes import shared_digits, trim_code
from .areas import UnitSums

_NAMED = 3  # neighbours of an uncovered place that its message names


def check_places(layer: str, feature: np.ndarray, code: pd.Series, geometry: np.ndarray, units: Units) -> pd.DataFrame:
    """List parcels whose location code names another unit than the one they lie in.

    Args:
        layer: name of the parcels' layer.
        feature: names of the parcels (n,).
        code: their location codes.
        geometry: their valid polygons, None where there is none.
        units: in the order in which they have a place.

    >>> units = Units.of(np.array(['360222']), shapely.box([0], 0, [9], 9))
    >>> cells = shapely.box([1, 3], 1, [2, 4], 2)
    >>> code = pd.Series(['360222101', '360281'])
    >>> found = check_places('DLTB', np.array(['a', 'b'], object), code, cells, units)
    >>> found['feature'].tolist()
    ['b']
    """
    code = code.fillna("").astype(str).to_numpy(dtype=object)
    place = _places(geometry, units)
    wrong = np.flatnonzero([p is not None and not c.startswith(shared_digits(p)) for c, p in zip(code, place)])
    facts = {"code": code[wrong], "place": place[wrong]}
    return problems("code_disagrees_with_place", layer, feature[wrong], WARNING, facts, geometry[wrong])


def check_zone_places(
    layer: str, feature: np.ndarray, code: pd.Series, geometry: np.ndarray, units: Units
) -> pd.DataFrame:
    """List zones that meet no unit of their code, whatever the levels of the two.

    >>> units = Units.of(np.array(['360222']), shapely.box([0], 0, [9], 9))
    >>> code = pd.Series(['360200', '360281'])
    >>> cells = shapely.box([1, 3], 1, [2, 4], 2)
    >>> check_zone_places('pbf', np.array(['a', 'b'], object), code, cells, units)['feature'].tolist()
    ['b']
    """
    # Codes of cities and counties may carry zeros at their end.
    given = code.fillna("").astype(str).to_numpy(dtype=object)
    code = np.array([c.rstrip("0") for c in given], dtype=object)
    there = np.array([c.rstrip("0") for c in units.code], dtype=object)

    def agrees(one: str, other: str) -> bool:
        """Return whether one code is that of the other unit or of one within it."""
        return one.startswith(other) or other.startswith(one)

    place = _places(geometry, units)
    rows = np.flatnonzero([bool(c) and p is not None and not agrees(c, p.rstrip("0")) for c, p in zip(code, place)])
    # A zone may lie in several units; then its code is that of one.
    zone, unit = units.shapes.query(geometry[rows])
    shapes, position = _prepared(units, unit)
    meets = shapely.intersects(shapes[position], geometry[rows[zone]])
    good = {z for z, u in zip(zone[meets], unit[meets]) if agrees(code[rows[z]], there[u])}
    wrong = rows[[number not in good for number in range(len(rows))]] if len(rows) else rows
    facts = {"code": given[wrong], "place": place[wrong]}
    return problems("zone_code_disagrees_with_place", layer, feature[wrong], WARNING, facts, geometry[wrong])


def _places(geometry: np.ndarray, units: Units) -> np.ndarray:
    """Return the code of the first unit in which a point of each polygon lies; None outside of all."""
    rows = np.flatnonzero(~shapely.is_missing(geometry))
    points = shapely.point_on_surface(geometry[rows])
    point, unit = units.shapes.query(points)
    order = np.argsort(-unit, kind="stable")  # of several units the first one is written last
    point, unit = point[order], unit[order]
    shapes, position = _prepared(units, unit)
    hit = shapely.contains(shapes[position], points[point])
    place = np.full(len(geometry), None, dtype=object)
    place[rows[point[hit]]] = units.code[unit[hit]]
    return place


def _prepared(units: Units, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the units named by number, prepared, as copies of this thread; of each number its position there."""
    used, position = np.unique(number, return_inverse=True)
    shapes = units.shapes.decode(used)
    shapely.prepare(shapes)
    return shapes, position


def check_unit_codes(layer: str, code: np.ndarray, part: np.ndarray, geometry: np.ndarray) -> pd.DataFrame:
    """List units of one layer that share a code; mainland and islands of a unit (`part`, MSSM) may be apart.

    >>> codes, cells = np.array(['1', '1', '2'], object), shapely.box([0, 1, 2], 0, [1, 2, 3], 1)
    >>> check_unit_codes('XZQ', codes, np.array(['', '', ''], object), cells)['feature'].tolist()
    ['1', '1']
    """
    both = pd.Series([f"{c}/{p}" for c, p in zip(code, part)], dtype=object)
    rows = np.flatnonzero(both.duplicated(keep=False))
    return problems("unit_repeated", layer, code[rows], WARNING, {"code": code[rows]}, geometry[rows])


def check_units_against_parcels(
    layer: str,
    code: np.ndarray,
    geometry: np.ndarray,
    sums: UnitSums,
    digits: int,
    parcels: str,
    levels: Mapping[str, int],
) -> list[pd.DataFrame]:
    """List units that no parcel names, and units that parcels name and the layer lacks.

    Args:
        layer: name of the units' layer.
        code: the units' codes, all of one level.
        geometry: their polygons.
        sums: of the parcels.
        digits: length of a code at this level.
        parcels: name of the parcels' layer.
        levels: digits of a unit code by level.

    >>> sums = UnitSums({'360222101': 100}, {'360222101': 1})
    >>> cells, codes = shapely.box([0], 0, [1], 1), np.array(['360281'], object)
    >>> empty, missing = check_units_against_parcels('XZQ', codes, cells, sums, 6, 'DLTB', {'county': 6})
    >>> empty['feature'].tolist(), missing['feature'].tolist()
    (['360281'], ['360222'])
    """
    short = np.array([c[:digits] for c in code], dtype=object)
    _, count = sums.by_length(digits)
    empty = np.flatnonzero([c not in count for c in short])
    # Other levels have codes of other lengths, or zeros: such a parcel is listed by the check of its code.
    named = {c: n for c, n in count.items() if len(c) == digits and c.isdigit() and c == trim_code(c, levels.values())}
    missing = sorted(set(named) - set(short))
    return [
        problems(
            "unit_without_parcels", layer, code[empty], WARNING, {"parcels": [parcels] * len(empty)}, geometry[empty]
        ),
        problems(
            "unit_missing",
            parcels,
            missing,
            WARNING,
            {"layer": [layer] * len(missing), "count": [named[c] for c in missing]},
        ),
    ]


def check_control_areas(
    layer: str, code: np.ndarray, control: np.ndarray, geometry: np.ndarray, sums: UnitSums, digits: int, slack: float
) -> pd.DataFrame:
    """List units whose control area (DCMJ, m²) is not the sum of their parcels' areas of record.

    Source: the chain of control areas, county to village to parcel (TD/T 1055); `slack` m² are no difference.

    >>> sums = UnitSums({'360222101': 99_00}, {'360222101': 1})
    >>> cells, codes = shapely.box([0], 0, [1], 1), np.array(['360222'], object)
    >>> found = check_control_areas('XZQ', codes, np.array([100.0]), cells, sums, 6, 0.5)
    >>> found['values'].iloc[0]['difference_m2'] == -1
    True
    """
    cents, count = sums.by_length(digits)
    table = pd.DataFrame({"code": code, "short": [c[:digits] for c in code], "control": control})
    total = table.groupby("short")["control"].sum(min_count=1)
    first = table.drop_duplicates("short")
    rows = [
        (number, total[short], cents[short] / 100)
        for number, short in zip(first.index, first["short"])
        if count.get(short) and not np.isnan(total[short]) and abs(total[short] - cents[short] / 100) > slack + 0.005
    ]
    number = np.array([row[0] for row in rows], dtype=np.int64)
    facts = {
        "control_m2": [round(row[1], 2) for row in rows],
        "sum_m2": [row[2] for row in rows],
        "difference_m2": [round(row[2] - row[1], 2) for row in rows],
    }
    return problems("unit_area_differs", layer, code[number], WARNING, facts, geometry[number])


def uncovered_problems(
    layer: str, places: np.ndarray, geometry: np.ndarray, feature: np.ndarray, tolerance: float
) -> pd.DataFrame:
    """List places that should be covered and are not, named after the first feature beside them.

    Args:
        layer: name of the layer that should cover them.
        places: polygons.
        geometry: valid polygons of features at the places.
        feature: their names.
        tolerance: metres by which neighbours may be off a place.

    >>> gap, cells = shapely.box([1], 0, [2], 1), shapely.box([0, 9], 0, [1, 10], 1)
    >>> found = uncovered_problems('DLTB', gap, cells, np.array(['A', 'B'], object), 0.001)
    >>> found['feature'].tolist()
    ['A']
    """
    around = shapely.buffer(places, 2 * tolerance, join_style="mitre")
    place, beside = spatial_index(geometry).query(around, predicate="intersects")
    names: list[set[str]] = [set() for _ in places]
    for number, neighbour in zip(place, beside):
        names[number].add(str(feature[neighbour]))
    rows = [sorted(row) for row in names]
    facts = {
        "area_m2": shapely.area(places).round(2),
        "beside": [", ".join(row[:_NAMED]) + (" …" if len(row) > _NAMED else "") for row in rows],
    }
    return problems("not_covered", layer, [row[0] if row else "" for row in rows], WARNING, facts, places)

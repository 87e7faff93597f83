"""Geometry of features: what is missing, invalid, or valid but doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from ..area.ellipsoidal import GaussKruger, approximate_area
from ..geometry.boundaries import GRID
from ..geometry.set_operations import has_empty_parts, polygonal, repair, without_empty_parts
from ..problems import ERROR, NOTE, WARNING, Found, problems
from ..rules.evaluation import RuleEvaluator
from ..rules.policy import AttributeRules, Rule, SurveyClasses

# GEOS takes empty parts for valid, and fails on them in some operations.
_EMPTY_PART = "Empty part"
_REASON = re.compile(r"([^\[]*)(?:\[(\S+) (\S+)\])?")


@dataclass(frozen=True)
class ShapeStandard:
    """Thresholds by which shapes are judged (`resources/survey/checks.yaml`).

    Attributes:
        narrow_index: 2L/S (perimeter m, area m²) above which a polygon is a narrow strip.
        fragment_area: m²; smaller polygons are fragments.
        spike_angle: degrees; sharper corners are spikes, if
        spike_length: one of their edges is longer than this (m).
        minimum_areas: rules of classes, each with the least area (m²) that is mapped; the first that fits counts.

    """

    narrow_index: float
    fragment_area: float
    spike_angle: float
    spike_length: float
    minimum_areas: Sequence[tuple[Rule, float]] = ()


def faults_of(geometry: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Return why polygons are invalid, in GEOS's words, and where (points; None where GEOS does not say).

    Of those that are valid but for empty parts or holes, that is the reason.

    >>> reasons, _ = faults_of(shapely.from_wkt(['POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))']))
    >>> [str(reason) for reason in reasons]
    ['Self-intersection']
    """
    geometry = polygonal(geometry)  # in a valid collection polygons may overlap
    found = [_REASON.match(reason or "") for reason in shapely.is_valid_reason(geometry)]
    places = [None if f is None or f[2] is None else shapely.Point(float(f[2]), float(f[3])) for f in found]
    reasons = np.array(["" if f is None else f[1].strip() for f in found], dtype=object)
    reasons[shapely.is_valid(geometry) & has_empty_parts(geometry)] = _EMPTY_PART
    return reasons.tolist(), np.array(places, dtype=object)


def invalid_parcels(
    before: np.ndarray, after: np.ndarray, layer: str, feature: np.ndarray, projection: GaussKruger | None
) -> pd.DataFrame:
    """List invalid parcels, with what repairing does to their area, at the place of the fault.

    >>> bow = shapely.from_wkt(['POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))'])
    >>> found = invalid_parcels(bow, shapely.make_valid(bow), 'DLTB', np.array(['A'], object), None)
    >>> found['values'].iloc[0]['after_m2'].item()
    2.0
    """
    reasons, places = faults_of(before)
    both = (without_empty_parts(before), after)
    areas = (shapely.area(g) if projection is None else approximate_area(g, projection) for g in both)
    facts = {"reason": reasons, **{name: area.round(2) for name, area in zip(("before_m2", "after_m2"), areas)}}
    return problems("invalid_geometry", layer, feature, WARNING, facts, _or_else(places, after))


def invalid_zones(
    before: np.ndarray, after: np.ndarray, layer: str, feature: np.ndarray, named: Sequence[str]
) -> pd.DataFrame:
    """List invalid zones or units; `named` are the layers that the message speaks of.

    >>> bow = shapely.from_wkt(['POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))'])
    >>> found = invalid_zones(bow, shapely.make_valid(bow), 'pbf', np.array(['Z'], object), ['YJJBNT'])
    >>> found['feature'].tolist(), found['values'].iloc[0]['layer']
    (['Z'], 'YJJBNT')
    """
    reasons, places = faults_of(before)
    facts = {"layer": list(named), "reason": reasons}
    return problems("invalid_zone", layer, feature, WARNING, facts, _or_else(places, after))


def other_shapes(layer: str, numbers: Sequence[int] | np.ndarray) -> pd.DataFrame:
    """List features that are points or lines, and so were left out; `numbers` are their ids in the file.

    >>> other_shapes('DLTB', [3, 5])['feature'].tolist()
    ['DLTB:3', 'DLTB:5']
    """
    return problems("no_polygon", layer, [f"{layer}:{number}" for number in numbers], WARNING)


def _or_else(places: np.ndarray, geometry: np.ndarray) -> np.ndarray:
    """Return each place, or the other one where it is missing."""
    return np.where(shapely.is_missing(places), geometry, places)


def sound_shapes(
    geometry: np.ndarray,
    layer: str,
    feature: np.ndarray,
    projection: GaussKruger | None,
    parcels: bool,
    known_valid: bool = False,
) -> tuple[np.ndarray, np.ndarray, list[Found]]:
    """Repair geometries, and list what is missing, of no use, or invalid.

    Args:
        geometry: as read (n,).
        layer: the layer's name.
        feature: names of the features (n,).
        projection: of the coordinates; None if it is not known: areas are then those of the plain coordinates.
        parcels: whether they are parcels (or zones, units).
        known_valid: as in `repair`.

    Returns:
        valid polygons, None where there are none; positions of those that were invalid; problems.

    >>> given = np.array([shapely.box(0, 0, 1, 1), None])
    >>> sound, broken, found = sound_shapes(given, 'DLTB', np.array(['A', 'B'], object), None, True)
    >>> broken.tolist(), found[0].rows['feature'].tolist()
    ([], ['B'])
    """
    sound, broken = repair(geometry, known_valid)
    lost = shapely.is_missing(sound)
    nothing = np.flatnonzero(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    unusable = np.setdiff1d(np.flatnonzero(lost), nothing)
    broken = np.setdiff1d(broken, np.flatnonzero(lost))
    missing = problems("no_geometry", layer, feature[nothing], ERROR)
    strange = problems("unusable_geometry", layer, feature[unusable], ERROR)
    if parcels:
        invalid = invalid_parcels(geometry[broken], sound[broken], layer, feature[broken], projection)
    else:
        invalid = invalid_zones(geometry[broken], sound[broken], layer, feature[broken], [layer] * len(broken))
    size = len(geometry)
    return (
        sound,
        broken,
        [
            Found(missing, size, "no geometry"),
            Found(strange, size, "unusable geometry"),
            Found(invalid, size, "invalid"),
        ],
    )


def check_shapes(
    geometry: np.ndarray,
    layer: str,
    feature: np.ndarray,
    projection: GaussKruger,
    standard: ShapeStandard,
    parcels: bool,
) -> Iterator[Found]:
    """Find repeated points, spikes, narrow strips, fragments, and parcels of several parts.

    Args:
        geometry: polygons that were valid, None elsewhere (n,): what repairing makes of others is not their fault.
        layer: the layer's name.
        feature: names of the features (n,).
        projection: of the coordinates.
        standard: thresholds.
        parcels: whether they are parcels, which have one part.

    >>> standard = ShapeStandard(narrow_index=10.0, fragment_area=100.0, spike_angle=5.0, spike_length=1.0)
    >>> cells = shapely.box([39_500_000, 39_500_000], 0, [39_500_005, 39_500_100], [5, 100])
    >>> names, projection = np.array(['small', 'large'], object), GaussKruger(117.0, 39_500_000)
    >>> found = check_shapes(cells, 'DLTB', names, projection, standard, True)
    >>> [(part.about, part.rows['feature'].tolist()) for part in found if len(part.rows)]
    [('fragment', ['small'])]
    """
    size = len(geometry)
    there = np.flatnonzero(~shapely.is_missing(geometry))
    yield Found(_repeated_points(geometry, there, layer, feature), size, "repeated points")
    yield Found(_spikes(geometry, there, layer, feature, standard), size, "spikes")
    area, length = approximate_area(geometry, projection), shapely.length(geometry)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = 2 * length / area
    rows = np.flatnonzero(index > standard.narrow_index)
    facts = {"index": index[rows].round(0), "area_m2": area[rows].round(2), "length_m": length[rows].round(2)}
    yield Found(problems("narrow_strip", layer, feature[rows], WARNING, facts, geometry[rows]), size, "narrow")
    rows = np.flatnonzero((area < standard.fragment_area) & ~(index > standard.narrow_index))
    facts = {"area_m2": area[rows].round(2), "least_m2": [standard.fragment_area] * len(rows)}
    yield Found(problems("fragment", layer, feature[rows], WARNING, facts, geometry[rows]), size, "fragment")
    if parcels:
        parts = shapely.get_num_geometries(geometry)
        rows = np.flatnonzero(parts > 1)
        facts = {"parts": parts[rows]}
        yield Found(problems("several_parts", layer, feature[rows], WARNING, facts, geometry[rows]), size, "parts")


def check_minimum_areas(
    frame: pd.DataFrame,
    area: np.ndarray,
    layer: str,
    feature: np.ndarray,
    standard: ShapeStandard,
    classes: SurveyClasses,
) -> Found:
    """Find parcels smaller than what is mapped of their class; fragments are listed as such.

    Args:
        frame: parcels with DLBM and geometry.
        area: their areas (m²).
        layer: the layer's name.
        feature: names of the parcels (n,).
        standard: least areas.
        classes: the class table.

    >>> import geopandas
    >>> from ..rules.policy import SurveyClass
    >>> classes = SurveyClasses({'0101': SurveyClass('0101', '', '')})
    >>> standard = ShapeStandard(10.0, 100.0, 5.0, 1.0, ((Rule('any', '', classes=('01*',)), 400.0),))
    >>> frame = geopandas.GeoDataFrame({'DLBM': ['0101', '0101']}, geometry=[None, None])
    >>> names = np.array(['A', 'B'], object)
    >>> found = check_minimum_areas(frame, np.array([200.0, 900.0]), 'DLTB', names, standard, classes)
    >>> found.rows['feature'].tolist()
    ['A']
    """
    tests = RuleEvaluator(frame, AttributeRules(()), classes)
    least = np.full(len(frame), np.nan)
    known = tests.known()
    for rule, value in standard.minimum_areas:
        least = np.where(np.isnan(least) & known & tests.rule(rule), value, least)
    rows = np.flatnonzero((area < least) & (area >= standard.fragment_area))
    facts = {
        "code": frame["DLBM"].to_numpy()[rows],
        "area_m2": area[rows].round(2),
        "least_m2": least[rows],
    }
    found = problems("below_minimum_area", layer, feature[rows], NOTE, facts, frame.geometry.to_numpy()[rows])
    return Found(found, len(frame), "minimum area")


def _corners(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return corners of polygons: points, edges to and from them (n, 2), and positions of their polygons."""
    parts, owner_of_part = shapely.get_parts(geometry, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    owner = owner_of_part[part]
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return points, points, points, owner
    count = np.bincount(ring, minlength=len(rings))
    first = np.cumsum(count) - count
    corner = np.ones(len(points), bool)
    corner[first + count - 1] = False  # the last point is the first one again
    before = np.arange(-1, len(points) - 1)
    before[first] = first + count - 2
    rows = np.flatnonzero(corner)
    return points[rows], points[rows] - points[before[rows]], points[rows + 1] - points[rows], owner[ring[rows]]


def _repeated_points(geometry: np.ndarray, there: np.ndarray, layer: str, feature: np.ndarray) -> pd.DataFrame:
    """Find polygons with points that repeat the one before."""
    points, _, after, owner = _corners(geometry[there])
    same = np.flatnonzero((np.abs(after) < GRID / 2).all(axis=1))
    rows, first, count = np.unique(owner[same], return_index=True, return_counts=True)
    places = shapely.points(points[same[first]])
    return problems("repeated_points", layer, feature[there[rows]], NOTE, {"count": count}, places)


def _spikes(
    geometry: np.ndarray, there: np.ndarray, layer: str, feature: np.ndarray, standard: ShapeStandard
) -> pd.DataFrame:
    """Find spikes: one row a polygon, for its sharpest corner."""
    points, to, away, owner = _corners(geometry[there])
    one, other = np.hypot(*to.T), np.hypot(*away.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = -(to * away).sum(axis=1) / (one * other)
    sharp = cosine > np.cos(np.radians(standard.spike_angle))
    rows = np.flatnonzero(sharp & (np.maximum(one, other) > standard.spike_length))
    rows = rows[np.lexsort((-cosine[rows], owner[rows]))]
    rows = rows[np.append(True, np.diff(owner[rows]) > 0)] if len(rows) else rows
    angle = np.degrees(np.arccos(np.clip(cosine[rows], -1, 1))).round(2)
    places = shapely.points(points[rows])
    return problems("spike", layer, feature[there[owner[rows]]], NOTE, {"angle": angle}, places)

"""Areas in zones without pieces: what the overlay's pieces add up to, on whatever shapes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.area.apportionment import share_weights
from farmland_redline.processing.analysis.area.rounding import to_cents
from farmland_redline.processing.analysis.overlay import tabulation as measuring_module
from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.identity import identity_overlay
from farmland_redline.processing.analysis.overlay.tabulation import Shares, tabulate_shares
from farmland_redline.processing.analysis.overlay.zone_areas import (
    WHOLE,
    add_up,
    in_mu,
    tabulate_zone_areas,
    worst_excess,
)
from farmland_redline.processing.analysis.progress import Cancelled, Silent

from .mosaics import PROJECTION, RULES, mosaic, moved, parcel_frame, pieces_of, prepared, union
from .test_overlay import cities, layers_of
from .test_overlay_robust import CASES, CLOSURE, GRID, PLACES, TOLERANCE, oracle, overlapping, ready, tangles

pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered")


def check(parcels: np.ndarray, zones: ZoneIndex, shares: Shares) -> None:
    """Sound rows; areas are those of the overlay's pieces, and of operations on a grid."""
    assert not len(shares.failed)
    rows = np.column_stack((shares.parcel, shares.zone))
    assert (np.lexsort((shares.zone, shares.parcel)) == np.arange(len(rows))).all()
    assert len(np.unique(rows, axis=0)) == len(rows)
    assert ((shares.share > 0) & (shares.share <= 1)).all()
    assert np.bincount(shares.parcel, shares.share, len(parcels)).max(initial=0) <= 1 + 1e-12
    division = identity_overlay(parcels, [zones], TOLERANCE)
    inside = division.label[:, 0] >= 0
    assert rows.tolist() == np.column_stack((division.parcel, division.label[:, 0]))[inside].tolist()
    area = shares.share * shapely.area(parcels[shares.parcel])
    assert np.abs(area - shapely.area(division.geometry[inside])).max(initial=0) < CLOSURE
    for number, parcel in enumerate(parcels):
        free = parcel
        for zone, shape in enumerate(zones.shapes.decode()):
            want = oracle(shapely.intersection, free, shape)
            got = area[(shares.parcel == number) & (shares.zone == zone)].sum()
            slack = (TOLERANCE + GRID) * (parcel.length + want.length) + CLOSURE
            assert got == pytest.approx(want.area, abs=slack), (number, zone)
            free = oracle(shapely.difference, free, shape)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("case", CASES)
def test_known_failures(case, place):
    parcels, zones = (ready([moved(shape, *PLACES[place]) for shape in shapes]) for shapes in CASES[case])
    for contested in (overlapping(zones), np.ones(len(zones), bool)):
        shapes = ZoneIndex.of(zones, contested)
        check(parcels, shapes, tabulate_shares(parcels, shapes, tolerance=TOLERANCE))


@settings(max_examples=60, deadline=None)
@given(tangles(4))
def test_tangles(tangle):
    parcels, layers = tangle
    for zones in layers:
        check(parcels, zones, tabulate_shares(parcels, zones, tolerance=TOLERANCE))


@settings(max_examples=20, deadline=None)
@given(tangles(4), st.integers(1, 4))
def test_chunks_and_threads_do_not_matter(tangle, size):
    parcels, layers = tangle
    whole = [tabulate_shares(parcels, zones, tolerance=TOLERANCE) for zones in layers]
    before = measuring_module._CHUNK
    measuring_module._CHUNK = size
    try:
        for threads in (1, 3):
            for one, zones in zip(whole, layers):
                other = tabulate_shares(parcels, zones, tolerance=TOLERANCE, threads=threads)
                for name in ("parcel", "zone", "share", "failed"):
                    assert (getattr(one, name) == getattr(other, name)).all()
    finally:
        measuring_module._CHUNK = before


def test_parts_that_rounding_makes_more_than_the_parcel():
    """Four zones over one another, whose cuts round outwards: shares still add up to the parcel."""
    rng = np.random.default_rng(11)
    seen = 0
    for _ in range(60):
        points = 39_512_000 + rng.integers(0, 6, (12, 8, 2)) * 10.0
        shapes = ready([shapely.Polygon(ring) for ring in points])
        zones = ZoneIndex.of(shapes[2:], np.ones(len(shapes) - 2, bool))
        shares = tabulate_shares(shapes[:2], zones, tolerance=TOLERANCE)
        sums = np.bincount(shares.parcel, shares.share, 2)
        assert sums.max() <= 1 + 1e-12
        division = identity_overlay(shapes[:2], [zones], TOLERANCE)
        area = np.bincount(division.parcel, shapely.area(division.geometry), 2)
        seen += int((area > shapely.area(shapes[:2])).any())
    assert seen


def test_it_can_be_cancelled():
    class Stopped(Silent):
        def set(self, share):
            raise Cancelled

    cells = mosaic(3, 3, 2)
    with pytest.raises(Cancelled):
        tabulate_shares(cells, ZoneIndex.of(cells[:1], np.zeros(1, bool)), progress=Stopped())


def test_a_parcel_without_geometry_and_no_zones():
    cells = mosaic(2, 2, 2)
    cells[1] = None
    shares = tabulate_shares(cells, ZoneIndex.of(mosaic(2, 2, 2)[:2], np.zeros(2, bool)))
    assert shares.parcel.tolist() == shares.zone.tolist() == [0] and shares.share.tolist() == [1.0]
    assert not len(tabulate_shares(cells, ZoneIndex.of(np.zeros(0, object), np.zeros(0, bool))).parcel)


def test_what_a_failing_operation_leaves(monkeypatch):
    """GEOS fails on every attempt: the parcel is kept outside, and told."""

    def fail(*_arguments, **_options):
        raise shapely.errors.GEOSException("TopologyException: made up")

    for name in ("intersection", "difference"):
        monkeypatch.setattr(shapely, name, fail)
    from farmland_redline.processing.analysis.geometry import set_operations

    monkeypatch.setattr(set_operations.split, "__defaults__", (fail, fail))
    cells = mosaic(2, 1, 2)
    zone = np.array([moved(cells[0], 11.0, 3.0)], object)
    shares = tabulate_shares(cells, ZoneIndex.of(zone, np.zeros(1, bool)))
    assert not len(shares.parcel) and shares.failed.tolist() == [[0, 0], [1, 0]]


# In areas of record.


def amounts_of(frame, layers):
    return tabulate_zone_areas(prepared(frame), layers, PROJECTION, RULES, Silent())


@settings(max_examples=30, deadline=None)
@given(cities())
def test_amounts_are_what_pieces_add_up_to(city):
    cells, shapes = city
    frame, layers = parcel_frame(cells), layers_of(shapes)
    amounts, found = amounts_of(frame, layers)
    assert not found and worst_excess(amounts) == 0
    whole = amounts[amounts["role"] == WHOLE].set_index("parcel_id")
    assert (to_cents(whole["area_m2"]) == to_cents(frame["TBMJ"])).all() and whole["zone_id"].isna().all()
    assert (amounts["parcel_m2"] == whole["area_m2"].reindex(amounts["parcel_id"]).to_numpy()).all()
    for layer in layers:
        alone, _ = pieces_of(frame, layer)
        inside = alone[alone[layer.role].notna()]
        rows = amounts[amounts["role"] == layer.role]
        assert set(zip(rows["parcel_id"], rows["zone_id"])) == set(zip(inside["BSM"], inside[layer.role]))
        for measure in ("area_m2", "cultivated_m2"):
            want = inside.set_index(["BSM", layer.role])[measure].sort_index()
            got = rows.set_index(["parcel_id", "zone_id"])[measure].sort_index()
            # The same but for the last digit, where the overlay's weights are those of its pieces, and ours of shares.
            assert (np.abs(to_cents(got) - to_cents(want)) <= 1).all()


def test_amounts_of_parcels_that_several_zones_share():
    """Three thirds of a parcel of 100.00 m²: they add up to it, and what is left has nothing."""
    parcel = shapely.box(39_512_000.0, 3_245_000.0, 39_512_030.0, 3_245_010.0)
    thirds = [shapely.box(39_512_000.0 + i, 3_245_000.0, 39_512_010.0 + i, 3_245_010.0) for i in (0, 10, 20)]
    frame = parcel_frame(np.array([parcel], object), TBMJ=[100.0], TBDLMJ=[100.0], KCXS=[0.0])
    amounts, _ = amounts_of(frame, layers_of([thirds]))
    rows = amounts[amounts["role"] == "pbf"]
    assert sorted(rows["area_m2"]) == [33.33, 33.33, 33.34]
    sums = add_up([amounts], "county")
    assert sums[["county", "DLBM", "role", "parcels", "area_m2", "cultivated_m2"]].to_numpy().tolist() == [
        ["360222", "0101", "parcels", 1, 100.0, 100.0],
        ["360222", "0101", "pbf", 1, 100.0, 100.0],
    ]
    assert in_mu(sums)["area_mu"].tolist() == [0.15, 0.15]


def test_sums_of_parts_are_the_sums_of_all():
    cells = mosaic(6, 5, 4)
    zones = [[moved(union(cells, slice(0, 12)), 7.0, 3.0), union(cells, [20, 21, 22])], [union(cells, [3, 9, 15])]]
    frame = parcel_frame(cells)
    frame.loc[::4, "ZLDWDM"] = "3602810011040000000"
    layers = layers_of(zones)
    whole, _ = amounts_of(frame, layers)
    parts = [amounts_of(frame.iloc[rows], layers)[0] for rows in np.array_split(np.arange(len(frame)), 4)]
    for level in ("county", "township", "village"):
        want = add_up([whole], level)
        pd.testing.assert_frame_equal(add_up([add_up([part], level) for part in parts], level), want)
        assert list(want.columns[:3]) == ["county", "township", "village"][: want.columns.get_loc("DLBM")] + list(
            want.columns[want.columns.get_loc("DLBM") : 3]
        )
    county = add_up([whole], "county").groupby("role")["area_m2"].sum()
    assert to_cents(county["parcels"]) == to_cents(frame["TBMJ"]).sum()
    first = want.groupby(["county", "township", "village", "DLBM"], dropna=False)["role"].first()
    assert (first == WHOLE).all()


def test_the_national_method_weighs_by_the_ellipsoid():
    cells = mosaic(4, 4, 3)
    zone = ZoneIndex.of(np.array([moved(union(cells, slice(0, 8)), 5.0, 5.0)], object), np.zeros(1, bool))
    planar = tabulate_shares(cells, zone)
    weighed = tabulate_shares(cells, zone, lambda part: share_weights(part, "national", PROJECTION))
    assert planar.zone.tolist() == weighed.zone.tolist()
    assert 0 < np.abs(planar.share - weighed.share).max() < 1e-6

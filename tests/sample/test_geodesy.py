"""The generator's own ellipsoid areas against the values that the survey domain gives."""

import numpy as np
import pytest
import shapely

from farmland_redline.scripts.sample_city.geodesy import adjust, area_cents

ZONE = 39_000_000  # the reference polygons lie in zones without a prefix; a central meridian is as good as another


@pytest.mark.parametrize(
    ("polygon", "area"),
    [
        (shapely.box(500000, 3320000, 500100, 3320100), 10000.00),
        (shapely.box(600000, 3320000, 601000, 3321000), 999750.92),
        (shapely.box(620000, 4985000, 630000, 4995000), 99961580.42),
        (
            shapely.Polygon(
                [
                    (436512.345, 3421087.211),
                    (436690.120, 3421102.904),
                    (436702.577, 3420951.330),
                    (436601.118, 3420890.002),
                    (436488.901, 3420960.455),
                ]
            ),
            34231.77,
        ),
    ],
)
def test_reference_areas(polygon, area):
    moved = shapely.transform(polygon, lambda xy: xy + np.array([ZONE, 0]))
    # the choice of the meridian from which longitudes count shows in the last digit of 100 km²
    assert abs(area_cents(np.array([moved]))[0] - round(area * 100)) <= (1 if area > 1e7 else 0)


def test_holes_and_parts_count():
    outer, hole = shapely.box(39500000, 3320000, 39500100, 3320100), shapely.box(39500020, 3320020, 39500050, 3320050)
    far = shapely.box(39500300, 3320000, 39500400, 3320100)
    ring = shapely.difference(outer, hole)
    both = shapely.multipolygons([ring, far])
    parts = area_cents(np.array([outer, hole, ring, far, both]))
    assert abs(parts[0] - parts[1] - parts[2]) <= 1
    assert abs(parts[2] + parts[3] - parts[4]) <= 1


def test_adjustment_meets_every_control():
    rng = np.random.default_rng(1)
    cents, group = rng.integers(1, 10**6, 1000), rng.integers(0, 7, 1000)
    total = np.bincount(group, weights=cents).astype(np.int64)
    control = total + np.array([-700, -3, 0, 1, 2, 150, 4000])
    done = adjust(cents, group, control)
    assert (np.bincount(group, weights=done).astype(np.int64) == control).all()
    for number in range(7):
        step = np.abs(done - cents)[group == number]
        assert step.max() - step.min() <= 1
        largest = np.argsort(-cents[group == number], kind="stable")
        assert (np.diff(step[largest]) <= 0).all()  # the largest parcels carry the remainder

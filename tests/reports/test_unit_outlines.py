"""Outlines of units: unions of squares whose sizes are known, and what passes between threads."""

import geopandas
import numpy as np
import pytest
import shapely

from farmland_redline.processing.analysis.parallel import require_no_geometry
from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.reports.maps.layout.unit_outlines import close_gaps, dissolve, make_outlines

SIDE = 100.0


def square(column, row):
    return shapely.box(column * SIDE, row * SIDE, (column + 1) * SIDE, (row + 1) * SIDE)


def pieces(**changes):
    """Two counties side by side: the first of two townships with two pieces each, the second of one with one piece."""
    return geopandas.GeoDataFrame(
        {
            "county": ["360222", "360222", "360222", "360222", "360281"],
            "township": ["360222101", "360222101", "360222102", "360222102", "360281100"],
            "village": ["360222101201", "360222101202", "360222102201", None, "360281100201"],
            "ZLDWMC": ["一村", "二村", "三村", "三村", None],
            **changes,
        },
        geometry=[square(0, 0), square(0, 1), square(1, 0), square(1, 1), square(2, 0)],
        crs="EPSG:4527",
    )


def outlines(frame=None, **more):
    return make_outlines(pieces() if frame is None else frame, lambda: None, **more)


def test_each_level_is_the_union_of_its_pieces():
    made = outlines().decode()
    assert list(made.shapes) == ["county", "township", "village"]
    assert {code: shape.area for code, shape in made.shapes["county"].items()} == {
        "360222": pytest.approx(4 * SIDE**2),
        "360281": pytest.approx(SIDE**2),
    }
    assert made.shapes["township"]["360222101"].bounds == pytest.approx((0, 0, SIDE, 2 * SIDE))
    assert made.shapes["village"]["360222102201"].bounds == pytest.approx((SIDE, 0, 2 * SIDE, SIDE))
    # A piece of no village counts for its township all the same.
    assert made.shapes["township"]["360222102"].area == pytest.approx(2 * SIDE**2)
    assert made.bounds("county") == pytest.approx((0, 0, 3 * SIDE, 2 * SIDE))


def test_only_the_levels_asked_for_and_there():
    assert list(outlines(levels=("county",)).codes) == ["county"]
    without = outlines(pieces().drop(columns="township")).decode()
    assert without.shapes["township"] == {}
    assert without.shapes["county"]["360222"].area == pytest.approx(4 * SIDE**2)


def test_villages_are_called_as_most_of_their_pieces_say():
    frame = pieces(village=["360222101201"] * 5, ZLDWMC=["一村", "二村", "二村", None, None])
    assert outlines(frame).villages == {"360222101201": "二村"}


def test_each_thread_decodes_geometries_of_its_own():
    made = outlines()
    require_no_geometry(made, "outlines")
    assert made.shapes("county")["360222"] is not made.shapes("county")["360222"]


def test_a_stopped_run_makes_no_outlines():
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        make_outlines(pieces(), stop)


def test_a_unit_of_any_size_has_an_outline_though_pieces_overlap():
    """400 squares of 100 m² (by hand 40,000 m²), one of them twice: more than the chunk, and no shared boundaries."""
    squares = np.array([shapely.box(x, y, x + 10, y + 10) for x in range(0, 200, 10) for y in range(0, 200, 10)])
    twice = np.append(squares, shapely.box(95, 95, 105, 105))
    outline = dissolve(twice, chunk=50)
    assert outline.area == pytest.approx(40_000, abs=1e-6)
    assert outline.geom_type == "Polygon" and not outline.interiors
    assert dissolve(np.array([], dtype=object), chunk=50) is None


def test_overlapping_pieces_get_the_general_union():
    two = shapely.get_parts(shapely.MultiPolygon([shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)]))
    assert dissolve(two, chunk=2, shared=False).area == pytest.approx(3)
    assert dissolve(two, chunk=1, shared=False).area == pytest.approx(3)


def test_gaps_narrower_than_twice_the_distance_are_closed():
    apart = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(10.3, 0, 20, 10)])
    assert close_gaps(apart, 0.2).geom_type == "Polygon"
    assert close_gaps(apart, 0.1).geom_type == "MultiPolygon"

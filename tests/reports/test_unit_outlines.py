"""Outlines of units: unions of squares whose sizes are known, and what passes between threads."""

import geopandas
import numpy as np
import pytest
import shapely

from farmland_redline.processing.analysis.parallel import require_no_geometry
from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.reports.maps.layout.unit_outlines import (
    close_gaps,
    dissolve,
    is_outline,
    make_outlines,
)

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


def grid(columns, rows, side=30.0):
    x, y = (values.ravel() * side for values in np.meshgrid(np.arange(columns), np.arange(rows)))
    return shapely.box(x, y, x + side, y + side)


@pytest.mark.parametrize("fault", ["corner on an edge", "overlap", "gap", "one piece twice"])
def test_a_county_of_forty_thousand_pieces_has_an_outline_whatever_is_wrong_with_one(fault):
    """200 × 201 parcels of 30 m: by hand 6,000 m × 6,030 m, and no hole that a sheet could show."""
    squares = grid(200, 201)
    west, south, east, north = shapely.bounds(squares[20_100])
    middle = (west + east) / 2
    made = {
        "corner on an edge": [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)],
        "overlap": [squares[20_100], shapely.box(middle, south, east + 15, north)],
        "gap": [shapely.box(west + 0.5, south, east, north)],
        "one piece twice": [squares[20_100]] * 2,
    }[fault]
    outline = dissolve(np.concatenate([np.delete(squares, 20_100), made]), chunk=2000)
    assert outline.bounds == pytest.approx((0, 0, 6000, 6030))
    assert outline.area == pytest.approx(6000 * 6030, abs=1e-3)
    assert outline.geom_type == "Polygon" and not outline.interiors


def test_where_geos_finds_no_union_cells_or_the_box_are_the_outline(monkeypatch):
    """Two pieces of 3 km × 3 km and 1 km × 1 km; a cell is 10 m wide."""

    def fail(*given, **named):
        raise shapely.errors.GEOSException("TopologyException: side location conflict")

    two = np.array([shapely.box(0, 0, 3000, 3000), shapely.box(3000, 0, 4000, 1000)])
    whole = pieces().iloc[:2].set_geometry(two)
    monkeypatch.setattr(shapely, "union_all", fail)
    outline = dissolve(two, chunk=1, shared=False)
    assert outline.area == pytest.approx(10e6, rel=0.01) and outline.bounds == pytest.approx((0, 0, 4000, 3000))
    monkeypatch.setattr(shapely, "coverage_union_all", fail)
    assert dissolve(two, chunk=1).equals(shapely.box(0, 0, 4000, 3000))
    made = make_outlines(whole, lambda: None).shapes("county")
    assert made["360222"].bounds == pytest.approx((0, 0, 4000, 3000))


def test_a_union_that_lost_a_part_in_silence_is_none():
    two = np.array([shapely.box(0, 0, 10, 10), shapely.box(20, 0, 30, 10)])
    assert is_outline(shapely.union_all(two), two)
    assert not is_outline(two[0], two)
    assert not is_outline(shapely.Polygon(), two)


def test_pieces_without_an_area_make_no_outline():
    nothing = np.array([None, shapely.Polygon(), shapely.from_wkt("MULTIPOLYGON EMPTY")], dtype=object)
    assert dissolve(nothing, chunk=50) is None
    frame = pieces().set_geometry([*nothing, square(1, 1), square(2, 0)], crs=4527)
    assert set(outlines(frame, levels=("county",)).codes["county"]) == {"360222", "360281"}


def test_boundaries_given_are_taken_as_they_are_and_other_units_dissolved():
    """Also that of a county without pieces, which a locator shows; a gap of a metre stays in what is given."""
    given = shapely.MultiPolygon([square(0, 0), shapely.box(SIDE + 1, 0, 2 * SIDE, SIDE)])
    made = outlines(given={"county": {"360222": given, "360203": square(9, 9)}})
    counties = made.shapes("county")
    assert set(counties) == {"360203", "360222", "360281"} and made.given == {"360203", "360222"}
    assert counties["360222"].equals(given) and counties["360203"].equals(square(9, 9))
    assert counties["360281"].area == pytest.approx(SIDE**2)
    assert made.decode().shapes["township"]["360222101"].area == pytest.approx(2 * SIDE**2)


def fractal(random, start, end, steps, share=0.18):
    """A line of 2 ** steps edges, each bent aside by up to a share of its length."""
    line = np.array([start, end], float)
    for _ in range(steps):
        along = np.diff(line, axis=0)
        middle = (line[:-1] + line[1:]) / 2 + np.column_stack((-along[:, 1], along[:, 0])) * random.uniform(
            -share, share, (len(along), 1)
        )
        line = np.insert(line, np.arange(1, len(line)), middle, axis=0)
    return line


def test_pieces_of_very_many_corners_are_simplified_before_they_are_joined():
    """A county of 36 cells with borders of 1,024 edges, cut in two by a straight line, and a crumb beside it.

    Without it GEOS joins millions of corners, of which a map shows none.
    """
    random = np.random.default_rng(3)
    side, count = 600.0, 6
    ends = np.arange(count + 1) * side
    across = {(i, j): fractal(random, (ends[i], ends[j]), (ends[i + 1], ends[j]), 10)
              for i in range(count) for j in range(count + 1)}  # fmt: skip
    up = {(i, j): fractal(random, (ends[i], ends[j]), (ends[i], ends[j + 1]), 10)
          for i in range(count + 1) for j in range(count)}  # fmt: skip
    cells = [
        shapely.make_valid(
            shapely.Polygon(np.vstack((across[i, j], up[i + 1, j], across[i, j + 1][::-1], up[i, j][::-1])))
        )
        for i in range(count)
        for j in range(count)
    ]
    south = shapely.box(-side, -side, ends[-1] + side, 1_750.0)
    crumb = shapely.box(ends[-1] + side, 0, ends[-1] + side + 0.5, 0.5)
    pieces = np.array(
        [*(cell.intersection(south) for cell in cells), *(cell.difference(south) for cell in cells), crumb], object
    )
    pieces = pieces[shapely.area(pieces) > 0]
    outline = dissolve(pieces, 2000, gap=4.0)
    parts = shapely.get_parts(outline)
    whole = parts[np.argmax(shapely.area(parts))]
    assert len(parts) == 2 and parts[np.argmin(shapely.area(parts))].distance(crumb.centroid) < 0.01
    assert shapely.get_num_interior_rings(whole) == 0
    assert shapely.get_num_coordinates(whole) < 24 * 1_024 / 4
    # Every corner of the true edge lies within the metre by which lines are simplified, and what closing adds.
    assert whole.area == pytest.approx(sum(cell.area for cell in cells), rel=0.002)
    edge = [across[i, j] for i in range(count) for j in (0, count)] + [
        up[i, j] for i in (0, count) for j in range(count)
    ]
    assert shapely.distance(whole.exterior, shapely.points(np.vstack(edge))).max() < 8.0

"""Outlines of project sites of which nobody can tell what is inside: points out of order, lines that stand twice."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest
import shapely
from conftest import CITY
from osgeo import ogr
from shapely import affinity

from .conftest import Case, X, Y

SQUARE, OTHER = [(0, 0), (120, 0), (120, 50), (0, 50)], [(200, 0), (250, 0), (250, 50), (200, 50)]
CROSSED = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n[地块坐标]\n,,1,地块,面,,交通,,@\n"


def points(case: Case, *rings: list[tuple[float, float]], moved: int = 0) -> dict[str, object]:
    """A file of boundary points; the first is moved east."""
    lines = [
        f"J{n},{ring},{Y + y:.3f},{X + x + (moved if (ring, n) == (1, 1) else 0):.3f}"
        for ring, corners in enumerate(rings, 1)
        for n, (x, y) in enumerate(corners, 1)
    ]
    path = case.office.data / "界址点.txt"
    path.write_text(HEAD + "\n".join(lines), encoding="gb18030")
    return given(case, path)


def drawing(case: Case, *shapes: shapely.Geometry) -> dict[str, object]:
    """A drawing of lines and fillings."""
    path = case.office.data / "图纸.dxf"
    source = ogr.GetDriverByName("DXF").CreateDataSource(str(path))
    layer = source.CreateLayer("entities")
    for shape in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        moved = affinity.translate(shape, X, Y)
        feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(moved)))
        layer.CreateFeature(feature)
    del source, layer
    return given(case, path)


def given(case: Case, path: Path) -> dict[str, object]:
    outputs = ("COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS", "PROBLEMS")
    made = {name: str(case.office.out / f"{name.lower()}.gpkg") for name in outputs}
    return {**case.office.plain(), **made, "OUTLINE_FILES": [str(path)], "POLICY": str(CITY / "policy.yaml")}


def test_boundary_points_out_of_order(case):
    case.refused("check_project_site", **points(case, CROSSED))


def test_a_line_of_a_drawing_that_crosses_itself(case):
    case.refused("check_project_site", **drawing(case, shapely.LineString([*CROSSED, CROSSED[0]])))


def test_a_ring_that_is_there_twice(case):
    """The others would be all that is left of the outline."""
    case.refused("check_project_site", **points(case, SQUARE, SQUARE, OTHER))


@pytest.mark.parametrize("kind", ["points", "drawing"])
def test_an_outline_that_its_lots_fill(case, kind):
    """Drawn with the lots into which it is divided: all of it would be a hole."""
    (west, south), (east, north) = SQUARE[0], SQUARE[2]
    lots = [shapely.box(west, south, west + 30, north), shapely.box(west + 30, south, east, north)]
    rings = [SQUARE, *(list(lot.exterior.coords)[:-1] for lot in lots)]
    given = points(case, *rings) if kind == "points" else drawing(case, *(shapely.Polygon(r).exterior for r in rings))
    case.refused("check_project_site", **given)


@pytest.mark.parametrize("filled", [False, True])
def test_a_line_of_a_drawing_that_is_there_twice(case, filled):
    square = shapely.Polygon(SQUARE)
    again = square if filled else square.exterior
    case.refused("check_project_site", **drawing(case, square.exterior, again, shapely.Polygon(OTHER).exterior))


def test_boundary_points_of_different_zones(case):
    case.refused("check_project_site", **points(case, SQUARE, moved=-1_000_000))


def test_rings_that_touch_themselves_and_fillings_with_holes(case):
    """A line that leads to a hole and back, and a filling around one: 6,000 m² less 400 m²."""
    hole = [(20, 20), (20, 40), (40, 40), (40, 20), (20, 20)]
    keyhole = [*SQUARE, SQUARE[0], *hole, SQUARE[0]]
    for inputs in (points(case, keyhole), drawing(case, shapely.Polygon(SQUARE, [hole]))):
        case.runs("check_project_site", **inputs)
        found = pyogrio.read_dataframe(inputs["COMPARISON"], layer="comparison", read_geometry=False)
        assert found["area_m2"].tolist() == [pytest.approx(5600, abs=0.1)]

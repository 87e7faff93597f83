"""Outlines of project sites from boundary points and drawings: what is read, and what is refused with a remedy."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from osgeo import gdal, ogr

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.boundary_points import read_boundary_points
from farmland_redline.processing.bridge.io.drawn_outlines import read_drawn_outlines
from farmland_redline.processing.bridge.io.gdal_errors import telling
from farmland_redline.processing.workflows.site_outlines import read_outline_files

pytestmark = pytest.mark.usefixtures("qgis")
X, Y = 39_512_000.0, 3_245_000.0
HEAD = (
    "[属性描述]\n格式版本号=1.0\n坐标系=2000国家大地坐标系\n几度分带=3\n投影类型=高斯克吕格\n"
    "计量单位=米\n带号=39\n精度=0.001\n[地块坐标]\n"
)


def ring(number: int, west: float, south: float, east: float, north: float, closed: bool = True) -> list[str]:
    """The lines of a ring; in China X is the northing."""
    corners = [(west, south), (east, south), (east, north), (west, north)][: 4 + closed]
    corners += corners[:1] if closed else []
    return [f"J{k},{number},{Y + y:.3f},{X + x:.3f}" for k, (x, y) in enumerate(corners, 1)]


def plot(lines: list[str], area_ha: float = 0.6, name: str = "地块一") -> str:
    return "\n".join([f"{len(lines)},{area_ha},1,{name},面,,建设用地,,@", *lines]) + "\n"


def write(folder: Path, text: str, encoding: str = "gb18030", name: str = "方案一.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_plots_rings_and_holes(tmp_path, encoding):
    """Two plots; the first with a hole and a second outer ring, one of them not closed."""
    first = [*ring(1, 0, 0, 100, 60), *ring(2, 10, 10, 20, 20), *ring(3, 200, 0, 210, 10, closed=False)]
    text = HEAD + plot(first, 0.6) + plot(ring(1, 300, 0, 310, 10), 0.01, "地块二")
    data = read_boundary_points(write(tmp_path, text, encoding), None)
    assert data.layer.name == "方案一" and data.layer.crs == pyproj.CRS(4527)
    assert data.layer.frame.geometry.area.round(6).tolist() == [6000 - 100 + 100, 100.0]
    assert data.stated_m2 == pytest.approx(6100) and not data.problems
    inside = shapely.Point(X + 15, Y + 15)
    assert not data.layer.frame.geometry.iloc[0].contains(inside)


def test_six_degree_zones_and_coordinates_without_a_zone(tmp_path):
    """The zone's number decides the width of the zones; without one the file's attributes do, else the parameter."""
    text = HEAD.replace("带号=39", "带号=20").replace("几度分带=3", "几度分带=6")
    six = text + plot([line.replace("395120", "205120").replace("395121", "205121") for line in ring(1, 0, 0, 100, 60)])
    assert read_boundary_points(write(tmp_path, six), None).layer.crs == pyproj.CRS(4498)
    bare = [line.replace("395120", "5120").replace("395121", "5121") for line in ring(1, 0, 0, 100, 60)]
    assert read_boundary_points(write(tmp_path, HEAD + plot(bare)), None).layer.crs == pyproj.CRS(4548)
    unknown = HEAD.replace("带号=39\n", "")
    assert read_boundary_points(write(tmp_path, unknown + plot(bare)), pyproj.CRS(4549)).layer.crs == pyproj.CRS(4549)
    with pytest.raises(InputError, match="does not tell in which zone"):
        read_boundary_points(write(tmp_path, unknown + plot(bare)), None)


def test_x_and_y_exchanged(tmp_path):
    lines = ring(1, 0, 0, 100, 60)
    swapped = [",".join([*line.split(",")[:2], *reversed(line.split(",")[2:])]) for line in lines]
    right = read_boundary_points(write(tmp_path, HEAD + plot(lines)), None)
    wrong = read_boundary_points(write(tmp_path, HEAD + plot(swapped)), None)
    assert wrong.layer.frame.geometry.iloc[0].equals(right.layer.frame.geometry.iloc[0])
    assert [table["kind"].iloc[0] for table in wrong.problems] == ["outline_swapped"]


def test_a_number_of_points_that_is_wrong(tmp_path):
    text = HEAD + plot(ring(1, 0, 0, 100, 60)).replace("5,0.6", "9,0.6")
    (found,) = read_boundary_points(write(tmp_path, text), None).problems
    assert (found["kind"].iloc[0], found["values"].iloc[0]) == ("outline_points", {"stated": 9, "found": 5})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no plots"),
        (HEAD + "J1,1,3245000\n", "line 10: this is no boundary point"),
        (HEAD + plot(ring(1, 0, 0, 100, 60)).replace("3245060.000", "32450六十"), "no boundary point"),
        (HEAD + plot(ring(1, 0, 0, 100, 60)).replace("3245060.000", "nan"), "no boundary point"),
        (HEAD + plot(ring(1, 0, 0, 100, 60)[:2]), "ring 1 has no area"),
        (HEAD + plot([]), "has no points"),
        (HEAD + plot([*ring(1, 0, 0, 100, 60), *ring(2, 50, 30, 150, 90)]), "rings 1 and 2 cross"),
        (
            HEAD.replace("带号=39", "带号=38") + plot(ring(1, 0, 0, 9, 9)),
            "eastings begin with 39",
        ),
        (HEAD.replace("2000国家大地坐标系", "火星坐标系") + plot(ring(1, 0, 0, 9, 9)), "火星坐标系"),
        (
            HEAD.replace("计量单位=米", "计量单位=度") + plot(ring(1, 0, 0, 9, 9)),
            "points in metres",
        ),
    ],
)
def test_what_is_refused(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read_boundary_points(write(tmp_path, text), None)


def test_all_files_are_told_at_once(tmp_path):
    paths = [write(tmp_path, "", name="a.txt"), write(tmp_path, "", name="b.dwg"), write(tmp_path, "", name="c.dxf")]
    with pytest.raises(InputError) as error:
        read_outline_files(paths, None, ())
    assert all(name in str(error.value) for name in ("a.txt", "b.dwg", "c.dxf")) and "DXF" in str(error.value)


def drawing(path: Path, lines: dict[str, list[tuple[str, list[tuple[float, float]]]]]) -> Path:
    """A drawing with lines by layer."""
    source = ogr.GetDriverByName("DXF").CreateDataSource(str(path))
    layer = source.CreateLayer("entities")
    for name, shapes in lines.items():
        for _, corners in shapes:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetField("Layer", name)
            feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(shapely.LineString(corners))))
            layer.CreateFeature(feature)
    return path


def square(west: float, south: float, size: float) -> tuple[str, list[tuple[float, float]]]:
    x, y = X + west, Y + south
    return "", [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]


def test_closed_lines_of_a_drawing(tmp_path):
    """A hole, an open line that is told, and a frame on another layer that makes the user choose."""
    shapes = [square(0, 0, 100), square(10, 10, 10), ("", [(X, Y), (X + 5, Y + 5)])]
    path = drawing(tmp_path / "方案三.dxf", {"HX": shapes, "TUKUANG": [square(-500, -500, 2000)]})
    with pytest.raises(InputError, match="“HX”, “TUKUANG”"):
        read_drawn_outlines(path, None)
    data = read_drawn_outlines(path, None, ["HX"])
    assert data.layer.crs == pyproj.CRS(4527) and data.stated_m2 is None
    assert np.isclose(data.layer.frame.geometry.area.sum(), 10_000 - 100)
    assert data.problems[0]["values"].iloc[0] == {"count": 1}
    with pytest.raises(InputError, match="closed lines in its layers"):
        read_drawn_outlines(path, None, ["红线"])
    lines = drawing(tmp_path / "line.dxf", {"HX": [("", [(X, Y), (X + 5, Y + 5)])]})
    with pytest.raises(InputError, match="Lines need a width"):
        read_drawn_outlines(lines, None)


def test_an_outline_in_a_block_that_is_inserted(tmp_path):
    """At two places, with the arrow of a leader and a text beside it, and lines that end as on Windows."""
    corners = "".join(f"10\n{x}\n20\n{y}\n" for x, y in ((0, 0), (50, 0), (50, 50), (0, 50)))
    block = (
        f"0\nBLOCK\n8\n0\n2\nHX\n70\n0\n10\n0\n20\n0\n0\nLWPOLYLINE\n8\nHX\n90\n4\n70\n1\n{corners}0\nENDBLK\n8\n0\n"
    )
    inserted = "".join(f"0\nINSERT\n8\nHX\n2\nHX\n10\n{X + x}\n20\n{Y}\n" for x in (0, 100))
    others = "0\nLEADER\n8\nHX\n76\n2\n10\n0\n20\n0\n10\n9\n20\n9\n0\nTEXT\n8\nZJ\n10\n0\n20\n0\n40\n1\n1\n甲\n"
    sections = (("HEADER", ""), ("BLOCKS", block), ("ENTITIES", inserted + others))
    text = "".join(f"0\nSECTION\n2\n{name}\n{body}0\nENDSEC\n" for name, body in sections) + "0\nEOF\n"
    path = tmp_path / "图.dxf"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    data = read_drawn_outlines(path, None)
    assert np.isclose(data.layer.frame.geometry.area.sum(), 2 * 50 * 50)
    assert np.allclose(data.layer.frame.total_bounds, (X, Y, X + 150, Y + 50))


def test_a_block_that_is_missing_and_named_in_gbk(tmp_path):
    """Of a drawing that is attached to this one; GDAL's bindings cannot hand on what it says of such a name."""
    corners = "".join(f"10\n{X + x}\n20\n{Y + y}\n" for x, y in ((0, 0), (50, 0), (50, 50), (0, 50)))
    frame = "0\nINSERT\n8\nTK\n2\n图框\n10\n0\n20\n0\n"
    line = f"0\nLWPOLYLINE\n8\nHX\n90\n4\n70\n1\n{corners}"
    path = tmp_path / "图.dxf"
    text = f"0\nSECTION\n2\nHEADER\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n{frame}{line}0\nENDSEC\n0\nEOF\n"
    path.write_bytes(text.encode("gbk"))
    said = []
    with telling(lambda *error: said.append(error)):
        assert read_drawn_outlines(path, None).layer.frame.geometry.area.tolist() == [50 * 50]
        source = ogr.Open(str(path))  # kept: its layer dies with it
        for _ in source.GetLayer(0):
            pass
    assert set(said) == {(gdal.CE_Warning, gdal.CPLE_AppDefined, "Block 图框 does not exist")}


def test_lines_that_have_lost_their_step(tmp_path):
    """A break that is gone: each value stands where a code should be, and who counts blocks sees others than GDAL."""
    path = drawing(tmp_path / "a.dxf", {"HX": [square(0, 0, 100)]})
    text = path.read_text(encoding="utf-8")
    assert read_drawn_outlines(path, None).layer.frame.area.sum() == pytest.approx(10_000)
    path.write_text(text + "\n", encoding="utf-8")
    assert read_drawn_outlines(path, None).layer.frame.area.sum() == pytest.approx(10_000)
    path.write_text(text.replace("ENTITIES\n", "ENTITIES", 1), encoding="utf-8")
    with pytest.raises(InputError, match="should be a number"):
        read_drawn_outlines(path, None)


def test_a_block_without_an_end(tmp_path):
    """GDAL takes what follows for the block's own; the same drawing with its end is read."""
    path = drawing(tmp_path / "a.dxf", {"HX": [square(0, 0, 100)]})
    before, head, after = re.split(r"( *2\nBLOCKS\n)", path.read_text(encoding="utf-8"))
    path.write_text(f"{before}{head}0\nBLOCK\n2\nA\n0\nENDBLK\n{after}", encoding="utf-8")
    assert read_drawn_outlines(path, None).layer.frame.area.sum() == pytest.approx(10_000)
    path.write_text(f"{before}{head}0\nBLOCK\n2\nA\n{after}", encoding="utf-8")
    with pytest.raises(InputError, match="a block has no end"):
        read_drawn_outlines(path, None)


def test_faces_of_a_mesh(tmp_path):
    """A mesh of a polyline, which is no polygon to GEOS: its faces are outlines, here two squares of 50 m."""
    corners = [(x, y) for y in (0, 50) for x in (0, 50, 100)]
    places = "".join(f"0\nVERTEX\n8\nHX\n10\n{X + x}\n20\n{Y + y}\n30\n0\n70\n192\n" for x, y in corners)
    faces = "".join(
        "0\nVERTEX\n8\nHX\n10\n0\n20\n0\n30\n0\n70\n128\n"
        + "".join(f"{code}\n{corner}\n" for code, corner in zip((71, 72, 73, 74), face))
        for face in ((1, 2, 5, 4), (2, 3, 6, 5))
    )
    mesh = f"0\nPOLYLINE\n8\nHX\n66\n1\n10\n0\n20\n0\n30\n0\n70\n64\n71\n6\n72\n2\n{places}{faces}0\nSEQEND\n"
    path = tmp_path / "图.dxf"
    sections = (("HEADER", ""), ("ENTITIES", mesh))
    path.write_text("".join(f"0\nSECTION\n2\n{name}\n{body}0\nENDSEC\n" for name, body in sections) + "0\nEOF\n")
    assert read_drawn_outlines(path, None).layer.frame.geometry.area.tolist() == [2 * 50 * 50]


def test_an_outline_that_is_there_twice(tmp_path):
    path = drawing(tmp_path / "图.dxf", {"HX": [square(0, 0, 100), square(0, 0, 100)]})
    with pytest.raises(InputError, match="is there twice"):
        read_drawn_outlines(path, None)

"""Maps of data on which drawings failed: their outlines, their units, their names; and what a failure may cost."""

from __future__ import annotations

import os
import subprocess

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from conftest import CITY, run_qgis_process

from farmland_redline.processing.bridge.attempts import Attempts
from farmland_redline.processing.bridge.drawing import ProcessDrawer

from .conftest import CODE, LOCALES, X, Y, parcels, speaking, units, with_geometry
from .test_outputs import PACKAGE

SIDE = 30.0
POLICY = {"POLICY": str(CITY / "policy.yaml"), "LANGUAGE": "zh"}


def text_of(path):
    """What stands on a sheet, without blanks."""
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return "".join(done.stdout.split())


def squares(columns, rows):
    """Parcels of 30 m, one of them in two halves, so that a corner stands amid the edges above and below."""
    x, y = (v.ravel() * SIDE for v in np.meshgrid(np.arange(columns), np.arange(rows)))
    made = shapely.box(X + x, Y + y, X + x + SIDE, Y + y + SIDE)
    place = columns * (rows // 2) + columns // 2
    west, south, east, north = shapely.bounds(made[place])
    middle = (west + east) / 2
    halves = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    return np.concatenate([np.delete(made, place), halves])


def test_a_corner_on_an_edge_among_forty_thousand_parcels(case):
    """One county of 200 × 201 parcels: a map in the whole run, and all other maps of its results.

    By hand: every 97th parcel a house, those in the lower left 3 × 3 km in permanent basic farmland.
    """
    shapes = squares(200, 201)
    number = np.arange(len(shapes))
    frame = parcels(len(shapes), TBMJ=shapely.area(shapes), TBDLMJ=shapely.area(shapes))
    frame = frame.assign(DLBM=np.where(number % 97, "0101", "0702")).set_geometry(shapes, crs=4527)
    land = shapely.box(X, Y, X + 3000, Y + 3000)
    zone = {"BSM": ["z1"], "DLBM": ["0101"], "YJJBNTMJ": [9e6], "ZLDWDM": [CODE]}
    farmland = gpd.GeoDataFrame(zone, geometry=[land], crs=4527)
    given = {
        "PARCELS": case.office.write(frame, "DLTB"),
        "PBF": case.office.write(farmland, "YJJBNTBHTB"),
        "AREA_METHOD": "planar",
        "REPORTS": "false",
        **POLICY,
    }
    out = case.office.out
    done = run_qgis_process("run_batch", {**given, "OUTPUT_FOLDER": str(out)}, LANG="zh_CN.UTF-8")
    assert done.status == 0 and done.results["PIECE_COUNT"] == 40_201, done.log[-2000:]
    houses = shapely.intersects(land, shapely.centroid(shapes[::97])).sum()
    assert done.results["CONFLICT_COUNT"] == houses
    assert [path.name for path in (out / "maps").iterdir()] == ["360222_浮梁县.pdf"]
    for algorithm, count in (("export_county_maps", 1), ("export_unit_map", 2), ("export_conflict_atlas", 1)):
        folder = out / algorithm
        done = run_qgis_process(
            algorithm, {"PACKAGE": str(out / PACKAGE), "OUTPUT_FOLDER": str(folder), **POLICY}, LANG="zh_CN.UTF-8"
        )
        assert done.status == 0 and len(list(folder.iterdir())) == count, done.log[-2000:]


NAMES = {
    "360222100": "浮梁\x07镇\x1b[31m",
    "360222101": "镇" * 120,
    "360222102": "CON",
    "360222103": 'a/b\\c:d*e?"<f>|',
}


def test_units_that_cross_themselves_and_names_that_windows_refuses(case):
    """A bow-tie and a square as one county, and townships of odd names: maps and an atlas by township.

    By hand: four houses of 9,999.96 m², one in each township, all in permanent basic farmland.
    """
    bow_tie = shapely.Polygon([(X, Y), (X + 85, Y + 650), (X + 87, Y + 542), (X - 1, Y + 108)])
    around = shapely.box(X - 50, Y - 50, X + 2050, Y + 150)
    broken = with_geometry(units(), 0, shapely.MultiPolygon([bow_tie, around]))
    assert not broken.geometry.is_valid.any()
    towns = gpd.GeoDataFrame(
        {"XZQDM": list(NAMES), "XZQMC": list(NAMES.values())},
        geometry=[shapely.box(X + 500 * i, Y, X + 500 * (i + 1), Y + 100) for i in range(4)],
        crs=4527,
    )
    number = np.arange(20)
    frame = parcels(20, DLBM=np.where(number % 5, "0101", "0702"))
    frame["ZLDWDM"] = [f"{list(NAMES)[place]}2010000000" for place in number // 5]
    zone = {"BSM": ["z1"], "DLBM": ["0101"], "YJJBNTMJ": [2e5], "ZLDWDM": [CODE]}
    given = {
        "PARCELS": case.office.write(frame, "DLTB"),
        "PBF": case.office.write(gpd.GeoDataFrame(zone, geometry=[around], crs=4527), "YJJBNTBHTB"),
        "UNITS": [case.office.write(broken, "XJXZQ"), case.office.write(towns, "XZQ")],
        **POLICY,
    }
    out = case.office.out
    done = run_qgis_process("run_batch", {**given, "OUTPUT_FOLDER": str(out)}, LANG="zh_CN.UTF-8")
    assert done.status == 0 and case.row.is_said(done.log, "zh"), done.log[-3000:]
    assert [path.name for path in (out / "maps").iterdir()] == ["360222_浮梁县.pdf"]
    assert "not made" not in set(pyogrio.read_dataframe(out / PACKAGE, layer="provenance")["section"])
    atlas = out / "图册"
    done = run_qgis_process(
        "export_conflict_atlas",
        {"PACKAGE": str(out / PACKAGE), "BY": "township", "OUTPUT_FOLDER": str(atlas), **POLICY},
        LANG="zh_CN.UTF-8",
    )
    assert done.status == 0 and done.results["FILE_COUNT"] == 4, done.log[-3000:]
    files = sorted(path.name for path in atlas.iterdir())
    assert [name[:9] for name in files] == list(NAMES)
    assert all(name.isprintable() and len(name) <= 100 and not set('\\:*?"<>|') & set(name) for name in files)
    assert "浮梁\ufffd镇" in text_of(atlas / files[0]) and "CON" in text_of(atlas / files[2])


def test_no_font_for_the_maps(case):
    """On a machine without any font: no map, letters without theirs, and all figures."""
    empty = case.office.data / "fonts.conf"
    empty.write_text("<fontconfig/>", encoding="utf-8")
    given = {**case.office.plain(), "LETTERS": "true", **POLICY}
    out = case.office.out
    done = run_qgis_process(
        "run_batch", {**given, "OUTPUT_FOLDER": str(out)}, LANG="zh_CN.UTF-8", FONTCONFIG_FILE=str(empty)
    )
    assert done.status == 0 and case.row.is_said(done.log, "zh"), done.log[-3000:]
    assert {path.name for path in out.iterdir()} == {
        PACKAGE,
        "summary.xlsx",
        "technical.xlsx",
        "report.html",
        "letters",
    }
    assert [path.name for path in (out / "letters").iterdir()] == ["360222_浮梁县.docx"]
    rows = pyogrio.read_dataframe(out / PACKAGE, layer="provenance")
    told = rows[rows["section"] == "not made"]
    assert told["name"].tolist() == ["360222_浮梁县.docx：地图", "360222_浮梁县.pdf"]
    assert pyogrio.read_info(out / PACKAGE, layer="pieces")["features"] == 15


@pytest.mark.usefixtures("qgis")
def test_a_crash_while_a_sheet_is_drawn(row):
    """In the desktop a process of its own draws; one that crashes is started again for the next sheet."""
    for language in LOCALES:
        told = []
        drawer = ProcessDrawer(lambda: None)
        with speaking(language):
            attempts = Attempts(told.append)
            with attempts.attempt("360222_浮梁县.pdf"):
                drawer.call(os._exit, 139)
            assert drawer.call(divmod, 7, 2) == (3, 1)
            drawer.end()
        assert len(attempts.failures) == 1 and row.is_said("\n".join(told), language)

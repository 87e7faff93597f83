"""What users keep in a GeoPackage of results, in the file that takes its place; expected values by hand."""

from __future__ import annotations

import sqlite3

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from damaged_pages import pages_of
from nulls import with_none
from osgeo import gdal, ogr
from qgis.core import QgsProcessingFeedback, QgsVectorLayer

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.kept_content import (
    CarryError,
    carry_over,
    check_content,
    written_tables,
)
from farmland_redline.processing.bridge.io.writing import write_layers
from farmland_redline.processing.bridge.progress import FeedbackProgress

pytestmark = pytest.mark.usefixtures("qgis")
CRS = "EPSG:4527"


def conflicts(ids, crs=CRS, **columns):
    """Boxes of 10 m, the place of each by its id."""
    place = np.array([ord(one) for one in ids], float) * 100
    data = {"conflict_id": list(ids), "kind": "house", "severity": 3, "county": "360222", **columns}
    return gpd.GeoDataFrame(data, geometry=shapely.box(place, 0, place + 10, 10), crs=crs)


SUMMARY = pd.DataFrame({"code": ["3602", "360222"], "holding_mu": [10.0, 10.0]})


def write(path, **layers):
    write_layers(path, layers, FeedbackProgress(QgsProcessingFeedback()))
    return path


def sql(path, *statements):
    """Rows of the last statement; by SQLite of GDAL, which knows the functions of spatial triggers."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    rows = []
    for statement in statements:
        layer = dataset.ExecuteSQL(statement)
        rows = []
        if layer is not None:
            count = layer.GetLayerDefn().GetFieldCount()
            rows = [tuple(feature.GetField(i) for i in range(count)) for feature in layer]
            dataset.ReleaseResultSet(layer)
    return rows


def carried(tmp_path, old, new):
    """What the carrying says; the new file is whole, and readable by GDAL and QGIS with all its layers."""
    said = []
    carry_over(old, new, said.append)
    with sqlite3.connect(new) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        registered = {row[0] for row in file.execute("SELECT table_name FROM gpkg_contents")}
        there = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
        assert registered <= there
    for name in registered:
        assert QgsVectorLayer(f"{new}|layername={name}", "x", "ogr").isValid(), name
    return said


def test_nothing_of_a_file_without_users_content(tmp_path):
    """A run again has the same bytes as the first."""
    old = write(tmp_path / "old.gpkg", conflicts=conflicts("abc"), summary=SUMMARY)
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("ab"), summary=SUMMARY)
    before = new.read_bytes()
    assert carried(tmp_path, old, new) == [] and new.read_bytes() == before
    assert written_tables(old) == {"conflicts", "summary"}


def test_values_of_added_columns_by_id(tmp_path):
    old = write(tmp_path / "old.gpkg", conflicts=conflicts("abcd"), summary=SUMMARY)
    sql(
        old,
        'ALTER TABLE conflicts ADD COLUMN "核查" TEXT',
        "ALTER TABLE conflicts ADD COLUMN checked_on DATE",
        "UPDATE conflicts SET 核查 = '已拆' WHERE conflict_id = 'b'",
        "UPDATE conflicts SET checked_on = '2025-03-01' WHERE conflict_id = 'd'",
        'ALTER TABLE summary ADD COLUMN "note" TEXT',
        "UPDATE summary SET note = 'ours' WHERE code = '360222'",
    )
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("dbe", severity=1), summary=SUMMARY[::-1])
    assert carried(tmp_path, old, new) == []
    table = pyogrio.read_dataframe(new, layer="conflicts").set_index("conflict_id")
    assert with_none(table["核查"]).to_dict() == {"d": None, "b": "已拆", "e": None}
    assert table["checked_on"].notna().to_dict() == {"d": True, "b": False, "e": False}
    assert table["severity"].tolist() == [1, 1, 1]
    assert sql(new, "SELECT code, note FROM summary ORDER BY code") == [("3602", None), ("360222", "ours")]
    # The spatial index is still there, and still follows.
    assert sql(new, "SELECT count(*) FROM rtree_conflicts_geom") == [(3,)]
    assert sql(new, "DELETE FROM conflicts WHERE conflict_id = 'e'", "SELECT count(*) FROM rtree_conflicts_geom") == [
        (2,)
    ]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("plan_balance", {"code": ["360222"] * 2, "year": [2024] * 2, "land": ["all", "garden"]}),
        ("vetoes", {"code": ["360222"] * 2, "year": [2023, 2024]}),
        ("flows", {"level": ["county", "village"], "code": ["", ""]}),
        ("sites", {"site": ["A", "B"], "code": ["360222"] * 2}),
        ("site_classes", {"site": ["A", "B"], "code": ["360222"] * 2, "line": ["paddy"] * 2}),
        ("plan", {"block_id": ["b1", "b2"], "county": ["360222"] * 2}),
        ("supplements", {"supplement_id": ["s1", "s2"], "rank": [1, 2]}),
    ],
)
def test_values_stay_in_the_row_that_they_were_written_in(tmp_path, table, rows):
    """Rows that several columns tell apart, as those of one unit: a note on the second is none on the first."""
    frame = pd.DataFrame(rows)
    old = write(tmp_path / "old.gpkg", **{table: frame})
    sql(old, f"ALTER TABLE {table} ADD COLUMN note TEXT")
    with sqlite3.connect(old) as file:
        file.execute(f"UPDATE {table} SET note = 'ours' WHERE fid = 2")  # noqa: S608  a name of the test's own
    new = write(tmp_path / "new.gpkg", **{table: frame[::-1]})
    assert carried(tmp_path, old, new) == []
    assert with_none(pyogrio.read_dataframe(new, layer=table)["note"]).tolist() == ["ours", None]


def test_values_whose_row_is_gone_come_back(tmp_path):
    """Three runs: all, a county less, all again; and again, with other entries meanwhile."""
    first = write(tmp_path / "1.gpkg", conflicts=conflicts("abc"))
    sql(
        first,
        "ALTER TABLE conflicts ADD COLUMN note TEXT",
        "UPDATE conflicts SET note = 'note ' || conflict_id WHERE conflict_id <> 'c'",
    )
    second = write(tmp_path / "2.gpkg", conflicts=conflicts("bc"))
    (said,) = carried(tmp_path, first, second)
    assert "1 rows of “conflicts”" in said and "“kept_conflicts”" in said
    kept = pyogrio.read_dataframe(second, layer="kept_conflicts")
    assert kept[["conflict_id", "note", "kind"]].to_numpy().tolist() == [["a", "note a", "house"]]
    assert kept.geometry[0].equals(conflicts("a").geometry[0]) and kept.crs == conflicts("a").crs
    sql(second, "UPDATE conflicts SET note = 'new' WHERE conflict_id = 'c'")
    third = write(tmp_path / "3.gpkg", conflicts=conflicts("abcd"))
    assert carried(tmp_path, second, third) == []
    expected = [("a", "note a"), ("b", "note b"), ("c", "new"), ("d", None)]
    assert sql(third, "SELECT conflict_id, note FROM conflicts ORDER BY conflict_id") == expected
    assert "kept_conflicts" not in pyogrio.list_layers(third)[:, 0]


def test_rows_kept_twice_are_together(tmp_path):
    first = write(tmp_path / "1.gpkg", conflicts=conflicts("ab"))
    sql(first, "ALTER TABLE conflicts ADD COLUMN note TEXT", "UPDATE conflicts SET note = conflict_id")
    second = write(tmp_path / "2.gpkg", conflicts=conflicts("b"))
    carried(tmp_path, first, second)
    third = write(tmp_path / "3.gpkg", conflicts=conflicts("x"))
    (said,) = carried(tmp_path, second, third)
    assert "2 rows" in said
    assert sql(third, "SELECT conflict_id, note FROM kept_conflicts ORDER BY 1") == [("a", "a"), ("b", "b")]


def test_rows_that_users_made_and_doubled(tmp_path):
    """A row without id is theirs; of two rows with one id the first is joined, the other kept."""
    old = write(tmp_path / "old.gpkg", conflicts=conflicts("ab"))
    sql(
        old,
        "ALTER TABLE conflicts ADD COLUMN note TEXT",
        "UPDATE conflicts SET note = 'first' WHERE conflict_id = 'a'",
        "INSERT INTO conflicts (geom, conflict_id, kind, note) SELECT geom, 'a', kind, 'second' FROM conflicts LIMIT 1",
        "INSERT INTO conflicts (geom, kind) SELECT geom, 'drawn' FROM conflicts LIMIT 1",
    )
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("ab"))
    assert len(carried(tmp_path, old, new)) == 1
    assert sql(new, "SELECT note FROM conflicts ORDER BY conflict_id") == [("first",), (None,)]
    assert sql(new, "SELECT kind, note FROM kept_conflicts ORDER BY kind") == [("drawn", None), ("house", "second")]


def test_rows_that_users_made_without_columns_of_their_own(tmp_path):
    """A part split off, which has its neighbour's id."""
    old = write(tmp_path / "old.gpkg", conflicts=conflicts("ab"))
    sql(old, "INSERT INTO conflicts (geom, conflict_id) SELECT geom, conflict_id FROM conflicts LIMIT 1")
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("ab"))
    assert len(carried(tmp_path, old, new)) == 1
    assert sql(new, "SELECT conflict_id FROM kept_conflicts") == [("a",)]
    last = write(tmp_path / "last.gpkg", conflicts=conflicts("ab"))
    assert len(carried(tmp_path, new, last)) == 1
    assert sql(last, "SELECT conflict_id FROM kept_conflicts") == [("a",)]


def test_cases_that_the_run_has_taken_over_are_not_kept_twice(tmp_path):
    """Rows that people added to the case table stand in the new one; values of their columns follow case and part."""
    rows = {"case_id": ["P1", "P1", "P2"], "part": [None, "2", None], "status": ["open", "illegal", "open"]}
    old = write(tmp_path / "old.gpkg", summary=SUMMARY, cases=pd.DataFrame(rows).iloc[:2])
    sql(
        old,
        "ALTER TABLE cases ADD COLUMN note TEXT",
        "UPDATE cases SET note = 'whole' WHERE part IS NULL",
        "UPDATE cases SET note = 'part' WHERE part = '2'",
        "INSERT INTO cases (case_id, status, note) VALUES ('P2', 'illegal', 'by hand')",
        "INSERT INTO cases (case_id, status) VALUES ('P3', 'open')",
    )
    new = write(tmp_path / "new.gpkg", summary=SUMMARY, cases=pd.DataFrame(rows))
    assert len(carried(tmp_path, old, new)) == 1, "only P3, which the new table lacks, is told"
    assert sql(new, "SELECT case_id, part, note FROM cases ORDER BY case_id, part") == [
        ("P1", None, "whole"),
        ("P1", "2", "part"),
        ("P2", None, "by hand"),
    ]
    assert sql(new, "SELECT case_id FROM kept_cases") == [("P3",)]


def test_a_column_that_the_plugin_dropped_or_took(tmp_path):
    """Only what the plugin has not written is the user's; a name that it takes for itself gets a number."""
    old = write(tmp_path / "old.gpkg", conflicts=conflicts("ab", protected="z1"))
    sql(old, "ALTER TABLE conflicts ADD COLUMN flags TEXT", "UPDATE conflicts SET flags = 'mine'")
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("ab", flags="ours"))
    assert carried(tmp_path, old, new) == []
    table = pyogrio.read_dataframe(new, layer="conflicts")
    assert table["flags"].tolist() == ["ours"] * 2 and table["flags_2"].tolist() == ["mine"] * 2
    assert "protected" not in table


def test_results_of_an_earlier_version(tmp_path):
    """Without the list of written columns all that the new table does not have stays."""
    old = write(tmp_path / "old.gpkg", conflicts=conflicts("ab", note=["x", None]))
    sql(old, "UPDATE gpkg_contents SET description = ''")
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("ab"))
    carried(tmp_path, old, new)
    assert sql(new, "SELECT note FROM conflicts ORDER BY conflict_id") == [("x",), (None,)]


def own_content(path):
    """Layers, tables, a view, a project, triggers, relations and metadata, as QGIS and others make them."""
    mine = gpd.GeoDataFrame({"名称": ["一", "二"]}, geometry=shapely.box([0, 50], 0, [10, 60], 10), crs="EPSG:4490")
    pyogrio.write_dataframe(mine, path, layer="我的 图层")
    pyogrio.write_dataframe(pd.DataFrame({"k": [1, 2], "v": ["甲", None]}), path, layer="表格")
    sql(
        path,
        "CREATE TABLE qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)",
        "INSERT INTO qgis_projects VALUES ('项目', x'7b7d', x'504b0304')",
        "CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT, twice TEXT GENERATED ALWAYS AS (what || what))",
        "CREATE TRIGGER deleted AFTER DELETE ON conflicts BEGIN INSERT INTO log (what) VALUES (old.conflict_id); END",
        "CREATE VIEW severe AS SELECT conflict_id, severity FROM conflicts WHERE severity = 3",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('severe', 'attributes', 'severe')",
        "CREATE INDEX of_kind ON conflicts (kind)",
        "INSERT INTO log (what) VALUES ('一次')",
    )


def test_everything_beside_the_results(tmp_path):
    old, new = (write(tmp_path / f"{name}.gpkg", conflicts=conflicts("ab")) for name in ("old", "new"))
    own_content(old)
    assert carried(tmp_path, old, new) == []
    for name in ("我的 图层", "表格"):
        before, after = (pyogrio.read_dataframe(path, layer=name) for path in (old, new))
        assert before.equals(after)
    dataset = ogr.Open(str(new))
    layer = dataset.GetLayerByName("我的 图层")
    layer.SetSpatialFilterRect(45, 0, 70, 10)
    assert [feature["名称"] for feature in layer] == ["二"] and layer.TestCapability(ogr.OLCFastSpatialFilter)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4490"
    del layer, dataset
    with sqlite3.connect(new) as file:
        assert file.execute("SELECT * FROM qgis_projects").fetchall() == [("项目", b"{}", b"PK\3\4")]
        assert file.execute("SELECT count(*) FROM severe").fetchone() == (2,)
        assert file.execute("SELECT name FROM sqlite_master WHERE name = 'of_kind'").fetchone() == ("of_kind",)
    # Triggers of the user's own and of the copied layer's index work.
    assert sql(new, "DELETE FROM conflicts WHERE conflict_id = 'a'", "SELECT what, twice FROM log ORDER BY id") == [
        ("一次", "一次一次"),
        ("a", "aa"),
    ]
    sql(new, 'DELETE FROM "我的 图层" WHERE fid = 1')
    layer = QgsVectorLayer(f"{new}|layername=我的 图层", "x", "ogr")
    assert layer.featureCount() == 1


def test_twice_is_as_once(tmp_path):
    """What was carried over is carried over again."""
    files = [write(tmp_path / f"{number}.gpkg", conflicts=conflicts("ab")) for number in range(3)]
    own_content(files[0])
    carried(tmp_path, files[0], files[1])
    carried(tmp_path, files[1], files[2])
    objects = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    assert sql(files[1], objects) == sql(files[2], objects)
    assert sql(files[2], "SELECT count(*) FROM 表格") == [(2,)]


def test_systems_with_the_same_number(tmp_path):
    """GDAL numbers systems that have none from 100000 on, in each file anew."""
    system = "+proj=tmerc +lat_0=0 +lon_0={} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m"
    old = write(tmp_path / "old.gpkg", conflicts=conflicts("a"))
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("a", crs=system.format(114.5)))
    mine = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.box(0, 0, 1, 1)], crs=system.format(117.3))
    pyogrio.write_dataframe(mine, old, layer="mine")
    carried(tmp_path, old, new)
    for name, meridian in (("conflicts", 114.5), ("mine", 117.3)):
        assert f'"Longitude of natural origin",{meridian}' in pyogrio.read_dataframe(new, layer=name).crs.to_wkt()
    with sqlite3.connect(new) as file:
        (geometry,) = file.execute("SELECT geom FROM mine").fetchone()
        number = int.from_bytes(geometry[4:8], "little")
        assert file.execute("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'mine'").fetchone() == (
            number,
        )


STYLE = pd.DataFrame(
    {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": ["conflicts"],
        "f_geometry_column": "geom",
        "styleName": "耕地红线",
        "styleQML": "<ours/>",
        "styleSLD": "",
        "useAsDefault": True,
        "description": "",
        "owner": "",
        "ui": "",
        "update_time": "",
    }
)


def styles(path):
    rows = sql(path, "SELECT f_table_name, styleName, styleQML, useAsDefault FROM layer_styles ORDER BY 1, 2")
    return [(table, name, "ours" if "ours" in qml else "theirs", bool(default)) for table, name, qml, default in rows]


@pytest.mark.parametrize("default", [True, False])
def test_styles_that_qgis_saved(tmp_path, default):
    old = write(tmp_path / "old.gpkg", conflicts=conflicts("a"), layer_styles=STYLE)
    layer = QgsVectorLayer(f"{old}|layername=conflicts", "x", "ogr")
    assert not layer.saveStyleToDatabase("我的样式", "", default, "")
    del layer
    renamed = STYLE.assign(styleName="Farmland Redline", styleQML="<ours number='2'/>")
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("a"), layer_styles=renamed)
    carried(tmp_path, old, new)
    assert styles(new) == [
        ("conflicts", "Farmland Redline", "ours", not default),
        ("conflicts", "我的样式", "theirs", default),
    ]


def test_a_style_saved_over_the_plugins_own(tmp_path):
    """QGIS then writes at least the time into its description."""
    old, new = (
        write(tmp_path / f"{name}.gpkg", conflicts=conflicts("a"), layer_styles=STYLE) for name in ("old", "new")
    )
    sql(old, "UPDATE layer_styles SET styleQML = '<theirs/>', description = 'Wed Nov 25 20:27:18 2026'")
    carried(tmp_path, old, new)
    assert styles(new) == [("conflicts", "耕地红线", "theirs", True)]


def test_styles_of_a_file_without_ours(tmp_path):
    old, new = (write(tmp_path / f"{name}.gpkg", conflicts=conflicts("a")) for name in ("old", "new"))
    layer = QgsVectorLayer(f"{old}|layername=conflicts", "x", "ogr")
    layer.saveStyleToDatabase("我的样式", "", True, "")
    del layer
    carried(tmp_path, old, new)
    assert styles(new) == [("conflicts", "我的样式", "theirs", True)]


def test_what_cannot_be_moved_is_told_before(tmp_path):
    """A full-text index is another program's, whose rows only it can copy."""
    old = write(tmp_path / "旧 成果.gpkg", conflicts=conflicts("a"))
    check_content(old)
    sql(old, "CREATE VIRTUAL TABLE 全文 USING fts4(text)")
    with pytest.raises(InputError, match="全文"):
        check_content(old)


def test_a_file_that_is_no_geopackage(tmp_path):
    old = tmp_path / "old.gpkg"
    old.write_bytes(b"what was there")
    new = write(tmp_path / "new.gpkg", conflicts=conflicts("a"))
    before = new.read_bytes()
    check_content(old)
    carry_over(old, new, pytest.fail)
    assert new.read_bytes() == before and written_tables(old) == set()


def test_a_file_of_which_nobody_knows_what_it_holds(tmp_path):
    """A page that cannot be read is no reason to take the file for one without anything of the users'."""
    old, new = (write(tmp_path / f"{name}.gpkg", conflicts=conflicts("a")) for name in ("old", "new"))
    before = new.read_bytes()
    size, pages = pages_of(old, "gpkg_contents")
    with old.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(bytes(size))
    for look in (check_content, written_tables, lambda path: carry_over(path, new, pytest.fail)):
        with pytest.raises(CarryError, match="could not be moved into the new file"):
            look(old)
    assert new.read_bytes() == before

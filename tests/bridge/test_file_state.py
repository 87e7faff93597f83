"""Whether a file is still the one that it was, of each kind of file, and what is no change."""

from __future__ import annotations

import os
import shutil
import sqlite3

import geopandas as gpd
import pyogrio
import pytest
import shapely

from farmland_redline.processing.bridge.io.file_state import FileState, file_hash, fingerprint, parts_of


@pytest.fixture
def frame() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"BSM": ["a", "b"]}, geometry=shapely.box([0, 1], 0, [1, 2], 1), crs="EPSG:4527")


def names(path):
    return [part.name for part in parts_of(path)]


def test_what_belongs_to_a_file(tmp_path, frame):
    frame.to_file(tmp_path / "图斑.shp", encoding="UTF-8")
    for name in ("图斑.qix", "图斑.xlsx", "图斑2.dbf", "x.gpkg", "x.gpkg-shm"):
        (tmp_path / name).write_bytes(b"1")
    assert names(tmp_path / "图斑.shp") == ["图斑.cpg", "图斑.dbf", "图斑.prj", "图斑.shp", "图斑.shx"]
    (tmp_path / "x.gpkg-wal").write_bytes(b"")
    assert names(tmp_path / "x.gpkg") == ["x.gpkg"]
    (tmp_path / "x.gpkg-wal").write_bytes(b"1")
    assert names(tmp_path / "x.gpkg") == ["x.gpkg", "x.gpkg-wal"]
    (tmp_path / "x.gdb").mkdir()
    for name in ("a1.gdbtable", "a1.lock"):
        (tmp_path / "x.gdb" / name).write_bytes(b"1")
    assert names(tmp_path / "x.gdb") == ["a1.gdbtable"]


@pytest.mark.parametrize("part", ["图斑.shp", "图斑.shx", "图斑.dbf", "图斑.prj", "图斑.cpg"])
def test_each_file_of_a_shapefile_counts(tmp_path, frame, part):
    frame.to_file(tmp_path / "图斑.shp", encoding="UTF-8")
    state = FileState(tmp_path / "图斑.shp")
    state.remember()
    assert not state.is_changed
    data = bytearray((tmp_path / part).read_bytes())
    data[-1] ^= 1
    (tmp_path / part).write_bytes(data)
    assert state.is_changed
    (tmp_path / part).unlink()
    assert state.is_changed


def test_a_file_that_comes_or_goes(tmp_path):
    state = FileState(tmp_path / "x.yaml")
    assert not state.is_changed
    (tmp_path / "x.yaml").write_text("a")
    assert state.is_changed
    state = FileState(tmp_path / "x.yaml")
    (tmp_path / "x.yaml").unlink()
    assert state.is_changed


def test_other_times_are_no_change_once_the_content_is_known(tmp_path):
    path = tmp_path / "x.fgb"
    path.write_bytes(b"1234")
    unknown, known = FileState(path), FileState(path)
    known.remember()
    shutil.copyfile(path, tmp_path / "y")
    (tmp_path / "y").replace(path)
    os.utime(path, (1, 1))
    assert not known.is_changed
    path.write_bytes(b"1235")
    assert known.is_changed and unknown.is_changed


def test_without_a_known_content_any_change_of_times_counts(tmp_path):
    path = tmp_path / "x.fgb"
    path.write_bytes(b"1234")
    state = FileState(path)
    os.utime(path, (1, 1))
    assert state.is_changed
    state.remember()  # too late: this content may be another one
    assert state.is_changed


def test_what_sqlite_counts_is_no_change(tmp_path, frame):
    """Opened for editing as QGIS does, and closed; but a value that is saved is one."""
    path = tmp_path / "x.gpkg"
    pyogrio.write_dataframe(frame, path, layer="DLTB")
    state = FileState(path)
    assert file_hash(path)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA journal_mode = DELETE")
    database.close()
    assert not state.is_changed
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_contents SET description = 'x'")
    database.close()
    assert state.is_changed


def test_a_fingerprint_tells_files_apart(tmp_path):
    (tmp_path / "a").write_bytes(b"1234")
    (tmp_path / "b").write_bytes(b"1235")
    one, other = fingerprint(str(tmp_path / "a")), fingerprint(str(tmp_path / "b"))
    assert one.size == other.size == 4 and one != other and not one.fault
    assert fingerprint(str(tmp_path / "nowhere")).fault

"""Layers of parcels with nothing wrong are remembered, and no problem is ever missed for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from farmland_redline.processing.analysis.overlay import partitions
from farmland_redline.processing.bridge.io import sound_layers
from farmland_redline.processing.bridge.io.sound_layers import SoundMark
from farmland_redline.processing.bridge.io.sources import File
from farmland_redline.processing.workflows.overlay import preparation

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]
X, Y, SIZE, SIDE = 39_500_000, 3_245_000, 40, 12
CRS = "EPSG:4527"


@pytest.fixture
def marks(tmp_path, monkeypatch):
    """A folder of marks of the test's own."""
    folder = tmp_path / "marks"
    monkeypatch.setattr(sound_layers, "_FOLDER", (str(folder),))
    return folder


@pytest.fixture
def looked_at(monkeypatch):
    """How many parcels were looked at for overlaps, partition by partition."""
    counts = []
    before = partitions.open_segments

    def counted(polygons):
        counts.append(len(polygons))
        return before(polygons)

    monkeypatch.setattr(partitions, "open_segments", counted)
    return counts


def cells():
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    return shapely.box(X + column * SIZE, Y + row * SIZE, X + (column + 1) * SIZE, Y + (row + 1) * SIZE)


def write(path, shapes, **options):
    count = len(shapes)
    columns = {
        "BSM": [f"36022200000000{number:04d}" for number in range(count)],
        "DLBM": "0101",
        "TBMJ": float(SIZE * SIZE),
        "TBDLMJ": float(SIZE * SIZE),
        "ZLDWDM": "3602221002010000000",
    }
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)
    pyogrio.write_dataframe(frame, path, layer="DLTB", **options)
    return f"{path}|layername=DLTB"


def overlay(folder, source, monkeypatch, **given):
    """Bytes of the pieces, and the problems by kind."""
    import processing

    monkeypatch.setattr(preparation, "_PARTITION", 50)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder.mkdir()
    zones = folder.parent / "zones.gpkg"
    if not zones.exists():
        zone = gpd.GeoDataFrame({"BSM": ["Z"]}, geometry=[shapely.box(X + 10, Y + 10, X + 210, Y + 190)], crs=CRS)
        pyogrio.write_dataframe(zone, zones, layer="YJJBNTBHTB")
    out, found = folder / "pieces.gpkg", folder / "problems.gpkg"
    inputs = {"PARCELS": source, "PBF": f"{zones}|layername=YJJBNTBHTB", "OUTPUT": str(out), "PROBLEMS": str(found)}
    processing.run("farmland_redline:overlay_parcels", {**inputs, **given})
    problems = pyogrio.read_dataframe(found, layer="problems", read_geometry=False)
    return out.read_bytes(), problems["kind"].value_counts().to_dict()


def marked(marks):
    return sorted(path.name for path in marks.iterdir()) if marks.is_dir() else []


def test_a_sound_layer_is_looked_at_once(tmp_path, monkeypatch, marks, looked_at):
    source = write(tmp_path / "a.gpkg", cells())
    first = overlay(tmp_path / "first", source, monkeypatch)
    assert sum(looked_at) == SIDE * SIDE
    assert len(marked(marks)) == 1
    looked_at.clear()
    second = overlay(tmp_path / "second", source, monkeypatch)
    assert sum(looked_at) == 0
    assert second == first
    assert first[1] == {}


@pytest.mark.parametrize("fault", ["invalid", "overlap", "twice"])
def test_a_layer_with_faults_is_looked_at_in_every_run(tmp_path, monkeypatch, marks, looked_at, fault):
    shapes = cells()
    west, south, east, north = shapely.bounds(shapes[40])
    shapes[40] = {
        "invalid": shapely.Polygon([(west, south), (east, north), (east, south), (west, north)]),
        "overlap": shapely.box(west, south, east + 2, north),
        "twice": shapes[77],
    }[fault]
    source = write(tmp_path / "a.gpkg", shapes)
    found = [overlay(tmp_path / name, source, monkeypatch) for name in ("first", "second")]
    assert found[0] == found[1]
    assert {"invalid": "invalid_geometry"}.get(fault, "parcels_overlap") in found[0][1]
    assert marked(marks) == []
    assert sum(looked_at) == 2 * SIDE * SIDE


@pytest.mark.parametrize("log", [False, True])
def test_an_edited_layer_is_looked_at_again(tmp_path, monkeypatch, marks, log):
    """Also where the edit stands in the file's write-ahead log alone."""
    path = tmp_path / "a.gpkg"
    source = write(path, cells())
    assert overlay(tmp_path / "first", source, monkeypatch)[1] == {}
    west, south, east, north = shapely.bounds(cells()[40])
    wkb = shapely.to_wkb(shapely.box(west, south, east + 2, north))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        if log:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA wal_autocheckpoint = 0")
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        ((head,),) = database.execute("SELECT substr(geom, 1, 8) FROM DLTB WHERE fid = 41")
        database.execute("UPDATE DLTB SET geom = ? WHERE fid = 41", [head[:3] + b"\x01" + head[4:] + wkb])
        assert Path(f"{path}-wal").exists() == log
        assert "parcels_overlap" in overlay(tmp_path / "second", source, monkeypatch)[1]
    assert len(marked(marks)) == 1


def test_another_tolerance_or_judge_looks_again(tmp_path, monkeypatch, marks, looked_at):
    source = write(tmp_path / "a.gpkg", cells())
    overlay(tmp_path / "first", source, monkeypatch)
    looked_at.clear()
    overlay(tmp_path / "second", source, monkeypatch, TOLERANCE=0.01)
    assert sum(looked_at) == SIDE * SIDE
    monkeypatch.setattr(sound_layers, "_judge", lambda: "another GEOS")
    looked_at.clear()
    overlay(tmp_path / "third", source, monkeypatch)
    assert sum(looked_at) == SIDE * SIDE
    assert len(marked(marks)) == 3


def test_what_no_file_holds_as_it_is_read_is_not_remembered(tmp_path, monkeypatch, marks):
    """Parcels of another system are moved, those of a shapefile held; those of two files may overlap each other."""
    write(tmp_path / "a.gpkg", cells())
    frame = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="DLTB")
    frame.to_crs(4490).to_file(tmp_path / "moved.gpkg", layer="DLTB", engine="pyogrio")
    frame.to_file(tmp_path / "shape.shp", engine="pyogrio")
    overlay(tmp_path / "moved", f"{tmp_path / 'moved.gpkg'}|layername=DLTB", monkeypatch)
    overlay(tmp_path / "shape", str(tmp_path / "shape.shp"), monkeypatch)
    for name, rows in (("north", cells()[: SIDE * 6]), ("south", cells()[SIDE * 6 :])):
        write(tmp_path / f"{name}.gpkg", rows)
    north, south = (f"{tmp_path / name}.gpkg|layername=DLTB" for name in ("north", "south"))
    overlay(tmp_path / "both", north, monkeypatch, MORE_PARCELS=[south])
    assert marked(marks) == []


def test_marks_that_cannot_be_kept_do_no_harm(tmp_path, monkeypatch):
    place = tmp_path / "marks"
    place.write_text("no folder", encoding="utf-8")
    monkeypatch.setattr(sound_layers, "_FOLDER", (str(place),))
    source = write(tmp_path / "a.gpkg", cells())
    first = overlay(tmp_path / "first", source, monkeypatch)
    assert overlay(tmp_path / "second", source, monkeypatch) == first


def test_only_the_newest_marks_are_kept(tmp_path, monkeypatch, marks):
    monkeypatch.setattr(sound_layers, "_MOST", 3)
    write(tmp_path / "a.gpkg", cells())
    made = [SoundMark.of(File(tmp_path / "a.gpkg", f"layer {number}"), 0.001) for number in range(5)]
    for mark in made:
        mark.set()
    assert [mark.is_set for mark in made[-2:]] == [True, True]
    assert len(marked(marks)) == 3
    assert SoundMark.of(File(tmp_path / "gone.gpkg", "DLTB"), 0.001) is None

"""Pages of GeoPackages, whole and damaged, and what readers make of the ones that pass."""

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from damaged_pages import KINDS, damage, pages_of

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.datasets import is_being_written
from farmland_redline.processing.bridge.io.gdal_errors import is_held
from farmland_redline.processing.bridge.io.integrity import require_intact

pytestmark = pytest.mark.usefixtures("qgis")
COUNT = 1500


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A layer of some 100 pages, and a second one."""
    path = tmp_path_factory.mktemp("pages") / "图 斑.gpkg"
    shapes = [shapely.box(number, 0, number + 1, 1).segmentize(0.1) for number in range(COUNT)]
    frame = gpd.GeoDataFrame({"BSM": [f"{n:018d}" for n in range(COUNT)]}, geometry=shapes, crs=4527)
    pyogrio.write_dataframe(frame, path, layer="图斑")
    pyogrio.write_dataframe(frame[:100], path, layer="a 'second' one", append=True)
    pyogrio.write_dataframe(pd.DataFrame({"a": [1]}), path, layer="5", append=True)
    return path


@pytest.fixture
def copy(sound, tmp_path):
    return shutil.copy(sound, tmp_path / sound.name)


@pytest.mark.parametrize("layer", ["图斑", "a 'second' one", "5", "no such layer"])
def test_a_sound_file_passes_and_is_left_alone(copy, layer):
    before = copy.read_bytes(), sorted(copy.parent.iterdir())
    require_intact(copy, layer)
    assert (copy.read_bytes(), sorted(copy.parent.iterdir())) == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_passes_is_read_whole(sound, tmp_path, kind):
    """Whatever page is damaged: refused, or all features are there once."""
    outcomes = Counter()
    for seed in range(10):
        path = shutil.copy(sound, tmp_path / f"{seed}.gpkg")
        damage(path, kind, seed)
        try:
            require_intact(path, "图斑")
        except InputError as error:
            assert "图斑: " in str(error) and str(path) in str(error)
            outcomes["refused"] += 1
            continue
        try:
            frame = pyogrio.read_dataframe(path, layer="图斑", fid_as_index=True, read_geometry=False, use_arrow=False)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError):
            outcomes["unreadable"] += 1  # a table of the GeoPackage's own
        else:
            assert frame.index.tolist() == list(range(1, COUNT + 1))
            outcomes["read"] += 1
    assert outcomes["read"] and (outcomes["refused"] or kind == "a few bytes")


@pytest.mark.parametrize("kind", KINDS)
def test_rows_in_boxes_are_read_whole_whatever_lies_apart(sound, tmp_path, kind):
    """A damaged page that holds none of the rows near some places hinders nobody; one that holds some is told."""
    boxes, outcomes = np.array([[0.5, 0.1, 19.5, 0.9], [700.5, 0.1, 700.6, 0.9]]), Counter()
    expected = [*range(20), 700]
    for seed in range(10):
        path = shutil.copy(sound, tmp_path / f"{seed}.gpkg")
        damage(path, kind, seed, "图斑" if seed else "rtree_图斑_geom_node")
        near, whole = refused(path, boxes), refused(path)
        outcomes[near, whole] += 1
        if near:
            assert whole or not seed
            continue
        read = partial(pyogrio.read_dataframe, path, layer="图斑", fid_as_index=True, use_arrow=False)
        frame = pd.concat([read(bbox=tuple(box)) for box in boxes.tolist()])
        assert frame.index.tolist() == [number + 1 for number in expected]
        assert frame.geometry.map(lambda shape: round(shape.bounds[0])).tolist() == expected
        if kind != "a few bytes":
            assert frame["BSM"].tolist() == [f"{number:018d}" for number in expected]
    assert outcomes[False, True] or kind == "a few bytes"


def refused(path, boxes=None):
    try:
        require_intact(path, "图斑", boxes)
    except InputError:
        return True
    return False


def test_rows_in_boxes_are_told_damaged(copy):
    """The page of the first rows."""
    size, (_, first, *_) = pages_of(copy, "图斑")
    data = bytearray(copy.read_bytes())
    data[(first - 1) * size : first * size] = bytes(size)
    copy.write_bytes(data)
    assert refused(copy, np.array([[0.5, 0.1, 1499.5, 0.9]]))


def test_damage_elsewhere_is_none_of_a_layers(copy):
    damage(copy, "noise", 1, "a 'second' one")
    require_intact(copy, "图斑")
    with pytest.raises(InputError, match="a 'second' one"):
        require_intact(copy, "a 'second' one")


def test_a_view_is_as_sound_as_the_file(copy):
    with closing(sqlite3.connect(copy)) as file:
        file.execute("CREATE VIEW v AS SELECT * FROM 图斑")
        file.commit()
    require_intact(copy, "v")
    damage(copy, "zeros", 1, "图斑")
    with pytest.raises(InputError):
        require_intact(copy, "v")


def test_a_file_that_changes_is_looked_at_again(copy):
    whole = copy.read_bytes()
    require_intact(copy, "图斑")
    damage(copy, "noise", 1, "图斑")
    with pytest.raises(InputError):
        require_intact(copy, "图斑")
    copy.write_bytes(whole)
    require_intact(copy, "图斑")


def test_values_that_break_a_tables_rules_are_no_damage(copy):
    with closing(sqlite3.connect(copy)) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f'DROP TRIGGER "{trigger}"')
        file.execute("UPDATE 图斑 SET BSM = NULL WHERE fid = 7")
        file.execute("PRAGMA writable_schema = ON")
        old, new = '"BSM" TEXT', '"BSM" TEXT NOT NULL'
        file.execute("UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = '图斑'", [old, new])
        file.commit()
    with closing(sqlite3.connect(copy)) as file:
        ((found,),) = file.execute("PRAGMA quick_check(1)")
    assert found.startswith("NULL value in")
    require_intact(copy, "图斑")


def test_a_file_that_is_locked_passes(copy):
    with closing(sqlite3.connect(copy, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        require_intact(copy, "图斑")
        writer.execute("ROLLBACK")


def test_the_word_in_a_name_is_no_lock(sound, tmp_path):
    """GDAL's errors name the file, and SQLite's the layer."""
    folder = tmp_path / "locked busy"
    folder.mkdir()
    (folder / "旧.gpkg").write_bytes(b"what was there")
    assert not is_being_written(folder / "旧.gpkg")
    path = shutil.copy(sound, folder / "图斑.gpkg")
    assert not is_being_written(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert is_being_written(path)
    assert not is_held(f"In ExecuteSQL(): PRAGMA quick_check('locked'): disk image is malformed, {path}")

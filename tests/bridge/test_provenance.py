"""What made an output: complete, the same in every run, and without paths of this machine."""

from __future__ import annotations

import hashlib
import re

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from conftest import ROOT

from farmland_redline.processing.bridge.io.file_state import file_hash
from farmland_redline.processing.bridge.io.provenance import (
    Provenance,
    content_hash,
    read_provenance,
    run_time,
)
from farmland_redline.processing.bridge.io.reading import LayerData
from farmland_redline.processing.bridge.version import plugin_version

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.fixture
def frame():
    return gpd.GeoDataFrame({"BSM": ["a", None]}, geometry=[shapely.box(0, 0, 1, 1), None], crs="EPSG:4527")


def rows(provenance):
    return {(section, name): value for section, name, value in provenance.rows()}


def test_the_time_can_be_fixed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735603200")
    assert run_time().isoformat() == "2024-12-31T00:00:00+00:00"
    assert rows(Provenance("x", {}))["run", "time"] == "2024-12-31T00:00:00+00:00"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert run_time().year >= 2025 and run_time().tzinfo is not None


def test_time_stands_nowhere_else(monkeypatch):
    """Two runs at different times differ in one row."""
    tables = []
    for epoch in ("1735603200", "1735689600"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        tables.append(Provenance("x", {"A": 1}).rows())
    assert [a for a, b in zip(*tables) if a != b] == [("run", "time", "2024-12-31T00:00:00+00:00")]


def test_parameters_and_versions():
    found = rows(Provenance("overlay_parcels", {"TOLERANCE": 0.001, "A": None}))
    assert found["run", "algorithm"] == "overlay_parcels"
    assert found["parameter", "TOLERANCE"] == "0.001" and found["parameter", "A"] == ""
    newest = re.search(r"^## \[(\d.*?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert found["version", "farmland_redline"] == plugin_version() == newest[1]
    assert found["version", "geos"] == ".".join(map(str, shapely.geos_version))
    assert found["version", "proj"] == pyproj.proj_version_str


def test_inputs_from_files(tmp_path, frame):
    path = tmp_path / "图斑.gpkg"
    pyogrio.write_dataframe(frame, path, layer="DLTB")
    provenance = Provenance("x", {})
    provenance.add_input("PARCELS", LayerData("DLTB", frame, pyproj.CRS.from_epsg(4527), path, "all"))
    found = rows(provenance)
    assert found["input", "PARCELS"] == "DLTB" and found["input", "PARCELS.file"] == "图斑.gpkg"
    assert found["input", "PARCELS.features"] == "2" and found["input", "PARCELS.crs"] == "EPSG:4527"
    assert found["input", "PARCELS.sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert str(tmp_path) not in str(provenance.rows())


def test_inputs_without_files(frame):
    provenance = Provenance("x", {})
    provenance.add_input("PARCELS", LayerData("内存", frame, pyproj.CRS.from_epsg(4527), None, "selected features"))
    found = rows(provenance)
    assert found["input", "PARCELS.part"] == "selected features" and found["input", "PARCELS.file"] == ""
    chosen = LayerData("DLTB", frame, pyproj.CRS.from_epsg(4527), None, "filter", file="city.gpkg")
    provenance.add_input("PBF", chosen)
    assert rows(provenance)["input", "PBF.file"] == "city.gpkg"  # of a part of a file its name, too
    assert found["input", "PARCELS.sha256"] == content_hash(frame)


def test_content_hashes_tell_contents_apart(frame):
    same = content_hash(frame)
    assert content_hash(frame.copy()) == same
    assert content_hash(frame.assign(BSM=["b", None])) != same
    assert content_hash(frame.iloc[:1]) != same
    assert content_hash(frame.set_geometry(gpd.GeoSeries([shapely.box(0, 0, 1, 2), None], crs=frame.crs))) != same
    assert content_hash(frame.rename(columns={"BSM": "X"})) != same
    assert content_hash(pd.DataFrame({"a": [1]})) != content_hash(pd.DataFrame({"a": [2]}))


def test_hashes_of_files_and_folders(tmp_path):
    (tmp_path / "x.gdb").mkdir()
    (tmp_path / "x.gdb" / "a1").write_bytes(b"1")
    (tmp_path / "x.gdb" / "a2").write_bytes(b"2")
    before = file_hash(tmp_path / "x.gdb")
    (tmp_path / "x.gdb" / "a.lock").write_bytes(b"who has it open is no content")
    assert file_hash(tmp_path / "x.gdb") == before
    (tmp_path / "x.gdb" / "a2").write_bytes(b"3")
    assert file_hash(tmp_path / "x.gdb") != before
    for ending in ("shp", "dbf", "shx"):
        (tmp_path / f"y.{ending}").write_bytes(ending.encode())
    before = file_hash(tmp_path / "y.shp")
    (tmp_path / "y.dbf").write_bytes(b"changed")
    assert file_hash(tmp_path / "y.shp") != before  # attributes count too


def test_a_chain_of_steps_can_be_followed(tmp_path, frame):
    first = Provenance("overlay_parcels", {"TOLERANCE": 0.001})
    path = tmp_path / "pieces.gpkg"
    pyogrio.write_dataframe(frame, path, layer="pieces")
    pyogrio.write_dataframe(first.table(), path, layer="provenance", append=True)
    second = Provenance("flag_conflicts", {})
    second.extend(read_provenance(path))
    found = rows(second)
    assert found["run", "algorithm"] == "flag_conflicts" and found["from run", "algorithm"] == "overlay_parcels"
    assert found["from parameter", "TOLERANCE"] == "0.001"


def test_files_without_provenance(tmp_path, frame):
    pyogrio.write_dataframe(frame, tmp_path / "a.gpkg", layer="pieces")
    assert read_provenance(tmp_path / "a.gpkg") == []
    pyogrio.write_dataframe(frame, tmp_path / "a.shp")
    assert read_provenance(tmp_path / "a.shp") == []

"""Folders of counties: what is made is a county each, is made once, and is refused where the disk has no room."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import geopandas
import pytest
import shapely

from farmland_redline.benchmarks import county_files, folder
from farmland_redline.benchmarks.counties import county_layers
from farmland_redline.benchmarks.county_files import CountyFolder, county_code, needed_bytes
from farmland_redline.benchmarks.folder_runs import FolderRun, Runner
from farmland_redline.benchmarks.process_metrics import Measured, clean_environment, kill_when

COUNT = 2_000


@pytest.fixture(scope="module")
def counties() -> list[dict[str, geopandas.GeoDataFrame]]:
    return [county_layers(number, COUNT) for number in (0, 7)]


def test_counties_have_codes_and_places_of_their_own(counties: list[dict[str, geopandas.GeoDataFrame]]) -> None:
    for layers, code in zip(counties, ("360121", "360128")):
        assert set(layers["DLTB"]["ZLDWDM"].str[:6]) == {code} == set(layers["XJXZQ"]["XZQDM"])
        assert len(set(layers["DLTB"]["ZLDWDM"])) == 100
        assert all(layer["BSM"].str.startswith(code).all() for layer in layers.values() if "BSM" in layer)
        assert all(layer.is_valid.all() for layer in layers.values())
    first, second = (layers["DLTB"] for layers in counties)
    assert shapely.box(*first.total_bounds).distance(shapely.box(*second.total_bounds)) > 500
    assert len({county_code(number) for number in range(100)}) == 100


def test_parcels_lie_in_the_villages_of_their_codes(counties: list[dict[str, geopandas.GeoDataFrame]]) -> None:
    parcels, villages, townships = (counties[1][name] for name in ("DLTB", "CJDCQ", "XZQ"))
    sums = parcels.dissolve("ZLDWDM").area
    areas = villages.set_index("ZLDWDM").area
    assert (sums - areas).abs().max() < 0.01
    assert townships.area.sum() == pytest.approx(areas.sum(), rel=1e-12)


def test_zones_of_basic_farmland_are_nearly_all_farmland(counties: list[dict[str, geopandas.GeoDataFrame]]) -> None:
    parcels, zones = counties[0]["DLTB"], counties[0]["YJJBNTBHTB"]
    centres = parcels.set_geometry(parcels.representative_point())
    inside = centres.sjoin(zones[["geometry"]])["DLBM"].str.startswith("01")
    assert 0.9 < inside.mean() < 1.0


def test_files_are_made_once_and_shared(tmp_path: Path) -> None:
    two, three = CountyFolder.parse("2x100", tmp_path), CountyFolder.parse("3x100", tmp_path)
    assert needed_bytes([two, three]) == 3 * 140_000 + three.results_room()
    two.make()
    files = sorted(two.path.iterdir())
    assert [file.name for file in files] == ["360121.gpkg", "360122.gpkg"]
    assert not two.missing() and len(three.missing()) == 1
    three.make()
    assert sorted(three.path.iterdir())[0].samefile(files[0])
    shutil.rmtree(two.path)
    (three.shared / "key").write_text("of other code", encoding="utf-8")
    assert len(three.missing()) == 3
    for wrong in ("", "2", "0x100", "2x99", "2x", "x100", "-1x100", "2x100x3"):
        with pytest.raises(ValueError, match="write counties"):
            CountyFolder.parse(wrong, tmp_path)


def test_too_little_room_is_refused_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(county_files, "INPUT_PER_PARCEL", 10**9)
    with pytest.raises(SystemExit, match=r"GB of disk are needed .* are free: make room, or ask for less"):
        folder.measure_folders(["30x333000"], 1, 60.0, tmp_path)
    assert not (tmp_path / "counties").exists()


def test_a_command_is_killed_when_it_is_due(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    script = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
    command = [sys.executable, "-c", script, mark]
    killed = kill_when(mark.exists, command, tmp_path / "log.txt", clean_environment())
    assert killed is not None and 0 < killed < 60
    assert kill_when(lambda: False, ["true"], tmp_path / "log.txt", clean_environment()) is None


def test_rows_fit_their_heads(tmp_path: Path) -> None:
    counties = CountyFolder.parse("3x100", tmp_path)
    run = FolderRun(counties, Measured(30.0, 21.0, 0.5), (8.0, 9.0, 10.0), (10**9, 2 * 10**9), {"a": "1"})
    cells = folder.run_row(run).strip("| ").split(" | ")
    assert cells == ["3", "100", "30.0", "21.0", "7.0", "0.50", "1.000", "2.000", "8.0", "9.0", "10.0", "3.0"]
    failed = FolderRun(counties, Measured(1.0, 1.0, 0.1, error="a | b"), (), (0, 0), {})
    assert folder.run_row(failed).count("|") == folder.run_row(run).count("|") == len(folder.HEADS) + 1
    assert Runner(tmp_path, 60.0).seconds() == []

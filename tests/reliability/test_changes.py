"""Files of inputs that others change while a run reads them, and files that end before their end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyogrio
import pytest
import shapely
from conftest import batch_inputs, run_qgis_process
from osgeo import gdal
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from farmland_redline.processing.bridge.io import chunks, row_reading

from .conftest import CITY, Case, X, Y, content, languages, leave_old_results, parcels, speaking, units, zones

SAVE = """
import sys
from osgeo import gdal
gdal.UseExceptions()
dataset = gdal.OpenEx(sys.argv[1], gdal.OF_VECTOR | gdal.OF_UPDATE)
dataset.ReleaseResultSet(dataset.ExecuteSQL(sys.argv[2]))
"""
# Saved into the log of the file, and ended before SQLite brings it into the file.
CRASH = """
import os, sys
from osgeo import gdal
gdal.UseExceptions()
gdal.SetConfigOption("OGR_SQLITE_JOURNAL", "WAL")
dataset = gdal.OpenEx(sys.argv[1], gdal.OF_VECTOR | gdal.OF_UPDATE)
dataset.ReleaseResultSet(dataset.ExecuteSQL("PRAGMA wal_autocheckpoint = 0"))
dataset.ReleaseResultSet(dataset.ExecuteSQL(sys.argv[2]))
os._exit(0)
"""


class Meddler(QgsProcessingFeedback):
    """A feedback that does something once, in the thread of the run, as soon as so many percent are done."""

    def __init__(self, percent: float, do: Callable[[], object]) -> None:
        super().__init__(False)
        self._percent, self._do, self.done = percent, do, False

    def setProgress(self, percent: float) -> None:
        if percent >= self._percent and not self.done:
            self.done = True
            self._do()
        super().setProgress(percent)


def stopped(case: Case, make: Callable[[], tuple[dict, Callable[[], object]]], algorithm: str, percent: float) -> None:
    """Run in the row's `languages` and change an input meanwhile: stopped with its sentence, the old outputs stay.

    Args:
        case: the bad input.
        make: makes sound inputs anew; parameters, and what changes them.
        algorithm: what is run.
        percent: when the change comes.

    """
    leave_old_results(case.office.out)
    before = content(case.office.out)
    for language in languages(case.row):
        for path in case.office.data.iterdir():
            if path.is_file():
                path.unlink()
        given, change = make()
        meddler = Meddler(percent, change)
        with speaking(language), pytest.raises(QgsProcessingException):
            case.office.run(algorithm, meddler, **given)
        assert meddler.done and case.row.is_said(case.office.log, language), case.office.log
        assert "Traceback" not in case.office.log and "error of the plugin" not in case.office.log
        assert content(case.office.out) == before


def statement(path: Path, text: str) -> None:
    """Run SQL on a GeoPackage by another program, which saves into it."""
    subprocess.run([sys.executable, "-c", SAVE, str(path), text], check=True, timeout=60)


def swap(path: Path, frame: object, layer: str, keep_times: bool = False) -> None:
    """Put another file in a file's place, as programs do that save by renaming; perhaps with the old one's times."""
    stat, other = path.stat(), path.with_name(f"neu{path.suffix}")
    pyogrio.write_dataframe(frame, other, layer=layer)
    other.replace(path)
    if keep_times:
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


# How a file of parcels changes: `path` is the file, its layer is DLTB.
CHANGES: dict[str, Callable[[Path], object]] = {
    "saved": lambda path: statement(path, "UPDATE DLTB SET TBMJ = 5000.00 WHERE fid = 3"),
    "replaced": lambda path: swap(path, parcels(10, TBMJ=8888.00), "DLTB"),
    "replaced, with the old times": lambda path: swap(path, parcels(10, TBMJ=8888.00), "DLTB", keep_times=True),
    "renumbered": lambda path: swap(path, parcels(10).iloc[::-1], "DLTB"),
    "shortened": lambda path: swap(path, parcels(5), "DLTB"),
    "removed": lambda path: path.unlink(),
    "another format": lambda path: path.write_text("no GeoPackage"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_parcels_that_change(case, name):
    """Between the reading of the fields and that of the parcels, which come in partitions."""

    def make() -> tuple[dict, Callable[[], object]]:
        source = case.office.write(parcels(), "DLTB", "图斑.gpkg")
        given = {"PARCELS": source, "PBF": case.office.write(zones(), "YJJBNTBHTB", "基本农田.gpkg")}
        return given, lambda: CHANGES[name](case.office.data / "图斑.gpkg")

    stopped(case, make, "overlay_parcels", 15)


def flip(path: Path) -> None:
    """Change a byte near the end of a file, which stays as long as it was."""
    data = bytearray(path.read_bytes())
    data[-30] ^= 1
    path.write_bytes(data)


# Inputs of other formats: the parameter, the name of the file, what stands behind its path, which file of it changes
# (the largest of its folder, if empty), and when.
OTHERS = {
    "through QGIS by a filter": ("PARCELS", "图斑.gpkg", "|layername=图斑|subset=DLBM <> '0303'", "图斑.gpkg", 5),
    "the table of a shapefile": ("PARCELS", "图斑.shp", "", "图斑.dbf", 15),
    "the index of a shapefile": ("PARCELS", "图斑.shp", "", "图斑.shx", 15),
    "a file geodatabase": ("PARCELS", "图斑.gdb", "|layername=DLTB", "", 15),
    "a FlatGeobuf": ("PARCELS", "图斑.fgb", "", "图斑.fgb", 15),
    "the earlier survey": ("previous", "上年.gpkg", "|layername=上年", "上年.gpkg", 90),
    "another layer of zones": ("protected", "地块.fgb", "", "地块.fgb", 90),
}


@pytest.mark.parametrize("what", OTHERS)
def test_inputs_of_other_formats_that_change(case, what):
    """Whatever reads them, and also where they are read as a whole at the beginning."""
    name, file, rest, changed, percent = OTHERS[what]
    folder = case.office.data / "输入"  # of its own, as one format is a folder

    def make() -> tuple[dict, Callable[[], object]]:
        folder.mkdir(exist_ok=True)
        path = folder / file
        shutil.rmtree(path, ignore_errors=True)
        driver = {"driver": "OpenFileGDB"} if path.suffix == ".gdb" else {}
        pyogrio.write_dataframe(parcels(), path, layer="DLTB" if path.suffix == ".gdb" else None, **driver)
        given = {"PARCELS": case.office.write(parcels(), "DLTB", "地类.gpkg"), name: f"{path}{rest}"}
        inside = list(path.rglob("*.gdbtable"))
        target = folder / changed if changed else max(inside, key=lambda part: part.stat().st_size)
        if name.islower():
            given |= {"ZONES": [given.pop(name)], "ZONE_ROLES": f"{path.stem}={name}"}
        return given, lambda: flip(target)

    stopped(case, make, "overlay_parcels", percent)


@pytest.mark.parametrize(
    ("algorithm", "percent"), [("overlay_parcels", 90), ("run_batch", 20), ("run_batch", 58), ("measure_zones", 50)]
)
def test_zones_that_change(case, algorithm, percent):
    """Zones, here a shapefile's table alone, after they have been read: the provenance would bear another hash."""

    def make() -> tuple[dict, Callable[[], object]]:
        zone = case.office.write(zones(), name="YJJBNTBHTB.shp", encoding="UTF-8")
        given = {"PARCELS": case.office.write(parcels(), "DLTB", "图斑.gpkg"), "PBF": zone}
        table = Path(zone).with_suffix(".dbf")

        return given, lambda: flip(table)

    stopped(case, make, algorithm, percent)


def test_units_that_change_while_layers_are_checked(case):
    """Units are read first, parcels twice."""

    def make() -> tuple[dict, Callable[[], object]]:
        frame = parcels(20)
        frame.loc[5, "BSM"] = frame.loc[6, "BSM"]
        given = {"PARCELS": case.office.write(frame, "DLTB", "图斑.gpkg")}
        given["UNITS"] = [case.office.write(units(), "XZQ", "政区.gpkg")]
        # Not saved into: the run holds a lock of SQLite's, which other programs respect.
        return given, lambda: swap(case.office.data / "政区.gpkg", units(XZQMC=["别县"]), "XZQ")

    stopped(case, make, "check_layers", 50)


def test_results_that_change_in_a_later_step(case):
    """As soon as the step is at work: results that it has read would be others than those of the file."""
    case.office.run("run_batch", **case.office.plain(), REPORTS=False)
    made = case.office.folder / "成果.gpkg"
    (case.office.out / "farmland_redline.gpkg").rename(made)

    def make() -> tuple[dict, Callable[[], object]]:
        path = case.office.data / made.name
        shutil.copy(made, path)
        given = {"PACKAGE": str(path), "SELF_CHECK": str(case.office.out / "自查.gpkg")}
        return given, lambda: flip(path)

    stopped(case, make, "self_check", 1)


@pytest.mark.parametrize("what", ["POLICY", "TARGETS", "PROFILE", "CASES"])
def test_a_policy_that_changes_while_it_is_read(case, what):
    """With the layers: what is read of it later would be another policy's; the same for tables and the profile."""

    def make() -> tuple[dict, Callable[[], object]]:
        kind = {"POLICY": ".yaml", "PROFILE": ".yaml"}.get(what, ".csv")
        file = case.office.data / f"{what}{kind}"
        if what == "PROFILE":
            file.write_text("format: 1\n", encoding="utf-8")
        else:
            shutil.copy(CITY / file.name.lower(), file)
        given = {**case.office.plain(), what: str(file)}
        # Through QGIS, as a filter makes it, a layer is read in steps.
        given["PARCELS"] += "|subset=DLBM <> '0303'"
        return given, lambda: file.write_text("name: another")

    stopped(case, make, "run_batch", 0)


@pytest.mark.parametrize("selected", [False, True])
def test_files_that_are_merely_touched(case, selected):
    """Other times, or opened for editing in QGIS and closed again, which SQLite counts: the content is the same."""
    source = case.office.write(parcels(), "DLTB", "图斑.gpkg")
    path = case.office.data / "图斑.gpkg"
    layer = QgsVectorLayer(source, "DLTB", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectAll()
    given = {"PARCELS": QgsProcessingFeatureSourceDefinition(layer.id(), selected)}
    given["PBF"] = case.office.write(zones(), "YJJBNTBHTB", "基本农田.gpkg")
    before = path.read_bytes()

    def touch() -> None:
        os.utime(path)
        statement(path, "PRAGMA journal_mode = WAL")
        statement(path, "PRAGMA journal_mode = DELETE")

    meddler = Meddler(15, touch)
    assert case.office.run("overlay_parcels", meddler, **given)["PIECE_COUNT"] == 15
    assert meddler.done and path.read_bytes() != before  # SQLite's counters
    assert case.row.is_said(case.office.log, "en")


@pytest.mark.parametrize("provider", ["ogr", "memory"])
def test_edits_in_a_layer(case, provider):
    """Made during the run, and not saved: the run takes the layer as it was; saved to its file they stop it."""
    layer = QgsVectorLayer(case.office.write(parcels(), "DLTB", "图斑.gpkg"), "DLTB", "ogr")
    if provider == "memory":
        layer = layer.materialize(QgsFeatureRequest())
    QgsProject.instance().addMapLayer(layer)
    given = {"PARCELS": layer.id(), "PBF": case.office.write(zones(), "YJJBNTBHTB", "基本农田.gpkg")}
    field = layer.fields().indexOf("TBMJ")

    def edit() -> None:
        assert layer.startEditing()
        for feature in list(layer.getFeatures()):
            assert layer.changeAttributeValue(feature.id(), field, 1.0)
            assert layer.deleteFeature(feature.id()) or feature.id() % 2

    meddler = Meddler(5, edit)
    assert case.office.run("overlay_parcels", meddler, **given)["PIECE_COUNT"] == 15
    assert meddler.done
    pieces = case.office.pieces()
    assert round(pieces["area_m2"].sum(), 2) == 99_999.60
    assert layer.rollBack()


def test_a_log_that_a_crashed_editor_left(case):
    """An edit that SQLite has not yet brought into the file counts, and reading it is no change."""
    path = Path(case.office.write(parcels(), "DLTB", "图斑.gpkg").split("|")[0])
    edit = "UPDATE DLTB SET TBMJ = 5000.0 WHERE fid = 3"
    subprocess.run([sys.executable, "-c", CRASH, str(path), edit], check=True, timeout=60)
    assert path.with_name(path.name + "-wal").stat().st_size
    given = {"PARCELS": f"{path}|layername=DLTB", "PBF": case.office.write(zones(), "YJJBNTBHTB", "基本农田.gpkg")}
    assert case.office.run(**given)["PIECE_COUNT"] == 15
    assert round(case.office.pieces()["area_m2"].sum(), 2) == round(9 * 9999.96 + 5000, 2)


# Files that break off.


def damaged(path: Path, how: str) -> None:
    """Write 20,000 parcels, and make a page of the file noise, or cut the file off there."""
    pyogrio.write_dataframe(parcels(20_000), path, layer="DLTB")
    data = bytearray(path.read_bytes())
    if how == "cut off":
        # Between two features: each begins with its length (4 bytes), and all are of one length.
        size = next(n for n in range(8, 2_000) if int.from_bytes(data[-n - 4 : -n], "little") == n)
        del data[-5_000 * (size + 4) :]
    else:
        place = len(data) * 2 // 3 // 4096 * 4096
        data[place : place + 4096] = bytes(range(256)) * 16
    path.write_bytes(data)


@pytest.mark.parametrize("algorithm", ["overlay_parcels", "check_layers"])
@pytest.mark.parametrize("how", ["noise", "cut off"])
def test_a_damaged_flatgeobuf_with_a_filter(case, how, algorithm):
    """A page in the middle is noise; through QGIS the file ends there without a word, also where it counts."""
    path = case.office.data / "图斑.fgb"
    damaged(path, how)
    case.refused(algorithm, PARCELS=f"{path}|subset=DLBM <> '0303'")


def test_a_damaged_geopackage_with_a_filter(case):
    """As a FlatGeobuf; its pages can be looked at beforehand."""
    path = case.office.data / "图斑.gpkg"
    damaged(path, "noise")
    given = {"PARCELS": f"{path}|layername=DLTB|subset=DLBM <> '0303'"}
    case.refused("overlay_parcels", **given)


def package_of_zones(case: Case) -> str:
    """Five zones, one for each parcel, of which the file's note knows one."""
    each = zones(BSM=[None]).loc[[0] * 5].reset_index(drop=True)
    each["BSM"] = [f"z{number}" for number in range(5)]
    each = each.set_geometry([shapely.box(X + 100 * n, Y, X + 100 * (n + 1), Y + 50) for n in range(5)])
    source = case.office.write(each, "YJJBNTBHTB", "五块.gpkg")
    statement(Path(source.split("|")[0]), "UPDATE gpkg_ogr_contents SET feature_count = 1")
    return source


def test_a_file_that_states_a_wrong_number(case, monkeypatch):
    """A shapefile with deleted rows, a GeoPackage whose note of its features is old: what is there is read.

    Also without Arrow: pyogrio ends at the number that is noted then.
    """
    path = Path(case.office.write(parcels(), name="图斑.shp", encoding="UTF-8"))
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    assert dataset.GetLayer(0).DeleteFeature(9) == 0
    del dataset
    given = {"PBF": case.office.write(zones(), "YJJBNTBHTB", "基本农田.gpkg")}
    assert case.office.run(PARCELS=str(path), **given)["PARCEL_COUNT"] == 9
    filtered = f"{path}|subset=DLBM <> '0303'"
    assert case.office.run(PARCELS=filtered, **given)["PARCEL_COUNT"] == 9
    package = case.office.write(parcels(), "DLTB", "图斑.gpkg")
    statement(Path(package.split("|")[0]), "UPDATE gpkg_ogr_contents SET feature_count = 7")
    assert case.office.run(PARCELS=package, **given)["PARCEL_COUNT"] == 10
    with monkeypatch.context() as patch:
        for reader in (chunks, row_reading):  # pandas 3 itself asks for pyarrow, so it cannot be hidden
            patch.setattr(reader, "has_arrow", lambda _columns: False)
        assert case.office.run(PARCELS=package, PBF=package_of_zones(case))["PIECE_COUNT"] == 15
    layer = QgsVectorLayer(package, "DLTB", "ogr")
    layer.selectAll()
    QgsProject.instance().addMapLayer(layer)
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert case.office.run(PARCELS=chosen, **given)["PARCEL_COUNT"] == 10
    assert case.row.is_said(case.office.log, "en")


def test_a_layer_whose_file_was_replaced_before_the_run(case):
    """The project has the layer with the number of features of the old file; the new one is read."""
    path = case.office.data / "图斑.fgb"
    pyogrio.write_dataframe(parcels(10), path)
    layer = QgsVectorLayer(str(path), "DLTB", "ogr")
    assert layer.featureCount() == 10
    QgsProject.instance().addMapLayer(layer)
    swap(path, parcels(8), "DLTB")
    given = {"PARCELS": layer.id(), "PBF": case.office.write(zones(), "YJJBNTBHTB", "基本农田.gpkg")}
    assert case.office.run(**given)["PARCEL_COUNT"] == 8
    assert case.row.is_said(case.office.log, "en")


# By the real qgis_process.


def test_replaced_under_qgis_process(case):
    """As soon as the run is at work: status 1, the sentence, nothing written."""
    city = case.office.data / "city.gpkg"
    shutil.copy(CITY / "city.gpkg", city)
    other = case.office.data / "neu.gpkg"
    shutil.copy(city, other)
    statement(other, "DELETE FROM DLTB WHERE fid % 3 = 0")
    given = {**batch_inputs(case.office.data), "OUTPUT_FOLDER": str(case.office.out)}
    given["POLICY"] = str(CITY / "policy.yaml")
    before = content(case.office.out)

    def swap_at_work() -> None:
        deadline = time.monotonic() + 120
        while not list(case.office.out.glob(".farmland_redline/new")) and time.monotonic() < deadline:
            time.sleep(0.01)
        other.replace(city)

    thread = threading.Thread(target=swap_at_work)
    thread.start()
    done = run_qgis_process("run_batch", given)
    thread.join()
    assert done.status == 1 and case.row.is_said(done.log, "en"), done.log
    assert content(case.office.out) == before

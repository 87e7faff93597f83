"""Outputs that cannot be written, or would destroy something: refused before the work, and nothing is touched."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from analysis.mosaics import mosaic, parcel_frame, redrawn_blocks
from cancelling import cancelled_when
from conftest import CITY, ROOT, run_qgis_process
from damaged_pages import pages_of
from held_files import as_on_windows, held, run_python
from openpyxl.workbook.defined_name import DefinedName
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject, QgsVectorLayer

from farmland_redline.processing.bridge.compat import make_field
from farmland_redline.processing.bridge.io.destinations import parse_destination, write_destination
from farmland_redline.processing.bridge.io.staging import stage_together, staging
from farmland_redline.processing.bridge.io.writing import FORMATS
from farmland_redline.processing.bridge.progress import FeedbackProgress

from .conftest import CHILD, LOCALES, Office, X, Y, content, languages, parcels, speaking, units, zones
from .test_layers import other_program

PACKAGE = "farmland_redline.gpkg"


def old_package(case):
    """A package of results in the output folder, made by a run."""
    case.office.run("run_batch", **case.office.plain())
    return case.office.out / PACKAGE


def refused(case, algorithm="run_batch", ignore=("-wal", "-shm"), **given):
    """In the row's `languages`; other programs may have files of their own beside theirs."""
    plain = case.office.plain()
    before = content(case.office.folder)
    for language in languages(case.row):
        with speaking(language), pytest.raises(QgsProcessingException):
            case.office.run(algorithm, **{**plain, **given})
        assert case.row.is_said(case.office.log, language), case.office.log
        after = {name: data for name, data in content(case.office.folder).items() if not name.endswith(ignore)}
        assert after == {name: data for name, data in before.items() if not name.endswith(ignore)}


# Open elsewhere.


@pytest.mark.parametrize(
    "statements",
    [
        ["BEGIN IMMEDIATE"],
        ["BEGIN EXCLUSIVE"],
        ["PRAGMA journal_mode=WAL", "UPDATE provenance SET value = value"],
        ["PRAGMA journal_mode=WAL", "BEGIN IMMEDIATE"],
    ],
)
def test_results_that_another_program_is_editing(case, statements):
    package = old_package(case)
    with other_program(str(package), statements):
        refused(case)


def test_results_that_are_being_edited_in_qgis(case):
    layer = QgsVectorLayer(f"{old_package(case)}|layername=conflicts", "占用冲突", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("flags"), "checked")
    refused(case)
    assert layer.commitChanges()


LOADED = """
import json
from qgis.core import QgsProcessingContext, QgsProject, QgsVectorLayer
from urllib.parse import quote
package, project = {given!r}["OUTPUT_FOLDER"] + "/farmland_redline.gpkg", QgsProject.instance()
layers = [QgsVectorLayer(package + "|layername=pieces|subset=sliver = 0", "碎块", "ogr")]
query = "?layer=ogr:" + quote(package, safe="") + "%7Clayername%3Dpieces:p&query=" + quote({query!r})
layers.append(QgsVectorLayer(query, "查询", "virtual"))
project.addMapLayers(layers)
context = QgsProcessingContext()
context.setProject(project)
layers[0].setName("我的碎块")
before = [len(list(layer.getFeatures())) for layer in layers]
processing.run("farmland_redline:run_batch", {given!r}, feedback=QgsProcessingFeedback(False), context=context)
after = [len(list(layer.getFeatures())) for layer in layers]
print(json.dumps([before, after, layers[0].name(), layers[0].subsetString(), list(project.mapLayers()) != []]))
"""


def test_results_that_are_loaded_in_qgis(case, tmp_path_factory):
    """As on Windows; the layers stay, and read the new results from then on."""
    package = old_package(case)
    assert case.row.happens.startswith("works")
    given = {
        **case.office.plain(),
        "PARCELS": case.office.write(parcels(4), "DLTB"),
        "OUTPUT_FOLDER": str(case.office.out),
        "MAPS": False,
        "POLICY": str(CITY / "policy.yaml"),
    }
    head = CHILD.partition("try:")[0]
    said = run_python(
        (head + LOADED).format(limit="", given=given, query="SELECT * FROM p"),
        as_on_windows(case.office.out, tmp_path_factory),
    )
    before, after, name, subset, there = json.loads(said.splitlines()[-1])
    assert before == [15, 15] and after == [8, 8] and there
    assert name == "我的碎块" and subset == "sliver = 0"
    assert pyogrio.read_info(package, layer="pieces")["features"] == 8
    assert not [path.name for path in case.office.out.iterdir() if path.name.startswith(".")]


def test_results_that_another_program_is_reading(case):
    package = old_package(case)
    with other_program(str(package), ["SELECT count(*) FROM pieces"]):
        case.runs("run_batch", PARCELS=case.office.write(parcels(4), "DLTB"))
    assert pyogrio.read_info(package, layer="pieces")["features"] == 4


# Other people's files.


def test_an_output_that_is_an_input(case):
    path = Path(case.office.write(parcels(), "DLTB").split("|")[0])
    link = case.office.out / "链接.gpkg"
    link.symlink_to(path)
    for target in (path, link):
        refused(case, "overlay_parcels", PARCELS=f"{path}|layername=DLTB", OUTPUT=str(target))
    layer = QgsVectorLayer(f"{path}|layername=DLTB", "DLTB", "ogr")
    QgsProject.instance().addMapLayer(layer)
    virtual = f"virtual://?query=SELECT * FROM {layer.id()}"  # noqa: S608
    for target in (
        str(path),
        f"ogr:dbname='{path}' table=\"DLTB\" (geom)",
        f"ogr:dbname='{path}' table=\"dltb\" (geom)",
    ):
        for given in (virtual, f"{path}|layername=DLTB"):
            refused(case, "overlay_parcels", PARCELS=given, OUTPUT=target)


def test_results_among_the_inputs(case):
    package = old_package(case)
    refused(case, PREVIOUS=f"{package}|layername=pieces")


def test_a_workbook_that_is_an_input(case):
    case.office.run(**case.office.plain())
    targets = case.office.data / "目标.xlsx"
    targets.write_bytes(b"PK")
    pieces = f"{case.office.out / '碎块.gpkg'}|layername=pieces"
    summary = str(case.office.out / "汇总.gpkg")
    refused(case, "summarise_by_unit", PIECES=pieces, TARGETS=str(targets), WORKBOOK=str(targets), OUTPUT=summary)


@pytest.mark.parametrize("data", [b"", b"no database"])
def test_old_results_that_are_no_geopackage(case, data):
    (case.office.out / PACKAGE).write_bytes(data)
    refused(case)


def test_old_results_of_which_nobody_knows_what_they_hold(case):
    """Their list of layers lies in a page that cannot be read: perhaps layers of the users' own are among them."""
    package = old_package(case)
    size, pages = pages_of(package, "gpkg_contents")
    with package.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(bytes(size))
    refused(case)


def test_what_users_keep_among_the_results(case):
    """A layer, a column, a style and a project of their own; some conflicts are gone, and come back."""
    package = old_package(case)
    pyogrio.write_dataframe(zones(), package, layer="我的 核查")
    layer = QgsVectorLayer(f"{package}|layername=conflicts", "占用冲突", "ogr")
    assert layer.dataProvider().addAttributes([make_field("核查意见", "text")])
    layer.updateFields()
    conflicts = [feature["conflict_id"] for feature in layer.getFeatures()]
    assert len(conflicts) == 1
    layer.dataProvider().changeAttributeValues({1: {layer.fields().indexOf("核查意见"): "已拆除"}})
    assert not layer.saveStyleToDatabase("我的样式", "", False, "")
    del layer
    project = QgsProject()
    assert project.write(f"geopackage:{package}?projectName=核查项目")
    # Without the house that is the conflict; then with it.
    plain = case.office.plain()
    case.runs("run_batch", **{**plain, "PARCELS": case.office.write(parcels()[1:], "DLTB")})
    kept = pyogrio.read_dataframe(package, layer="kept_conflicts")
    assert kept[["conflict_id", "核查意见"]].to_numpy().tolist() == [[conflicts[0], "已拆除"]]
    assert kept.area.tolist() == pytest.approx([5000], abs=1)
    case.office.run("run_batch", **plain)
    again = pyogrio.read_dataframe(package, layer="conflicts")
    assert again[["conflict_id", "核查意见"]].to_numpy().tolist() == [[conflicts[0], "已拆除"]]
    assert "kept_conflicts" not in pyogrio.list_layers(package)[:, 0]
    assert pyogrio.read_dataframe(package, layer="我的 核查")["BSM"].tolist() == ["z1"]
    assert QgsProject().read(f"geopackage:{package}?projectName=核查项目")
    layer = QgsVectorLayer(f"{package}|layername=conflicts", "占用冲突", "ogr")
    assert "我的样式" in layer.listStylesInDatabase()[2]


def test_a_geopackage_with_other_layers_as_output(case):
    path = case.office.write(zones(), "核查").split("|")[0]
    shutil.copy(path, case.office.out / "碎块.gpkg")
    case.runs(**case.office.plain())
    assert len(case.office.pieces()) == 15
    assert pyogrio.read_dataframe(case.office.out / "碎块.gpkg", layer="核查")["BSM"].tolist() == ["z1"]


def test_a_geopackage_with_other_results_as_output(case):
    """Their provenance would be that of the new run."""
    package = old_package(case)
    pieces = case.office.data / "碎块.gpkg"
    case.office.run(**case.office.plain(), OUTPUT=str(pieces))
    refused(case, "flag_conflicts", PIECES=f"{pieces}|layername=pieces", OUTPUT=str(package))


def test_what_only_another_program_can_copy(case):
    package = old_package(case)
    with sqlite3.connect(package) as other:
        other.execute("CREATE VIRTUAL TABLE 全文 USING fts4(text)")
    refused(case)


def test_a_layer_more_in_a_geopackage(case):
    """As “Save to GeoPackage” gives it: the other layers stay as they are."""
    path = Path(case.office.write(zones(), "核查").split("|")[0])
    shutil.copy(path, case.office.out / "一起.gpkg")
    path = case.office.out / "一起.gpkg"
    case.runs(**case.office.plain(), OUTPUT=f"ogr:dbname='{path}' table=\"碎块\" (geom)")
    assert {"核查", "碎块"} <= set(pyogrio.list_layers(path)[:, 0])
    assert pyogrio.read_dataframe(path, layer="核查")["BSM"].tolist() == ["z1"]


def test_two_outputs_in_one_file(case):
    path = case.office.out / "一起.gpkg"
    case.runs(**case.office.plain(), OUTPUT=str(path), ZONES_TABLE=str(path))
    assert set(pyogrio.list_layers(path)[:, 0]) == {"pieces", "zones", "provenance"}


# Places.


def test_a_folder_that_is_a_file(case):
    (case.office.out / "文件").write_text("x")
    refused(case, OUTPUT_FOLDER=str(case.office.out / "文件"))
    refused(case, OUTPUT_FOLDER=str(case.office.out / "文件" / "下面"))


def test_an_output_that_is_a_folder(case):
    (case.office.out / "夹.gpkg").mkdir()
    refused(case, "overlay_parcels", OUTPUT=str(case.office.out / "夹.gpkg"))


@pytest.mark.parametrize(
    "name", ["a|b.gpkg", "a\nb.gpkg", "甲:乙.gpkg", "CON.gpkg", "com1.shp", "新 /碎块.gpkg", "碎块?.gpkg"]
)
def test_a_name_that_qgis_takes_apart(case, name):
    refused(case, "overlay_parcels", OUTPUT=str(case.office.out / name))


def test_a_folder_that_qgis_takes_apart(case):
    refused(case, OUTPUT_FOLDER=str(case.office.out / "甲|乙"))


@pytest.mark.skipif(sys.platform == "win32", reason="there pyogrio takes every path as it stands")
@pytest.mark.parametrize("folder", ["重要!", "甲"])
def test_a_name_that_pyogrio_takes_apart(case, folder):
    name = "碎块.gpkg" if "!" in folder else "碎;块.gpkg"
    refused(case, "overlay_parcels", OUTPUT=str(case.office.out / folder / name))


def test_a_format_that_is_unknown(case):
    refused(case, "overlay_parcels", OUTPUT=str(case.office.out / "碎块.doc"))


def test_a_link_as_output(case):
    real = case.office.folder / "别处"
    real.mkdir()
    link = case.office.out / "碎块.gpkg"
    link.symlink_to(real / "真.gpkg")
    case.runs(**case.office.plain())
    assert link.is_symlink() and [path.name for path in real.iterdir()] == ["真.gpkg"]
    assert len(case.office.pieces()) == 15


def test_an_output_on_another_disk(case):
    """Staged beside its place, so that putting it there is one step on any disk."""
    shared = Path("/dev/shm")  # noqa: S108
    if not os.access(shared, os.W_OK) or shared.stat().st_dev == case.office.out.stat().st_dev:
        pytest.skip("no second disk")
    folder = shared / f"{case.office.folder.name}-{os.getpid()}"
    try:
        case.runs("run_batch", **case.office.plain(), OUTPUT_FOLDER=str(folder / "成果"))
        assert sorted(path.name for path in (folder / "成果").iterdir()) == [
            PACKAGE,
            "report.html",
            "summary.xlsx",
            "technical.xlsx",
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_folder_in_which_another_run_is_writing(case):
    """The other run is another process; two in one QGIS are the same."""
    old_package(case)
    code = (
        "import sys\nfrom pathlib import Path\nfrom farmland_redline.processing.bridge.io.staging import staging\n"
        f"with staging(Path({str(case.office.out)!r})) as new:\n"
        "    (new / 'summary.xlsx').write_text('theirs')\n    print('ready', flush=True)\n    sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-P", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "ready\n"
    refused(case)
    other.communicate("", timeout=60)
    assert (case.office.out / "summary.xlsx").read_text() == "theirs"
    with staging(case.office.out):
        refused(case)


@pytest.mark.parametrize("side", ["-wal", "-journal"])
def test_a_log_without_its_geopackage(case, side):
    """Left beside the place of the results by a program that crashed; the file itself was moved away."""
    package = old_package(case)
    copy = case.office.folder / PACKAGE
    shutil.copy(package, copy)
    with sqlite3.connect(copy) as other:
        other.execute("PRAGMA journal_mode=WAL" if side == "-wal" else "PRAGMA journal_mode=PERSIST")
        other.execute("DELETE FROM provenance")
        other.commit()
        log = copy.with_name(copy.name + side).read_bytes()
    for language in languages(case.row):
        package.unlink()
        package.with_name(package.name + side).write_bytes(log)
        with speaking(language):
            case.office.run("run_batch", **case.office.plain())
        assert case.row.is_said(case.office.log, language), case.office.log
        assert pyogrio.read_info(package, layer="provenance")["features"] > 0
        kept = package.with_name(f"{package.name}{side}.1")
        assert kept.read_bytes() == log
        kept.unlink()


def judged(case, pieces):
    """What the rules find in pieces read from a file, by the conflicts' ids."""
    found = case.office.out / "冲突.gpkg"
    case.office.run("flag_conflicts", PIECES=str(pieces), POLICY=str(CITY / "policy.yaml"), OUTPUT=str(found))
    table = pyogrio.read_dataframe(found, layer="conflicts").set_index("conflict_id").sort_index()
    return pd.DataFrame(table.drop(columns="geometry")), table.geometry


@pytest.mark.parametrize("ending", FORMATS)
def test_pieces_in_every_format_are_read_again(case, ending):
    """The same findings as of a GeoPackage, to the last digit, and every geometry valid by the format's own reader."""
    given = case.office.plain()
    case.office.run(**given)
    table, shapes = judged(case, case.office.out / "碎块.gpkg")
    assert len(table) == 1 and table["area_m2"].sum() > 0
    target = case.office.out / f"又一.{ending.removeprefix('.')}"
    case.runs(**given, OUTPUT=str(target))
    dataset = gdal.OpenEx(str(target), gdal.OF_VECTOR)
    features = [feature.GetGeometryRef().Clone() for feature in dataset.GetLayer(0)]
    del dataset
    assert len(features) == 15 and all(shape.IsValid() for shape in features)
    other, same = judged(case, target)
    pd.testing.assert_frame_equal(other, table, check_dtype=False)
    assert shapes.geom_equals_exact(same, 1e-6).all()


def test_hairy_pieces_are_valid_in_every_format(case):
    """By the reader of each, after one run; rounded coordinates of a format make parts as thin as hairs invalid."""
    cells = mosaic(16, 16, 1)
    farmland, line = (redrawn_blocks(cells, 16, size) for size in (3, 4))
    case.runs(
        PARCELS=case.office.write(parcel_frame(cells), "DLTB"),
        PBF=case.office.write(farmland.assign(YJJBNTMJ=1.0), "YJJBNTBHTB"),
        ZONES=[case.office.write(line, "STBHHX")],
    )
    pieces = case.office.pieces().set_index("piece_id", drop=False)
    assert pieces["pbf"].notna().any() and pieces["red_line"].notna().any()
    parts = pieces.geometry.explode(index_parts=False)
    assert (2 * parts.area > 0.001 * parts.length).all()
    area = pieces.geometry.area
    for ending in FORMATS:
        path = case.office.out / f"又一{ending}"
        target, progress = parse_destination(str(path), "pieces"), FeedbackProgress(QgsProcessingFeedback())
        with stage_together() as place:
            write_destination(target, pieces, {}, QgsProcessingContext(), progress, place, [])
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
        shapes = {feature.GetField("piece_id"): feature.GetGeometryRef().Clone() for feature in dataset.GetLayer(0)}
        bad = [name for name, shape in shapes.items() if not shape.IsValid()]
        assert set(shapes) == set(pieces.index) and not bad, ending
        assert max(abs(shape.GetArea() - area[name]) for name, shape in shapes.items()) < 0.005


def test_a_shapefile_that_cannot_hold_names_and_texts(case):
    """Two names with the same first ten bytes, Chinese ones, and a text of 400 bytes."""
    text = "很" * 133 + "a"
    wide = parcels(图斑备注说明=text, long_name_1="one", long_name_2="two")
    case.runs(
        **{**case.office.plain(), "PARCELS": case.office.write(wide, "DLTB")}, OUTPUT=str(case.office.out / "碎块.shp")
    )
    gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS may have set it
    stored = pyogrio.read_dataframe(case.office.out / "碎块.shp", read_geometry=False)
    names = pd.read_csv(case.office.out / "碎块.columns.csv", dtype=str).set_index("name")["column"]
    assert all(len(column.encode()) <= 10 for column in stored.columns)
    assert names[["cultivated_m2", "long_name_1", "long_name_2", "图斑备注说明"]].tolist() == [
        "cultivated",
        "long_name_",
        "long_name2",
        "图斑备",
    ]
    assert set(stored[names["long_name_1"]]) == {"one"} and set(stored[names["long_name_2"]]) == {"two"}
    assert set(stored[names["图斑备注说明"]]) == {"很" * 84}
    table, _ = judged(case, case.office.out / "碎块.shp")
    assert len(table) == 1 and table["cultivated_m2"].tolist() == [0]
    # Copied without the file beside it, the columns of the overlay are still recognised.
    (case.office.out / "碎块.columns.csv").unlink()
    assert judged(case, case.office.out / "碎块.shp")[0].index.tolist() == table.index.tolist()


def test_a_table_of_ones_own_beside_an_output(case):
    output = case.office.out / "碎块.shp"
    (case.office.out / "碎块.columns.csv").write_text("列,说明\n", encoding="utf-8")
    case.refused(**case.office.plain(), OUTPUT=str(output))


def test_a_unit_with_a_long_name(case):
    """256 characters, some of which no file's name may have: maps and letters of it are there."""
    name = "浮梁县*/" + "很" * 251
    given = {**case.office.plain(), "UNITS": case.office.write(units(XZQMC=name), "XZQ")}
    policy = case.office.data / "政策.yaml"
    policy.write_text((CITY / "policy.yaml").read_text(encoding="utf-8").replace("浮梁县", name), encoding="utf-8")
    case.runs("run_batch", **given, POLICY=str(policy), MAPS=True, LETTERS=True)
    shown = f"360222_浮梁县_{'很' * 40}_"
    for folder, ending in (("maps", "pdf"), ("letters", "docx")):
        (file,) = (case.office.out / folder).iterdir()
        assert file.name.startswith(shown) and len(file.stem) == 60 and file.suffix == f".{ending}", file


# What the system forbids.


def in_a_namespace(*commands):
    """Run commands as root in a private mount namespace; skip where that is not allowed."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("needs root and unshare")
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("mount namespaces are not allowed here")
    return ["unshare", "-m", "bash", "-c", "; ".join(("set -e", *commands, 'exec "$@"')), "bash"]


def by_qgis_process(case, prefix, language, algorithm="run_batch", environment=None, **given):
    """The real qgis_process in another environment; its exit status and log."""
    variables = {"LANG": f"{LOCALES[language]}.UTF-8", **(environment or {})}
    done = run_qgis_process(algorithm, given, prefix=prefix, **variables)
    assert done.status > 0, done.log[-2000:]
    assert case.row.is_said(done.log, language), done.log[-2000:]
    assert "Traceback" not in done.log
    return done


@pytest.mark.parametrize("language", LOCALES)
def test_a_folder_that_is_read_only(case, language):
    (case.office.out / PACKAGE).write_text("old")
    out = str(case.office.out)
    prefix = in_a_namespace(f"mount --bind '{out}' '{out}'", f"mount -o remount,bind,ro '{out}'")
    by_qgis_process(case, prefix, language, **case.office.plain(), OUTPUT_FOLDER=out, MAPS=False)
    assert content(case.office.out) == {PACKAGE: b"old"}


@pytest.fixture
def open_case(case):
    """The case in a folder that others can read; those of pytest are closed to them."""
    if os.geteuid() != 0:
        pytest.skip("needs root, who gives up its rights")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        case.office = Office(Path(folder))
        yield case


WITHOUT_RIGHTS = "os.setresgid(65534, 65534, 65534); os.setgroups([]); os.setresuid(65534, 65534, 65534)"


def test_a_folder_of_somebody_else(open_case):
    open_case.refused_in_a_child(WITHOUT_RIGHTS, **open_case.office.plain())


def test_an_input_of_somebody_else(open_case):
    given = open_case.office.plain()
    Path(given["PARCELS"].split("|")[0]).chmod(0o600)
    open_case.office.out.chmod(0o777)
    open_case.refused_in_a_child(WITHOUT_RIGHTS, **given)


def test_an_old_file_that_is_protected(case):
    """The same refusal as on Windows where a file is open: one file cannot be replaced, so none is."""
    if os.geteuid() != 0 or shutil.which("chattr") is None:
        pytest.skip("needs root and chattr")
    old_package(case)
    protected = case.office.out / "summary.xlsx"
    if subprocess.run(["chattr", "+i", str(protected)], capture_output=True, check=False).returncode:
        pytest.skip("files cannot be protected on this disk")
    try:
        refused(case)
    finally:
        subprocess.run(["chattr", "-i", str(protected)], check=True)


@pytest.mark.parametrize("language", ["zh"])
def test_a_workbook_that_is_open_on_windows(case, language, tmp_path_factory):
    old_package(case)
    before = content(case.office.out)
    environment = as_on_windows(case.office.out, tmp_path_factory)
    with held(case.office.out / "summary.xlsx"):
        given = {**case.office.plain(), "OUTPUT_FOLDER": str(case.office.out), "MAPS": False}
        by_qgis_process(case, (), language, environment=environment, **given, POLICY=str(CITY / "policy.yaml"))
    assert content(case.office.out) == before


def test_a_layer_more_beside_the_input_on_windows(case, tmp_path_factory):
    """QGIS has the input open while the output goes into the same file."""
    given = case.office.plain()
    path = Path(given["PARCELS"].split("|")[0])
    given["OUTPUT"] = f"ogr:dbname='{path}' table=\"碎块\" (geom)"
    environment = as_on_windows(case.office.folder, tmp_path_factory)
    done = run_qgis_process("overlay_parcels", given, **environment)
    assert done.status == 0, done.log[-2000:]
    assert case.row.happens.startswith("works")
    assert {"DLTB", "碎块"} <= set(pyogrio.list_layers(path)[:, 0])
    assert pyogrio.read_info(path, layer="碎块")["features"] == 15


# What others do while a run is at work.


class Meanwhile(QgsProcessingFeedback):
    """Something that happens once, while a run is at work: when it is half done, or when it says some words."""

    def __init__(self, happens, words=""):
        super().__init__(False)
        self.happens, self.words = happens, words
        self.progressChanged.connect(lambda percent: self.reach(percent > 40 and not words))

    def reach(self, moment):
        if moment and self.happens is not None:
            happens, self.happens = self.happens, None
            happens()

    def pushWarning(self, text):
        super().pushWarning(text)
        self.reach(self.words and self.words in text)


def add_table(package, kind="TABLE", name="我的表", columns="(a)"):
    """Another program adds a table to a GeoPackage."""
    code = (
        f"import sqlite3\nwith sqlite3.connect({str(package)!r}) as other:\n"
        f"    other.execute('CREATE {kind} {name} {columns}')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def tables_of(package):
    with sqlite3.connect(package) as one:
        return {name for (name,) in one.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_a_layer_added_to_the_old_results_meanwhile(case):
    package = old_package(case)
    case.office.run("run_batch", Meanwhile(lambda: add_table(package)), **case.office.plain())
    assert "我的表" in tables_of(package) and case.row.happens.startswith("works")
    assert [path.name for path in case.office.out.glob("*.gpkg")] == [PACKAGE]


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("late", [False, True])
def test_results_changed_meanwhile_in_a_way_that_cannot_be_moved(case, language, late):
    """A full-text index during the run; or a table while what users keep is moved into the new file."""
    package = old_package(case)
    layer = QgsVectorLayer(f"{package}|layername=conflicts", "占用冲突", "ogr")
    assert layer.dataProvider().addAttributes([make_field("核查意见", "text")])
    layer.updateFields()
    layer.dataProvider().changeAttributeValues({1: {layer.fields().indexOf("核查意见"): "已拆除"}})
    del layer
    given = {**case.office.plain(), "PARCELS": case.office.write(parcels()[1:], "DLTB")}
    with speaking(language):
        if late:
            feedback = Meanwhile(lambda: add_table(package), "kept_conflicts")
        else:
            feedback = Meanwhile(lambda: add_table(package, "VIRTUAL TABLE", "全文", "USING fts4(a)"))
        case.office.run("run_batch", feedback, **given)
    assert case.row.is_said(case.office.log, language), case.office.log
    kept = package.with_name("farmland_redline.1.gpkg")
    assert ("我的表" if late else "全文") in tables_of(kept)
    assert len(pyogrio.read_dataframe(package, layer="conflicts")) == 0
    with sqlite3.connect(kept) as one:
        assert one.execute("SELECT 核查意见 FROM conflicts").fetchall() == [("已拆除",)]


@pytest.mark.parametrize("language", LOCALES)
def test_an_old_workbook_changed_meanwhile(case, language):
    old_package(case)
    workbook = case.office.out / "summary.xlsx"
    with speaking(language):
        feedback = Meanwhile(lambda: workbook.write_bytes(b"typed by hand"))
        case.office.run("run_batch", feedback, **case.office.plain())
    assert case.row.is_said(case.office.log, language), case.office.log
    assert (case.office.out / "summary.1.xlsx").read_bytes() == b"typed by hand"
    assert workbook.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("form", ["pdf", "png", "svg"])
def test_sheets_of_an_atlas_that_are_not_whole(case, form):
    """Left by a machine that stopped while it wrote them: an empty one, one of zeros, one that is cut."""
    given = case.office.plain()
    houses = parcels(DLBM=["0702"] * 5 + ["0101"] * 5)
    case.office.run("run_batch", **{**given, "PARCELS": case.office.write(houses, "DLTB")})
    atlas = {"PACKAGE": str(case.office.out / PACKAGE), "BY": "conflict", "SEVERITY": "0", "FORMAT": form}
    atlas |= {"POLICY": str(CITY / "policy.yaml"), "OUTPUT_FOLDER": str(case.office.out / "图集")}
    sheets = case.office.out / "图集" / ".redline_sheets"
    stopping = cancelled_when(lambda _: (sheets / "00003.json").exists())
    assert case.office.run("export_conflict_atlas", stopping, **atlas) == {}
    first, second, third = sorted(sheets.glob(f"*.{form}"))[:3]
    whole = second.read_bytes()
    first.write_bytes(b"")
    second.write_bytes(bytes(len(whole)))
    third.write_bytes(third.read_bytes()[:-100])
    result = case.office.run("export_conflict_atlas", **atlas)
    assert result["SHEET_COUNT"] == result["FILE_COUNT"] == 5
    made = sorted((case.office.out / "图集").iterdir())
    ends = {"pdf": b"%%EOF", "png": b"IEND\xaeB`\x82", "svg": b"</svg>"}
    assert len(made) == 5 and all(path.read_bytes().rstrip().endswith(ends[form]) for path in made)
    assert form == "pdf" or made[1].read_bytes() == whole


def test_texts_that_a_spreadsheet_takes_for_formulas(case):
    """Of the survey, in tables as CSV; wide signs are taken for plain ones in Chinese versions."""
    names = ["＝1+1", "\t=2", " +3", "甲\n=4", "－5"]
    houses = parcels(DLBM=["0702"] * 5 + ["0101"] * 5, ZLDWMC=names + ["村"] * 5)
    given = {**case.office.plain(), "PARCELS": case.office.write(houses, "DLTB"), "CSV": True, "REPORTS": False}
    case.runs("run_batch", **given)
    lines = (case.office.out / "csv" / "冲突清单.csv").read_text(encoding="utf-8-sig").splitlines()
    cells = [cell for line in lines for cell in next(csv.reader([line]))]
    assert {"'＝1+1", "'=2", "'+3", "甲 =4", "'－5"} <= set(cells)  # blanks around a name are cut
    assert not [cell for cell in cells if cell.strip()[:1] in ("=", "+", "@", "＝", "＋", "－", "＠")]


def test_a_list_longer_than_people_use(case):
    """10,003 parcels of 15 mu of unplanted land: 10,000 in the sheet, all beside it and in the GeoPackage, unasked."""
    count = 10_003
    number = np.arange(count)
    west, south = X + number % 100 * 100, Y + number // 100 * 100
    land = parcels(count, DLBM="0101", ZZSXDM="WG", TBMJ=10_000.0, TBDLMJ=10_000.0)
    land = land.set_geometry(gpd.GeoSeries(shapely.box(west, south, west + 100, south + 100), crs="EPSG:4527"))
    case.office.run("run_batch", PARCELS=case.office.write(land, "DLTB"), LANGUAGE="zh")
    book = openpyxl.load_workbook(case.office.out / "summary.xlsx")
    sheet = book["撂荒耕地清单"]
    assert "仅列出前 10000 行，共 10003 行" in sheet["A2"].value and "GeoPackage" in sheet["A2"].value
    heads, *rows = sheet.iter_rows(min_row=int(sheet.print_title_rows.split("$")[-1]), values_only=True)
    area = heads.index("现状耕地净面积（亩）")
    assert len(rows) == 10_001 and rows[-1][area] == pytest.approx(15 * count)
    linked = case.office.out / unquote(sheet["A3"].hyperlink.target)
    # The findings on use are as many; their sheet is in the technical workbook.
    assert {file.name for file in (case.office.out / "csv").iterdir()} == {linked.name, "耕地利用清单.csv"}
    with linked.open(encoding="utf-8-sig", newline="") as file:
        listed = [*csv.DictReader(file)]
    assert len(listed) == count + 1 and {row["图斑标识码（BSM）"] for row in listed[:-1]} == set(land["BSM"])
    assert pyogrio.read_info(case.office.out / PACKAGE, layer="abandoned")["features"] == count
    assert [sheet.title for sheet in book if sheet["A3"].hyperlink] == ["撂荒耕地清单"]


@pytest.mark.parametrize("language", LOCALES)
def test_a_template_or_form_that_is_deleted_meanwhile(case, language):
    """After it was read and checked: the letters or the form are missing, the figures are there."""
    form, template = case.office.data / "表.xlsx", case.office.data / "函.docx"
    book = openpyxl.Workbook()
    book.defined_names["redline_title"] = DefinedName("redline_title", attr_text="Sheet!$A$1")
    book.save(form)
    shutil.copy(next((ROOT / "resources").rglob("*.docx")), template)

    def delete():
        form.unlink()
        template.unlink()

    given = {**case.office.plain(), "LETTERS": True, "LETTER_TEMPLATE": str(template), "OWN_WORKBOOK": str(form)}
    with speaking(language):
        case.office.run("run_batch", Meanwhile(delete), **given)
    assert case.row.is_said(case.office.log, language), case.office.log
    made = sorted(path.name for path in case.office.out.iterdir())
    assert made == [PACKAGE, "report.html", "summary.xlsx", "technical.xlsx"]
    assert len(pyogrio.read_dataframe(case.office.out / PACKAGE, layer="pieces")) == 15


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("algorithm", ["run_batch", "overlay_parcels"])
def test_an_output_folder_that_is_deleted_meanwhile(case, language, algorithm):
    given = case.office.plain()
    with speaking(language), pytest.raises(QgsProcessingException):
        case.office.run(algorithm, Meanwhile(lambda: shutil.rmtree(case.office.out)), **given)
    assert case.row.is_said(case.office.log, language), case.office.log
    assert "Traceback" not in case.office.log


# What others have left.


@pytest.mark.parametrize("data", [b"", b"no database"])
def test_a_log_beside_results_that_cannot_be_opened(case, data):
    """All that a program had written may be in the log: a new file has none of it in itself."""
    package = case.office.out / "碎块.gpkg"
    log = package.with_name(package.name + "-wal")
    logged = case.office.folder / "log.gpkg"
    with sqlite3.connect(logged) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE a AS SELECT randomblob(100000)")
        other.commit()
        written = logged.with_name(logged.name + "-wal").read_bytes()
    package.write_bytes(data)
    log.write_bytes(written)
    case.office.run("overlay_parcels", **case.office.plain())
    assert case.row.is_said(case.office.log, "en"), case.office.log
    assert not log.exists() and pyogrio.read_info(package, layer="provenance")["features"] > 0
    assert package.with_name("碎块.1.gpkg").read_bytes() == data
    assert package.with_name("碎块.1.gpkg-wal").read_bytes() == written


@pytest.mark.parametrize("old", [False, True])
def test_sidecars_that_were_left(case, old):
    """An encoding, a system and indexes of other layers, which GDAL and QGIS would take for the new one's."""
    given = case.office.plain()
    case.office.run(**given)
    table, shapes = judged(case, case.office.out / "碎块.gpkg")
    for name, sides in {"又一.shp": (".cpg", ".qpj", ".sbn", ".sbx", ".qix"), "再一.gml": (".gfs", ".xsd")}.items():
        target = case.office.out / name
        if old:
            target.write_bytes(b"what was there")
        left = {target.with_suffix(side): b"ISO-8859-1" if side == ".cpg" else b"left" for side in sides}
        for path, data in left.items():
            path.write_bytes(data)
        case.runs(**given, OUTPUT=str(target))
        for path, data in left.items():
            assert not path.exists() or path.read_bytes() != data, path
            first = path.with_name(f"{path.name}.1")
            assert first.exists() != old and (old or first.read_bytes() == data)
        other, same = judged(case, target)
        pd.testing.assert_frame_equal(other, table, check_dtype=False)
        assert shapes.geom_equals_exact(same, 1e-6).all()


def test_a_table_with_the_name_of_a_shapefile(case):
    (case.office.out / "碎块.dbf").write_bytes(b"a table of the office")
    refused(case, "overlay_parcels", OUTPUT=str(case.office.out / "碎块.shp"))


def test_a_folder_of_the_users_own_by_the_name_of_ours(case):
    (case.office.out / ".farmland_redline" / "new").mkdir(parents=True)
    (case.office.out / ".farmland_redline" / "new" / "笔记.txt").write_text("theirs")
    refused(case)


def test_a_folder_of_the_users_own_by_a_name_like_ours(case):
    notes = case.office.out / ".farmland_redline_notes" / "笔记.txt"
    notes.parent.mkdir()
    notes.write_text("theirs")
    case.runs("run_batch", **case.office.plain())
    assert notes.read_text() == "theirs"


@pytest.mark.parametrize("name", ["maps", "letters", "csv", "counties"])
def test_a_linked_folder_among_the_results(case, name):
    elsewhere = case.office.folder / "去年"
    elsewhere.mkdir()
    (elsewhere / "360222_浮梁县.pdf").write_text("last year's")
    (case.office.out / name).symlink_to(elsewhere)
    refused(case)


@pytest.mark.parametrize("folder", ["成果%20一", "%E4%B8%AD"])
def test_a_folder_with_a_code_in_its_name(case, folder):
    (case.office.out / folder).mkdir()
    refused(case, OUTPUT_FOLDER=str(case.office.out / folder))
    refused(case, "overlay_parcels", OUTPUT=str(case.office.out / folder / "碎块.gpkg"))

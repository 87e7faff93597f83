"""Outputs that cannot be written, or would destroy something: refused before the work, and nothing is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pyogrio
import pytest
from conftest import run_qgis_process
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from farmland_redline.processing.bridge.io.staging import staging

from .conftest import LOCALES, Office, content, parcels, speaking, zones
from .test_layers import other_program

PACKAGE = "farmland_redline.gpkg"


def old_package(case):
    """A package of results in the output folder, made by a run."""
    case.office.run("run_batch", **case.office.plain())
    return case.office.out / PACKAGE


def refused(case, algorithm="run_batch", ignore=("-wal", "-shm"), **given):
    """In both languages; other programs may have files of their own beside theirs."""
    plain = case.office.plain()
    before = content(case.office.folder)
    for language in LOCALES:
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


def test_results_that_are_loaded_in_qgis(case):
    """On Linux they are replaced under the loaded layers, which read the new ones from then on."""
    package = old_package(case)
    layer = QgsVectorLayer(f"{package}|layername=pieces", "叠加碎块", "ogr")
    QgsProject.instance().addMapLayer(layer)
    assert layer.featureCount() == 15
    case.runs("run_batch", PARCELS=case.office.write(parcels(4), "DLTB"))
    layer.dataProvider().reloadData()
    assert len(list(layer.getFeatures())) == 4


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


def test_results_among_the_inputs(case):
    package = old_package(case)
    refused(case, PREVIOUS=f"{package}|layername=pieces")


def test_a_workbook_that_is_an_input(case):
    case.office.run(**case.office.plain())
    targets = case.office.data / "目标.xlsx"
    targets.write_bytes(b"PK")
    pieces = f"{case.office.out / '碎块.gpkg'}|layername=pieces"
    refused(case, "summarise_by_unit", PIECES=pieces, TARGETS=str(targets), WORKBOOK=str(targets))


def test_a_package_with_layers_of_the_users_own(case):
    package = old_package(case)
    pyogrio.write_dataframe(zones(), package, layer="我的 核查")
    refused(case)


def test_a_geopackage_with_other_layers_as_output(case):
    source = case.office.write(zones(), "核查")
    refused(case, "overlay_parcels", OUTPUT=source.split("|")[0])


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


@pytest.mark.parametrize("name", ["a|b.gpkg", "a\nb.gpkg"])
def test_a_name_that_qgis_takes_apart(case, name):
    refused(case, "overlay_parcels", OUTPUT=str(case.office.out / name))


def test_a_folder_that_qgis_takes_apart(case):
    refused(case, OUTPUT_FOLDER=str(case.office.out / "甲|乙"))


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


# What the system forbids.


def in_a_namespace(*commands):
    """Run commands as root in a private mount namespace; skip where that is not allowed."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("needs root and unshare")
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("mount namespaces are not allowed here")
    return ["unshare", "-m", "bash", "-c", "; ".join(("set -e", *commands, 'exec "$@"')), "bash"]


def by_qgis_process(case, prefix, language, algorithm="run_batch", **given):
    """The real qgis_process in another environment; its exit status and log."""
    done = run_qgis_process(algorithm, given, prefix=prefix, LANG=f"{LOCALES[language]}.UTF-8")
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

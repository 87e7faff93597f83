"""Tables of decisions that somebody has sent with results, or changed by hand, and answers of patrols."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from conftest import CITY
from damaged_pages import damage
from qgis.core import QgsVectorLayer

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.decisions import DecisionTable, shape_hash

TEXTS = ("layer", "finding", "verdict", "remark", "reviewer", "decided", "shape")
TABLE = ", ".join(["fid INTEGER PRIMARY KEY AUTOINCREMENT", *(f"{name} TEXT" for name in TEXTS), "version INTEGER"])
REGISTERED = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
    " VALUES ('decisions', 'attributes', 'decisions', 0)"
)


@pytest.fixture
def results(case) -> tuple[Path, dict[str, object], str, str]:
    """Results of a run with one conflict: their GeoPackage, the inputs, the conflict's id and the hash of its shape."""
    given = {**case.office.plain(), "WORKBOOK": False, "PAGE": False}
    case.office.run("run_batch", **given)
    package = case.office.out / "farmland_redline.gpkg"
    layer = QgsVectorLayer(f"{package}|layername=conflicts", "", "ogr")
    (found,) = layer.getFeatures()
    return package, given, str(found["conflict_id"]), shape_hash(found.geometry())


def written(package: Path, *rows: dict[str, object], columns: str = TABLE, then: str = "") -> None:
    """A table of decisions with these rows, which replaces another one."""
    with closing(sqlite3.connect(package)) as database:
        database.execute("DELETE FROM gpkg_contents WHERE table_name = 'decisions'")
        database.execute("DROP TABLE IF EXISTS decisions")
        database.execute(f"CREATE TABLE decisions ({columns})")
        database.execute(REGISTERED)
        for row in rows:
            places = ", ".join("?" * len(row))
            database.execute(f"INSERT INTO decisions ({', '.join(row)}) VALUES ({places})", list(row.values()))  # noqa: S608
        database.executescript(then)
        database.commit()


def test_values_that_are_none(case, results):
    """The newest row counts, whatever number it has; numbers beyond all, half characters and controls are text."""
    package, given, finding, shape = results
    good = {"layer": "conflicts", "finding": finding, "verdict": "rejected", "shape": shape}
    odd = "=1+1\n<script>alert(1)</script>\x01[% env('HOME') %]"
    for rows in (
        [{**good, "verdict": "confirmed", "version": 2**63 - 1}, {**good, "version": 1}],
        [{**good, "version": "x"}],
        [{**good, "version": 1, "fid": -7}],
        [{**good, "version": 1, "remark": odd}],
        [{**good, "version": 1, "decided": "99999-99-99T99:99"}],
    ):
        written(package, *rows)
        case.office.run("run_batch", **given)
        conflicts = pyogrio.read_dataframe(package, layer="conflicts")
        assert conflicts["verdict"].tolist() == ["rejected"] and conflicts["area_m2"].sum().round(2) == 4_999.98
        assert DecisionTable(package).add("conflicts", finding, "confirmed", "", "", shape).verdict == "confirmed"
        newest = DecisionTable(package).newest("conflicts", finding)
        assert newest is not None and newest.verdict == "confirmed"
    written(package, {**good, "version": 1}, then="UPDATE decisions SET remark = CAST(x'B5D8D6E0' AS TEXT)")
    case.runs("run_batch", **given)
    assert pyogrio.read_dataframe(package, layer="conflicts")["verdict"].tolist() == ["rejected"]


def test_verdicts_that_are_none(case, results):
    package, given, finding, shape = results
    written(package, {"layer": "conflicts", "finding": finding, "verdict": " Rejected", "shape": shape, "version": 1})
    case.runs("run_batch", **given)
    conflicts = pyogrio.read_dataframe(package, layer="conflicts")
    assert conflicts["verdict"].isna().all() and conflicts["area_m2"].sum().round(2) == 4_999.98


@pytest.mark.parametrize("kind", ["endless", "virtual", "other columns"])
def test_a_table_of_others(case, results, kind):
    package, given, _, _ = results
    statements = {
        "endless": "CREATE VIEW decisions AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
        " SELECT n AS fid, 'conflicts' AS layer, n AS finding, 'rejected' AS verdict, '' AS remark, '' AS reviewer,"
        " '' AS decided, '' AS shape, 1 AS version FROM r",
        "virtual": "CREATE VIRTUAL TABLE decisions USING rtree(fid, least, most)",
        "other columns": "CREATE TABLE decisions (fid INTEGER PRIMARY KEY, 会议 TEXT)",
    }
    with closing(sqlite3.connect(package)) as database:
        database.execute(statements[kind])
        database.execute(REGISTERED)
        database.commit()
    case.refused("run_batch", **given)


def test_statements_that_run_with_a_decision(case, results):
    """A trigger that empties the conflicts, and one that turns the decision round: nothing is written."""
    package, _, finding, shape = results
    for body in ("DELETE FROM conflicts", "UPDATE decisions SET verdict = 'rejected'"):
        written(package, then=f"CREATE TRIGGER tr AFTER INSERT ON decisions BEGIN {body}; END;")
        before = package.read_bytes()
        with pytest.raises(InputError) as caught:
            DecisionTable(package).add("conflicts", finding, "confirmed", "", "", shape)
        assert case.row.is_said(str(caught.value), "en")
        assert package.read_bytes() == before
    assert len(pyogrio.read_dataframe(package, layer="conflicts")) == 1


def test_a_column_that_takes_no_text(case, results):
    """A verdict in a column of dates would be kept as nothing."""
    package, _, finding, shape = results
    written(package, columns=TABLE.replace("verdict TEXT", "verdict DATE"))
    with pytest.raises(InputError) as caught:
        DecisionTable(package).add("conflicts", finding, "confirmed", "", "", shape)
    assert case.row.is_said(str(caught.value), "en")
    with closing(sqlite3.connect(package)) as database:
        assert database.execute("SELECT count(*) FROM decisions").fetchone() == (0,)


def answers(case, finding: str, name: str = "设备一/patrol.gpkg", **values: object) -> dict[str, object]:
    """What a device brings back on a finding; the parameters that read it."""
    columns = ("verdict", "found", "remark", "checker", "checked", "photo_1", "photo_2")
    row = {"layer": "conflicts", "finding": finding, "version": 0, "shape": "", **dict.fromkeys(columns, "")}
    path = case.office.data / "设备" / name
    path.parent.mkdir(parents=True)
    frame = pd.DataFrame([{**row, "verdict": "confirmed", "checker": "李", **values}])
    pyogrio.write_dataframe(frame, path, layer="patrol")
    package = case.office.out / "farmland_redline.gpkg"
    return {"PACKAGE": str(package), "PATROL_FOLDER": str(case.office.data / "设备")}


def test_answers_of_a_patrol_that_cannot_be_read(case, results):
    """One of two devices: the other's answers are not taken either, so that nobody thinks that these were all."""
    given = answers(case, results[2])
    other = Path(given["PATROL_FOLDER"]) / "设备二.gpkg"
    whole = (other.parent / "设备一" / "patrol.gpkg").read_bytes()
    for content in (whole[:5_000], b"no GeoPackage" * 1_000):
        other.write_bytes(content)
        case.refused("import_patrol", **given)
    for kind in ("zeros", "noise"):
        other.write_bytes(whole)
        damage(other, kind, 1, "patrol")
        case.refused("import_patrol", **given)
    other.write_bytes(whole)
    with closing(sqlite3.connect(other)) as database:
        database.executescript(
            "ALTER TABLE patrol RENAME TO 旧; CREATE VIEW patrol AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL"
            " SELECT n + 1 FROM r) SELECT n AS fid, 'confirmed' AS verdict FROM r"
        )
    case.refused("import_patrol", **given)


def test_results_with_a_damaged_page(case, results):
    """What is made of them stops; so does a run that would take their decisions over, and they stay."""
    package, given, finding, shape = results
    written(package, {"layer": "conflicts", "finding": finding, "verdict": "rejected", "shape": shape, "version": 1})
    whole, folder = package.read_bytes(), case.office.folder / "函"
    further = {"PACKAGE": str(package), "OUTPUT_FOLDER": str(folder), "POLICY": str(CITY / "policy.yaml")}
    for table, algorithm, asked in (
        ("pieces", "export_county_maps", further),
        ("conflicts", "export_county_letters", further),
        ("summary", "export_county_letters", further),
        ("decisions", "run_batch", given),
        ("decisions", "import_patrol", answers(case, finding)),
    ):
        package.write_bytes(whole)
        damage(package, "zeros", 1, table)
        case.refused(algorithm, **asked)


def test_values_of_answers_that_are_none(case, results):
    package, _, finding, _ = results
    given = answers(case, finding, version=float("inf"), checked="never", photo_1="../../../etc/passwd", photo_2="a\nb")
    case.runs("import_patrol", **given)
    newest = DecisionTable(package).newest("conflicts", finding)
    assert newest is not None and newest.verdict == "confirmed" and newest.version == 1
    assert not (package.parent / "photos").exists()


def test_answers_beside_statements_that_run(case, results):
    package, _, finding, _ = results
    given = answers(case, finding)
    with closing(sqlite3.connect(package)) as database:
        columns = "layer verdict finding found remark checker checked photos source".replace(" ", " TEXT, ")
        database.execute(f"CREATE TABLE field_checks (fid INTEGER PRIMARY KEY AUTOINCREMENT, {columns} TEXT)")
        database.execute(REGISTERED.replace("decisions", "field_checks"))
        database.execute("CREATE TRIGGER tr AFTER INSERT ON field_checks BEGIN DELETE FROM conflicts; END")
        database.commit()
    case.refused("import_patrol", **given)


def test_a_folder_of_photos_that_is_a_link(case, results):
    package, _, finding, _ = results
    elsewhere = case.office.folder / "别处"
    elsewhere.mkdir()
    (package.parent / "photos").symlink_to(elsewhere)
    case.refused("import_patrol", **answers(case, finding))
    assert not list(elsewhere.iterdir())

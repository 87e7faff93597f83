"""Tables of decisions that somebody has sent with results, or changed by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
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

"""Outputs that go to a table of a database: whole, or not at all; what was there stays until the new rows are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from osgeo import ogr
from postgres import DATABASE, PASSWORD, USER, Cluster, Proxy, running_proxy
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from .conftest import LOCALES, parcels, speaking, zones

TABLE, ZONES, PROBLEMS = "碎块", "地块", "问题"
# Each table that is made afterwards drops the rows that are put into it, without an error.
REJECT = """
CREATE OR REPLACE FUNCTION reject() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE OR REPLACE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
  FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' LOOP
    EXECUTE format(
      'CREATE TRIGGER reject BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION reject()', made.object_identity);
  END LOOP;
END $$;
CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION watch();
"""


@pytest.fixture
def proxy(postgis: Cluster) -> Iterator[Proxy]:
    """A proxy before the server."""
    with running_proxy(postgis) as proxy:
        yield proxy


def output(proxy: Proxy, table: str = f'"public"."{TABLE}"') -> str:
    """A destination as QGIS's dialog writes it."""
    return (
        f"postgis:dbname='{DATABASE}' host='127.0.0.1' port={proxy.port} user='{USER}' password='{PASSWORD}' "
        f"sslmode=disable table={table} (geom)"
    )


def tables(postgis: Cluster) -> dict[str, int]:
    """The tables of the schema with the numbers of their rows."""
    names = [name for (name,) in postgis.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    return {name: int(postgis.sql(f'SELECT count(*) FROM "{name}"')[0][0]) for name in names if "spatial" not in name}  # noqa: S608


def fails(case, postgis: Cluster, proxy: Proxy, language: str, leaves: bool = False, rules: str = "") -> None:
    """A run that ends with the row's sentence; the old rows are as they were."""
    postgis.sql(f'CREATE TABLE "{TABLE}" (a int); INSERT INTO "{TABLE}" VALUES (1), (2);{rules}')  # noqa: S608
    with speaking(language), pytest.raises(QgsProcessingException):
        case.office.run("overlay_parcels", **{**case.office.plain(), "OUTPUT": output(proxy)})
    assert case.row.is_said(case.office.log, language), case.office.log
    assert PASSWORD not in case.office.log and "Traceback" not in case.office.log
    proxy.cut()  # what waits in a frozen line never arrives
    left = tables(postgis)
    assert left.pop(TABLE) == 2 and (leaves or not left)
    assert all(name in case.office.log for name in left)


@pytest.mark.parametrize("table", [f'"public"."{TABLE}"', f'"{TABLE}"'])
def test_an_output_to_a_database(case, postgis, proxy, table):
    """Twice into the same table, whose name QGIS gives with a schema or without."""
    for count in (10, 9):
        given = {**case.office.plain(), "PARCELS": case.office.write(parcels(count), "DLTB")}
        result = case.office.run("overlay_parcels", **given, OUTPUT=output(proxy, table))
        assert tables(postgis) == {TABLE: count + 5} and f'"{TABLE}"' in result["OUTPUT"]
    areas = postgis.sql(f'SELECT round(sum(area_m2)::numeric, 2), count(DISTINCT piece_id) FROM "{TABLE}"')  # noqa: S608
    assert areas == [["89999.64", "14"]] and case.row.happens.startswith("works")


@pytest.mark.parametrize("language", LOCALES)
def test_a_database_that_drops_rows(case, postgis, proxy, language):
    fails(case, postgis, proxy, language, rules=REJECT)


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("moment", ["CREATE TABLE", "INSERT INTO", "COMMIT", "ALTER TABLE", "count("])
def test_a_database_whose_connection_breaks(case, postgis, proxy, language, moment):
    """Whatever QGIS is doing: the table may be left under its working name, and is named."""
    proxy.after(proxy.cut, text=moment.encode())
    fails(case, postgis, proxy, language, leaves=True)


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("moment", ["INSERT INTO", "COMMIT", "count("])
def test_a_database_that_is_frozen(case, postgis, proxy, impatient, language, moment):
    """It keeps its connections, as a machine that sleeps."""
    proxy.after(proxy.freeze, text=moment.encode())
    fails(case, postgis, proxy, language, leaves=True)


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("how", ["cut", "freeze"])
def test_a_database_that_is_lost_at_the_last_step(case, postgis, proxy, impatient, language, how):
    """The statement does not arrive, of which the run knows nothing."""
    proxy.after(getattr(proxy, how), text=b"RENAME TO")
    fails(case, postgis, proxy, language, leaves=True)


def test_several_tables_that_are_lost_at_the_last_step(case, postgis, proxy):
    """All three are named, with what may be left of them; the old ones stand."""
    for table in (TABLE, ZONES, PROBLEMS):
        postgis.sql(f'CREATE TABLE "{table}" (a int); INSERT INTO "{table}" VALUES (1), (2);')  # noqa: S608
    proxy.after(proxy.cut, text=f'RENAME TO "{PROBLEMS}"'.encode())
    with pytest.raises(QgsProcessingException):
        case.office.run("overlay_parcels", **{**case.office.plain(), **all_outputs(proxy)})
    assert case.row.is_said(case.office.log, "en") and all(
        f"“{t}”" in case.office.log for t in (TABLE, ZONES, PROBLEMS)
    )
    proxy.cut_once()
    left = tables(postgis)
    assert [left.pop(table) for table in (TABLE, ZONES, PROBLEMS)] == [2, 2, 2]
    assert len(left) == 3 and all(name in case.office.log for name in left)


@pytest.mark.parametrize("is_done", [True, False])
def test_only_the_last_answer_is_lost(case, postgis, proxy, is_done):
    """The line is whole again at once: QGIS asks once more, and the database says what has become of the tables."""
    postgis.sql(f'CREATE TABLE "{TABLE}" (a int); INSERT INTO "{TABLE}" VALUES (1), (2);')  # noqa: S608
    given = {**case.office.plain(), "OUTPUT": output(proxy)}

    def lose() -> None:
        if is_done:  # what the run is sending
            ((written,),) = postgis.sql("SELECT tablename FROM pg_tables WHERE tablename LIKE 'farmland%'")
            postgis.sql(f'DROP TABLE "{TABLE}"; ALTER TABLE "{written}" RENAME TO "{TABLE}"')
        proxy.cut_once()

    proxy.after(lose, text=b"RENAME TO")
    case.runs(**given)
    assert tables(postgis) == {TABLE: 15}


def test_a_database_whose_connection_breaks_and_comes_back(case, postgis, proxy):
    proxy.after(proxy.cut_once, text=b"INSERT INTO")
    fails(case, postgis, proxy, "en", leaves=True)


@pytest.mark.parametrize("language", LOCALES)
def test_an_old_table_that_a_view_needs(case, postgis, proxy, language):
    postgis.sql(f'CREATE TABLE "{TABLE}" (a int); CREATE VIEW "看" AS SELECT * FROM "{TABLE}"')  # noqa: S608
    with speaking(language), pytest.raises(QgsProcessingException):
        case.office.run("overlay_parcels", **{**case.office.plain(), "OUTPUT": output(proxy)})
    assert case.row.is_said(case.office.log, language), case.office.log
    assert tables(postgis) == {TABLE: 0} and postgis.sql('SELECT count(*) FROM "看"') == [["0"]]


def all_outputs(proxy: Proxy) -> dict[str, str]:
    """Three outputs of a run into one database; that of zones has no geometry."""
    tables = {"OUTPUT": TABLE, "ZONES_TABLE": ZONES, "PROBLEMS": PROBLEMS}
    return {name: output(proxy, f'"public"."{table}"') for name, table in tables.items()}


@pytest.mark.parametrize(("moment", "language"), [('"remedy"', "en"), ('"remedy"', "zh"), ("needed", "en")])
def test_several_tables_of_which_one_cannot_be_replaced(case, postgis, proxy, language, moment):
    """The last of three, as the line breaks where it is made, or as a view needs the old one."""
    for table in (TABLE, ZONES, PROBLEMS):
        postgis.sql(f'CREATE TABLE "{table}" (a int); INSERT INTO "{table}" VALUES (1), (2);')  # noqa: S608
    if moment == "needed":
        postgis.sql(f'CREATE VIEW "看" AS SELECT * FROM "{PROBLEMS}"')  # noqa: S608
    else:  # a column of the last table alone
        proxy.after(proxy.cut, text=moment.encode())
    with speaking(language), pytest.raises(QgsProcessingException):
        case.office.run("overlay_parcels", **{**case.office.plain(), **all_outputs(proxy)})
    assert case.row.is_said(case.office.log, language), case.office.log
    assert PASSWORD not in case.office.log and "Traceback" not in case.office.log
    proxy.mend()
    left = tables(postgis)
    assert [left.pop(table) for table in (TABLE, ZONES, PROBLEMS)] == [2, 2, 2]
    assert all(name in case.office.log for name in left) and (moment != "needed" or not left)


def test_several_tables_in_one_database(case, postgis, proxy):
    """Twice, with old tables the second time; one has no geometry; what a table needs is renamed with it."""
    for count in (10, 9):
        given = {**case.office.plain(), "PARCELS": case.office.write(parcels(count, TBMJ=9000.0), "DLTB")}
        result = case.office.run("overlay_parcels", **given, **all_outputs(proxy))
        there = tables(postgis)
        assert there.pop(PROBLEMS) and there == {TABLE: count + 5, ZONES: 1}
        for name, rows in (("OUTPUT", count + 5), ("ZONES_TABLE", 1)):
            layer = QgsVectorLayer(re.sub(r"^\w+:(//)?", "", result[name]), "", "postgres")
            assert layer.isValid(), result[name]
            assert layer.featureCount() == rows and layer.isSpatial() == (name == "OUTPUT")
    assert case.row.happens.startswith("works")


@pytest.mark.parametrize("table", [f'"public"."{TABLE}"', f'"{TABLE}"'])
def test_two_outputs_in_one_table(case, postgis, proxy, table):
    case.refused(**case.office.plain(), OUTPUT=output(proxy), PROBLEMS=output(proxy, table))


@pytest.mark.parametrize("language", LOCALES)
def test_a_database_that_cannot_be_reached(case, postgis, proxy, language):
    proxy.cut()
    fails(case, postgis, proxy, language)


@pytest.mark.parametrize("table", ['"public"."dltb"', '"dltb"'])
@pytest.mark.parametrize("kind", ["the table", "a view of it", "a query of it", "a filter", "a virtual layer"])
def test_a_table_that_is_an_input_of_the_run(case, postgis, proxy, table, kind):
    """The input is reached by the socket, the output by a port."""
    postgis.load(parcels(), "dltb")
    postgis.sql("CREATE VIEW dltb_view AS SELECT * FROM dltb;")
    source = postgis.layer("dltb", rows="\"DLBM\" = '0101'" if kind == "a filter" else "")
    if kind == "a view of it":
        source = postgis.layer("dltb_view")
    if kind == "a query of it":
        source = source.replace('"public"."dltb"', '"(SELECT * FROM dltb ORDER BY id)"')
    given = f"postgres://{source}"
    if kind == "a virtual layer":
        layer = QgsVectorLayer(source, "dltb", "postgres")
        QgsProject.instance().addMapLayer(layer)
        given = f"virtual://?query=SELECT * FROM {layer.id()}"  # noqa: S608
    case.refused(PARCELS=given, PBF=case.office.write(zones()), OUTPUT=output(proxy, table))
    assert tables(postgis) == {"dltb": 10} and PASSWORD not in case.office.log


def spatialite(case, table: str) -> str:
    """A destination in a database of SpatiaLite, which is made with the first."""
    path = case.office.folder / "库.sqlite"
    if not path.exists():
        ogr.GetDriverByName("SQLite").CreateDataSource(str(path), ["SPATIALITE=YES"])
    return f"spatialite:dbname='{path}' table=\"{table}\" (geom)"


def test_a_new_table_of_spatialite(case):
    """By hand: of ten parcels five lie half in PBF."""
    given = case.office.plain()
    for name in (TABLE, ZONES):
        case.runs(**given, OUTPUT=spatialite(case, name))
        layer = QgsVectorLayer(spatialite(case, name).partition(":")[2], name, "spatialite")
        rows = list(layer.getFeatures())
        assert len(rows) == 15 and {row["sliver"] for row in rows} == {0}
        assert sum(row["area_m2"] for row in rows) == pytest.approx(10 * 9999.96)
        assert all(row.geometry().isGeosValid() for row in rows)


def test_an_old_table_of_spatialite(case):
    """Also one that another program has made: QGIS deletes it with the statement that makes the new one."""
    given = {**case.office.plain(), "OUTPUT": spatialite(case, TABLE)}
    case.office.run("overlay_parcels", **given)
    case.refused(**given)

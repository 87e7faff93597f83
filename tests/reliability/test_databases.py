"""Layers of a PostgreSQL database whose connection breaks, or that others edit, while a run reads them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pytest
import shapely
from conftest import run_qgis_process
from postgres import PASSWORD, Cluster, Proxy, running_proxy
from qgis.core import (
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)

from farmland_redline.processing.bridge.io.database_views import why_endless_view

from .conftest import CODE, LOCALES, Office, X, Y, content, parcels, speaking, zones

COUNT, JOINED = 5_000, 400  # of a join QGIS asks the database row by row
FILTERS = hasattr(QgsProcessingFeatureSourceDefinition("", False), "filterExpression")


@pytest.fixture
def proxy(postgis: Cluster) -> Iterator[Proxy]:
    """A proxy before the server."""
    with running_proxy(postgis) as proxy:
        yield proxy


def many(count: int = COUNT) -> gpd.GeoDataFrame:
    """Parcels of 100 m by 100 m in rows of 20."""
    number = np.arange(count)
    west, south = X + number % 20 * 100.0, Y + number // 20 * 100.0
    values = {"BSM": [f"{i:018d}" for i in number], "DLBM": "0101", "TBMJ": 9999.96, "ZLDWDM": CODE}
    return gpd.GeoDataFrame(values, geometry=shapely.box(west, south, west + 100, south + 100), crs="EPSG:4527")


@pytest.fixture
def table(postgis: Cluster) -> str:
    """A table of parcels, made anew."""
    postgis.load(many(), "dltb")
    postgis.sql("CREATE VIEW dltb_view AS SELECT * FROM dltb;")
    return "dltb"


class Given:
    """Ways in which a table comes to a run."""

    def __init__(self, office: Office, postgis: Cluster, proxy: Proxy) -> None:
        self.office, self.postgis, self.proxy = office, postgis, proxy

    def layer(self, source: str, provider: str = "postgres") -> QgsVectorLayer:
        layer = QgsVectorLayer(source, "dltb", provider)
        assert layer.isValid()
        QgsProject.instance().addMapLayer(layer)
        return layer

    def plain(self) -> object:
        return "postgres://" + self.postgis.layer("dltb", self.proxy)

    def estimated(self) -> object:
        return "postgres://" + self.postgis.layer("dltb", self.proxy, options="estimatedmetadata=true")

    def view(self) -> object:
        return "postgres://" + self.postgis.layer("dltb_view", self.proxy)

    def filtered(self) -> object:
        return "postgres://" + self.postgis.layer("dltb", self.proxy, rows="\"DLBM\" = '0101'")

    def selected(self) -> object:
        layer = self.layer(self.postgis.layer("dltb", self.proxy))
        layer.selectAll()
        return QgsProcessingFeatureSourceDefinition(layer.id(), True)

    def by_expression(self) -> object:
        layer = self.layer(self.postgis.layer("dltb", self.proxy))
        definition = QgsProcessingFeatureSourceDefinition(layer.id(), False)
        # A function that PostgreSQL does not have: QGIS takes the rows and chooses.
        definition.filterExpression = "title(\"DLBM\") = '0101'"
        return definition

    def virtual(self) -> object:
        inner = self.layer(self.postgis.layer("dltb", self.proxy))
        return self.layer(f'?query=SELECT * FROM "{inner.id()}"&geometry=geometry:6:4527', "virtual").id()  # noqa: S608

    def joined(self) -> object:
        outer = self.layer(self.office.write(many(JOINED), "DLTB"), "ogr")
        join = QgsVectorLayerJoinInfo()
        join.setJoinLayer(self.layer(self.postgis.layer("dltb", self.proxy)))
        join.setJoinFieldName("BSM")
        join.setTargetFieldName("BSM")
        join.setUsingMemoryCache(False)
        assert outer.addJoin(join)
        return outer.id()


WAYS = ["plain", "estimated", "view", "filtered", "selected", "virtual", "joined", *(["by_expression"] * FILTERS)]


def needed(proxy: Proxy, office: Office, **given: object) -> int:
    """The bytes that a run takes from the server, which takes all parcels."""
    start = proxy.received
    assert office.run(**given)["PARCEL_COUNT"] in (COUNT, JOINED)
    return proxy.received - start


def refused_where_it_breaks(case, proxy: Proxy, given: dict[str, object], whole: int, late: float) -> None:
    """Refused: the line is cut for good after 0.3 of the bytes, for a moment after `late` of them."""
    moments = iter([(proxy.cut, 0.3), (proxy.cut_once, late)])

    def armed() -> dict[str, object]:
        cut, share = next(moments)
        proxy.mend()
        proxy.after(cut, received=int(whole * share))
        return given

    case.refused(make=armed)


@pytest.mark.parametrize("way", WAYS)
def test_a_connection_that_breaks(case, postgis, proxy, table, way):
    """For good or for a moment, in the first rows or in the last ones: the run stops; with a whole line it runs."""
    zone = case.office.write(zones(), "YJJBNTBHTB")
    given = {"PARCELS": getattr(Given(case.office, postgis, proxy), way)(), "PBF": zone}
    needed(proxy, case.office, **given)
    whole = needed(proxy, case.office, **given)
    (case.office.out / "碎块.gpkg").unlink()
    refused_where_it_breaks(case, proxy, given, whole, 0.8)
    proxy.mend()
    needed(proxy, case.office, **given)


@pytest.mark.parametrize("role", ["PBF", "UNITS", "protected", "previous"])
def test_a_connection_that_breaks_in_another_layer(case, postgis, proxy, role):
    """Where less came of it, conflicts would vanish: the run stops; the parcels are those of a file."""
    postgis.load(many(1_500).assign(XZQDM="360222", XZQMC="浮梁县"), "zones")
    source = "postgres://" + postgis.layer("zones", proxy)
    given = {"PARCELS": case.office.write(parcels(), "DLTB"), role if role.isupper() else "ZONES": [source]}
    if role == "PBF":
        given[role] = source
    if role.islower():
        given["ZONE_ROLES"] = f"zones={role}"
    start = proxy.received
    case.office.run(**given)
    whole = proxy.received - start
    (case.office.out / "碎块.gpkg").unlink()
    refused_where_it_breaks(case, proxy, given, whole, 0.6)


def test_a_connection_that_breaks_while_layers_are_checked(case, postgis, proxy, table):
    """In the first or in the second reading: an error of the layer, or the run stops; never a check that found less."""
    parcels = many()
    parcels.loc[COUNT - 1, "BSM"] = parcels.loc[0, "BSM"]  # so that the layer is read twice
    postgis.load(parcels, "dltb2")
    given = {"PARCELS": "postgres://" + postgis.layer("dltb2", proxy), "CHECKS": ["ids"]}
    start = proxy.received
    case.office.run("check_layers", **given)
    whole = proxy.received - start
    (case.office.out / "碎块.gpkg").unlink()
    moments = iter([0.3, 0.9])

    def armed() -> dict[str, object]:
        proxy.mend()
        proxy.after(proxy.cut, received=int(whole * next(moments)))
        return given

    case.refused("check_layers", make=armed)


def test_a_database_that_does_not_answer(case, postgis, proxy, table):
    """The line is cut as soon as the plugin asks for the rows' state: after QGIS has opened the layer."""
    source = "postgres://" + postgis.layer("dltb", proxy)

    def armed() -> dict[str, object]:
        proxy.mend()
        proxy.after(proxy.cut, text=b"SELECT count(*), coalesce(sum(")
        return {"PARCELS": source}

    case.refused(make=armed)


@pytest.mark.parametrize("moment", [b"pg_class WHERE oid", b"coalesce(sum(", 0.05, 0.3, 0.8, "the end"])
def test_a_database_that_is_frozen(case, postgis, proxy, table, impatient, moment):
    """It keeps its connections: before QGIS opens the layer, in the first rows, in the last ones, after them."""
    given = {"PARCELS": "postgres://" + postgis.layer("dltb", proxy)}
    needed(proxy, case.office, **given)
    whole = needed(proxy, case.office, **given)
    (case.office.out / "碎块.gpkg").unlink()

    def armed() -> dict[str, object]:
        proxy.mend()
        if isinstance(moment, float):
            proxy.after(proxy.freeze, received=int(whole * moment))
        elif moment == "the end":  # of the second question for the state of the rows: when they have been read
            proxy.after(lambda: proxy.after(proxy.freeze, text=b"coalesce(sum("), received=int(whole * 0.5))
        else:
            proxy.after(proxy.freeze, text=moment)
        return given

    case.refused(make=armed)


def test_cancelling_while_a_database_is_frozen(case, postgis, proxy, table):
    """With the patience of a real run: the button ends the wait, not the clock."""
    given = {"PARCELS": "postgres://" + postgis.layer("dltb", proxy)}
    needed(proxy, case.office, **given)
    whole = needed(proxy, case.office, **given)
    feedback = QgsProcessingFeedback(False)
    began: list[float] = []

    def freeze() -> None:
        proxy.freeze()
        began.append(time.monotonic())
        threading.Timer(1, feedback.cancel).start()

    proxy.after(freeze, received=whole // 2)
    import processing

    output = {"OUTPUT": str(case.office.folder / "results.gpkg")}
    processing.run("farmland_redline:overlay_parcels", {**given, **output}, feedback=feedback)
    assert began and time.monotonic() - began[0] < 3 and not (case.office.folder / "results.gpkg").exists()


# With smaller limits of rows and seconds than a run has; the second is refused by its time, the others by their rows.
ENDLESS = {
    "joined": ("SELECT a.* FROM dltb a, dltb b, dltb c", 10_000, 60),
    "counted": ("SELECT a.*, (SELECT count(*) FROM dltb b, dltb c, dltb d) AS n FROM dltb a", 10_000, 1),
    "itself": ("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT d.* FROM c, dltb d", 10_000, 60),
}


@pytest.mark.parametrize("language", LOCALES)
def test_a_view_of_a_database_without_end(qgis, row, postgis, table, language):
    """Asked before QGIS opens it."""
    for name, (statement, most, seconds) in ENDLESS.items():
        postgis.sql(f'CREATE VIEW "{name}" AS {statement};')
        with speaking(language):
            said = why_endless_view("postgres://" + postgis.layer(name), most, seconds)
        assert row.is_said(said, language) and PASSWORD not in said
    sound = (("dltb_view", COUNT), ("dltb", 1), ("none", 1))
    assert not any(why_endless_view("postgres://" + postgis.layer(name), most) for name, most in sound)


# What another user does meanwhile: each leaves the number of rows as it is.
EDITS = {
    "a value": """UPDATE "{table}" SET "DLBM" = '0702' WHERE id = 7;""",
    "a shape": """UPDATE "{table}" SET geom = ST_Translate(geom, 5, 0) WHERE id = 7;""",
    "one for another": """DELETE FROM "{table}" WHERE id = (SELECT min(id) FROM "{table}");
        INSERT INTO "{table}" SELECT (SELECT max(id) + 1 FROM "{table}"), "BSM", "DLBM", "TBMJ", "ZLDWDM", geom
        FROM "{table}" WHERE id = 100;""",
}


@pytest.mark.parametrize(("table_or_view", "edit"), [("dltb", "one for another"), ("dltb_view", "a shape")])
def test_a_database_that_others_edit(case, postgis, proxy, table, table_or_view, edit):
    """Parcels are edited while they are read; then those that have been read, while the next layer is."""
    postgis.load(many(3_000).drop(columns="TBMJ"), "zones")
    given = {"PARCELS": "postgres://" + postgis.layer(table_or_view, proxy)}
    given["PBF"] = "postgres://" + postgis.layer("zones", proxy)
    whole = needed(proxy, case.office, **given)
    (case.office.out / "碎块.gpkg").unlink()
    moments = iter([0.3, 0.9])  # the parcels are about 0.6 of it

    def armed() -> dict[str, object]:
        proxy.mend()
        proxy.after(lambda: postgis.sql(EDITS[edit].format(table=table)), received=int(whole * next(moments)))
        return given

    case.refused(make=armed)


def test_a_database_edited_between_two_readings(case, postgis, proxy, table):
    """Checks read a layer twice: what others change between the two, a value only, stops the run."""
    parcels = many()
    parcels.loc[COUNT - 1, "BSM"] = parcels.loc[0, "BSM"]
    postgis.load(parcels, "dltb2")
    given = {"PARCELS": "postgres://" + postgis.layer("dltb2", proxy), "CHECKS": ["ids"]}
    start = proxy.received
    case.office.run("check_layers", **given)
    whole = proxy.received - start
    (case.office.out / "碎块.gpkg").unlink()

    def armed() -> dict[str, object]:
        proxy.mend()
        edit = EDITS["a value"].format(table="dltb2").replace("'0702'", "'0703'")
        proxy.after(lambda: postgis.sql(edit), received=int(whole * 0.9))
        return given

    case.refused("check_layers", make=armed)


def test_a_connection_that_breaks_under_qgis_process(case, postgis, proxy, table):
    """Status 1, the sentence, nothing written."""
    given = {"PARCELS": "postgres://" + postgis.layer("dltb", proxy), "OUTPUT": str(case.office.out / "碎块.gpkg")}
    start = proxy.received
    assert run_qgis_process("overlay_parcels", given).results["PARCEL_COUNT"] == COUNT
    whole = proxy.received - start
    (case.office.out / "碎块.gpkg").write_bytes(b"what was there")
    proxy.after(proxy.cut, received=int(whole * 0.6))
    done = run_qgis_process("overlay_parcels", given)
    assert done.status == 1 and case.row.is_said(done.log, "en"), done.log
    assert content(case.office.out) == {"碎块.gpkg": b"what was there"}

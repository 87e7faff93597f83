"""What a layer's source holds beside the layer's name reaches nobody: passwords, keys, filters, folders of people.

Marks stand in every place of a source where a secret may; then every byte that a run leaves or says is searched.
"""

from __future__ import annotations

from urllib.parse import quote

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from conftest import CITY
from personal_names import PERSONAL_NAMES
from postgres import DATABASE
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
)
from searching import texts_in, texts_in_files
from shapely import box

from farmland_redline.processing.analysis.blocks.bundles import PARTS

from .conftest import Office, X, Y, parcels, units, zones

MARKS = ("PASSMARK-1", "USERMARK", "KEYMARK-2", "AUTHMRK", "滤镜标记", "SERVICEMARK", "HOSTMARK")
PASSWORD, USER, KEY, AUTH, FILTER, SERVICE, HOST = MARKS
SERVER = f"http://{USER}:{PASSWORD}@127.0.0.1:1"
QUERY = f"SELECT * FROM nichts WHERE a = '{FILTER}'"  # noqa: S608  never run
# Of every provider that takes an address, one that nobody answers or that fails.
UNREACHABLE = {
    "postgres": f"postgres://dbname='gis' host=127.0.0.1 port=1 user='{USER}' password='{PASSWORD}' key='id' "
    f'table="s"."t" (geom) sql="QLRMC"=\'{FILTER}\'',
    "postgres without its name": f"dbname='gis' host=127.0.0.1 port=1 user='{USER}' password='{PASSWORD}' "
    'table="s"."t" (geom)',
    "a service": f'postgres://service=\'{SERVICE}\' authcfg={AUTH} table="s"."t" (geom)',
    "a query": f"postgres://dbname='x' host=127.0.0.1 port=1 table=\"({QUERY})\" (geom)",
    "GDAL's PG": f"PG:host=127.0.0.1 port=1 dbname=x user={USER} password={PASSWORD}",
    "GDAL's MYSQL": f"MYSQL:db,host=127.0.0.1,user={USER},password={PASSWORD}",
    "GDAL's OCI": f"OCI:{USER}/{PASSWORD}@{HOST}:t",
    "mssql": f"mssql://driver='x' host=127.0.0.1 dbname=d user='{USER}' password='{PASSWORD}' table=\"a\".\"b\"",
    "WFS": f"WFS://url='{SERVER}/wfs?key={KEY}' typename='a:b' authcfg={AUTH}",
    "a virtual layer": f"virtual://?query={quote(QUERY)}",
    "vsicurl": f"/vsicurl/{SERVER}/x.gpkg?token={KEY}",
    "vsicurl with options": f"/vsicurl?url={quote(SERVER + '/x.gpkg')}&token={KEY}|layername=x",
    "http": f"{SERVER}/a.geojson?token={KEY}",
}


class Ears:
    """What is said while it listens: QGIS's log, and whatever is printed."""

    def __init__(self, printed) -> None:
        self.printed, self.lines = printed, []
        QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(self._hear)

    def _hear(self, message: str, tag: str, level: object) -> None:
        if tag == "Farmland Redline":  # QGIS's own providers quote what they like
            self.lines.append(message)

    def heard(self) -> str:
        """All of it so far."""
        out, error = self.printed.readouterr()
        return "\n".join([*self.lines, out, error])


@pytest.fixture
def ears(qgis, capfd):
    return Ears(capfd)


def said(text: str) -> set[str]:
    """The marks in a text."""
    return texts_in(text.encode(), MARKS)


@pytest.mark.parametrize("kind", UNREACHABLE)
def test_a_layer_that_cannot_be_reached(case, ears, kind):
    """In one parameter and in a list, alone and with selection only."""
    source = UNREACHABLE[kind]
    for given in (
        {"PARCELS": source},
        {"PARCELS": QgsProcessingFeatureSourceDefinition(source, False)},
        {**case.office.plain(), "ZONES": [source]},
    ):
        case.refused(**given)
        assert not said(case.office.log), case.office.log
    assert not said(ears.heard())


FOLDER = "张三丰的资料"  # of a person


@pytest.fixture
def private(qgis, tmp_path):
    """The small county in a person's folder."""
    (tmp_path / FOLDER).mkdir()
    yield Office(tmp_path / FOLDER)
    QgsProject.instance().clear()


def test_a_whole_run(row, private, postgis, ears):
    """Every output that run_batch has, from layers of each kind of source."""
    postgis.load(parcels(BZ="甲"), "dltb")
    connection = postgis.layer("dltb", rows=f"\"BZ\" <> '{FILTER}'")
    connection = connection.replace("password='geheim-4711'", f"password='{PASSWORD}' authcfg=''")
    assert PASSWORD in connection and DATABASE in connection
    chosen = private.write(zones(BZ="甲"), "YJJBNTBHTB")
    county = private.write(units(BZ="甲"), "XJXZQ")
    shown = QgsVectorLayer(county, f"dbname='x' password={PASSWORD} user={USER}", "ogr")  # as QGIS names some
    query = QgsVectorLayer(f"?query={quote(QUERY)}", "界线", "virtual")
    shown.setSubsetString(f"\"BZ\" <> '{FILTER}'")
    QgsProject.instance().addMapLayers([shown, query])
    other = private.write(zones(BZ="甲"), "STBHHX")
    profile = private.data / "profile.yaml"
    profile.write_text("format: 1\n", encoding="utf-8")
    private.run(
        "run_batch",
        PARCELS=f"postgres://{connection}",
        PBF=QgsProcessingFeatureSourceDefinition(f"{chosen}|subset=\"BZ\" <> '{FILTER}'", False),
        ZONES=[f"{other}|subset=\"BZ\" <> '{FILTER}'"],
        ZONE_ROLES="2=red_line",
        UNITS=[shown.id()],
        PROFILE=str(profile),
        **dict.fromkeys(("MAPS", "LETTERS", "CSV"), True),
    )
    kinds = {file.suffix for file in private.out.rglob("*")}
    assert {".gpkg", ".xlsx", ".html", ".csv", ".docx", ".pdf"} <= kinds
    project = private.out / "工程.qgz"
    QgsProject.instance().removeMapLayers([shown.id(), query.id()])
    for layer in ("conflicts", "summary", "provenance"):
        QgsProject.instance().addMapLayer(QgsVectorLayer(f"{private.out}/farmland_redline.gpkg|layername={layer}"))
    assert QgsProject.instance().write(str(project))
    found = texts_in_files([*MARKS, FOLDER], private.out)
    assert not found
    assert not said(private.log) and not said(ears.heard())
    table = pyogrio.read_dataframe(private.out / "farmland_redline.gpkg", layer="provenance", read_geometry=False)
    rows = set(zip(table["section"], table["name"], table["value"]))
    assert ("parameter", "PARCELS", "dltb (postgres)") in rows and ("input", "PARCELS", "dltb") in rows
    assert ("input", "PARCELS.provider", "postgres") in rows and ("input", "PARCELS.part", "filter") in rows
    assert ("input", "UNITS.1.provider", "ogr") in rows and ("input", "PBF.part", "filter") in rows


def test_by_qgis_process(row, office, qgis_process):
    """All that is printed but the parameters, which qgis_process itself repeats before the run."""
    plain = office.plain()
    chosen = f"{plain['PARCELS']}|subset=\"BSM\" <> '{FILTER}'"
    output = str(office.out / "碎块.gpkg")
    done = qgis_process("overlay_parcels", {**plain, "PARCELS": chosen, "OUTPUT": output})
    assert done.status == 0 and not said(done.log.replace(chosen, "")), done.log
    assert FILTER in done.log and not texts_in_files(MARKS, office.out)
    for kind in ("postgres", "WFS", "http"):
        done = qgis_process("overlay_parcels", {**plain, "PBF": UNREACHABLE[kind], "OUTPUT": output})
        ours = done.log.replace(UNREACHABLE[kind], "", 1)
        assert done.status == 1 and "cannot be opened: its server" in ours and not said(ours), ours


def test_the_history(row, office):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("farmland_redline:overlay_parcels")
    context = QgsProcessingContext()
    password = UNREACHABLE["postgres"]
    parameters = {
        "PARCELS": QgsProcessingFeatureSourceDefinition(password, True),
        "PBF": UNREACHABLE["WFS"],
        "ZONES": [UNREACHABLE["GDAL's PG"], UNREACHABLE["http"]],
        "OUTPUT": f"postgres://dbname='x' user='{USER}' password='{PASSWORD}' table=\"a\".\"b\" (geom)",
    }
    kept = [algorithm.asPythonCommand(parameters, context)]
    for way in ("asQgisProcessCommand", "asMap"):  # of newer versions
        if hasattr(type(algorithm).__mro__[2], way):
            kept.append(str(getattr(algorithm, way)(parameters, context)))
    for text in kept:
        assert said(text) == {FILTER}
        assert "127.0.0.1" in text


def test_what_earlier_versions_recorded(row, private):
    pieces = private.out / "碎块.gpkg"
    private.run(**private.plain())
    table = pyogrio.read_dataframe(pieces, layer="provenance", read_geometry=False)
    table.loc[len(table)] = ["parameter", "PARCELS", UNREACHABLE["postgres"]]
    pyogrio.write_dataframe(table, pieces, layer="provenance")
    found = private.out / "冲突.gpkg"
    private.run("flag_conflicts", PIECES=f"{pieces}|layername=pieces", OUTPUT=str(found))
    assert not texts_in_files(MARKS, found.parent / "冲突.gpkg") and not said(private.log)
    table = pyogrio.read_dataframe(found, layer="provenance", read_geometry=False)
    assert "t (postgres)" in set(table["value"])


ADDRESS = f"/vsicurl/{SERVER}/file?token={KEY}"


@pytest.mark.parametrize(
    "name", ["POLICY", "PROFILE", "TARGETS", "OWN_WORKBOOK", "LETTER_TEMPLATE", "DATE", "ZONE_ROLES"]
)
def test_an_address_in_place_of_a_file(row, office, ears, name):
    """Of every parameter that takes a file or a text: refused, or taken for nothing."""
    more = {"LETTERS": name == "LETTER_TEMPLATE"}
    with pytest.raises(QgsProcessingException):
        office.run("run_batch", **office.plain(), **more, **{name: ADDRESS})
    assert not said(office.log), office.log
    assert not said(ears.heard())


@pytest.mark.parametrize("kind", ["postgres", "mssql", "GDAL's PG"])
def test_an_output_that_cannot_be_reached(row, office, ears, kind):
    with pytest.raises(QgsProcessingException):
        office.run(**office.plain(), OUTPUT=UNREACHABLE[kind].partition(" sql=")[0])
    assert not said(office.log), office.log
    assert not said(ears.heard())


def test_an_output_that_no_provider_writes(case, ears):
    """QGIS would make a file of the whole connection's name."""
    for kind in ("GDAL's PG", "GDAL's MYSQL", "GDAL's OCI"):
        case.refused(**case.office.plain(), OUTPUT=UNREACHABLE[kind])
        assert not said(case.office.log), case.office.log
    assert not said(ears.heard())


def test_columns_of_people(row, office):
    """Names that offices use and no list held; the office's own columns and the survey's stay."""
    people = {name: f"某人{number:02d}号" for number, name in enumerate(PERSONAL_NAMES)}
    kept = {"QSDWMC": "某村集体", "项目名称": "某项目", "土地使用类型": "某类型"}
    source = office.write(parcels(**people, **kept), "DLTB")
    zone = office.write(zones(**people, **kept), "YJJBNTBHTB")
    table = office.out / "分区.gpkg"
    office.run(PARCELS=source, PBF=zone, ZONES_TABLE=str(table))
    assert not texts_in_files(people.values(), office.out) and not texts_in(office.log.encode(), people.values())
    assert office.log.count(", ".join(PERSONAL_NAMES)) == 2
    assert set(kept) <= set(office.pieces()) and texts_in_files(kept.values(), office.out)["分区.gpkg"] == set(
        kept.values()
    )


def test_a_schedulers_address_by_an_expression(case):
    """A project, a layer or a model may answer it: what a scheduler sends is executed."""
    case.refused(**case.office.plain(), SCHEDULER=QgsProperty.fromExpression("'tcp://127.0.0.1:1'"))


# The algorithms that came after the overlay: a filter, a name with a password and columns of people in every layer.

PEOPLE = {"举报人": "甲某标记", "LXRDH": "乙某标记", "WFZT": "丙某标记"}
CASES = {
    "编号": ["J1", "J2"],
    "县级代码": ["360222"] * 2,
    "发现日期": ["2026-03-15"] * 2,
    "认定": ["违法"] * 2,
    "占用耕地（亩）": [12.0, 1.0],
    "其中永久基本农田（亩）": [0.0] * 2,
    "是否非农建设": ["是"] * 2,
}
QUOTA = {"编号": ["1"], "日期": ["2024-01-01"], "县级代码": ["360222"], "类型": ["期初"], "数量（平方米）": [50.0]}
SUMMARY = {"code": ["360222"], "name": ["浮梁县"], "level": ["county"]}


class Hiding:
    """Layers of a small county as an office may have them, open in the project."""

    def __init__(self, office: Office) -> None:
        self.office, self.layers = office, []

    def __call__(self, frame: pd.DataFrame, name: str, shown: str = "") -> str:
        source = self.office.write(frame.assign(**PEOPLE), name)
        layer = QgsVectorLayer(source, shown or f"dbname='x' password={PASSWORD} user={USER}", "ogr")
        assert layer.isValid() and layer.setSubsetString(f"\"LXRDH\" <> '{FILTER}'")
        QgsProject.instance().addMapLayer(layer)
        self.layers.append(layer.id())
        return layer.id()

    def outputs(self, *names: str) -> dict[str, str]:
        return {
            name: str(self.office.out / f"{name}.{'html' if name in ('PAGE', 'REPORT') else 'gpkg'}") for name in names
        }


def _patches(hide: Hiding) -> dict[str, object]:
    patch = gpd.GeoDataFrame(
        {"JCBH": ["P1"], "HSX": ["2024-05"]}, geometry=[box(X + 100, Y, X + 160, Y + 50)], crs="EPSG:4527"
    )
    earlier = hide.office.write(parcels(), "DLTB_2023")
    return {
        **{"PATCHES": hide(patch, "JCTB"), "PARCELS": hide(parcels(), "DLTB"), "PREVIOUS": earlier},
        **{"CASES": hide(pd.DataFrame(CASES), "cases"), "DATE": "2024-12-31"},
        **hide.outputs("MATCHED", "CASE_TABLE", "PROBLEMS"),
    }


def _plan(hide: Hiding) -> dict[str, object]:
    block = {"block_id": ["1"], "county": ["360222"], "net_m2": [5000.0], "pieces": [1], "net_mu": [7.5]}
    block |= {"name": ["浮梁县"], **{name: [0.0] for name in PARTS.values()}, next(iter(PARTS.values())): [5000.0]}
    frame = gpd.GeoDataFrame(block, geometry=[box(X, Y, X + 50, Y + 100)], crs="EPSG:4527")
    return {"BLOCKS": hide(frame, "blocks"), **hide.outputs("PLAN", "PLAN_YEARS")}


def _site(hide: Hiding) -> dict[str, object]:
    site = gpd.GeoDataFrame({"FABH": ["方案一"]}, geometry=[box(X, Y, X + 120, Y + 50)], crs="EPSG:4527")
    made = hide.outputs("COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS", "PROBLEMS", "REPORT")
    return {
        **{"PROJECT": hide(site, "XM"), "PARCELS": hide(parcels(), "DLTB"), "PBF": hide(zones(), "YJJBNTBHTB")},
        **made,
    }


def _ledger(hide: Hiding) -> dict[str, object]:
    given = {"QUOTA": hide(pd.DataFrame(QUOTA), "quota"), "CASES": hide(pd.DataFrame(CASES), "cases")}
    return {**given, **hide.outputs("LEDGER", "ACCOUNTS")}


def _self_check(hide: Hiding) -> dict[str, object]:
    package = hide.office.write(pd.DataFrame(SUMMARY), "summary", "farmland_redline.gpkg").partition("|")[0]
    return {"PACKAGE": package, "TABLES": [hide(pd.DataFrame(SUMMARY), "flows", "flows")], **hide.outputs("SELF_CHECK")}


def _period(hide: Hiding) -> dict[str, object]:
    given = {"CASES": hide(pd.DataFrame(CASES), "cases"), "SUMMARY": hide(pd.DataFrame(SUMMARY), "summary")}
    return {**given, "PERIOD": "year", "DATE": "2026-12-31", **hide.outputs("PERIODS", "PAGE")}


NEWER = {
    "match_patches": _patches, "plan_restoration": _plan, "check_project_site": _site, "keep_ledger": _ledger,
    "self_check": _self_check, "report_period": _period,
}  # fmt: skip


@pytest.mark.parametrize("algorithm", NEWER)
def test_nothing_of_a_source_in_the_outputs_of_a_measure(row, private, ears, algorithm):
    """And of each layer the log and the provenance say which columns of people were not read."""
    hide = Hiding(private)
    given = NEWER[algorithm](hide)
    made = private.run(algorithm, POLICY=str(CITY / "policy.yaml"), **given)
    assert list(private.out.iterdir())
    assert not texts_in_files([*MARKS, FOLDER, *PEOPLE.values()], private.out)
    everything = "\n".join((private.log, ears.heard()))
    assert not said(everything) and not texts_in(everything.encode(), PEOPLE.values()), everything
    assert private.log.count(f"personal data were not read: {', '.join(PEOPLE)}.") == len(hide.layers), private.log
    first = next(value for value in made.values() if "|layername=" in str(value)).partition("|")[0]
    table = pyogrio.read_dataframe(first, layer="provenance", read_geometry=False)
    noted = table[(table["section"] == "personal") & (table["value"] == f"not read: {', '.join(PEOPLE)}")]
    assert len(noted) == len(hide.layers), table[table["section"] == "personal"]

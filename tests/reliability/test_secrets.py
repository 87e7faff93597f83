"""What a layer's source holds beside the layer's name reaches nobody: passwords, keys, filters, folders of people.

Marks stand in every place of a source where a secret may; then every byte that a run leaves or says is searched.
"""

from __future__ import annotations

from urllib.parse import quote

import pyogrio
import pytest
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

from .conftest import Office, parcels, units, zones

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

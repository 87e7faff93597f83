"""Check sheets, patrol lists and their way back, by the real qgis_process on the sample city."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from conftest import CITY
from fieldwork_answers import fill_in, texts_of
from openpyxl import load_workbook
from osgeo import ogr

PACKAGE = "farmland_redline.gpkg"
# The house of docs/development/architecture.md, whose figures other tests hold: 5,835.44 m² of it in PBF, all of which
# was recorded as dry land with 5,438.63 m² net.
HOUSE = "360281211000000274"
GPX = "{http://www.topografix.com/GPX/1/1}"


@pytest.fixture(scope="module")
def results(batch: Path, tmp_path_factory) -> Path:
    """A copy of the results, since patrols write into them."""
    path = tmp_path_factory.mktemp("field") / PACKAGE
    shutil.copy(batch / PACKAGE, path)
    return path


@pytest.fixture(scope="module")
def sheets(results: Path, qgis_process) -> Path:
    """The check sheets of all houses of two villages, in one file."""
    folder = results.parent / "sheets"
    done = qgis_process(
        "make_field_sheets",
        {
            "PACKAGE": str(results),
            "FINDINGS": ["conflicts"],
            "ONLY_KINDS": "农村建房",
            "ONLY_UNITS": "360281100201,360281100202",
            "ONE_FILE": True,
            "OFFICE": "乐平市自然资源局",
            "POLICY": str(CITY / "policy.yaml"),
            "OUTPUT_FOLDER": str(folder),
        },
    )
    assert done.status == 0, done.log
    assert done.results["SHEET_COUNT"] == 9
    return folder


@pytest.fixture(scope="module")
def houses(results: Path) -> gpd.GeoDataFrame:
    """The houses of these villages, in the order of a walk, read by pyogrio alone."""
    frame = pyogrio.read_dataframe(results, layer="conflicts")
    frame = frame[(frame["kind"] == "house") & (frame["severity"] > 0)]
    frame = frame[frame["village"].isin(["360281100201", "360281100202"])]
    places = shapely.point_on_surface(frame.geometry.to_numpy())
    frame = frame.assign(x=shapely.get_x(places), y=shapely.get_y(places))
    return frame.sort_values(["village", "x"]).reset_index(drop=True)


def test_a_sheet_says_where_what_and_how_large(sheets: Path, houses: gpd.GeoDataFrame) -> None:
    """The walk's order; the house's place, classes, areas, its id, and the office."""
    pages = texts_of(sheets / "check_sheets.pdf")
    fronts = [page for page in pages if "耕地保护实地核查表" in page]
    assert len(fronts) == 9
    assert [next(bsm for bsm in houses["BSM"] if bsm in page) for page in fronts] == houses["BSM"].tolist()
    page = next(page for page in fronts if HOUSE in page)
    for text in (
        "乐平市",
        "360281100201",
        "农村建房",
        "0702",
        "0103 旱地",
        "5835.44",
        "5438.63",
        "乐平市自然资源局",
        "69",
    ):
        assert text in page.replace(",", ""), text
    # 5,835.44 m² are 8.75 mu; 5,438.63 are 8.16.
    assert "8.75" in page and "8.16" in page
    for text in ("核查人", "村级网格员", "审核人", "照片1", "属实", "不属实", "暂缓", "违法", "房屋建筑", "1:"):
        assert text in page, text


def test_corners_are_those_of_the_data(sheets: Path, houses: gpd.GeoDataFrame) -> None:
    """Every vertex once on its sheet and in the lists: X is the northing; degrees by PROJ itself."""
    text = "\n".join(texts_of(sheets / "check_sheets.pdf")).replace(" ", "")
    to_degrees = pyproj.Transformer.from_crs(4527, 4490, always_xy=True)
    points = pyogrio.read_dataframe(sheets / "field_findings.gpkg", layer="field_corners")
    for shape, one in zip(houses.geometry, houses["conflict_id"]):
        vertices = {(x, y) for x, y in shapely.get_coordinates(shape).tolist()}
        own = points[points["finding"] == one]
        assert set(zip(own["x"], own["y"])) == vertices
        assert len(own) == len(vertices) and own["corner"].tolist() == [f"J{n}" for n in range(1, len(own) + 1)]
        # Clockwise from the north-west: the first corner has the least of east minus north.
        assert own["x"].iloc[0] - own["y"].iloc[0] == pytest.approx(min(x - y for x, y in vertices))
        for x, y in vertices:
            longitude, latitude = to_degrees.transform(x, y)
            assert f"{y:.3f}{x:.3f}" in text
            assert any(abs(lon - longitude) + abs(lat - latitude) < 2e-8 for lon, lat in zip(own["lon"], own["lat"]))


def test_lists_have_the_numbers_of_the_sheets(sheets: Path, houses: gpd.GeoDataFrame) -> None:
    """The workbook, the CSV and the GeoPackage agree."""
    book = load_workbook(sheets / "field_findings.xlsx", read_only=True)
    rows = list(book.worksheets[0].values)
    head = next(number for number, row in enumerate(rows) if row[0] == "序号")
    listed = [dict(zip(rows[head], row)) for row in rows[head + 1 :]]
    assert [row["图斑标识码（BSM）"] for row in listed] == houses["BSM"].tolist()
    assert [row["序号"] for row in listed] == list(range(1, 10))
    with (sheets / "待核查图斑.csv").open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert [row["核查图斑编号"] for row in told] == houses["conflict_id"].tolist()
    assert [float(row["Y（东，m）"]) for row in told] == pytest.approx(houses["x"].tolist())
    frame = pyogrio.read_dataframe(sheets / "field_findings.gpkg", layer="field_findings")
    assert frame["area_m2"].tolist() == houses["area_m2"].tolist()
    assert [a.equals(b) for a, b in zip(frame.geometry, houses.geometry)] == [True] * 9


@pytest.fixture(scope="module")
def patrol(results: Path, qgis_process) -> Path:
    """The patrol lists of a township, moved to another place like a device."""
    folder = results.parent / "lists"
    done = qgis_process(
        "make_patrol_lists",
        {
            "PACKAGE": str(results),
            "ONLY_UNITS": "360281100",
            "SEVERITY": "2",
            "POLICY": str(CITY / "policy.yaml"),
            "OUTPUT_FOLDER": str(folder),
        },
    )
    assert done.status == 0, done.log
    assert done.results["FOLDER_COUNT"] == 1
    (made,) = folder.iterdir()
    device = results.parent / "device" / made.name
    device.parent.mkdir()
    shutil.move(made, device)
    return device


def rows_of(device: Path) -> pd.DataFrame:
    """The rows to fill in of a package."""
    return pyogrio.read_dataframe(next(device.glob("*.gpkg")), layer="patrol")


def test_a_patrol_begins_in_each_village_with_what_is_severest(patrol: Path, results: Path) -> None:
    """All conflicts of severity 2 and 3 of the township, once, and of nobody a name."""
    rows = rows_of(patrol)
    conflicts = pyogrio.read_dataframe(results, layer="conflicts")
    expected = conflicts[(conflicts["township"] == "360281100") & (conflicts["severity"] >= 2)]
    assert sorted(rows["finding"]) == sorted(expected["conflict_id"])
    assert rows["number"].tolist() == list(range(1, len(rows) + 1))
    for _, own in rows.groupby("village_name", sort=False):
        assert own["severity"].is_monotonic_decreasing
        assert own["number"].is_monotonic_increasing and own["number"].max() - own["number"].min() == len(own) - 1
    known = {"layer", "finding", "version", "shape", "number", "kind_name", "look_for", "village_name", "township_name"}
    known |= {"county_name", "TBBH", "class_name", "area_mu", "severity", "decided_before", "BSM", "centre_lon"}
    known |= {"centre_lat", "verdict", "found", "remark", "checker", "checked", "photo_1", "photo_2", "photo_3"}
    assert set(rows.columns) == known | {"geometry"}
    assert rows[["verdict", "found", "remark", "checker", "checked", "photo_1"]].isna().all().all()


def test_gpx_is_in_wgs84(patrol: Path) -> None:
    """By PROJ itself, never shifted as Chinese base maps are; waypoints and a route, in the order of the patrol."""
    root = ElementTree.parse(next(patrol.glob("*.gpx"))).getroot()  # noqa: S314  our own
    rows = rows_of(patrol)
    longitude, latitude = pyproj.Transformer.from_crs(4527, 4326, always_xy=True).transform(
        rows.geometry.x.to_numpy(), rows.geometry.y.to_numpy()
    )
    for kind in (root.findall(f"{GPX}wpt"), root.findall(f"{GPX}rte/{GPX}rtept")):
        assert [float(each.get("lon")) for each in kind] == pytest.approx(longitude.tolist(), abs=1e-7)
        assert [float(each.get("lat")) for each in kind] == pytest.approx(latitude.tolist(), abs=1e-7)
    first = root.find(f"{GPX}wpt")
    assert first.find(f"{GPX}name").text.startswith("1 ") and rows["look_for"][0] in first.find(f"{GPX}desc").text


def test_qfield_finds_a_form_and_photos_beside_the_project(patrol: Path, qgis) -> None:
    """The project opens from wherever it lies: values by name, photos by relative paths, nothing else to be edited."""
    from qgis.core import QgsProject

    path = next(patrol.glob("*.qgz"))
    text = zipfile.ZipFile(path).read(f"{path.stem}.qgs").decode()
    assert f"./{path.stem}.gpkg|layername=patrol" in text and str(patrol.parent.parent) not in text
    project = QgsProject()
    assert project.read(str(path))
    layers = {layer.source().rpartition("=")[2]: layer for layer in project.mapLayers().values()}
    assert set(layers) == {"patrol", "finding_outlines", "parcels_around"}
    assert all(layer.isValid() and layer.featureCount() for layer in layers.values())
    patrol_layer = layers["patrol"]

    def widget(name: str) -> tuple[str, dict[str, object]]:
        setup = patrol_layer.editorWidgetSetup(patrol_layer.fields().lookupField(name))
        return setup.type(), setup.config()

    assert widget("verdict") == (
        "ValueMap",
        {
            "map": [
                {"属实": "confirmed"},
                {"不属实": "rejected"},
                {"已批准": "approved"},
                {"暂缓": "deferred"},
                {"违法": "illegal"},
            ]
        },
    )
    assert {"房屋建筑": "building"} in widget("found")[1]["map"]
    kind, config = widget("photo_1")
    assert kind == "ExternalResource" and (config["RelativeStorage"], config["DocumentViewer"]) == (1, 1)
    assert widget("checked")[0] == "DateTime" and widget("shape")[0] == "Hidden"
    naming = json.loads(patrol_layer.customProperty("QFieldSync/attachment_naming"))
    assert naming["photo_2"].startswith("'DCIM/'") and "{extension}" in naming["photo_2"]
    form = patrol_layer.editFormConfig()
    editable = [f.name() for i, f in enumerate(patrol_layer.fields()) if not form.readOnly(i)]
    assert set(editable) >= {"verdict", "found", "remark", "checker", "photo_1"}
    assert not {"finding", "kind_name", "area_mu", "look_for"} & set(editable)
    assert layers["parcels_around"].readOnly() and layers["finding_outlines"].readOnly()
    from qgis.core import QgsRenderContext

    for layer in layers.values():
        drawn = next(layer.getFeatures())
        context, renderer = QgsRenderContext(), layer.renderer().clone()
        context.expressionContext().setFeature(drawn)
        renderer.startRender(context, layer.fields())
        assert renderer.symbolForFeature(drawn, context) is not None, layer.name()
        renderer.stopRender(context)
    # The expression of a photo's name is one that QGIS evaluates.
    from qgis.core import QgsExpression, QgsExpressionContext

    context = QgsExpressionContext()
    feature = next(patrol_layer.getFeatures())
    context.setFeature(feature)
    context.setFields(patrol_layer.fields())
    name = QgsExpression(naming["photo_1"]).evaluate(context)
    assert name.startswith(f"DCIM/{feature['finding']}_1_") and name.endswith(".{extension}")
    project.clear()


def decisions_of(results: Path) -> pd.DataFrame:
    """The rows of decisions."""
    return pyogrio.read_dataframe(results, layer="decisions", read_geometry=False)


@pytest.fixture(scope="module")
def watch(batch: Path, tmp_path_factory, qgis_session):
    """Lists of ending terms and open cases on a day: a case is the house's, another has no place."""
    folder = tmp_path_factory.mktemp("watch")
    package = folder / PACKAGE
    shutil.copy(batch / PACKAGE, package)
    (case,) = pyogrio.read_dataframe(package, layer="conflicts").query("BSM == @HOUSE")["conflict_id"]
    given = {"PACKAGE": str(package), "LAYER": "conflicts", "IDS": case, "VERDICT": "illegal"}
    assert qgis_session("record_decisions", given).status == 0
    data = ogr.Open(str(package), 1)
    table = data.GetLayerByName("cases")
    row = ogr.Feature(table.GetLayerDefn())
    for name, value in (("case_id", "W-7"), ("unit", "360281"), ("found", "2024-11-01"), ("status", "open")):
        row.SetField(name, value)
    table.CreateFeature(row)
    del row, table, data
    done = qgis_session(
        "make_patrol_lists",
        {
            "PACKAGE": str(package),
            "FINDINGS": ["terms", "open_cases"],
            "DATE": "2025-05-01",
            "BY": "county",
            "POLICY": str(CITY / "policy.yaml"),
            "OUTPUT_FOLDER": str(folder / "lists"),
        },
    )
    assert done.status == 0, done.log
    return folder, case, done


# Zones of the sample with their last days, of those that lie on parcels: soon is until 30 June 2025, 60 days on; what
# ended before May 2024 had its year. 360281252100000021 lies under a later term; approvals of what is built are none.
SOON = ("360281252100000022", "360222252100000007")
ENDED = ("360222252100000008", "360281252100000012", "360281252100000016")
OVERDUE = (
    *("360222252100000017", "360281252100000018", "360281252100000019", "360222252100000001", "360222252100000002"),
    *("360222252100000005", "360222252100000006", "360222252100000009", "360222252100000010", "360281252100000004"),
    *("360281252100000003", "360222252100000020"),
)
APPROVALS = ("360202252000000022", "360222252000000005", "360222252000000012", "360222252000000021")


def test_a_patrol_watches_terms_and_open_cases(watch) -> None:
    folder, case, done = watch
    rows = pd.concat(rows_of(each) for each in sorted((folder / "lists").iterdir()))
    zones = rows["finding"].str.split(":").str[1]
    for kind, expected in (
        ("临时用地即将到期", SOON),
        ("临时用地已到期（复垦期内）", ENDED),
        ("临时用地逾期未复垦", OVERDUE),
        ("批准已过期（未建设）", APPROVALS),
    ):
        assert set(zones[rows["kind_name"] == kind]) == set(expected), kind
    assert not (rows["kind_name"] == "批准即将到期（未建设）").any()
    (soon,) = rows[zones == "360222252100000007"].itertuples()
    assert soon.look_for.startswith("到期日期：2025-06-30。提醒用地单位") and soon.area_mu == pytest.approx(
        2171.36 * 3 / 2000, abs=1e-4
    )
    (one,) = rows[rows["layer"] == "open_cases"].itertuples()
    assert one.finding == case and one.kind_name == "农村建房" and one.BSM == HOUSE
    assert one.look_for.startswith(f"案件{case}：违法，")
    assert "W-7" in done.log  # has no place: told, not lost
    assert set(rows["layer"]) == {"terms", "open_cases"}


@pytest.fixture(scope="module")
def round_trip(tmp_path_factory, qgis_session):
    """Patrol lists, as they are by default, of results with changes, verified supplements and a plan."""
    folder = tmp_path_factory.mktemp("round")
    units = {"county": "360222", "township": "360222100", "village": "360222100201"}

    def layer(name, rows, **more):
        places = [shapely.box(39_512_000 + 100 * n, 3_245_000, 39_512_090 + 100 * n, 3_245_090) for n in range(4)]
        frame = gpd.GeoDataFrame({**rows, **more}, geometry=places[: len(next(iter(rows.values())))], crs="EPSG:4527")
        pyogrio.write_dataframe(frame, folder / PACKAGE, layer=name)

    pieces = {"piece_id": ["p1", "p2", "p3", "p4"], "area_m2": 8100.0, "cultivated_m2": 0.0, "sliver": False}
    layer("pieces", pieces, DLBM="0101", BSM="1", **units)
    changes = {"change_id": ["c1", "c2", "c3", "c4"], "direction": ["out", "out", "in", "adjust"]}
    changes |= {"status": ["unexplained", "approved", None, None], "before_m2": [1864.0, 932.0, 0.0, 50.0]}
    layer("changes", changes, cause="garden", now_m2=0.0, BSM="1", **units)
    states = {"id": ["s1", "s2"], "status": ["unplanted", "kept"], "gross_m2": 8100.0, "now_m2": [7000.0, 8000.0]}
    layer("supplement_states", states, project="B", county="360222")
    plan = {"block_id": ["b1", "b2", "b3"], "why": ["at_once", "not_needed", "needed"], "gross_m2": 8100.0}
    layer("plan", plan, net_m2=8000.0, **units)
    given = {"PACKAGE": str(folder / PACKAGE), "DATE": "2025-05-01", "OUTPUT_FOLDER": str(folder / "lists")}
    done = qgis_session("make_patrol_lists", given)
    assert done.status == 0, done.log
    return folder, done


def test_a_patrol_takes_what_nothing_explains_what_lies_unplanted_and_what_is_planned(round_trip) -> None:
    """Neither approved outflow nor inflow, kept supplements or blocks that no plan takes (measures 2 and 31)."""
    folder, done = round_trip
    (township,) = (folder / "lists").iterdir()  # of the supplement, too, whose own record names a county alone
    assert township.name.startswith("360222100") and done.results["FINDING_COUNT"] == 4
    rows = rows_of(township).set_index("finding")
    layers = {"c1": "changes", "s1": "unplanted", "b1": "planned", "b3": "planned"}
    assert rows["layer"].to_dict() == layers
    assert rows.loc["s1", "area_mu"] == pytest.approx(8100 * 3 / 2000) and "撂荒" in rows.loc["s1", "look_for"]


def test_what_is_found_of_planned_blocks_is_noted_and_of_changes_decided(round_trip, qgis, qgis_session) -> None:
    folder, _ = round_trip
    (township,) = (folder / "lists").iterdir()
    fill_in(township, {one: {"verdict": "confirmed", "remark": "看过", "checker": "王"} for one in ("b1", "c1")})
    call = {"PACKAGE": str(folder / PACKAGE), "PATROL_FOLDER": str(folder / "lists"), "OUTPUT": str(folder / "a.csv")}
    done = qgis_session("import_patrol", call)
    assert done.status == 0, done.log
    assert [done.results[name] for name in ("ANSWER_COUNT", "DECISION_COUNT", "UNKNOWN_COUNT")] == [2, 1, 0]


def test_what_is_found_of_a_term_is_noted(watch, qgis, qgis_session) -> None:
    """Nobody decides on a term by a verdict: the answer is kept, and no finding is missed."""
    folder, _, _ = watch
    device = next(each for each in (folder / "lists").iterdir() if "360222" in each.name)
    term = next(one for one in rows_of(device)["finding"] if SOON[1] in one)
    fill_in(device, {term: {"verdict": "confirmed", "remark": "已停用", "checker": "王"}})
    call = {"PACKAGE": str(folder / PACKAGE), "PATROL_FOLDER": str(folder / "lists"), "OUTPUT": str(folder / "a.csv")}
    done = qgis_session("import_patrol", call)
    assert done.status == 0, done.log
    assert [done.results[name] for name in ("ANSWER_COUNT", "DECISION_COUNT", "UNKNOWN_COUNT")] == [1, 0, 0]
    noted = pyogrio.read_dataframe(folder / PACKAGE, layer="field_checks", read_geometry=False)
    assert noted[["layer", "finding", "remark"]].to_numpy().tolist() == [["terms", term, "已停用"]]


def test_what_comes_back(patrol: Path, results: Path, qgis_process, qgis_session) -> None:
    """Two devices: agreement, difference, a word of the office meanwhile, photos, a finding that is gone; twice."""
    from farmland_redline.processing.bridge.io.decisions import DecisionTable

    first, second, third, fourth, fifth, sixth = rows_of(patrol)["finding"][:6]
    other = patrol.parent / "second"
    shutil.copytree(patrol, other)
    outside = results.parent / "private.jpg"
    outside.write_bytes(b"nobody's")
    taken = [b"\xff\xd8\xffone", b"\xff\xd8\xffanother"]
    (patrol / "DCIM" / "a.jpg").write_bytes(taken[0])
    (other / "DCIM" / "a.jpg").write_bytes(taken[1])
    when = "2024-11-20 10:00:00"
    fill_in(
        patrol,
        {
            first: {
                "verdict": "confirmed",
                "checker": "王",
                "remark": "=1+1",
                "checked": when,
                "photo_1": "DCIM/a.jpg",
            },
            second: {"verdict": "confirmed", "checker": "王", "checked": when},
            third: {"verdict": "rejected", "checker": "王", "checked": when},
            fourth: {"found": "building", "checker": "王", "photo_1": "../../private.jpg", "photo_2": "DCIM/none.jpg"},
            fifth: {"finding": "gone", "verdict": "confirmed", "checker": "王"},
            sixth: {"verdict": "illegal", "checker": "王", "checked": when},
        },
    )
    fill_in(
        other,
        {
            first: {"verdict": "confirmed", "checker": "李", "photo_1": "DCIM/a.jpg", "checked": "2024-11-21 09:30:00"},
            second: {"verdict": "rejected", "checker": "李", "checked": when},
        },
    )
    DecisionTable(results).add("conflicts", third, "approved", "批文12号", "张", "")
    # Of a shape that the finding no longer has: it needed a new look, and has had one.
    DecisionTable(results).add("conflicts", sixth, "rejected", "", "张", "another shape")
    folder = patrol.parent
    table = results.parent / "回传.csv"
    call = {"PACKAGE": str(results), "PATROL_FOLDER": str(folder), "OUTPUT": str(table)}
    done = qgis_process("import_patrol", call)
    assert done.status == 0, done.log
    counts = ("ANSWER_COUNT", "DECISION_COUNT", "DIFFERING_COUNT", "UNKNOWN_COUNT", "PHOTO_COUNT")
    assert [done.results[name] for name in counts] == [8, 2, 3, 1, 2]
    rows = decisions_of(results)
    assert len(rows) == 4
    assert rows[rows["finding"] == sixth]["verdict"].tolist() == ["rejected", "illegal"]
    cases = pyogrio.read_dataframe(results, layer="cases", read_geometry=False)
    assert cases[["case_id", "status", "unit", "found"]].to_numpy().tolist() == [
        [sixth, "illegal", "360281", "2024-11-20"]
    ]
    hashes = pyogrio.read_dataframe(results, layer="photos", read_geometry=False)
    assert set(hashes["sha256"]) == {hashlib.sha256(each).hexdigest() for each in taken}
    one = rows[rows["finding"] == first].iloc[0]
    assert (one["verdict"], one["reviewer"], one["remark"], one["layer"]) == (
        "confirmed",
        "王, 李",
        "=1+1",
        "conflicts",
    )
    assert one["decided"].startswith("2024-11-21T09:30:00")
    # As the review panel makes the hash of the shape: what has changed meanwhile would show.
    from qgis.core import QgsFeatureRequest, QgsVectorLayer

    from farmland_redline.processing.bridge.io.decisions import shape_hash

    layer = QgsVectorLayer(f"{results}|layername=conflicts", "conflicts", "ogr")
    (feature,) = layer.getFeatures(QgsFeatureRequest().setFilterExpression(f"\"conflict_id\" = '{first}'"))
    assert one["shape"] == shape_hash(feature.geometry())
    del layer
    # Both voices, and the office's, are told; nothing of them was written.
    assert second in done.log and third in done.log and "李" in done.log and "张" in done.log
    photos = sorted(path.name for path in (results.parent / "photos").iterdir())
    assert photos == [f"conflicts_{first}_1.jpg", f"conflicts_{first}_2.jpg"]
    contents = {path.read_bytes() for path in (results.parent / "photos").iterdir()}
    assert contents == set(taken)
    assert "private.jpg" in done.log and "none.jpg" in done.log
    checks = pyogrio.read_dataframe(results, layer="field_checks", read_geometry=False)
    assert len(checks) == 8
    assert checks[checks["finding"] == fourth]["found"].tolist() == ["building"]
    with table.open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert len(told) == 8 and any("'=1+1" in row.values() for row in told)
    again = qgis_session("import_patrol", call)
    assert again.status == 0, again.log
    assert [again.results[name] for name in counts] == [8, 0, 3, 1, 0]
    assert len(decisions_of(results)) == 4
    assert len(pyogrio.read_dataframe(results, layer="field_checks", read_geometry=False)) == 8
    # New lists never replace answers; and a folder without answers is no patrol.
    refused = qgis_session(
        "make_patrol_lists",
        {"PACKAGE": str(results), "POLICY": str(CITY / "policy.yaml"), "OUTPUT_FOLDER": str(folder)},
    )
    assert refused.status != 0 and "answers of a patrol" in refused.log

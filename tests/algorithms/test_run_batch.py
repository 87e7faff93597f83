"""What run_batch leaves in its folder, read back and checked against the inputs."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
import yaml
from conftest import batch_inputs, sheet_table
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsVectorLayer,
)
from reports.page_reading import cards_of, read_page, table_of

DATA = Path(__file__).resolve().parents[2] / "resources" / "sample" / "data"
CITY = DATA / "city.gpkg"
MEASURES = ["flows", "changes", "transition", "land_use", "use_findings", "use_totals"]
MEASURES += ["reserves", "reserve_sums", "reserve_pieces", "project_states", "project_totals", "self_check"]
MEASURES += ["blocks", "block_members", "plan", "plan_years", "swaps", "swap_units"]
LAYERS = ["pieces", "conflicts", "candidates", "losses", "abandoned", "problems", "summary", "zones", "provenance"]
LAYERS += MEASURES
BOOKS = ["summary.xlsx", "technical.xlsx"]
FILES = ["farmland_redline.gpkg", "maps", "report.html", *BOOKS]
COUNTIES = {"360202", "360203", "360222", "360281"}
MU = 2000 / 3
CULTIVATED = ("0101", "0102", "0103")


def city(layer: str, geometry: bool = False) -> pd.DataFrame:
    return pyogrio.read_dataframe(CITY, layer=layer, read_geometry=geometry)


def cents(values: pd.Series) -> pd.Series:
    return (values * 100).round().astype("int64")


@pytest.fixture(scope="module")
def package(batch):
    return batch / "farmland_redline.gpkg"


@pytest.fixture(scope="module")
def tables(package):
    return {name: pyogrio.read_dataframe(package, layer=name, read_geometry=False) for name in LAYERS}


@pytest.fixture(scope="module")
def shapes(package):
    return pyogrio.read_dataframe(package, layer="pieces", columns=["piece_id", "BSM", "cut"])


@pytest.fixture(scope="module")
def parcels():
    return city("DLTB", geometry=True)


def test_without_reports_there_are_the_layers(package, tmp_path, qgis_session):
    """The same layers, and no file of an earlier run that passes for one of this."""
    folder = tmp_path / "快"
    folder.mkdir()
    (folder / "summary.xlsx").write_bytes(b"old")
    done = qgis_session("run_batch", {**batch_inputs(), "REPORTS": "false", "MAPS": "false", "OUTPUT_FOLDER": folder})
    assert (
        done.status == 0
        and "WORKBOOK" not in done.results
        and "TECHNICAL" not in done.results
        and "PAGE" not in done.results
    )
    assert sorted(p.name for p in folder.iterdir()) == ["farmland_redline.gpkg", "summary.xlsx"]
    assert (folder / "summary.xlsx").read_bytes() == b"old" and "summary.xlsx" in done.log
    for name in set(LAYERS) - {"provenance"}:
        one, other = (pyogrio.read_dataframe(p, layer=name) for p in (package, folder / "farmland_redline.gpkg"))
        pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))


def test_everything_is_there(batch, package):
    assert sorted(p.name for p in batch.iterdir()) == FILES
    assert sorted(pyogrio.list_layers(package)[:, 0]) == sorted([*LAYERS, "layer_styles"])
    maps = sorted(p.name for p in (batch / "maps").iterdir())
    assert {name[:6] for name in maps} == COUNTIES and all(name.endswith(".pdf") for name in maps)
    for name in maps:
        content = (batch / "maps" / name).read_bytes()
        assert content.startswith(b"%PDF") and len(content) > 20_000, name
    assert len(openpyxl.load_workbook(batch / "summary.xlsx", read_only=True).sheetnames) >= 4


@pytest.mark.parametrize(
    ("name", "told"),
    [("pieces", "旱地"), ("conflicts", "严重"), ("candidates", "即可恢复"), ("problems", "处理建议"), ("summary", "")],
)
def test_the_package_opens_styled_anywhere(qgis, package, tmp_path, name, told):
    """Also where the plugin is not: names, words for ids, colours and map tips come from the file itself."""
    copy = tmp_path / "别处.gpkg"
    shutil.copy(package, copy)
    layer = QgsVectorLayer(f"{copy}|layername={name}", name, "ogr")
    column = {"problems": "severity", "summary": "holding_mu"}.get(name, "area_m2")
    alias = layer.attributeAlias(layer.fields().lookupField(column))
    assert alias and alias != column and any(letter >= "\u4e00" for letter in alias)
    if name == "summary":
        return
    kinds = {"problems": "RuleRenderer"}
    assert layer.renderer().type() == kinds.get(name, "categorizedSymbol")
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    tips = set()
    for feature in layer.getFeatures():
        context.setFeature(feature)
        tips.add(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    if name != "problems":
        drawn = set(pd.Series([one.value() for one in layer.renderer().categories()]).explode().astype(str))
        field = layer.renderer().classAttribute()
        assert {str(feature[field]) for feature in layer.getFeatures()} <= drawn or (name == "pieces" and "" in drawn)
    assert any(told in tip for tip in tips), sorted(tips)[:3]
    assert not any("[%" in tip for tip in tips)


def test_layers_are_what_qgis_expects(package):
    for name in ("pieces", "conflicts", "candidates"):
        info = pyogrio.read_info(package, layer=name)
        assert info["geometry_type"] == "MultiPolygon" and info["crs"] == "EPSG:4527", name
    assert pyogrio.read_info(package, layer="problems")["geometry_type"] == "Point"
    with sqlite3.connect(f"file:{package}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
        indexed = {row[0] for row in database.execute(query)}
    assert {"pieces", "conflicts", "candidates"} <= indexed


def test_every_parcel_closes_exactly(tables, parcels):
    """Worst closure, found anew: the written pieces against the survey, gross and net."""
    pieces = tables["pieces"]
    assert set(pieces["BSM"]) == set(parcels["BSM"])
    gross = cents(pieces["area_m2"]).groupby(pieces["BSM"]).sum()
    net = cents(pieces["cultivated_m2"]).groupby(pieces["BSM"]).sum()
    survey = parcels.set_index("BSM")
    assert (gross - cents(survey["TBMJ"])).abs().max() == 0
    farmed = survey["TBDLMJ"].where(survey["DLBM"].isin(CULTIVATED), 0.0)
    assert (net - cents(farmed)).abs().max() == 0


def test_geometry_is_divided_and_nothing_else(shapes, parcels):
    planar = shapes.area.groupby(shapes["BSM"]).sum()
    whole = parcels.set_index("BSM").area
    # Hairs go to the piece beside them, and some corners are rounded: less than what is printed as 0.01 m².
    assert np.abs(planar - whole.reindex(planar.index)).max() < 0.005
    uncut = shapes[~shapes["cut"].astype(bool)].set_index("BSM").geometry
    same = parcels.set_index("BSM").geometry.reindex(uncut.index)
    assert len(uncut) > 500
    assert shapely.equals_exact(shapely.normalize(uncut.to_numpy()), shapely.normalize(same.to_numpy())).all() or (
        shapely.area(shapely.symmetric_difference(uncut.to_numpy(), same.to_numpy())).max() == 0
    )


def test_pieces_have_ids_and_their_parcels_fields(tables, parcels):
    pieces = tables["pieces"]
    assert pieces["piece_id"].is_unique and pieces["piece_id"].notna().all()
    fields = [c for c in parcels.columns if c != "geometry"]
    assert set(fields) <= set(pieces.columns)
    merged = pieces[fields].drop_duplicates().set_index("BSM").sort_index()
    survey = pd.DataFrame(parcels[fields]).set_index("BSM").sort_index()
    assert len(merged) == len(survey)
    for name in ("DLBM", "TBMJ", "TBDLMJ", "ZLDWDM", "ZZSXDM", "TBXHDM", "GDPDJB"):
        both = merged[name].astype(object).where(merged[name].notna(), None)
        assert both.tolist() == survey[name].astype(object).where(survey[name].notna(), None).tolist(), name


def test_units_are_those_of_the_location_code(tables):
    pieces = tables["pieces"]
    for column, digits in (("county", 6), ("township", 9), ("village", 12)):
        assert (pieces[column] == pieces["ZLDWDM"].str[:digits]).all(), column


def test_zones_of_a_piece_contain_it(shapes, tables, package):
    """Zone ids in the pieces, judged by a point of each piece that is not a sliver."""
    pieces = tables["pieces"]
    points = shapely.point_on_surface(shapes.geometry.to_numpy())
    sound = (~pieces["sliver"].astype(bool)).to_numpy()
    layers = {"pbf": "YJJBNTBHTB", "red_line": "STBHHX", "pbf_reserve": "YJJBNTCBQ", "urban": "CZKFBJ"}
    for role, layer in layers.items():
        zones = city(layer, geometry=True)
        tree = shapely.STRtree(zones.geometry.to_numpy())
        number, zone = tree.query(points, predicate="within")
        lies = pd.Series(zones["BSM"].to_numpy()[zone], index=number).groupby(level=0).min()
        have = pieces[role].where(sound).dropna()
        assert (lies.reindex(have.index) == have).mean() > 0.999, role
        inside = np.zeros(len(pieces), bool)
        inside[lies.index] = True
        missed = inside & sound & pieces[role].isna().to_numpy()
        assert missed.sum() == 0, role


def test_holding_is_the_surveys_own_sum(tables, parcels):
    summary = tables["summary"].set_index("code")
    farmed = parcels[parcels["DLBM"].isin(CULTIVATED)]
    want = farmed.groupby(farmed["ZLDWDM"].str[:6])["TBDLMJ"].sum() / MU
    for code, mu in want.items():
        assert summary.loc[code, "holding_mu"] == pytest.approx(mu, abs=1e-6)
    assert summary.loc["360200", "holding_mu"] == pytest.approx(want.sum(), abs=1e-6)


def test_delimited_pbf_is_the_layers_own_record(tables):
    """Each zone's record times the share of it that no zone with a smaller id covers: nothing counts twice."""
    zones = city("YJJBNTBHTB", geometry=True).sort_values("BSM").reset_index(drop=True)
    shapes = zones.geometry.to_numpy()
    share = np.ones(len(zones))
    tree = shapely.STRtree(shapes)
    for number, shape in enumerate(shapes):
        before = [other for other in tree.query(shape, predicate="intersects") if other < number]
        if before:
            share[number] = shapely.area(shapely.difference(shape, shapely.union_all(shapes[before]))) / shape.area
    summary = tables["summary"].set_index("code")
    parcels = city("DLTB", geometry=True)
    county = zones["ZLDWDM"].str[:6]
    for number in np.flatnonzero(county.isna()):  # without a code: where most of it lies
        areas = pd.Series(shapely.area(shapely.intersection(parcels.geometry.to_numpy(), shapes[number])))
        county[number] = areas.groupby(parcels["ZLDWDM"].str[:6]).sum().idxmax()
    want = (zones["YJJBNTMJ"] * share).groupby(county).sum() / MU
    for code, mu in want.items():
        assert summary.loc[code, "pbf_delimited_mu"] == pytest.approx(mu, abs=0.001), code


def test_counties_make_up_the_city(tables):
    summary = tables["summary"]
    measured = [
        "holding_mu", "pbf_delimited_mu", "pbf_cultivated_mu", "pbf_cultivated_k_mu", "candidates_at_once_mu",
        "candidates_with_works_mu", "candidates_other_mu", "conflicts_mu", "conflicts_severe_mu",
    ]  # fmt: skip
    for parent, child, digits in (("city", "county", 0), ("county", "township", 6), ("township", "village", 9)):
        above = summary[summary["level"] == parent].set_index("code")
        below = summary[summary["level"] == child]
        keys = below["code"].str[:digits] if digits else pd.Series("360200", index=below.index)
        sums = below.groupby(keys)[measured].sum()
        assert len(sums) == len(above)
        for column in measured:
            difference = (sums[column] - above[column].reindex(sums.index)).abs().max()
            assert difference < 0.005 / MU, (child, column)


def test_conflicts_add_up(tables):
    conflicts, summary = tables["conflicts"], tables["summary"].set_index("code")
    counted = conflicts[conflicts["severity"] > 0]
    want = counted.groupby("county")["area_m2"].sum() / MU
    severe = conflicts[conflicts["severity"] >= 2].groupby("county")["area_m2"].sum() / MU
    for code, mu in want.items():
        assert summary.loc[code, "conflicts_mu"] == pytest.approx(mu, abs=1e-5)
    most = conflicts[conflicts["severity"] == 3].groupby("county")["area_m2"].sum() / MU
    for code in want.index:
        have = summary.loc[code, "conflicts_severe_mu"]
        assert any(have == pytest.approx(s.get(code, 0.0), abs=1e-5) for s in (severe, most)), code


def test_changes_are_told_of_the_pieces_and_close(batch, tables):
    """Against both surveys' own sums; sheet, page and map layer have the same figures."""
    flows = tables["flows"].set_index("code")
    assert (flows["closure_m2"] == 0).all() and set(flows["level"]) == {"city", "county", "township", "village"}
    for column, name in (("holding_before_m2", "DLTB_2023"), ("holding_now_m2", "DLTB")):
        survey = city(name)
        net = survey.loc[survey["DLBM"].str.startswith("01", na=False), "TBDLMJ"].sum()
        assert abs(flows.loc[flows["level"] == "county", column].sum() - net) < 0.006, column
    changes = tables["changes"]
    for direction, column, area in (("out", "outflow_m2", "before_m2"), ("in", "inflow_m2", "now_m2")):
        listed = changes.loc[changes["direction"] == direction, area].sum()
        assert abs(listed - flows.loc["360200", column]) < 0.006
    listed = changes.loc[changes["previous"].notna(), "change_id"]
    assert set(listed) <= set(tables["pieces"]["piece_id"])
    out = flows.loc["360222", "outflow_m2"] / MU
    sheet = openpyxl.load_workbook(batch / "summary.xlsx", read_only=True)["耕地流入流出"]
    rows = {row[1]: row for row in sheet.iter_rows(values_only=True) if len(row) > 1}
    assert rows["360222"][3] == pytest.approx(out, abs=1e-6)
    assert {"耕地变化清单"} <= set(openpyxl.load_workbook(batch / "summary.xlsx", read_only=True).sheetnames)
    page = read_page(batch / "report.html")
    shown = {row[1]: row for row in table_of(page, "flows")[1]}
    assert shown["360222"][3] == f"{out:,.2f}"
    assert f"流出 {flows.loc['360200', 'outflow_m2'] / MU:,.2f} 亩" in (batch / "report.html").read_text(
        encoding="utf-8"
    )


def test_findings_are_pieces_and_never_slivers(tables):
    pieces = tables["pieces"].set_index("piece_id")
    assert pieces["sliver"].astype(bool).sum() > 50  # the sample has them
    for name, key in (("conflicts", "conflict_id"), ("candidates", "candidate_id")):
        found = tables[name]
        assert len(found) > 100 and found[key].is_unique, name
        mine = pieces.loc[found[key]]
        assert not mine["sliver"].astype(bool).any(), name
        assert (mine["area_m2"].to_numpy() == found["area_m2"].to_numpy()).all(), name
        assert (mine["county"].to_numpy() == found["county"].to_numpy()).all(), name
    assert pieces.loc[tables["conflicts"]["conflict_id"], "pbf"].notna().all()
    cultivated = pieces.loc[tables["candidates"]["candidate_id"], "DLBM"].str.startswith("01")
    assert not cultivated.any()


def test_findings_keep_their_pieces_geometry(package, shapes):
    known = shapes.set_index("piece_id").geometry
    for name, key in (("conflicts", "conflict_id"), ("candidates", "candidate_id")):
        found = pyogrio.read_dataframe(package, layer=name, columns=[key]).set_index(key).geometry
        same = known.reindex(found.index)
        assert (shapely.to_wkb(found.to_numpy()) == shapely.to_wkb(same.to_numpy())).all(), name


def test_findings_keep_the_types_and_values_of_their_pieces_fields(package, tables):
    types = {
        name: dict(zip(*(pyogrio.read_info(package, layer=name)[key] for key in ("fields", "dtypes"))))
        for name in ("pieces", "conflicts", "candidates")
    }
    for name, key in (("conflicts", "conflict_id"), ("candidates", "candidate_id")):
        found = tables[name]
        source = tables["pieces"].set_index("piece_id").loc[found[key]].reset_index(drop=True)
        for column in ("GDDB", "SJNF", "TBMJ", "XZDWKD", "DLMC"):
            assert types[name][column] == types["pieces"][column], (name, column)
            pd.testing.assert_series_equal(
                found[column].reset_index(drop=True), source[column], check_dtype=False, check_names=False
            )


def test_problems_have_words(tables):
    problems = tables["problems"]
    for column in ("layer", "feature", "kind", "severity", "message", "remedy"):
        assert problems[column].notna().all(), column
    assert not problems["message"].str.contains("[{}]").any()
    assert set(problems["severity"]) <= {"error", "warning", "note"}
    assert {"unknown_class", "wide_road", "zones_overlap"} <= set(problems["kind"])


def test_provenance_names_every_input(tables):
    rows = tables["provenance"]
    known = {(r.section, r.name_): r.value for r in rows.rename(columns={"name": "name_"}).itertuples()}
    digest = hashlib.sha256(CITY.read_bytes()).hexdigest()
    for parameter, layer in (
        ("PARCELS", "DLTB"), ("PBF", "YJJBNTBHTB"), ("PBF_RESERVE", "YJJBNTCBQ"), ("FARMLAND_RESERVE", "BCGDCBQ"),
        ("SURVEY2", "DLTB_ED"), ("PREVIOUS", "DLTB_2023"), ("ZONES.red_line", "STBHHX"), ("UNITS.1", "XJXZQ"),
    ):  # fmt: skip
        assert known["input", parameter] == layer
        assert known["input", f"{parameter}.features"] == str(pyogrio.read_info(CITY, layer=layer)["features"])
        assert known["input", f"{parameter}.sha256"] == digest
        assert known["input", f"{parameter}.crs"] == "EPSG:4527"
        assert known["input", f"{parameter}.file"] == "city.gpkg"
    assert known["input", "POLICY.sha256"] == hashlib.sha256((DATA / "policy.yaml").read_bytes()).hexdigest()
    assert known["run", "time"] == "2024-12-31T00:00:00+00:00"  # SOURCE_DATE_EPOCH
    assert known["run", "algorithm"] == "run_batch"
    for library in ("qgis", "gdal", "geos", "proj", "shapely", "farmland_redline"):
        assert known["version", library]
    assert not rows["value"].astype(str).str.contains(str(DATA.parents[2])).any()


def shown_number(text):
    """A figure as a page shows it; what is too small to print counts as 0 here, where two decimals are compared."""
    return 0.0 if "不足" in text else float(text.replace(",", ""))


def test_each_figure_of_the_page_stands_under_a_heading(batch):
    """Rows of a table are as wide as its heads."""
    text = (batch / "report.html").read_text(encoding="utf-8")
    tables = re.findall(r"<table.*?</table>", text, re.DOTALL)
    assert len(tables) > 20
    for table in tables:
        widths = set()
        for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
            spans = re.findall(r'<t[hd](?:[^>]*colspan="(\d+)")?', row)
            widths.add(sum(int(span or 1) for span in spans))
        assert len(widths) == 1, table[:500]


def test_the_page_says_what_the_tables_and_the_workbook_say(batch, tables):
    """Three outputs, written apart: the page's text, the GeoPackage's table, the workbook's cells."""
    page = read_page(batch / "report.html")
    cards, summary = cards_of(page), tables["summary"]
    annexed = summary[summary["level"].isin(("city", "county"))].set_index("code")
    assert set(cards) == set(annexed.index) and set(cards) > COUNTIES
    book = openpyxl.load_workbook(batch / "summary.xlsx")
    sheet = {row[1]: row for row in book["附件2 目标对照"].iter_rows(values_only=True) if row[1] in cards}
    for code, topics in cards.items():
        row = annexed.loc[code]
        for topic, figure, column, cell in (
            ("耕地保有量", "目标", "holding_target_mu", 13),
            ("耕地保有量", "现状（净面积）", "holding_mu", 14),
            ("耕地保有量", "差值", "holding_surplus_mu", 4),
            ("永久基本农田", "划定（登记净面积）", "pbf_delimited_mu", 16),
            ("永久基本农田", "差值", "pbf_surplus_mu", 8),
            ("永久基本农田", "其中现状耕地（净面积）", "pbf_cultivated_mu", 17),
            ("耕地缺口", "剩余缺口", "gap_left_mu", None),
            ("占用冲突（毛面积）", "合计", "conflicts_mu", None),
        ):
            if pd.isna(row[column]):  # what was restored is not known here
                assert set(topics[topic][1][figure]) == {"已恢复面积不明"} and column == "gap_left_mu", (code, figure)
                continue
            wan, mu, m2 = (shown_number(text) for text in topics[topic][1][figure])
            assert mu == pytest.approx(row[column], abs=0.0051), (code, figure)
            assert wan == pytest.approx(row[column] / 10_000, abs=0.000051), (code, figure)
            assert m2 == pytest.approx(row[column] * MU, abs=0.0051), (code, figure)
            assert cell is None or sheet[code][cell] == pytest.approx(row[column], abs=1e-6)
    counted = tables["conflicts"][tables["conflicts"]["severity"] > 0]
    said = f"占用冲突 {counted['BSM'].nunique()} 个图斑，毛面积 {counted['area_m2'].sum() / MU:,.2f} 亩"
    assert said in page.by_id("findings").text
    heads, rows = table_of(page, "conflict_kinds")
    assert rows[-1][heads.index("碎块数")] == str(len(counted))
    heads, rows = table_of(page, "problem_kinds")
    assert sum(int(row[2]) for row in rows) == len(tables["problems"])
    assert counted.groupby("county").size().max() < 200  # so that nothing is cut
    assert len(table_of(page, "conflicts")[1]) == len(counted) and not page.by_id("conflicts").all("p", "cut")


def test_one_split_of_conflicts_in_table_headline_chart_and_card(batch, tables):
    """By class of use and by severity, of parcels; counted here anew from the layer."""
    conflicts = tables["conflicts"][tables["conflicts"]["severity"] >= 1]
    words = {
        "non_agricultural": "非农占用（举措14管控）",
        "agricultural": "农业占用（举措14管控）",
        "to_verify": "须核实",
    }
    areas = conflicts.groupby("use")["area_m2"].sum() * 3 / 2000
    parcels = conflicts.groupby("use")["BSM"].nunique()
    book = openpyxl.load_workbook(batch / "summary.xlsx", read_only=True)
    rows = {row[0]: row for row in book["占用冲突类别"].iter_rows(values_only=True)}
    for use, word in words.items():
        own = conflicts[conflicts["use"] == use]
        by_severity = [own.loc[own["severity"] == s, "area_m2"].sum() * 3 / 2000 for s in (3, 2, 1)]
        assert rows[word][1:4] == pytest.approx(by_severity) and sum(rows[word][1:4]) == pytest.approx(rows[word][4])
        assert rows[word][4:6] == pytest.approx((areas[use], parcels[use]))
    assert sum(rows[word][4] for word in words.values()) == pytest.approx(rows["合计"][4])
    page = read_page(batch / "report.html")
    (headline,) = [e.text for e in page.by_id("findings").all("li") if e.text.startswith("占用冲突")]
    assert f"占用冲突 {conflicts['BSM'].nunique()} 个图斑，毛面积 {areas.sum():,.2f} 亩" in headline
    for use, word in words.items():
        assert f"{word} {areas[use]:,.2f} 亩（{parcels[use]} 个图斑）" in headline
    shown = cards_of(page)["360200"]["占用冲突（毛面积）"][1]
    assert {word: shown[word][1] for word in words.values()} == {w: f"{areas[u]:,.2f}" for u, w in words.items()}
    bars = [bar.all("div", "figures")[0].text for bar in page.by_id("chart-conflicts").all("div", "bar")]
    charted = [float(text.split(" ")[0].replace(",", "")) for text in bars if text]
    assert len(charted) == conflicts["kind"].nunique()  # no kind is hidden among others
    assert sum(charted) == pytest.approx(areas.sum(), abs=0.0051 * len(charted))


def test_no_raw_id_in_a_chinese_report(batch, tables):
    """Ids of rules, and words of parameters and of the provenance, are told in Chinese; field codes are capitals."""
    ids = {str(v) for column in ("kind", "use", "origin") for v in tables["conflicts"][column].dropna()}
    ids |= {str(v) for name in ("source", "tier", "deferred", "reason") for v in tables["candidates"][name].dropna()}
    ids |= {"city", "county", "township", "village", "code", "boundary", "national", "standard", "print", "grave"}
    ids |= {"misdelimited", "zh", "en", "True", "False", "none", "null", "nan", "met", "missed", "no_data"}
    for sheet in (s for name in BOOKS for s in openpyxl.load_workbook(batch / name, read_only=True)):
        for row in sheet.iter_rows(values_only=True):
            for text in (value for value in row if isinstance(value, str)):
                # A name of a file, a layer or a piece may hold anything.
                words = re.findall(r"(?<![\w.|=/+-])[a-zA-Z_]+(?![\w.|=-])", text)
                assert not set(words) & ids, (sheet.title, text)


def test_the_page_shows_no_ids_where_people_read(batch, tables):
    page = read_page(batch / "report.html")
    texts = [e.text for name in ("td", "th", "p", "li", "h1", "h2", "h3") for e in page.all(name)]
    words = set(re.findall(r"[A-Za-z]+(?:_[A-Za-z0-9]+)+", " ".join(texts)))
    # Names of files and layers, and of the policy's file, are what they are.
    known = {"farmland_redline", "DLTB_ED", "DLTB_2023"} | set(re.findall(r"[A-Za-z_]+", " ".join(LAYERS)))
    assert words <= known, words - known


def contents(file: Path) -> bytes:
    """A file's bytes, those of archives unpacked."""
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return file.read_bytes()


def test_no_personal_data_in_any_output(batch):
    """The sample's people are placeholders: none of their values may stand in any file, nor their fields' names."""
    zones = city("YJJBNTBHTB")
    personal = [c for c in ("ZRR", "ZZRR", "ZRRMC", "ZRRZJHM", "LXDH", "JZDZ", "CFZR", "ZMC") if c in zones]
    assert len(personal) >= 4
    values = {str(v) for c in personal for v in zones[c].dropna().unique()}
    assert values and all(v.startswith("示例") for v in values)
    # Whole values, what they begin with, and proof that the search can find them.
    words = {"示例证件号", "示例责任人", "示例电话", "示例地址", *values}
    assert all(value.encode() in CITY.read_bytes() for value in sorted(values)[:3])
    for file in batch.rglob("*"):
        if file.is_file():
            content = contents(file)
            for word in words:
                for encoding in ("utf-8", "utf-16-le", "gbk"):
                    assert word.encode(encoding) not in content, (file.name, word)
            for name in personal:
                assert f'"{name}"'.encode() not in content, (file.name, name)


def test_reserves_and_findings_on_use_are_listed_in_the_technical_workbook(batch, tables):
    book = openpyxl.load_workbook(batch / "technical.xlsx")
    reserves, made = sheet_table(book["储备区清单"]), tables["reserves"]
    assert reserves["储备区图斑"].tolist() == made["zone_id"].tolist() and len(made)
    assert np.allclose(reserves["调查范围内（毛）（亩）"], made["inside_m2"] / MU)
    terms = yaml.safe_load((DATA / "policy.yaml").read_text(encoding="utf-8"))["terms"]
    states, findings = (
        {row["id"]: row["name_zh"] for row in terms[name]} for name in ("reserve_states", "use_findings")
    )
    assert reserves["储备区状态"].tolist() == made["status"].map(states).tolist()
    listed, found = sheet_table(book["耕地利用清单"]), tables["use_findings"]
    rows, total = listed[listed["序号"].notna()], listed[listed["序号"].isna()]
    assert sorted(rows["标识"]) == sorted(found["use_id"]) and len(total) == 1
    assert total["现状耕地净面积（亩）"].iloc[0] == pytest.approx(found["cultivated_m2"].sum() / MU)
    lines = rows.set_index("标识").loc[found["use_id"]]
    told = ["；".join(findings[one] for one in ids.split(";")) for ids in found["findings"]]
    assert lines["耕地利用发现"].tolist() == told
    assert lines[["中心点经度（°）", "中心点纬度（°）"]].notna().all(axis=None)
    assert {"储备区清单", "耕地利用清单"}.isdisjoint(openpyxl.load_workbook(batch / "summary.xlsx").sheetnames)


def test_two_runs_give_the_same_bytes(batch, tmp_path, qgis_process, inputs):
    """The second from another folder, whose name has a blank and Chinese in it."""
    copy = tmp_path / "另一个 文件夹"
    copy.mkdir()
    for file in ("city.gpkg", "policy.yaml"):
        shutil.copy(DATA / file, copy)
    out = tmp_path / "out"
    done = qgis_process("run_batch", {**inputs(copy), "OUTPUT_FOLDER": str(out)})
    assert done.status == 0, done.log[-3000:]
    names = sorted(str(file.relative_to(batch)) for file in batch.rglob("*") if file.is_file())
    assert {name[:4] for name in names} > {"maps"} and "farmland_redline.gpkg" in names
    assert names == sorted(str(file.relative_to(out)) for file in out.rglob("*") if file.is_file())
    assert [name for name in names if (out / name).read_bytes() != (batch / name).read_bytes()] == []


def test_without_jinja2_all_but_the_page_is_made(villages, tmp_path, qgis_process, inputs):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "jinja2.py").write_text('raise ModuleNotFoundError("hidden by a test")', encoding="utf-8")
    folder = tmp_path / "out"
    parameters = {**inputs(villages), "ZONES": [], "OUTPUT_FOLDER": str(folder), "MAPS": "false"}
    done = qgis_process("run_batch", parameters, PYTHONPATH=str(hidden))
    assert done.status == 0, done.log[-3000:]
    assert "Jinja2" in done.log and "PAGE" not in done.results
    assert sorted(p.name for p in folder.iterdir()) == ["farmland_redline.gpkg", *BOOKS]


def test_failure_leaves_earlier_results_whole(batch, tmp_path, qgis_process, inputs):
    folder = tmp_path / "results"
    shutil.copytree(batch, folder)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    broken = tmp_path / "policy.yaml"
    broken.write_text("policy: {id: x}\nunits: []\n", encoding="utf-8")
    done = qgis_process("run_batch", {**inputs(DATA), "POLICY": str(broken), "OUTPUT_FOLDER": str(folder)})
    assert done.status != 0
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert sorted(p.name for p in folder.iterdir()) == FILES


@pytest.fixture(scope="module")
def inputs():
    return batch_inputs

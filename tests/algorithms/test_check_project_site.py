"""The check of project sites by the real qgis_process: the worked example, files, kinds of projects, whole counties."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import (
    CITY,
    ZONE_LAYERS,
    explained_columns,
    layer,
    read_workbook,
    run_in_session,
    run_qgis_process,
    write_layer,
)
from osgeo import ogr

from farmland_redline.processing.bridge.paths import DEFAULT_POLICY

pytestmark = pytest.mark.usefixtures("qgis")
X, Y, CODE = 39_512_000.0, 3_245_000.0, "3602221002010000000"
LAYERS = {
    "COMPARISON": "comparison",
    "SITES": "sites",
    "CLASSES": "site_classes",
    "NEEDS": "site_needs",
    "PARTS": "site_parts",
    "PROBLEMS": "problems",
}
# BSM: class, TBMJ, KCXS, and west, south, east, north in metres from a corner. a, b and c are those of the example.
PARCELS = {
    "a": ("0101", 4000.0, 0.068, (0, 0, 40, 100)),
    "b": ("0301", 6000.0, 0.0, (40, 0, 100, 100)),
    "c": ("0702", 2000.0, 0.0, (100, 0, 120, 100)),
    "d": ("0103", 1933.34, 0.0, (0, 100, 20, 200)),
    "far": ("0101", 10_000.0, 0.0, (5000, 0, 5100, 100)),
}


def box(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    return shapely.box(X + west, Y + south, X + east, Y + north)


def survey(rows: dict[str, tuple] = PARCELS) -> gpd.GeoDataFrame:
    values = list(rows.values())
    gross = np.array([v[1] for v in values])
    ridges = (gross * np.array([v[2] for v in values])).round(2)
    table = {"BSM": list(rows), "DLBM": [v[0] for v in values], "TBMJ": gross, "TBDLMJ": (gross - ridges).round(2)}
    graded = ["2" if v[0].startswith("01") else None for v in values]
    return gpd.GeoDataFrame(
        {**table, "ZLDWDM": CODE, "GDPDJB": graded, "GDDB": [6, None, None, 8, 9]},
        geometry=[box(*v[3]) for v in values],
        crs="EPSG:4527",
    )


def zone(shape: shapely.Geometry, **values: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"BSM": ["Z1"], **{k: [v] for k, v in values.items()}}, geometry=[shape], crs="EPSG:4527")


def inputs(folder, pbf: bool = True) -> dict[str, object]:
    """The parcels of the example, and PBF over 1000 m² of the 2000 m² that the site takes of a."""
    given: dict[str, object] = {"PARCELS": write_layer(survey(), folder, "DLTB")}
    if pbf:
        given["PBF"] = write_layer(zone(box(0, 0, 20, 100), DLBM="0101", YJJBNTMJ=1864.0), folder, "YJJBNTBHTB")
    return given


def check(folder, how=run_in_session, **given: object):
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in LAYERS}
    done = how("check_project_site", {**given, **made})
    if done.status:
        return done, {}
    return done, {name: pyogrio.read_dataframe(path, layer=LAYERS[name]) for name, path in made.items()}


SITE = (0, 0, 120, 50)
# Columns of parts that are explained with pieces: fields of the parcel, zone roles and what these carry.
BESIDE = {"BSM", "DLBM", "GDPDJB", "GDDB", "county", "township", "village", "pbf", "pbf_TBDLMJ", "sliver"}


def boundary_points(folder):
    """The site as a file of boundary points, in GBK, with 0.6 ha by its surveyors."""
    corners = [(0, 0), (120, 0), (120, 50), (0, 50), (0, 0)]
    lines = [f"J{k},1,{Y + y:.3f},{X + x:.3f}" for k, (x, y) in enumerate(corners, 1)]
    head = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=39\n[地块坐标]\n"
    head += "5,0.6,1,地块,面,,交通,,@\n"
    path = folder / "界址点.txt"
    path.write_text(head + "\n".join(lines), encoding="gb18030")
    return path


def drawing(folder):
    """The site as a drawing."""
    path = folder / "图纸.dxf"
    source = ogr.GetDriverByName("DXF").CreateDataSource(str(path))
    feature = ogr.Feature(source.CreateLayer("entities").GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(shapely.boundary(box(*SITE)))))
    source.GetLayer(0).CreateFeature(feature)
    del source
    return path


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example's site from a layer, a TXT and a DXF, and an alternative without PBF, with 2.9 mu cultivated."""
    folder = tmp_path_factory.mktemp("选址 核查")
    outlines = gpd.GeoDataFrame(
        {"FABH": ["方案一", "方案二"], "XMMC": "某县道", "XMLX": "单独选址"},
        geometry=[box(*SITE), box(0, 100, 20, 200)],
        crs="EPSG:4527",
    ).to_crs(4526)
    rates = folder / "费率.csv"
    rates.write_text("单位代码,地类,等别,标准,计价单位\n,0101,,30,元/平方米\n,0102,,24000,元/亩\n", encoding="gb18030")
    done, made = check(
        folder,
        run_qgis_process,
        **inputs(folder),
        PROJECT=write_layer(outlines, folder, "outlines"),
        OUTLINE_FILES=[str(boundary_points(folder)), str(drawing(folder))],
        RATES=str(rates),
        REPORT=str(folder / "核查表.html"),
        WORKBOOK=str(folder / "核查表.xlsx"),
    )
    assert done.status == 0, done.log
    return done, made


def test_the_worked_example(example):
    """Rates 30 (0101), highest 36 (24,000 yuan a mu): 932 x 30 + 932 x 72 = 95,064 yuan."""
    done, made = example
    row = made["COMPARISON"].set_index("site").loc["方案一"]
    areas = ("area_m2", "cultivated_m2", "paddy_m2", "ridges_m2", "pbf_m2", "pbf_cultivated_m2", "pbf_registered_m2")
    assert [row[name] for name in areas] == [6000.0, 1864.0, 1864.0, 136.0, 1000.0, 932.0, 932.0]
    assert (row["fee_yuan"], row["topsoil_m3"], row["no_rate_m2"]) == (95_064.0, 466.0, 0.0)
    assert (row["owed_mu"], row["owed_paddy_mu"], row["replace_mu"]) == (2.796, 2.796, 1.398)
    assert (row["replace_registered_mu"], row["replace_net_mu"], row["grade"]) == (1.398, 1.398, 6.0)
    lines = made["CLASSES"][made["CLASSES"]["site"] == "方案一"].set_index("line")
    expected = {"agricultural": 5000.0, "paddy": 1864.0, "forest": 3000.0, "ridges": 136.0, "construction": 1000.0}
    assert lines["area_m2"][lines["area_m2"] > 0].to_dict() == {**expected, "cultivated": 1864.0}
    assert lines["pbf_m2"][lines["pbf_m2"] > 0].to_dict() == {
        "agricultural": 1000.0,
        "cultivated": 932.0,
        "paddy": 932.0,
        "ridges": 68.0,
    }
    needs = made["NEEDS"][made["NEEDS"]["site"] == "方案一"].set_index("need")
    applies = needs[needs["checked"] == "applies"]
    assert set(applies.index) == {
        *("pbf_approval", "replace", "survey_opinion", "conversion", "balance", "reclamation_fee", "topsoil"),
    }
    assert applies.loc["replace", "area_m2"] == 1000.0 and applies.loc["topsoil", "cultivated_m2"] == 1864.0
    assert set(needs[needs["checked"] == "not_checked"].index) >= {"red_line", "outside_scope", "forest"}
    assert done.results["CLOSURE"] == 0


def test_an_alternative_without_pbf_comes_first_although_it_takes_more(example):
    done, made = example
    ranked = made["COMPARISON"][made["COMPARISON"]["site"].str.startswith("方案")]
    assert ranked["site"].tolist() == ["方案二", "方案一"] and done.results["FIRST"] == "方案二"
    assert ranked["cultivated_m2"].tolist() == [1933.34, 1864.0]  # 2.9 mu and 2.796 mu
    assert pd.isna(ranked["decided_by"].tolist()[0]) and "pbf_m2" in made["COMPARISON"]["decided_by"].tolist()
    dry = ranked.iloc[0]
    # No row of the table fits 0103: the fee is not known, and never 0.
    assert pd.isna(dry["fee_yuan"]) and dry["no_rate_m2"] == 1933.34 and dry["topsoil_m3"] == round(1933.34 * 0.2, 2)


def test_files_give_what_the_layer_gives(example):
    """One outline from a layer in another zone, from boundary points and from a drawing."""
    rows = example[1]["COMPARISON"].set_index("site")
    for name in ("界址点", "图纸"):
        for column in ("area_m2", "cultivated_m2", "pbf_m2", "pbf_registered_m2", "fee_yuan", "outline_m2", "verdict"):
            assert rows.loc[name, column] == rows.loc["方案一", column], (name, column)
    assert rows.loc["界址点", "stated_m2"] == 6000.0 and pd.isna(rows.loc["图纸", "stated_m2"])
    assert abs(rows.loc["方案一", "outline_m2"] - 6000.0) < 0.05 and (rows["uncovered_m2"] == 0).all()


def test_parts_lie_inside_and_say_what_they_need(example):
    parts = example[1]["PARTS"]
    own = parts[parts["site"] == "方案一"]
    assert own["area_m2"].sum() == 6000.0 and set(own["BSM"]) == {"a", "b", "c"} and own["part_id"].is_unique
    on_pbf = own[own["pbf"].notna()].iloc[0]
    assert {"replace", "pbf_approval", "topsoil"} <= set(on_pbf["needs"].split(";")) and on_pbf["stable"] == "yes"


def test_the_sheet_to_sign(example):
    """In Chinese by default: each alternative with map, fee, needs and a place to sign; it runs and loads nothing."""
    page = Path(example[0].results["REPORT"]).read_text(encoding="utf-8")
    assert all(
        text in page for text in ("项目选址核查表", "方案一", "95,064.00", "补划永久基本农田", "（盖章）", "浮梁县")
    )
    assert page.count("<svg") == 4 and 'class="paddy pbf"' in page
    assert "<script" not in page and "http" not in page


def test_the_workbook_to_submit(example):
    """Its forms hold the figures of the example; every column has a Chinese heading, its unit and what it means."""
    book = read_workbook(example[0].results["WORKBOOK"], *BESIDE)
    form, land, ranked = (book[name] for name in ("方案比选表", "方案用地分类", "对比"))
    sites = ranked["方案"].tolist()
    assert form.columns.tolist() == ["指标", "计量单位", *sites] and sites[0] == "方案二"
    own = form.set_index("指标")
    expected = {
        "耕地净面积": 1864,
        "耕地开垦费（元）": 95_064,
        "耕作层剥离量（立方米）": 466,
        "应补划永久基本农田": 1.398,
    }
    assert {name: own["方案一"][name] for name in expected} == expected
    words = ("核查结论", "补划永久基本农田", "生态保护红线内", "生态保护红线不可避让论证")
    assert [own["方案一"][name] for name in words] == ["须办手续", "适用", "—", "未核查：未提供图层"]
    assert own["计量单位"]["应补划永久基本农田"] == "亩" and own["方案二"]["耕地开垦费（元）"] == "—"
    first = 1 + 3 * sites.index("方案一")  # hectares, square metres, of them in PBF
    lines = land.set_index(land.columns[0]).iloc[:, first - 1 : first + 2].apply(list, axis=1)
    assert lines["农用地"] == [0.5, 5000.0, 1000.0] and lines["建设用地"] == [0.1, 1000.0, 0.0]
    assert lines["　　水田"] == [0.1864, 1864.0, 932.0] and lines["　田坎"] == [0.0136, 136.0, 68.0]
    assert {"对比", "选址", "选址地类", "选址须办事项", "选址地块"} <= set(book["说明"]["表"])
    assert {"平方米", "亩", "元", "立方米"} <= set(book["说明"]["计量单位"].dropna())
    assert "补划永久基本农田" in book["选址地块"]["涉及事项"].str.split("；").explode().tolist()
    assert {"DLTB", "费率.csv"} <= set(book["输入数据"]["图层或文件"])


def test_columns_are_explained(example):
    for name, frame in example[1].items():
        if name != "PROBLEMS":
            columns = set(frame.columns) - {"geometry"} - BESIDE
            assert columns <= explained_columns(LAYERS[name]), (name, columns)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory):
    """Sites on PBF of every kind, and look-alikes beside it; the whole project pays double by option."""
    folder = tmp_path_factory.mktemp("kinds")
    on, beside = (0, 0, 10, 10), (25, 0, 35, 10)
    rows = [
        ("house", on, "宅基地", None, None, None, None),
        ("house_beside", beside, "宅基地", None, None, None, None),
        ("pigs", on, "设施农业用地", "畜禽", None, None, None),
        ("pigs_beside", beside, "设施农业用地", "畜禽", None, None, None),
        ("glass", on, "设施农业用地", "种植", "是", None, None),
        ("tunnel", on, "设施农业用地", "种植", "否", None, None),
        ("yard", on, "临时用地", None, None, "否", 1.0),
        ("yard_unsaid", on, "临时用地", None, None, None, 1.0),
        ("yard_restored", on, "临时用地", None, None, "是", 1.0),
        ("yard_long", beside, "临时用地", None, None, "是", 3.0),
        ("yard_too_long", beside, "临时用地", None, None, "是", 4.5),
        ("odd", on, "飞碟场", None, None, None, None),
        ("road", (0, 0, 40, 50), "单独选址", None, None, None, None),
    ]
    names = ["FABH", "shape", "XMLX", "SSLX", "PHGZC", "KFHF", "QX"]
    table = pd.DataFrame(rows, columns=names)
    outlines = gpd.GeoDataFrame(table.drop(columns="shape"), geometry=[box(*s) for s in table["shape"]], crs=4527)
    policy = folder / "policy.yaml"
    text = DEFAULT_POLICY.read_text(encoding="utf-8")
    text = text.replace("fee_scope, value: pbf_part", "fee_scope, value: whole_project")
    policy.write_text(text, encoding="utf-8")
    rates = folder / "rates.csv"
    rates.write_text("land_class,rate,per\n0101,30,m2\n0102,36,m2\n", encoding="utf-8")
    given = {"PROJECT": write_layer(outlines, folder, "outlines"), "POLICY": str(policy), "RATES": str(rates)}
    done, made = check(folder, **inputs(folder), **given)
    assert done.status == 0, done.log
    return made


@pytest.mark.parametrize(
    ("site", "verdict", "need"),
    [
        ("house", "forbidden", "house_on_pbf"),
        ("house_beside", "conditional", "conversion"),
        ("pigs", "forbidden", "facility_on_pbf"),
        ("pigs_beside", "conditional", "facility_record"),
        ("glass", "forbidden", "facility_on_pbf"),
        ("tunnel", "conditional", "replace"),
        ("yard", "forbidden", "temporary_not_restorable"),
        ("yard_unsaid", "forbidden", "temporary_not_restorable"),
        ("yard_restored", "conditional", "temporary_term"),
        ("yard_long", "conditional", "temporary_extension"),
        ("yard_too_long", "forbidden", "temporary_too_long"),
        ("odd", "unchecked", "house_on_pbf"),
    ],
)
def test_what_is_forbidden_and_its_look_alikes(kinds, site, verdict, need):
    row = kinds["COMPARISON"].set_index("site").loc[site]
    needs = kinds["NEEDS"][kinds["NEEDS"]["site"] == site].set_index("need")
    assert row["verdict"] == verdict
    assert needs.loc[need, "checked"] == ("unknown" if site == "odd" else "applies")
    if verdict != "forbidden":
        assert not ((needs["verdict"] == "forbidden") & (needs["checked"] == "applies")).any()
    # Only construction pays the fee: a rural house's is the county's, and what is temporary is given back.
    assert pd.isna(row["fee_yuan"])


def test_the_whole_project_pays_double_by_option(kinds):
    row = kinds["COMPARISON"].set_index("site").loc["road"]
    assert row["cultivated_m2"] == 1864.0 and row["fee_yuan"] == 134_208.0


def test_alternatives_on_each_other_are_never_summed(kinds):
    """Ten sites lie on the same 100 m²; each has its own figures."""
    rows = kinds["COMPARISON"].set_index("site")
    assert (rows.loc[["house", "pigs", "yard", "odd"], "area_m2"] == 100.0).all()


def test_without_pbf_nothing_is_said_to_be_clear(tmp_path):
    """No PBF layer: its figures are null, a house is not cleared, and the outline beyond the survey is told."""
    outline = write_layer(zone(box(110, 0, 130, 100), XMLX="村民住宅"), tmp_path, "outline")
    done, made = check(tmp_path, **inputs(tmp_path, pbf=False), PROJECT=outline)
    assert done.status == 0, done.log
    row = made["COMPARISON"].iloc[0]
    assert row["verdict"] == "unchecked" and pd.isna(row["pbf_m2"]) and pd.isna(row["replace_mu"])
    needs = made["NEEDS"].set_index("need")
    assert needs.loc["house_on_pbf", "checked"] == "not_checked" and pd.isna(needs.loc["house_on_pbf", "area_m2"])
    assert (row["area_m2"], row["uncovered_m2"]) == (1000.0, pytest.approx(1000.0, abs=0.05))
    assert {"site_not_covered", "site_area_differs"} <= set(made["PROBLEMS"]["kind"])


def test_outlines_of_a_site_on_each_other_count_once(tmp_path):
    """What is wrong with outlines is listed with its place, and stops nothing."""
    outlines = gpd.GeoDataFrame(
        {"FABH": "方案一", "XMLX": "单独选址"}, index=[0, 1], geometry=[box(0, 0, 40, 50), box(20, 0, 60, 50)], crs=4527
    )
    done, made = check(tmp_path, **inputs(tmp_path), PROJECT=write_layer(outlines, tmp_path, "outlines"))
    assert done.status == 0, done.log
    assert made["COMPARISON"]["area_m2"].tolist() == [3000.0]
    places = made["PROBLEMS"].to_crs(4527).set_index("kind").geometry
    assert places.loc["zones_overlap"].within(box(20, 0, 40, 50))


def test_sites_apart_from_the_survey(tmp_path):
    outline = write_layer(zone(box(90_000, 0, 90_100, 100)), tmp_path, "outline")
    done, _ = check(tmp_path, **inputs(tmp_path), PROJECT=outline)
    assert done.status == 1 and "No parcel of “DLTB”" in done.log and "Traceback" not in done.log
    done, _ = check(tmp_path, **inputs(tmp_path))
    assert done.status == 1 and "No outline is given" in done.log
    assert not (tmp_path / "comparison.gpkg").exists()


def test_as_the_overlay_of_the_whole_county(tmp_path):
    """Two alternatives on the sample city, one of them over two counties, against `overlay_parcels` with each."""
    parcels = pyogrio.read_dataframe(CITY / "city.gpkg", layer="DLTB", columns=["ZLDWDM"])
    county = parcels["ZLDWDM"].str[:6]
    by_county = parcels.dissolve(county).geometry
    first, second = "360203", "360202"
    border = by_county[first].buffer(1).intersection(by_county[second].buffer(1)).representative_point()
    inner = by_county["360222"].representative_point()
    shapes = [border.buffer(400), inner.buffer(300).difference(inner.buffer(100))]
    outlines = gpd.GeoDataFrame({"FABH": ["甲", "乙"]}, geometry=shapes, crs=parcels.crs)
    zones = [layer(name) for name in ZONE_LAYERS]
    given = {"PARCELS": layer("DLTB"), "PBF": layer("YJJBNTBHTB"), "PBF_RESERVE": layer("YJJBNTCBQ")}
    done, made = check(tmp_path, **given, ZONES=zones, PROJECT=write_layer(outlines, tmp_path, "outlines"))
    assert done.status == 0 and done.results["CLOSURE"] == 0, done.log
    sites = made["SITES"]
    assert {first, second} <= set(sites.loc[sites["site"] == "甲", "code"])
    for name, shape in zip(("甲", "乙"), shapes):
        own = gpd.GeoDataFrame({"BSM": ["1"]}, geometry=[shape], crs=parcels.crs)
        pieces = tmp_path / f"pieces_{name}.gpkg"
        whole = {**given, "ZONES": [*zones, write_layer(own, tmp_path, f"XMXZ_{name}")], "OUTPUT": str(pieces)}
        done = run_in_session("overlay_parcels", whole)
        assert done.status == 0, done.log
        expected = pyogrio.read_dataframe(pieces, layer="pieces", read_geometry=False)
        expected = expected[expected["site"].notna()]
        parts = made["PARTS"][made["PARTS"]["site"] == name]
        keys = ["BSM", "pbf", "red_line", "forest"]
        sums = [
            t.assign(**{k: t[k].fillna("") for k in keys}).groupby(keys)[["area_m2", "cultivated_m2"]].sum().round(2)
            for t in (parts, expected)
        ]
        assert len(parts) == len(expected) and sums[0].equals(sums[1])
        own_rows = sites[sites["site"] == name]
        total = made["COMPARISON"].set_index("site").loc[name]
        for column in ("area_m2", "cultivated_m2", "pbf_m2", "stable_m2"):
            assert round(own_rows[column].sum(), 2) == round(total[column], 2), column

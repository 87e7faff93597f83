"""Supplements and projects by the real qgis_process: the worked example of `measures.md` 6, overlaps, states."""

from __future__ import annotations

from types import SimpleNamespace

import docx
import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import explained_columns, read_workbook, run_in_session, run_qgis_process, sheet_table, write_layer

pytestmark = pytest.mark.usefixtures("qgis")
MEASURES = ("verify_supplements", "set_ceiling", "keep_ledger", "compute_compensation")
X, Y, CODE = 39_512_000.0, 3_245_000.0, "3602221002010000000"


def layer(folder, name: str, given: list[dict]) -> str:
    """A layer of boxes: west, south, east, north in metres from a corner."""
    rows = [dict(row) for row in given]
    boxes = [shapely.box(X + w, Y + s, X + e, Y + n) for w, s, e, n in (row.pop("box") for row in rows)]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=boxes, crs="EPSG:4527")
    return write_layer(frame, folder, name)


def parcel(bsm: str, code: str, box: tuple, ridges: float = 0.0, planting: str | None = None) -> dict:
    west, south, east, north = box
    gross = float((east - west) * (north - south))
    net = round(gross - round(gross * ridges, 2), 2)
    return {
        **{"BSM": bsm, "DLBM": code, "TBMJ": gross, "TBDLMJ": net, "ZLDWDM": CODE, "ZZSXDM": planting},
        **{"GDPDJB": "2" if code.startswith("01") else None, "TBXHDM": None, "box": box},
    }


# Before: 50,000 m² of terraces, net 46,600.00, and a pond of 750 m²; after: works took 1,000 m², the pond is filled.
BEFORE = [
    parcel("A", "0101", (0, 0, 500, 100), 0.068),
    parcel("P", "1104", (0, 100, 75, 110)),
    parcel("S", "0101", (600, 0, 700, 10)),
    parcel("T", "0201", (600, 20, 700, 30)),
]
NOW = [
    parcel("A1", "0101", (0, 0, 490, 100), 0.068, "LS"),
    parcel("A2", "1006", (490, 0, 500, 100)),
    parcel("P1", "0101", (0, 100, 75, 110), 0.068, "WG"),
    parcel("S1", "0702", (600, 0, 700, 10)),
    parcel("T1", "0103", (600, 20, 700, 30), 0.0, "LS"),
    parcel("far", "0101", (5000, 0, 5100, 100)),
]


@pytest.fixture(scope="module")
def verified(tmp_path_factory):
    """One run over all cases: projects that overlap, supplements that are kept, lost, unplanted and outside."""
    folder = tmp_path_factory.mktemp("补充 耕地")
    projects = [
        {"BSM": "H1", "XMBH": "G2024", "JCNF": "2024年", "box": (0, 0, 500, 110)},
        {"BSM": "H2", "XMBH": "G2020", "JCNF": "2020", "box": (0, 0, 500, 50)},
    ]
    supplements = [
        {"BSM": "B1", "YSRQ": "2023-06-01", "XZGDMJ": 1000.0, "XZSTMJ": 1000.0, "HTDQ": None, "box": (600, 0, 700, 10)},
        {
            "BSM": "B2",
            "YSRQ": "2024-06",
            "XZGDMJ": 1000.0,
            "XZSTMJ": 500.0,
            "HTDQ": "2024-06",
            "box": (600, 20, 700, 30),
        },
        {"BSM": "B3", "YSRQ": "2024-06", "XZGDMJ": 699.0, "XZSTMJ": 0.0, "HTDQ": "长期", "box": (0, 100, 75, 110)},
        {"BSM": "B4", "YSRQ": "2024-06", "XZGDMJ": 10.0, "XZSTMJ": 0.0, "HTDQ": None, "box": (900, 0, 910, 10)},
    ]
    pbf = [{"BSM": "Y1", "DLBM": "0101", "YJJBNTMJ": 466.0, "ZLDWDM": CODE, "box": (490, 0, 500, 50)}]
    names = ("SUPPLEMENT_STATES", "PROJECT_STATES", "PROJECT_TOTALS", "CORRECTIONS")
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in names}
    given = {
        "SUPPLEMENTS": layer(folder, "BCGDXM", supplements),
        "PROJECTS": layer(folder, "GBZNT", projects),
        "PARCELS": layer(folder, "DLTB", NOW),
        "PREVIOUS": layer(folder, "DLTB_2023", BEFORE),
        "PBF": layer(folder, "YJJBNTBHTB", pbf),
    }
    done = run_qgis_process("verify_supplements", {**given, "WORKBOOK": str(folder / "核查.xlsx"), **made})
    assert done.status == 0, done.log
    done = SimpleNamespace(results=done.results, log=done.log, given=given)
    return done, {n.lower(): pyogrio.read_dataframe(p, layer=n.lower(), read_geometry=False) for n, p in made.items()}


@pytest.fixture(scope="module")
def batch(verified, tmp_path_factory):
    """`run_batch` on the same layers, with a ledger and rates: its results, its log, what it was given."""
    folder = tmp_path_factory.mktemp("一键 占补")
    quota = "编号,日期,县级代码,类型,数量（平方米）,其中水田（平方米）\n"
    quota += "1,2024-01-01,360222,期初,900,500\n2,2024-02-01,360222,核销,60,15\n"
    rates = "单位代码,项目,标准（元/亩）\n,永农,30\n,其他耕地,10\n"
    for name, text in (("台账", quota), ("补偿标准", rates)):
        (folder / f"{name}.csv").write_text(text, encoding="gb18030")
    flows = pd.DataFrame({"code": ["360222"], "level": ["county"], "approved_m2": [100.0]})
    source = verified[0].given
    given = {
        **{name: source[name] for name in ("PARCELS", "PREVIOUS", "PBF")},
        "ZONES": [source["SUPPLEMENTS"], source["PROJECTS"]],
        "QUOTA": str(folder / "台账.csv"),
        "RATES": str(folder / "补偿标准.csv"),
        "EARLIER_DATE": "2023-12-31",
        "EARLIER_ROLE": "base",
        "FLOWS": write_layer(flows, folder, "flows"),
        "OFFSETS": "360222=0.1",
        "MEASURES": list(MEASURES),
        "MAPS": False,
        "LETTERS": True,
        "OUTPUT_FOLDER": str(folder / "成果"),
    }
    done = run_qgis_process("run_batch", given)
    assert done.status == 0, done.log
    return SimpleNamespace(folder=folder / "成果", log=done.log, given=given)


def answered(batch, table: str) -> pd.DataFrame:
    """A table of the package, without what a re-run carries over."""
    return pyogrio.read_dataframe(batch.folder / "farmland_redline.gpkg", layer=table, read_geometry=False)


def test_a_batch_verifies_as_the_algorithm_alone(verified, batch):
    for name, table in verified[1].items():
        pd.testing.assert_frame_equal(answered(batch, name), table)
    assert "46,600.00 m²" in batch.log


def test_a_batch_sets_ceilings_books_and_compensates_as_the_algorithms_alone(batch, tmp_path):
    """Each by its own inputs, the pieces and the summary of the batch."""
    package = batch.folder / "farmland_redline.gpkg"
    layers = {name: batch.given[name] for name in ("PARCELS", "PREVIOUS", "FLOWS", "OFFSETS")}
    alone = {
        "set_ceiling": (layers, ["ceilings"]),
        "keep_ledger": (
            {"QUOTA": batch.given["QUOTA"], "SUMMARY": f"{package}|layername=summary"},
            ["ledger", "accounts"],
        ),
        "compute_compensation": (
            {"PIECES": f"{package}|layername=pieces", "RATES": batch.given["RATES"]},
            ["compensation", "compensation_units"],
        ),
    }
    for name, (given, tables) in alone.items():
        made = {table.upper(): str(tmp_path / f"{table}.gpkg") for table in tables}
        done = run_in_session(name, {**given, **made})
        assert done.status == 0, done.log
        for table in tables:
            expected = pyogrio.read_dataframe(made[table.upper()], layer=table, read_geometry=False)
            pd.testing.assert_frame_equal(answered(batch, table), expected)
            assert len(expected)
    assert answered(batch, "ceilings").set_index("code").loc["360222", "used_mu"] == pytest.approx(0.15)  # of 100 m²
    assert answered(batch, "accounts").set_index("code").loc["360222", "available_m2"] == 840.0


def test_workbook_and_page_of_a_batch_show_them(batch):
    book = openpyxl.load_workbook(batch.folder / "summary.xlsx")
    sheets = {sheet.title: sheet_table(sheet) for sheet in book.worksheets if sheet.freeze_panes}
    others = ("高标准农田核查", "下一年占用上限", "指标台账", "分单位补偿", "各村补偿明细")
    assert set(others) <= set(sheets) and all(len(sheets[name]) for name in others)
    states = sheets["补充耕地核查"].set_index("地块")
    assert states.loc["B1", ["状态", "行政区名称"]].tolist() == ["流失", "浮梁县"]
    assert states.loc["B1", "验收面积（净）（亩）"] == 1.5 and states.loc["B3", "合同到期"] == "长期"
    assert states.loc["合计", "不足（亩）"] == 1.5
    assert sheets["高标准农田核查"].set_index("地块").loc["H1", "建成年份"] == 2024
    accounts = sheets["指标账户"]
    assert accounts["可用（亩）"].tolist() == [1.26, 1.26] and accounts.columns[0] == "行政区名称"
    # Areas are in mu; what is booked stands in m² as well, and closures in m² alone.
    booked = {"指标（平方米）", "其中水田（平方米）", "闭合差（平方米）", "水田：闭合差（平方米）"}
    for name in ("补充耕地核查", "各县项目合计", "建议更正", "指标账户", others[0], *others[2:]):
        assert {column for column in sheets[name] if "平方米" in column} <= booked, name
        assert "行政区名称" in sheets[name] and not [column for column in sheets[name] if "产能" in column], name
    assert sheets["指标台账"]["指标（平方米）"].tolist() == [900, 60]
    years = [cell for row in book["高标准农田核查"] for cell in row if cell.value == 2024]
    assert years and {cell.number_format for cell in years} == {"0"}
    page = (batch.folder / "report.html").read_text(encoding="utf-8")
    assert all(text in page for text in ("补充耕地与调查对照", "各县指标账户", "分单位补偿", "各行政区以补定占上限"))

    (path,) = (batch.folder / "letters").glob("360222_*.docx")
    letter = "".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    # By hand: 1,000 m² of B1 and 500 m² of paddy alone; H1 lost 932.00 and won 699.00, H2 is the same place.
    page = page.replace(" ", "")
    for text in ("比验收面积少1.50亩", "其中进出不平衡1个", "净变化-0.35亩", "可用1.26亩"):
        assert text in letter and text in page, text
    # B4 lies in no county. The city's ceiling is not known, as not every county has data.
    assert "补充耕地核查4个地块" in page and "补充耕地核查3个地块（保持1、未种植1、流失1）" in letter
    assert "下一年占用上限不明" in letter and "浮梁县耕地保护补偿" in letter and "已扣减10.49元" in letter


def test_layers_open_styled(batch):
    styles = answered(batch, "layer_styles").set_index("f_table_name")["styleQML"]
    for name, drawn_by in (("supplement_states", "status"), ("project_states", "verdict")):
        assert f'attr="{drawn_by}"' in styles[name] and "categorizedSymbol" in styles[name]


def test_what_has_no_input_is_said_and_left_out(batch, tmp_path):
    """Last year's survey is no base; neither ledger nor rates, nor a layer of supplements or projects."""
    given = {name: batch.given[name] for name in ("PARCELS", "PREVIOUS", "PBF", "MEASURES", "MAPS")}
    done = run_in_session("run_batch", {**given, "REPORTS": False, "OUTPUT_FOLDER": str(tmp_path / "out")})
    assert done.status == 0, done.log
    assert done.log.count("left out, ") == len(MEASURES)
    tables = set(pyogrio.list_layers(tmp_path / "out" / "farmland_redline.gpkg")[:, 0])
    assert not tables & {"supplement_states", "project_states", "ceilings", "ledger", "accounts", "compensation"}


def test_the_worked_example_of_a_project(verified):
    """Net -233.00; 466.00 of PBF went to works, and can be made good inside."""
    done, tables = verified
    row = tables["project_states"].set_index("id").loc["H1"]
    named = (
        "before_m2",
        "works_m2",
        "inflow_m2",
        "net_m2",
        "owed_m2",
        "pbf_works_m2",
        "replace_inside_m2",
        "closure_m2",
    )
    assert [row[name] for name in named] == [46_600.0, 932.0, 699.0, -233.0, 233.0, 466.0, 466.0, 0.0]
    assert row["verdict"] == "not_balanced" and round(row["owed_mu"], 4) == 0.3495
    assert row["county"] == "360222" and row["not_grain_m2"] == 699.0 and "46,600.00 m²" in done.log
    assert done.results["WORST_CLOSURE"] == 0


def test_overlapping_projects(verified):
    """Each counts its own; the totals count a place once; a project built before the earlier survey is not judged."""
    _, tables = verified
    old = tables["project_states"].set_index("id").loc["H2"]
    assert (old["verdict"], old["before_m2"]) == ("no_before", 23_300.0) and pd.isna(old["owed_m2"])
    totals = tables["project_totals"].set_index("code").loc["360222"]
    assert (totals["before_m2"], totals["net_m2"], totals["closure_m2"]) == (46_600.0, -233.0, 0.0)


def test_states_of_supplements(verified):
    """Lost to a house; kept, but dry where paddy was accepted, its contract ended; unplanted; outside the survey."""
    _, tables = verified
    rows = tables["supplement_states"].set_index("id")
    assert rows["status"].to_dict() == {"B1": "lost", "B2": "kept", "B3": "unplanted", "B4": "no_data"}
    assert (rows.loc["B1", "cause"], rows.loc["B1", "shortfall_m2"]) == ("construction", 1000.0)
    assert rows.loc["B2", "flags"] == "paddy_lost;contract_ended" and rows.loc["B2", "paddy_shortfall_m2"] == 500.0
    assert pd.isna(rows.loc["B3", "flags"]) and pd.isna(rows.loc["B4", "shortfall_m2"])
    proposed = tables["corrections"].set_index("parcels")
    assert proposed[["quantity_m2", "paddy_m2"]].to_dict("index") == {
        "B1": {"quantity_m2": -1000.0, "paddy_m2": -1000.0},
        "B2": {"quantity_m2": 0.0, "paddy_m2": -500.0},
    }


def test_columns_are_explained(verified):
    for name, table in verified[1].items():
        assert set(table.columns) == explained_columns(name), name


def test_the_workbook_to_submit(verified):
    sheets = read_workbook(verified[0].results["WORKBOOK"])
    supplements = sheets["补充耕地核查"].set_index("地块")
    assert supplements.loc["B1", ["状态", "主要去向", "不足（平方米）"]].tolist() == ["流失", "非农建设", 1000]
    assert supplements.loc["B2", "备注"] == "水田少于验收；合同已到期"
    project = sheets["高标准农田核查"].set_index("地块").loc["H1"]
    assert project[["进出平衡", "应补足（亩）", "流出至非农建设（平方米）"]].tolist() == ["不平衡", 0.3495, 0]


def test_neither_layer_is_given(tmp_path):
    done = run_in_session("verify_supplements", {"PARCELS": layer(tmp_path, "DLTB", NOW)})
    assert done.status == 1 and "Traceback" not in done.log

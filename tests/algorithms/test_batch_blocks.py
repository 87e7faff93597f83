"""Blocks of candidates, their plan and swaps inside `run_batch`: as the algorithms alone, from what the run holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import docx
import geopandas
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from block_ground import MU, X, Y
from conftest import ROOT, run_in_session, run_qgis_process, sheet_table, write_layer

from farmland_redline.processing.bridge import dependencies

pytestmark = pytest.mark.usefixtures("qgis")
MEASURES = ["bundle_candidates", "plan_restoration", "pair_swaps"]
TABLES = ("blocks", "block_members", "plan", "plan_years", "swaps", "swap_units")
CODE, PACKAGE = "3602221012010000000", "farmland_redline.gpkg"
# Candidates as in the worked example of blocks, and 1 km north of them a swap; areas in mu.
WILD = {
    "1": (2.0, (0, 0, 40, 34)),
    "2": (2.0, (55, 0, 95, 34)),
    "3": (1.0, (113, 0, 133, 34)),
    "4": (0.5, (0, 64, 10, 97)),
    "5": (4.0, (152, 0, 232, 34)),
}
OTHERS = {
    "road": ("1003", 1.0, (140, -50, 146, 150)),
    "steep": ("0103", 5.0, (1000, 1000, 1060, 1060)),
    "valley": ("0101", 31.0, (0, 1000, 200, 1110)),
    "orchard": ("0201", 6.0, (210, 1000, 280, 1062)),
}


def parcels(names=(*WILD, *OTHERS)) -> geopandas.GeoDataFrame:
    """Orchards that can be restored at once, with young trees that bar nothing; and the rest, without ridges."""
    given = {name: ("0201", *row) for name, row in WILD.items()} | OTHERS
    rows, boxes = [], []
    for name in names:
        code, mu, (west, south, east, north) = given[name]
        area = round(mu * MU, 2)
        wild, farmed = name in WILD, code.startswith("01")
        rows.append(
            {
                **{"BSM": name, "DLBM": code, "TBMJ": area, "TBDLMJ": area, "KCXS": 0.0, "ZLDWDM": CODE},
                **{"ZZSXDM": "JKHF" if wild else "LS" if farmed else None, "ZWZT": "未投产" if wild else None},
                "GDPDJB": {"steep": "5", "valley": "1"}.get(name),
            }
        )
        boxes.append(shapely.box(X + west, Y + south, X + east, Y + north))
    return geopandas.GeoDataFrame(pd.DataFrame(rows), geometry=boxes, crs="EPSG:4527")


def policy(folder: Path, task: str) -> str:
    """The shipped policy with another task of the county, in 10,000 mu."""
    text = (ROOT / "resources" / "policy" / "jingdezhen-2024.yaml").read_text(encoding="utf-8")
    assert text.count("{2023: 0.2521, 2024: 0.2521}") == 1
    path = folder / "政策.yaml"
    path.write_text(text.replace("{2023: 0.2521, 2024: 0.2521}", task), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A run with a gentle slope everywhere, a task of 4 mu, and costs."""
    folder = tmp_path_factory.mktemp("一键 打捆")
    slope = geopandas.GeoDataFrame(
        {"BSM": ["S1"], "PDJB": ["1"]}, geometry=[shapely.box(X - 100, Y - 100, X + 2000, Y + 2000)], crs="EPSG:4527"
    )
    given = {
        "PARCELS": write_layer(parcels(), folder, "DLTB"),
        "ZONES": [write_layer(slope, folder, "PDT")],
        "POLICY": policy(folder, "{2024: 0.0004}"),
        "MEASURES": MEASURES,
        **{"YEARS": "2024", "COST_AT_ONCE": 2000, "COST_WITH_WORKS": 3000, "COST_OTHER": 5000},
        **{"MAPS": False, "LETTERS": True, "OUTPUT_FOLDER": str(folder / "成果")},
    }
    done = run_qgis_process("run_batch", given)
    assert done.status == 0, done.log
    return SimpleNamespace(folder=folder / "成果", log=done.log, given=given)


def table(package: Path, name: str) -> pd.DataFrame:
    return pd.DataFrame(pyogrio.read_dataframe(package, layer=name))


def by_parcel(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows by the parcels that their ids begin with; what follows tells of the slope polygon."""
    return frame.assign(**{column: frame[column].str.split("-").str[0]}).set_index(column)


def test_the_figures_by_hand(planned):
    """1, 2 and 3 make 5 mu; 5, across the road, 4 mu, which do for the task at 8,000 yuan; 4 stays scattered."""
    package = planned.folder / PACKAGE
    blocks = by_parcel(table(package, "blocks"), "block_id")
    assert blocks["net_mu"].round(2).to_dict() == {"1": 5.0, "5": 4.0}
    members = by_parcel(table(package, "block_members"), "candidate_id")["block_id"]
    assert members.isna().to_dict() == {"1": False, "2": False, "3": False, "4": True, "5": False}
    plan = by_parcel(table(package, "plan"), "block_id")
    assert plan["why"].to_dict() == {"1": "not_needed", "5": "at_once"} and plan.loc["5", "year"] == 2024
    year = table(package, "plan_years").set_index("code").loc["360222"].drop("name").astype(float).round(2)
    assert (year["task_mu"], year["planned_mu"], year["shortfall_mu"], year["cost_yuan"]) == (4, 4, 0, 8000.01)
    swaps = by_parcel(table(package, "swaps"), "piece_id")["partner"].str.split("-").str[0]
    assert swaps.to_dict() == {"steep": "orchard", "orchard": "steep"}
    units = table(package, "swap_units")
    assert set(units["patches_before"]) == {2} and set(units["patches_after"]) == {1}


def alone(name: str, given: dict, package: Path, folder: Path, **layers: str) -> None:
    """Run an algorithm on layers of a package, and compare what it makes with the package's own tables."""
    tables = {
        "bundle_candidates": {"BLOCKS": "blocks", "MEMBERS": "block_members"},
        "plan_restoration": {"PLAN": "plan", "PLAN_YEARS": "plan_years"},
        "pair_swaps": {"SWAPS": "swaps", "SWAP_UNITS": "swap_units"},
    }[name]
    read = {parameter: f"{package}|layername={layer}" for parameter, layer in layers.items()}
    made = {parameter: str(folder / f"{layer}.gpkg") for parameter, layer in tables.items()}
    done = run_in_session(name, {**given, **read, **made})
    assert done.status == 0, done.log
    for parameter, layer in tables.items():
        pd.testing.assert_frame_equal(table(package, layer), table(Path(made[parameter]), layer), obj=layer)


def test_as_the_algorithms_alone(planned, tmp_path):
    given = {"POLICY": planned.given["POLICY"]}
    costs = {name: planned.given[name] for name in planned.given if name.startswith("COST_")}
    package = planned.folder / PACKAGE
    alone("bundle_candidates", given, package, tmp_path, PIECES="pieces", CANDIDATES="candidates")
    alone("plan_restoration", {**given, **costs}, package, tmp_path, BLOCKS="blocks")
    alone("pair_swaps", given, package, tmp_path, PIECES="pieces")


def test_the_sample_city_as_the_algorithms_alone(batch, tmp_path):
    """With decisions, exclusions and deferrals, over many classes; by default all measures are answered."""
    package, given = batch / PACKAGE, {"POLICY": str(ROOT / "resources" / "sample" / "data" / "policy.yaml")}
    alone("bundle_candidates", given, package, tmp_path, PIECES="pieces", CANDIDATES="candidates")
    alone("plan_restoration", given, package, tmp_path, BLOCKS="blocks")
    alone("pair_swaps", given, package, tmp_path, PIECES="pieces")
    assert len(table(package, "blocks")) and len(table(package, "swap_units"))


def test_workbook_page_and_letter_say_it(planned):
    book = openpyxl.load_workbook(planned.folder / "summary.xlsx")
    sheets = {sheet.title: sheet_table(sheet) for sheet in book.worksheets if sheet.freeze_panes}
    blocks = by_parcel(sheets["打捆片块"], "片块编号")
    assert blocks["净面积（亩）"].round(2).to_dict() == {"1": 5, "5": 4} and set(blocks["行政区名称"]) == {"浮梁县"}
    plan = by_parcel(sheets["恢复计划"], "片块编号")
    assert plan.loc["5", "安排或不安排的原因"] == "即可恢复" and plan.index.tolist()[0] == "5"
    years = sheets["分行政区、分年度计划"].set_index("行政区名称")
    assert years.loc["浮梁县", "计划净面积（亩）"] == pytest.approx(4, abs=0.01)
    assert by_parcel(sheets["对换地块清单"], "碎块编号").loc["steep", "换出原因"] == "陡坡"
    assert len(sheets["分行政区连片情况"]) == 2  # county and township
    page = (planned.folder / "report.html").read_text(encoding="utf-8").replace(" ", "")
    (path,) = (planned.folder / "letters").glob("360222_*.docx")
    letter = "".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    for text in (
        "打捆成2个片块，净面积9.00亩；仍零散的碎块1个、0.50亩",
        "浮梁县2024年恢复计划：任务4.00亩，安排1个片块、4.00亩。费用8,000.01元",
        "可配对1对，换出5.00亩、换入6.00亩",
    ):
        assert text in page and text in letter.replace(" ", ""), text


def test_layers_open_styled(planned):
    styles = table(planned.folder / PACKAGE, "layer_styles").set_index("f_table_name")["styleQML"]
    for name, drawn_by in (("blocks", "kept"), ("plan", "why"), ("swaps", "side")):
        assert f'attr="{drawn_by}"' in styles[name] and "categorizedSymbol" in styles[name]


def test_what_has_no_input_is_said_and_left_out(planned, tmp_path):
    """No candidate, no slope layer; candidates, but no task of the year; a wrong year stops before the work."""
    given = {"MAPS": False, "REPORTS": False, "MEASURES": MEASURES}
    field = write_layer(parcels(["valley"]), tmp_path, "DLTB")
    done = run_in_session("run_batch", {**given, "PARCELS": field, "OUTPUT_FOLDER": str(tmp_path / "一")})
    assert done.status == 0, done.log
    for text in ("no restoration candidate", "no blocks of candidates", "no slope layer"):
        assert text in done.log
    assert not set(TABLES) & set(pyogrio.list_layers(tmp_path / "一" / PACKAGE)[:, 0])
    given["PARCELS"] = planned.given["PARCELS"]
    done = run_in_session("run_batch", {**given, "YEARS": "2031", "OUTPUT_FOLDER": str(tmp_path / "二")})
    assert done.status == 0 and "no restoration task of 2031" in done.log
    assert {"blocks", "block_members"} == set(TABLES) & set(pyogrio.list_layers(tmp_path / "二" / PACKAGE)[:, 0])
    for wrong, told in (({"YEARS": "明年"}, "明年"), ({"COST_OTHER": 1}, "COST_AT_ONCE")):
        done = run_in_session("run_batch", {**given, **wrong, "OUTPUT_FOLDER": str(tmp_path / "三")})
        assert done.status == 1 and told in done.log and not (tmp_path / "三" / PACKAGE).exists()


def test_without_a_solver_there_are_blocks_and_no_plan(planned, tmp_path, monkeypatch):
    """Said before the work, with how to get it, and in the provenance."""
    old = replace(dependencies.OPTIONAL["scipy"], oldest=(99, 0))
    monkeypatch.setitem(dependencies.OPTIONAL, "scipy", old)
    given = {**planned.given, "REPORTS": False, "LETTERS": False, "OUTPUT_FOLDER": str(tmp_path / "无求解器")}
    done = run_in_session("run_batch", given)
    assert done.status == 0 and "scipy ≥ 99.0" in done.log
    package = tmp_path / "无求解器" / PACKAGE
    assert set(TABLES) - set(pyogrio.list_layers(package)[:, 0]) == {"plan", "plan_years"}
    pd.testing.assert_frame_equal(table(package, "blocks"), table(planned.folder / PACKAGE, "blocks"))

"""Blocks of candidates by the real qgis_process: the worked example, and what stops a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely
from block_ground import MU, X, Y, candidates_of, ground
from conftest import ROOT, read_workbook, run_in_session, run_qgis_process, write_layer

from farmland_redline.processing.analysis.blocks.bundles import PARTS
from farmland_redline.processing.bridge import dependencies

pytestmark = pytest.mark.usefixtures("qgis")
# Pieces 1 to 3 stand 15 m and 18 m apart; 4 is 30 m off; 5 is 19 m from 3, but across a road.
EXAMPLE = {
    "1": ("0201", 2.0, (0, 0, 40, 34)),
    "2": ("0201", 2.0, (55, 0, 95, 34)),
    "3": ("0201", 1.0, (113, 0, 133, 34)),
    "4": ("0201", 0.5, (0, 64, 10, 97)),
    "5": ("0201", 4.0, (152, 0, 232, 34)),
    "road": ("1003", 1.0, (140, -50, 146, 150)),
}


def bundle(folder, how=run_in_session, **given: object):
    pieces = ground(EXAMPLE)
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in ("BLOCKS", "MEMBERS", "PROBLEMS")}
    layers = {
        "PIECES": write_layer(pieces, folder, "pieces"),
        "CANDIDATES": write_layer(candidates_of(pieces, EXAMPLE), folder, "candidates"),
    }
    return how("bundle_candidates", {**layers, **made, **given}), made


def test_the_worked_example(tmp_path):
    folder = tmp_path / "打捆 示例"
    folder.mkdir()
    done, made = bundle(folder, run_qgis_process, WORKBOOK=str(folder / "打捆.xlsx"))
    assert done.status == 0, done.log
    sheets = read_workbook(folder / "打捆.xlsx", "BSM", "DLBM")
    assert sheets["打捆片块"]["净面积（亩）"].round(2).tolist() == [5, 4]
    blocks = pyogrio.read_dataframe(made["BLOCKS"], layer="blocks").set_index("block_id")
    assert blocks["net_mu"].round(2).to_dict() == {"1": 5.0, "5": 4.0}
    assert blocks["pieces"].to_dict() == {"1": 3, "5": 1} and blocks["kept"].eq("size").all()
    assert blocks["road_m"].to_dict() == {"1": 7.0, "5": 6.0}
    members = pyogrio.read_dataframe(made["MEMBERS"], layer="block_members").set_index("candidate_id")
    held = members["block_id"].astype(object).where(members["block_id"].notna(), None).to_dict()
    assert held == {"1": "1", "2": "1", "3": "1", "4": None, "5": "5"}
    assert done.results["BLOCK_COUNT"] == 2 and done.results["WORST_CLOSURE"] == 0
    assert done.results["BUNDLED_NET"] == round(2 * round(2 * MU, 2) + round(MU, 2) + round(4 * MU, 2), 2)
    assert "6,333.33" in done.log and "0.00" in done.log  # all candidates: 9.5 mu


def test_layers_of_different_runs(tmp_path):
    """In another system, or with candidates that are no pieces: told before the work, nothing written."""
    pieces = ground(EXAMPLE)
    elsewhere = write_layer(candidates_of(pieces, EXAMPLE).to_crs(4526), tmp_path, "elsewhere")
    other = write_layer(candidates_of(pieces, EXAMPLE).replace({"candidate_id": {"5": "x5"}}), tmp_path, "other")
    degrees = write_layer(pieces.to_crs(4490), tmp_path, "degrees")
    wrong = (("CANDIDATES", elsewhere, "4526"), ("CANDIDATES", other, "x5"), ("PIECES", degrees, "4490"))
    for parameter, layer, told in wrong:
        done, _ = bundle(tmp_path, **{parameter: layer})
        assert done.status == 1 and told in done.log and "Traceback" not in done.log, done.log
        assert not list(tmp_path.glob("blocks*"))


PLANNED = {
    "A": {"free_with_works_m2": 6},
    "B": {"free_with_works_m2": 5},
    "C": {"free_other_m2": 9},
    "D": {"barred_at_once_m2": 4},
}


def plan(folder, rows=PLANNED, task: float = 10, how=run_in_session, **given: object):
    """Of a county with a task in mu; costs of 1 with works, 0.8 other, 0.5 at once."""
    table = {name: [round(parts.get(name, 0) * MU, 2) for parts in rows.values()] for name in PARTS.values()}
    frame = geopandas.GeoDataFrame(
        {"block_id": list(rows), "county": "360222", "pieces": 1, "net_m2": 0.0, **table},
        geometry=[shapely.box(X + i, Y, X + i + 1, Y + 1) for i in range(len(rows))],
        crs="EPSG:4527",
    )
    text = (ROOT / "resources" / "policy" / "jingdezhen-2024.yaml").read_text(encoding="utf-8")
    old = "{2023: 0.2521, 2024: 0.2521}"
    assert old in text
    policy = folder / "政策.yaml"
    policy.write_text(text.replace(old, f"{{2024: {task / 10_000:.4f}}}"), encoding="utf-8")
    costs = {"COST_AT_ONCE": 0.5, "COST_WITH_WORKS": 1, "COST_OTHER": 0.8}
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in ("PLAN", "PLAN_YEARS")}
    inputs = {"BLOCKS": write_layer(frame, folder, "blocks"), "POLICY": str(policy), **costs}
    return how("plan_restoration", {**inputs, **made, **given}), made


def test_the_worked_example_of_a_plan(tmp_path):
    done, made = plan(tmp_path, how=run_qgis_process, WORKBOOK=str(tmp_path / "计划.xlsx"))
    assert done.status == 0, done.log
    planned = read_workbook(tmp_path / "计划.xlsx")["恢复计划"].set_index("片块编号")
    assert planned["安排或不安排的原因"].tolist() == ["完成任务所需"] * 2 + ["不需要", "暂缓"]
    blocks = pyogrio.read_dataframe(made["PLAN"], layer="plan").set_index("block_id")
    assert blocks["year"].dropna().to_dict() == {"A": 2024, "B": 2024}
    assert blocks["why"].to_dict() == {"A": "needed", "B": "needed", "C": "not_needed", "D": "barred"}
    years = pyogrio.read_dataframe(made["PLAN_YEARS"], layer="plan_years", read_geometry=False).set_index("code")
    row = years.round(2).loc["360222"]
    assert (row["task_mu"], row["planned_mu"], row["shortfall_mu"], row["cost_yuan"]) == (10, 11, 0, 11)
    assert row["cost_unlocked_yuan"] == 8
    assert years.loc["360203", "task_mu"] == 0 and years.loc["360203"].isna()["planned_mu"]  # no blocks: no plan
    assert done.results["SHORTFALL"] == 0 and round(done.results["COST"], 2) == 11 and "11.00" in done.log


def test_what_a_plan_cannot_do(tmp_path):
    """A task beyond all that is free; some costs only; words for a cost and for a year."""
    done, made = plan(tmp_path, task=25)
    years = pyogrio.read_dataframe(made["PLAN_YEARS"], layer="plan_years", read_geometry=False).set_index("code")
    row = years.round(2).loc["360222"]
    assert (row["shortfall_mu"], row["shortfall_unlocked_mu"]) == (5, 1) and round(done.results["SHORTFALL"], 2) == 5
    for path in made.values():
        Path(path).unlink()
    wrong = (
        ({"COST_OTHER": ""}, "COST_OTHER"),
        ({"COST_OTHER": None}, "COST_OTHER"),  # the word None
        ({"YEARS": "2024, 明年"}, "明年"),
    )
    for given, told in wrong:
        done, made = plan(tmp_path, **given)
        assert done.status == 1 and told in done.log and "Traceback" not in done.log, done.log
        assert not Path(made["PLAN"]).exists()


def test_a_plan_without_scipy_is_refused_before_the_work(monkeypatch):
    """Missing or older than 1.9, which lacks the solver: told with what to install."""
    old = replace(dependencies.OPTIONAL["scipy"], oldest=(99, 0))
    monkeypatch.setitem(dependencies.OPTIONAL, "scipy", old)
    with pytest.raises(dependencies.FeatureError, match=r"scipy ≥ 99\.0"):
        dependencies.require_feature(dependencies.Feature.PLAN)


def test_hill_for_valley(tmp_path):
    rows = {
        "steep": ("0103", 5.0, (1000, 0, 1060, 60)),
        "valley": ("0101", 31.0, (0, 0, 200, 110)),
        "orchard": ("0201", 6.0, (210, 0, 280, 62)),
    }
    pieces = ground(rows)
    pieces["slope_PDJB"] = ["5", "1", "2"]
    made = {name: str(tmp_path / f"{name.lower()}.gpkg") for name in ("SWAPS", "SWAP_UNITS")}
    made["WORKBOOK"] = str(tmp_path / "置换.xlsx")
    done = run_qgis_process("pair_swaps", {"PIECES": write_layer(pieces, tmp_path, "pieces"), **made})
    assert done.status == 0, done.log
    listed = pyogrio.read_dataframe(made["SWAPS"], layer="swaps").set_index("piece_id")
    assert listed["partner"].to_dict() == {"steep": "orchard", "orchard": "steep"}
    units = pyogrio.read_dataframe(made["SWAP_UNITS"], layer="swap_units", read_geometry=False)
    assert set(units["patches_before"]) == {2} and set(units["patches_after"]) == {1}
    pairs = read_workbook(made["WORKBOOK"], "BSM", "DLBM")["对换地块清单"].set_index("碎块编号")
    assert pairs.loc["steep", ["换出或换入", "换出原因"]].tolist() == ["可换出的山上耕地", "陡坡"]
    assert done.results["PAIR_COUNT"] == 1 and done.results["WORST_CLOSURE"] == 0

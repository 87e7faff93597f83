"""The plugin in the real QGIS desktop, on a display of its own; what happens there is in desktop_session.py."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import batch_inputs, copy_villages
from desktop import Session, run_plugin, screen
from held_files import as_on_windows

ALGORITHMS = [
    "allocate_targets",
    "assess_use",
    "assess_warnings",
    "bundle_candidates",
    "check_layers",
    "check_project_site",
    "compare_policies",
    "compare_results",
    "compute_compensation",
    "export_conflict_atlas",
    "export_county_letters",
    "export_county_maps",
    "export_unit_map",
    "find_restoration_candidates",
    "find_supplements",
    "flag_conflicts",
    "import_patrol",
    "import_targets",
    "keep_ledger",
    "make_field_sheets",
    "make_patrol_lists",
    "match_patches",
    "measure_zones",
    "overlay_parcels",
    "pair_swaps",
    "plan_restoration",
    "record_decisions",
    "report_period",
    "review_reserves",
    "run_batch",
    "run_folder",
    "save_profile",
    "self_check",
    "set_ceiling",
    "summarise_by_unit",
    "track_changes",
    "verify_supplements",
    "write_templates",
]
pytestmark = pytest.mark.skipif(
    shutil.which("qgis") is None or shutil.which("Xvfb") is None, reason="needs the QGIS desktop and Xvfb"
)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as number:
        yield number


def run_desktop(
    display: str,
    folder: Path,
    locale: str,
    variables: Mapping[str, str] | None = None,
    **plan: object,
) -> Session:
    """A session with the plugin of the checkout, in a new profile; `variables` of its environment are added."""
    city = folder / "city"  # a copy: QGIS leaves files beside the layers that it opens
    copy_villages(city)
    plan = {
        "inputs": batch_inputs(city),
        "folder": str(folder / "results"),
        **plan,
    }
    script = Path(__file__).with_name("desktop_session.py")
    return run_plugin(display, script, plan, folder, locale, variables)


@pytest.fixture(scope="module")
def desktop(display: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """A session in Chinese: a run with maps, cancelled runs, a failing one, single steps, the same folder again.

    As on Windows, no file of the results that is open can be renamed or removed.
    """
    folder = tmp_path_factory.mktemp("desktop")
    plan = {"inputs_group": "输入图层", "cancel_at": [5, 45, 86]}
    held = as_on_windows(folder / "results", tmp_path_factory)
    session = run_desktop(display, folder, "zh-Hans", held, **plan)
    assert session.status == 0, session.log[-4000:]
    assert "error" not in session.found, session.found["error"]
    return folder, session.found


def test_plugin_and_algorithms_are_there(desktop):
    _, found = desktop
    assert found["plugin"]["plugin"] and found["plugin"]["provider"] == "耕地红线"
    assert found["plugin"]["algorithms"] == [f"farmland_redline:{name}" for name in ALGORITHMS]


def test_batch_runs_in_the_background_and_the_window_answers(desktop):
    folder, found = desktop
    batch = found["batch"]
    assert batch["successful"] and batch["loaded"]
    assert len(list((folder / "results" / "maps").glob("*.pdf"))) == 4
    # Pages are drawn by another process.
    assert batch["run"]["largest_gap"] < 5, batch["run"]
    assert max([gap for gap, at in batch["run"]["long_gaps"] if at < 80], default=0) < 2, batch["run"]
    assert batch["run"]["ticks"] > 50 and batch["drawn"] >= 1


def test_results_arrive_styled_and_in_order(desktop):
    _, found = desktop
    tree = found["tree"][:13]
    names = ["占用冲突", "恢复潜力地块", "耕地流失", "撂荒耕地", "耕地变化", "高标准农田核查", "恢复计划"]
    names += ["恢复潜力地块打捆", "山上换山下", "耕地利用发现", "储备区碎块", "叠加碎块", "汇总"]
    assert [layer["name"] for layer in tree] == names
    # What others show already, or cover widely, is there to be ticked.
    ticked = ["占用冲突", "恢复潜力地块", "耕地流失", "耕地变化", "高标准农田核查", "叠加碎块", "汇总"]
    assert [layer["name"] for layer in tree if layer["ticked"]] == ticked
    assert all(layer["renderer"] == "categorizedSymbol" for layer in tree[:-1])
    shown = [layer for layer in tree if layer["name"] in ticked and layer["name"] != "耕地流失"]
    folder, _ = desktop
    # Named after the run's folder: the layers of two runs stand in two groups.
    assert {layer["group"] for layer in shown} == {f"耕地红线：{folder.name}/results"}
    assert [layer["renderer"] for layer in shown] == [*["categorizedSymbol"] * 5, None]
    assert "即可恢复" in shown[1]["categories"] and "0101 水田" in shown[4]["categories"]
    results = found["batch"]["results"]
    counts = [results["CONFLICT_COUNT"], results["CANDIDATE_COUNT"], results["PIECE_COUNT"]]
    assert [shown[place]["features"] for place in (0, 1, 4)] == counts


def test_columns_and_ids_are_shown_by_their_names(desktop):
    _, found = desktop
    layers = {layer["name"]: layer for layer in found["tree"] if layer["group"].startswith("耕地红线")}
    conflicts, candidates, changes, pieces, summary = (
        layers[name]["shown"] for name in ("占用冲突", "恢复潜力地块", "耕地变化", "叠加碎块", "汇总")
    )
    assert conflicts["严重程度"] in ("禁止的非农占用", "禁止的农业占用", "须核实", "提示")
    assert candidates["恢复难易"] in ("即可恢复", "工程恢复", "其他潜力") and "净面积（亩）" in candidates
    assert changes["方向"] in ("流出", "流入", "调整")
    for shown in (conflicts, candidates):
        assert shown["地类编码"].isalnum() and shown["权属单位名称"]
    assert pieces["图斑面积（平方米）"] and summary["级别"] and "2024年度恢复任务（亩）" in summary


def test_cancelling_ends_soon_and_leaves_no_trace(desktop):
    _, found = desktop
    for run in found["cancelled"]:
        assert run["ended"] and not run["successful"] and run["unchanged"], run
        assert run["at"] < 100 and run["seconds"] < 10, run


def test_an_atlas_is_drawn_in_the_background(desktop):
    """Cancelled it leaves no file, only its finished sheets; run again it goes on with them, and the window answers."""
    folder, found = desktop
    stopped, atlas = found["atlas"]["stopped"], found["atlas"]
    assert not stopped["successful"] and stopped["at"] < 100 and stopped["seconds"] < 10, stopped
    assert stopped["left"] == [".redline_sheets"] and stopped["kept"] > 0
    assert atlas["successful"], atlas["log"]
    results = atlas["results"]
    files = sorted((folder / "图集").iterdir())
    assert [path.suffix for path in files] == [".pdf"] * int(results["FILE_COUNT"]) and len(files) == 4
    pages = [
        int(re.search(r"Pages:\s*(\d+)", subprocess.check_output(["pdfinfo", path], text=True))[1]) for path in files
    ]
    assert sum(pages) == results["SHEET_COUNT"] > stopped["kept"]
    assert f"{stopped['kept']} 幅" in atlas["log"], atlas["log"]
    # Sheets are drawn by another process.
    assert atlas["run"]["largest_gap"] < 5 and atlas["run"]["ticks"] > 20, atlas["run"]


def test_a_failure_is_told_in_words(desktop):
    _, found = desktop
    assert not found["failed"]["successful"] and not found["failed"]["folder"]
    assert "DLTB" in found["failed"]["log"] and "EPSG:4513" in found["failed"]["log"]
    assert "Traceback" not in found["failed"]["log"]


def test_single_steps_are_styled(desktop):
    _, found = desktop
    assert all(step["successful"] and step["loaded"] for step in found["steps"])
    first, again = found["tree_of_steps"], found["tree_of_repeated_steps"]
    assert {layer["renderer"] for layer in first} == {"categorizedSymbol"}
    # The same layers, as the user has changed them.
    assert [layer["source"] for layer in again[:2]] == [layer["source"] for layer in first]
    assert len({layer["source"] for layer in again}) == len(again)
    assert [again[0]["name"], again[0]["opacity"], again[1]["name"]] == ["我的图层", 0.5, first[1]["name"]]


def test_a_workbook_that_is_open_keeps_all_results(desktop):
    """In Excel, say: nothing is replaced, the message names it, and the layers show what they did."""
    folder, found = desktop
    held = found["held"]
    assert not held["successful"] and held["changed"] == [], held
    assert f"“{folder / 'results' / 'summary.xlsx'}”（拒绝访问）" in held["log"] and "原有文件均未改动" in held["log"]
    assert all(layer["valid"] for layer in held["tree"])


def test_running_again_shows_the_new_results(desktop):
    """In the layers that are there: as the user has named, styled and ordered them."""
    folder, found = desktop
    again = found["again"]
    assert again["successful"] and again["loaded"], again["log"]
    assert again["pieces"] < found["batch"]["results"]["PIECE_COUNT"]
    (pieces,) = [layer for layer in again["tree"] if layer["source"].endswith("=pieces")]
    assert pieces["features"] == again["pieces"]
    before, after = found["held"]["tree"], again["tree"]
    same = ("name", "group", "source", "renderer", "opacity", "categories")
    assert [[layer[key] for key in same] for layer in after] == [[layer[key] for key in same] for layer in before]
    assert after[0]["name"] == "我的碎块" and after[0]["opacity"] == 0.25 and after[0]["group"] == ""
    assert "查询" in [layer["name"] for layer in after] and all(layer["valid"] for layer in after)
    assert again["crs"] == ["EPSG:4528"]
    # Drawn by other threads while a virtual layer is opened, QGIS ended once in a dozen times.
    assert again["drawn"] == [] and not any(again["frozen"])
    with sqlite3.connect(folder / "results" / "farmland_redline.gpkg") as package:
        assert package.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert package.execute("SELECT count(*) FROM pieces").fetchone() == (again["pieces"],)


@pytest.mark.parametrize("moment", [30, 86])
def test_qgis_can_be_left_during_a_run(display, tmp_path, moment):
    plan = {"inputs_group": "inputs", "quit_at": moment}
    session = run_desktop(display, tmp_path, "en_US", **plan)
    assert session.status == 0, session.log[-4000:]
    assert "error" not in session.found and session.found["left_at"] >= moment
    # All or nothing: a run that was past its last point of cancelling may have ended.
    left = sorted(path.name for path in (tmp_path / "results").iterdir()) if (tmp_path / "results").exists() else []
    assert left in ([], ["farmland_redline.gpkg", "maps", "report.html", "summary.xlsx", "technical.xlsx"])

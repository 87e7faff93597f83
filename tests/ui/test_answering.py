"""The window answers while everything runs, with maps and letters; list of runs, options, and an end at any time."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import run_qgis_process
from desktop import run_plugin, screen
from pdf_pages import look_alike

MOMENT = {"SOURCE_DATE_EPOCH": "1767225600"}


@pytest.fixture(scope="module")
def session(tmp_path_factory, batch, villages):
    folder = tmp_path_factory.mktemp("answering")
    for name in ("city.gpkg", "policy.yaml"):
        shutil.copy(villages / name, folder / name)
    shutil.copytree(batch, folder / "other")
    plan = {
        "city": str(folder / "city.gpkg"),
        "policy": str(folder / "policy.yaml"),
        "folder": str(folder / "results"),
        "other": str(folder / "other"),
        "pictures": str(folder),
        "patience": 300,
        "more": True,
        "times": 20,
    }
    script = Path(__file__).with_name("answering_session.py")
    with screen() as display:
        ended = run_plugin(display, script, plan, folder / "run", "zh_CN", MOMENT)
    assert "error" not in ended.found, ended.found["error"]
    assert ended.status == 0, ended.log[-3000:]
    return folder, ended.found


def test_the_window_answers(session):
    """A gap is counted as long as QGIS worked in it: a busy machine may stop all of it for longer."""
    _, found = session
    assert found["longest_worked"] < 2, found["long"]
    assert found["longest_main"] < 0.5, found["long"]
    assert found["ticks"] > 100


def test_no_layout_is_drawn_in_the_main_thread(session):
    folder, found = session
    assert found["pages"] == 0
    assert len(list((folder / "results" / "maps").glob("*.pdf"))) == 4
    assert len(list((folder / "results" / "letters").iterdir())) == 4
    assert "进程" not in found["log"]


def test_what_is_dropped_is_shown_by_what_it_is(session):
    """Of the inputs the parcels, the units and farmland are shown at first; all of the results' layers are."""
    _, found = session
    inputs = {"DLTB", "XJXZQ", "XZQ", "CJDCQ", "YJJBNTBHTB"}
    assert inputs <= set(found["ticked"]) and not {"STBHHX", "DLTB_ED", "DLTB_2023"} & set(found["ticked"])


def test_the_check_tells_how_many_problems_there_are(session):
    _, found = session
    checked = found["checked"]
    assert checked["count"] > 0 and checked["renderer"] == "RuleRenderer"
    (text,) = [text for text in checked["told"] if "错误" in text]
    assert sum(map(int, re.findall(r"[0-9]+", text))) == checked["count"]


def test_maps_are_those_of_qgis_process(session, tmp_path):
    folder, found = session
    given = {**found["given"], "OUTPUT_FOLDER": str(tmp_path / "results")}
    done = run_qgis_process("run_batch", {**given, "REPORTS": "false"}, LANG="zh_CN.UTF-8", **MOMENT)
    assert done.status == 0, done.log[-2000:]
    ours, theirs = (sorted((place / "results" / "maps").iterdir()) for place in (folder, tmp_path))
    assert [path.name for path in ours] == [path.name for path in theirs]
    assert [mine.name for mine, other in zip(ours, theirs) if not look_alike(mine, other)] == []


def test_runs_are_kept(session):
    folder, found = session
    history = found["history"]
    assert history["rows"] == [str(folder / "other"), str(folder / "results")]
    assert "FarmlandRedlineRuns" in history["tabs"]
    assert history["run"][1] > 0 and history["run"][2] > 0
    given = history["given"]
    assert given["成果中保留个人信息字段"] == "否" and given["运行：处理算法"] == "一键处理"
    assert "耕地变化" in given["要核算的举措"] and "软件版本：qgis" in given
    assert given["个人信息：永久基本农田"].startswith("未读取：")
    assert given["输入数据：永久基本农田"].startswith("YJJBNTBHTB；文件：city.gpkg；")
    assert "景德镇市" in history["note"] and "亩" in history["note"]
    assert history["enabled"] == {"maps": True, "report.html": True, "summary.xlsx": True, "": True}
    assert history["reopen"] and not history["compare one"] and history["compare two"]
    city = f"{folder / 'city.gpkg'}|layername="
    assert history["again"] == {
        "PARCELS": f"{city}DLTB",
        "PBF": f"{city}YJJBNTBHTB",
        "OUTPUT_FOLDER": str(folder / "results"),
        "LETTERS": True,
    }
    package = "farmland_redline.gpkg"
    assert history["compared"] == [[str(folder / "results" / package), str(folder / "other" / package)]]
    # The later one, beside the earlier.
    assert history["in the dashboard"] == list(reversed(history["compared"][0]))
    reopened = [text.partition(" ")[0] for text in history["reopened"]]
    usual = {"占用冲突", "耕地流失", "撂荒耕地", "恢复潜力地块", "耕地变化", "叠加碎块"}
    assert usual <= set(reopened) <= {*usual, "高标准农田核查", "补充耕地核查"}  # where such layers were given
    assert history["groups"] == [f"耕地红线：{folder.name}/other"]
    assert all(text.endswith("categorizedSymbol") for text in history["reopened"])
    assert history["after forgetting"] == [str(folder / "results")]


def test_options_fill_in(session):
    """Start panel and dialogs take them as values of parameters, of which the run's provenance tells."""
    folder, found = session
    options = found["options"]
    assert options["folder"] == f"{folder / 'results'}_2"
    assert options["office"] == "360222 浮梁县" and "360281 乐平市" in options["offices"]
    assert options["run_batch"] == {"LANGUAGE": "en", "LETTERHEAD": "浮梁县自然资源局"}
    assert options["atlas"]["ONLY_UNITS"] == "360222" and options["atlas"]["LANGUAGE"] == "en"
    # By hand: 1,500 mu are 100 hectares.
    assert options["area"] == "100.0 公顷"


def test_cancelled_while_a_sheet_is_drawn(session):
    _, found = session
    cancelled = found["cancelled"]
    assert any("serve" in text for text in cancelled["drawing"])
    assert cancelled["seconds"] < 2 and cancelled["left"] == [] and cancelled["children"] == []


def test_unloaded_during_a_run(session):
    """Twenty times in all; nothing is left of it, and no results."""
    _, found = session
    unloaded = found["unloaded"]
    assert unloaded["left"] == [] and unloaded["again"], unloaded
    assert not unloaded["results"] and unloaded["children"] == []

"""The start panel, menu and toolbar in the real desktop."""

from __future__ import annotations

from pathlib import Path

import pytest
from desktop import run_plugin, screen

TEXTS = {
    "en": {"sample": "Open the sample city", "page": "Open page"},
    "zh": {"sample": "打开示例数据", "page": "打开网页"},
}


def start(language: str, locale: str, folder: Path, **plan: object) -> dict[str, object]:
    """What a session found in one language; `run` goes on to the answer and to the end."""
    plan = {"texts": TEXTS[language], "pictures": str(folder), **plan}
    with screen() as display:
        ended = run_plugin(display, Path(__file__).with_name("start_session.py"), plan, folder / "run", locale)
    assert "error" not in ended.found, ended.found["error"]
    assert ended.status == 0, ended.log[-3000:]
    return ended.found


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The session that goes on to the answer. (The one of test_answering.py unloads the plugin 20 times.)"""
    return start("zh", "zh_CN", tmp_path_factory.mktemp("start_zh"), run=True, times=3)


@pytest.fixture(scope="module", params=["en", "zh"])
def session(request, tmp_path_factory):
    """A session in each language, until the run could begin."""
    if request.param == "zh":
        return request.getfixturevalue("whole")
    return start("en", "en_US", tmp_path_factory.mktemp("start_en"), run=False)


def test_clicks_to_the_first_answer(whole):
    """From the start of QGIS to the page of the sample city."""
    assert whole["hidden at first"]
    assert whole["clicks"] <= 5
    assert [Path(path).name for path in whole["opened"]] == ["report.html"]


def test_layers_of_the_sample(session):
    layers = session["layers"]
    assert layers["DLTB"] == "parcels" and layers["XZQ"] == layers["CJDCQ"] == "units"
    assert layers["YJJBNTBHTB"] == "pbf" and layers["DLTB_ED"] == "survey2" and layers["DLTB_2023"] == "previous"
    assert "none" not in layers.values()
    assert "YJJBNTBHTB" in session["why"]["YJJBNTBHTB"]
    assert not session["missing"]


def test_a_dialog_of_the_toolbox_is_filled_in(session):
    dialog = session["dialog"]
    assert dialog["PARCELS"] == "DLTB" and dialog["PBF"] == "YJJBNTBHTB" and dialog["SURVEY2"] == "DLTB_ED"
    assert {"STBHHX", "CZKFBJ"} <= set(dialog["ZONES"]) and {"XZQ", "CJDCQ"} <= set(dialog["UNITS"])


def test_panels_by_keyboard(session):
    """The tab key goes from the top down, and everything that it reaches has a name."""
    for panel, keys in session["keys"].items():
        assert keys["reached"] > 1 and keys["nameless"] == [] and keys["back"] == [], (panel, keys)


def test_the_run(whole):
    assert whole["busy"]
    assert whole["buttons"] == whole["bar"] == ["打开网页", "打开工作簿", "地图", "文件夹"]
    before, after = whole["widths"]
    assert before == after
    # The plugin's own results are no inputs of the next run.
    assert whole["layers after the run"] == len(whole["layers"])
    assert len(whole["loaded"]) > len(whole["layers"])


def test_the_window_answers_meanwhile(whole):
    """No layout may hold the window for long: not a measure of speed, but of what runs in the main thread."""
    assert whole["gap"] < 10


def test_a_role_that_the_user_states(whole):
    assert whole["missing without PBF"]
    assert "PBF" not in whole["parameters without PBF"] and "PARCELS" in whole["parameters without PBF"]


def test_nothing_is_left(whole):
    assert whole["left"] == {"menus": 0, "bars": 0, "docks": 0}
    assert whole["there again"] == {"menus": 1, "bars": 1, "docks": 1}

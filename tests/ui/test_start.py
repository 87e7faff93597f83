"""The start panel, menu and toolbar in the real desktop."""

from __future__ import annotations

from pathlib import Path

import pytest
from desktop import run_plugin, screen

TEXTS = {
    "en": {"sample": "Open the sample city", "page": "Open page"},
    "zh": {"sample": "打开示例数据", "page": "打开网页"},
}


@pytest.fixture(scope="module", params=[("en", "en_US"), ("zh", "zh_CN")], ids=["en", "zh"])
def session(request, tmp_path_factory):
    language, locale = request.param
    folder = tmp_path_factory.mktemp(f"start_{language}")
    times = 20 if language == "zh" else 1  # of unloading, in which words have no part
    plan = {"texts": TEXTS[language], "pictures": str(folder), "times": times}
    with screen() as display:
        ended = run_plugin(display, Path(__file__).with_name("start_session.py"), plan, folder / "run", locale)
    assert "error" not in ended.found, ended.found["error"]
    assert ended.status == 0, ended.log[-3000:]
    return ended.found


def test_clicks_to_the_first_answer(session):
    """From the start of QGIS to the page of the sample city."""
    assert session["hidden at first"]
    assert session["clicks"] <= 5
    assert [Path(path).name for path in session["opened"]] == ["report.html"]


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


def test_the_run(session):
    assert session["busy"]
    assert len(session["buttons"]) == 4
    # The plugin's own results are no inputs of the next run.
    assert session["layers after the run"] == len(session["layers"])
    assert len(session["loaded"]) > len(session["layers"])


def test_the_window_answers_meanwhile(session):
    """No layout may hold the window for long: not a measure of speed, but of what runs in the main thread."""
    assert session["gap"] < 10


def test_a_role_that_the_user_states(session):
    assert session["missing without PBF"]
    assert "PBF" not in session["parameters without PBF"] and "PARCELS" in session["parameters without PBF"]


def test_nothing_is_left(session):
    assert session["left"] == {"menus": 0, "bars": 0, "docks": 0}
    assert session["there again"] == {"menus": 1, "bars": 1, "docks": 1}

"""The start panel, menu and toolbar in the real desktop."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest
from conftest import CITY, write_shapefile
from desktop import run_plugin, screen

COUNTY_LAYERS = {"DLTB": "parcels", "XZQ": "units", "YJJBNTBHTB": "pbf"}
TEXTS = {
    "en": {"sample": "Open the sample city", "page": "Open page"},
    "zh": {"sample": "打开示例数据", "page": "打开网页"},
}


def start(language: str, locale: str, folder: Path, **plan: object) -> dict[str, object]:
    """What a session found in one language; `run` goes on to the answer and to the end."""
    plan = {"texts": TEXTS[language], "pictures": str(folder), "dropped": [], **plan}
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
    folder = tmp_path_factory.mktemp("start_en")
    return start("en", "en_US", folder, run=False, dropped=[str(path) for path in county_files(folder)])


def county_files(folder: Path) -> list[Path]:
    """A county of the sample as a folder of shapefiles in GBK, and as a file geodatabase if GDAL can write one."""
    made = [folder / "county 甲 2024"]
    made[0].mkdir()
    if "w" in pyogrio.list_drivers().get("OpenFileGDB", ""):
        made.append(folder / "county 乙.gdb")
    for layer in COUNTY_LAYERS:
        frame = pyogrio.read_dataframe(CITY / "city.gpkg", layer=layer)
        for path in made:
            if path.suffix:
                pyogrio.write_dataframe(frame, path, layer=layer, driver="OpenFileGDB", append=path.exists())
            else:
                write_shapefile(frame, path / f"{layer}.shp", encoding="GBK")
    unknown = frame.iloc[:3][["geometry"]].assign(note="x")
    pyogrio.write_dataframe(unknown, made[0] / "scribbles.shp")
    return made


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


def test_a_folder_and_a_geodatabase_are_dropped(session):
    """Their layers come into the project as what they are; what is of no known kind is named and left out."""
    for name, found in session["dropped"].items():
        assert found["kinds"] == COUNTY_LAYERS, name
        assert [("scribbles" in text) for text in found["said"]] == ([True] if name == "county 甲 2024" else [])


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

"""Dialogs show words for choices, and hand ids on; in the real QGIS desktop."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from desktop import run_plugin, screen

pytestmark = pytest.mark.skipif(
    shutil.which("qgis") is None or shutil.which("Xvfb") is None, reason="needs the QGIS desktop and Xvfb"
)
GROUPS = ["crs", "fields", "codes", "ids", "geometry", "coverage", "areas", "attributes", "places"]


@pytest.fixture(scope="module")
def dialogs(tmp_path_factory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("dialogs")
    script = Path(__file__).with_name("dialogs_session.py")
    with screen() as display:
        session = run_plugin(display, script, {"folder": str(folder)}, folder, "zh-Hans")
    assert session.status == 0, session.log[-4000:]
    assert "error" not in session.found, session.found["error"]
    return session.found


def test_chinese_users_read_no_ids(dialogs):
    for name in ("run_batch", "check_layers", "atlas"):
        for parameter, box in dialogs[name]["default"].items():
            for text in box["shown"]:
                assert re.fullmatch(r"A[34]|PDF|PNG|SVG|.*[\u4e00-\u9fff].*", text), (name, parameter, text)
            assert len(set(box["shown"])) == len(box["shown"])


def test_defaults_and_what_is_set(dialogs):
    batch = dialogs["run_batch"]
    assert batch["default"]["UNIT_SOURCE"] | {"shown": 0} == {"text": "坐落单位代码", "value": "code", "shown": 0}
    assert batch["set"]["UNIT_SOURCE"]["text"] == "行政区界线" and batch["set"]["UNIT_SOURCE"]["value"] == "boundary"
    assert batch["set"]["STYLE"]["value"] == "print" and batch["set"]["AREA_METHOD"]["value"] == "national"
    assert dialogs["atlas"]["set"]["SEVERITY"]["value"] == "0" and dialogs["atlas"]["set"]["BY"]["value"] == "conflict"
    # An index, as other versions' histories may hold it.
    assert dialogs["check_layers"]["set"]["AREA_METHOD"]["value"] == "geodesic"


def test_several_choices(dialogs):
    """All are chosen at first, each with its own words; QGIS 3.22's own box shows the first one nine times."""
    checks = dialogs["check_layers"]
    assert checks["default"]["CHECKS"]["value"] == GROUPS and len(checks["default"]["CHECKS"]["shown"]) == len(GROUPS)
    assert checks["set"]["CHECKS"]["value"] == ["crs", "areas"]
    assert checks["set"]["CHECKS"]["text"] == "坐标系, 面积"


def test_the_batch_table_and_models_have_the_same_words(dialogs):
    assert dialogs["batch"]["CHECKS"] == GROUPS and dialogs["batch"]["AREA_METHOD"] == "national"
    level = dialogs["model"]["LEVEL"]
    assert level["shown"] == ["县（市、区）", "乡镇（街道）", "村"] and level["value"] == "county"

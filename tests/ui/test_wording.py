"""A Chinese window speaks Chinese: no English words of the plugin's own in any panel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from desktop import run_plugin, screen

CHINESE = re.compile("[\u3400-\u9fff]")
WORD = re.compile("[A-Za-z]{2,}")
# What is the same in every language: names of layers and fields, files and folders, ids of findings, versions.
NAMES = re.compile(r"[A-Z0-9_]+|/.*|[\w/]+/results|\S*\.(gpkg|yaml)\S*|\d+-[0-9a-f]{12}|\d[\w.]*[-+]\w+|English|fid")
# Of Qt and QGIS, which a Debian without Qt's translations leaves in English.
FOREIGN = {"Browse", "Close", "Float", "Scroll Left", "Scroll Right"}
FOREIGN |= {"Full path to the file(s), including name and extension", "Open Sans font installation failed"}
# Tables of the policy whose rows are known by words of the file alone.
UNNAMED = {"通知", "严重程度上下限", "田坎系数"}


@pytest.fixture(scope="module")
def session(tmp_path_factory, batch):
    """What is found in a session with results of a Chinese run, on a machine in another zone of time."""
    folder = tmp_path_factory.mktemp("wording")
    script = Path(__file__).with_name("wording_session.py")
    with screen() as display:
        plan = {"results": str(batch), "pictures": str(folder)}
        ended = run_plugin(display, script, plan, folder / "run", "zh_CN", {"TZ": "America/Lima"})
    assert "error" not in ended.found, ended.found["error"]
    assert ended.status == 0, ended.log[-3000:]
    return ended.found


@pytest.fixture(scope="module")
def texts(session):
    """All texts by panel."""
    return session["texts"]


def test_times_are_those_of_beijing(session):
    """By hand: 03:04 of Greenwich is 11:04 in Beijing."""
    assert session["run"] == "2026-01-02 11:04"


def test_english_words(texts):
    left = {
        (panel, text)
        for panel, found in texts.items()
        for text, where in found.items()
        if WORD.search(text) and not CHINESE.search(text) and where not in UNNAMED
    }
    assert {one for one in left if not NAMES.fullmatch(one[1]) and one[1] not in FOREIGN} == set()


def test_what_is_looked_at(texts):
    """The walk has seen the panels as they are in use."""
    assert {"占用冲突", "耕地流失", "恢复潜力地块", "叠加碎块", "汇总"} <= set(texts["layers"])
    assert {"360222 浮梁县", "违法 (5)", "农村建房"} <= set(texts["review"])
    assert {"运行：处理算法", "一键处理", "不含核查不属实和已批准的"} <= set(texts["runs"])
    assert {"乐平市", "未达标"} <= set(texts["dashboard"]) and "1  碎屑平均宽度" in texts["policy"]

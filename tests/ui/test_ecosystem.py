"""The plugin among QGIS's own tools in the real desktop: locator bar, expressions, templates, dates."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest
from desktop import ROOT, run_plugin, screen

CITY = ROOT / "resources" / "sample" / "data" / "city.gpkg"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ecosystem")
    city = folder / "city.gpkg"
    city.write_bytes(CITY.read_bytes())
    parcels = pyogrio.read_dataframe(city, layer="DLTB", columns=["BSM"])
    parcel = parcels[parcels["BSM"].str.len().eq(18) & ~parcels["BSM"].duplicated(keep=False)].iloc[40]
    plan = {"city": str(city), "township": "三湖镇", "parcel": parcel["BSM"], "pictures": str(folder), "times": 10}
    with screen() as display:
        ended = run_plugin(display, Path(__file__).with_name("ecosystem_session.py"), plan, folder / "run", "zh_CN")
    assert "error" not in ended.found, ended.found["error"]
    assert ended.status == 0, ended.log[-3000:]
    return {**ended.found, "bounds": parcel.geometry.bounds, "parcel": parcel["BSM"]}


def test_the_locator_finds_a_township(session):
    assert any("三湖镇" in row for row in session["rows 三湖镇"])
    x, y, _ = session["centre 三湖镇"]
    assert [x, y] == pytest.approx(session["middle"], abs=1)


def test_the_locator_finds_a_parcel(session):
    left, bottom, right, top = session["bounds"]
    x, y, width = session[f"centre {session['parcel']}"]
    assert (x, y) == pytest.approx(((left + right) / 2, (bottom + top) / 2), abs=1)
    assert right - left < width < 40 * max(right - left, 200)


def test_templates_of_layouts_and_of_a_project(session):
    papers = ["耕地红线 A3 横向", "耕地红线 A3 纵向", "耕地红线 A4 横向", "耕地红线 A4 纵向"]
    expected = [*(f"composer_templates/{name}.qpt" for name in papers), "project_templates/耕地红线.qgz"]
    assert session["templates"] == sorted(expected)
    assert session["menu"] == ["耕地红线.qgz"]
    assert session["layouts"] == sorted(papers)
    assert len(session["groups"]) == 4
    assert session["title"][0] == session["title"][1]
    assert session["scale"].startswith("1:") and session["arrow"]


def test_nothing_is_left_but_what_the_user_changed(session):
    """After ten unloads, some of them while the locator looks."""
    assert session["left"] == session["templates"][:1]
    assert session["mine"] and session["back"] == [True] * 5


def test_a_date_is_chosen_from_a_calendar(session):
    assert session["date"] == ["QDateTimeEdit", "2024-03-01"] or session["date"] == ["QgsDateEdit", "2024-03-01"]

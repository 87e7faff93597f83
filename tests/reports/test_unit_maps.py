"""Maps of whole units, drawn for real and read back."""

import math

import geopandas as gpd
import pandas as pd
import pytest

from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.reports.maps.layout.settings import MapError
from farmland_redline.processing.reports.maps.layout.unit_outlines import make_outlines
from farmland_redline.processing.reports.maps.unit_maps import UnitMapSettings, export_unit_maps
from farmland_redline.processing.reports.unit_shares import conflict_shares

from .conftest import make_model
from .maps_data import write_geopackage
from .test_county_maps import colours_of, has, text_of


class Progress:
    """Stops the run when it is asked so many times."""

    def __init__(self, calls=10**6):
        self.calls = calls

    def check(self):
        self.calls -= 1
        if self.calls < 0:
            raise Cancelled

    def set(self, fraction):
        pass


@pytest.fixture(scope="module")
def run(qgis, tmp_path_factory):
    path = write_geopackage(tmp_path_factory.mktemp("run") / "farmland_redline.gpkg")
    pieces = gpd.read_file(path, layer="pieces", engine="pyogrio")
    return path, make_outlines(pieces, lambda: None, ("county", "township")), pieces


def export(run, names, folder, tr, progress=None, **changes):
    path, context, pieces = run
    settings = UnitMapSettings(**{"paper": "A4", **changes})
    return export_unit_maps(path, make_model(names), context, pieces, folder, tr, settings, progress or Progress())


def test_the_city_and_each_county_against_their_targets(run, names, tr, tmp_path):
    made = export(run, names, tmp_path, tr)
    wanted = ["360200_景德镇市_targets.pdf", "360203_珠山区_targets.pdf", "360222_浮梁县_targets.pdf"]
    assert [p.name for p in made] == wanted == sorted(p.name for p in tmp_path.iterdir())
    city, _, county = made
    has(
        city,
        "景德镇市耕地保护目标对照图",
        "耕地保护目标325,706.00",
        "耕地保有量(净面积)325,689.00",
        "差值(未达标)-17.00",
    )
    has(city, "珠山区(达标)0.00", "浮梁县(未达标)-17.00", "2023年度恢复任务9,163.00", "耕地缺口91,627.00")
    has(county, "耕地保护目标319,999.00", "其中现状耕地(净面积)278,263.00", "耕地缺口25,214.00", "剩余缺口25,064.00")
    assert "珠山区(达标)" not in text_of(county)
    has(county, "县(市、区)界")
    # the legend has what the county has, and nothing else
    pieces = run[2][run[2]["county"] == "360222"]
    inside, farmed = pieces["pbf"].notna(), pieces["cultivated_m2"] > 0
    for label, rows in (
        ("永久基本农田内的耕地", inside & farmed),
        ("永久基本农田内的现状非耕地", inside & ~farmed),
        ("永久基本农田外的耕地", ~inside & farmed),
        ("其他土地", ~inside & ~farmed),
    ):
        assert (label in text_of(county)) == rows.any(), label
    counts = colours_of(county, tmp_path)
    assert counts[bytes.fromhex("4f9d5d")] > 300 and counts[bytes.fromhex("f4f3f0")] > 300


def test_candidates_by_tier(run, names, tr, tmp_path):
    (page,) = export(run, names, tmp_path, tr, theme="candidates", units=("360222",))
    has(page, "浮梁县恢复潜力地块分布图", "即可恢复(亩)", "可直接恢复(净面积)30.00", "暂缓(净面积)10.00")
    has(page, "待核实(净面积)30.00", "已排除(净面积)99.00", "可直接恢复(净面积)36.00", "剩余缺口25,064.00")
    has(page, "可直接恢复后剩余缺口25,028.00")
    assert colours_of(page, tmp_path)[bytes.fromhex("08408a")] > 300


@pytest.mark.parametrize("calls", [0, 1])
def test_a_stopped_run_leaves_nothing(run, names, tr, tmp_path, calls):
    with pytest.raises(Cancelled):
        export(run, names, tmp_path, tr, Progress(calls), units=("360222",))
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_unit_is_named(run, names, tr, tmp_path):
    with pytest.raises(MapError, match="999999"):
        export(run, names, tmp_path, tr, units=("999999",))


def test_shares_by_village(run, names, tr, tmp_path):
    """Conflicts within permanent basic farmland; a unit without any has no share."""
    path, _, pieces = run
    pieces = pieces.assign(area_m2=pieces.area.round(2))
    outlines = make_outlines(pieces, lambda: None, ("county", "township", "village"))
    made = export((path, outlines, pieces), names, tmp_path, tr, theme="conflict_share")
    assert made[0].name == "360200_景德镇市_conflict_share.pdf"
    has(made[0], "占用冲突占永久基本农田的比例(%)", "图上全部行政区")


def test_a_share_is_of_its_units_own_land():
    pieces = pd.DataFrame(
        {"village": ["a", "a", "b", "c", None], "pbf": ["z", None, "z", None, "z"], "area_m2": [200.0, 50, 400, 70, 9]}
    )
    conflicts = pd.DataFrame({"village": ["a", "a", "b"], "severity": [3, 0, 1], "area_m2": [50.0, 100.0, 4.0]})
    found = conflict_shares(pieces, conflicts, "village")
    assert (found["a"].percent, found["b"].percent) == (25.0, 1.0)
    assert math.isnan(found["c"].percent) and set(found) == {"a", "b", "c"}
    assert conflict_shares(pieces, conflicts.iloc[:0], "village")["a"].percent == 0
    assert all(
        math.isnan(one.percent) for one in conflict_shares(pieces.drop(columns="pbf"), conflicts, "village").values()
    )

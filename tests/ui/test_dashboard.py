"""The dashboard: the figures of the workbook, at every level; and the panel in the real desktop."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import openpyxl
import pyogrio
import pytest
from conftest import batch_inputs, run_in_session
from desktop import run_plugin, screen
from osgeo import ogr

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.screen_areas import AreaFormat
from farmland_redline.processing.dashboard import bar_fills, city_box, read_extents, read_results
from farmland_redline.processing.dashboard_figures import as_text, views
from farmland_redline.processing.dashboard_units import Choice, all_places

# Cases as an office fills them in. Fuliang: 12.00 mu in the second half of 2025, then 7.00 mu of which 5.01 PBF: each
# over a limit, so a key warning as the second in a row. Leping: 9.00 mu, below; a lead that nobody has decided.
CASES = """编号,县级代码,发现日期,认定,占用耕地（亩）,其中永久基本农田（亩）,是否非农建设
J1,360222,2025-09-01,违法,12.00,0,是
J2,360222,2026-03-01,违法,7.00,5.01,是
J3,360281,2026-03-01,违法,9.00,0,否
J4,360281,2026-04-01,待核,30.00,0,是
"""
MU = 3 / 2000
# Columns of the workbook's sheet with a row for every unit, by view and number of the view's column.
SHEET = "分行政区汇总"
HELD, TARGET, DIFFERENCE = ("holding", 1), ("holding", 2), ("holding", 3)
COLUMNS = {
    "耕地保有量（净面积）\n（亩）": HELD,
    "耕地保护目标\n（亩）": TARGET,
    "耕地保有量与目标差值\n（亩）": DIFFERENCE,
    "永久基本农田划定面积（登记净面积）\n（亩）": ("pbf", 1),
}


@pytest.fixture(scope="module")
def folder(qgis, batch, tmp_path_factory) -> Path:
    """A run of everything on the sample city, and what an office has noted in its results."""
    folder = tmp_path_factory.mktemp("dashboard") / "results"
    shutil.copytree(batch, folder)
    package = folder / "farmland_redline.gpkg"
    tables = {name: f"ogr:dbname='{package}' table=\"{name.lower()}\"" for name in ("WARNINGS", "VETOES", "FREEZES")}
    (folder.parent / "cases.csv").write_text(CASES, encoding="utf-8")
    given = {"CASES": str(folder.parent / "cases.csv"), "DATE": "2026-06-30", **tables}
    done = run_in_session("assess_warnings", given)
    assert done.status == 0, done.log
    conflicts = pyogrio.read_dataframe(package, layer="conflicts", read_geometry=False)
    worst = "\n".join(conflicts.groupby("county").conflict_id.min())
    given = {"PACKAGE": str(package), "LAYER": "conflicts", "VERDICT": "illegal", "IDS": worst}
    done = run_in_session("record_decisions", given)
    assert done.status == 0, done.log
    return folder


@pytest.fixture(scope="module")
def results(folder):
    return read_results(folder / "farmland_redline.gpkg", "zh")


def shown(results, level, unit="", year=None):
    """Views by key."""
    return {view.key: view for view in views(results.model, Choice(level, unit, year), results.translate)}


def number(view, code, column):
    (row,) = [row for place, row in zip(view.places, view.rows) if place.code == code]
    return row[column].number


def sheet_rows(folder, name):
    """A sheet's rows by headings, from the line of the headings on."""
    values = list(openpyxl.load_workbook(folder / "summary.xlsx")[name].iter_rows(values_only=True))
    head = next(i for i, row in enumerate(values) if row[0] in ("行政区代码", "行政区名称"))
    return [dict(zip(values[head], row)) for row in values[head + 1 :] if row[0]]


@pytest.mark.parametrize("level", ["city", "county", "township", "village"])
def test_figures_are_those_of_the_workbook(results, folder, level):
    found, rows = shown(results, level), {row["行政区代码"]: row for row in sheet_rows(folder, SHEET)}
    compared = 0
    for place in found["holding"].places:
        for heading, (key, column) in COLUMNS.items():
            expected = rows[place.code][heading] if place.code else None
            if isinstance(expected, (int, float)):
                view = found[key]
                assert number(view, place.code, column) == pytest.approx(expected, abs=1e-6)
                compared += 1
    assert compared >= 2 * len([place for place in found["holding"].places if place.code])


def test_potential_is_that_of_the_workbook(results, folder):
    rows = {row["行政区代码"]: row for row in sheet_rows(folder, "潜力与缺口对照") if row["行政区代码"]}
    view, year = shown(results, "county")["potential"], shown(results, "county", year=2024)["potential"]
    columns = {heading: number for number, heading in enumerate(view.headings)}
    for place in view.places:
        row = rows[place.code]
        for heading in ("可直接恢复", "待核实", "暂缓"):
            assert number(view, place.code, columns[heading]) == pytest.approx(row[f"{heading}\n（亩）"], abs=1e-6)
        # The gap is owed at most, as nobody tells what was restored; of the task of the year the rest stays.
        (bar,) = [bar for bar in view.bars if bar.place == place]
        assert bar.mark == pytest.approx(row["剩余缺口上限\n（亩）"])
        (bar,) = [bar for bar in year.bars if bar.place == place]
        assert bar.mark == pytest.approx(row["任务\n（亩）"])
    assert year.mark == "2024年度恢复任务"


def test_flows_are_those_of_the_table_and_close(results, folder):
    """In mu, by the code of the unit; before - outflow + inflow + adjustment + boundaries = now."""
    table = pyogrio.read_dataframe(folder / "farmland_redline.gpkg", layer="flows", read_geometry=False)
    for level in ("city", "county", "township", "village"):
        view = shown(results, level)["changes"]
        flows = table[table["level"] == level].set_index("code")
        for place, row, bar in zip(view.places, view.rows, view.bars):
            if place.code not in flows.index:
                assert not bar.segments and bar.mark is None
                continue
            before, out, into, adjusted, boundary, now, change = (cell.number for cell in row[1:])
            assert out * 2000 / 3 == pytest.approx(flows.loc[place.code, "outflow_m2"], abs=1e-6)
            assert bar.mark == into and now - before == pytest.approx(change, abs=1e-6)
            assert before - out + into + adjusted + boundary == pytest.approx(now, abs=1e-6)
    assert shown(results, "county")["changes"].title == "耕地流出流入"


def test_conflicts_are_those_of_the_layer_at_every_level(results, folder):
    """Sums of the layer itself: by county, township and village, by use and by severity; the city is their sum."""
    table = pyogrio.read_dataframe(folder / "farmland_redline.gpkg", layer="conflicts", read_geometry=False)
    counted = table[table["severity"] >= 1]
    for level in ("county", "township", "village"):
        found = shown(results, level)
        uses, severities = found["conflicts_by_uses"], found["conflicts_by_severities"]
        for place in uses.places:
            own = counted[counted[level] == place.code] if place.code else counted[:0]
            if number(uses, place.code, 1) is None:
                assert own.empty
                continue
            for column, use in enumerate(("non_agricultural", "agricultural", "to_verify"), 2):
                area = math.fsum(own.loc[own["use"] == use, "area_m2"]) * MU
                assert number(uses, place.code, column) == pytest.approx(area, abs=1e-9)
            for column, severity in enumerate((3, 2, 1), 2):
                area = math.fsum(own.loc[own["severity"] == severity, "area_m2"]) * MU
                assert number(severities, place.code, column) == pytest.approx(area, abs=1e-9)
    city = shown(results, "city")["conflicts_by_uses"]
    assert city.rows[0][1].number == pytest.approx(math.fsum(counted["area_m2"]) * MU)
    total = sheet_rows(folder, "附件2 目标对照")[0]["行政区代码"]
    assert city.places[0].code == total


def test_losses_are_those_of_the_workbook(results, folder):
    values = list(openpyxl.load_workbook(folder / "summary.xlsx")["耕地流失分县汇总"].iter_rows(values_only=True))
    lost = {row[1]: row[-1] for row in values if row[1] and str(row[1]).isdigit()}
    gross = {row[1]: row[-2] for row in values if row[1] and str(row[1]).isdigit()}
    view = shown(results, "county")["flows"]
    assert {place.code for place in view.places} == set(lost)
    for place in view.places:
        assert number(view, place.code, 2) == pytest.approx(lost[place.code], abs=1e-6)
        assert number(view, place.code, 3) == pytest.approx(gross[place.code], abs=1e-6)


def test_the_last_warning_of_each_county(results):
    """By the table of measure 34: 5.01 mu of PBF is over 5, and the half-year before was general."""
    view = shown(results, "county")["warnings"]
    rows = {place.code: [cell.text for cell in row[1:]] for place, row in zip(view.places, view.rows)}
    level, period, why, steps, suspended, distance, veto, frozen = rows["360222"]
    assert (level, period, steps, suspended, distance) == ("重点警示", "2026年上半年", "", "2026-06-30", "")
    assert set(why.split("、")) == {"连续两次一般警示", "占用永久基本农田超限"}
    # Of construction found illegal nothing is restored or legalised: 12.00 + 7.00 mu.
    assert frozen == "19.00" and veto == "资料不足"
    assert rows["360281"][:2] == ["无警示", "2026年上半年"] and rows["360281"][5] == "距一般警示还差 1.00 亩"
    assert rows["360281"][7] == "0.00"
    (bar,) = [bar for bar in view.bars if bar.place.code == "360222"]
    assert [segment.value for segment in bar.segments] == [pytest.approx(7.0)] and bar.segments[0].fill == "missed"
    assert {row[1].text for row in shown(results, "township")["warnings"].rows} == {"按县判定"}


def test_cases_are_those_of_the_table(results, folder):
    table = pyogrio.read_dataframe(folder / "farmland_redline.gpkg", layer="cases", read_geometry=False)
    assert len(table) >= 3 and set(table["status"]) == {"illegal"}
    for level, column in (("county", "unit"), ("township", "township")):
        view = shown(results, level)["cases"]
        for place, row in zip(view.places, view.rows):
            own = table[table[column] == place.code] if place.code else table[:0]
            if place.code:
                assert [cell.number for cell in row[1:5]] == [len(own), 0, len(own), len(own)]
                told = own["cultivated_m2"].dropna()
                if len(told):
                    assert row[5].number == pytest.approx(math.fsum(told) * MU, abs=1e-5)
                elif len(own):
                    assert row[5].number is None and row[5].text == f"面积不详 {len(own)} 件"
    assert shown(results, "city")["cases"].rows[0][1].number == len(table)
    assert {row[1].text for row in shown(results, "village")["cases"].rows} == {"无数据"}


def test_areas_in_the_unit_of_the_settings(results):
    hectares = {
        view.key: view for view in views(results.model, Choice("county"), results.translate, AreaFormat("ha", 3))
    }
    for mu, ha in zip(shown(results, "county")["holding"].rows, hectares["holding"].rows):
        # 15 mu are a hectare; what the figures are sorted by stays the same.
        assert ha[1].number == mu[1].number and ha[1].text == f"{mu[1].number / 15:,.3f}"
    assert as_text(hectares["holding"], results.translate).startswith("行政区名称（面积单位：公顷）\t")
    assert hectares["holding"].bars[0].figures[1].endswith("公顷")


def test_units_and_their_places(results, folder):
    places = all_places(results.model, results.translate)
    codes = {level: {p.code for p in places if p.level == level} for level in ("city", "county", "township", "village")}
    assert codes["city"] == {"360200"} and len(codes["county"]) == 4
    inside = shown(results, "village", unit="360222")["holding"].places
    assert inside and all(place.code.startswith("360222") or place.parent.startswith("360222") for place in inside)
    *_, extents = read_extents(folder / "farmland_redline.gpkg")
    pieces = pyogrio.read_dataframe(folder / "farmland_redline.gpkg", layer="pieces", columns=["county", "village"])
    for level in ("county", "village"):
        for code, rows in pieces.groupby(level):
            assert extents.boxes[(level, code)] == pytest.approx(tuple(rows.total_bounds), abs=10)
    whole = city_box(extents, codes["county"])
    assert whole == pytest.approx(tuple(pieces[pieces["county"] != ""].total_bounds), abs=10)
    assert "4527" in extents.crs or "CGCS2000" in extents.crs


def test_words_and_colours(results):
    fills = bar_fills()
    for level in ("city", "county", "township", "village"):
        for view in shown(results, level).values():
            assert len(view.headings) == len(view.rows[0]) and len(view.rows) == len(view.places)
            used = {segment.fill for bar in view.bars for segment in bar.segments}
            assert used | {fill for fill, _ in view.legend} <= set(fills)
            assert as_text(view, results.translate).count("\n") == len(view.rows) + 1
    states = [row[-1].state for row in shown(results, "county")["holding"].rows]
    assert set(states) <= {"met", "missed"} and "missed" in states


def test_what_is_no_result_is_refused(tmp_path):
    with pytest.raises(InputError, match="conflicts"):
        read_results(tmp_path / "nothing.gpkg", "zh")


def test_without_pbf_there_are_no_conflicts_and_no_zero(qgis, tmp_path):
    """What was not given has no figure: neither a bar nor 0."""
    given = {key: value for key, value in batch_inputs().items() if key in ("PARCELS", "POLICY", "UNITS")}
    more = {"OUTPUT_FOLDER": str(tmp_path / "out"), "MAPS": False, "REPORTS": False}
    done = run_in_session("run_batch", {**given, **more})
    assert done.status == 0, done.log
    results = read_results(tmp_path / "out" / "farmland_redline.gpkg", "zh")
    for level in ("county", "village"):
        found = shown(results, level)
        for key, column in (("conflicts_by_uses", 1), ("pbf", 1), ("flows", 1), ("flows", 2)):
            assert all(row[column].number is None and row[column].text for row in found[key].rows), (level, key)
            assert not any(bar.segments for bar in found[key].bars)
        for key in ("warnings", "cases"):
            assert all(row[1].text == "无数据" or level != "county" for row in found[key].rows)
            assert all(cell.number is None for row in found[key].rows for cell in row[1:])
            assert not any(bar.segments for bar in found[key].bars)
    assert {row[1].text for row in shown(results, "county")["conflicts_by_uses"].rows} == {"未提供"}


@pytest.fixture(scope="module")
def session(folder, tmp_path_factory):
    pictures = tmp_path_factory.mktemp("dashboard_session")
    package, earlier = folder / "farmland_redline.gpkg", pictures / "earlier" / "farmland_redline.gpkg"
    earlier.parent.mkdir()
    shutil.copy(package, earlier)
    gone = without_first_conflict(earlier)
    plan = {"package": str(package), "pictures": str(pictures), "earlier": str(earlier)}
    script, doubled = Path(__file__).with_name("dashboard_session.py"), {"QT_SCALE_FACTOR": "2"}
    with screen(2800, 1600) as display:
        ended = run_plugin(display, script, plan, pictures / "run", "zh_CN", doubled)
    assert "error" not in ended.found, ended.found["error"]
    assert ended.status == 0, ended.log[-3000:]
    return {**ended.found, "planted": gone}


def without_first_conflict(path: Path) -> str:
    """Take a conflict out of results, and tell of 10 mu less in the summary; return its id."""
    data = ogr.Open(str(path), 1)
    table, summary = data.GetLayerByName("conflicts"), data.GetLayerByName("summary")
    first = table.GetNextFeature()
    identifier = first["conflict_id"]
    table.DeleteFeature(first.GetFID())
    for row in [row.Clone() for row in summary]:
        if row["code"] == "360222":
            row["conflicts_mu"] = row["conflicts_mu"] - 10.0
            summary.SetFeature(row)
    del table, summary, data
    return identifier


def test_the_panel_shows_the_figures(session, results):
    assert session["hidden at first"] and "还没有成果" in session["without results"]
    assert session["level"] == "county" and session["topics"] == 9
    assert session["levels"] == ["city", "county", "township", "village"]
    expected = [[cell.text for cell in row] for row in shown(results, "county")["holding"].rows]
    assert session["rows"] == expected


def test_a_click_goes_to_the_unit(session):
    assert session["clicked"] in session["shown"]
    assert session["subset"] == f"\"county\" = '{session['code']}'"
    assert session["counties left"] == [session["code"]]
    assert 0 < session["counts"][0] < session["counts"][1]
    assert session["reviewed"] == [session["code"]]
    assert session["to the front"] == [True, True, 768]
    assert session["all on the map"] and session["zoomed in"]
    assert session["after all"] == ["", True]


def test_a_click_leads_to_the_list_of_cases(session):
    assert session["listed"] == [["案件"], "\"unit\" = '360222'", True, session["cases there"]]
    assert session["headings"][:3] == ["编号", "县级代码", "乡级代码"]
    assert session["listed again"] == [True, True]


def test_areas_follow_the_options(session):
    assert session["in hectares"][0].endswith("面积单位为公顷。")
    assert float(session["in hectares"][1].replace(",", "")) == pytest.approx(
        float(session["rows"][0][1].replace(",", "")) / 15, abs=0.0006
    )
    heading, number, details = session["review in hectares"]
    assert heading.endswith("（公顷）") and details == [True, False]
    assert float(number) == pytest.approx(session["area in mu"] / 15, abs=0.0006)


def test_keyboard_and_filters_of_the_user(session):
    assert session["by keyboard"].startswith('("severity" = 3) AND ("county" = \'')
    assert session["own filter"] == '"severity" = 3'
    assert session["copied"].startswith("行政区名称（面积单位：亩）\t合计\t")
    assert session["edited"] == ["", True]


def test_levels_units_and_years(session):
    assert len(session["village"]) > len(session["township"]) > 0
    assert all(code.startswith(session["code"]) for code in session["township"] if code)
    assert session["city"] == ["360200"]
    assert session["year"] == "2024年度恢复任务"


def test_two_runs_compared(session, results):
    assert [row[:1] + row[3:] for row in session["compared"]] == [
        [name, change, "0.00", "0.00", "0.00"]
        for name, change in (("珠山区", "0.00"), ("昌江区", "0.00"), ("浮梁县", "+10.00"), ("乐平市", "0.00"))
    ]
    assert session["differs"] == [["conflicts", session["planted"], "new"]]
    assert any("新增 1 个" in text for text in session["told"])


def test_themes_and_what_is_missing(session):
    """Dark, on a screen of 200 per cent: light text on dark ground, of which the panel cuts nothing."""
    assert session["ratio"] == 2 and session["cut"] == []
    assert session["dark face"] < 0.3
    assert int(session["dark text"][1:3], 16) > 140
    assert session["dark states"] and min(session["dark states"]) > 70
    hidden, table, note = session["without charts"]
    assert hidden and table and note.startswith("matplotlib")


def test_nothing_is_left(session):
    assert session["own filters again"] == ["", ""]
    assert session["left"] == 1

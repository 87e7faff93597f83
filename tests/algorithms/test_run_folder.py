"""A folder of counties: its sums are those of one run over all, and a stopped run goes on to the same bytes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from conftest import CITY, VILLAGES, run_in_session, run_qgis_process

from farmland_redline.processing.analysis.text_codes import has_codes
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.reports.tables.finding_lists import LISTED_COLUMNS
from farmland_redline.processing.reports.tables.measures import hidden_layers
from farmland_redline.processing.workflows.folder.county_results import read_county

pytestmark = pytest.mark.usefixtures("qgis")
COMMON = ("YJJBNTBHTB", "YJJBNTCBQ", "BCGDCBQ", "XJXZQ")
PACKAGE = "farmland_redline.gpkg"
OF_UNITS = ("flows", "land_use", "use_totals", "reserve_sums", "plan_balance", "compensation_units")
KEYS = (
    *("code", "level", "period", "kind", "case_id", "priority", "finding", "DLBM", "role", "year", "land"),
    *("measure", "line", "block_id"),
)
# What a block has beside it may lie in another county, which a county's own data lack.
BESIDE = ["adjoining_m2", "road_m", "village_m"]
COUNTIES = ("360202", "360203", "360222", "360281")


@pytest.fixture(scope="module")
def counties(tmp_path_factory) -> Path:
    """Four counties of the sample in different formats and systems, with what is common to all beside them."""
    folder = tmp_path_factory.mktemp("全市 数据")
    place = folder / "分县"
    surveys = {name: pyogrio.read_dataframe(CITY / "city.gpkg", layer=name) for name in ("DLTB", "DLTB_2023")}
    surveys = {
        name: rows[rows["QSDWDM"].str[:12].isin(VILLAGES) & rows["BSM"].str[-1].isin([*"0369"])]
        for name, rows in surveys.items()
    }
    for name, rows in surveys.items():
        pyogrio.write_dataframe(rows, folder / "all.gpkg", layer=name)
        for code, own in rows.groupby(rows["ZLDWDM"].str[:6]):
            path = place / f"{code} 县"
            path.mkdir(parents=True, exist_ok=True)
            if code == "360202":
                pyogrio.write_dataframe(own, path / f"{name}.shp", encoding="GBK")
            else:
                pyogrio.write_dataframe(own, path / "data.gpkg", layer=name)
    heading = "县级代码,年度,方向,去向或来源地类,耕地净面积（平方米）,耕地质量等别\n"
    plans = {code: f"{code},2024,转出,园地,1000.01,7.{code[-1]}\n" for code in COUNTIES}
    plans["360202"] += "360202,2024,转进,林地,6000,7.1\n360202,2025,转出,园地,5,\n"
    for code, rows in plans.items():
        (place / f"{code} 县" / "进出平衡方案.csv").write_text(heading + rows, encoding="utf-8-sig")
    (folder / "进出平衡方案.csv").write_text(heading + "".join(plans.values()), encoding="utf-8-sig")
    (place / "说明").mkdir()
    heads, *rows = (CITY / "cases.csv").read_text(encoding="utf-8-sig").splitlines()
    own = "\n".join([heads, *(row for row in rows if row.split(",")[2] == "360281"), ""])
    (place / "360281 县" / "案件 2024年.csv").write_text(own, encoding="utf-8-sig")
    shutil.copy(CITY / "events.csv", place / "360281 县" / "事项.csv")
    (place / "360203 县" / "联系.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    rates = "单位代码,项目,标准（元/亩）\n,永农,30\n,其他耕地,10\n"
    (folder / "补偿标准.csv").write_text(rates, encoding="utf-8-sig")
    for name in COMMON:
        shapes = pyogrio.read_dataframe(CITY / "city.gpkg", layer=name)
        if name == "YJJBNTBHTB":
            # Of all counties is read what is near the parcels.
            shapes = shapes[shapes["ZLDWDM"].str[:12].isin(VILLAGES)]
        pyogrio.write_dataframe(shapes, folder / "common.gpkg", layer=name)
    return folder


def inputs(folder: Path) -> dict[str, object]:
    common = folder / "common.gpkg"
    return {
        "PBF": f"{common}|layername=YJJBNTBHTB",
        "ZONES": [f"{common}|layername={name}" for name in COMMON[1:3]],
        "UNITS": [f"{common}|layername=XJXZQ"],
        "RATES": str(folder / "补偿标准.csv"),
    }


def run(folder: Path, out: Path, place: Path | None = None, **given: object):
    return run_qgis_process("run_folder", {**parameters(folder, out, place), **given})


def parameters(folder: Path, out: Path, place: Path | None = None) -> dict[str, object]:
    return {"COUNTIES": str(place or folder / "分县"), **inputs(folder), "OUTPUT_FOLDER": str(out)}


def contents(folder: Path) -> dict[str, str]:
    """Hashes of all files but the journal, which knows how long each county took."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "journal.json"]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


@pytest.fixture(scope="module")
def whole(counties, tmp_path_factory) -> tuple[Path, object]:
    """A run over all counties that nothing disturbed."""
    out = tmp_path_factory.mktemp("成果") / "全市"
    done = run(counties, out)
    assert done.status == 0, done.log
    return out, done


def test_sums_are_those_of_one_run_over_all(counties, whole, tmp_path):
    out, done = whole
    given = {"PARCELS": f"{counties / 'all.gpkg'}|layername=DLTB", **inputs(counties)}
    own = counties / "分县" / "360281 县"
    given |= {"CASES": str(own / "案件 2024年.csv"), "EVENTS": str(own / "事项.csv")}
    given |= {"PREVIOUS": f"{counties / 'all.gpkg'}|layername=DLTB_2023"}
    given |= {"PLAN_CHANGES": str(counties / "进出平衡方案.csv")}
    one = run_qgis_process(
        "run_batch", {**given, "MAPS": False, "REPORTS": False, "OUTPUT_FOLDER": str(tmp_path / "一次")}
    )
    assert one.status == 0, one.log
    expected = pyogrio.read_dataframe(tmp_path / "一次" / PACKAGE, layer="summary")
    merged = pyogrio.read_dataframe(out / PACKAGE, layer="summary")
    keys = ["level", "parent", "code"]
    expected, merged = (
        table.fillna({"parent": ""}).sort_values(keys, ignore_index=True) for table in (expected, merged)
    )
    pd.testing.assert_frame_equal(merged, expected[merged.columns], check_exact=True)
    assert set(expected.columns) == set(merged.columns)
    # Tables of measures: surveys, plans and rates of all counties, cases and events of one by the names of their files.
    for table, chosen in (
        *((name, lambda frame: frame["level"].notna()) for name in OF_UNITS),
        # Only one county has cases: of the others a run over all says 0.
        ("self_check", lambda frame: ~frame["source_table"].isin(["vetoes", "freezes"]) & frame["line"].ne("balance")),
        ("self_check", lambda frame: frame["code"].isin(["360200", "360281"])),
        ("warnings", lambda frame: frame["code"] == "360281"),
        ("freezes", lambda frame: frame["code"] == "360281"),
        ("periods", lambda frame: frame["code"].fillna("").isin(["360281", ""])),
        ("cases", lambda frame: frame["unit"] == "360281"),
        # No county reaches into another's blocks or plan.
        ("blocks", lambda frame: frame["block_id"].notna()),
        ("plan_years", lambda frame: frame["planned_mu"].notna()),
    ):
        both = [pyogrio.read_dataframe(folder / PACKAGE, layer=table) for folder in (tmp_path / "一次", out)]
        both = [frame.drop(columns=BESIDE, errors="ignore") for frame in both]
        order = [name for name in KEYS if name in both[0]]
        one_run, of_folder = (
            frame[chosen(frame)].fillna({"code": "", "kind": ""}).sort_values(order, ignore_index=True)
            for frame in both
        )
        pd.testing.assert_frame_equal(of_folder, one_run[of_folder.columns], check_dtype=False, obj=table)
        assert len(one_run)
        assert table not in OF_UNITS or "city" in set(one_run["level"]), table
    assert "联系.csv" in done.log
    for figure in ("PARCEL_COUNT", "PIECE_COUNT", "CONFLICT_COUNT", "CANDIDATE_COUNT"):
        assert done.results[figure] == one.results[figure]
    assert done.results["COUNTY_COUNT"] == 4 and done.results["FAILED_COUNT"] == 0


def test_what_is_written(whole):
    out, done = whole
    assert sorted(path.name for path in out.iterdir()) == [
        *("360202_县", "360203_县", "360222_县", "360281_县"),
        *(PACKAGE, "journal.json", "report.html", "summary.xlsx"),
    ]
    table = pyogrio.read_dataframe(out / PACKAGE, layer="counties")
    assert table["state"].tolist() == ["done"] * 4 and table["worst_closure_m2"].max() == 0
    assert "说明" in done.log
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "占用冲突" in page and "未提供永久基本农田图层" not in page
    provenance = pyogrio.read_dataframe(out / PACKAGE, layer="provenance")
    assert (provenance["name"] == "PARCELS.sha256").sum() == 4 and "sha256" in provenance["name"].str.cat()
    for county in table["folder"]:
        provenance = pyogrio.read_dataframe(out / county / PACKAGE, layer="provenance")
        assert (provenance["name"] == "PARCELS.sha256").sum() == 1


def test_little_of_a_county_waits_for_the_sums(whole):
    """Codes in place of texts, no field that no report reads, and of tables that none shows a few rows."""
    policy, fields = load_policy(), load_survey().fields
    for county in COUNTIES:
        results = read_county(whole[0] / f"{county}_县" / PACKAGE, policy, load_classes())
        assert not hidden_layers() & results.tables.keys()
        for name, table in results.long.items():
            assert len(table.samples) <= min(table.count, len(table.samples.columns)), name
        for name, table in results.tables.items():
            assert not [
                column
                for column in table
                if table[column].map(type).eq(str).all() and len(table) and not has_codes(table[column])
            ], name
        for name in ("conflicts", "candidates"):
            kept = fields.keys() & set(results.tables[name].columns)
            assert kept and kept <= LISTED_COLUMNS, name
    assert results.long


def test_a_bad_county_stops_no_other_and_a_run_goes_on(counties, whole, tmp_path):
    """First without the last county's file whole; then, mended, only it is run, and all is as if undisturbed."""
    out = whole[0]
    place, again = tmp_path / "分县", tmp_path / "成果" / "全市"
    shutil.copytree(counties / "分县", place)
    bad, file = place / "360222 县" / "data.gpkg", place / "一个文件.gpkg"
    sound = bad.read_bytes()
    bad.write_bytes(sound[: len(sound) // 2])
    file.write_bytes(sound[: len(sound) // 2])
    first = run(counties, again, place)
    assert first.status == 0, first.log
    assert (first.results["COUNTY_COUNT"], first.results["FAILED_COUNT"]) == (3, 2)
    table = pyogrio.read_dataframe(again / PACKAGE, layer="counties").set_index("folder")
    for name in ("360222_县", "一个文件"):
        assert table.loc[name, "state"] == "failed" and table.loc[name, "reason"]
    city = pyogrio.read_dataframe(again / PACKAGE, layer="summary").set_index("level").loc["city"]
    assert (city["children"], city["children_with_data"]) == (4, 3) and pd.isna(city["holding_surplus_mu"])
    bad.write_bytes(sound)
    file.unlink()
    second = run_qgis_process("run_folder", parameters(counties, again, place), SOURCE_DATE_EPOCH="1800000000")
    assert second.status == 0, second.log
    assert second.log.count("done already") == 3
    ours, theirs = contents(again), contents(out)
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if ours[name] != theirs[name]} == set()


@pytest.mark.parametrize(
    "given, said",
    [
        ({}, "Give either"),
        ({"COUNTY_LIST": "名单.txt"}, "does not exist"),
    ],
)
def test_wrong_input_is_told(counties, tmp_path, given, said):
    given = {name: str(tmp_path / value) for name, value in given.items()}
    if given:
        Path(given["COUNTY_LIST"]).write_text("浮梁县,没有\n", encoding="gbk")
    done = run_in_session("run_folder", {**given, "OUTPUT_FOLDER": str(tmp_path / "out")})
    assert done.status != 0 and said in done.log, done.log


def test_a_list_and_a_county_twice(counties, tmp_path):
    """A list in GBK names its counties; parcels of a county that another has already are in no sum."""
    listed = tmp_path / "名单.csv"
    place = counties / "分县" / "360202 县"
    pyogrio.write_dataframe(pyogrio.read_dataframe(place / "DLTB.shp"), tmp_path / "县.gpkg", layer="DLTB")
    listed.write_text(f"昌江,{place}\n又一个,县.gpkg\n", encoding="gbk")
    out = tmp_path / "out"
    done = run_qgis_process("run_folder", {"COUNTY_LIST": str(listed), "REPORTS": False, "OUTPUT_FOLDER": str(out)})
    assert done.status == 0, done.log
    table = pyogrio.read_dataframe(out / PACKAGE, layer="counties").set_index("county")
    assert table["state"].tolist() == ["failed", "done"] or table["state"].tolist() == ["done", "failed"]
    assert done.results["COUNTY_COUNT"] == 1 and "360202" in table["reason"].dropna().str.cat()


def test_the_warnings_of_the_last_period_count_on(counties, whole, tmp_path):
    """In the next half-year, with a case table that has lost a case of the last one: what was assessed then stays."""
    place = tmp_path / "乐平"
    shutil.copytree(counties / "分县" / "360281 县", place)
    cases = next(place.glob("案件*.csv"))
    lines = cases.read_text(encoding="utf-8-sig").splitlines()
    assert any("AJ2024-04" in line for line in lines)
    kept = [line for line in lines if "AJ2024-04" not in line]
    cases.write_text("\n".join([*kept, ""]), encoding="utf-8-sig")
    listed, out = tmp_path / "名单.csv", tmp_path / "下半年"
    listed.write_text(f"360281 县,{place}\n", encoding="utf-8")
    given = {"COUNTY_LIST": str(listed), "DATE": "2025-06-30", "REPORTS": False, "OUTPUT_FOLDER": str(out)}
    done = run_qgis_process("run_folder", {**given, "STATE": str(whole[0])})
    assert done.status == 0 and done.results["FAILED_COUNT"] == 0, done.log
    before, after = (
        pyogrio.read_dataframe(folder / PACKAGE, layer="warnings").query("code == '360281'").set_index("period")
        for folder in (whole[0], out)
    )
    assert "2025H1" in after.index and "2025H1" not in before.index
    pd.testing.assert_frame_equal(after.loc[before.index], before, check_dtype=False)
    assert before["a_mu"].max() > 0 and "differ by" in done.log  # by the case that the new table has not
    # A county of another name, one of another place, and no results at all: each is told before the work.
    listed.write_text(f"乐平,{place}\n360281 县,{counties / '分县' / '360203 县'}\n", encoding="utf-8")
    bad = run_in_session("run_folder", {**given, "STATE": str(whole[0]), "OUTPUT_FOLDER": str(tmp_path / "不")})
    assert bad.status != 0 and not (tmp_path / "不" / PACKAGE).exists()
    assert "乐平: the earlier results have no county of this name" in bad.log
    assert "360281 县: the earlier results of this name are of 360281" in bad.log and "360203" in bad.log
    for state, said in ((place, "no output folder"), (out, "is the output folder")):
        bad = run_in_session("run_folder", {**given, "STATE": str(state)})
        assert bad.status != 0 and said in bad.log, bad.log

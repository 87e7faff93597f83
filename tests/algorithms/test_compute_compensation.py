"""Compensation by the real qgis_process: the worked example of measure 39, and what must not earn or be deducted."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import explained_columns, read_workbook, run_in_session, run_qgis_process, write_layer

from farmland_redline.processing.bridge.paths import DEFAULT_POLICY

pytestmark = pytest.mark.usefixtures("qgis")
FULIANG, NEXT, LEPING = "360222101201", "360222101202", "360281100201"
TABLES = ("COMPENSATION", "COMPENSATION_UNITS", "PROBLEMS")
RATES = [
    ("", "永久基本农田", 30),
    ("360200", "一般耕地", 10),
    ("", "本年恢复耕地", 500),
    ("360281000000", "永农", "36.005"),
]
# Village, class now, class a year ago, planting, PBF, case (decision, found, closed), mu, TBXHDM.
ILLEGAL = ("违法", "2024-03-01", None)
EXAMPLE = [
    (FULIANG, "0101", "0101", "LS", "Y1", None, 808.5, None),
    (FULIANG, "0101", "0101", "WG", "Y1", None, 12, None),
    (FULIANG, "0103", "0103", None, None, None, 97.25, None),
    (FULIANG, "0103", "0201", None, None, None, 3, None),
    (FULIANG, "0201", "0201", None, "Y1", None, 40, None),  # not cultivated: earns nothing inside PBF too
    (FULIANG, "0201K", "0201K", None, None, None, 50, None),  # nor does an adjustable class
]
TRAPS = [
    (NEXT, "0101", "0101", "LS", "Y2", ILLEGAL, 3, None),
    (NEXT, "0101", "0101", "WG", "Y2", ILLEGAL, 6, None),  # both: deducted once
    (NEXT, "0101", "0101", "LS", "Y2", ("违法", "2023-03-01", "2024-06-30"), 9, None),  # closed
    (NEXT, "0101", "0101", "LS", "Y2", ("违法", "2025-02-01", None), 9, None),  # found after the reference date
    (NEXT, "0101", "0101", "LS", "Y2", ("待核", "2024-02-01", None), 9, None),  # only a person decides
    (NEXT, "0101", "0101", "LS", "Y2", ("合法", "2024-02-01", None), 9, None),
    (NEXT, "0101", "0101", "WG", "Y2", None, 9, "HDGD"),  # the mark is not allowed there: unknown is not no
    (NEXT, "0103", None, None, None, None, 1.5, None),  # where last year's survey has nothing, nothing is restored
    (NEXT, "0702", "0101", None, "Y2", ILLEGAL, 5, None),  # built on: it has earned nothing to deduct
    (LEPING, "0101", "0101", "LS", "Y3", None, 3, None),
    ("", "0103", "0103", None, None, None, 3, None),  # names a county and no village
]


def write_pieces(path, rows: list[tuple], **columns: object) -> str:
    """Pieces as “Overlay parcels” writes them; null columns are left out."""
    table = pd.DataFrame(
        rows, columns=["village", "DLBM", "previous_DLBM", "ZZSXDM", "pbf", "case", "mu", "TBXHDM"]
    ).assign(**columns)
    area = (table.pop("mu") * 2000 / 3).round(2)
    cases = table.pop("case")
    for number, name in enumerate(("RDJG", "FXRQ", "JARQ")):
        table[f"cases_{name}"] = [case and case[number] for case in cases]
    table["cases"] = [case and f"C{number}" for number, case in enumerate(cases)]
    table["county"] = table["village"].str[:6].where(table["village"] != "", "360222")
    table["township"] = table["village"].str[:9].where(table["village"] != "", None)
    table["village"] = table["village"].where(table["village"] != "", None)
    table["previous"] = ["E" if code else None for code in table["previous_DLBM"]]
    table["area_m2"] = area
    table["cultivated_m2"] = area.where(table["DLBM"].isin(("0101", "0103")), 0.0)
    table["piece_id"] = table["BSM"] = [f"p{number}" for number in range(len(table))]
    table["sliver"] = False
    squares = [shapely.box(39_512_000 + i, 3_245_000, 39_512_001 + i, 3_245_001) for i in range(len(table))]
    pieces = gpd.GeoDataFrame(table, geometry=squares, crs="EPSG:4527")
    pyogrio.write_dataframe(pieces, path, layer="pieces")
    return f"{path}|layername=pieces"


def write_rates(path, rows: list[tuple]) -> str:
    """Write a table of rates as Chinese Excel does."""
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([("单位代码", "项目", "标准（元/亩）"), *rows])
    return str(path)


def compensate(folder, rows: list[tuple], rates: list[tuple] = RATES, how=run_in_session, **given: object):
    """Run the algorithm; its log, results and tables."""
    folder.mkdir(exist_ok=True)
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in TABLES}
    pieces = write_pieces(folder / "碎块.gpkg", rows)
    table = write_rates(folder / "补偿标准.csv", rates)
    done = how("compute_compensation", {"PIECES": pieces, "RATES": table, **given, **made})
    tables = {}
    for name, path in made.items():
        if done.status == 0:
            tables[name] = pyogrio.read_dataframe(path, layer=name.lower(), read_geometry=False)
    return SimpleNamespace(done=done, **tables)


@pytest.fixture(scope="module")
def paid(tmp_path_factory):
    """One run on the worked example's village, and on one with all that must be left alone."""
    folder = tmp_path_factory.mktemp("补偿")
    return compensate(folder / "一", [*EXAMPLE, *TRAPS], how=run_qgis_process, WORKBOOK=str(folder / "补偿.xlsx"))


def statement(paid, village: str) -> list[tuple]:
    rows = paid.COMPENSATION[paid.COMPENSATION["code"] == village]
    return list(zip(rows["item"], rows["base"], rows["area_mu"].round(2), rows["amount_yuan"]))


def test_the_worked_example(paid):
    """820.50 mu of PBF at 30, 100.25 of other land at 10, 3 restored at 500, 12 unplanted in PBF: 26,757.50 yuan."""
    assert paid.done.status == 0, paid.done.log
    assert statement(paid, FULIANG) == [
        ("pbf", "pbf", 820.5, 24_615.0),
        ("other", "other", 100.25, 1_002.5),
        ("restored", "restored", 3.0, 1_500.0),
        ("unplanted", "pbf", 12.0, -360.0),
    ]
    village = paid.COMPENSATION_UNITS.set_index("code").loc[FULIANG]
    assert village[["earned_yuan", "deducted_yuan", "amount_yuan"]].tolist() == [27_117.5, -360.0, 26_757.5]
    assert set(paid.COMPENSATION.columns) == explained_columns("compensation")
    assert set(paid.COMPENSATION_UNITS.columns) == explained_columns("compensation_units")


def test_only_what_a_person_found_illegal_and_is_not_closed_is_deducted(paid):
    """9 of 54 mu, once; nothing restored where last year has no survey; what is built on earns and costs nothing."""
    assert statement(paid, NEXT) == [
        ("pbf", "pbf", 54.0, 1_620.0),
        ("other", "other", 1.5, 15.0),
        ("illegal", "pbf", 9.0, -270.0),
    ]


def test_rates_of_cities_and_counties(paid):
    """The rate of a county, with zeros at its end, comes before that of all; a city's holds in all its counties."""
    assert statement(paid, LEPING) == [("pbf", "pbf", 3.0, 108.02)]  # 3 x 36.005 = 108.015, half up
    assert paid.COMPENSATION.set_index("code").loc[FULIANG, "rate_yuan"].tolist()[1] == 10.0


def test_land_that_names_no_village_is_told(paid):
    assert statement(paid, "360222") == [("other", "other", 3.0, 30.0)]
    assert "2,000.00" in paid.done.log


def test_units_close(paid):
    units = paid.COMPENSATION_UNITS
    assert (units["closure_m2"] == 0).all() and (units["closure_yuan"] == 0).all()
    amounts = units.set_index("code")["amount_yuan"]
    assert amounts[FULIANG] == 26_757.5 and amounts[NEXT] == 1_365.0
    assert amounts["360222101"] == 28_122.5 and amounts["360222"] == 28_152.5  # with the 30 of no village
    assert amounts["360200"] == 28_260.52 == paid.done.results["AMOUNT"]
    assert paid.done.results["WORST_CLOSURE"] == paid.done.results["WORST_CLOSURE_YUAN"] == 0
    assert "28,260.52" in paid.done.log and "0.00" in paid.done.log
    provenance = pyogrio.read_dataframe(paid.done.results["COMPENSATION"].split("|")[0], layer="provenance")
    assert "compute_compensation" in set(provenance["value"])


def test_the_workbook_to_submit(paid):
    sheet = read_workbook(paid.done.results["WORKBOOK"])["各村补偿明细"]
    rows = sheet[sheet["行政区代码"] == FULIANG]
    assert rows["项目"].tolist() == ["永久基本农田", "其他耕地", "本年恢复耕地", "未耕种"]
    assert rows["金额（元）"].tolist() == [24_615, 1_002.5, 1_500, -360]


def test_a_breach_may_cost_the_whole_village_and_a_missing_rate_is_not_zero(tmp_path):
    text = DEFAULT_POLICY.read_text(encoding="utf-8")
    policy = tmp_path / "政策.yaml"
    changed = text.replace("id: compensation_penalty, value: land", "id: compensation_penalty, value: village")
    assert changed != text
    policy.write_text(changed, encoding="utf-8")
    run = compensate(
        tmp_path / "二", [*EXAMPLE, *TRAPS], [("360222", "永农", 30), ("", "其他耕地", 10)], POLICY=str(policy)
    )
    assert run.done.status == 0, run.done.log
    units = run.COMPENSATION_UNITS.set_index("code")
    assert units.loc[FULIANG, "amount_yuan"] == 0 and units.loc[NEXT, "amount_yuan"] == 0
    assert statement(run, FULIANG)[-1] == ("withheld", "withheld", 12.0, -25_617.5)
    assert pd.isna(units.loc[FULIANG, "restored_m2"]), "without a rate for it, it is not looked for"
    assert pd.isna(units.loc["360200", "amount_yuan"]) and pd.isna(units.loc[LEPING, "amount_yuan"])
    assert units.loc["360281", "no_rate_m2"] == 2_000.0 and not run.done.results["AMOUNT"]
    told = run.PROBLEMS.set_index("kind").loc["no_compensation_rate"]
    assert told["feature"] == "360281" and "3.00" in told["message"]


def test_an_open_case_is_not_hidden_by_one_that_was_closed(tmp_path):
    """By the overlay's own pieces: two cases on a parcel of 10,000 m², the closed one with the smaller number."""
    square = shapely.box(39_512_000, 3_245_000, 39_512_100, 3_245_100)

    def layer(name: str, rows: dict[str, list]) -> str:
        return write_layer(
            gpd.GeoDataFrame(rows, geometry=[square] * len(rows["BSM"]), crs="EPSG:4527"), tmp_path, name
        )

    parcel = {"BSM": ["p"], "DLBM": ["0101"], "TBMJ": [1e4], "TBDLMJ": [1e4], "ZLDWDM": [FULIANG]}
    cases = {
        "BSM": ["1", "2"],
        "认定": ["违法"] * 2,
        "发现日期": ["2023-01-01", "2024-02"],
        "结案日期": ["2023-12-31", None],
    }
    made = str(tmp_path / "碎块.gpkg")
    given = {
        "PARCELS": layer("DLTB", parcel),
        "PBF": layer("YJJBNTBHTB", {"BSM": ["Y"]}),
        "ZONES": layer("案件", cases),
    }
    assert run_in_session("overlay_parcels", {**given, "OUTPUT": made}).status == 0
    rates = write_rates(tmp_path / "标准.csv", [("", "永农", 20), ("", "其他耕地", 0)])
    written = {name: str(tmp_path / f"{name}.gpkg") for name in TABLES}
    done = run_in_session("compute_compensation", {"PIECES": made, "RATES": rates, **written})
    assert done.status == 0, done.log
    table = pyogrio.read_dataframe(written["COMPENSATION"], layer="compensation", read_geometry=False)
    assert list(zip(table["item"], table["amount_yuan"])) == [("pbf", 300.0), ("illegal", -300.0)]  # 15 mu at 20


def test_the_sample_city(batch, tmp_path):
    """Against the pieces of a run, by other code: all cultivated land earns, and only unplanted land is deducted."""
    package = batch / "farmland_redline.gpkg"
    made = {name: str(tmp_path / f"{name.lower()}.gpkg") for name in TABLES}
    rates = write_rates(tmp_path / "标准.csv", [("", "永农", 1), ("", "其他耕地", 1)])
    given = {"PIECES": f"{package}|layername=pieces", "RATES": rates}
    done = run_in_session("compute_compensation", {**given, **made})
    assert done.status == 0, done.log
    pieces = pyogrio.read_dataframe(package, layer="pieces", read_geometry=False)
    land = pieces[pieces["DLBM"].str.startswith("01", na=False)]
    units = pyogrio.read_dataframe(made["COMPENSATION_UNITS"], layer="compensation_units", read_geometry=False)
    counties = units[units["level"] == "county"]
    assert (units["closure_m2"] == 0).all() and (units["closure_yuan"] == 0).all()
    assert abs(counties["cultivated_m2"].sum() - land["cultivated_m2"].sum()) < 0.006
    assert abs(counties["pbf_m2"].sum() - land.loc[land["pbf"].notna(), "cultivated_m2"].sum()) < 0.006
    unplanted = land.loc[(land["ZZSXDM"] == "WG") & land["TBXHDM"].isna(), "cultivated_m2"].sum()
    rows = len(pyogrio.read_dataframe(made["COMPENSATION"], layer="compensation", read_geometry=False))
    assert abs(counties["deducted_yuan"].sum() + unplanted * 3 / 2000) < 0.005 * rows

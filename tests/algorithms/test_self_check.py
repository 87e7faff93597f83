"""The self-check by the real qgis_process: the worked example on a file of results, and the sample city."""

from __future__ import annotations

import geopandas
import pandas as pd
import pyogrio
import pytest
import shapely
import yaml
from conftest import CITY, ROOT, explained_columns, write_layer

pytestmark = pytest.mark.usefixtures("qgis")
LINES = {row["line"]: row for row in yaml.safe_load((CITY / "policy.yaml").read_text("utf-8"))["check_lines"]}


def check(how, folder, package: str, *tables: str):
    made = folder / "self_check.gpkg"
    given = {"PACKAGE": package, "POLICY": str(CITY / "policy.yaml"), "SELF_CHECK": str(made)}
    done = how("self_check", {**given, "TABLES": list(tables)})
    rows = pyogrio.read_dataframe(made, layer="self_check", read_geometry=False) if made.exists() else None
    return done, rows


def test_the_worked_example(qgis_process, tmp_path):
    """Met by 11.5 mu, missed by 0.01 mu, at the limit of 80 mu, and what only people know."""
    package, veto = tmp_path / "farmland_redline.gpkg", tmp_path / "vetoes.gpkg"
    summary = pd.DataFrame(
        {"code": ["360222"], "name": ["浮梁县"], "level": ["county"], "parcels": [9], "children": [None],
         "children_with_data": [None], "holding_mu": [320_010.50], "holding_target_mu": [319_999.0],
         "holding_surplus_mu": [11.5], "pbf_delimited_mu": [278_361.99], "pbf_target_mu": [278_362.0],
         "pbf_surplus_mu": [-0.01], "conflicts_severe_mu": [None]}
    )  # fmt: skip
    pyogrio.write_dataframe(summary, package, layer="summary")
    rows = pd.DataFrame(
        {"code": ["360222"], "illegal_mu": [80.0], "share_percent": [11.99], "balance_missed": ["unknown"]}
    )
    pyogrio.write_dataframe(rows, veto, layer="vetoes")
    done, found = check(qgis_process, tmp_path, str(package), f"{veto}|layername=vetoes")
    assert done.status == 0, done.log
    lines = found.set_index("line")
    assert set(lines.index) == set(LINES), "every line of the policy stands there"
    state = lines["state"].to_dict()
    expected = {
        "holding": "met",
        "pbf": "missed",
        "illegal_area": "missed",
        "illegal_share": "met",
        "balance": "by_hand",
    }
    assert {line: state[line] for line in expected} == expected
    assert lines.loc["holding", ["task", "actual", "difference"]].tolist() == [319_999.0, 320_010.5, 11.5]
    assert round(lines.loc["pbf", "difference"], 6) == -0.01 and lines.loc["illegal_area", "task"] == 80
    assert state["severe_conflicts"] == state["net_change"] == state["temporary"] == "no_data"
    assert lines.loc["holding", "source_table"] == "summary" and pd.isna(lines.loc["net_change", "source_table"])
    assert done.results["MISSED"] == (found["state"] == "missed").sum()


def test_what_is_no_result_is_refused(qgis_session, tmp_path):
    other = tmp_path / "other.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"a": [1]}), other, layer="a")
    done, found = check(qgis_session, tmp_path, str(other))
    assert done.status == 1 and found is None and "summary" in done.log and "Traceback" not in done.log


def test_the_sample_city(qgis_session, batch, tmp_path):
    package = batch / "farmland_redline.gpkg"
    done, found = check(qgis_session, tmp_path, str(package))
    assert done.status == 0, done.log
    summary = pyogrio.read_dataframe(package, layer="summary", read_geometry=False)
    units = summary[summary["level"].isin(("city", "county"))]
    assert len(found) == len(units) * len(LINES) and found["code"].drop_duplicates().tolist() == units["code"].tolist()
    for line, column in (("holding", "holding_surplus_mu"), ("pbf", "pbf_surplus_mu")):
        own = found[found["line"] == line].set_index("code")
        for row in units.itertuples():
            surplus = getattr(row, column)
            assert own.loc[row.code, "state"] == (
                "no_data" if pd.isna(surplus) else "met" if surplus >= 0 else "missed"
            )
            assert pd.isna(surplus) or abs(own.loc[row.code, "difference"] - surplus) < 1e-6
    conflicts = pyogrio.read_dataframe(package, layer="conflicts", read_geometry=False)
    overdue = conflicts[conflicts["kind"] == "temporary_overdue"].groupby("county")["area_m2"].sum()
    own = found[found["line"] == "temporary"].set_index("code")["actual"]
    for county in units.loc[(units["level"] == "county") & (units["parcels"] > 0), "code"]:
        assert abs(own[county] - overdue.get(county, 0.0)) < 0.006
    assert set(found.columns) == explained_columns("self_check") and set(found["state"]) <= {
        "met",
        "missed",
        "no_data",
        "by_hand",
    }


def with_lines(folder) -> str:
    """The shipped policy with lines that read candidates and pieces, one of them only to be judged at all."""
    text = (ROOT / "resources" / "policy" / "jingdezhen-2024.yaml").read_text(encoding="utf-8")
    more = {
        "free": "table: candidates, actual: net_m2, task: '1000', when: {deferred: ['no']}, unit: m2",
        "planted": "table: pieces, actual: cultivated_m2, task: '2000', when: {ZZSXDM: [LS]}, unit: m2",
        "held": "table: summary, actual: holding_mu, task: '3.75', judged: candidates.net_m2, unit: mu",
    }
    lines = "".join(
        f"  - {{line: {name}, {rule}, compare: at_least, measures: [33], source: 测试}}\n"
        for name, rule in more.items()
    )
    names = "".join(f"    - {{id: {name}, name_zh: {name}, name_en: {name}, source: 测试}}\n" for name in more)
    assert text.count("\ncheck_lines:\n") == text.count("\n  check_lines:\n") == 1
    text = text.replace("\ncheck_lines:\n", f"\ncheck_lines:\n{lines}")
    path = folder / "自查 项目.yaml"
    path.write_text(text.replace("\n  check_lines:\n", f"\n  check_lines:\n{names}"), encoding="utf-8")
    return str(path)


def test_lines_that_read_candidates_and_pieces(qgis_session, tmp_path):
    """In a batch as alone: 1,000 m² of orchard are 932.00 net at the default slope, 2,500 m² of fields are 3.75 mu."""
    rows = [
        ("A", "0201", "JKHF", "未投产", 1000.0),
        ("B", "0103", "LS", None, 2000.0),
        ("C", "0103", "WG", None, 500.0),
    ]
    parcels = pd.DataFrame(rows, columns=["BSM", "DLBM", "ZZSXDM", "ZWZT", "TBMJ"])
    parcels = parcels.assign(TBDLMJ=parcels["TBMJ"], KCXS=0.0, ZLDWDM="3602221012010000000")
    shapes = [shapely.box(39_512_000 + 200 * n, 3_245_000, 39_512_100 + 200 * n, 3_245_010) for n in range(3)]
    source = write_layer(geopandas.GeoDataFrame(parcels, geometry=shapes, crs="EPSG:4527"), tmp_path, "DLTB")
    given = {"PARCELS": source, "POLICY": with_lines(tmp_path), "MAPS": False, "OUTPUT_FOLDER": str(tmp_path / "成果")}
    done = qgis_session("run_batch", given)
    assert done.status == 0, done.log
    package, made = tmp_path / "成果" / "farmland_redline.gpkg", tmp_path / "alone.gpkg"
    done = qgis_session(
        "self_check", {"PACKAGE": str(package), "POLICY": given["POLICY"], "SELF_CHECK": str(made), "TABLES": []}
    )
    assert done.status == 0, done.log
    batch, alone = (pyogrio.read_dataframe(p, layer="self_check", read_geometry=False) for p in (package, made))
    pd.testing.assert_frame_equal(batch, alone)
    own = batch[batch["code"] == "360222"].set_index("line")
    expected = {"free": (932.0, -68.0, "missed"), "planted": (2000.0, 0.0, "met"), "held": (3.75, 0.0, "met")}
    for line, figures in expected.items():
        assert tuple(own.loc[line, ["actual", "difference", "state"]]) == figures, line
    assert own.loc[["free", "planted"], "source_table"].tolist() == ["candidates", "pieces"]

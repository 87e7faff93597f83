"""What run_batch says of data that cover one county, another city, or lack a layer: never 0 for what is not known."""

from __future__ import annotations

import docx
import openpyxl
import pandas as pd
import pyogrio
import pytest
import yaml
from conftest import CITY, batch_inputs, layer

FULIANG = "360222"
OTHERS = ["360202", "360203", "360281"]
MU = 2000 / 3
MEASURED = [
    "holding_mu", "holding_surplus_mu", "pbf_delimited_mu", "pbf_surplus_mu", "pbf_cultivated_mu",
    "candidates_at_once_mu", "candidates_free_mu", "candidates_to_confirm_mu", "conflicts_mu", "conflicts_severe_mu",
]  # fmt: skip


def parcels():
    """The sample's parcels, without geometry."""
    return pyogrio.read_dataframe(CITY / "city.gpkg", layer="DLTB", read_geometry=False)


def summary_of(folder):
    """The summary of a run, by code of the unit."""
    return pyogrio.read_dataframe(folder / "farmland_redline.gpkg", layer="summary").set_index("code")


def moved(path, share):
    """A copy of the parcels of one county, of which the first part has codes of another city."""
    frame = pyogrio.read_dataframe(CITY / "city.gpkg", layer="DLTB")
    frame = frame[frame["ZLDWDM"].str.startswith(FULIANG)].reset_index(drop=True)
    count = round(share * len(frame))
    frame.loc[frame.index < count, "ZLDWDM"] = "430121" + frame["ZLDWDM"].str[6:]
    pyogrio.write_dataframe(frame, path, layer="DLTB")
    return f"{path}|layername=DLTB", count


def plain(**more):
    """Inputs of a quick run: layers and sums, no reports."""
    return {"PBF": layer("YJJBNTBHTB", CITY), "REPORTS": "false", "MAPS": "false", **more}


@pytest.fixture(scope="module")
def one_county(tmp_path_factory, qgis_process):
    """A run on the parcels of one county, by a filter on the layer of all."""
    folder = tmp_path_factory.mktemp("one") / "浮梁"
    chosen = f"{layer('DLTB', CITY)}|subset=\"ZLDWDM\" LIKE '{FULIANG}%'"
    inputs = {**batch_inputs(), "PARCELS": chosen, "LETTERS": "true", "CSV": "true", "OUTPUT_FOLDER": str(folder)}
    done = qgis_process("run_batch", inputs)
    assert done.status == 0, done.log[-3000:]
    return folder


def test_the_other_counties_have_no_data_and_the_city_is_not_judged(one_county):
    table, survey = summary_of(one_county), parcels()
    assert table.loc[OTHERS, MEASURED].isna().all(axis=None)
    assert (table.loc[OTHERS, "parcels"] == 0).all()
    own = survey[survey["ZLDWDM"].str.startswith(FULIANG)]
    farmed = own.loc[own["DLBM"].isin(["0101", "0102", "0103"]), "TBDLMJ"].sum() / MU
    assert table.loc[FULIANG, "parcels"] == own["BSM"].nunique()
    assert table.loc[FULIANG, "holding_mu"] == pytest.approx(farmed, abs=1e-6)
    city = table.loc["360200"]
    assert (city["children_with_data"], city["children"]) == (1, 4)
    assert city["holding_mu"] == pytest.approx(farmed, abs=1e-6)
    assert pd.isna(city["holding_surplus_mu"]) and pd.isna(city["pbf_surplus_mu"])


def test_only_the_county_with_data_gets_a_letter_and_a_map(one_county):
    for folder in ("letters", "maps"):
        assert {path.name[:6] for path in (one_county / folder).iterdir()} == {FULIANG}, folder


def test_the_filter_stands_in_headings_and_provenance_with_the_file(one_county):
    rows = pyogrio.read_dataframe(one_county / "farmland_redline.gpkg", layer="provenance")
    known = dict(zip(rows["name"], rows["value"]))
    assert (known["PARCELS.part"], known["PARCELS.file"]) == ("filter", "city.gpkg")
    told = ["city.gpkg", "符合筛选条件", "4 个县（市、区）中 1 个有数据"]
    page = (one_county / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(one_county / "summary.xlsx", read_only=True)
    first = " ".join(str(v) for row in book.worksheets[0].iter_rows(values_only=True) for v in row if v is not None)
    (letter,) = (one_county / "letters").iterdir()
    text = "\n".join(paragraph.text for paragraph in docx.Document(letter).paragraphs)
    for place, said in (("page", page), ("workbook", first), ("letter", text)):
        for words in told[: 2 if place == "letter" else 3]:
            assert words in said, (place, words)
        assert "LIKE" not in said, place  # never the filter's text


def test_no_data_is_said_in_the_workbook_and_on_the_page(one_county):
    book = openpyxl.load_workbook(one_county / "summary.xlsx")
    rows = {row[1]: row for row in book["附件2 目标对照"].iter_rows(values_only=True) if row[1] in [*OTHERS, FULIANG]}
    for code in OTHERS:
        assert "无数据" in rows[code] and "未达标" not in rows[code] and "达标" not in rows[code], code
        assert 0 not in [value for value in rows[code] if isinstance(value, (int, float))], code


def test_without_a_pbf_layer_nothing_is_said_of_it(qgis_session, tmp_path):
    chosen = f"{layer('DLTB', CITY)}|subset=\"ZLDWDM\" LIKE '{FULIANG}%'"
    inputs = {**plain(), "PARCELS": chosen, "POLICY": str(CITY / "policy.yaml"), "OUTPUT_FOLDER": str(tmp_path / "o")}
    del inputs["PBF"]
    done = qgis_session("run_batch", inputs)
    assert done.status == 0, done.log[-3000:]
    table = summary_of(tmp_path / "o")
    missing = ["pbf_delimited_mu", "pbf_cultivated_mu", "pbf_surplus_mu", "conflicts_mu", "conflicts_severe_mu"]
    assert table.loc[[FULIANG, "360200"], missing].isna().all(axis=None)
    assert table.loc[FULIANG, "holding_mu"] > 0


def test_without_a_pbf_layer_the_reports_say_so(qgis_session, tmp_path):
    chosen = f"{layer('DLTB', CITY)}|subset=\"ZLDWDM\" LIKE '{FULIANG}%'"
    inputs = {"PARCELS": chosen, "POLICY": str(CITY / "policy.yaml"), "MAPS": "false", "CSV": "true", "LETTERS": "true"}
    done = qgis_session("run_batch", {**inputs, "OUTPUT_FOLDER": str(tmp_path / "o")})
    assert done.status == 0, done.log[-3000:]
    (targets,) = (tmp_path / "o" / "csv").glob("附件2*")
    rows = {row[1]: row for row in (line.split(",") for line in targets.read_text("utf-8-sig").splitlines())}
    assert rows[FULIANG].count("未提供") >= 4 and "达标" in rows[FULIANG]  # of PBF nothing; the holding is judged
    page = (tmp_path / "o" / "report.html").read_text(encoding="utf-8")
    assert "未提供永久基本农田图层" in page and "占用冲突 0" not in page and "永久基本农田外耕地流失 0" not in page
    (letter,) = (tmp_path / "o" / "letters").iterdir()
    text = "\n".join(paragraph.text for paragraph in docx.Document(letter).paragraphs)
    units = yaml.safe_load((CITY / "policy.yaml").read_text(encoding="utf-8"))["units"]
    task = 10_000 * next(unit["tasks_wan_mu"][2024] for unit in units if str(unit["code"]) == FULIANG)
    assert "已恢复面积未提供" in text and f"年度恢复任务{task:.2f}亩" in text  # the task stands beside
    assert "尚有缺口" not in text


def test_targets_of_another_city_stop_the_run_before_it_computes(qgis_session, tmp_path):
    source, _ = moved(tmp_path / "长沙.gpkg", 1.0)
    inputs = plain(PARCELS=source, OUTPUT_FOLDER=str(tmp_path / "o"))
    done = qgis_session("run_batch", {**inputs, "POLICY": str(CITY / "policy.yaml")})
    assert done.status != 0 and "430121" in done.log and "360200" in done.log
    assert not (tmp_path / "o" / "farmland_redline.gpkg").exists()
    done = qgis_session("run_batch", inputs)  # nobody asked for targets
    assert done.status == 0, done.log[-3000:]
    table = summary_of(tmp_path / "o")
    assert set(table.index[table["level"].isin(["city", "county"])]) == {"430100", "430121"}
    assert table["holding_target_mu"].isna().all() and table.loc["430121", "holding_mu"] > 0


def test_a_minority_of_another_city_stands_apart(qgis_session, tmp_path):
    source, count = moved(tmp_path / "两市.gpkg", 0.25)
    inputs = plain(PARCELS=source, POLICY=str(CITY / "policy.yaml"), OUTPUT_FOLDER=str(tmp_path / "o"))
    done = qgis_session("run_batch", inputs)
    assert done.status == 0, done.log[-3000:]
    assert str(count) in done.log and "430121" in done.log
    table = summary_of(tmp_path / "o")
    assert table.loc["430121", ["parent", "parcels"]].tolist() == ["430100", count]
    assert table.loc["430100", "holding_mu"] == table.loc["430121", "holding_mu"]
    assert table.loc["360200", "holding_mu"] == table.loc[FULIANG, "holding_mu"]

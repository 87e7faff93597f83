"""Targets from a spreadsheet laid out like the annexes, through the real qgis_process."""

import openpyxl
import pyogrio
import pytest
from conftest import batch_inputs


def annex(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附件2"
    sheet.append(["耕地保有量和永久基本农田保护目标任务"])
    sheet.append([None, None, "单位：万亩"])
    sheet.append(["行政区名称", "耕地保护目标（三区三线2020年）", "永久基本农田（三区三线2020年）"])
    sheet.append(["乐平市", 0.25, 0.3])
    book.save(path)


def test_a_spreadsheet_replaces_the_targets_of_the_policy(batch, qgis_session, tmp_path):
    annex(tmp_path / "目标 表.xlsx")
    done = qgis_session(
        "summarise_by_unit",
        {
            "PIECES": f"{batch / 'farmland_redline.gpkg'}|layername=pieces",
            "POLICY": batch_inputs()["POLICY"],
            "TARGETS": str(tmp_path / "目标 表.xlsx"),
            "OUTPUT": str(tmp_path / "summary.gpkg"),
        },
    )
    assert done.status == 0, done.log
    rows = pyogrio.read_dataframe(tmp_path / "summary.gpkg", layer="summary").set_index("code")
    before = pyogrio.read_dataframe(batch / "farmland_redline.gpkg", layer="summary").set_index("code")
    assert rows.loc["360281", "holding_target_mu"] == pytest.approx(2500)
    assert rows.loc["360281", "pbf_target_mu"] == pytest.approx(3000)
    assert rows.loc["360222", "holding_target_mu"] == before.loc["360222", "holding_target_mu"]
    assert rows.loc["360281", "holding_surplus_mu"] == pytest.approx(rows.loc["360281", "holding_mu"] - 2500)


def test_a_spreadsheet_without_the_table_is_an_error_that_names_it(batch, qgis_session, tmp_path):
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    done = qgis_session(
        "summarise_by_unit",
        {
            "PIECES": f"{batch / 'farmland_redline.gpkg'}|layername=pieces",
            "TARGETS": str(tmp_path / "empty.xlsx"),
            "OUTPUT": str(tmp_path / "summary.gpkg"),
        },
    )
    assert done.status != 0
    assert "行政区名称" in done.log  # the heading it looked for
    assert not (tmp_path / "summary.gpkg").exists()

"""Templates of tables by the real qgis_process."""

from __future__ import annotations

import openpyxl
from conftest import run_qgis_process


def test_templates_are_written_and_never_replaced(tmp_path):
    path = tmp_path / "填报 模板.xlsx"
    given = {"TABLES": ["cases", "events"], "TABLE_AREAS": "mu", "OUTPUT": str(path)}
    done = run_qgis_process("write_templates", given)
    assert done.status == 0, done.log
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["案件", "事项", "填表说明"]
    heads = [cell.value for cell in book["案件"][1]]
    assert heads[:4] == ["编号*", "分案号", "县级代码*", "乡级代码"] and "其中永久基本农田（亩）" in heads
    assert len([row for row in book["案件"].iter_rows(min_row=2) if row[0].value]) == 2
    assert '"待核,违法,合法,其他"' in [rule.formula1 for rule in book["案件"].data_validations.dataValidation]
    before = path.read_bytes()
    again = run_qgis_process("write_templates", given)
    assert again.status == 1 and "填报 模板.xlsx" in again.log and path.read_bytes() == before

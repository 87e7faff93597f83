"""A run with all that an office asks for, which several tests read."""

from __future__ import annotations

import re

import openpyxl
import pytest
from conftest import batch_inputs, case_inputs
from openpyxl.workbook.defined_name import DefinedName
from sharing import made_once

CONTACT, PHONE = "王测试", "0798-5550123"
COUNTIES = ("360202", "360203", "360222", "360281")


@pytest.fixture(scope="session")
def own_workbook(tmp_path_factory):
    """A form with named cells."""

    def make(folder):
        book = openpyxl.Workbook()
        book.active.title = "S"
        for row, code in enumerate(COUNTIES, start=1):
            for column, figure in (("A", "holding_mu"), ("B", "conflicts_mu"), ("C", "candidates_at_once_mu")):
                name = f"redline_{code}_{figure}"
                book.defined_names[name] = DefinedName(name, attr_text=f"S!${column}${row}")
        book.save(folder / "本局 表.xlsx")

    folder = tmp_path_factory.mktemp("own_workbook", numbered=False)
    made_once(folder, make)
    return folder / "本局 表.xlsx"


PLAN = "县级代码,年度,方向,去向或来源地类,耕地净面积（亩）\n360222,2024,转出,园地,1.5\n360222,2024,转进,园地,3\n"


@pytest.fixture(scope="session")
def profile(qgis_process, tmp_path_factory):
    """An office's settings of its letters: some given in the dialog, the personal ones written into the file."""
    path = tmp_path_factory.mktemp("profile") / "单位 配置.yaml"
    given = {"LETTERHEAD": "某市自然资源局", "DOCUMENT_NUMBER": "某自然资函〔{year}〕{number}号", "SENDER": "某市局"}
    done = qgis_process("save_profile", {**given, "OUTPUT": str(path)})
    assert done.status == 0, done.log[-3000:]
    text = path.read_text(encoding="utf-8")
    for entry, value in (("first_number", "41"), ("contact", f'"{CONTACT}"'), ("phone", f'"{PHONE}"')):
        text = re.sub(f"^#(  {entry}:) .*$", rf"\1 {value}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def run(qgis_process, own_workbook, profile, tmp_path_factory):
    """The folder of a run with all that can be asked for but maps, and with the sample's patches, cases and events."""

    def make(place):
        folder = place / "成果 results"
        (place / "plan.csv").write_text(PLAN, encoding="utf-8")
        asked = {"MAPS": "false", "LETTERS": "true", "CSV": "true", "OWN_WORKBOOK": str(own_workbook)}
        asked |= {"PROFILE": str(profile), "PLAN_CHANGES": str(place / "plan.csv")}
        done = qgis_process("run_batch", {**batch_inputs(), **case_inputs(), "OUTPUT_FOLDER": str(folder), **asked})
        assert done.status == 0, done.log[-3000:]
        (place / "log.txt").write_text(done.log, encoding="utf-8")
        assert CONTACT not in done.log and PHONE not in done.log

    place = tmp_path_factory.mktemp("whole_run", numbered=False)
    made_once(place, make)
    return place / "成果 results"

"""What letters and page say of the use of land, of reserves and of the self-check; figures by hand."""

from __future__ import annotations

from datetime import datetime, timezone

import pandas as pd
import pytest

from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.reports.model_building import build_report
from farmland_redline.processing.reports.names import Names
from farmland_redline.processing.reports.tables.measures import REPORTS, measure_findings

pytestmark = pytest.mark.usefixtures("qgis")
TERMS = {
    "plantings": {"grain": "粮食", "non_grain": "非粮食作物", "unplanted": "未耕种"},
    "roles": {"pbf_reserve": "永久基本农田储备区"},
}
M2 = 2000 / 3  # of a mu
COUNTY = {"code": "360222", "name": "浮梁县", "level": "county"}
CITY = {**COUNTY, "code": "3602", "name": "景德镇市", "level": "city"}


@pytest.fixture
def model():
    """The worked example of the order of use, a reserve of 15 mu with 9 usable, and a self-check of three lines."""
    # 750, 150 and 40 of the 950 mu that are known, of 1,000.
    use = {"priority": "all", "known_m2": 950 * M2, "unknown_m2": 50 * M2}
    use |= {"grain_percent": 750 / 9.5, "non_grain_percent": 150 / 9.5, "unplanted_percent": 40 / 9.5}
    reserve = {"role": "pbf_reserve", "inside_m2": 10_000.0, "state_usable_m2": 6_000.0}
    units = (CITY, COUNTY)
    tables = {
        "land_use": pd.DataFrame([{**unit, **use} for unit in units] + [{**COUNTY, **use, "priority": "other"}]),
        "reserve_sums": pd.DataFrame([{**unit, **reserve} for unit in units] + [{**COUNTY, **reserve, "code": ""}]),
        "self_check": pd.DataFrame([{**unit, "state": s} for unit in units for s in ("met", "missed", "missed")]),
    }
    return build_report(
        pd.DataFrame(units),
        pd.DataFrame(),
        pd.DataFrame(),
        names=Names(terms=TERMS),
        title="",
        created=datetime(2026, 1, 1, tzinfo=timezone.utc),
        survey_years=[],
        measures=tables,
    )


SAID = {
    "assess_use": "{unit}耕地（净面积）：种植情况已知 950.00 亩（粮食78.95%，非粮食作物15.79%，未耕种4.21%），"
    "未知 50.00 亩。",
    "review_reserves": "{unit}储备区对照现状调查（毛面积）：永久基本农田储备区 15.00 亩中可用 9.00 亩。",
}


def test_letters_speak_of_each_measure(model):
    letters = {report.measure.value: report.letter for report in REPORTS}
    tr = report_language("zh")
    for measure, text in SAID.items():
        assert letters[measure](model, "360222", tr).replace("、", "，") == text.format(unit="浮梁县")
        assert letters[measure](model, "360281", tr) == ""  # a county without a row
    check = letters["self_check"](model, "360222", tr)
    assert "浮梁县" in check and "1" in check and "2" in check and letters["self_check"](model, "360281", tr) == ""


def test_the_page_speaks_of_the_city(model):
    found = [finding.text.replace("、", "，") for finding in measure_findings(model, report_language("zh"))]
    assert {text.format(unit="景德镇市") for text in SAID.values()} <= set(found)
    assert len(found) == len(SAID) + 1 and "景德镇市" in found[-1]

"""Areas on the screen in the unit that a user has chosen; by hand."""

import pytest

from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.screen_areas import AreaFormat, column_in_mu, twin_in_mu


@pytest.mark.parametrize(
    ("unit", "digits", "text"),
    [
        ("mu", 2, "123,456.00"),
        ("wan_mu", 4, "12.3456"),
        ("ha", 1, "8,230.4"),
        ("km2", 3, "82.304"),
        ("m2", 0, "82,304,000"),
    ],
)
def test_an_area_in_each_unit(unit, digits, text):
    assert AreaFormat(unit, digits).printed(123_456.0, str) == text


def test_no_area():
    assert AreaFormat().printed(None, str) == AreaFormat("ha", 0).text(float("nan"), str) == "—"


def test_what_is_not_nothing_never_prints_as_0_and_halves_go_up():
    # 1 mu = 666.67 m²; a tenth of a m² is 0.00015 mu.
    assert AreaFormat("m2", 2).printed(1.0, str) == "666.67"
    assert AreaFormat("mu", 2).printed(0.00015, str) == "less than 0.01"
    assert AreaFormat("ha", 0).printed(7.5, str) == "1"
    assert AreaFormat("mu", 2).printed(-2.675, str, signed=True) == "-2.68"
    assert AreaFormat("mu", 2).printed(0.0, str, signed=True) == "0.00"


def test_headings_name_the_unit_once():
    zh = report_language("zh")
    assert AreaFormat("ha").heading("面积（毛面积）（亩）", zh) == "面积（毛面积）（公顷）"
    assert AreaFormat("ha").heading("面积（毛面积）", zh) == "面积（毛面积）（公顷）"
    assert AreaFormat("m2").heading("Area (mu)", str) == "Area (m²)"
    # A layer that a run in another language has named.
    assert AreaFormat("mu").heading("净面积（平方米）", str) == "净面积 (mu)"


def test_columns_of_areas():
    assert column_in_mu("lost_cultivated_m2", 666.67) == pytest.approx(1.000005)
    assert column_in_mu("KCXS", 0.1) is column_in_mu("slope", 2.0) is None
    assert twin_in_mu("area_m2") == "area_mu" and twin_in_mu("area_mu") == ""

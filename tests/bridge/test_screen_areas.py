"""Areas on the screen in the unit that a user has chosen; by hand."""

import pytest

from farmland_redline.processing.bridge.screen_areas import printed_in


@pytest.mark.parametrize(
    ("unit", "digits", "text"),
    [("mu", 2, "123,456.00"), ("wan_mu", 4, "12.3456"), ("ha", 1, "8,230.4"), ("km2", 3, "82.304")],
)
def test_an_area_in_each_unit(unit, digits, text):
    assert printed_in(123_456.0, unit, digits) == text


def test_no_area():
    assert printed_in(None, "mu", 2) == printed_in(float("nan"), "ha", 0) == "—"

"""Codes of units, however a layer writes them; zones take the first that can be read."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from nulls import with_none

from farmland_redline.processing.analysis.area.ellipsoidal import GaussKruger
from farmland_redline.processing.analysis.overlay.roles import Role
from farmland_redline.processing.analysis.overlay.zones import prepare_zones
from farmland_redline.processing.analysis.values.unit_codes import exact_whole, read_unit_code, read_unit_codes
from farmland_redline.processing.bridge.survey.schema import load_survey


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("360202", "360202"),
        (" 360202", "360202"),
        ("\u3000360202\ufeff", "360202"),
        ("３６０２０２", "360202"),
        ("'360202", "360202"),
        (360202, "360202"),
        (360202.0, "360202"),
        (np.float64(360202101201), "360202101201"),
        ("360202.0", "360202"),
        ("360202101201-1", "360202101201"),
        (3602022010010000000, "3602022010010000000"),
        (3602022010010000000.0, "3602022010010000000"),  # its last digits are zeros: exact
        ("3.60202101201E+11", "360202101201"),
    ],
)
def test_a_code_in_its_many_forms(written, code):
    assert read_unit_code(written) == (code, True)


@pytest.mark.parametrize("written", ["昌江区", "3602", "0", 3602.5, 360202000000006557.0, float("inf")])
def test_what_is_no_code_is_unreadable(written):
    assert read_unit_code(written) == (None, False)
    reading = read_unit_codes(np.array([written, None], dtype=object))
    assert reading.unreadable.tolist() == [True, False] and reading.values[1] is None


@pytest.mark.parametrize("nothing", [None, "", "  ", float("nan"), pd.NA])
def test_nothing_is_not_unreadable(nothing):
    assert read_unit_code(nothing) == (None, True)


def test_digits_that_a_real_number_has_lost():
    # 18 digits: neighbours among doubles lie 64 apart, so that the last two digits are chance.
    assert exact_whole(360202211000006557.0) is None and exact_whole(float("nan")) is None
    assert exact_whole(9007199254740.0) == "9007199254740"


def counties(names, **columns):
    """The counties of zones in a row, by the aliases of the plugin's own roles."""
    x, y, count = 39_500_000, 3_245_000, len(next(iter(columns.values())))
    frame = gpd.GeoDataFrame(
        {**columns, "BSM": [f"Z{i}" for i in range(count)]},
        geometry=[shapely.box(x + 10 * i, y, x + 10 * i + 9, y + 9) for i in range(count)],
        crs=4527,
    )
    role = Role("pbf", id_names=("BSM",), code_names=names)
    zones = prepare_zones(role, {"YJJBNT": frame}, GaussKruger(117.0, x), 0.001, 6)
    return with_none(zones.table["county"]).tolist()


def test_the_county_of_a_zone():
    names = load_survey().roles["pbf"].code_names
    assert counties(names, ZLDWDM=[" 360202", "360222.0", None, "?"]) == ["360202", "360222", None, None]
    assert counties(names, ZLDWDM=[360202.0, np.nan]) == ["360202", None]
    assert counties(names, QSDWDM=["3602021012010000000"]) == ["360202"]
    for alias in ("座落单位代码", "坐落单位代码", "行政区代码", "xzqdm"):
        assert counties(names, **{alias: ["360281"]}) == ["360281"]
    # Where the land lies counts before who owns it; of each zone what can be read.
    assert counties(names, QSDWDM=["360281", "360281"], ZLDWDM=["360202", None]) == ["360202", "360281"]

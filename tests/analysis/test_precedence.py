"""Zones of dated roles: which counts where several lie on each other; values by hand from measures 10 and 14."""

import geopandas as gpd
import numpy as np
import pytest
from nulls import with_none
from shapely.geometry import box

from farmland_redline.processing.analysis.overlay.precedence import order_by_validity
from farmland_redline.processing.analysis.overlay.roles import Role
from farmland_redline.processing.analysis.overlay.zones import prepare_zones
from farmland_redline.processing.bridge.survey.schema import load_survey

from .mosaics import CRS, PROJECTION, RULES, parcel_frame, pieces_of

APPROVALS = Role(
    "approvals",
    carries={"PZRQ": ("PZRQ",), "YXQZ": ("YXQZ",)},
    start="PZRQ",
    end="YXQZ",
    id_names=("BSM",),
)
TEMPORARY = Role("temporary", carries={"DQRQ": ("DQRQ",)}, end="DQRQ", id_names=("BSM",))
DAY = "2024-12-31"
KINDS = load_survey().roles["approvals"]


def layer(role, shapes, date=DAY, **columns):
    frame = gpd.GeoDataFrame(columns, geometry=np.asarray(shapes, object), crs=CRS)
    return prepare_zones(role, {role.name.upper(): frame}, PROJECTION, RULES.tolerance, 6, date=date)


def winner(role, ends, starts=None, date=DAY):
    """The zone of a parcel that every zone covers; ids 1, 2 ... in the order given."""
    columns = {role.end: ends} | ({role.start: starts} if starts is not None else {})
    ids = [str(number + 1) for number in range(len(ends))]
    zones = layer(role, [box(-10, -10, 110, 110)] * len(ends), date, BSM=ids, **columns)
    pieces, _ = pieces_of(parcel_frame([box(0, 0, 100, 100)]), zones)
    return pieces[role.name].tolist()


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (["2019-06-01", "2023-06-01"], ["2022-05-31", "2026-05-31"], "2"),  # expired, and its renewal
        (["2023-06-01", "2019-06-01"], ["2026-05-31", "2022-05-31"], "1"),
        (["2020-01-01"] * 3, ["2025-06-30", "2026-12-31", "2025-12-31"], "2"),  # of several valid: ends last
        (["2015-01-01"] * 3, ["2018-01-01", "2020-01-01", "2019-01-01"], "2"),  # of none valid: ended last
        (["2020-01-01"] * 2, ["2026-01-01", "2026-01-01"], "1"),  # the id
        (
            ["2025-03-01", "2020-01-01"],
            ["2030-01-01", "2024-12-31"],
            "2",
        ),  # a future one does not hold; the last day does
        (["2020-01-01", "2020-01-01"], ["2026-01-01", "长期"], "2"),  # an open end is last
        (["2020-01-01", "2020-01-01"], ["2020-12-31", None], "2"),  # an approval without an end holds on
        ([None, "2020-01-01"], ["2030-01-01", "2025-01-01"], "2"),  # without a start: not known to hold
        (["2020-01", "2020-01-01"], ["2024年12月", "2024-12-30"], "1"),  # a month ends on its last day
    ],
)
def test_approvals(starts, ends, expected):
    assert winner(APPROVALS, ends, starts) == [expected]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (["2023-05-31", "2025-05-31"], "2"),  # the extended term
        (["2021-05-31", "2023-05-31"], "2"),
        ([None, None], "1"),
    ],
)
def test_terms(ends, expected):
    assert winner(TEMPORARY, ends) == [expected]


def test_the_date_decides():
    ends, starts = ["2022-05-31", "2026-05-31"], ["2019-06-01", "2023-06-01"]
    assert winner(APPROVALS, ends, starts, "2021-01-01") == ["1"]
    assert winner(APPROVALS, ends, starts, "2024-12-31") == ["2"]
    assert winner(APPROVALS, ends, starts, "") == ["1"]  # no date: the smallest id


def test_the_choice_is_made_place_by_place_and_noted():
    # The expired approval 1 covers x 0 to 60, its renewal 2 covers x 40 to 100.
    zones = layer(
        APPROVALS,
        [box(0, 0, 60, 100), box(40, 0, 100, 100)],
        BSM=["1", "2"],
        PZRQ=["2019-06-01", "2023-06-01"],
        YXQZ=["2022-05-31", "2026-05-31"],
    )
    pieces, found = pieces_of(parcel_frame([box(0, 0, 100, 100)]), zones)
    assert dict(zip(pieces["approvals"], pieces.area.round(6))) == {"1": 4000.0, "2": 6000.0}
    assert dict(zip(pieces["approvals"], pieces["approvals_YXQZ"])) == {"1": "2022-05-31", "2": "2026-05-31"}
    assert with_none(zones.table.set_index("zone_id")["superseded_by"]).to_dict() == {"1": "2", "2": None}
    assert "zones_overlap" in found["kind"].tolist()  # told all the same


def test_order_of_many():
    ids = np.array(["a", "b", "c", "d"])
    starts = np.array(["2020-01-01"] * 4, dtype=object)
    ends = np.array(["2023-12-31", "2025-12-31", "2024-06-30", "2027-12-31"], dtype=object)
    # d and b hold, d ends last; of the others c ended last.
    assert ids[order_by_validity(ids, starts, ends, DAY)].tolist() == ["d", "b", "c", "a"]


@pytest.mark.parametrize(
    ("kinds", "ends", "expected"),
    [
        (["农村宅基地", "单独选址"], ["2030-01-01", "2025-01-01"], "2"),  # both valid: only the permit can cover PBF
        (["单独选址", "设施农业用地备案"], ["2025-01-01", "长期"], "1"),
        (
            ["临时用地", "批次用地", "单独选址"],
            ["2030-01-01", "2026-01-01", "2025-06-01"],
            "2",
        ),  # of permits: ends last
        (["宅基地", "临时用地"], ["2025-01-01", "2026-01-01"], "2"),  # neither can: ends last
        (["宅基地", "单独选址"], ["2030-01-01", "2024-06-30"], "1"),  # the permit has ended: it hides no valid zone
        (["宅基地", None], ["2030-01-01", "2025-01-01"], "2"),  # an approval without a kind can cover
        (["非宅基地项目", "单独选址"], ["2030-01-01", "2025-01-01"], "1"),  # a denied word is no mark
    ],
)
def test_of_valid_approvals_one_that_can_cover_pbf_counts(kinds, ends, expected):
    starts = ["2020-01-01"] * len(kinds)
    ids = [str(number + 1) for number in range(len(ends))]
    columns = {"BSM": ids, "PZLX": kinds, "PZRQ": starts, "YXQZ": ends}
    zones = layer(KINDS, [box(-10, -10, 110, 110)] * len(ends), DAY, **columns)
    pieces, _ = pieces_of(parcel_frame([box(0, 0, 100, 100)]), zones)
    assert pieces["approvals"].tolist() == [expected]

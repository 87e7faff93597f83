"""Changes between two surveys: worked examples by hand, closure, and other code's sums on made surveys."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.changes.division import EarlierParcels, divide_earlier
from farmland_redline.processing.analysis.changes.flows import IDENTITY, sum_flows
from farmland_redline.processing.analysis.changes.listing import list_changes
from farmland_redline.processing.analysis.changes.tracking import track_changes
from farmland_redline.processing.analysis.changes.transition import transition_matrix
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy

FULIANG, LEPING = "360222", "360281"
POLICY, CLASSES = load_policy(), load_classes()


def earlier_parcels(*rows: tuple) -> EarlierParcels:
    """Of (id, class, gross m², net m², county)."""
    ids, classes, gross, net, county = zip(*rows)
    was = np.array([code.startswith("01") for code in classes])
    return EarlierParcels(
        np.array(ids, object),
        np.array(classes, object),
        np.rint(np.array(gross) * 100).astype(np.int64),
        np.where(was, np.rint(np.array(net) * 100).astype(np.int64), 0),
        was,
        np.array(gross, float),
        4 * np.sqrt(np.array(gross, float)),
        pd.DataFrame({"county": county, "township": None, "village": None}, dtype=object),
    )


def later_pieces(*rows: tuple, **columns: list) -> pd.DataFrame:
    """Of (id, class, gross m², net m², earlier parcel, its share in the piece, county)."""
    names = ("piece_id", "DLBM", "area_m2", "cultivated_m2", "previous", "previous_PART", "county")
    table = pd.DataFrame(rows, columns=list(names)).assign(township=None, village=None, **columns)
    return table.astype({"previous": object})


EARLIER = earlier_parcels(("A", "0101", 10_000.0, 9_320.0, FULIANG), ("B", "0201", 5_000.0, 5_000.0, FULIANG))
ROWS = (
    ("A1", "0101", 7_000.0, 6_524.0, "A", 0.7, FULIANG),
    ("A2", "0702", 2_000.0, 0.0, "A", 0.2, FULIANG),
    ("A3", "0201", 1_000.0, 0.0, "A", 0.1, FULIANG),
    ("B1", "0101", 3_000.0, 2_796.0, "B", 0.6, FULIANG),
    ("B2", "0201", 2_000.0, 0.0, "B", 0.4, FULIANG),
)


def track(pieces: pd.DataFrame, earlier: EarlierParcels = EARLIER):
    return track_changes(pieces, earlier, POLICY, CLASSES, "2024-12-31", "2023-12-31", 0.001)


def flows_of(pieces: pd.DataFrame, earlier: EarlierParcels = EARLIER, unit: str = FULIANG) -> pd.Series:
    return sum_flows(track(pieces, earlier), POLICY, ("county",), {}).set_index("code").loc[unit]


def check_identity(row: pd.Series) -> None:
    before, out, into, adjusted, left, came, now = (round(row[name] * 100) for name in IDENTITY)
    assert before - out + into + adjusted - left + came == now
    assert row["closure_m2"] == 0


def test_the_example_by_hand():
    row = flows_of(later_pieces(*ROWS))
    assert [row[name] for name in IDENTITY] == [9320.0, 2796.0, 2796.0, 0.0, 0.0, 0.0, 9320.0]
    assert (row["construction_m2"], row["garden_m2"]) == (1864.0, 932.0)
    assert (row["non_agricultural_m2"], row["non_grain_m2"], row["inflow_garden_m2"]) == (1864.0, 932.0, 2796.0)
    assert row["unexplained_m2"] == row["owed_m2"] == row["unreasonable_m2"] == 2796.0


def test_new_construction_land_is_of_any_class_and_gross():
    """A2 (2,000 m² with its ridges) and a wood of 400 m² were built on; a yard stays one, another is new to the map."""
    earlier = earlier_parcels(
        ("A", "0101", 10_000.0, 9_320.0, FULIANG),
        ("W", "0301", 400.0, 400.0, FULIANG),
        ("Y", "0701", 300.0, 300.0, FULIANG),
    )
    yards = [("W1", "0702", 400.0, 0.0, "W", 1.0, FULIANG), ("Y1", "0601", 300.0, 0.0, "Y", 1.0, FULIANG)]
    row = flows_of(later_pieces(*ROWS[:3], *yards, ("N", "0601", 70.0, 0.0, None, 0.0, FULIANG)), earlier)
    assert (row["new_construction_land_m2"], row["construction_m2"]) == (2400.0, 1864.0)


def test_the_example_measured_anew():
    """Another ridge coefficient: the county loses 0.54 mu without any change on the ground, and sees that apart."""
    row = flows_of(later_pieces(("A1", "0101", 7_000.0, 6_163.5, "A", 0.7, FULIANG), *ROWS[1:]))
    assert (row["outflow_m2"], row["adjustment_m2"], row["holding_now_m2"]) == (2796.0, -360.5, 8959.5)
    check_identity(row)


def test_the_example_with_an_approval():
    """Half of A2 is approved: its net area is approved, the rest unexplained."""
    halves = [("A2a", "0702", 1_000.0, 0.0, "A", 0.1, FULIANG), ("A2b", "0702", 1_000.0, 0.0, "A", 0.1, FULIANG)]
    rows = (ROWS[0], *halves, *ROWS[2:])
    zone = [None, "P", None, None, None, None]
    pieces = later_pieces(
        *rows,
        approvals=zone,
        approvals_PZRQ=[z and "2024-03-01" for z in zone],
        approvals_PZLX=[z and "单独选址" for z in zone],
        approvals_YXQZ=[None] * 6,
    )
    row = flows_of(pieces)
    assert (row["approved_m2"], row["construction_m2"], row["unexplained_m2"]) == (932.0, 1864.0, 1864.0)
    assert track(pieces).responsible[1:4].tolist() == ["county_government", "county_government", "county_coordinates"]


APPROVED = {
    "between the surveys": ("2024-03-01", None, "approved"),
    "five years before the earlier one": ("2018-12-31", None, "approved"),
    "a day too early": ("2018-12-30", None, "unexplained"),
    "after the later one": ("2025-01-01", None, "unexplained"),
    "expired": ("2024-03-01", "2024-12-30", "unexplained"),
    "until the day": ("2024-03-01", "2024-12-31", "approved"),
}


@pytest.mark.parametrize("case", APPROVED)
def test_days_of_an_approval(case):
    start, end, status = APPROVED[case]
    columns = {"approvals": ["P"], "approvals_PZRQ": [start], "approvals_YXQZ": [end], "approvals_PZLX": [None]}
    assert track(later_pieces(ROWS[1], **columns)).status.tolist() == [status]


def test_a_day_that_cannot_be_read_is_flagged():
    columns = {"approvals": ["P"], "approvals_PZRQ": ["见批文"], "approvals_YXQZ": [None], "approvals_PZLX": [None]}
    found = track(later_pieces(ROWS[1], **columns))
    assert (found.status.tolist(), found.flags.tolist()) == (["unexplained"], ["validity_unknown"])


STATUSES = [
    ("0702", {"cases": "J", "cases_RDJG": "违法", "conversion": "T"}, "illegal"),
    ("0702", {"cases": "J", "cases_RDJG": "待核"}, "unexplained"),
    ("0702", {"cases": "J", "cases_RDJG": None}, "unexplained"),
    ("0301", {"conversion": "T"}, "exempt_conversion"),
    ("1206", {"disaster": "Z"}, "exempt_disaster"),
    ("1101", {"water_growth": "S"}, "exempt_water"),
    ("1101", {"water_growth": None}, "suspected_water"),
    ("1104", {"water_growth": "S"}, "unexplained"),
    ("0204", {"national_exempt": "Q"}, "exempt_other"),
    ("0201", {"plan_changes": "F", "plan_changes_ND": "2024", "pbf": None}, "planned"),
    ("0201", {"plan_changes": "F", "plan_changes_ND": "2023", "pbf": None}, "unexplained"),
    ("0201", {"plan_changes": "F", "plan_changes_ND": None, "pbf": "Y"}, "unexplained"),
    ("0701", {"plan_changes": "F", "plan_changes_ND": "2024", "pbf": None}, "unexplained"),
    ("1202", {"approvals": "P", "approvals_PZLX": "设施农用地备案", "pbf": None}, "registered_facility"),
    ("1202", {"approvals": "P", "approvals_PZLX": "设施农用地备案", "pbf": "Y"}, "unexplained"),
]


@pytest.mark.parametrize(("code", "columns", "status"), STATUSES)
def test_statuses(code, columns, status):
    row = ("A2", code, 2_000.0, 0.0, "A", 0.2, FULIANG)
    found = track(later_pieces(row, **{name: [value] for name, value in columns.items()}))
    assert found.status.tolist() == [status]


def test_a_status_without_its_layer_is_not_zero():
    row = flows_of(later_pieces(*ROWS))
    for name in ("illegal", "exempt_conversion", "exempt_disaster", "exempt_other", "planned", "approved"):
        assert np.isnan(row[f"{name}_m2"]), name


CAUSES = {
    "construction": ("0702", "0601", "1001", "1003", "0809", "1201", "09"),
    "facility": ("1202", "1006"),
    "garden": ("0201", "0204K"),
    "forest": ("0301", "0307"),
    "grass": ("0401", "0403"),
    "pond": ("1104", "1104A", "1103"),
    "canal": ("1107", "1107A", "1203"),
    "water": ("1101", "1102", "1105", "1106", "1108", "0303", "0304", "0306", "0402"),
    "unused": ("0404", "1204", "1206"),
}


@pytest.mark.parametrize(("cause", "code"), [(cause, code) for cause, codes in CAUSES.items() for code in codes])
def test_causes(cause, code):
    assert track(later_pieces(("A2", code, 2_000.0, 0.0, "A", 0.2, FULIANG))).cause.tolist() == [cause]


def test_what_no_later_parcel_covers_left_over_the_boundary():
    row = flows_of(later_pieces(ROWS[0]))
    assert (row["outflow_m2"], row["boundary_out_m2"], row["holding_now_m2"]) == (0.0, 2796.0, 6524.0)
    check_identity(row)


def test_what_has_no_earlier_parcel_came_over_the_boundary():
    new = ("N", "0101", 1_000.0, 932.0, None, np.nan, FULIANG)
    row = flows_of(later_pieces(*ROWS, new))
    assert (row["inflow_m2"], row["boundary_in_m2"], row["holding_now_m2"]) == (2796.0, 932.0, 10_252.0)
    check_identity(row)


def test_land_that_another_county_got():
    """A field is another county's now; it leaves one and comes to the other. What it lost counts where it was lost."""
    rows = [(*ROWS[0][:6], LEPING), (*ROWS[1][:6], LEPING), *ROWS[2:]]
    flows = sum_flows(track(later_pieces(*rows)), POLICY, ("county",), {}).set_index("code")
    first, second, city = flows.loc[FULIANG], flows.loc[LEPING], flows.loc["360200"]
    assert (first["outflow_m2"], first["boundary_out_m2"], first["holding_now_m2"]) == (2796.0, 6524.0, 2796.0)
    assert (second["outflow_m2"], second["boundary_in_m2"], second["holding_now_m2"]) == (0.0, 6524.0, 6524.0)
    assert (city["boundary_out_m2"], city["boundary_in_m2"], city["outflow_m2"]) == (0.0, 0.0, 2796.0)
    for row in (first, second, city):
        check_identity(row)


def test_paddy_turned_dry_is_no_outflow():
    earlier = earlier_parcels(("A", "0101", 1_000.0, 1_000.0, FULIANG), ("B", "0103", 1_000.0, 1_000.0, FULIANG))
    rows = [("A1", "0103", 1_000.0, 1_000.0, "A", 1.0, FULIANG), ("B1", "0101", 1_000.0, 1_000.0, "B", 1.0, FULIANG)]
    row = flows_of(later_pieces(*rows), earlier)
    assert (row["outflow_m2"], row["inflow_m2"], row["adjustment_m2"]) == (0.0, 0.0, 0.0)
    assert (row["paddy_to_dry_m2"], row["dry_to_paddy_m2"], row["paddy_now_m2"]) == (1000.0, 1000.0, 1000.0)


def test_adjustable_classes_are_not_cultivated():
    row = ("A2", "0201K", 2_000.0, 0.0, "A", 0.2, FULIANG)
    assert track(later_pieces(row)).direction.tolist() == ["out"]


def test_the_transition_matrix_of_the_example():
    """Ridges of A: 680.00, of which 476 stay in A1, 136 and 68 go with A2 and A3; B1 gets 204."""
    table = transition_matrix(track(later_pieces(*ROWS)), CLASSES)
    found = {(p, n): area for p, n, area in zip(table["previous_DLBM"], table["DLBM"], table["area_m2"])}
    assert found == {
        ("0101", "0101"): 6524.0,
        ("1203", "1203"): 476.0,
        ("0101", "0702"): 1864.0,
        ("1203", "0702"): 136.0,
        ("0101", "0201"): 932.0,
        ("1203", "0201"): 68.0,
        ("0201", "0101"): 2796.0,
        ("0201", "1203"): 204.0,
        ("0201", "0201"): 2000.0,
    }


def test_hairs_are_summed_and_not_listed():
    rows = [
        *ROWS[:2],
        ("A3", "0201", 1_000.0, 0.0, "A", 0.09, FULIANG),
        *((f"h{i}", "0301", 1.0, 0.0, "A", 0.001, FULIANG) for i in range(10)),
        *ROWS[3:],
    ]
    found = track(later_pieces(*rows))
    shapes = np.array([shapely.box(0, 0, 100, 0.01 if row[0].startswith("h") else 20) for row in rows], object)
    table = list_changes(found, POLICY, lambda positions: shapes[positions], 4527)
    assert set(table["change_id"]) == {"A2", "A3", "B1", "small-out-360222-forest-unexplained"}
    hairs = table[table["cause"] == "forest"].iloc[0]
    assert (hairs["pieces"], hairs["before_m2"], hairs.geometry) == (10, 93.2, None)
    assert round(table.loc[table["direction"] == "out", "before_m2"].sum(), 2) == 2796.0


def test_rests_thinner_than_the_tolerance_are_none():
    """A field of 100 by 100 m, of which pieces cover all but 0.3 m²: an edge moved by less than 1 mm."""
    thin = divide_earlier(np.array([0]), np.array([1 - 0.3 / 10_000]), EARLIER, 0.001)
    real = divide_earlier(np.array([0]), np.array([1 - 3.0 / 10_000]), EARLIER, 0.001)
    assert (thin.cultivated_left[0], real.cultivated_left[0]) == (0, 280)


squares = st.lists(st.sampled_from(["0101", "0103", "0201", "0702", "1104", "0301"]), min_size=9, max_size=9)


@given(squares, squares, st.lists(st.floats(0.4, 39.6), min_size=2, max_size=2), st.integers(0, 10_000))
def test_made_surveys_against_sums_by_other_code(before, now, cuts, seed):
    """Two mosaics of nine, the later one shifted: every sum by rectangles' own areas, and the identity exact."""
    chance = np.random.default_rng(seed)
    edges = [0.0, 15.0, 27.0, 40.0]
    shifted = [0.0, *sorted(cuts), 40.0]
    net = chance.uniform(0.7, 1.0, 9).round(4)

    def cells(lines, codes):
        return [
            (codes[3 * i + j], (lines[i], lines[j], lines[i + 1], lines[j + 1])) for i in range(3) for j in range(3)
        ]

    old, new = cells(edges, before), cells(shifted, now)
    area = {k: round((b[2] - b[0]) * (b[3] - b[1]), 2) for k, (_, b) in enumerate(old)}
    earlier = earlier_parcels(
        *((str(k), code, area[k], round(area[k] * net[k], 2), FULIANG) for k, (code, _) in enumerate(old))
    )
    rows, expected = [], defaultdict(float)
    for number, (code, box) in enumerate(new):
        for k, (was, other) in enumerate(old):
            width = min(box[2], other[2]) - max(box[0], other[0])
            height = min(box[3], other[3]) - max(box[1], other[1])
            if width <= 1e-9 or height <= 1e-9:
                continue
            whole = (other[2] - other[0]) * (other[3] - other[1])
            gross, share = width * height, width * height / whole
            held = round(gross, 2) if code.startswith("01") else 0.0
            rows.append((f"{number}-{k}", code, round(gross, 2), held, str(k), share, FULIANG))
            if was.startswith("01") and not code.startswith("01"):
                expected["out"] += round(area[k] * net[k], 2) * share
            if code.startswith("01") and not was.startswith("01"):
                expected["in"] += held
    row = flows_of(later_pieces(*rows), earlier)
    check_identity(row)
    assert abs(row["outflow_m2"] - expected["out"]) <= 0.01 * len(rows)
    assert abs(row["inflow_m2"] - expected["in"]) <= 0.001
    assert row["boundary_out_m2"] == 0
    matrix = transition_matrix(track(later_pieces(*rows), earlier), CLASSES)
    assert round(matrix["area_m2"].sum() * 100) == sum(round(r[2] * 100) for r in rows)


def test_order_of_pieces_does_not_matter():
    pieces = later_pieces(*ROWS)
    turned = pieces.iloc[::-1].reset_index(drop=True)
    assert flows_of(pieces).equals(flows_of(turned))


def test_older_policies_have_the_shipped_rules(tmp_path):
    """A file that was written before there were rules of changes reads as before, with those of the plugin."""
    from farmland_redline.processing.bridge.paths import DEFAULT_POLICY

    lines, keep, own = DEFAULT_POLICY.read_text(encoding="utf-8").splitlines(), [], True
    for line in lines:
        if line and not line.startswith((" ", "#", "-")):
            own = not line.startswith(("change_causes", "change_statuses", "responsibilities"))
        keep += [line] if own and "approval_years, value" not in line else []
    path = tmp_path / "older.yaml"
    path.write_text("\n".join(keep), encoding="utf-8")
    older = load_policy(path)
    assert older.change_causes == POLICY.change_causes
    assert replace(older.change_statuses[0], source="") == replace(POLICY.change_statuses[0], source="")


def test_geometry_is_asked_only_for_what_changed():
    asked = []

    def geometry(positions):
        asked.extend(positions.tolist())
        return np.array([shapely.box(0, 0, 100, 20)] * len(positions), object)

    table = list_changes(track(later_pieces(*ROWS)), POLICY, geometry, 4527)
    assert asked == [1, 2, 3] and isinstance(table, geopandas.GeoDataFrame)

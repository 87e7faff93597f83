"""Lost cultivated land outside PBF (measures 3, 17, 36): protected land, and building on last year's fields."""

import pytest

from farmland_redline.processing.analysis.rules.losses import find_losses

from .rule_pieces import CLASSES, DATE, POLICY, piece, pieces


@pytest.mark.parametrize(
    ("facts", "kind", "also"),
    [
        ({"DLBM": "0201", "protected": "G1"}, "protected_lost", None),
        ({"DLBM": "0101", "protected": "G1"}, None, None),
        ({"DLBM": "0702", "previous_DLBM": "0101"}, "construction", None),
        ({"DLBM": "0702", "previous_DLBM": "0201"}, None, None),
        ({"DLBM": "0201", "previous_DLBM": "0101"}, None, None),
        ({"DLBM": "0702", "previous_DLBM": "0101", "protected": "G1"}, "protected_lost", "construction"),
        ({"DLBM": "0702", "previous_DLBM": "0101", "pbf": "P1"}, None, None),  # a conflict, listed there
        ({"DLBM": "0702", "previous_DLBM": "0101", "sliver": True}, None, None),
        ({"DLBM": "9999", "protected": "G1"}, None, None),
    ],
)
def test_what_is_listed(facts, kind, also):
    found = find_losses(pieces(piece(**facts)), POLICY, CLASSES, DATE)
    assert found[["kind", "also"]].values.tolist() == ([] if kind is None else [[kind, also]])


@pytest.mark.parametrize(
    ("facts", "lost"),
    [
        ({"protected_TBDLMJ": 4321.5}, 4321.5),
        ({"previous_DLBM": "0101", "previous_TBDLMJ": 4000.0}, 4000.0),
        ({"previous_DLBM": "0201", "previous_TBDLMJ": 4000.0}, None),  # an orchard's net area is no cultivated land
        ({"protected_TBDLMJ": 4321.5, "previous_DLBM": "0201", "previous_TBDLMJ": 4000.0}, 4321.5),
        ({}, None),
    ],
)
def test_the_net_area_lost(facts, lost):
    row = find_losses(pieces(piece(DLBM="0702", protected="G1", **facts)), POLICY, CLASSES, DATE).iloc[0]
    assert (row["measure"], row["area_mu"]) == (3, 7.5)  # 5000 m² × 3 / 2000
    assert (
        (row["lost_cultivated_m2"] != row["lost_cultivated_m2"]) if lost is None else row["lost_cultivated_m2"] == lost
    )

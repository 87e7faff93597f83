"""Swaps of hill for valley: the worked example of the mesh, what goes, what comes, and who is paired."""

from __future__ import annotations

import pytest
from block_ground import ground

from farmland_redline.processing.analysis.blocks.swaps import effective_mesh, pair_swaps
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy

POLICY, CLASSES = load_policy(), load_classes()
# A field of 31 mu in the valley, a steep one of 5 mu and one of 5 mu elsewhere; an orchard of 6 mu beside the valley's.
EXAMPLE = {
    "steep": ("0103", 5.0, (1000, 0, 1060, 60)),
    "other": ("0103", 5.0, (2000, 0, 2060, 60)),
    "valley": ("0101", 31.0, (0, 0, 200, 110)),
    "orchard": ("0201", 6.0, (210, 0, 280, 62)),
}
SLOPE = {"steep": "5", "other": "3", "valley": "1", "orchard": "2"}


def swap(rows: dict[str, tuple], slope: dict[str, str | None], **columns):
    pieces = ground(rows)
    pieces["slope_PDJB"] = [slope.get(name) for name in pieces["piece_id"]]
    for name, values in columns.items():
        pieces[name] = [values.get(each) for each in pieces["piece_id"]]
    made = pair_swaps(pieces, POLICY, CLASSES)
    assert (made.units["closure_m2"] == 0).all()
    return made.listed.set_index("piece_id"), made.units.set_index("level")


def test_the_effective_mesh_of_the_worked_example():
    """Patches of 10, 5 and 5 mu; one of 5 moved to the 10."""
    assert effective_mesh([10, 5, 5]) == 7.5 and effective_mesh([15, 5]) == 12.5


def test_what_goes_and_what_comes():
    listed, units = swap(EXAMPLE, SLOPE)
    assert listed["side"].to_dict() == {"steep": "up", "orchard": "down"}
    assert listed["partner"].to_dict() == {"steep": "orchard", "orchard": "steep"}
    assert listed.loc["orchard", "flags"] == "grade_unknown"
    township = units.loc["township"]
    assert (township["patches_before"], township["patches_after"]) == (3, 2)
    assert township["mesh_before_mu"] == pytest.approx((31**2 + 5**2 + 5**2) / 41, abs=1e-3)
    coming = listed.loc["orchard", "net_mu"]
    assert township["mesh_after_mu"] == pytest.approx(((31 + coming) ** 2 + 25) / (36 + coming), abs=1e-3)


@pytest.mark.parametrize(
    ("slope", "columns"),
    [
        ({**SLOPE, "orchard": "3"}, {}),  # too steep
        ({**SLOPE, "orchard": None}, {}),  # not known: no land in a valley
        (SLOPE, {"red_line": {"orchard": "Z1"}}),
    ],
)
def test_what_cannot_come(slope, columns):
    listed, _ = swap(EXAMPLE, slope, **columns)
    assert listed["side"].to_dict() == {"steep": "up"} and listed["partner"].isna().all()


def test_no_partner_is_smaller_worse_or_in_another_township():
    larger = {**EXAMPLE, "steep": ("0103", 7.0, (1000, 0, 1060, 60))}
    for rows, columns in (
        (larger, {}),
        (EXAMPLE, {"GDDB": {"steep": 6, "orchard": 7}}),
        (EXAMPLE, {"township": {name: "360222101" if name != "steep" else "360222102" for name in EXAMPLE}}),
    ):
        listed, _ = swap(rows, SLOPE, **columns)
        assert listed["side"].to_dict() == {"steep": "up", "orchard": "down"} and listed["partner"].isna().all()
    listed, _ = swap(EXAMPLE, SLOPE, GDDB={"steep": 7, "orchard": 6}, forest={"orchard": "F1"})
    assert listed.loc["orchard", "partner"] == "steep" and listed.loc["orchard", "flags"] == "forest"


def test_small_fields_surrounded_by_forest_go():
    """Three of four sides are 75 % of a square's boundary; two sides are not, nor is a field of 5 mu small."""
    wood = {
        "w": ("0301", 9.0, (900, -100, 1000, 200)),
        "e": ("0301", 9.0, (1060, -100, 1160, 200)),
        "n": ("0301", 9.0, (1000, 60, 1060, 200)),
    }
    field = {"f": ("0103", 4.9, (1000, 0, 1060, 60))}
    listed, _ = swap({**field, **wood}, {})
    assert listed["why"].to_dict() == {"f": "forest"}
    assert not len(swap({**field, "w": wood["w"], "e": wood["e"]}, {})[0])
    assert not len(swap({"f": ("0103", 5.01, (1000, 0, 1060, 60)), **wood}, {})[0])

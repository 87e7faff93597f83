"""The planted balance plan of the year, what it must come to, and land whose loss need not be made good.

They lie on the finished city in files of their own, and change nothing of it. What went out and came in is told by both
surveys' records and outlines on the map plane, not by the plugin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from .geopackage import GeoPackage
from .patch_cases import City, write_csv, write_truth
from .zone_context import Zone

PLAN, EXEMPT, TRUTH = "plan_changes.csv", "exempt.gpkg", "plan.csv"
LAYER, TITLE = "生态退耕2024", "生态退耕（当年安排）"
HEAD = ("县级代码", "年度", "方向", "去向或来源地类", "耕地净面积（平方米）", "耕地质量等别")
_OUT, _IN = "转出", "转进"
# Other agricultural land by the beginnings of its classes; wetlands and waters are none.
_LANDS = {
    "garden": ("园地", ("02",)),
    "forest": ("林地", ("0301", "0302", "0305", "0307")),
    "pond": ("坑塘水库", ("1104", "1103")),
}
_YEAR, _FIRST, _SECOND, _CITY = 2024, "360222", "360281", "360200"


@dataclass(frozen=True)
class Changes:
    """Land that was cultivated in one of both surveys and is not in the other (n), by pairs of their parcels.

    Attributes:
        county: codes.
        land: keys of `_LANDS`; "" for other classes.
        out: whether it was cultivated before; it came in else.
        net: m² of cultivated land.
        shape: polygons.

    """

    county: np.ndarray
    land: np.ndarray
    out: np.ndarray
    net: np.ndarray
    shape: np.ndarray

    def total(self, county: str, land: str, out: bool, but: int | None = None) -> float:
        """Return the net area (m²) that went out of a county into a kind of land, or came in, without one pair."""
        chosen = (self.county == county) & (self.land == land) & (self.out == out)
        if but is not None:
            chosen[but] = False
        return round(float(self.net[chosen].sum()), 2)


def compare(city: City, now: pd.DataFrame, shapes: np.ndarray) -> Changes:
    """Return what changed between both surveys.

    Args:
        city: with the earlier survey.
        now: today's survey.
        shapes: its polygons.

    """
    earlier, later = city.tree.query(shapes, predicate="intersects")[::-1]
    code = now["DLBM"].to_numpy(dtype=object)
    is_field = np.array([str(text).startswith("01") for text in code])
    differ = city.was_field[earlier] != is_field[later]
    earlier, later = earlier[differ], later[differ]
    shared = shapely.intersection(city.shapes[earlier], shapes[later])
    area, out = shapely.area(shared), city.was_field[earlier]
    before = city.net[earlier] / shapely.area(city.shapes[earlier])
    after = now["TBDLMJ"].to_numpy(dtype=float)[later] / shapely.area(shapes[later])
    other = np.where(out, code[later], city.before[earlier])
    land = np.array([_land(str(text)) for text in other], dtype=object)
    kept = area > 0
    return Changes(
        city.county[earlier][kept],
        land[kept],
        out[kept],
        (np.where(out, before, after) * area)[kept],
        shared[kept],
    )


def _land(code: str) -> str:
    """Return the kind of land of a class; "" for one that is no part of the balance."""
    return next((name for name, (_, classes) in _LANDS.items() if code.startswith(classes)), "")


def write(folder: Path, city: City, now: pd.DataFrame, shapes: np.ndarray, cases: Sequence[Zone]) -> None:
    """Write the plan, the layer of land that need not be made good, and what the plan must come to.

    Args:
        folder: receives them.
        city: with the earlier survey.
        now: today's survey.
        shapes: its polygons.
        cases: zones of cases, which a person may have found illegal: these count.

    Raises:
        ValueError: the city is too small for them.

    """
    changes = compare(city, now, shapes)
    decided = shapely.union_all([zone.geometry for zone in cases])
    forest = (changes.county == _FIRST) & (changes.land == "forest") & changes.out
    free = [i for i in np.flatnonzero(forest) if not shapely.intersects(changes.shape[i], decided)]
    if not free:
        raise ValueError("too few changes for the planted balance plan; generate at least 2300 parcels")
    exempt = free[0]
    went = {land: changes.total(_FIRST, land, True) for land in _LANDS}
    owed = changes.total(_FIRST, "forest", True, exempt)
    came = {county: changes.total(county, "garden", False) for county in (_FIRST, _SECOND)}
    second = changes.total(_SECOND, "garden", True)
    planned = {
        (_FIRST, _YEAR, _OUT, "garden"): (round(went["garden"] * 0.95, 2), 7),
        (_FIRST, _YEAR, _IN, "garden"): (math.floor(came[_FIRST]), 8),
        (_FIRST, _YEAR, _OUT, "pond"): (math.ceil(went["pond"]), 7),
        (_FIRST, _YEAR, _OUT, "forest"): (math.ceil(owed), 7),
        (_SECOND, _YEAR, _OUT, "garden"): (math.ceil(second), 7),
        (_SECOND, _YEAR, _IN, "garden"): (round(max(came[_SECOND], second) * 1.1, 2), 7),
        (_FIRST, _YEAR + 1, _OUT, "garden"): (1000, 7),
    }
    rows = [
        (county, year, side, _LANDS[land][0], f"{area:.2f}", grade)
        for (county, year, side, land), (area, grade) in planned.items()
    ]
    write_csv(folder / PLAN, [HEAD, *rows], "utf-8-sig")
    over = round(went["garden"] - planned[_FIRST, _YEAR, _OUT, "garden"][0], 2)
    short = round(planned[_SECOND, _YEAR, _IN, "garden"][0] - came[_SECOND], 2)
    truth = (
        (
            *("over", 1, f"{_FIRST}/{_YEAR}/garden"),
            *({"out_m2": went["garden"], "over_m2": over, "verdict": "over"}, "More became orchards than planned."),
        ),
        (
            *("short", 1, f"{_SECOND}/{_YEAR}/garden"),
            {"in_m2": came[_SECOND], "short_m2": short, "over_m2": 0.0, "verdict": "short", "balance": "met"},
            "Less came in than planned, though as much was planned in as out.",
        ),
        (
            *("over", 0, f"{_FIRST}/{_YEAR}/pond"),
            *({"out_m2": went["pond"], "over_m2": 0.0, "verdict": "met"}, "As many ponds as planned."),
        ),
        (
            *("exempt", 0, f"{_FIRST}/{_YEAR}/forest", {"out_m2": owed, "over_m2": 0.0, "verdict": "met"}),
            "What became forest by an ecological conversion need not be made good, and is no part of it.",
        ),
        (
            *("balance", 1, f"{_FIRST}/{_YEAR}/all", {"balance": "missed", "quality": "lower", "verdict": "over"}),
            "Less is planned in than out, and in a worse grade.",
        ),
        (
            *("balance", 0, f"{_SECOND}/{_YEAR}/all", {"balance": "met", "quality": "kept"}),
            "As much planned in as out, of the same grade.",
        ),
        (
            *("construction", 0, f"{_FIRST}/{_YEAR}/construction", None),
            "What was built on is no part of the plan, whatever its area.",
        ),
        (
            *("year", 0, f"{_FIRST}/{_YEAR + 1}/garden", {"out_m2": None, "verdict": "no_data"}),
            "Of the next year nobody knows yet what happened.",
        ),
        (*("city", 0, f"{_CITY}/{_YEAR}/all", None), "Two of its counties have no plan, which is none of 0."),
    )
    write_truth(
        folder / TRUTH,
        [(f"plan/{rule}", found, "plan_balance", key, expect, why) for rule, found, key, expect, why in truth],
    )
    package = GeoPackage(folder / EXEMPT)
    row = {"BSM": ["T01"], "TGND": [str(_YEAR)], "BZ": [None]}
    package.add(LAYER, pd.DataFrame(row), np.array([changes.shape[exempt]], dtype=object), TITLE, "MultiPolygon")
    package.close()

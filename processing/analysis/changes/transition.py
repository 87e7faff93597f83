"""The transition matrix: gross area by class before and now, ridges as a class of their own (measure 30)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..area.apportionment import apportion
from ..area.rounding import CENTS, cents_or_zero
from ..rules.evaluation import CLASS_COLUMN
from ..rules.policy import SurveyClasses
from .division import EarlierParcels
from .tracking import Changes

NOTHING = ""  # the class where one of the surveys has no parcel


def transition_matrix(changes: Changes, classes: SurveyClasses) -> pd.DataFrame:
    """Return gross areas by county, class before and class now.

    Field ridges, which cultivated land holds, stand as their class (1203) on both sides, as in the survey's own
    sums. Amounts are of the later survey's record; what no later parcel covers, of the earlier one's. So the rows of a
    county add up to its TBMJ now and what left it.

    Returns:
        `code` (county), `previous_DLBM`, `DLBM` ("" where that survey has no parcel), `area_m2`.

    >>> from ..rules.policy import ChangeRule, SurveyClass, Policy
    >>> from .division import EarlierParcels
    >>> from .tracking import track_changes
    >>> earlier = EarlierParcels(
    ...     np.array(["A"], object), np.array(["0101"], object), np.array([1000_00]), np.array([932_00]),
    ...     np.array([True]), np.array([1000.0]), np.array([130.0]),
    ...     pd.DataFrame({"county": ["360222"], "township": [None], "village": [None]}),
    ... )
    >>> pieces = pd.DataFrame(
    ...     {"piece_id": ["A1"], "DLBM": ["0702"], "area_m2": [1000.0], "cultivated_m2": [0.0], "previous": ["A"],
    ...      "previous_PART": [1.0], "county": ["360222"]}
    ... )
    >>> policy = Policy("demo", class_groups={"cultivated": ("01*",)}, change_causes=(ChangeRule("built", ""),))
    >>> ridge = SurveyClass("1203", "", "", group="ridge")
    >>> classes = SurveyClasses({"0702": SurveyClass("0702", "", ""), "1203": ridge})
    >>> changes = track_changes(pieces, earlier, policy, classes, "2024-12-31", "2023-12-31", 0.001)
    >>> transition_matrix(changes, classes)[["previous_DLBM", "DLBM", "area_m2"]].values.tolist()
    [['0101', '0702', 932.0], ['1203', '0702', 68.0]]

    """
    ridge = next(iter(classes.codes("ridge")), NOTHING)
    pieces, earlier, division = changes.pieces, changes.earlier, changes.division
    gross = cents_or_zero(pieces["area_m2"])
    known = changes.parcel >= 0
    # The earlier net part of the piece, on the scale of the later record.
    pairs = np.stack([division.cultivated, division.area - division.cultivated], axis=1).clip(0)
    net = apportion(gross, np.repeat(np.arange(len(gross)), 2), pairs.ravel())[::2] if len(gross) else gross
    before = np.append(earlier.classes, NOTHING)[changes.parcel]
    was = np.append(earlier.is_cultivated, False)[changes.parcel]
    net = np.where(known & was, net, gross)
    county = pieces["county"].to_numpy(dtype=object)
    now = pieces[CLASS_COLUMN].to_numpy(dtype=object)
    net_now = np.where(changes.is_now, np.minimum(changes.now, gross), gross)
    both = np.minimum(net, net_now)
    no_parcel = np.where(known, ridge, NOTHING)
    parts = [
        (county, before, now, both),
        (county, before, np.full(len(gross), ridge, object), net - both),
        (county, no_parcel, now, net_now - both),
        (county, no_parcel, np.full(len(gross), ridge, object), gross - net - net_now + both),
        (_counties(earlier), earlier.classes, np.full(len(earlier.id), NOTHING, object), _left(changes, True)),
        (
            _counties(earlier),
            np.full(len(earlier.id), ridge, object),
            np.full(len(earlier.id), NOTHING, object),
            _left(changes, False),
        ),
    ]
    table = pd.concat(
        [pd.DataFrame({"code": c, f"previous_{CLASS_COLUMN}": p, CLASS_COLUMN: n, "cents": a}) for c, p, n, a in parts]
    )
    keys = ["code", f"previous_{CLASS_COLUMN}", CLASS_COLUMN]
    table = table[table["cents"] != 0]  # few: most rows of a year have no such part
    sums = table.fillna(dict.fromkeys(keys, "")).groupby(keys, sort=True)["cents"].sum().reset_index()
    return sums.assign(area_m2=sums.pop("cents") / CENTS)


def _counties(earlier: EarlierParcels) -> np.ndarray:
    """Return the counties of the earlier parcels."""
    return earlier.units["county"].to_numpy(dtype=object)


def _left(changes: Changes, net: bool) -> np.ndarray:
    """Return what no later parcel covers of each earlier one (0.01 m²): its net area, or its ridges."""
    division, cultivated = changes.division, changes.earlier.is_cultivated
    of_net = np.where(cultivated, division.cultivated_left, division.area_left)
    return of_net if net else division.area_left - of_net

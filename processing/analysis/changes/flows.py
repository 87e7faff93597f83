"""Flows of cultivated land by unit: what went out, what came in, and why (measures 17, 19, 30)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_zero
from ..area.sums import sums_of
from ..rules.evaluation import CLASS_COLUMN, codes_match
from ..rules.policy import Policy
from ..rules.unit_codes import codes_at
from ..vocabulary import Direction, Level
from .tracking import Changes

IDENTITY = (
    *("holding_before_m2", "outflow_m2", "inflow_m2", "adjustment_m2", "boundary_out_m2", "boundary_in_m2"),
    "holding_now_m2",
)
_USES = ("non_agricultural", "non_grain")
_PADDY = "paddy"
_LISTED = "restored"  # role of registered restored land


def sum_flows(changes: Changes, policy: Policy, levels: Sequence[str], names: Mapping[str, str]) -> pd.DataFrame:
    """Add up the flows of each unit, from the city down.

    `holding_before_m2 - outflow_m2 + inflow_m2 + adjustment_m2 - boundary_out_m2 + boundary_in_m2 = holding_now_m2`
    to the last 0.01 m² (`closure_m2`). An outflow counts where the earlier survey has the land, an inflow where the
    later one has it; land that changed hands between units leaves one over the boundary and comes to the other.

    Args:
        changes: of all pieces.
        policy: causes, statuses, and the cities with their counties.
        levels: of units, `county` and lower.
        names: of units by code.

    Returns:
        one row a unit: `code`, `name`, `level`, the columns `IDENTITY`, outflow by cause, by use and by status, land
        of any class that became construction land (gross), inflow by the cause's name, paddy, `net_change_m2`,
        `closure_m2`. A status of which the data cannot tell is null.

    >>> from ..rules.policy import ChangeRule, SurveyClass, SurveyClasses
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
    >>> sum_flows(changes, policy, ("county",), {})[["code", "outflow_m2", "built_m2", "closure_m2"]].values.tolist()
    [['360222', 932.0, 932.0, 0.0]]

    """
    wet = _wet(changes, policy)
    tables = [_of_level(changes, policy, level, names, wet) for level in (Level.CITY.value, *levels)]
    return pd.concat([table for table in tables if len(table)], ignore_index=True)


def _wet(changes: Changes, policy: Policy) -> tuple[np.ndarray, np.ndarray] | None:
    """Return which earlier parcels (bool, n) and which pieces now (bool, m) are paddy; None without its classes."""
    patterns = policy.class_groups.get(_PADDY)
    if patterns is None:
        return None
    return codes_match(changes.earlier.classes, patterns), codes_match(changes.pieces[CLASS_COLUMN], patterns)


def _of_level(
    changes: Changes,
    policy: Policy,
    level: str,
    names: Mapping[str, str],
    wet: tuple[np.ndarray, np.ndarray] | None,
) -> pd.DataFrame:
    """Return the rows of the units of one level; `wet` as of `_wet`."""
    pieces, earlier = changes.pieces, changes.earlier
    later_code = codes_at(pieces, level, policy)
    own_code = codes_at(earlier.units, level, policy)
    earlier_code = np.append(own_code, "")[changes.parcel]
    codes, position = np.unique(np.concatenate([later_code, own_code]).astype(str), return_inverse=True)
    index = pd.Index(codes)
    later, own = position[: len(later_code)], position[len(later_code) :]
    from_unit = index.get_indexer(earlier_code.astype(str))

    def add(unit: np.ndarray, cents: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return sums (0.01 m²) by unit."""
        chosen = slice(None) if rows is None else np.flatnonzero(rows)
        return sums_of(unit[chosen], cents[chosen], len(codes))

    before, now, left = changes.before, changes.now, changes.division.cultivated_left
    out, came = changes.direction == Direction.OUT.value, changes.direction == Direction.IN.value
    stays = (changes.direction == Direction.ADJUST.value) & (from_unit == later)
    moves = (changes.direction == Direction.ADJUST.value) & ~stays
    new = changes.direction == Direction.BOUNDARY_IN.value
    sums = {
        "holding_before_m2": add(own, earlier.cultivated),
        "outflow_m2": add(from_unit, before, out),
        "inflow_m2": add(later, now, came),
        "adjustment_m2": add(later, now - before, stays),
        "boundary_out_m2": add(own, left) + add(from_unit, before, moves),
        "boundary_in_m2": add(later, now, new | moves),
        "holding_now_m2": add(later, now),
    }
    causes = {rule.name: rule.use for rule in policy.change_causes}
    for cause in causes:
        sums[f"{cause}_m2"] = add(from_unit, before, out & (changes.cause == cause))
    for use in _USES:
        sums[f"{use}_m2"] = sum(
            (sums[f"{cause}_m2"] for cause, of in causes.items() if of == use), np.zeros(len(codes), np.int64)
        )
    sums["new_construction_land_m2"] = add(later, cents_or_zero(pieces["area_m2"]), changes.built)
    if "pbf" in pieces:
        sums["pbf_m2"] = add(from_unit, before, out & pieces["pbf"].notna().to_numpy())
    statuses = list(dict.fromkeys(rule.name for rule in policy.change_statuses))
    for status in statuses:
        sums[f"{status}_m2"] = add(from_unit, before, out & (changes.status == status))
    exempt = {rule.name for rule in policy.change_statuses if rule.exempt}
    unreasonable = {rule.name for rule in policy.change_statuses if rule.unreasonable}
    nothing = np.zeros(len(codes), np.int64)
    sums["owed_m2"] = sums["outflow_m2"] - sum((sums[f"{name}_m2"] for name in statuses if name in exempt), nothing)
    sums["unreasonable_m2"] = sum((sums[f"{name}_m2"] for name in statuses if name in unreasonable), nothing)
    for cause in causes:
        sums[f"inflow_{cause}_m2"] = add(later, now, came & (changes.cause == cause))
    listed = pieces[_LISTED].notna().to_numpy() if _LISTED in pieces else np.zeros(len(pieces), dtype=bool)
    sums["inflow_listed_m2"] = add(later, now, came & listed)
    sums |= _paddy(wet, changes, add, own, from_unit, later)
    sums["net_change_m2"] = sums["holding_now_m2"] - sums["holding_before_m2"]
    first, *terms, last = IDENTITY
    signs = {"outflow_m2": -1, "boundary_out_m2": -1}
    closure = sums[first] + sum(signs.get(name, 1) * sums[name] for name in terms) - sums[last]
    table = pd.DataFrame({name: cents / CENTS for name, cents in sums.items()})
    unknown = [*(changes.absent & set(statuses)), *([] if _LISTED in pieces else ["inflow_listed"])]
    for name in unknown:
        table[f"{name}_m2"] = np.nan
    table["closure_m2"] = closure / CENTS
    table.insert(0, "level", level)
    table.insert(0, "name", [names.get(code) for code in codes])
    table.insert(0, "code", codes)
    return table[table["code"] != ""] if level == Level.CITY.value else table


def _paddy(
    wet: tuple[np.ndarray, np.ndarray] | None,
    changes: Changes,
    add: Callable[..., np.ndarray],
    own: np.ndarray,
    from_unit: np.ndarray,
    later: np.ndarray,
) -> dict[str, np.ndarray]:
    """Return the sums of paddy (水田), where the policy names its classes: land turned wet or dry is no flow."""
    if wet is None:
        return {}
    earlier_wet, is_now = wet
    was = np.append(earlier_wet, False)[changes.parcel]
    out = changes.direction == Direction.OUT.value
    came = changes.direction == Direction.IN.value
    stays = changes.direction == Direction.ADJUST.value
    return {
        "paddy_before_m2": add(own, changes.earlier.cultivated, earlier_wet),
        "paddy_outflow_m2": add(from_unit, changes.before, out & was),
        "paddy_to_dry_m2": add(from_unit, changes.before, stays & was & ~is_now),
        "paddy_inflow_m2": add(later, changes.now, came & is_now),
        "dry_to_paddy_m2": add(later, changes.now, stays & ~was & is_now),
        "paddy_now_m2": add(later, changes.now, is_now),
    }

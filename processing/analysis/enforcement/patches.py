"""Preliminary verdicts on monitoring patches, before anybody drives out (measures 2, 30, 36, 37).

Nothing here makes a patch illegal: land classes and overlays give a suspicion at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..area.apportionment import apportion
from ..area.rounding import CENTS, cents_or_zero
from ..cases import COLUMNS as CASE_COLUMNS
from ..cases import OPEN
from ..changes.tracking import Changes
from ..columns import to_records
from ..rules.evaluation import CLASS_COLUMN, RuleEvaluator, codes_match
from ..rules.policy import Policy, SurveyClasses
from ..spatial_index import spatial_index
from ..vocabulary import Preliminary
from .case_merging import merge_cases

_SLIVER = 1e-6  # m²; smaller fragments are noise of the cut
_SHOWN = (
    "gross",
    "cultivated",
    "paddy",
    "pbf",
    "valid",
    "suspected",
    "suspected_paddy",
    "suspected_pbf",
    "rim",
    "unknown",
)
_FULLY = ("temporary", "reclaim", "overdue", "facility")
# Verdicts that make no case.
NO_CASE = tuple(
    each.value for each in (Preliminary.COVERED, Preliminary.NO_CHANGE, Preliminary.NOT_CULTIVATED, Preliminary.UNKNOWN)
)


@dataclass(frozen=True)
class Patches:
    """Monitoring patches, one row each (n).

    Attributes:
        id: object, their numbers.
        after: object, the day of the later image (ISO 8601); None where it is not known.
        kind: object, what the office calls them; may be None.
        geometry: object, polygons in the system of the pieces.

    """

    id: np.ndarray
    after: np.ndarray
    kind: np.ndarray
    geometry: np.ndarray


def match_patches(
    patches: Patches,
    changes: Changes,
    shapes: np.ndarray,
    policy: Policy,
    classes: SurveyClasses,
    date: str,
    crs: object,
) -> geopandas.GeoDataFrame:
    """Judge each patch, county by county, by the pieces of two surveys under it.

    Areas are net areas of the earlier survey on land that it has as cultivated; those of a piece are divided between
    patch and rest by largest remainder, so `cultivated_m2 = valid_m2 + suspected_m2 + rim_m2` to the last 0.01 m².

    Args:
        patches: the patches.
        changes: pieces of the survey now, divided by the earlier survey and the zones.
        shapes: object (m,), the pieces' polygons.
        policy: what covers a place, and the thresholds.
        classes: the class table.
        date: of the survey now, on which approvals and terms hold or not (ISO 8601).
        crs: of the polygons.

    Returns:
        one row a patch and county: `case_id`, `patch`, `county`, `township`, `preliminary`, `cause`, areas in m²
        (`unknown_m2`: gross, where the earlier survey has no parcel),
        `covered_percent`, `repeat_of`, `after`, `kind`.

    >>> from ..changes.division import EarlierParcels
    >>> from ..changes.tracking import track_changes
    >>> from ..rules.policy import SurveyClass, Threshold
    >>> earlier = EarlierParcels(
    ...     np.array(["A"], object), np.array(["0101"], object), np.array([3000_00]), np.array([2796_00]),
    ...     np.array([True]), np.array([3000.0]), np.array([220.0]), pd.DataFrame({"county": ["360222"]}),
    ... )
    >>> pieces = pd.DataFrame({"DLBM": ["0702"], "area_m2": [3000.0], "cultivated_m2": [0.0], "previous": ["A"]})
    >>> pieces = pieces.assign(previous_PART=1.0, county="360222")
    >>> limits = {"patch_covered_percent": 95.0, "patch_rim_m": 2.0, "patch_repeat_percent": 50.0}
    >>> thresholds = {name: Threshold(name, value, "", "", "", "") for name, value in limits.items()}
    >>> policy = Policy("demo", class_groups={"cultivated": ("01*",)}, thresholds=thresholds)
    >>> classes = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0702")})
    >>> changes = track_changes(pieces, earlier, policy, classes, "2024-12-31", "2023-12-31", 0.001)
    >>> square = np.array([shapely.box(0, 0, 60, 50)], object)
    >>> one = Patches(*(np.array([each], object) for each in ("P1", "2024-05-01", None)), square)
    >>> found = match_patches(one, changes, square, policy, classes, "2024-12-31", 4527)
    >>> found[["case_id", "preliminary", "suspected_m2"]].values.tolist()
    [['P1', 'suspected', 2796.0]]

    """
    fragments = _fragments(patches, shapes, changes)
    facts = _facts(fragments, changes, policy, classes, date)
    rows = _summed(facts, patches, policy, date)
    if "pbf" not in changes.pieces:  # not given: not known, which is not 0
        rows[["pbf_m2", "suspected_pbf_m2"]] = np.nan
    parts = fragments["geometry"].to_numpy()
    groups = facts.groupby(["patch", "county"], sort=True).indices
    polygons = [
        shapely.union_all(parts[groups[patch, county]]) for patch, county in zip(rows.pop("position"), rows["county"])
    ]
    rows["repeat_of"] = _repeats(rows, np.array(polygons, dtype=object), policy.threshold("patch_repeat_percent"))
    return geopandas.GeoDataFrame(rows, geometry=polygons, crs=crs)


def _fragments(patches: Patches, shapes: np.ndarray, changes: Changes) -> pd.DataFrame:
    """Return the polygons that patches cut out of pieces, with the shares of their records.

    Returns:
        `patch`, `piece` (positions), `geometry`, `gross` and `before` (int64, 0.01 m²).

    """
    piece, patch = spatial_index(patches.geometry).query(shapes, predicate="intersects")
    cut = shapely.intersection(shapes[piece], patches.geometry[patch])
    parts, pair = shapely.get_parts(cut, return_index=True)
    area = shapely.area(parts)
    kept = area > _SLIVER
    parts, pair, area = parts[kept], pair[kept], area[kept]
    rest = np.maximum(shapely.area(shapes[piece]) - np.bincount(pair, area, len(piece)), 0.0)
    group = np.concatenate([pair, np.arange(len(piece))])
    order = np.argsort(group, kind="stable")
    weight = np.concatenate([area, rest])[order]
    amounts = {}
    for name, record in (
        ("gross", cents_or_zero(changes.pieces["area_m2"])[piece]),
        ("before", changes.before[piece]),
    ):
        shares = np.empty(len(group), np.int64)
        shares[order] = apportion(record, group[order], weight)
        amounts[name] = shares[: len(pair)]
    return pd.DataFrame({"patch": patch[pair], "piece": piece[pair], "geometry": parts, **amounts})


def _facts(
    fragments: pd.DataFrame, changes: Changes, policy: Policy, classes: SurveyClasses, date: str
) -> pd.DataFrame:
    """Return what is known of each fragment, areas in 0.01 m²."""
    pieces = changes.pieces.iloc[fragments["piece"]].reset_index(drop=True)
    tests = RuleEvaluator(pieces, policy, classes, date)
    cover = np.full(len(pieces), None, dtype=object)
    valid = np.zeros(len(pieces), dtype=bool)
    for rule in policy.patch_covers:
        hit = pd.isna(cover) & tests.rule(rule)
        cover[hit] = rule.name
        valid[hit] = rule.valid
    rim = _rims(fragments, valid, policy.threshold("patch_rim_m"))
    before = fragments["before"].to_numpy()
    earlier_class = np.append(changes.earlier.classes, "")[changes.parcel][fragments["piece"]]
    wet = codes_match(earlier_class, policy.class_groups.get("paddy", ()))
    in_pbf = pieces["pbf"].notna().to_numpy() if "pbf" in pieces else np.zeros(len(pieces), dtype=bool)
    same = (earlier_class == pieces[CLASS_COLUMN].to_numpy(dtype=object)) & tests.in_group("cultivated")
    return pd.DataFrame(
        {
            "patch": fragments["patch"],
            "county": pieces["county"].fillna("").astype(str),
            "township": pieces.get("township"),
            "cause": changes.cause[fragments["piece"]],
            "gross": fragments["gross"],
            "cultivated": before,
            "paddy": np.where(wet, before, 0),
            "pbf": np.where(in_pbf, before, 0),
            "valid": np.where(valid, before, 0),
            "rim": np.where(rim, before, 0),
            "suspected": np.where(valid | rim, 0, before),
            "suspected_paddy": np.where(wet & ~valid & ~rim, before, 0),
            "suspected_pbf": np.where(in_pbf & ~valid & ~rim, before, 0),
            "unknown": np.where(changes.parcel[fragments["piece"]] < 0, fragments["gross"], 0),
            "gross_rim": np.where(rim, fragments["gross"], 0),
            "gross_same": np.where(same, fragments["gross"], 0),
            **{f"gross_{name}": np.where(cover == name, fragments["gross"], 0) for name in ("approved", *_FULLY)},
        }
    )


def _rims(fragments: pd.DataFrame, valid: np.ndarray, width: float) -> np.ndarray:
    """Return the fragments in uncovered parts narrower than a width that lie along a covered part (bool, n)."""
    found = np.zeros(len(fragments), dtype=bool)
    geometry = fragments["geometry"].to_numpy()
    for rows in fragments.groupby("patch").indices.values():
        covered, uncovered = rows[valid[rows]], rows[~valid[rows]]
        if not len(covered) or not len(uncovered):
            continue
        edge = shapely.union_all(geometry[covered])
        parts = shapely.get_parts(shapely.union_all(geometry[uncovered]))
        thin = shapely.is_empty(shapely.buffer(parts, -width / 2)) & shapely.intersects(parts, edge)
        points = shapely.point_on_surface(geometry[uncovered])
        inside, _ = spatial_index(parts[thin]).query(points, predicate="intersects")
        found[uncovered[inside]] = True
    return found


def _summed(facts: pd.DataFrame, patches: Patches, policy: Policy, date: str) -> pd.DataFrame:
    """Return the areas of each patch and county, with the verdict on them."""
    amounts = [name for name in facts.columns if pd.api.types.is_integer_dtype(facts[name]) and name != "patch"]
    sums = facts.groupby(["patch", "county"], sort=True)[amounts].sum().reset_index()
    largest = facts.sort_values("gross", ascending=False, kind="stable")
    main = largest.drop_duplicates(["patch", "county"]).set_index(["patch", "county"])
    changed = largest[largest["cause"].notna()].drop_duplicates(["patch", "county"]).set_index(["patch", "county"])
    keys = list(zip(sums["patch"], sums["county"]))
    counties = sums.groupby("patch")["county"].transform("size")
    number = patches.id[sums["patch"]]
    least = policy.threshold("patch_covered_percent")
    after = patches.after[sums["patch"]]
    table = pd.DataFrame(
        {
            "case_id": [
                f"{one}-{county}" if count > 1 else str(one)
                for one, county, count in zip(number, sums["county"], counties)
            ],
            "patch": number,
            "county": sums["county"],
            "township": [main["township"].get(key) for key in keys],
            "preliminary": [
                _verdict(row, least, is_newer=day is not None and day <= date)
                for row, day in zip(to_records(sums), after)
            ],
            "cause": [changed["cause"].get(key) for key in keys],
        }
    )
    for name in _SHOWN:
        table[f"{name}_m2"] = sums[name] / CENTS
    whole = (sums["gross"] - sums["gross_rim"]).where(sums["gross"] > sums["gross_rim"])
    table["covered_percent"] = 100.0 * sums["gross_approved"] / whole
    return table.assign(after=after, kind=patches.kind[sums["patch"]], position=sums["patch"])


def _verdict(row: Mapping[str, int], least: float, is_newer: bool) -> str:
    """Return the first verdict that holds; shares are of the gross area without rims."""
    whole = row["gross"] - row["gross_rim"]

    def fully(area: int) -> bool:
        return whole > 0 and 100 * area >= least * whole

    if not row["cultivated"]:
        is_known = fully(row["gross"] - row["unknown"])
        return (Preliminary.NOT_CULTIVATED if is_known else Preliminary.UNKNOWN).value
    if fully(row["gross_approved"]):
        return Preliminary.COVERED.value
    if row["gross_approved"]:
        return Preliminary.PARTLY.value
    for name in _FULLY:
        if fully(row[f"gross_{name}"]):
            return name
    if fully(row["gross_same"]):
        return Preliminary.NO_CHANGE.value if is_newer else Preliminary.NO_NEWER_SURVEY.value
    return Preliminary.SUSPECTED.value


def _repeats(rows: pd.DataFrame, polygons: np.ndarray, percent: float) -> list[str | None]:
    """Return the case that each row repeats: the first of a place; None where it is the first, or makes no case."""
    repeats: list[str | None] = [None] * len(rows)
    days = rows["after"].fillna("").astype(str)
    order = pd.DataFrame({"day": days, "id": rows["case_id"]}).sort_values(["day", "id"], kind="stable").index
    tree, rank = spatial_index(polygons), np.argsort(order.to_numpy())
    makes_case = ~rows["preliminary"].isin(NO_CASE).to_numpy()
    for place in order[makes_case[order]]:
        near = tree.query(polygons[place], predicate="intersects")
        before = [other for other in near if makes_case[other] and rank[other] < rank[place]]
        for other in sorted(before, key=lambda other: rank[other]):
            shared = shapely.area(shapely.intersection(polygons[place], polygons[other]))
            if 100 * shared >= percent * shapely.area(polygons[place]):
                repeats[place] = repeats[other] or rows["case_id"].iloc[other]
                break
    return repeats


def patch_cases(
    matched: pd.DataFrame, own: pd.DataFrame | None, policy: Policy, date: str, causes: Mapping[str, str]
) -> pd.DataFrame:
    """Return the case table with the patches that make cases, merged with the office's own.

    What a person has set stays; only what is empty is filled. Rows that the patches do not have stay as they are.

    Args:
        matched: result of `match_patches`.
        own: the office's case table, as read; None for none.
        policy: whose causes are construction.
        date: on which a case was found whose patch has no day (ISO 8601).
        causes: names of the causes, for the kind.

    >>> row = {"case_id": "P1", "patch": "P1", "county": "360222", "township": None, "preliminary": "suspected"}
    >>> row |= {"cause": "garden", "suspected_m2": 5.0, "suspected_paddy_m2": 0.0, "suspected_pbf_m2": 0.0}
    >>> matched = pd.DataFrame([{**row, "after": "2024-03-01", "kind": None, "repeat_of": None}])
    >>> cases = patch_cases(matched, None, Policy("demo"), "2024-12-31", {})
    >>> cases[["case_id", "status", "cultivated_m2", "found"]].values.tolist()
    [['P1', 'open', 5.0, '2024-03-01']]

    """
    construction = {rule.name for rule in policy.change_causes if rule.use == "non_agricultural"}
    chosen = matched[~matched["preliminary"].isin(NO_CASE)]
    cause = chosen["cause"].astype(object)
    made = pd.DataFrame(
        {
            **{name: pd.Series(None, chosen.index, object) for name in CASE_COLUMNS},
            "case_id": chosen["case_id"],
            "unit": chosen["county"],
            "township": chosen["township"],
            "found": chosen["after"].fillna(date),
            "kind": chosen["kind"].where(chosen["kind"].notna(), cause.map(lambda one: causes.get(one, one))),
            "status": OPEN,
            "cultivated_m2": chosen["suspected_m2"],
            "paddy_m2": chosen["suspected_paddy_m2"],
            "pbf_m2": chosen["suspected_pbf_m2"],
            "construction": cause.map(lambda one: None if pd.isna(one) else "yes" if one in construction else "no"),
            "repeat_of": chosen["repeat_of"],
        },
        columns=list(CASE_COLUMNS),
    ).reset_index(drop=True)
    if own is None or own.empty:
        return made
    # Where a case is closed in parts, the whole is one of them no more.
    in_parts = set(own["case_id"]) - set(own.loc[own["part"].isna(), "case_id"])
    return merge_cases(own, made[~made["case_id"].isin(in_parts)])

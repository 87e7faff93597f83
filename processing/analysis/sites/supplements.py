"""Land that can replace PBF which a project takes (补划, measures 14, 17, 27): what is eligible, and what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..area.rounding import CENTS, EXACT_PER_MU, THIRDS, cents_or_zero, cents_to_mu, to_cents
from ..rules.evaluation import RuleEvaluator, codes_match
from ..rules.policy import Policy
from ..spatial_index import spatial_index
from ..vocabulary import SupplementTier

RESERVE, PBF = "pbf_reserve", "pbf"
TIERS = SupplementTier.values()
_CORNERS = 8  # tolerances: what two shapes share that meet in a corner alone
_PLACES = ("village", "township", "county")


@dataclass(frozen=True)
class SupplementNeed:
    """What has to be replaced.

    Attributes:
        net, paddy: in 1/300 m².
        grade: mean grade (1 is best) that the supplement may not exceed; None where none is known.
        villages: codes where the land was taken.

    """

    net: int
    paddy: int
    grade: Fraction | None = None
    villages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Supplements:
    """Eligible land in the order of choice (n).

    Attributes:
        frame: one row a piece, in order.
        net, paddy: int64 (n,), in 1/300 m².
        grade: float (n,); NaN where it is not known.
        chosen: positions of those that are chosen, in the order of choice.

    """

    frame: geopandas.GeoDataFrame
    net: np.ndarray
    paddy: np.ndarray
    grade: np.ndarray
    chosen: Sequence[int]


def find_eligible(
    pieces: geopandas.GeoDataFrame,
    tests: RuleEvaluator,
    policy: Policy,
    need: SupplementNeed,
    grade_column: str,
    tolerance: float,
) -> geopandas.GeoDataFrame:
    """Return the pieces that can replace PBF, in the order of choice: `tier`, best grade, id.

    Stable cultivated land that no row of `supplement_exclusions` bars, or might if a value could be read. The order is
    PBF reserve, what shares an edge with PBF, then the same village, township and county as the land that was taken.

    Args:
        pieces: of an overlay.
        tests: evaluates rows on them.
        policy: stable land and what bars it.
        need: where the land was taken.
        grade_column: of the pieces, with the grade (1 is best).
        tolerance: metres, as in the overlay.

    >>> from ..rules.policy import Rule, SurveyClasses
    >>> pieces = geopandas.GeoDataFrame(
    ...     {"piece_id": ["a", "b"], "DLBM": ["0101", "0702"], "cultivated_m2": [600.0, 0.0], "GDDB": [6, None]},
    ...     geometry=shapely.box([0, 9], 0, [1, 10], 1),
    ... )
    >>> policy = Policy("demo", stable=(Rule("stable", "", classes=("01*",)),))
    >>> tests = RuleEvaluator(pieces, policy, SurveyClasses({}), "2024-12-31")
    >>> find_eligible(pieces, tests, policy, SupplementNeed(1, 0), "GDDB", 0.001)[["piece_id", "tier"]].values.tolist()
    [['a', 'elsewhere']]

    """
    eligible = cents_or_zero(pieces["cultivated_m2"]) > 0
    eligible &= tests.any_rule(policy.stable) & ~tests.is_true("sliver")
    for row in policy.supplement_exclusions:
        eligible &= ~tests.maybe(row)
    rows = np.flatnonzero(eligible)
    found = pieces.iloc[rows].reset_index(drop=True)
    grade = tests.numbers(grade_column)[rows]
    tier = _tiers(found, pieces, need, tolerance)
    found = found.assign(tier=np.array(TIERS, dtype=object)[tier], grade=grade)
    order = np.lexsort((found["piece_id"].astype(str), np.where(np.isnan(grade), np.inf, grade), tier))
    return geopandas.GeoDataFrame(found.iloc[order].reset_index(drop=True), geometry="geometry", crs=pieces.crs)


def _tiers(
    found: geopandas.GeoDataFrame, pieces: geopandas.GeoDataFrame, need: SupplementNeed, tolerance: float
) -> np.ndarray:
    """Return the position in `TIERS` of each eligible piece (int64, n)."""
    tier = np.full(len(found), len(TIERS) - 1)
    for digits, place in ((6, "county"), (9, "township"), (12, "village")):
        taken = {code[:digits] for code in need.villages if len(code) >= digits}
        if place in found:
            tier[found[place].isin(taken).to_numpy()] = TIERS.index(f"same_{place}")
    if PBF in pieces:
        tier[_adjoins(found, pieces[pieces[PBF].notna()], tolerance)] = TIERS.index(SupplementTier.ADJOINING.value)
    if RESERVE in found:
        tier[found[RESERVE].notna().to_numpy()] = TIERS.index(SupplementTier.RESERVE.value)
    return tier


def _adjoins(found: geopandas.GeoDataFrame, pbf: geopandas.GeoDataFrame, tolerance: float) -> np.ndarray:
    """Return the pieces that share an edge with PBF, not a corner alone (bool, n)."""
    shapes, zones = found.geometry.to_numpy(), shapely.buffer(pbf.geometry.to_numpy(), 2 * tolerance)
    first, second = spatial_index(zones).query(shapes, predicate="intersects")
    edge = shapely.length(shapely.intersection(shapely.boundary(shapes[first]), zones[second]))
    result = np.zeros(len(found), bool)
    result[first[edge > _CORNERS * 2 * tolerance]] = True
    return result


def choose_supplements(eligible: geopandas.GeoDataFrame, policy: Policy, need: SupplementNeed) -> Supplements:
    """Choose whole pieces that make good what is needed: net area, paddy, and a mean grade that is not worse.

    One after the other (`greedy`), or as few as possible (`fewest`), as the policy's option says. A piece of unknown
    grade cannot be shown to be good enough where a grade is needed, and is not chosen.

    >>> frame = geopandas.GeoDataFrame(
    ...     {"DLBM": ["0101"] * 3, "cultivated_m2": [600.0, 400.0, 466.67], "grade": [6, 7, 5]},
    ...     geometry=[shapely.box(0, 0, 1, 1)] * 3,
    ... )
    >>> from ..rules.policy import Option
    >>> options = {"supplement_choice": Option("supplement_choice", "greedy", ("greedy",), "", "", "")}
    >>> policy = Policy("demo", class_groups={"paddy": ("0101",)}, options=options)
    >>> need = SupplementNeed(279_600, 279_600, Fraction(6))
    >>> choose_supplements(frame, policy, need).chosen
    [0, 2]

    """
    net = cents_or_zero(eligible["cultivated_m2"]) * THIRDS
    wet = codes_match(eligible["DLBM"], policy.class_groups.get("paddy", ()))
    paddy = np.where(wet, net, 0)
    grade = eligible["grade"].to_numpy(dtype=float, na_value=np.nan)
    usable = ~np.isnan(grade) if need.grade is not None else np.ones(len(net), bool)
    rows = np.flatnonzero(usable)
    pick = _fewest if policy.option("supplement_choice") == "fewest" else _greedy
    chosen = rows[pick(net[rows], paddy[rows], grade[rows], need)].tolist()
    return Supplements(eligible, net, paddy, grade, chosen)


def _greedy(net: np.ndarray, paddy: np.ndarray, grade: np.ndarray, need: SupplementNeed) -> list[int]:
    """Choose in order; what would make the mean grade worse than needed waits, and is tried again at the end."""
    chosen: list[int] = []
    area = wet = 0
    graded = Fraction(0)
    waiting = list(range(len(net)))
    while waiting:
        skipped, before = [], len(chosen)
        for row in waiting:
            rest, rest_wet = need.net - area, max(need.paddy - wet, 0)
            if rest <= 0 and rest_wet <= 0:
                return chosen
            if not paddy[row] and rest <= rest_wet:
                continue  # dry land makes good no paddy
            size = int(net[row])
            share = Fraction(0) if need.grade is None else size * Fraction(str(grade[row]))
            if need.grade is not None and graded + share > need.grade * (area + size):
                skipped.append(row)
                continue
            chosen.append(row)
            area, wet, graded = area + size, wet + int(paddy[row]), graded + share
        if len(chosen) == before:
            break
        waiting = skipped
    return chosen


def _fewest(net: np.ndarray, paddy: np.ndarray, grade: np.ndarray, need: SupplementNeed) -> list[int]:
    """Choose as few as possible, of these the earliest; by HiGHS, exactly. In order where nothing suffices."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  optional

    greedy = _greedy(net, paddy, grade, need)
    if not len(net):
        return greedy
    rows = [
        LinearConstraint(net / EXACT_PER_MU, need.net / EXACT_PER_MU),
        LinearConstraint(paddy / EXACT_PER_MU, need.paddy / EXACT_PER_MU),
    ]
    if need.grade is not None:
        rows.append(LinearConstraint(net / EXACT_PER_MU * (grade - float(need.grade)), -np.inf, 0.0))
    count = np.ones(len(net))
    whole = {"integrality": count, "bounds": Bounds(0, 1)}
    first = milp(count, constraints=rows, **whole)
    if first.x is None:
        return greedy
    few = LinearConstraint(count, 0, round(first.fun))
    second = milp(np.arange(len(net), dtype=float), constraints=[*rows, few], **whole)
    chosen = np.flatnonzero(np.rint(first.x if second.x is None else second.x)).tolist()
    # HiGHS reckons in floating point; what it offers has to hold in whole numbers.
    return chosen if _suffices(chosen, net, paddy, grade, need) else greedy


def _suffices(
    chosen: Sequence[int], net: np.ndarray, paddy: np.ndarray, grade: np.ndarray, need: SupplementNeed
) -> bool:
    """Return whether a choice makes good what is needed."""
    area = sum(int(net[row]) for row in chosen)
    if area < need.net or sum(int(paddy[row]) for row in chosen) < need.paddy:
        return False
    if need.grade is None:
        return True
    return sum(int(net[row]) * Fraction(str(grade[row])) for row in chosen) <= need.grade * area


def mean_grade(supplements: Supplements) -> Fraction | None:
    """Return the mean grade of what was chosen, weighted by net area; None where a grade is not known.

    >>> net = np.array([100, 300])
    >>> mean_grade(Supplements(geopandas.GeoDataFrame(), net, net, np.array([6.0, 5.0]), [0, 1]))
    Fraction(21, 4)

    """
    rows = list(supplements.chosen)
    if not rows or np.isnan(supplements.grade[rows]).any():
        return None
    graded = sum((int(supplements.net[row]) * Fraction(str(supplements.grade[row])) for row in rows), Fraction(0))
    return Fraction(graded, sum(int(supplements.net[row]) for row in rows))


def supplement_layer(supplements: Supplements) -> geopandas.GeoDataFrame:
    """Return the layer of eligible land: the chosen ones first, with what they come to one after the other.

    >>> frame = geopandas.GeoDataFrame(
    ...     {"piece_id": ["a", "b"], "tier": ["reserve", "elsewhere"]}, geometry=shapely.box([0, 9], 0, [1, 10], 1)
    ... )
    >>> net = THIRDS * np.array([100_000, 200_000])
    >>> layer = supplement_layer(Supplements(frame, net, net, np.array([6.0, 5.0]), [1]))
    >>> layer[["supplement_id", "chosen", "net_mu"]].values.tolist()
    [['b', 'yes', 3.0], ['a', 'no', 1.5]]

    """
    frame, count = supplements.frame, len(supplements.frame)
    rest = sorted(set(range(count)) - set(supplements.chosen))
    order = np.array([*supplements.chosen, *rest], dtype=np.int64)
    chosen = np.arange(count) < len(supplements.chosen)
    cumulative = np.cumsum(supplements.net[order]) / EXACT_PER_MU
    table = pd.DataFrame(
        {
            "supplement_id": frame["piece_id"].to_numpy(dtype=object)[order],
            "rank": np.arange(1, count + 1),
            "chosen": np.where(chosen, "yes", "no"),
            "tier": frame["tier"].to_numpy(dtype=object)[order],
            "net_m2": supplements.net[order] / THIRDS / CENTS,
            "net_mu": cents_to_mu(supplements.net[order] // THIRDS),
            "paddy_mu": cents_to_mu(supplements.paddy[order] // THIRDS),
            "grade": supplements.grade[order],
            "cumulative_mu": np.where(chosen, cumulative, np.nan),
        }
    )
    for name in ("BSM", "DLBM", "GDPDJB", RESERVE, *_PLACES):
        if name in frame:
            table[name] = frame[name].to_numpy(dtype=object)[order]
    return geopandas.GeoDataFrame(table, geometry=frame.geometry.to_numpy()[order], crs=frame.crs)


def need_of(rows: pd.DataFrame, area: np.ndarray, wet: np.ndarray, grade: np.ndarray) -> SupplementNeed:
    """Return the need that land comes to which is taken.

    Args:
        rows: with the columns of units.
        area: float (n,), what of each has to be replaced (m²); sums are rounded once.
        wet: bool (n,), whether it is paddy.
        grade: float (n,); NaN where it is not known, which counts in no mean.

    >>> rows = pd.DataFrame({"village": ["360222100201"]})
    >>> need_of(rows, np.array([932.0]), np.array([True]), np.array([6.0]))
    SupplementNeed(net=279600, paddy=279600, grade=Fraction(6, 1), villages=('360222100201',))

    """
    cents = to_cents(area)
    known = ~np.isnan(grade) & (cents > 0)
    weight = int(cents[known].sum())
    total = sum(Fraction(str(one)) * int(size) for one, size in zip(grade[known], cents[known]))
    villages = rows["village"].dropna().astype(str).unique().tolist() if "village" in rows else []
    return SupplementNeed(
        int(to_cents(area.sum())) * THIRDS,
        int(to_cents(area[wet].sum())) * THIRDS,
        Fraction(total, weight) if weight else None,
        tuple(sorted(villages)),
    )

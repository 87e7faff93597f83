"""Swaps of hill for valley (山上换山下, measure 23): steep fields for gentle orchards beside large fields."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ..area.rounding import CENTS, THIRDS, cents_or_zero, cents_to_mu, limit_to_exact
from ..area.sums import sums_of
from ..progress import Progress, Silent
from ..rules.candidates import NET_COLUMNS, net_cents
from ..rules.evaluation import CLASS_COLUMN, RuleEvaluator, columns_or_null, join_labels
from ..rules.policy import Policy, SurveyClasses
from ..spatial_index import spatial_index
from ..vocabulary import UNIT_LEVELS, Side
from .bundles import BARRIERS, PIECE, SLOPE
from .proximity import Barriers, Links, connected, find_near, find_neighbours, link_near

_GRADE, _QUALITY = "GDPDJB", "GDDB"  # slope grade of cultivated land; quality grade, 1 the best
_DOWN, _FOREST = "swap_down", "forest_land"  # groups of classes in the policy
_BESIDE = 0.05  # m within which boundaries of fields and forest are the same
_PERCENT = 100
_LEVELS = UNIT_LEVELS[:2]
_SHOWN = (*UNIT_LEVELS, "BSM", CLASS_COLUMN)
_READ = frozenset(
    {*_SHOWN, PIECE, SLOPE, _GRADE, _QUALITY, "cultivated_m2", "sliver", "red_line", "forest", *NET_COLUMNS}
)


@dataclass(frozen=True)
class SwapRules:
    """What is swapped for what; measure 23 names no numbers, the policy does.

    Attributes:
        steep: least slope grade of fields that go.
        gentle: largest slope grade of land that comes.
        forest: share of the boundary against forest (percent) from which a small field goes.
        small_mu: below which a field is small.
        near: how far land that comes may be from large fields (m).
        large_mu: from which cultivated land in one piece is large.
        distance: how far pieces of one piece of cultivated land are apart at most (m).

    >>> SwapRules(4, 2, 75, 5, 50, 30, 20).steep
    4

    """

    steep: float
    gentle: float
    forest: float
    small_mu: float
    near: float
    large_mu: float
    distance: float

    @classmethod
    def of(cls, policy: Policy) -> SwapRules:
        """Return the rules of a policy."""
        own = ("steep_grade", "gentle_grade", "forest_percent", "small_mu", "near_m", "large_mu")
        names = (*(f"swap_{name}" for name in own), "bundle_distance_m")
        return cls(*(policy.threshold(name) for name in names))


@dataclass(frozen=True)
class Swaps:
    """What could be swapped.

    Attributes:
        listed: fields that could go (`up`) and land that could come (`down`), one row a piece.
        units: patches of cultivated land before and after, one row a county and township.

    """

    listed: geopandas.GeoDataFrame
    units: pd.DataFrame


def pair_swaps(
    pieces: geopandas.GeoDataFrame, policy: Policy, classes: SurveyClasses, progress: Progress | None = None
) -> Swaps:
    """Pair fields that could go with land that could come, inside a township, the nearest first.

    Up: cultivated, of slope grade `swap_steep_grade` or more by its own record or the slope layer, or a patch below
    `swap_small_mu` with `swap_forest_percent` of its boundary against forest. Down: `swap_down` classes of slope grade
    `swap_gentle_grade` at most, outside the red line, within `swap_near_m` of `swap_large_mu` of cultivated land in one
    piece; inside the forest boundary it is flagged. A partner has at least the net area, and no worse quality grade
    (GDDB) where both are recorded.

    Args:
        pieces: of the overlay, in a projected system (m).
        policy: thresholds, groups of classes, ridge coefficients.
        classes: the class table.
        progress: receives the fraction done; may cancel.

    Returns:
        Listed with `piece_id`, `side`, `why` (of `up`: `steep`, `forest`), `partner` and `distance_m` (null: none),
        `net_m2`, `net_mu`, `slope`, `flags`, unit codes, BSM, DLBM; units with `code`, `level`, `patches_before`,
        `mean_before_mu`, `mesh_before_mu` (effective mesh, ΣA²/ΣA), the same after the pairs were swapped, and
        `holding_before_m2 - up_m2 + down_m2 = holding_after_m2`.

    >>> from ..rules.policy import SurveyClass, Threshold
    >>> names = [f"swap_{name}" for name in "steep_grade gentle_grade forest_percent small_mu near_m large_mu".split()]
    >>> numbers = dict(zip([*names, "bundle_distance_m"], (4, 2, 75, 5, 50, 9, 20)))
    >>> thresholds = {name: Threshold(name, number, "", "", "", "") for name, number in numbers.items()}
    >>> groups = {"cultivated": ("01*",), "field_barriers": (), "forest_land": ("03*",), "swap_down": ("02*",)}
    >>> classes = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0103", "0201")})
    >>> table = {"piece_id": list("abc"), "DLBM": ["0103", "0103", "0201"], "slope_PDJB": ["2", "5", "1"]}
    >>> areas = {"area_m2": [7000.0, 3000.0, 3000.0], "cultivated_m2": [7000.0, 3000.0, 0.0], "township": "360222101"}
    >>> shapes = [shapely.box(0, 0, 100, 70), shapely.box(500, 0, 600, 30), shapely.box(100, 0, 160, 50)]
    >>> pieces = geopandas.GeoDataFrame({**table, **areas}, geometry=shapes)
    >>> swaps = pair_swaps(pieces, Policy("demo", thresholds=thresholds, class_groups=groups), classes)
    >>> swaps.listed[["piece_id", "side", "why", "partner"]].values.tolist()
    [['b', 'up', 'steep', 'c'], ['c', 'down', None, 'b']]
    >>> swaps.units[["patches_before", "patches_after"]].values.tolist()
    [[2, 1]]

    """
    progress = progress or Silent()
    rules = SwapRules.of(policy)
    pieces = _sorted(pieces)
    tests, ground = RuleEvaluator(pieces, policy, classes), np.asarray(pieces.geometry.array)
    net = cents_or_zero(tests.numbers("cultivated_m2"))
    farmed = np.flatnonzero(tests.in_group("cultivated") & (net > 0))
    barriers = Barriers(ground[tests.in_group(BARRIERS)])
    near = link_near(ground[farmed], rules.distance, progress=progress)
    patch, near = connected(ground[farmed], near, barriers, progress)
    progress.set(0.5)
    up, why, down = _choose(tests, ground, farmed, patch, net[farmed], rules, barriers)
    area = np.where(np.isin(np.arange(len(net)), down), net_cents(tests, policy), net)
    quality = tests.numbers(_QUALITY)
    township = columns_or_null(pieces, ("township",))["township"].astype(str)
    partner, apart = _pairs(up, down, ground, area, quality, township)
    listed = np.append(up, down)
    comes = np.isin(listed, down)
    unknown = np.isnan(quality) | np.isnan(np.where(partner >= 0, quality[partner], 0.0))
    masks = [tests.present("forest")[listed] & comes, (unknown & (partner >= 0))[listed]]
    ids = pieces[PIECE].to_numpy(dtype=object)
    table = {
        PIECE: ids[listed],
        "side": np.where(comes, Side.DOWN.value, Side.UP.value).astype(object),
        "why": pd.Series([*why, *[None] * len(down)], dtype=object),
        "partner": pd.Series(ids[partner[listed]]).where(partner[listed] >= 0, None).to_numpy(dtype=object),
        "distance_m": apart[listed],
        "net_m2": area[listed] / CENTS,
        "net_mu": cents_to_mu(area[listed]),
        "slope": np.fmax(tests.numbers(_GRADE), tests.numbers(SLOPE))[listed],
        "flags": join_labels(masks, ["forest", "grade_unknown"], len(listed)),
        **{name: values[listed] for name, values in columns_or_null(pieces, _SHOWN).items()},
    }
    swapped = np.sort(listed[partner[listed] >= 0])
    gone, come = swapped[np.isin(swapped, up)], swapped[np.isin(swapped, down)]
    later = np.sort(np.append(np.setdiff1d(farmed, gone), come))
    joined, _ = connected(ground[later], _near_after(ground, farmed, near, come, later, rules.distance), barriers)
    units = _measure(pieces, area, (farmed, patch), (later, joined))
    units = _with_swaps(units, pieces, area, gone, come)
    return Swaps(geopandas.GeoDataFrame(table, geometry=ground[listed], crs=pieces.crs), units)


def _sorted(pieces: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return pieces by their ids, of the columns that are read: no copy of a hundred others."""
    read = pieces[[name for name in pieces.columns if name in _READ or name == pieces.geometry.name]]
    return read.sort_values(PIECE, kind="stable", ignore_index=True)


def _near_after(
    ground: np.ndarray,
    farmed: npt.NDArray[np.int64],
    near: Links,
    come: npt.NDArray[np.int64],
    later: npt.NDArray[np.int64],
    distance: float,
) -> Links:
    """Return what is near each other after the swaps, by positions in `later`; only the pairs of what comes are new.

    Args:
        ground: polygons of all pieces.
        farmed, near: what was cultivated, and which of it are near each other.
        come: what comes.
        later: what is cultivated then, ascending.
        distance: of neighbours.

    """
    new = link_near(ground[come], distance)
    beside = find_near(ground[come], ground[later], distance)
    kept = near.only(np.isin(farmed[near.first], later) & np.isin(farmed[near.second], later))
    first = np.concatenate([farmed[kept.first], come[new.first], come[beside.first]])
    second = np.concatenate([farmed[kept.second], come[new.second], later[beside.second]])
    length = np.concatenate([kept.length, new.length, beside.length])
    return Links(np.searchsorted(later, first), np.searchsorted(later, second), length)


def _with_swaps(
    units: pd.DataFrame,
    pieces: pd.DataFrame,
    area: npt.NDArray[np.int64],
    gone: npt.NDArray[np.int64],
    come: npt.NDArray[np.int64],
) -> pd.DataFrame:
    """Return the units with what goes and comes, and the closure of their holdings (m²)."""
    for name, rows in (("up_m2", gone), ("down_m2", come)):
        sums: dict[tuple[str, object], int] = {}
        for level in _LEVELS:
            codes = columns_or_null(pieces, (level,))[level][rows]
            for code, cents in zip(codes, area[rows].tolist()):
                sums[level, code] = sums.get((level, code), 0) + cents
        units[name] = [sums.get(key, 0) / CENTS for key in zip(units["level"], units["code"])]
    amounts = {name: cents_or_zero(units[f"{name}_m2"]) for name in ("holding_before", "up", "down", "holding_after")}
    closure = amounts["holding_before"] - amounts["up"] + amounts["down"] - amounts["holding_after"]
    return units.assign(closure_m2=closure / CENTS)


def _choose(
    tests: RuleEvaluator,
    ground: np.ndarray,
    farmed: npt.NDArray[np.int64],
    patch: npt.NDArray[np.int64],
    net: npt.NDArray[np.int64],
    rules: SwapRules,
    barriers: Barriers,
) -> tuple[npt.NDArray[np.int64], np.ndarray, npt.NDArray[np.int64]]:
    """Return the positions of fields that could go, why, and of land that could come.

    Args:
        tests: of all pieces.
        ground: their polygons.
        farmed: positions of cultivated pieces.
        patch, net: of these; which hang together, and net areas in 0.01 m².
        rules: what is swapped for what.
        barriers: what parts fields.

    """
    size = sums_of(patch, net, len(farmed))[patch] * THIRDS
    small, slope = size < limit_to_exact(rules.small_mu), tests.numbers(SLOPE)
    steep = np.fmax(tests.numbers(_GRADE), slope)[farmed] >= rules.steep
    bound = _in_forest(ground[farmed], np.where(small, patch, -1), ground[tests.in_group(_FOREST)], rules.forest)
    whole = ~tests.is_true("sliver")
    goes = whole[farmed] & (steep | bound)
    why = join_labels([steep, bound], ["steep", "forest"], len(farmed))
    able = np.flatnonzero(whole & tests.in_group(_DOWN) & (slope <= rules.gentle) & ~tests.present("red_line"))
    large = farmed[(size >= limit_to_exact(rules.large_mu)) & ~goes]
    near = find_neighbours(ground[able], ground[large], rules.near, barriers)
    return farmed[goes], why[goes], able[np.unique(near.first)]


def effective_mesh(area: npt.ArrayLike) -> float:
    """Return the effective mesh ΣA²/ΣA of patches, in the unit of their areas; nan of none.

    >>> effective_mesh([10, 5, 5]), effective_mesh([15, 5])
    (7.5, 12.5)

    """
    areas = np.asarray(area, dtype=np.float64)
    return float((areas**2).sum() / areas.sum()) if areas.sum() else float("nan")


def _in_forest(
    shapes: np.ndarray, patch: npt.NDArray[np.int64], forest: np.ndarray, percent: float
) -> npt.NDArray[np.bool_]:
    """Return which pieces (n,) are of a patch with so much of its boundary against forest.

    Args:
        shapes: of cultivated land.
        patch: of each piece; -1: not looked at.
        forest: polygons.
        percent: share of the boundary.

    """
    rows = pd.Series(np.flatnonzero(patch >= 0)).groupby(patch[patch >= 0]).agg(list)
    outline = np.array([shapely.boundary(shapely.union_all(shapes[each])) for each in rows], dtype=object)
    tree, result = spatial_index(forest), np.zeros(len(shapes), dtype=bool)
    for each, line in zip(rows, outline):
        beside = forest[tree.query(shapely.buffer(line, _BESIDE), predicate="intersects")]
        if len(beside):
            shared = shapely.length(shapely.intersection(line, shapely.buffer(shapely.union_all(beside), _BESIDE)))
            result[each] = shared * _PERCENT >= percent * shapely.length(line)
    return result


def _pairs(
    up: npt.NDArray[np.int64],
    down: npt.NDArray[np.int64],
    ground: np.ndarray,
    area: npt.NDArray[np.int64],
    quality: npt.NDArray[np.float64],
    township: np.ndarray,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the partner of each piece (n,), -1 without one, and the distance of their middles (m, to 0.1).

    Of all pairs that may be, the nearest are taken first, of equally near ones those of the first ids.
    """
    partner, apart = np.full(len(ground), -1, dtype=np.int64), np.full(len(ground), np.nan)
    middle = np.full((len(ground), 2), np.nan)
    middle[np.append(up, down)] = shapely.get_coordinates(shapely.point_on_surface(ground[np.append(up, down)]))
    for code in np.unique(township[up]):
        goes, comes = up[township[up] == code], down[township[down] == code]
        may = (area[comes][None] >= area[goes][:, None]) & ~(quality[comes][None] > quality[goes][:, None])
        one, other = (rows[index] for rows, index in zip((goes, comes), np.nonzero(may)))
        distance = np.hypot(*(middle[one] - middle[other]).T).round(1)
        for number in np.lexsort((other, one, distance)).tolist():
            a, b = one[number], other[number]
            if partner[a] < 0 and partner[b] < 0:
                partner[a], partner[b] = b, a
                apart[[a, b]] = distance[number]
    return partner, apart


def _measure(
    pieces: pd.DataFrame,
    area: npt.NDArray[np.int64],
    before: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    after: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
) -> pd.DataFrame:
    """Return patches of cultivated land before and after, one row a county and township.

    Args:
        pieces: with unit codes.
        area: net area of each piece, in 0.01 m².
        before, after: positions of the cultivated pieces, ascending, and which of them hang together.

    """
    frames = []
    for name, (rows, patch) in (("before", before), ("after", after)):
        facts = pd.DataFrame({"patch": patch, "area": area[rows]})
        for level in _LEVELS:
            codes = columns_or_null(pieces, (level,))[level][rows]
            cells = facts.assign(code=codes).dropna(subset=["code"]).groupby(["code", "patch"])["area"].sum()
            for code, sizes in cells.groupby(level="code"):
                mu = cents_to_mu(sizes.to_numpy())
                frames.append((level, code, name, len(sizes), mu.mean(), effective_mesh(mu), int(sizes.sum())))
    made = pd.DataFrame(frames, columns=["level", "code", "when", "patches", "mean_mu", "mesh_mu", "holding"])
    units = made[["level", "code"]].drop_duplicates().sort_values(["level", "code"], ignore_index=True)
    for when in ("before", "after"):
        names = {"patches": f"patches_{when}", "mean_mu": f"mean_{when}_mu", "mesh_mu": f"mesh_{when}_mu"}
        own = made[made["when"] == when].drop(columns="when").rename(columns=names)
        units = units.merge(own, on=["level", "code"], how="left")
        units[names["patches"]] = units[names["patches"]].fillna(0).astype("int64")
        units[f"holding_{when}_m2"] = units.pop("holding").fillna(0) / CENTS
    return units

"""Candidates bundled into blocks that can be restored in one go (打捆, measure 20)."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ..area.rounding import CENTS, THIRDS, cents_or_zero, cents_to_mu, limit_to_exact
from ..area.sums import main_values, sums_of
from ..components import components
from ..geometry.set_operations import polygonal
from ..problems import NOTE, WARNING, problems
from ..progress import Progress, Silent
from ..review import stands
from ..rules.candidates import potentials_of
from ..rules.evaluation import RuleEvaluator, columns_or_null
from ..rules.policy import Policy, SurveyClasses
from ..spatial_index import spatial_index
from ..vocabulary import UNIT_LEVELS, Kept, Potential, Tier
from .clusters import limited_clusters, widths
from .proximity import Barriers, find_near, find_neighbours, link_neighbours, without_barrier

BLOCK, CANDIDATE, PIECE, SLOPE, PBF = "block_id", "candidate_id", "piece_id", "slope_PDJB", "pbf"
BARRIERS, ROADS, VILLAGES = "field_barriers", "access_roads", "villages"  # groups of classes in the policy
MEMBER = "member"
# What of a block may be set against the gap, and how it can be restored; their areas add up to the block's.
PARTS = {
    (potential.value, tier.value): f"{potential}_{tier}_m2"
    for potential in (Potential.FREE, Potential.TO_CONFIRM, Potential.BARRED)
    for tier in Tier
}


@dataclass(frozen=True)
class BundleRules:
    """How candidates are bundled; measure 20 names no numbers, the policy does.

    Attributes:
        distance: neighbours are no farther apart (m).
        least_mu: a block with less net area is kept only beside cultivated land.
        adjoining_mu: the least net area of that cultivated land, in one piece as candidates are.
        diameter: the widest that a block may be (m).

    >>> BundleRules(20.0, 3.0, 10.0, 600.0).diameter
    600.0

    """

    distance: float
    least_mu: float
    adjoining_mu: float
    diameter: float

    @classmethod
    def of(cls, policy: Policy) -> BundleRules:
        """Return the rules of a policy."""
        names = ("bundle_distance_m", "bundle_min_mu", "bundle_adjoining_mu", "bundle_diameter_m")
        return cls(*(policy.threshold(name) for name in names))


@dataclass(frozen=True)
class Bundles:
    """What became of candidates.

    Attributes:
        blocks: one row a block.
        members: the candidates that were to be bundled, with `block_id`, null for those that stay scattered.
        balance: net areas by county (m²): `candidates_m2` as given, less `blocks_m2`, `scattered_m2`, `left_out_m2`
            (excluded, or dismissed by a review) and `dropped_m2` (no candidates, or given twice) is `closure_m2`.
        problems: candidates that are none, or stand twice.

    """

    blocks: geopandas.GeoDataFrame
    members: geopandas.GeoDataFrame
    balance: pd.DataFrame
    problems: pd.DataFrame


def bundle_candidates(
    candidates: geopandas.GeoDataFrame,
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    progress: Progress | None = None,
) -> Bundles:
    """Join candidates of a county that are neighbours, and keep those blocks that are worth the work.

    Neighbours are at most `bundle_distance_m` apart, with no road, river or canal (`field_barriers`) on the shortest
    line between them. A block below `bundle_min_mu` is kept only beside cultivated land of `bundle_adjoining_mu`, as
    far as neighbours of neighbours reach. The rows do not depend on the order of the input.

    Args:
        candidates: as `find_candidates` lists them, in the pieces' system.
        pieces: of the overlay, in a projected system (m).
        policy: thresholds and groups of classes.
        classes: the class table.
        progress: receives the fraction done; may cancel.

    Returns:
        Blocks with `block_id` (that of its first candidate), unit codes (of most of its area), `pieces`, `net_m2`,
        `net_mu`, shares by net area, areas by potential and tier, `pbf_m2`, `gross_m2`, `slope`, `diameter_m`,
        `compactness` (4πA/P² where gaps are closed), `adjoining_m2` (net cultivated land of neighbours), `road_m`,
        `village_m`, `kept` (`size` or `adjoining`).

    >>> from ..rules.policy import SurveyClass, Threshold
    >>> numbers = {"bundle_distance_m": 20, "bundle_min_mu": 3, "bundle_adjoining_mu": 10, "bundle_diameter_m": 600}
    >>> thresholds = {name: Threshold(name, number, "", "", "", "") for name, number in numbers.items()}
    >>> groups = {"cultivated": ("01*",), "field_barriers": ("1003",), "access_roads": ("1006",), "villages": ()}
    >>> policy = Policy("demo", thresholds=thresholds, class_groups=groups)
    >>> classes = SurveyClasses({"0201": SurveyClass("0201", "", "")})
    >>> shapes = [shapely.box(x, 0, x + 50, 30) for x in (0, 60, 300)]
    >>> table = {"piece_id": list("abc"), "DLBM": "0201", "area_m2": 1500.0, "cultivated_m2": 0.0, "county": "360222"}
    >>> pieces = geopandas.GeoDataFrame(table, geometry=shapes)
    >>> candidates = pieces.rename(columns={"piece_id": "candidate_id"}).assign(net_m2=1500.0, tier="at_once")
    >>> bundles = bundle_candidates(candidates.assign(excluded=None, deferred="no"), pieces, policy, classes)
    >>> bundles.blocks[["block_id", "pieces", "net_m2", "at_once_share"]].values.tolist()
    [['a', 2, 3000.0, 1.0]]
    >>> bundles.members["block_id"].tolist()
    ['a', 'a', None]

    """
    progress = progress or Silent()
    rules = BundleRules.of(policy)
    candidates, fate, found = _judge(candidates, policy, classes)
    members = candidates[fate == MEMBER].reset_index(drop=True)
    shapes, net = np.asarray(members.geometry.array), cents_or_zero(members["net_m2"])
    tests, ground = RuleEvaluator(pieces, policy, classes), np.asarray(pieces.geometry.array)
    own = pieces[PIECE].isin(members[CANDIDATE]).to_numpy()
    barriers = Barriers(ground[tests.in_group(BARRIERS) & ~own])
    county = pd.factorize(members["county"])[0]
    links = link_neighbours(shapes, rules.distance, barriers, county, progress)
    progress.set(0.4)
    cluster = limited_clusters(shapes, links, rules.diameter)
    large = sums_of(cluster, net, len(net))[cluster] * THIRDS >= limit_to_exact(rules.least_mu)
    fields = _Fields.of(pieces, tests)
    member, field = fields.beside(shapes, cluster, rules.distance, barriers, progress)
    progress.set(0.7)
    adjoining = sums_of(member, fields.net[field], len(net))
    asked = np.unique(field[~large[member]])
    is_wide = fields.is_part_of(limit_to_exact(rules.adjoining_mu), asked, rules.distance, barriers)
    kept = large | np.isin(cluster, member[is_wide[field]])
    progress.set(0.85)
    members[BLOCK] = pd.Series(members[CANDIDATE].to_numpy(dtype=object)[cluster], dtype=object).where(kept, None)
    read = pieces[[name for name in (PIECE, SLOPE, PBF) if name in pieces]]
    of_piece = pd.DataFrame(read).drop_duplicates(PIECE).set_index(PIECE).reindex(members[CANDIDATE])
    facts = members.assign(**columns_or_null(members, UNIT_LEVELS), **columns_or_null(of_piece, (SLOPE, PBF)))
    blocks = _blocks(facts[kept], rules.distance)
    first = pd.Index(members[CANDIDATE]).get_indexer(blocks[BLOCK])
    outlines = np.asarray(blocks.geometry.array)
    blocks["adjoining_m2"] = adjoining[first] / CENTS
    blocks["road_m"] = _nearest(outlines, ground[tests.in_group(ROADS)])
    blocks["village_m"] = _nearest(outlines, ground[tests.in_group(VILLAGES)])
    blocks["kept"] = np.where(large[first], Kept.SIZE.value, Kept.ADJOINING.value).astype(object)
    progress.set(1.0)
    fate[fate == MEMBER] = np.where(kept, "blocks", "scattered")
    return Bundles(blocks, members, _balance(candidates, fate, blocks), found)


@dataclass(frozen=True)
class _Fields:
    """Pieces of cultivated land.

    Attributes:
        shapes: polygons (n,).
        net: int64 (n,), net areas in 0.01 m².

    """

    shapes: np.ndarray
    net: npt.NDArray[np.int64]

    @classmethod
    def of(cls, pieces: geopandas.GeoDataFrame, tests: RuleEvaluator) -> _Fields:
        """Return the cultivated pieces in the order of their ids."""
        net = cents_or_zero(tests.numbers("cultivated_m2"))
        rows = np.flatnonzero(tests.in_group("cultivated") & (net > 0))
        rows = rows[np.argsort(pieces[PIECE].to_numpy(dtype=object)[rows].astype(str), kind="stable")]
        return cls(np.asarray(pieces.geometry.array)[rows], net[rows])

    def beside(
        self,
        shapes: np.ndarray,
        cluster: npt.NDArray[np.int64],
        distance: float,
        barriers: Barriers,
        progress: Progress,
    ) -> npt.NDArray[np.int64]:
        """Return clusters, and the positions of the pieces that are their neighbours, each pair once (2, m), in order.

        Args:
            shapes: polygons of candidates (n,).
            cluster: of each.
            distance, barriers: of neighbours.
            progress: may cancel.

        """
        near = find_near(shapes, self.shapes, distance, progress)
        pair = cluster[near.first] * np.int64(len(self.shapes)) + near.second
        linked = near.length == 0
        # Whether a barrier is between is asked only of pairs that do not touch by another candidate of the cluster.
        asked = np.flatnonzero(~np.isin(pair, pair[linked]))
        linked[asked] = without_barrier(shapes, self.shapes, near.only(asked), barriers, progress)
        return np.stack(np.divmod(np.unique(pair[linked]), np.int64(max(1, len(self.shapes)))))

    def is_part_of(
        self, least: int, asked: npt.NDArray[np.int64], distance: float, barriers: Barriers
    ) -> npt.NDArray[np.bool_]:
        """Return which pieces (n,) are known to be part of cultivated land of at least an area, in one piece.

        Args:
            least: in thirds of 0.01 m².
            asked: positions of pieces; it is looked no farther than it takes to answer for them.
            distance, barriers: of neighbours.

        """
        looked, first, second = np.zeros(len(self.net), dtype=bool), np.empty(0, np.int64), np.empty(0, np.int64)
        while True:
            links = find_neighbours(self.shapes[asked], self.shapes, distance, barriers)
            looked[asked] = True
            first, second = np.append(first, asked[links.first]), np.append(second, links.second)
            group, known = components(len(self.net), first, second), np.unique(np.append(second, asked))
            enough = (sums_of(group[known], self.net[known], len(self.net)) * THIRDS >= least)[group]
            asked = known[~enough[known] & ~looked[known]]
            if not len(asked):
                return enough


def _judge(
    candidates: geopandas.GeoDataFrame, policy: Policy, classes: SurveyClasses
) -> tuple[geopandas.GeoDataFrame, np.ndarray, pd.DataFrame]:
    """Return the candidates in the order of their ids, what becomes of each (`MEMBER`: bundled), and what is wrong.

    Cultivated land is no candidate: abandoned fields belong to measure 16 and fill no gap. A candidate that stands
    twice counts once.
    """
    candidates = candidates.sort_values(CANDIDATE, kind="stable", ignore_index=True)
    candidates["potential"] = potentials_of(candidates)
    fate = np.full(len(candidates), MEMBER, dtype=object)
    fate[((candidates["potential"] == Potential.EXCLUDED.value) | ~stands(candidates)).to_numpy()] = "left_out"
    repeated = candidates.duplicated(CANDIDATE).to_numpy()
    cultivated = RuleEvaluator(candidates, policy, classes).in_group("cultivated") & ~repeated
    fate[repeated | cultivated] = "dropped"
    shapes = np.asarray(candidates.geometry.array)
    nowhere = (fate == MEMBER) & (shapely.is_missing(shapes) | shapely.is_empty(shapes))
    ids = candidates[CANDIDATE]
    found = [
        problems("candidate_repeated", "candidates", ids[repeated], WARNING),
        problems("candidate_cultivated", "candidates", ids[cultivated], WARNING),
        problems("candidate_nowhere", "candidates", ids[nowhere], NOTE),
    ]
    return candidates, fate, pd.concat([rows for rows in found if len(rows)] or found[:1], ignore_index=True)


def _balance(candidates: pd.DataFrame, fate: np.ndarray, blocks: pd.DataFrame) -> pd.DataFrame:
    """Return what became of the candidates' net area, one row a county."""
    net = pd.Series(cents_or_zero(candidates["net_m2"]))
    county = candidates["county"].fillna("").astype(str).reset_index(drop=True)
    made = pd.DataFrame({"candidates": net.groupby(county).sum()})
    held = pd.Series(cents_or_zero(blocks["net_m2"])).groupby(blocks["county"].fillna("").astype(str).to_numpy()).sum()
    made["blocks"] = held.reindex(made.index, fill_value=0)
    for name in ("scattered", "left_out", "dropped"):
        made[name] = net.where(pd.Series(fate == name), 0).groupby(county).sum()
    made["closure"] = made["candidates"] - made[["blocks", "scattered", "left_out", "dropped"]].sum(axis=1)
    return (made / CENTS).add_suffix("_m2").rename_axis("county").reset_index()


def _blocks(members: geopandas.GeoDataFrame, distance: float) -> geopandas.GeoDataFrame:
    """Return one row a block, from its candidates alone: never the area of a hull.

    Args:
        members: with the block, slope grade and PBF zone of each.
        distance: of neighbours (m); gaps up to it are closed where a block's compactness is measured.

    """
    block = members[BLOCK].to_numpy(dtype=object)
    rows = {str(name): index for name, index in members.groupby(BLOCK, sort=True).indices.items()}
    position = {name: number for number, name in enumerate(rows)}
    group = np.array([position[name] for name in block], dtype=np.int64)
    net, shapes = cents_or_zero(members["net_m2"]), np.asarray(members.geometry.array)

    def area(of: pd.Series | npt.NDArray[np.bool_], values: npt.NDArray[np.int64] = net) -> npt.NDArray[np.int64]:
        """Return the area of some members by block, in 0.01 m²."""
        return sums_of(group, np.where(of, values, 0), len(rows))

    def most(column: str) -> np.ndarray:
        """Return the value of a column that the most of each block's net area has; of equal ones the least."""
        found = main_values(group, members[column].to_numpy(dtype=object), net)
        values = found.reindex(range(len(rows))).astype(object)
        return values.where(values.notna(), None).to_numpy()

    whole, every = area(np.ones(len(group), dtype=bool)), np.ones(len(group), dtype=bool)
    parts = {
        name: area((members["potential"] == potential) & (members["tier"] == tier))
        for (potential, tier), name in PARTS.items()
    }
    outlines = np.full(len(rows), None, dtype=object)
    outlines[:] = [shapely.union_all(shapes[index]) for index in rows.values()]
    closed = shapely.buffer(shapely.buffer(outlines, distance / 2), -distance / 2)
    barred = [parts[name] for (potential, _), name in PARTS.items() if potential == Potential.BARRED.value]
    at_once = area(members["tier"] == Tier.AT_ONCE.value)
    table = {
        BLOCK: np.array(list(rows), dtype=object),
        **{level: most(level) for level in UNIT_LEVELS},
        "pieces": np.bincount(group, minlength=len(rows)),
        "gross_m2": area(every, cents_or_zero(members["area_m2"])) / CENTS,
        "net_m2": whole / CENTS,
        "net_mu": cents_to_mu(whole),
        "at_once_share": _shares(at_once, whole),
        "deferred_share": _shares(np.sum(barred, axis=0), whole),
        **{name: cents / CENTS for name, cents in parts.items()},
        "pbf_m2": area(members[PBF].notna()) / CENTS,
        "slope": most(SLOPE),
        "diameter_m": widths(outlines).round(1),
        "compactness": (4 * np.pi * shapely.area(closed) / shapely.length(closed) ** 2).round(4),
    }
    return geopandas.GeoDataFrame(table, geometry=polygonal(outlines), crs=members.crs)


def _shares(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return shares (0 to 1, four decimals) of net areas; nan of none."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0).round(4)


def _nearest(outlines: np.ndarray, others: np.ndarray) -> npt.NDArray[np.float64]:
    """Return the distance (m, to 0.1) from each polygon to the nearest of other features; nan where there are none."""
    result = np.full(len(outlines), np.nan)
    if len(others):
        tree = spatial_index(others)
        # Most blocks lie at a road, which is soon told; the distance from all that is near takes several times as long.
        result[tree.query(outlines, predicate="intersects")[0]] = 0.0
        apart = np.flatnonzero(np.isnan(result))
        (row, _), distance = tree.query_nearest(outlines[apart], return_distance=True, all_matches=False)
        result[apart[row]] = distance.round(1)
    return result

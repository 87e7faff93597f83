"""What became of supplemented cultivated land and of high-standard farmland (measures 21, 24 to 27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..area.rounding import CENTS
from ..area.sums import main_values, sums_of
from ..rules.evaluation import join_labels
from ..vocabulary import Direction, ProjectVerdict, SupplementStatus

_HUNDRED = 100


@dataclass(frozen=True)
class PieceFacts:
    """What the sums read of pieces (m), areas in 0.01 m².

    Attributes:
        gross: int64.
        before, now: int64, net cultivated land of the earlier and of this survey.
        direction, cause: of `Changes`.
        paddy_before, paddy_now: int64, of it paddy.
        unplanted, fallow, not_grain: bool, by planting attribute, of land that is cultivated now.
        stable: bool, stable cultivated land now.
        works: bool, roads, canals and ridges now.
        pbf: bool, inside permanent basic farmland; None without its layer.
        registered: int64, share of the PBF layer's own record; None without it.
        compared: whether there is an earlier survey at all.

    """

    gross: np.ndarray
    before: np.ndarray
    now: np.ndarray
    direction: np.ndarray
    cause: np.ndarray
    paddy_before: np.ndarray
    paddy_now: np.ndarray
    unplanted: np.ndarray
    fallow: np.ndarray
    not_grain: np.ndarray
    stable: np.ndarray
    works: np.ndarray
    pbf: np.ndarray | None
    registered: np.ndarray | None
    compared: bool = True


@dataclass(frozen=True)
class Members:
    """Which pieces lie in which polygon: int64 (k,) each; a piece in an overlap stands there for every owner."""

    piece: np.ndarray
    owner: np.ndarray
    count: int

    def add(self, cents: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return the sums (0.01 m²) by owner of some pieces (bool, m), all by default.

        >>> Members(np.array([0, 1, 1]), np.array([0, 0, 1]), 2).add(np.array([5, 7])).tolist()
        [12, 7]

        """
        values = cents if rows is None else np.where(rows, cents, 0)
        return sums_of(self.owner, values[self.piece], self.count)

    def once(self) -> np.ndarray:
        """Return the pieces that lie in any polygon, each once.

        >>> Members(np.array([0, 1, 1]), np.array([0, 0, 1]), 2).once().tolist()
        [0, 1]

        """
        return np.unique(self.piece)


def members_of(face: np.ndarray, face_of: np.ndarray, owner: np.ndarray, count: int) -> Members:
    """Return which pieces lie in which polygon, by the face of each piece.

    Args:
        face: int64 (m,), the face of each piece; -1 where it lies in none.
        face_of, owner: of `Faces`.
        count: number of polygons.

    >>> found = members_of(np.array([1, -1, 0]), np.array([0, 1, 1]), np.array([0, 0, 1]), 2)
    >>> list(zip(found.piece.tolist(), found.owner.tolist()))
    [(2, 0), (0, 0), (0, 1)]

    """
    order = np.argsort(face, kind="stable")
    start, end = (np.searchsorted(face[order], face_of, side) for side in ("left", "right"))
    sizes = end - start
    pieces = np.concatenate([order[a:b] for a, b in zip(start, end)]) if len(start) else np.zeros(0, np.int64)
    return Members(pieces.astype(np.int64), np.repeat(owner, sizes), count)


@dataclass(frozen=True)
class Accepted:
    """What was accepted of supplements (n), areas in 0.01 m².

    Attributes:
        area, paddy: float, NaN where not known.
        year: of acceptance; 0 where not known.
        contract_end: ISO 8601; None where there is none.

    """

    area: np.ndarray
    paddy: np.ndarray
    year: np.ndarray
    contract_end: Sequence[str | None]


def verify_supplements(
    facts: PieceFacts,
    members: Members,
    size: np.ndarray,
    accepted: Accepted,
    years: Sequence[int],
    date: str,
    tolerance_percent: float,
    fallow_is: str = "apart",
) -> pd.DataFrame:
    """Compare supplements with what the newest survey shows (measure 21), one row a polygon.

    Accepted areas are net, as is what is compared with them. The first that holds:
    `no_data`: the survey does not reach it; `lost`: an earlier survey shows it as cultivated, and this one nothing;
    `never`: no survey of any year since acceptance does, if all these years are given; else `not_cultivated`;
    `shrunk`: less than accepted by more than the tolerance; `unplanted`: some of it lies unplanted; `fallow`: some of
    it lies fallow, listed apart, or counted as either by `fallow_is`; `kept`.

    Args:
        facts: of the pieces.
        members: which of them lie in which polygon.
        size: int64 (n,), gross area of the polygons in 0.01 m².
        accepted: their records.
        years: of the surveys that were given, the newest last.
        date: of the newest survey, ISO 8601.
        tolerance_percent: by which a supplement may be smaller than accepted.
        fallow_is: `apart`, `planted` or `unplanted`.

    Returns:
        `gross_m2`, `outside_m2` (no survey there), `accepted_m2`, `now_m2`, `shortfall_m2`, `paddy_accepted_m2`,
        `paddy_now_m2`, `paddy_shortfall_m2`, `unplanted_m2`, `fallow_m2`, `before_m2` (null without an earlier survey),
        `cause` (of the largest outflow), `status`, `flags`. What is not accepted in numbers has no shortfall.

    >>> no, cents = np.array([False]), np.array([90_000])
    >>> none = np.array([None], object)
    >>> facts = PieceFacts(
    ...     cents, np.array([0]), cents, np.array(["in"], object), none, cents, cents, no, no, no, no, no, None, None
    ... )
    >>> members = Members(np.array([0]), np.array([0]), 1)
    >>> accepted = Accepted(np.array([100_000.0]), np.array([np.nan]), np.array([2023]), [None])
    >>> found = verify_supplements(facts, members, np.array([100_000]), accepted, (2023, 2024), "2024-12-31", 1)
    >>> found[["accepted_m2", "now_m2", "shortfall_m2", "status"]].values.tolist()
    [[1000.0, 900.0, 100.0, 'shrunk']]

    """
    now, gross = members.add(facts.now), members.add(facts.gross)
    unplanted, fallow = members.add(facts.now, facts.unplanted), members.add(facts.now, facts.fallow)
    before, paddy = members.add(facts.before), members.add(facts.paddy_now)
    share = _HUNDRED - tolerance_percent
    short, paddy_short = _shortfall(accepted.area, now), _shortfall(accepted.paddy, paddy)
    if fallow_is == "unplanted":
        unplanted, fallow = unplanted + fallow, np.zeros_like(fallow)
    status = _states(now, before, gross, unplanted, fallow, accepted, years, share, fallow_is)
    seen = gross > 0
    named = {
        "accepted_unknown": np.isnan(accepted.area),
        "paddy_lost": seen & (paddy * _HUNDRED < accepted.paddy * share),
        "unplanted": seen & (unplanted > 0) & (status != SupplementStatus.UNPLANTED.value),
        "fallow": seen & (fallow > 0) & (status != SupplementStatus.FALLOW.value),
        "contract_ended": np.array([bool(end) and str(end) < date for end in accepted.contract_end], dtype=bool),
    }
    return pd.DataFrame(
        {
            "gross_m2": size / CENTS,
            "outside_m2": np.maximum(size - gross, 0) / CENTS,
            "accepted_m2": accepted.area / CENTS,
            "now_m2": _where(seen, now),
            "shortfall_m2": np.where(seen, short, np.nan) / CENTS,
            "paddy_accepted_m2": accepted.paddy / CENTS,
            "paddy_now_m2": _where(seen, paddy),
            "paddy_shortfall_m2": np.where(seen, paddy_short, np.nan) / CENTS,
            "unplanted_m2": _where(seen, unplanted),
            "fallow_m2": _where(seen, fallow),
            "before_m2": _where(seen & facts.compared, before),
            "cause": _largest_cause(facts, members),
            "status": status.astype(object),
            "flags": join_labels(list(named.values()), list(named), members.count),
        }
    )


def _states(
    now: np.ndarray,
    before: np.ndarray,
    gross: np.ndarray,
    unplanted: np.ndarray,
    fallow: np.ndarray,
    accepted: Accepted,
    years: Sequence[int],
    share: float,
    fallow_is: str,
) -> np.ndarray:
    """Return the `SupplementStatus` of each polygon (n); areas in 0.01 m², `share` per cent are enough."""
    since = [range(max(int(year), 1), years[-1] + 1) if year else None for year in accepted.year]
    all_given = np.array([span is not None and set(span) <= set(years) for span in since], dtype=bool)
    status = np.select(
        [
            gross == 0,
            (now == 0) & (before > 0),
            (now == 0) & all_given,
            now == 0,
            now * _HUNDRED < accepted.area * share,
            unplanted > 0,
            (fallow > 0) & (fallow_is == "apart"),
        ],
        [
            SupplementStatus.NO_DATA.value,
            SupplementStatus.LOST.value,
            SupplementStatus.NEVER.value,
            SupplementStatus.NOT_CULTIVATED.value,
            SupplementStatus.SHRUNK.value,
            SupplementStatus.UNPLANTED.value,
            SupplementStatus.FALLOW.value,
        ],
        SupplementStatus.KEPT.value,
    )
    return status


def verify_projects(
    facts: PieceFacts, members: Members, built: np.ndarray, years: Sequence[int], causes: Sequence[str]
) -> pd.DataFrame:
    """Tell what came in and went out of cultivated land inside projects (measures 24 and 25), one row a polygon.

    `before - outflow + inflow + adjustment = now` to the last 0.01 m². A project built up to the year of the earlier
    survey has no "before" in it, and one not yet built is not judged. What of permanent basic farmland the project's
    own works took is made good inside the project as far as it has stable cultivated land outside, else in the county.

    Args:
        facts: of the pieces.
        members: which of them lie in which project.
        built: int64 (n,), year of completion; 0 where not known.
        years: of the surveys that were given, the newest last.
        causes: ids of all causes of an outflow.

    Returns:
        `before_m2`, `outflow_m2`, of it `works_m2` and by cause `out_<cause>_m2`, `inflow_m2`, `adjustment_m2`,
        `now_m2`, `net_m2`, `owed_m2`, `closure_m2`, paddy, PBF, `not_yet_pbf_m2` (stable, outside PBF, of built
        projects), `not_grain_m2`, `verdict`.

    >>> no, cents = np.array([False]), np.array([69_900])
    >>> none = np.array([None], object)
    >>> facts = PieceFacts(
    ...     cents, np.array([93_200]), cents, np.array(["adjust"], object), none, cents, cents, no, no, no, no, no,
    ...     None, None,
    ... )
    >>> members = Members(np.array([0]), np.array([0]), 1)
    >>> found = verify_projects(facts, members, np.array([2024]), (2023, 2024), ())
    >>> found[["before_m2", "now_m2", "net_m2", "owed_m2", "verdict"]].values.tolist()
    [[932.0, 699.0, -233.0, 233.0, 'not_balanced']]

    """
    made = _project_sums(facts, members, causes)
    count, compared = members.count, facts.compared
    year = built.astype(int)
    done = (year > 0) & (year <= years[-1])
    had = done & (year > years[0]) & compared
    net = made["now"] - made["before"]
    verdict = np.select(
        [members.add(np.ones_like(facts.now)) == 0, year == 0, year > years[-1], ~had, net >= 0],
        [
            ProjectVerdict.UNKNOWN.value,
            ProjectVerdict.UNKNOWN.value,
            ProjectVerdict.NOT_BUILT.value,
            ProjectVerdict.NO_BEFORE.value,
            ProjectVerdict.BALANCED.value,
        ],
        ProjectVerdict.NOT_BALANCED.value,
    )
    table = {f"{name}_m2": _where(np.full(count, compared or name in _OF_NOW), cents) for name, cents in made.items()}
    table["net_m2"] = _where(np.full(count, compared), net)
    table["owed_m2"] = _where(had, np.maximum(-net, 0))
    if facts.pbf is not None:
        inside = np.minimum(made["pbf_works"], made["not_yet_pbf"])
        table["replace_inside_m2"] = _where(had, inside)
        table["replace_county_m2"] = _where(had, made["pbf_works"] - inside)
        table["not_yet_pbf_m2"] = _where(done, made["not_yet_pbf"])
    table["verdict"] = verdict.astype(object)
    return pd.DataFrame(table)


# Sums that need no earlier survey.
_OF_NOW = ("now", "paddy_now", "not_grain", "unplanted", "pbf_registered", "not_yet_pbf")


def _project_sums(facts: PieceFacts, members: Members, causes: Sequence[str]) -> dict[str, np.ndarray]:
    """Return the sums of projects by name, in 0.01 m²."""
    out = facts.direction == Direction.OUT.value
    stays = facts.direction == Direction.ADJUST.value
    came = np.isin(facts.direction.astype(str), (Direction.IN.value, Direction.BOUNDARY_IN.value))
    made = {
        "before": members.add(facts.before),
        "outflow": members.add(facts.before, out),
        "works": members.add(facts.before, out & facts.works),
        **{f"out_{cause}": members.add(facts.before, out & (facts.cause == cause)) for cause in causes},
        "inflow": members.add(facts.now, came),
        "adjustment": members.add(facts.now - facts.before, stays),
        "now": members.add(facts.now),
        "paddy_before": members.add(facts.paddy_before),
        "paddy_now": members.add(facts.paddy_now),
        "unplanted": members.add(facts.now, facts.unplanted),
        "not_grain": members.add(facts.now, facts.not_grain),
    }
    made["closure"] = made["before"] - made["outflow"] + made["inflow"] + made["adjustment"] - made["now"]
    if facts.pbf is not None:
        made["pbf_works"] = members.add(facts.before, out & facts.works & facts.pbf)
        made["not_yet_pbf"] = members.add(facts.now, facts.stable & ~facts.pbf)
    if facts.registered is not None:
        made["pbf_registered"] = members.add(facts.registered)
    return made


def total_once(facts: PieceFacts, members: Members, units: np.ndarray, causes: Sequence[str]) -> pd.DataFrame:
    """Return the sums of all projects together by unit, each place once however many projects claim it.

    Args:
        facts, members, causes: as in `verify_projects`.
        units: object (m,), code of each piece's unit; "" where not known.

    Returns:
        One row a unit that projects have land in, by code: as `verify_projects` has it, in m².

    >>> no, cents = np.array([False]), np.array([69_900])
    >>> none = np.array([None], object)
    >>> facts = PieceFacts(
    ...     cents, np.array([93_200]), cents, np.array(["adjust"], object), none, cents, cents, no, no, no, no, no,
    ...     None, None,
    ... )
    >>> twice = Members(np.array([0, 0]), np.array([0, 1]), 2)
    >>> total_once(facts, twice, np.array(["360222"], object), ()).loc["360222", ["before_m2", "net_m2"]].tolist()
    [932.0, -233.0]

    """
    once = members.once()
    codes, unit = np.unique(units[once].astype(str), return_inverse=True)
    sums = _project_sums(facts, Members(once, unit.astype(np.int64), len(codes)), causes)
    table = {
        f"{name}_m2": _where(np.full(len(codes), facts.compared or name in _OF_NOW), cents)
        for name, cents in sums.items()
    }
    table["net_m2"] = _where(np.full(len(codes), facts.compared), sums["now"] - sums["before"])
    return pd.DataFrame(table, index=pd.Index(codes, name="code"))


def _largest_cause(facts: PieceFacts, members: Members) -> np.ndarray:
    """Return the cause by which each polygon lost most (object, n); of equal ones the first by name."""
    out = (facts.direction == Direction.OUT.value)[members.piece]
    out &= facts.before[members.piece] > 0
    piece = members.piece[out]
    found = main_values(members.owner[out], facts.cause[piece].astype(object), facts.before[piece])
    causes = found.reindex(range(members.count)).astype(object)
    return causes.where(causes.notna(), None).to_numpy(dtype=object)


def _shortfall(accepted: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Return what is missing of accepted areas (float, 0.01 m²), at least 0; NaN where nothing is known."""
    return np.where(np.isnan(accepted), np.nan, np.maximum(accepted - now, 0.0))


def _where(known: np.ndarray, cents: np.ndarray) -> np.ndarray:
    """Return areas in m², NaN where they are not known."""
    return np.where(known, cents / CENTS, np.nan)

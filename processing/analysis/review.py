"""What persons decided on findings, joined to those of a new run, and the sums after the review beside the computed.

A computed figure is never changed: what is rejected, or turned out to be an approved use, stays in its list and in the
computed sums, and is left out of the sums after the review.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from .area.rounding import cents_or_zero, cents_to_mu
from .columns import distinct_names
from .geometry_hash import geometry_hash
from .rules.candidates import potentials_of
from .vocabulary import UNDECIDED, UNIT_LEVELS, Level, Listed, Potential, Severity, Verdict

VERDICT, REMARK, DECIDED, REVIEWER = "verdict", "remark", "decided", "reviewer"
# Columns that findings have after a review, in their order; the reviewer's name is personal, and only added if asked.
COLUMNS = (VERDICT, REMARK, DECIDED)
# What is no finding after a review.
DISMISSED = (Verdict.REJECTED.value, Verdict.APPROVED.value)
_PARTS = (*Verdict.values(), UNDECIDED)
_STANDING, _SEVERE_STANDING = "conflicts_standing_mu", "conflicts_severe_standing_mu"
_FREE_DISMISSED, _FREE_STANDING = "candidates_free_dismissed_mu", "candidates_free_standing_mu"
# What of the computed sum a column after the review is a part of: where that is not known, neither is the part.
_WHOLE = {
    **{f"conflicts_{part}_mu": "conflicts_mu" for part in _PARTS},
    _STANDING: "conflicts_mu",
    _SEVERE_STANDING: "conflicts_severe_mu",
    _FREE_DISMISSED: "candidates_free_mu",
    _FREE_STANDING: "candidates_free_mu",
}
SUMMARY_COLUMNS = tuple(_WHOLE)


@dataclass(frozen=True)
class ReviewedFindings:
    """Findings with the decisions on them.

    Attributes:
        findings: with `COLUMNS`, null where nothing was decided, or needs a new look.
        used: number of decisions that count.
        changed: ids of findings whose geometry is not the one that was decided on: they need a new look.
        gone: ids of decided findings that the run does not have.
    """

    findings: geopandas.GeoDataFrame
    used: int
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def geometry_hashes(geometry: np.ndarray) -> list[str]:
    """Return `geometry_hash` of geometries (n,) as files of results keep them: polygons as multipolygons.

    >>> square = shapely.box(0, 0, 1, 1)
    >>> geometry_hashes(np.asarray([square])) == geometry_hashes(np.asarray([shapely.MultiPolygon([square])]))
    True
    """
    polygons = shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON
    kept = geometry.copy()
    kept[polygons] = shapely.multipolygons(geometry[polygons][:, None]) if polygons.any() else kept[polygons]
    return [geometry_hash(wkb or b"") for wkb in shapely.to_wkb(kept, byte_order=1, flavor="iso")]


def join_decisions(
    findings: geopandas.GeoDataFrame,
    decisions: pd.DataFrame,
    identifier: str,
    layer: str,
    columns: Sequence[str] = COLUMNS,
) -> ReviewedFindings:
    """Join decisions to findings by the stable id; one on a finding of another shape is not used.

    Args:
        findings: of a run.
        decisions: the newest decision on each finding: `layer`, `finding`, `verdict`, `remark`, `decided`, `shape`.
        identifier: the column of `findings` with the stable id.
        layer: of the findings, as `decisions` name it.
        columns: of `decisions` that the findings get; columns of theirs that have these names are renamed.

    >>> found = geopandas.GeoDataFrame({"conflict_id": ["a", "b"]}, geometry=[shapely.box(0, 0, 1, 1)] * 2)
    >>> rows = {"layer": "conflicts", "verdict": "rejected", "remark": "", "decided": "2026-01-02"}
    >>> made = pd.DataFrame([{**rows, "finding": "a", "shape": geometry_hashes(found.geometry.to_numpy())[0]}])
    >>> join_decisions(found, made, "conflict_id", "conflicts").findings["verdict"].tolist()
    ['rejected', None]
    """
    own = decisions[decisions["layer"] == layer].drop_duplicates("finding", keep="last").set_index("finding")
    taken = distinct_names([name for name in findings.columns if name not in (identifier, "geometry")], columns)
    reviewed = findings.rename(columns=taken)
    ids = findings[identifier].astype(object)
    rows = np.flatnonzero(ids.isin(own.index))
    on = own.loc[ids.iloc[rows]]
    same = np.asarray(geometry_hashes(findings.geometry.to_numpy()[rows]), dtype=object) == on["shape"].to_numpy()
    place = reviewed.columns.get_loc("county") if "county" in reviewed.columns else len(reviewed.columns) - 1
    for number, name in enumerate(columns):
        values = np.full(len(findings), None, dtype=object)
        words = on[name].to_numpy(dtype=object)[same]
        values[rows[same]] = [word or None for word in words]
        reviewed.insert(place + number, name, pd.Series(values, reviewed.index, dtype=object))
    decided = ids.iloc[rows]
    return ReviewedFindings(
        reviewed,
        used=decided[same].nunique(),
        changed=tuple(sorted(set(decided[~same]))),
        gone=tuple(sorted(set(own.index) - set(decided))),
    )


def without_decisions(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings, or a summary, as they were before decisions were joined to them.

    >>> list(without_decisions(pd.DataFrame(columns=["conflict_id", "verdict", "remark", "decided"])))
    ['conflict_id']
    >>> list(without_decisions(pd.DataFrame(columns=["conflict_id", "remark"])))
    ['conflict_id', 'remark']
    """
    own = [*COLUMNS, REVIEWER] if set(COLUMNS) <= set(findings.columns) else []
    return findings.drop(columns=[*own, *SUMMARY_COLUMNS], errors="ignore")


def is_reviewed(findings: pd.DataFrame) -> bool:
    """Return whether decisions were joined to findings.

    >>> is_reviewed(pd.DataFrame({"verdict": [None]})), is_reviewed(pd.DataFrame({"conflict_id": ["a"]}))
    (True, False)
    """
    return VERDICT in findings.columns


def verdicts_of(findings: pd.DataFrame) -> pd.Series:
    """Return what was decided on each finding, `UNDECIDED` where nothing was.

    >>> verdicts_of(pd.DataFrame({"verdict": ["rejected", None]})).tolist()
    ['rejected', 'undecided']
    """
    if not is_reviewed(findings):
        return pd.Series(UNDECIDED, index=findings.index, dtype=object)
    verdict = findings[VERDICT].astype(object)
    return verdict.where(verdict.isin(Verdict.values()), UNDECIDED)


def stands(findings: pd.DataFrame) -> pd.Series:
    """Return whether a finding is one after the review, too: it was not rejected, and is no approved use.

    >>> stands(pd.DataFrame({"verdict": ["rejected", None, "deferred", "approved"]})).tolist()
    [False, True, True, False]
    """
    return ~verdicts_of(findings).isin(DISMISSED)


def are_listed(findings: pd.DataFrame, listed: str) -> pd.Series:
    """Return which findings a list names, by a word of `Listed`; what was found illegal is confirmed.

    >>> found = pd.DataFrame({"verdict": ["rejected", None, "illegal"]})
    >>> [are_listed(found, word).tolist() for word in Listed.values()]
    [[False, True, True], [False, False, True], [True, True, True]]
    """
    if listed == Listed.CONFIRMED:
        return verdicts_of(findings).isin((Verdict.CONFIRMED.value, Verdict.ILLEGAL.value))
    return stands(findings) if listed == Listed.STANDING else pd.Series(True, index=findings.index)


def add_review_sums(summary: pd.DataFrame, conflicts: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    """Add the sums after the review to a summary, beside the computed ones; the areas of `conflicts_mu` by decision.

    What the names of columns do not say: conflicts by verdict (`conflicts_confirmed_mu` ..., `conflicts_undecided_mu`)
    add up to `conflicts_mu`. `conflicts_standing_mu` is what stands after the review: all but what was rejected and
    what is an approved use; `conflicts_severe_standing_mu` the same of `conflicts_severe_mu`. Of `candidates_free_mu`,
    `candidates_free_dismissed_mu` was rejected (or found in approved use), and `candidates_free_standing_mu` is left.

    Args:
        summary: of `summarise`, made of the same findings.
        conflicts: with `COLUMNS`, or none of a run without conflicts.
        candidates: with `COLUMNS`.

    >>> rows = {"code": ["3602", "360222"], "parent": ["", "3602"], "level": ["city", "county"]}
    >>> summary = pd.DataFrame({**rows, "conflicts_mu": [3.0, 3.0]})
    >>> areas = {"conflict_id": ["a", "b"], "county": ["360222"] * 2, "area_m2": [1000.0] * 2, "severity": [3, 3]}
    >>> conflicts = pd.DataFrame({**areas, "verdict": ["rejected", None]})
    >>> added = add_review_sums(summary, conflicts, pd.DataFrame())
    >>> added[["conflicts_rejected_mu", "conflicts_standing_mu"]].values.tolist()
    [[1.5, 1.5], [1.5, 1.5]]
    """
    sums = _sums_by_unit([_conflict_facts(conflicts), _candidate_facts(candidates)])
    counties = summary[summary["level"] == Level.COUNTY.value]
    keys = list(zip(summary["level"], summary["parent"].fillna(""), summary["code"].fillna("")))
    below = {code: list(counties.loc[counties["parent"] == code, "code"]) for lv, _, code in keys if lv == Level.CITY}
    added = {}
    for name, whole in _WHOLE.items():
        if whole not in summary.columns:
            continue
        of_unit = sums[name]
        cents = [
            sum(of_unit.get((Level.COUNTY.value, "", county), 0) for county in below[code])
            if level == Level.CITY
            else of_unit.get((level, "" if level == Level.COUNTY else parent, code), 0)
            for level, parent, code in keys
        ]
        added[name] = pd.Series(cents_to_mu(np.asarray(cents, dtype=np.int64)), index=summary.index)
        added[name] = added[name].where(summary[whole].notna())
    return summary.assign(**added)


def _codes(findings: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the codes of all levels of units of findings (n,), "" where there is none."""
    none = np.full(len(findings), "", dtype=object)
    return {
        name: findings[name].astype(object).where(findings[name].notna(), "").to_numpy()
        if name in findings.columns
        else none
        for name in UNIT_LEVELS
    }


def _conflict_facts(conflicts: pd.DataFrame) -> pd.DataFrame:
    """Return the unit codes of conflicts that count, with their areas (0.01 m²) by what was decided."""
    if conflicts.empty:
        return pd.DataFrame()
    counted = (conflicts["severity"] >= Severity.COUNTED).to_numpy()
    once = conflicts[counted & ~conflicts["conflict_id"].duplicated().to_numpy()]
    area, verdict, standing = cents_or_zero(once["area_m2"]), verdicts_of(once).to_numpy(), stands(once).to_numpy()
    severe = (once["severity"] >= Severity.SEVERE).to_numpy()
    parts = {f"conflicts_{part}_mu": np.where(verdict == part, area, 0) for part in _PARTS}
    parts[_STANDING], parts[_SEVERE_STANDING] = np.where(standing, area, 0), np.where(standing & severe, area, 0)
    return pd.DataFrame({**_codes(once), **parts})


def _candidate_facts(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return the unit codes of free candidates, with their net areas (0.01 m²) by whether they stand."""
    if candidates.empty:
        return pd.DataFrame()
    once = candidates[~candidates["candidate_id"].duplicated().to_numpy()]
    once = once[(potentials_of(once) == Potential.FREE.value).to_numpy()]
    net, standing = cents_or_zero(once["net_m2"]), stands(once).to_numpy()
    parts = {_FREE_DISMISSED: np.where(standing, 0, net), _FREE_STANDING: np.where(standing, net, 0)}
    return pd.DataFrame({**_codes(once), **parts})


def _sums_by_unit(facts: Sequence[pd.DataFrame]) -> dict[str, dict[tuple[str, str, str], int]]:
    """Return sums (0.01 m²) of each column by level, code of the unit above ("" for counties) and code of the unit."""
    sums: dict[str, dict[tuple[str, str, str], int]] = {name: {} for name in SUMMARY_COLUMNS}
    for frame in facts:
        names = [name for name in SUMMARY_COLUMNS if name in frame.columns]
        for number, level in enumerate(UNIT_LEVELS if names else ()):
            keys = [level] if number == 0 else [UNIT_LEVELS[number - 1], level]
            groups = frame.groupby(keys, sort=False)[names].sum()
            for name in names:
                for unit, cents in groups[name].items():
                    parent, code = ("", unit) if number == 0 else unit
                    sums[name][level, parent, code] = int(cents)
    return sums

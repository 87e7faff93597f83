"""Land whose term ends soon or has ended: temporary land, and approvals of what is not built (measures 2, 10, 31)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..area.rounding import CENTS, to_cents
from ..dates import years_before

TERMS, TERM = "terms", "term_id"
_AREAS = ("area_m2", "cultivated_m2")


@dataclass(frozen=True)
class TermRule:
    """How the term of a role of zones is judged.

    Attributes:
        role: of the zones; pieces have a column of this name with the id of their zone.
        end: column of pieces with the last day of the term (ISO 8601).
        soon, ended, overdue: kinds of what ends within the days of notice, of what has ended, and of what ended longer
            ago than the time for reclamation; the last may be that of `ended`.
        unless: values of columns of pieces with which a term no longer matters, such as what is built.

    """

    role: str
    end: str
    soon: str
    ended: str
    overdue: str
    unless: Mapping[str, str]


@dataclass(frozen=True)
class TermList:
    """Land with ending terms, and how many zones of each role do not tell their term."""

    frame: geopandas.GeoDataFrame
    unknown: Mapping[str, int]


def ending_terms(
    pieces: geopandas.GeoDataFrame, rules: Sequence[TermRule], day: str, notice_days: int, reclaim_years: int
) -> TermList:
    """Return the land whose term ends within some days of a day, or has ended.

    A row is the part of a zone in a village. Where zones lie on each other, pieces name the one that counts.

    Args:
        pieces: of the results.
        rules: by role; roles that the pieces lack are left out.
        day: the reference date (ISO 8601). A term that ends on this day has not ended.
        notice_days: how many days before its end a term is listed.
        reclaim_years: how long after its end land may be reclaimed.

    Returns:
        `term_id` (role, zone and village), `kind`, `term_end`, the columns of the row's largest piece, the sums of its
        areas (m², exact to 0.01) and its geometry; in the order of the ids.

    >>> rule = TermRule("temporary", "temporary_DQRQ", "soon", "ended", "overdue", {})
    >>> columns = {"temporary": ["T1", "T1", "T2"], "temporary_DQRQ": ["2025-02-28", "2025-02-28", "2025-03-02"]}
    >>> areas = {"area_m2": [100.01, 200.02, 5.0], "cultivated_m2": [0.0, 150.0, 0.0]}
    >>> squares = [shapely.box(x, 0, x + 1, 1) for x in range(3)]
    >>> pieces = geopandas.GeoDataFrame({**columns, **areas, "village": "360222100201"}, geometry=squares)
    >>> found = ending_terms(pieces, [rule], "2024-12-31", 60, 1).frame
    >>> found[["term_id", "kind", "area_m2"]].values.tolist()
    [['temporary:T1:360222100201', 'soon', 300.03]]

    """
    last = (date.fromisoformat(day) + timedelta(days=notice_days)).isoformat()
    limit = years_before(day, reclaim_years)
    frames, unknown = [], {}
    for rule in rules:
        if rule.role not in pieces:
            continue
        own = pieces[_is_given(pieces[rule.role])]
        for column, value in rule.unless.items():
            own = own[own[column] != value] if column in own else own
        known = _is_given(own[rule.end]) if rule.end in own else pd.Series(False, own.index)
        unknown[rule.role] = int(own.loc[~known, rule.role].nunique())
        own = own[known]
        own = own[own[rule.end] <= last] if len(own) else own
        if own.empty:
            continue
        kinds = np.select([own[rule.end] >= day, own[rule.end] >= limit], [rule.soon, rule.ended], rule.overdue)
        villages = own["village"].where(_is_given(own["village"]), "")
        ids = [f"{rule.role}:{zone}:{village}" for zone, village in zip(own[rule.role], villages)]
        frames.append(own.assign(**{TERM: ids, "kind": kinds, "term_end": own[rule.end]}))
    if not frames:
        nothing = {name: pd.Series(dtype=object) for name in (TERM, "kind", "term_end")}
        return TermList(pieces.iloc[:0].assign(**nothing), unknown)
    found = pd.concat(frames)
    return TermList(_joined(geopandas.GeoDataFrame(found, geometry="geometry", crs=pieces.crs)), unknown)


def _is_given(values: pd.Series) -> pd.Series:
    """Return where a column has a value."""
    return values.notna() & (values != "")


def _joined(found: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return one row for the pieces of each id: the largest, with the areas and the geometry of all."""
    cents = {name: to_cents(found[name]) for name in _AREAS}
    ordered = found.assign(**cents).sort_values([TERM, "area_m2"], ascending=[True, False], kind="stable")
    rows = ordered.drop_duplicates(TERM).set_index(TERM)
    sums = ordered.groupby(TERM)[list(_AREAS)].sum() / CENTS
    groups = ordered.groupby(TERM).indices
    parts = ordered.geometry.to_numpy()
    shapes = [shapely.union_all(parts[groups[identifier]]) for identifier in rows.index]
    rows = rows.assign(**{name: sums[name] for name in _AREAS}, geometry=shapes)
    return geopandas.GeoDataFrame(rows.reset_index(), geometry="geometry", crs=found.crs)

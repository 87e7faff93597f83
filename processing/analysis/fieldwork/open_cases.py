"""Cases that somebody still has to see to, at the places of their findings (measures 2, 31, 37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas
import pandas as pd

from ..cases import ILLEGAL, OPEN
from ..dates import OPEN_END
from ..rules.case_counting import counted_cases

OPEN_CASES, CASE = "open_cases", "case_id"


@dataclass(frozen=True)
class OpenCases:
    """Open cases that have a place, and the ids of those that have none."""

    frame: geopandas.GeoDataFrame
    without_place: tuple[str, ...]


def open_cases(cases: pd.DataFrame, places: Mapping[str, geopandas.GeoDataFrame]) -> OpenCases:
    """Return the cases that are illegal or to be decided and not closed, each once, where their findings lie.

    A repeat of another case is none of its own; of one that was taken up again the last row counts.

    Args:
        cases: the table `cases` (areas in m², days as ISO text).
        places: findings with geometry by the name of their column with ids; a case has the id of its finding.

    Returns:
        the rows of the findings with `case_id`, `kind`, `status` and `found` of the case, by id.

    >>> import shapely
    >>> from ..cases import COLUMNS
    >>> row = dict.fromkeys(COLUMNS) | {"kind": "house", "found": "2024-01-02"}
    >>> rows = [{**row, "case_id": "c1", "status": "illegal"}, {**row, "case_id": "c2", "status": "legal"}]
    >>> conflicts = geopandas.GeoDataFrame({"conflict_id": ["c1", "c2"]}, geometry=[shapely.box(0, 0, 1, 1)] * 2)
    >>> found = open_cases(pd.DataFrame(rows), {"conflict_id": conflicts})
    >>> found.frame[["case_id", "kind", "status"]].values.tolist(), found.without_place
    ([['c1', 'house', 'illegal']], ())

    """
    counted = counted_cases(cases)
    wanted = counted[counted["status"].isin([ILLEGAL, OPEN]) & (counted["closed"] == OPEN_END)]
    wanted = wanted.sort_values([CASE, "opened"], kind="stable").drop_duplicates(CASE, keep="last")
    told = wanted[[CASE, "kind", "status", "found"]].astype({CASE: str})
    frames = []
    for column, findings in places.items():
        own = findings.drop(columns=["kind", "status", "found"], errors="ignore")
        own = own.assign(**{CASE: own[column].astype(str)}).drop_duplicates(CASE)
        frames.append(own.merge(told, on=CASE))
    found = pd.concat(frames, ignore_index=True) if frames else told.iloc[:0]
    found = found.drop_duplicates(CASE).sort_values(CASE, kind="stable").reset_index(drop=True)
    missing = tuple(identifier for identifier in told[CASE] if identifier not in set(found[CASE]))
    crs = next((findings.crs for findings in places.values()), None)
    if "geometry" not in found:
        return OpenCases(geopandas.GeoDataFrame(found, geometry=[], crs=crs), missing)
    return OpenCases(geopandas.GeoDataFrame(found, geometry="geometry", crs=crs), missing)

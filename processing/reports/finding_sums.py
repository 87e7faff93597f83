"""Sums of the model's lists as reports tell them: conflicts by class of use, the potential in four parts.

Every split adds up to the whole list: the classes of use, each divided by severity; the four parts of the potential.
Areas are in mu; a count is of parcels of the survey unless its name says pieces.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from ..analysis.review import verdicts_of
from ..analysis.rules.candidates import potentials_of
from ..analysis.vocabulary import UNDECIDED, Level, Potential, Severity, Use, Verdict
from .model import MU_PER_M2, NO_DATA, UNASSIGNED, ReportModel

# Parameters that take a layer of one role; others name the role behind a point, as in `ZONES.approvals`.
_ROLE_PARAMETERS = {"PBF": "pbf", "PREVIOUS": "previous", "SURVEY2": "survey2"}


@dataclass(frozen=True)
class FindingSum:
    """What findings come to.

    Attributes:
        parcels: number of parcels of the survey that have a part in them.
        pieces: number of pieces.
        gross: area with field ridges (mu).
        lost: net area of cultivated land lost (mu); None where no finding tells.
        lost_unknown: number of pieces that do not tell what was lost.
        registered: net area registered as permanent basic farmland (mu); None where the layer records none.
    """

    parcels: int
    pieces: int
    gross: float
    lost: float | None
    lost_unknown: int
    registered: float | None


def count_parcels(frame: pd.DataFrame) -> int:
    """Return how many parcels of the survey the pieces of a list belong to."""
    if "BSM" not in frame.columns:
        return len(frame)
    parcels = frame["BSM"].astype(object)
    return int(parcels.nunique() + parcels.isna().sum())


def finding_sum(frame: pd.DataFrame) -> FindingSum:
    """Return the sums of a list of findings."""
    lost, registered = (_known(frame, name) for name in ("lost_cultivated_m2", "registered_m2"))
    return FindingSum(
        parcels=count_parcels(frame),
        pieces=len(frame),
        gross=gross_area(frame),
        lost=math.fsum(lost) * MU_PER_M2 if len(lost) or not len(frame) else None,
        lost_unknown=len(frame) - len(lost),
        registered=math.fsum(registered) * MU_PER_M2 if len(registered) else None,
    )


def gross_area(frame: pd.DataFrame) -> float:
    """Return the area (mu) of a list with field ridges."""
    return math.fsum(_known(frame, "area_m2")) * MU_PER_M2


def gross_by_county(frame: pd.DataFrame) -> dict[str, float]:
    """Return the areas (mu) of a list with field ridges by county, `UNASSIGNED` for findings without one."""
    areas = _known(frame, "area_m2")
    counties = frame["county"].fillna(UNASSIGNED).reindex(areas.index)
    return {str(code): math.fsum(part) * MU_PER_M2 for code, part in areas.groupby(counties)}


def net_area(frame: pd.DataFrame) -> float:
    """Return the net area (mu) of candidates."""
    return math.fsum(_known(frame, "net_m2")) * MU_PER_M2


def net_cultivated(frame: pd.DataFrame) -> float:
    """Return the net area (mu) of a list that is cultivated now."""
    return math.fsum(_known(frame, "cultivated_m2")) * MU_PER_M2


def _known(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the numbers of a column that are known."""
    if column not in frame.columns:
        return pd.Series(dtype=float)
    return pd.to_numeric(frame[column], errors="coerce").dropna()


def uses_of(conflicts: pd.DataFrame) -> pd.Series:
    """Return the class of use of each conflict; where a list does not bear it, that of its kind's highest severity."""
    if "use" in conflicts.columns:
        return conflicts["use"].astype(object)
    if conflicts.empty:
        return pd.Series(dtype=object)
    highest = conflicts.groupby("kind")["severity"].transform("max").astype(int)
    return highest.map({severity: Use.of(severity).value for severity in highest.unique()})


def counted_conflicts(conflicts: pd.DataFrame) -> pd.DataFrame:
    """Return the conflicts that count, of severity 1 and more."""
    return conflicts[conflicts["severity"] >= Severity.COUNTED] if len(conflicts) else conflicts


def conflicts_by_verdict(conflicts: pd.DataFrame) -> dict[str, FindingSum]:
    """Return the sums of conflicts by what was decided on them, those without a decision last; none is left out."""
    verdicts = verdicts_of(conflicts)
    return {part: finding_sum(conflicts[verdicts == part]) for part in (*Verdict.values(), UNDECIDED)}


def conflicts_by_use(conflicts: pd.DataFrame) -> dict[str, FindingSum]:
    """Return the sums of conflicts by class of use, the gravest first; a class without any is left out."""
    uses = uses_of(conflicts)
    return {use: finding_sum(conflicts[uses == use]) for use in Use.values() if (uses == use).any()}


def potential_areas(candidates: pd.DataFrame) -> dict[str, float]:
    """Return the net area (mu) of candidates in each of the four parts."""
    parts, net = potentials_of(candidates), _known(candidates, "net_m2").reindex(candidates.index)
    return {part: math.fsum(net[parts == part].dropna()) * MU_PER_M2 for part in Potential.values()}


def unit_potential(model: ReportModel, code: str) -> dict[str, float | None]:
    """Return the net potential (mu) of a city or county in each of the four parts; None where it is not known."""
    columns = {part: f"candidates_{part}_mu" for part in Potential.values()}
    if all(column in model.summary.columns for column in columns.values()):
        return {part: model.unit_figure(code, column) for part, column in columns.items()}
    if has_no_data(model, code):
        return dict.fromkeys(columns)
    return {**potential_areas(of_unit(model, model.candidates, code))}


def of_unit(model: ReportModel, frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the findings of a city or county; those of a city are those of the counties of its row."""
    if "county" not in frame.columns or not len(frame):
        return frame
    target = model.target(code)
    if target is None or target.level != Level.CITY:
        return frame[frame["county"] == code]
    cities = [row.code for row in model.targets if row.level == Level.CITY]
    if len(cities) == 1:
        foreign = [county for county in frame["county"].dropna().unique() if _is_foreign(model, county, code)]
        return frame[~frame["county"].isin(foreign)]
    summary = model.summary
    own = summary.loc[summary["parent"] == code, "code"] if "parent" in summary.columns else ()
    return frame[frame["county"].isin(list(own))]


def _is_foreign(model: ReportModel, county: object, city: str) -> bool:
    """Return whether a county's row in the summary names another unit above than the city."""
    summary = model.summary
    if "parent" not in summary.columns:
        return False
    parents = summary.loc[summary["code"] == county, "parent"].dropna()
    return bool(len(parents) and parents.iloc[0] not in ("", city))


def has_no_data(model: ReportModel, code: str) -> bool:
    """Return whether the run had no parcel of a city or county."""
    parcels = model.unit_figure(code, "parcels")
    if parcels is not None:
        return parcels == 0
    row = model.target(code)
    return row is not None and row.holding is None and row.holding_state == NO_DATA


def is_given(model: ReportModel, role: str) -> bool:
    """Return whether the run had a layer of a zone role; True where the report does not know its inputs."""
    if not model.inputs:
        return True
    given = set()
    for row in model.inputs:
        name, _, part = row.parameter.partition(".")
        given.add(_ROLE_PARAMETERS.get(name, part or name.lower()))
    return role in given


def conflicts_known(model: ReportModel) -> bool:
    """Return whether the run looked for conflicts: it had a layer of PBF, and the summary has figures of them."""
    if not is_given(model, "pbf"):
        return False
    summary = model.summary
    return "conflicts_mu" not in summary.columns or not len(summary) or bool(summary["conflicts_mu"].notna().any())


def candidates_known(model: ReportModel) -> bool:
    """Return whether the run looked for candidates: the summary has figures of them."""
    name, summary = f"candidates_{Potential.FREE}_mu", model.summary
    return name not in summary.columns or not len(summary) or bool(summary[name].notna().any())


def uncovered(owed: float | None, area: float | None) -> float | None:
    """Return what an area leaves of what is owed (mu); None where one is not known."""
    return None if owed is None or area is None else max(0.0, owed - area)

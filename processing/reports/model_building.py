"""Builds the report model from the tables of a run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pandas as pd

from ..analysis.columns import to_records
from ..analysis.rules.policy import MU_PER_WAN_MU, Unit
from ..analysis.vocabulary import Deferral, Level, Potential, ProblemSeverity, Severity, Tier
from .centre_points import with_centre_points
from .model import (
    INPUT_FACTS,
    MET,
    MISSED,
    MU_PER_M2,
    NO_DATA,
    NO_GAP,
    NO_TARGET,
    NOT_GIVEN,
    PARTIAL,
    RESTORED_UNKNOWN,
    UNASSIGNED,
    CandidateTotal,
    ConflictTotal,
    DifferenceRow,
    GapRow,
    InputRow,
    Mismatch,
    ProblemTotal,
    ReportModel,
    TargetRow,
    number_or_none,
)
from .names import Names

# Sums of areas of record (0.01 m²) carry float noise far below this; a difference smaller than it is none.
NOISE_MU = 1e-6


# Two ways to the same total may differ by the rounding of their parts to the printed 0.01 mu, not by more.
PRINTED_MU = 0.01


_INPUT = "input"


_PROBLEM_RANK = {severity: rank for rank, severity in enumerate(ProblemSeverity.values())}


def build_report(
    summary: pd.DataFrame,
    conflicts: pd.DataFrame,
    candidates: pd.DataFrame,
    differences: pd.DataFrame | None = None,
    cross_table: pd.DataFrame | None = None,
    problems: pd.DataFrame | None = None,
    provenance: Iterable[tuple[str, str, str]] = (),
    units: Iterable[Unit] = (),
    names: Names | None = None,
    title: str = "",
    policy_title: str = "",
    created: datetime | None = None,
    survey_years: Iterable[int] = (),
    year: int = 0,
    losses: pd.DataFrame | None = None,
    abandoned: pd.DataFrame | None = None,
    measures: Mapping[str, pd.DataFrame] | None = None,
) -> ReportModel:
    """Build the model of a run's reports.

    Args:
        summary: one row a unit, the contract's columns (areas in mu).
        conflicts, candidates: the contract's columns; a geometry column is dropped.
        differences: columns name, quantity, city_wan_mu, counties_wan_mu, difference_wan_mu and reason.
        cross_table: class recorded by the PBF layer × class now, with areas.
        problems: columns layer, feature, kind, severity, message, remedy.
        provenance: rows of section, name and value, as in the table of that name.
        units: the policy's units, for the annexes' own figures.
        names: labels of ids and classes; without them the ids show.
        title: the report's title in its language.
        policy_title: the notice that set the targets.
        created: the run's time; the epoch by default, so that nothing depends on the clock.
        survey_years: years of the parcels' survey.
        year: the policy's, whose task the potential is set against.
        losses: protected land lost and built on; None where it was not looked for.
        abandoned: unplanted land; None where it was not looked for.
        measures: tables of the measures that were answered, by their names; geometry columns are dropped.
    """
    names, policy_units = names or Names(), {unit.code: unit for unit in units}
    summary = summary.drop(columns="geometry", errors="ignore").reset_index(drop=True)
    conflicts, candidates = _sorted_pieces(conflicts, "conflict_id"), _sorted_pieces(candidates, "candidate_id")
    records = to_records(summary)
    annexed = [row for row in records if row.get("level") in (Level.CITY, Level.COUNTY)]
    counties, unit_names = _counties(annexed, conflicts, candidates), _unit_names(policy_units, records)
    tiers = tuple(_in_order(names.order("tiers"), candidates.get("tier", ())))
    problems, years = _sorted_problems(problems), _task_years(summary)
    provenance = tuple((str(section), str(name), str(value)) for section, name, value in provenance)

    conflict_totals = tuple(_conflict_totals(conflicts, counties, names))
    candidate_totals = tuple(_candidate_totals(candidates, counties, tiers))
    return ReportModel(
        title=title,
        policy_title=policy_title,
        created=created or datetime(1970, 1, 1, tzinfo=timezone.utc),
        names=names,
        unit_names=unit_names,
        counties=counties,
        summary=summary,
        targets=tuple(target_row(row, policy_units) for row in annexed),
        gaps=tuple(_gap_row(row, policy_units, years, tiers, year) for row in annexed),
        task_years=tuple(years),
        differences=tuple(_differences(differences)),
        conflict_totals=conflict_totals,
        candidate_totals=candidate_totals,
        cross_table=pd.DataFrame() if cross_table is None else cross_table.reset_index(drop=True),
        conflicts=conflicts,
        candidates=candidates,
        problems=problems,
        problem_totals=tuple(_problem_totals(problems)),
        inputs=tuple(inputs_of(provenance)),
        provenance=tuple(rows_beside_inputs(provenance)),
        mismatches=tuple(_mismatches(annexed, conflict_totals, candidate_totals)),
        tiers=tiers,
        survey_years=tuple(survey_years),
        losses=_sorted_pieces(losses, "loss_id"),
        abandoned=_sorted_pieces(abandoned, "abandoned_id"),
        measures={name: with_centre_points(frame) for name, frame in (measures or {}).items()},
    )


def _unit_names(policy_units: Mapping[str, Unit], records: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of units by code: the summary's, else the policy's, else the code."""
    named = {code: unit.name or code for code, unit in policy_units.items()}
    return named | {str(row["code"]): str(row.get("name") or row["code"]) for row in records}


def _task_years(summary: pd.DataFrame) -> list[int]:
    """Return the years of the restoration tasks that a summary has columns of."""
    return sorted(
        {int(c[5:9]) for c in summary.columns if c.startswith("task_") and c.endswith("_mu") and c[5:9].isdigit()}
    )


def _policy_mu(figure: Decimal | None) -> float | None:
    """Return a policy's figure in mu; it has four decimals in 10,000 mu, so two decimals here lose nothing."""
    return None if figure is None else round(float(figure) * MU_PER_WAN_MU, 2)


def _difference(actual: float | None, target: float | None) -> float | None:
    """Return actual minus target (mu); None where one is not known, 0 where the difference is float noise."""
    if actual is None or target is None:
        return None
    difference = actual - target
    return 0.0 if abs(difference) < NOISE_MU else difference


def _state(actual: float | None, target: float | None) -> str:
    """Return how an area stands against a target."""
    if target is None:
        return NO_TARGET
    difference = _difference(actual, target)
    if difference is None:
        return NO_DATA
    return MET if difference >= 0 else MISSED


def _whole(value: object) -> int | None:
    """Return a count, None where it is not known."""
    number = number_or_none(value)
    return None if number is None else round(number)


def _why_not_judged(row: Mapping[str, Any]) -> str:
    """Return why a unit is not judged at all, `NO_DATA` or `PARTIAL`; empty where it may be."""
    if _whole(row.get("parcels")) == 0:
        return NO_DATA
    children, with_data = _whole(row.get("children")), _whole(row.get("children_with_data"))
    return PARTIAL if children is not None and with_data is not None and with_data < children else ""


def target_row(row: Mapping[str, Any], policy_units: Mapping[str, Unit]) -> TargetRow:
    """Return the annex 2 row of a row of the summary."""
    holding, holding_target = number_or_none(row.get("holding_mu")), number_or_none(row.get("holding_target_mu"))
    delimited, pbf_target = number_or_none(row.get("pbf_delimited_mu")), number_or_none(row.get("pbf_target_mu"))
    cultivated = number_or_none(row.get("pbf_cultivated_mu"))
    reason = _why_not_judged(row)
    pbf_state = reason or _state(delimited, pbf_target)
    if pbf_state == NO_DATA and not reason and cultivated is None:
        pbf_state = NOT_GIVEN
    return TargetRow(
        code=str(row["code"]),
        name=str(row.get("name") or row["code"]),
        level=str(row["level"]),
        holding_target=holding_target,
        holding=holding,
        holding_difference=None if reason else _difference(holding, holding_target),
        holding_state=reason or _state(holding, holding_target),
        pbf_target=pbf_target,
        pbf_delimited=delimited,
        pbf_difference=None if reason else _difference(delimited, pbf_target),
        pbf_state=pbf_state,
        pbf_cultivated=cultivated,
        pbf_cultivated_k=number_or_none(row.get("pbf_cultivated_k_mu")),
        parcels=_whole(row.get("parcels")),
        children=_whole(row.get("children")),
        children_with_data=_whole(row.get("children_with_data")),
        in_policy=str(row["code"]) in policy_units,
    )


def _gap_state(row: Mapping[str, Any], gap: float | None, left: float | None, at_most: float | None) -> str:
    """Return how a unit's gap stands: judged only on data about the unit, and never while restored land is unknown."""
    reason = _why_not_judged(row)
    if reason:
        return reason
    if gap is None:
        return NO_TARGET
    if gap <= 0:
        return NO_GAP
    if left is None:
        return NO_DATA if at_most is None else RESTORED_UNKNOWN
    return MET if left < NOISE_MU else MISSED


def _rest(owed: float | None, *areas: float | None) -> float | None:
    """Return what areas (mu) leave of what is owed, at least 0; None where one is not known."""
    known = [area for area in areas if area is not None]
    return None if owed is None or len(known) < len(areas) else max(0.0, owed - math.fsum(known))


def _gap_row(
    row: Mapping[str, Any], policy_units: Mapping[str, Unit], years: Sequence[int], tiers: Sequence[str], year: int
) -> GapRow:
    """Return the annex 3 row of a row of the summary.

    Args:
        row: of the summary.
        policy_units: by code; their own figures go before those of the summary.
        years: of the restoration tasks.
        tiers: of the candidates.
        year: whose task the potential is set against; the last one with a task where it has none.
    """
    unit = policy_units.get(str(row["code"]))
    gap = _policy_mu(unit.gap_wan_mu) if unit else None
    if gap is None:
        gap = number_or_none(row.get("gap_mu"))
    left, restored = number_or_none(row.get("gap_left_mu")), number_or_none(row.get("restored_mu"))
    at_most = number_or_none(row.get("gap_at_most_mu"))
    potential = {part: number_or_none(row.get(f"candidates_{part}_mu")) for part in Potential.values()}
    tasks = {one: number_or_none(row.get(f"task_{one}_mu")) for one in years}
    task_year = year if year in tasks else max(tasks, default=None)
    task = tasks.get(task_year) if task_year is not None else None
    free, more = potential[Potential.FREE], potential[Potential.TO_CONFIRM]
    owed = None if _why_not_judged(row) else (at_most if left is None else left)
    due = None if _why_not_judged(row) else task
    return GapRow(
        code=str(row["code"]),
        name=str(row.get("name") or row["code"]),
        level=str(row["level"]),
        survey2_target=_policy_mu(unit.survey2_target_wan_mu) if unit else None,
        survey3_target=number_or_none(row.get("holding_target_mu")),
        gap=gap,
        surplus=None if gap is None else max(0.0, -gap),
        tasks=tuple(tasks.items()),
        restored=restored,
        progress=100 * restored / gap if restored is not None and gap is not None and gap > 0 else None,
        gap_left=left,
        gap_at_most=at_most,
        candidates={tier: number_or_none(row.get(f"candidates_{tier}_mu")) for tier in tiers},
        potential=potential,
        task_year=task_year,
        task=task,
        uncovered=_rest(owed, free),
        uncovered_confirmed=_rest(owed, free, more),
        task_uncovered=_rest(due, free),
        task_uncovered_confirmed=_rest(due, free, more),
        state=_gap_state(row, gap, left, at_most),
    )


def _differences(frame: pd.DataFrame | None) -> Iterable[DifferenceRow]:
    """Yield the rows of the comparison of city rows with the sums of their counties."""
    if frame is None:
        return

    def area(row: Mapping[str, Any], name: str) -> float | None:
        """Return an area of a row in mu."""
        value = number_or_none(row[f"{name}_wan_mu"])
        return None if value is None else round(value * MU_PER_WAN_MU, 6)

    for row in to_records(frame):
        yield DifferenceRow(
            unit=str(row["name"]),
            quantity=str(row["quantity"]),
            city=area(row, "city"),
            counties=area(row, "counties"),
            difference=area(row, "difference"),
            reason=str(row["reason"]),
        )


def _sorted_pieces(frame: pd.DataFrame | None, identifier: str) -> pd.DataFrame:
    """Return a list of pieces without geometry, sorted by county and id; empty for None."""
    if frame is None:
        return pd.DataFrame()
    frame = with_centre_points(frame)
    keys = [c for c in ("county", identifier) if c in frame.columns]
    return frame.sort_values(keys, kind="stable", na_position="last", ignore_index=True) if keys else frame


def _counties(annexed: Sequence[Mapping[str, Any]], *frames: pd.DataFrame) -> tuple[str, ...]:
    """Return the county codes: those of the summary in its order, then those that only pieces name.

    Pieces without a county stand under `UNASSIGNED`, which comes last.
    """
    codes = [str(row["code"]) for row in annexed if row.get("level") == Level.COUNTY]
    others: set[str] = set()
    for frame in frames:
        if "county" in frame.columns:
            others.update(UNASSIGNED if not isinstance(code, str) else code for code in frame["county"].unique())
    rest = sorted(others - set(codes), key=lambda code: (code == UNASSIGNED, code))
    return tuple(codes + rest)


def _in_order(known: Sequence[str], present: Iterable[Any]) -> list[str]:
    """Return the known ids in their order, then those that only the data has, sorted."""
    extra = {str(value) for value in pd.unique(pd.Series(list(present), dtype=object).dropna())} - set(known)
    return [*known, *sorted(extra)]


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as numbers, zero where the column or a value is missing."""
    if name not in frame.columns:
        return pd.Series(0.0, index=frame.index)
    return pd.to_numeric(frame[name], errors="coerce").fillna(0.0)


def _conflict_totals(conflicts: pd.DataFrame, counties: Sequence[str], names: Names) -> Iterable[ConflictTotal]:
    """Yield the totals of conflicts by kind, in the policy's order, and county."""
    if conflicts.empty:
        return
    frame = pd.DataFrame(
        {
            "kind": conflicts["kind"].astype(str),
            "county": conflicts["county"].where(conflicts["county"].notna(), UNASSIGNED).astype(str),
            "measure": conflicts["measure"] if "measure" in conflicts.columns else None,
            "severity": pd.to_numeric(conflicts["severity"]).astype(int),
            "area": _numbers(conflicts, "area_m2") * MU_PER_M2,
            "lost": _numbers(conflicts, "lost_cultivated_m2") * MU_PER_M2,
        }
    )
    groups = dict(iter(frame.groupby(["kind", "county"], sort=False)))
    for kind in _in_order(names.order("kinds"), frame["kind"]):
        for county in counties:
            group = groups.get((kind, county))
            if group is None:
                continue
            measures = {str(m) for m in group["measure"].dropna()}
            counted = group["severity"] >= Severity.COUNTED
            yield ConflictTotal(
                kind=kind,
                county=county,
                count=int(counted.sum()),
                noted_count=int((~counted).sum()),
                lost_cultivated=math.fsum(group.loc[counted, "lost"]),
                severity_max=int(group["severity"].max()),
                area_by_severity={int(s): math.fsum(part["area"]) for s, part in group.groupby("severity")},
                measures=tuple(sorted(measures, key=lambda m: (len(m), m))),
            )


def is_excluded(candidates: pd.DataFrame) -> pd.Series:
    """Return which candidates a rule excludes: they are listed, and in no total."""
    if "excluded" not in candidates.columns:
        return pd.Series(False, index=candidates.index)
    return candidates["excluded"].map(lambda value: isinstance(value, str) and value != "").astype(bool)


def _candidate_totals(
    candidates: pd.DataFrame, counties: Sequence[str], tiers: Sequence[str]
) -> Iterable[CandidateTotal]:
    """Yield the totals of candidates by tier and county."""
    if candidates.empty:
        return
    frame = pd.DataFrame(
        {
            "tier": candidates["tier"].astype(str),
            "county": candidates["county"].where(candidates["county"].notna(), UNASSIGNED).astype(str),
            "excluded": is_excluded(candidates),
            "deferred": candidates["deferred"] if "deferred" in candidates.columns else Deferral.UNKNOWN.value,
            "net": _numbers(candidates, "net_m2") * MU_PER_M2,
        }
    )
    groups = dict(iter(frame.groupby(["tier", "county"], sort=False)))
    for tier in tiers:
        for county in counties:
            group = groups.get((tier, county))
            if group is None:
                continue
            counted, barred = group[~group["excluded"]], group[group["excluded"]]
            yield CandidateTotal(
                tier=tier,
                county=county,
                count=len(counted),
                net=math.fsum(counted["net"]),
                deferred=math.fsum(counted.loc[counted["deferred"] == Deferral.YES.value, "net"]),
                unknown=math.fsum(counted.loc[counted["deferred"] == Deferral.UNKNOWN.value, "net"]),
                excluded_count=len(barred),
                excluded=math.fsum(barred["net"]),
            )


def _mismatches(
    annexed: Sequence[Mapping[str, Any]],
    conflict_totals: Sequence[ConflictTotal],
    candidate_totals: Sequence[CandidateTotal],
) -> Iterable[Mismatch]:
    """Yield the county figures of the summary that differ from the sums of the lists by more than `PRINTED_MU`."""
    for row in annexed:
        if row.get("level") != Level.COUNTY:
            continue
        code = str(row["code"])
        listed = {"conflicts_mu": math.fsum(t.counted for t in conflict_totals if t.county == code)}
        for tier in Tier.values():
            name = f"candidates_{tier}_mu"
            listed[name] = math.fsum(t.net for t in candidate_totals if t.county == code and t.tier == tier)
        for name, total in listed.items():
            stated = number_or_none(row.get(name))
            if stated is not None and abs(stated - total) > PRINTED_MU:
                yield Mismatch(code, name, stated, total)


def _sorted_problems(frame: pd.DataFrame | None) -> pd.DataFrame:
    """Return the problems without geometry, the most severe first, then by layer, kind and feature."""
    if frame is None or frame.empty:
        return pd.DataFrame(columns=["severity", "layer", "feature", "kind", "message", "remedy"])
    frame = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    keys = pd.DataFrame(
        {
            "rank": frame["severity"].map(_PROBLEM_RANK).fillna(len(_PROBLEM_RANK)),
            **{c: frame[c].fillna("").astype(str) for c in ("layer", "kind", "feature") if c in frame.columns},
        }
    )
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _problem_totals(problems: pd.DataFrame) -> Iterable[ProblemTotal]:
    """Return the totals of problems by kind: errors, warnings, notes, of each the most frequent kinds first."""
    totals = []
    for (severity, kind), rows in problems.groupby(["severity", "kind"], sort=False):
        layers = rows["layer"].value_counts(sort=False).to_dict()
        first = rows.iloc[0]
        ordered = tuple(sorted(layers.items(), key=lambda item: (-item[1], item[0])))
        totals.append(ProblemTotal(str(kind), str(severity), ordered, str(first["message"]), str(first["remedy"])))
    return sorted(totals, key=lambda t: (_PROBLEM_RANK.get(t.severity, len(_PROBLEM_RANK)), -t.count, t.kind))


def _is_input(section: str) -> bool:
    """Return whether a section of the provenance lists inputs."""
    return section.split(" ")[-1] == _INPUT


def inputs_of(provenance: Iterable[tuple[str, str, str]]) -> Iterable[InputRow]:
    """Return the inputs: a row with a parameter's name begins one, and the rows after it hold its facts."""
    found: list[tuple[str, str, str, dict[str, str]]] = []
    for section, name, value in provenance:
        if not _is_input(section):
            continue
        parameter, _, fact = name.rpartition(".")
        if fact in INPUT_FACTS and found and found[-1][1] == parameter:
            found[-1][3][fact] = value
        else:
            found.append((section, name, value, {}))
    return (InputRow(*row) for row in found)


def rows_beside_inputs(provenance: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, str, str]]:
    """Return the rows of provenance that `inputs_of` leaves out."""
    return (row for row in provenance if not _is_input(row[0]))

"""What follows from the case table: warnings, veto and freeze (measures 33, 34, 38)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ..analysis.area.rounding import exact_to_mu
from ..analysis.columns import to_records
from ..analysis.enforcement.period_tables import report_period
from ..analysis.enforcement.periods import period_of
from ..analysis.enforcement.veto import TOUCHED, assess_vetoes
from ..analysis.enforcement.warnings import BrokenRecordError, assess_warnings, check_closure
from ..analysis.rules.freeze import frozen_quota
from ..analysis.rules.policy import Policy
from ..analysis.vocabulary import WarningLevel
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.progress import FeedbackProgress
from ..reports.case_labels import CASES, FREEZES, PERIODS, VETOES, WARNINGS
from ..reports.changes import FLOWS
from ..reports.period_words import period_text
from .changes import flows_of_year
from .measures import MeasureInputs, MeasureResult

EVENTS, EVENT_COLUMNS = "events", ("unit", "date", "kind", "remark")
QUOTA = "quota"
PERIOD = "period"  # the choice of its kind


@dataclass(frozen=True)
class Enforcement:
    """Tables of what follows from cases.

    Attributes:
        warnings: one row a unit and period.
        vetoes: one row a unit, of the year of the day.
        freezes: one row a unit, at the end of the day.

    """

    warnings: pd.DataFrame
    vetoes: pd.DataFrame
    freezes: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {WARNINGS: self.warnings, VETOES: self.vetoes, FREEZES: self.freezes}


def assess_enforcement(
    cases: pd.DataFrame,
    events: pd.DataFrame | None,
    policy: Policy,
    date: str,
    progress: FeedbackProgress,
    summary: pd.DataFrame | None = None,
    flows: pd.DataFrame | None = None,
    carried: pd.DataFrame | None = None,
    quota: pd.DataFrame | None = None,
) -> Enforcement:
    """Return warnings, vetoes and frozen quota, and log what closes and what stands out.

    Args:
        cases, events: the tables of these names, as read; no events where none were given.
        policy: limits, choices and counties.
        date: the last day that counts (ISO 8601).
        progress: its feedback receives the figures.
        summary, flows: results of other algorithms by unit; None where they were not given.
        carried: warnings of an earlier assessment, whose earlier periods stay.
        quota: the table of this name, as read, by which the policy may tell the balance; None where it was not given.

    Raises:
        InputError: the earlier assessment has lost a period.

    """
    told = pd.DataFrame(columns=list(EVENT_COLUMNS)) if events is None else events
    names = {unit.code: unit.name for unit in policy.counties()}
    _tell_later(cases, told, date, progress)
    _tell_anew(names, carried, progress)
    try:
        warnings = assess_warnings(cases, told, policy, date, names, carried)
    except BrokenRecordError as error:
        text = tr(
            "The warnings of the earlier assessment lack {period} of {unit}, or give it other days, so that what "
            "counts on would be wrong. Take the table “{table}” as the algorithm has written it, or assess without it."
        )
        unit = names.get(error.code, error.code)
        raise InputError(text.format(period=period_text(error.period, tr), unit=unit, table=WARNINGS)) from error
    progress.set(0.6)
    vetoes = assess_vetoes(cases, told, policy, date, names, summary, flows, quota)
    freezes = frozen_quota(cases, date, policy.option("freeze_from"), names)
    _log_closure(cases, warnings, freezes, date, progress)
    _log_findings(warnings, vetoes, progress)
    return Enforcement(warnings, vetoes, freezes)


def _tell_later(cases: pd.DataFrame, events: pd.DataFrame, date: str, progress: FeedbackProgress) -> None:
    """Warn of cases and events behind the day up to which is counted, which may have another year than was meant."""
    later = [int((days > date).sum()) for days in (cases["found"], events["date"])]
    if any(later):
        text = tr("{cases} cases and {events} events are of days after {date} and do not count.")
        progress.feedback.pushWarning(text.format(cases=later[0], events=later[1], date=date))


def _tell_anew(names: Mapping[str, str], carried: pd.DataFrame | None, progress: FeedbackProgress) -> None:
    """Warn of units that an earlier assessment does not have, whose earlier warnings do not count on."""
    if carried is None or carried.empty:
        return
    new = [name for code, name in names.items() if code not in set(carried["code"])]
    if new:
        text = tr("The earlier assessment has no warnings of {units}: all their periods are assessed anew.")
        progress.feedback.pushWarning(text.format(units=", ".join(new)))


def lacks_cases(inputs: MeasureInputs) -> str:
    """Return why nothing follows from cases: there is no table of them; empty where there is one."""
    if CASES in inputs.tables:
        return ""
    return tr("no table of cases was given, patches make none, and earlier results have none")


def warnings_of_cases(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Assess warnings, veto and freeze by the table of cases and the sums of a batch."""
    flows = flows_of_year(inputs)
    if flows is None and FLOWS in inputs.tables:
        text = tr(
            "Veto: the flows since {date} are not those of one year, and no share of illegal land is told by them. "
            "Give the flows of the year, or the survey of the year before as the earlier one."
        )
        progress.feedback.pushInfo(text.format(date=inputs.earlier_date))
    given = inputs.given.tables
    found = assess_enforcement(
        inputs.tables[CASES],
        given.get(EVENTS),
        inputs.policy,
        inputs.date.isoformat(),
        progress,
        inputs.summary,
        flows,
        given.get(WARNINGS),
        given.get(QUOTA),
    )
    return MeasureResult(found.tables)


def period_of_cases(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Count the cases of the period in which the reference date lies."""
    progress.check()
    period = period_of(inputs.date.isoformat(), inputs.given.choices[PERIOD])
    table = report_period(inputs.tables[CASES], period, {unit.code: unit.name for unit in inputs.policy.counties()})
    report_cases(table, progress)
    return MeasureResult({PERIODS: table})


def _log_closure(
    cases: pd.DataFrame, warnings: pd.DataFrame, freezes: pd.DataFrame, date: str, progress: FeedbackProgress
) -> None:
    """Log that periods add up to the illegal cases, and exits and frozen quota to what froze; warn where not."""
    left = check_closure(cases, warnings, date)
    open_units = {unit: exact_to_mu(amount).item() for unit, amount in left.items() if amount}
    whole = float(warnings["a_mu"].astype(float).sum())
    text = tr("Illegal cases until {date}: {area:,.2f} mu in all periods; closure {closure:.2f} mu")
    progress.feedback.pushInfo(text.format(date=date, area=whole, closure=sum(open_units.values())))
    for unit, area in open_units.items():
        text = tr(
            "{unit}: cases of earlier periods differ by {area:+.2f} mu from what was assessed then; those periods stay "
            "as they were. Assess them anew without the earlier warnings if the cases were corrected."
        )
        progress.feedback.pushWarning(text.format(unit=unit, area=area))
    sums = freezes[["found_m2", "frozen_m2", "restored_m2", "legalised_m2", "closure_m2"]].sum()
    text = tr(
        "Frozen quota: {found:,.2f} m² of illegal construction = {frozen:,.2f} frozen + {restored:,.2f} restored + "
        "{legalised:,.2f} legalised; closure {closure:.2f} m²"
    )
    progress.feedback.pushInfo(text.format(**{name.removesuffix("_m2"): sums[name] for name in sums.index}))


def _log_findings(warnings: pd.DataFrame, vetoes: pd.DataFrame, progress: FeedbackProgress) -> None:
    """Log the latest level of each unit that has one, unknown areas, and vetoes that are touched."""
    last = warnings.drop_duplicates("code", keep="last")
    for row in last[last["level"] != WarningLevel.NONE.value].itertuples():
        text = tr("{unit}, {period}: {level} ({area:.2f} mu, PBF {pbf:.2f} mu in the period)")
        levels = {WarningLevel.GENERAL.value: tr("general warning"), WarningLevel.KEY.value: tr("key warning")}
        shown = {"unit": row.name or row.code, "period": period_text(row.period, tr), "level": levels[str(row.level)]}
        progress.feedback.pushWarning(text.format(**shown, area=row.a_mu, pbf=row.p_mu))
    unsure = warnings[warnings["level"] != warnings["level_at_most"]]
    for row in unsure.itertuples():
        text = tr(
            "{unit}, {period}: {count} illegal cases do not say how much of them is PBF; the level may be higher. "
            "Fill in that column."
        )
        period = period_text(row.period, tr)
        progress.feedback.pushWarning(text.format(unit=row.name or row.code, period=period, count=row.pbf_unknown))
    for row in vetoes[vetoes["verdict"] == TOUCHED].itertuples():
        text = tr("{unit}, {year}: a condition of the veto is met (to be decided by the assessment)")
        progress.feedback.pushWarning(text.format(unit=row.name or row.code, year=row.year))


def report_cases(table: pd.DataFrame, progress: FeedbackProgress) -> None:
    """Log the identity of a period's cases for each unit that has any, and for all."""
    text = tr(
        "{unit}, {period}: {before} open ({before_mu:.2f} mu) + {new} new ({new_mu:.2f}) - {closed} closed "
        "({closed_mu:.2f}) = {after} open ({after_mu:.2f}); closure {closure}"
    )
    flows = {"before": "open_before", "new": "new", "closed": "closed", "after": "open_after"}
    for row in to_records(table[table["kind"] == ""]):
        amounts = {short: row[f"{flow}_number"] for short, flow in flows.items()}
        amounts |= {f"{short}_mu": row[f"{flow}_cultivated_mu"] for short, flow in flows.items()}
        if row["code"] == "" or any(amounts.values()):
            unit = row["name"] if isinstance(row["name"], str) else row["code"] or tr("All units")
            shown = {"unit": unit, "period": period_text(row["period"], tr), "closure": row["closure"]}
            progress.feedback.pushInfo(text.format(**shown, **amounts))

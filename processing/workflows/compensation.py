"""Compensation of villages from pieces, and from a table of rates (measure 39)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import pandas as pd

from ..analysis.balance.compensated_land import EARLIER, PBF, Compensation, compensate
from ..analysis.balance.compensation import Rate
from ..analysis.dates import years_before
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.rules.unit_codes import codes_of
from ..analysis.values.unit_codes import code_prefix
from ..analysis.vocabulary import CompensationItem, Level
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.progress import FeedbackProgress
from ..reports.balance_labels import COMPENSATION, COMPENSATION_UNITS
from .measures import MeasureInputs, MeasureResult
from .units import unit_names

RATES = "compensation_rates"  # the table of input


def compensate_villages(
    pieces: pd.DataFrame,
    table: pd.DataFrame,
    policy: Policy,
    classes: SurveyClasses,
    names: Mapping[str, str],
    day: datetime.date,
    earlier_days: Collection[str],
) -> Compensation:
    """Compute what villages earn for the cultivated land of the pieces.

    Args:
        pieces: all pieces.
        table: of rates.
        policy: what is not paid for.
        classes: the class table.
        names: of units by code.
        day: reference date.
        earlier_days: days (YYYY-MM-DD) of the earlier surveys in the pieces, as far as they are known.

    Raises:
        InputError: the pieces cannot tell what lies in PBF, or what was restored this year while a rate is for it.

    """
    rates = _rates(table)
    _check_pieces(pieces, rates, day, earlier_days)
    return compensate(pieces, policy, classes, rates, Level.values(), names, day)


def lacks_rates(inputs: MeasureInputs) -> str:
    """Return why no compensation is computed: no rates were given; empty where they were."""
    return "" if RATES in inputs.given.tables else tr("no table of compensation rates was given")


def compensation_of_pieces(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Compute the compensation of villages by the pieces that a batch has made.

    Raises:
        InputError: as for `compensate_villages`.

    """
    progress.check()
    days = () if inputs.earlier is None or inputs.earlier_date is None else (inputs.earlier_date.isoformat(),)
    names = {**unit_names(inputs.overlay.units), **inputs.policy.unit_names()}
    found = compensate_villages(
        inputs.pieces, inputs.given.tables[RATES], inputs.policy, inputs.classes, names, inputs.date, days
    )
    unnamed = unnamed_text(inputs.pieces, found)
    if unnamed:
        progress.feedback.pushWarning(unnamed)
    tables = {COMPENSATION_UNITS: found.units, COMPENSATION: found.statement}
    return MeasureResult(tables, [found.problems], compensation_lines(found.units))


def _rates(frame: pd.DataFrame) -> list[Rate]:
    """Return the rows of the table of rates."""
    return [
        Rate(item, "" if pd.isna(unit) else code_prefix(str(unit)), Fraction(str(rate)))
        for unit, item, rate in zip(frame["unit"], frame["item"], frame["rate"])
    ]


def _check_pieces(
    pieces: pd.DataFrame, rates: Sequence[Rate], day: datetime.date, earlier_days: Collection[str]
) -> None:
    """Raise `InputError` where the pieces lack what rates are for; arguments as for `compensate_villages`."""
    if PBF not in pieces:
        raise InputError(
            tr(
                "The pieces do not say what lies in permanent basic farmland, which has a rate of its own. Run "
                "“Overlay parcels” with that layer."
            )
        )
    if not any(rate.item == CompensationItem.RESTORED for rate in rates):
        return
    if f"{EARLIER}_DLBM" not in pieces:
        raise InputError(
            tr(
                "The pieces do not say what was cultivated a year before: no earlier survey was given. Run “Overlay "
                "parcels” with last year's survey as “previous”, or remove the rate for land restored this year from "
                "the table: then nothing is computed for it."
            )
        )
    too_early = sorted(value for value in earlier_days if value < years_before(day.isoformat(), 1))
    if too_early:
        text = tr(
            "The earlier survey of the pieces is of {earlier}, more than a year before {day}. Run “Overlay parcels” "
            "with last year's survey as “previous”, or remove the rate for land restored this year from the table: "
            "then nothing is computed for it."
        )
        raise InputError(text.format(earlier=too_early[0], day=day.isoformat()))


def unnamed_text(pieces: pd.DataFrame, found: Compensation) -> str:
    """Return what is to be said of land that names no village; empty where there is none."""
    villages = set(codes_of(pieces, Level.VILLAGE.value))
    rows = found.statement[~found.statement["code"].isin(villages)]
    land = rows[rows["item"].isin((CompensationItem.PBF.value, CompensationItem.OTHER.value))]
    if land.empty:
        return ""
    text = tr(
        "{area:,.2f} m² of cultivated land are in parcels that name no village (ZLDWDM); the statement has them under "
        "the smallest unit that they name."
    )
    return text.format(area=land["area_m2"].sum())


def compensation_lines(units: pd.DataFrame) -> list[str]:
    """Return the identities of each city and county: its net areas in m², and what its villages earn in yuan."""
    areas = tr("{unit}: {pbf:,.2f} m² in PBF + {other:,.2f} m² outside = {all:,.2f} m² net; closure {closure:.2f} m²")
    money = tr("{earned:,.2f} yuan earned - {deducted:,.2f} deducted = {amount:,.2f} yuan; closure {closure:.2f} yuan")
    unknown = tr("amount not known: no rate for {area:,.2f} m²")
    lines = []
    for row in units[units["level"].isin((Level.CITY.value, Level.COUNTY.value))].itertuples():
        first = areas.format(
            unit=row.name or row.code, pbf=row.pbf_m2, other=row.other_m2, all=row.cultivated_m2, closure=row.closure_m2
        )
        second = unknown.format(area=row.no_rate_m2)
        if pd.notna(row.amount_yuan):
            second = money.format(
                earned=row.earned_yuan,
                deducted=abs(row.deducted_yuan),
                amount=row.amount_yuan,
                closure=row.closure_yuan,
            )
        lines.append(f"{first}; {second}")
    return lines

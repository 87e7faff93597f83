"""What reports say of the requisition-compensation balance: supplements and projects, ceiling, ledger, compensation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ..analysis.columns import to_records
from ..analysis.vocabulary import Level, ProjectVerdict, SupplementStatus
from .balance_labels import (
    ACCOUNTS,
    CEILINGS,
    COMPENSATION_UNITS,
    PROJECT_STATES,
    PROJECT_TOTALS,
    SUPPLEMENT_STATES,
    status_labels,
)
from .judgements import WARNED, Finding
from .labels import Translate, joined
from .model import MISSED, MU_PER_M2, ReportModel, number_or_none
from .number_format import YUAN, printed, printed_mu

# States of supplements that are less than what was accepted; others that are not kept only ask for a look.
_LESS = (
    *(SupplementStatus.LOST.value, SupplementStatus.NEVER.value, SupplementStatus.NOT_CULTIVATED.value),
    SupplementStatus.SHRUNK.value,
)
_LOOK = (SupplementStatus.UNPLANTED.value, SupplementStatus.FALLOW.value, SupplementStatus.NO_DATA.value)


def supplement_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return the sentences on all supplements and on all projects."""
    return [Finding(*each) for each in _supplements(model, None, tr)]


def supplement_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return what became of a county's supplements and projects; empty where it has none."""
    return joined([text for text, _ in _supplements(model, code, tr)], tr)


def _supplements(model: ReportModel, code: str | None, tr: Translate) -> list[tuple[str, str]]:
    """Return sentences on supplements and projects with what each judges, of a county or of all (None)."""
    found = []
    rows = _rows_of(model, SUPPLEMENT_STATES, "county", code)
    if len(rows):
        counts = rows["status"].value_counts()
        words = status_labels(tr)
        parts = [tr("{part}: {count}").format(part=words[one], count=counts[one]) for one in words if one in counts]
        text = tr("Supplemented land verified: {count} polygons ({states}); {area} mu less than was accepted.")
        state = MISSED if rows["status"].isin(_LESS).any() else WARNED if rows["status"].isin(_LOOK).any() else ""
        area = printed_mu(float(rows["shortfall_mu"].sum()), tr=tr)
        found.append((text.format(count=len(rows), states=tr(", ").join(parts), area=area), state))
    rows = _rows_of(model, PROJECT_STATES, "county", code)
    if len(rows):
        bad = int(rows["verdict"].eq(ProjectVerdict.NOT_BALANCED.value).sum())
        text = tr("Farmland projects verified: {count}, of them {bad} not balanced.")
        texts = [text.format(count=len(rows), bad=bad)]
        net = _rows_of(model, PROJECT_TOTALS, "code", code)["net_m2"]
        if net.notna().any():
            text = tr("Cultivated land inside all of them, each place once, changed by {area} mu (net).")
            texts.append(text.format(area=printed_mu(float(net.sum()) * MU_PER_M2, signed=True, tr=tr)))
        found.append((joined(texts, tr), MISSED if bad else ""))
    return found


def ceiling_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return a sentence for each city, and for each county that used more than its ceiling."""
    rows = to_records(model.measures[CEILINGS])
    shown = [row for row in rows if row["level"] == Level.CITY.value or (number_or_none(row["left_mu"]) or 0) < 0]
    return [Finding(_ceiling_text(row, model, tr), _ceiling_state(row)) for row in shown or rows]


def ceiling_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return the ceiling of a county; empty where it has no row."""
    rows = to_records(_rows_of(model, CEILINGS, "code", code))
    return _ceiling_text(rows[0], model, tr) if rows else ""


def _ceiling_state(row: Mapping[str, object]) -> str:
    """Return what a row of ceilings judges."""
    return MISSED if (number_or_none(row["left_mu"]) or 0) < 0 else ""


def _ceiling_text(row: Mapping[str, object], model: ReportModel, tr: Translate) -> str:
    """Return what may be occupied next year, and what was used of it."""
    unit, ceiling, delta = model.unit_name(str(row["code"])), row["ceiling_mu"], number_or_none(row["delta_m2"])
    if number_or_none(ceiling) is None or delta is None:
        return tr("{unit}: the ceiling of next year is not known, as not every county has both surveys.").format(
            unit=unit
        )
    text = tr("{unit}: stable cultivated land {delta} mu since the base survey; next year's ceiling {area} mu.")
    change, area = printed_mu(delta * MU_PER_M2, signed=True, tr=tr), printed_mu(number_or_none(ceiling), tr=tr)
    texts = [text.format(unit=unit, delta=change, area=area)]
    used, left = number_or_none(row["used_mu"]), number_or_none(row["left_mu"])
    if used is not None and left is not None:
        text = tr("Approved construction of the year used {used} mu, left {left} mu.")
        texts.append(text.format(used=printed_mu(used, tr=tr), left=printed_mu(left, tr=tr)))
    return joined(texts, tr)


def ledger_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return a sentence for each city, and for each county whose quota does not do."""
    rows = to_records(model.measures[ACCOUNTS])
    shown = [row for row in rows if row["level"] == Level.CITY.value or _lacking(row)]
    return [Finding(_account_text(row, model, tr), WARNED if _lacking(row) else "") for row in shown or rows]


def ledger_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return the account of a county; empty where it has none."""
    rows = to_records(_rows_of(model, ACCOUNTS, "code", code))
    return _account_text(rows[0], model, tr) if rows else ""


def _lacking(row: Mapping[str, object]) -> float:
    """Return what of a county's account should be frozen or used and is not there (m²)."""
    return sum(number_or_none(row[name]) or 0.0 for name in ("uncovered_m2", "owed_m2"))


def _account_text(row: Mapping[str, object], model: ReportModel, tr: Translate) -> str:
    """Return what of a unit's quota is available, frozen and owed."""

    def mu(name: str) -> str:
        """Return an area as printed."""
        area = number_or_none(row[name])
        return printed_mu(None if area is None else area * MU_PER_M2, tr=tr)

    text = tr("Quota of {unit}: {available} mu available, of it paddy {paddy} mu; {frozen} mu frozen.")
    shown = {"available": mu("available_m2"), "paddy": mu("paddy_available_m2"), "frozen": mu("frozen_m2")}
    texts = [text.format(unit=model.unit_name(str(row["code"])), **shown)]
    if _lacking(row):
        text = tr("{uncovered} mu that should be frozen are not there, and {owed} mu of legalised land are owed.")
        texts.append(text.format(uncovered=mu("uncovered_m2"), owed=mu("owed_m2")))
    return joined(texts, tr)


def compensation_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return a sentence for each city; for each county where there is no city."""
    rows = to_records(model.measures[COMPENSATION_UNITS])
    for level in (Level.CITY.value, Level.COUNTY.value):
        shown = [row for row in rows if row["level"] == level]
        if shown:
            return [Finding(_compensation_text(row, model, tr)) for row in shown]
    return []


def compensation_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return what a county's villages earn; empty where it has no row."""
    rows = to_records(_rows_of(model, COMPENSATION_UNITS, "code", code))
    return _compensation_text(rows[0], model, tr) if rows else ""


def _compensation_text(row: Mapping[str, object], model: ReportModel, tr: Translate) -> str:
    """Return what the cultivated land of a unit earns, and what has no rate."""
    text = tr("Compensation of {unit}: {amount} yuan for {area} mu of cultivated land (net), {deducted} yuan deducted.")
    amount = printed(number_or_none(row["amount_yuan"]), YUAN)
    deducted = printed(-(number_or_none(row["deducted_yuan"]) or 0.0), YUAN)
    area = printed_mu((number_or_none(row["cultivated_m2"]) or 0.0) * MU_PER_M2, tr=tr)
    texts = [text.format(unit=model.unit_name(str(row["code"])), amount=amount, area=area, deducted=deducted)]
    rest = number_or_none(row["no_rate_m2"])
    if rest:
        texts.append(tr("{area} mu of it have no rate.").format(area=printed_mu(rest * MU_PER_M2, tr=tr)))
    return joined(texts, tr)


def _rows_of(model: ReportModel, table: str, column: str, code: str | None) -> pd.DataFrame:
    """Return the rows of a county in a table, or all (None); none of a table that the run lacks."""
    frame = model.measures.get(table, pd.DataFrame(columns=[column, "net_m2"]))
    return frame if code is None else frame[frame[column] == code]

"""What reports say of enforcement: patches, warnings, veto and frozen quota, the cases of a period."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..analysis.columns import to_records
from ..analysis.enforcement.veto import TOUCHED, YES
from ..analysis.vocabulary import Preliminary, WarningLevel
from .case_labels import (
    FREEZES,
    PATCHES,
    PERIODS,
    VETOES,
    WARNINGS,
    level_words,
    preliminary_labels,
    veto_conditions,
)
from .judgements import WARNED, Finding
from .labels import Translate, joined
from .model import MISSED, MU_PER_M2, ReportModel, number_or_none
from .number_format import printed_mu
from .period_words import period_text

_STATES = {WarningLevel.GENERAL.value: WARNED, WarningLevel.KEY.value: MISSED}
_FLOWS = {"before": "open_before", "new": "new", "closed": "closed", "after": "open_after"}


def patch_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return the sentence on all patches."""
    text = _patches_sentence(model.measures.get(PATCHES, pd.DataFrame()), tr)
    return [Finding(text)] if text else []


def patch_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return how many patches a county has, and what is suspected; empty where it has none."""
    patches = model.measures.get(PATCHES, pd.DataFrame())
    return _patches_sentence(patches[patches["county"] == code] if len(patches) else patches, tr)


def _patches_sentence(patches: pd.DataFrame, tr: Translate) -> str:
    """Return what patches come to; empty where there are none."""
    if not len(patches):
        return ""
    verdicts = patches.groupby("preliminary")["patch"].nunique()
    words = preliminary_labels(tr)
    parts = [tr("{part}: {count}").format(part=words[one], count=verdicts[one]) for one in words if one in verdicts]
    suspected = patches["preliminary"].eq(Preliminary.SUSPECTED.value)
    text = tr("Monitoring patches: {count} ({verdicts}); {area} mu of cultivated land suspected (to be verified).")
    area = printed_mu(float(patches.loc[suspected, "suspected_m2"].sum()) * MU_PER_M2, tr=tr)
    return text.format(count=patches["patch"].nunique(), verdicts=tr(", ").join(parts), area=area)


def warning_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return a sentence for each county that is warned now, touches a veto, or has frozen quota; or that none is."""
    found = []
    for code in dict.fromkeys(model.measures[WARNINGS]["code"]):
        texts = _warning_sentences(model, code, tr)
        found += [Finding(text, state) for text, state in texts]
    return found or [Finding(tr("No county is warned, touches a veto or has frozen quota by the table of cases."))]


def warning_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return what follows for a county from its cases; that nothing does where it is so."""
    texts = [text for text, _ in _warning_sentences(model, code, tr)]
    known = code in set(model.measures[WARNINGS]["code"])
    nothing = tr("By the table of cases {unit} is not warned, touches no veto and has no frozen quota.")
    return joined(texts, tr) if texts else nothing.format(unit=model.unit_name(code)) if known else ""


def _warning_sentences(model: ReportModel, code: str, tr: Translate) -> list[tuple[str, str]]:
    """Return the sentences on a county's last period, its veto and its frozen quota, with what each judges."""
    unit, found = model.unit_name(code), list[tuple[str, str]]()
    last, veto, freeze = (_last_row(model, name, code) for name in (WARNINGS, VETOES, FREEZES))
    level = str(last.get("level", ""))
    if level in _STATES:
        text = tr(
            "{unit}, {period}: {level} (illegal cases found in the period {area} mu, of it PBF {pbf} mu; in total "
            "{total} and {total_pbf} mu)."
        )
        names = ("a_mu", "p_mu", "total_mu", "total_pbf_mu")
        area, pbf, total, total_pbf = (printed_mu(number_or_none(last[name]), tr=tr) for name in names)
        shown = {"unit": unit, "period": period_text(last["period"], tr), "level": level_words(tr)[level]}
        found.append((text.format(**shown, area=area, pbf=pbf, total=total, total_pbf=total_pbf), _STATES[level]))
    if veto.get("verdict") == TOUCHED:
        text = tr("{unit}, {year}: a condition of the veto is met ({conditions}; to be decided by the assessment).")
        met = tr(", ").join(word for name, word in veto_conditions(tr).items() if veto.get(name) == YES)
        found.append((text.format(unit=unit, year=veto["year"], conditions=met), MISSED))
    since = last.get("suspended_since")
    if isinstance(since, str):
        text = tr(
            "{unit}: approvals are to be suspended since {date}, but for livelihood and projects of the city and above "
            "(measure 34; the competent department decides)."
        )
        found.append((text.format(unit=unit, date=since), WARNED))
    frozen = number_or_none(freeze.get("frozen_m2"))
    if frozen:
        text = tr("{unit}: {area} mu of quota are frozen by illegal construction.")
        found.append((text.format(unit=unit, area=printed_mu(frozen * MU_PER_M2, tr=tr)), WARNED))
    return found


def period_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return the sentence on the cases of all units in the period."""
    text = _period_sentence(_last_row(model, PERIODS, ""), tr("All units"), tr)
    return [Finding(text)] if text else []


def period_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return the cases of a county in the period; empty where it has none."""
    return _period_sentence(_last_row(model, PERIODS, code), model.unit_name(code), tr)


def _period_sentence(row: dict[str, object], unit: str, tr: Translate) -> str:
    """Return how cases of a unit came and went; empty where there is no row."""
    if not row:
        return ""
    text = tr(
        "Cases of {unit}, {period}: {before} open before + {new} new - {closed} closed = {after} open after "
        "({area} mu of cultivated land)."
    )
    counts = {name: row[f"{flow}_number"] for name, flow in _FLOWS.items()}
    area = printed_mu(number_or_none(row["open_after_cultivated_mu"]), tr=tr)
    return text.format(unit=unit, period=period_text(row["period"], tr), area=area, **counts)


def _last_row(model: ReportModel, table: str, code: str) -> dict[str, object]:
    """Return the last row of a unit in a table: of warnings its latest period, of cases the sum of all kinds."""
    frame = model.measures.get(table, pd.DataFrame(columns=["code"]))
    rows = to_records(frame[frame["code"] == code])
    return rows[-1] if rows else {}

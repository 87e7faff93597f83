"""Headings and words of the tables that follow from cases: warnings, vetoes, frozen quota, periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..analysis.enforcement.period_tables import ALL_KINDS, UNSTATED
from ..analysis.review import COLUMNS as REVIEWED
from ..analysis.review import REVIEWER, VERDICT
from ..bridge.tables.definitions import load_table
from ..bridge.vocabulary import verdict_labels, yes_no_labels
from .labels import Translate, parcel_columns
from .names import Names, Words
from .period_words import PeriodWords

WARNINGS, VETOES, FREEZES, PERIODS = "warnings", "vetoes", "freezes", "periods"
PATCHES, CASES = "patches", "cases"


def _warning_columns(tr: Translate) -> dict[str, str]:
    return {
        **_period_of(tr),
        "cases": tr("Illegal cases found"),
        "a_mu": tr("Cultivated land in the period"),
        "p_mu": tr("PBF in the period"),
        "total_mu": tr("Cultivated land in total"),
        "total_pbf_mu": tr("PBF in total"),
        "pbf_unknown": tr("Cases whose PBF is not known"),
        "level": tr("Level"),
        "level_at_most": tr("Level at most"),
        "why": tr("Reason"),
        "talks": tr("Talks"),
        "step": tr("Further steps"),
        "generals_in_row": tr("General warnings in a row"),
        "keys_in_row": tr("Key warnings in a row"),
        "keys_and_talks": tr("Key warnings and talks in all"),
        "suspended_since": tr("Conversion of land suspended since"),
        "next_level": tr("Next level"),
        "distance_mu": tr("Area to the next level"),
    }


def level_words(tr: Translate) -> dict[str, str]:
    """Return the labels of the levels of warnings."""
    return {"none": tr("No warning"), "general": tr("General warning"), "key": tr("Key warning")}


def _warning_words(tr: Translate, names: Names) -> Words:
    steps = {"talk": tr("Talk"), "accountability": tr("Accountability"), "city_decides": tr("The city decides")}
    reasons = {
        "no_case": tr("No new illegal case"),
        "below": tr("Below the limits"),
        "cultivated_total": tr("Cultivated land in total"),
        "pbf_total": tr("PBF in total"),
        "pbf_once": tr("PBF in the period"),
        "general_again": tr("Second general warning in a row"),
        "cultivated": tr("Cultivated land over the limit"),
        "pbf": tr("PBF over the limit"),
    }
    levels = level_words(tr)
    same = dict.fromkeys(("level", "level_at_most", "next_level"), levels)
    return {**same, "period": PeriodWords(tr), "step": steps, "why": reasons}


def _veto_columns(tr: Translate) -> dict[str, str]:
    return {
        "year": tr("Year"),
        "verdict": tr("Veto"),
        "holding_missed": tr("Holding below its target"),
        "pbf_missed": tr("PBF below its task"),
        "balance_owed_mu": tr("Owed to the balance"),
        "balance_used_mu": tr("Quota used in the year"),
        "balance_missed": tr("Balance not carried out"),
        "illegal_mu": tr("Illegal cultivated land of the year"),
        "construction_mu": tr("of which construction"),
        "construction_unknown_mu": tr("of which not known whether construction"),
        "denominator_mu": tr("Denominator of the share"),
        "share_percent": tr("Share of illegal construction (%)"),
        "illegal_veto": tr("Illegal area and share at or over the limits"),
    }


def verdict_words(tr: Translate) -> dict[str, str]:
    """Return the labels of what is said of the veto."""
    return {
        "touched": tr("A condition of the veto is met (to be decided by the assessment)"),
        "not_touched": tr("Not met"),
        "insufficient": tr("Data are lacking"),
    }


def _veto_words(tr: Translate, names: Names) -> Words:
    answers = {**yes_no_labels(tr), "unknown": tr("Not known"), "undetermined": tr("Undetermined")}
    return {"verdict": verdict_words(tr), **dict.fromkeys(veto_conditions(tr), answers)}


def veto_conditions(tr: Translate) -> dict[str, str]:
    """Return the headings of the four conditions of the veto, by column."""
    headings = _veto_columns(tr)
    return {name: headings[name] for name in ("holding_missed", "pbf_missed", "balance_missed", "illegal_veto")}


def _freeze_columns(tr: Translate) -> dict[str, str]:
    return {
        "date": tr("Date"),
        "cases": tr("Cases that freeze"),
        "found_m2": tr("Illegal construction found (net)"),
        "restored_m2": tr("Released: restored"),
        "legalised_m2": tr("Used: legalised"),
        "frozen_m2": tr("Frozen quota"),
        "frozen_paddy_m2": tr("of which paddy"),
        "open_leads_m2": tr("Open leads that would freeze"),
        "unknown_m2": tr("Not known whether construction"),
        "closure_m2": tr("Closure"),
    }


def _period_of(tr: Translate) -> dict[str, str]:
    return {"period": tr("Period"), "start": tr("From"), "end": tr("To")}


def _period_columns(tr: Translate) -> dict[str, str]:
    flows = {
        "open_before": tr("Open before"),
        "new": tr("New"),
        "handled": tr("Taken up"),
        "closed": tr("Closed"),
        "open_after": tr("Open after"),
        "closed_restored": tr("Closed: restored"),
        "closed_legalised": tr("Closed: legalised"),
        "closed_other": tr("Closed: other"),
        "reopened": tr("Taken up again"),
    }
    amounts = {"number": tr("number of cases"), "cultivated_mu": tr("cultivated land (mu)"), "pbf_mu": tr("PBF (mu)")}
    text = tr("{flow}, {amount}")
    columns = {
        f"{flow}_{amount}": text.format(flow=flows[flow], amount=amounts[amount])
        for flow in flows
        for amount in amounts
    }
    return {**_period_of(tr), "kind": tr("Kind"), **columns, "closure": tr("Closure")}


def _period_words(tr: Translate, names: Names) -> Words:
    return {"kind": {ALL_KINDS: tr("All kinds"), UNSTATED: tr("Kind not stated")}, "period": PeriodWords(tr)}


def _patch_columns(tr: Translate) -> dict[str, str]:
    headings = parcel_columns(tr)
    return {
        "case_id": tr("Case number"),
        "patch": tr("Patch"),
        "preliminary": tr("Preliminary verdict"),
        "cause": tr("Where it went or came from"),
        "gross_m2": tr("Gross area"),
        "cultivated_m2": tr("Cultivated before, net"),
        "paddy_m2": tr("of which paddy"),
        "pbf_m2": tr("of which PBF"),
        "valid_m2": tr("Covered by something valid"),
        "suspected_m2": tr("Not covered by anything valid"),
        "suspected_paddy_m2": tr("Not covered: paddy"),
        "suspected_pbf_m2": tr("Not covered: PBF"),
        "rim_m2": tr("In rims along covered edges"),
        "unknown_m2": tr("Not in the earlier survey"),
        "covered_percent": tr("Covered by approvals (%)"),
        "after": tr("Day of the later image"),
        "kind": tr("Kind"),
        "repeat_of": tr("Repeats"),
        **{name: headings[name] for name in (*REVIEWED, REVIEWER)},
    }


def preliminary_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of the preliminary verdicts on patches."""
    return {
        "covered": tr("Approved"),
        "partly": tr("Partly approved"),
        "temporary": tr("Temporary land in its term"),
        "reclaim": tr("Temporary land to be reclaimed"),
        "overdue": tr("Temporary land overdue"),
        "facility": tr("Registered facility"),
        "no_change": tr("No change"),
        "no_newer_survey": tr("The survey is not newer than the patch"),
        "not_cultivated": tr("Not cultivated before"),
        "unknown": tr("Not known what it was before"),
        "suspected": tr("Suspected"),
    }


def _patch_words(tr: Translate, names: Names) -> Words:
    causes = names.terms.get("causes", {})
    return {"preliminary": preliminary_labels(tr), "cause": causes, VERDICT: verdict_labels(tr)}


def case_columns(tr: Translate, names: Names) -> dict[str, str]:
    """Return the headings of the table of cases."""
    return {column.id: column.heading[names.language] for column in load_table(CASES).columns}


def _case_words(tr: Translate, names: Names) -> Words:
    columns = load_table(CASES).columns
    words = {column.id: column.words[names.language] for column in columns if column.words[names.language]}
    return {**words, **{column.id: yes_no_labels(tr) for column in columns if column.kind == "mark"}}


CASE_COLUMNS: Mapping[str, Callable[[Translate], dict[str, str]]] = {
    WARNINGS: _warning_columns,
    VETOES: _veto_columns,
    FREEZES: _freeze_columns,
    PERIODS: _period_columns,
    PATCHES: _patch_columns,
}
CASE_WORDS: Mapping[str, Callable[[Translate, Names], Words]] = {
    WARNINGS: _warning_words,
    VETOES: _veto_words,
    PERIODS: _period_words,
    PATCHES: _patch_words,
    CASES: _case_words,
}

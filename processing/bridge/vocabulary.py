"""Labels of the closed word lists, in the caller's language.

Severities, origins, tiers and deferrals are named by the policy (its `terms`), choices of parameters by `choices`.
"""

from __future__ import annotations

from collections.abc import Callable

from ..analysis.vocabulary import (
    UNDECIDED,
    Change,
    Checked,
    CheckState,
    CompensationItem,
    Direction,
    EarlierRole,
    Kept,
    Level,
    Measure,
    PlanReason,
    Potential,
    ProblemSeverity,
    SharedBy,
    Side,
    SiteVerdict,
    SupplementTier,
    Use,
    Verdict,
)


def yes_no_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of marks, by value."""
    return {"yes": tr("Yes"), "no": tr("No")}


def level_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the levels of units, by value."""
    labels = {
        Level.CITY: tr("City"),
        Level.COUNTY: tr("County"),
        Level.TOWNSHIP: tr("Township"),
        Level.VILLAGE: tr("Village"),
    }
    return {level.value: label for level, label in labels.items()}


def measure_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the measures that a batch answers, by value."""
    labels = {
        Measure.TRACK_CHANGES: tr("Changes of cultivated land"),
        Measure.ASSESS_USE: tr("Use of cultivated land"),
        Measure.REVIEW_RESERVES: tr("Reserves"),
        Measure.MATCH_PATCHES: tr("Monitoring patches"),
        Measure.ASSESS_WARNINGS: tr("Warnings, veto and frozen quota"),
        Measure.VERIFY_SUPPLEMENTS: tr("Supplements and projects"),
        Measure.SET_CEILING: tr("Ceiling by compensation"),
        Measure.KEEP_LEDGER: tr("Quota ledger"),
        Measure.COMPUTE_COMPENSATION: tr("Compensation"),
        Measure.REPORT_PERIOD: tr("Cases of the period"),
        Measure.BUNDLE_CANDIDATES: tr("Blocks of candidates"),
        Measure.PLAN_RESTORATION: tr("Restoration plan"),
        Measure.PAIR_SWAPS: tr("Swaps of hill for valley"),
        Measure.SELF_CHECK: tr("Self-check"),
    }
    return {measure.value: label for measure, label in labels.items()}


def earlier_role_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of what an earlier survey is, by value."""
    labels = {
        EarlierRole.LAST_YEAR: tr("Survey of the year before"),
        EarlierRole.BASE: tr("Base survey, since which restored land counts"),
    }
    return {role.value: label for role, label in labels.items()}


def direction_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the directions of changes between two surveys, by value."""
    labels = {
        Direction.OUT: tr("Outflow"),
        Direction.IN: tr("Inflow"),
        Direction.ADJUST: tr("Adjustment"),
        Direction.BOUNDARY_IN: tr("Came over the boundary"),
    }
    return {direction.value: label for direction, label in labels.items()}


def check_state_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the states of lines of the self-check, by value."""
    labels = {
        CheckState.MET: tr("Met"),
        CheckState.MISSED: tr("Not met"),
        CheckState.NO_DATA: tr("No data"),
        CheckState.BY_HAND: tr("By hand"),
    }
    return {state.value: label for state, label in labels.items()}


def shared_by_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of what decided a unit's share of a target, by value."""
    labels = {
        SharedBy.ISSUED: tr("The notice"),
        SharedBy.FIXED: tr("A share that was given"),
        SharedBy.FLOOR: tr("The least share"),
        SharedBy.BASIS: tr("The basis"),
    }
    return {by.value: label for by, label in labels.items()}


def kept_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of why a block of candidates is kept, by value."""
    labels = {Kept.SIZE: tr("Its size"), Kept.ADJOINING: tr("Cultivated land beside it")}
    return {kept.value: label for kept, label in labels.items()}


def site_verdict_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the verdicts on project sites, by value."""
    labels = {
        SiteVerdict.FORBIDDEN: tr("Forbidden"),
        SiteVerdict.CONDITIONAL: tr("On conditions"),
        SiteVerdict.CLEAR: tr("Nothing against it"),
        SiteVerdict.UNCHECKED: tr("The data does not tell"),
    }
    return {verdict.value: label for verdict, label in labels.items()}


def supplement_tier_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of where supplements lie, by value, in the order of choice."""
    labels = {
        SupplementTier.RESERVE: tr("In the PBF reserve zone"),
        SupplementTier.ADJOINING: tr("Adjoins PBF"),
        SupplementTier.SAME_VILLAGE: tr("In the same village"),
        SupplementTier.SAME_TOWNSHIP: tr("In the same township"),
        SupplementTier.SAME_COUNTY: tr("In the same county"),
        SupplementTier.ELSEWHERE: tr("Elsewhere"),
    }
    return {tier.value: label for tier, label in labels.items()}


def compensation_item_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of what earns compensation, by value."""
    labels = {
        CompensationItem.PBF: tr("Permanent basic farmland"),
        CompensationItem.OTHER: tr("Other cultivated land"),
        CompensationItem.RESTORED: tr("Restored this year"),
        CompensationItem.WITHHELD: tr("Withheld from the whole village"),
    }
    return {item.value: label for item, label in labels.items()}


def checked_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of what came of a rule on a project site, by value."""
    labels = {
        Checked.APPLIES: tr("Applies"),
        Checked.UNKNOWN: tr("May apply, to verify"),
        Checked.NOT_CHECKED: tr("Not checked: no such layer"),
    }
    return {checked.value: label for checked, label in labels.items()}


def side_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the sides of a swap, by value."""
    labels = {Side.UP: tr("Field on the hill that could go"), Side.DOWN: tr("Land in the valley that could come")}
    return {side.value: label for side, label in labels.items()}


def plan_reason_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of why a plan takes a block or does not, by value."""
    labels = {
        PlanReason.AT_ONCE: tr("Restorable at once"),
        PlanReason.CHEAPEST: tr("Among the cheapest"),
        PlanReason.NEEDED: tr("Needed to reach the task"),
        PlanReason.NOT_NEEDED: tr("Not needed"),
        PlanReason.BARRED: tr("Barred for now"),
        PlanReason.TO_CONFIRM: tr("To be confirmed first"),
        PlanReason.NO_TASK: tr("No task given"),
    }
    return {reason.value: label for reason, label in labels.items()}


def problem_severity_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the severities of data problems, by value, the worst first."""
    labels = {
        ProblemSeverity.ERROR: tr("Error"),
        ProblemSeverity.WARNING: tr("Warning"),
        ProblemSeverity.NOTE: tr("Note"),
    }
    return {severity.value: label for severity, label in labels.items()}


def use_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the groups of use of conflicts, by value, the gravest first."""
    labels = {
        Use.NON_AGRICULTURAL: tr("Non-agricultural use (controlled by measure 14)"),
        Use.AGRICULTURAL: tr("Agricultural use (controlled by measure 14)"),
        Use.TO_VERIFY: tr("To verify"),
        Use.NOTE: tr("For information"),
    }
    return {use.value: label for use, label in labels.items()}


def potential_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the four parts of the restoration potential, by value."""
    labels = {
        Potential.FREE: tr("Free"),
        Potential.TO_CONFIRM: tr("To be confirmed"),
        Potential.BARRED: tr("Barred for now"),
        Potential.EXCLUDED: tr("Excluded"),
    }
    return {potential.value: label for potential, label in labels.items()}


def list_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the lists of findings, by the name of their layer in results."""
    return {
        "conflicts": tr("Occupation conflicts"),
        "losses": tr("Lost cultivated land"),
        "abandoned": tr("Abandoned land"),
        "candidates": tr("Restoration candidates"),
        "changes": tr("Changes of cultivated land"),
        "patches": tr("Monitoring patches"),
        "terms": tr("Ending terms"),
        "open_cases": tr("Open cases"),
        "unplanted": tr("Supplements that lie unplanted"),
        "planned": tr("Blocks planned to be restored"),
    }


def verdict_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of what a person may decide on a finding, by value."""
    labels = {
        Verdict.CONFIRMED: tr("Confirmed"),
        Verdict.REJECTED: tr("Rejected"),
        Verdict.APPROVED: tr("Approved use"),
        Verdict.DEFERRED: tr("Deferred for now"),
        Verdict.ILLEGAL: tr("Illegal"),
    }
    return {verdict.value: label for verdict, label in labels.items()}


def review_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of verdicts by value, and of findings without one."""
    return {**verdict_labels(tr), UNDECIDED: tr("Without a decision")}


def change_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of what became of a finding from one run to the next, by value."""
    labels = {Change.NEW: tr("new"), Change.GONE: tr("gone"), Change.CHANGED: tr("changed")}
    return {change.value: label for change, label in labels.items()}

"""The tables of a report, in the order of the workbook's sheets: those that a leader reads, then the technical ones."""

from __future__ import annotations

from ..labels import Translate
from ..model import ReportModel
from .annexes import cross_table, differences_table, gaps_table, summary_table, targets_table
from .conflicts_and_candidates import (
    candidate_tiers_table,
    conflict_kinds_table,
    conflict_uses_table,
    unit_potential_table,
)
from .data_quality import inputs_table, problem_kinds_table, problems_table, provenance_table
from .finding_lists import abandoned_table, candidates_table, conflicts_table, losses_table
from .losses_and_abandoned import abandoned_sums_table, loss_sums_table
from .measures import REPORTS, measure_sheets
from .review import has_review, review_table
from .table import Table

# The keys of all tables that a report may have.
TABLE_KEYS = (
    *(
        "targets",
        "gaps",
        "conflict_uses",
        "conflict_kinds",
        "conflicts",
        "review",
        "loss_sums",
        "losses",
        "abandoned_sums",
    ),
    *("abandoned", "unit_potential", "candidate_tiers", "candidates"),
    *(key for report in REPORTS for key in report.keys),
    *("summary", "differences", "problem_kinds", "problems", "cross_table", "inputs", "provenance"),
)


def report_tables(model: ReportModel, tr: Translate) -> list[Table]:
    """Return all tables of a report."""
    return [
        targets_table(model, tr),
        gaps_table(model, tr),
        conflict_uses_table(model, tr),
        conflict_kinds_table(model, tr),
        conflicts_table(model, tr),
        *([review_table(model, tr)] if has_review(model) else ()),
        # Lists that the run did not look for have no columns, and no sheet.
        *([loss_sums_table(model, tr), losses_table(model, tr)] if len(model.losses.columns) else ()),
        *([abandoned_sums_table(model, tr), abandoned_table(model, tr)] if len(model.abandoned.columns) else ()),
        unit_potential_table(model, tr),
        candidate_tiers_table(model, tr),
        candidates_table(model, tr),
        *measure_sheets(model, tr),
        summary_table(model, tr),
        differences_table(model, tr),
        problem_kinds_table(model, tr),
        problems_table(model, tr),
        cross_table(model, tr),
        inputs_table(model, tr),
        provenance_table(model, tr),
    ]

"""The measures that `run_batch` computes from what it holds, each where it stands in their order.

Their sheets, and their parts of page and letters, are in `reports.tables.measures`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from ..analysis.vocabulary import Measure
from ..bridge.attempts import Attempts
from ..bridge.i18n import tr
from ..bridge.progress import FeedbackProgress
from ..bridge.vocabulary import measure_labels
from .blocks import (
    blocks_of_candidates,
    lacks_blocks,
    lacks_candidates,
    lacks_slopes,
    plan_of_blocks,
    swaps_of_pieces,
)
from .ceiling import ceilings_of_pieces, lacks_base_survey
from .changes import lacks_earlier_survey, track_pieces
from .compensation import compensation_of_pieces, lacks_rates
from .enforcement import lacks_cases, period_of_cases, warnings_of_cases
from .land_checks import check_of_results, lacks_nothing, lacks_reserves, reserves_of_pieces, use_of_pieces
from .ledger import lacks_quota, ledger_of_tables
from .measures import MeasureInputs, MeasureResult, MeasureStep
from .patches import lacks_patches, patches_of_pieces
from .supplement_checks import lacks_supplements, verify_near_polygons

# A measure may read the tables of those before it.
STEPS = (
    MeasureStep(Measure.TRACK_CHANGES, lacks_earlier_survey, track_pieces),
    MeasureStep(Measure.ASSESS_USE, lacks_nothing, use_of_pieces),
    MeasureStep(Measure.REVIEW_RESERVES, lacks_reserves, reserves_of_pieces),
    MeasureStep(Measure.MATCH_PATCHES, lacks_patches, patches_of_pieces),
    MeasureStep(Measure.ASSESS_WARNINGS, lacks_cases, warnings_of_cases),
    MeasureStep(Measure.REPORT_PERIOD, lacks_cases, period_of_cases),
    MeasureStep(Measure.VERIFY_SUPPLEMENTS, lacks_supplements, verify_near_polygons),
    MeasureStep(Measure.SET_CEILING, lacks_base_survey, ceilings_of_pieces),
    MeasureStep(Measure.KEEP_LEDGER, lacks_quota, ledger_of_tables),
    MeasureStep(Measure.COMPUTE_COMPENSATION, lacks_rates, compensation_of_pieces),
    MeasureStep(Measure.BUNDLE_CANDIDATES, lacks_candidates, blocks_of_candidates),
    MeasureStep(Measure.PLAN_RESTORATION, lacks_blocks, plan_of_blocks),
    MeasureStep(Measure.PAIR_SWAPS, lacks_slopes, swaps_of_pieces),
    MeasureStep(Measure.SELF_CHECK, lacks_nothing, check_of_results),  # reads the tables of all others
)


def compute_measures(
    wanted: Collection[str], inputs: MeasureInputs, progress: FeedbackProgress, attempts: Attempts
) -> MeasureResult:
    """Compute the measures that are wanted; what lacks its input is said and left out, and so is what fails.

    Args:
        wanted: names of measures.
        inputs: what the batch holds.
        progress: receives the fraction done, and what is to be said; may cancel.
        attempts: receives what could not be computed.

    Returns:
        all tables and problems, and the sums of units as they are then.

    """
    steps = [step for step in STEPS if step.measure in wanted]
    labels, found = measure_labels(tr), list[pd.DataFrame]()
    for number, step in enumerate(steps):
        name = labels[step.measure]
        lack = step.lacks(inputs)
        if lack:
            progress.feedback.pushInfo(tr("{measure}: left out, {reason}.").format(measure=name, reason=lack))
            continue
        with attempts.attempt(name):
            result = step.compute(inputs, progress.part(number / len(steps), (number + 1) / len(steps)))
            for line in result.log:
                progress.feedback.pushInfo(line)
            found += result.problems
            summary = inputs.summary if result.summary is None else result.summary
            inputs = replace(inputs, tables={**inputs.tables, **result.tables}, summary=summary)
    return MeasureResult(inputs.tables, found, summary=inputs.summary)

"""What earlier results in the output folder hold of enforcement: the table of cases, and the warnings so far."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from ..analysis.enforcement.case_merging import merge_cases, other_entries, parted_otherwise, typed_cases
from ..analysis.rules.policy import Policy
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.datasets import layer_names
from ..bridge.io.reading import read_table
from ..bridge.io.result_reading import read_results_table
from ..bridge.progress import FeedbackProgress
from ..bridge.tables.definitions import load_table
from ..bridge.tables.reader import TableError, read_frame_table
from ..reports.case_labels import CASES, PATCHES, WARNINGS
from .checks.policy_fit import fit_result_table
from .measures import GivenInputs


def with_earlier_results(
    given: GivenInputs, package: Path | None, policy: Policy, progress: FeedbackProgress
) -> GivenInputs:
    """Return what was given with the cases and warnings of earlier results; what was given counts.

    Args:
        given: for measures.
        package: the GeoPackage of an earlier run; None where there is none.
        policy: whose counties cases may name.
        progress: its feedback receives what differs.

    Raises:
        InputError: a table of earlier results cannot be read as such, is of other units alone, or has cases in other
            parts than those given.

    """
    there = set() if package is None else set(layer_names(package))
    tables = dict(given.tables)
    if CASES in there and package is not None:
        earlier = _read_cases(package, given, policy, progress)
        if earlier is not None:
            tables[CASES] = _joined(given.tables.get(CASES), earlier, package, progress)
    elif CASES in tables:
        tables[CASES] = typed_cases(tables[CASES])
    if WARNINGS in there and WARNINGS not in tables and package is not None:
        carried = _read_warnings(package)
        if CASES in tables:  # else nothing is assessed
            carried = fit_result_table(carried, WARNINGS, package.name, policy, progress.feedback.pushWarning)
        tables[WARNINGS] = carried
    return replace(given, tables=tables)


def _read_cases(package: Path, given: GivenInputs, policy: Policy, progress: FeedbackProgress) -> pd.DataFrame | None:
    """Return the cases of earlier results; None where they cannot be read, and nothing shall be joined to them."""
    try:
        return read_frame_table(CASES, read_table(package, CASES), load_table(CASES), policy.unit_names()).frame
    except TableError as error:
        if CASES in given.tables or PATCHES in given.layers:
            text = tr(
                "The table of cases of the earlier results “{path}” counts on, and cannot be used as it is: {reason} "
                "Correct it in the layer “cases” there, which QGIS opens, or delete the row."
            )
            raise InputError(text.format(path=package, reason=error)) from error
        text = tr(
            "The table of cases of the earlier results stays as it is and is not assessed, until it is corrected: "
            "{reason}"
        )
        progress.feedback.pushWarning(text.format(reason=error))
        return None


def _joined(own: pd.DataFrame | None, earlier: pd.DataFrame, package: Path, progress: FeedbackProgress) -> pd.DataFrame:
    """Return the cases that were given with those of earlier results.

    Raises:
        InputError: a case is in other parts in both.

    """
    if own is None:
        return typed_cases(earlier)
    parted = parted_otherwise(own, earlier)
    if parted:
        text = tr(
            "Table “{table}”: cases have other parts than in the earlier results “{path}”, and their areas would count "
            "twice: {cases}. Give these cases the same parts in both tables, or remove them from one."
        )
        raise InputError(text.format(table=CASES, path=package, cases=", ".join(parted[:5])))
    differ = other_entries(own, earlier)
    if differ:
        text = tr(
            "Table of cases: {count} entries are not those of the earlier results (first: case {case}, column "
            "{column}); what was given counts."
        )
        case, column = differ[0]
        progress.feedback.pushWarning(text.format(count=len(differ), case=case, column=column))
    return merge_cases(own, earlier)


def _read_warnings(package: Path) -> pd.DataFrame:
    """Return the warnings of earlier results.

    Raises:
        InputError: they are not as a run has written them.

    """
    return read_results_table(package, WARNINGS)

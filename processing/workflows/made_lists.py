"""Lists for the field that results do not have as layers: ending terms, open cases, some rows of other results."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import geopandas
import shapely

from ..analysis import cases as case_table
from ..analysis.fieldwork.open_cases import OPEN_CASES, OpenCases, open_cases
from ..analysis.fieldwork.terms import TERMS, TermRule, ending_terms
from ..analysis.rules.policy import Policy
from ..analysis.spatial_index import spatial_index
from ..analysis.vocabulary import UNIT_LEVELS
from ..bridge.errors import InputError
from ..bridge.i18n import report_language
from ..bridge.i18n import tr as user_tr
from ..bridge.io.datasets import layer_names
from ..bridge.io.result_reading import read_results_layer, read_results_table
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.schema import load_survey
from ..bridge.tables.definitions import load_table
from ..reports.balance_labels import SUPPLEMENT_STATES
from ..reports.block_labels import PLAN
from ..reports.case_labels import CASES, PATCHES
from ..reports.field.findings import rows_with, with_classes_before
from ..reports.field.form import field_data, list_columns
from ..reports.styles.renderers import PIECES

UNPLANTED, PLANNED = "unplanted", "planned"
# The layer or table without which a list cannot be made.
MADE_OF = {TERMS: PIECES, OPEN_CASES: CASES, UNPLANTED: SUPPLEMENT_STATES, PLANNED: PLAN}
_TOLD = 20  # ids in a warning


def made_lists(
    package: Path, wanted: Collection[str], policy: Policy, language: str, day: str, progress: FeedbackProgress
) -> dict[str, geopandas.GeoDataFrame]:
    """Return the wanted ones of these lists, with a note on each row in a language.

    Args:
        package: a GeoPackage of results.
        wanted: names of lists.
        policy: says when a term is about to end, and how long land may be reclaimed.
        language: `zh` or `en`.
        day: on which terms have ended or not (ISO 8601).
        progress: receives what stays out, and may cancel.

    Raises:
        InputError: the table of cases is another one.

    """
    made = {}
    if TERMS in wanted:
        made[TERMS] = _terms(package, policy, language, day, progress)
    if OPEN_CASES in wanted:
        made[OPEN_CASES] = _cases(package, language, progress)
    for name, values in field_data()["made_of_rows"].items():
        if name in wanted:
            made[name] = _with_units(rows_with(read_results_layer(package, MADE_OF[name]), values), package)
            progress.check()
    return made


def _with_units(rows: geopandas.GeoDataFrame, package: Path) -> geopandas.GeoDataFrame:
    """Return rows with the units of the pieces in which they lie, where they do not name all of their own."""
    lacking = [level for level in UNIT_LEVELS if level not in rows]
    if not lacking or rows.empty:
        return rows
    pieces = read_results_layer(package, PIECES)
    row, piece = spatial_index(pieces.geometry.to_numpy()).query(
        shapely.point_on_surface(rows.geometry.to_numpy()), predicate="intersects"
    )
    found = pieces.iloc[piece][lacking].set_axis(row).groupby(level=0).first()
    return rows.assign(**found.reindex(range(len(rows))).set_axis(rows.index).to_dict("series"))


def _terms(
    package: Path, policy: Policy, language: str, day: str, progress: FeedbackProgress
) -> geopandas.GeoDataFrame:
    """Return land whose term ends or has ended; tell how much does not say its term."""
    rules = [TermRule(**{"unless": {}, **row}) for row in field_data()["terms"]]
    notice, reclaim = (int(policy.threshold(name)) for name in ("term_notice_days", "reclaim_years"))
    found = ending_terms(read_results_layer(package, PIECES), rules, day, notice, reclaim)
    roles = load_survey().role_names[language]
    for role, count in found.unknown.items():
        if count:
            text = user_tr("{role}: {count} zones do not say when their term ends; they are not in the list of terms.")
            progress.feedback.pushWarning(text.format(role=roles.get(role, role), count=count))
    tr = report_language(language)
    text = tr("Term: {date}.")
    return found.frame.assign(note=[text.format(date=end) for end in found.frame["term_end"]])


def _cases(package: Path, language: str, progress: FeedbackProgress) -> geopandas.GeoDataFrame:
    """Return the open cases at the places of their findings; tell which have none."""
    table, there = read_results_table(package, CASES), set(layer_names(package))
    if not set(case_table.COLUMNS) <= set(table.columns):
        text = user_tr("“{file}”: the table cases is none of this plugin's: it lacks {columns}.")
        lacking = [name for name in case_table.COLUMNS if name not in table.columns]
        raise InputError(text.format(file=package.name, columns=", ".join(lacking)))
    places = {}
    for layer, column in list_columns().items():
        if layer in there:
            places[column] = with_classes_before(read_results_layer(package, layer), package, layer)
            progress.check()
    if PATCHES in there:
        places["case_id"] = read_results_layer(package, PATCHES).rename(columns={"gross_m2": "area_m2"})
    found = open_cases(table, places)
    _tell_without_place(found, progress)
    tr = report_language(language)
    words = {column.id: column.words[language] for column in load_table(CASES).columns}
    status, text = words["status"], tr("Case {case}: {status}, found on {date}.")
    notes = [
        text.format(case=case, status=status.get(state, state), date=date)
        for case, state, date in zip(found.frame["case_id"], found.frame["status"], found.frame["found"])
    ]
    return found.frame.assign(note=notes)


def _tell_without_place(found: OpenCases, progress: FeedbackProgress) -> None:
    """Warn of cases that have no place."""
    if found.without_place:
        text = user_tr(
            "{count} open cases have no place in these results and are not in the list: {cases}. Their ids are those "
            "of no finding and of no monitoring patch."
        )
        shown = ", ".join(found.without_place[:_TOLD])
        progress.feedback.pushWarning(text.format(count=len(found.without_place), cases=shown))

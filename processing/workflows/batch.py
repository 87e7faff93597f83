"""The stages of `run_batch`, in their order: overlay, judge, report, write.

A frozen `BatchTask` says what is asked for. Each stage takes it with the results of the stages before, and returns one
frozen result: `overlay_parcels` the pieces, `judge_pieces` the findings, `answer_measures` these with the tables of the
measures, `make_batch_report` the report and the tables, `write_results` the names of the files in the output folder.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

from ..analysis.changes.tracking import EARLIER_PART, Changes
from ..analysis.columns import given_columns
from ..analysis.delimited import delimited_problems, divide_delimited
from ..analysis.encoding import EncodedFrame
from ..analysis.problems import collect
from ..analysis.review import ReviewedFindings, add_review_sums
from ..analysis.rules.candidates import candidate_notes, find_candidates
from ..analysis.rules.conflicts import flag_conflicts
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.summary import summarise
from ..analysis.text_codes import joined, with_codes
from ..analysis.values.unit_codes import CITY_DIGITS
from ..analysis.vocabulary import Level
from ..bridge.attempts import Attempts
from ..bridge.drawing import drawing
from ..bridge.i18n import report_language, tr
from ..bridge.io.county_packages import county_column, write_counties
from ..bridge.io.earlier_files import warn_of_others
from ..bridge.io.geopackage import add_rows
from ..bridge.io.provenance import COLUMNS as PROVENANCE_COLUMNS
from ..bridge.io.provenance import EARLIER_DAY, WORST_CLOSURE, Provenance, failure_rows
from ..bridge.io.provenance import LAYER as PROVENANCE
from ..bridge.io.writing import LayerWriter, write_layers
from ..bridge.memory import give_back, set_aside
from ..bridge.problem_messages import to_messages
from ..bridge.progress import FeedbackProgress
from ..reports.case_labels import CASES
from ..reports.column_names import ABANDONED, LOSSES, PROBLEMS
from ..reports.labels import Translate
from ..reports.letters.writer import LetterOptions, export_county_letters
from ..reports.maps.county_contents import county_extents
from ..reports.maps.county_maps import MapSettings, export_county_maps
from ..reports.maps.layout.unit_outlines import UnitOutlines, make_outlines
from ..reports.model import ReportModel
from ..reports.page.web_map import Shapes
from ..reports.page.writer import write_page
from ..reports.styles.renderers import CANDIDATES, CONFLICTS, PIECES
from ..reports.tables.contents import report_tables
from ..reports.tables.table import Table
from ..reports.workbook.csv_export import CSV_FOLDER, csv_name, write_csv
from ..reports.workbook.office_form import fill_own_workbook
from ..reports.workbook.writer import is_long, write_workbook
from .changes import EarlierSurvey, changes_of_pieces, has_records, prepare_earlier
from .loss_lists import find_loss_lists, told_lists
from .measures import EarlierPieces, GivenInputs, MeasureInputs
from .overlay.dask_client import Cluster
from .overlay.run import Overlay, overlay_layers
from .overlay.settings import Layers, OverlaySettings
from .registered_measures import compute_measures
from .report import SUMMARY, ZONES, make_report, report_names, style_table
from .review import DecisionsMade, join_layers, tell_review
from .units import unit_boundaries, unit_names

PACKAGE_FILE, WORKBOOK_FILE, PAGE_FILE = "farmland_redline.gpkg", "summary.xlsx", "report.html"
TECHNICAL_FILE, OWN_WORKBOOK_FILE = "technical.xlsx", "own_workbook.xlsx"
FILES = (WORKBOOK_FILE, TECHNICAL_FILE, PAGE_FILE, OWN_WORKBOOK_FILE)
MAPS_FOLDER, LETTERS_FOLDER, COUNTIES_FOLDER = "maps", "letters", "counties"
FOLDERS = (MAPS_FOLDER, LETTERS_FOLDER, CSV_FOLDER, COUNTIES_FOLDER)
STYLES = "layer_styles"
# Tables of the GeoPackage, in the order in which they are written; those of measures come before the problems.
TABLES = (PIECES, CONFLICTS, CANDIDATES, LOSSES, ABANDONED, SUMMARY, PROBLEMS, ZONES, PROVENANCE, STYLES)
_OF_PARCELS = "TBMJ"  # a field that all results have which carry those of parcels


@dataclass(frozen=True)
class BatchTask:
    """What a run is asked for.

    Attributes:
        settings: parameters of the overlay.
        policy: targets and rules.
        classes: the survey's land classes.
        date: the day on which approvals and terms are valid or not.
        provenance: of the run, with its inputs.
        language: of the report, `zh` or `en`.
        titles: names of algorithms and parameters in that language, by id (`RedlineAlgorithm.dialog_titles`).
        style: how colours are chosen, by the name of a file of `resources/styles`, or `standard`.
        workbook: whether the workbook is wanted.
        page: whether the page is wanted.
        maps: whether county maps are wanted.
        csv: whether the tables are wanted as CSV.
        counties: whether each county gets a GeoPackage of its own.
        letters: how county letters are made; None where no letters are wanted.
        own_workbook: the office's form to fill; None where there is none.
        decisions: of a review of earlier results in the output folder; None where there are none.
        earlier_date: of the earlier survey.
        earlier_is_base: whether it is the base since which restored land counts.
        measures: names of the measures that are wanted.
        given: what was given for measures alone.
        results: the GeoPackage of an earlier run, which this run replaces; None where there is none.

    """

    settings: OverlaySettings
    policy: Policy
    classes: SurveyClasses
    date: datetime.date
    provenance: Provenance
    language: str
    titles: Mapping[str, Mapping[str, str]]
    style: str
    workbook: bool
    page: bool
    maps: bool
    csv: bool
    counties: bool
    letters: LetterOptions | None
    own_workbook: Path | None
    decisions: DecisionsMade | None = None
    earlier_date: datetime.date | None = None
    earlier_is_base: bool = False
    measures: frozenset[str] = frozenset()
    given: GivenInputs = field(default_factory=GivenInputs)
    results: Path | None = None


@dataclass(frozen=True)
class BatchPieces:
    """The pieces, what they were made of, what the overlay found beside, and the earlier survey in them, if any."""

    layers: Layers
    frame: geopandas.GeoDataFrame
    overlay: Overlay
    earlier: EarlierPieces | None = None


@dataclass(frozen=True)
class BatchFindings:
    """What the rules of the policy make of the pieces; problems are not yet in words.

    `lists` are those of losses, `measures` the tables of the measures, both by their names; `reviewed` are the layers
    to which decisions were joined.
    """

    conflicts: geopandas.GeoDataFrame
    candidates: geopandas.GeoDataFrame
    lists: Mapping[str, geopandas.GeoDataFrame]
    summary: pd.DataFrame
    problems: geopandas.GeoDataFrame
    measures: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    reviewed: tuple[ReviewedFindings, ...] = ()


@dataclass(frozen=True)
class BatchReport:
    """The tables of the GeoPackage beside the pieces, and the report model with the translator of its language.

    Where no model could be built of the figures, nothing is made but the GeoPackage.
    """

    tables: Mapping[str, pd.DataFrame]
    model: ReportModel | None
    translate: Translate


def overlay_parcels(
    task: BatchTask, layers: Layers, package: Path, progress: FeedbackProgress, cluster: Cluster | None = None
) -> BatchPieces:
    """Divide the parcels by the zones, and write the pieces to the GeoPackage as they come.

    Args:
        task: what is asked for.
        layers: the parcels, zones and units.
        package: the new GeoPackage.
        progress: receives the fraction done; may cancel.
        cluster: workers that divide; threads of this process by default.

    """
    parts: list[EncodedFrame] = []
    shares: list[np.ndarray] = []
    earlier: EarlierSurvey | None = None
    divided = layers
    # An earlier survey with areas and unit codes divides the pieces by its records, not only by its shapes.
    if has_records(layers, task.settings):
        earlier = prepare_earlier(layers, task.classes, task.settings, progress)
        divided = earlier.layers
    with LayerWriter(package, PIECES) as writer:

        def take(part: EncodedFrame) -> None:
            if EARLIER_PART in part.attributes:
                shares.append(part.attributes[EARLIER_PART].to_numpy(dtype=float, na_value=np.nan))
                part = replace(part, attributes=part.attributes.drop(columns=EARLIER_PART))
            else:
                shares.append(np.full(len(part), np.nan))
            part = replace(part, attributes=with_codes(part.attributes))
            writer.append(part)
            parts.append(part)

        overlay = overlay_layers(
            divided, task.classes, task.settings, progress, take, cluster, exact_shares=(EARLIER_PART,)
        )
    task.provenance.add("run", WORST_CLOSURE, f"{overlay.worst_closure:.2f}")
    frame = _decode(parts)
    if earlier is None:
        return BatchPieces(layers, frame, overlay)
    problems = collect([overlay.problems, *earlier.problems], frame.crs)
    return BatchPieces(
        layers,
        frame,
        replace(overlay, problems=problems),
        EarlierPieces(earlier.parcels, earlier.attributes, np.concatenate(shares)),
    )


def _decode(parts: list[EncodedFrame]) -> geopandas.GeoDataFrame:
    """Return parts as one frame; the list is emptied, so that no geometry is held twice."""
    attributes, crs, geometry = [part.attributes for part in parts], parts[0].crs, []
    while parts:
        geometry.append(parts.pop(0).geometry.decode())
        give_back()
    # Texts, which take most, only when the encoded geometries are gone.
    return geopandas.GeoDataFrame(joined(attributes), geometry=np.concatenate(geometry), crs=crs)


def judge_pieces(task: BatchTask, pieces: BatchPieces, progress: FeedbackProgress) -> BatchFindings:
    """Flag conflicts, find candidates, and sum both by unit against the targets; join the decisions on them."""
    policy, overlay, frame = task.policy, pieces.overlay, pieces.frame
    progress.set(0.0)
    conflicts, found = flag_conflicts(frame, policy, task.classes, task.date, unread=False)
    # The overlay lists unknown classes, and values that cannot be read, already, inside the zones and outside.
    found = found[found["kind"] != "unknown_class"]
    progress.set(0.5)
    candidates = find_candidates(frame, policy, task.classes, task.date)
    progress.set(1.0)
    names = unit_names(overlay.units)
    delimited = divide_delimited(frame, overlay.zones)
    lists = find_loss_lists(frame, policy, task.classes, task.date)
    summary = summarise(
        frame,
        conflicts,
        candidates,
        delimited,
        policy,
        Level.VILLAGE,
        names=names,
        **told_lists(lists, policy, frame.columns),
    )
    reviewed: dict[str, ReviewedFindings] = {}
    if task.decisions is not None:
        every = {CONFLICTS: conflicts, CANDIDATES: candidates, **lists}
        reviewed = join_layers(every, task.decisions, with_reviewer=not pieces.layers.survey.personal.names)
        conflicts, candidates = reviewed[CONFLICTS].findings, reviewed[CANDIDATES].findings
        lists = {name: reviewed[name].findings for name in lists}
        summary = add_review_sums(summary, conflicts, candidates)
    notes = pd.concat([found, candidate_notes(frame, policy, unread=False)], ignore_index=True)
    county_names = policy.unit_names()
    with_parcels = frame[Level.COUNTY].dropna().unique().tolist()
    registered = delimited_problems(delimited, policy, {**names, **county_names}, with_parcels)
    problems = collect([overlay.problems, notes, registered], frame.crs)
    return BatchFindings(conflicts, candidates, lists, summary, problems, reviewed=tuple(reviewed.values()))


def answer_measures(
    task: BatchTask, pieces: BatchPieces, findings: BatchFindings, progress: FeedbackProgress, attempts: Attempts
) -> BatchFindings:
    """Compute the measures that are wanted and whose input there is, and add them to the findings.

    The decisions on changes and patches are joined to them, and those of the run are told.
    """
    if pieces.earlier is not None and task.earlier_date is not None:
        task.provenance.add("run", EARLIER_DAY, task.earlier_date.isoformat())

    @cache
    def changes() -> Changes:
        """Return what became of each piece; computed when a measure asks first."""
        return changes_of_pieces(
            pieces.frame,
            pieces.earlier,
            task.policy,
            task.classes,
            task.date,
            task.earlier_date,
            task.settings.tolerance,
        )

    inputs = MeasureInputs(
        layers=pieces.layers,
        pieces=pieces.frame,
        overlay=pieces.overlay,
        earlier=pieces.earlier,
        changes=changes,
        policy=task.policy,
        classes=task.classes,
        date=task.date,
        earlier_date=task.earlier_date,
        earlier_is_base=task.earlier_is_base,
        settings=task.settings,
        conflicts=findings.conflicts,
        candidates=findings.candidates,
        lists=findings.lists,
        summary=findings.summary,
        given=task.given,
        results=task.results,
        tables={CASES: task.given.tables[CASES]} if CASES in task.given.tables else {},
    )
    result = compute_measures(task.measures, inputs, progress, attempts)
    problems = collect([findings.problems, *result.problems], pieces.frame.crs)
    summary = findings.summary if result.summary is None else result.summary
    tables = dict(result.tables)
    if task.decisions is not None:
        reviewed = join_layers(tables, task.decisions, with_reviewer=not pieces.layers.survey.personal.names)
        every = (*findings.reviewed, *reviewed.values())
        tell_review(every, task.decisions, task.provenance, progress.feedback.pushWarning)
        tables |= {name: each.findings for name, each in reviewed.items()}
    return replace(findings, measures=tables, problems=problems, summary=summary)


def make_batch_report(task: BatchTask, pieces: BatchPieces, findings: BatchFindings, attempts: Attempts) -> BatchReport:
    """Build the tables of the GeoPackage and the report model, in the language of the report.

    The tables are needed; styles and model are not, and what fails of them costs no figure.
    """
    problems = to_messages(findings.problems, task.language, task.policy)
    tables: dict[str, pd.DataFrame] = {
        CONFLICTS: findings.conflicts,
        CANDIDATES: findings.candidates,
        **findings.lists,
        SUMMARY: findings.summary,
        **findings.measures,
        PROBLEMS: problems,
        ZONES: pieces.overlay.zones,
        PROVENANCE: task.provenance.table(),
    }
    with attempts.attempt(tr("Styles of the layers")):
        names = report_names(task.policy, task.classes, task.language, task.titles)
        tables[STYLES] = style_table({PIECES: pieces.frame, **tables}, task.language, names, task.style)
    model = None
    with attempts.attempt(tr("Workbook, report page, letters and maps")):
        model, _ = make_report(
            pieces.frame,
            findings.conflicts,
            findings.candidates,
            findings.summary,
            problems,
            task.policy,
            task.classes,
            task.provenance,
            task.language,
            task.titles,
            **told_lists(findings.lists, task.policy, pieces.frame.columns),
            measures=findings.measures,
        )
    return BatchReport(tables, model, report_language(task.language))


def write_results(
    task: BatchTask,
    pieces: BatchPieces,
    findings: BatchFindings,
    report: BatchReport,
    folder: Path,
    progress: FeedbackProgress,
    attempts: Attempts,
) -> frozenset[str]:
    """Write everything but the pieces, which are in the GeoPackage already: first the figures, then what shows them.

    The GeoPackage must be written. What fails of anything else (a workbook, a table as CSV, a map, a letter, the page,
    or a part of them) is told by a warning and in the provenance, nothing is left of it, and the run goes on.

    The workbook is made in the same thread, though it is Python's work alone: openpyxl writes by lxml where that is
    there, and on Debian 13 the process ends where GDAL opens a GeoPackage in another thread meanwhile.

    Args:
        task: what is asked for.
        pieces: result of `overlay_parcels`.
        findings: result of `judge_pieces`.
        report: result of `make_batch_report`.
        folder: a new folder, with the GeoPackage of the pieces.
        progress: receives the fraction done; may cancel.
        attempts: receives what could not be made.

    Returns:
        names of the files in `folder`, and of the folders that have any.

    """
    if report.model is None:
        _write_layers(task, pieces, findings, report, folder, progress, attempts)
    else:
        _write_layers(task, pieces, findings, report, folder, progress, attempts)
        tables = _report_tables(task, report.model, report.translate, attempts)
        with set_aside():
            if task.workbook and tables:
                for name, technical in ((WORKBOOK_FILE, False), (TECHNICAL_FILE, True)):
                    with attempts.attempt(name, folder / name):
                        _write_workbook(report.model, tables, folder, report.translate, progress, technical)
            _write_office_files(task, pieces, report.model, report.translate, tables, folder, progress, attempts)
        outlines = None
        if task.page or task.maps:
            with attempts.attempt(tr("Outlines of the counties")):
                outlines = _make_outlines(pieces, progress)
        if task.maps and outlines is not None:
            layers = {PIECES: pieces.frame, CONFLICTS: findings.conflicts, CANDIDATES: findings.candidates}
            _write_maps(task, report, layers, outlines, folder, progress.part(0.75, 1.0), attempts)
        if task.page:
            shown = _with_failures(report, attempts)
            _write_page(task, findings, shown, tables, outlines, folder, progress, attempts)
    if attempts.failures:
        _tell_failures(task, _with_failures(report, attempts), folder, progress, attempts)
    return frozenset(path.name for path in folder.iterdir() if path.is_file() or any(path.iterdir()))


def _report_tables(task: BatchTask, model: ReportModel, translate: Translate, attempts: Attempts) -> Sequence[Table]:
    """Return the tables of workbook and CSV; none where they are not wanted, or cannot be made."""
    tables: Sequence[Table] = ()
    if task.workbook or task.csv:
        with attempts.attempt(WORKBOOK_FILE):
            tables = report_tables(model, translate)
    return tables


def _write_workbook(
    model: ReportModel,
    tables: Sequence[Table],
    folder: Path,
    translate: Translate,
    progress: FeedbackProgress,
    technical: bool,
) -> None:
    """Write the workbook of the tables that are technical, or of the others."""
    chosen = [table for table in tables if table.technical == technical]
    name = TECHNICAL_FILE if technical else WORKBOOK_FILE
    write_workbook(model, folder / name, translate, chosen, links=csv_links(tables), progress=progress)


def warn_of_earlier_results(
    folder: Path, written: frozenset[str], inside: Collection[Path], progress: FeedbackProgress
) -> None:
    """Warn of what an earlier run wrote into the output folder and this one does not replace.

    Args:
        folder: the output folder, with all in its place.
        written: result of `write_results`.
        inside: files that were written, with those in folders, by their paths from the output folder.
        progress: receives the warnings.

    """
    for name in (*FILES, *FOLDERS):
        if name in FOLDERS and name in written and (folder / name).is_dir():  # none where nothing in it was made
            names = {path.name for path in inside if path.parent == Path(name)}
            warn_of_others(folder / name, names, progress.feedback.pushWarning)
        if (folder / name).exists() and name not in written:
            progress.feedback.pushWarning(
                tr("“{name}” in the output folder is of an earlier run and does not show these results.").format(
                    name=name
                )
            )


def _write_layers(
    task: BatchTask,
    pieces: BatchPieces,
    findings: BatchFindings,
    report: BatchReport,
    folder: Path,
    progress: FeedbackProgress,
    attempts: Attempts,
) -> None:
    """Add the tables to the GeoPackage, and write the GeoPackages of the counties."""
    write_layers(folder / PACKAGE_FILE, report.tables, progress.part(0.0, 0.5))
    if task.counties:
        digits = pieces.layers.survey.levels[Level.COUNTY]
        with attempts.attempt(COUNTIES_FOLDER, folder / COUNTIES_FOLDER):
            layers = _of_counties(pieces, findings)
            write_counties(folder / COUNTIES_FOLDER, layers, digits, progress.part(0.5, 0.625))


def _of_counties(pieces: BatchPieces, findings: BatchFindings) -> dict[str, pd.DataFrame]:
    """Return the tables whose rows belong to a county each, as they are handed on: pieces, findings, of measures."""
    tables = {
        **{PIECES: pieces.frame, CONFLICTS: findings.conflicts, CANDIDATES: findings.candidates},
        **findings.lists,
        **findings.measures,
    }
    return {name: _handed_on(frame, pieces.layers) for name, frame in tables.items() if county_column(frame)}


def _handed_on(frame: pd.DataFrame, layers: Layers) -> pd.DataFrame:
    """Return results as they are handed on: without an office's own columns, of which only it knows whom they tell of.

    They stay where the run keeps personal columns. Results without the fields of parcels have none of an office.
    """
    if not layers.survey.personal.names or _OF_PARCELS not in frame.columns:  # kept, as the user has asked
        return frame
    given = {name for layer in layers.parcels.layers for name in layer.columns}
    own = given_columns(frame.columns, given - set(layers.survey.fields))
    return frame.drop(columns=own)


def _make_outlines(pieces: BatchPieces, progress: FeedbackProgress) -> UnitOutlines:
    """Return outlines of counties and townships: those given, of cities with parcels, else made of the pieces."""
    boundaries = unit_boundaries(pieces.overlay.units, pieces.layers.survey.levels)
    cities = {str(code)[:CITY_DIGITS] for code in pieces.frame[Level.COUNTY].dropna().unique()}
    levels = (Level.COUNTY.value, Level.TOWNSHIP.value)
    given = {
        level: {code: boundary for code, boundary in boundaries[level].items() if code[:CITY_DIGITS] in cities}
        for level in levels
    }
    return make_outlines(pieces.frame, progress.check, levels, given)


def _with_failures(report: BatchReport, attempts: Attempts) -> BatchReport:
    """Return the report with what could not be drawn in its provenance."""
    rows = failure_rows(attempts.failures)
    if report.model is None:
        return report
    return replace(report, model=replace(report.model, provenance=(*report.model.provenance, *rows)))


def _tell_failures(
    task: BatchTask, report: BatchReport, folder: Path, progress: FeedbackProgress, attempts: Attempts
) -> None:
    """Add what could not be drawn to the provenance in the GeoPackage, in the technical workbook and as CSV."""
    rows = pd.DataFrame(failure_rows(attempts.failures), columns=list(PROVENANCE_COLUMNS))
    with attempts.attempt(PROVENANCE):
        add_rows(folder / PACKAGE_FILE, PROVENANCE, rows)
    tables = () if report.model is None else _report_tables(task, report.model, report.translate, attempts)
    if report.model is None or not tables:
        return
    if (folder / CSV_FOLDER).is_dir():
        write_tables([table for table in tables if task.csv and table.key == PROVENANCE], folder, progress, attempts)
    if (folder / TECHNICAL_FILE).is_file():
        with attempts.attempt(TECHNICAL_FILE, folder / TECHNICAL_FILE):
            _write_workbook(report.model, tables, folder, report.translate, progress, technical=True)


def _write_page(
    task: BatchTask,
    findings: BatchFindings,
    report: BatchReport,
    tables: Sequence[Table],
    outlines: UnitOutlines | None,
    folder: Path,
    progress: FeedbackProgress,
    attempts: Attempts,
) -> None:
    """Write the report page, without a map where there are no outlines."""

    def attempt(name: str, *made: Path) -> AbstractContextManager[None]:
        """Try a part of the page."""
        return attempts.attempt(tr("{one}: {another}").format(one=PAGE_FILE, another=name), *made)

    if report.model is None:
        return
    with attempts.attempt(PAGE_FILE, folder / PAGE_FILE):
        shapes = None
        if outlines is not None:
            shapes = Shapes(findings.conflicts, findings.candidates, outlines.shapes(Level.COUNTY))
        write_page(
            report.model,
            folder / PAGE_FILE,
            report.translate,
            task.language,
            WORKBOOK_FILE if (folder / WORKBOOK_FILE).is_file() else None,
            PACKAGE_FILE,
            shapes,
            progress,
            attempt,
            tables,
        )


def csv_links(tables: Iterable[Table]) -> dict[str, str]:
    """Return by key where the workbook leads for the whole of a table that is too long for it."""
    return {table.key: f"{CSV_FOLDER}/{csv_name(table)}" for table in tables if is_long(table)}


def write_tables(tables: Sequence[Table], folder: Path, progress: FeedbackProgress, attempts: Attempts) -> None:
    """Write tables as CSV; each that fails costs none of the others."""
    for table in tables:
        with attempts.attempt(f"{CSV_FOLDER}/{csv_name(table)}", folder / CSV_FOLDER / csv_name(table)):
            write_csv([table], folder / CSV_FOLDER, progress)


def _write_office_files(
    task: BatchTask,
    pieces: BatchPieces,
    model: ReportModel,
    translate: Translate,
    tables: Sequence[Table],
    folder: Path,
    progress: FeedbackProgress,
    attempts: Attempts,
) -> None:
    """Write tables as CSV, the office's own workbook and the county letters, where they are wanted."""
    listed = [table for table in tables if task.csv or (task.workbook and is_long(table))]
    if listed:
        (folder / CSV_FOLDER).mkdir()
        write_tables(listed, folder, progress, attempts)
    if task.own_workbook is not None:
        warn = progress.feedback.pushWarning
        with attempts.attempt(OWN_WORKBOOK_FILE, folder / OWN_WORKBOOK_FILE):
            fill_own_workbook(model, task.own_workbook, folder / OWN_WORKBOOK_FILE, translate, warn, progress)
    if task.letters is not None:
        (folder / LETTERS_FOLDER).mkdir()
        part = progress.part(0.625, 0.75)
        with attempts.attempt(LETTERS_FOLDER):
            export_county_letters(
                folder / PACKAGE_FILE,
                model,
                folder / LETTERS_FOLDER,
                translate,
                task.letters,
                part,
                attempts.attempt,
                county_extents(pieces.frame),
            )


def _write_maps(
    task: BatchTask,
    report: BatchReport,
    layers: Mapping[str, geopandas.GeoDataFrame],
    outlines: UnitOutlines,
    folder: Path,
    progress: FeedbackProgress,
    attempts: Attempts,
) -> None:
    """Draw the county maps; `layers` are pieces, conflicts and candidates."""
    if report.model is None:
        return
    (folder / MAPS_FOLDER).mkdir()
    warn = progress.feedback.pushWarning
    with attempts.attempt(MAPS_FOLDER), drawing(progress, warn) as drawer:
        export_county_maps(
            folder / PACKAGE_FILE,
            report.model,
            folder / MAPS_FOLDER,
            report.translate,
            MapSettings(style=task.style),
            progress=progress,
            outlines=outlines,
            layers=layers,
            attempt=attempts.attempt,
            drawer=drawer,
        )

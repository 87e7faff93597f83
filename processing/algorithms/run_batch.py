"""Run everything at once: from survey parcels to each county's results."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputFile,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ..analysis.vocabulary import EarlierRole, Measure
from ..base_algorithm import RedlineAlgorithm
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..measure_inputs import INPUT_TABLES, add_measure_inputs
from ..parameters import (
    EARLIER_ROLE,
    LANGUAGE,
    LETTER_TEMPLATE,
    MEASURES,
    STYLE,
    add_date,
    add_earlier_date,
    add_earlier_role,
    add_earlier_surveys,
    add_language,
    add_letter_template,
    add_letterhead,
    add_listed,
    add_measures,
    add_overlay_inputs,
    add_overlay_rules,
    add_personal_columns,
    add_policy,
    add_scheduler,
    add_style,
    add_targets,
    add_unit_inputs,
    given_parameters,
    scheduler_of,
)

if TYPE_CHECKING:
    from ..workflows.batch import BatchFindings, BatchPieces, BatchTask
    from ..workflows.folder.county import SharedRun

OUTPUT_FOLDER, REPORTS, MAPS, LETTERS = "OUTPUT_FOLDER", "REPORTS", "MAPS", "LETTERS"
CSV, OWN_WORKBOOK = "CSV", "OWN_WORKBOOK"
PACKAGE, WORKBOOK, TECHNICAL, PAGE = "PACKAGE", "WORKBOOK", "TECHNICAL", "PAGE"
PARCEL_COUNT, PIECE_COUNT, WORST_CLOSURE = "PARCEL_COUNT", "PIECE_COUNT", "WORST_CLOSURE"
CONFLICT_COUNT, CANDIDATE_COUNT, NOT_MADE_COUNT = "CONFLICT_COUNT", "CANDIDATE_COUNT", "NOT_MADE_COUNT"


class RunBatch(RedlineAlgorithm):
    """Overlay, rules, sums, workbook, page and maps, one after the other, with one set of inputs."""

    ID = "run_batch"
    TAGS = ("batch", "all", "一键", "批量", "耕地保护", "耕地红线", "yijian", "piliang", "yjcl")
    FEATURES = (
        *(Feature.WORKBOOK, Feature.PAGE, Feature.PDF_LAYERS, Feature.OWN_WORKBOOK, Feature.LETTERS),
        *(Feature.TABLES, Feature.PLAN),
    )

    # Of a run over many counties.
    shared: SharedRun | None = None

    def createInstance(self) -> RunBatch:
        """Return a new instance for a run, with what it shares."""
        made = type(self)()
        made.shared = self.shared
        return made

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Run everything")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "The whole job in one run: pieces, conflicts, restoration candidates, sums against the targets, measures, "
            "workbook, report page and county maps. With monitoring patches, cases and events also warnings, veto, "
            "frozen quota and the cases of a period; the case table and the warnings of earlier results go on.\n"
            "The output folder receives farmland_redline.gpkg (pieces, conflicts, candidates, losses, abandoned land, "
            "summary, tables of measures, problems, zones, provenance), summary.xlsx, technical.xlsx, report.html and "
            "maps; if asked for, letters and tables as CSV. Earlier results stay whole until the new ones are there."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_overlay_inputs(self)
        add_earlier_surveys(self)
        add_unit_inputs(self)
        add_policy(self)
        add_targets(self)
        add_date(self)
        add_earlier_date(self)
        add_earlier_role(self)
        add_measures(self)
        add_measure_inputs(self)
        self.add(
            QgsProcessingParameterBoolean(MAPS, tr("Make county maps"), True),
            tr("One PDF a county, in the folder maps."),
        )
        add_style(self, advanced=True)
        self.add(
            QgsProcessingParameterBoolean(REPORTS, tr("Write workbook and report page"), True),
            tr(
                "summary.xlsx for those who decide, technical.xlsx with what explains how the figures were made, and "
                "report.html. A list of more than 10,000 rows keeps its first rows there and goes to the folder csv as "
                "a whole. Without them the layers and sums of a large city are there sooner, and “Summarise by unit” "
                "makes the workbook of them later."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(LETTERS, tr("Write county letters"), False),
            tr("One Word file a county, in the folder letters. Needs the Python library python-docx."),
        )
        self.add(
            QgsProcessingParameterBoolean(CSV, tr("Write the workbook's tables as CSV"), False),
            tr("One file a table, UTF-8 with byte order mark, in the folder csv."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile(
                OWN_WORKBOOK,
                tr("Workbook to fill"),
                fileFilter="Excel (*.xlsx)",
                optional=True,
            ),
            tr(
                "A form of the office's own: a copy of it is filled at its named cells and written as "
                "own_workbook.xlsx. Names: redline_<code>_<column> for a figure of a unit (columns of the layer "
                "summary, such as redline_360222_holding_mu), redline_<table> for the first cell of a table's rows "
                "(redline_targets, redline_gaps ...; a wrong name is told together with all known ones), "
                "redline_title, redline_policy, redline_date. Formats and formulas stay; charts and pictures are not "
                "carried over."
            ),
            advanced=True,
        )
        add_letter_template(self, advanced=True)
        add_listed(self)
        add_letterhead(self)
        add_language(self)
        add_overlay_rules(self)
        add_scheduler(
            self,
            tr("Pieces, conflicts and candidates of each county also go to a GeoPackage in the folder counties."),
        )
        add_personal_columns(self)
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Output folder")),
            tr("Where the results go."),
        )
        self.addOutput(QgsProcessingOutputFile(PACKAGE, tr("GeoPackage")))
        self.addOutput(QgsProcessingOutputFile(WORKBOOK, tr("Workbook")))
        self.addOutput(QgsProcessingOutputFile(TECHNICAL, tr("Technical workbook")))
        self.addOutput(QgsProcessingOutputHtml(PAGE, tr("Report page")))
        self.addOutput(QgsProcessingOutputNumber(PARCEL_COUNT, tr("Number of parcels")))
        self.addOutput(QgsProcessingOutputNumber(PIECE_COUNT, tr("Number of pieces")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))
        self.addOutput(QgsProcessingOutputNumber(CONFLICT_COUNT, tr("Number of pieces in conflict")))
        self.addOutput(QgsProcessingOutputNumber(CANDIDATE_COUNT, tr("Number of candidate pieces")))
        self.addOutput(QgsProcessingOutputNumber(NOT_MADE_COUNT, tr("Number of outputs that could not be made")))

    def features(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[Feature, ...]:
        """Return which of `FEATURES` these parameters ask for."""
        reports = self.parameterAsBoolean(parameters, REPORTS, context)
        asked = {
            Feature.WORKBOOK: reports,
            Feature.PAGE: reports,
            Feature.PDF_LAYERS: self.parameterAsBoolean(parameters, MAPS, context),
            Feature.OWN_WORKBOOK: bool(self.parameterAsFile(parameters, OWN_WORKBOOK, context)),
            Feature.LETTERS: self.parameterAsBoolean(parameters, LETTERS, context),
            Feature.TABLES: any(parameters.get(name) for name in INPUT_TABLES),
            Feature.PLAN: Measure.PLAN_RESTORATION in self.parameterAsEnumStrings(parameters, MEASURES, context),
        }
        return tuple(feature for feature in self.FEATURES if asked[feature])

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Run every stage, and put the results in place when all are made."""
        from ..bridge.attempts import Attempts
        from ..bridge.io.earlier_files import files_inside
        from ..bridge.io.staging import staging
        from ..bridge.problem_messages import to_messages
        from ..outputs import report_closure, report_problems, report_targets, user_names
        from ..parameter_values import asks_for_targets, read_layers
        from ..project_layers import load_package, open_layers
        from ..reports.styles.renderers import PIECES
        from ..workflows import batch
        from ..workflows.checks.policy_fit import fit_policy_to_layers
        from ..workflows.earlier_cases import with_earlier_results
        from ..workflows.overlay.dask_client import connected
        from ..workflows.review import read_decisions, warn_of_newer

        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        self._check_outputs(folder, parameters, context)
        attempts = Attempts(progress.feedback.pushWarning)
        # From the beginning: a second run into the folder, or a folder that cannot be written, stops at once.
        with staging(folder, progress.feedback.pushWarning) as temporary:
            task = self._read_task(parameters, context, progress)
            old = folder / batch.PACKAGE_FILE
            results = old if old.is_file() else None
            given = with_earlier_results(task.given, results, task.policy, progress)
            task = replace(task, decisions=read_decisions(old), results=results, given=given)
            scheduler, certificates = scheduler_of(parameters)
            # Workers have to answer before the long reading begins.
            with connected(scheduler, progress, certificates) as cluster:
                reading = progress.part(0.0, 0.1)
                shared = self.shared.is_common if self.shared else None
                layers = read_layers(
                    self, parameters, context, reading, task.provenance, task.settings, is_common=shared
                )
                asked, warn = asks_for_targets(self, parameters, context), progress.feedback.pushWarning
                fitted = fit_policy_to_layers(task.policy, layers, task.settings, asked, warn)
                task = replace(task, policy=fitted)
                package = temporary / batch.PACKAGE_FILE
                pieces = batch.overlay_parcels(task, layers, package, progress.part(0.1, 0.5), cluster)
            findings = batch.judge_pieces(task, pieces, progress.part(0.5, 0.55))
            findings = batch.answer_measures(task, pieces, findings, progress.part(0.55, 0.6), attempts)
            report_closure(progress, len(layers.parcels), len(pieces.frame), pieces.overlay.worst_closure)
            # The log speaks the user's language; what is handed on speaks the report's.
            report_problems(progress, to_messages(findings.problems, policy=task.policy))
            report = batch.make_batch_report(task, pieces, findings, attempts)
            writing = progress.part(0.6, 1.0)
            written = batch.write_results(task, pieces, findings, report, temporary, writing, attempts)
            self.check_inputs()
            inside = files_inside(temporary)
            tables = {PIECES: pieces.frame, **report.tables}
            with attempts.attempt(tr("Layers in the project")):
                names = user_names(self, task.classes, task.policy)
                load_package(context, folder / batch.PACKAGE_FILE, tables, names, task.style)
        # All is in its place: what fails from here on is no reason to say that nothing was written.
        with attempts.attempt(tr("Layers in the project")):
            open_layers(context)
        with attempts.attempt(tr("Warnings of earlier results")):
            batch.warn_of_earlier_results(folder, written, inside, progress)
            warn_of_newer(folder / batch.PACKAGE_FILE, task.decisions, progress.feedback.pushWarning)
        with attempts.attempt(tr("Targets in the log")):
            report_targets(progress, findings.summary)
        progress.feedback.pushInfo(tr("Results: {folder}").format(folder=folder))
        if attempts.failures:
            progress.feedback.reportError(attempts.summary(), False)
        answer = _results(folder, written, pieces, findings, len(attempts.failures))
        # Bit by bit: to free all at once takes half a second, for which the desktop's window would wait.
        del pieces, findings, report, layers
        while tables:
            tables.popitem()
        return answer

    def _check_outputs(self, folder: Path, parameters: Parameters, context: QgsProcessingContext) -> None:
        """Raise `InputError` where a result would take the place of an input or of something else."""
        from ..bridge.io.sources import input_files
        from ..bridge.io.staging import check_apart, check_own_folders, check_replaceable
        from ..workflows import batch

        read = [file.path for file in input_files(self, parameters, context, self.sources)]
        own_workbook = self.parameterAsFile(parameters, OWN_WORKBOOK, context)
        read += [Path(own_workbook)] if own_workbook else []
        for name in (batch.PACKAGE_FILE, *batch.FILES):
            check_apart(folder / name, read)
            check_replaceable(folder / name, None)
        check_own_folders(folder, batch.FOLDERS)

    def _read_task(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> BatchTask:
        """Read what is asked for, and check all that would stop the run at its end."""
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..measure_input_values import read_measure_inputs
        from ..parameter_values import (
            read_date,
            read_earlier_date,
            read_letter_options,
            read_overlay_settings,
            read_policy,
        )
        from ..reports.workbook.office_form import check_own_workbook
        from ..workflows.batch import BatchTask

        language = self.parameterAsEnumString(parameters, LANGUAGE, context)
        shared = (self.shared.time, self.shared.hashes) if self.shared else ()
        provenance = Provenance(self.ID, given_parameters(parameters, self), *shared)
        provenance.add_lacks(self.lacks)
        without = frozenset(lack.feature for lack in self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        letters = None
        if self.parameterAsBoolean(parameters, LETTERS, context):
            letters = read_letter_options(self, parameters, context, language, policy)
            if letters.template is not None and self.parameterAsFile(parameters, LETTER_TEMPLATE, context):
                provenance.add_file(LETTER_TEMPLATE, letters.template)
        given = self.parameterAsFile(parameters, OWN_WORKBOOK, context)
        own_workbook = Path(given) if given and Feature.OWN_WORKBOOK not in without else None
        if own_workbook is not None:
            check_own_workbook(own_workbook)
            provenance.add_file(OWN_WORKBOOK, own_workbook)
        reports = self.parameterAsBoolean(parameters, REPORTS, context)
        measures = frozenset(self.parameterAsEnumStrings(parameters, MEASURES, context))
        day = read_date(self, parameters, context, policy, provenance)
        is_base = self.parameterAsEnumString(parameters, EARLIER_ROLE, context) == EarlierRole.BASE
        return BatchTask(
            settings=read_overlay_settings(self, parameters, context, day),
            policy=policy,
            classes=load_classes(),
            date=day,
            provenance=provenance,
            language=language,
            titles=self.dialog_titles(language),
            style=self.parameterAsEnumString(parameters, STYLE, context),
            workbook=reports and Feature.WORKBOOK not in without,
            page=reports and Feature.PAGE not in without,
            maps=self.parameterAsBoolean(parameters, MAPS, context),
            csv=self.parameterAsBoolean(parameters, CSV, context) or (reports and Feature.WORKBOOK in without),
            counties=bool(scheduler_of(parameters)[0]),
            letters=letters,
            own_workbook=own_workbook,
            earlier_date=read_earlier_date(self, parameters, context, day, policy.base_year if is_base else 0),
            earlier_is_base=is_base,
            measures=measures - ({Measure.PLAN_RESTORATION} if Feature.PLAN in without else set()),
            given=read_measure_inputs(self, parameters, context, policy, provenance, progress),
        )


def _results(
    folder: Path, written: Collection[str], pieces: BatchPieces, findings: BatchFindings, not_made: int
) -> dict[str, object]:
    """Return the outputs of a run: its folder, the files written there, and figures."""
    from ..workflows import batch

    files = ((WORKBOOK, batch.WORKBOOK_FILE), (TECHNICAL, batch.TECHNICAL_FILE), (PAGE, batch.PAGE_FILE))
    return {
        OUTPUT_FOLDER: str(folder),
        PACKAGE: str(folder / batch.PACKAGE_FILE),
        **{output: str(folder / name) for output, name in files if name in written},
        PARCEL_COUNT: len(pieces.layers.parcels),
        PIECE_COUNT: len(pieces.frame),
        WORST_CLOSURE: pieces.overlay.worst_closure,
        CONFLICT_COUNT: len(findings.conflicts),
        CANDIDATE_COUNT: len(findings.candidates),
        NOT_MADE_COUNT: not_made,
    }

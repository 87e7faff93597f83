"""Run everything for a folder of counties, each by itself, and sum them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
)
from qgis.PyQt.QtCore import Qt

from ..analysis.vocabulary import Measure
from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import FOLDER, VECTOR_POLYGON
from ..bridge.dependencies import Feature
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters, Source
from ..bridge.progress import FeedbackProgress
from ..measure_inputs import PERIODS
from ..parameters import (
    FLOWS,
    LANGUAGE,
    MEASURES,
    OFFSETS,
    PBF,
    RATES,
    STATE,
    UNITS,
    ZONES,
    add_date,
    add_earlier_date,
    add_earlier_role,
    add_flows,
    add_input_table,
    add_language,
    add_measures,
    add_offsets,
    add_overlay_rules,
    add_period,
    add_personal_columns,
    add_policy,
    add_style,
    add_targets,
    add_units,
    given_parameters,
    polygons,
)
from ..plan_inputs import add_plan_inputs

if TYPE_CHECKING:
    import pandas as pd

    from ..analysis.rules.policy import Policy, SurveyClasses
    from ..bridge.io.provenance import Provenance
    from ..bridge.survey.schema import Survey
    from ..workflows.folder.county import County, SharedRun
    from ..workflows.folder.journal import Journal
    from ..workflows.folder.results import MergedResults

FOLDER_OF_COUNTIES, LIST_OF_COUNTIES = "COUNTIES", "COUNTY_LIST"
OUTPUT_FOLDER, REPORTS, MAPS, LETTERS = "OUTPUT_FOLDER", "REPORTS", "MAPS", "LETTERS"
PACKAGE, WORKBOOK, PAGE = "PACKAGE", "WORKBOOK", "PAGE"
PARCEL_COUNT, PIECE_COUNT, WORST_CLOSURE = "PARCEL_COUNT", "PIECE_COUNT", "WORST_CLOSURE"
CONFLICT_COUNT, CANDIDATE_COUNT = "CONFLICT_COUNT", "CANDIDATE_COUNT"
_PLACES = (FOLDER_OF_COUNTIES, LIST_OF_COUNTIES)
_ONE = "farmland_redline:run_batch"  # what each county is run by
COUNTY_COUNT, FAILED_COUNT = "COUNTY_COUNT", "FAILED_COUNT"
# Sums of the table of counties.
_SUMS = {
    "parcels": PARCEL_COUNT,
    "pieces": PIECE_COUNT,
    "conflicts": CONFLICT_COUNT,
    "candidates": CANDIDATE_COUNT,
}
_TABLES = (RATES, FLOWS)  # of all counties; one in a county's folder takes precedence
# Surveys of other years are a county's own: of a common layer the neighbours' parcels would seem to be gone.
_OWN_ROLES = ("previous", "survey2", "parcels")


def _tell_failed(reasons: Mapping[str, str], progress: FeedbackProgress) -> None:
    """Name the counties that are not in the sums."""
    for name, reason in reasons.items():
        text = tr("Not in the sums: {county}: {reason}")
        progress.feedback.reportError(text.format(county=name, reason=reason), False)


def _figures(table: pd.DataFrame, counties: int, failed: int) -> dict[str, object]:
    """Return the numbers that the run gives: how many counties, and the sums over those that were made."""
    made = table[table["state"] != "failed"]
    sums: dict[str, object] = {output: int(made[name].sum()) for name, output in _SUMS.items()}
    return {
        COUNTY_COUNT: counties - failed,
        FAILED_COUNT: failed,
        **sums,
        WORST_CLOSURE: float(made["worst_closure_m2"].max()),
    }


class _PartFeedback(QgsProcessingFeedback):
    """The feedback of a county's run: messages go on, its percentages are a part of the whole."""

    def __init__(self, progress: FeedbackProgress) -> None:
        """Begin; the county's run is cancelled with the whole."""
        super().__init__(False)
        self._whole = progress
        progress.feedback.canceled.connect(self.cancel, Qt.ConnectionType.DirectConnection)  # type: ignore[call-arg]
        self.progressChanged.connect(self._go_on, Qt.ConnectionType.DirectConnection)  # type: ignore[call-arg]

    def _go_on(self, percent: float) -> None:
        """Report how much of the whole is done."""
        whole = self._whole
        whole.feedback.setProgress(whole.start + (whole.end - whole.start) * percent / 100)

    def pushInfo(self, info: str | None) -> None:
        """Hand on a message."""
        self._whole.feedback.pushInfo(info)

    def pushWarning(self, warning: str | None) -> None:
        """Hand on a warning."""
        self._whole.feedback.pushWarning(warning)

    def reportError(self, error: str | None, fatal: bool = False) -> None:
        """Hand on an error, which stops this county alone."""
        self._whole.feedback.reportError(error, False)


class RunFolder(RedlineAlgorithm):
    """Every county of a folder as `run_batch` would run it, then the sums of all."""

    ID = "run_folder"
    TAGS = ("province", "city", "counties", "batch", "全市", "全省", "批量", "分县", "文件夹", "piliang", "fenxian")
    FEATURES = (Feature.WORKBOOK, Feature.PAGE, Feature.PDF_LAYERS, Feature.LETTERS, Feature.TABLES, Feature.PLAN)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Run everything for a folder of counties")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "“Run everything” for each county of a folder, one after the other, then summary, workbook and page of the "
            "city or province from the counties' sums.\n"
            "A county is a folder, a geodatabase or a file with a layer of parcels; its layers are recognised by name "
            "and fields, whatever their format and coordinate system, and so are tables of cases, events, quota and "
            "rates (.xlsx, .csv) by their names. Each county's results are complete in a folder "
            "of their own or not there. A county that cannot be run is listed and stops no other. A run that was "
            "stopped goes on where it ended when it is started again with the same parameters, and gives the same "
            "results as one that was not; counties whose files have changed since are run anew."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFile(FOLDER_OF_COUNTIES, tr("Folder of counties"), FOLDER, optional=True),
            tr("Every folder, geodatabase or file of layers in it that has parcels is a county."),
        )
        self.add(
            QgsProcessingParameterFile(
                LIST_OF_COUNTIES, tr("List of counties"), fileFilter="Text (*.txt *.csv)", optional=True
            ),
            tr(
                "Instead of the folder: a text with a county a line, its path or its name, a comma and the path; "
                "relative paths begin at the list's folder."
            ),
        )
        self.add(
            polygons(PBF, tr("Permanent basic farmland"), optional=True),
            tr(
                "Of all counties in one layer, where not each county has its own; read near each county's parcels only."
            ),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(ZONES, tr("Further zone layers"), VECTOR_POLYGON, optional=True),
            tr("Layers of all counties, such as reserves or the red line; their roles are recognised."),
        )
        add_units(self)
        add_policy(self)
        add_targets(self)
        add_date(self)
        add_earlier_date(self)
        add_earlier_role(self)
        add_measures(self)
        add_input_table(self, RATES, tr("Compensation rates"), "compensation_rates", optional=True, advanced=True)
        add_flows(
            self, tr("Of all counties: what was used of the ceilings, and the denominator of the veto's share."), True
        )
        add_offsets(self, advanced=True)
        add_plan_inputs(self, advanced=True)
        add_period(self, tuple(kind.value for kind in PERIODS), advanced=True)
        self.add(
            QgsProcessingParameterFile(STATE, tr("Results of the last period"), FOLDER, optional=True),
            tr(
                "Output folder of an earlier run over these counties: in each county's results there its warnings are "
                "found, whose earlier periods stay as they are and count on (measures 33, 34). What is in this run's "
                "own output folder counts on without it."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(MAPS, tr("Make county maps"), False),
            tr("In each county's folder."),
        )
        self.add(
            QgsProcessingParameterBoolean(REPORTS, tr("Write workbook and report page"), True),
            tr("Of each county, and of all."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(LETTERS, tr("Write county letters"), False),
            tr("In each county's folder. Needs the Python library python-docx."),
            advanced=True,
        )
        add_style(self, advanced=True)
        add_language(self)
        add_overlay_rules(self)
        add_personal_columns(self)
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Output folder")),
            tr("Receives a folder for each county, and the results of all."),
        )
        self._add_outputs()

    def _add_outputs(self) -> None:
        """Declare files and figures that scripts and models read."""
        self.addOutput(QgsProcessingOutputFile(PACKAGE, tr("GeoPackage")))
        self.addOutput(QgsProcessingOutputFile(WORKBOOK, tr("Workbook")))
        self.addOutput(QgsProcessingOutputHtml(PAGE, tr("Report page")))
        self.addOutput(QgsProcessingOutputNumber(COUNTY_COUNT, tr("Number of counties in the sums")))
        self.addOutput(QgsProcessingOutputNumber(FAILED_COUNT, tr("Number of counties that could not be run")))
        self.addOutput(QgsProcessingOutputNumber(PARCEL_COUNT, tr("Number of parcels")))
        self.addOutput(QgsProcessingOutputNumber(PIECE_COUNT, tr("Number of pieces")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))
        self.addOutput(QgsProcessingOutputNumber(CONFLICT_COUNT, tr("Number of pieces in conflict")))
        self.addOutput(QgsProcessingOutputNumber(CANDIDATE_COUNT, tr("Number of candidate pieces")))

    def features(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[Feature, ...]:
        """Return which of `FEATURES` these parameters ask for."""
        reports = self.parameterAsBoolean(parameters, REPORTS, context)
        asked = {
            Feature.WORKBOOK: reports,
            Feature.PAGE: reports,
            Feature.PDF_LAYERS: self.parameterAsBoolean(parameters, MAPS, context),
            Feature.LETTERS: self.parameterAsBoolean(parameters, LETTERS, context),
            Feature.TABLES: bool(parameters.get(RATES)),
            Feature.PLAN: Measure.PLAN_RESTORATION in self.parameterAsEnumStrings(parameters, MEASURES, context),
        }
        return tuple(feature for feature in self.FEATURES if asked[feature])

    def prepareAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback | None
    ) -> bool:
        """Take what all counties share; the counties' own files are looked at when each is run."""
        ready = super().prepareAlgorithm(parameters, context, feedback)
        places = {Path(self.parameterAsFile(parameters, name, context)) for name in (*_PLACES, STATE)}
        self.files = [state for state in self.files if state.path not in places]
        return ready

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Run the counties that are not done, then sum up all."""
        from ..bridge.attempts import Attempts
        from ..bridge.io.provenance import Provenance, run_time
        from ..bridge.io.staging import staging
        from ..bridge.policy.reader import load_classes
        from ..county_data import find_counties
        from ..outputs import report_targets
        from ..parameter_values import read_date, read_policy, read_survey
        from ..workflows import batch
        from ..workflows.folder.county import SharedRun
        from ..workflows.folder.journal import FILE, open_journal
        from ..workflows.folder.results import write_merged
        from ..workflows.folder.run import run_counties

        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        common = self._common_layers()
        place = self._place_of_counties(parameters, context)
        hashes: dict[Path, str] = {}
        attempts = Attempts(progress.feedback.pushWarning)
        with staging(folder, progress.feedback.pushWarning) as temporary:
            journal = open_journal(folder / FILE, self._key(parameters, common), run_time())
            provenance = Provenance(self.ID, given_parameters(parameters, self), journal.started, hashes)
            survey = read_survey(self, parameters, context, provenance)
            counties, without = find_counties(place, survey)
            for name in without:
                progress.feedback.pushInfo(tr("“{name}” has no file of layers and is no county.").format(name=name))
            policy = read_policy(self, parameters, context, provenance, progress)
            read_date(self, parameters, context, policy, provenance)
            offsets = self._read_amounts(parameters, context, policy)
            classes = load_classes()
            counties = self._with_states(counties, folder, survey, parameters, context, progress)
            self._check_outputs(folder, place, counties, parameters, context)
            self.check_reading()
            files = {(source.whole_file, source.name) for sources in common.values() for source in sources}

            def is_common(source: Source) -> bool:
                return (source.whole_file, source.name) in files

            def run(county: County, output: Path, part: FeedbackProgress) -> None:
                shared = SharedRun(journal.started, hashes, is_common)
                self._run_county(county, shared, common, output, parameters, part)

            journal = run_counties(
                counties, folder, batch.PACKAGE_FILE, journal, run, self.check_reading, progress.part(0.0, 0.9)
            )
            language = self.parameterAsEnumString(parameters, LANGUAGE, context)
            merged, reasons = self._merge(
                counties, folder, journal, policy, classes, provenance, language, offsets, progress.part(0.9, 0.95)
            )
            reports = self.parameterAsBoolean(parameters, REPORTS, context)
            written = write_merged(temporary, merged, reports, progress.part(0.95, 1.0), attempts)
            self.check_reading()
        report_targets(progress, merged.summary)
        _tell_failed(reasons, progress)
        outputs = ((PACKAGE, batch.PACKAGE_FILE), (WORKBOOK, batch.WORKBOOK_FILE), (PAGE, batch.PAGE_FILE))
        made = {output: str(folder / name) for output, name in outputs if name in written}
        return {OUTPUT_FOLDER: str(folder), **made, **_figures(merged.counties, len(counties), len(reasons))}

    def _merge(
        self,
        counties: Sequence[County],
        folder: Path,
        journal: Journal,
        policy: Policy,
        classes: SurveyClasses,
        provenance: Provenance,
        language: str,
        offsets: Mapping[str, int],
        progress: FeedbackProgress,
    ) -> tuple[MergedResults, dict[str, str]]:
        """Return the results of all counties, and why others are not in them; see `read_results`, `merge_counties`.

        Raises:
            InputError: there is none.

        """
        from ..bridge.memory import give_back
        from ..workflows.batch import PACKAGE_FILE
        from ..workflows.folder.long_tables import merge_long_tables
        from ..workflows.folder.merging import merge_counties
        from ..workflows.folder.results import MergedResults
        from ..workflows.folder.run import county_table, read_results

        results, reasons = read_results(counties, folder, PACKAGE_FILE, journal, policy, classes, progress)
        if not results:
            raise InputError(tr("No county could be run: {reason}").format(reason=next(iter(reasons.values()))))
        for county in counties:
            provenance.add("county", county.folder, journal.entries[county.folder].results)
            provenance.extend(results[county.folder].inputs if county.folder in results else ())
        found, titles = list(results.values()), self.dialog_titles(language)
        made = merge_counties(found, policy, classes, provenance, language, titles, offsets, progress)
        table, long = county_table(counties, results, reasons), merge_long_tables(county.long for county in found)
        give_back()
        return MergedResults(table, *made, language, provenance, long), reasons

    def _check_outputs(
        self,
        folder: Path,
        place: Path,
        counties: Sequence[County],
        parameters: Parameters,
        context: QgsProcessingContext,
    ) -> None:
        """Raise `InputError` where results would take the place of inputs, or of something that is not the run's."""
        from ..bridge.io.sources import input_files
        from ..bridge.io.staging import check_apart, check_own_folders, check_replaceable
        from ..reports.workbook.csv_export import CSV_FOLDER
        from ..workflows.folder.results import FILES

        inputs = {path.resolve() for path in (place, *(county.path for county in counties)) if path.is_dir()}
        for target in (folder.resolve(), *((folder / county.folder).resolve() for county in counties)):
            if not inputs.isdisjoint((target, *target.parents)):
                text = tr(
                    "The results in “{folder}” would lie among the counties' data, and be taken for a county's. Choose "
                    "another output folder."
                )
                raise InputError(text.format(folder=target))
        read = [file.path for file in input_files(self, parameters, context, self.sources)]
        for name in FILES:
            check_apart(folder / name, read)
            check_replaceable(folder / name, None)
        check_own_folders(folder, (CSV_FOLDER, *(county.folder for county in counties)))

    def _read_amounts(self, parameters: Parameters, context: QgsProcessingContext, policy: Policy) -> dict[str, int]:
        """Return what counties set against their gaps; of the plan, a wrong year or cost stops all, not each county.

        Raises:
            InputError: one of them cannot be read.

        """
        from ..plan_input_values import read_plan_terms
        from ..workflows.ceiling import read_offsets

        read_plan_terms(self, parameters, context)
        return read_offsets(self.parameterAsString(parameters, OFFSETS, context), OFFSETS, policy)

    def _place_of_counties(self, parameters: Parameters, context: QgsProcessingContext) -> Path:
        """Return the folder or the list of counties.

        Raises:
            InputError: neither or both are given, or it does not exist.

        """
        given = [text for name in _PLACES for text in (self.parameterAsFile(parameters, name, context),) if text]
        if len(given) != 1:
            raise InputError(tr("Give either the folder of counties or the list of counties."))
        place = Path(given[0])
        if not place.exists():
            raise InputError(tr("“{path}” does not exist.").format(path=place))
        return place

    def _common_layers(self) -> dict[str, list[Source]]:
        """Return the layers of all counties by parameter.

        Raises:
            InputError: one is not whole a layer of a file, or is of a kind that each county must have of its own.

        """
        from ..bridge.survey.layer_recognition import recognise_kind
        from ..bridge.survey.schema import load_survey

        common = {name: self.sources[name] for name in (PBF, ZONES, UNITS, *_TABLES) if self.sources.get(name)}
        for source in (source for sources in common.values() for source in sources):
            if source.whole_file is None or source.is_changed:
                text = tr(
                    "Layer “{layer}”: a layer of all counties has to be a layer of a file as a whole, without a "
                    "filter, a selection, joins or edits. Export it to a GeoPackage."
                )
                raise InputError(text.format(layer=source.name))
        for source in common.get(ZONES, ()):
            if recognise_kind(source.name, source.columns, load_survey()).role in _OWN_ROLES:
                text = tr(
                    "Layer “{layer}”: parcels, of whatever year, cannot be common to all counties, as those of the "
                    "neighbours would seem to be gone. Put each county's into its folder."
                )
                raise InputError(text.format(layer=source.name))
        return common

    def _with_states(
        self,
        counties: list[County],
        folder: Path,
        survey: Survey,
        parameters: Parameters,
        context: QgsProcessingContext,
        progress: FeedbackProgress,
    ) -> list[County]:
        """Return the counties with the warnings of their earlier results, where such results were given.

        Raises:
            InputError: they are those that this run replaces, no results of such a run, or not of these counties.

        """
        from ..county_data import county_codes
        from ..workflows import batch
        from ..workflows.folder.earlier_state import with_states

        given = self.parameterAsFile(parameters, STATE, context)
        if not given:
            return counties
        if Path(given).resolve() == folder.resolve():
            text = tr(
                "“{folder}” is the output folder, where the warnings of earlier results count on anyway, and would be "
                "replaced. Leave “{name}” empty, or choose another output folder."
            )
            raise InputError(text.format(folder=given, name=tr("Results of the last period")))
        codes = {county.folder: county_codes(county, survey) for county in counties if not county.fault}
        warn = progress.feedback.pushWarning
        return with_states(counties, Path(given), batch.PACKAGE_FILE, STATE, codes, warn)

    def _key(self, parameters: Parameters, common: Mapping[str, list[Source]]) -> str:
        """Return what tells this task from another: version, parameters, contents of files, layers of all counties."""
        from ..bridge.io.file_state import file_hash
        from ..bridge.version import plugin_version
        from ..workflows.folder.journal import key_of

        given = {name: value for name, value in given_parameters(parameters, self).items() if name not in _PLACES}
        layers = [
            (name, source.label, file_hash(source.whole_file))
            for name, sources in common.items()
            for source in sources
            if source.whole_file is not None
        ]
        files = [file_hash(state.path) for state in self.files if state.path.is_file()]
        return key_of([plugin_version(), given, files, layers])

    def _run_county(
        self,
        county: County,
        shared: SharedRun,
        common: Mapping[str, list[Source]],
        output: Path,
        given: Parameters,
        progress: FeedbackProgress,
    ) -> None:
        """Run a county into its folder.

        Raises:
            InputError: its layers cannot be read as they are.
            QgsProcessingException: the run stopped.

        """
        registry = QgsApplication.processingRegistry()
        known = registry.algorithmById(_ONE) if registry is not None else None
        made = known.create() if known is not None else None
        if made is None:
            raise InputError(tr("QGIS does not know “{algorithm}”: start QGIS again.").format(algorithm=_ONE))
        made.shared = shared  # type: ignore[attr-defined]  # it is a RunBatch
        for name in county.left_out:
            progress.feedback.pushInfo(tr("Left out: {layer}").format(layer=name))
        own = {PBF, ZONES, UNITS, *_TABLES, STATE, OUTPUT_FOLDER}
        taken = {definition.name() for definition in made.parameterDefinitions()} - own
        parameters = {name: value for name, value in given.items() if name in taken}
        parameters[OUTPUT_FOLDER] = str(output)
        parameters.setdefault(MAPS, False)
        parameters.update(county.parameters)
        for name, sources in common.items():
            addresses = [source.address for source in sources]
            if name in (PBF, *_TABLES):
                parameters.setdefault(name, addresses[0])
            else:
                found = parameters.get(name, [])
                parameters[name] = [*(found if isinstance(found, list) else []), *addresses]
        context = QgsProcessingContext()
        good, reason = made.checkParameterValues(parameters, context)
        if not good:
            raise InputError(reason)
        feedback = _PartFeedback(progress)
        made.run(parameters, context, feedback, {}, False)
        progress.check()

"""The whole job in one run: from survey parcels to a county's answer."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputFile,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.i18n import tr, user_language
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    LANGUAGE,
    LETTER_TEMPLATE,
    SCHEDULER,
    STYLE,
    add_date,
    add_earlier_surveys,
    add_language,
    add_letter_template,
    add_overlay_inputs,
    add_overlay_rules,
    add_personal_columns,
    add_policy,
    add_scheduler,
    add_style,
    add_targets,
    add_unit_inputs,
    given_parameters,
)

OUTPUT_FOLDER, REPORTS, MAPS, LETTERS = "OUTPUT_FOLDER", "REPORTS", "MAPS", "LETTERS"
CSV, OWN_WORKBOOK = "CSV", "OWN_WORKBOOK"
PACKAGE, WORKBOOK, PAGE = "PACKAGE", "WORKBOOK", "PAGE"
PARCEL_COUNT, PIECE_COUNT, WORST_CLOSURE = "PARCEL_COUNT", "PIECE_COUNT", "WORST_CLOSURE"
CONFLICT_COUNT, CANDIDATE_COUNT = "CONFLICT_COUNT", "CANDIDATE_COUNT"
PACKAGE_NAME, WORKBOOK_NAME, PAGE_NAME, MAPS_NAME = "farmland_redline.gpkg", "summary.xlsx", "report.html", "maps"
COUNTIES_NAME, LETTERS_NAME, CSV_NAME, OWN_WORKBOOK_NAME = "counties", "letters", "csv", "own_workbook.xlsx"
PIECES = "pieces"
LAYERS = (PIECES, "conflicts", "candidates", "summary", "problems", "zones", "provenance")
STYLES = "layer_styles"


class RunBatch(RedlineAlgorithm):
    """Overlay, rules, sums, workbook, page and maps, one after the other, with one set of inputs."""

    ID = "run_batch"
    TAGS = ("batch", "all", "一键", "批量", "耕地保护", "耕地红线", "yijian", "piliang", "gengdi")

    def title(self) -> str:
        """Name shown to users."""
        return tr("Run everything")

    def summary(self) -> str:
        """What it does."""
        return tr(
            "The whole job in one run: pieces, conflicts, restoration candidates, sums against the targets, workbook, "
            "report page and county maps.\n"
            "The output folder receives farmland_redline.gpkg (pieces, conflicts, candidates, summary, problems, "
            "zones, provenance), summary.xlsx, report.html and maps; if asked for, letters and tables as CSV too. "
            "Earlier results there stay whole until the new ones are."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_overlay_inputs(self)
        add_earlier_surveys(self)
        add_unit_inputs(self)
        add_policy(self)
        add_targets(self)
        add_date(self)
        self.add(
            QgsProcessingParameterBoolean(MAPS, tr("Make county maps"), True),
            tr("One PDF a county, in the folder maps."),
        )
        add_style(self, advanced=True)
        self.add(
            QgsProcessingParameterBoolean(REPORTS, tr("Write workbook and report page"), True),
            tr(
                "summary.xlsx and report.html. Their long lists take longer than all the rest: without them the layers "
                "and sums of a large city are there sooner, and “Summarise by unit” makes the workbook of them later."
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
        self.addOutput(QgsProcessingOutputHtml(PAGE, tr("Report page")))
        self.addOutput(QgsProcessingOutputNumber(PARCEL_COUNT, tr("Number of parcels")))
        self.addOutput(QgsProcessingOutputNumber(PIECE_COUNT, tr("Number of pieces")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))
        self.addOutput(QgsProcessingOutputNumber(CONFLICT_COUNT, tr("Number of conflicts")))
        self.addOutput(QgsProcessingOutputNumber(CANDIDATE_COUNT, tr("Number of candidates")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Run every step, and put the results in place when all are made."""
        from ..bridge.io.sources import input_files
        from ..bridge.io.staging import check_apart, check_replaceable, staging

        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        read = [file.path for file in input_files(self, parameters, context, self.sources)]
        own = self.parameterAsFile(parameters, OWN_WORKBOOK, context)
        read += [Path(own)] if own else []
        outputs = (
            (PACKAGE_NAME, (*LAYERS, STYLES)),
            *((name, ()) for name in (WORKBOOK_NAME, PAGE_NAME, OWN_WORKBOOK_NAME)),
        )
        for name, layers in outputs:
            check_apart(folder / name, read)
            check_replaceable(folder / name, layers)
        # From the beginning, so that no second run into the folder works in vain, nor this one into a folder that
        # cannot be written.
        with staging(folder) as temporary:
            return self._fill(folder, temporary, parameters, context, progress)

    def _fill(
        self,
        folder: Path,
        temporary: Path,
        parameters: Parameters,
        context: QgsProcessingContext,
        progress: FeedbackProgress,
    ) -> dict[str, object]:
        """Make the results of `folder` in `temporary`."""
        import geopandas
        import pandas as pd

        from ..analysis.problems import collect
        from ..analysis.rules.candidates import candidate_notes, find_candidates
        from ..analysis.rules.conflicts import flag_conflicts
        from ..analysis.summary import summarise
        from ..bridge.io.county_packages import write_counties
        from ..bridge.io.provenance import Provenance
        from ..bridge.io.writing import LayerWriter, write_layers
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import report_closure, report_problems, report_targets
        from ..parameter_values import read_date, read_layers, read_overlay_settings, read_policy
        from ..project_layers import load_package, style_table
        from ..reports.letters.writer import check_letters, export_county_letters, shipped_template
        from ..reports.maps.county_maps import MapSettings, export_county_maps
        from ..reports.maps.layout.unit_outlines import make_context
        from ..reports.page.web_map import Shapes
        from ..reports.page.writer import LibraryError, write_page
        from ..reports.workbook.csv_export import write_csv
        from ..reports.workbook.office_form import check_own_workbook, fill_own_workbook
        from ..reports.workbook.writer import write_workbook
        from ..workflows.overlay.dask_client import connected
        from ..workflows.overlay.run import overlay_layers
        from ..workflows.report import make_report, report_names, unit_names
        from ..workflows.units import county_boundaries

        language = self.parameterAsEnumString(parameters, LANGUAGE, context)
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        # What would stop the run at its end is looked at before it begins.
        letters = None
        if self.parameterAsBoolean(parameters, LETTERS, context):
            given = self.parameterAsFile(parameters, LETTER_TEMPLATE, context)
            letters = Path(given) if given else shipped_template(language)
            check_letters(letters)
            if given:
                provenance.add_file(LETTER_TEMPLATE, letters)
        given = self.parameterAsFile(parameters, OWN_WORKBOOK, context)
        own_workbook = Path(given) if given else None
        if own_workbook is not None:
            check_own_workbook(own_workbook)
            provenance.add_file(OWN_WORKBOOK, own_workbook)
        policy = read_policy(self, parameters, context, provenance, progress)
        date = read_date(self, parameters, context, policy)
        classes = load_classes()
        settings = read_overlay_settings(self, parameters, context)
        scheduler = self.parameterAsString(parameters, SCHEDULER, context)
        package = temporary / PACKAGE_NAME
        parts: list[geopandas.GeoDataFrame] = []
        # The workers are asked before the long reading begins.
        with connected(scheduler, progress) as cluster:
            layers = read_layers(self, parameters, context, progress.part(0.0, 0.1), provenance, settings)
            with LayerWriter(package, PIECES) as writer:

                def take(part: geopandas.GeoDataFrame) -> None:
                    writer.append(part)
                    parts.append(part)

                overlay = overlay_layers(
                    layers,
                    classes,
                    settings,
                    progress.part(0.1, 0.5),
                    take,
                    cluster,
                )
        pieces = pd.concat(parts, ignore_index=True)
        progress.set(0.5)
        conflicts, found = flag_conflicts(pieces, policy, classes, date)
        # The overlay has told of unknown classes already, inside the zones and outside.
        found = found[found["kind"] != "unknown_class"]
        progress.set(0.53)
        candidates = find_candidates(pieces, policy, classes, date)
        progress.set(0.56)
        names = unit_names(overlay.units, layers.survey.levels)
        summary = summarise(pieces, conflicts, candidates, overlay.zones, policy, "village", names=names)
        problems = collect([overlay.problems, found, candidate_notes(pieces, policy)], pieces.crs)
        report_closure(progress, len(layers.parcels), len(pieces), overlay.worst_closure)
        report_problems(progress, to_messages(problems, policy=policy))
        # The log speaks the user's language; what is handed on speaks the report's.
        problems = to_messages(problems, language, policy)
        titles = self.dialog_titles(language)
        report, translate = make_report(
            pieces, conflicts, candidates, summary, problems, policy, classes, provenance, language, titles
        )
        made = (conflicts, candidates, summary, problems, overlay.zones, provenance.table())
        frames = dict(zip(LAYERS[1:], made))
        style = self.parameterAsEnumString(parameters, STYLE, context)
        report_words = report_names(policy, classes, language, titles)
        frames[STYLES] = style_table({PIECES: pieces, **frames}, language, report_words, style)
        results: dict[str, object] = {}
        reports, maps = (self.parameterAsBoolean(parameters, name, context) for name in (REPORTS, MAPS))
        with ThreadPoolExecutor(1) as pool:
            # The workbook is Python's work, drawing is not: they go on side by side.
            if reports:
                target = temporary / WORKBOOK_NAME
                book = pool.submit(write_workbook, report, target, translate, progress=progress)
                results[WORKBOOK] = str(folder / WORKBOOK_NAME)
            write_layers(package, frames, progress.part(0.6, 0.8))
            if cluster is not None:
                by_county = {PIECES: pieces, "conflicts": conflicts, "candidates": candidates}
                digits = layers.survey.levels["county"]
                write_counties(temporary / COUNTIES_NAME, by_county, digits, progress.part(0.8, 0.85))
            if reports or maps:
                outlines = make_context(pieces, progress.check, ("county",))
            if reports:
                shapes = Shapes(conflicts, candidates, outlines.outlines["county"])
                target = temporary / PAGE_NAME
                try:
                    write_page(report, target, translate, language, WORKBOOK_NAME, PACKAGE_NAME, shapes, progress)
                    results[PAGE] = str(folder / PAGE_NAME)
                except LibraryError as error:
                    progress.feedback.pushWarning(str(error))
            if self.parameterAsBoolean(parameters, CSV, context):
                (temporary / CSV_NAME).mkdir()
                write_csv(report, temporary / CSV_NAME, translate, progress)
            if own_workbook is not None:
                target, warn = temporary / OWN_WORKBOOK_NAME, progress.feedback.pushWarning
                fill_own_workbook(report, own_workbook, target, translate, warn, progress)
            if letters is not None:
                (temporary / LETTERS_NAME).mkdir()
                writing = progress.part(0.85, 0.9)
                export_county_letters(package, report, temporary / LETTERS_NAME, translate, letters, writing)
            if maps:
                (temporary / MAPS_NAME).mkdir()
                settings = MapSettings(**county_boundaries(layers.units, layers.survey), style=style)
                drawing = progress.part(0.9, 1.0)
                export_county_maps(
                    package,
                    report,
                    temporary / MAPS_NAME,
                    translate,
                    settings,
                    progress=drawing,
                    context=outlines,
                )
            if reports:
                book.result()
        for name in (WORKBOOK_NAME, PAGE_NAME, OWN_WORKBOOK_NAME, MAPS_NAME, LETTERS_NAME, CSV_NAME, COUNTIES_NAME):
            if (folder / name).exists() and not (temporary / name).exists():
                progress.feedback.pushWarning(
                    tr("“{name}” in the output folder is of an earlier run and does not show these results.").format(
                        name=name
                    )
                )
        user_words = report_names(policy, classes, user_language(), self.dialog_titles(user_language()))
        load_package(context, folder / PACKAGE_NAME, {PIECES: pieces, **frames}, user_words, style)
        report_targets(progress, summary)
        progress.feedback.pushInfo(tr("Results: {folder}").format(folder=folder))
        return {
            OUTPUT_FOLDER: str(folder),
            PACKAGE: str(folder / PACKAGE_NAME),
            **results,
            PARCEL_COUNT: len(layers.parcels),
            PIECE_COUNT: len(pieces),
            WORST_CLOSURE: overlay.worst_closure,
            CONFLICT_COUNT: len(conflicts),
            CANDIDATE_COUNT: len(candidates),
        }

"""Areas by unit against the targets of the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters, Source
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    LANGUAGE,
    LEVEL,
    OUTPUT,
    UNITS,
    add_language,
    add_lowest_level,
    add_pieces,
    add_policy,
    add_profile,
    add_targets,
    given_parameters,
    polygons,
)

CONFLICTS, CANDIDATES, ZONES_TABLE = "CONFLICTS", "CANDIDATES", "ZONES_TABLE"

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from ..analysis.rules.policy import Policy
    from ..bridge.io.provenance import Provenance
    from ..bridge.io.reading import LayerData, TableData
    from ..reports.labels import Translate
    from ..reports.model import ReportModel


class SummariseByUnit(RedlineAlgorithm):
    """Holding, PBF, gap, candidates and conflicts of each unit against the targets."""

    ID = "summarise_by_unit"
    GROUP = "report"
    TAGS = ("summary", "target", "汇总", "分县统计", "耕地保有量", "目标", "huizong", "tongji", "mubiao", "fxtj")
    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Summarise by unit")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Sums cultivated land, permanent basic farmland, conflicts and candidates by unit and compares them with "
            "the targets of the notice.\n"
            "Sums are made in whole hundredths of a square metre, so that the counties add up to the city exactly. The "
            "workbook has the forms of the annexes and shows where the notice's own city rows differ from its county "
            "rows, and why."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_pieces(self)
        self.add(
            polygons(CONFLICTS, tr("Conflicts"), optional=True),
            tr("The output of “Flag occupation conflicts”; without it, conflicts are not summed."),
        )
        self.add(
            polygons(CANDIDATES, tr("Restoration candidates"), optional=True),
            tr("The output of “Find restoration candidates”; without it, candidates are not summed."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(ZONES_TABLE, tr("Table of zones"), [VECTOR], optional=True),
            tr(
                "The table of zones made by “Overlay parcels”: the delimited permanent basic farmland is the sum of "
                "its own records, not of the overlay."
            ),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(UNITS, tr("Administrative units"), VECTOR_POLYGON, optional=True),
            tr("Names of townships and villages."),
        )
        add_policy(self)
        add_targets(self)
        add_profile(self)
        add_lowest_level(self)
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Summary"), VECTOR),
            tr("One row a unit, areas in mu."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                WORKBOOK, tr("Workbook"), "Excel (*.xlsx)", optional=True, createByDefault=False
            ),
            tr("The same with the forms of the annexes, the lists of conflicts and candidates, and the provenance."),
        )
        add_language(self)

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read, sum, write."""
        from ..analysis.delimited import delimited_problems, divide_delimited
        from ..analysis.problems import collect
        from ..analysis.summary import summarise
        from ..bridge.io.provenance import Provenance, read_provenance
        from ..bridge.io.reading import read_source, read_table_source
        from ..bridge.io.result_tables import check_result_table
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import (
            asks_for_targets,
            check_same_date,
            read_names_of_units,
            read_pieces,
            read_policy,
            read_survey,
        )
        from ..reports.tables.contents import report_tables
        from ..reports.workbook.csv_export import csv_name, write_csv
        from ..reports.workbook.writer import write_workbook
        from ..workflows.checks.policy_fit import fit_policy
        from ..workflows.loss_lists import find_loss_lists, told_lists

        outputs = Outputs(self, parameters, context, {OUTPUT: "summary"}, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        survey = read_survey(self, parameters, context, provenance)
        pieces = read_pieces(self, progress.part(0.0, 0.4), provenance)
        earlier = list(provenance.rows())

        def optional(
            name: str, table: str, read: Callable[[Source, FeedbackProgress], LayerData | TableData] = read_source
        ) -> DataFrame | None:
            for source in self.sources[name]:
                data = read(source, progress)
                frame = check_result_table(data.frame, table, data.name)
                provenance.add_input(name, data, source.provider)
                earlier.extend(read_provenance(data.path) if data.path is not None else [])
                return frame
            return None

        asked = asks_for_targets(self, parameters, context)
        policy = fit_policy(policy, pieces["county"], asked, progress.feedback.pushWarning)
        conflicts, candidates = optional(CONFLICTS, "conflicts"), optional(CANDIDATES, "candidates")
        day = check_same_date(pieces, earlier)
        zones = optional(ZONES_TABLE, "zones", read_table_source)
        names = read_names_of_units(self, survey, progress, provenance)
        self.check_reading()
        progress.set(0.5)
        level = self.parameterAsEnumString(parameters, LEVEL, context)
        delimited = None if zones is None else divide_delimited(pieces, zones)
        lists = told_lists(find_loss_lists(pieces, policy, load_classes(), day), policy, pieces.columns)
        summary = summarise(pieces, conflicts, candidates, delimited, policy, level, names=names, **lists)
        if delimited is not None:
            known = {**names, **policy.unit_names()}
            found = delimited_problems(delimited, policy, known)
            report_problems(progress, to_messages(collect([found], pieces.crs), policy=policy))
        with outputs.staged(progress) as place:
            shown = user_names(self, load_classes(), policy)
            result = outputs.write({OUTPUT: summary}, provenance, progress.part(0.7, 0.8), place, shown)
            if WORKBOOK in outputs.files:
                language = self.parameterAsEnumString(parameters, LANGUAGE, context)
                frames = {**lists, CONFLICTS: conflicts, CANDIDATES: candidates}
                report, translate = self._make_report(pieces, frames, summary, policy, provenance, language)
                if self.lacks:
                    folder = outputs.files[WORKBOOK].with_suffix("")
                    for table in report_tables(report, translate):
                        write_csv([table], place(folder / csv_name(table)).parent, progress)
                else:
                    write_workbook(report, place(outputs.files[WORKBOOK]), translate, progress=progress)
                    result[WORKBOOK] = str(outputs.files[WORKBOOK])
        return {**result}

    def _make_report(
        self,
        pieces: GeoDataFrame,
        frames: dict[str, DataFrame | None],
        summary: DataFrame,
        policy: Policy,
        provenance: Provenance,
        language: str,
    ) -> tuple[ReportModel, Translate]:
        """Return the report of what was given or found, by name, and the translator of its language."""
        from ..analysis.rules.candidates import find_candidates
        from ..analysis.rules.conflicts import flag_conflicts
        from ..bridge.policy.reader import load_classes
        from ..workflows.report import make_report

        classes, empty = load_classes(), pieces.iloc[:0]
        conflicts, candidates = frames.pop(CONFLICTS), frames.pop(CANDIDATES)
        if conflicts is None:
            conflicts = flag_conflicts(empty, policy, classes)[0]
        if candidates is None:
            candidates = find_candidates(empty, policy, classes)
        titles = self.dialog_titles(language)
        return make_report(
            pieces, conflicts, candidates, summary, None, policy, classes, provenance, language, titles, **frames
        )

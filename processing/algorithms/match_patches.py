"""Preliminary verdicts on monitoring patches, and the case table that follows."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import DATE_ALONE, VECTOR, VECTOR_POLYGON
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    CASES,
    EARLIER_DATE,
    PATCHES,
    PREVIOUS,
    add_date,
    add_input_table,
    add_overlay_inputs,
    add_overlay_rules,
    add_patches,
    add_personal_columns,
    add_policy,
    add_problems,
    add_unit_inputs,
    polygons,
)

MATCHED, CASE_TABLE = "MATCHED", "CASE_TABLE"
CASE_COUNT, SUSPECTED = "CASE_COUNT", "SUSPECTED"


class MatchPatches(RedlineAlgorithm):
    """What enforcement does with 卫片 patches before anybody drives out."""

    ID = "match_patches"
    GROUP = "analyse"
    TAGS = (
        *("patches", "monitoring", "enforcement", "cases", "监测图斑", "土地卫片", "耕地卫片", "卫片执法", "初判"),
        *("weipian", "tuban", "chupan"),
    )
    FEATURES = (Feature.TABLES,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Match monitoring patches")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Gives monitoring patches a preliminary verdict against two surveys, approvals, temporary land and "
            "registered facilities, and fills in the case table (measures 2, 30, 36 and 37).\n"
            "In this order: approved to 95 % (covered); partly approved; temporary land in its term, to be reclaimed, "
            "overdue; registered facility; still the same cultivated land (no change, if the survey is newer than the "
            "patch); else suspected. Covered and unchanged patches make no case, nor does land that was not "
            "cultivated. Suspected is the net area before that nothing valid covers; rims up to 2 m along an approved "
            "edge are listed apart. Only a person sets “illegal”.\n"
            "Example: a patch of 3,000 m² over 2,796.00 m² of paddy, an approval over 1,200 m²: partly, suspected "
            "1,677.60 m². A patch over two counties makes two cases; a patch that lies on an earlier one to half or "
            "more repeats it. Only the parcels that the patches meet are read."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_patches(self)
        add_overlay_inputs(self)
        self.add(
            polygons(PREVIOUS, tr("Survey before")),
            tr("Parcels of the survey before the patches' images: what was cultivated is told by it."),
        )
        add_unit_inputs(self)
        add_input_table(self, CASES, tr("Case table of the office"), "cases", optional=True)
        add_policy(self)
        add_date(self)
        self.add(
            QgsProcessingParameterDateTime(EARLIER_DATE, tr("Date of the earlier survey"), DATE_ALONE, optional=True),
            tr("YYYY-MM-DD; a year before the reference date if not given."),
            advanced=True,
        )
        add_overlay_rules(self)
        add_personal_columns(self)
        self.add(
            QgsProcessingParameterVectorDestination(MATCHED, tr("Patches with verdict"), VECTOR_POLYGON),
            tr("One row a patch and county, with areas, what covers it, and the preliminary verdict."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(CASE_TABLE, tr("Cases"), VECTOR),
            tr("The case table, new cases open; what the office has filled in before stays (measures 36 and 37)."),
        )
        add_problems(self, tr("What is wrong with the data, with place and remedy."))
        self.addOutput(QgsProcessingOutputNumber(CASE_COUNT, tr("Cases in the table")))
        self.addOutput(QgsProcessingOutputNumber(SUSPECTED, tr("Suspected (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read what lies near the patches, judge, write."""
        from ..bridge.io.nearby import Nearby, Place
        from ..bridge.io.provenance import Provenance
        from ..bridge.io.reading import read_source
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import (
            read_date,
            read_earlier_date,
            read_input_table,
            read_layers,
            read_overlay_settings,
            read_policy,
            read_survey,
        )
        from ..parameters import PROBLEMS, given_parameters
        from ..reports import case_labels
        from ..workflows import patches

        layers_of = {MATCHED: case_labels.PATCHES, CASE_TABLE: case_labels.CASES, PROBLEMS: "problems"}
        outputs = Outputs(self, parameters, context, layers_of)
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        earlier_day = read_earlier_date(self, parameters, context, day)
        settings = read_overlay_settings(self, parameters, context, day)
        own = read_input_table(self, CASES, "cases", policy, progress, provenance)
        source = self.sources[PATCHES][0]
        survey = read_survey(self, parameters, context, provenance)
        data = read_source(source, progress.part(0.0, 0.05), leave_out=survey.personal)
        provenance.add_input(PATCHES, data, source.provider)
        near = Nearby([Place(data.name, data.frame.geometry.to_numpy(), data.crs)], settings.allow_ballpark)
        layers = read_layers(self, parameters, context, progress.part(0.05, 0.2), provenance, settings, near)
        classes = load_classes()
        found = patches.match_layer(
            data, layers, classes, policy, settings, earlier_day, own.frame if own else None, progress.part(0.2, 0.9)
        )
        problems = to_messages(found.overlay.problems)
        report_problems(progress, problems)
        frames = {MATCHED: found.patches, CASE_TABLE: found.cases, PROBLEMS: problems}
        with outputs.staged(progress) as place:
            names = user_names(self, classes, policy)
            written = outputs.write(frames, provenance, progress.part(0.9, 1.0), place, names)
        suspected = float(found.patches["suspected_m2"].sum())
        return {CASE_COUNT: len(found.cases), SUSPECTED: round(suspected, 2), **written}

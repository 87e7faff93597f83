"""Check layers for faults before anything is computed from them."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber, QgsProcessingParameterVectorDestination

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.i18n import tr, user_language
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    CHECK_GROUPS,
    CHECKS,
    OUTPUT,
    add_earlier_surveys,
    add_mappings,
    add_measuring,
    add_parcels,
    add_units,
    add_zone_inputs,
    given_parameters,
    several,
)

COUNTS = {"error": "ERROR_COUNT", "warning": "WARNING_COUNT", "note": "NOTE_COUNT"}


class CheckLayers(RedlineAlgorithm):
    """Coordinate systems, fields, codes, geometry, areas and units of the layers given."""

    ID = "check_layers"
    GROUP = "prepare"
    TAGS = (
        *("check", "quality", "validate", "topology", "检查数据", "质检", "数据质量", "拓扑", "重叠", "缝隙"),
        *("jiancha", "zhijian", "shuju", "jcsj"),
    )

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Check layers")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Finds what is wrong with survey parcels, zones and units, feature by feature, with place and remedy.\n"
            "Errors falsify results or stop a run, warnings break the survey's standard, notes are worth a look. "
            "What every feature of a layer has is told once. Nothing is changed; layers of a million parcels take "
            "minutes and little memory."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_parcels(self, optional=True)
        add_zone_inputs(self)
        add_earlier_surveys(self)
        add_units(self)
        self.add(
            several(CHECKS, tr("Checks"), CHECK_GROUPS),
            tr(
                "Coordinate systems (crs): and coordinates. Fields (fields): missing fields and values, numbers, "
                "lengths. Land classes and code tables (codes). Identifiers (ids): missing and repeated. Geometry "
                "(geometry): missing, invalid and doubtful shapes. Overlaps and gaps (coverage): also places that "
                "nothing covers. Areas (areas): ridges, net areas, records against geometry, control areas. Attribute "
                "rules (attributes): those of resources/survey/attribute_rules.yaml. Codes against places (places): "
                "and units against the parcels."
            ),
        )
        add_mappings(self)
        add_measuring(self)
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Problems"), VECTOR),
            tr("One point a problem: layer, feature, kind, severity, message, remedy."),
        )
        self.addOutput(QgsProcessingOutputNumber(COUNTS["error"], tr("Number of errors")))
        self.addOutput(QgsProcessingOutputNumber(COUNTS["warning"], tr("Number of warnings")))
        self.addOutput(QgsProcessingOutputNumber(COUNTS["note"], tr("Number of notes")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Check the layers, and write the problems."""
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..bridge.survey.standards import load_standards
        from ..outputs import Outputs, report_check, user_names
        from ..parameter_values import read_check_settings, read_sources, read_survey
        from ..workflows.checks.run import check_layers

        outputs = Outputs(self, parameters, context, {OUTPUT: "problems"})
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        survey = read_survey(self, parameters, context, provenance)
        layers = read_sources(self, parameters, context, survey, progress, provenance)
        settings = read_check_settings(self, parameters, context)
        found = check_layers(layers, survey, settings, load_standards(user_language()), progress.part(0.0, 0.9))
        self.check_reading()
        problems = to_messages(found)
        counts = {output: int((problems["severity"] == severity).sum()) for severity, output in COUNTS.items()}
        report_check(progress, problems, len(layers))
        names = user_names(self, load_classes())
        with outputs.staged(progress) as place:
            written = outputs.write({OUTPUT: problems}, provenance, progress.part(0.9, 1.0), place, names)
        return {**written, **counts}

"""What cultivated land is planted with, by the order of use, and where claims overlap."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from ..analysis.vocabulary import Level, levels_down_to
from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import LEVEL, add_lowest_level, add_problems, add_rule_inputs, add_units

LAND_USE, USE_FINDINGS, USE_TOTALS = "LAND_USE", "USE_FINDINGS", "USE_TOTALS"
WORST_CLOSURE = "WORST_CLOSURE"


class AssessUse(RedlineAlgorithm):
    """Grain, other crops, fallow and unplanted land by the order of use; soil and overlapping claims."""

    ID = "assess_use"
    GROUP = "analyse"
    TAGS = (
        *("land use", "grain", "planting", "non-grain", "种植", "非粮化", "利用优先序", "高标准农田", "撂荒"),
        *("土壤环境", "重叠", "zhongzhi", "feilianghua", "zzlyyxx"),
    )

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Assess use of cultivated land")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Says what cultivated land is planted with, by the order of use: permanent basic farmland, high-standard "
            "farmland, other (measures 4 and 15).\n"
            "Areas are net; shares are of the land whose planting is known, and what is not known stands beside them. "
            "Non-grain crops may stay on permanent basic farmland and are warned of on high-standard farmland. It also "
            "lists unplanted land (measure 16), what soil classes propose to take into or out of permanent basic "
            "farmland (measure 29), and cultivated land inside the forest boundary, the red line and the urban "
            "boundary (measures 6 and 9)."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_rule_inputs(self)
        add_units(self)
        add_lowest_level(self)
        self.add(
            QgsProcessingParameterVectorDestination(LAND_USE, tr("Use by unit"), VECTOR),
            tr(
                "One row a unit and place in the order of use: net areas by planting, in m², and their shares of the "
                "land whose planting is known (measure 15)."
            ),
        )
        self.add(
            QgsProcessingParameterVectorDestination(USE_FINDINGS, tr("Findings on use"), VECTOR_POLYGON),
            tr("One row a piece with a finding; the rows of the policy's table use_findings say what is one."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(USE_TOTALS, tr("Findings by unit and class"), VECTOR),
            tr("One row a unit, finding and land class, with who decides. A piece counts in each of its findings."),
        )
        add_problems(self, tr("Layers and fields that are missing, and values that cannot be read."))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the pieces, assess, write."""
        from ..analysis.measures.land_use import assess_use
        from ..analysis.problems import collect
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import (
            check_date,
            read_date,
            read_names_of_units,
            read_pieces,
            read_policy,
            read_survey,
        )
        from ..parameters import PROBLEMS, given_parameters
        from ..workflows.land_checks import use_lines

        layers = {LAND_USE: "land_use", USE_FINDINGS: "use_findings", USE_TOTALS: "use_totals", PROBLEMS: "problems"}
        outputs = Outputs(self, parameters, context, layers)
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        pieces = read_pieces(self, progress.part(0.0, 0.4), provenance)
        survey = read_survey(self, parameters, context, provenance)
        names = {**read_names_of_units(self, survey, progress, provenance), **policy.unit_names()}
        self.check_reading()
        check_date(day, pieces, provenance, progress)
        lowest = self.parameterAsEnumString(parameters, LEVEL, context)
        levels = (Level.CITY.value, *levels_down_to(lowest))
        classes = load_classes()
        progress.set(0.4)
        found = assess_use(pieces, policy, classes, levels, names, day)
        for line in use_lines(found.shares):
            progress.feedback.pushInfo(line)
        problems = to_messages(collect([found.problems], pieces.crs), policy=policy)
        report_problems(progress, problems)
        frames = {LAND_USE: found.shares, USE_FINDINGS: found.findings, USE_TOTALS: found.totals, PROBLEMS: problems}
        with outputs.staged(progress) as place:
            shown = user_names(self, classes, policy)
            written = outputs.write(frames, provenance, progress.part(0.7, 1.0), place, shown)
        return {WORST_CLOSURE: float(found.shares["closure_m2"].abs().max()), **written}

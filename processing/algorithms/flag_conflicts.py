"""Occupation conflicts inside permanent basic farmland."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber, QgsProcessingParameterVectorDestination

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR_POLYGON
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import OUTPUT, add_problems, add_rule_inputs

if TYPE_CHECKING:
    from datetime import date

    from geopandas import GeoDataFrame

    from ..analysis.rules.policy import Policy, SurveyClasses

CONFLICT_COUNT, CONFLICT_AREA = "CONFLICT_COUNT", "CONFLICT_AREA"


class FlagConflicts(RedlineAlgorithm):
    """Uses of permanent basic farmland that the policy forbids or wants verified."""

    ID = "flag_conflicts"
    GROUP = "analyse"
    TAGS = ("conflict", "occupation", "占用冲突", "非农化", "非粮化", "zhanyong", "chongtu", "zyct")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Flag occupation conflicts")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Finds every use of permanent basic farmland that the policy forbids or wants checked.\n"
            "Each piece gets the first rule that fits, with kind, measure, severity (3 forbidden non-agricultural, 2 "
            "forbidden agricultural, 1 to verify, 0 note) and origin (lost, legacy, unknown). Land under a valid "
            "approval is listed apart. A conflict shows a use, not an illegality."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_rule_inputs(self)
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Conflicts"), VECTOR_POLYGON),
            tr("One row a piece in conflict."),
        )
        add_problems(self, tr("Unknown land classes and other things that the rules could not judge."))
        self.addOutput(QgsProcessingOutputNumber(CONFLICT_COUNT, tr("Number of pieces in conflict")))
        self.addOutput(QgsProcessingOutputNumber(CONFLICT_AREA, tr("Area of conflicts of severity 1 to 3 (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Judge the pieces by the rules of conflicts."""
        from ..analysis.rules.conflicts import flag_conflicts
        from ..piece_rules import Judgement, apply_rules
        from ..reports.finding_sums import count_parcels

        def judge(pieces: GeoDataFrame, policy: Policy, classes: SurveyClasses, day: date) -> Judgement:
            conflicts, found = flag_conflicts(pieces, policy, classes, day)
            area = float(conflicts.loc[conflicts["severity"] > 0, "area_m2"].sum())
            text = tr("{parcels} parcels in conflict ({pieces} pieces); {area:.2f} m² of severity 1 to 3")
            message = text.format(parcels=count_parcels(conflicts), pieces=len(conflicts), area=area)
            return Judgement(conflicts, found, {CONFLICT_COUNT: len(conflicts), CONFLICT_AREA: area}, message)

        return apply_rules(self, parameters, context, progress, "conflicts", judge)

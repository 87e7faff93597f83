"""Occupation conflicts inside permanent basic farmland."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber, QgsProcessingParameterVectorDestination

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR_POLYGON
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import PROBLEMS, add_date, add_pieces, add_policy, add_problems, given_parameters

OUTPUT = "OUTPUT"
CONFLICT_COUNT, CONFLICT_AREA = "CONFLICT_COUNT", "CONFLICT_AREA"


class FlagConflicts(RedlineAlgorithm):
    """What stands on permanent basic farmland that must not, by the rules of the policy."""

    ID = "flag_conflicts"
    GROUP = "analyse"
    TAGS = ("conflict", "occupation", "占用冲突", "永久基本农田", "非农化", "zhanyong", "chongtu", "jibennongtian")

    def title(self) -> str:
        """Name shown to users."""
        return tr("Flag occupation conflicts")

    def summary(self) -> str:
        """What it does."""
        return tr(
            "Finds every use of permanent basic farmland that the policy forbids or wants checked.\n"
            "Each piece gets the first rule that fits, with kind, measure, severity (3 forbidden non-agricultural, 2 "
            "forbidden agricultural, 1 to verify, 0 note) and origin (lost, legacy, unknown). Land under a valid "
            "approval is listed apart. A conflict shows a use, not an illegality."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_pieces(self)
        add_policy(self)
        add_date(self)
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Conflicts"), VECTOR_POLYGON),
            tr("One row a piece in conflict."),
        )
        add_problems(self, tr("Unknown land classes and other things that the rules could not judge."))
        self.addOutput(QgsProcessingOutputNumber(CONFLICT_COUNT, tr("Number of conflicts")))
        self.addOutput(QgsProcessingOutputNumber(CONFLICT_AREA, tr("Area of conflicts of severity 1 to 3 (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read pieces, apply the rules, write."""
        from ..analysis.problems import collect
        from ..analysis.rules.conflicts import flag_conflicts
        from ..bridge.io.provenance import Provenance
        from ..bridge.io.staging import stage_together
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import read_date, read_pieces, read_policy

        outputs = Outputs(self, parameters, context, {OUTPUT: "conflicts", PROBLEMS: "problems"})
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        classes = load_classes()
        date = read_date(self, parameters, context, policy)
        pieces = read_pieces(self, progress.part(0.0, 0.4), provenance)
        progress.set(0.4)
        conflicts, found = flag_conflicts(pieces, policy, classes, date)
        problems = to_messages(collect([found], pieces.crs), policy=policy)
        counted = conflicts.loc[conflicts["severity"] > 0, "area_m2"].sum()
        progress.feedback.pushInfo(
            tr("{count} conflicts; {area:.2f} m² of severity 1 to 3").format(count=len(conflicts), area=counted)
        )
        report_problems(progress, problems)
        result: dict[str, object] = {CONFLICT_COUNT: len(conflicts), CONFLICT_AREA: float(counted)}
        writing = progress.part(0.7, 1.0)
        names = user_names(self, classes, policy)
        frames = {OUTPUT: conflicts, PROBLEMS: problems}
        with stage_together() as place:
            result.update(outputs.write(frames, provenance, writing, place, names))
        return result

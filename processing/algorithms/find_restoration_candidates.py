"""Parcels that could be restored to cultivated land."""

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
CANDIDATE_COUNT, CANDIDATE_NET = "CANDIDATE_COUNT", "CANDIDATE_NET"


class FindRestorationCandidates(RedlineAlgorithm):
    """What could fill the county's gap, by source and tier."""

    ID = "find_restoration_candidates"
    GROUP = "analyse"
    TAGS = ("restoration", "candidate", "gap", "恢复潜力", "耕地恢复", "缺口", "即可恢复", "huifu", "quekou", "gengdi")

    def title(self) -> str:
        """Name shown to users."""
        return tr("Find restoration candidates")

    def summary(self) -> str:
        """What it does."""
        return tr(
            "Finds every piece that could become cultivated land again, by the sources of measures 13 and 20.\n"
            "Each candidate has a source and a tier (at once, with works, other), what excludes it, whether crops "
            "defer it (yes, no, unknown), and its net area: less the field ridges at its slope."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_pieces(self)
        add_policy(self)
        add_date(self)
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Restoration candidates"), VECTOR_POLYGON),
            tr("One row a piece; excluded ones stay listed with their reasons."),
        )
        add_problems(self, tr("Layers and fields that the search asks for and the data lack."))
        self.addOutput(QgsProcessingOutputNumber(CANDIDATE_COUNT, tr("Number of candidates")))
        self.addOutput(QgsProcessingOutputNumber(CANDIDATE_NET, tr("Net area of candidates not excluded (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read pieces, apply the rules, write."""
        from ..analysis.problems import collect
        from ..analysis.rules.candidates import candidate_notes, find_candidates
        from ..bridge.io.provenance import Provenance
        from ..bridge.io.staging import stage_together
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import read_date, read_pieces, read_policy

        outputs = Outputs(self, parameters, context, {OUTPUT: "candidates", PROBLEMS: "problems"})
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        classes = load_classes()
        date = read_date(self, parameters, context, policy)
        pieces = read_pieces(self, progress.part(0.0, 0.4), provenance)
        progress.set(0.4)
        candidates = find_candidates(pieces, policy, classes, date)
        problems = to_messages(collect([candidate_notes(pieces, policy)], pieces.crs), policy=policy)
        net = candidates.loc[candidates["excluded"].isna(), "net_m2"].sum()
        progress.feedback.pushInfo(
            tr("{count} candidates; {area:.2f} m² net not excluded").format(count=len(candidates), area=net)
        )
        report_problems(progress, problems)
        result: dict[str, object] = {CANDIDATE_COUNT: len(candidates), CANDIDATE_NET: float(net)}
        writing = progress.part(0.7, 1.0)
        names = user_names(self, classes, policy)
        frames = {OUTPUT: candidates, PROBLEMS: problems}
        with stage_together() as place:
            result.update(outputs.write(frames, provenance, writing, place, names))
        return result

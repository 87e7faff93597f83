"""Restoration candidates bundled into blocks that can be restored in one go."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber, QgsProcessingParameterVectorDestination

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR_POLYGON
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import PROBLEMS, add_pieces, add_policy, add_problems, add_workbook, given_parameters, polygons

CANDIDATES = "CANDIDATES"
BLOCKS, MEMBERS = "BLOCKS", "MEMBERS"
BLOCK_COUNT, BUNDLED_NET, WORST_CLOSURE = "BLOCK_COUNT", "BUNDLED_NET", "WORST_CLOSURE"


class BundleCandidates(RedlineAlgorithm):
    """Scattered candidates joined to workable blocks."""

    ID = "bundle_candidates"
    GROUP = "analyse"
    TAGS = (
        "bundle",
        "block",
        "candidate",
        "restoration",
        "打捆",
        "集中连片",
        "恢复潜力",
        "地块",
        "dakun",
        "lianpian",
        "dk",
    )

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Bundle restoration candidates")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Joins restoration candidates that lie near each other to blocks that can be restored in one go (measure "
            "20).\n"
            "Candidates of a county are of one block where they are at most 20 m apart and no road, river or canal "
            "crosses the shortest line between them. A block is at most 600 m wide: what is wider is divided at its "
            "longest links. A block below 3 mu is kept only beside 10 mu of cultivated land in one piece; all other "
            "candidates stay scattered. Areas are those of the candidates, net of field ridges, never of a hull. The "
            "numbers and the classes that part fields stand in the policy file."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_pieces(self)
        self.add(
            polygons(CANDIDATES, tr("Restoration candidates")),
            tr(
                "The output of “Find restoration candidates” on these pieces. What is excluded, or was dismissed by a "
                "review, is not bundled; what has to wait or to be confirmed is, and the block tells how much."
            ),
        )
        add_policy(self)
        self.add(
            QgsProcessingParameterVectorDestination(BLOCKS, tr("Blocks"), VECTOR_POLYGON),
            tr("One row a block; its id is that of its first candidate, so that it survives another run."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(
                MEMBERS, tr("Candidates with their block"), VECTOR_POLYGON, optional=True, createByDefault=False
            ),
            tr("The candidates with the block of each; without one it stays scattered."),
        )
        add_problems(self, tr("Candidates that are none, or stand twice."))
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(BLOCK_COUNT, tr("Number of blocks")))
        self.addOutput(QgsProcessingOutputNumber(BUNDLED_NET, tr("Net area of blocks (m²)")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read, bundle, write."""
        from ..analysis.blocks.bundles import bundle_candidates
        from ..analysis.problems import collect
        from ..block_inputs import read_pieces_and_candidates
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import read_policy
        from ..result_workbook import write_result_workbook
        from ..workflows.blocks import balance_lines

        layers = {BLOCKS: "blocks", MEMBERS: "block_members", PROBLEMS: "problems"}
        outputs = Outputs(self, parameters, context, layers, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        pieces, candidates = read_pieces_and_candidates(self, CANDIDATES, progress.part(0.0, 0.4), provenance)
        classes = load_classes()
        made = bundle_candidates(candidates, pieces, policy, classes, progress.part(0.4, 0.9))
        for line in balance_lines(made.balance):
            progress.feedback.pushInfo(line)
        found = collect([made.problems], pieces.crs)
        problems = to_messages(found, policy=policy)
        report_problems(progress, problems)
        frames = {BLOCKS: made.blocks, MEMBERS: made.members, PROBLEMS: problems}
        with outputs.staged(progress) as place:
            names = user_names(self, classes, policy)
            written = outputs.write(frames, provenance, progress.part(0.9, 1.0), place, names)
            written |= write_result_workbook(self, outputs, frames, provenance, policy, progress, place, found)
        figures = {
            BLOCK_COUNT: len(made.blocks),
            BUNDLED_NET: float(made.balance["blocks_m2"].sum()),
            WORST_CLOSURE: float(made.balance["closure_m2"].abs().max()) if len(made.balance) else 0.0,
        }
        return {**figures, **written}

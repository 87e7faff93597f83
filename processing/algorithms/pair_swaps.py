"""Fields on hills paired with land in valleys."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber, QgsProcessingParameterVectorDestination

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import add_pieces, add_policy, add_workbook, given_parameters

SWAPS, UNITS = "SWAPS", "SWAP_UNITS"
PAIR_COUNT, WORST_CLOSURE = "PAIR_COUNT", "WORST_CLOSURE"


class PairSwaps(RedlineAlgorithm):
    """Steep or forest-bound fields, and the orchards in valleys that could take their place."""

    ID = "pair_swaps"
    GROUP = "analyse"
    TAGS = ("swap", "slope", "hill", "valley", "effective mesh", "山上换山下", "陡坡耕地", "置换", "shshx", "zhihuan")

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Pair swaps of hill for valley")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Lists steep cultivated land, and small fields surrounded by forest, with gentle orchards and woods beside "
            "large fields that could take their place (measure 23).\n"
            "Partners lie in one township; what comes has at least the net area of what goes, and no worse quality "
            "grade where both are known. The nearest are paired first: a list to choose from, no optimum. Number and "
            "size of the patches of cultivated land, and their effective mesh (ΣA²/ΣA), are told before and after. "
            "Slope comes from the slope layer of the overlay; without it no land can come. All numbers stand in the "
            "policy file."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_pieces(self)
        add_policy(self)
        self.add(
            QgsProcessingParameterVectorDestination(SWAPS, tr("Swaps"), VECTOR_POLYGON),
            tr("Pieces that could go (up) or come (down), with the partner of each; those without one stay listed."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(UNITS, tr("Patches by unit"), VECTOR),
            tr("One row a county and township: patches before, and after all pairs were swapped."),
        )
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(PAIR_COUNT, tr("Number of pairs")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read, pair, write."""
        from ..analysis.blocks.swaps import pair_swaps
        from ..block_inputs import require_metres
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, user_names
        from ..parameter_values import read_pieces, read_policy
        from ..result_workbook import write_result_workbook
        from ..workflows.blocks import swap_lines

        outputs = Outputs(self, parameters, context, {SWAPS: "swaps", UNITS: "swap_units"}, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        pieces = read_pieces(self, progress.part(0.0, 0.3), provenance)
        self.check_reading()
        require_metres(pieces)
        if "slope_PDJB" not in pieces:
            progress.feedback.pushWarning(
                tr("The pieces have no slope layer: no land in valleys is known. Give one to “Overlay parcels”.")
            )
        classes = load_classes()
        made = pair_swaps(pieces, policy, classes, progress.part(0.3, 0.9))
        for line in swap_lines(made.units):
            progress.feedback.pushInfo(line)
        frames = {SWAPS: made.listed, UNITS: made.units}
        with outputs.staged(progress) as place:
            names = user_names(self, classes, policy)
            written = outputs.write(frames, provenance, progress.part(0.9, 1.0), place, names)
            written |= write_result_workbook(self, outputs, frames, provenance, policy, progress, place)
        figures = {
            PAIR_COUNT: int(made.listed["partner"].notna().sum()) // 2,
            WORST_CLOSURE: float(made.units["closure_m2"].abs().max()) if len(made.units) else 0.0,
        }
        return {**figures, **written}

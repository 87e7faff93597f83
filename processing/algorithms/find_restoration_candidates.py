"""Parcels that could be restored to cultivated land."""

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

CANDIDATE_COUNT, CANDIDATE_NET = "CANDIDATE_COUNT", "CANDIDATE_NET"


class FindRestorationCandidates(RedlineAlgorithm):
    """Land that could fill the county's gap, by source and tier."""

    ID = "find_restoration_candidates"
    GROUP = "analyse"
    TAGS = ("restoration", "candidate", "gap", "恢复潜力", "耕地恢复", "缺口", "即可恢复", "huifu", "quekou", "hfql")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Find restoration candidates")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Finds every piece that could become cultivated land again, by the sources of measures 13 and 20.\n"
            "Each candidate has a source and a tier (at once, with works, other), what excludes it, whether crops "
            "defer it (yes, no, unknown), and its net area: less the field ridges at its slope."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_rule_inputs(self)
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Restoration candidates"), VECTOR_POLYGON),
            tr("One row a piece; excluded ones stay listed with their reasons."),
        )
        add_problems(self, tr("Layers and fields that the search asks for and the data lack."))
        self.addOutput(QgsProcessingOutputNumber(CANDIDATE_COUNT, tr("Number of candidate pieces")))
        self.addOutput(QgsProcessingOutputNumber(CANDIDATE_NET, tr("Net area of candidates not excluded (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Judge the pieces by the rules of candidates."""
        from ..analysis.rules.candidates import candidate_notes, find_candidates
        from ..analysis.vocabulary import Potential
        from ..piece_rules import Judgement, apply_rules
        from ..reports.finding_sums import count_parcels, potential_areas

        def judge(pieces: GeoDataFrame, policy: Policy, classes: SurveyClasses, day: date) -> Judgement:
            candidates = find_candidates(pieces, policy, classes, day)
            net = float(candidates.loc[candidates["excluded"].isna(), "net_m2"].sum())
            parts = potential_areas(candidates)
            text = tr(
                "{parcels} candidate parcels ({pieces} pieces); net: {free:.2f} mu free, {more:.2f} mu to confirm, "
                "{barred:.2f} mu barred, {excluded:.2f} mu excluded"
            )
            message = text.format(
                parcels=count_parcels(candidates),
                pieces=len(candidates),
                free=parts[Potential.FREE],
                more=parts[Potential.TO_CONFIRM],
                barred=parts[Potential.BARRED],
                excluded=parts[Potential.EXCLUDED],
            )
            figures = {CANDIDATE_COUNT: len(candidates), CANDIDATE_NET: net}
            return Judgement(candidates, candidate_notes(pieces, policy), figures, message)

        return apply_rules(self, parameters, context, progress, "candidates", judge)

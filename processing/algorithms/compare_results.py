"""Compare the results of two runs: findings that are new, gone or changed, and each unit's figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import OUTPUT, given_parameters

BEFORE, AFTER, FIGURES = "BEFORE", "AFTER", "FIGURES"
COUNTS = {"new": "NEW_COUNT", "gone": "GONE_COUNT", "changed": "CHANGED_COUNT"}


class CompareResults(RedlineAlgorithm):
    """What differs between two runs."""

    ID = "compare_results"
    GROUP = "analyse"
    TAGS = ("compare", "difference", "change", "成果对比", "新增", "消失", "变化", "duibi", "chengguo", "bianhua")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Compare two runs")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Lists what differs between two results of “Run everything”: conflicts, candidates, losses and abandoned "
            "land that are new, gone or changed, with their areas, and the figures of each unit before and after.\n"
            "Findings are the same by their stable ids. One has changed where its area differs by 0.01 m² or more, or "
            "its kind, severity, tier or class does. Runs of other data have other ids: nearly all is new or gone."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        for name, title in ((BEFORE, tr("Results before")), (AFTER, tr("Results after"))):
            self.add(
                QgsProcessingParameterFile(name, title, fileFilter="GeoPackage (*.gpkg)"),
                tr("farmland_redline.gpkg as made by “Run everything”."),
            )
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Findings that differ")),
            tr("One row a finding: its list, what happened to it, areas before and after; what is gone where it was."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(FIGURES, tr("Figures of both runs"), VECTOR, optional=True),
            tr("One row for each unit and figure of the summary: before, after, difference, in mu."),
        )
        for name, title in (
            ("NEW_COUNT", tr("Number of new findings")),
            ("GONE_COUNT", tr("Number of findings that are gone")),
            ("CHANGED_COUNT", tr("Number of changed findings")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read both results, compare, write."""
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, user_names
        from ..workflows.comparison import FINDINGS_LAYER, compare_packages

        outputs = Outputs(self, parameters, context, {OUTPUT: FINDINGS_LAYER, FIGURES: "figures"})
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        before, after = (Path(self.parameterAsFile(parameters, name, context)) for name in (BEFORE, AFTER))
        compared = compare_packages(before, after, user_names(self, load_classes()), progress.part(0.0, 0.8))
        for name, path in ((BEFORE, before), (AFTER, after)):
            provenance.add_file(name, path)
        for line in compared.doubts:
            progress.feedback.pushWarning(line)
        counts = compared.findings["change"].value_counts()
        for line in compared.lines():
            progress.feedback.pushInfo(line)
        frames = {OUTPUT: compared.findings, FIGURES: compared.figures}
        with outputs.staged(progress) as place:
            written = outputs.write(frames, provenance, progress.part(0.8, 1.0), place)
        return {**written, **{output: int(counts.get(change, 0)) for change, output in COUNTS.items()}}

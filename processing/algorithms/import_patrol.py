"""The way back of patrol packages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import FOLDER
from ..bridge.i18n import tr, user_language
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import PACKAGE, add_package

PATROL_FOLDER, OUTPUT = "PATROL_FOLDER", "OUTPUT"
ANSWER_COUNT, DECISION_COUNT, DIFFERING_COUNT = "ANSWER_COUNT", "DECISION_COUNT", "DIFFERING_COUNT"
UNKNOWN_COUNT, PHOTO_COUNT = "UNKNOWN_COUNT", "PHOTO_COUNT"


class ImportPatrol(RedlineAlgorithm):
    """Answers, verdicts and photos of patrols, joined with the results."""

    ID = "import_patrol"
    GROUP = "report"
    TAGS = ("patrol", "qfield", "field", "photo", "巡查", "外业", "回传", "举证照片", "入库", "xuncha", "huichuan")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Import patrol results")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Reads what came back of the packages of “Make patrol lists” (measures 2, 31) into the GeoPackage of "
            "results, by the ids of findings: verdicts become decisions as in the review panel, all answers are kept "
            "in the table field_checks, photos are copied into the folder photos beside the results.\n"
            "Nothing is overwritten. Where two people differ, or somebody has decided otherwise meanwhile, nothing is "
            "decided and both are told. The same folder may be imported again: nothing is added twice."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        self.add(
            QgsProcessingParameterFile(PATROL_FOLDER, tr("Folder from the devices"), behavior=FOLDER),
            tr("The folders of “Make patrol lists” as they come from the devices, each in one of its own."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                OUTPUT, tr("What became of the answers"), "CSV (*.csv)", None, True, False
            ),
            tr("A table of all answers, with those on which people differ and those that fit no finding."),
        )
        self.addOutput(QgsProcessingOutputNumber(ANSWER_COUNT, tr("Number of answers")))
        self.addOutput(QgsProcessingOutputNumber(DECISION_COUNT, tr("Number of decisions written")))
        self.addOutput(QgsProcessingOutputNumber(DIFFERING_COUNT, tr("Number of answers on which people differ")))
        self.addOutput(QgsProcessingOutputNumber(UNKNOWN_COUNT, tr("Number of answers without a finding")))
        self.addOutput(QgsProcessingOutputNumber(PHOTO_COUNT, tr("Number of photos copied")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read, join, write."""
        from ..analysis.vocabulary import CheckOutcome
        from ..bridge.attempts import Attempts
        from ..bridge.io.staging import replacing
        from ..reports.workbook.csv_export import write_csv
        from ..workflows.patrol_return import import_patrols, return_table

        package = Path(self.parameterAsFile(parameters, PACKAGE, context))
        folder = Path(self.parameterAsFile(parameters, PATROL_FOLDER, context))
        # This run itself changes it.
        self.files = [state for state in self.files if state.path != package]
        result = import_patrols(package, folder, progress)
        output = self.parameterAsFileOutput(parameters, OUTPUT, context)
        results: dict[str, object] = {
            ANSWER_COUNT: len(result.judged),
            DECISION_COUNT: result.decisions,
            DIFFERING_COUNT: result.count(CheckOutcome.DIFFERS),
            UNKNOWN_COUNT: result.count(CheckOutcome.UNKNOWN),
            PHOTO_COUNT: result.photos,
        }
        if output:
            # What was decided stands in the results already.
            with (
                Attempts(progress.feedback.pushWarning).attempt(tr("What became of the answers"), Path(output)),
                replacing(Path(output)) as temporary,
            ):
                (written,) = write_csv([return_table(result, user_language())], temporary.parent)
                written.replace(temporary)
                results[OUTPUT] = output
        progress.feedback.pushInfo(
            tr("{answers} answers: {decisions} decisions written, {photos} photos copied.").format(
                answers=len(result.judged), decisions=result.decisions, photos=result.photos
            )
        )
        return results

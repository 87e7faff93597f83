"""One letter a county."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFolderDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    LANGUAGE,
    add_language,
    add_letter_template,
    add_letterhead,
    add_listed,
    add_package,
    add_policy,
    add_profile,
    add_targets,
)

OUTPUT_FOLDER, LETTER_COUNT = "OUTPUT_FOLDER", "LETTER_COUNT"


class ExportCountyLetters(RedlineAlgorithm):
    """The figures, tables and map of each county as a letter that its office can edit and send."""

    ID = "export_county_letters"
    GROUP = "report"
    FEATURES = (Feature.LETTERS,)
    TAGS = ("letter", "word", "docx", "函", "公文", "通报", "反馈", "han", "gongwen", "tongbao", "fxh")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Export county letters")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Writes a Word letter to each county from the GeoPackage of “Run everything”: targets, conflicts, the "
            "pieces to check first, restoration potential, and a map.\n"
            "The figures are those of the workbook, the page and the maps. Without the Python library python-docx the "
            "letters are HTML pages."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        add_policy(self)
        add_targets(self)
        add_profile(self)
        add_letter_template(self)
        add_listed(self)
        add_letterhead(self)
        add_language(self)
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Folder for the letters")),
            tr("Receives one file a county: .docx, or .html where python-docx is missing."),
        )
        self.addOutput(QgsProcessingOutputNumber(LETTER_COUNT, tr("Number of letters")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the results, build the report, write."""
        from ..bridge.attempts import Attempts
        from ..bridge.io.earlier_files import warn_of_others
        from ..bridge.io.staging import staging
        from ..parameter_values import read_letter_options
        from ..reports.letters.writer import LETTER_NAME, export_county_letters
        from ..result_package import read_package

        language = self.parameterAsEnumString(parameters, LANGUAGE, context)
        package = read_package(self, parameters, context, progress)
        options = read_letter_options(self, parameters, context, language, package.policy)
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        attempts = Attempts(progress.feedback.pushWarning)
        with staging(folder, progress.feedback.pushWarning) as temporary:
            letters = export_county_letters(
                package.path,
                package.model,
                temporary,
                package.tr,
                options,
                progress.part(0.2, 1.0),
                attempts.attempt,
            )
            attempts.require(letters)
            self.check_inputs()
        names = {path.name for path in letters.values()}
        warn_of_others(folder, names, progress.feedback.pushWarning, LETTER_NAME)
        progress.feedback.pushInfo(tr("{count} letters in {folder}").format(count=len(letters), folder=folder))
        return {OUTPUT_FOLDER: str(folder), LETTER_COUNT: len(letters)}

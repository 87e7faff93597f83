"""Take the targets of a spreadsheet over into a policy file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import OUTPUT, POLICY, TARGETS, UNITS, add_policy, add_units

if TYPE_CHECKING:
    from ..bridge.policy.document import PolicyDocument

ONLY_NAMED, NOTICE_TITLE = "ONLY_NAMED", "NOTICE_TITLE"
UNIT_COUNT, DIFFERENCE_COUNT = "UNIT_COUNT", "DIFFERENCE_COUNT"


class ImportTargets(RedlineAlgorithm):
    """The office's own targets, without touching YAML."""

    ID = "import_targets"
    GROUP = "prepare"
    TAGS = (
        "policy",
        "targets",
        "annex",
        "spreadsheet",
        "导入目标",
        "任务表",
        "附件",
        "耕地保有量",
        "政策文件",
        "daoru",
        "mubiao",
    )
    FEATURES = (Feature.TARGETS,)
    CARRIED_ON = (POLICY,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Import targets into a policy")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Takes the targets of a spreadsheet laid out like annexes 2 and 3 of the notice over into a policy file of "
            "your own, and says what changed.\n"
            "Columns are found by the words of their headers, which may take several rows with merged cells; units of "
            "area by the title or header; rows 合计 and 小计 are compared with their sums. Units are found by name "
            "(乐平市, 景德镇市乐平市, 乐平) or by a column 行政区代码; names that the policy has not are looked up in "
            "the layers of units. Comments and rules of the policy file stay as they are."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFile(TARGETS, tr("Spreadsheet of targets"), fileFilter="Excel, CSV (*.xlsx *.csv)"),
            tr("Targets laid out like annexes 2 and 3 of the notice. An .xlsx workbook, or a table as .csv."),
        )
        add_policy(self)
        add_units(self)
        self.add(
            QgsProcessingParameterBoolean(ONLY_NAMED, tr("Only the units of the spreadsheet"), False),
            tr("Takes all other units out of the policy, but the cities of those named: for another city's notice."),
        )
        self.add(
            QgsProcessingParameterString(NOTICE_TITLE, tr("Title of the notice"), optional=True),
            tr("Stands in reports and on maps; the policy's own if none is given."),
        )
        self.add(
            QgsProcessingParameterFileDestination(OUTPUT, tr("New policy file"), "YAML (*.yaml)"),
            tr("A text file to keep and to edit. An older one there stays whole until the new one is."),
        )
        self.addOutput(QgsProcessingOutputNumber(UNIT_COUNT, tr("Number of units in the spreadsheet")))
        self.addOutput(QgsProcessingOutputNumber(DIFFERENCE_COUNT, tr("Number of differences")))

    def features(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[Feature, ...]:
        """Return what the spreadsheet needs: a CSV file nothing."""
        path = self.parameterAsFile(parameters, TARGETS, context)
        return () if path.lower().endswith(".csv") else self.FEATURES

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the spreadsheet, change the policy's text, and write it."""
        from ..bridge.io.staging import replacing
        from ..bridge.paths import DEFAULT_POLICY
        from ..bridge.policy.differences import difference_words, policy_differences
        from ..bridge.policy.document import PolicyDocument
        from ..bridge.policy.imported_targets import with_units
        from ..bridge.policy.reader import load_policy, policy_warnings
        from ..bridge.policy.target_spreadsheet import read_stated_targets

        sheet = Path(self.parameterAsFile(parameters, TARGETS, context))
        text = self.parameterAsFile(parameters, POLICY, context)
        path = Path(text) if text else DEFAULT_POLICY
        output = Path(self.parameterAsFileOutput(parameters, OUTPUT, context))
        policy, before = load_policy(path), PolicyDocument.read(path)
        stated = read_stated_targets(sheet, policy, progress.feedback.pushWarning, self._unit_names(progress))
        only = stated.codes if self.parameterAsBoolean(parameters, ONLY_NAMED, context) else None
        title = self.parameterAsString(parameters, NOTICE_TITLE, context).strip()
        after = _titled(with_units(before, stated.policy, only), title)
        with replacing(output) as temporary:
            temporary.write_bytes(after.text.encode("utf-8"))
            made = load_policy(temporary)  # what cannot be read again must not take an older file's place
            self.check_inputs()
        found = policy_differences(before, after)
        for each in found:
            progress.feedback.pushInfo(difference_words(each, tr))
        for line in policy_warnings(made):
            progress.feedback.pushInfo(line)
        progress.feedback.pushInfo(tr("{count} differences.").format(count=len(found)))
        return {OUTPUT: str(output), UNIT_COUNT: len(stated.codes), DIFFERENCE_COUNT: len(found)}

    def _unit_names(self, progress: FeedbackProgress) -> dict[str, str]:
        """Return the names of cities and counties by their codes in the layers of units."""
        from ..analysis.values.unit_codes import COUNTY_DIGITS, trim_code
        from ..bridge.io.reading import read_source
        from ..bridge.survey.schema import load_survey
        from ..workflows.units import read_unit_features

        survey, names = load_survey(), dict[str, str]()
        for source in self.sources[UNITS]:
            data = read_source(source, progress, leave_out=survey.personal)
            units, _ = read_unit_features(data.name, data.frame, survey)
            for code, name in zip(units["code"], units["name"]):
                short = trim_code(code, sorted(survey.levels.values()))
                if len(short) == COUNTY_DIGITS and isinstance(name, str):
                    names[short] = name
        return names


def _titled(document: PolicyDocument, title: str) -> PolicyDocument:
    """Return a policy with another title of the notice, which has no English one then."""
    if not title:
        return document
    return document.with_value("policy", 0, "title", title).with_value("policy", 0, "title_en", "")

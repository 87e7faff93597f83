"""Check a policy, and say what differs from another one."""

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
from ..bridge.i18n import report_language, tr, user_language
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import OUTPUT, POLICY

OTHER, DIFFERENCE_COUNT = "OTHER", "DIFFERENCE_COUNT"
_YAML = "YAML (*.yaml *.yml)"


class ComparePolicies(RedlineAlgorithm):
    """What an office changed in its policy."""

    ID = "compare_policies"
    GROUP = "prepare"
    TAGS = ("policy", "difference", "check", "政策文件", "比较政策", "差异", "检查", "zhengce", "bijiao", "chayi")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Check and compare policies")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Checks a policy file as a run would, and lists what differs from another one: new, removed, changed and "
            "moved rows, value by value.\n"
            "What only is written otherwise is no difference: order of keys, quotes, zeros at the end of numbers, "
            "comments. The order of rows counts where the first that fits decides."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFile(POLICY, tr("Policy file"), fileFilter=_YAML),
            tr("The policy to check. With mistakes in it nothing is written; all of them are told."),
        )
        self.add(
            QgsProcessingParameterFile(OTHER, tr("Compared with"), fileFilter=_YAML, optional=True),
            tr("An earlier policy; the shipped one, the Jingdezhen notice of 2024, if none is given."),
        )
        self.add(
            QgsProcessingParameterFileDestination(OUTPUT, tr("Differences"), "HTML (*.html)"),
            tr("A page to read, to print and to file; it loads nothing from elsewhere."),
        )
        self.addOutput(QgsProcessingOutputNumber(DIFFERENCE_COUNT, tr("Number of differences")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Check both policies, compare them, and write the page."""
        from ..bridge.io.staging import replacing
        from ..bridge.paths import DEFAULT_POLICY
        from ..bridge.policy.differences import difference_words, policy_differences
        from ..bridge.policy.document import PolicyDocument
        from ..bridge.policy.reader import load_policy, policy_warnings
        from ..reports.policy_changes import changes_page

        policy = Path(self.parameterAsFile(parameters, POLICY, context))
        text = self.parameterAsFile(parameters, OTHER, context)
        other = Path(text) if text else DEFAULT_POLICY
        output = Path(self.parameterAsFileOutput(parameters, OUTPUT, context))
        for line in policy_warnings(load_policy(policy)):
            progress.feedback.pushInfo(line)
        load_policy(other)
        found = policy_differences(PolicyDocument.read(other), PolicyDocument.read(policy))
        for each in found:
            progress.feedback.pushInfo(difference_words(each, tr))
        progress.feedback.pushInfo(tr("{count} differences.").format(count=len(found)))
        language = user_language()
        page = changes_page(other.name, policy.name, found, report_language(language), language)
        with replacing(output) as temporary:
            temporary.write_text(page, encoding="utf-8", newline="\n")
        return {OUTPUT: str(output), DIFFERENCE_COUNT: len(found)}

"""The ledger of quota for the requisition-compensation balance."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import CASES, QUOTA, SUMMARY, add_input_table, add_policy, add_workbook, given_parameters

LEDGER, ACCOUNTS = "LEDGER", "ACCOUNTS"
WARNING_COUNT, WORST_CLOSURE = "WARNING_COUNT", "WORST_CLOSURE"


class KeepLedger(RedlineAlgorithm):
    """What each entry leaves of a county's quota, and what is frozen for illegal construction."""

    ID = "keep_ledger"
    GROUP = "analyse"
    TAGS = (
        *("ledger", "quota", "freeze", "balance", "指标台账", "指标冻结", "占补平衡", "入库", "核销", "调剂"),
        *("zhibiao", "taizhang", "dongjie", "zhanbu"),
    )

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Keep the quota ledger")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Books opening, supply, use, sale and purchase of quota for the requisition-compensation balance, and says "
            "what each entry leaves, in quantity, paddy and capacity (measure 22).\n"
            "Each county has an account of its own, and the city is their sum. Where the cases are given, quota of the "
            "size of cultivated land that was illegally taken by non-agricultural construction is frozen, released "
            "where the land is restored, and used where it is legalised (measure 38). An entry that leaves less than "
            "nothing stops the run and is named. Purchases with quota of one's own, sales before target and need are "
            "met, and others against measure 22 are marked. Supplied and bought are used, sold, frozen and available, "
            "to the last 0.01 m²."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_input_table(self, QUOTA, tr("Quota ledger"), "quota", optional=False)
        add_input_table(self, CASES, tr("Cases"), "cases", optional=True)
        self.add(
            QgsProcessingParameterFeatureSource(SUMMARY, tr("Summary of a run"), [VECTOR], optional=True),
            tr("The output of “Summarise by unit”: quota may be sold only by a county that meets its targets."),
        )
        add_policy(self)
        self.add(
            QgsProcessingParameterVectorDestination(LEDGER, tr("Ledger"), VECTOR),
            tr("One row an entry or event of a case, by date, with what is available and frozen after it."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(ACCOUNTS, tr("Accounts"), VECTOR),
            tr("One row a county, and one a city: supplied, bought, used, sold, frozen, available, uncovered, owed."),
        )
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(WARNING_COUNT, tr("Number of warnings")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the tables, book, write."""
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, user_names
        from ..parameter_values import read_input_table, read_needed_table, read_policy, read_result_table
        from ..result_workbook import write_result_workbook
        from ..workflows.ledger import book_ledger

        outputs = Outputs(self, parameters, context, {LEDGER: "ledger", ACCOUNTS: "accounts"}, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        quota = read_needed_table(self, QUOTA, "quota", policy, progress, provenance)
        cases = read_input_table(self, CASES, "cases", policy, progress, provenance)
        summary = read_result_table(self, SUMMARY, "summary", policy, progress, provenance)
        self.check_reading()
        kept = book_ledger(quota.frame, None if cases is None else cases.frame, summary, policy)
        for line in kept.warnings:
            progress.feedback.pushWarning(line)
        for line in kept.identity:
            progress.feedback.pushInfo(line)
        frames = {LEDGER: kept.ledger, ACCOUNTS: kept.accounts}
        with outputs.staged(progress) as place:
            names = user_names(self, load_classes(), policy)
            written = outputs.write(frames, provenance, progress.part(0.5, 1.0), place, names)
            written |= write_result_workbook(self, outputs, frames, provenance, policy, progress, place)
        return {WARNING_COUNT: len(kept.warnings), WORST_CLOSURE: kept.worst_closure, **written}

"""Warnings, veto and frozen quota, from cases that persons have decided."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber, QgsProcessingParameterVectorDestination

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    CASES,
    EVENTS,
    FLOWS,
    QUOTA,
    STATE,
    SUMMARY,
    add_date,
    add_events,
    add_input_table,
    add_policy,
    add_result_table,
    add_state,
)

WARNINGS, VETOES, FREEZES = "WARNINGS", "VETOES", "FREEZES"
WARNED, VETOED, FROZEN = "WARNED", "VETOED", "FROZEN"


class AssessWarnings(RedlineAlgorithm):
    """An exact state machine over half-years; only what a person marked illegal counts."""

    ID = "assess_warnings"
    GROUP = "analyse"
    TAGS = (
        *("warning", "veto", "freeze", "cases", "警示", "约谈", "一票否决", "指标冻结", "追责问责", "案件"),
        *("jingshi", "yuetan", "foujue", "dongjie"),
    )
    FEATURES = (Feature.TABLES,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Assess warnings, veto and freeze")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Tells from the table of cases which county is warned in which half-year, whether a veto of the year is "
            "touched, and how much quota is frozen (measures 33, 34 and 38). Only cases that a person marked illegal "
            "count.\n"
            "Levels of a period, the first that holds: no illegal case found in it: none. Over 20 mu in total since "
            "January, or PBF over 10 mu, or the general condition for the second time in a row: key warning, which "
            "restarts the row. Over 10 mu, or PBF over 5 mu in the period: general warning. Else: none. Limits are "
            "strict and compared exactly.\n"
            "Further steps: accountability (two key warnings in a row or a talk, and still severe; or grave "
            "consequences), the city decides (three key warnings or talks in all), conversion and expropriation of "
            "land suspended until the rectification is accepted (livelihood and city-level projects excepted; the "
            "competent department decides). Example: 12.00 mu in the first half of 2024: general; 7.00 with PBF "
            "5.00: none, as 5.00 is not over 5; PBF 5.01: general; then 10.01 mu: key, as the year has 20.01.\n"
            "Limits and choices stand in the policy. Periods that an earlier assessment has stay as they were; that "
            "of the reference date is assessed anew."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_input_table(self, CASES, tr("Cases"), "cases", optional=False)
        add_events(self)
        add_input_table(self, QUOTA, tr("Quota ledger"), "quota", optional=True)
        add_result_table(
            self, SUMMARY, tr("Summary"), tr("Holding and PBF against targets, for the veto (measure 33): a result.")
        )
        add_result_table(
            self,
            FLOWS,
            tr("Flows by unit"),
            tr("Of the same year, for the share of illegal land (measure 33): made by “Track changes”."),
        )
        add_state(self)
        add_policy(self)
        add_date(self)
        self.add(
            QgsProcessingParameterVectorDestination(WARNINGS, tr("Warnings"), VECTOR),
            tr("One row a county and period: areas, level and why, steps, and how far the next level is (measure 34)."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(VETOES, tr("Veto"), VECTOR),
            tr("One row a county: the four conditions of measure 33, each yes, no or unknown, with their figures."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(FREEZES, tr("Frozen quota"), VECTOR),
            tr("One row a county: what illegal construction freezes on the reference date, and exits (measure 38)."),
        )
        self.addOutput(QgsProcessingOutputNumber(WARNED, tr("Counties warned in the last period")))
        self.addOutput(QgsProcessingOutputNumber(VETOED, tr("Counties that touch a veto")))
        self.addOutput(QgsProcessingOutputNumber(FROZEN, tr("Frozen quota (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the tables, assess, write."""
        from ..analysis.enforcement.veto import TOUCHED
        from ..analysis.vocabulary import WarningLevel
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, user_names
        from ..parameter_values import read_date, read_input_table, read_needed_table, read_policy, read_result_table
        from ..parameters import given_parameters
        from ..reports import case_labels
        from ..workflows import enforcement

        layers = {WARNINGS: case_labels.WARNINGS, VETOES: case_labels.VETOES, FREEZES: case_labels.FREEZES}
        outputs = Outputs(self, parameters, context, layers)
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        cases = read_needed_table(self, CASES, "cases", policy, progress, provenance)
        events = read_input_table(self, EVENTS, "events", policy, progress, provenance)
        quota = read_input_table(self, QUOTA, "quota", policy, progress, provenance)
        others = {
            name: read_result_table(self, name, table, policy, progress, provenance, columns)
            for name, table, columns in (
                (SUMMARY, "summary", ("holding_mu",)),
                (FLOWS, "flows", ("construction_m2",)),
                (STATE, case_labels.WARNINGS, ()),
            )
        }
        self.check_reading()
        found = enforcement.assess_enforcement(
            cases.frame,
            events.frame if events else None,
            policy,
            day.isoformat(),
            progress.part(0.2, 0.8),
            others[SUMMARY],
            others[FLOWS],
            others[STATE],
            quota.frame if quota else None,
        )
        frames = {name: found.tables[layer] for name, layer in layers.items()}
        with outputs.staged(progress) as place:
            names = user_names(self, load_classes(), policy)
            written = outputs.write(frames, provenance, progress.part(0.8, 1.0), place, names)
        last = found.warnings.drop_duplicates("code", keep="last")
        return {
            WARNED: int((last["level"] != WarningLevel.NONE.value).sum()),
            VETOED: int((found.vetoes["verdict"] == TOUCHED).sum()),
            FROZEN: float(found.freezes["frozen_m2"].sum()),
            **written,
        }

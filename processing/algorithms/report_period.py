"""Weekly, monthly and half-yearly tables of cases, and the half-yearly page for the leadership."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterVectorDestination,
)

from ..analysis.vocabulary import PeriodKind
from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    CASES,
    FLOWS,
    LANGUAGE,
    PERIOD,
    SUMMARY,
    add_date,
    add_input_table,
    add_language,
    add_period,
    add_policy,
    add_result_table,
)

PERIODS, PAGE = "PERIODS", "PAGE"
WARNINGS, VETOES, FREEZES = "WARNINGS", "VETOES", "FREEZES"
NEW_COUNT, OPEN_COUNT, CLOSURE = "NEW_COUNT", "OPEN_COUNT", "CLOSURE"


class ReportPeriod(RedlineAlgorithm):
    """Cases that are open, new, handled and closed in a period, by unit and kind."""

    ID = "report_period"
    GROUP = "report"
    TAGS = (
        *("cases", "weekly", "monthly", "period", "周报", "月报", "半年报", "案件", "查处", "台账"),
        *("zhoubao", "yuebao", "bannianbao"),
    )
    FEATURES = (Feature.TABLES,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Report a period of cases")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Tells from the table of cases alone what was open before a week, month or half-year, what is new, was "
            "taken up and closed in it, and what is open after it, by county and kind (measures 32 and 37).\n"
            "Open before + new - closed = open after, in number, in cultivated mu and in PBF mu. A case found and "
            "closed in the period counts in both; one taken up again is new again; parts of a case count one by one, "
            "repeats not at all. Example: 12 open (30.50 mu), 5 new (8.20), 7 closed (15.00): 10 open (23.70). Weeks "
            "are from Monday to Sunday.\n"
            "With the results of the other algorithms, a page for the leadership puts them together on one sheet: "
            "flows, warnings, veto, frozen quota, tasks and cases; it computes nothing."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_input_table(self, CASES, tr("Cases"), "cases", optional=False)
        add_period(self, PeriodKind.values())
        add_policy(self)
        add_date(self)
        page = tr("Only for the page: a table of the results, by unit.")
        for name, title in (
            (SUMMARY, tr("Summary")),
            (FLOWS, tr("Flows by unit")),
            (WARNINGS, tr("Warnings")),
            (VETOES, tr("Veto")),
            (FREEZES, tr("Frozen quota")),
        ):
            add_result_table(self, name, title, page)
        add_language(self)
        self.add(
            QgsProcessingParameterVectorDestination(PERIODS, tr("Cases of the period"), VECTOR),
            tr("One row a county and kind, one a county, and one for all; they close in number and in area."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                PAGE, tr("Page for the leadership"), "HTML (*.html)", None, True, False
            ),
            tr("One sheet of A4 to read and to print (measure 32); what was not given is left out and said."),
        )
        self.addOutput(QgsProcessingOutputNumber(NEW_COUNT, tr("New cases")))
        self.addOutput(QgsProcessingOutputNumber(OPEN_COUNT, tr("Cases open after the period")))
        self.addOutput(QgsProcessingOutputNumber(CLOSURE, tr("Closure")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the cases, count, write."""
        from ..analysis.enforcement.period_tables import report_period
        from ..analysis.enforcement.periods import period_of
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, user_names
        from ..parameter_values import read_date, read_needed_table, read_policy, read_result_table
        from ..parameters import given_parameters
        from ..reports.page.leadership import write_leadership_page
        from ..workflows.enforcement import report_cases

        outputs = Outputs(self, parameters, context, {PERIODS: "periods"}, (PAGE,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        cases = read_needed_table(self, CASES, "cases", policy, progress, provenance)
        given = {
            name.lower(): read_result_table(self, name, name.lower(), policy, progress, provenance)
            for name in (SUMMARY, FLOWS, WARNINGS, VETOES, FREEZES)
        }
        self.check_reading()
        period = period_of(day.isoformat(), self.parameterAsEnumString(parameters, PERIOD, context))
        counties = {unit.code: unit.name for unit in policy.counties()}
        table = report_period(cases.frame, period, counties)
        report_cases(table, progress)
        with outputs.staged(progress) as place:
            names = user_names(self, load_classes(), policy)
            written: dict[str, object] = {
                **outputs.write({PERIODS: table}, provenance, progress.part(0.6, 0.9), place, names)
            }
            if PAGE in outputs.files:
                language = self.parameterAsEnumString(parameters, LANGUAGE, context)
                tables = {"periods": table, **{name: frame for name, frame in given.items() if frame is not None}}
                path: Path = place(outputs.files[PAGE])
                write_leadership_page(tables, period, policy, provenance.time, path, language)
                written[PAGE] = str(outputs.files[PAGE])
        whole = table.iloc[-1]
        return {
            NEW_COUNT: int(whole["new_number"]),
            OPEN_COUNT: int(whole["open_after_number"]),
            CLOSURE: int(table["closure"].sum()),
            **written,
        }

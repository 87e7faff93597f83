"""The search for land that replaces permanent basic farmland."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import TOLERANCE, add_measuring, add_problems, add_rule_inputs, add_workbook, number

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from ..analysis.rules.policy import Policy, SurveyClasses
    from ..analysis.sites.supplements import SupplementNeed
    from ..bridge.io.provenance import Provenance
    from ..bridge.io.reading import TableData

NEED_FROM, SITE, GRADE_COLUMN, SUPPLEMENTS = "NEED_FROM", "SITE", "GRADE_COLUMN", "SUPPLEMENTS"
NEED, NEED_PADDY, NEED_GRADE = "NEED", "NEED_PADDY", "NEED_GRADE"
FOUND, SHORT, GRADE, CHOSEN = "FOUND", "SHORT", "GRADE", "CHOSEN"


class FindSupplements(RedlineAlgorithm):
    """Land of the same quantity and quality for PBF that is taken."""

    ID = "find_supplements"
    GROUP = "analyse"
    TAGS = (
        *("supplement", "replacement", "reserve", "永农补划", "补划", "补划潜力", "储备区", "占优补优"),
        *("buhua", "yongnongbuhua", "chubeiqu"),
    )

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Find supplements")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Finds land to replace permanent basic farmland that a project takes: of equal area and quality (measures "
            "14, 17 and 27).\n"
            "Eligible is stable cultivated land outside PBF that nothing in the policy bars. First comes the PBF "
            "reserve, then what adjoins PBF, then the same village, township and county; inside these the best grade. "
            "Whole pieces are chosen until area, paddy and mean grade are made good; a piece that would make the mean "
            "grade worse than needed waits. Grades count down: 1 is the best."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_rule_inputs(self)
        self.add(
            QgsProcessingParameterFeatureSource(NEED_FROM, tr("What is taken"), [VECTOR], optional=True),
            tr(
                "“Parts of sites” of “Check project sites”, or “Conflicts”, of which those under a valid approval "
                "count: area, paddy and grade that are needed, and where."
            ),
        )
        self.add(
            QgsProcessingParameterString(SITE, tr("Alternative"), optional=True),
            tr("Of parts of several alternatives: the one that is built."),
        )
        for name, title, meaning, text in (
            (NEED, tr("Need (mu)"), "area_mu", tr("Net area; that of the layer if not given.")),
            (NEED_PADDY, tr("Of it paddy (mu)"), "area_mu", tr("Net area of paddy; that of the layer if not given.")),
            (
                NEED_GRADE,
                tr("Grade"),
                "grade",
                tr("Mean grade not to be exceeded (1 is best); that of the layer if not given."),
            ),
        ):
            self.add(number(name, title, meaning), text)
        self.add(
            QgsProcessingParameterString(GRADE_COLUMN, tr("Grade column"), "GDDB"),
            tr("The pieces' column with the grade of cultivated land, 1 the best."),
            advanced=True,
        )
        add_measuring(self)
        self.add(
            QgsProcessingParameterVectorDestination(SUPPLEMENTS, tr("Supplements"), VECTOR_POLYGON),
            tr("All eligible land, the chosen pieces first, with their sum."),
        )
        add_problems(self, tr("What the rules could not judge."))
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(FOUND, tr("Chosen (mu)")))
        self.addOutput(QgsProcessingOutputNumber(SHORT, tr("Still missing (mu)")))
        self.addOutput(QgsProcessingOutputNumber(GRADE, tr("Mean grade of the chosen")))
        self.addOutput(QgsProcessingOutputNumber(CHOSEN, tr("Number of chosen pieces")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read what is taken, search, write."""
        from ..analysis.area.rounding import EXACT_PER_MU
        from ..analysis.problems import NONE
        from ..analysis.sites.supplements import mean_grade, supplement_layer
        from ..bridge.io.reading import read_table_source
        from ..piece_rules import Judgement, apply_rules
        from ..reports.tables.sites import supplement_form
        from ..workflows.supplements import search_supplements

        column = self.parameterAsString(parameters, GRADE_COLUMN, context).strip()
        tolerance = self.parameterAsDouble(parameters, TOLERANCE, context)

        taken: list[TableData] = []

        def read(provenance: Provenance) -> None:
            for source in self.sources[NEED_FROM]:
                taken.append(read_table_source(source, progress))
                provenance.add_input(NEED_FROM, taken[-1], source.provider)

        def judge(pieces: GeoDataFrame, policy: Policy, classes: SurveyClasses, day: date) -> Judgement:
            need = self._need(parameters, context, taken, policy, classes, column)
            found = search_supplements(pieces, need, policy, classes, day.isoformat(), column, tolerance)
            area, paddy = (sum(int(of[row]) for row in found.chosen) for of in (found.net, found.paddy))
            grade = mean_grade(found)
            short = max(need.net - area, need.paddy - paddy, 0) / EXACT_PER_MU
            text = tr(
                "needed {need:,.4f} mu, of it paddy {paddy:,.4f}, grade {grade}; chosen {area:,.4f} mu in {count} "
                "pieces, paddy {wet:,.4f}, grade {mean}; still missing {short:,.4f} mu"
            ).format(
                need=need.net / EXACT_PER_MU,
                paddy=need.paddy / EXACT_PER_MU,
                grade="–" if need.grade is None else f"{float(need.grade):.4f}",
                area=area / EXACT_PER_MU,
                count=len(found.chosen),
                wet=paddy / EXACT_PER_MU,
                mean="–" if grade is None else f"{float(grade):.4f}",
                short=short,
            )
            figures = {FOUND: area / EXACT_PER_MU, SHORT: short, CHOSEN: len(found.chosen)}
            figures |= {} if grade is None else {GRADE: float(grade)}
            return Judgement(
                supplement_layer(found), NONE, figures, text, lambda words: [supplement_form(need, found, words.tr)]
            )

        return apply_rules(self, parameters, context, progress, "supplements", judge, SUPPLEMENTS, read)

    def _need(
        self,
        parameters: Parameters,
        context: QgsProcessingContext,
        taken: Sequence[TableData],
        policy: Policy,
        classes: SurveyClasses,
        column: str,
    ) -> SupplementNeed:
        """Return what is needed: as stated, else as the layer of what is taken says."""
        from ..parameter_values import read_optional_number
        from ..workflows.supplements import read_need, stated_need

        of_layer = None
        for data in taken:
            site = self.parameterAsString(parameters, SITE, context).strip()
            of_layer = read_need(data.frame, data.name, site, policy, classes, column)
        mu, paddy_mu, grade = (
            read_optional_number(self, parameters, context, name) for name in (NEED, NEED_PADDY, NEED_GRADE)
        )
        return stated_need(mu, paddy_mu, grade, of_layer)

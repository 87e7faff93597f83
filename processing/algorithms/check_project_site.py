"""The check of project sites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import FILE, VECTOR, VECTOR_POLYGON
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    BREAKS_LAYER,
    DEPTHS,
    DRAWING_LAYERS,
    FACILITY,
    LANGUAGE,
    OUTLINE_CRS,
    OUTLINE_FILES,
    PROJECT,
    RATES,
    RESTORABLE,
    SITE_KIND,
    TERM,
    add_date,
    add_input_table,
    add_language,
    add_overlay_inputs,
    add_overlay_rules,
    add_personal_columns,
    add_policy,
    add_problems,
    add_unit_inputs,
    add_workbook,
    enumeration,
    number,
    polygons,
)

if TYPE_CHECKING:
    from ..analysis.rules.policy import Policy, SurveyClasses
    from ..reports.site_sheet import SiteTables

COMPARISON, SITES, CLASSES, NEEDS, PARTS = "COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS"
REPORT = "REPORT"
FIRST, SITE_COUNT, CLOSURE = "FIRST", "SITE_COUNT", "CLOSURE"
KINDS = ("construction", "temporary", "rural_house", "facility")
FACILITIES = ("unknown", "planting", "livestock", "aquaculture")
YES_OR_NO = ("unknown", "yes", "no")


class CheckProjectSite(RedlineAlgorithm):
    """What an outline takes, what forbids it, what it costs; alternatives side by side."""

    ID = "check_project_site"
    GROUP = "analyse"
    TAGS = (
        *("site", "project", "alternatives", "fee", "topsoil", "boundary points", "项目选址", "选址核查", "方案比选"),
        *("用地预审", "界址点", "勘测定界", "耕地开垦费", "耕作层剥离", "xuanzhi", "jiezhidian", "xmxz"),
    )

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Check project sites")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Checks the alternatives of a project before it starts: what each takes by land class, permanent basic "
            "farmland and zone, what forbids it, what it needs, the reclamation fee, the topsoil to strip and what has "
            "to be supplemented (measures 8, 10, 14, 15, 19 and 28).\n"
            "Outlines come from a layer, from files of boundary points (TXT) or drawings (DXF). Only the parcels that "
            "they meet are read; each alternative is divided by itself, to the last 0.01 m², and its figures do not "
            "depend on the others. Alternatives are put in order by one criterion after the other, as the policy "
            "lists them, never by a weighted score. What was not given or cannot be read makes no site clear."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self._add_outlines()
        add_overlay_inputs(self)
        add_unit_inputs(self)
        add_input_table(self, RATES, tr("Rates of the reclamation fee (measure 19)"), "rates", optional=True)
        add_input_table(self, DEPTHS, tr("Depths of topsoil (measure 28)"), "depths", optional=True)
        add_policy(self)
        add_date(self)
        add_overlay_rules(self)
        add_personal_columns(self)
        self._add_outputs()
        add_problems(self, tr("What is wrong with the data, with place and remedy."))
        self.addOutput(QgsProcessingOutputString(FIRST, tr("First alternative")))
        self.addOutput(QgsProcessingOutputNumber(SITE_COUNT, tr("Number of alternatives")))
        self.addOutput(QgsProcessingOutputNumber(CLOSURE, tr("Worst closure (m²)")))

    def _add_outlines(self) -> None:
        """Declare the outlines, and what they may not tell themselves."""
        self.add(
            polygons(PROJECT, tr("Project outlines"), optional=True),
            tr(
                "Polygons of the alternatives: FABH tells them apart, else XMMC; without either the layer is one "
                "alternative. XMLX, SSLX, PHGZC, KFHF and QX may tell of each what the parameters below tell of all. "
                "Lines need a width: give the area that is taken."
            ),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(OUTLINE_FILES, tr("Outline files"), FILE, optional=True),
            tr(
                "Boundary points in the exchange format (.txt; plots, rings and holes) and drawings (.dxf; closed "
                "polylines), one file an alternative. The form of the text files stands in resources/sites."
            ),
        )
        self.add(
            QgsProcessingParameterCrs(OUTLINE_CRS, tr("System of outline files"), optional=True),
            tr("For files whose eastings have no zone number before them, and which state no zone."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString(DRAWING_LAYERS, tr("Layers of drawings"), optional=True),
            tr("Names of the layers of a DXF that hold the outline, with commas between; needed where several could."),
            advanced=True,
        )
        self.add(
            enumeration(SITE_KIND, tr("Kind of project"), KINDS),
            tr(
                "Construction (construction), temporary use (temporary), a rural house (rural_house) or an "
                "agricultural facility (facility): measures 8, 10, 14, 15."
            ),
        )
        self.add(
            enumeration(FACILITY, tr("Kind of facility"), FACILITIES),
            tr("Of an agricultural facility: livestock and aquaculture may not take PBF (measures 14, 15)."),
            advanced=True,
        )
        self.add(
            enumeration(BREAKS_LAYER, tr("Breaks the plough layer"), YES_OR_NO),
            tr("Of an agricultural facility: one that breaks the plough layer may not take PBF (measures 14, 15)."),
            advanced=True,
        )
        self.add(
            enumeration(RESTORABLE, tr("Can be restored"), YES_OR_NO),
            tr("Of temporary use: on PBF only where its conditions for planting can be restored (measure 10)."),
            advanced=True,
        )
        self.add(
            number(TERM, tr("Term (years)"), "years"),
            tr("Of temporary use: two years at most, four with the extension for key infrastructure."),
            advanced=True,
        )

    def _add_outputs(self) -> None:
        """Declare the layers."""
        for name, title, kind, text in (
            (COMPARISON, tr("Comparison"), VECTOR_POLYGON, tr("One row an alternative, in their order, with verdict.")),
            (SITES, tr("Sites"), VECTOR_POLYGON, tr("One row an alternative and county, areas in m².")),
            (CLASSES, tr("Land classes of sites"), VECTOR, tr("The table of the papers: by line, and of it in PBF.")),
            (NEEDS, tr("What sites need"), VECTOR, tr("What forbids a site, what it needs, and what was not checked.")),
            (PARTS, tr("Parts of sites"), VECTOR_POLYGON, tr("The parcels inside the outlines.")),
        ):
            self.add(QgsProcessingParameterVectorDestination(name, title, kind), text)
        self.add(
            QgsProcessingParameterFileDestination(REPORT, tr("Sheet to sign"), "HTML (*.html)", None, True, False),
            tr(
                "The comparison, and of each alternative a map, its land classes, what forbids it and what it needs, "
                "as a page to print and sign."
            ),
        )
        add_language(self)
        add_workbook(self)

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read what is near the outlines, check, write."""
        from ..bridge.dependencies import require_feature
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, report_sites, user_names
        from ..parameter_values import read_date, read_layers, read_overlay_settings, read_policy, read_survey
        from ..parameters import PROBLEMS, given_parameters
        from ..reports.site_sheet import SiteTables
        from ..reports.tables.sites import site_forms
        from ..result_workbook import write_result_workbook
        from ..site_inputs import read_charges, read_project
        from ..workflows.sites import check_sites, near_outlines
        from ..workflows.units import read_unit_names

        layers_of = {COMPARISON: "comparison", SITES: "sites", CLASSES: "site_classes", NEEDS: "site_needs"}
        layers_of |= {PARTS: "site_parts", PROBLEMS: "problems"}
        outputs = Outputs(self, parameters, context, layers_of, (REPORT, WORKBOOK))
        if REPORT in outputs.files:
            require_feature(Feature.PAGE)
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        settings = read_overlay_settings(self, parameters, context, day)
        survey = read_survey(self, parameters, context, provenance)
        given = read_project(self, parameters, context, survey, provenance, progress)
        charges = read_charges(self, policy, progress, provenance)
        nearby = near_outlines(given.alternatives, settings.allow_ballpark)
        layers = read_layers(self, parameters, context, progress.part(0.0, 0.4), provenance, settings, nearby)
        names = read_unit_names([(layer.name, layer.frame) for layer in layers.units], layers.survey)
        names = {**names, **policy.unit_names()}
        classes = load_classes()
        checked = check_sites(layers, given, classes, policy, settings, charges, names, progress.part(0.4, 0.9))
        report_sites(progress, checked)
        problems = to_messages(checked.problems)
        report_problems(progress, problems)
        frames = {
            COMPARISON: checked.comparison,
            SITES: checked.sites,
            CLASSES: checked.classes,
            NEEDS: checked.needs,
            PARTS: checked.parts,
            PROBLEMS: problems,
        }
        tables = SiteTables(checked.comparison, checked.parts, checked.sites, checked.classes, checked.needs)
        written: dict[str, object] = {}
        with outputs.staged(progress) as place:
            if REPORT in outputs.files:
                page = self._sheet(parameters, context, tables, policy, classes, day.isoformat())
                place(outputs.files[REPORT]).write_text(page, encoding="utf-8", newline="\n")
                written[REPORT] = str(outputs.files[REPORT])
            written |= write_result_workbook(
                self,
                outputs,
                frames,
                provenance,
                policy,
                progress,
                place,
                checked.problems,
                lambda words: site_forms(tables, policy, words),
            )
            shown = user_names(self, classes, policy)
            written |= outputs.write(frames, provenance, progress.part(0.9, 1.0), place, shown)
        first = str(checked.comparison["site"].iloc[0])
        return {FIRST: first, SITE_COUNT: len(checked.comparison), CLOSURE: checked.closure, **written}

    def _sheet(
        self,
        parameters: Parameters,
        context: QgsProcessingContext,
        tables: SiteTables,
        policy: Policy,
        classes: SurveyClasses,
        day: str,
    ) -> str:
        """Return the sheet to sign."""
        from ..bridge.i18n import report_language
        from ..reports.site_sheet import site_sheet
        from ..workflows.report import report_names

        language = self.parameterAsEnumString(parameters, LANGUAGE, context)
        translate = report_language(language)
        names = report_names(policy, classes, language, self.dialog_titles(language))
        return site_sheet(tables, policy, names, day, language, translate)

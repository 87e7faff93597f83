"""Supplemented cultivated land and high-standard farmland against the newest survey."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    PREVIOUS,
    add_date,
    add_earlier_date,
    add_overlay_inputs,
    add_overlay_rules,
    add_personal_columns,
    add_policy,
    add_problems,
    add_unit_inputs,
    add_workbook,
    polygons,
)

SUPPLEMENTS, PROJECTS = "SUPPLEMENTS", "PROJECTS"
SUPPLEMENT_STATES, PROJECT_STATES, PROJECT_TOTALS = "SUPPLEMENT_STATES", "PROJECT_STATES", "PROJECT_TOTALS"
CORRECTIONS, WORST_CLOSURE = "CORRECTIONS", "WORST_CLOSURE"
# The layer of an output, and the input of which it is made.
_OUTPUTS = {
    SUPPLEMENT_STATES: ("supplement_states", SUPPLEMENTS),
    PROJECT_STATES: ("project_states", PROJECTS),
    PROJECT_TOTALS: ("project_totals", PROJECTS),
    CORRECTIONS: ("corrections", SUPPLEMENTS),
}


class VerifySupplements(RedlineAlgorithm):
    """Whether supplemented land is still there and planted, and whether projects came out even."""

    ID = "verify_supplements"
    GROUP = "analyse"
    TAGS = (
        *("supplements", "high-standard farmland", "补充耕地", "高标准农田", "补充耕地核查", "进出平衡", "后期管护"),
        *("buchong", "gaobiaozhun", "hecha"),
    )

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Verify supplements and projects")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Compares supplemented cultivated land with the newest survey: what is still there, smaller than accepted, "
            "unplanted, fallow, lost or never came into a survey (measure 21).\n"
            "Of high-standard farmland projects it says what came in and went out of cultivated land inside, whether "
            "it is balanced, how much of permanent basic farmland the project's own works took and where that can be "
            "made good, and what built projects hold that is not permanent basic farmland yet (measures 24 to 27). "
            "Only parcels that the polygons meet are read. Overlapping projects count a place for each, the totals "
            "once; each project closes to the last 0.01 m². Corrections of the quota ledger are proposed, never booked."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            polygons(SUPPLEMENTS, tr("Supplemented cultivated land"), optional=True),
            tr(
                "Accepted projects of supplemented land: number (XMBH), day of acceptance (YSRQ), accepted net area "
                "(XZGDMJ, m²), paddy of it (XZSTMJ), end of the contract (HTDQ)."
            ),
        )
        self.add(
            polygons(PROJECTS, tr("High-standard farmland projects"), optional=True),
            tr("Projects with number (XMBH) and year of completion (JCNF), without which they are not judged."),
        )
        add_overlay_inputs(self)
        self.add(
            polygons(PREVIOUS, tr("Earlier survey"), optional=True),
            tr("The survey before; without it nothing is said of what was lost, and projects have no before."),
        )
        add_unit_inputs(self)
        add_policy(self)
        add_date(self)
        add_earlier_date(self)
        add_overlay_rules(self)
        add_personal_columns(self)
        for name, title, text in (
            (SUPPLEMENT_STATES, tr("Supplements, verified"), tr("One row a polygon of supplemented land.")),
            (PROJECT_STATES, tr("Projects, verified"), tr("One row a polygon of a project.")),
        ):
            self.add(QgsProcessingParameterVectorDestination(name, title, VECTOR_POLYGON, optional=True), text)
        for name, title, text in (
            (PROJECT_TOTALS, tr("All projects by county"), tr("One row a county; each place counts once.")),
            (CORRECTIONS, tr("Proposed corrections"), tr("Entries for the quota ledger; nothing is booked by itself.")),
        ):
            self.add(
                QgsProcessingParameterVectorDestination(name, title, VECTOR, optional=True, createByDefault=False), text
            )
        add_problems(self, tr("What is wrong with the data, with place and remedy."))
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read what lies near the polygons, compare, write."""
        from ..bridge.errors import InputError
        from ..bridge.io.nearby import Nearby, Place
        from ..bridge.io.provenance import EARLIER_DAY, Provenance
        from ..bridge.io.reading import read_source
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import (
            read_date,
            read_earlier_date,
            read_layers,
            read_overlay_settings,
            read_policy,
            read_survey,
        )
        from ..parameters import PROBLEMS, given_parameters
        from ..result_workbook import write_result_workbook
        from ..workflows.supplement_checks import project_lines, verify

        inputs = {"supplements": SUPPLEMENTS, "projects": PROJECTS}
        if not any(self.sources[name] for name in inputs.values()):
            raise InputError(tr("Neither supplemented land nor projects are given. Give at least one of the layers."))
        made = {name: layer for name, (layer, needed) in _OUTPUTS.items() if self.sources[needed]}
        outputs = Outputs(self, parameters, context, {**made, PROBLEMS: "problems"}, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        earlier_day = read_earlier_date(self, parameters, context, day)
        provenance.add("run", EARLIER_DAY, earlier_day.isoformat())
        settings = read_overlay_settings(self, parameters, context, day)
        survey = read_survey(self, parameters, context, provenance)
        given = {}
        for role, name in inputs.items():
            for source in self.sources[name]:
                data = read_source(source, progress, leave_out=survey.personal)
                provenance.add_input(name, data, source.provider)
                given[role] = [data]
        places = [Place(d.name, d.frame.geometry.to_numpy(), d.crs) for layers in given.values() for d in layers]
        near = Nearby(places, settings.allow_ballpark)
        layers = read_layers(self, parameters, context, progress.part(0.0, 0.3), provenance, settings, near)
        classes = load_classes()
        found = verify(layers, given, classes, policy, settings, earlier_day, progress.part(0.3, 0.9))
        for line in [] if found.projects is None else project_lines(found.projects):
            progress.feedback.pushInfo(line)
        problems = to_messages(found.problems)
        report_problems(progress, problems)
        tables = {
            SUPPLEMENT_STATES: found.supplements,
            PROJECT_STATES: found.projects,
            PROJECT_TOTALS: found.totals,
            CORRECTIONS: found.corrections,
            PROBLEMS: problems,
        }
        frames = {name: table for name, table in tables.items() if table is not None}
        with outputs.staged(progress) as place:
            names = user_names(self, classes, policy)
            written = outputs.write(frames, provenance, progress.part(0.9, 1.0), place, names)
            written |= write_result_workbook(self, outputs, frames, provenance, policy, progress, place, found.problems)
        closure = 0.0 if found.totals is None else float(found.totals["closure_m2"].fillna(0.0).abs().max())
        return {WORST_CLOSURE: closure, **written}

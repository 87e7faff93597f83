"""Flows of cultivated land between two surveys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from ..analysis.vocabulary import levels_down_to
from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    LEVEL,
    PARCELS,
    PLAN_CHANGES,
    PREVIOUS,
    PROCESS,
    add_date,
    add_earlier_date,
    add_lowest_level,
    add_overlay_inputs,
    add_overlay_rules,
    add_personal_columns,
    add_plan_changes,
    add_policy,
    add_problems,
    add_unit_inputs,
    polygons,
)

if TYPE_CHECKING:
    from ..bridge.io.reading import LayerData

CHANGES, FLOWS, TRANSITION, PLAN_BALANCE = "CHANGES", "FLOWS", "TRANSITION", "PLAN_BALANCE"
OUTFLOW, INFLOW, WORST_CLOSURE = "OUTFLOW", "INFLOW", "WORST_CLOSURE"


class TrackChanges(RedlineAlgorithm):
    """What flowed out of cultivated land, what came back, and why."""

    ID = "track_changes"
    GROUP = "analyse"
    TAGS = (
        *("changes", "flows", "outflow", "inflow", "transition", "耕地流出", "耕地流入", "进出平衡", "变化"),
        *("转移矩阵", "liuchu", "liuru", "bianhua", "jinchu"),
    )

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Track changes of cultivated land")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Compares two surveys: what flowed out of cultivated land, what came in, by cause, status and unit "
            "(measures 17, 19 and 30).\n"
            "Outflow is the net area of the earlier survey on land that is no longer cultivated, inflow that of the "
            "later survey on land that was not; where both say cultivated the difference is an adjustment. For each "
            "unit the holding before, less the outflow, with inflow, adjustment and what crossed a boundary, is the "
            "holding now to the last 0.01 m². Pieces decide by place, not by identifiers, which are renewed every "
            "year. Only a person makes a change illegal: a case whose RDJG says 违法."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_overlay_inputs(self, optional=True)
        self.add(
            polygons(PREVIOUS, tr("Earlier survey"), optional=True),
            tr(
                "Parcels of the earlier yearly update, or of the base survey (2020), with the same fields. Where it is "
                "in several layers, give the others among the further zone layers as “previous”."
            ),
        )
        self.add(
            polygons(PROCESS, tr("Process layer of the update (DLTBGXGC)"), optional=True),
            tr(
                "In place of both surveys: rows of a parcel before and after, as the yearly update's package has them "
                "(measures 17, 30). The flows are the same; the holdings are those of the land that it lists. Its "
                "ridges, and marks of restorable land that vanish, are checked; with the earlier survey its sums, too."
            ),
        )
        add_unit_inputs(self)
        add_policy(self)
        add_date(self)
        add_earlier_date(self)
        add_lowest_level(self)
        add_plan_changes(self)
        add_overlay_rules(self)
        add_personal_columns(self)
        self.add(
            QgsProcessingParameterVectorDestination(CHANGES, tr("Changes"), VECTOR_POLYGON),
            tr(
                "One row a piece that went out, came in or was measured anew. What is thinner or smaller than the "
                "policy's slivers is summed in rows without geometry, by county, direction, cause and status."
            ),
        )
        self.add(
            QgsProcessingParameterVectorDestination(FLOWS, tr("Flows by unit"), VECTOR),
            tr("One row a unit, areas in m²; they close to the last 0.01 m²."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(TRANSITION, tr("Transition matrix"), VECTOR),
            tr("Gross area by county, class before and class now; field ridges are the class 1203 on both sides."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(
                PLAN_BALANCE, tr("Balance plan against the year"), VECTOR, optional=True, createByDefault=False
            ),
            tr(
                "Where a balance plan is given: what was planned to go out and to come in by county, year and land, "
                "and what did, without what need not be made good (measure 17)."
            ),
        )
        add_problems(self, tr("What is wrong with the data, with place and remedy."))
        self.addOutput(QgsProcessingOutputNumber(OUTFLOW, tr("Outflow (m²)")))
        self.addOutput(QgsProcessingOutputNumber(INFLOW, tr("Inflow (m²)")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read both surveys, compare, write."""
        import pandas as pd

        from ..analysis.problems import collect
        from ..analysis.vocabulary import Level
        from ..bridge.errors import InputError
        from ..bridge.io.provenance import EARLIER_DAY, Provenance
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..bridge.survey.schema import load_survey
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import (
            read_date,
            read_earlier_date,
            read_input_table,
            read_layers,
            read_overlay_settings,
            read_policy,
        )
        from ..parameters import PROBLEMS, given_parameters
        from ..workflows.changes import compare_surveys, flow_lines
        from ..workflows.process_layer import check_process_layer, split_process_layer
        from ..workflows.units import read_unit_names
        from ..workflows.year_plan import PLAN, balance_of_year, plan_lines

        layers_of = {CHANGES: "changes", FLOWS: "flows", TRANSITION: "transition"}
        layers_of |= {PLAN_BALANCE: "plan_balance", PROBLEMS: "problems"}
        outputs = Outputs(self, parameters, context, layers_of)
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        earlier_day = read_earlier_date(self, parameters, context, day)
        plan = read_input_table(self, PLAN_CHANGES, PLAN, policy, progress, provenance)
        if plan is None and outputs.wants(PLAN_BALANCE):
            raise InputError(tr("There is no balance plan to compare with the year. Give one (PLAN_CHANGES)."))
        provenance.add("run", EARLIER_DAY, earlier_day.isoformat())
        settings = read_overlay_settings(self, parameters, context, day)
        classes, found = load_classes(), list[pd.DataFrame]()

        def split(data: LayerData, earlier: Sequence[LayerData]) -> tuple[LayerData, LayerData]:
            """Return the parcels after and before of the process layer, and check it."""
            sides = split_process_layer(data)
            found.extend(check_process_layer(data, earlier, load_survey(), classes))
            return sides

        self._require_surveys()
        reading = progress.part(0.0, 0.1)
        layers = read_layers(self, parameters, context, reading, provenance, settings, split=split)
        names = read_unit_names([(layer.name, layer.frame) for layer in layers.units], layers.survey)
        names = {**names, **policy.unit_names()}
        levels = levels_down_to(self.parameterAsEnumString(parameters, LEVEL, context))
        tracked, overlay = compare_surveys(
            layers, classes, policy, settings, earlier_day, levels, names, progress.part(0.1, 0.9)
        )
        for line in flow_lines(tracked.flows):
            progress.feedback.pushInfo(line)
        problems = to_messages(collect([overlay.problems, *found], overlay.problems.crs))
        report_problems(progress, problems)
        frames = {CHANGES: tracked.changes, FLOWS: tracked.flows, TRANSITION: tracked.transition, PROBLEMS: problems}
        if plan is not None:
            balance = balance_of_year(plan.frame, tracked.changes, earlier_day, day, policy, names)
            frames[PLAN_BALANCE] = balance
            for line in plan_lines(balance):
                progress.feedback.pushInfo(line)
        with outputs.staged(progress) as place:
            written = outputs.write(
                frames, provenance, progress.part(0.9, 1.0), place, user_names(self, classes, policy)
            )
        counties = tracked.flows[tracked.flows["level"] == Level.COUNTY.value]
        figures = {
            OUTFLOW: float(counties["outflow_m2"].sum()),
            INFLOW: float(counties["inflow_m2"].sum()),
            WORST_CLOSURE: float(tracked.flows["closure_m2"].abs().max()),
        }
        return {**figures, **written}

    def _require_surveys(self) -> None:
        """Raise `InputError` where neither both surveys nor the process layer are given."""
        from ..bridge.errors import InputError

        if not self.sources[PROCESS] and not (self.sources[PARCELS] and self.sources[PREVIOUS]):
            raise InputError(
                tr("Give the survey parcels and the earlier survey, or the process layer of the update (DLTBGXGC).")
            )

"""How much land of each unit and class lies in the zones: sums alone."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    LEVELS,
    PROBLEMS,
    add_ballpark,
    add_earlier_surveys,
    add_mappings,
    add_measuring,
    add_overlay_inputs,
    add_personal_columns,
    add_problems,
    add_units,
    enumeration,
    given_parameters,
)

OUTPUT, LIST, LEVEL = "OUTPUT", "LIST", "LEVEL"
PARCEL_COUNT, WORST_EXCESS = "PARCEL_COUNT", "WORST_EXCESS"


class MeasureZones(RedlineAlgorithm):
    """Areas of record in zones, by unit and land class, without pieces."""

    ID = "measure_zones"
    GROUP = "analyse"
    TAGS = ("overlap", "area", "statistics", "压占", "压占分析", "面积统计", "重叠", "yazhan", "mianji", "tongji")

    def title(self) -> str:
        """Name shown to users."""
        return tr("Measure areas in zones")

    def summary(self) -> str:
        """What it does."""
        return tr(
            "Sums how much land of each unit and class lies in each zone layer, without making pieces: the quick "
            "answer before the whole job, or for a layer that is only asked about.\n"
            "Areas are those of record (TBMJ, TBDLMJ), shared out as by “Overlay parcels” and by the same rules; each "
            "layer is counted once. Where layers cross each other inside a parcel, its pieces there may add up to "
            "0.01 m² a piece more or less, by rounding. Boundaries are not proven as they are there: use that one for "
            "figures that you sign."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_overlay_inputs(self)
        add_earlier_surveys(self)
        add_units(self)
        self.add(
            enumeration(LEVEL, tr("Level of the sums"), LEVELS),
            tr("county, township or village: one row per unit of this level, land class and zone layer."),
        )
        add_mappings(self)
        add_measuring(self)
        add_ballpark(self)
        add_personal_columns(self)
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Areas in zones"), VECTOR),
            tr(
                "One row per unit, land class and layer, areas in m² and mu; rows of the layer “parcels” hold all land "
                "of the class, in zones or not."
            ),
        )
        self.add(
            QgsProcessingParameterVectorDestination(
                LIST, tr("Parcels in zones"), VECTOR, optional=True, createByDefault=False
            ),
            tr("The list behind the sums: one row per parcel and zone, with the area that the zone has of it."),
        )
        add_problems(self, tr("What is wrong with the data, with place and remedy."))
        self.addOutput(QgsProcessingOutputNumber(PARCEL_COUNT, tr("Number of parcels")))
        self.addOutput(QgsProcessingOutputNumber(WORST_EXCESS, tr("Most that zones have of a parcel beyond it (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read, measure, write."""
        import pandas as pd

        from ..analysis.overlay.partitions import tabulate_partition
        from ..analysis.overlay.zone_areas import WHOLE, add_up, in_mu
        from ..bridge.io.provenance import Provenance
        from ..bridge.io.staging import stage_together
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import read_layers, read_overlay_settings
        from ..workflows.overlay.run import overlay_layers
        from ..workflows.report import unit_names

        outputs = Outputs(self, parameters, context, {OUTPUT: "areas", LIST: "parcels_in_zones", PROBLEMS: "problems"})
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        settings = read_overlay_settings(self, parameters, context)
        layers = read_layers(self, parameters, context, progress.part(0.0, 0.15), provenance, settings)
        classes = load_classes()
        level = self.parameterAsEnumString(parameters, LEVEL, context)
        sums, rows = [], []

        def take(amounts: pd.DataFrame) -> None:
            sums.append(add_up([amounts], level))
            if outputs.wants(LIST):
                rows.append(amounts[amounts["role"] != WHOLE])

        overlay = overlay_layers(
            layers,
            classes,
            settings,
            progress.part(0.15, 0.95),
            take,
            work=tabulate_partition,
        )
        problems = to_messages(overlay.problems)
        report_problems(progress, problems)
        areas = in_mu(add_up(sums, level))
        names = unit_names(overlay.units, layers.survey.levels)
        areas.insert(0, "name", [names.get(code) for code in areas[level]])
        frames = {OUTPUT: areas, PROBLEMS: problems}
        if rows:
            frames[LIST] = pd.concat(rows, ignore_index=True)
        labels = user_names(self, classes)
        with stage_together() as place:
            result: dict[str, object] = outputs.write(frames, provenance, progress.part(0.95, 1.0), place, labels)
        return {**result, PARCEL_COUNT: len(layers.parcels), WORST_EXCESS: overlay.worst_closure}

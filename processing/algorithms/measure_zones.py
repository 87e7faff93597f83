"""Tabulate the land of each unit and class in the zones, without pieces."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from ..analysis.vocabulary import UNIT_LEVELS
from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    OUTPUT,
    add_ballpark,
    add_date,
    add_earlier_surveys,
    add_mappings,
    add_measuring,
    add_overlay_inputs,
    add_personal_columns,
    add_problems,
    add_record_unit,
    add_units,
    enumeration,
)

LIST, LEVEL = "LIST", "LEVEL"
PARCEL_COUNT, WORST_EXCESS = "PARCEL_COUNT", "WORST_EXCESS"


class MeasureZones(RedlineAlgorithm):
    """Areas of record in zones, by unit and land class, without pieces."""

    ID = "measure_zones"
    GROUP = "analyse"
    TAGS = ("overlap", "area", "statistics", "压占分析", "面积统计", "重叠", "yazhan", "mianji", "tongji", "yzfx")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Measure areas in zones")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Sums how much land of each unit and class lies in each zone layer, without making pieces: the quick "
            "answer before the whole job, or for a layer that is only asked about.\n"
            "Areas are those of record (TBMJ, TBDLMJ), shared out as by “Overlay parcels”: each layer cuts the "
            "parcels by the same rules and with the same proof, and is counted once. What a zone has of a parcel is "
            "what its pieces have in an overlay by that layer alone, to 0.01 m². Where layers cross each other "
            "inside a parcel, its pieces may add up to 0.01 m² a piece more or less, by rounding, and where "
            "boundaries of two layers run closer together than the tolerance, to the tolerance times the length "
            "that they share."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_overlay_inputs(self)
        add_earlier_surveys(self)
        add_units(self)
        self.add(
            enumeration(LEVEL, tr("Level of the sums"), UNIT_LEVELS),
            tr("One row per unit of this level (county, township, village), land class and zone layer."),
        )
        add_mappings(self)
        add_measuring(self)
        add_record_unit(self)
        add_date(self)
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
        from ..overlay_run import prepare_overlay, write_overlay
        from ..workflows.overlay.run import overlay_layers
        from ..workflows.units import unit_names

        outputs = {OUTPUT: "areas", LIST: "parcels_in_zones"}
        run = prepare_overlay(self, parameters, context, progress.part(0.0, 0.15), outputs)
        level = self.parameterAsEnumString(parameters, LEVEL, context)
        sums: list[pd.DataFrame] = []
        rows: list[pd.DataFrame] = []

        def take(amounts: pd.DataFrame) -> None:
            sums.append(add_up([amounts], level))
            if run.outputs.wants(LIST):
                rows.append(amounts[amounts["role"] != WHOLE])

        measuring = progress.part(0.15, 0.95)
        overlay = overlay_layers(run.layers, run.classes, run.settings, measuring, take, work=tabulate_partition)
        areas = in_mu(add_up(sums, level))
        names = unit_names(overlay.units)
        areas.insert(0, "name", [names.get(code) for code in areas[level]])
        frames = {OUTPUT: areas}
        if rows:
            frames[LIST] = pd.concat(rows, ignore_index=True)
        with run.outputs.staged(progress) as place:
            written = write_overlay(self, run, overlay, frames, place, progress.part(0.95, 1.0))
        return {**written, PARCEL_COUNT: len(run.layers.parcels), WORST_EXCESS: overlay.worst_closure}

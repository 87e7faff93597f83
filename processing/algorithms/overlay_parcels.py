"""Overlay of survey parcels with zone layers: the pieces."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    OUTPUT,
    add_date,
    add_overlay_inputs,
    add_overlay_rules,
    add_personal_columns,
    add_problems,
    add_scheduler,
    add_unit_inputs,
    scheduler_of,
)

ZONES_TABLE = "ZONES_TABLE"
PARCEL_COUNT, PIECE_COUNT, WORST_CLOSURE = "PARCEL_COUNT", "PIECE_COUNT", "WORST_CLOSURE"


class OverlayParcels(RedlineAlgorithm):
    """Parcels divided by zones, with exact areas of record."""

    ID = "overlay_parcels"
    GROUP = "analyse"
    TAGS = ("overlay", "intersection", "identity", "叠加", "叠加分析", "图斑", "三调", "diejia", "tuban", "djfx")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Overlay parcels")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Divides survey parcels by zone layers, once for all later questions.\n"
            "Each piece keeps its parcel's attributes and names the zones it lies in. The pieces of a parcel add up to "
            "its area of record (TBMJ) and its net cultivated area (TBDLMJ) to the last 0.01 m². Zones of one layer "
            "that overlap each other are counted once."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_overlay_inputs(self)
        add_unit_inputs(self)
        add_date(self)
        add_overlay_rules(self)
        add_scheduler(self, "")
        add_personal_columns(self)
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Pieces"), VECTOR_POLYGON),
            tr("One row per parcel and combination of zones. A GeoPackage also receives the provenance."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(
                ZONES_TABLE, tr("Table of zones"), VECTOR, optional=True, createByDefault=False
            ),
            tr("The zones with their recorded areas and other attributes; personal ones only if you keep them."),
        )
        add_problems(self, tr("What is wrong with the data, with place and remedy."))
        self.addOutput(QgsProcessingOutputNumber(PARCEL_COUNT, tr("Number of parcels")))
        self.addOutput(QgsProcessingOutputNumber(PIECE_COUNT, tr("Number of pieces")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read, overlay, write."""
        from ..outputs import report_closure
        from ..overlay_run import prepare_overlay, write_overlay
        from ..workflows.overlay.dask_client import connected
        from ..workflows.overlay.run import overlay_layers

        outputs = {OUTPUT: "pieces", ZONES_TABLE: "zones"}
        run = prepare_overlay(self, parameters, context, progress.part(0.0, 0.15), outputs)
        scheduler, certificates = scheduler_of(parameters)
        with (
            run.outputs.staged(progress) as place,
            connected(scheduler, progress, certificates) as cluster,
        ):
            with run.outputs.stream(OUTPUT, place) as take:
                overlaying = progress.part(0.15, 0.95)
                overlay = overlay_layers(run.layers, run.classes, run.settings, overlaying, take, cluster)
            parcels = len(run.layers.parcels)
            report_closure(progress, parcels, overlay.count, overlay.worst_closure)
            frames = {ZONES_TABLE: overlay.zones}
            written = write_overlay(self, run, overlay, frames, place, progress.part(0.95, 1.0))
        figures = {PARCEL_COUNT: parcels, PIECE_COUNT: overlay.count, WORST_CLOSURE: overlay.worst_closure}
        return {**figures, **written}

"""Overlay of survey parcels with zone layers: the pieces."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from .. import inputs
from ..algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.i18n import tr, user_language
from ..bridge.progress import FeedbackProgress

OUTPUT, ZONES_TABLE = "OUTPUT", "ZONES_TABLE"
PARCEL_COUNT, PIECE_COUNT, WORST_CLOSURE = "PARCEL_COUNT", "PIECE_COUNT", "WORST_CLOSURE"


class OverlayParcels(RedlineAlgorithm):
    """Parcels divided by zones, with exact areas of record."""

    ID = "overlay_parcels"
    GROUP = "analyse"
    TAGS = ("overlay", "intersection", "identity", "叠加", "叠加分析", "图斑", "三调", "diejia", "tuban")

    def title(self) -> str:
        """Name shown to users."""
        return tr("Overlay parcels")

    def summary(self) -> str:
        """What it does."""
        return tr(
            "Divides survey parcels by zone layers, once for all later questions.\n"
            "Each piece keeps its parcel's attributes and names the zones it lies in. The pieces of a parcel add up to "
            "its area of record (TBMJ) and its net cultivated area (TBDLMJ) to the last 0.01 m². Zones of one layer "
            "that overlap each other are counted once."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        inputs.add_overlay_inputs(self)
        inputs.add_unit_inputs(self)
        inputs.add_overlay_rules(self)
        inputs.add_scheduler(self, "")
        inputs.add_personal_columns(self)
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
        inputs.add_problems(self, tr("What is wrong with the data, with place and remedy."))
        self.addOutput(QgsProcessingOutputNumber(PARCEL_COUNT, tr("Number of parcels")))
        self.addOutput(QgsProcessingOutputNumber(PIECE_COUNT, tr("Number of pieces")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Mapping[str, object], context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read, overlay, write."""
        from ..bridge.io.provenance import Provenance
        from ..bridge.io.staging import stage_together
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..gathering import gather_layers, gather_settings
        from ..reporting import report_names
        from ..results import Outputs, report_closure, report_problems
        from ..workflows.overlay.dask_client import connected
        from ..workflows.overlay.run import overlay_layers

        outputs = Outputs(
            self, parameters, context, {OUTPUT: "pieces", ZONES_TABLE: "zones", inputs.PROBLEMS: "problems"}
        )
        provenance = Provenance(self.ID, inputs.given(parameters, self))
        settings = gather_settings(self, parameters, context)
        layers = gather_layers(self, parameters, context, progress.part(0.0, 0.15), provenance, settings)
        classes = load_classes()
        scheduler = self.parameterAsString(parameters, inputs.SCHEDULER, context)
        with stage_together() as place, connected(scheduler, progress) as cluster:
            with outputs.stream(OUTPUT, place) as take:
                overlay = overlay_layers(
                    layers,
                    classes,
                    settings,
                    progress.part(0.15, 0.95),
                    take,
                    cluster,
                )
            problems = to_messages(overlay.problems)
            report_closure(progress, len(layers.parcels), overlay.count, overlay.worst_closure)
            report_problems(progress, problems)
            result: dict[str, object] = {
                PARCEL_COUNT: len(layers.parcels),
                PIECE_COUNT: overlay.count,
                WORST_CLOSURE: overlay.worst_closure,
            }
            names = report_names(None, classes, user_language())
            frames = {ZONES_TABLE: overlay.zones, inputs.PROBLEMS: problems}
            result.update(outputs.write(frames, provenance, progress.part(0.95, 1.0), place, names))
        return result

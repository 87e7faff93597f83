"""Runs inside the QGIS desktop, started by test_selection.py: algorithms on the features that a user has selected."""

from __future__ import annotations

from in_desktop import SESSION, leave_findings
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProcessingFeedback, QgsProject, QgsVectorLayer

import processing


def work(found: dict[str, object]) -> None:
    layer = QgsVectorLayer(SESSION["inputs"]["PARCELS"], "parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression(SESSION["expression"])
    found["selected"] = layer.selectedFeatureCount()
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    for algorithm, more in SESSION["runs"].items():
        feedback = QgsProcessingFeedback()
        given = {**SESSION["inputs"], **more, "PARCELS": chosen}
        found[algorithm] = processing.run(f"farmland_redline:{algorithm}", given, feedback=feedback)
        found[f"{algorithm} log"] = feedback.textLog()


leave_findings(work)

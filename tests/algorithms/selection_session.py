"""Runs inside the QGIS desktop, started by test_selection.py: algorithms on the features that a user has selected."""

from __future__ import annotations

import json
import os
import traceback
from pathlib import Path

from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProcessingFeedback, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface

import processing

SESSION = json.loads(Path(os.environ["FARMLAND_REDLINE_SESSION"]).read_text(encoding="utf-8"))


def main() -> None:
    found: dict[str, object] = {}
    try:
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
    except Exception:
        found["error"] = traceback.format_exc()
    text = json.dumps(found, ensure_ascii=False, indent=1, default=str)
    Path(SESSION["findings"]).write_text(text, encoding="utf-8")
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


QTimer.singleShot(1500, main)

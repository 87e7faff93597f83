"""Runs inside the QGIS desktop, started by test_steps.py: single algorithms, and what users read in their layers."""

from __future__ import annotations

from pathlib import Path

from in_desktop import SESSION, leave_findings
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)

from algorithms import desktop_session as desktop


def cells(layer: QgsVectorLayer) -> dict[str, list[str]]:
    """All that the attribute table shows: different values, by the column's name in the file."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    shown = {name: QgsExpression(f'represent_value("{name}")') for name in layer.fields().names()}
    found: dict[str, set[str]] = {name: set() for name in shown}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        for name, expression in shown.items():
            if isinstance(feature[name], str):
                found[name].add(str(expression.evaluate(context)))
    return {name: sorted(values) for name, values in found.items()}


def work(found: dict[str, object]) -> None:
    for algorithm, (given, outputs) in SESSION["runs"].items():
        targets = {
            name: QgsProcessingOutputLayerDefinition(path, QgsProject.instance()) for name, path in outputs.items()
        }
        run = desktop.Run(f"farmland_redline:{algorithm}", {**given, **targets})
        desktop.wait(run.finished)
        found[algorithm] = {"successful": run.outcome[0], "log": run.feedback.textLog(), "loaded": run.load()}
    found["layers"] = {
        f"{Path(layer.source().partition('|')[0]).stem}": {
            "cells": cells(layer),
            "headings": [layer.attributeDisplayName(n) for n in range(layer.fields().count())],
            "renderer": layer.renderer().type() if layer.isSpatial() else None,
        }
        for layer in QgsProject.instance().mapLayers().values()
    }


leave_findings(work)

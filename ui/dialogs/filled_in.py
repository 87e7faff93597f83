"""Dialogs of the toolbox, filled in with what the project's layers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QWidget

if TYPE_CHECKING:
    from ...processing.base_algorithm import RedlineAlgorithm
    from ..docks.start import StartDock


def make_dialog(algorithm: RedlineAlgorithm, parent: QWidget | None, start: StartDock) -> QWidget:
    """Return QGIS's dialog of an algorithm with the recognised layers in it; what the user gives replaces them."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    dialog = AlgorithmDialog(algorithm.create(), False, parent)
    found = start.layer_parameters(algorithm.name())
    if found:
        dialog.setParameters(found)
    return dialog

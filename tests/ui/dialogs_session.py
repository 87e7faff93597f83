"""Runs inside the QGIS desktop, started by test_choices.py: what dialogs show for choices, and what they hand on."""

from __future__ import annotations

from pathlib import Path

from in_desktop import SESSION, leave_findings
from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProcessingParameterEnum
from qgis.utils import iface


def algorithm(name: str):
    return QgsApplication.processingRegistry().createAlgorithmById(f"farmland_redline:{name}")


def choices(dialog) -> dict[str, object]:
    """What each box of choices of a dialog shows and gives."""
    wrappers = dialog.mainWidget().wrappers if hasattr(dialog, "mainWidget") else dialog.wrappers
    found = {}
    for name, wrapper in wrappers.items():
        if isinstance(wrapper.parameterDefinition(), QgsProcessingParameterEnum):
            box = wrapper.widget
            found[name] = {
                "shown": [box.itemText(row) for row in range(box.count())],
                "text": box.currentText(),
                "value": wrapper.value(),
            }
    return found


def opened(name: str, given: dict[str, object]) -> dict[str, object]:
    """A dialog as it opens, and after values were set, as the history does."""
    dialog = AlgorithmDialog(algorithm(name), False, iface.mainWindow())
    dialog.show()
    found = {"default": choices(dialog)}
    dialog.setParameters(given)
    QgsApplication.processEvents()
    found["set"] = choices(dialog)
    dialog.grab().save(str(Path(SESSION["folder"]) / f"{name}.png"))
    dialog.close()
    return found


def batch_rows(name: str) -> dict[str, object]:
    dialog = BatchAlgorithmDialog(algorithm(name), iface.mainWindow())
    row = dialog.mainWidget().wrappers[0]
    found = {
        wrapper.parameterDefinition().name(): wrapper.value()
        for wrapper in row
        if wrapper is not None and isinstance(wrapper.parameterDefinition(), QgsProcessingParameterEnum)
    }
    dialog.close()
    return found


def in_a_model(name: str) -> dict[str, object]:
    model = QgsProcessingModelAlgorithm("m", "m")
    dialog = ModelerParametersDialog(algorithm(name), model)
    wrappers = dialog.widget.widget.wrappers if hasattr(dialog, "widget") else dialog.wrappers
    found = {
        key: {"shown": [w.widget.itemText(row) for row in range(w.widget.count())], "value": w.value()}
        for key, w in wrappers.items()
        if hasattr(w, "parameterDefinition") and isinstance(w.parameterDefinition(), QgsProcessingParameterEnum)
    }
    dialog.close()
    return found


def work(found: dict[str, object]) -> None:
    found["run_batch"] = opened("run_batch", {"UNIT_SOURCE": "boundary", "STYLE": "print"})
    found["check_layers"] = opened("check_layers", {"CHECKS": ["crs", "areas"], "AREA_METHOD": 1})
    found["atlas"] = opened("export_conflict_atlas", {"SEVERITY": "0", "BY": "conflict"})
    found["batch"] = batch_rows("check_layers")
    found["model"] = in_a_model("summarise_by_unit")


leave_findings(work)

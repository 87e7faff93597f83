"""Runs inside the QGIS desktop (`qgis --code`), started by test_desktop.py; leaves its findings as JSON.

The environment variable FARMLAND_REDLINE_SESSION names a JSON file: inputs, folders, where the findings go.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from processing.gui.Postprocessing import handleAlgorithmResults
from processing.tools.dataobjects import createContext
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProcessingAlgRunnerTask,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QApplication, QMessageBox
from qgis.utils import iface, plugins

SESSION = json.loads(Path(os.environ["FARMLAND_REDLINE_SESSION"]).read_text(encoding="utf-8"))
RUN_BATCH = "farmland_redline:run_batch"
ATLAS = "farmland_redline:export_conflict_atlas"
ATLAS_STOPS = 40
TICK_MS = 10
LONG_GAP = 0.25
PATIENCE = 240
INPUTS = SESSION["inputs_group"]
_kept: list[object] = []


class Ticker:
    """A timer of the main thread: the gaps between its ticks show how long the window did not answer."""

    def __init__(self) -> None:
        self.gaps: list[tuple[float, float]] = []
        self.progress: Callable[[], float] = lambda: 0.0
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)

    def start(self, progress: Callable[[], float]) -> None:
        self.progress, self.gaps, self._last = progress, [], time.monotonic()
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now = time.monotonic()
        self.gaps.append((now - self._last, self.progress()))
        self._last = now

    def stop(self) -> dict[str, object]:
        self._timer.stop()
        return {
            "ticks": len(self.gaps),
            "largest_gap": max(gap for gap, _ in self.gaps),
            "long_gaps": [[round(gap, 3), round(at, 1)] for gap, at in self.gaps if gap > LONG_GAP],
        }


def wait(until: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Let the desktop work until something is so."""
    loop, end = QEventLoop(), time.monotonic() + patience
    timer = QTimer()
    timer.timeout.connect(lambda: (until() or time.monotonic() > end) and loop.quit())
    timer.start(TICK_MS)
    loop.exec()
    timer.stop()
    return until()


def pause(seconds: float) -> None:
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() >= end)


class Run:
    """An algorithm in the background, as the toolbox runs it."""

    def __init__(self, algorithm: str, parameters: dict[str, object]) -> None:
        self.feedback, self.outcome, self.started = QgsProcessingFeedback(), None, time.monotonic()
        self.algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm)
        self.context = createContext(self.feedback)
        self.parameters = parameters
        self.task = QgsProcessingAlgRunnerTask(self.algorithm, parameters, self.context, self.feedback)
        self.task.executed.connect(self._executed)
        QgsApplication.taskManager().addTask(self.task)

    def _executed(self, successful: bool, results: dict[str, object]) -> None:
        self.outcome = (successful, results)
        self.seconds = time.monotonic() - self.started

    def finished(self) -> bool:
        return self.outcome is not None

    def load(self) -> bool:
        return handleAlgorithmResults(self.algorithm, self.context, self.feedback, parameters=self.parameters)


def snapshot(folder: Path) -> dict[str, str]:
    """Every file with its content; SQLite's own companions of open layers left out."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def shown_values(layer: QgsVectorLayer) -> dict[str, str]:
    """The first feature as the attribute table shows it: values by the names of their columns."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(next(layer.getFeatures()))
    return {
        layer.attributeDisplayName(number): str(QgsExpression(f'represent_value("{field.name()}")').evaluate(context))
        for number, field in enumerate(layer.fields())
    }


def layer_tree() -> list[dict[str, object]]:
    """The project's layers from the top down."""
    return [
        {
            "name": node.name(),
            "group": node.parent().name(),
            "ticked": node.itemVisibilityChecked(),
            "source": node.layer().source(),
            "renderer": node.layer().renderer().type() if node.layer().isSpatial() else None,
            "categories": [c.label() for c in node.layer().renderer().categories()]
            if node.layer().isSpatial() and node.layer().renderer().type() == "categorizedSymbol"
            else [],
            "opacity": node.layer().opacity(),
            "features": node.layer().featureCount(),
            "shown": shown_values(node.layer()),
            "valid": node.layer().isValid(),
        }
        for node in QgsProject.instance().layerTreeRoot().findLayers()
    ]


def project_inputs() -> dict[str, object]:
    """The sample city's layers in the project, in a group of their own, given by their ids, as a user does."""
    group = QgsProject.instance().layerTreeRoot().addGroup(INPUTS)

    def add(source: object) -> str:
        layer = QgsVectorLayer(str(source), str(source).rpartition("=")[2], "ogr")
        QgsProject.instance().addMapLayer(layer, False)
        group.addLayer(layer)
        return layer.id()

    given: dict[str, object] = {}
    for name, value in SESSION["inputs"].items():
        if isinstance(value, list):
            given[name] = [add(source) for source in value]
        else:
            given[name] = add(value) if "|layername=" in value else value
    group.setExpanded(False)
    return given


def check_plugin() -> dict[str, object]:
    provider = QgsApplication.processingRegistry().providerById("farmland_redline")
    return {
        "plugin": "farmland_redline" in plugins,
        "provider": provider.name() if provider else None,
        "algorithms": sorted(algorithm.id() for algorithm in provider.algorithms()) if provider else [],
    }


def batch_in_background(given: dict[str, object], folder: Path) -> dict[str, object]:
    """run_batch with maps in the task manager, while the canvas draws the parcels again and again."""
    drawn = []
    canvas = iface.mapCanvas()
    canvas.mapCanvasRefreshed.connect(lambda: drawn.append(time.monotonic()))
    redraw = QTimer()
    redraw.timeout.connect(canvas.redrawAllLayers)
    redraw.start(1500)
    ticker = Ticker()
    run = Run(RUN_BATCH, {**given, "OUTPUT_FOLDER": str(folder)})
    ticker.start(run.feedback.progress)
    wait(run.finished)
    found = {"run": ticker.stop(), "drawn": len(drawn), "seconds": run.seconds, "successful": run.outcome[0]}
    redraw.stop()
    ticker.start(lambda: 0.0)
    found["loaded"] = run.load()
    pause(1)
    found["loading"] = ticker.stop()
    found["results"] = {key: value for key, value in run.outcome[1].items() if isinstance(value, (int, float, str))}
    found["log"] = run.feedback.textLog()[-3000:]
    return found


def cancelled_run(given: dict[str, object], folder: Path, at: float) -> dict[str, object]:
    """Cancel when the progress has passed a point."""
    before = snapshot(folder)
    run = Run(RUN_BATCH, {**given, "OUTPUT_FOLDER": str(folder)})
    wait(lambda: run.feedback.progress() >= at or run.finished())
    reached, asked = run.feedback.progress(), time.monotonic()
    run.task.cancel()
    ended = wait(run.finished)
    return {
        "at": reached,
        "ended": ended,
        "seconds": time.monotonic() - asked,
        "successful": run.outcome[0] if ended else None,
        "unchanged": snapshot(folder) == before,
        "log": run.feedback.textLog()[-300:],
    }


def atlas_in_background(package: str, folder: Path) -> dict[str, object]:
    """The atlas in the task manager: cancelled when some sheets are drawn, then the same again to its end."""
    given = {"PACKAGE": package, "POLICY": SESSION["inputs"]["POLICY"], "OUTPUT_FOLDER": str(folder), "PAPER": "A4"}
    stopped = Run(ATLAS, given)
    wait(lambda: stopped.feedback.progress() >= ATLAS_STOPS or stopped.finished())
    at, asked = stopped.feedback.progress(), time.monotonic()
    stopped.task.cancel()
    wait(stopped.finished)
    found: dict[str, object] = {
        "stopped": {
            "at": at,
            "successful": stopped.outcome[0],
            "seconds": time.monotonic() - asked,
            "left": sorted(path.name for path in folder.iterdir()),
            "kept": len(list(folder.rglob("*.pdf"))),
        }
    }
    ticker = Ticker()
    run = Run(ATLAS, given)
    ticker.start(run.feedback.progress)
    wait(run.finished)
    found["run"] = ticker.stop()
    found |= {"successful": run.outcome[0], "results": run.outcome[1], "log": run.feedback.textLog()[-3000:]}
    return found


def failing_run(given: dict[str, object], folder: Path) -> dict[str, object]:
    """Parcels without a coordinate system."""
    layer = QgsVectorLayer(SESSION["inputs"]["PARCELS"], "DLTB", "ogr")
    layer.setCrs(QgsCoordinateReferenceSystem())
    QgsProject.instance().addMapLayer(layer, False)
    run = Run(RUN_BATCH, {**given, "PARCELS": layer.id(), "OUTPUT_FOLDER": str(folder)})
    wait(run.finished)
    QgsProject.instance().removeMapLayer(layer.id())
    return {"successful": run.outcome[0], "log": run.feedback.textLog(), "folder": folder.exists()}


def single_steps(package: str, folder: Path) -> list[dict[str, object]]:
    """The single algorithms with their outputs opened, as the toolbox does by default."""
    from qgis.core import QgsProcessingOutputLayerDefinition

    found = []
    for algorithm in ("flag_conflicts", "find_restoration_candidates"):
        target = QgsProcessingOutputLayerDefinition(str(folder / f"{algorithm}.gpkg"), QgsProject.instance())
        given = {"PIECES": f"{package}|layername=pieces", "POLICY": SESSION["inputs"]["POLICY"], "OUTPUT": target}
        run = Run(f"farmland_redline:{algorithm}", given)
        wait(run.finished)
        found.append({"algorithm": algorithm, "successful": run.outcome[0], "loaded": run.load()})
    return found


def layers_of(package: str, name: str) -> list[QgsVectorLayer]:
    """The project's layers that show a layer of the package."""
    source = f"{package}|layername={name}"
    return [layer for layer in QgsProject.instance().mapLayers().values() if layer.source() == source]


def change_layers(package: str) -> None:
    """What users do with results: another name, style, system and place; the file under another provider, too."""
    conflicts, candidates, pieces = (layers_of(package, name)[0] for name in ("conflicts", "candidates", "pieces"))
    pieces.setName("我的碎块")
    pieces.setOpacity(0.25)
    conflicts.renderer().deleteCategory(0)
    candidates.setCrs(QgsCoordinateReferenceSystem("EPSG:4528"))
    root = QgsProject.instance().layerTreeRoot()
    node = root.findLayer(pieces.id())
    root.insertChildNode(0, node.clone())
    node.parent().removeChildNode(node)
    path = quote(package, safe="")
    query = quote("SELECT code FROM summary", safe="")
    virtual = QgsVectorLayer(f"?layer=ogr:{path}%7Clayername%3Dsummary:summary&query={query}", "查询", "virtual")
    QgsProject.instance().addMapLayer(virtual)
    for layer in (pieces, candidates, virtual):
        next(layer.getFeatures())


def draws_without_sources() -> list[list[str]]:
    """The layers without a source of each drawing that begins from now on, where there are any."""
    found: list[list[str]] = []

    def look() -> None:
        empty = [layer.name() for layer in QgsProject.instance().mapLayers().values() if not layer.source()]
        found.extend([empty] if empty else [])

    iface.mapCanvas().renderStarting.connect(look)
    return found


def leave() -> QTimer:
    """Quit as a user does: QGIS asks whether to cancel running tasks, does so, and stays; then quit again."""

    def step() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            box.button(QMessageBox.StandardButton.Yes).click()
        elif box is None:
            # Connected to the slot itself: a call from here would hold Python's lock while QGIS asks its question.
            QTimer.singleShot(0, iface.actionExit().trigger)

    timer = QTimer()
    timer.timeout.connect(step)
    timer.start(400)
    return timer


def main() -> None:
    found: dict[str, object] = {}
    target = Path(SESSION["findings"])
    try:
        iface.mainWindow().resize(1280, 860)
        folder = Path(SESSION["folder"])
        found["plugin"] = check_plugin()
        given = project_inputs()
        pause(1)
        if SESSION.get("quit_at") is not None:
            run = Run(RUN_BATCH, {**given, "OUTPUT_FOLDER": str(folder)})
            _kept.append(run)  # as the toolbox's dialog does
            wait(lambda: run.feedback.progress() >= SESSION["quit_at"] or run.finished())
            found["left_at"], found["finished"] = run.feedback.progress(), run.finished()
        else:
            found["batch"] = batch_in_background(given, folder)
            found["tree"] = layer_tree()
            found["atlas"] = atlas_in_background(found["batch"]["results"]["PACKAGE"], folder.with_name("图集"))
            found["cancelled"] = [cancelled_run(given, folder, at) for at in SESSION["cancel_at"]]
            found["failed"] = failing_run(given, folder.with_name("never"))
            # Twice, in a folder in which open files stay as they are; the user changes a layer in between.
            steps = folder.with_name(f"{folder.name} 2")
            found["steps"] = single_steps(found["batch"]["results"]["PACKAGE"], steps)
            found["tree_of_steps"] = layer_tree()[:2]
            top = QgsProject.instance().layerTreeRoot().findLayers()[0].layer()
            top.setName("我的图层")
            top.setOpacity(0.5)
            found["steps"] += single_steps(found["batch"]["results"]["PACKAGE"], steps)
            found["tree_of_repeated_steps"] = layer_tree()
            # To the same folder, whose layers are open and changed by the user, with fewer zones: fewer pieces.
            package = found["batch"]["results"]["PACKAGE"]
            change_layers(package)
            changed = {**given, "ZONES": [], "MAPS": False, "OUTPUT_FOLDER": str(folder)}
            before, drawn = snapshot(folder), draws_without_sources()
            with (folder / "summary.xlsx").open("rb"):
                refused = Run(RUN_BATCH, changed)
                wait(refused.finished)
            found["held"] = {
                "successful": refused.outcome[0],
                "log": refused.feedback.textLog()[-2000:],
                "changed": [name for name, mark in snapshot(folder).items() if before.get(name) != mark],
                "tree": layer_tree(),
            }
            again = Run(RUN_BATCH, changed)
            wait(again.finished)
            found["again"] = {
                "successful": again.outcome[0],
                "loaded": again.load(),
                "pieces": again.outcome[1].get("PIECE_COUNT"),
                "log": again.feedback.textLog()[-2000:],
                "tree": layer_tree(),
                "crs": [layer.crs().authid() for layer in layers_of(package, "candidates")],
                "drawn": drawn,
                "frozen": [canvas.isFrozen() for canvas in iface.mapCanvases()],
            }
            pause(1)
    except Exception:
        found["error"] = traceback.format_exc()
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    QgsProject.instance().setDirty(False)
    _kept.append(leave())


if __name__ == "__main__":  # and not when another session takes parts of it
    QTimer.singleShot(1500, main)

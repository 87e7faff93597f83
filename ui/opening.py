"""Layers into the project: from files and folders that the user names, and from the sample."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsLayerTreeGroup,
    QgsProject,
    QgsTask,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..processing.bridge.compat import may_have_polygons
from ..processing.bridge.i18n import tr, user_language
from ..processing.bridge.io.found_layers import find_layers
from ..processing.bridge.paths import RESOURCES
from ..processing.bridge.survey.layer_recognition import UnclearLayerError, recognise_kind
from ..processing.bridge.survey.schema import Survey
from ..processing.recognised_inputs import usable_kinds
from .background import make_task
from .result_layers import folded

SAMPLE_FILES = ("city.gpkg", "policy.yaml")


@dataclass(frozen=True)
class _Opened:
    """A layer that was opened: its kind (empty: of no known one), its place from the top down, whether it is shown."""

    layer: QgsVectorLayer
    kind: str
    place: int = 0
    shown: bool = True


def copy_sample() -> Path:
    """Copy the sample into the user's profile, where it may be opened and written, and return its folder.

    What the user has changed there stays.

    Raises:
        InputError: the folder cannot be written.
    """
    from ..processing.bridge.io.staging import replacing

    folder = Path(QgsApplication.qgisSettingsDirPath()) / "farmland_redline" / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    for name in SAMPLE_FILES:
        target = folder / name
        if not target.exists():
            with replacing(target) as unfinished:
                shutil.copyfile(RESOURCES / "sample" / "data" / name, unfinished)
    return folder


class Opening(QObject):
    """Brings the polygon layers of a file, a geodatabase or a folder into the project, if it is known what they are.

    The layers are opened in the background, and come into the project one by one between the window's events. Those
    whose source the project has already are not added again.

    Signals:
        ended: how many layers are of a known kind, and the names of those that are left out.
    """

    ended = pyqtSignal(int, list)

    def __init__(self, path: Path, title: str, survey: Survey, parent: QObject) -> None:
        """Prepare.

        Args:
            path: the file or folder.
            title: of the group in the layer tree that receives new layers.
            survey: the kinds of layers, with the names of the office's profile.
            parent: Qt's.
        """
        super().__init__(parent)
        self._path, self._title, self._survey = path, title, survey
        self._kinds = frozenset(usable_kinds(survey))
        self._found: list[_Opened] = []
        self._known, self._stopped = 0, False
        self._left: list[str] = []
        self._group: QgsLayerTreeGroup | None = None
        self._task: QgsTask | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin; `ended` is emitted in any case, unless `stop` comes before."""
        title = tr("Open data")
        self._task = make_task(
            title,
            lambda task: list(takewhile(lambda _: not task.isCanceled(), self._polygon_layers())),
            self._take,
        )
        QgsApplication.taskManager().addTask(self._task)

    def stop(self) -> None:
        """Open no more layers."""
        self._timer.stop()
        self._stopped = True
        if self._task is not None:
            self._task.cancel()

    def _polygon_layers(self) -> Iterator[_Opened]:
        """Yield the polygon layers of a file, a geodatabase, or the files in a folder, styled by what they are.

        Runs in a thread, since the window would stand still meanwhile; the layers are handed to the main thread.
        """
        for found in find_layers(self._path):
            layer = QgsVectorLayer(found.uri, found.name, found.provider, QgsVectorLayer.LayerOptions())
            if layer.isValid() and may_have_polygons(layer.wkbType()):
                kind = self._kind(layer)
                appearance = _style(layer, kind) if kind else ()
                layer.moveToThread(QgsApplication.instance().thread())
                yield _Opened(layer, kind, *appearance)

    def _kind(self, layer: QgsVectorLayer) -> str:
        """Return the kind of a layer; empty where a run has no use for it."""
        try:
            kind = recognise_kind(layer.name(), layer.fields().names(), self._survey).role
        except UnclearLayerError:
            return ""
        return kind if kind in self._kinds else ""

    def _take(self, error: Exception | None, found: list[_Opened] | None = None) -> None:
        """Take the layers that were opened, now in the main thread."""
        self._task = None
        if self._stopped:
            return
        self._found = sorted(found or [], key=lambda one: one.place)
        self._found.reverse()
        self._timer.start()

    def _step(self) -> None:
        """Take the next layer."""
        if not self._found:
            self._timer.stop()
            self.ended.emit(self._known, self._left)
            return
        opened = self._found.pop()
        if opened.kind:
            self._known += 1
            self._add(opened.layer, opened.shown)
        else:
            self._left.append(opened.layer.name())

    def _add(self, layer: QgsVectorLayer, shown: bool) -> None:
        """Add a layer to the project, folded, unless the project has it."""
        project = QgsProject.instance()
        if layer.source() in {other.source() for other in project.mapLayers().values()}:
            return
        root = project.layerTreeRoot()
        if self._group is None or self._group not in root.children():
            self._group = root.addGroup(self._title)
        project.addMapLayer(layer, False)
        self._group.addChildNode(folded(layer, shown))


def _style(layer: QgsVectorLayer, kind: str) -> tuple[int, bool]:
    """Draw a layer by what it is; return its place from the top down, and whether it is shown at first.

    Where the libraries are missing by which styles are made, QGIS draws it.
    """
    try:
        from ..processing.input_layers import drawing_place, shown_first, style_input
    except ImportError:
        return 0, True
    style_input(layer, kind, user_language())
    return drawing_place(kind), shown_first(kind)

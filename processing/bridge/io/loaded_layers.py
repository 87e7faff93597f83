"""Layers of the open project, and of a run, that show files about to be replaced: they let go and take them back.

Windows renames and removes no file that is open, and QGIS keeps the files of its layers open. A layer without a source
holds none. It stays in the project meanwhile, in its place, and gets its source, style and system back.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDataProvider,
    QgsMapLayer,
    QgsMapLayerStore,
    QgsMapLayerStyle,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QThread
from qgis.utils import iface

from ..main_thread import call_in_main_thread, let_events_pass
from .datasets import decode_source

if TYPE_CHECKING:
    from qgis.gui import QgsMapCanvas

_Result = TypeVar("_Result")
_DRAWN_S, _PAUSE_S = 3.0, 0.02  # how long a map that is told to stop may be drawn, and how often it is looked at


@dataclass(frozen=True)
class _Released:
    """A layer that has let go of its file: what it needs to show it again.

    Attributes:
        store: of the run whose layer it is; None for one of the project.
        layer: the layer's id; users may remove it meanwhile.
        crs: the system that the user has given the layer in the stead of its file's; None for the file's.

    """

    store: QgsMapLayerStore | None
    layer: str
    name: str
    provider: str
    source: str
    style: QgsMapLayerStyle
    crs: QgsCoordinateReferenceSystem | None


@contextmanager
def released_layers(paths: Iterable[Path], store: QgsMapLayerStore | None = None) -> Iterator[None]:
    """Let layers go of some files inside the `with` block, and take the files at these places back.

    Args:
        paths: the files.
        store: layers that were loaded for a run, as its inputs; the project's are always meant.

    """
    files = frozenset(map(_comparable, paths))
    nothing: list[_Released] = []
    with _resting_maps(files):
        released = _of_the_project(lambda: _release(_layers(), None, files), nothing)
        if store is not None and store.count():
            found = list(store.mapLayers().values())
            released = [*released, *_in_thread_of(store, lambda: _release(found, store, files))]
        try:
            yield
        finally:
            for one in released:
                _in_thread_of(one.store, partial(_take_back, one))


@contextmanager
def _resting_maps(files: Collection[str]) -> Iterator[None]:
    """Draw no map of the desktop inside the `with` block where the project shows one of the files; its picture stays.

    A map that is drawn has the files open. And a virtual layer must not be opened meanwhile: QGIS registers its
    functions in every connection to SQLite, those of the threads that draw too, and they are no matter of one thread.
    """
    nothing: list[QgsMapCanvas] = []
    stopped = _of_the_project(lambda: _stop_drawing() if _showing(_layers(), files) else nothing, nothing)
    end = time.monotonic() + _DRAWN_S
    while stopped and time.monotonic() < end and call_in_main_thread(lambda: any(map(_is_drawing, stopped))):
        let_events_pass()
        time.sleep(_PAUSE_S)
    try:
        yield
    finally:
        if stopped:
            call_in_main_thread(partial(_draw_again, stopped))


def _stop_drawing() -> list[QgsMapCanvas]:
    """Stop and freeze the desktop's maps; return those that were not frozen."""
    canvases = [canvas for canvas in _canvases() if not canvas.isFrozen()]
    for canvas in canvases:
        canvas.freeze(True)
        canvas.stopRendering()
    return canvases


def _canvases() -> list[QgsMapCanvas]:
    """Return the maps of the desktop; none where there is no desktop."""
    return [] if iface is None else list(iface.mapCanvases())


def _is_drawing(canvas: QgsMapCanvas) -> bool:
    """Return whether a map that is still open is being drawn."""
    return canvas in _canvases() and canvas.isDrawing()


def _draw_again(canvases: Iterable[QgsMapCanvas]) -> None:
    """Thaw and draw the maps that are still open."""
    for canvas in canvases:
        if canvas in _canvases():
            canvas.freeze(False)
            canvas.refresh()


def is_edited(path: Path) -> bool:
    """Return whether a layer of the project that shows a file is in editing mode."""
    files = frozenset([_comparable(path)])
    return _of_the_project(lambda: any(_is_editable(layer) for layer in _showing(_layers(), files)), False)


def layers_showing(path: Path, name: str) -> list[QgsMapLayer]:
    """Return the layers of the project that show a layer of a file; an empty name is that of a file of one layer."""
    nothing: list[QgsMapLayer] = []
    key = (_comparable(path), name)
    return _of_the_project(lambda: [layer for layer in _layers() if _key_of(layer) == key], nothing)


def _of_the_project(function: Callable[[], _Result], nothing: _Result) -> _Result:
    """Call a function in the thread of the project's layers; `nothing` where there are none."""
    project = QgsProject.instance()
    return call_in_main_thread(function) if project is not None and project.count() else nothing


def _in_thread_of(store: QgsMapLayerStore | None, function: Callable[[], _Result]) -> _Result:
    """Call a function in the thread of a run's layers, or of the project's."""
    return (
        function() if store is not None and store.thread() == QThread.currentThread() else call_in_main_thread(function)
    )


def _layers() -> list[QgsMapLayer]:
    """Return all layers of the project."""
    project = QgsProject.instance()
    return [] if project is None else list(project.mapLayers().values())


def _key_of(layer: QgsMapLayer) -> tuple[str, str]:
    """Return the file and the name of the layer in it; the file is empty where there is none."""
    parts = decode_source(layer.providerType(), layer.source())
    path = str(parts.get("path") or "")
    return (_comparable(Path(path)) if path else ""), str(parts.get("layerName") or "")


def _showing(layers: Iterable[QgsMapLayer], files: Collection[str]) -> list[QgsMapLayer]:
    """Return the layers that hold one of the files, by whatever provider: their source names it."""
    found = []
    for layer in layers:
        text = os.path.normcase(unquote(layer.source()).replace("\\", "/"))
        if _key_of(layer)[0] in files or any(file.replace("\\", "/") in text for file in files):
            found.append(layer)
    return found


def _comparable(path: Path) -> str:
    """Return a path without links, in the case by which the system compares."""
    return os.path.normcase(os.path.realpath(path))


def _is_editable(layer: QgsMapLayer) -> bool:
    """Return whether a layer is in editing mode."""
    return isinstance(layer, QgsVectorLayer) and layer.isEditable()


def _release(layers: Iterable[QgsMapLayer], store: QgsMapLayerStore | None, files: Collection[str]) -> list[_Released]:
    """Take their sources from the layers that show some files; those of the project have no store."""
    released = []
    for layer in _showing(layers, files):
        style = QgsMapLayerStyle()
        style.readFromLayer(layer)
        provider = layer.dataProvider()
        own = provider is not None and layer.crs() != provider.crs()
        released.append(
            _Released(
                store,
                layer.id(),
                layer.name(),
                layer.providerType(),
                layer.source(),
                style,
                layer.crs() if own else None,
            )
        )
        layer.setDataSource("", layer.name(), layer.providerType(), QgsDataProvider.ProviderOptions())
    return released


def _take_back(one: _Released) -> None:
    """Give a layer its source, style and system back, if it still is where it was."""
    place = QgsProject.instance() if one.store is None else one.store
    layer = place.mapLayer(one.layer) if place is not None else None
    if layer is None:
        return
    layer.setDataSource(one.source, one.name, one.provider, QgsDataProvider.ProviderOptions())
    one.style.writeToLayer(layer)
    if one.crs is not None:
        layer.setCrs(one.crs)
    layer.triggerRepaint()
